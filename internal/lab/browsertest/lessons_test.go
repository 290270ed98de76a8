package browsertest

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"chainrule/internal/notebook"
)

// Each lesson runs from top to bottom in JupyterLab, with no network: no errors, no dialogs, figures that answer
// the pointer, step players that go forward and back by keyboard, in light and dark.
func TestLessons(t *testing.T) {
	if testing.Short() {
		t.Skip("every lesson in a browser takes minutes")
	}
	env := Env(t)
	lessons, err := filepath.Glob(filepath.Join(env.Notebooks(), "*.ipynb"))
	if err != nil || len(lessons) == 0 {
		t.Fatalf("no notebook in %s", env.Notebooks())
	}
	s := Lab(t, env, lessons...)
	page := Browse(t)
	for _, lesson := range lessons {
		name := filepath.Base(lesson)
		t.Run(strings.TrimSuffix(name, ".ipynb"), func(t *testing.T) {
			p := page.Tab(t)
			p.Dark(false)
			p.Open(s, name)
			p.RunAll(3 * time.Minute)
			nb, err := notebook.Read(lesson)
			if err != nil {
				t.Fatal(err)
			}
			failed := make(map[int]bool)
			for _, e := range p.Errors() {
				failed[e.Cell] = true
				if !nb.Cells[e.Cell].HasTag("raises-exception") {
					t.Errorf("error in cell %d: %s", e.Cell, e.Text)
				}
			}
			for i, c := range nb.Cells {
				if c.HasTag("raises-exception") && !failed[i] {
					t.Errorf("cell %d: no error, but its tag raises-exception promises one", i)
				}
			}
			for _, d := range p.Dialogs() {
				t.Errorf("dialog: %q", d)
			}
			kinds := Eval[[]string](p, `[...document.querySelectorAll('.cr-view')].map(v => v.dataset.kind)`)
			if strings.HasPrefix(name, "04-") {
				for _, want := range []string{"figure", "steps"} {
					if !slices.Contains(kinds, want) {
						t.Errorf("views: got %q, want a view of kind %q", kinds, want)
					}
				}
			}
			want := slices.ContainsFunc(nb.Cells, func(c notebook.Cell) bool { return strings.Contains(string(c.Source), "viz.Simulator{") })
			if want != slices.Contains(kinds, "simulator") {
				t.Errorf("views: got %q, want a simulator: %t", kinds, want)
			} else if want {
				simulators(t, p)
			}
			sideways(t, p)
			if slices.Contains(kinds, "figure") {
				// A chart of lines or cells answers everywhere, one of points only near a point.
				answers := slices.ContainsFunc(nb.Cells, func(c notebook.Cell) bool { return answering.MatchString(string(c.Source)) })
				figures(t, p, answers)
				contour(t, p)
			}
			if slices.Contains(kinds, "steps") {
				steps(t, p)
			}
			for _, url := range Eval[[]string](p, `performance.getEntriesByType('resource').map(e => e.name)`) {
				if !strings.HasPrefix(url, s.Base) && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "blob:") {
					t.Errorf("the page asked the network for %s", url)
				}
			}
		})
	}
}

// sideways checks that at the width of a laptop no text, no code and no output has to be scrolled sideways.
func sideways(t *testing.T, p *Page) {
	p.Size(1280, 900)
	p.Wait(10*time.Second, "the page has its width", `innerWidth === 1280 && new Promise(done => setTimeout(() => done(true), 300))`)
	for _, text := range Eval[[]string](p, `[...document.querySelectorAll('.jp-Notebook :is(.jp-RenderedMarkdown, .jp-OutputArea-output, .cm-scroller)')].filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1).map(e => (e.scrollWidth - e.clientWidth) + " pixels: " + e.textContent.slice(0, 80))`) {
		t.Errorf("this has to be scrolled sideways at 1280 pixels, by %s", text)
	}
}

// answering are the figures that answer the pointer wherever it is.
var answering = regexp.MustCompile(`viz\.(Line|Bar|Histogram|HeatMap|Contour|Boundary)\{`)

// figures checks that every figure is drawn, and that one answers the pointer where there is one that must, and photographs it.
func figures(t *testing.T, p *Page, answers bool) {
	if empty := Eval[int](p, `[...document.querySelectorAll('.cr-view[data-kind="figure"]')].filter(v => !v.querySelector('canvas, svg')).length`); empty > 0 {
		t.Errorf("%d figures are not drawn", empty)
	}
	if !answers {
		photograph(p, "figure")
		return
	}
	const chart = `.cr-view[data-kind="figure"] .cr-chart`
	const tooltip = `[...document.querySelectorAll('` + chart + ` > div')].some(d => d.textContent && getComputedStyle(d).pointerEvents === 'none' && getComputedStyle(d).visibility !== 'hidden')`
	deadline := time.Now().Add(30 * time.Second)
	for n := Eval[int](p, `document.querySelectorAll('`+chart+`').length`); ; {
		for i := range n {
			// What is above may still grow, so each try looks anew where the chart is.
			p.HoverAt(fmt.Sprintf(`(c => { c.scrollIntoView({block: 'center'}); return c; })(document.querySelectorAll('%s')[%d])`, chart, i))
			if Eval[bool](p, tooltip) {
				photograph(p, "figure")
				return
			}
		}
		if time.Now().After(deadline) {
			t.Errorf("no figure shows a tooltip under the pointer; the page is in %s", p.Screenshot("failed"))
			return
		}
	}
}

// contour checks that the first contour plot, if there is one, tells the height under the pointer, and photographs it.
func contour(t *testing.T, p *Page) {
	const chart = `[...document.querySelectorAll('.cr-view[data-kind="figure"]')].find(v => v.querySelector('.cr-hidden')?.textContent.startsWith('Contour plot'))?.querySelector('.cr-chart')`
	if !Eval[bool](p, `Boolean(`+chart+`)`) {
		return
	}
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		p.HoverAt(`(c => { c.scrollIntoView({block: 'center'}); return c; })(` + chart + `)`)
		if p.soon(2*time.Second, `[...`+chart+`.querySelectorAll(':scope > div')].some(d => d.textContent.includes(': height ') && getComputedStyle(d).visibility !== 'hidden')`) {
			photograph(p, "contour")
			return
		}
	}
	t.Errorf("no height under the pointer over the contour plot; the page is in %s", p.Screenshot("failed"))
}

// steps checks that the first step player with several steps goes forward and back and down into a number by
// keyboard, and photographs it.
func steps(t *testing.T, p *Page) {
	if !Eval[bool](p, `(v => { if (!v) return false; v.id = 'player'; v.scrollIntoView({block: 'center'}); v.focus(); return true; })(document.querySelector('.cr-view[data-kind="steps"]:has([data-cr-position])'))`) {
		photograph(p, "steps")
		return
	}
	const position = `document.querySelector('#player [data-cr-position]').textContent.trim()`
	start := Eval[string](p, position)
	for _, step := range []struct{ key, what string }{{Right, "forward"}, {Left, "back"}} {
		old := Eval[string](p, position)
		p.Key(step.key)
		p.Wait(10*time.Second, "the step player goes "+step.what, fmt.Sprintf(`%s !== %q`, position, old))
	}
	if end := Eval[string](p, position); end != start {
		t.Errorf("after a step forward and one back: got position %s, want %s", end, start)
	}
	p.Key(Enter)
	p.Wait(10*time.Second, "Enter goes down into a number", `document.querySelector('#player .cr-detail')`)
	p.ScrollTo("#player")
	photograph(p, "steps")
	p.Key(Escape)
	p.Wait(10*time.Second, "Escape goes back up", `!document.querySelector('#player .cr-detail')`)
}

// simulators checks that the simulator answers and goes a step forward and back by keyboard, and photographs it.
func simulators(t *testing.T, p *Page) {
	p.Wait(30*time.Second, "the simulator answers", loaded)
	const place = `document.querySelector('.cr-view[data-kind="simulator"] [data-cr-position]').textContent`
	Eval[bool](p, `(e => { e.scrollIntoView({block: 'start'}); e.focus(); return true; })(document.querySelector('.cr-view[data-kind="simulator"] .cr-sim'))`)
	start := Eval[string](p, place)
	p.press(Right, place)
	p.press(Left, place)
	if end := Eval[string](p, place); end != start {
		t.Errorf("after a step forward and one back the simulator is %q, want %q", end, start)
	}
	// JupyterLab has a style of its own for lists of names and values.
	for _, name := range Eval[[]string](p, `[...document.querySelectorAll('.cr-sim .cr-numbers dt')].filter(dt => {
		const [a, b] = [dt, dt.nextElementSibling].map(e => e.getBoundingClientRect());
		return Math.abs(a.top - b.top) > 3 || b.left < a.left;
	}).map(dt => dt.textContent)`) {
		t.Errorf("the value of %q does not stand beside it", name)
	}
	photograph(p, "simulator")
}

// photograph keeps pictures of the page in light and dark.
func photograph(p *Page, name string) {
	p.Screenshot(name + "-light")
	p.Dark(true)
	p.Wait(10*time.Second, "the theme is dark", `document.body.dataset.jpThemeLight === 'false' && !document.querySelector('#jupyterlab-splash')`)
	p.Screenshot(name + "-dark")
	p.Dark(false)
	p.Wait(10*time.Second, "the theme is light", `document.body.dataset.jpThemeLight === 'true' && !document.querySelector('#jupyterlab-splash')`)
}

package browsertest

import (
	"net/url"
	"testing"
	"time"

	"chainrule/pkg/sim"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// numbersCutOff are the parts of the next update that reach beyond their place without a word, and the sums that are not in
// sight.
const numbersCutOff = `(() => {
	const box = e => e.getBoundingClientRect();
	const said = [...document.querySelectorAll('.cr-region-numbers .cr-hint')].some(e => e.checkVisibility() && e.textContent.includes('wider than its place'));
	const lines = [...document.querySelectorAll('.cr-line .cr-hang')].filter(e => [...e.querySelectorAll('.katex-base')].some(b => box(b).right > box(e.closest('.cr-update')).right + 1));
	const table = document.querySelector('.cr-region-numbers .cr-points-table');
	const inside = e => box(e).left >= box(table).left - 1 && box(e).right <= box(table).right + 1 && box(e).bottom <= box(table).bottom + 1 && box(e).top >= box(table).top - 1;
	const sums = [...table.querySelectorAll('tfoot tr:last-child :is(th, td)')].filter(e => e.textContent);
	return [
		...(said ? [] : lines.map(e => e.closest('.cr-line').dataset.name + ' is cut off')),
		...(sums.length < 3 ? ['there are no sums'] : sums.filter(e => !inside(e)).map(e => e.textContent + ' is out of sight'))
	];
})()`

// The numbers of the next update are all to be seen, however narrow the page and however long the numbers; a small
// screen has them after the picture and before the settings.
func TestRegressionNumbersAreInSight(t *testing.T) {
	env := Env(t)
	p, base, _, _ := simulatorPage(t, env)
	for name, script := range map[string][]sim.Action{
		"first":       {},
		"long":        {{Do: "preset", Name: "clean line"}, {Do: "set", Name: "rate", Value: 1}, {Do: "step", N: 20}},
		"many":        {{Do: "preset", Name: "diabetes"}, {Do: "set", Name: "rate", Value: 1e-4}},
		"closed form": {{Do: "preset", Name: "far from 0"}, {Do: "set", Name: "method", Text: "closed form"}},
	} {
		s, err := sim.Open("regression", "")
		if err != nil {
			t.Fatal(err)
		}
		if err := sim.Play(s, script); err != nil {
			t.Fatal(err)
		}
		p.Go(base + "/?simulator=regression&test=" + url.QueryEscape(name) + "#" + s.Link()) // another address, so that the page is loaded anew
		p.Wait(20*time.Second, "the simulator answers", loaded)
		for _, width := range []int64{360, 700, 1280, 1700, 2560} {
			p.Size(width, 900)
			p.Wait(10*time.Second, "the table of the parts is there", `document.querySelectorAll('.cr-parts-of tfoot tr').length > 0`)
			time.Sleep(100 * time.Millisecond) // the width is measured after the next frame
			for _, bad := range Eval[[]string](p, numbersCutOff) {
				t.Errorf("%s, %d pixels wide: %s", name, width, bad)
			}
		}
	}
	p.Size(360, 740)
	if !Eval[bool](p, `(() => {
		const tops = ['plot', 'numbers', 'surface', 'method', 'data'].map(n => document.querySelector('.cr-region-' + n).getBoundingClientRect().top);
		return tops.every((y, i) => i === 0 || y > tops[i - 1]);
	})()`) {
		t.Error("360 pixels wide: got another order than the picture, the next update, the surface, the settings")
	}
}

// Two fast clicks of a real pointer put one point.
func TestRegressionDoubleClick(t *testing.T) {
	env := Env(t)
	p, base, _, _ := simulatorPage(t, env)
	p.Size(1280, 900)
	p.Go(base + "/?simulator=regression")
	p.Wait(20*time.Second, "the simulator answers", loaded)
	at := Eval[[]float64](p, `(r => [r.x + 0.7 * r.width, r.y + 0.75 * r.height])(document.querySelector('.cr-region-plot svg.cr-plot').getBoundingClientRect())`)
	for range 2 {
		p.do(10*time.Second, "click",
			chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, at[0], at[1], chromedp.ButtonLeft, chromedp.ClickCount(1)),
			chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, at[0], at[1], chromedp.ButtonLeft, chromedp.ClickCount(1)))
	}
	p.Wait(10*time.Second, "a point is added", `document.querySelector('.cr-happened').textContent.startsWith('Point 31 added')`)
	time.Sleep(300 * time.Millisecond)
	if got := Eval[string](p, `document.querySelector('.cr-chosen-point').getAttribute('aria-label')`); len(got) < 14 || got[:14] != "Point 31 of 31" {
		t.Errorf("got %q, want 31 points", got)
	}
}

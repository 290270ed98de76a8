package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chainrule/internal/lab"
	"chainrule/internal/simpage"
	"chainrule/pkg/sim"
)

// simulatorPage opens the page of the simulators from a server of files. Nothing else can be reached.
func simulatorPage(t *testing.T, env *lab.Env) (p *Page, base string, asked func() []string, stop func()) {
	t.Helper()
	if _, err := os.Stat(env.PageDir()); err != nil {
		t.Skip("the page of the simulators is not built: go run ./cmd/chainrule setup")
	}
	base, asked, stop = Serve(t, env.PageDir())
	return Browse(t), base, asked, stop
}

// rawEngine puts into the page a function that has the program of the simulators answer requests, in a thread of
// its own, as the page's controls do.
const rawEngine = `(async () => {
	const packed = await fetch('sim/chainrule.wasm.gz');
	const module = await WebAssembly.compileStreaming(new Response(packed.body.pipeThrough(new DecompressionStream('gzip')), {headers: {'Content-Type': 'application/wasm'}}));
	const worker = new Worker('sim/worker.js', {type: 'module'});
	const next = () => new Promise((resolve, reject) => {
		worker.onmessage = e => resolve(e.data);
		worker.onerror = e => reject(new Error(e.message));
	});
	const ready = next();
	worker.postMessage({module});
	await ready;
	window.took = [];
	window.simulate = async request => {
		const answer = next(), begun = performance.now();
		worker.postMessage({id: 1, request});
		const reply = (await answer).reply;
		took.push(performance.now() - begun);
		return reply;
	};
	return true;
})()`

// The scripts that package sim is tested with lead to the same states in the browser as in Go, to nine significant
// digits.
func TestSimulatorIsTheSameInGoAndInTheBrowser(t *testing.T) {
	env := Env(t)
	p, base, _, _ := simulatorPage(t, env)
	p.Go(base)
	for _, kind := range []string{"regression", "network"} {
		t.Run(kind, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(env.Root, "pkg", "sim", "testdata", "script-"+kind+".json"))
			if err != nil {
				t.Fatal(err)
			}
			var script struct {
				Actions []sim.Action
				Digests []sim.Digest
			}
			if err := json.Unmarshal(data, &script); err != nil {
				t.Fatal(err)
			}
			if n := len(script.Actions); n < 500 || len(script.Digests) != n {
				t.Fatalf("got a script of %d actions and %d digests, want 500", n, len(script.Digests))
			}
			Eval[bool](p, rawEngine)
			simulate(t, p, simpage.Request{Call: "open", Kind: kind})
			for i, a := range script.Actions {
				view := simulate(t, p, simpage.Request{Call: "do", Action: a})
				got, err := sim.DigestOf(view)
				if err != nil {
					t.Fatal(err)
				}
				if what := got.Differs(script.Digests[i]); what != "" {
					t.Fatalf("action %d, %+v: the browser and Go differ in %s: got %.2000s", i+1, a, what, view)
				}
			}
			took := Eval[[]float64](p, `took.sort((a, b) => a - b)`)
			t.Logf("an answer took %.1f ms (median), %.0f ms (slowest of %d)", took[len(took)/2], took[len(took)-1], len(took))
		})
	}
}

// simulate has the program in the page answer a request.
func simulate(t *testing.T, p *Page, r simpage.Request) json.RawMessage {
	t.Helper()
	request, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	quoted, err := json.Marshal(string(request))
	if err != nil {
		t.Fatal(err)
	}
	var reply struct {
		Value json.RawMessage
		Error string
	}
	if err := json.Unmarshal([]byte(Eval[string](p, fmt.Sprintf("simulate(%s)", quoted))), &reply); err != nil {
		t.Fatal(err)
	}
	if reply.Error != "" {
		t.Fatalf("%s: %s", request, reply.Error)
	}
	return reply.Value
}

// A page from a server of files shows a simulator at once, asks for nothing but its own files, and goes on when the
// server has gone.
func TestSimulatorPage(t *testing.T) {
	env := Env(t)
	for _, kind := range []string{"regression", "network"} {
		t.Run(kind, func(t *testing.T) {
			p, base, asked, stop := simulatorPage(t, env)
			p.Dark(false)
			p.Go(base + "/?simulator=" + kind)
			p.Wait(20*time.Second, "the simulator answers", loaded)
			paint := Eval[float64](p, `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1`)
			t.Logf("first paint after %.0f ms, the first state after %.0f ms", paint, Eval[float64](p, `performance.now()`))
			// How long it takes is printed only. Whatever the machine is at: nothing but the page's own sheet is waited for.
			if paint < 0 {
				t.Error("the page was never painted")
			}
			if blocking := Eval[[]string](p, blocking); len(blocking) != 1 || !strings.HasSuffix(blocking[0], ".css") {
				t.Errorf("the first paint waits for %q, want one style sheet", blocking)
			}
			for _, url := range Eval[[]string](p, `performance.getEntriesByType('resource').map(e => e.name)`) {
				if !strings.HasPrefix(url, base+"/") && !strings.HasPrefix(url, "data:") {
					t.Errorf("the page asked the network for %s", url)
				}
			}
			stop()
			before := len(asked())
			p.Key(Right) // nothing has the focus
			p.Wait(10*time.Second, "the address holds the state", `location.hash.length > 1`)
			if after := asked(); len(after) != before {
				t.Errorf("after the server has gone the page asked for %q", after[before:])
			}
			for _, size := range [][2]int64{{360, 740}, {800, 1100}, {1280, 900}, {2560, 1440}} {
				p.Size(size[0], size[1])
				for _, dark := range []bool{false, true} {
					p.Dark(dark)
					theme := map[bool]string{false: "light", true: "dark"}[dark]
					p.Wait(10*time.Second, "the theme is "+theme, `document.querySelector('.cr-view').dataset.theme === '`+theme+`'`)
					for _, v := range p.Axe(env, "body") {
						t.Errorf("axe, %s, %d pixels wide: %s", theme, size[0], v)
					}
					if over := Eval[float64](p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
						t.Errorf("%d pixels wide: the page can be scrolled sideways by %.0f pixels", size[0], over)
					}
					for _, bad := range Eval[[]string](p, crowded) {
						t.Errorf("%d pixels wide: %s", size[0], bad)
					}
					p.Screenshot(fmt.Sprintf("%s-%d-%s", kind, size[0], theme))
				}
			}
		})
	}
}

// blocking are the files that the page is not painted before.
const blocking = `[...document.querySelectorAll('script[src]:not([type="module"]):not([async]):not([defer])')].map(e => e.src).concat(performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').map(e => e.name))`

// crowded are the regions of a simulator that are too narrow to be used, or lie over each other.
const crowded = `(() => {
	const regions = [...document.querySelectorAll('.cr-region')].filter(e => e.checkVisibility()).map(e => [e.querySelector('h2').textContent, e.getBoundingClientRect()]);
	return [
		...regions.filter(([, r]) => r.width < 200).map(([name, r]) => name + ' has a width of ' + r.width),
		...regions.flatMap(([a, p], i) => regions.slice(i + 1).filter(([, q]) => p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 1 && q.top < p.bottom - 1).map(([b]) => a + ' lies over ' + b))
	];
})()`

// loaded is true when a simulator shows its first state.
const loaded = `document.querySelector('.cr-view[data-kind="simulator"] [data-state="ready"]')`

// A state in the address is shown, and one that is damaged gets a sentence.
func TestSimulatorAddress(t *testing.T) {
	env := Env(t)
	p, base, _, _ := simulatorPage(t, env)
	s, err := sim.Open("regression", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Do(sim.Action{Do: "step", N: 7}); err != nil {
		t.Fatal(err)
	}
	p.Go(base + "/?simulator=regression#" + s.Link())
	p.Wait(20*time.Second, "the simulator answers", loaded)
	Eval[bool](p, `(document.querySelector('.cr-sim').focus(), true)`)
	p.Key(Right)
	p.Wait(10*time.Second, "the address holds the next state", fmt.Sprintf(`location.hash !== %q`, "#"+s.Link()))
	if err := s.Do(sim.Action{Do: "step", N: 1}); err != nil {
		t.Fatal(err)
	}
	if got := Eval[string](p, `location.hash`); got != "#"+s.Link() {
		t.Errorf("after a step from the address: got %s, want #%s", got, s.Link())
	}

	Eval[bool](p, `(location.hash = '#damaged', true)`)
	p.Wait(10*time.Second, "a sentence says that the link is damaged", `/link/i.test(document.querySelector('.cr-view [role="alert"]:not([hidden])')?.textContent)`)
	p.Go(base + "/?simulator=pendulum")
	p.Wait(10*time.Second, "a sentence says that there is no such simulator", `document.querySelector('.cr-view [role="alert"]')?.textContent.includes('no simulator “pendulum”')`)
}

// A cell shows a simulator by viz.Show, below whatever path JupyterLab is served.
func TestSimulatorInACell(t *testing.T) {
	env := Env(t)
	file := Notebook(t, "simulators.ipynb",
		"import (\n\t\"chainrule/pkg/sim\"\n\t\"chainrule/pkg/viz\"\n)\n\n%%\ns, err := sim.Open(\"regression\", \"\")\nif err != nil {\n\tpanic(err)\n}\nviz.Show(viz.Simulator{Title: \"A line\", Sim: s})",
		"import (\n\t\"chainrule/pkg/sim\"\n\t\"chainrule/pkg/viz\"\n)\n\n%%\ns, err := sim.Open(\"network\", \"\")\nif err != nil {\n\tpanic(err)\n}\nviz.Show(viz.Simulator{Title: \"A net\", Sim: s})")
	s := LabBelow(t, env, "/course", file)
	p := Browse(t)
	p.Open(s, "simulators.ipynb")
	p.RunAll(2 * time.Minute)
	for _, e := range p.Errors() {
		t.Errorf("error in cell %d: %s", e.Cell, e.Text)
	}
	p.Wait(30*time.Second, "both simulators answer", `document.querySelectorAll('.cr-view[data-kind="simulator"] [data-state="ready"]').length === 2`)
	for _, url := range Eval[[]string](p, `performance.getEntriesByType('resource').map(e => e.name)`) {
		if !strings.HasPrefix(url, s.Base) && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "blob:") {
			t.Errorf("the page asked the network for %s", url)
		}
	}
	if found := Eval[[]string](p, `performance.getEntriesByType('resource').map(e => e.name)`); !slices.ContainsFunc(found, func(u string) bool { return strings.HasPrefix(u, s.Base+"/lab/extensions/chainrule/static/sim/") }) {
		t.Errorf("the program was not loaded from below %s", s.Base)
	}
	photograph(p, "cell")
}

// Where a page may not copy, each thing to take away is selected whole, seen from its start, and the keys that copy it are
// said; where it may, it is in the clipboard. Nothing overwrites what another box shows.
func TestSimulatorGivesAway(t *testing.T) {
	env := Env(t)
	for _, may := range []bool{false, true} {
		p, base, _, _ := simulatorPage(t, env)
		p.Size(360, 900)
		p.Go(base + "/?simulator=regression")
		p.Wait(20*time.Second, "the simulator answers", loaded)
		Eval[bool](p, fmt.Sprintf(`(window.clipboard = [], Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => { if (!%v) throw new Error('no'); clipboard.push(text); }}}),
			document.querySelectorAll('.cr-region-share details').forEach(d => { d.open = true; }), true)`, may))
		for i, name := range []string{"Copy the link", "Copy the command", "Copy as a Go cell", "Copy the link for a class"} {
			Eval[bool](p, fmt.Sprintf(`(window.clicked = [...document.querySelectorAll('button')].find(b => b.textContent === %q), clicked.focus(), true)`, name))
			p.Key(Enter)
			says := map[bool]string{false: "press Ctrl+C", true: "Copied."}[may]
			p.Wait(10*time.Second, name, fmt.Sprintf(`(window.box = document.querySelectorAll('.cr-given')[%d], !box.hidden && box.querySelector('p').textContent.includes(%q))`, i, says))
			// From its start, whatever the browser scrolls to after a selection.
			p.Wait(10*time.Second, name+": its start is seen", `(window.field = box.querySelector('input, textarea'), field.scrollLeft === 0 && field.scrollTop === 0)`)
			Eval[bool](p, `new Promise(resolve => setTimeout(() => resolve(true), 300))`)
			if off := Eval[float64](p, `field.scrollLeft + field.scrollTop`); off != 0 {
				t.Errorf("%s, copied %v: the text is scrolled by %.0f pixels", name, may, off)
			}
			if all := Eval[bool](p, `field.selectionStart === 0 && field.selectionEnd === field.value.length && field.value.length > 40`); !all {
				t.Errorf("%s, copied %v: it is not selected whole", name, may)
			}
			if has := Eval[bool](p, `document.activeElement === field`); has == may {
				t.Errorf("%s, copied %v: the keyboard is in the box: %v", name, may, has)
			}
			if may && !Eval[bool](p, `clipboard.at(-1) === field.value`) {
				t.Errorf("%s: something else is in the clipboard", name)
			}
		}
		if off := Eval[float64](p, `[...document.querySelectorAll('.cr-given :is(input, textarea)')].reduce((sum, e) => sum + e.scrollLeft + e.scrollTop, 0)`); off != 0 {
			t.Errorf("copied %v: in the end a box is scrolled by %.0f pixels", may, off)
		}
		if n := Eval[int](p, `new Set([...document.querySelectorAll('.cr-given :is(input, textarea)')].map(e => e.value)).size`); n != 3 { // nothing is left out: the two links are the same
			t.Errorf("got %d different texts, want the link, the command and the Go cell", n)
		}
		for _, v := range p.Axe(env, ".cr-region-share") {
			t.Errorf("axe: %s", v)
		}
		p.Screenshot(fmt.Sprintf("copied-%v", may))
	}
}

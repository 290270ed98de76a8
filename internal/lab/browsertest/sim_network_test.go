package browsertest

import (
	"fmt"
	"testing"
	"time"

	"chainrule/pkg/sim"
)

// textCutOff are the choices whose text is wider than their field, and the boxes whose contents are wider than they are
// without a sign of it.
const textCutOff = `(() => {
	const pen = document.createElement('canvas').getContext('2d');
	const seen = e => e.checkVisibility() && e.clientWidth > 0;
	const wide = [...document.querySelectorAll('.cr-sim select')].filter(seen).flatMap(s => {
		const style = getComputedStyle(s);
		pen.font = style.font;
		const room = s.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 14; // the arrow
		return [...s.options].filter(o => pen.measureText(o.textContent).width > room).map(o => 'the choice "' + o.textContent + '" is cut off');
	});
	const fields = [...document.querySelectorAll('.cr-sim input[type=text]')].filter(e => seen(e) && e.scrollWidth > e.clientWidth + 1).map(e => 'the field with ' + e.value + ' is too narrow');
	const boxes = [...document.querySelectorAll('.cr-region, .cr-region :is(div, p, li, dl, table, figure)')].filter(e => seen(e) && e.scrollWidth > e.clientWidth + 1 && !e.closest('.cr-scroll, .katex, .cr-hidden'))
		.map(e => e.tagName + '.' + e.className + ' is cut off: ' + e.textContent.slice(0, 60));
	const silent = [...document.querySelectorAll('.cr-scroll')].filter(e => seen(e) && e.scrollWidth > e.clientWidth + 1 && !(e.classList.contains('cr-cut') && e.tabIndex === 0)).map(e => 'a box can be scrolled and does not say so: ' + e.textContent.slice(0, 60));
	const labels = [...document.querySelectorAll('.cr-simnet .cr-weight')].filter(e => e.getAttribute('visibility') === 'visible').map(e => [e.textContent, e.getBoundingClientRect()]);
	const over = labels.flatMap(([a, p], i) => labels.slice(i + 1).filter(([, q]) => p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 4 && q.top < p.bottom - 4).map(([b]) => 'the weights ' + a + ' and ' + b + ' lie over each other'));
	return [...wide, ...fields, ...boxes, ...silent, ...over];
})()`

// Nothing of the network simulator is cut off without a sign, and no number lies over another, from a telephone to a
// wall; the net comes before the settings.
func TestNetworkIsNotCutOff(t *testing.T) {
	env := Env(t)
	p, base, _, _ := simulatorPage(t, env)
	step := func(pace string, n int) sim.Action { return sim.Action{Do: "step", Name: pace, N: n} }
	look := sim.Action{Do: "select", Name: "weight", Text: "Dense 1/W"}
	for _, state := range []struct {
		name    string
		actions []sim.Action
	}{
		{"backward", []sim.Action{{Do: "preset", Name: "mazur"}, step("unit", 17), step("operation", 2), look}},
		{"updated", []sim.Action{{Do: "preset", Name: "mazur"}, step("unit", 33), look}},
		{"circle", []sim.Action{{Do: "set", Name: "layers", N: 2}, {Do: "set", Name: "units", N: 8}, {Do: "set", Name: "units", Row: 1, N: 8}, {Do: "set", Name: "act", Text: "identity"}, step("epoch", 5), look}},
		{"digits", []sim.Action{{Do: "preset", Name: "digits"}, step("epoch", 1), step("layer", 6)}},
		{"deep", []sim.Action{{Do: "preset", Name: "vanishing"}, step("layer", 20)}},
		{"sine", []sim.Action{{Do: "preset", Name: "sine"}, step("epoch", 5), {Do: "pin"}, {Do: "set", Name: "rate", Value: 0.1}}},
	} {
		t.Run(state.name, func(t *testing.T) {
			s, err := sim.Open("network", "")
			if err == nil {
				err = sim.Play(s, state.actions)
			}
			if err != nil {
				t.Fatal(err)
			}
			p.Go("about:blank")
			p.Go(base + "/?simulator=network#" + s.Link())
			p.Wait(20*time.Second, "the simulator answers", loaded)
			p.Wait(20*time.Second, "the settings can be chosen", `document.querySelectorAll('.cr-region-settings option').length > 5`)
			for _, width := range []int64{360, 800, 1280, 2560} {
				p.Size(width, 900)
				p.Wait(10*time.Second, "the page has its width", fmt.Sprintf(`innerWidth === %d && new Promise(done => setTimeout(() => done(true), 300))`, width))
				Eval[bool](p, `(document.querySelectorAll('.cr-region-settings details').forEach(d => { d.open = true; }), true)`)
				for _, bad := range Eval[[]string](p, textCutOff) {
					t.Errorf("%d pixels wide: %s", width, bad)
				}
				if !Eval[bool](p, `(([net, settings]) => net.top < settings.top || net.left < settings.left)(['net', 'settings'].map(n => document.querySelector('.cr-region-' + n).getBoundingClientRect()))`) {
					t.Errorf("%d pixels wide: the settings come before the net", width)
				}
			}
		})
	}
}

package browsertest

import (
	"testing"
	"time"

	"chainrule/pkg/sim"
)

// How quick the page is with a 2-8-8-1 net is printed: on an idle machine an update is shown within 50 ms, and 30 of them
// in a second while it plays. It fails only when it is slow beyond what a busy machine explains.
func TestSimulatorSpeed(t *testing.T) {
	env := Env(t)
	p, base, _, _ := simulatorPage(t, env)
	net := sim.NewNetwork(sim.NetworkSetup{Data: "circle", Hidden: []sim.Hidden{{Units: 8, Act: "tanh"}, {Units: 8, Act: "tanh"}}, Rate: 0.03, Batch: 10})
	p.Go(base + "/?simulator=network#" + net.Link())
	p.Wait(20*time.Second, "the simulator answers", loaded)
	Eval[bool](p, `(window.root = document.querySelector('.cr-sim'), window.place = document.querySelector('[data-cr-position]'), true)`)
	const step = `(async () => {
		const took = [];
		for (let i = 0; i < 60; i++) {
			const before = place.textContent, begun = performance.now();
			root.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
			await new Promise(resolve => {
				const seen = new MutationObserver(() => { if (place.textContent !== before) { seen.disconnect(); resolve(); } });
				seen.observe(place, {childList: true, characterData: true, subtree: true});
			});
			took.push(performance.now() - begun);
			await new Promise(requestAnimationFrame);
		}
		return took.sort((a, b) => a - b);
	})()`
	took := Eval[[]float64](p, step)
	t.Logf("an update is answered and shown after %.0f ms (median), %.0f ms (slowest of %d)", took[len(took)/2], took[len(took)-1], len(took))
	if took[len(took)/2] > 500 {
		t.Errorf("got an answer after %.0f ms, want 50 ms on an idle machine", took[len(took)/2])
	}
	const play = `(async () => {
		const speed = [...document.querySelectorAll('select')].find(s => [...s.options].some(o => o.text === '1 a frame'));
		speed.value = [...speed.options].find(o => o.text === '1 a frame').value;
		speed.dispatchEvent(new Event('change', {bubbles: true}));
		let shown = 0, frames = 0, on = true;
		const seen = new MutationObserver(() => shown++);
		seen.observe(place, {childList: true, characterData: true, subtree: true});
		const count = () => { frames++; if (on) requestAnimationFrame(count); };
		requestAnimationFrame(count);
		const begun = performance.now();
		root.dispatchEvent(new KeyboardEvent('keydown', {key: ' ', bubbles: true}));
		await new Promise(resolve => setTimeout(resolve, 4000));
		const seconds = (performance.now() - begun) / 1000;
		on = false;
		root.dispatchEvent(new KeyboardEvent('keydown', {key: ' ', bubbles: true}));
		return [shown / seconds, frames / seconds];
	})()`
	rate := Eval[[]float64](p, play)
	t.Logf("a play shows %.0f updates a second, and the page draws %.0f frames", rate[0], rate[1])
	if rate[0] < 5 {
		t.Errorf("a play: got %.0f updates a second, want 30 on an idle machine", rate[0])
	}
}

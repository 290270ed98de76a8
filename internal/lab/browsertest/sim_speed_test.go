package browsertest

import (
	"regexp"
	"strconv"
	"testing"
	"time"

	"chainrule/pkg/sim"
)

// How quick the page is with a 2-8-8-1 net is printed: on an idle machine an update is shown within 50 ms, and 30 of them
// in a second while it plays. What is checked holds on a busy machine too: a key is answered by one update, shown by its
// number; a play shows each update that it makes, one after the other; and the page is drawn while it plays.
func TestSimulatorSpeed(t *testing.T) {
	env := Env(t)
	p, base, _, _ := simulatorPage(t, env)
	net := sim.NewNetwork(sim.NetworkSetup{Data: "circle", Hidden: []sim.Hidden{{Units: 8, Act: "tanh"}, {Units: 8, Act: "tanh"}}, Rate: 0.03, Batch: 10})
	p.Go(base + "/?simulator=network#" + net.Link())
	p.Wait(20*time.Second, "the simulator answers", loaded)
	Eval[bool](p, `(window.root = document.querySelector('.cr-sim'), window.place = document.querySelector('[data-cr-position]'), true)`)
	const step = `(async () => {
		const took = [];
		window.shown = [];
		for (let i = 0; i < 60; i++) {
			const before = place.textContent, begun = performance.now();
			root.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
			await new Promise(resolve => {
				const seen = new MutationObserver(() => { if (place.textContent !== before) { seen.disconnect(); shown.push(place.textContent); resolve(); } });
				seen.observe(place, {childList: true, characterData: true, subtree: true});
			});
			took.push(performance.now() - begun);
			await new Promise(requestAnimationFrame);
		}
		return took.sort((a, b) => a - b);
	})()`
	took := Eval[[]float64](p, step)
	t.Logf("an update is answered and shown after %.0f ms (median), %.0f ms (slowest of %d)", took[len(took)/2], took[len(took)-1], len(took))
	for i, place := range Eval[[]string](p, `shown`) {
		if n, ok := updateOf(place); !ok || n != i+1 {
			t.Fatalf("key %d: got %q, want update %d", i+1, place, i+1)
		}
	}
	const play = `(async () => {
		const speed = [...document.querySelectorAll('select')].find(s => [...s.options].some(o => o.text === '1 a frame'));
		speed.value = [...speed.options].find(o => o.text === '1 a frame').value;
		speed.dispatchEvent(new Event('change', {bubbles: true}));
		let frames = 0, on = true;
		window.shown = [];
		const seen = new MutationObserver(() => { if (place.textContent !== shown.at(-1)) shown.push(place.textContent); });
		seen.observe(place, {childList: true, characterData: true, subtree: true});
		const count = () => { frames++; if (on) requestAnimationFrame(count); };
		requestAnimationFrame(count);
		const begun = performance.now();
		root.dispatchEvent(new KeyboardEvent('keydown', {key: ' ', bubbles: true}));
		while (shown.length < 60 || performance.now() < begun + 4000) await new Promise(requestAnimationFrame);
		const seconds = (performance.now() - begun) / 1000;
		on = false;
		root.dispatchEvent(new KeyboardEvent('keydown', {key: ' ', bubbles: true}));
		return [shown.length / seconds, frames / seconds];
	})()`
	rate := Eval[[]float64](p, play)
	t.Logf("a play shows %.0f updates a second, and the page draws %.0f frames", rate[0], rate[1])
	before := 60
	for _, place := range Eval[[]string](p, `shown`) {
		n, ok := updateOf(place)
		if !ok || n != before+1 {
			t.Fatalf("a play: after update %d got %q", before, place)
		}
		before = n
	}
}

// updateOf reads the number of an update from where a page says that it is.
func updateOf(place string) (n int, ok bool) {
	m := regexp.MustCompile(`(?i)update (\d+)`).FindStringSubmatch(place)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

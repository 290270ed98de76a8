package browsertest

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// publishedUpdate are the numbers of the first update of M. Mazur's "A Step by Step Backpropagation Example" (2015), in
// the order in which they are computed, in full. What is printed only in part follows from what is.
var publishedUpdate = []struct {
	name string
	want float64
}{
	{"net h1", .15*.05 + .20*.10 + .35},
	{"net h2", .25*.05 + .30*.10 + .35},
	{"out h1", .5932699921071872},
	{"out h2", .596884378259767},
	{"net o1", .40*.5932699921071872 + .45*.596884378259767 + .60},
	{"net o2", .50*.5932699921071872 + .55*.596884378259767 + .60},
	{"out o1", .7513650695523157},
	{"out o2", .7729284653214625},
	{"E", .2983711087600027},
	{"∂E/∂o1", .7513650695523157 - .01},
	{"∂E/∂o2", .7729284653214625 - .99},
	{"δ o1", .13849856162855695},
	{"δ o2", -.038098236516556236},
	{"∂E/∂w5", .08216704056423077},
	{"∂E/∂w7", -.02260254047747507},
	{"∂E/∂w6", .08266762784753325},
	{"∂E/∂w8", -.022740242215978222},
	{"∂E/∂h1", .03635030639},
	{"∂E/∂h2", .0413703226487447},
	{"δ h1", .0004385677344743465 / .05},
	{"δ h2", .0004977127352608599 / .05},
	{"∂E/∂w1", .0004385677344743465},
	{"∂E/∂w3", .0004977127352608599},
	{"∂E/∂w2", .000877135468948693},
	{"∂E/∂w4", .0009954254705217198},
	{"w1", .15 - .5*.0004385677344743465},
	{"w3", .25 - .5*.0004977127352608599},
	{"w2", .20 - .5*.000877135468948693},
	{"w4", .30 - .5*.0009954254705217198},
	{"w5", .40 - .5*.08216704056423077},
	{"w7", .50 + .5*.02260254047747507},
	{"w6", .45 - .5*.08266762784753325},
	{"w8", .55 + .5*.022740242215978222},
}

// What the page of the network simulator shows, as JavaScript.
const (
	// result is the number of the operation as it is written, and whether it is the whole of it.
	result = `document.querySelector('[data-cr-result]')?.textContent ?? ''`
	// shown is all that a step may change, in which two states differ.
	shown = `['[data-cr-position]', '[data-cr-result]', '.cr-simnet', '.cr-region-operation', '.cr-toolbar'].map(s => document.querySelector(s)?.textContent).join('\n')`
	// state is what belongs to a place, whichever way it was come to.
	state = `['[data-cr-position]', '.cr-simnet'].map(s => document.querySelector(s).textContent).join('\n')`
)

// readNumber reads a number as the page writes it: −1.5·10⁻⁷.
const readNumber = `(text => Number(text.replace(/−/g, '-').replace(/·?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/, (_, p) => 'e' + [...p].map(c => c === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c)).join('')).replace(/^(-?)e/, '$11e')))`

// press presses a key and waits until the page shows another state.
func (p *Page) press(key, shown string) {
	p.t.Helper()
	before := Eval[string](p, shown)
	p.Key(key)
	p.Wait(10*time.Second, "a key has been answered", fmt.Sprintf(`(%s) !== %q`, shown, before))
}

// By keyboard alone, in a browser: the published example from its input to the updated weights, each of its numbers
// read from the page and equal to nine digits, and back to the start, exactly.
func TestPublishedExampleByKeyboard(t *testing.T) {
	env := Env(t)
	p, base, _, _ := simulatorPage(t, env)
	p.Go(base + "/?simulator=network")
	p.Wait(20*time.Second, "the simulator answers", loaded)
	const chosen = `document.activeElement.closest('label')?.textContent.startsWith('Preset') && document.activeElement.tagName === 'SELECT'`
	for tabs := 0; !Eval[bool](p, `Boolean(`+chosen+`)`); tabs++ {
		if tabs > 60 {
			t.Fatalf("the Tab key does not come to the presets; the page is in %s", p.Screenshot("failed"))
		}
		p.Key(Tab)
	}
	const preset = `document.activeElement.value`
	for keys := 0; Eval[string](p, preset) != "mazur"; keys++ {
		if keys > 20 {
			t.Fatalf("the arrow keys do not come to the published example; the page is in %s", p.Screenshot("failed"))
		}
		p.press(Down, preset+` + `+shown)
	}
	p.Wait(10*time.Second, "the published example is there", `document.querySelector('.cr-simnet').textContent.includes('0.15')`)
	p.Key(F6) // out of the settings, in which arrow keys choose
	p.Wait(10*time.Second, "the focus is in another region", `document.activeElement.tagName !== 'SELECT'`)

	start := Eval[string](p, state)
	steps := 0
	for _, number := range publishedUpdate {
		for {
			p.press(Right, shown)
			steps++
			if steps > 300 {
				t.Fatalf("%s is not come to; the page is in %s", number.name, p.Screenshot("failed"))
			}
			if !Eval[bool](p, `(`+result+`).includes('so far')`) {
				break
			}
		}
		got := Eval[float64](p, readNumber+`(`+result+`)`)
		if math.Abs(got-number.want) > 5e-10*math.Abs(number.want) {
			t.Errorf("%s: got %v, want %v", number.name, got, number.want)
		}
	}
	p.Screenshot("updated")
	for range steps {
		p.press(Left, shown)
	}
	if end := Eval[string](p, state); end != start {
		t.Errorf("back at the start: got\n%s\nwant\n%s", end, start)
	}
	if after := Eval[string](p, `document.querySelector('[data-cr-position]').textContent`); after == "" {
		t.Error("the page does not say where it is")
	}
}

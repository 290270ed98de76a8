package sim

import (
	"fmt"
	"math"
	"testing"
)

// close9 says whether two numbers agree to nine significant digits.
func close9(a, b float64) bool {
	return math.Abs(a-b) <= 5e-10*math.Max(math.Abs(a), math.Abs(b))
}

// mazur is the published example (M. Mazur, "A Step by Step Backpropagation Example", 2015):
// the numbers of an update, in the order in which they are computed. Those that are printed
// only in part are computed in full.
var mazur = []struct {
	what  string
	asked string // what Next asks for before it
	want  float64
}{
	{"net h1", "the weighted input z of h₁", .15*.05 + .20*.10 + .35},
	{"net h2", "the weighted input z of h₂", .25*.05 + .30*.10 + .35},
	{"out h1", "the activation a of h₁", .5932699921071872},
	{"out h2", "the activation a of h₂", .596884378259767},
	{"net o1", "the weighted input z of o₁", .40*.5932699921071872 + .45*.596884378259767 + .60},
	{"net o2", "the weighted input z of o₂", .50*.5932699921071872 + .55*.596884378259767 + .60},
	{"out o1", "the activation a of o₁", .7513650695523157},
	{"out o2", "the activation a of o₂", .7729284653214625},
	{"E", "the loss J", .2983711087600027},
	{"∂E/∂o1", "how J changes with the output o₁", .7513650695523157 - .01},
	{"∂E/∂o2", "how J changes with the output o₂", .7729284653214625 - .99},
	{"δ o1", "the error δ of o₁", .13849856162855695},
	{"δ o2", "the error δ of o₂", -.038098236516556236},
	{"∂E/∂w5", "the gradient of the weight from h₁ to o₁", .08216704056423077},
	{"∂E/∂w7", "the gradient of the weight from h₁ to o₂", -.02260254047747507},
	{"∂E/∂w6", "the gradient of the weight from h₂ to o₁", .08266762784753325},
	{"∂E/∂w8", "the gradient of the weight from h₂ to o₂", -.022740242215978222},
	{"∂E/∂h1", "the error ∂a behind h₁", .03635030639},
	{"∂E/∂h2", "the error ∂a behind h₂", .0413703226487447},
	{"δ h1", "the error δ of h₁", .0004385677344743465 / .05},
	{"δ h2", "the error δ of h₂", .0004977127352608599 / .05},
	{"∂E/∂w1", "the gradient of the weight from x₁ to h₁", .0004385677344743465},
	{"∂E/∂w3", "the gradient of the weight from x₁ to h₂", .0004977127352608599},
	{"∂E/∂w2", "the gradient of the weight from x₂ to h₁", .000877135468948693},
	{"∂E/∂w4", "the gradient of the weight from x₂ to h₂", .0009954254705217198},
	{"w1", "the new value of the weight from x₁ to h₁", .15 - .5*.0004385677344743465},
	{"w3", "the new value of the weight from x₁ to h₂", .25 - .5*.0004977127352608599},
	{"w2", "the new value of the weight from x₂ to h₁", .20 - .5*.000877135468948693},
	{"w4", "the new value of the weight from x₂ to h₂", .30 - .5*.0009954254705217198},
	{"w5", "the new value of the weight from h₁ to o₁", .40 - .5*.08216704056423077},
	{"w7", "the new value of the weight from h₁ to o₂", .50 + .5*.02260254047747507},
	{"w6", "the new value of the weight from h₂ to o₁", .45 - .5*.08266762784753325},
	{"w8", "the new value of the weight from h₂ to o₂", .55 + .5*.022740242215978222},
}

// The published example, from its input to the updated weights at the pace of single
// operations, and back to the start, exactly.
func TestPublishedExample(t *testing.T) {
	n := NewNetwork(netPresets[1].setup())
	start := jsonOf(t, n.View())
	var way []string
	for _, m := range mazur {
		if v := n.view(); v.Next == nil || v.Next.Say != m.asked {
			t.Fatalf("before %s: got %+v, want %q asked for", m.what, v.Next, m.asked)
		}
		for {
			way = append(way, jsonOf(t, n.View()))
			do(t, n, Action{Do: "step", Name: "operation"})
			if n.view().Op.Entry.Value != nil {
				break
			}
		}
		got := float64(*n.view().Op.Entry.Value)
		if !close9(got, m.want) {
			t.Errorf("%s: got %v, want %v", m.what, got, m.want)
		}
	}
	v := n.view()
	if v.Next != nil || v.Updates != 0 || v.Place.Step != v.Place.Steps {
		t.Errorf("got %+v, want the end of the update", v.Place)
	}
	for i, want := range [][]float64{{.149780716, .24975114, .19956143, .29950229}, {.35891648, .51130127, .408666186, .561370121}} {
		for j, w := range want {
			if got := float64(v.Layers[i+1].W.Value[j/2][j%2]); math.Abs(got-w) > 5e-9 {
				t.Errorf("W%d: got %v, want %v", i+1, v.Layers[i+1].W.Value, want)
			}
			if old := v.Layers[i+1].W.Old[j/2][j%2]; float64(*old) != published[6*i+j] {
				t.Errorf("W%d: got %v as the old value, want %v", i+1, *old, published[6*i+j])
			}
		}
	}
	way = append(way, jsonOf(t, n.View()))
	do(t, n, Action{Do: "step", Name: "operation"})
	if v := n.view(); v.Updates != 1 || math.Abs(float64(v.Train.Loss)-.291027774) > 5e-10 {
		t.Errorf("got the loss %v after %d updates, want .291027774 after 1", v.Train.Loss, v.Updates)
	}
	for i := len(way) - 1; i >= 0; i-- {
		do(t, n, Action{Do: "back", Name: "operation"})
		if got := jsonOf(t, n.View()); without(got) != without(way[i]) {
			t.Fatalf("back at place %d: got\n%s\nwant\n%s", i, got, way[i])
		}
	}
	if without(jsonOf(t, n.View())) != without(start) {
		t.Error("got another start by going back to it")
	}
	do(t, n, Action{Do: "step", Name: "batch", N: 10_000})
	v = n.view()
	if got := float64(v.Train.Loss); math.Abs(got-.0000351019) > 5e-11 {
		t.Errorf("got E = %v after 10,000 updates, want .0000351019", got)
	}
	for u, want := range []float64{.015913620, .984064274} {
		if got := float64(*v.Layers[2].Units[u].A); math.Abs(got-want) > 5e-9 {
			t.Errorf("got the output %v after 10,000 updates, want %v", got, want)
		}
	}
	do(t, n, Action{Do: "back", N: 1})
	if got := float64(n.view().Train.Loss); math.Abs(got-.0000351085) > 5e-10 {
		t.Errorf("got E = %v after 9,999 updates, want .0000351085", got)
	}
}

func TestPublishedPathsAndLights(t *testing.T) {
	n := NewNetwork(netPresets[1].setup())
	for {
		do(t, n, Action{Do: "step", Name: "unit"})
		if v := n.view(); v.Op.Where == "Dense 2/backward" && v.Op.Op == "mulABT" {
			break
		}
	}
	v := n.view()
	if got := fmt.Sprint(v.Op.Edges, v.Op.Units); got != "[[2 0 0] [2 0 1]] [[1 0] [2 0] [2 1]]" {
		t.Errorf("got lit %s", got)
	}
	if got, want := v.Op.From, "h₁ fed 2 units, and shares the error of each, times the weight between them: through o₁: 0.138499 · 0.4 = 0.0553994; through o₂: −0.0380982 · 0.5 = −0.0190491. Together ∂a = 0.0363503: the sum over all paths."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(v.Op.Paths) != 2 || !close9(float64(v.Op.Paths[0].Product+v.Op.Paths[1].Product), float64(*v.Op.Entry.Value)) {
		t.Errorf("got the paths %+v, want two that add up", v.Op.Paths)
	}
}

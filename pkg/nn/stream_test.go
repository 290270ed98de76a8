package nn_test

import (
	"math"
	"slices"
	"testing"

	"chainrule/pkg/nn"
)

// Streams of neighboring seeds and names have nothing in common: the correlation of n
// draws is about 1/√n, and all streams here together stay within five times that.
func TestStreamsAreIndependent(t *testing.T) {
	const n = 2000
	type part struct {
		seed uint64
		name string
	}
	var draws [][]float64
	parts := []part{{0, ""}, {0, "Dense 1"}, {1, "Dense 1"}, {2, "Dense 1"}, {1, "Dense 2"}, {1, "Dense 11"}, {1, "dense 1"}, {1, "Chain 1/Dense 1"}, {1 << 63, "Dense 1"}, {math.MaxUint64, "Dense 1"}}
	for _, p := range parts {
		rng := nn.Stream(p.seed, p.name)
		d := make([]float64, n)
		for i := range d {
			d[i] = math.Sqrt(12) * (rng.Float64() - 0.5) // of deviation 1
		}
		draws = append(draws, d)
	}
	for i, a := range draws {
		for k, b := range draws[:i] {
			for _, lag := range []int{0, 1} {
				var r float64
				for m := range n - lag {
					r += a[m] * b[m+lag] / n
				}
				if math.Abs(r) > 5/math.Sqrt(n) {
					t.Errorf("streams %v and %v, %d apart: got a correlation of %.3f, want about 0", parts[i], parts[k], lag, r)
				}
			}
		}
	}
}

// What is drawn within a chain stays there: neither its layers nor their number and
// size move a draw outside of it, nor does a wider layer move its neighbors'.
func TestDrawsWithinAChainStayThere(t *testing.T) {
	chain := func(layers ...nn.Layer) *nn.Chain { return &nn.Chain{Layers: layers} }
	build := func(inner nn.Layer) *nn.Model {
		return nn.Must(nn.New(1, nn.Shape{4}, &nn.Dense{Out: 4}, inner, &nn.Dense{Out: 4}))
	}
	want := build(chain(&nn.Dense{Out: 4}))
	for what, inner := range map[string]nn.Layer{
		"two layers":     chain(&nn.Dense{Out: 4}, &nn.Dense{Out: 4}),
		"a chain within": chain(&nn.Dense{Out: 4}, chain(&nn.Dense{Out: 7}, &nn.Dense{Out: 4})),
		"wider in front": chain(&nn.Dense{Out: 4}, &nn.Dense{Out: 50}, &nn.Dense{Out: 4}),
		"a net":          nn.Must(nn.New(99, nn.Shape{4}, &nn.Dense{Out: 4})),
	} {
		net := build(inner)
		for _, name := range []string{"Dense 1/W", "Dense 2/W"} {
			if !identical(net.Param(name).Value, want.Param(name).Value) {
				t.Errorf("%s: got other weights in %s", what, name)
			}
		}
		if name := "Chain 1/Dense 1/W"; what != "a net" && !identical(net.Param(name).Value, want.Param(name).Value) {
			t.Errorf("%s: got other weights in %s", what, name)
		}
	}
	var weights [][]float64
	for _, name := range []string{"Dense 1/W", "Chain 1/Dense 1/W", "Dense 2/W"} {
		weights = append(weights, want.Param(name).Value.Data)
	}
	if slices.Equal(weights[0], weights[1]) || slices.Equal(weights[1], weights[2]) || slices.Equal(weights[0], weights[2]) {
		t.Error("got the same weights in two layers of one shape")
	}
}

// The second build from a seed is the first, and what was trained between is gone.
func TestBuildingAgainBeginsAnew(t *testing.T) {
	tr := regression()
	want := regression().Net
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	if identical(tr.Net.Param("Dense 1/W").Value, want.Param("Dense 1/W").Value) {
		t.Fatal("training moved nothing, so that nothing can be gone")
	}
	for _, net := range []*nn.Model{tr.Net, want} {
		if _, err := net.Build("", nn.Shape{3}, nn.Stream(8, "again")); err != nil {
			t.Fatal(err)
		}
	}
	sameParams(t, "built again after training", tr.Net, want)
	if got, first := tr.Net.Summary(), regression().Net.Summary(); got != first || len(tr.Net.Params()) != 4 || len(tr.Net.LayerNames()) != 2 {
		t.Errorf("built again: got %d parameters in layers %v, want 4 in two layers", len(tr.Net.Params()), tr.Net.LayerNames())
	}
}

// The order of the examples belongs to the Trainer's seed: another net, another seed of
// the net or a longer training changes none of it.
func TestTheOrderOfTheExamplesIsAStreamOfItsOwn(t *testing.T) {
	order := func(netSeed uint64, epochs int, layers ...nn.Layer) (seen [][]float64) {
		x, y := numbered(12)
		tr := &nn.Trainer{Net: nn.Must(nn.New(netSeed, nn.Shape{2}, layers...)), Loss: spy{seen: &seen}, Opt: &nn.SGD{LR: 1e-3}, X: x, Y: y, Batch: 4, Epochs: epochs, Seed: 6}
		if err := tr.Run(); err != nil {
			t.Fatal(err)
		}
		return seen
	}
	want := order(6, 3, &nn.Dense{Out: 1})
	for what, got := range map[string][][]float64{
		"another seed of the net": order(7, 3, &nn.Dense{Out: 1}),
		"a larger net":            order(6, 3, &nn.Dense{Out: 5, Act: nn.Tanh}, &nn.Dense{Out: 1}),
		"more epochs":             order(6, 9, &nn.Dense{Out: 1})[:len(want)],
	} {
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s: got the order %v, want %v", what, got, want)
		}
	}
}

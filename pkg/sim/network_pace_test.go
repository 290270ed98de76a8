package sim

import (
	"fmt"
	"slices"
	"testing"

	"chainrule/pkg/nn"
)

// netSetups are setups with all kinds of operations in them.
func netSetups() map[string]NetworkSetup {
	return map[string]NetworkSetup{
		"published": netPresets[1].setup(),
		"softmax, batches, decay": {
			Data: "iris", N: 12, Scale: true, Hidden: []Hidden{{Units: 2, Act: "relu"}}, Output: "softmax", Batch: 5, L1: 0.01, L2: 0.02, Seed: 1,
		},
		"dropout, identity, momentum": {
			Data: "moons", N: 14, TestShare: 0.3, Hidden: []Hidden{{Units: 3, Act: "tanh", Dropout: 0.5}, {Units: 2, Act: "identity"}},
			Output: "sigmoid", Optimizer: "Momentum", Batch: 4, Seed: 2,
		},
		"regression, features, Adam": {
			Data: "waves", N: 9, Hidden: []Hidden{{Units: 2, Act: "gelu", Dropout: 0.2}}, Features: []string{"x1", "x1 x2", "sin x2"},
			Output: "linear", Optimizer: "Adam", Batch: 4, FixBiases: true, Seed: 3,
		},
		"no hidden layer": {Data: "xor", Output: "softmax", Optimizer: "Nesterov", Seed: 4},
		"sigmoid and half squared error": {
			Data: "gaussians", N: 8, Hidden: []Hidden{{Units: 2, Act: "sigmoid"}}, Output: "sigmoid", Loss: "half squared error", Optimizer: "AdamW", Batch: 3, Seed: 5,
		},
		"many examples at once": {Data: "circle", N: 40, Hidden: []Hidden{{Units: 2, Act: "elu"}}, Output: "softmax", Optimizer: "RMSProp", Seed: 6},
	}
}

// where is a place in the run, as text.
func where(n *Network) string {
	s := n.state.now
	return fmt.Sprint(s.k, s.at)
}

// At each pace, forward and back are the same way, and each coarser pace halts only where
// single operations do.
func TestNetworkPacesGoForwardAndBack(t *testing.T) {
	for name, setup := range netSetups() {
		t.Run(name, func(t *testing.T) {
			n := NewNetwork(setup)
			all := []string{where(n)}
			for n.state.now.k < 2 {
				do(t, n, Action{Do: "step", Name: "operation"})
				all = append(all, where(n))
			}
			for _, pace := range []string{"operation", "unit", "layer", "example", "batch"} {
				do(t, n, Action{Do: "start"})
				way := []string{where(n)}
				views := []string{jsonOf(t, n.View())}
				for n.state.now.k < 2 {
					do(t, n, Action{Do: "step", Name: pace})
					way, views = append(way, where(n)), append(views, jsonOf(t, n.View()))
				}
				at := 0
				for _, p := range way {
					i := slices.Index(all[at:], p)
					if i < 0 {
						t.Fatalf("%s: %s is no place of single operations, or out of order", pace, p)
					}
					at += i
				}
				for i := len(way) - 2; i >= 0; i-- {
					do(t, n, Action{Do: "back"})
					if where(n) != way[i] {
						t.Fatalf("%s: back is at %s, want %s", pace, where(n), way[i])
					}
					if i > 0 && without(jsonOf(t, n.View())) != without(views[i]) {
						t.Fatalf("%s: back at %s: got\n%s\nwant\n%s", pace, way[i], jsonOf(t, n.View()), views[i])
					}
				}
				if err := n.Do(Action{Do: "back"}); err == nil {
					t.Errorf("%s: got a way back from the start", pace)
				}
			}
		})
	}
}

// An epoch is as many updates as there are batches, from wherever one is in it.
func TestNetworkEpochs(t *testing.T) {
	n := NewNetwork(NetworkSetup{Data: "moons", N: 25, Batch: 10, Hidden: []Hidden{{Units: 2, Act: "tanh"}}})
	for _, step := range []struct {
		a    Action
		k    int
		what string
	}{
		{Action{Do: "step", Name: "epoch"}, 3, "a whole epoch"},
		{Action{Do: "step", Name: "batch"}, 4, "one batch of the next"},
		{Action{Do: "step", Name: "epoch"}, 6, "to the end of it"},
		{Action{Do: "step", Name: "unit", N: 2}, 6, "into an update"},
		{Action{Do: "back", Name: "epoch"}, 6, "out of it"},
		{Action{Do: "back"}, 3, "an epoch back"},
		{Action{Do: "step", Name: "batch", N: 2}, 5, "two batches"},
		{Action{Do: "back", Name: "epoch"}, 3, "to where the epoch began"},
		{Action{Do: "step", N: 4}, 15, "four epochs"},
		{Action{Do: "back", N: 40}, 0, "more than there are"},
	} {
		do(t, n, step.a)
		if v := n.view(); v.Updates != step.k || v.Epoch != step.k/3 || v.Into != step.k%3 {
			t.Errorf("%s: got %d updates, want %d", step.what, v.Updates, step.k)
		}
	}
}

// What is shown at a place is what has been computed there, and is what the library computes:
// the numbers of a step of the trace, and parameters that are old until their update.
func TestNetworkShowsWhatIsComputed(t *testing.T) {
	for name, setup := range netSetups() {
		t.Run(name, func(t *testing.T) {
			n := NewNetwork(setup)
			do(t, n, Action{Do: "step", Name: "batch", N: 3})
			r := n.run()
			trace, err := r.run.trace(3)
			if err != nil {
				t.Fatal(err)
			}
			before := jsonOf(t, n.view().Layers[1].W.Value)
			units, grads := 0, 0
			for {
				do(t, n, Action{Do: "step", Name: "unit"})
				v := n.view()
				if v.Updates == 4 {
					break
				}
				s := trace.Steps[r.traced.list[v.Place.Step-1].index]
				if got := float64(*v.Op.Entry.Value); got != s.Out.At(v.Place.Row, v.Place.Col) || s.Where != v.Op.Where {
					t.Fatalf("%s: got %v, the trace says %v", v.Op.Where, got, s.Out.At(v.Place.Row, v.Place.Col))
				}
				if sum := v.Op.Entry.Terms; len(sum) > 0 && !close9(float64(sum[len(sum)-1].Sum), float64(*v.Op.Entry.Value)) && v.Phase != "loss" {
					t.Errorf("%s: got terms that add up to %v, want %v", v.Op.Where, sum[len(sum)-1].Sum, *v.Op.Entry.Value)
				}
				if v.Phase == "forward" && v.Layers[len(v.Layers)-1].Units[0].DZ != nil {
					t.Error("an error is shown before it is computed")
				}
				if v.Phase != "update" && jsonOf(t, v.Layers[1].W.Value) != before {
					t.Fatalf("%s: W is another before its update", v.Op.Where)
				}
				if u := v.Layers[1].Units[0]; u.Z != nil && u.DZ != nil {
					units++
				}
				if v.Layers[1].W.Grad != nil && v.Layers[1].W.Grad[0][0] != nil {
					grads++
				}
			}
			if units == 0 || grads == 0 {
				t.Errorf("got %d places with all numbers of a unit, and %d with a gradient", units, grads)
			}
			end := n.view()
			do(t, n, Action{Do: "back", Name: "unit"})
			if v := n.view(); jsonOf(t, v.Layers[1].W.Value) != jsonOf(t, end.Layers[1].W.Value) || v.Layers[1].W.Old == nil {
				t.Error("got another W at the end of the update than after it")
			}
		})
	}
}

// The example that is shown is that of the batch, wherever it is in the training set.
func TestNetworkFindsTheExamplesOfABatch(t *testing.T) {
	n := NewNetwork(NetworkSetup{Data: "moons", N: 20, Batch: 4, Hidden: []Hidden{{Units: 2, Act: "tanh"}}})
	seen := map[int]bool{}
	for range 5 {
		ops, err := n.run().ops(n.state.now.k)
		if err != nil {
			t.Fatal(err)
		}
		for row, i := range ops.index {
			seen[i] = true
			if !slices.Equal(ops.batch.Row(row), n.run().data.x.Row(i)) {
				t.Errorf("row %d of the batch is not example %d", row, i)
			}
		}
		do(t, n, Action{Do: "step", Name: "batch"})
	}
	if len(seen) != 20 {
		t.Errorf("got %d examples in an epoch, want all 20", len(seen))
	}
	same := NewNetwork(NetworkSetup{Data: "own", Batch: 3, Own: &OwnData{
		Names: []string{"a", "b"}, X: [][]float64{{1, 2}, {1, 2}, {1, 2}, {3, 4}}, Y: []float64{1, 1, 1, 2},
	}})
	ops, _ := same.run().ops(0)
	if slices.Sort(ops.index); len(slices.Compact(ops.index)) != 3 {
		t.Errorf("got the examples %v of three that are the same, want different ones", ops.index)
	}
}

// A parameter that is edited in the middle of an update begins a run from what is shown.
func TestNetworkBeginsFromWhatIsShown(t *testing.T) {
	n := NewNetwork(netPresets[1].setup())
	for n.view().Layers[2].W.Old == nil || n.view().Layers[2].W.Old[0][1] == nil {
		do(t, n, Action{Do: "step", Name: "unit"})
	}
	before := n.view()
	do(t, n, Action{Do: "set", Name: "rate", Value: 0.25})
	v := n.view()
	if v.Updates != 0 || v.Place.Step != 0 || !v.Edited || v.Setup.Rate != 0.25 {
		t.Errorf("got update %d, place %+v, want a new run", v.Updates, v.Place)
	}
	for i := range 3 {
		if i > 0 && (jsonOf(t, v.Layers[i].W.Value) != jsonOf(t, before.Layers[i].W.Value) || jsonOf(t, v.Layers[i].B.Value) != jsonOf(t, before.Layers[i].B.Value)) {
			t.Errorf("layer %d: got %v, want %v", i, v.Layers[i].W.Value, before.Layers[i].W.Value)
		}
	}
	do(t, n, Action{Do: "weight", Name: "Dense 2/b", Row: 0, Col: 1, Value: 7})
	if v := n.view(); v.Layers[2].B.Value[0][1] != 7 || v.Layers[2].B.Value[0][0] != .6 || v.Layers[1].W.Value[0][0] != v.Layers[1].W.Value[0][0] {
		t.Errorf("got the biases %v, want .6 and 7", v.Layers[2].B.Value)
	}
	do(t, n, Action{Do: "reset"})
	if v := n.view(); v.Edited || v.Layers[2].B.Value[0][1] != .6 || v.Setup.Rate != 0.25 {
		t.Errorf("got %v after a reset, want the published numbers, and the rate as it is set", v.Layers[2].B.Value)
	}
}

// The net of a setup draws as nn.New does, and its seed moves nothing but what it should.
func TestNetworkInits(t *testing.T) {
	for _, c := range initChoices[:len(initChoices)-1] {
		n := NewNetwork(NetworkSetup{Data: "moons", Hidden: []Hidden{{Units: 3, Act: "relu"}}, Init: c.Name, InitSize: 0.3, Seed: 5})
		want := nn.Must(nn.New(5, nn.Shape{2}, &nn.Dense{Out: 3, Act: nn.ReLU, Init: netInits[c.Name](n.state.now.setup)}, &nn.Dense{Out: 1, Init: netInits[c.Name](n.state.now.setup)}))
		if got := n.view().Layers[1].W.Value; jsonOf(t, got[0]) != jsonOf(t, Nums(want.Param("Dense 1/W").Value.Row(0))) {
			t.Errorf("%s: got %v, want %v", c.Name, got, want.Param("Dense 1/W").Value)
		}
	}
}

// From wherever one is, a step of a pace leads to its next place, and a step back to the one
// before.
func TestNetworkPacesMeet(t *testing.T) {
	for _, name := range []string{"published", "sigmoid and half squared error", "no hidden layer"} {
		n := NewNetwork(netSetups()[name])
		ops, err := n.run().ops(0)
		if err != nil {
			t.Fatal(err)
		}
		way := func(pace string) []place {
			list := []place{{}}
			for p, more := ops.after(place{}, pace); more; p, more = ops.after(p, pace) {
				list = append(list, p)
			}
			return list
		}
		all := way("operation")
		for _, pace := range []string{"unit", "example", "layer"} {
			halts := way(pace)
			for i, p := range all {
				at := slices.IndexFunc(halts, func(h place) bool { return slices.Index(all, h) > i })
				got, more := ops.after(p, pace)
				if more != (at >= 0) || more && got != halts[at] {
					t.Errorf("%s: %s: after %v comes %v, %v", name, pace, p, got, more)
				}
				if i == 0 {
					continue
				}
				if at < 0 {
					at = len(halts)
				}
				want := halts[at-1]
				if want == p {
					want = halts[at-2]
				}
				if got := ops.before(p, pace); got != want {
					t.Errorf("%s: %s: before %v comes %v, want %v", name, pace, p, got, want)
				}
			}
		}
	}
}

// While parameters are updated, the units show the selected example if it is in the batch.
func TestNetworkShowsTheSelectedExample(t *testing.T) {
	n := NewNetwork(NetworkSetup{Data: "xor", Hidden: []Hidden{{Units: 2, Act: "tanh"}}})
	do(t, n, Action{Do: "select", Name: "example", N: 2})
	if v := n.view(); v.Example.Index != 2 || v.Example.X[0] != 1 || v.Example.Y[0] != 1 || v.Layers[1].Units[0].A == nil {
		t.Errorf("got example %+v, want 2, which is (1, 0)", v.Example)
	}
	for n.view().Phase != "update" {
		do(t, n, Action{Do: "step", Name: "layer"})
	}
	if v := n.view(); v.Example.Index != 2 || v.Example.Row != 2 {
		t.Errorf("got example %+v in an update, want 2", v.Example)
	}
}

// A long run keeps its course once, and not with every mark.
func TestNetworkKeepsItsCourseOnce(t *testing.T) {
	n := NewNetwork(NetworkSetup{Data: "xor", Hidden: []Hidden{{Units: 2, Act: "tanh"}}})
	do(t, n, Action{Do: "step", Name: "batch", N: 1003})
	r := n.run()
	if got := len(r.run.trainer.History.Loss); got > 1 {
		t.Errorf("got %d losses in what a mark copies", got)
	}
	if len(r.loss) != 1003 || len(r.epochs) != 1003 {
		t.Errorf("got a course of %d updates and %d epochs, want 1003", len(r.loss), len(r.epochs))
	}
	h := n.view().History
	if last := len(h.Updates) - 1; last > mostShown+1 || h.Updates[0] != 1 || h.Updates[last] != 1003 || h.Loss[last] != r.loss[1002] {
		t.Errorf("got %d points of it", len(h.Updates))
	}
}

// A step at another pace this once leaves the pace as it is.
func TestNetworkStepsAtAnotherPaceOnce(t *testing.T) {
	n := NewNetwork(NetworkSetup{Data: "mazur"})
	do(t, n, Action{Do: "pace", Name: "operation"})
	do(t, n, Action{Do: "step", Text: "unit"})
	v := n.View().(NetworkView)
	if v.Pace != "operation" || v.Place.Term != v.Place.Terms || v.Place.Step != 1 {
		t.Errorf("got the pace %s and the place %+v, want a whole number, and the pace as it was", v.Pace, v.Place)
	}
	if err := n.Do(Action{Do: "step", Text: "century"}); err == nil || n.View().(NetworkView).Pace != "operation" {
		t.Errorf("got %v for a pace that there is not, and the pace %s", err, n.View().(NetworkView).Pace)
	}
}

// Beside a pinned run, a changed setting begins again at the start of that one.
func TestNetworkComparesRunsThatStartAlike(t *testing.T) {
	n := NewNetwork(NetworkSetup{Data: "circle", Hidden: []Hidden{{Units: 4, Act: "tanh"}}})
	do(t, n, Action{Do: "step", Name: "batch", N: 50})
	do(t, n, Action{Do: "pin"})
	do(t, n, Action{Do: "set", Name: "rate", Value: 0.5})
	v := n.View().(NetworkView)
	if fresh := NewNetwork(NetworkSetup{Data: "circle", Hidden: []Hidden{{Units: 4, Act: "tanh"}}}).View().(NetworkView); v.Updates != 0 || v.Edited || v.Train.Loss != fresh.Train.Loss || v.Compare.Train.Loss != v.Train.Loss {
		t.Errorf("got %d updates and the losses %v and %v, want the start, %v", v.Updates, v.Train.Loss, v.Compare.Train.Loss, fresh.Train.Loss)
	}
	do(t, n, Action{Do: "weight", Name: "Dense 1/W", Value: 3})
	do(t, n, Action{Do: "step", N: 5})
	do(t, n, Action{Do: "pin"}) // a run with a start of its own
	do(t, n, Action{Do: "set", Name: "rate", Value: 0.05})
	if v := n.View().(NetworkView); v.Layers[1].W.Value[0][0] != 3 {
		t.Errorf("got the weight %v, want that of the pinned run's start", v.Layers[1].W.Value[0][0])
	}
	do(t, n, Action{Do: "step", N: 5})
	do(t, n, Action{Do: "set", Name: "units", N: 2}) // of another shape
	if v := n.View().(NetworkView); v.Updates != 0 || len(v.Layers[1].Units) != 2 {
		t.Errorf("got %d updates and %d units, want a new net", v.Updates, len(v.Layers[1].Units))
	}
}

// To an update, forward and back, by its number.
func TestNetworkGoesToAnUpdate(t *testing.T) {
	n, stepped := NewNetwork(NetworkSetup{}), NewNetwork(NetworkSetup{})
	do(t, n, Action{Do: "goto", N: 70})
	do(t, stepped, Action{Do: "step", Name: "batch", N: 70})
	if got, want := without(jsonOf(t, n.View())), without(jsonOf(t, stepped.View())); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	do(t, n, Action{Do: "step", Name: "operation", N: 4})
	for _, k := range []int{70, 5, 0} {
		do(t, n, Action{Do: "goto", N: k})
		if v := n.view(); v.Updates != k || v.Place.Step != 0 {
			t.Errorf("to update %d: got %d, operation %d", k, v.Updates, v.Place.Step)
		}
	}
}

// The pace is spoken in the words of the list.
func TestNetworkSaysItsPace(t *testing.T) {
	for _, c := range paceChoices {
		n := NewNetwork(NetworkSetup{})
		do(t, n, Action{Do: "pace", Name: c.Name})
		if want := "The pace is: " + c.Say + "."; n.view().Said != want {
			t.Errorf("got %q, want %q", n.view().Said, want)
		}
	}
}

package sim

import (
	"slices"
	"strings"
	"testing"
)

// says are the names of the diagnoses of a net.
func says(n *Network) (list []string) {
	for _, d := range n.view().Says {
		list = append(list, d.What)
	}
	return list
}

func presetNet(t *testing.T, name string) *Network {
	t.Helper()
	n := NewNetwork(NetworkSetup{})
	do(t, n, Action{Do: "preset", Name: name})
	return n
}

// Each diagnosis is there when it is true, and not when what it is about is otherwise.
func TestNetworkDiagnoses(t *testing.T) {
	for _, test := range []struct {
		what, preset string
		change       []Action // what makes it true, if the preset alone does not
		steps        int
		cure         []Action
		words        string
	}{
		{"identical units", "zero", nil, 50, []Action{{Do: "set", Name: "init", Text: "xavier"}}, "4 of the 4 units of layer 1"},
		{"identical units", "circle", []Action{{Do: "set", Name: "init", Text: "zero"}}, 0, []Action{{Do: "set", Name: "init", Text: "normal"}}, "4 of the 4 units"},
		{"dead ReLU", "dead", nil, 40, []Action{{Do: "reset"}, {Do: "set", Name: "act", Text: "leaky_relu"}}, "answer 0 to every training example"},
		{"saturation", "circle", []Action{{Do: "set", Name: "init", Text: "normal"}, {Do: "set", Name: "initSize", Value: 30}}, 0, []Action{{Do: "set", Name: "initSize", Value: 0.5}}, "of the answers of layer 1"},
		{"vanishing gradients", "vanishing", nil, 20, []Action{{Do: "set", Name: "layers", N: 1}}, "in layer 1 and"},
		{"exploding gradients", "vanishing", []Action{{Do: "set", Name: "act", Row: 0, Text: "relu"}, {Do: "set", Name: "layers", N: 1}, {Do: "set", Name: "layers", N: 6}, {Do: "set", Name: "init", Text: "normal"}, {Do: "set", Name: "initSize", Value: 30}}, 0, []Action{{Do: "set", Name: "init", Text: "usual"}}, "from the last layer back to the first"},
		{"NaN", "nan", nil, 10_000, []Action{{Do: "back", Name: "batch", N: 100_000}, {Do: "set", Name: "rate", Value: 0.01}}, "diverged at update"},
		{"overfitting", "overfitting", nil, 400, []Action{{Do: "start"}, {Do: "step", Name: "batch", N: 3}}, "lowest after epoch"},
	} {
		n := presetNet(t, test.preset)
		for _, a := range test.change {
			do(t, n, a)
		}
		if test.steps > 0 {
			do(t, n, Action{Do: "step", Name: "batch", N: test.steps})
		}
		found := false
		for _, d := range n.view().Says {
			found = found || d.What == test.what && strings.Contains(d.Say, test.words)
		}
		if !found {
			t.Errorf("%s, preset %s: got %+v", test.what, test.preset, n.view().Says)
		}
		for _, a := range test.cure {
			do(t, n, a)
		}
		for _, d := range n.view().Says {
			if d.What == test.what {
				t.Errorf("%s, preset %s, cured: got %+v", test.what, test.preset, d)
			}
		}
	}
}

// A net in good order has nothing to be said of.
func TestNetworkIsSilentWhenAllIsWell(t *testing.T) {
	for _, name := range []string{"circle", "xor", "mazur", "iris", "2-8-8-1", "waves"} {
		n := presetNet(t, name)
		for range 20 {
			if got := says(n); len(got) > 0 {
				t.Errorf("%s after %d updates: got %q", name, n.view().Updates, got)
			}
			do(t, n, Action{Do: "step", Name: "batch", N: 5})
		}
	}
}

// The trace finds the first number that is not finite, where it is stepped to.
func TestNetworkMeetsNaN(t *testing.T) {
	n := presetNet(t, "nan")
	do(t, n, Action{Do: "step", Name: "batch", N: 10_000})
	if v := n.view(); v.Ended == "" || n.Do(Action{Do: "step", Name: "batch"}) == nil {
		t.Fatalf("got no end of the run after %d updates", v.Updates)
	}
	for {
		if err := n.Do(Action{Do: "step", Name: "unit"}); err != nil {
			if !strings.Contains(err.Error(), "diverged") {
				t.Errorf("got %v", err)
			}
			break
		}
	}
	v := n.view()
	if v.Phase != "loss" || v.Says[0].What != "NaN" {
		t.Errorf("got the phase %s and %+v, want the loss that is not finite", v.Phase, v.Says)
	}
	do(t, n, Action{Do: "back", Name: "layer", N: 1})
	if err := n.Do(Action{Do: "set", Name: "rate", Value: 0.01}); err != nil && !strings.Contains(err.Error(), "no longer numbers") {
		t.Errorf("got %v", err)
	}
	ops, _ := n.run().ops(n.state.now.k)
	if d, found := metNaN(ops, ops.lastOf(len(ops.list))); !found || !strings.Contains(d.Say, "operation") {
		t.Errorf("got %+v, want the first operation that is not finite", d)
	}
}

// Overfitting is a test loss that goes up while the training loss goes down, over enough
// epochs and by enough.
func TestNetworkOverfitting(t *testing.T) {
	r := NewNetwork(NetworkSetup{Data: "moons", TestShare: 0.5}).run()
	for _, test := range []struct {
		what        string
		epochs      int
		train, test func(epoch float64) float64
		want        bool
	}{
		{"up and down", 60, func(e float64) float64 { return 1 / e }, func(e float64) float64 { return 1 + e/60 }, true},
		{"too early", 29, func(e float64) float64 { return 1 / e }, func(e float64) float64 { return 1 + e/60 }, false},
		{"the training loss rises too", 60, func(e float64) float64 { return e }, func(e float64) float64 { return 1 + e/60 }, false},
		{"the test loss falls", 60, func(e float64) float64 { return 1 / e }, func(e float64) float64 { return 2 - e/60 }, false},
		{"the test loss hardly rises", 60, func(e float64) float64 { return 1 / e }, func(e float64) float64 { return 1 + e/1000 }, false},
		{"the test loss is high, and falls now", 60, func(e float64) float64 { return 1 / e }, func(e float64) float64 { return 1 + e*(80-e)/100 }, false},
	} {
		r.epochs, r.tested = nil, nil
		for e := range test.epochs {
			r.epochs, r.tested = append(r.epochs, test.train(float64(e+1))), append(r.tested, test.test(float64(e+1)))
		}
		if d, found := r.overfitting(test.epochs * r.perPass()); found != test.want {
			t.Errorf("%s: got %v, %s", test.what, found, d.Say)
		}
	}
}

// A note does not come and go with the noise about its threshold: it begins at one, and ends
// at another.
func TestNetworkNotesDoNotFlicker(t *testing.T) {
	n := presetNet(t, "vanishing")
	was, turns, seen := false, 0, false
	for range 700 {
		do(t, n, Action{Do: "step", Name: "batch"})
		now := slices.Contains(says(n), "vanishing gradients")
		if seen = seen || now; now != was {
			turns++
		}
		was = now
	}
	if !seen || turns > 3 {
		t.Errorf("in 700 updates the note came and went %d times; want it, and at most 3", turns)
	}
	// It follows from the place alone: one that comes straight there is told the same.
	straight := presetNet(t, "vanishing")
	do(t, straight, Action{Do: "step", Name: "batch", N: 700})
	for range 40 {
		do(t, n, Action{Do: "back", Name: "batch", N: 7})
		do(t, straight, Action{Do: "back", Name: "batch", N: 7})
		if got, want := says(straight), says(n); !slices.Equal(got, want) {
			t.Errorf("after %d updates: got %q, want %q as on the way there", n.view().Updates, got, want)
		}
	}
}

// What is said of the layers are their numbers: it says that they grow on the way back only
// where they do.
func TestNetworkSaysWhatTheGradientsAre(t *testing.T) {
	n := presetNet(t, "vanishing")
	grads, _ := n.run().gradients(0)
	say := ""
	for _, d := range n.view().Says {
		if d.What == "vanishing gradients" {
			say = d.Say
		}
	}
	at := 0
	for i := len(grads) - 1; i >= 0; i-- {
		want := number(threeDigits(rms(grads[i])))
		found := strings.Index(say[at:], want)
		if found < 0 {
			t.Fatalf("got %q, want the size %s of layer %d in it, from the last to the first", say, want, i+1)
		}
		if i == len(grads)-1 {
			at = strings.Index(say, "back to the first")
			if at < 0 {
				t.Fatalf("got %q", say)
			}
		} else {
			at += found
		}
	}
	if strings.Contains(say, "Each layer") {
		t.Errorf("got %q, which need not be true", say)
	}
}

// Gradients vanish or explode when the first and the last layer are a thousand times apart,
// and are not spoken of when they are less.
func TestNetworkGradientsApart(t *testing.T) {
	found := map[string]int{}
	for layers := 1; layers <= 6; layers++ {
		for i, size := range []float64{0.1, 0.3, 0.5, 1, 0.5, 1, 2, 4, 8, 20} {
			setup, act := inPlane("circle", 0.08), "leaky_relu"
			if i < 4 {
				act = "sigmoid"
			}
			for range layers {
				setup.Hidden = append(setup.Hidden, Hidden{Units: 6, Act: act})
			}
			setup.Init, setup.InitSize = "normal", size
			n := NewNetwork(setup)
			w, z := n.run().gradients(0)
			down, up := rms(w[0])/rms(w[layers]), rms(z[0])/rms(z[layers])
			want := ""
			switch {
			case layers == 1: // there is no layer between
			case down < 0.001:
				want = "vanishing gradients"
			case up > 1000:
				want = "exploding gradients"
			case down < 0.1 || up > 10:
				found["less"]++
			}
			got := ""
			for _, what := range says(n) {
				if strings.HasSuffix(what, "gradients") {
					got = what
				}
			}
			if found[want]++; got != want {
				t.Errorf("%d layers, init of %v: got %q for %v and %v, want %q", layers, size, got, down, up, want)
			}
		}
	}
	for _, what := range []string{"vanishing gradients", "exploding gradients", "less", ""} {
		if found[what] == 0 {
			t.Errorf("no net for %q: got %v", what, found)
		}
	}
}

// What is not finite is met at its entry, and not before.
func TestNetworkMeetsInfinityAtItsEntry(t *testing.T) {
	h := Hidden{Units: 2, Act: "identity"}
	n := NewNetwork(NetworkSetup{Data: "xor", Hidden: []Hidden{h, h}, Start: []float64{
		1, 1e300, 1, 1e300, 0, 0, // h¹₂ is 10³⁰⁰ times the sum of the inputs
		1, 0, 0, 1e300, 0, 0, // and h²₂ as many times that
		1, 1, 0,
	}})
	for {
		do(t, n, Action{Do: "step", Name: "unit"})
		s := n.state.now
		ops, _ := n.run().ops(0)
		d, found := metNaN(ops, s.at)
		if s.at.step < 2 || s.at.step == 2 && s.at.row == 0 || s.at.step == 2 && s.at.row == 1 && s.at.col == 0 {
			if found {
				t.Fatalf("at %v: got %s before it is computed", s.at, d.Say)
			}
			continue
		}
		if !found || !strings.Contains(d.Say, "in operation 2, Dense 2/forward, row 2, column 2: ∞") {
			t.Errorf("at %v: got %+v", s.at, d)
		}
		return
	}
}

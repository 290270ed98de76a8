package sim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"chainrule/pkg/nn"
)

// randomNetAction is one of all actions, sensible and not.
func randomNetAction(rng *rand.Rand, v *NetworkView) Action {
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	name := func(list []choice) string { return list[rng.IntN(len(list))].Name }
	pace := func() string {
		return pick("operation", "operation", "unit", "unit", "layer", "example", "batch", "batch", "epoch", "")
	}
	param := func() (string, int, int) {
		l := 1 + rng.IntN(len(v.Layers)-1)
		g := v.Layers[l].W
		if rng.IntN(4) == 0 {
			g = v.Layers[l].B
		}
		return g.Param, rng.IntN(len(g.Value) + rng.IntN(8)/7), rng.IntN(len(g.Value[0]))
	}
	switch rng.IntN(30) {
	case 0, 1, 2, 3, 4, 5, 6, 7, 8:
		return Action{Do: "step", Name: pace(), N: rng.IntN(6) - rng.IntN(20)/19}
	case 9, 10, 11, 12:
		return Action{Do: "back", Name: pace(), N: rng.IntN(4)}
	case 13:
		return Action{Do: pick("start", "reset", "pin", "unpin", "undo", "redo", "dance")}
	case 14, 15:
		return Action{Do: pick("undo", "undo", "redo")}
	case 16, 17:
		p, row, col := param()
		return Action{Do: "weight", Name: p, Row: row, Col: col, Value: rng.NormFloat64() * math.Pow(10, float64(rng.IntN(4)-1))}
	case 18:
		p, row, col := param()
		return pickAction(rng, Action{Do: "select", Name: "weight", Text: p, Row: row, Col: col},
			Action{Do: "select", Name: "unit", Row: rng.IntN(len(v.Layers) + 1), Col: rng.IntN(5)},
			Action{Do: "select", Name: "example", N: rng.IntN(v.Set.Train + 2)}, Action{Do: "select", Name: pick("none", "nothing")})
	case 19:
		return Action{Do: "guess", Text: pick("0.5", "-1", "NaN", "1e-3", "0,5", "", "x", fmt.Sprint(rng.NormFloat64()))}
	case 20:
		return Action{Do: "draw", X: rng.NormFloat64(), Y: rng.NormFloat64(), N: rng.IntN(4), Value: rng.Float64()}
	case 21:
		return pickAction(rng, Action{Do: "erase", X: rng.NormFloat64(), Y: rng.NormFloat64()}, Action{Do: "erase"}, Action{Do: "clear"}, Action{Do: "goto", N: rng.IntN(12)})
	case 22:
		return Action{Do: "paste", Text: pick("a,b,c\n1,2,yes\n2,1,no\n3,3,yes\n0,1,no\n", "a,b,y\n1,2,0.5\n2,3,1.5\n4,3,2\n1,0,0\n2,2,1\n", "a,b\n1,x\n2,x\n", "a,b\nword,2\n", "", "a,y\n1,2\n")}
	case 23:
		return Action{Do: "preset", Name: name(new(NetworkSetup).choicesOfAll().Presets)}
	}
	c := new(NetworkSetup).choicesOfAll()
	return pickAction(rng,
		Action{Do: "set", Name: "data", Text: name(c.Data)},
		Action{Do: "set", Name: "optimizer", Text: name(c.Optimizers)},
		Action{Do: "set", Name: "init", Text: name(c.Inits)},
		Action{Do: "set", Name: "output", Text: pick("softmax", "sigmoid", "linear", "none")},
		Action{Do: "set", Name: "loss", Text: pick("BCE", "MSE", "cross-entropy", "half squared error")},
		Action{Do: "set", Name: "features", Text: pick("x1,x2", "x1, x2, x1 x2", "x1^2,x2^2", "sin x1", "x3", "x1,x1", "")},
		Action{Do: "set", Name: "layers", N: rng.IntN(8)},
		Action{Do: "set", Name: "units", Row: rng.IntN(3), N: rng.IntN(10)},
		Action{Do: "set", Name: "act", Row: rng.IntN(3), Text: name(c.Acts)},
		Action{Do: "set", Name: "dropout", Row: rng.IntN(3), Value: float64(rng.IntN(6)) / 5},
		Action{Do: "set", Name: pick("n", "batch"), Value: float64(rng.IntN(60) - 2)},
		Action{Do: "set", Name: pick("rate", "rate", "beta", "l1", "l2", "noise", "testShare", "initSize"), Value: math.Round(rng.ExpFloat64()*1000)/1000 - 0.05},
		Action{Do: "set", Name: "rate", Value: 900},
		Action{Do: "set", Name: pick("scale", "fixBiases"), Value: float64(rng.IntN(2))},
		Action{Do: "set", Name: pick("seed", "dataSeed"), Value: float64(rng.IntN(5))},
		Action{Do: "pace", Name: pace()},
	)
}

func pickAction(rng *rand.Rand, list ...Action) Action { return list[rng.IntN(len(list))] }

// choicesOfAll are the choices of the usual setup.
func (s *NetworkSetup) choicesOfAll() choicesAnswer {
	setup := s.complete()
	return setup.choices()
}

// valid says what in a view does not fit together.
func valid(v *NetworkView) string {
	switch {
	case v.Updates != v.Epoch*v.PerPass+v.Into || v.Into >= v.PerPass || v.Updates < 0:
		return "updates and epochs"
	case len(v.Layers) != len(v.Setup.Hidden)+2:
		return "layers"
	case (v.Op == nil) != (v.Place.Step == 0) || v.Op != nil && v.Phase == "" || v.Place.Term > v.Place.Terms || v.Place.Step > v.Place.Steps:
		return "the place"
	case v.Op != nil && (v.Op.Entry.Value != nil) != (v.Place.Term == v.Place.Terms):
		return "the entry"
	case v.Said == "":
		return "nothing is said"
	case (v.Next != nil) && (v.Pace == "batch" || v.Pace == "epoch"):
		return "a guess at the pace of batches"
	}
	for i, l := range v.Layers[1:] {
		in, out := len(v.Layers[i].Units), len(l.Units)
		if len(l.W.Value) != in || len(l.W.Value[0]) != out || len(l.B.Value) != 1 || len(l.B.Value[0]) != out {
			return "the shape of " + l.Name
		}
	}
	if v.Op != nil {
		for _, e := range v.Op.Edges {
			if l := v.Layers[e[0]]; e[1] >= len(l.W.Value) || e[2] >= len(l.Units) {
				return "a lit edge"
			}
		}
		for _, u := range v.Op.Units {
			if u[1] >= len(v.Layers[u[0]].Units) {
				return "a lit unit"
			}
		}
	}
	return ""
}

// 10,000 random actions: none panics, each leaves a valid state, undo restores the one
// before, and a link leads to the state that it was taken from.
func TestNetworkRandomActions(t *testing.T) {
	actions := 10_000
	if testing.Short() {
		actions = 1000
	}
	rng := nn.Stream(1, "actions")
	n := NewNetwork(NetworkSetup{})
	taken, kinds := 0, map[string]int{}
	for i := range actions {
		v := n.view()
		before := jsonOf(t, v)
		a := randomNetAction(rng, &v)
		if err := n.Do(a); err != nil {
			if after := jsonOf(t, n.View()); after != before {
				t.Fatalf("action %d, %+v, is refused (%v), and changes\n%s\nto\n%s", i, a, err, before, after)
			}
			if sentence := err.Error(); len(sentence) < 15 || strings.Contains(sentence, "%!") {
				t.Errorf("%+v: %q is no sentence", a, sentence)
			}
			continue
		}
		taken++
		kinds[a.Do]++
		after := n.view()
		if what := valid(&after); what != "" {
			t.Fatalf("action %d, %+v: %s: %s", i, a, what, jsonOf(t, after))
		}
		if a.Do == "undo" || a.Do == "redo" {
			continue
		}
		do(t, n, Action{Do: "undo"})
		if got := jsonOf(t, n.View()); without(got) != without(before) {
			t.Fatalf("action %d, %+v, undone: got\n%s\nwant\n%s", i, a, got, before)
		}
		do(t, n, Action{Do: "redo"})
		if got := jsonOf(t, n.View()); without(got) != without(jsonOf(t, after)) {
			t.Fatalf("action %d, %+v, redone: got\n%s\nwant\n%s", i, a, got, jsonOf(t, after))
		}
		if i%10 == 0 {
			link := n.Link()
			again, err := OpenNetwork(link)
			if err != nil {
				t.Fatalf("action %d, %+v: the link: %v", i, a, err)
			}
			if got := again.Link(); got != link {
				t.Fatalf("action %d, %+v: got another link from the state of a link", i, a)
			}
			want := after
			want.Guess = nil
			if got := jsonOf(t, again.View()); without(got) != without(jsonOf(t, want)) {
				t.Fatalf("action %d, %+v: the link leads to\n%s\nwant\n%s", i, a, got, jsonOf(t, want))
			}
		}
	}
	if taken < actions/2 {
		t.Errorf("only %d of %d actions were taken", taken, actions)
	}
	for what := range netActions {
		if kinds[what] == 0 {
			t.Errorf("no action %s was taken", what)
		}
	}
}

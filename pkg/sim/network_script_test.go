package sim

import (
	"strings"
	"testing"

	"chainrule/pkg/nn"
)

// networkScript are random actions that are taken, beginning with the published example.
func networkScript(t *testing.T) *script {
	rng := nn.Stream(7, "script")
	n := NewNetwork(NetworkSetup{})
	s := &script{Kind: "network"}
	take := func(a Action) {
		if trial, err := OpenNetwork(n.Link()); err != nil || trial.Do(a) == nil && shaky(trial.(*Network).state.now.setup, trial.(*Network).run()) {
			return
		}
		s.take(t, n, a)
	}
	take(Action{Do: "preset", Name: "mazur"})
	for len(s.Actions) < 60 {
		take(Action{Do: "step", Name: "operation"})
	}
	for len(s.Actions) < scriptLength {
		v := n.view()
		a := randomNetAction(rng, &v)
		if a.Do == "weight" && (a.Value > 3 || a.Value < -3) || a.Do == "set" && (a.Name == "rate" || a.Name == "initSize") && a.Value > 0.5 {
			continue // a net that blows up makes more of a last bit than nine digits bear
		}
		take(a)
	}
	return s
}

// shaky says whether a last bit may grow: an optimizer that divides by the size of the
// gradient makes a whole step of the rounding that is left of a gradient of 0, as a few
// symmetrical examples have one.
func shaky(s *NetworkSetup, r *netRun) bool {
	return r.data.x.Rows < 20 && (strings.HasPrefix(s.Optimizer, "A") || s.Optimizer == "RMSProp")
}

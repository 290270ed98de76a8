package sim

import (
	"testing"

	"chainrule/pkg/nn"
)

// regressionScript are random actions that are taken, as a learner might take them.
func regressionScript(t *testing.T) *script {
	rng := nn.Stream(8, "script")
	r := NewRegression(RegressionSetup{})
	s := &script{Kind: "regression"}
	sets := []Action{
		{Name: "method", Text: batchGD}, {Name: "method", Text: stochastic}, {Name: "method", Text: miniBatch}, {Name: "method", Text: momentum},
		{Name: "rate", Value: 0.01}, {Name: "rate", Value: 0.1}, {Name: "rate", Value: 0.3}, {Name: "batch", Value: 5}, {Name: "momentum", Value: 0.5},
		{Name: "half", Value: 1}, {Name: "half", Value: 0}, {Name: "normalize", Value: 1}, {Name: "normalize", Value: 0}, {Name: "seed", Value: 3},
		{Name: "order", Text: "in order"}, {Name: "order", Text: "shuffled"}, {Name: "stop gradient", Value: 1e-4}, {Name: "stop gradient", Value: 0},
	}
	for len(s.Actions) < scriptLength {
		x, y := rng.NormFloat64(), rng.NormFloat64()
		a := []Action{
			{Do: "step", N: 1}, {Do: "step", N: 1}, {Do: "step", N: 1 + rng.IntN(30)}, {Do: "step", N: 100}, {Do: "back", N: 1 + rng.IntN(10)},
			{Do: "start"}, {Do: "reset"}, {Do: "undo"}, {Do: "redo"}, {Do: "solve"}, {Do: "line", X: x, Y: y}, {Do: "add", X: x, Y: y},
			{Do: "move", N: rng.IntN(20), X: x, Y: y}, {Do: "remove", N: rng.IntN(20)}, {Do: "preset", Name: presets[rng.IntN(len(presets))].name},
			{Do: "set"}, {Do: "set"}, {Do: "set"},
		}[rng.IntN(18)]
		if a.Do == "set" {
			a = sets[rng.IntN(len(sets))]
			a.Do = "set"
		}
		s.take(t, r, a)
	}
	return s
}

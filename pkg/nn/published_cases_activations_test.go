package nn_test

import (
	"slices"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Activations.
func init() {
	register(cases{
		"softmax of (1, 2, 3)":  softmaxOf,
		"softmax of (−1, 0, 5)": softmaxOf,
		"activation":            activationOf,
	})
}

func softmaxOf(in input) result {
	a := new(nn.Matrix)
	nn.Softmax.Apply(a, linalg.Row(in.numbers("z")...))
	return result{right: map[string]float64{"softmax 1": a.Data[0], "softmax 2": a.Data[1], "softmax 3": a.Data[2]}}
}

// activationNamed is the activation of nn with the name.
func activationNamed(name string) nn.Activation {
	return activations[slices.IndexFunc(activations, func(f nn.Activation) bool { return f.Name() == name })]
}

func activationOf(in input) result {
	a := new(nn.Matrix)
	activationNamed(in.word("f")).Apply(a, linalg.Row(in.numbers("z")...))
	return result{lists: map[string][]float64{"a": a.Data}}
}

package nn_test

import (
	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Initialization.
func init() {
	register(cases{"standard deviation of He": heDeviation})
}

// heDeviation compares what He draws with what the standard normal distribution draws from
// the same stream: their ratio is the standard deviation, without any chance in it.
func heDeviation(in input) result {
	var std []float64
	for _, channels := range in.integers("channels") {
		fan := channels * int(in.number("kernel")) * int(in.number("kernel"))
		he, normal := linalg.New(1, 1), linalg.New(1, 1)
		nn.He(he, fan, 0, nn.Stream(1, "He"))
		nn.Normal(1)(normal, fan, 0, nn.Stream(1, "He"))
		std = append(std, he.Data[0]/normal.Data[0])
	}
	return result{lists: map[string][]float64{"std": std}}
}

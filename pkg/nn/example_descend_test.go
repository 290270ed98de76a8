package nn_test

import (
	"fmt"

	"chainrule/pkg/nn"
)

// A bowl that is five times as steep in y as in x. Each update halves y, by the factor
// 1 − 10·0.05, and takes only a tenth from x, by 1 − 2·0.05.
func ExampleDescend() {
	bowl := func(p []float64) float64 { return p[0]*p[0] + 5*p[1]*p[1] }
	for p := range nn.Descend(bowl, []float64{1, 1}, nn.Descent{LR: 0.05, Steps: 3}) {
		fmt.Printf("%d  x = %.3f  y = %.3f  f = %.4f\n", p.Step, p.X[0], p.X[1], p.F)
	}
	// Output:
	// 0  x = 1.000  y = 1.000  f = 6.0000
	// 1  x = 0.900  y = 0.500  f = 2.0600
	// 2  x = 0.810  y = 0.250  f = 0.9686
	// 3  x = 0.729  y = 0.125  f = 0.6096
}

// On f(x) = x² with α = 1/4, plain descent halves x. With momentum, x passes the minimum:
// at 0 the slope is 0, but half of the last step is left.
func ExampleDescent() {
	f := func(x []float64) float64 { return x[0] * x[0] }
	slope := func(x []float64) []float64 { return []float64{2 * x[0]} }
	plain := nn.Descent{LR: 0.25, Grad: slope, Steps: 4}
	rolling := nn.Descent{Opt: &nn.Momentum{LR: 0.25, Beta: 0.5}, Grad: slope, Steps: 4}
	for _, d := range []nn.Descent{plain, rolling} {
		var path []float64
		for p := range nn.Descend(f, []float64{8}, d) {
			path = append(path, p.X[0])
		}
		fmt.Println(path)
	}
	// Output:
	// [8 4 2 1 0.5]
	// [8 4 0 -2 -2]
}

// Each position is a copy, so that the path can be kept. Where the slope is small, the
// steps are, though α is the same: each is a quarter of the slope.
func ExamplePosition() {
	f := func(x []float64) float64 { return x[0] * x[0] }
	slope := func(x []float64) []float64 { return []float64{2 * x[0]} }
	var path []nn.Position
	for p := range nn.Descend(f, []float64{8}, nn.Descent{LR: 0.25, Grad: slope, Steps: 100}) {
		path = append(path, p)
		if p.F <= 1 {
			break
		}
	}
	for _, p := range path {
		fmt.Println(p.Step, p.X, p.F, p.Grad)
	}
	// Output:
	// 0 [8] 64 [16]
	// 1 [4] 16 [8]
	// 2 [2] 4 [4]
	// 3 [1] 1 [2]
}

// f(x, y) = x²y has the slopes 2xy and x²: 12 and 9 at (3, 2).
func ExampleCentralDifference() {
	f := func(p []float64) float64 { return p[0] * p[0] * p[1] }
	fmt.Printf("%.6f\n", nn.CentralDifference(f, []float64{3, 2}))
	// Output:
	// [12.000000 9.000000]
}

package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Two updates from 1 with the gradient 2 both times. SGD takes two steps of 0.1·2. The
// second step of Momentum is longer: 0.1·(0.9·2 + 2). Adam's are as long as α, whatever
// the size of the gradient.
func ExampleOptimizer() {
	for _, opt := range []nn.Optimizer{&nn.SGD{LR: 0.1}, &nn.Momentum{LR: 0.1, Beta: 0.9}, &nn.Adam{LR: 0.1}} {
		theta := &nn.Param{Value: linalg.Row(1), Grad: linalg.Row(2)}
		opt.Step(nil, []*nn.Param{theta})
		first := theta.Value.At(0, 0)
		opt.Step(nil, []*nn.Param{theta})
		fmt.Printf("%-8s %.2f %.2f\n", opt.Name(), first, theta.Value.At(0, 0))
	}
	// Output:
	// SGD      0.80 0.60
	// Momentum 0.80 0.42
	// Adam     0.90 0.80
}

// Descending f(x) = x² from 1, each update multiplies x by 1 − 2α: a small learning
// rate creeps, 1/2 hits the minimum at once, more than 1 climbs out.
func ExampleSGD() {
	f := func(x []float64) float64 { return x[0] * x[0] }
	slope := func(x []float64) []float64 { return []float64{2 * x[0]} }
	for _, alpha := range []float64{0.1, 0.5, 0.9, 1.1} {
		fmt.Print("α = ", alpha, ":")
		for p := range nn.Descend(f, []float64{1}, nn.Descent{Opt: &nn.SGD{LR: alpha}, Grad: slope, Steps: 3}) {
			fmt.Printf(" %.3f", p.X[0])
		}
		fmt.Println()
	}
	// Output:
	// α = 0.1: 1.000 0.800 0.640 0.512
	// α = 0.5: 1.000 0.000 0.000 0.000
	// α = 0.9: 1.000 -0.800 0.640 -0.512
	// α = 1.1: 1.000 -1.200 1.440 -1.728
}

// Each entry moves against its own gradient: 3 − 0.5·4 and 3 + 0.5·2.
func ExampleSGD_Step() {
	W := &nn.Param{Value: linalg.Row(3, 3), Grad: linalg.Row(4, -2)}
	sgd := &nn.SGD{LR: 0.5}
	sgd.Step(nil, []*nn.Param{W})
	fmt.Println(W.Value)
	// Output:
	// (1×2)
	//   1  4
}

// After one push the gradient is 0, and θ rolls on by a half of the way before.
func ExampleMomentum() {
	theta := &nn.Param{Value: linalg.Row(0), Grad: linalg.Row(-8)}
	momentum := &nn.Momentum{LR: 1, Beta: 0.5}
	for range 4 {
		momentum.Step(nil, []*nn.Param{theta})
		fmt.Println(theta.Value.At(0, 0))
		theta.Grad.Fill(0)
	}
	// Output:
	// 8
	// 12
	// 14
	// 15
}

// On an even slope the steps grow towards 1/(1−β) times that of SGD, here twice.
func ExampleMomentum_Step() {
	theta := &nn.Param{Value: linalg.Row(0), Grad: linalg.Row(-1)}
	momentum := &nn.Momentum{LR: 1, Beta: 0.5}
	for range 4 {
		before := theta.Value.At(0, 0)
		momentum.Step(nil, []*nn.Param{theta})
		fmt.Println(theta.Value.At(0, 0) - before)
	}
	// Output:
	// 1
	// 1.5
	// 1.75
	// 1.875
}

// One gradient is a million times the other. SGD could suit only one of them; Adam's
// first step is α for both.
func ExampleAdam() {
	W := &nn.Param{Value: linalg.Row(1, 1), Grad: linalg.Row(1000, 0.001)}
	adam := &nn.Adam{LR: 0.1}
	adam.Step(nil, []*nn.Param{W})
	fmt.Printf("%.4f\n", W.Value)
	// Output:
	// (1×2)
	//   0.9000  0.9000
}

// With β₁ = β₂ = 1/2 and the gradients 1 and −1, m is 1/2 and then −1/4, corrected to 1
// and −1/3; v is 1/2 and then 3/4, corrected to 1 both times. The second step is a third
// of the first, and goes back.
func ExampleAdam_Step() {
	theta := &nn.Param{Value: linalg.Row(0), Grad: linalg.Row(1)}
	adam := &nn.Adam{LR: 0.3, Beta1: 0.5, Beta2: 0.5}
	adam.Step(nil, []*nn.Param{theta})
	fmt.Printf("%.4f\n", theta.Value.At(0, 0))
	theta.Grad.Fill(-1)
	adam.Step(nil, []*nn.Param{theta})
	fmt.Printf("%.4f\n", theta.Value.At(0, 0))
	// Output:
	// -0.3000
	// -0.2000
}

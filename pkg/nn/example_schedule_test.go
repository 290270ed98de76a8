package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Any function of the number of the update is a schedule.
func ExampleSchedule() {
	harmonic := nn.Schedule(func(step int) float64 { return 1 / float64(step) })
	warm := nn.Warmup(2, harmonic)
	for step := 1; step <= 5; step++ {
		fmt.Printf("%d: %.2f, warmed up %.2f\n", step, harmonic(step), warm(step))
	}
	// Output:
	// 1: 1.00, warmed up 0.50
	// 2: 0.50, warmed up 1.00
	// 3: 0.33, warmed up 1.00
	// 4: 0.25, warmed up 0.50
	// 5: 0.20, warmed up 0.33
}

// As without a schedule, but here as a part of one.
func ExampleFixed() {
	s := nn.Warmup(4, nn.Fixed(0.1))
	for step := 1; step <= 6; step++ {
		fmt.Printf("%.3f ", s(step))
	}
	fmt.Println()
	// Output:
	// 0.025 0.050 0.075 0.100 0.100 0.100
}

// A tenth after every 2 updates.
func ExampleStepDecay() {
	s := nn.StepDecay(1, 0.1, 2)
	for step := 1; step <= 6; step++ {
		fmt.Printf("%.3g ", s(step))
	}
	fmt.Println()
	// Output:
	// 1 1 0.1 0.1 0.01 0.01
}

// Slow, fast, slow.
func ExampleCosine() {
	s := nn.Cosine(1, 0, 6)
	for step := 1; step <= 8; step++ {
		fmt.Printf("%.2f ", s(step))
	}
	fmt.Println()
	// Output:
	// 1.00 0.93 0.75 0.50 0.25 0.07 0.00 0.00
}

// Half a wave, over and over.
func ExampleRestart() {
	s := nn.Restart(3, nn.Cosine(1, 0, 3))
	for step := 1; step <= 7; step++ {
		fmt.Printf("%.2f ", s(step))
	}
	fmt.Println()
	// Output:
	// 1.00 0.75 0.25 1.00 0.75 0.25 1.00
}

// Up in a line, then down along the cosine.
func ExampleWarmup() {
	s := nn.Warmup(3, nn.Cosine(0.6, 0, 4))
	for step := 1; step <= 8; step++ {
		fmt.Printf("%.2f ", s(step))
	}
	fmt.Println()
	// Output:
	// 0.20 0.40 0.60 0.60 0.51 0.30 0.09 0.00
}

// With a rate of 0.9, x² is descended in leaps from side to side. The same leaps, made
// shorter, end in the middle.
func ExampleScheduled() {
	f := func(x []float64) float64 { return x[0] * x[0] }
	for _, s := range []nn.Schedule{nn.Fixed(0.9), nn.Cosine(0.9, 0.1, 6)} {
		for p := range nn.Descend(f, []float64{1}, nn.Descent{Opt: &nn.Scheduled{Opt: &nn.SGD{}, LR: s}, Steps: 6}) {
			fmt.Printf("%7.3f", p.X[0])
		}
		fmt.Println()
	}
	// Output:
	// 1.000 -0.800  0.640 -0.512  0.410 -0.328  0.262
	//   1.000 -0.800  0.554 -0.222  0.000  0.000  0.000
}

// The gradient is 1 throughout: the steps are the learning rates.
func ExampleScheduled_Step() {
	theta := &nn.Param{Value: linalg.Row(0), Grad: linalg.Row(-1)}
	opt := &nn.Scheduled{Opt: &nn.SGD{}, LR: nn.StepDecay(8, 0.5, 1)}
	for range 4 {
		opt.Step(nil, []*nn.Param{theta})
		fmt.Println(theta.Value.At(0, 0))
	}
	// Output:
	// 8
	// 12
	// 14
	// 15
}

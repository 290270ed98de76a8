package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// In a narrow valley, f = x² + 20y², Momentum swings from wall to wall. Nesterov looks
// at the slope that it is about to run into, and is closer to the floor.
func ExampleMomentum_nesterov() {
	f := func(x []float64) float64 { return x[0]*x[0] + 20*x[1]*x[1] }
	for _, nesterov := range []bool{false, true} {
		opt := &nn.Momentum{LR: 0.02, Beta: 0.9, Nesterov: nesterov}
		for p := range nn.Descend(f, []float64{1, 1}, nn.Descent{Opt: opt, Steps: 30}) {
			if p.Step%10 == 0 {
				fmt.Printf("%7.3f", p.F)
			}
		}
		fmt.Println(" ", opt.Name())
	}
	// Output:
	// 21.000  6.322  2.008  0.610  Momentum
	//  21.000  0.021  0.033  0.009  Nesterov
}

// The first number has a gradient in every update, the second in every tenth: AdaGrad
// takes longer steps where there was less to learn from so far.
func ExampleAdaGrad() {
	W := &nn.Param{Value: linalg.Row(0, 0), Grad: linalg.New(1, 2)}
	opt := &nn.AdaGrad{LR: 1}
	for step := 1; step <= 100; step++ {
		W.Grad.Data[0], W.Grad.Data[1] = -1, 0
		if step%10 == 0 {
			W.Grad.Data[1] = -1
		}
		before := W.Value.Clone()
		opt.Step(nil, []*nn.Param{W})
		if step == 10 || step == 100 {
			fmt.Printf("%3d: %.3f\n", step, linalg.Sub(W.Value, before).Data)
		}
	}
	// Output:
	// 10: [0.316 1.000]
	// 100: [0.100 0.316]
}

// With an even gradient the steps shrink as 1/√t.
func ExampleAdaGrad_Step() {
	theta := &nn.Param{Value: linalg.Row(0), Grad: linalg.Row(-5)}
	opt := &nn.AdaGrad{LR: 1}
	for range 4 {
		before := theta.Value.At(0, 0)
		opt.Step(nil, []*nn.Param{theta})
		fmt.Printf("%.4f\n", theta.Value.At(0, 0)-before)
	}
	// Output:
	// 1.0000
	// 0.7071
	// 0.5774
	// 0.5000
}

// A few huge gradients, then small ones. AdaGrad remembers the huge ones for good;
// RMSProp forgets them, and walks on.
func ExampleRMSProp() {
	for _, opt := range []nn.Optimizer{&nn.AdaGrad{LR: 0.1}, &nn.RMSProp{LR: 0.1}} {
		theta := &nn.Param{Value: linalg.Row(0), Grad: linalg.Row(-100)}
		for range 5 {
			opt.Step(nil, []*nn.Param{theta})
		}
		before := theta.Value.At(0, 0)
		theta.Grad.Fill(-0.1)
		for range 200 {
			opt.Step(nil, []*nn.Param{theta})
		}
		fmt.Printf("%-7s %.3f\n", opt.Name(), theta.Value.At(0, 0)-before)
	}
	// Output:
	// AdaGrad 0.009
	// RMSProp 9.098
}

// With β = 3/4 the mean of the squares is a quarter of the first square, so that the
// first step is twice as long as α.
func ExampleRMSProp_Step() {
	theta := &nn.Param{Value: linalg.Row(0), Grad: linalg.Row(-8)}
	opt := &nn.RMSProp{LR: 0.1, Beta: 0.75}
	for range 3 {
		before := theta.Value.At(0, 0)
		opt.Step(nil, []*nn.Param{theta})
		fmt.Printf("%.4f\n", theta.Value.At(0, 0)-before)
	}
	// Output:
	// 0.2000
	// 0.1512
	// 0.1315
}

// Two weights of 1; the slope of the second is a thousand times as large, and changes
// its sign. A penalty that goes through Adam (L2) is divided by the size of the slopes
// and hardly touches the second. AdamW shrinks both alike.
func ExampleAdamW() {
	for _, opt := range []nn.Optimizer{
		&nn.WeightDecay{Opt: &nn.Adam{LR: 0.01}, L2: 0.1},
		&nn.AdamW{LR: 0.01, Decay: 0.1},
	} {
		W := &nn.Param{Name: "W", Value: linalg.Row(1, 1), Grad: linalg.New(1, 2)}
		for step := range 1000 {
			sign := float64(1 - 2*(step%2))
			W.Grad.Data[0], W.Grad.Data[1] = 0.1*sign, 100*sign
			opt.Step(nil, []*nn.Param{W})
		}
		fmt.Printf("%.1f %s\n", W.Value.Data, opt.Name())
	}
	// Output:
	// [0.0 1.0] Adam with weight decay
	// [0.4 0.4] AdamW
}

// Without a slope only the decay is left: each update takes αλ = 1% of the weight.
func ExampleAdamW_Step() {
	W := &nn.Param{Name: "Dense 1/W", Value: linalg.Row(200), Grad: linalg.Row(0)}
	b := &nn.Param{Name: "Dense 1/b", Value: linalg.Row(200), Grad: linalg.Row(0)}
	opt := &nn.AdamW{LR: 0.1, Decay: 0.1}
	for range 2 {
		opt.Step(nil, []*nn.Param{W, b})
		fmt.Printf("W %.2f b %.2f\n", W.Value.At(0, 0), b.Value.At(0, 0))
	}
	// Output:
	// W 198.00 b 200.00
	// W 196.02 b 200.00
}

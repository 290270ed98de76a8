package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Four examples fit y = x₁ whatever w₂ is, because x₂ is always 0. With nothing to hold it w₂
// stays where it began; a penalty takes away what the data do not ask for. L2 also takes a
// little of w₁.
func ExampleWeightDecay() {
	X, Y := linalg.New(4, 2, 1, 0, 2, 0, -1, 0, -2, 0), linalg.Col(1, 2, -1, -2)
	for _, l2 := range []float64{0, 0.1} {
		net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1, Init: nn.Constant(3)}))
		t := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.WeightDecay{Opt: &nn.SGD{LR: 0.1}, L2: l2}, X: X, Y: Y, Epochs: 1000}
		fmt.Println(t.Run())
		fmt.Printf("%.2f\n", net.Param("Dense 1/W").Value.Data)
	}
	// Output:
	// <nil>
	// [1.00 3.00]
	// <nil>
	// [0.98 0.00]
}

// L2 pulls each weight by a share of it, L1 each by the same amount. The bias stays.
func ExampleWeightDecay_Step() {
	for _, opt := range []nn.Optimizer{
		&nn.WeightDecay{Opt: &nn.SGD{LR: 1}, L2: 0.5},
		&nn.WeightDecay{Opt: &nn.SGD{LR: 1}, L1: 0.5},
	} {
		W := &nn.Param{Name: "Dense 1/W", Value: linalg.Row(4, -1), Grad: linalg.Row(0, 0)}
		b := &nn.Param{Name: "Dense 1/b", Value: linalg.Row(4), Grad: linalg.Row(0)}
		opt.Step(nil, []*nn.Param{W, b})
		fmt.Println(W.Value.Data, b.Value.Data)
	}
	// Output:
	// [2 -0.5] [4]
	// [3.5 -0.5] [4]
}

// f = x⁴ has a slope of 4000 at 10, and a first step of 40 would lead to −30 and away.
// Clipped, the steps are 0.1 long until the slope is below 10.
func ExampleClipNorm() {
	f := func(x []float64) float64 { return x[0] * x[0] * x[0] * x[0] }
	for _, opt := range []nn.Optimizer{&nn.SGD{LR: 0.01}, &nn.ClipNorm{Opt: &nn.SGD{LR: 0.01}, Max: 10}} {
		fmt.Print(opt.Name(), ":")
		for p := range nn.Descend(f, []float64{10}, nn.Descent{Opt: opt, Steps: 3}) {
			fmt.Printf(" %.3g", p.X[0])
		}
		fmt.Println()
	}
	// Output:
	// SGD: 10 -30 1.05e+03 -4.63e+07
	// SGD, clipped by norm: 10 9.9 9.8 9.7
}

// The gradients of W and b are one vector, (3, 4) with norm 5. It becomes (0.6, 0.8).
func ExampleClipNorm_Step() {
	W := &nn.Param{Value: linalg.Row(0), Grad: linalg.Row(3)}
	b := &nn.Param{Value: linalg.Row(0), Grad: linalg.Row(4)}
	opt := &nn.ClipNorm{Opt: &nn.SGD{LR: 1}, Max: 1}
	opt.Step(nil, []*nn.Param{W, b})
	fmt.Printf("%.1f %.1f\n", W.Value.At(0, 0), b.Value.At(0, 0))
	// Output:
	// -0.6 -0.8
}

// The direction turns: (3, 0.5) becomes (1, 0.5).
func ExampleClipValue() {
	W := &nn.Param{Value: linalg.Row(0, 0), Grad: linalg.Row(3, 0.5)}
	opt := &nn.ClipValue{Opt: &nn.SGD{LR: 1}, Max: 1}
	opt.Step(nil, []*nn.Param{W})
	fmt.Println(W.Value.Data)
	// Output:
	// [-1 -0.5]
}

// The trace shows what became of the gradient, and then the update by it.
func ExampleClipValue_Step() {
	W := &nn.Param{Value: linalg.Row(1).Named("W"), Grad: linalg.Row(30).Named(`\partial W`)}
	p := &nn.Pass{Trace: new(nn.Trace)}
	(&nn.ClipValue{Opt: &nn.SGD{LR: 0.5}, Max: 2}).Step(p, []*nn.Param{W})
	for _, s := range p.Trace.Steps {
		fmt.Println(s.Where+":", s.Say)
	}
	fmt.Println(W.Grad.At(0, 0)) // as it was
	// Output:
	// ClipValue/gradient: Numbers of the gradient beyond ±2 are set to it: 1 of 1. The first one becomes min(2, max(−2, 30)) = 2.
	// SGD/update: Each parameter moves against its gradient. The first one becomes 1 − 0.5·2 = 0.
	// 30
}

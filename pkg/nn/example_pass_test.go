package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// The same forward pass three times: with no Pass, with one that only computes, and with
// one that records. The numbers agree, because it is the same code.
func ExamplePass() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1, Act: nn.ReLU, Init: nn.Constant(2)}))
	trace := new(nn.Trace)
	for _, p := range []*nn.Pass{nil, {}, {Trace: trace}} {
		fmt.Println(net.Forward(p, linalg.Row(1, 3)).Data, len(trace.Steps), "steps")
	}
	fmt.Println(trace.Steps[0].TeX)
	fmt.Println(trace.Steps[1].TeX)
	// Output:
	// [8] 0 steps
	// [8] 0 steps
	// [8] 2 steps
	// Z_1 = X W_1 + \mathbf{1} b_1
	// A_1 = \max(0, Z_1)
}

// Both examples get the same biases: (1·1 + 2·0 + 10, 1·0 + 2·1 + 20) is the first row.
func ExamplePass_Affine() {
	X := linalg.New(2, 2,
		1, 2,
		3, 4)
	W := linalg.Identity(2)
	b := linalg.Row(10, 20)
	var p *nn.Pass
	fmt.Println(p.Affine(new(nn.Matrix), X, W, b))
	// Output:
	// (2×2)
	//   11  22
	//   13  24
}

// A layer of one's own can say where it is within its work. Its chain has said which
// layer it is.
func ExamplePass_At() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	Q, K := linalg.Row(1, 2).Named("Q"), linalg.Row(3, 4).Named("K")
	p.At("Attention 1", "scores")
	S := p.MulABT(new(nn.Matrix).Named("S"), Q, K)
	p.At("Attention 1", "weights")
	p.Map(new(nn.Matrix).Named("P"), nn.Softmax, S)
	for _, s := range p.Trace.Steps {
		fmt.Println(s.Where, s.TeX)
	}
	// Output:
	// Attention 1/scores S = Q \, K^\top
	// Attention 1/weights P = \mathrm{softmax}(S)
}

// The layer keeps what it is given, and its gradient is called after it: what the second
// layer sends back is ∂A₁, not ∂X.
func ExamplePass_Input() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	dx := new(nn.Matrix)
	x := p.Input(linalg.Row(5, 6).Named("A_1"), dx)
	fmt.Println(x)
	fmt.Println(dx.Name)
	// Output:
	// A_1 (1×2)
	//   5  6
	// \partial A_1
}

// Without an activation there is nothing to compute: Z itself comes back.
func ExamplePass_Map() {
	var p *nn.Pass
	Z, A := linalg.Row(-1, 2), new(nn.Matrix)
	fmt.Println(p.Map(A, nn.ReLU, Z).Data)
	fmt.Println(p.Map(A, nil, Z) == Z)
	// Output:
	// [0 2]
	// true
}

// Where ReLU cut off, nothing comes back.
func ExamplePass_MapGrad() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	Z := linalg.Row(-1, 2, 3).Named("Z")
	A := p.Map(new(nn.Matrix).Named("A"), nn.ReLU, Z)
	dZ := p.MapGrad(new(nn.Matrix).Named(`\partial Z`), nn.ReLU, Z, A, linalg.Row(7, 8, 9))
	fmt.Println(dZ)
	fmt.Println(p.Trace.Steps[1].TeX)
	// Output:
	// \partial Z (1×3)
	//   0  8  9
	// \partial Z = \partial A \odot [Z > 0]
}

// Attention mixes the rows of V: the first position takes half of each, the second only
// the second row.
func ExamplePass_Mul() {
	weights := linalg.New(2, 2,
		0.5, 0.5,
		0, 1)
	V := linalg.New(2, 2,
		2, 0,
		4, 6)
	var p *nn.Pass
	fmt.Println(p.Mul(new(nn.Matrix), weights, V))
	// Output:
	// (2×2)
	//   3  3
	//   4  6
}

// ∂W = Xᵀ ∂Z, with the sentence that the trace has for it.
func ExamplePass_MulATB() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	X := linalg.New(2, 2,
		1, 2,
		3, 4).Named("X")
	dZ := linalg.Col(10, -1).Named(`\partial Z`)
	fmt.Println(p.MulATB(new(nn.Matrix).Named(`\partial W`), X, dZ))
	fmt.Println(p.Trace.Steps[0].Say)
	// Output:
	// \partial W (2×1)
	//    7
	//   16
	// A weight's gradient adds up, over the examples, what came in times the error behind it. The first one is 1·10 + 3·(−1) = 7.
}

// ∂X = ∂Z Wᵀ: the input fed two units, and hears from both.
func ExamplePass_MulABT() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	dZ := linalg.Row(1, -2).Named(`\partial Z`)
	W := linalg.Row(5, 3).Named("W")
	fmt.Println(p.MulABT(new(nn.Matrix).Named(`\partial X`), dZ, W))
	fmt.Println(p.Trace.Steps[0].Say)
	// Output:
	// \partial X (1×1)
	//   -1
	// An input's gradient adds up over all units that it fed: the unit's error times the weight between them. The first one is 1·5 + (−2)·3 = −1.
}

// ∂b = 1ᵀ ∂Z, over three examples.
func ExamplePass_SumRows() {
	dZ := linalg.New(3, 2,
		1, 0.5,
		-2, 0.5,
		4, 0.5)
	var p *nn.Pass
	fmt.Println(p.SumRows(new(nn.Matrix), dZ))
	// Output:
	// (1×2)
	//   3  1.5
}

// Where two ways meet.
func ExamplePass_Add() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	y := p.Add(new(nn.Matrix).Named("Y"), linalg.Row(1, 2).Named("X"), linalg.Row(10, 20).Named("F"))
	fmt.Println(y.Data, p.Trace.Steps[0].TeX)
	// Output:
	// [11 22] Y = X + F
}

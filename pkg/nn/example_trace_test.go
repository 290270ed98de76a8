package nn_test

import (
	"fmt"
	"math"
	"os"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Everything that one update of a small net computes, in order.
func ExampleTrace() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Act: nn.Sigmoid}))
	t := &nn.Trainer{
		Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1},
		X: linalg.Row(1), Y: linalg.Row(0),
		Epochs: 1, Trace: new(nn.Trace),
	}
	fmt.Println(t.Run())
	for _, s := range t.Trace.Steps {
		fmt.Println(s.Where+":", s.TeX)
	}
	// Output:
	// <nil>
	// Dense 1/forward: Z_1 = X W_1 + \mathbf{1} b_1
	// Dense 1/forward: A_1 = \frac{1}{1 + e^{-Z_1}}
	// MSE/loss: J = \frac{1}{N} \sum (\hat{y} - y)^2
	// MSE/gradient: \partial \hat{Y} = \frac{2}{N} (\hat{Y} - Y)
	// Dense 1/backward: \partial Z_1 = \partial \hat{Y} \odot A_1 \odot (1 - A_1)
	// Dense 1/backward: \partial W_1 = X^\top \partial Z_1
	// Dense 1/backward: \partial b_1 = \mathbf{1}^\top \partial Z_1
	// Dense 1/backward: \partial X = \partial Z_1 \, W_1^\top
	// SGD/update: W_1 := W_1 - \alpha \, \partial W_1
	// SGD/update: b_1 := b_1 - \alpha \, \partial b_1
}

// The second example comes to −1·2 + 0·2 = −2, and ReLU cuts it off.
func ExampleTrace_String() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1, Init: nn.Constant(2), Act: nn.ReLU}))
	p := &nn.Pass{Trace: new(nn.Trace)}
	net.Forward(p, linalg.New(2, 2,
		1, 3,
		-1, 0))
	fmt.Print(p.Trace.String())
	// Output:
	// 1. Dense 1/forward
	//    Each example (row) meets the weights of each unit (column), and the unit's bias is added. The first number is 1·2 + 3·2 + 0 = 8.
	//    X (2×2)
	//       1  3
	//      -1  0
	//    W_1 (2×1)
	//      2
	//      2
	//    b_1 (1×1)
	//      0
	//    Z_1 (2×1)
	//       8
	//      -2
	// 2. Dense 1/forward
	//    The relu of every number by itself. The first one takes 8 to 8.
	//    Z_1 (2×1)
	//       8
	//      -2
	//    A_1 (2×1)
	//      8
	//      0
}

// Ready to be shown in a text cell: a heading, a sentence, the formula, and the matrices.
func ExampleTrace_Markdown() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	p.At("Attention 1", "values")
	p.Mul(new(nn.Matrix).Named("C"), linalg.Row(1, 2).Named("A"), linalg.Col(3, 4).Named("B"))
	fmt.Print(p.Trace.Markdown())
	// Output:
	// #### 1. Attention 1/values
	//
	// Each row of the left matrix meets each column of the right one: products in pairs, added up. The first number is 1·3 + 2·4 = 11.
	//
	// $$C = A B$$
	//
	// $A = \begin{pmatrix} 1 & 2 \end{pmatrix}$, $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, $C = \begin{pmatrix} 11 \end{pmatrix}$
}

// A trace as a file: in a program, w is what os.Create returns. Text and Markdown are
// strings, which os.WriteFile writes.
func ExampleTrace_Save() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	p.At("Attention 1", "values")
	p.Mul(new(nn.Matrix).Named("C"), linalg.Row(1, 2).Named("A"), linalg.Col(3, math.Inf(1)).Named("B"))
	err := p.Trace.Save(os.Stdout)
	fmt.Println(err)
	// Output:
	// {"steps":[{"where":"Attention 1/values","op":"mul","tex":"C = A B","args":[{"name":"A","rows":1,"cols":2,"data":[1,2]},{"name":"B","rows":2,"cols":1,"data":[3,"+Inf"]}],"out":{"name":"C","rows":1,"cols":1,"data":["+Inf"]},"say":"Each row of the left matrix meets each column of the right one: products in pairs, added up. The first number is 1·3 + 2·∞ = ∞."}]}
	// <nil>
}

// A step from a file explains itself as the one that was recorded.
func ExampleTrace_Load() {
	var trace nn.Trace
	err := trace.Load(strings.NewReader(`{"steps": [{
		"where": "Attention 1/values", "op": "mul", "tex": "C = A B", "say": "Rows meet columns.",
		"args": [
			{"name": "A", "rows": 1, "cols": 2, "data": [1, 2]},
			{"name": "B", "rows": 2, "cols": 1, "data": [3, 4]}
		],
		"out": {"name": "C", "rows": 1, "cols": 1, "data": [11]}
	}]}`))
	fmt.Println(err)
	fmt.Println(trace.Steps[0].Entry(0, 0).Values)

	fmt.Println(trace.Load(strings.NewReader(`{"weights": [2, 1]}`)))
	// Output:
	// <nil>
	// c = 1 \cdot 3 + 2 \cdot 4 = 11
	// nn: Trace: Load: this is not a saved trace: it has no "steps"
}

// The gradient of the biases, from a batch of two: 1 + 2.
func ExampleStep() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1}))
	p := &nn.Pass{Trace: new(nn.Trace)}
	net.Forward(nil, linalg.Col(5, 6))
	net.Backward(p, linalg.Col(1, 2).Named(`\partial A_1`))
	s := p.Trace.Steps[1]
	fmt.Println(s.Where)
	fmt.Println(s.Op)
	fmt.Println(s.TeX)
	fmt.Println(s.Say)
	fmt.Println(&s.Args[0])
	fmt.Println(&s.Out)
	// Output:
	// Dense 1/backward
	// sumRows
	// \partial b_1 = \mathbf{1}^\top \partial A_1
	// A bias touches every example alike, so that its gradient is the sum over the examples. The first one is 1 + 2 = 3.
	// \partial A_1 (2×1)
	//   1
	//   2
	// \partial b_1 (1×1)
	//   3
}

// Entry (0, 1) of Z, the second unit. In the symbols, indices count from 1, and those of
// one example need no row.
func ExampleStep_Entry() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	X := linalg.Row(1, 2).Named("X")
	W := linalg.New(2, 2,
		3, 4,
		5, -6).Named("W")
	p.Affine(new(nn.Matrix).Named("Z"), X, W, linalg.Row(10, 20).Named("b"))
	e := p.Trace.Steps[0].Entry(0, 1)
	fmt.Println(e.Symbols)
	fmt.Println(e.Values)
	// Output:
	// z_{2} = x_{1} w_{12} + x_{2} w_{22} + b_{2}
	// z_{2} = 1 \cdot 4 + 2 \cdot (-6) + 20 = 12
}

// One update with its sentence. The second weight becomes 1 − 0.5·(−4).
func ExampleStep_String() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	W := &nn.Param{Value: linalg.Row(3, 1).Named("W"), Grad: linalg.Row(2, -4).Named(`\partial W`)}
	sgd := &nn.SGD{LR: 0.5}
	sgd.Step(p, []*nn.Param{W})
	fmt.Println(p.Trace.Steps[0].String())
	// Output:
	// SGD/update: Each parameter moves against its gradient. The first one becomes 3 − 0.5·2 = 2.
	// W (1×2)
	//   2  3
}

// The cost of two examples is a single number, so that its entry is (0, 0).
func ExampleEntry() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	nn.HalfSquaredError{}.Loss(p, linalg.Col(3, 1), linalg.Col(1, 2))
	e := p.Trace.Steps[0].Entry(0, 0)
	fmt.Println(e.Symbols)
	fmt.Println(e.Values)
	fmt.Println(e.Value)
	// Output:
	// J = \tfrac{1}{4}(\hat{y}_{1} - y_{1})^2 + \tfrac{1}{4}(\hat{y}_{2} - y_{2})^2
	// J = \tfrac{1}{4}(3 - 1)^2 + \tfrac{1}{4}(1 - 2)^2 = 1.25
	// 1.25
}

// A sum of more than 16 terms is shown by its first three and its last; those between
// are taken together.
func ExampleEntry_long() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	p.SumRows(new(nn.Matrix).Named(`\partial b`), linalg.Full(100, 1, 2).Named(`\partial Z`))
	e := p.Trace.Steps[0].Entry(0, 0)
	fmt.Println(e.Symbols)
	fmt.Println(e.Values)
	fmt.Println(len(e.Terms), "terms")
	// Output:
	// \partial b = \partial z_{1} + \partial z_{2} + \partial z_{3} + \cdots + \partial z_{100}
	// \partial b = 2 + 2 + 2 + \underbrace{\cdots}_{192} + 2 = 200
	// 5 terms
}

// A scalar product, one product at a time.
func ExampleTerm() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	p.Mul(new(nn.Matrix), linalg.Row(1, 2, 3), linalg.Col(4, 5, -6))
	for _, t := range p.Trace.Steps[0].Entry(0, 0).Terms {
		fmt.Printf("%s = %s = %g, so far %g\n", t.Symbols, t.Values, t.Value, t.Sum)
	}
	// Output:
	// a_{1} b_{1} = 1 \cdot 4 = 4, so far 4
	// a_{2} b_{2} = 2 \cdot 5 = 10, so far 14
	// a_{3} b_{3} = 3 \cdot (-6) = -18, so far -4
}

// Which numbers an entry is made of: the second row of A and the first column of B. A page
// lights them up.
func ExampleRef() {
	p := &nn.Pass{Trace: new(nn.Trace)}
	A := linalg.New(2, 2,
		1, 2,
		3, 4).Named("A")
	B := linalg.New(2, 2,
		5, 6,
		7, 8).Named("B")
	p.Mul(new(nn.Matrix), A, B)
	step := p.Trace.Steps[0]
	for _, t := range step.Entry(1, 0).Terms {
		for _, r := range t.Uses {
			m := &step.Args[r.Arg]
			fmt.Println(m.Name, "row", r.Row, "column", r.Col, "is", m.At(r.Row, r.Col))
		}
	}
	// Output:
	// A row 1 column 0 is 3
	// B row 0 column 0 is 5
	// A row 1 column 1 is 4
	// B row 1 column 0 is 7
}

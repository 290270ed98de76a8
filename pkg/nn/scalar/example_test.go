package scalar_test

import (
	"fmt"

	"chainrule/pkg/nn/scalar"
)

// The first circuit of Stanford's CS231n: a sum, and a product with it.
func Example() {
	x, y, z := scalar.Var("x", -2), scalar.Var("y", 5), scalar.Var("z", -4)
	f := x.Add(y).Named("q").Mul(z).Named("f")
	f.Backward()
	fmt.Print(f.Tree())
	// Output:
	// f = q·z = -12     ∂f/∂f = 1
	// ├─ q = x + y = 3  ∂f/∂q = -4
	// │  ├─ x = -2      ∂f/∂x = -4
	// │  └─ y = 5       ∂f/∂y = -4
	// └─ z = -4         ∂f/∂z = 3
}

// A neuron of two inputs, and what its output owes to each number.
func Example_neuron() {
	x1, x2 := scalar.Var("x_1", 2), scalar.Var("x_2", 0)
	w1, w2 := scalar.Var("w_1", -3), scalar.Var("w_2", 1)
	b := scalar.Var("b", 6.8813735870195432)
	z := scalar.Sum(x1.Mul(w1), x2.Mul(w2), b).Named("z")
	a := z.Tanh().Named("a")
	a.Backward()
	fmt.Print(a.Tree())
	// Output:
	// a = tanh z = 0.707107          ∂a/∂a = 1
	// └─ z = v1 + v2 + b = 0.881374  ∂a/∂z = 0.5
	//    ├─ v1 = x_1·w_1 = -6        ∂a/∂v1 = 0.5
	//    │  ├─ x_1 = 2               ∂a/∂x_1 = -1.5
	//    │  └─ w_1 = -3              ∂a/∂w_1 = 1
	//    ├─ v2 = x_2·w_2 = 0         ∂a/∂v2 = 0.5
	//    │  ├─ x_2 = 0               ∂a/∂x_2 = 0.5
	//    │  └─ w_2 = 1               ∂a/∂w_2 = 0
	//    └─ b = 6.88137              ∂a/∂b = 0.5
}

// Ten updates of gradient descent on (θ − 3)²: each lets θ go a fifth of the gradient downhill.
func Example_descent() {
	theta := scalar.Var(`\theta`, 0)
	J := theta.Sub(scalar.Const(3)).Pow(2).Named("J")
	for range 10 {
		J.Backward()
		theta.Set(theta.Data - 0.2*theta.Grad)
		J.Forward()
	}
	fmt.Println(theta)
	fmt.Println(J)
	// Output:
	// θ = 2.98186
	// J = v1² = 0.000329054
}

// Two expressions may share values: Grad belongs to the latest Backward.
func ExampleValue() {
	x := scalar.Var("x", 3)
	square, double := x.Mul(x).Named("s"), x.Add(x).Named("d")
	square.Backward()
	fmt.Println(x)
	double.Backward()
	fmt.Println(x)
	// Output:
	// x = 3, ∂s/∂x = 6
	// x = 3, ∂d/∂x = 2
}

func ExampleVar() {
	x := scalar.Var("x", 1.5)
	fmt.Println(x, "and", x.Data)
	// Output:
	// x = 1.5 and 1.5
}

// A constant stands in the formula as its number and is not differentiated by.
func ExampleConst() {
	x := scalar.Var("x", 5)
	y := scalar.Const(-2).Mul(x).Named("y")
	y.Backward()
	fmt.Print(y.Tree())
	// Output:
	// y = -2·x = -10  ∂y/∂y = 1
	// └─ x = 5        ∂y/∂x = -2
}

func ExampleSum() {
	a, b, c := scalar.Var("a", 1), scalar.Var("b", 2), scalar.Var("c", 4)
	fmt.Println(scalar.Sum(a, b, c).Named("s"))
	// Output:
	// s = a + b + c = 7
}

func ExampleValue_Named() {
	x := scalar.Var("x", 2)
	fmt.Println(x.Exp())
	fmt.Println(x.Exp().Named(`\hat{y}`))
	// Output:
	// v1 = e^x = 7.38906
	// ŷ = e^x = 7.38906
}

func ExampleValue_Set() {
	x := scalar.Var("x", 2)
	y := x.Pow(2).Named("y")
	x.Set(10)
	fmt.Println(y.Data, "is of the old x")
	y.Forward()
	fmt.Println(y.Data, "is of the new one")
	// Output:
	// 4 is of the old x
	// 100 is of the new one
}

func ExampleValue_Add() {
	a, b := scalar.Var("a", 2), scalar.Var("b", 3)
	show(a.Add(b), a, b)
	// Output:
	// y = a + b = 5, ∂y/∂y = 1
	//    a = 2, ∂y/∂a = 1
	//    b = 3, ∂y/∂b = 1
}

func ExampleValue_Sub() {
	a, b := scalar.Var("a", 2), scalar.Var("b", 3)
	show(a.Sub(b), a, b)
	// Output:
	// y = a - b = -1, ∂y/∂y = 1
	//    a = 2, ∂y/∂a = 1
	//    b = 3, ∂y/∂b = -1
}

// Each factor's slope is the other factor.
func ExampleValue_Mul() {
	a, b := scalar.Var("a", 2), scalar.Var("b", 3)
	show(a.Mul(b), a, b)
	// Output:
	// y = a·b = 6, ∂y/∂y = 1
	//    a = 2, ∂y/∂a = 3
	//    b = 3, ∂y/∂b = 2
}

func ExampleValue_Div() {
	a, b := scalar.Var("a", 3), scalar.Var("b", 2)
	show(a.Div(b), a, b)
	// Output:
	// y = a/b = 1.5, ∂y/∂y = 1
	//    a = 3, ∂y/∂a = 0.5
	//    b = 2, ∂y/∂b = -0.75
}

func ExampleValue_Pow() {
	a := scalar.Var("a", 2)
	show(a.Pow(3), a)
	show(a.Pow(-1), a)
	// Output:
	// y = a³ = 8, ∂y/∂y = 1
	//    a = 2, ∂y/∂a = 12
	// y = a⁻¹ = 0.5, ∂y/∂y = 1
	//    a = 2, ∂y/∂a = -0.25
}

func ExampleValue_Neg() {
	a := scalar.Var("a", 2)
	show(a.Neg(), a)
	// Output:
	// y = -a = -2, ∂y/∂y = 1
	//    a = 2, ∂y/∂a = -1
}

// The exponential is its own slope.
func ExampleValue_Exp() {
	a := scalar.Var("a", 1)
	show(a.Exp(), a)
	// Output:
	// y = e^a = 2.71828, ∂y/∂y = 1
	//    a = 1, ∂y/∂a = 2.71828
}

func ExampleValue_Log() {
	a := scalar.Var("a", 4)
	show(a.Log(), a)
	// Output:
	// y = ln a = 1.38629, ∂y/∂y = 1
	//    a = 4, ∂y/∂a = 0.25
}

func ExampleValue_Sin() {
	a := scalar.Var("a", 0)
	show(a.Sin(), a)
	// Output:
	// y = sin a = 0, ∂y/∂y = 1
	//    a = 0, ∂y/∂a = 1
}

func ExampleValue_Cos() {
	a := scalar.Var("a", 0)
	show(a.Cos(), a)
	// Output:
	// y = cos a = 1, ∂y/∂y = 1
	//    a = 0, ∂y/∂a = 0
}

// Far from 0 nearly nothing passes: the unit is saturated.
func ExampleValue_Tanh() {
	a := scalar.Var("a", 0)
	show(a.Tanh(), a)
	show(a.Set(4).Tanh(), a)
	// Output:
	// y = tanh a = 0, ∂y/∂y = 1
	//    a = 0, ∂y/∂a = 1
	// y = tanh a = 0.999329, ∂y/∂y = 1
	//    a = 4, ∂y/∂a = 0.00134095
}

// The slope is a quarter at most.
func ExampleValue_Sigmoid() {
	a := scalar.Var("a", 0)
	show(a.Sigmoid(), a)
	show(a.Set(-5).Sigmoid(), a)
	// Output:
	// y = σ(a) = 0.5, ∂y/∂y = 1
	//    a = 0, ∂y/∂a = 0.25
	// y = σ(a) = 0.00669285, ∂y/∂y = 1
	//    a = -5, ∂y/∂a = 0.00664806
}

func ExampleValue_ReLU() {
	a := scalar.Var("a", 3)
	show(a.ReLU(), a)
	show(a.Set(-3).ReLU(), a)
	// Output:
	// y = max(0, a) = 3, ∂y/∂y = 1
	//    a = 3, ∂y/∂a = 1
	// y = max(0, a) = 0, ∂y/∂y = 1
	//    a = -3, ∂y/∂a = 0
}

func ExampleValue_Max() {
	a, b := scalar.Var("a", 2), scalar.Var("b", 3)
	show(a.Max(b), a, b)
	// Output:
	// y = max(a, b) = 3, ∂y/∂y = 1
	//    a = 2, ∂y/∂a = 0
	//    b = 3, ∂y/∂b = 1
}

// show prints y and its slopes.
func show(y *scalar.Value, inputs ...*scalar.Value) {
	y.Named("y").Backward()
	fmt.Println(y)
	for _, x := range inputs {
		fmt.Println("  ", x)
	}
}

func ExampleValue_Forward() {
	x := scalar.Var("x", 1)
	y := x.Mul(x).Add(x).Named("y")
	for _, v := range []float64{2, 3, 4} {
		x.Set(v)
		fmt.Println(v, "→", y.Forward())
	}
	// Output:
	// 2 → 6
	// 3 → 12
	// 4 → 20
}

// A value used twice gets both gradients, added up; a second call does not double them.
func ExampleValue_Backward() {
	x := scalar.Var("x", 3)
	y := x.Mul(x).Add(x).Named("y") // slope 2x + 1
	y.Backward()
	fmt.Println(x.Grad)
	y.Backward()
	fmt.Println(x.Grad)
	// Output:
	// 7
	// 7
}

func ExampleValue_Inputs() {
	w, x, b := scalar.Var("w", 2), scalar.Var("x", 3), scalar.Var("b", 1)
	z := w.Mul(x).Add(b)
	for _, in := range z.Inputs() {
		fmt.Println(in)
	}
	// Output:
	// w = 2
	// x = 3
	// b = 1
}

// What Backward says, checked by wiggling the input.
func ExampleValue_Difference() {
	x := scalar.Var("x", 2)
	y := x.Pow(3).Named("y")
	y.Backward()
	fmt.Println("chain rule:", x.Grad)
	for _, h := range []float64{1, 0.1, 0.01} {
		fmt.Printf("h = %g: %.4f\n", h, y.Difference(x, h))
	}
	// Output:
	// chain rule: 12
	// h = 1: 13.0000
	// h = 0.1: 12.0100
	// h = 0.01: 12.0001
}

// The chain rule, walked.
func ExampleValue_Steps() {
	x, y, z := scalar.Var("x", -2), scalar.Var("y", 5), scalar.Var("z", -4)
	f := x.Add(y).Named("q").Mul(z).Named("f")
	for s := range f.Steps() {
		fmt.Println(s)
	}
	// Output:
	// forward: x is given: −2.
	// forward: y is given: 5.
	// forward: z is given: −4.
	// forward: The sum of x and y: −2 + 5 = 3.
	// forward: The product of q and z: 3·(−4) = −12.
	// backward: f is what we differentiate. By itself its slope is 1.
	// backward: f changes −4 times as fast as q, because q is multiplied by z there.
	// backward: f changes 3 times as fast as z, because z is multiplied by q there.
	// backward: q changes as fast as y, because q takes y in as it is; and f changes −4 times as fast as q: −4·1 = −4.
	// backward: q changes as fast as x, because q takes x in as it is; and f changes −4 times as fast as q: −4·1 = −4.
}

// Half way: who stops has computed so far and no further.
func ExampleValue_Steps_stop() {
	x, y, z := scalar.Var("x", -2), scalar.Var("y", 5), scalar.Var("z", -4)
	q := x.Add(y).Named("q")
	f := q.Mul(z).Named("f")
	for s := range f.Steps() {
		if s.Phase == scalar.PhaseBackward && s.Value == q {
			break
		}
	}
	fmt.Print(f.Tree())
	// Output:
	// f = q·z = -12     ∂f/∂f = 1
	// ├─ q = x + y = 3  ∂f/∂q = -4
	// │  ├─ x = -2
	// │  └─ y = 5
	// └─ z = -4
}

// A value that is used twice is drawn in full once.
func ExampleValue_Tree() {
	a, b := scalar.Var("a", 2), scalar.Var("b", 1)
	e := a.Add(b).Mul(b.Add(scalar.Const(1)))
	f := e.Mul(e).Add(a).Named("f")
	fmt.Print(f.Tree())
	// Output:
	// f = v4 + a = 38
	// ├─ v4 = v3·v3 = 36
	// │  ├─ v3 = v1·v2 = 6
	// │  │  ├─ v1 = a + b = 3
	// │  │  │  ├─ a = 2
	// │  │  │  └─ b = 1
	// │  │  └─ v2 = b + 1 = 2
	// │  │     └─ b = 1
	// │  └─ v3 = v1·v2 = 6 (see above)
	// └─ a = 2
}

func ExampleValue_Graph() {
	x, y := scalar.Var("x", 2), scalar.Var("y", 3)
	f := x.Mul(y).Tanh().Named("f")
	g := f.Graph()
	fmt.Println(len(g.Nodes), "nodes,", len(g.Edges), "edges")
	// Output:
	// 4 nodes, 3 edges
}

// Nothing panics over a number; the first NaN can be asked for.
func ExampleValue_Check() {
	p := scalar.Var("p", 0.25)
	J := scalar.Const(1).Sub(p).Log().Neg().Mul(scalar.Const(2)).Named("J")
	fmt.Println(J.Check())
	p.Set(1.5)
	J.Forward()
	fmt.Println(J.Check())
	// Output:
	// <nil>
	// scalar: the first NaN is made in the forward pass. The natural logarithm of v1: ln (−0.5) is not a number.
}

// The step of one weight: the chain rule, in symbols, and with the numbers put in.
func ExampleStep() {
	x, w := scalar.Var("x", 3), scalar.Var("w", -0.5)
	a := x.Mul(w).Named("z").Tanh().Named("a")
	for s := range a.Steps() {
		if s.Phase == scalar.PhaseBackward && s.Value == w {
			fmt.Println(s.Chain)
			fmt.Println(s.Symbols)
			fmt.Println(s.Values)
			fmt.Println(s.Say)
		}
	}
	// Output:
	// \frac{\partial a}{\partial w} = \frac{\partial a}{\partial z} \frac{\partial z}{\partial w}
	// \frac{\partial a}{\partial w} = \frac{\partial a}{\partial z} \cdot x
	// \frac{\partial a}{\partial w} = 0.180707 \cdot 3 \approx 0.54212
	// z changes 3 times as fast as w, because w is multiplied by x there; and a changes 0.180707 times as fast as z: 0.180707·3 ≈ 0.54212.
}

// x is used twice, so that its gradient has two terms.
func ExampleTerm() {
	x := scalar.Var("x", 3)
	f := x.Pow(2).Named("s").Add(x.Mul(scalar.Const(4)).Named("p")).Named("f")
	for s := range f.Steps() {
		if s.Phase == scalar.PhaseBackward && s.Value == x {
			for _, t := range s.Terms {
				fmt.Printf("through %s: %g · %g = %g, so far %g\n", t.User.Name, t.Grad, t.Slope, t.Value, t.Sum)
			}
			fmt.Println(s.Say)
		}
	}
	// Output:
	// through s: 1 · 6 = 6, so far 6
	// through p: 1 · 4 = 4, so far 10
	// x reaches f through s and p, and what comes back from them adds up: 6 + 4 = 10.
}

// Dot, the language of Graphviz, from the data of a drawing.
func ExampleGraph() {
	x, y := scalar.Var("x", 2), scalar.Var("y", 3)
	f := x.Mul(y).Add(x).Named("f")
	f.Backward()
	g := f.Graph()
	fmt.Println("digraph {")
	for _, n := range g.Nodes {
		fmt.Printf("  %d [label=\"%s\\n%g, grad %g\"]\n", n.ID, n.Label, n.Data, n.Grad)
	}
	for _, e := range g.Edges {
		fmt.Printf("  %d -> %d [label=\"%g\"]\n", e.From, e.To, e.Slope)
	}
	fmt.Println("}")
	// Output:
	// digraph {
	//   0 [label="x\n2, grad 4"]
	//   1 [label="y\n3, grad 2"]
	//   2 [label="·\n6, grad 1"]
	//   3 [label="+\n8, grad 1"]
	//   0 -> 2 [label="3"]
	//   1 -> 2 [label="2"]
	//   2 -> 3 [label="1"]
	//   0 -> 3 [label="1"]
	// }
}

func ExampleNode() {
	x := scalar.Var("x", 0)
	f := x.Sigmoid().Mul(scalar.Const(4)).Named("f")
	for _, n := range f.Graph().Nodes {
		fmt.Printf("column %d: %s %q %s = %g\n", n.Column, n.Kind, n.Label, n.Symbol, n.Data)
	}
	// Output:
	// column 0: input "x" x = 0
	// column 0: constant "4" 4 = 4
	// column 1: sigmoid "σ" v_{1} = 0.5
	// column 2: mul "·" f = 2
}

// Both edges of a square come from the same value.
func ExampleEdge() {
	x := scalar.Var("x", 5)
	for _, e := range x.Mul(x).Graph().Edges {
		fmt.Printf("%d → %d, argument %d: slope %s = %g\n", e.From, e.To, e.Arg, e.Rate, e.Slope)
	}
	// Output:
	// 0 → 1, argument 0: slope x = 5
	// 0 → 1, argument 1: slope x = 5
}

// The gradient of √x at 0 is infinite, and nothing times infinity is no number.
func ExampleNaNError() {
	x := scalar.Var("x", 0)
	f := x.Pow(0.5).Named("r").Mul(scalar.Const(0)).Named("f")
	f.Backward()
	if err, ok := f.Check().(*scalar.NaNError); ok {
		fmt.Println(err.Step.Value.Name, "in the", err.Step.Phase, "pass:", err.Step.Values)
		fmt.Println(err)
	}
	// Output:
	// x in the backward pass: \frac{\partial f}{\partial x} = 0 \cdot 0.5 \cdot 0^{-0.5} = \mathrm{NaN}
	// scalar: the first NaN is made in the backward pass. r changes ∞ times as fast as x, because the slope of the power 0.5 is the exponent times the power −0.5; and f does not change with r, to first order: 0·∞ is not a number.
}

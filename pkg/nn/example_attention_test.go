package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Three words look at each other. The query of the last one agrees with the key of the
// first, so that it gets most of that one's value.
func ExampleScaledDotProduct() {
	K := linalg.New(3, 2,
		4, 0,
		0, 4,
		0, 0)
	Q := linalg.New(3, 2,
		0, 0,
		0, 2,
		2, 0)
	V := linalg.Col(10, 20, 30)
	var attention nn.ScaledDotProduct
	Y := attention.Attend(nil, Q, K, V)
	fmt.Printf("%.2f\n", attention.Weights().Named("A"))
	fmt.Printf("%.1f\n", Y.Data)
	// Output:
	// A (3×3)
	//   0.33  0.33  0.33
	//   0.00  0.99  0.00
	//   0.99  0.00  0.00
	// [20.0 20.0 10.1]
}

// With a causal mask, a word looks at itself and at what came before it.
func ExampleScaledDotProduct_causal() {
	X := linalg.New(3, 2, 1, 0, 0, 1, 1, 1)
	attention := nn.ScaledDotProduct{Causal: true}
	attention.Attend(nil, X, X, X)
	fmt.Printf("%.2f\n", attention.Weights().Named("A"))
	// Output:
	// A (3×3)
	//   1.00  0.00  0.00
	//   0.33  0.67  0.00
	//   0.25  0.25  0.50
}

// A trace has each step: here what the second word gets.
func ExampleScaledDotProduct_Attend() {
	p := &nn.Pass{Trace: &nn.Trace{}}
	attention := nn.ScaledDotProduct{Mask: linalg.New(2, 2, 1, 0, 1, 1)}
	attention.Attend(p, linalg.Identity(2), linalg.Identity(2), linalg.New(2, 2, 1, 2, 3, 4))
	for _, s := range p.Trace.Steps {
		fmt.Println(s.TeX)
		fmt.Println("  ", s.Entry(1, 0).Values)
	}
	// Output:
	// S = \frac{1}{\sqrt{2}} Q \, K^\top, \quad -\infty \text{ where masked}
	//    s_{21} = \frac{1}{\sqrt{2}} (0 \cdot 1 + 1 \cdot 0) = 0
	// A = \mathrm{softmax}(S)
	//    a_{21} = \frac{e^{0}}{e^{0} + e^{0.707107}} = 0.330238
	// Y = A V
	//    y_{21} = 0.330238 \cdot 1 + 0.669762 \cdot 3 = 2.33952
}

// The query looked at the second value almost alone, which gets almost all of the error.
// To look at it even more would make the output larger: so much is ∂Q.
func ExampleScaledDotProduct_Backward() {
	Q, K, V := linalg.Row(0, 1), linalg.New(2, 2, 5, 0, 0, 5), linalg.Col(1, 2)
	var attention nn.ScaledDotProduct
	attention.Attend(nil, Q, K, V)
	dQ, _, dV := attention.Backward(nil, linalg.Row(1))
	fmt.Printf("∂V = %.3f\n∂Q = %.3f\n", dV.Data, dQ.Data)
	// Output:
	// ∂V = [0.028 0.972]
	// ∂Q = [-0.097 0.097]
}

// How much the query looked at each of two keys.
func ExampleScaledDotProduct_Weights() {
	Q, K, V := linalg.Row(1, 0), linalg.Identity(2), linalg.Col(0, 1)
	var attention nn.ScaledDotProduct
	attention.Attend(nil, Q, K, V)
	fmt.Printf("%.4f\n", attention.Weights().Data)
	// Output:
	// [0.6698 0.3302]
}

package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// A chain is one layer of a larger net, and can be asked by itself: this encoder keeps
// the sum of two features, and no decoder can tell from it which was the larger one.
func ExampleChain() {
	encoder := &nn.Chain{Layers: []nn.Layer{&nn.Dense{Out: 1, Init: nn.Constant(1)}}}
	decoder := &nn.Dense{Out: 2, Init: nn.Constant(0.5)}
	net := nn.Must(nn.New(1, nn.Shape{2}, encoder, decoder))
	X := linalg.New(2, 2,
		3, 3,
		2, 4)
	fmt.Println(encoder.Forward(nil, X).Clone().Named("code"))
	fmt.Println(net.Predict(X))
	// Output:
	// code (2×1)
	//   6
	//   6
	// \hat{Y} (2×2)
	//   3  3
	//   3  3
}

// The number of a layer counts its kind within the chain.
func ExampleChain_Build() {
	c := &nn.Chain{Layers: []nn.Layer{&nn.Dense{Out: 4, Act: nn.ReLU}, &nn.Dense{Out: 3}}}
	out, err := c.Build("head", nn.Shape{2}, nn.Stream(1, "head"))
	fmt.Println(out, err)
	for _, q := range c.Params() {
		fmt.Println(q.Name)
	}
	// Output:
	// [3] <nil>
	// head/Dense 1/W
	// head/Dense 1/b
	// head/Dense 2/W
	// head/Dense 2/b
}

// Without an activation between them, two layers are no more than one: they multiply
// by W₁W₂, which here swaps the features and doubles them.
func ExampleChain_Forward() {
	c := &nn.Chain{Layers: []nn.Layer{&nn.Dense{Out: 2}, &nn.Dense{Out: 2}}}
	c.Build("", nn.Shape{2}, nn.Stream(1, ""))
	W1 := linalg.New(2, 2,
		0, 1,
		1, 0)
	W2 := linalg.New(2, 2,
		2, 0,
		0, 2)
	c.Params()[0].Value.Copy(W1)
	c.Params()[2].Value.Copy(W2)
	X := linalg.Row(3, 4)
	fmt.Println(c.Forward(nil, X))
	fmt.Println(linalg.Mul(X, linalg.Mul(W1, W2)))
	// Output:
	// A_2 (1×2)
	//   8  6
	// (1×2)
	//   8  6
}

// The chain rule on single numbers: a = 2x, y = 3a. At x = 5 the slopes of y are 6 in
// x, 3x = 15 in the first weight, and a = 10 in the second.
func ExampleChain_Backward() {
	c := &nn.Chain{Layers: []nn.Layer{
		&nn.Dense{Out: 1, Init: nn.Constant(2)},
		&nn.Dense{Out: 1, Init: nn.Constant(3)},
	}}
	c.Build("", nn.Shape{1}, nn.Stream(1, ""))
	y := c.Forward(nil, linalg.Row(5))
	fmt.Println("y", y.Data)
	dx := c.Backward(nil, linalg.Row(1)) // ∂y/∂y
	fmt.Println("dx", dx.Data)
	for _, q := range c.Params() {
		fmt.Println("d", q.Name, q.Grad.Data)
	}
	// Output:
	// y [30]
	// dx [6]
	// d Dense 1/W [15]
	// d Dense 1/b [3]
	// d Dense 2/W [10]
	// d Dense 2/b [1]
}

// Two features, three hidden units, one output: 2·3 + 3 + 3·1 + 1 = 13 numbers.
func ExampleChain_Params() {
	c := &nn.Chain{Layers: []nn.Layer{&nn.Dense{Out: 3}, &nn.Dense{Out: 1}}}
	c.Build("", nn.Shape{2}, nn.Stream(1, ""))
	total := 0
	for _, q := range c.Params() {
		total += len(q.Value.Data)
	}
	fmt.Println(len(c.Params()), "matrices,", total, "numbers")
	// Output:
	// 4 matrices, 13 numbers
}

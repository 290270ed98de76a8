package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// A net for sequences of 3 positions with 4 features. It sees where a position is, and
// what came before it.
func ExampleMultiHeadAttention() {
	net := nn.Must(nn.New(1, nn.Shape{3, 4},
		&nn.PositionalEncoding{},
		&nn.MultiHeadAttention{Heads: 2, Causal: true},
		&nn.Dense{Out: 1},
	))
	fmt.Print(net.Summary())
	for _, q := range net.Layers()[1].Params()[:2] {
		fmt.Printf("%s %d×%d\n", q.Name, q.Value.Rows, q.Value.Cols)
	}
	// Output:
	// layer                  output   parameters
	// input                  [3 4]
	// PositionalEncoding 1   [3 4]    0
	// MultiHeadAttention 1   [3 4]    80
	// Dense 1                [1]      13
	// total                           93
	// MultiHeadAttention 1/W_Q 4×4
	// MultiHeadAttention 1/b_Q 1×4
}

// Two heads of one feature each look at different words, because the feature that they
// see is not the same.
func ExampleMultiHeadAttention_Weights() {
	attention := &nn.MultiHeadAttention{Heads: 2, Causal: true}
	net := nn.Must(nn.New(1, nn.Shape{3, 2}, attention))
	for _, symbol := range []string{"Q", "K"} {
		net.Param("MultiHeadAttention 1/W_" + symbol).Value.Copy(linalg.Identity(2))
	}
	net.Predict(linalg.Row(3, 0, 0, 3, 1, 1)) // the words (3, 0), (0, 3) and (1, 1)
	for h := range 2 {
		fmt.Printf("head %d\n%.2f\n", h, attention.Weights(0, h).Named("A"))
	}
	// Output:
	// head 0
	// A (3×3)
	//   1.00  0.00  0.00
	//   0.50  0.50  0.00
	//   0.84  0.04  0.11
	// head 1
	// A (3×3)
	//   1.00  0.00  0.00
	//   0.00  1.00  0.00
	//   0.04  0.84  0.11
}

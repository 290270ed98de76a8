package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Two examples of very different size become the same: what counts is how the features
// of an example compare with each other.
func ExampleLayerNorm() {
	net := nn.Must(nn.New(1, nn.Shape{3}, &nn.LayerNorm{}))
	Y := net.Forward(nil, linalg.New(2, 3,
		1, 2, 3,
		100, 200, 300))
	fmt.Printf("%.3f\n", Y.Row(0))
	fmt.Printf("%.3f\n", Y.Row(1))
	// Output:
	// [-1.225 0.000 1.225]
	// [-1.225 0.000 1.225]
}

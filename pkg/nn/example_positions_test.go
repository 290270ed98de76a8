package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// The same word three times: from now on a layer can tell them apart.
func ExamplePositionalEncoding() {
	net := nn.Must(nn.New(1, nn.Shape{3, 2}, &nn.PositionalEncoding{}))
	y := net.Predict(linalg.Row(5, 5, 5, 5, 5, 5))
	fmt.Printf("%.3f\n", linalg.New(3, 2, y.Data...).Named("Y"))
	// Output:
	// Y (3×2)
	//   5.000  6.000
	//   5.841  5.540
	//   5.909  4.584
}

// The first two features turn fast, the last two slowly.
func ExamplePositionalEncoding_Positions() {
	var positions nn.PositionalEncoding
	nn.Must(nn.New(1, nn.Shape{4, 4}, &positions))
	fmt.Printf("%.2f\n", positions.Positions().Named("P"))
	// Output:
	// P (4×4)
	//   0.00   1.00  0.00  1.00
	//   0.84   0.54  0.01  1.00
	//   0.91  -0.42  0.02  1.00
	//   0.14  -0.99  0.03  1.00
}

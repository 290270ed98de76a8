package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Layers that begin at 0 change nothing: a residual block starts as the identity.
func ExampleResidual() {
	net := nn.Must(nn.New(1, nn.Shape{3}, &nn.Residual{Layers: []nn.Layer{
		&nn.Dense{Out: 8, Act: nn.ReLU},
		&nn.Dense{Out: 3, Init: nn.Zeros},
	}}))
	fmt.Println(net.Forward(nil, linalg.Row(1, 2, 3)).Data)
	net.Param("Residual 1/Dense 2/b").Value.Fill(10)
	fmt.Println(net.Forward(nil, linalg.Row(1, 2, 3)).Data)
	// Output:
	// [1 2 3]
	// [11 12 13]
}

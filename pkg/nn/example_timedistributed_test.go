package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Three positions of two features; each becomes their sum.
func ExampleTimeDistributed() {
	net := nn.Must(nn.New(1, nn.Shape{3, 2}, &nn.TimeDistributed{Layers: []nn.Layer{&nn.Dense{Out: 1, Init: nn.Constant(1)}}}))
	fmt.Println(net.Forward(nil, linalg.Row(1, 2, 30, 40, 500, 600)).Data)
	// Output:
	// [3 70 1100]
}

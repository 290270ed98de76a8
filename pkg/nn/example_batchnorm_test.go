package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// In training, two features of very different size are made comparable over the batch. In
// use, the running averages take the batch's place: after one batch, they have moved a
// tenth of the way from 0 and 1.
func ExampleBatchNorm() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.BatchNorm{}))
	X := linalg.New(3, 2,
		1, 100,
		2, 200,
		3, 300)
	Y := net.Forward(&nn.Pass{Train: true}, X)
	for i := range Y.Rows {
		fmt.Printf("in training: %6.3f\n", Y.Row(i))
	}
	Y = net.Predict(X)
	for i := range Y.Rows {
		fmt.Printf("in use:      %6.3f\n", Y.Row(i))
	}
	// Output:
	// in training: [-1.225 -1.225]
	// in training: [ 0.000  0.000]
	// in training: [ 1.225  1.225]
	// in use:      [ 0.800  2.529]
	// in use:      [ 1.800  5.690]
	// in use:      [ 2.800  8.850]
}

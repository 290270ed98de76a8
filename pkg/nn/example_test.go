package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Exclusive or is learned, which no single layer can: one hidden layer, the binary
// cross-entropy of logits, and the prediction is class 1 where the logit is above 0.
func Example() {
	X := linalg.New(4, 2,
		0, 0,
		0, 1,
		1, 0,
		1, 1)
	Y := linalg.Col(0, 1, 1, 0)
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 8, Act: nn.Tanh}, &nn.Dense{Out: 1}))
	t := &nn.Trainer{Net: net, Loss: nn.BCE{}, Opt: &nn.Adam{LR: 0.05}, X: X, Y: Y, Epochs: 200}
	for u := range t.Steps() {
		if u.Loss < 0.1 {
			break
		}
	}
	fmt.Println(t.Err())
	Z := net.Predict(X)
	for i := range X.Rows {
		fmt.Println(X.Row(i), Z.At(i, 0) > 0)
	}
	fmt.Println("accuracy", nn.Accuracy(Z, Y))
	// Output:
	// <nil>
	// [0 0] false
	// [0 1] true
	// [1 0] true
	// [1 1] false
	// accuracy 1
}

package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Two classes at each of three times. The last is wrong and unsure, so that the mean over
// the times is a third of its loss.
func ExampleSequence() {
	loss := &nn.Sequence{Of: nn.CrossEntropy{}, Times: 3}
	logits := linalg.Row(50, 0, 0, 50, 1, 1)
	targets := linalg.Row(1, 0, 0, 1, 1, 0)
	fmt.Printf("%.4f\n", loss.Loss(nil, logits, targets))
	fmt.Printf("accuracy %.2f\n", nn.Accuracy(linalg.Reshape(logits, 3, 2), linalg.Reshape(targets, 3, 2)))
	// Output:
	// 0.2310
	// accuracy 1.00
}

// The gradient is as wide as the predictions.
func ExampleSequence_Grad() {
	loss := &nn.Sequence{Of: nn.MSE{}, Times: 2}
	fmt.Println(loss.Grad(nil, new(nn.Matrix), linalg.Row(1, 2, 3, 4), linalg.Row(1, 1, 3, 3)).Data)
	// Output:
	// [0 0.5 0 0.5]
}

// As MSE over all numbers.
func ExampleSequence_Loss() {
	loss := &nn.Sequence{Of: nn.MSE{}, Times: 2}
	fmt.Println(loss.Loss(nil, linalg.Row(1, 2, 3, 4), linalg.Row(1, 1, 3, 3)))
	// Output:
	// 0.5
}

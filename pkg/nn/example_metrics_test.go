package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// The largest output of a row is its prediction: right, right, wrong, right.
func ExampleAccuracy() {
	Yhat := linalg.New(4, 2,
		0.9, 0.1,
		0.2, 0.8,
		0.6, 0.4,
		0.3, 0.7)
	Y := linalg.New(4, 2,
		1, 0,
		0, 1,
		0, 1,
		0, 1)
	fmt.Println(nn.Accuracy(Yhat, Y))
	// Output:
	// 0.75
}

// With a single output, a logit above 0 stands for class 1. The probability would part
// at 1/2, and both mean the same.
func ExampleAccuracy_logit() {
	Z, Y := linalg.Col(2.5, -1, 0.3, -4, 7), linalg.Col(1, 0, 0, 0, 1)
	fmt.Println(nn.Accuracy(Z, Y)) // only 0.3 is on the wrong side
	// Output:
	// 0.8
}

// Five examples of three classes. Rows are the true classes: of the two in class 1, one
// was taken for class 2. Columns are the guesses.
func ExampleConfusionMatrix() {
	Yhat := linalg.New(5, 3,
		9, 0, 0,
		8, 1, 1,
		1, 7, 2,
		0, 4, 6, // class 1 in truth
		2, 3, 5)
	Y := linalg.New(5, 3,
		1, 0, 0,
		1, 0, 0,
		0, 1, 0,
		0, 1, 0,
		0, 0, 1)
	fmt.Println(nn.ConfusionMatrix(Yhat, Y))
	// Output:
	// (3×3)
	//   2  0  0
	//   0  1  1
	//   0  0  1
}

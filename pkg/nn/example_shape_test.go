package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// A batch of three examples with two features each. A function of linalg takes it as
// it is.
func ExampleMatrix() {
	X := &nn.Matrix{Rows: 3, Cols: 2, Data: []float64{1, 10, 2, 20, 3, 30}, Name: "X"}
	fmt.Println(X)
	fmt.Println(linalg.MeanRows(X))
	// Output:
	// X (3×2)
	//   1  10
	//   2  20
	//   3  30
	// (1×2)
	//   2  20
}

// Two images of one channel, 2×2 pixels, are two rows of four entries. A unit with
// weights of 1/4 computes the mean brightness.
func ExampleShape() {
	net := nn.Must(nn.New(1, nn.Shape{1, 2, 2}, &nn.Dense{Out: 1, Init: nn.Constant(0.25)}))
	X := linalg.New(2, 4,
		0, 1, 0, 1, // the right column is white
		1, 1, 1, 1)
	fmt.Println(net.Predict(X))
	// Output:
	// \hat{Y} (2×1)
	//   0.5
	//   1.0
}

// An example without any size is a single number.
func ExampleShape_Size() {
	for _, s := range []nn.Shape{{4}, {3, 8, 8}, {}} {
		fmt.Println(s, s.Size())
	}
	// Output:
	// [4] 4
	// [3 8 8] 192
	// [] 1
}

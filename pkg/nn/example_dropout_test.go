package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// In training, what is not dropped is doubled when half is; in use, nothing happens.
func ExampleDropout() {
	net := nn.Must(nn.New(1, nn.Shape{10}, &nn.Dropout{Rate: 0.5}))
	X := linalg.Row(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	fmt.Println("training:", net.Forward(&nn.Pass{Train: true}, X).Data)
	fmt.Println("training:", net.Forward(&nn.Pass{Train: true}, X).Data)
	fmt.Println("in use:  ", net.Forward(nil, X).Data)
	// Output:
	// training: [2 0 0 8 0 12 0 16 18 20]
	// training: [2 4 0 8 0 0 14 0 0 0]
	// in use:   [1 2 3 4 5 6 7 8 9 10]
}

// A gate of 0, a half and 1 closes, halves and opens.
func ExamplePass_Hadamard() {
	C := new(nn.Pass).Hadamard(new(nn.Matrix), linalg.Row(8, 8, 8), linalg.Row(0, 0.5, 1))
	fmt.Println(C.Data)
	// Output:
	// [0 4 8]
}

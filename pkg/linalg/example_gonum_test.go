package linalg_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"chainrule/pkg/linalg"
)

// A Matrix goes into every function of gonum that reads a matrix.
func ExampleMatrix_T() {
	A := linalg.New(2, 2,
		1, 2,
		3, 4)
	fmt.Println(A.T().At(0, 1)) // a₂₁
	fmt.Printf("%.0f\n", mat.Det(A))
	// Output:
	// 3
	// -2
}

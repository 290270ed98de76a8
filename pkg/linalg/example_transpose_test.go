package linalg_test

import (
	"fmt"

	"chainrule/pkg/linalg"
)

func ExampleTranspose() {
	A := linalg.New(2, 3,
		1, 2, 3,
		4, 5, 6)
	fmt.Println(linalg.Transpose(A))
	// Output:
	// (3×2)
	//   1  4
	//   2  5
	//   3  6
}

// Transposing twice gives the matrix back.
func ExampleMatrix_Transpose() {
	A := linalg.New(2, 2,
		0, 1,
		2, 3)
	T := new(linalg.Matrix)
	fmt.Println(T.Transpose(A))
	fmt.Println(linalg.Equal(A, linalg.Transpose(T)))
	// Output:
	// (2×2)
	//   0  2
	//   1  3
	// true
}

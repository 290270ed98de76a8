package linalg_test

import (
	"fmt"

	"chainrule/pkg/linalg"
)

// A layer of three units sees two examples with two features each.
func Example() {
	X := linalg.New(2, 2,
		1, 2,
		3, 4).Named("X")
	W := linalg.New(2, 3,
		1, 0, -1,
		0, 1, 1).Named("W")
	b := linalg.Row(0, -3, 0).Named("b")

	Z := linalg.AddRow(linalg.Mul(X, W), b).Named("Z") // Z = XW + 1b
	A := linalg.Apply(func(z float64) float64 { return max(0, z) }, Z).Named("A")
	fmt.Println(Z)
	fmt.Println(A)
	// Output:
	// Z (2×3)
	//   1  -1  1
	//   3   1  1
	// A (2×3)
	//   1  0  1
	//   3  1  1
}

// Functions return a new matrix, methods overwrite their receiver.
func Example_functionsAndMethods() {
	A := linalg.New(2, 2,
		1, 2,
		3, 4).Named("A")
	B := linalg.Add(A, A).Named("B") // A stays
	fmt.Println(A)
	fmt.Println(B)

	A.Add(A, A) // A is overwritten
	fmt.Println(A)
	// Output:
	// A (2×2)
	//   1  2
	//   3  4
	// B (2×2)
	//   2  4
	//   6  8
	// A (2×2)
	//   2  4
	//   6  8
}

package linalg_test

import (
	"fmt"

	"chainrule/pkg/linalg"
)

// Every example, a row of Z, gets the same biases.
func ExampleAddRow() {
	Z := linalg.New(3, 2,
		1, 2,
		3, 4,
		5, 6)
	b := linalg.Row(10, -1)
	fmt.Println(linalg.AddRow(Z, b))
	// Output:
	// (3×2)
	//   11  1
	//   13  3
	//   15  5
}

// Subtracting its largest entry from each row is the first step of a safe softmax.
func ExampleAddCol() {
	Z := linalg.New(2, 3,
		1, 3, 2,
		7, 5, 7)
	largest := linalg.Col(3, 7)
	fmt.Println(linalg.AddCol(Z, linalg.Scale(-1, largest)))
	// Output:
	// (2×3)
	//   -2   0  -1
	//    0  -2   0
}

// Meters to centimeters in the first column, kilograms to grams in the second.
func ExampleHadamardRow() {
	X := linalg.New(2, 2,
		1.8, 80,
		1.6, 55)
	fmt.Println(linalg.HadamardRow(X, linalg.Row(100, 1000)))
	// Output:
	// (2×2)
	//   180  80000
	//   160  55000
}

// The first example counts once, the second twice, the third not at all.
func ExampleHadamardCol() {
	losses := linalg.New(3, 2,
		4, 1,
		5, 2,
		6, 3)
	fmt.Println(linalg.HadamardCol(losses, linalg.Col(1, 2, 0)))
	// Output:
	// (3×2)
	//    4  1
	//   10  4
	//    0  0
}

// Centering: the mean of each column becomes 0.
func ExampleMatrix_AddRow() {
	X := linalg.New(3, 2,
		1, 20,
		2, 50,
		3, 80)
	X.AddRow(X, linalg.Scale(-1, linalg.MeanRows(X)))
	fmt.Println(X)
	// Output:
	// (3×2)
	//   -1  -30
	//    0    0
	//    1   30
}

func ExampleMatrix_AddCol() {
	A := linalg.New(2, 2)
	A.AddCol(A, linalg.Col(1, 2))
	fmt.Println(A)
	// Output:
	// (2×2)
	//   1  1
	//   2  2
}

func ExampleMatrix_HadamardRow() {
	A := linalg.Full(3, 2, 1)
	A.HadamardRow(A, linalg.Row(2, 5))
	fmt.Println(A)
	// Output:
	// (3×2)
	//   2  5
	//   2  5
	//   2  5
}

// Dividing each row by its sum turns counts into shares.
func ExampleMatrix_HadamardCol() {
	P := linalg.New(2, 2,
		1, 3,
		2, 6)
	shares := linalg.Apply(func(s float64) float64 { return 1 / s }, linalg.SumCols(P))
	P.HadamardCol(P, shares)
	fmt.Println(P)
	// Output:
	// (2×2)
	//   0.25  0.75
	//   0.25  0.75
}

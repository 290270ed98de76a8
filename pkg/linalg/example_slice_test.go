package linalg_test

import (
	"fmt"

	"chainrule/pkg/linalg"
)

// The rows 1 and 2, counted from 0, as a view: what is written to it, X has.
func ExampleSliceRows() {
	X := linalg.New(4, 2,
		1, 2,
		3, 4,
		5, 6,
		7, 8).Named("X")
	batch := linalg.SliceRows(X, 1, 3).Named("batch")
	fmt.Println(batch)
	batch.Fill(0)
	fmt.Println(X)
	// Output:
	// batch (2×2)
	//   3  4
	//   5  6
	// X (4×2)
	//   1  2
	//   0  0
	//   0  0
	//   7  8
}

// The last column as a copy: the targets, cut off from a table.
func ExampleSliceCols() {
	table := linalg.New(2, 3,
		5.1, 3.5, 0,
		6.2, 2.9, 1)
	X := linalg.SliceCols(table, 0, 2).Named("X")
	Y := linalg.SliceCols(table, 2, 3).Named("Y")
	fmt.Println(X)
	fmt.Println(Y)
	// Output:
	// X (2×2)
	//   5.1  3.5
	//   6.2  2.9
	// Y (2×1)
	//   0
	//   1
}

// A row may be taken twice, as when drawing with replacement.
func ExampleSelectRows() {
	X := linalg.New(3, 2,
		10, 11,
		20, 21,
		30, 31)
	fmt.Println(linalg.SelectRows(X, []int{2, 0, 2}))
	// Output:
	// (3×2)
	//   30  31
	//   10  11
	//   30  31
}

// Mini-batches in a shuffled order; one matrix holds them all, one after another.
func ExampleMatrix_SelectRows() {
	X := linalg.Col(10, 20, 30, 40)
	order := []int{3, 0, 2, 1}
	batch := new(linalg.Matrix).Named("batch")
	for i := 0; i < len(order); i += 2 {
		fmt.Println(batch.SelectRows(X, order[i:i+2]))
	}
	// Output:
	// batch (2×1)
	//   40
	//   10
	// batch (2×1)
	//   30
	//   20
}

func ExampleVStack() {
	A := linalg.New(2, 2,
		1, 2,
		3, 4)
	fmt.Println(linalg.VStack(A, linalg.Row(5, 6)))
	// Output:
	// (3×2)
	//   1  2
	//   3  4
	//   5  6
}

// A column of ones beside X: the first weight is then the bias.
func ExampleHStack() {
	X := linalg.New(2, 2,
		3, 4,
		5, 6)
	fmt.Println(linalg.HStack(linalg.Full(2, 1, 1), X))
	// Output:
	// (2×3)
	//   1  3  4
	//   1  5  6
}

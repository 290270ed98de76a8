package linalg_test

import (
	"fmt"

	"chainrule/pkg/linalg"
)

// Four examples with two features each: one example per row.
func ExampleMatrix() {
	X := &linalg.Matrix{Rows: 4, Cols: 2, Data: []float64{0, 0, 0, 1, 1, 0, 1, 1}, Name: "X"}
	fmt.Println(X)

	var Z linalg.Matrix // the zero value is empty, and any method can overwrite it
	fmt.Println(Z.Scale(10, X))
	// Output:
	// X (4×2)
	//   0  0
	//   0  1
	//   1  0
	//   1  1
	// (4×2)
	//    0   0
	//    0  10
	//   10   0
	//   10  10
}

func ExampleNew() {
	A := linalg.New(2, 3,
		1, 2, 3,
		4, 5, 6)
	fmt.Println(A)
	fmt.Println(linalg.New(1, 2)) // no entries: zeros
	// Output:
	// (2×3)
	//   1  2  3
	//   4  5  6
	// (1×2)
	//   0  0
}

func ExampleFromRows() {
	points := [][]float64{{1, 2}, {3, 4}, {5, 6}}
	X := linalg.FromRows(points)
	points[0][0] = 100 // X has copies
	fmt.Println(X)
	// Output:
	// (3×2)
	//   1  2
	//   3  4
	//   5  6
}

func ExampleRow() {
	b := linalg.Row(0.5, -1, 2)
	fmt.Println(b)
	// Output:
	// (1×3)
	//   0.5  -1  2
}

func ExampleCol() {
	y := linalg.Col(0, 1, 1)
	fmt.Println(y)
	// Output:
	// (3×1)
	//   0
	//   1
	//   1
}

// The identity matrix leaves every A as it is: AI = A.
func ExampleIdentity() {
	A := linalg.New(2, 2,
		5, 6,
		7, 8)
	I := linalg.Identity(2)
	fmt.Println(I)
	fmt.Println(linalg.Mul(A, I))
	// Output:
	// (2×2)
	//   1  0
	//   0  1
	// (2×2)
	//   5  6
	//   7  8
}

func ExampleFull() {
	fmt.Println(linalg.Full(2, 3, 0.5))
	// Output:
	// (2×3)
	//   0.5  0.5  0.5
	//   0.5  0.5  0.5
}

func ExampleMatrix_Named() {
	W := linalg.Row(3, 4).Named("W_1")
	fmt.Println(W)
	// Output:
	// W_1 (1×2)
	//   3  4
}

func ExampleMatrix_Dims() {
	X := linalg.New(4, 2)
	n, d := X.Dims()
	fmt.Println(n, "examples,", d, "features")
	// Output:
	// 4 examples, 2 features
}

// The entry called a₁₂ in a formula is At(0, 1) in Go.
func ExampleMatrix_At() {
	A := linalg.New(2, 2,
		1, 2,
		3, 4)
	fmt.Println(A.At(0, 1))
	// Output:
	// 2
}

func ExampleMatrix_Set() {
	A := linalg.Identity(2)
	A.Set(0, 1, 7)
	fmt.Println(A)
	// Output:
	// (2×2)
	//   1  7
	//   0  1
}

// A row is a view: what is written to it, the matrix has.
func ExampleMatrix_Row() {
	A := linalg.New(2, 3,
		1, 2, 3,
		4, 5, 6)
	second := A.Row(1)
	fmt.Println(second)
	second[0] = 40
	fmt.Println(A)
	// Output:
	// [4 5 6]
	// (2×3)
	//    1  2  3
	//   40  5  6
}

func ExampleMatrix_Clone() {
	W := linalg.Row(1, 2).Named("W")
	before := W.Clone()
	W.Set(0, 0, 100)
	fmt.Println(before)
	fmt.Println(W)
	// Output:
	// W (1×2)
	//   1  2
	// W (1×2)
	//   100  2
}

// Copy takes over shape and entries. Each matrix keeps its own name.
func ExampleMatrix_Copy() {
	best := new(linalg.Matrix).Named("best")
	W := linalg.Col(3, 5).Named("W")
	best.Copy(W)
	W.Fill(0)
	fmt.Println(best)
	// Output:
	// best (2×1)
	//   3
	//   5
}

// Six entries fit where eight were: the storage stays, and so does what is in it.
func ExampleMatrix_Reset() {
	Z := linalg.New(2, 4,
		1, 2, 3, 4,
		5, 6, 7, 8)
	Z.Reset(3, 2)
	fmt.Println(Z)
	fmt.Println(Z.Fill(0))
	// Output:
	// (3×2)
	//   1  2
	//   3  4
	//   5  6
	// (3×2)
	//   0  0
	//   0  0
	//   0  0
}

func ExampleMatrix_Fill() {
	dW := linalg.Row(3, 1, 4)
	fmt.Println(dW.Fill(0))
	// Output:
	// (1×3)
	//   0  0  0
}

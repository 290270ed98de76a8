package linalg_test

import (
	"fmt"

	"chainrule/pkg/linalg"
)

// Entry (1, 1) is row 1 of A times column 1 of B: 1·5 + 2·7 = 19.
func ExampleMul() {
	A := linalg.New(2, 2,
		1, 2,
		3, 4)
	B := linalg.New(2, 2,
		5, 6,
		7, 8)
	fmt.Println(linalg.Mul(A, B))
	fmt.Println(linalg.Mul(B, A)) // the order counts
	// Output:
	// (2×2)
	//   19  22
	//   43  50
	// (2×2)
	//   23  34
	//   31  46
}

// The loop of the definition and the fast product agree.
func ExampleMulNaive() {
	A := linalg.New(2, 3,
		1, 0, 2,
		0, 3, 1)
	B := linalg.New(3, 1,
		1,
		2,
		3)
	C := linalg.MulNaive(A, B)
	fmt.Println(C)
	fmt.Println(linalg.Equal(C, linalg.Mul(A, B)))
	// Output:
	// (2×1)
	//   7
	//   9
	// true
}

// The gradient of a layer's weights: XᵀdZ, summed over the examples.
func ExampleMulATB() {
	X := linalg.New(3, 2,
		1, 2,
		3, 4,
		5, 9)
	dZ := linalg.Col(1, 0, -1)
	fmt.Println(linalg.MulATB(X, dZ)) // 1·1 + 3·0 − 5·1 = −4
	// Output:
	// (2×1)
	//   -4
	//   -7
}

// The gradient of a layer's inputs: dZWᵀ.
func ExampleMulABT() {
	dZ := linalg.New(2, 2,
		1, 0,
		0, 2)
	W := linalg.New(3, 2,
		1, 2,
		3, 4,
		5, 6)
	fmt.Println(linalg.MulABT(dZ, W))
	// Output:
	// (2×3)
	//   1  3   5
	//   4  8  12
}

// A loop keeps one Z: its storage is reused, batch after batch.
func ExampleMatrix_Mul() {
	W := linalg.Col(2, -1)
	Z := new(linalg.Matrix).Named("Z")
	for _, X := range []*linalg.Matrix{linalg.Row(1, 1), linalg.Row(3, 4)} {
		fmt.Println(Z.Mul(X, W))
	}
	// Output:
	// Z (1×1)
	//   1
	// Z (1×1)
	//   2
}

// XᵀX: the squares of the columns' lengths on the diagonal, their inner products
// beside it.
func ExampleMatrix_MulATB() {
	X := linalg.New(2, 2,
		3, 1,
		4, 0)
	G := new(linalg.Matrix).Named("G")
	fmt.Println(G.MulATB(X, X))
	// Output:
	// G (2×2)
	//   25  3
	//    3  1
}

// XXᵀ compares the examples with each other: the first two are at right angles.
func ExampleMatrix_MulABT() {
	X := linalg.New(3, 2,
		1, 0,
		0, 1,
		1, 1)
	K := new(linalg.Matrix).Named("K")
	fmt.Println(K.MulABT(X, X))
	// Output:
	// K (3×3)
	//   1  0  1
	//   0  1  1
	//   1  1  2
}

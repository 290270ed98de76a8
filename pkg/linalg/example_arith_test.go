package linalg_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
)

func ExampleAdd() {
	A := linalg.New(2, 2,
		1, 2,
		3, 4)
	B := linalg.New(2, 2,
		10, 20,
		30, 40)
	fmt.Println(linalg.Add(A, B))
	// Output:
	// (2×2)
	//   11  22
	//   33  44
}

func ExampleSub() {
	Yhat := linalg.Col(2.5, 4, 7)
	Y := linalg.Col(3, 4, 5)
	fmt.Println(linalg.Sub(Yhat, Y).Named("residuals"))
	// Output:
	// residuals (3×1)
	//   -0.5
	//    0.0
	//    2.0
}

// The Hadamard product multiplies entry by entry; the matrix product is Mul.
func ExampleHadamard() {
	A := linalg.New(2, 2,
		1, 2,
		3, 4)
	B := linalg.New(2, 2,
		0, 1,
		1, 0)
	fmt.Println(linalg.Hadamard(A, B))
	fmt.Println(linalg.Mul(A, B))
	// Output:
	// (2×2)
	//   0  2
	//   3  0
	// (2×2)
	//   2  1
	//   4  3
}

func ExampleScale() {
	g := linalg.Row(4, -2, 0.5)
	fmt.Println(linalg.Scale(-0.1, g)) // a step against the gradient, learning rate 0.1
	// Output:
	// (1×3)
	//   -0.4  0.2  -0.05
}

func ExampleApply() {
	A := linalg.Row(0, 1, 4, 9)
	fmt.Println(linalg.Apply(math.Sqrt, A))
	// Output:
	// (1×4)
	//   0  1  2  3
}

// A running sum needs no second matrix: the receiver may be an operand.
func ExampleMatrix_Add() {
	sum := linalg.New(1, 2)
	for _, v := range []float64{1, 2, 3} {
		sum.Add(sum, linalg.Row(v, 10*v))
	}
	fmt.Println(sum)
	// Output:
	// (1×2)
	//   6  60
}

// One update of gradient descent: W ← W − α·dW.
func ExampleMatrix_Sub() {
	W := linalg.Row(1, 2).Named("W")
	dW := linalg.Row(5, -10)
	alpha := 0.1
	W.Sub(W, linalg.Scale(alpha, dW))
	fmt.Println(W)
	// Output:
	// W (1×2)
	//   0.5  3
}

// A mask of zeros and ones lets some entries through.
func ExampleMatrix_Hadamard() {
	A := linalg.Row(5, -6, 7, -8).Named("A")
	mask := linalg.Row(1, 0, 1, 0)
	A.Hadamard(A, mask)
	fmt.Println(A)
	// Output:
	// A (1×4)
	//   5  0  7  0
}

func ExampleMatrix_Scale() {
	v := linalg.Col(3, 4)
	v.Scale(1/linalg.Norm(v), v) // length 1, same direction
	fmt.Println(v)
	// Output:
	// (2×1)
	//   0.6
	//   0.8
}

func ExampleMatrix_Apply() {
	Z := linalg.Row(-2, -1, 0, 3)
	A := new(linalg.Matrix) // the zero value takes any shape
	A.Apply(func(z float64) float64 { return max(0, z) }, Z)
	fmt.Println(A)
	// Output:
	// (1×4)
	//   0  0  0  3
}

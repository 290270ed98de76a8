package linalg_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
)

func ExampleSum() {
	losses := linalg.Col(0.5, 2, 1.5)
	fmt.Println(linalg.Sum(losses))
	// Output:
	// 4
}

// The mean squared error of three predictions.
func ExampleMean() {
	E := linalg.Sub(linalg.Col(2, 4, 7), linalg.Col(3, 4, 5)) // Ŷ − Y
	fmt.Printf("%.4f\n", linalg.Mean(linalg.Hadamard(E, E)))  // (1 + 0 + 4) / 3
	// Output:
	// 1.6667
}

func ExampleMax() {
	fmt.Println(linalg.Max(linalg.Row(3, -7, 5)))
	fmt.Println(linalg.Max(linalg.Row(3, math.NaN(), 5))) // one NaN spoils it
	// Output:
	// 5
	// NaN
}

func ExampleMin() {
	fmt.Println(linalg.Min(linalg.Row(3, -7, 5)))
	fmt.Println(linalg.Min(linalg.Row())) // nothing is below +∞
	// Output:
	// -7
	// +Inf
}

// A unit's weighted sum: 2·1 − 1·3 + 0·5.
func ExampleDot() {
	w := linalg.Col(2, -1, 0)
	x := linalg.Col(1, 3, 5)
	fmt.Println(linalg.Dot(w, x))
	// Output:
	// -1
}

func ExampleNorm() {
	v := linalg.Col(3, 4)
	fmt.Println(linalg.Norm(v)) // √(9 + 16)
	// Output:
	// 5
}

// The predicted class of each example is its most probable one.
func ExampleArgmaxRows() {
	P := linalg.New(3, 3,
		0.2, 0.7, 0.1,
		0.4, 0.4, 0.2, // a tie: the first one
		0.1, 0.1, 0.8)
	fmt.Println(linalg.ArgmaxRows(P))
	// Output:
	// [1 0 2]
}

// SumRows adds the rows up, SumCols the columns.
func ExampleSumRows() {
	A := linalg.New(2, 3,
		1, 2, 3,
		4, 5, 6)
	fmt.Println(linalg.SumRows(A))
	// Output:
	// (1×3)
	//   5  7  9
}

func ExampleSumCols() {
	A := linalg.New(2, 3,
		1, 2, 3,
		4, 5, 6)
	fmt.Println(linalg.SumCols(A))
	// Output:
	// (2×1)
	//    6
	//   15
}

// The mean of each feature, over the examples.
func ExampleMeanRows() {
	X := linalg.New(4, 2,
		1, 10,
		2, 10,
		3, 20,
		4, 20)
	fmt.Println(linalg.MeanRows(X))
	// Output:
	// (1×2)
	//   2.5  15
}

// The mean of each example, over its features.
func ExampleMeanCols() {
	X := linalg.New(2, 4,
		1, 2, 3, 4,
		0, 0, 0, 8)
	fmt.Println(linalg.MeanCols(X))
	// Output:
	// (2×1)
	//   2.5
	//   2.0
}

// The gradient of the biases is dZ, summed over the examples.
func ExampleMatrix_SumRows() {
	dZ := linalg.New(3, 2,
		1, 0.5,
		-2, 0.5,
		1, 0.5)
	db := new(linalg.Matrix).Named("db")
	fmt.Println(db.SumRows(dZ))
	// Output:
	// db (1×2)
	//   0  1.5
}

// Probabilities add up to 1 in each row.
func ExampleMatrix_SumCols() {
	P := linalg.New(2, 3,
		0.25, 0.25, 0.5,
		0.5, 0.5, 0)
	total := new(linalg.Matrix)
	fmt.Println(total.SumCols(P))
	// Output:
	// (2×1)
	//   1
	//   1
}

func ExampleMatrix_MeanRows() {
	X := linalg.New(2, 2,
		0, 6,
		2, 8)
	mean := new(linalg.Matrix).Named("mean")
	fmt.Println(mean.MeanRows(X))
	// Output:
	// mean (1×2)
	//   1  7
}

func ExampleMatrix_MeanCols() {
	X := linalg.New(2, 2,
		0, 6,
		2, 8)
	mean := new(linalg.Matrix).Named("mean")
	fmt.Println(mean.MeanCols(X))
	// Output:
	// mean (2×1)
	//   3
	//   5
}

package data_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// A scaler learns from the training set alone: of the test set nothing may be known,
// not even its mean.
func ExampleZScore() {
	train := linalg.Col(1, 1, 3, 3) // mean 2, standard deviation 1
	test := linalg.Col(2, 5)
	var z data.ZScore
	z.Fit(train)
	fmt.Println(z.Transform(train).Named("train"))
	fmt.Println(z.Transform(test).Named("test"))
	// Output:
	// train (4×1)
	//   -1
	//   -1
	//    1
	//    1
	// test (2×1)
	//   0
	//   3
}

// Each column has its own mean and its own standard deviation.
func ExampleZScore_Fit() {
	X := linalg.New(4, 3,
		1, 100, 7,
		1, 100, 7,
		3, 500, 7,
		3, 500, 7)
	var z data.ZScore
	z.Fit(X)
	fmt.Println(z.Mean.Named("μ"))
	fmt.Println(z.Std.Named("σ"))
	// Output:
	// μ (1×3)
	//   2  300  7
	// σ (1×3)
	//   1  200  0
}

// Meters and grams become comparable. A column that says nothing, as it is the same in
// every example, becomes 0 and not 0/0.
func ExampleZScore_Transform() {
	X := linalg.New(4, 3,
		1, 100, 7,
		1, 100, 7,
		3, 500, 7,
		3, 500, 7)
	var z data.ZScore
	z.Fit(X)
	fmt.Println(z.Transform(X))
	// Output:
	// (4×3)
	//   -1  -1  0
	//   -1  -1  0
	//    1   1  0
	//    1   1  0
}

// A net that was trained on scaled targets predicts on their scale. Inverse brings the
// prediction back to euros.
func ExampleZScore_Inverse() {
	prices := linalg.Col(100_000, 100_000, 300_000, 300_000)
	var z data.ZScore
	z.Fit(prices)
	Yhat := linalg.Col(0, 0.5, -1)
	fmt.Println(z.Inverse(Yhat))
	// Output:
	// (3×1)
	//   200000
	//   250000
	//   100000
}

// In both columns, the second example is a quarter of the way from the smallest entry
// to the largest.
func ExampleMinMax() {
	X := linalg.New(4, 2,
		-1, 2,
		-0.5, 6,
		0, 10,
		1, 18)
	var m data.MinMax
	m.Fit(X)
	fmt.Println(m.Transform(X))
	// Output:
	// (4×2)
	//   0.00  0.00
	//   0.25  0.25
	//   0.50  0.50
	//   1.00  1.00
}

// One outlier decides what everything else is measured by.
func ExampleMinMax_Fit() {
	ages := linalg.Col(20, 30, 40, 420)
	var m data.MinMax
	m.Fit(ages)
	fmt.Println("from", m.Min.At(0, 0), "to", m.Max.At(0, 0))
	fmt.Println(m.Transform(ages))
	// Output:
	// from 20 to 420
	// (4×1)
	//   0.000
	//   0.025
	//   0.050
	//   1.000
}

// What lies outside the training set's interval lands outside 0 to 1.
func ExampleMinMax_Transform() {
	var m data.MinMax
	m.Fit(linalg.Col(0, 10))
	fmt.Println(m.Transform(linalg.Col(5, 15, -10)))
	// Output:
	// (3×1)
	//    0.5
	//    1.5
	//   -1.0
}

func ExampleMinMax_Inverse() {
	var celsius data.MinMax
	celsius.Fit(linalg.Col(-10, 30))
	fmt.Println(celsius.Inverse(linalg.Col(0, 0.5, 1)))
	// Output:
	// (3×1)
	//   -10
	//    10
	//    30
}

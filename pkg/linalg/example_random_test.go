package linalg_test

import (
	"fmt"
	"math/rand/v2"

	"chainrule/pkg/linalg"
)

// The same seed gives the same draws.
func ExampleUniform() {
	A := linalg.Uniform(rand.New(rand.NewPCG(1, 2)), 2, 3, -1, 1)
	B := linalg.Uniform(rand.New(rand.NewPCG(1, 2)), 2, 3, -1, 1)
	fmt.Printf("%.2f\n", A)
	fmt.Println(linalg.Equal(A, B), linalg.Min(A) >= -1, linalg.Max(A) < 1)
	// Output:
	// (2×3)
	//    0.35  -0.08   0.02
	//   -0.14   0.60  -0.22
	// true true true
}

// The mean of many draws comes close to the mean that was asked for.
func ExampleNormal() {
	rng := rand.New(rand.NewPCG(1, 2))
	Z := linalg.Normal(rng, 1000, 1000, 5, 2) // a million draws
	fmt.Printf("%.1f\n", linalg.Mean(Z))
	// Output:
	// 5.0
}

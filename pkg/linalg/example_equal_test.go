package linalg_test

import (
	"fmt"

	"chainrule/pkg/linalg"
)

func ExampleEqual() {
	A := linalg.Row(1, 2).Named("A")
	fmt.Println(linalg.Equal(A, linalg.Row(1, 2))) // names do not count
	fmt.Println(linalg.Equal(A, linalg.Col(1, 2))) // shapes do
	// Output:
	// true
	// false
}

// 0.1 + 0.2 differs from 0.3 in the last bit.
func ExampleEqualApprox() {
	A := linalg.Add(linalg.Row(0.1), linalg.Row(0.2))
	B := linalg.Row(0.3)
	fmt.Println(linalg.Equal(A, B), linalg.EqualApprox(A, B, 1e-12))

	// From 1 on the tolerance is relative: one in a thousand and one is within 1 %.
	fmt.Println(linalg.EqualApprox(linalg.Row(1000), linalg.Row(1001), 0.01))
	// Output:
	// false true
	// true
}

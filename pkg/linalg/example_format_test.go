package linalg_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
)

func ExampleMatrix_String() {
	A := linalg.New(2, 3,
		1, 0.5, 1e-7,
		100, 2.71828, 0).Named("A")
	text := A.String()
	fmt.Println(text)
	// Output:
	// A (2×3)
	//     1  0.500  1e-07
	//   100  2.718      0
}

// %v prints four significant digits, other verbs as many as they are told.
func ExampleMatrix_Format() {
	x := linalg.Row(math.Pi, 2.0/3).Named("x")
	fmt.Printf("%v\n", x)
	fmt.Printf("%.2f\n", x)
	fmt.Printf("%.9g\n", x)
	fmt.Printf("%.1e\n", x)
	// Output:
	// x (1×2)
	//   3.142  0.6667
	// x (1×2)
	//   3.14  0.67
	// x (1×2)
	//   3.14159265  0.666666667
	// x (1×2)
	//   3.1e+00  6.7e-01
}

// Of a large matrix, the first and last three rows and columns are printed.
func ExampleMatrix_Format_large() {
	fmt.Println(linalg.Identity(100).Named("I"))
	// Output:
	// I (100×100)
	//   1  0  0  …  0  0  0
	//   0  1  0  …  0  0  0
	//   0  0  1  …  0  0  0
	//   …  …  …  …  …  …  …
	//   0  0  0  …  1  0  0
	//   0  0  0  …  0  1  0
	//   0  0  0  …  0  0  1
}

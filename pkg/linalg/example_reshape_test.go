package linalg_test

import (
	"fmt"

	"chainrule/pkg/linalg"
)

// Two sequences of three times with two numbers each become six rows.
func ExampleReshape() {
	fmt.Println(linalg.Reshape(linalg.New(2, 6,
		1, 2, 3, 4, 5, 6,
		7, 8, 9, 10, 11, 12), 6, 2))
	// Output:
	// (6×2)
	//    1   2
	//    3   4
	//    5   6
	//    7   8
	//    9  10
	//   11  12
}

package data_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// Numbered 0, 1, 2, blue would be twice as far from red as green is. In columns of
// their own, any two colors are √2 apart.
func ExampleOneHot() {
	colors := []string{"red", "green", "blue"}
	encoder := data.OneHot{Classes: colors}
	Y, _ := encoder.Transform(colors)
	fmt.Println(Y)
	red, green, blue := linalg.SliceRows(Y, 0, 1), linalg.SliceRows(Y, 1, 2), linalg.SliceRows(Y, 2, 3)
	fmt.Printf("%.3f %.3f\n", linalg.Norm(linalg.Sub(red, green)), linalg.Norm(linalg.Sub(red, blue)))
	// Output:
	// (3×3)
	//   1  0  0
	//   0  1  0
	//   0  0  1
	// 1.414 1.414
}

// The columns come in sorted order, whatever order the values are in. Numbers are
// sorted by value: as text, 10 would come before 9.
func ExampleOneHot_Fit() {
	var color, size data.OneHot
	color.Fit([]string{"red", "green", "red", "blue"})
	size.Fit([]string{"10", "9", "11", "9"})
	fmt.Println(color.Classes)
	fmt.Println(size.Classes)
	// Output:
	// [blue green red]
	// [9 10 11]
}

// What the training set did not have has no column. Zeros say "none of these".
func ExampleOneHot_Transform() {
	var color data.OneHot
	color.Fit([]string{"red", "blue"})
	_, err := color.Transform([]string{"red", "violet"})
	fmt.Println(err)

	color.Unseen = true
	Y, _ := color.Transform([]string{"red", "violet"})
	fmt.Println(Y)
	// Output:
	// data: OneHot: value 1 is "violet", want one of the categories blue, red: correct it, or set Unseen to make zeros of it
	// (2×2)
	//   0  1
	//   0  0
}

package data_test

import (
	"fmt"
	"strings"

	"chainrule/pkg/nn/data"
)

// A target of words becomes classes, in sorted order. A file that is not in order is
// refused, and the error says where.
func ExampleReadCSV() {
	pets, err := data.ReadCSV(strings.NewReader(`weight (kg),legs,kind
4,4,cat
0.5,2,bird
20,4,dog
`), data.CSV{})
	fmt.Println(pets.Features, err)
	fmt.Println(pets.X)
	fmt.Println(pets.Classes, pets.Labels)

	_, err = data.ReadCSV(strings.NewReader(`weight (kg),legs,kind
4,4,cat
half,2,bird
`), data.CSV{})
	fmt.Println(err)
	// Output:
	// [weight (kg) legs] <nil>
	// X (3×2)
	//    4.0  4
	//    0.5  2
	//   20.0  4
	// [bird cat dog] [1 0 2]
	// data: CSV: line 3, column 1 "weight (kg)": "half" is not a number, want a finite number: correct it, or leave the line or the column out
}

// The target is the last column, or the one that is named. Numbers are numbers, unless
// they are said to be classes: a grade of 5 is not five times a grade of 1.
func ExampleCSV() {
	const file = `grade,hours
1,12
5,2
1,11
`
	s, _ := data.ReadCSV(strings.NewReader(file), data.CSV{Target: "grade"})
	fmt.Println(s.Y)
	s, _ = data.ReadCSV(strings.NewReader(file), data.CSV{Target: "grade", Classes: true})
	fmt.Println(s.Y)
	fmt.Println(s.Classes)
	// Output:
	// Y (3×1)
	//   1
	//   5
	//   1
	// Y (3×2)
	//   1  0
	//   0  1
	//   1  0
	// [1 5]
}

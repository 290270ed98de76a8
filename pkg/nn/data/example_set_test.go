package data_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// A set of one's own is a literal: one example per row, and its target beside it.
func ExampleSet() {
	and := &data.Set{
		Name:     "AND",
		Features: []string{"a", "b"},
		X:        linalg.New(4, 2, 0, 0, 0, 1, 1, 0, 1, 1),
		Y:        linalg.Col(0, 0, 0, 1),
	}
	for i := range and.Len() {
		fmt.Println(and.X.Row(i), "→", and.Y.At(i, 0))
	}
	// Output:
	// [0 0] → 0
	// [0 1] → 0
	// [1 0] → 0
	// [1 1] → 1
}

func ExampleSet_Len() {
	iris := data.Iris()
	train, test := iris.Split(1, 0.2)
	fmt.Println(iris.Len(), "=", train.Len(), "+", test.Len())
	// Output:
	// 150 = 120 + 30
}

// Only the points of one class, with their targets and labels.
func ExampleSet_Select() {
	xor := data.XOR(1, 4, 0)
	var rows []int
	for i, label := range xor.Labels {
		if label == 1 {
			rows = append(rows, i)
		}
	}
	differ := xor.Select(rows)
	fmt.Println("rows", rows)
	fmt.Println(differ.X)
	fmt.Println(differ.Y)
	// Output:
	// rows [1 3]
	// X (2×2)
	//    1  -1
	//   -1   1
	// Y (2×2)
	//   0  1
	//   0  1
}

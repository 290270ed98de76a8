package data_test

import (
	"fmt"
	"slices"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// The file of irises is sorted by species: without shuffling, the test set would hold
// one of them alone. Split draws from each in the same share.
func ExampleSet_Split() {
	iris := data.Iris()
	train, test := iris.Split(1, 0.2)
	fmt.Println(iris.Classes)
	fmt.Println(linalg.SumRows(train.Y).Named("training set"))
	fmt.Println(linalg.SumRows(test.Y).Named("test set"))
	// Output:
	// [setosa versicolor virginica]
	// training set (1×3)
	//   40  40  40
	// test set (1×3)
	//   10  10  10
}

// Every fold trains on four fifths and validates on the rest; together they validate on
// each example once.
func ExampleSet_KFold() {
	line := data.Linear(1, 10, 2, 0, 0)
	var validated []float64
	for _, fold := range line.KFold(1, 5) {
		fmt.Println(fold.Train.Len(), "+", fold.Val.Len())
		validated = append(validated, fold.Val.X.Data...)
	}
	slices.Sort(validated)
	fmt.Println(slices.Equal(validated, slices.Sorted(slices.Values(line.X.Data))))
	// Output:
	// 8 + 2
	// 8 + 2
	// 8 + 2
	// 8 + 2
	// 8 + 2
	// true
}

// What is learned, here a mean, is learned from Train, and what it is worth is measured
// on Val, which it has not seen.
func ExampleFold() {
	fold := data.Fold{
		Train: &data.Set{X: linalg.Col(1, 2, 3), Y: linalg.Col(4, 5, 6)},
		Val:   &data.Set{X: linalg.Col(4), Y: linalg.Col(7)},
	}
	prediction := linalg.Mean(fold.Train.Y)
	fmt.Println("predicted", prediction, "off by", fold.Val.Y.At(0, 0)-prediction)
	// Output:
	// predicted 5 off by 2
}

// Ten examples in mini-batches of four, the last of two. The epoch's number as seed gives
// each epoch an order of its own.
func ExampleSet_Batches() {
	X := linalg.Col(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
	doubles := &data.Set{X: X, Y: linalg.Scale(2, X)}
	for epoch := range 2 {
		fmt.Println("epoch", epoch)
		for batch := range doubles.Batches(uint64(epoch), 4) {
			fmt.Println(" ", batch.X.Data, "→", batch.Y.Data)
		}
	}
	// Output:
	// epoch 0
	//   [1 2 0 9] → [2 4 0 18]
	//   [5 7 6 4] → [10 14 12 8]
	//   [3 8] → [6 16]
	// epoch 1
	//   [5 6 3 7] → [10 12 6 14]
	//   [9 8 2 4] → [18 16 4 8]
	//   [1 0] → [2 0]
}

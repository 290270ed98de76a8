package viz_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
	"chainrule/pkg/viz"
)

// A weight matrix as colors. It has both signs, so 0 is the middle of the scale. The words
// end with the matrix as it is seen, its first row at the top.
func ExampleHeatMap() {
	b, err := viz.HeatMap{
		Title: "Weights", Caption: "The third unit listens to both.", X: viz.Axis{Name: "unit"}, Y: viz.Axis{Name: "input"}, Name: "The weight",
		Values: linalg.New(2, 3,
			-1, 0, 2,
			0.5, -0.25, 1),
	}.Bundle()
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(b.Text)
	// Output:
	// Weights
	// Heat map of input against unit. The weight goes from -1 (1, 1) to 2.
	// The third unit listens to both.
	// input \ unit	1	2	3
	// 1	-1	0	2
	// 2	0.5	-0.25	1
}

// What each of three words looks at. A mask hides the words that come later; the weights are
// rounded in the picture, and whole in the words.
func ExampleHeatMap_mask() {
	b, err := viz.HeatMap{
		Title: "Who looks at whom", X: viz.Axis{Name: "looked at"}, Y: viz.Axis{Name: "looks"}, Name: "The weight",
		Columns: []string{"we", "go", "on"}, Rows: []string{"we", "go", "on"},
		Mask: func(row, col int) bool { return col > row }, Format: "%.2f",
		Values: linalg.New(3, 3,
			1, 0, 0,
			0.0002482, 0.9997518, 0,
			0.6701, 0.1953, 0.1346),
	}.Bundle()
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(b.Text)
	// Output:
	// Who looks at whom
	// Heat map of looks against looked at. The weight goes from 0.0002482 (go, we) to 1. 3 are masked and are left out.
	// looks \ looked at	we	go	on
	// we	1	–	–
	// go	0.0002482	0.9998	–
	// on	0.6701	0.1953	0.1346
}

// Five examples, scored by a net with one output for each class. One dog is taken for a cat.
func ExampleConfusion() {
	scores := linalg.New(5, 2, 3, 1, 2, 0, 4, 1, 1, 2, 2, 1)
	truth := linalg.New(5, 2, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1)
	words(viz.Confusion{Title: "Who is taken for whom", Matrix: nn.ConfusionMatrix(scores, truth), Classes: []string{"cat", "dog"}})
	// Output:
	// Of 5 examples 4 are on the diagonal. Heat map of true against predicted. The count goes from 0 (cat, dog) to 3.
}

// The first three of the 1,797 digits. A picture that is folded wrongly is refused.
func ExampleImages() {
	digits := data.Digits()
	first := linalg.SliceRows(digits.X, 0, 3)
	words(viz.Images{Title: "Three digits", Pixels: first, Height: 8, Width: 8, Names: []string{"0", "1", "2"}})
	words(viz.Images{Title: "Three digits", Pixels: first, Height: 28, Width: 28})
	// Output:
	// 3 pictures of 8×8 pixels, values from 0 to 1.
	// viz: Pictures "Three digits": Pixels has 64 columns, Height × Width is 28 × 28: want a column for each pixel of a picture
}

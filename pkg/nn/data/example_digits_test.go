package data_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// draw prints a picture with a character a pixel, from paper, 0, to ink, 1.
func draw(P *linalg.Matrix) {
	shades := []rune("·░▒▓█")
	for i := range P.Rows {
		for _, v := range P.Row(i) {
			fmt.Print(string(shades[int(math.Round(4*v))]))
		}
		fmt.Println()
	}
}

// The fourth of the pictures: a row of 64 numbers, and the class that it shows.
func ExampleDigits() {
	digits := data.Digits()
	fmt.Println(digits.Len(), "pictures of", digits.X.Cols, "pixels")
	fmt.Println("a", digits.Classes[digits.Labels[3]], "is the target", digits.Y.Row(3))
	draw(digits.Image(3, 8, 8))
	// Output:
	// 1797 pictures of 64 pixels
	// a 3 is the target [0 0 0 1 0 0 0 0 0 0]
	// ··▒█▓···
	// ·▒▓▒█░··
	// ·░·▓▓···
	// ··░█▓···
	// ····▓▓··
	// ·····▓▒·
	// ··▒░░█▒·
	// ··▒▓▓▒··
}

// The mean of all pictures of 0 is still a 0, blurred.
func ExampleSet_Image() {
	digits := data.Digits()
	var zeros []int
	for i, label := range digits.Labels {
		if label == 0 {
			zeros = append(zeros, i)
		}
	}
	all := digits.Select(zeros)
	mean := &data.Set{X: linalg.MeanRows(all.X)} // a set of one example
	fmt.Println("the mean of", all.Len())
	draw(mean.Image(0, 8, 8))
	// Output:
	// the mean of 178
	// ··░▓▓░··
	// ··▓▓▓▓··
	// ·░█░░▓░·
	// ·░▓··▒▒·
	// ·░▓··▒▒·
	// ·░▓··▓░·
	// ··▓▒▓▓░·
	// ··░▓▓░··
}

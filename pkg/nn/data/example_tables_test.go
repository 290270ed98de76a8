package data_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// The product of the one-hot targets, transposed, with X adds up each class by itself:
// divided by the 50 flowers of a species, the mean flower of each.
func ExampleIris() {
	iris := data.Iris()
	mean := linalg.Scale(1.0/50, linalg.Mul(linalg.Transpose(iris.Y), iris.X))
	fmt.Printf("%.17q\n", iris.Features)
	for k, species := range iris.Classes {
		fmt.Printf("%-11s %.2f\n", species, mean.Row(k))
	}
	// Output:
	// ["sepal length (cm)" "sepal width (cm)" "petal length (cm)" "petal width (cm)"]
	// setosa      [5.01 3.43 1.46 0.25]
	// versicolor  [5.94 2.77 4.26 1.33]
	// virginica   [6.59 2.97 5.55 2.03]
}

// Between two wines, proline differs by hundreds and hue by tenths: a distance is
// all proline until the columns are scaled.
func ExampleWine() {
	wine := data.Wine()
	for _, j := range []int{10, 12} {
		column := linalg.SliceCols(wine.X, j, j+1)
		fmt.Println(wine.Features[j], "from", linalg.Min(column), "to", linalg.Max(column))
	}
	// Output:
	// hue from 0.48 to 1.71
	// proline from 278 to 1680
}

// A net that calls every tumor benign is right in 63 of 100 cases, and of no use. An
// accuracy means something when it is above this.
func ExampleBreastCancer() {
	cells := data.BreastCancer()
	count := linalg.SumRows(cells.Y)
	for k, class := range cells.Classes {
		fmt.Printf("%-9s %v of %d\n", class, count.At(0, k), cells.Len())
	}
	fmt.Printf("always %s: %.1f %% right\n", cells.Classes[0], 100*count.At(0, 0)/float64(cells.Len()))
	// Output:
	// benign    357 of 569
	// malignant 212 of 569
	// always benign: 62.7 % right
}

// Always predicting the mean makes an error of one standard deviation. Any net has to
// do better than that.
func ExampleDiabetes() {
	patients := data.Diabetes()
	var z data.ZScore
	z.Fit(patients.Y)
	fmt.Println("progression from", linalg.Min(patients.Y), "to", linalg.Max(patients.Y))
	fmt.Printf("mean %.1f, standard deviation %.1f\n", z.Mean.At(0, 0), z.Std.At(0, 0))
	fmt.Println("the first patient:")
	for j, feature := range patients.Features[:4] {
		fmt.Println(" ", feature, patients.X.At(0, j))
	}
	// Output:
	// progression from 25 to 346
	// mean 152.1, standard deviation 77.0
	// the first patient:
	//   age (years) 59
	//   sex 2
	//   body mass index (kg/m²) 32.1
	//   blood pressure (mm Hg) 101
}

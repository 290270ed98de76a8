package viz_test

import (
	"fmt"
	"math"

	"chainrule/pkg/nn/data"
	"chainrule/pkg/viz"
)

// words prints what a figure says to someone who cannot see it, or why it cannot be drawn.
func words(v viz.View) {
	b, err := v.Bundle()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(b.Description)
}

// Two curves in the colors that they have everywhere. The second leaves the first at
// the third epoch: from there on, the net learns its training set by heart.
func ExampleLine() {
	words(viz.Line{
		Title: "Training and validation", Caption: "The gap opens at epoch 3.",
		X: viz.Axis{Name: "epoch"}, Y: viz.Axis{Name: "J"},
		Series: []viz.Series{
			{Name: "training set", X: []float64{1, 2, 3, 4}, Y: []float64{0.9, 0.5, 0.3, 0.1}, Color: viz.Train},
			{Name: "validation set", X: []float64{1, 2, 3, 4}, Y: []float64{1, 0.6, 0.5, 0.7}, Color: viz.Validation, Dashed: true},
		},
	})
	// Output:
	// Line chart of J against epoch. training set: 4 points, first 0.9, last 0.1, lowest 0.1 at 4, highest 0.9 at 1. validation set: 4 points, first 1, last 0.7, lowest 0.5 at 3, highest 1 at 1.
}

// A series without X counts from 0, and a value that is not finite leaves a gap that
// the words do not hide.
func ExampleSeries() {
	diverging := viz.Series{Name: "J", Y: []float64{2, 8, 32, math.Inf(1)}}
	words(viz.Line{Title: "Too fast", X: viz.Axis{Name: "update"}, Y: viz.Axis{Name: "J"}, Series: []viz.Series{diverging}})
	// Output:
	// Line chart of J against update. J: 3 points, first 2, last +Inf, lowest 2 at 0, highest 32 at 2. 1 is not finite and is left out.
}

// An axis says what it measures, with the unit; a figure without that is refused. A
// logarithmic axis has no place for 0, and the words say what is missing from it.
func ExampleAxis() {
	falling := []viz.Series{{Name: "J", Y: []float64{1, 0.1, 0.01, 0}}}
	words(viz.Line{Title: "Loss", X: viz.Axis{Name: "time (s)"}, Y: viz.Axis{Name: "J", Log: true}, Series: falling})
	words(viz.Line{Title: "Loss", Series: falling})
	// Output:
	// Line chart of J against time (s), the y axis logarithmic. J: 3 points, first 1, last 0, lowest 0.01 at 2, highest 1 at 0. 1 is not above 0, where a logarithmic axis begins, and is left out.
	// viz: Line chart "Loss": an axis has no name: set X.Name and Y.Name, with the unit in brackets
}

// A rule marks a value that theory gives: where descent on a parabola with second
// derivative 4 begins to diverge.
func ExampleRule() {
	words(viz.Line{
		Title: "The limit of the learning rate", X: viz.Axis{Name: "α"}, Y: viz.Axis{Name: "updates needed"},
		Series: []viz.Series{{Name: "updates", X: []float64{0.1, 0.25, 0.4, 0.49}, Y: []float64{14, 1, 14, 228}}},
		Rules:  []viz.Rule{{At: 0.5, Label: "2/4"}},
	})
	// Output:
	// Line chart of updates needed against α. updates: 4 points, first 14, last 228, lowest 1 at 0.25, highest 228 at 0.49. A vertical line at 0.5: 2/4.
}

// Real irises, one color and one symbol for each species. The two measurements of the
// petals tell setosa from the others by a wide margin.
func ExampleScatter() {
	iris := data.Iris()
	groups := make([]viz.Series, 3)
	for k := range groups {
		groups[k].Name = iris.Classes[k]
	}
	for i, k := range iris.Labels {
		groups[k].X, groups[k].Y = append(groups[k].X, iris.X.At(i, 2)), append(groups[k].Y, iris.X.At(i, 3))
	}
	words(viz.Scatter{Title: "150 irises", X: viz.Axis{Name: "petal length (cm)"}, Y: viz.Axis{Name: "petal width (cm)"}, Groups: groups})
	// Output:
	// Scatter plot of petal width (cm) against petal length (cm). setosa: 50 points, with petal width (cm) from 0.1 to 0.6. versicolor: 50 points, with petal width (cm) from 1 to 1.8. virginica: 50 points, with petal width (cm) from 1.4 to 2.5.
}

// One bar for each name, and the names where they belong in the words.
func ExampleBar() {
	words(viz.Bar{
		Title: "Parameters of each layer", X: viz.Axis{Name: "layer"}, Y: viz.Axis{Name: "parameters"},
		Names: []string{"Dense 1", "Dense 2"}, Values: []float64{64*32 + 32, 32*10 + 10},
	})
	words(viz.Bar{Title: "Two names, one value", X: viz.Axis{Name: "layer"}, Y: viz.Axis{Name: "parameters"}, Names: []string{"a", "b"}, Values: []float64{1}})
	// Output:
	// Bar chart of parameters against layer. parameters: 2 bars, the lowest 330 at Dense 2, the highest 2080 at Dense 1.
	// viz: Bar chart "Two names, one value": there are 2 Names for 1 Values: give one for each
}

// Six numbers in three bins of width 1, named by their middles: 0.5, 1.5, 2.5.
func ExampleHistogram() {
	b, err := viz.Histogram{Title: "How often", X: viz.Axis{Name: "value"}, Values: []float64{0, 0.5, 0.9, 1.2, 2.5, 3}, Bins: 3}.Bundle()
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(b.Text)
	// Output:
	// How often
	// Histogram of count against value. count: 3 bars, the lowest 1 at 1.5, the highest 3 at 0.5.
	// series	value	count
	// 	0.5	3
	// 	1.5	1
	// 	2.5	2
}

// Colors are names, of what a thing is. They become colors when they are drawn, in
// light or in dark.
func ExampleColor() {
	fmt.Println("training set:", viz.Train)
	fmt.Println("validation set:", viz.Validation)
	fmt.Println("path of a descent:", viz.Path)
	// Output:
	// training set: blue
	// validation set: orange
	// path of a descent: vermilion
}

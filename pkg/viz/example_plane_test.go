package viz_test

import (
	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/viz"
)

// Gradient descent on a bowl, seen from above. At 0.1 an update leaves 0.8 of x₁ and 0.6
// of x₂, so that three leave 0.512 and 0.216: the path bends towards the flat direction.
// The lowest place is told of the grid, which need not hold the optimum itself.
func ExampleContour() {
	bowl := func(x, y float64) float64 { return x*x + 2*y*y }
	var path []viz.Point
	f := func(x []float64) float64 { return bowl(x[0], x[1]) }
	for at := range nn.Descend(f, []float64{-5, -2}, nn.Descent{LR: 0.1, Steps: 3}) {
		path = append(path, viz.Point{X: at.X[0], Y: at.X[1]})
	}
	words(viz.Contour{
		Title: "Three updates", X: viz.Axis{Name: "x₁", Min: -6, Max: 2.4}, Y: viz.Axis{Name: "x₂", Min: -3, Max: 2.5},
		F: bowl, Levels: []float64{1, 5, 20}, Path: path,
		Marks: []viz.Series{{Name: "optimum", X: []float64{0}, Y: []float64{0}}},
	})
	// Output:
	// Contour plot of x₂ against x₁. The background shows the height. The lowest place of the grid is near (0.0375, 0.025) with height 0.002656, the highest has 52.72. path: from (-5, -2) to (-2.56, -0.432) in 3 steps. optimum: a point at (0, 0).
}

// A point of a path: where one update of a descent arrives.
func ExamplePoint() {
	alpha, x := 0.1, viz.Point{X: -5, Y: -2}
	next := viz.Point{X: x.X - alpha*2*x.X, Y: x.Y - alpha*4*x.Y} // of x₁² + 2x₂²
	words(viz.Contour{
		Title: "One update", X: viz.Axis{Name: "x₁", Min: -6, Max: 5}, Y: viz.Axis{Name: "x₂", Min: -3, Max: 2.5},
		F: func(x, y float64) float64 { return x*x + 2*y*y }, Levels: []float64{10}, Path: []viz.Point{x, next},
	})
	// Output:
	// Contour plot of x₂ against x₁. The background shows the height. The lowest place of the grid is near (-0.01875, 0.025) with height 0.001602, the highest has 52.53. path: from (-5, -2) to (-4, -1.2) in 1 step.
}

// A net with one output has two classes, parted where the output is 0: here a
// straight line, which leaves one of the four examples of AND at the wrong side.
func ExampleBoundary() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1}))
	copy(net.Param("Dense 1/W").Value.Data, []float64{1, 0})
	copy(net.Param("Dense 1/b").Value.Data, []float64{-0.5})
	words(viz.Boundary{
		Title: "AND, by its first input alone", X: viz.Axis{Name: "x₁"}, Y: viz.Axis{Name: "x₂"}, Predict: net.Predict,
		Examples: linalg.New(4, 2,
			0, 0,
			0, 1,
			1, 0,
			1, 1),
		Labels: []int{0, 0, 0, 1}, Classes: []string{"no", "yes"},
	})
	// Output:
	// Decision boundary of x₂ against x₁. The background shows the predicted class. no: 3 points, with x₂ from 0 to 1. yes: a point at (1, 1).
}

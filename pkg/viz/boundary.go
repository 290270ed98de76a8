package viz

import (
	"errors"
	"math"

	"chainrule/pkg/linalg"
)

// Boundary shows which class a net gives to every point of the plane, and the examples.
// Title, X.Name, Y.Name, Predict, Examples, Labels and Classes are needed.
type Boundary struct {
	Title, Caption string
	Alt            string                                // said before the words that are made from the data
	X, Y           Axis                                  // Min and Max both 0 take the range of the examples
	Predict        func(x *linalg.Matrix) *linalg.Matrix // n×2 to n×classes; with one column, class 1 is above 0
	Examples       *linalg.Matrix                        // n×2
	Labels         []int                                 // the class of each example
	Classes        []string                              // names of the classes
}

// Bundle asks Predict about a grid, all at once, and draws it.
func (f Boundary) Bundle() (Bundle, error) {
	c := chart{kind: "Decision boundary", title: f.Title, caption: f.Caption, alt: f.Alt, x: f.X, y: f.Y}
	switch {
	case f.Predict == nil:
		return Bundle{}, c.fail("Predict is nil: set net.Predict")
	case f.Examples == nil || f.Examples.Cols != 2 || f.Examples.Rows == 0:
		return Bundle{}, c.fail("Examples is %s: want an n×2 matrix, an example in each row", shapeOf(f.Examples))
	case len(f.Labels) != f.Examples.Rows:
		return Bundle{}, c.fail("there are %d Labels for %d Examples: give one for each", len(f.Labels), f.Examples.Rows)
	case len(f.Classes) < 2:
		return Bundle{}, c.fail("Classes has %d names: want one for each class, at least two", len(f.Classes))
	}
	groups := make([]Series, len(f.Classes))
	for k := range groups {
		groups[k] = Series{Name: f.Classes[k], X: []float64{}, Color: classColor(k)}
	}
	for i, k := range f.Labels {
		if k < 0 || k >= len(groups) {
			return Bundle{}, c.fail("Labels[%d] is %d and Classes has %d names: want labels from 0 to %d", i, k, len(groups), len(groups)-1)
		}
		groups[k].X, groups[k].Y = append(groups[k].X, f.Examples.At(i, 0)), append(groups[k].Y, f.Examples.At(i, 1))
	}
	for k, g := range groups {
		if len(g.Y) > 0 {
			c.add(g, pointShape)
			c.marks[len(c.marks)-1].symbol = symbols[k%len(symbols)]
		}
	}
	if err := c.check(); err != nil {
		return Bundle{}, err
	}
	xr, yr := c.bounds()
	c.ranges = &[2][2]float64{xr, yr}
	if err := c.regions(f, xr, yr); err != nil {
		return Bundle{}, err
	}
	return c.bundle()
}

// regions colors the plane. The net's scores are known at the points of a grid; between
// them the boundary lies where the scores, taken as straight, are equal. So it is smooth,
// however large the figure is drawn. The cells of the live figure are not seen: they say
// what is under the pointer.
func (c *chart) regions(f Boundary, x, y [2]float64) error {
	const cols, rows = across / 2, up / 2 // of the cells, each around a point of the grid
	xs, ys := spread(x, 2*cols), spread(y, 2*rows)
	grid := linalg.New(len(xs)*len(ys), 2)
	for i := range grid.Rows {
		grid.Set(i, 0, xs[i%len(xs)])
		grid.Set(i, 1, ys[i/len(xs)])
	}
	scores, err := ask(f.Predict, grid)
	if err != nil {
		return c.fail("Predict refuses the grid of points, a %d×2 matrix: %w", grid.Rows, err)
	}
	n := len(f.Classes)
	switch {
	case scores == nil || scores.Rows != grid.Rows || scores.Cols != n && (scores.Cols != 1 || n != 2):
		return c.fail("Predict returns %s for %d points and Classes has %d names: want a column for each class, or one column for two", shapeOf(scores), grid.Rows, n)
	case !allFinite(scores.Data):
		return c.fail("Predict returns numbers that are not finite: look at the training, which may have diverged")
	}
	c.fills = append(c.fills, fill{
		outline: [][]Point{{{x[0], y[0]}, {x[1], y[0]}, {x[1], y[1]}, {x[0], y[1]}, {x[0], y[0]}}}, color: classColor(0),
	})
	class := linalg.New(rows, cols)
	for k := 1; k < n; k++ { // where a class from k on wins, over the classes before
		s := newSurface(xs, ys)
		for i := range grid.Rows {
			s.values.Data[i] = lead(scores.Row(i), k)
		}
		c.fills = append(c.fills, fill{outline: s.region(ahead), color: classColor(k)})
		c.addOutline(s.lines(ahead))
		for i := range rows {
			for j := range cols {
				if s.values.At(2*i+1, 2*j+1) >= ahead {
					class.Set(i, j, float64(k))
				}
			}
		}
	}
	c.cells = &cells{values: class, lo: 0, hi: float64(n - 1), scale: "classes", pale: true, name: "class", classes: f.Classes, words: "The background shows the predicted class."}
	return nil
}

// ahead is the least lead there is: of classes that are level, the first one wins.
const ahead = math.SmallestNonzeroFloat64

// lead is by how much the best of the classes from k on is ahead of the best before.
// A single score is that of class 1, and class 0 has 0.
func lead(scores []float64, k int) float64 {
	if len(scores) == 1 {
		return scores[0]
	}
	best := func(s []float64) float64 {
		top := s[0]
		for _, v := range s {
			top = max(top, v)
		}
		return top
	}
	return best(scores[k:]) - best(scores[:k])
}

// ask calls a net, which panics when the shape of what it is given does not fit.
func ask(predict func(*linalg.Matrix) *linalg.Matrix, x *linalg.Matrix) (y *linalg.Matrix, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(error)
			if shape := (*linalg.ShapeError)(nil); !ok || !errors.As(e, &shape) {
				panic(r)
			}
			err = e
		}
	}()
	return predict(x), nil
}

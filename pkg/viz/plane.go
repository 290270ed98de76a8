package viz

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
)

// Contour shows a function of two numbers from above: color for its height, lines of
// equal height, and paths over it.
type Contour struct {
	Title, Caption string
	Alt            string // said before the words that are made from the data
	X, Y           Axis   // Min and Max are needed
	F              func(x, y float64) float64
	Levels         []float64 // heights of the lines; nil takes ten, evenly in the logarithm when F is positive
	Path           []Point   // a path, of a descent say
	Name           string    // of the path; "" is "path"
	Marks          []Series  // single points, such as the optimum
}

// resolution is the number of cells across and up.
const (
	across = 64
	up     = 40
)

// Bundle computes F on a grid and draws it.
func (f Contour) Bundle() (Bundle, error) {
	c := chart{kind: "Contour plot", title: f.Title, caption: f.Caption, alt: f.Alt, x: f.X, y: f.Y}
	if f.F == nil {
		return Bundle{}, c.fail("F is nil: set the function of x and y")
	}
	if !(f.X.Min < f.X.Max) || !(f.Y.Min < f.Y.Max) {
		return Bundle{}, c.fail("X and Y need Min and Max, with Min below Max")
	}
	heights := c.sample(f.F)
	levels, log := f.Levels, false
	if levels == nil {
		levels, log = tenLevels(heights.Data)
	}
	bands := linalg.New(up, across)
	for i, v := range heights.Data {
		bands.Data[i] = band(v, levels)
	}
	c.cells = &cells{values: bands, lo: 0, hi: float64(len(levels)), scale: "seq", pale: true, name: "height", heights: heights}
	c.alt = fmt.Sprintf("%s %s", f.Alt, heightWords(&c, heights, log))
	c.isoLines(f.F, levels)
	if len(f.Path) > 0 {
		var s Series
		for _, p := range f.Path {
			s.X, s.Y = append(s.X, p.X), append(s.Y, p.Y)
		}
		s.Name, s.Color = f.Name, Path
		if s.Name == "" {
			s.Name = "path"
		}
		c.add(s, pathShape)
	}
	for _, s := range f.Marks {
		s.Color = s.Color.or(Optimum)
		c.add(s, pointShape)
		c.marks[len(c.marks)-1].symbol = "diamond"
	}
	return c.bundle()
}

// sample computes f at the centers of the cells, row 0 at the lowest y.
func (c *chart) sample(f func(x, y float64) float64) *linalg.Matrix {
	m := linalg.New(up, across)
	for i := range up {
		for j := range across {
			m.Set(i, j, f(c.x.Min+(float64(j)+0.5)/across*(c.x.Max-c.x.Min), c.y.Min+(float64(i)+0.5)/up*(c.y.Max-c.y.Min)))
		}
	}
	return m
}

func heightWords(c *chart, m *linalg.Matrix, log bool) string {
	lo := 0
	for i, v := range m.Data {
		if v < m.Data[lo] {
			lo = i
		}
	}
	x := c.x.Min + (float64(lo%across)+0.5)/across*(c.x.Max-c.x.Min)
	y := c.y.Min + (float64(lo/across)+0.5)/up*(c.y.Max-c.y.Min)
	_, hi := finiteRange(m.Data)
	scale := ""
	if log {
		scale = " The lines' heights grow by equal factors."
	}
	return fmt.Sprintf("The lowest place of the grid is near (%s, %s) with height %s, the highest has %s.%s", short(x), short(y), short(m.Data[lo]), short(hi), scale)
}

// tenLevels returns ten heights between the lowest and the highest: by equal factors
// when all are positive and far apart.
func tenLevels(v []float64) (levels []float64, log bool) {
	lo, hi := finiteRange(v)
	log = lo > 0 && hi/lo > 20
	for k := range 10 {
		t := (float64(k) + 0.5) / 10
		if log {
			levels = append(levels, lo*math.Pow(hi/lo, t))
		} else {
			levels = append(levels, lo+t*(hi-lo))
		}
	}
	return levels, log
}

// band is the number of levels below v.
func band(v float64, levels []float64) float64 {
	n := 0.0
	for _, l := range levels {
		if v >= l {
			n++
		}
	}
	return n
}

// isoLines adds the lines of equal height, by marching squares over a grid of
// corners: each cell that a level crosses gets a short straight line.
func (c *chart) isoLines(f func(x, y float64) float64, levels []float64) {
	x := func(j int) float64 { return c.x.Min + float64(j)/across*(c.x.Max-c.x.Min) }
	y := func(i int) float64 { return c.y.Min + float64(i)/up*(c.y.Max-c.y.Min) }
	corners := linalg.New(up+1, across+1)
	for i := range up + 1 {
		for j := range across + 1 {
			corners.Set(i, j, f(x(j), y(i)))
		}
	}
	for _, level := range levels {
		m := mark{shape: outlineShape, quiet: true, color: Faded}
		for i := range up {
			for j := range across {
				var cut []Point
				edge := func(i0, j0, i1, j1 int) {
					a, b := corners.At(i0, j0)-level, corners.At(i1, j1)-level
					if (a < 0) != (b < 0) {
						t := a / (a - b)
						cut = append(cut, Point{x(j0) + t*(x(j1)-x(j0)), y(i0) + t*(y(i1)-y(i0))})
					}
				}
				edge(i, j, i, j+1)
				edge(i, j+1, i+1, j+1)
				edge(i+1, j+1, i+1, j)
				edge(i+1, j, i, j)
				for k := 0; k+1 < len(cut); k += 2 {
					m.x = append(m.x, cut[k].X, cut[k+1].X, math.NaN())
					m.y = append(m.y, cut[k].Y, cut[k+1].Y, math.NaN())
				}
			}
		}
		if len(m.x) > 0 {
			c.marks = append(c.marks, joined(m))
		}
	}
}

// joined connects the short lines of a level into long ones, which draw faster and
// smoother.
func joined(m mark) mark {
	type key [2]int64
	at := func(i int) key { return key{int64(math.Round(m.x[i] * 1e9)), int64(math.Round(m.y[i] * 1e9))} }
	ends := map[key][]int{} // segments that touch a point
	for i := 0; i < len(m.x); i += 3 {
		ends[at(i)] = append(ends[at(i)], i)
		ends[at(i+1)] = append(ends[at(i+1)], i)
	}
	out := mark{shape: m.shape, quiet: m.quiet, color: m.color}
	used := map[int]bool{}
	next := func(p key) (segment int, found bool) {
		for _, i := range ends[p] {
			if !used[i] {
				return i, true
			}
		}
		return 0, false
	}
	// walk follows the line from a point and returns the points that it passes.
	walk := func(p key) (xs, ys []float64) {
		for {
			i, found := next(p)
			if !found {
				return xs, ys
			}
			used[i] = true
			to := i + 1
			if at(to) == p {
				to = i
			}
			xs, ys, p = append(xs, m.x[to]), append(ys, m.y[to]), at(to)
		}
	}
	for i := 0; i < len(m.x); i += 3 {
		if used[i] {
			continue
		}
		used[i] = true
		bx, by := walk(at(i)) // backwards from the first end
		for k := len(bx) - 1; k >= 0; k-- {
			out.x, out.y = append(out.x, bx[k]), append(out.y, by[k])
		}
		fx, fy := walk(at(i + 1))
		out.x = append(append(append(out.x, m.x[i], m.x[i+1]), fx...), math.NaN())
		out.y = append(append(append(out.y, m.y[i], m.y[i+1]), fy...), math.NaN())
	}
	return out
}

// Boundary shows which class a net gives to every point of the plane, and the examples.
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
	case f.Examples == nil || f.Examples.Cols != 2:
		return Bundle{}, c.fail("Examples is not an n×2 matrix")
	case len(f.Labels) != f.Examples.Rows:
		return Bundle{}, c.fail("%d labels for %d examples", len(f.Labels), f.Examples.Rows)
	}
	groups := make([]Series, len(f.Classes))
	for k := range groups {
		groups[k] = Series{Name: f.Classes[k], X: []float64{}, Color: classColor(k)}
	}
	for i, k := range f.Labels {
		if k < 0 || k >= len(groups) {
			return Bundle{}, c.fail("label %d is %d, and there are names for %d classes", i, k, len(groups))
		}
		groups[k].X, groups[k].Y = append(groups[k].X, f.Examples.At(i, 0)), append(groups[k].Y, f.Examples.At(i, 1))
	}
	for k, g := range groups {
		if len(g.Y) > 0 {
			c.add(g, pointShape)
			c.marks[len(c.marks)-1].symbol = symbols[k%len(symbols)]
		}
	}
	xr, yr := c.bounds()
	c.x.Min, c.x.Max, c.y.Min, c.y.Max = xr[0], xr[1], yr[0], yr[1]
	grid := linalg.New(across*up, 2)
	for i := range grid.Rows {
		grid.Set(i, 0, xr[0]+(float64(i%across)+0.5)/across*(xr[1]-xr[0]))
		grid.Set(i, 1, yr[0]+(float64(i/across)+0.5)/up*(yr[1]-yr[0]))
	}
	scores := f.Predict(grid)
	class := linalg.New(up, across)
	if scores.Cols == 1 {
		for i, z := range scores.Data {
			if z > 0 {
				class.Data[i] = 1
			}
		}
	} else {
		for i, k := range linalg.ArgmaxRows(scores) {
			class.Data[i] = float64(k)
		}
	}
	c.cells = &cells{values: class, lo: 0, hi: float64(max(1, len(f.Classes)-1)), scale: "classes", pale: true, name: "class", classes: f.Classes}
	return c.bundle()
}

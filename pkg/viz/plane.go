package viz

import (
	"fmt"
	"math"
	"slices"
)

// Contour shows a function of two numbers from above: color for its height, lines of
// equal height, and paths over it. Title, F, and the Name, Min and Max of X and Y are needed.
type Contour struct {
	Title, Caption string
	Alt            string // said before the words that are made from the data
	X, Y           Axis
	F              func(x, y float64) float64
	Levels         []float64 // heights of the lines, rising; nil takes ten, evenly in the logarithm when F is positive
	Path           []Point   // a path, of a descent say
	Name           string    // of the path; "" is "path"
	Marks          []Series  // single points, such as the optimum
}

// across and up are the cells of a plane, square in a figure of 640×400. They are close enough that lines and colors
// may be taken as straight between them; web/views draws as many as it has room for.
const (
	across = 80
	up     = 50
)

// Bundle computes F on a grid and draws it.
func (f Contour) Bundle() (Bundle, error) {
	c := chart{kind: "Contour plot", title: f.Title, caption: f.Caption, alt: f.Alt, x: f.X, y: f.Y}
	switch {
	case f.F == nil:
		return Bundle{}, c.fail("F is nil: set the function of x and y")
	case !(f.X.Min < f.X.Max) || !(f.Y.Min < f.Y.Max) || !isFinite(f.X.Max-f.X.Min) || !isFinite(f.Y.Max-f.Y.Min):
		return Bundle{}, c.fail("X goes from %v to %v and Y from %v to %v: set Min and Max of both, with Min below Max", f.X.Min, f.X.Max, f.Y.Min, f.Y.Max)
	}
	for i, l := range f.Levels {
		switch {
		case !(math.Abs(l) <= highest):
			return Bundle{}, c.fail("Levels[%d] is %v: want finite heights", i, l)
		case i > 0 && l <= f.Levels[i-1]:
			return Bundle{}, c.fail("Levels[%d] is %v, after %v: want heights that rise", i, l, f.Levels[i-1])
		}
	}
	s := c.sample(f.F, 1)
	heights := s.values
	if !slices.ContainsFunc(heights.Data, isFinite) {
		return Bundle{}, c.fail("F is finite nowhere on the grid: choose X and Y where it is")
	}
	levels, log := f.Levels, false
	if len(levels) == 0 {
		levels, log = tenLevels(heights.Data)
	}
	c.cells = &cells{values: heights, scale: "seq", pale: true, name: "height", shades: shades(heights.Data, levels), words: heightWords(s, log)}
	c.isoLines(c.sample(f.F, finer), levels)
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

// highest is the largest height that is drawn. Over it, arithmetic with heights overflows.
const highest = 1e300

// finer is how many points of a side of a cell the lines are drawn from: a narrow valley
// across the grid would break into islands otherwise.
const finer = 2

// sample computes f at the centers of the cells, or of as many parts of each. What is too high or too low, or not a
// number, becomes NaN.
func (c *chart) sample(f func(x, y float64) float64, parts int) surface {
	s := newSurface(centers([2]float64{c.x.Min, c.x.Max}, parts*across), centers([2]float64{c.y.Min, c.y.Max}, parts*up))
	for i, y := range s.y {
		for j, x := range s.x {
			v := f(x, y)
			if !(math.Abs(v) <= highest) {
				v = math.NaN()
			}
			s.values.Set(i, j, v)
		}
	}
	return s
}

func heightWords(s surface, log bool) string {
	lo, hi, at := math.Inf(1), math.Inf(-1), Point{}
	for i, y := range s.y {
		for j, x := range s.x {
			v := s.values.At(i, j)
			if v < lo {
				lo, at = v, Point{x, y}
			}
			if v > hi {
				hi = v
			}
		}
	}
	scale := ""
	if log {
		scale = " The lines' heights grow by equal factors."
	}
	return fmt.Sprintf("The background shows the height. The lowest place of the grid is near (%s, %s) with height %s, the highest has %s.%s", short(at.X), short(at.Y), short(lo), short(hi), scale)
}

// tenLevels returns ten heights between the lowest and the highest: by equal factors
// when all are positive and far apart.
func tenLevels(v []float64) (levels []float64, log bool) {
	lo, hi := finiteRange(v)
	log = lo > 0 && hi/lo > 20
	for k := range 10 {
		t := (float64(k) + 0.5) / 10
		if log {
			levels = append(levels, geometric(lo, hi, t))
		} else {
			levels = append(levels, lo+t*(hi-lo))
		}
	}
	return levels, log
}

// geometric is the place at t, from 0 to 1, between two positive numbers, by equal factors.
// Their quotient may be larger than any number.
func geometric(from, to, t float64) float64 { return math.Pow(from, 1-t) * math.Pow(to, t) }

// perBand is the number of shades from one line to the next: enough that no step
// between them is seen.
const perBand = 6

// shades are the heights at which the color changes: at each level, and in equal steps
// between. The scale goes evenly from level to level, as the lines do.
func shades(heights, levels []float64) []float64 {
	lo, hi := finiteRange(heights)
	first, last := levels[0], levels[len(levels)-1]
	log := first > 0 && last/first > 20
	step := func(from, to, t float64) float64 {
		if log && from > 0 {
			return geometric(from, to, t)
		}
		return from + t*(to-from)
	}
	below, above := hi-lo, hi-lo // the bands under the first level and over the last
	if n := len(levels); n > 1 {
		below, above = levels[1]-first, last-levels[n-2]
	}
	knots := slices.Concat([]float64{min(lo, first-below)}, levels, []float64{max(hi, last+above)})
	var all []float64
	for k := range len(knots) - 1 {
		for i := range perBand {
			if k+i > 0 {
				all = append(all, step(knots[k], knots[k+1], float64(i)/perBand))
			}
		}
	}
	return all
}

// isoLines adds the lines of equal height, and for the still what lies between them.
func (c *chart) isoLines(s surface, levels []float64) {
	s = s.toRim([2]float64{c.x.Min, c.x.Max}, [2]float64{c.y.Min, c.y.Max})
	band := func(k int) fill {
		return fill{ground: c.cells.at((float64(k) + 0.5) / float64(len(levels)+1))}
	}
	base := band(0)
	base.outline = s.known().region(0.5)
	c.fills = append(c.fills, base)
	for k, level := range levels {
		inside := band(k + 1)
		inside.outline = s.region(level)
		c.fills = append(c.fills, inside)
		c.addOutline(s.lines(level))
	}
}

// addOutline adds thin lines that are part of the ground.
func (c *chart) addOutline(lines [][]Point) {
	if len(lines) > 0 {
		m := mark{shape: outlineShape, quiet: true, color: Faded}
		m.x, m.y = coordinates(lines)
		c.marks = append(c.marks, m)
	}
}

// coordinates puts lines one after the other, with NaN between them.
func coordinates(lines [][]Point) (x, y []float64) {
	for i, l := range lines {
		if i > 0 {
			x, y = append(x, math.NaN()), append(y, math.NaN())
		}
		for _, p := range l {
			x, y = append(x, p.X), append(y, p.Y)
		}
	}
	return x, y
}

package viz

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"chainrule/pkg/linalg"
)

// Axis is one axis of a figure.
type Axis struct {
	Name     string  // what it measures, with the unit in brackets: "time (s)"; needed
	Log      bool    // logarithmic
	Min, Max float64 // the range; both 0 takes it from the data
}

// Point is a point of the plane.
type Point struct {
	X, Y float64
}

// Series is a line or a cloud of points.
type Series struct {
	Name   string
	X, Y   []float64 // as many x as y; X nil counts 0, 1, 2, …
	Color  Color     // "" takes the next of the palette
	Dashed bool      // lines only
}

// Rule is a straight line across a figure, with a word at it.
type Rule struct {
	At         float64 // where it crosses the axis
	Label      string
	Horizontal bool // crosses the y axis; otherwise the x axis
}

// chart is what all figures with axes are made of before they are drawn: live by
// option, still by still, and in words by describe.
type chart struct {
	kind                string // "Line chart"
	title, caption, alt string
	x, y                Axis
	ranges              *[2][2]float64 // of the axes, when they are settled
	categories          []string       // names along the x axis instead of numbers
	everyName           bool           // none of them is left out, so that they lie aslant where they are long
	rows                []string       // names along the y axis, for a table of cells
	cells               *cells
	fills               []fill // areas under the marks
	marks               []mark
	rules               []Rule
}

// mark is a series as it is drawn.
type mark struct {
	shape  shape
	name   string
	x, y   []float64
	color  Color
	dashed bool
	quiet  bool   // not in the legend, the words or the table
	symbol string // of points: one of symbols
}

type shape int

const (
	lineShape    shape = iota
	pathShape          // a line with a point at each vertex
	pointShape         // points
	barShape           // bars over the categories
	outlineShape       // a thin closed line
)

// cells is a grid of values, drawn as color; row 0 is at the bottom when y counts up.
type cells struct {
	values  *linalg.Matrix
	lo, hi  float64
	scale   string   // "seq", "div" or "classes"
	labels  []string // written into the cells, empty where there is none; nil for no numbers
	size    int      // of the labels, in pixels
	plain   bool     // the labels are the numbers as they are
	masked  []bool   // cells that a mask leaves empty
	name    string
	pale    bool      // lightened, as a background
	shades  []float64 // values at which the color changes; nil lets it follow the value
	classes []string  // names of the values, when they are classes
	words   string    // instead of those that are made from the values
}

// fill is a colored area. A still draws all of them. The live figure draws those that have a
// color; the cells stand for the others, because a scale follows the theme as a whole only.
type fill struct {
	outline [][]Point // closed; clockwise ones are holes
	color   Color     // lightened, as a background
	ground  color.RGBA
}

// fail is an error about a figure.
func (c *chart) fail(format string, args ...any) error {
	title := c.title
	if title == "" {
		title = "without a title"
	} else {
		title = fmt.Sprintf("%q", title)
	}
	return fmt.Errorf("viz: %s %s: %w", c.kind, title, fmt.Errorf(format, args...))
}

// check says what a figure lacks.
func (c *chart) check() error {
	switch {
	case c.title == "":
		return c.fail("Title is empty: say what is seen")
	case c.x.Name == "" || c.y.Name == "":
		return c.fail("an axis has no name: set X.Name and Y.Name, with the unit in brackets")
	case len(c.marks) == 0 && c.cells == nil:
		return c.fail("there is nothing to draw: give it at least one series")
	}
	if err := c.checkAxes(); err != nil {
		return err
	}
	for _, m := range c.marks {
		if len(m.x) != len(m.y) {
			return c.fail("%q has %d x and %d y: want a y for each x", c.nameOf(m), len(m.x), len(m.y))
		}
		switch drawn, nonfinite, nonpositive := c.count(m); {
		case drawn > 0:
		case nonpositive > 0:
			return c.fail("%q has no point above 0, where a logarithmic axis begins: leave out Log", c.nameOf(m))
		case nonfinite > 0:
			return c.fail("%q has no finite point to draw: its numbers are NaN or infinite", c.nameOf(m))
		default:
			return c.fail("%q has no points: give it at least one", c.nameOf(m))
		}
	}
	for _, r := range c.rules {
		name, axis := "X", c.x
		if r.Horizontal {
			name, axis = "Y", c.y
		}
		if !axis.holds(r.At) {
			return c.fail("the rule %q is at %v: want a finite place on %s, above 0 if that is logarithmic", r.Label, r.At, name)
		}
	}
	x, y := c.bounds()
	for i, r := range [][2]float64{x, y} {
		if !isFinite(r[1] - r[0]) {
			return c.fail("the numbers on %s lie too far apart to draw: leave out the largest, or show logarithms", "XY"[i:i+1])
		}
	}
	return nil
}

// checkAxes says what is wrong with the ranges and the logarithms that were asked for.
func (c *chart) checkAxes() error {
	for i, a := range []Axis{c.x, c.y} {
		name := "XY"[i : i+1]
		switch chosen := a.Min != 0 || a.Max != 0; {
		case chosen && !(a.Min < a.Max && isFinite(a.Max-a.Min)):
			return c.fail("%s goes from %v to %v: want Min below Max, or leave out both", name, a.Min, a.Max)
		case a.Log && c.cells != nil:
			return c.fail("%s is logarithmic, but all cells are equally wide: leave out %s.Log", name, name)
		case a.Log && i == 0 && c.categories != nil:
			return c.fail("X is logarithmic and has names, not numbers: leave out X.Log")
		case a.Log && c.categories != nil:
			return c.fail("Y is logarithmic, and a bar begins at 0, which has no place there: leave out Y.Log, or draw a Scatter")
		case a.Log && chosen && a.Min <= 0:
			return c.fail("%s is logarithmic and goes from %v: want Min above 0", name, a.Min)
		}
	}
	return nil
}

// holds says whether a number has a place on the axis.
func (a Axis) holds(v float64) bool { return isFinite(v) && (!a.Log || v > 0) }

// drawn says whether a point has a place in the figure.
func (c *chart) drawn(m mark, i int) bool { return c.x.holds(m.x[i]) && c.y.holds(m.y[i]) }

// count counts the points that are drawn, those that are not finite, and those that are
// finite but not above 0, where an axis is logarithmic.
func (c *chart) count(m mark) (drawn, nonfinite, nonpositive int) {
	for i := range m.y {
		switch {
		case c.drawn(m, i):
			drawn++
		case isFinite(m.x[i]) && isFinite(m.y[i]):
			nonpositive++
		default:
			nonfinite++
		}
	}
	return drawn, nonfinite, nonpositive
}

// nameOf is what a mark is called when it is spoken of.
func (c *chart) nameOf(m mark) string {
	if m.name == "" {
		return c.y.Name
	}
	return m.name
}

// add adds a series, with numbers for missing x and the next color for a missing one.
func (c *chart) add(s Series, shape shape) {
	m := mark{shape: shape, name: s.Name, x: s.X, y: s.Y, dashed: s.Dashed}
	if m.x == nil {
		for i := range s.Y {
			m.x = append(m.x, float64(i))
		}
	}
	n := 0
	for _, other := range c.marks {
		if !other.quiet {
			n++
		}
	}
	m.color = s.Color.or(classColor(n))
	m.dashed = m.dashed || s.Color == "" && n >= len(classColors) // a color comes again
	c.marks = append(c.marks, m)
}

// bounds returns the range of the data on both axes, a little widened, or the one
// that was asked for.
func (c *chart) bounds() (x, y [2]float64) {
	if c.ranges != nil {
		return c.ranges[0], c.ranges[1]
	}
	x, y = [2]float64{math.Inf(1), math.Inf(-1)}, [2]float64{math.Inf(1), math.Inf(-1)}
	grow := func(r *[2]float64, a Axis, v float64) {
		if a.holds(v) {
			r[0], r[1] = min(r[0], v), max(r[1], v)
		}
	}
	for _, m := range c.marks {
		for i := range m.x {
			grow(&x, c.x, m.x[i])
			grow(&y, c.y, m.y[i])
		}
		if m.shape == barShape {
			grow(&y, c.y, 0)
		}
	}
	for _, r := range c.rules {
		if r.Horizontal {
			grow(&y, c.y, r.At)
		} else {
			grow(&x, c.x, r.At)
		}
	}
	return widen(x, c.x), widen(y, c.y)
}

func widen(r [2]float64, a Axis) [2]float64 {
	if a.Min != 0 || a.Max != 0 {
		return [2]float64{a.Min, a.Max}
	}
	if !isFinite(r[0]) || !isFinite(r[1]) {
		return [2]float64{0, 1}
	}
	if a.Log {
		return [2]float64{r[0] / 1.2, r[1] * 1.2}
	}
	pad := (r[1] - r[0]) * 0.04
	if pad == 0 {
		pad = math.Max(1e-3, math.Abs(r[0])*0.1)
	}
	lo, hi := r[0]-pad, r[1]+pad
	if r[0] >= 0 && lo < 0 {
		lo = 0
	}
	return [2]float64{lo, hi}
}

func isFinite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// bundle draws the chart three times.
func (c *chart) bundle() (Bundle, error) {
	if err := c.check(); err != nil {
		return Bundle{}, err
	}
	still, err := c.still()
	if err != nil {
		return Bundle{}, c.fail("%v", err)
	}
	words, table := c.describe(), c.table()
	data := map[string]any{"option": c.option(), "width": width, "height": height, "table": table}
	if c.cells != nil && c.categories == nil {
		data["field"] = c.field()
	}
	return Bundle{
		Kind: "figure", Title: c.title, Caption: c.caption, Description: words, SVG: still, Data: data,
		Text: inWords(c.title, words, c.caption, table.text()),
	}, nil
}

// The size of a figure in pixels.
const (
	width  = 640
	height = 400
)

// shapeOf is the shape of a matrix, for an error.
func shapeOf(m *linalg.Matrix) string {
	if m == nil {
		return "nil"
	}
	return fmt.Sprintf("a %d×%d matrix", m.Rows, m.Cols)
}

func allFinite(values []float64) bool {
	return !slices.ContainsFunc(values, func(v float64) bool { return !isFinite(v) })
}

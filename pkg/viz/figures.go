package viz

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"chainrule/pkg/linalg"
)

// Line is a chart of lines. Title, X.Name, Y.Name and at least one of Series are needed.
type Line struct {
	Title, Caption string
	Alt            string // said before the words that are made from the data
	X, Y           Axis
	Series         []Series
	Rules          []Rule
}

// Bundle draws the lines.
func (f Line) Bundle() (Bundle, error) {
	c := chart{kind: "Line chart", title: f.Title, caption: f.Caption, alt: f.Alt, x: f.X, y: f.Y, rules: f.Rules}
	for _, s := range f.Series {
		c.add(s, lineShape)
	}
	return c.bundle()
}

// Scatter is a chart of points, with lines over them. Title, X.Name, Y.Name and at least one
// of Groups or Lines are needed.
type Scatter struct {
	Title, Caption string
	Alt            string // said before the words that are made from the data
	X, Y           Axis
	Groups         []Series // clouds of points, told apart by color and shape
	Lines          []Series
	Squares        bool // draws the square of each residual between the first group and the first line
	Rules          []Rule
}

// Bundle draws the points.
func (f Scatter) Bundle() (Bundle, error) {
	c := chart{kind: "Scatter plot", title: f.Title, caption: f.Caption, alt: f.Alt, x: f.X, y: f.Y, rules: f.Rules}
	for i, s := range f.Groups {
		c.add(s, pointShape)
		c.marks[len(c.marks)-1].symbol = symbols[i%len(symbols)]
	}
	for _, s := range f.Lines {
		c.add(s, lineShape)
	}
	if f.Squares {
		switch {
		case len(f.Groups) == 0 || len(f.Lines) == 0:
			return Bundle{}, c.fail("Squares lie between points and a line: give Groups and Lines, or leave out Squares")
		case f.X.Log || f.Y.Log:
			return Bundle{}, c.fail("Squares are not square on a logarithmic axis: leave out Log or Squares")
		}
		if err := c.check(); err != nil {
			return Bundle{}, err
		}
		c.squares(c.marks[0], c.marks[len(f.Groups)])
	}
	return c.bundle()
}

// squares adds the square of each residual: its side is the distance from the point
// to the line, as long across as it is high on the screen. Squares that stick out widen
// the x axis, which makes all of them wider; a few rounds settle it.
func (c *chart) squares(points, line mark) {
	marks := slices.Clip(c.marks)
	for range 8 {
		xr, yr := c.bounds()
		c.marks = marks
		c.addSquares(points, line, (xr[1]-xr[0])/(yr[1]-yr[0])*(height-92)/(width-88))
	}
}

// addSquares adds the squares when aspect is as much on the x axis as 1 on the y axis.
func (c *chart) addSquares(points, line mark, aspect float64) {
	for i, x := range points.x {
		y, yhat := points.y[i], interpolate(line, x)
		if !isFinite(y) || !isFinite(yhat) {
			continue
		}
		side := (y - yhat) * aspect
		c.marks = append(c.marks, mark{
			shape: outlineShape, quiet: true, color: Error,
			x: []float64{x, x, x - side, x - side, x}, y: []float64{y, yhat, yhat, y, y},
		})
	}
}

// interpolate reads a line, whose x rise, at x; NaN outside.
func interpolate(line mark, x float64) float64 {
	for i := 1; i < len(line.x); i++ {
		if a, b := line.x[i-1], line.x[i]; a <= x && x <= b && a < b {
			t := (x - a) / (b - a)
			return line.y[i-1] + t*(line.y[i]-line.y[i-1])
		}
	}
	return math.NaN()
}

// Bar is a chart of bars, one for each name. Title, X.Name, Y.Name, Names and Values are
// needed.
type Bar struct {
	Title, Caption string
	Alt            string // said before the words that are made from the data
	X, Y           Axis
	Names          []string
	Values         []float64 // as many as names
	Color          Color
	Rules          []Rule
}

// Bundle draws the bars.
func (f Bar) Bundle() (Bundle, error) {
	c := chart{kind: "Bar chart", title: f.Title, caption: f.Caption, alt: f.Alt, x: f.X, y: f.Y, categories: f.Names, everyName: true, rules: f.Rules}
	switch {
	case len(f.Names) != len(f.Values):
		return Bundle{}, c.fail("there are %d Names for %d Values: give one for each", len(f.Names), len(f.Values))
	case len(f.Names) == 0:
		return Bundle{}, c.fail("there are no Values: give one for each bar")
	}
	c.add(Series{Y: f.Values, Color: f.Color}, barShape)
	return c.bundle()
}

// Histogram counts values in bins of equal width. Title, X.Name and Values are needed.
type Histogram struct {
	Title, Caption string
	Alt            string // said before the words that are made from the data
	X              Axis   // what was measured; the y axis counts
	Values         []float64
	Bins           int // 0 takes √n of them, at most 40
	Color          Color
}

// Bundle counts and draws the bars. Values that are not finite are left out.
func (f Histogram) Bundle() (Bundle, error) {
	c := chart{kind: "Histogram", title: f.Title, caption: f.Caption, alt: f.Alt, x: f.X, y: Axis{Name: "count"}}
	lo, hi := extremes(f.Values)
	switch {
	case lo > hi:
		return Bundle{}, c.fail("Values has %d numbers, none of them finite: there is nothing to count", len(f.Values))
	case f.X.Log:
		return Bundle{}, c.fail("X is logarithmic, but all bins are equally wide: leave out X.Log, or count the logarithms")
	}
	values := slices.DeleteFunc(slices.Clone(f.Values), func(v float64) bool { return !isFinite(v) })
	if n := len(f.Values) - len(values); n > 0 {
		c.alt = joined(" ", f.Alt, fmt.Sprintf("Of %d values %s", len(f.Values), leftOut(n, notFinite)))
	}
	bins := f.Bins
	if bins <= 0 {
		bins = max(1, min(40, int(math.Sqrt(float64(len(values))))))
	}
	if size := math.Abs(lo); hi-lo <= max(size*1e-12, 1e-300) { // all are the same, but for rounding
		lo, hi = lo-max(0.5, size*1e-6), hi+max(0.5, size*1e-6)
	}
	if !isFinite(hi - lo) {
		return Bundle{}, c.fail("Values go from %s to %s, too far to count in bins: leave out the largest", short(lo), short(hi))
	}
	counts, step := make([]float64, bins), (hi-lo)/float64(bins)
	for _, v := range values {
		counts[min(bins-1, int((v-lo)/step))]++
	}
	for i := range counts {
		c.categories = append(c.categories, binName(lo+(float64(i)+0.5)*step, step))
	}
	c.add(Series{Y: counts, Color: f.Color}, barShape)
	return c.bundle()
}

// binName is the middle of a bin, with as many digits as tell it from the next.
func binName(middle, step float64) string {
	if math.Abs(middle) < step*1e-9 { // what rounding left of 0
		return "0"
	}
	return strconv.FormatFloat(rounded(middle, step, 3), 'g', -1, 64)
}

// HeatMap is a table of values as colors, and as numbers when there are few. Long ones are
// rounded to two or three digits of the largest: 0.00 is what rounds to it, and 0 is 0 itself.
// Title, X.Name, Y.Name and Values are needed.
type HeatMap struct {
	Title, Caption string
	Alt            string // said before the words that are made from the data
	X, Y           Axis
	Values         *linalg.Matrix          // row 0 is drawn at the top; NaN leaves a cell empty, with a small cross
	Mask           func(row, col int) bool // true leaves a cell empty, whatever its value; counted from 0; nil for none
	Columns, Rows  []string                // names; nil counts from 1
	Name           string                  // what the values are
	Format         string                  // of the numbers, such as "%.1f"; "" chooses by the room there is
}

// Bundle draws the cells. A table with values of both signs gets the diverging scale.
func (f HeatMap) Bundle() (Bundle, error) {
	c := chart{kind: "Heat map", title: f.Title, caption: f.Caption, alt: f.Alt, x: f.X, y: f.Y}
	switch {
	case f.Values == nil || len(f.Values.Data) == 0:
		return Bundle{}, c.fail("Values is %s: want one with entries", shapeOf(f.Values))
	case !slices.ContainsFunc(f.Values.Data, isFinite):
		return Bundle{}, c.fail("Values has no finite entry to draw: all are NaN or infinite")
	case f.Columns != nil && len(f.Columns) != f.Values.Cols:
		return Bundle{}, c.fail("there are %d Columns for Values, %s: give a name for each column, or none", len(f.Columns), shapeOf(f.Values))
	case f.Rows != nil && len(f.Rows) != f.Values.Rows:
		return Bundle{}, c.fail("there are %d Rows for Values, %s: give a name for each row, or none", len(f.Rows), shapeOf(f.Values))
	}
	rows, cols := f.Values.Dims()
	c.categories, c.rows = f.Columns, reversed(f.Rows)
	if c.categories == nil {
		c.categories = counted(cols)
	}
	if c.rows == nil {
		c.rows = reversed(counted(rows))
	}
	flipped := make([]int, rows)
	for i := range flipped {
		flipped[i] = rows - 1 - i
	}
	k := &cells{values: linalg.SelectRows(f.Values, flipped), name: f.Name}
	if k.name == "" {
		k.name = "The value"
	}
	c.cells = k
	c.mask(f.Mask)
	if !slices.ContainsFunc(k.values.Data, isFinite) {
		return Bundle{}, c.fail("Mask leaves no entry to draw: let it be false for at least one that is finite")
	}
	k.setScale(k.values.Data)
	if err := c.write(f.Format); err != nil {
		return Bundle{}, err
	}
	return c.bundle()
}

// mask empties the cells that the mask hides, and puts a small cross into each that has
// nothing to show: paper looks much like the palest color.
func (c *chart) mask(hides func(row, col int) bool) {
	k := c.cells
	rows, cols := k.values.Dims()
	k.masked = make([]bool, rows*cols)
	empty := mark{shape: pointShape, symbol: "cross", color: Faded, quiet: true}
	for i := range rows {
		for j := range cols {
			if hides != nil && hides(rows-1-i, j) {
				k.masked[i*cols+j] = true
				k.values.Set(i, j, math.NaN())
			}
			if !isFinite(k.values.At(i, j)) {
				empty.x, empty.y = append(empty.x, float64(j)), append(empty.y, float64(i))
			}
		}
	}
	if len(empty.x) > 0 {
		c.marks = append(c.marks, empty)
	}
}

// setScale chooses the scale for the values: the diverging one, with 0 in its middle, when
// they have both signs.
func (k *cells) setScale(values []float64) {
	k.scale = "seq"
	k.lo, k.hi = finiteRange(values)
	if k.lo < 0 && k.hi > 0 {
		k.scale, k.hi = "div", max(-k.lo, k.hi)
		k.lo = -k.hi
	}
}

// extremes are the lowest and the highest of the values that are finite.
func extremes(values []float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if isFinite(v) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	return lo, hi
}

// finiteRange goes from one extreme to the other, and is never empty.
func finiteRange(values []float64) (lo, hi float64) {
	lo, hi = extremes(values)
	if lo > hi {
		return 0, 1
	}
	if hi-lo < 1e-300 { // which half of is nothing
		hi = lo + max(1, math.Abs(lo)*1e-6) // 1 adds nothing to 1e17
	}
	return lo, min(hi, math.MaxFloat64)
}

func counted(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprint(i + 1)
	}
	return names
}

func reversed(names []string) []string {
	out := slices.Clone(names)
	slices.Reverse(out)
	return out
}

// Confusion is a confusion matrix: truth down, prediction across. Title and Matrix are
// needed.
type Confusion struct {
	Title, Caption string
	Alt            string         // said before the words that are made from the data
	Matrix         *linalg.Matrix // classes × classes, as nn.ConfusionMatrix returns it
	Classes        []string       // nil counts from 0
}

// Bundle draws the matrix, and says how many were right.
func (f Confusion) Bundle() (Bundle, error) {
	c := chart{kind: "Confusion matrix", title: f.Title}
	switch {
	case f.Title == "":
		return Bundle{}, c.fail("Title is empty: say what is seen")
	case f.Matrix == nil || f.Matrix.Rows != f.Matrix.Cols || f.Matrix.Rows == 0:
		return Bundle{}, c.fail("Matrix is %s: want classes × classes, as nn.ConfusionMatrix returns it", shapeOf(f.Matrix))
	case !allFinite(f.Matrix.Data):
		return Bundle{}, c.fail("Matrix has entries that are not finite: want counts, as nn.ConfusionMatrix returns them")
	case f.Classes != nil && len(f.Classes) != f.Matrix.Rows:
		return Bundle{}, c.fail("there are %d Classes for Matrix, %s: give a name for each class, or none", len(f.Classes), shapeOf(f.Matrix))
	}
	names := f.Classes
	if names == nil {
		for k := range f.Matrix.Rows {
			names = append(names, fmt.Sprint(k))
		}
	}
	right := 0.0
	for k := range f.Matrix.Rows {
		right += f.Matrix.At(k, k)
	}
	alt := joined(" ", f.Alt, fmt.Sprintf("Of %s examples %s are on the diagonal.", short(linalg.Sum(f.Matrix)), short(right)))
	return HeatMap{
		Title: f.Title, Caption: f.Caption, Alt: alt, X: Axis{Name: "predicted"}, Y: Axis{Name: "true"},
		Values: f.Matrix, Columns: names, Rows: names, Name: "The count",
	}.Bundle()
}

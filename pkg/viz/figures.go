package viz

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
)

// Line is a chart of lines.
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

// Scatter is a chart of points, with lines over them.
type Scatter struct {
	Title, Caption string
	Alt            string // said before the words that are made from the data
	X, Y           Axis
	Groups         []Series // clouds of points, told apart by color and shape
	Lines          []Series
	Squares        bool // draws the square of each residual between the first group and the first line
	Rules          []Rule
}

// symbols of groups: told apart without color too.
var symbols = []string{"circle", "rect", "triangle", "diamond"}

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
		if len(f.Groups) == 0 || len(f.Lines) == 0 {
			return Bundle{}, c.fail("Squares need a group of points and a line")
		}
		if err := c.check(); err != nil {
			return Bundle{}, err
		}
		c.squares(c.marks[0], c.marks[len(f.Groups)])
	}
	return c.bundle()
}

// squares adds the square of each residual: its side is the distance from the point
// to the line, as long across as it is high on the screen.
func (c *chart) squares(points, line mark) {
	xr, yr := c.bounds()
	aspect := (xr[1] - xr[0]) / (yr[1] - yr[0]) * (height - 92) / (width - 88)
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

// Bar is a chart of bars, one for each name.
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
	c := chart{kind: "Bar chart", title: f.Title, caption: f.Caption, alt: f.Alt, x: f.X, y: f.Y, categories: f.Names, rules: f.Rules}
	if len(f.Names) != len(f.Values) {
		return Bundle{}, c.fail("%d names and %d values: want as many", len(f.Names), len(f.Values))
	}
	c.add(Series{Y: f.Values, Color: f.Color}, barShape)
	return c.bundle()
}

// Histogram counts values in bins of equal width.
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
	lo, hi, n := math.Inf(1), math.Inf(-1), 0
	for _, v := range f.Values {
		if isFinite(v) {
			lo, hi, n = min(lo, v), max(hi, v), n+1
		}
	}
	if n == 0 {
		return Bundle{}, c.fail("there is no finite value to count")
	}
	bins := f.Bins
	if bins <= 0 {
		bins = max(1, min(40, int(math.Sqrt(float64(n)))))
	}
	if lo == hi {
		lo, hi = lo-0.5, hi+0.5
	}
	counts, step := make([]float64, bins), (hi-lo)/float64(bins)
	for _, v := range f.Values {
		if isFinite(v) {
			counts[min(bins-1, int((v-lo)/step))]++
		}
	}
	for i := range counts {
		c.categories = append(c.categories, short(lo+(float64(i)+0.5)*step))
	}
	c.add(Series{Y: counts, Color: f.Color}, barShape)
	return c.bundle()
}

// HeatMap is a table of values as colors, and as numbers when there are few.
type HeatMap struct {
	Title, Caption string
	Alt            string // said before the words that are made from the data
	X, Y           Axis
	Values         *linalg.Matrix // row 0 is drawn at the top
	Columns, Rows  []string       // names; nil counts from 1
	Name           string         // what the values are
}

// Bundle draws the cells. A table with values of both signs gets the diverging scale.
func (f HeatMap) Bundle() (Bundle, error) {
	c := chart{kind: "Heat map", title: f.Title, caption: f.Caption, alt: f.Alt, x: f.X, y: f.Y}
	if f.Values == nil || len(f.Values.Data) == 0 {
		return Bundle{}, c.fail("Values is empty")
	}
	rows, cols := f.Values.Dims()
	if f.Columns != nil && len(f.Columns) != cols || f.Rows != nil && len(f.Rows) != rows {
		return Bundle{}, c.fail("%d names of rows and %d of columns for a %d×%d matrix", len(f.Rows), len(f.Columns), rows, cols)
	}
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
	values := linalg.SelectRows(f.Values, flipped)
	k := &cells{values: values, scale: "seq", numbers: rows*cols <= 120, name: f.Name}
	k.lo, k.hi = finiteRange(values.Data)
	if k.lo < 0 && k.hi > 0 {
		k.scale, k.hi = "div", max(-k.lo, k.hi)
		k.lo = -k.hi
	}
	if k.name == "" {
		k.name = "The value"
	}
	c.cells = k
	return c.bundle()
}

func finiteRange(values []float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if isFinite(v) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	if lo > hi {
		return 0, 1
	}
	if lo == hi {
		hi = lo + 1
	}
	return lo, hi
}

func counted(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprint(i + 1)
	}
	return names
}

func reversed(names []string) []string {
	if names == nil {
		return nil
	}
	out := make([]string, len(names))
	for i, n := range names {
		out[len(names)-1-i] = n
	}
	return out
}

// Confusion is a confusion matrix: truth down, prediction across.
type Confusion struct {
	Title, Caption string
	Alt            string         // said before the words that are made from the data
	Matrix         *linalg.Matrix // classes × classes, as nn.ConfusionMatrix returns it
	Classes        []string       // nil counts from 0
}

// Bundle draws the matrix, and says how many were right.
func (f Confusion) Bundle() (Bundle, error) {
	c := chart{kind: "Confusion matrix", title: f.Title}
	if f.Matrix == nil || f.Matrix.Rows != f.Matrix.Cols {
		return Bundle{}, c.fail("Matrix is not a square matrix of classes × classes")
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
	alt := joinWords(f.Alt, fmt.Sprintf("Of %s examples %s are on the diagonal.", short(linalg.Sum(f.Matrix)), short(right)))
	return HeatMap{
		Title: f.Title, Caption: f.Caption, Alt: alt, X: Axis{Name: "predicted"}, Y: Axis{Name: "true"},
		Values: f.Matrix, Columns: names, Rows: names, Name: "The count",
	}.Bundle()
}

package sim

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
)

// pointSet is a set of points that can be chosen.
type pointSet struct {
	name, x, y  string
	say, source string
	points      func() (x, y *linalg.Matrix) // n×1 each
	code        string                       // Go that makes the same x and y
}

var presets = []pointSet{
	{
		name: "noisy line", x: "x", y: "y", say: "Thirty points near y = 2x + 1: noise of standard deviation 0.4 on y.", source: "generated",
		points: func() (x, y *linalg.Matrix) { return columns(data.Linear(1, 30, 2, 1, 0.4)) },
		code:   "set := data.Linear(1, 30, 2, 1, 0.4)\nx, y := set.X, set.Y\n",
	},
	{
		name: "clean line", x: "x", y: "y", say: "Four points exactly on y = x + 1: the best line has no cost.", source: "deep-ml.com, problem 47",
		points: func() (x, y *linalg.Matrix) { return linalg.Col(1, 2, 3, 4), linalg.Col(2, 3, 4, 5) },
		code:   "x, y := linalg.Col(1, 2, 3, 4), linalg.Col(2, 3, 4, 5)\n",
	},
	{
		name: "outliers", x: "x", y: "y", say: "The noisy line with three points far off: squares make them pull hard.", source: "generated",
		points: func() (x, y *linalg.Matrix) {
			x, y = columns(data.Linear(1, 30, 2, 1, 0.4))
			return linalg.VStack(x, linalg.Col(0.7, 0.8, 0.9)), linalg.VStack(y, linalg.Col(-4, -5, -4.5))
		},
		code: "set := data.Linear(1, 30, 2, 1, 0.4)\n" +
			"x := linalg.VStack(set.X, linalg.Col(0.7, 0.8, 0.9))\ny := linalg.VStack(set.Y, linalg.Col(-4, -5, -4.5))\n",
	},
	{
		name: "curve", x: "x", y: "y", say: "Points near y = 3x² − 1: no line fits, and the residuals show it.", source: "generated",
		points: func() (x, y *linalg.Matrix) {
			x, y = columns(data.Linear(2, 40, 0, -1, 0.2))
			for i, v := range x.Data {
				y.Data[i] += 3 * v * v
			}
			return x, y
		},
		code: "set := data.Linear(2, 40, 0, -1, 0.2)\nx, y := set.X, set.Y\nfor i, v := range x.Data {\n\ty.Data[i] += 3 * v * v\n}\n",
	},
	{
		name: "iris", x: "petal length (cm)", y: "petal width (cm)", say: "150 irises: the width of a petal by its length.",
		source: "R. A. Fisher (1936), CC BY 4.0",
		points: func() (x, y *linalg.Matrix) {
			s := data.Iris()
			return linalg.SliceCols(s.X, 2, 3), linalg.SliceCols(s.X, 3, 4)
		},
		code: "iris := data.Iris()\nx, y := linalg.SliceCols(iris.X, 2, 3), linalg.SliceCols(iris.X, 3, 4)\n",
	},
	{
		name: "diabetes", x: "body mass index (kg/m²)", y: "progression of diabetes", say: "442 patients: how far the disease went in a year, by the body mass index.",
		source: "B. Efron and others (2004), BSD-3-Clause",
		points: func() (x, y *linalg.Matrix) {
			s := data.Diabetes()
			return linalg.SliceCols(s.X, 2, 3), s.Y
		},
		code: "diabetes := data.Diabetes()\nx, y := linalg.SliceCols(diabetes.X, 2, 3), diabetes.Y\n",
	},
	{
		name: "sunspots", x: "sunspots, this year", y: "sunspots, next year", say: "1700 to 2008: the sunspots of a year by those of the year before.",
		source: "National Geophysical Data Center, public domain",
		points: func() (x, y *linalg.Matrix) {
			v := data.Sunspots().Values
			return linalg.Col(v[:len(v)-1]...), linalg.Col(v[1:]...)
		},
		code: "spots := data.Sunspots().Values\nx, y := linalg.Col(spots[:len(spots)-1]...), linalg.Col(spots[1:]...)\n",
	},
	{
		name: "two points", x: "x", y: "y", say: "Two points: one line goes through both.", source: "",
		points: func() (x, y *linalg.Matrix) { return linalg.Col(1, 3), linalg.Col(1, 2) },
		code:   "x, y := linalg.Col(1, 3), linalg.Col(1, 2)\n",
	},
	{
		name: "far from 0", x: "year", y: "y", say: "A steep line over the years 1980 to 2020: without normalization w and b pull on each other, and the valley is thin.", source: "generated",
		points: func() (x, y *linalg.Matrix) {
			x, y = columns(data.Linear(3, 41, 0, 0, 2))
			for i := range x.Data {
				x.Data[i] = 1980 + float64(i)
				y.Data[i] += 3 * float64(i)
			}
			return x, y
		},
		code: "set := data.Linear(3, 41, 0, 0, 2)\nx, y := set.X, set.Y\nfor i := range x.Data {\n\tx.Data[i] = 1980 + float64(i)\n\ty.Data[i] += 3 * float64(i)\n}\n",
	},
}

// thumbnail holds a few points of a preset, evenly chosen.
type thumbnail struct {
	Name string `json:"name"`
	X    series `json:"x"`
	Y    series `json:"y"`
}

// thumbnailPoints is how many points of a preset are drawn small, at most.
const thumbnailPoints = 60

func thumbnails() (list []thumbnail) {
	for _, p := range presets {
		x, y := p.points()
		t := thumbnail{Name: p.name}
		n := min(x.Rows, thumbnailPoints)
		for i := range n {
			at := i * x.Rows / n
			t.X, t.Y = append(t.X, x.Data[at]), append(t.Y, y.Data[at])
		}
		list = append(list, t)
	}
	return list
}

func columns(s *data.Set) (x, y *linalg.Matrix) { return s.X, s.Y }

func presetOf(name string) (*pointSet, error) {
	var names []string
	for i := range presets {
		if presets[i].name == name {
			return &presets[i], nil
		}
		names = append(names, presets[i].name)
	}
	return nil, fmt.Errorf("there are no points called %.40q: want %s", name, oneOf(names))
}

// points returns the points of the setup, n×1 each, and what their coordinates are called.
func (s *RegressionSetup) points() (x, y *linalg.Matrix, xName, yName string) {
	if p, err := presetOf(s.Data); err == nil {
		x, y = p.points()
		return x, y, p.x, p.y
	}
	x, y = linalg.Col(s.X...), linalg.Col(s.Y...)
	return x, y, orName(s.XName, "x"), orName(s.YName, "y")
}

func orName(name, usual string) string {
	if name == "" {
		return usual
	}
	return name
}

// own is the setup with its points as points of one's own, to be changed.
func (s *RegressionSetup) own() RegressionSetup {
	c := *s
	x, y, xName, yName := s.points()
	c.Data, c.X, c.Y, c.XName, c.YName = "", x.Clone().Data, y.Clone().Data, xName, yName
	return c
}

// net returns the unit that is fitted, at the start.
func (s *RegressionSetup) net() *nn.Model {
	net := nn.Must(nn.New(s.Seed, nn.Shape{1}, &nn.Dense{Out: 1}))
	if s.Start != nil {
		net.Param("Dense 1/W").Value.Data[0] = s.Start.W
		net.Param("Dense 1/b").Value.Data[0] = s.Start.B
	}
	return net
}

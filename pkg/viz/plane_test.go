package viz

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestContourRefuses(t *testing.T) {
	axes := func(lo, hi float64) Axis { return Axis{Name: "w", Min: lo, Max: hi} }
	flat := func(x, y float64) float64 { return 1 }
	for _, c := range []struct {
		f    Contour
		want string
	}{
		{Contour{X: axes(0, 1), Y: axes(0, 1)}, "F is nil: set the function of x and y"},
		{Contour{F: flat, Y: axes(0, 1)}, "X goes from 0 to 0 and Y from 0 to 1: set Min and Max of both"},
		{Contour{F: flat, X: axes(1, 0), Y: axes(0, 1)}, "X goes from 1 to 0"},
		{Contour{F: flat, X: axes(0, math.Inf(1)), Y: axes(0, 1)}, "X goes from 0 to +Inf"},
		{Contour{F: flat, X: axes(0, 1), Y: axes(0, 1), Levels: []float64{1, 3, 2}}, "Levels[2] is 2, after 3: want heights that rise"},
		{Contour{F: flat, X: axes(0, 1), Y: axes(0, 1), Levels: []float64{math.NaN()}}, "Levels[0] is NaN: want finite heights"},
		{Contour{F: func(x, y float64) float64 { return math.Inf(1) }, X: axes(0, 1), Y: axes(0, 1)}, "F is finite nowhere on the grid"},
	} {
		c.f.Title = "Valley"
		if _, err := c.f.Bundle(); err == nil || !strings.HasPrefix(err.Error(), `viz: Contour plot "Valley": `+c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// The color changes at every line, and evenly between.
func TestShades(t *testing.T) {
	for _, levels := range [][]float64{{3}, {1, 2, 4}, {0.001, 0.1, 10, 1000}, {-5, 0, 5}} {
		all := shades([]float64{levels[0] - 1, levels[len(levels)-1] + 1}, levels)
		if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Errorf("levels %v: the shades do not rise: %v", levels, all)
		}
		for _, l := range levels {
			if !slices.ContainsFunc(all, func(v float64) bool { return math.Abs(v-l) < 1e-12*math.Max(1, math.Abs(l)) }) {
				t.Errorf("levels %v: the color does not change at %v", levels, l)
			}
		}
		if want := perBand*(len(levels)+1) - 1; len(all) != want {
			t.Errorf("levels %v: got %d shades, want %d", levels, len(all), want)
		}
	}
}

// Heights below the first level and over the last one are shaded down to the lowest and up
// to the highest.
func TestShadesReachTheExtremes(t *testing.T) {
	all := shades([]float64{-100, 0.5, 50}, []float64{0, 1})
	if got, want := all[0], -100+100.0/perBand; math.Abs(got-want) > 1e-9 {
		t.Errorf("the first shade ends at %v, want %v", got, want)
	}
	if got, want := all[len(all)-1], 50-49.0/perBand; math.Abs(got-want) > 1e-9 {
		t.Errorf("the last shade begins at %v, want %v", got, want)
	}
}

// The areas of a still lie over one another, each darker than the one below; where F is not
// a number there is paper.
func TestContourAreas(t *testing.T) {
	c := chart{x: Axis{Min: -1, Max: 1}, y: Axis{Min: -1, Max: 1}, cells: &cells{scale: "seq"}}
	levels := []float64{-0.5, 0, 0.5}
	c.isoLines(c.sample(func(x, y float64) float64 {
		if x < 0 {
			return math.NaN()
		}
		return y
	}, 1), levels)
	if len(c.fills) != len(levels)+1 {
		t.Fatalf("got %d areas, want one over each level and the ground", len(c.fills))
	}
	for k, f := range c.fills {
		covers := 0.0
		for _, l := range f.outline {
			covers += area(l)
		}
		if want := 2 - 0.5*float64(k); math.Abs(covers-want) > 0.05 { // a grid of 80 does not end at 0
			t.Errorf("area %d covers %.3f of 4, want %.3f", k, covers, want)
		}
		if k > 0 && luminance(f.ground) >= luminance(c.fills[k-1].ground) {
			t.Errorf("area %d is %v, over %v: want it darker", k, f.ground, c.fills[k-1].ground)
		}
	}
}

// A descent that has left the figure for a place far away goes there straight.
func TestFarPointsKeepTheirDirection(t *testing.T) {
	c := chart{x: Axis{Min: -1, Max: 1}, y: Axis{Min: -1, Max: 1}}
	run := c.runs(mark{x: []float64{0, 3e9, math.MaxFloat64}, y: []float64{0, -4e9, 0}})[0]
	if run[1].X != 3e9 || run[1].Y != -4e9 {
		t.Errorf("the line goes by %v, want (3e9, -4e9)", run[1])
	}
	if run[2].X > 1e101 {
		t.Errorf("the line ends at %v, with which gonum/plot cannot reckon", run[2])
	}
}

func TestTenLevels(t *testing.T) {
	for _, c := range []struct {
		heights     []float64
		first, last float64
		log         bool
	}{
		{[]float64{0, 10}, 0.5, 9.5, false},
		{[]float64{1, 20}, 1.95, 19.05, false}, // not far apart
		{[]float64{math.NaN(), 1, 1e10}, math.Sqrt(10), 1e10 / math.Sqrt(10), true},
		{[]float64{-1, 1e10}, -1 + (1e10+1)*0.05, 1e10 - (1e10+1)*0.05, false}, // a logarithm needs all above 0
		{[]float64{1e-290, 1e290}, 1e-261, 1e261, true},                        // whose quotient is no number
	} {
		levels, log := tenLevels(c.heights)
		near := func(got, want float64) bool { return math.Abs(got-want) <= 1e-9*math.Abs(want) }
		if len(levels) != 10 || !near(levels[0], c.first) || !near(levels[9], c.last) || log != c.log {
			t.Errorf("%v: got %v (logarithmic: %t), want %v … %v (%t)", c.heights, levels, log, c.first, c.last, c.log)
		}
	}
}

// A number is moved by less than the last digit that is kept: half of a thousandth of the
// range, or of itself when it is smaller.
func TestRoundedStaysNear(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 10000 {
		v, span := rng.NormFloat64()*math.Pow(10, 20*rng.Float64()-10), math.Pow(10, 20*rng.Float64()-10)
		got := rounded(v, span, 4)
		if size := min(span, math.Abs(v)); math.Abs(got-v) > 0.501e-3*size && math.Abs(got-v) > 1e-15*math.Abs(v) {
			t.Fatalf("rounded(%v, %v): got %v", v, span, got)
		}
		if again := rounded(got, span, 4); math.Abs(again-got) > 1e-15*math.Abs(got) {
			t.Fatalf("rounded(%v, %v) is %v, and rounded again %v", v, span, got, again)
		}
	}
}

func TestRounded(t *testing.T) {
	for _, c := range []struct{ v, span, want float64 }{
		{1.23456789, 10, 1.235}, // as many digits as of a number of its own size
		{1000.123456, 0.1, 1000.1235},
		{-0.000123456, 1, -0.0001235},
		{0, 1, 0},
		{5, 0, 5},
	} {
		if got := rounded(c.v, c.span, 4); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("rounded(%v, %v): got %v, want %v", c.v, c.span, got, c.want)
		}
	}
	if got := rounded(math.NaN(), 1, 4); !math.IsNaN(got) {
		t.Errorf("NaN: got %v", got)
	}
}

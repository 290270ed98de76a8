package viz

import (
	"errors"
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
)

// corners are four examples of two classes.
func corners(predict func(*linalg.Matrix) *linalg.Matrix, classes ...string) Boundary {
	return Boundary{
		Title: "Corners", X: Axis{Name: "a", Min: -1, Max: 1}, Y: Axis{Name: "b", Min: -1, Max: 1}, Predict: predict,
		Examples: linalg.New(4, 2, -1, -1, -1, 1, 1, -1, 1, 1), Labels: []int{0, 0, 1, 1}, Classes: classes,
	}
}

func TestBoundaryRefuses(t *testing.T) {
	column := func(x *linalg.Matrix) *linalg.Matrix { return linalg.SliceCols(x, 0, 1) }
	with := func(change func(f *Boundary)) Boundary {
		f := corners(column, "no", "yes")
		change(&f)
		return f
	}
	for _, c := range []struct {
		f    Boundary
		want string
	}{
		{with(func(f *Boundary) { f.Predict = nil }), "Predict is nil: set net.Predict"},
		{with(func(f *Boundary) { f.Examples = nil }), "Examples is nil: want an n×2 matrix"},
		{with(func(f *Boundary) { f.Examples = linalg.New(4, 3) }), "Examples is a 4×3 matrix: want an n×2 matrix"},
		{with(func(f *Boundary) { f.Examples, f.Labels = &linalg.Matrix{Cols: 2}, nil }), "Examples is a 0×2 matrix: want an n×2 matrix"},
		{with(func(f *Boundary) { f.Labels = []int{0} }), "there are 1 Labels for 4 Examples"},
		{with(func(f *Boundary) { f.Labels = []int{0, 1, 2, 0} }), "Labels[2] is 2 and Classes has 2 names: want labels from 0 to 1"},
		{with(func(f *Boundary) { f.Classes = []string{"one"} }), "Classes has 1 names"},
		{with(func(f *Boundary) { f.Classes = []string{"a", "b", "c"} }), "want a column for each class, or one column for two"},
		{with(func(f *Boundary) { f.Predict = func(x *linalg.Matrix) *linalg.Matrix { return nil } }), "Predict returns nil for"},
		{with(func(f *Boundary) {
			f.Predict = func(x *linalg.Matrix) *linalg.Matrix { return linalg.Full(x.Rows, 2, math.NaN()) }
		}), "Predict returns numbers that are not finite: look at the training"},
		{with(func(f *Boundary) {
			f.Predict = func(x *linalg.Matrix) *linalg.Matrix { return linalg.Mul(x, linalg.New(3, 2)) }
		}), "Predict refuses the grid of points"},
	} {
		if _, err := c.f.Bundle(); err == nil || !strings.Contains(err.Error(), `"Corners": `) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// A panic that is not about shapes is the program's own, and goes on: an error too.
func TestBoundaryLetsOtherPanicsThrough(t *testing.T) {
	for _, mine := range []any{"mine", errors.New("mine")} {
		func() {
			defer func() {
				if got := recover(); got != mine {
					t.Errorf("got the panic %v, want Predict's own: %v", got, mine)
				}
			}()
			corners(func(*linalg.Matrix) *linalg.Matrix { panic(mine) }, "no", "yes").Bundle()
		}()
	}
}

// The areas of three classes lie over one another like the sheets of a stack: what is seen of them tiles the plane.
func TestBoundaryTilesThePlane(t *testing.T) {
	thirds := func(x *linalg.Matrix) *linalg.Matrix { // class 0 left of −⅓, class 2 right of ⅓
		s := linalg.New(x.Rows, 3)
		for i := range x.Rows {
			s.Set(i, 0, -x.At(i, 0)-1.0/3)
			s.Set(i, 2, x.At(i, 0)-1.0/3)
		}
		return s
	}
	f := corners(thirds, "a", "b", "c")
	c := chart{x: f.X, y: f.Y, ranges: &[2][2]float64{{-1, 1}, {-1, 1}}}
	if err := c.regions(f, c.ranges[0], c.ranges[1]); err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{4, 8.0 / 3, 4.0 / 3} {
		got := 0.0
		for _, l := range c.fills[i].outline {
			got += area(l)
		}
		if math.Abs(got-want) > 0.02 {
			t.Errorf("sheet %d covers %.3f, want %.3f", i, got, want)
		}
	}
	for j := range c.cells.values.Cols { // what the pointer is told agrees
		x := -1 + (2*float64(j)+1)/float64(c.cells.values.Cols)
		want := 1.0
		if x < -1.0/3 {
			want = 0
		} else if x > 1.0/3 {
			want = 2
		}
		if math.Abs(math.Abs(x)-1.0/3) > 0.03 && c.cells.values.At(0, j) != want {
			t.Errorf("at %.2f the class is %v, want %v", x, c.cells.values.At(0, j), want)
		}
	}
}

// One score is that of the second class, which begins above 0: here at the middle.
func TestBoundaryOfOneScore(t *testing.T) {
	f := corners(func(x *linalg.Matrix) *linalg.Matrix { return linalg.SliceCols(x, 0, 1) }, "no", "yes")
	c := chart{x: f.X, y: f.Y, ranges: &[2][2]float64{{-1, 1}, {-1, 1}}}
	if err := c.regions(f, c.ranges[0], c.ranges[1]); err != nil {
		t.Fatal(err)
	}
	if len(c.fills) != 2 || len(c.fills[1].outline) != 1 {
		t.Fatalf("got %d areas, want the plane and its right half", len(c.fills))
	}
	for _, p := range c.fills[1].outline[0] {
		if p.X < -1e-12 {
			t.Errorf("the area of yes reaches %v", p)
		}
	}
	if got := area(c.fills[1].outline[0]); math.Abs(got-2) > 1e-9 {
		t.Errorf("yes covers %v of 4, want half", got)
	}
}

// Where classes are level, the first one wins, as argmax has it.
func TestBoundaryOfLevelClasses(t *testing.T) {
	f := corners(func(x *linalg.Matrix) *linalg.Matrix { return linalg.New(x.Rows, 2) }, "first", "second")
	c := chart{x: f.X, y: f.Y, ranges: &[2][2]float64{{-1, 1}, {-1, 1}}}
	if err := c.regions(f, c.ranges[0], c.ranges[1]); err != nil {
		t.Fatal(err)
	}
	if len(c.fills[1].outline) != 0 || linalg.Max(c.cells.values) != 0 {
		t.Errorf("the second class has %d areas and cells up to %v, want none", len(c.fills[1].outline), linalg.Max(c.cells.values))
	}
}

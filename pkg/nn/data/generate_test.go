package data_test

import (
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

var planes = map[string]func(seed uint64, n int, noise float64) *data.Set{
	"Moons": data.Moons, "Circles": data.Circles, "Spirals": data.Spirals, "XOR": data.XOR,
}

func TestPlanes(t *testing.T) {
	for name, draw := range planes {
		for _, n := range []int{1, 2, 101} {
			s := draw(1, n, 0.1)
			if s.Name != name || s.Len() != n || s.X.Cols != 2 || s.Y.Rows != n || s.Y.Cols != 2 || len(s.Labels) != n {
				t.Errorf("%s: got %q with X %d×%d, Y %d×%d and %d labels of %d", name, s.Name, s.X.Rows, s.X.Cols, s.Y.Rows, s.Y.Cols, len(s.Labels), n)
			}
			for i, k := range s.Labels {
				if s.Y.At(i, k) != 1 || s.Y.At(i, 1-k) != 0 {
					t.Errorf("%s: example %d of class %d has the target %v", name, i, k, s.Y.Row(i))
				}
			}
			if first := linalg.SumRows(s.Y).At(0, 0); first != float64((n+1)/2) {
				t.Errorf("%s: %v of %d are of the first class, want half of them", name, first, n)
			}
		}
		if a, b := draw(1, 50, 0.1), draw(1, 50, 0.1); !linalg.Equal(a.X, b.X) {
			t.Errorf("%s: seed 1 drew two different sets", name)
		}
		if a, b := draw(1, 50, 0), draw(2, 50, 0); linalg.Equal(a.X, b.X) {
			t.Errorf("%s: seeds 1 and 2 drew the same set", name)
		}
		// The noise has a stream of its own: more of it moves the same points further.
		still, noisy := draw(1, 2000, 0), draw(1, 2000, 0.25)
		moved := linalg.Sub(noisy.X, still.X)
		if std := linalg.Norm(moved) / math.Sqrt(4000); math.Abs(std-0.25) > 0.01 || math.Abs(linalg.Mean(moved)) > 0.02 {
			t.Errorf("%s: noise of mean %v and standard deviation %v, want 0 and 0.25", name, linalg.Mean(moved), std)
		}
		for _, noise := range []float64{-0.1, math.NaN(), math.Inf(1)} {
			panics(t, name, func() { draw(1, 10, noise) }, "data: "+name+": ", "want at least 1 point and a finite noise")
		}
		panics(t, name, func() { draw(1, 0, 0) }, "data: "+name+": n is 0")
	}
}

// Without noise each point lies on its curve.
func TestCurves(t *testing.T) {
	const tiny = 1e-12
	for name, off := range map[string]func(x, y float64, class int) float64{
		"Circles": func(x, y float64, class int) float64 { return math.Hypot(x, y) - []float64{1, 0.5}[class] },
		"Moons": func(x, y float64, class int) float64 {
			if class == 0 {
				return math.Abs(math.Hypot(x, y)-1) + max(0, -y)
			}
			return math.Abs(math.Hypot(x-1, y-0.5)-1) + max(0, y-0.5)
		},
		// The angle grows with the radius, by 1¾ turns up to 1; half a turn lies
		// between the classes.
		"Spirals": func(x, y float64, class int) float64 {
			r := math.Hypot(x, y)
			turn := math.Atan2(y, x) - 3.5*math.Pi*r - math.Pi*float64(class)
			return r * math.Sin(turn/2)
		},
		"XOR": func(x, y float64, class int) float64 {
			if math.Abs(x) > 1 || math.Abs(y) > 1 || (x*y < 0) != (class == 1) {
				return 1
			}
			return 0
		},
	} {
		s := planes[name](5, 400, 0)
		for i, class := range s.Labels {
			if d := off(s.X.At(i, 0), s.X.At(i, 1), class); math.Abs(d) > tiny {
				t.Errorf("%s: (%v, %v) of class %d is off by %v", name, s.X.At(i, 0), s.X.At(i, 1), class, d)
			}
		}
	}
}

// All four quadrants get as many points.
func TestXORFillsTheQuadrants(t *testing.T) {
	s := data.XOR(1, 400, 0)
	count := map[[2]bool]int{}
	for i := range s.Len() {
		count[[2]bool{s.X.At(i, 0) > 0, s.X.At(i, 1) > 0}]++
	}
	for quadrant, n := range count {
		if n != 100 {
			t.Errorf("quadrant %v has %d points, want 100", quadrant, n)
		}
	}
	same(t, "the corners", data.XOR(9, 4, 0).X, linalg.New(4, 2, 1, 1, 1, -1, -1, -1, -1, 1))
}

func TestLinear(t *testing.T) {
	s := data.Linear(1, 500, 3, -2, 0)
	for i := range s.Len() {
		if x, y := s.X.At(i, 0), s.Y.At(i, 0); math.Abs(x) > 1 || math.Abs(y-(3*x-2)) > 1e-12 {
			t.Errorf("(%v, %v) is not on the line", x, y)
		}
	}
	if s.Classes != nil || s.Labels != nil || linalg.Min(s.X) > -0.9 || linalg.Max(s.X) < 0.9 {
		t.Errorf("got classes %v and x from %v to %v", s.Classes, linalg.Min(s.X), linalg.Max(s.X))
	}
	noisy := data.Linear(1, 500, 3, -2, 0.5)
	same(t, "x", noisy.X, s.X)
	if std := linalg.Norm(linalg.Sub(noisy.Y, s.Y)) / math.Sqrt(500); math.Abs(std-0.5) > 0.05 {
		t.Errorf("got noise of %v, want 0.5", std)
	}
	panics(t, "n", func() { data.Linear(1, 0, 1, 0, 0) }, "data: Linear: n is 0")
	panics(t, "noise", func() { data.Linear(1, 5, 1, 0, math.NaN()) }, "data: Linear: n is 5 and noise is NaN")
}

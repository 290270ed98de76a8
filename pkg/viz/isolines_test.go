package viz

import (
	"math"
	"testing"
)

// sampled is a surface of f over the square from −2 to 2, 41×41 points.
func sampled(f func(x, y float64) float64) surface {
	at := spread([2]float64{-2, 2}, 40)
	s := newSurface(at, at)
	for i, y := range at {
		for j, x := range at {
			s.values.Set(i, j, f(x, y))
		}
	}
	return s
}

// area is that of a closed line, positive counterclockwise.
func area(line []Point) (a float64) {
	for i := range len(line) - 1 {
		a += (line[i].X*line[i+1].Y - line[i+1].X*line[i].Y) / 2
	}
	return a
}

func hill(x, y float64) float64 { return 4 - x*x - y*y }

func TestLineOfEqualHeightIsACircle(t *testing.T) {
	lines := sampled(hill).lines(3)
	if len(lines) != 1 {
		t.Fatalf("got %d lines, want one circle", len(lines))
	}
	line := lines[0]
	if line[0] != line[len(line)-1] {
		t.Errorf("the circle is open: from %v to %v", line[0], line[len(line)-1])
	}
	for _, p := range line {
		if r := math.Hypot(p.X, p.Y); math.Abs(r-1) > 0.003 {
			t.Errorf("%v has radius %.4f, want 1", p, r)
		}
	}
	if got := area(line); math.Abs(got-math.Pi) > 0.05 {
		t.Errorf("with what is higher at its left it encloses %.3f, want π", got)
	}
	if got := area(sampled(func(x, y float64) float64 { return -hill(x, y) }).lines(-3)[0]); math.Abs(got+math.Pi) > 0.05 {
		t.Errorf("around a hollow it encloses %.3f, want −π", got)
	}
}

// A region that touches the rim is closed along it, and a hole runs the other way.
func TestRegionsAreClosed(t *testing.T) {
	for _, c := range []struct {
		name  string
		f     func(x, y float64) float64
		lines int
		area  float64
	}{
		{"everything", func(x, y float64) float64 { return 1 }, 1, 16},
		{"everything, at the very level", func(x, y float64) float64 { return 0 }, 1, 16},
		{"nothing", func(x, y float64) float64 { return -1 }, 0, 0},
		{"the right half", func(x, y float64) float64 { return x }, 1, 8},
		{"a disc", func(x, y float64) float64 { return 1 - x*x - y*y }, 1, math.Pi},
		{"all but a disc", func(x, y float64) float64 { return x*x + y*y - 1 }, 2, 16 - math.Pi},
		{"two corners", func(x, y float64) float64 { return math.Abs(x+y) - 3 }, 2, 1},
	} {
		lines := sampled(c.f).region(0)
		total := 0.0
		for _, l := range lines {
			if l[0] != l[len(l)-1] {
				t.Errorf("%s: an outline is open, from %v to %v", c.name, l[0], l[len(l)-1])
			}
			total += area(l)
		}
		if len(lines) != c.lines || math.Abs(total-c.area) > 0.05 {
			t.Errorf("%s: got %d outlines around %.3f, want %d around %.3f", c.name, len(lines), total, c.lines, c.area)
		}
	}
}

// Where a surface is not a number its lines end: they are neither drawn through the gap nor lost.
func TestLinesEndAtGaps(t *testing.T) {
	s := sampled(func(x, y float64) float64 {
		if math.Abs(x) < 0.5 {
			return math.NaN()
		}
		return y
	})
	lines := s.lines(0.05)
	if len(lines) != 2 {
		t.Fatalf("got %d lines, want one at each side of the gap", len(lines))
	}
	for _, l := range lines {
		for _, p := range l {
			if math.Abs(p.X) < 0.5-1e-9 || math.Abs(p.Y-0.05) > 1e-9 {
				t.Errorf("the line y = 0.05 passes %v", p)
			}
		}
	}
	known := 0.0
	for _, l := range s.known().region(0.5) {
		known += area(l)
	}
	if math.Abs(known-12) > 1e-9 { // up to the last points that are numbers, which lie at ±0.5
		t.Errorf("what is known covers %v, want 12 of 16", known)
	}
}

// The rim continues each row and column straight on: a plane stays the plane that it is.
func TestRimOfAPlane(t *testing.T) {
	c := chart{x: Axis{Min: -2, Max: 3}, y: Axis{Min: 1, Max: 2}}
	plane := func(x, y float64) float64 { return 1 + 2*x - 3*y }
	s := c.sample(plane, 1).toRim([2]float64{-2, 3}, [2]float64{1, 2})
	if s.x[0] != -2 || s.x[len(s.x)-1] != 3 || s.y[0] != 1 || s.y[len(s.y)-1] != 2 {
		t.Errorf("the grid goes from %v to %v and %v to %v, want the ranges", s.x[0], s.x[len(s.x)-1], s.y[0], s.y[len(s.y)-1])
	}
	for i, y := range s.y {
		for j, x := range s.x {
			if got := s.values.At(i, j); math.Abs(got-plane(x, y)) > 1e-12 {
				t.Fatalf("at (%v, %v): got %v, want %v", x, y, got, plane(x, y))
			}
		}
	}
}

// Regions of all levels nest: where it is higher than 2 it is higher than 1. A peak's have
// the areas of circles, and a hollow in the peak is a hole.
func TestRegionsOfAVolcano(t *testing.T) {
	s := sampled(func(x, y float64) float64 { r := math.Hypot(x, y); return 1 - math.Abs(r-1) })
	for _, level := range []float64{0.2, 0.5, 0.8} {
		lines := s.region(level)
		if len(lines) != 2 {
			t.Fatalf("level %v: got %d outlines, want a rim and a crater", level, len(lines))
		}
		for i, l := range lines {
			if area(l) < 0 != (math.Abs(area(l)) < math.Pi) {
				t.Errorf("level %v: outline %d encloses %.3f: want the crater clockwise and nothing else", level, i, area(l))
			}
		}
		want := math.Pi * ((2-level)*(2-level) - level*level) // radii 2−level and level
		if got := area(lines[0]) + area(lines[1]); math.Abs(got-want) > 0.06 {
			t.Errorf("level %v: got area %.3f, want %.3f", level, got, want)
		}
	}
}

// A line that comes back to where it began goes through each crossing once.
func TestLinesDoNotRepeatPoints(t *testing.T) {
	for _, l := range sampled(func(x, y float64) float64 { return math.Sin(3*x) * math.Sin(3*y) }).lines(0.01) {
		seen := map[Point]bool{}
		for _, p := range l[1:] {
			if seen[p] {
				t.Errorf("%v comes twice", p)
			}
			seen[p] = true
		}
	}
}

// At a saddle the middle decides which of the two pairs of sides hang together.
func TestSaddles(t *testing.T) {
	high, low := 1.0, 0.0
	for _, c := range []struct {
		corners [4]float64
		level   float64
		want    [2][2]int
	}{
		{[4]float64{high, low, high, low}, 0.4, [2][2]int{{0, 1}, {2, 3}}}, // the mean 0.5 is higher
		{[4]float64{high, low, high, low}, 0.6, [2][2]int{{0, 3}, {2, 1}}},
	} {
		got := square(c.corners, c.level)
		if len(got) != 2 || got[0] != c.want[0] || got[1] != c.want[1] {
			t.Errorf("level %v: got %v, want %v", c.level, got, c.want)
		}
	}
}

// No point that is left out lies further from the line than a fifth of a pixel.
func TestSimplifiedLinesStayNear(t *testing.T) {
	s := sampled(hill)
	var fine []Point
	for k := range 1001 {
		a := 2 * math.Pi * float64(k) / 1000
		fine = append(fine, Point{math.Cos(a), math.Sin(a)})
	}
	line := s.simplified(fine)
	if len(line) > 200 {
		t.Errorf("got %d points, want far fewer than %d", len(line), len(fine))
	}
	for _, p := range fine {
		nearest := math.Inf(1)
		for i := range len(line) - 1 {
			nearest = min(nearest, distance(p, line[i], line[i+1]))
		}
		if nearest > 0.2+1e-9 {
			t.Errorf("%v is %.3f pixels off, want at most 0.2", p, nearest)
		}
	}
}

// distance from p to the line from a to b in pixels of a figure of 4×4 units.
func distance(p, a, b Point) float64 {
	px := func(q Point) (x, y float64) { return q.X * width / 4, q.Y * height / 4 }
	ax, ay := px(a)
	bx, by := px(b)
	x, y := px(p)
	t := max(0, min(1, ((x-ax)*(bx-ax)+(y-ay)*(by-ay))/((bx-ax)*(bx-ax)+(by-ay)*(by-ay))))
	return math.Hypot(x-ax-t*(bx-ax), y-ay-t*(by-ay))
}

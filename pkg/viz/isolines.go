package viz

import (
	"math"
	"slices"

	"chainrule/pkg/linalg"
)

// surface is a function on a grid of points, row 0 at the lowest y.
type surface struct {
	x, y   []float64 // where its columns and rows lie, rising
	values *linalg.Matrix
}

// newSurface is a surface of 0.
func newSurface(x, y []float64) surface {
	return surface{x, y, linalg.New(len(y), len(x))}
}

// known is 1 where the surface is a number.
func (s surface) known() surface {
	return surface{s.x, s.y, linalg.Apply(func(v float64) float64 { return v - v + 1 }, s.values)}
}

// toRim adds a point before the first and one after the last, on the ends of the range,
// with the values that a straight line gives them.
func (s surface) toRim(x, y [2]float64) surface {
	wide := newSurface(slices.Concat(x[:1], s.x, x[1:]), slices.Concat(y[:1], s.y, y[1:]))
	rows, cols := wide.values.Dims()
	straight := func(at, a, b, va, vb float64) float64 { return va + (at-a)/(b-a)*(vb-va) }
	for i := 1; i < rows-1; i++ {
		row := wide.values.Row(i)
		copy(row[1:], s.values.Row(i-1))
		row[0] = straight(wide.x[0], wide.x[1], wide.x[2], row[1], row[2])
		row[cols-1] = straight(wide.x[cols-1], wide.x[cols-2], wide.x[cols-3], row[cols-2], row[cols-3])
	}
	for j := range cols {
		at := func(i int) float64 { return wide.values.At(i, j) }
		wide.values.Set(0, j, straight(wide.y[0], wide.y[1], wide.y[2], at(1), at(2)))
		wide.values.Set(rows-1, j, straight(wide.y[rows-1], wide.y[rows-2], wide.y[rows-3], at(rows-2), at(rows-3)))
	}
	return wide
}

// spread are n+1 points from one end of a range to the other; centers are n, each in the
// middle of its part.
func spread(r [2]float64, n int) []float64 {
	at := make([]float64, n+1)
	for i := range at {
		at[i] = along(r, float64(i)/float64(n))
	}
	return at
}

func centers(r [2]float64, n int) []float64 {
	at := make([]float64, n)
	for i := range at {
		at[i] = along(r, (float64(i)+0.5)/float64(n))
	}
	return at
}

// along is the place at t, from 0 to 1, of a range.
func along(r [2]float64, t float64) float64 { return r[0] + t*(r[1]-r[0]) }

// crossing is where a line of equal height meets an edge of the grid.
type crossing struct {
	row, col int
	upward   bool // the edge goes up from its point, not to the right
}

// lines returns the lines where the surface has a height. They end at the rim of the
// grid and where the surface is not a number.
func (s surface) lines(level float64) [][]Point {
	return s.trace(level, 0)
}

// region returns the closed outlines of where the surface is at least as high as a level:
// counterclockwise around what is inside, clockwise around holes.
func (s surface) region(level float64) [][]Point {
	return s.trace(level, 1)
}

// trace goes through the grid by marching squares: each square that the level crosses
// gets a short line, with what is higher at its left, and lines that meet are joined.
// With a rim of 1 a ring of points that are lower than all, put onto the rim itself, is
// laid around the grid, which closes every line.
func (s surface) trace(level float64, rim int) [][]Point {
	rows, cols := s.values.Dims()
	at := func(i, j int) float64 {
		if i < rim || j < rim || i >= rows+rim || j >= cols+rim {
			return math.Inf(-1)
		}
		return s.values.At(i-rim, j-rim)
	}
	place := func(at []float64, k int) float64 { return at[max(0, min(len(at)-1, k-rim))] }
	point := func(c crossing) Point {
		i, j := c.row, c.col
		if c.upward {
			i++
		} else {
			j++
		}
		t := between(at(c.row, c.col), at(i, j), level)
		return Point{
			along([2]float64{place(s.x, c.col), place(s.x, j)}, t),
			along([2]float64{place(s.y, c.row), place(s.y, i)}, t),
		}
	}
	next := map[crossing]crossing{}
	var starts []crossing
	for i := range rows - 1 + 2*rim {
		for j := range cols - 1 + 2*rim {
			corners := [4]float64{at(i, j), at(i, j+1), at(i+1, j+1), at(i+1, j)}
			if rim == 0 && math.IsNaN(corners[0]+corners[1]+corners[2]+corners[3]) {
				continue
			}
			edges := [4]crossing{{i, j, false}, {i, j + 1, true}, {i + 1, j, false}, {i, j, true}}
			for _, line := range square(corners, level) {
				next[edges[line[0]]] = edges[line[1]]
				starts = append(starts, edges[line[0]])
			}
		}
	}
	lines := chains(starts, next, point)
	for i := range lines {
		lines[i] = s.simplified(lines[i])
	}
	return lines
}

// square returns the short lines of a square with the given corners, counterclockwise from
// the lower left one, as numbers of the edges that they connect.
func square(corners [4]float64, level float64) [][2]int {
	var out, in []int // edges at which the way around leaves and enters what is higher
	mean := 0.0
	for k, v := range corners {
		high, nextHigh := v >= level, corners[(k+1)%4] >= level
		if high && !nextHigh {
			out = append(out, k)
		} else if !high && nextHigh {
			in = append(in, k)
		}
		mean += v / 4
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return [][2]int{{out[0], in[0]}}
	}
	// A saddle: what is higher hangs together in the middle, or what is lower does.
	first, second := in[0], in[1]
	if follows := (first-out[0]+4)%4 == 1; follows != (mean >= level) {
		first, second = second, first
	}
	return [][2]int{{out[0], first}, {out[1], second}}
}

// between is how far from a to b the level lies, from 0 to 1.
func between(a, b, level float64) float64 {
	switch {
	case !isFinite(a):
		return 1
	case !isFinite(b):
		return 0
	}
	return max(0, min(1, (level-a)/(b-a)))
}

// chains joins the short lines. A closed chain ends with the point that it begins with.
func chains(starts []crossing, next map[crossing]crossing, point func(crossing) Point) [][]Point {
	ends := map[crossing]bool{}
	for _, to := range next {
		ends[to] = true
	}
	var all [][]Point
	used := map[crossing]bool{}
	follow := func(c crossing) {
		line := []Point{point(c)}
		for !used[c] {
			used[c] = true
			to, ok := next[c]
			if !ok {
				break
			}
			line, c = append(line, point(to)), to
		}
		if len(line) > 1 {
			all = append(all, line)
		}
	}
	for _, c := range starts {
		if !ends[c] { // at the rim: an open line
			follow(c)
		}
	}
	for _, c := range starts {
		if !used[c] {
			follow(c)
		}
	}
	return all
}

// simplified leaves out the points that a line hardly needs (Ramer 1972; Douglas and
// Peucker 1973): none moves it by more than a fifth of a pixel of a figure.
func (s surface) simplified(line []Point) []Point {
	const tolerance = 0.2
	dx, dy := width/(s.x[len(s.x)-1]-s.x[0]), height/(s.y[len(s.y)-1]-s.y[0])
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	todo := [][2]int{{0, len(line) - 1}}
	for len(todo) > 0 {
		from, to := todo[len(todo)-1][0], todo[len(todo)-1][1]
		todo = todo[:len(todo)-1]
		ax, ay := line[from].X*dx, line[from].Y*dy
		bx, by := line[to].X*dx-ax, line[to].Y*dy-ay
		far, at := tolerance, -1
		for i := from + 1; i < to; i++ {
			px, py := line[i].X*dx-ax, line[i].Y*dy-ay
			t := 0.0
			if length := bx*bx + by*by; length > 0 {
				t = max(0, min(1, (px*bx+py*by)/length))
			}
			if d := math.Hypot(px-t*bx, py-t*by); d > far {
				far, at = d, i
			}
		}
		if at >= 0 {
			keep[at] = true
			todo = append(todo, [2]int{from, at}, [2]int{at, to})
		}
	}
	var kept []Point
	for i, k := range keep {
		if k {
			kept = append(kept, line[i])
		}
	}
	return kept
}

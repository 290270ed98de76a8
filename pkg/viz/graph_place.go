package viz

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"chainrule/pkg/nn/scalar"
)

// The measures of a drawn graph, in pixels.
const (
	boxHeight = 54.0
	lowHeight = 26.0 // of a box with one line
	boxGap    = 58.0 // between columns
	rowGap    = 14.0 // between boxes of a column
	bendGap   = 12.0 // around an edge that passes a column
	graphEdge = 12.0 // around the drawing
)

// spot is a place in a column: a box, or a bend, where an edge passes between boxes.
type spot struct {
	node       int // −1: a bend
	column     int
	half       float64 // of its height
	prev, next []int   // the spots in the columns beside that it is joined to
	y          float64 // of its middle
	placed     bool
}

// placing lays a graph out in columns (Sugiyama, Tagawa and Toda 1981). Each value stands
// in the column before those that use it first; bends hold the place of edges over
// several columns; within a column the order is the one with the fewest crossings
// that sweeps of barycenters find, beginning with the order of the formulas.
type placing struct {
	spots   []spot
	columns [][]int // spots, from top to bottom
	ways    [][]int // for each edge the spots from its node to the one that uses it
}

// place sets the places of boxes, edges and slopes.
func (d *drawnGraph) place() {
	p := newPlacing(d)
	p.untangle()
	p.spread()
	wide := d.boxWidth()
	d.Wide = wide
	top, bottom := math.Inf(1), math.Inf(-1)
	for _, s := range p.spots {
		top, bottom = min(top, s.y-s.half), max(bottom, s.y+s.half)
	}
	at := func(s *spot) (x, y float64) {
		return graphEdge + wide/2 + float64(s.column)*(wide+boxGap), halves(s.y - top + graphEdge)
	}
	d.Width = 2*graphEdge + float64(len(p.columns))*(wide+boxGap) - boxGap
	d.Height = halves(bottom - top + 2*graphEdge)
	for i := range d.Nodes {
		n := &d.Nodes[i]
		n.X, n.Y = at(&p.spots[i])
		n.High = 2 * p.spots[i].half
	}
	ports := p.ports(d)
	var labels []drawnEdge
	for k := range d.Edges {
		e, way := &d.Edges[k], p.ways[k]
		var path strings.Builder
		x, y := at(&p.spots[way[0]])
		x += wide / 2
		fmt.Fprintf(&path, "M%g %g", x, y)
		e.Tips[1] = fmt.Sprintf("M%g %gl7 -3.5v7z", x, y)
		for _, i := range way[1:] {
			nx, ny := at(&p.spots[i])
			nx -= wide / 2
			if p.spots[i].node >= 0 {
				ny += ports[k]
			}
			middle := x + boxGap/2
			fmt.Fprintf(&path, "C%g %g %g %g %g %g", middle, y, middle, ny, nx, ny)
			if p.spots[i].node < 0 {
				nx += wide
				fmt.Fprintf(&path, "H%g", nx)
			} else if e.Slope != "" {
				e.X, e.Y = d.free(labels, x, y, nx, ny, e.Slope)
				labels = append(labels, *e)
			}
			x, y = nx, ny
		}
		e.Path, e.Tips[0] = path.String(), fmt.Sprintf("M%g %gl-7 -3.5v7z", x, y)
	}
}

// free is a place for a text on the last piece of an edge, from (x, y) to (nx, ny), where
// it covers no other. It is rather near the end, where edges that cross are apart.
func (d *drawnGraph) free(labels []drawnEdge, x, y, nx, ny float64, text string) (ax, ay float64) {
	fewest, wide := math.MaxInt, 3.1*float64(utf8.RuneCountInString(text))
	for _, t := range []float64{0.62, 0.5, 0.74, 0.38} {
		cx, cy := x+(nx-x)*(1.5*t-1.5*t*t+t*t*t), y+(ny-y)*(3*t*t-2*t*t*t)
		cx = max(x+wide+3, min(nx-wide-7, cx)) // clear of the boxes
		covered := 0
		for _, l := range labels {
			if math.Abs(l.X-cx) < wide+3.1*float64(utf8.RuneCountInString(l.Slope)) && math.Abs(l.Y-cy) < 11 {
				covered++
			}
		}
		if covered < fewest {
			ax, ay, fewest = halves(cx), halves(cy), covered
		}
	}
	return ax, ay
}

// halves rounds to half pixels. Halves and quarters, at which symmetric drawings put their
// boxes, round the same way whatever the last digit.
func halves(v float64) float64 { return math.Round(2*v+0.03) / 2 }

// boxWidth is the width that the widest text needs.
func (d *drawnGraph) boxWidth() float64 {
	letters := 0
	fit := func(texts ...string) { letters = max(letters, utf8.RuneCountInString(strings.Join(texts, " "))) }
	for _, n := range d.Nodes {
		fit(n.Name, "", n.Op)
		fit(compact(n.value))
	}
	for _, s := range d.Steps {
		switch {
		case s.Term >= 0:
			fit("∂", s.Text, "…")
		case s.Phase == scalar.PhaseBackward:
			fit("∂", s.Text)
		}
	}
	return max(56, min(132, 2*math.Ceil(7+3.3*float64(letters))))
}

func newPlacing(d *drawnGraph) *placing {
	n := len(d.Nodes)
	distance := make([]int, n) // to the result, on the longest way; edges lead to later nodes
	for k := range slices.Backward(d.Edges) {
		e := d.Edges[k]
		distance[e.From] = max(distance[e.From], distance[e.To]+1)
	}
	last := slices.Max(distance)
	p := &placing{columns: make([][]int, last+1)}
	for i, n := range d.Nodes {
		s := spot{node: i, column: last - distance[i], half: boxHeight / 2}
		if n.Number {
			s.half = lowHeight / 2
		}
		p.spots = append(p.spots, s)
	}
	bends := make([][]int, n) // all edges from a node share its bends, and part where they turn off
	into := make([][]int, n)
	for k, e := range d.Edges {
		way, from := []int{e.From}, p.spots[e.From].column
		for c := from + 1; c < p.spots[e.To].column; c++ {
			if len(bends[e.From]) < c-from {
				bends[e.From] = append(bends[e.From], len(p.spots))
				p.spots = append(p.spots, spot{node: -1, column: c, half: 1})
			}
			way = append(way, bends[e.From][c-from-1])
		}
		way = append(way, e.To)
		for i, a := range way[1:] {
			b := way[i]
			if !slices.Contains(p.spots[b].next, a) {
				p.spots[b].next, p.spots[a].prev = append(p.spots[b].next, a), append(p.spots[a].prev, b)
			}
		}
		p.ways = append(p.ways, way)
		into[e.To] = append(into[e.To], k)
	}
	p.list(n-1, into)
	return p
}

// list puts a node into its column, below what is there, and then what it is made of.
func (p *placing) list(node int, into [][]int) {
	put := func(i int) {
		if s := &p.spots[i]; !s.placed {
			s.placed = true
			p.columns[s.column] = append(p.columns[s.column], i)
		}
	}
	put(node)
	for _, k := range into[node] {
		first := p.ways[k][0]
		seen := p.spots[first].placed
		for _, i := range slices.Backward(p.ways[k]) {
			put(i)
		}
		if !seen {
			p.list(first, into)
		}
	}
}

// untangle looks for an order of the columns with few crossings.
func (p *placing) untangle() {
	best, fewest := p.order(), p.crossings()
	for sweep := 0; sweep < 24 && fewest > 0; sweep++ {
		for i := range p.columns {
			c := i
			if sweep%2 == 1 {
				c = len(p.columns) - 1 - i
			}
			p.sortColumn(c, sweep%2 == 0)
		}
		p.swap()
		if n := p.crossings(); n < fewest {
			best, fewest = p.order(), n
		}
	}
	p.columns = best
}

// order is a copy of the columns.
func (p *placing) order() [][]int {
	c := make([][]int, len(p.columns))
	for i := range c {
		c[i] = slices.Clone(p.columns[i])
	}
	return c
}

// ranks is the place of each spot in its column.
func (p *placing) ranks() []int {
	rank := make([]int, len(p.spots))
	for _, c := range p.columns {
		for r, i := range c {
			rank[i] = r
		}
	}
	return rank
}

// sortColumn sorts a column by the barycenters of what each spot is joined to, before it or
// behind it.
func (p *placing) sortColumn(column int, before bool) {
	rank := p.ranks()
	center := make([]float64, len(p.spots))
	for _, i := range p.columns[column] {
		beside := p.spots[i].next
		if before {
			beside = p.spots[i].prev
		}
		center[i] = float64(rank[i])
		if len(beside) > 0 {
			sum := 0
			for _, k := range beside {
				sum += rank[k]
			}
			center[i] = float64(sum) / float64(len(beside))
		}
	}
	slices.SortStableFunc(p.columns[column], func(a, b int) int {
		switch {
		case center[a] < center[b]:
			return -1
		case center[a] > center[b]:
			return 1
		}
		return 0
	})
}

// swap exchanges neighbors in a column for as long as that saves crossings.
func (p *placing) swap() {
	for n, better := p.crossings(), true; better; {
		better = false
		for _, c := range p.columns {
			for i := range len(c) - 1 {
				c[i], c[i+1] = c[i+1], c[i]
				if m := p.crossings(); m < n {
					n, better = m, true
				} else {
					c[i], c[i+1] = c[i+1], c[i]
				}
			}
		}
	}
}

// crossings counts the pairs of lines between two columns that cross.
func (p *placing) crossings() (n int) {
	rank := p.ranks()
	for _, c := range p.columns {
		var ends []int // of the lines from the spots above
		for _, i := range c {
			for _, a := range p.spots[i].next {
				for _, b := range ends {
					if b > rank[a] {
						n++
					}
				}
			}
			for _, a := range p.spots[i].next {
				ends = append(ends, rank[a])
			}
		}
	}
	return n
}

// apart is how far the middles of two spots, one above the other, must be apart.
func apart(a, b *spot) float64 {
	gap := rowGap
	if a.node < 0 || b.node < 0 {
		gap = bendGap
	}
	return a.half + gap + b.half
}

// spread sets the heights: each spot goes where its lines pull it, as far as those above
// and below let it.
func (p *placing) spread() {
	for _, c := range p.columns {
		for r := 1; r < len(c); r++ {
			above, s := &p.spots[c[r-1]], &p.spots[c[r]]
			s.y = above.y + apart(above, s)
		}
	}
	for sweep := range 60 {
		for i := range p.columns {
			if sweep%2 == 0 {
				i = len(p.columns) - 1 - i
			}
			p.settle(p.columns[i])
		}
	}
}

// settle moves a column to Σ w (y − pulled)² at its least, in its order and with its gaps:
// neighbors that would come too close move as one (pool adjacent violators).
func (p *placing) settle(column []int) {
	type block struct{ sum, weight, count float64 }
	var blocks []block
	offsets, offset := make([]float64, len(column)), 0.0
	for r, i := range column {
		s := &p.spots[i]
		if r > 0 {
			offset += apart(&p.spots[column[r-1]], s)
		}
		offsets[r] = offset
		pulled, weight := p.pull(s)
		blocks = append(blocks, block{weight * (pulled - offset), weight, 1})
		for n := len(blocks); n > 1 && blocks[n-2].sum*blocks[n-1].weight > blocks[n-1].sum*blocks[n-2].weight; n-- {
			a, b := blocks[n-2], blocks[n-1]
			blocks = append(blocks[:n-2], block{a.sum + b.sum, a.weight + b.weight, a.count + b.count})
		}
	}
	r := 0
	for _, b := range blocks {
		for range int(b.count) {
			p.spots[column[r]].y = offsets[r] + b.sum/b.weight
			r++
		}
	}
}

// pull is where the lines of a spot pull it, and how strongly. Lines between bends pull
// most, so that long ones are straight.
func (p *placing) pull(s *spot) (y, weight float64) {
	for _, beside := range [2][]int{s.prev, s.next} {
		for _, i := range beside {
			w := 1.0
			if s.node < 0 {
				w *= 2
			}
			if p.spots[i].node < 0 {
				w *= 2
			}
			y, weight = y+w*p.spots[i].y, weight+w
		}
	}
	if weight == 0 {
		return s.y, 1
	}
	return y / weight, weight
}

// ports are where edges enter their box, above and below its middle: in the order in which
// they arrive, so that they do not cross there.
func (p *placing) ports(d *drawnGraph) []float64 {
	into := make([][]int, len(d.Nodes))
	for k, e := range d.Edges {
		into[e.To] = append(into[e.To], k)
	}
	ports := make([]float64, len(d.Edges))
	from := func(k int) float64 { way := p.ways[k]; return p.spots[way[len(way)-2]].y }
	for _, edges := range into {
		slices.SortStableFunc(edges, func(a, b int) int {
			switch ya, yb := halves(from(a)), halves(from(b)); {
			case ya < yb:
				return -1
			case ya > yb:
				return 1
			}
			return 0
		})
		n := float64(len(edges))
		gap := min(26, (boxHeight-12)/max(1, n-1))
		for r, k := range edges {
			ports[k] = gap * (float64(r) - (n-1)/2)
		}
	}
	return ports
}

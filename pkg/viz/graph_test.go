package viz

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chainrule/pkg/nn/scalar"
)

// drawn returns what a graph's player gets.
func drawn(t *testing.T, f *scalar.Value) (drawnGraph, Bundle) {
	t.Helper()
	b, err := Graph{Title: "T", Of: f}.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	return b.Data.(drawnGraph), b
}

// expressions are the ones that are drawn in lectures, and some that nobody would write:
// many values used at many places.
func expressions() map[string]*scalar.Value {
	x, a := scalar.Var("x", 0.5), scalar.Var("a", 3)
	all := map[string]*scalar.Value{
		"one": scalar.Var("x", 2), "constants": scalar.Const(2).Mul(scalar.Const(3)), "square": a.Mul(a).Named("s"), "shared": sharedExpression(),
		"empty sum": scalar.Sum().Add(x),
	}
	state, w := scalar.Var("h_0", 0), scalar.Var("w", -0.7)
	for t := range 5 {
		state = state.Mul(w).Add(scalar.Var(fmt.Sprintf("x_%d", t+1), 0.3)).Tanh()
	}
	all["a state through time"] = state
	var products []*scalar.Value
	for i := range 19 {
		products = append(products, x.Mul(scalar.Var(fmt.Sprintf("w_{%d}", i+1), float64(i)-9)))
	}
	all["a wide sum"] = scalar.Sum(products...).Sigmoid()
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 1))
		values := []*scalar.Value{x, a, scalar.Var(`\hat{y}`, -1), scalar.Const(0.5)}
		for range 36 {
			u, v := values[rng.IntN(len(values))], values[max(0, len(values)-1-rng.IntN(6))]
			switch rng.IntN(4) {
			case 0:
				u = u.Mul(v)
			case 1:
				u = u.Add(v)
			case 2:
				u = u.Sub(v).Tanh()
			default:
				u = scalar.Sum(u, v, x)
			}
			values = append(values, u)
		}
		all[fmt.Sprint("chance ", seed)] = values[len(values)-1]
	}
	return all
}

// Boxes stand apart and inside the picture; edges go from left to right, from one box to
// another, and pass between the boxes on their way.
func TestGraphIsLaidOut(t *testing.T) {
	for name, f := range expressions() {
		d, _ := drawn(t, f)
		type area struct{ left, right, top, bottom float64 }
		var boxes []area
		for _, n := range d.Nodes {
			b := area{n.X - d.Wide/2, n.X + d.Wide/2, n.Y - n.High/2, n.Y + n.High/2}
			if b.left < 0 || b.top < 0 || b.right > d.Width || b.bottom > d.Height {
				t.Errorf("%s: %s lies outside of the picture: %v", name, n.Name, b)
			}
			for _, c := range boxes {
				if b.left < c.right && c.left < b.right && b.top < c.bottom+rowGap-1 && c.top < b.bottom+rowGap-1 {
					t.Errorf("%s: two boxes are closer than %v: %v and %v", name, rowGap, b, c)
				}
			}
			boxes = append(boxes, b)
		}
		ends, arrivals := map[string]bool{}, map[int][][2]float64{}
		for _, e := range d.Edges {
			if ends[e.Tips[0]] {
				t.Errorf("%s: two edges end at one place of %s", name, d.Nodes[e.To].Name)
			}
			ends[e.Tips[0]] = true
			from, to := boxes[e.From], boxes[e.To]
			var x, y float64
			if _, err := fmt.Sscanf(e.Path, "M%g %g", &x, &y); err != nil || x != from.right || y < from.top || y > from.bottom {
				t.Errorf("%s: an edge from %v begins at %v, %v (%v)", name, from, x, y, err)
			}
			for _, piece := range strings.Split(e.Path, "C")[1:] {
				var c [4]float64
				nx, ny := 0.0, 0.0
				curve, level, passes := strings.Cut(piece, "H")
				if _, err := fmt.Sscanf(curve, "%g %g %g %g %g %g", &c[0], &c[1], &c[2], &c[3], &nx, &ny); err != nil || nx <= x {
					t.Errorf("%s: a piece of an edge goes from %v to %v (%v)", name, x, nx, err)
				}
				if !passes {
					for _, other := range arrivals[e.To] {
						if (y-other[0])*(ny-other[1]) < 0 {
							t.Errorf("%s: two edges cross on their way into %s", name, d.Nodes[e.To].Name)
						}
					}
					arrivals[e.To] = append(arrivals[e.To], [2]float64{y, ny})
				}
				x, y = nx, ny
				if !passes {
					continue
				}
				fmt.Sscanf(level, "%g", &nx)
				for _, b := range boxes {
					if b.left < nx && x < b.right && y > b.top-bendGap+1 && y < b.bottom+bendGap-1 {
						t.Errorf("%s: an edge passes the box %v at the height %v", name, b, y)
					}
				}
				x = nx
			}
			if x != to.left || y <= to.top || y >= to.bottom {
				t.Errorf("%s: an edge to %v ends at %v, %v", name, to, x, y)
			}
		}
	}
}

// Where lines need not cross, they do not; elsewhere there are fewer crossings than in the
// order of the formulas.
func TestGraphIsUntangled(t *testing.T) {
	var before, after int
	needed := map[string]int{"shared": 1, "a wide sum": 36 + 45} // x reaches past the weights of 9 products above it, and of 10 below
	for name, f := range expressions() {
		d, _ := drawn(t, f)
		p := newPlacing(&d)
		first := p.crossings()
		p.untangle()
		n := p.crossings()
		if n > first {
			t.Errorf("%s: %d crossings became %d", name, first, n)
		}
		if strings.HasPrefix(name, "chance") {
			before, after = before+first, after+n
		} else if n != needed[name] {
			t.Errorf("%s: lines cross at %d places, want %d", name, n, needed[name])
		}
	}
	if 10*after > 6*before {
		t.Errorf("of %d crossings %d are left, want at most six of ten", before, after)
	}
	// Two lines that cross: a reaches the lower of two, b the upper.
	p := &placing{spots: []spot{{next: []int{3}}, {next: []int{2}}, {prev: []int{1}}, {prev: []int{0}}}, columns: [][]int{{0, 1}, {2, 3}}}
	if n := p.crossings(); n != 1 {
		t.Errorf("got %d crossings of two lines, want 1", n)
	}
}

// The player fills in the numbers of the expression, forward all before the first gradient,
// and goes back over every edge that carries one.
func TestGraphPlaysTheChainRule(t *testing.T) {
	for name, f := range expressions() {
		d, b := drawn(t, f)
		g := f.Graph()
		values, grads := map[int]float64{}, map[int]float64{}
		passed := map[int]int{}
		for k, s := range d.Steps {
			if s.Phase == scalar.PhaseForward {
				values[s.Node] = float64(s.Value)
				for _, e := range d.Edges {
					if _, known := values[e.From]; e.To == s.Node && !known && !d.Nodes[e.From].Number {
						t.Errorf("%s: step %d computes %s before %s", name, k+1, s.What, d.Nodes[e.From].Name)
					}
				}
				if len(grads) > 0 {
					t.Errorf("%s: step %d is forward, after a gradient", name, k+1)
				}
				continue
			}
			if s.Term >= 0 {
				if got, want := float64(s.Value), grads[s.Node]+float64(s.Terms[s.Term].Value); got != want {
					t.Errorf("%s: step %d brings %s to %v, want %v", name, k+1, s.What, got, want)
				}
			}
			if s.Term >= 0 || len(s.Terms) == 0 { // not the sum of several ways, which lights them once more
				for _, e := range s.Edges {
					passed[e]++
				}
			}
			grads[s.Node] = float64(s.Value)
			for _, e := range s.Edges {
				if _, known := grads[d.Edges[e].To]; !known || d.Edges[e].From != s.Node {
					t.Errorf("%s: step %d comes to %s along an edge from %s to %s", name, k+1, s.What, d.Nodes[d.Edges[e].To].Name, d.Nodes[d.Edges[e].From].Name)
				}
			}
		}
		for i, n := range g.Nodes {
			if v, ok := values[i]; (!ok || v != n.Data) && !d.Nodes[i].Number {
				t.Errorf("%s: %s is %v, want %v", name, n.Symbol, v, n.Data)
			}
			if v, ok := grads[i]; ok != n.HasGrad || v != n.Grad {
				t.Errorf("%s: the gradient of %s is %v (%v), want %v (%v)", name, n.Symbol, v, ok, n.Grad, n.HasGrad)
			}
		}
		for k, e := range d.Edges {
			if want := map[bool]int{true: 1}[g.Nodes[e.From].HasGrad]; passed[k] != want {
				t.Errorf("%s: the edge from %s to %s is passed %d times on the way back, want %d", name, d.Nodes[e.From].Name, d.Nodes[e.To].Name, passed[k], want)
			}
		}
		for _, n := range d.Nodes {
			if !strings.Contains(string(b.SVG), ">"+n.Name+"<") {
				t.Errorf("%s: the still has no box for %s", name, n.Name)
			}
			if n.hasGrad && !strings.Contains(string(b.SVG), ">∂ "+compact(n.grad)+"<") {
				t.Errorf("%s: the still does not say the gradient of %s", name, n.Name)
			}
		}
	}
}

// A value used at two places gets back a part from each, in words too.
func TestGraphAddsUpWhatComesBack(t *testing.T) {
	d, b := drawn(t, sharedExpression())
	var said []string
	for _, s := range d.Steps {
		if s.Phase == scalar.PhaseBackward && d.Nodes[s.Node].Name == "b₁" {
			said = append(said, s.Say)
		}
	}
	want := []string{
		"Way 1 of 2 back to b₁, through d: the gradient there times the slope in between is 0.75·3 = 2.25.",
		"Way 2 of 2 back to b₁, through v₁: the gradient there times the slope in between is −2.25·1 = −2.25. With what came before it makes 0.",
		"b₁ reaches f through d and v₁, and what comes back from them adds up: 2.25 + (−2.25) = 0.",
	}
	if !slices.Equal(said, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	for _, line := range []string{
		"f = v₃ + a = -0.375          ∂f/∂f = 1\n", "│     └─ v₁ = a + b₁ = 1.5   ∂f/∂v₁ = -2.25\n", "1. forward: a is given: 3.\n",
	} {
		if !strings.Contains(b.Text, line) {
			t.Errorf("the words have no line %q:\n%s", line, b.Text)
		}
	}
}

// A product of rounded numbers that is not the rounded product is not said to be equal.
func TestGraphRoundsHonestly(t *testing.T) {
	for _, c := range []struct {
		grad, slope float64
		want        string
	}{
		{3, 2, "3·2 = 6"}, {1. / 3, 3, "0.333333·3 ≈ 1"}, {-0.5, -2, "−0.5·(−2) = 1"}, {1e-8, 1, "1·10⁻⁸·1 = 1·10⁻⁸"}, {math.Inf(1), 0, "∞·0 = NaN"},
	} {
		if got := product(scalar.Term{Grad: c.grad, Slope: c.slope, Value: c.grad * c.slope}); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	for v, want := range map[float64]string{
		0: "0", -4: "−4", 0.123456: "0.1235", 1234.56: "1235", 999.96: "1000", 123456.7: "123457", 1e6: "1·10⁶", -1.5e-7: "−1.5·10⁻⁷", math.Inf(-1): "−∞",
	} {
		if got := compact(v); got != want {
			t.Errorf("%v: got %q, want %q", v, got, want)
		}
	}
}

// Names in sentences read as they stand in the boxes.
func TestGraphSpellsNames(t *testing.T) {
	x, y := scalar.Var("x_1", 1), scalar.Var(`\hat{y}_{12}`, 2)
	spell := spelling(x.Mul(y).Add(scalar.Var(`\theta`, 3)).Named("J").Graph())
	for text, want := range map[string]string{
		"x_1·ŷ_12 and v1, v2, v12, x_12": "x₁·ŷ₁₂ and v₁, v2, v12, x_12",
		"e^x_1 of J by θ":                "e^x₁ of J by θ",
	} {
		if got := spell(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

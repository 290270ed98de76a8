package scalar_test

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"chainrule/pkg/nn/scalar"
)

// operations has every operation as a function of two values, on a range where it is smooth.
var operations = []struct {
	name     string
	f        func(a, b *scalar.Value) *scalar.Value
	from, to float64
}{
	{"add", (*scalar.Value).Add, -3, 3},
	{"sub", (*scalar.Value).Sub, -3, 3},
	{"mul", (*scalar.Value).Mul, -3, 3},
	{"div", (*scalar.Value).Div, 0.5, 3},
	{"div by negative", func(a, b *scalar.Value) *scalar.Value { return a.Div(b.Neg()) }, 0.5, 3},
	{"max", (*scalar.Value).Max, -3, 3},
	{"sum", func(a, b *scalar.Value) *scalar.Value { return scalar.Sum(a, b, a) }, -3, 3},
	{"neg", func(a, _ *scalar.Value) *scalar.Value { return a.Neg() }, -3, 3},
	{"exp", func(a, _ *scalar.Value) *scalar.Value { return a.Exp() }, -3, 3},
	{"log", func(a, _ *scalar.Value) *scalar.Value { return a.Log() }, 0.5, 3},
	{"sin", func(a, _ *scalar.Value) *scalar.Value { return a.Sin() }, -3, 3},
	{"cos", func(a, _ *scalar.Value) *scalar.Value { return a.Cos() }, -3, 3},
	{"tanh", func(a, _ *scalar.Value) *scalar.Value { return a.Tanh() }, -3, 3},
	{"sigmoid", func(a, _ *scalar.Value) *scalar.Value { return a.Sigmoid() }, -3, 3},
	{"relu above", func(a, _ *scalar.Value) *scalar.Value { return a.ReLU() }, 0.5, 3},
	{"relu below", func(a, _ *scalar.Value) *scalar.Value { return a.ReLU() }, -3, -0.5},
	{"pow 3", func(a, _ *scalar.Value) *scalar.Value { return a.Pow(3) }, -3, 3},
	{"pow 1", func(a, _ *scalar.Value) *scalar.Value { return a.Pow(1) }, -3, 3},
	{"pow 0", func(a, _ *scalar.Value) *scalar.Value { return a.Pow(0) }, -3, 3},
	{"pow -2", func(a, _ *scalar.Value) *scalar.Value { return a.Pow(-2) }, 0.5, 3},
	{"pow 0.5", func(a, _ *scalar.Value) *scalar.Value { return a.Pow(0.5) }, 0.5, 3},
}

func TestSlopesAgainstDifferences(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, op := range operations {
		for range 20 {
			a := scalar.Var("a", op.from+(op.to-op.from)*rng.Float64())
			b := scalar.Var("b", op.from+(op.to-op.from)*rng.Float64())
			if op.name == "max" && math.Abs(a.Data-b.Data) < 1e-3 {
				continue // the kink
			}
			y := op.f(a, b).Mul(scalar.Const(1.5)) // so that the gradient that arrives is not 1
			y.Backward()
			for _, x := range y.Inputs() {
				if got, want := x.Grad, y.Difference(x, 1e-5); math.Abs(got-want) > 1e-7*max(1, math.Abs(want)) {
					t.Errorf("%s at a = %g, b = %g: ∂y/∂%s: got %.10g, want %.10g", op.name, a.Data, b.Data, x.Name, got, want)
				}
			}
		}
	}
}

// Random graphs, in which values are used again and again.
func TestRandomGraphsAgainstDifferences(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 7))
		pool := []*scalar.Value{scalar.Var("a", rng.NormFloat64()), scalar.Var("b", rng.NormFloat64()), scalar.Var("c", rng.NormFloat64()), scalar.Const(0.5)}
		pick := func() *scalar.Value { return pool[rng.IntN(len(pool))] }
		for range 30 {
			var v *scalar.Value
			switch rng.IntN(6) {
			case 0:
				v = pick().Add(pick()).Sin()
			case 1:
				v = pick().Mul(pick()).Tanh()
			case 2:
				v = pick().Sub(pick()).Sigmoid()
			case 3:
				v = scalar.Sum(pick(), pick(), pick()).Cos()
			case 4:
				v = pick().Div(pick().Pow(2).Add(scalar.Const(1)))
			case 5:
				v = pick().Tanh().Exp().Log().Neg()
			}
			pool = append(pool, v)
		}
		y := scalar.Sum(pool...)
		y.Backward()
		for _, x := range y.Inputs() {
			if got, want := x.Grad, y.Difference(x, 1e-5); math.Abs(got-want) > 1e-6*max(1, math.Abs(want)) {
				t.Errorf("seed %d: ∂y/∂%s: got %.10g, want %.10g", seed, x.Name, got, want)
			}
		}
	}
}

func TestValuesAtTheEdge(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	type v = *scalar.Value
	pow := func(k float64) func(v) v { return func(a v) v { return a.Pow(k) } }
	for _, test := range []struct {
		name             string
		f                func(v) v
		at, value, slope float64
	}{
		{"relu at the kink", v.ReLU, 0, 0, 0},
		{"relu of NaN", v.ReLU, nan, nan, nan},
		{"sigmoid far below", v.Sigmoid, -800, 0, 0},
		{"sigmoid far above", v.Sigmoid, 800, 1, 0},
		{"tanh far above", v.Tanh, 800, 1, 0},
		{"exp overflows", v.Exp, 1000, inf, inf},
		{"ln 0", v.Log, 0, -inf, inf},
		{"ln of a negative", v.Log, -1, nan, -1},
		{"power 0 at 0", pow(0), 0, 1, 0},
		{"power 1 at 0", pow(1), 0, 0, 1},
		{"root at 0", pow(0.5), 0, 0, inf},
		{"1/0", func(a v) v { return scalar.Const(1).Div(a) }, 0, inf, -inf},
		{"max of equals goes to the first", func(a v) v { return a.Max(scalar.Var("b", 2)) }, 2, 2, 1},
		{"and not to the second", func(a v) v { return scalar.Var("b", 2).Max(a) }, 2, 2, 0},
		{"max of NaN", func(a v) v { return a.Max(scalar.Const(0)) }, nan, nan, nan},
	} {
		x := scalar.Var("x", test.at)
		y := test.f(x)
		y.Backward()
		if !same(y.Data, test.value) || !same(x.Grad, test.slope) {
			t.Errorf("%s: got value %g and slope %g, want %g and %g", test.name, y.Data, x.Grad, test.value, test.slope)
		}
	}
}

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

func TestSumOfNothing(t *testing.T) {
	s := scalar.Sum()
	if got, want := s.String(), "v1 = 0 = 0"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// 2⁶⁰ paths lead from x to y: a walk of each would not end.
func TestSharedValuesAreWalkedOnce(t *testing.T) {
	x := scalar.Var("x", 1)
	y := x
	for range 60 {
		y = y.Add(y)
	}
	y.Backward()
	if x.Grad != 1<<60 {
		t.Errorf("got ∂y/∂x = %g, want 2⁶⁰", x.Grad)
	}
	if n := strings.Count(y.Tree(), "\n"); n > 100 {
		t.Errorf("Tree has %d lines", n)
	}
	x.Set(3)
	if got := y.Forward(); got != 3<<60 {
		t.Errorf("Forward: got %g, want 3·2⁶⁰", got)
	}
}

func TestDeepChains(t *testing.T) {
	begin := time.Now()
	const n = 10_000
	x := scalar.Var("x", 1)
	y := x
	for range n {
		y = y.Add(scalar.Const(1))
	}
	y.Backward()
	if y.Data != n+1 || x.Grad != 1 {
		t.Errorf("got y = %g, ∂y/∂x = %g, want %d and 1", y.Data, x.Grad, n+1)
	}
	x.Set(5)
	if y.Forward() != n+5 {
		t.Errorf("after x = 5: got y = %g, want %d", y.Data, n+5)
	}
	steps := 0
	for range y.Steps() {
		steps++
	}
	if want := 2 * (n + 1); steps != want {
		t.Errorf("got %d steps, want %d", steps, want)
	}
	if g := y.Graph(); len(g.Nodes) != 2*n+1 || len(g.Edges) != 2*n || g.Nodes[2*n].Column != n {
		t.Errorf("got %d nodes, %d edges and column %d, want %d, %d and %d", len(g.Nodes), len(g.Edges), g.Nodes[2*n].Column, 2*n+1, 2*n, n)
	}
	if tree := y.Tree(); strings.Count(tree, "\n") != 24 || !strings.Contains(tree, "= 10005  ") || !strings.Contains(tree, "(and what it is made of)") {
		t.Errorf("got the tree\n%s", tree)
	}
	if err := y.Check(); err != nil {
		t.Error(err)
	}
	if d := time.Since(begin); d > 20*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestBackwardTwiceAndForward(t *testing.T) {
	x, k := scalar.Var("x", 3), scalar.Const(2)
	y := x.Mul(x).Mul(k).Add(x.Mul(x.Tanh()))
	y.Backward()
	first := x.Grad
	y.Backward()
	if x.Grad != first {
		t.Errorf("the second Backward changed %v to %v", first, x.Grad)
	}
	if k.Grad != 0 {
		t.Errorf("a constant got the gradient %g", k.Grad)
	}
	x.Set(-1)
	if got, want := y.Forward(), 2+math.Tanh(1); got != want {
		t.Errorf("Forward: got %v, want %v", got, want)
	}
	if x.Grad != first {
		t.Errorf("Forward changed the gradient to %v", x.Grad)
	}
	if strings.Contains(y.Tree(), "∂") || strings.Contains(x.String(), "∂") {
		t.Errorf("after Forward the gradients of the old inputs are drawn:\n%s", y.Tree())
	}
	if n := y.Graph().Nodes[0]; n.HasGrad || n.Grad != 0 {
		t.Errorf("after Forward the drawing has the gradient of the old inputs: %+v", n)
	}
	y.Backward()
	if want := y.Difference(x, 1e-5); math.Abs(x.Grad-want) > 1e-8 {
		t.Errorf("got ∂y/∂x = %v, want %v", x.Grad, want)
	}
}

func TestDifferenceLeavesEverything(t *testing.T) {
	x, b := scalar.Var("x", 0.3), scalar.Var("b", 2)
	y := x.Exp().Mul(b).Named("y")
	y.Backward()
	b.Set(7) // not yet carried forward
	before := y.Tree()
	y.Difference(x, 1e-3)
	if after := y.Tree(); after != before {
		t.Errorf("before\n%safter\n%s", before, after)
	}
}

// The steps do what Forward and Backward do, bit for bit, and say the same again.
func TestStepsAreForwardAndBackward(t *testing.T) {
	build := func() (x, y, f *scalar.Value) {
		x, y = scalar.Var("x", 0.7), scalar.Var("y", -1.3)
		s := x.Mul(y).Add(x.Mul(x)).Sigmoid()
		return x, y, s.Div(y.Exp()).Sub(x.Max(y).Tanh()).Add(scalar.Sum(s, x, s))
	}
	x, y, f := build()
	var first, second []scalar.Step
	for s := range f.Steps() {
		first = append(first, s)
		got := s.Value.Data
		if s.Phase == scalar.PhaseBackward {
			got = s.Value.Grad
		}
		if s.Result != got {
			t.Errorf("%v: Result is %v, the value has %v", s, s.Result, got)
		}
		if n := len(s.Terms); n > 0 && s.Terms[n-1].Sum != s.Result {
			t.Errorf("%v: the terms add up to %v, want %v", s, s.Terms[n-1].Sum, s.Result)
		}
		for _, term := range s.Terms {
			if term.Value != term.Grad*term.Slope || term.Grad != term.User.Grad {
				t.Errorf("%v: term %+v", s, term)
			}
		}
		if f.Graph().Nodes[s.ID].Data != s.Value.Data || s.Symbols == "" || s.Values == "" || s.Say == "" {
			t.Errorf("step not filled: %+v", s)
		}
	}
	for s := range f.Steps() {
		second = append(second, s)
	}
	if !reflect.DeepEqual(first, second) {
		t.Error("the second walk differs from the first")
	}
	x2, y2, f2 := build()
	f2.Forward()
	f2.Backward()
	if f.Data != f2.Data || x.Grad != x2.Grad || y.Grad != y2.Grad {
		t.Errorf("steps: %v, %v, %v; Forward and Backward: %v, %v, %v", f.Data, x.Grad, y.Grad, f2.Data, x2.Grad, y2.Grad)
	}
	if math.Abs(x.Grad-f.Difference(x, 1e-5)) > 1e-8 {
		t.Errorf("∂f/∂x: got %v, want %v", x.Grad, f.Difference(x, 1e-5))
	}
	// Arguments come before who uses them; gradients the other way round.
	at := map[*scalar.Value]int{}
	for i, s := range first {
		if s.Phase == scalar.PhaseBackward {
			for _, term := range s.Terms {
				if j, ok := at[term.User]; !ok || j >= i {
					t.Errorf("the gradient of %v is taken before that of %v", s.Value, term.User)
				}
			}
			at[s.Value] = i
		}
	}
}

// How each operation is written, forward and backward.
func TestFormulas(t *testing.T) {
	type v = *scalar.Value
	for _, test := range []struct {
		f                     func(a, b v) v
		forward, values, rate string // rate is behind ∂f/∂y: the slope by a
		numbers               string
	}{
		{v.Add, `a + b`, `-2 + (-4) = -6`, `1`, `1 = 3`},
		{v.Sub, `a - b`, `-2 - (-4) = 2`, `1`, `1 = 3`},
		{func(a, b v) v { return b.Sub(a) }, `b - a`, `-4 - (-2) = -2`, `(-1)`, `(-1) = -3`},
		{v.Mul, `a \cdot b`, `-2 \cdot (-4) = 8`, `b`, `(-4) = -12`},
		{v.Div, `\frac{a}{b}`, `\frac{-2}{-4} = 0.5`, `\frac{1}{b}`, `\frac{1}{-4} = -0.75`},
		{func(a, b v) v { return b.Div(a) }, `\frac{b}{a}`, `\frac{-4}{-2} = 2`, `(-\frac{b}{a^{2}})`, `(-\frac{-4}{(-2)^{2}}) = 3`},
		{func(a, _ v) v { return a.Pow(3) }, `a^{3}`, `(-2)^{3} = -8`, `3 \cdot a^{2}`, `3 \cdot (-2)^{2} = 36`},
		{func(a, _ v) v { return a.Pow(2) }, `a^{2}`, `(-2)^{2} = 4`, `2 \cdot a`, `2 \cdot (-2) = -12`},
		{func(a, _ v) v { return a.Pow(1) }, `a^{1}`, `(-2)^{1} = -2`, `1`, `1 = 3`},
		{func(a, _ v) v { return a.Pow(0) }, `a^{0}`, `(-2)^{0} = 1`, `0`, `0 = 0`},
		{func(a, _ v) v { return a.Pow(-1) }, `a^{-1}`, `(-2)^{-1} = -0.5`, `(-1 \cdot a^{-2})`, `(-1 \cdot (-2)^{-2}) = -0.75`},
		{func(a, _ v) v { return a.Neg() }, `-a`, `-(-2) = 2`, `(-1)`, `(-1) = -3`},
		{func(a, _ v) v { return a.Exp() }, `e^{a}`, `e^{-2} \approx 0.135335`, `e^{a}`, `e^{-2} \approx 0.406006`},
		{func(a, _ v) v { return a.Neg().Log() }, `\ln v_{1}`, `\ln 2 \approx 0.693147`, ``, ``},
		{func(a, _ v) v { return a.Sin() }, `\sin a`, `\sin (-2) \approx -0.909297`, `\cos a`, `\cos (-2) \approx -1.24844`},
		{func(a, _ v) v { return a.Cos() }, `\cos a`, `\cos (-2) \approx -0.416147`, `(-\sin a)`, `(-\sin (-2)) \approx 2.72789`},
		{func(a, _ v) v { return a.Tanh() }, `\tanh a`, `\tanh (-2) \approx -0.964028`, `(1 - y^{2})`, `(1 - (-0.964028)^{2}) \approx 0.211952`},
		{func(a, _ v) v { return a.Sigmoid() }, `\sigma(a)`, `\sigma(-2) \approx 0.119203`, `y (1 - y)`, `0.119203 (1 - 0.119203) \approx 0.314981`},
		{func(a, _ v) v { return a.ReLU() }, `\max(0, a)`, `\max(0, -2) = 0`, `[a > 0]`, `[-2 > 0] = 0`},
		{v.Max, `\max(a, b)`, `\max(-2, -4) = -2`, `[a \ge b]`, `[-2 \ge -4] = 3`},
		{func(a, b v) v { return b.Max(a) }, `\max(b, a)`, `\max(-4, -2) = -2`, `[a > b]`, `[-2 > -4] = 3`},
		{func(a, b v) v { return scalar.Sum(b, a) }, `b + a`, `-4 + (-2) = -6`, `1`, `1 = 3`},
		{func(a, _ v) v { return a.Mul(a) }, `a \cdot a`, `-2 \cdot (-2) = 4`, `(a + a)`, `((-2) + (-2)) = -12`},
	} {
		a, b := scalar.Var("a", -2), scalar.Var("b", -4)
		y := test.f(a, b).Named("y")
		f := y.Mul(scalar.Const(3)).Named("f")
		for s := range f.Steps() {
			switch {
			case s.Phase == scalar.PhaseForward && s.Value == y:
				check(t, s.Symbols, `y = `+test.forward)
				check(t, s.Values, `y = `+test.values)
			case s.Phase == scalar.PhaseBackward && s.Value == a && test.rate != "":
				check(t, s.Chain, `\frac{\partial f}{\partial a} = \frac{\partial f}{\partial y} \frac{\partial y}{\partial a}`)
				check(t, s.Symbols, `\frac{\partial f}{\partial a} = \frac{\partial f}{\partial y} \cdot `+test.rate)
				check(t, s.Values, `\frac{\partial f}{\partial a} = 3 \cdot `+test.numbers)
			}
		}
	}
}

func check(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Sentences that depend on the operands.
func TestSentences(t *testing.T) {
	type v = *scalar.Value
	for _, test := range []struct {
		f    func(x v) v
		x    float64
		want string
	}{
		{v.ReLU, 2, "forward: ReLU lets x through, which is above 0: max(0, 2) = 2."},
		{v.ReLU, 2, "backward: f changes as fast as x, because x is above 0, and passes."},
		{v.ReLU, 0, "forward: ReLU lets nothing of x through, which is not above 0: max(0, 0) = 0."},
		{v.ReLU, -2, "backward: f does not change with x, to first order, because x is not above 0, and is cut off."},
		{func(x v) v { return x.Max(scalar.Const(1)) }, 2, "backward: f changes as fast as x, because x is the larger."},
		{func(x v) v { return x.Max(scalar.Const(1)) }, 0, "backward: f does not change with x, to first order, because x is the smaller, and has no say."},
		{func(x v) v { return x.Max(scalar.Const(1)) }, 1, "backward: f changes as fast as x, because of two equals the first counts, and that is x."},
		{func(x v) v { return scalar.Const(1).Max(x) }, 1, "backward: f does not change with x, to first order, because of two equals the first counts, and that is not x."},
		{func(x v) v { return scalar.Const(5).Sub(x) }, 1, "backward: f changes as fast as x, the other way, because f takes x away."},
		{func(x v) v { return x.Mul(x) }, 3, "backward: f changes 6 times as fast as x, because the slopes of the 2 places where x stands add up."},
		{v.Log, -1, "forward: The natural logarithm of x: ln (−1) is not a number."},
		{v.Log, math.NaN(), "forward: x is given, and is not a number."},
		{v.Exp, 1000, "forward: e to the power x: e^1000 = ∞."},
		{func(x v) v { return x.Pow(0.5).Mul(scalar.Const(0)) }, 0, "backward: v1 changes ∞ times as fast as x, because the slope of the power 0.5 is the exponent times the power −0.5; and f does not change with v1, to first order: 0·∞ is not a number."},
	} {
		f := test.f(scalar.Var("x", test.x)).Named("f")
		var said []string
		for s := range f.Steps() {
			said = append(said, s.String())
		}
		if !slices.Contains(said, test.want) {
			t.Errorf("got\n%s\nwant among them\n%s", strings.Join(said, "\n"), test.want)
		}
	}
}

// Of a long sum the first three terms and the last are written.
func TestLongSumsAreShortened(t *testing.T) {
	x := scalar.Var("x", 2)
	var terms []*scalar.Value
	for i := range 20 {
		terms = append(terms, x.Mul(scalar.Const(float64(i))).Named(fmt.Sprintf("t_{%d}", i)))
	}
	f := scalar.Sum(terms...).Named("f")
	check(t, f.String(), "f = t_0 + t_1 + t_2 + … + t_19 = 380")
	for s := range f.Steps() {
		switch {
		case s.Value == f && s.Phase == scalar.PhaseForward:
			check(t, s.Symbols, `f = t_{0} + t_{1} + t_{2} + \cdots + t_{19}`)
			check(t, s.Values, `f = 0 + 2 + 4 + \cdots + 38 = 380`)
		case s.Value == x && s.Phase == scalar.PhaseBackward:
			check(t, s.Values, `\frac{\partial f}{\partial x} = 1 \cdot 0 + 1 \cdot 1 + 1 \cdot 2 + \cdots + 1 \cdot 19 = 190`)
			check(t, s.Say, "x reaches f through t_0, t_1, t_2 and 17 more, and what comes back from them adds up: 0 + 1 + 2 + … + 19 = 190.")
		}
	}
}

func TestNames(t *testing.T) {
	x, other := scalar.Var("x", 1), scalar.Var("x", 2)
	v := scalar.Var("v_1", 3)
	sq := scalar.Var("x^2", 4)
	y := x.Mul(other).Add(v).Add(sq.Pow(2)).Named(`\hat{y}`)
	want := []string{"x", "{x}'", "v_1", "x^2", "v_{2}", "v_{3}", "v_{4}", `\hat{y}`}
	var got []string
	for _, n := range y.Graph().Nodes {
		if n.Kind != "constant" {
			got = append(got, n.Symbol)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if nodes := y.Graph().Nodes; nodes[6].Formula != `(x^2)^{2}` {
		t.Errorf("got %s, want (x^2)^{2}", nodes[6].Formula)
	}
	check(t, y.String(), "ŷ = v3 + v4 = 21")
}

func TestCheckNamesTheFirst(t *testing.T) {
	x := scalar.Var("x", -1)
	bad := x.Add(scalar.Const(0)).Log().Named("bad")
	y := bad.Mul(scalar.Const(2)).Add(bad.Exp()).Named("y")
	var e *scalar.NaNError
	if err := y.Check(); !errors.As(err, &e) || e.Step.Value != bad || e.Step.Phase != scalar.PhaseForward {
		t.Errorf("got %v, want the logarithm", err)
	}
	x.Set(0) // ln 0 is −∞, and e^−∞ is 0: no NaN on the way forward
	y.Forward()
	if err := y.Check(); err != nil {
		t.Errorf("infinities are numbers: %v", err)
	}
	y.Backward() // the slope of e^bad is 0, that of ln is ∞; but 2·∞ is ∞
	if err := y.Check(); err != nil {
		t.Errorf("got %v", err)
	}
	x.Set(math.NaN())
	y.Forward()
	if err := y.Check(); !errors.As(err, &e) || e.Step.Value != x {
		t.Errorf("got %v, want x, which is given", err)
	}
	z := scalar.Var("z", 0)
	r := z.Pow(0.5).Named("r")
	w := r.Mul(scalar.Const(0)).Add(z).Named("w")
	w.Backward()
	if err := w.Check(); !errors.As(err, &e) || e.Step.Value != z || e.Step.Phase != scalar.PhaseBackward {
		t.Errorf("got %v, want the gradient of z", err)
	} else if !strings.Contains(err.Error(), "0·∞") || !strings.HasSuffix(err.Error(), "is not a number.") {
		t.Errorf("got %v", err)
	}
}

func TestMistakesPanic(t *testing.T) {
	x := scalar.Var("x", 1)
	y := x.Add(scalar.Const(2)).Named("y")
	for want, f := range map[string]func(){
		"scalar: Set: y = x + 2 = 3 is computed, not an input":        func() { y.Set(1) },
		"scalar: Set: 2 is a constant, not an input":                  func() { scalar.Const(2).Set(1) },
		"scalar: Difference: y = x + 2 = 3 is computed, not an input": func() { y.Difference(y, 1) },
		"scalar: mul: an operand is nil":                              func() { x.Mul(nil) },
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("got %v, want %s", got, want)
				}
			}()
			f()
		}()
	}
}

// Training loops call these again and again.
func TestForwardAndBackwardDoNotAllocate(t *testing.T) {
	x := scalar.Var("x", 0.5)
	y := x.Mul(x).Tanh().Add(x.Exp()).Max(x.Sigmoid())
	y.Forward()
	if n := testing.AllocsPerRun(10, func() { y.Forward(); y.Backward() }); n != 0 {
		t.Errorf("got %g allocations, want 0", n)
	}
}

// An oracle that computed with the code it tests would agree with its mistakes.
func TestImportsOnlyTheStandardLibrary(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			if strings.ContainsAny(i.Path.Value, ".") || strings.HasPrefix(i.Path.Value, `"chainrule`) {
				t.Errorf("%s imports %s", name, i.Path.Value)
			}
		}
	}
}

// Two results that share an input: a gradient is drawn with, and checked for, the one it is of.
func TestGradientsBelongToOneResult(t *testing.T) {
	x := scalar.Var("x", 0)
	f := x.Mul(scalar.Const(3)).Named("f")
	g := x.Pow(0.5).Mul(scalar.Const(0)).Named("g")
	f.Backward()
	g.Backward()
	if !math.IsNaN(x.Grad) {
		t.Fatalf("got ∂g/∂x = %g, want NaN", x.Grad)
	}
	check(t, f.Tree(), "f = x·3 = 0  ∂f/∂f = 1\n└─ x = 0\n")
	if n := f.Graph().Nodes[0]; n.HasGrad {
		t.Errorf("the drawing of f has the gradient of g: %+v", n)
	}
	if err := f.Check(); err != nil {
		t.Errorf("f answers for g: %v", err)
	}
	if g.Check() == nil {
		t.Error("g has no NaN")
	}
}

// A walk that ends early has taken no gradient but those that it yielded.
func TestStepsStartAfresh(t *testing.T) {
	x := scalar.Var("x", 2)
	y := x.Mul(x).Named("y")
	y.Backward()
	x.Set(3)
	for s := range y.Steps() {
		if s.Value == y {
			break // forward
		}
	}
	check(t, y.Tree(), "y = x·x = 9\n├─ x = 3\n└─ x = 3\n")
	for s := range y.Steps() {
		if s.Value == y && s.Phase == scalar.PhaseBackward {
			break
		}
	}
	check(t, y.Tree(), "y = x·x = 9  ∂y/∂y = 1\n├─ x = 3\n└─ x = 3\n")
}

func TestConstantsHaveNoGradient(t *testing.T) {
	x, six := scalar.Var("x", 5), scalar.Const(2).Mul(scalar.Const(3)).Named("c")
	six.Backward()
	if six.Grad != 1 {
		t.Errorf("by itself: got %g, want 1", six.Grad)
	}
	y := six.Mul(x).Named("y")
	y.Backward()
	if six.Grad != 0 || x.Grad != 6 {
		t.Errorf("got %g and %g, want 0 and 6", six.Grad, x.Grad)
	}
	check(t, y.Tree(), "y = c·x = 30  ∂y/∂y = 1\n├─ c = 2·3 = 6\n└─ x = 5      ∂y/∂x = 6\n")
	for _, n := range y.Graph().Nodes {
		if want := n.Symbol != "x" && n.Symbol != "y"; n.Constant != want || n.HasGrad == want {
			t.Errorf("%s: Constant is %t and HasGrad %t, want %t and %t", n.Symbol, n.Constant, n.HasGrad, want, !want)
		}
	}
	for s := range y.Steps() {
		if s.Phase == scalar.PhaseBackward && s.Value == six {
			t.Errorf("a step for the gradient of a constant: %v", s)
		}
	}
}

func TestDifferenceByAStranger(t *testing.T) {
	x, other := scalar.Var("x", 2), scalar.Var("o", 3)
	y := x.Exp()
	if got := y.Difference(other, 0.1); got != 0 || other.Data != 3 {
		t.Errorf("got %g, and o = %g; want 0 and 3", got, other.Data)
	}
}

// = where the digits shown come out when they are checked by hand, ≈ elsewhere.
func TestEqualsOrAbout(t *testing.T) {
	a, b := scalar.Var("a", 1), scalar.Var("b", 1.0/3)
	for f, want := range map[*scalar.Value]string{
		a.Exp().Named("f"): `\frac{\partial f}{\partial a} = 1 \cdot e^{1} \approx 2.71828`,
		scalar.Const(3).Sub(a).Sub(a.Mul(b)).Named("f"): `\frac{\partial f}{\partial a} = 1 \cdot (-1) - 1 \cdot 0.333333 \approx -1.33333`,
		a.Mul(b).Named("f"):                             `\frac{\partial f}{\partial a} = 1 \cdot 0.333333 = 0.333333`,
	} {
		for s := range f.Steps() {
			if s.Value == a && s.Phase == scalar.PhaseBackward {
				check(t, s.Values, want)
			}
		}
	}
}

// The first gradient that is NaN, on the way back.
func TestCheckGoesBackward(t *testing.T) {
	x := scalar.Var("x", 0)
	z := x.Mul(scalar.Const(2)).Named("z")
	f := z.Pow(0.5).Mul(scalar.Const(0)).Named("f")
	f.Backward()
	var e *scalar.NaNError
	if err := f.Check(); !errors.As(err, &e) || e.Step.Value != z || !math.IsNaN(x.Grad) {
		t.Errorf("got %v, want the gradient of z", err)
	}
}

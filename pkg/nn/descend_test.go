package nn_test

import (
	"math"
	"slices"
	"testing"

	"chainrule/pkg/nn"
)

// valley is x² + 10y², with its gradient.
func valley(x []float64) float64 { return x[0]*x[0] + 10*x[1]*x[1] }

func valleyGrad(x []float64) []float64 { return []float64{2 * x[0], 20 * x[1]} }

func positions(f func([]float64) float64, start []float64, d nn.Descent) (all []nn.Position) {
	for at := range nn.Descend(f, start, d) {
		all = append(all, at)
	}
	return all
}

// The start and every update: each coordinate shrinks by 1 − α times its curvature.
func TestDescendYieldsEveryPosition(t *testing.T) {
	const lr, steps = 0.03, 25
	for what, grad := range map[string]func([]float64) []float64{"given": valleyGrad, "by differences": nil} {
		start := []float64{3, -1}
		all := positions(valley, start, nn.Descent{LR: lr, Steps: steps, Grad: grad})
		if len(all) != steps+1 {
			t.Fatalf("gradient %s: got %d positions, want %d", what, len(all), steps+1)
		}
		for i, at := range all {
			x, y := 3*math.Pow(1-2*lr, float64(i)), -math.Pow(1-20*lr, float64(i))
			if at.Step != i || !near(at.X[0], x, 1e-8) || !near(at.X[1], y, 1e-8) {
				t.Errorf("gradient %s, position %d: got %+v, want (%v, %v)", what, i, at, x, y)
			}
			if want := valley(at.X); at.F != want {
				t.Errorf("gradient %s, position %d: got f = %v, want %v", what, i, at.F, want)
			}
			if want := valleyGrad(at.X); !near(at.Grad[0], want[0], 1e-8) || !near(at.Grad[1], want[1], 1e-8) {
				t.Errorf("gradient %s, position %d: got gradient %v, want %v", what, i, at.Grad, want)
			}
		}
		if !slices.Equal(start, []float64{3, -1}) {
			t.Errorf("gradient %s: the start changed to %v", what, start)
		}
	}
}

// With no steps there is the start, and what is yielded is a copy that one may keep.
func TestDescendPositionsAreCopies(t *testing.T) {
	if all := positions(valley, []float64{1, 1}, nn.Descent{LR: 0.1}); len(all) != 1 || all[0].F != 11 {
		t.Errorf("0 steps: got %+v, want the start alone", all)
	}
	kept := positions(valley, []float64{3, -1}, nn.Descent{LR: 0.03, Steps: 5})
	i := 0
	for at := range nn.Descend(valley, []float64{3, -1}, nn.Descent{LR: 0.03, Steps: 5}) {
		if !slices.Equal(at.X, kept[i].X) {
			t.Errorf("position %d: got %v, want %v", i, at.X, kept[i].X)
		}
		at.X[0], at.X[1] = 1e6, 1e6 // must not move the descent
		at.Grad[0], at.Grad[1] = 1e6, 1e6
		i++
	}
}

// A gradient function may write into the same slice each time; what was yielded stays.
func TestDescendCopiesTheGradient(t *testing.T) {
	buffer := make([]float64, 2)
	reuses := func(x []float64) []float64 {
		copy(buffer, valleyGrad(x))
		return buffer
	}
	want := positions(valley, []float64{3, -1}, nn.Descent{LR: 0.03, Steps: 5, Grad: valleyGrad})
	for i, at := range positions(valley, []float64{3, -1}, nn.Descent{LR: 0.03, Steps: 5, Grad: reuses}) {
		if !slices.Equal(at.Grad, want[i].Grad) || !slices.Equal(at.X, want[i].X) {
			t.Errorf("position %d: got %+v, want %+v", i, at, want[i])
		}
	}
}

// A slope that is missing once counted as 0, and its coordinate never moved.
func TestDescendRefusesAnotherNumberOfSlopes(t *testing.T) {
	for slopes, want := range map[int]string{
		1: "linalg: Descend: Grad returns 1 numbers and start has 2: want one slope for each",
		3: "linalg: Descend: Grad returns 3 numbers and start has 2: want one slope for each",
	} {
		grad := func([]float64) []float64 { return make([]float64, slopes) }
		if got := misfit(t, func() { positions(valley, []float64{3, -1}, nn.Descent{LR: 0.1, Steps: 1, Grad: grad}) }); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}

// Leaving the loop ends the work: f is not asked again.
func TestLeavingDescend(t *testing.T) {
	calls := 0
	f := func(x []float64) float64 { calls++; return valley(x) }
	seen := 0
	for at := range nn.Descend(f, []float64{3, -1}, nn.Descent{LR: 0.03, Steps: 1000, Grad: valleyGrad}) {
		if seen++; at.Step == 4 {
			break
		}
	}
	if seen != 5 || calls != 5 {
		t.Errorf("got %d positions and %d calls of f, want 5 and 5", seen, calls)
	}
	// The same sequence can be walked again, from the start.
	seq := nn.Descend(valley, []float64{3, -1}, nn.Descent{LR: 0.03, Steps: 3})
	for range 2 {
		n := 0
		for at := range seq {
			if n == 0 && at.F != 19 {
				t.Errorf("got f = %v at the start, want 19", at.F)
			}
			n++
		}
		if n != 4 {
			t.Errorf("got %d positions, want 4", n)
		}
	}
}

// Opt goes before LR, and remembers: against Momentum's and Adam's recurrences.
func TestDescendWithAnOptimizer(t *testing.T) {
	const lr, beta, steps = 0.02, 0.8, 30
	all := positions(valley, []float64{3, -1}, nn.Descent{LR: 99, Opt: &nn.Momentum{LR: lr, Beta: beta}, Grad: valleyGrad, Steps: steps})
	x, v := []float64{3, -1}, []float64{0, 0}
	for i, at := range all {
		if !near(at.X[0], x[0], 1e-12) || !near(at.X[1], x[1], 1e-12) {
			t.Fatalf("Momentum, position %d: got %v, want %v", i, at.X, x)
		}
		for k, g := range valleyGrad(x) {
			v[k] = beta*v[k] + g
			x[k] -= lr * v[k]
		}
	}
	// Adam's first step is α in each coordinate. Used a second time, it begins anew.
	adam := &nn.Adam{LR: 0.1}
	for range 2 {
		all := positions(valley, []float64{3, -1}, nn.Descent{Opt: adam, Grad: valleyGrad, Steps: 400})
		if at := all[1]; !near(at.X[0], 2.9, 1e-8) || !near(at.X[1], -0.9, 1e-8) {
			t.Errorf("Adam, position 1: got %v, want (2.9, -0.9)", at.X)
		}
		if end := all[400]; end.F > 1e-3 {
			t.Errorf("Adam: got f = %v after 400 steps, want about 0", end.F)
		}
	}
}

func TestCentralDifference(t *testing.T) {
	for _, test := range []struct {
		name string
		f    func(x []float64) float64
		x    []float64
		want []float64
	}{
		{"valley", valley, []float64{3, -1}, []float64{6, -20}},
		{"eˣ sin y", func(x []float64) float64 { return math.Exp(x[0]) * math.Sin(x[1]) }, []float64{0.5, 2}, []float64{math.Exp(0.5) * math.Sin(2), math.Exp(0.5) * math.Cos(2)}},
		{"x³ far out", func(x []float64) float64 { return x[0] * x[0] * x[0] }, []float64{1e4}, []float64{3e8}},
		{"a constant", func([]float64) float64 { return 7 }, []float64{1, 2, 3}, []float64{0, 0, 0}},
		{"nothing", func([]float64) float64 { return 7 }, nil, nil},
	} {
		x := slices.Clone(test.x)
		got := nn.CentralDifference(test.f, x)
		for i, w := range test.want {
			if !near(got[i], w, 1e-9) {
				t.Errorf("%s: got %v, want %v", test.name, got, test.want)
				break
			}
		}
		if len(got) != len(test.want) || !slices.Equal(x, test.x) {
			t.Errorf("%s: got %d entries, and x = %v afterwards, want %d and %v", test.name, len(got), x, len(test.want), test.x)
		}
	}
}

package nn_test

import (
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// gradientAt is a gradient that changes from step to step, by the number of the step,
// and sometimes is 0.
func gradientAt(step, entry int) float64 {
	if (step+entry)%7 == 0 {
		return 0
	}
	return math.Sin(float64(3*step+entry)) * math.Pow(10, float64(entry-1))
}

// Each optimizer against its recurrence for one number, written down anew from the
// paper, over 200 steps and two parameters.
func TestOptimizersFollowTheirRecurrences(t *testing.T) {
	const lr, beta, b1, b2, eps = 0.05, 0.9, 0.8, 0.95, 1e-3
	adam := func(lr, b1, b2, eps float64) func() func(step int, g float64) float64 {
		return func() func(int, float64) float64 {
			var m, v float64
			return func(step int, g float64) float64 {
				m = b1*m + (1-b1)*g
				v = b2*v + (1-b2)*g*g
				mhat := m / (1 - math.Pow(b1, float64(step)))
				vhat := v / (1 - math.Pow(b2, float64(step)))
				return lr * mhat / (math.Sqrt(vhat) + eps)
			}
		}
	}
	adagrad := func(lr, eps float64) func() func(step int, g float64) float64 {
		return func() func(int, float64) float64 {
			var squares float64
			return func(_ int, g float64) float64 {
				squares += g * g
				return lr / (eps + math.Sqrt(squares)) * g
			}
		}
	}
	rmsprop := func(lr, beta, eps float64) func() func(step int, g float64) float64 {
		return func() func(int, float64) float64 {
			var mean float64
			return func(_ int, g float64) float64 {
				mean += (1 - beta) * (g*g - mean)
				return lr / (eps + math.Sqrt(mean)) * g
			}
		}
	}
	for _, test := range []struct {
		what string
		opt  nn.Optimizer
		// move returns, for one number, the function from its gradient to its step.
		move func() func(step int, g float64) float64
	}{
		{"SGD", &nn.SGD{LR: lr}, func() func(int, float64) float64 {
			return func(_ int, g float64) float64 { return lr * g }
		}},
		{"Momentum", &nn.Momentum{LR: lr, Beta: beta}, func() func(int, float64) float64 {
			v := 0.0
			return func(_ int, g float64) float64 {
				v = beta*v + g
				return lr * v
			}
		}},
		{"Momentum, β = 0", &nn.Momentum{LR: lr}, func() func(int, float64) float64 {
			return func(_ int, g float64) float64 { return lr * g }
		}},
		{"Adam", &nn.Adam{LR: lr, Beta1: b1, Beta2: b2, Eps: eps}, adam(lr, b1, b2, eps)},
		{"Adam, defaults", &nn.Adam{}, adam(0.001, 0.9, 0.999, 1e-8)},
		{"AdaGrad", &nn.AdaGrad{LR: lr, Eps: eps}, adagrad(lr, eps)},
		{"AdaGrad, defaults", &nn.AdaGrad{}, adagrad(0.01, 1e-10)},
		{"RMSProp", &nn.RMSProp{LR: lr, Beta: b1, Eps: eps}, rmsprop(lr, b1, eps)},
		{"RMSProp, defaults", &nn.RMSProp{}, rmsprop(0.001, 0.9, 1e-8)},
		{"clipped by value", &nn.ClipValue{Opt: &nn.SGD{LR: lr}, Max: 0.5}, func() func(int, float64) float64 {
			return func(_ int, g float64) float64 { return lr * math.Copysign(math.Min(math.Abs(g), 0.5), g) }
		}},
		{"scheduled", &nn.Scheduled{Opt: &nn.SGD{LR: 99}, LR: func(step int) float64 { return 1 / float64(step) }}, func() func(int, float64) float64 {
			return func(step int, g float64) float64 { return g / float64(step) }
		}},
		{"scheduled to 0", &nn.Scheduled{Opt: &nn.Adam{}, LR: nn.Fixed(0)}, func() func(int, float64) float64 {
			return func(int, float64) float64 { return 0 }
		}},
	} {
		params := []*nn.Param{
			{Name: "a", Value: linalg.Row(1, 2, 3), Grad: linalg.New(1, 3)},
			{Name: "b", Value: linalg.Col(-1, 0), Grad: linalg.New(2, 1)},
		}
		want, moves := []float64{1, 2, 3, -1, 0}, make([]func(int, float64) float64, 5)
		for i := range moves {
			moves[i] = test.move()
		}
		for step := 1; step <= 200; step++ {
			for i := range want {
				q, k := params[i/3], i%3
				q.Grad.Data[k] = gradientAt(step, i)
				want[i] -= moves[i](step, q.Grad.Data[k])
			}
			test.opt.Step(nil, params)
			for i, w := range want {
				if got := params[i/3].Value.Data[i%3]; !near(got, w, 1e-11) {
					t.Fatalf("%s, step %d, number %d: got %.17g, want %.17g", test.what, step, i, got, w)
				}
			}
		}
	}
}

// Adam's first step is α long whatever the gradient, and stands still where that is 0.
func TestAdamsFirstStepIsItsLearningRate(t *testing.T) {
	q := &nn.Param{Value: linalg.New(1, 4), Grad: linalg.Row(1e-3, -1e6, 5, 0)}
	(&nn.Adam{LR: 0.25}).Step(nil, []*nn.Param{q})
	approx(t, "the first step", q.Value, linalg.Row(-0.25, 0.25, -0.25, 0), 1e-5)
}

func optimizers() []nn.Optimizer {
	return []nn.Optimizer{
		&nn.SGD{LR: 0.1}, &nn.Momentum{LR: 0.1, Beta: 0.9}, &nn.Adam{LR: 0.1},
		&nn.Momentum{LR: 0.1, Beta: 0.9, Nesterov: true}, &nn.AdaGrad{LR: 0.1}, &nn.RMSProp{LR: 0.1}, &nn.AdamW{LR: 0.1},
		&nn.WeightDecay{Opt: &nn.SGD{LR: 0.1}, L2: 0.01}, &nn.WeightDecay{Opt: &nn.SGD{LR: 0.1}, L1: 0.01},
		&nn.WeightDecay{Opt: &nn.Adam{LR: 0.1}, L1: 0.01, L2: 0.02, Biases: true},
		&nn.ClipNorm{Opt: &nn.Momentum{LR: 0.1, Beta: 0.5}, Max: 3}, &nn.ClipValue{Opt: &nn.SGD{LR: 0.1}, Max: 0.05},
		&nn.Scheduled{Opt: &nn.ClipNorm{Opt: &nn.Adam{}, Max: 3}, LR: nn.Fixed(0.1)}, // all the way in
	}
}

func TestFrozenParametersStay(t *testing.T) {
	for _, opt := range optimizers() {
		frozen := &nn.Param{Value: linalg.Row(1), Grad: linalg.Row(1), Frozen: true}
		free := &nn.Param{Value: linalg.Row(1), Grad: linalg.Row(1)}
		for range 3 {
			opt.Step(nil, []*nn.Param{frozen, free})
		}
		if got := frozen.Value.At(0, 0); got != 1 {
			t.Errorf("%s: got %v in a frozen parameter, want 1", opt.Name(), got)
		}
		if got := free.Value.At(0, 0); got >= 1 {
			t.Errorf("%s: got %v beside a frozen parameter, want it to move", opt.Name(), got)
		}
	}
}

// What an optimizer remembers belongs to a parameter. One that comes later, as when a
// frozen layer thaws or a second net is trained with the same optimizer, starts as new.
func TestOptimizerMeetsALaterParameterAsNew(t *testing.T) {
	param := func() *nn.Param { return &nn.Param{Value: linalg.Row(1), Grad: linalg.Row(2)} }
	for i, opt := range optimizers() {
		first, later, alone := param(), param(), param()
		later.Frozen = true
		for range 20 {
			opt.Step(nil, []*nn.Param{first, later})
		}
		later.Frozen = false
		fresh := optimizers()[i]
		for range 3 {
			opt.Step(nil, []*nn.Param{first, later})
			fresh.Step(nil, []*nn.Param{alone})
		}
		if got, want := later.Value.At(0, 0), alone.Value.At(0, 0); got != want {
			t.Errorf("%s: got %v after three steps of a parameter that came later, want %v", opt.Name(), got, want)
		}
	}
}

// An update changes the values, and nothing else.
func TestOptimizersLeaveTheGradient(t *testing.T) {
	for _, opt := range optimizers() {
		q := &nn.Param{Name: "q", Value: linalg.Row(1, 2).Named("W"), Grad: linalg.Row(3, 4).Named(`\partial W`)}
		value := q.Value
		opt.Step(nil, []*nn.Param{q})
		if !linalg.Equal(q.Grad, linalg.Row(3, 4)) || q.Value != value || q.Name != "q" || q.Value.Name != "W" || q.Grad.Name != `\partial W` {
			t.Errorf("%s: got %+v, want only the values changed, in place", opt.Name(), q)
		}
	}
}

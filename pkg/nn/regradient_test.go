package nn_test

import (
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Nesterov's own form keeps two points: y, where the gradient is taken, and θ, a plain
// step from it. y is the parameter here, and must go the same way, for any slopes.
func TestNesterovIsHisOwnRecurrence(t *testing.T) {
	const lr, beta = 0.05, 0.9
	q := &nn.Param{Value: linalg.Row(1), Grad: linalg.Row(0)}
	opt := &nn.Momentum{LR: lr, Beta: beta, Nesterov: true}
	theta, y := 1.0, 1.0
	for step := 1; step <= 200; step++ {
		g := 3*y + math.Sin(float64(step)) // a slope at y
		q.Grad.Data[0] = 3*q.Value.Data[0] + math.Sin(float64(step))
		opt.Step(nil, []*nn.Param{q})
		before := theta
		theta = y - lr*g
		y = theta + beta*(theta-before)
		if got := q.Value.Data[0]; !near(got, y, 1e-12) {
			t.Fatalf("step %d: got %.17g, want %.17g", step, got, y)
		}
	}
	if got, want := opt.Name(), "Nesterov"; got != want {
		t.Errorf("got the name %s, want %s", got, want)
	}
}

// Weights decay and biases do not, unless it is asked for. What is decayed is known by
// its name.
func TestWhatDecays(t *testing.T) {
	names := map[string]bool{"Dense 1/W": true, "Dense 1/b": false, "b": false, "W": true, "": true, "Norm 1/γ": false, "RNN 2/Wx": true}
	for name, decays := range names {
		for _, biases := range []bool{false, true} {
			for what, test := range map[string]struct {
				opt  nn.Optimizer
				want float64 // of 4 with slope 0, when it decays
			}{
				"L2":    {&nn.WeightDecay{Opt: &nn.SGD{LR: 0.5}, L2: 0.1, Biases: biases}, 4 - 0.5*0.1*4},
				"L1":    {&nn.WeightDecay{Opt: &nn.SGD{LR: 0.5}, L1: 0.1, Biases: biases}, 4 - 0.5*0.1},
				"both":  {&nn.WeightDecay{Opt: &nn.SGD{LR: 0.5}, L1: 0.1, L2: 0.2, Biases: biases}, 4 - 0.5*(0.1+0.2*4)},
				"AdamW": {&nn.AdamW{LR: 0.5, Decay: 0.1, Biases: biases}, 4 - 0.5*0.1*4},
			} {
				q := &nn.Param{Name: name, Value: linalg.Row(4, 0, -4), Grad: linalg.New(1, 3)}
				test.opt.Step(nil, []*nn.Param{q})
				want := 4.0
				if decays || biases {
					want = test.want
				}
				approx(t, what+" of "+name, q.Value, linalg.Row(want, 0, -want), 1e-15)
			}
		}
	}
}

// AdamW is Adam on the slope of the cost alone, after a decay; with the default λ = 0.01.
func TestAdamWIsAdamAfterADecay(t *testing.T) {
	a := &nn.Param{Name: "W", Value: linalg.Row(1, -2), Grad: linalg.New(1, 2)}
	b := &nn.Param{Name: "W", Value: linalg.Row(1, -2), Grad: linalg.New(1, 2)}
	w, adam := &nn.AdamW{LR: 0.1, Beta1: 0.5, Beta2: 0.8, Eps: 0.01}, &nn.Adam{LR: 0.1, Beta1: 0.5, Beta2: 0.8, Eps: 0.01}
	for step := 1; step <= 50; step++ {
		for i := range 2 {
			a.Grad.Data[i], b.Grad.Data[i] = gradientAt(step, i), gradientAt(step, i)
		}
		w.Step(nil, []*nn.Param{a})
		b.Value.Scale(1-0.1*0.01, b.Value)
		adam.Step(nil, []*nn.Param{b})
		approx(t, "AdamW", a.Value, b.Value, 1e-14)
	}
}

// The norm is that of all gradients that are not frozen; it is cut down to Max, 1 when
// it is not set, and never stretched.
func TestClipNorm(t *testing.T) {
	for _, test := range []struct{ max, g, h, want float64 }{
		{0, 3, 4, 1.0 / 5},
		{2.5, 3, 4, 0.5},
		{5, 3, 4, 1},
		{10, 3, 4, 1},
		{1, 0, 0, 1},
	} {
		a := &nn.Param{Value: linalg.Row(0), Grad: linalg.Row(test.g)}
		b := &nn.Param{Value: linalg.Row(0, 0), Grad: linalg.Row(0, -test.h)}
		frozen := &nn.Param{Value: linalg.Row(0), Grad: linalg.Row(1e9), Frozen: true}
		(&nn.ClipNorm{Opt: &nn.SGD{LR: 1}, Max: test.max}).Step(nil, []*nn.Param{a, frozen, b})
		approx(t, "the first", a.Value, linalg.Row(-test.g*test.want), 1e-15)
		approx(t, "the second", b.Value, linalg.Row(0, test.h*test.want), 1e-15)
	}
}

// A gradient is changed from the outside in, and is as it was afterwards, also when one
// wrapper holds another.
func TestChangesOfTheGradientNest(t *testing.T) {
	q := &nn.Param{Name: "W", Value: linalg.Row(2), Grad: linalg.Row(30)}
	opt := &nn.ClipNorm{Max: 3, Opt: &nn.WeightDecay{L2: 0.5, Opt: &nn.SGD{LR: 1}}}
	grad := q.Grad
	opt.Step(nil, []*nn.Param{q})
	if got := q.Value.Data[0]; got != 2-(3+0.5*2) {
		t.Errorf("clip, then decay: got %v, want %v", got, 2-(3+0.5*2))
	}
	if q.Grad != grad || grad.Data[0] != 30 {
		t.Errorf("got another gradient, %v, want 30 as before", q.Grad)
	}
	q.Value.Fill(2)
	(&nn.WeightDecay{L2: 0.5, Opt: &nn.ClipNorm{Max: 3, Opt: &nn.SGD{LR: 1}}}).Step(nil, []*nn.Param{q})
	if got := q.Value.Data[0]; got != 2-3 {
		t.Errorf("decay, then clip: got %v, want %v", got, 2-3)
	}
}

// The sentences are true for their operands.
func TestSentencesOfClipping(t *testing.T) {
	say := func(opt nn.Optimizer) string {
		p := &nn.Pass{Trace: new(nn.Trace)}
		opt.Step(p, []*nn.Param{{Value: linalg.Row(0, 0).Named("W"), Grad: linalg.Row(3, -4).Named(`\partial W`)}})
		return p.Trace.Steps[0].String()
	}
	for _, test := range []struct {
		opt  nn.Optimizer
		want string
	}{
		{&nn.ClipNorm{Opt: &nn.SGD{}}, "have the norm 5, which is more than 1: each is shortened"},
		{&nn.ClipNorm{Opt: &nn.SGD{}}, "The first one becomes min(1, 1/(5))·3 = 0.6."},
		{&nn.ClipNorm{Opt: &nn.SGD{}, Max: 5}, "have the norm 5, which is not more than 5: they stay as they are"},
		{&nn.ClipValue{Opt: &nn.SGD{}, Max: 3}, "beyond ±3 are set to it: 1 of 2."},
	} {
		if got := say(test.opt); !strings.Contains(got, test.want) {
			t.Errorf("got %q, want %q in it", got, test.want)
		}
	}
}

// The update that follows a change speaks of the same gradient.
func TestUpdateAfterAChangeKeepsTheNames(t *testing.T) {
	for _, opt := range []nn.Optimizer{&nn.ClipNorm{Opt: &nn.SGD{LR: 1}}, &nn.WeightDecay{Opt: &nn.ClipValue{Opt: &nn.SGD{LR: 1}}, L2: 1}} {
		p := &nn.Pass{Trace: new(nn.Trace)}
		opt.Step(p, []*nn.Param{{Value: linalg.Row(1, 2).Named("W_1"), Grad: linalg.Row(3, 4).Named(`\partial W_1`)}})
		last := &p.Trace.Steps[len(p.Trace.Steps)-1]
		if got, want := last.Entry(0, 1).Symbols, `w^{(1)}_{2} := w^{(1)}_{2} - \alpha \, \partial w^{(1)}_{2}`; got != want {
			t.Errorf("%s: got %s, want %s", opt.Name(), got, want)
		}
	}
}

package nn_test

import (
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

func TestSchedules(t *testing.T) {
	for _, test := range []struct {
		what string
		s    nn.Schedule
		want map[int]float64 // by the step
	}{
		{"Fixed", nn.Fixed(0.3), map[int]float64{1: 0.3, 1000: 0.3}},
		{"StepDecay", nn.StepDecay(1, 0.1, 3), map[int]float64{1: 1, 3: 1, 4: 0.1, 6: 0.1, 7: 0.01}},
		{"Cosine", nn.Cosine(1, 0.2, 4), map[int]float64{1: 1, 2: 0.6 + 0.4*math.Sqrt2/2, 3: 0.6, 4: 0.6 - 0.4*math.Sqrt2/2, 5: 0.2, 6: 0.2, 100: 0.2}},
		{"Warmup", nn.Warmup(4, nn.StepDecay(1, 0.5, 2)), map[int]float64{1: 0.25, 2: 0.5, 4: 1, 5: 1, 6: 1, 7: 0.5}},
		{"Restart", nn.Restart(4, nn.Cosine(1, 0, 4)), map[int]float64{1: 1, 3: 0.5, 5: 1, 7: 0.5, 9: 1}},
		{"Warmup of Restart", nn.Warmup(2, nn.Restart(2, nn.StepDecay(8, 0.5, 1))), map[int]float64{1: 4, 2: 8, 3: 8, 4: 4, 5: 8, 6: 4}},
	} {
		for step, want := range test.want {
			if got := test.s(step); !near(got, want, 1e-15) {
				t.Errorf("%s, step %d: got %v, want %v", test.what, step, got, want)
			}
		}
	}
}

func TestSchedulesRefuseWhatMakesNoSense(t *testing.T) {
	for want, f := range map[string]func(){
		"nn: StepDecay: every is 0, want at least 1 update": func() { nn.StepDecay(1, 1, 0) },
		"nn: Cosine: steps is -1, want at least 1 update":   func() { nn.Cosine(1, 1, -1) },
		"nn: Restart: every is 0, want at least 1 update":   func() { nn.Restart(0, nn.Fixed(1)) },
		"nn: Warmup: steps is 0, want at least 1 update":    func() { nn.Warmup(0, nn.Fixed(1)) },
		"nn: Scheduled: the learning rate of nn_test.mine cannot be set from outside: want an optimizer of this package": func() {
			(&nn.Scheduled{Opt: mine{}, LR: nn.Fixed(1)}).Step(nil, nil)
		},
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("got panic %v, want %s", got, want)
				}
			}()
			f()
		}()
	}
}

// mine is an optimizer of one's own.
type mine struct{}

func (mine) Name() string               { return "mine" }
func (mine) Step(*nn.Pass, []*nn.Param) {}

// A schedule borrows the learning rate for an update, and the trace says the one that
// held.
func TestScheduledGivesTheRateBack(t *testing.T) {
	for _, opt := range []nn.Optimizer{&nn.SGD{LR: 3}, &nn.Momentum{LR: 3}, &nn.Adam{LR: 3}, &nn.AdaGrad{LR: 3}, &nn.RMSProp{LR: 3}, &nn.AdamW{LR: 3}, &nn.WeightDecay{Opt: &nn.SGD{LR: 3}}, &nn.ClipValue{Opt: &nn.SGD{LR: 3}, Max: 9}} {
		alphas := []float64{0.5, 0.25, 3}
		p := &nn.Pass{Trace: new(nn.Trace)}
		q := &nn.Param{Value: linalg.Row(1), Grad: linalg.Row(1)}
		s := &nn.Scheduled{Opt: opt, LR: func(step int) float64 { return alphas[step-1] }}
		s.Step(p, []*nn.Param{q})
		s.Step(p, []*nn.Param{q})
		opt.Step(p, []*nn.Param{q})
		n := 0
		for _, step := range p.Trace.Steps {
			for _, a := range step.Args {
				if a.Name == `\alpha` {
					if a.Data[0] != alphas[n] {
						t.Errorf("%s, update %d: got α = %v, want %v", opt.Name(), n+1, a.Data[0], alphas[n])
					}
					n++
				}
			}
		}
		if n != 3 {
			t.Errorf("%s: got %d updates in the trace, want 3", opt.Name(), n)
		}
	}
}

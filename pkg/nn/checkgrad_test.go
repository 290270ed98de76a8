package nn_test

import (
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// offBy is a Dense whose gradient of one weight is wrong by a factor.
type offBy struct {
	nn.Dense
	factor float64
}

func (l *offBy) Backward(p *nn.Pass, da *nn.Matrix) *nn.Matrix {
	dx := l.Dense.Backward(p, da)
	g := l.Params()[0].Grad
	g.Set(1, 2, g.At(1, 2)*l.factor)
	return dx
}

// forgetsTheSlope is a Dense that leaves f' out on its way back.
type forgetsTheSlope struct{ nn.Dense }

func (l *forgetsTheSlope) Backward(p *nn.Pass, da *nn.Matrix) *nn.Matrix {
	f := l.Act
	l.Act = nil
	defer func() { l.Act = f }()
	return l.Dense.Backward(p, da)
}

func TestCheckGradPassesWhatIsRight(t *testing.T) {
	for _, l := range naive {
		loss := l.loss
		for _, act := range []nn.Activation{nil, nn.Sigmoid, nn.Tanh, nn.ReLU, nn.Softmax, swish} {
			net := nn.Must(nn.New(2, nn.Shape{3}, &nn.Dense{Out: 4, Act: act}, &nn.Dense{Out: 2, Act: outputFor(loss)}))
			y := targets(5, 6, 2)["soft"]
			c := nn.CheckGrad(net, loss, draws(4, 6, 3), y)
			if c.Worst > 1e-5 || c.Checked != 3*4+4+4*2+2 { // of slopes that cancel to 0, rounding is left
				t.Errorf("%s, activation %v: got %v, want 26 gradients that agree", loss.Name(), act, c)
			}
		}
	}
}

// A gradient that is wrong by δ is found, and where it is.
func TestCheckGradFindsWhatIsWrong(t *testing.T) {
	x, y := draws(1, 5, 2), draws(2, 5, 1)
	for _, test := range []struct {
		factor, worst float64
		verdict       string
	}{
		{1, 0, "good"},
		{1.001, 0.001 / 1.001, "suspect"},
		{1.5, 0.5 / 1.5, "wrong"},
		{0, 1, "wrong"},
		{-1, 2, "wrong"},
		{math.NaN(), math.NaN(), "wrong"},
	} {
		net := nn.Must(nn.New(1, nn.Shape{2}, &offBy{nn.Dense{Out: 3, Act: nn.Tanh}, test.factor}, &nn.Dense{Out: 1}))
		c := nn.CheckGrad(net, nn.MSE{}, x, y)
		if !(math.Abs(c.Worst-test.worst) <= 1e-7) && !(math.IsNaN(c.Worst) && math.IsNaN(test.worst)) {
			t.Errorf("off by a factor of %v: got a relative error of %v, want %v", test.factor, c.Worst, test.worst)
		}
		holds(t, "verdict", c.String(), "13 gradients checked, "+test.verdict)
		if test.factor != 1 && (c.Param != "offBy 1/W" || c.Row != 1 || c.Col != 2) {
			t.Errorf("off by a factor of %v: got %s row %d, column %d, want offBy 1/W row 1, column 2", test.factor, c.Param, c.Row, c.Col)
		}
		if want := c.Numeric * test.factor; !near(c.Analytic, want, 1e-6) && !math.IsNaN(want) {
			t.Errorf("off by a factor of %v: got %v by backpropagation and %v by differences", test.factor, c.Analytic, c.Numeric)
		}
	}
	net := nn.Must(nn.New(1, nn.Shape{2}, &forgetsTheSlope{nn.Dense{Out: 3, Act: nn.Sigmoid}}, &nn.Dense{Out: 1}))
	if c := nn.CheckGrad(net, nn.MSE{}, x, y); c.Worst < 0.5 || !strings.HasPrefix(c.Param, "forgetsTheSlope 1/") {
		t.Errorf("a layer without its slope: got %v, want it wrong", c)
	}
}

// nanFrom is a Dense whose gradient of W is NaN from its third entry on.
type nanFrom struct{ nn.Dense }

func (l *nanFrom) Backward(p *nn.Pass, da *nn.Matrix) *nn.Matrix {
	dx := l.Dense.Backward(p, da)
	g := l.Params()[0].Grad.Data
	for i := range g[2:] {
		g[2+i] = math.NaN()
	}
	return dx
}

// Of several NaNs the first is named: those behind it may be its consequences. No
// number, however wrong, comes before them.
func TestCheckGradNamesTheFirstNaN(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2}, &offBy{nn.Dense{Out: 3}, -9}, &nanFrom{nn.Dense{Out: 2}}, &offBy{nn.Dense{Out: 3}, -9}))
	c := nn.CheckGrad(net, nn.MSE{}, draws(1, 5, 2), draws(2, 5, 3))
	if c.Param != "nanFrom 1/W" || c.Row != 1 || c.Col != 0 || !math.IsNaN(c.Worst) || !math.IsNaN(c.Analytic) {
		t.Errorf("got %v, want nanFrom 1/W row 1, column 0", c)
	}
	holds(t, "verdict", c.String(), ", wrong: the largest relative error is NaN, in nanFrom 1/W row 1, column 0 (backpropagation NaN, finite differences ")
}

// The bands are CS231n's; a NaN is wrong, and no gradient at all is no mistake.
func TestCheckGradBands(t *testing.T) {
	for worst, verdict := range map[float64]string{
		0: "good", 1e-7: "good",
		1.1e-7: "fine if there are kinks, such as ReLU's", 1e-4: "fine if there are kinks, such as ReLU's",
		1.1e-4: "suspect", 1e-2: "suspect",
		1.1e-2: "wrong", 2: "wrong", math.Inf(1): "wrong", math.NaN(): "wrong",
	} {
		c := nn.GradCheck{Checked: 7, Worst: worst, Param: "Dense 1/W", Row: 1, Col: 2, Analytic: 0.5, Numeric: -0.25}
		holds(t, "verdict", c.String(), "7 gradients checked, "+verdict+": the largest relative error is ",
			" in Dense 1/W row 1, column 2 (backpropagation 0.5, finite differences -0.25)")
	}
}

// The check leaves the net as it was, frozen parameters and batch too.
func TestCheckGradChangesNothing(t *testing.T) {
	build := func() *nn.Model {
		return nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 1}))
	}
	net, x, y := build(), draws(1, 4, 2), draws(2, 4, 1)
	net.Param("Dense 1/W").Frozen = true
	if c := nn.CheckGrad(net, nn.MSE{}, x, y); c.Checked != 13 {
		t.Errorf("got %d gradients checked, want those of frozen parameters among 13", c.Checked)
	}
	sameParams(t, "after the check", net, build())
	if !identical(x, draws(1, 4, 2)) || !identical(y, draws(2, 4, 1)) {
		t.Error("the check changed the batch")
	}
}

// A gradient of 0 on both sides has no relative error.
func TestCheckGradOfDeadUnits(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3, Act: nn.ReLU, Init: nn.Zeros}, &nn.Dense{Out: 1}))
	net.Param("Dense 1/b").Value.Fill(-1)
	c := nn.CheckGrad(net, nn.MSE{}, draws(1, 4, 2), linalg.New(4, 1))
	if c.Worst != 0 {
		t.Errorf("got %v, want no error: all gradients are 0", c)
	}
}

// A net without parameters is not good: nothing was looked at.
func TestCheckGradOfNoParameters(t *testing.T) {
	got := nn.CheckGrad(&nn.Chain{}, nn.MSE{}, linalg.Row(1), linalg.Row(2)).String()
	if want := "nothing was checked: there are no parameters"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

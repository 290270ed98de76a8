package nn_test

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

func TestLayerNorm(t *testing.T) {
	nntest.CheckLayer(t, &nn.LayerNorm{}, nn.Shape{5})
	nntest.CheckLayer(t, &nn.LayerNorm{Eps: 0.1}, nn.Shape{2, 3})
	nntest.CheckLayer(t, &nn.LayerNorm{}, nn.Shape{1}) // nothing is left of a single feature
}

// Each row has mean 0 and, but for ε, variance 1, whatever its own were; a constant row
// becomes zeros and not NaN.
func TestLayerNormOfRows(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{50}, &nn.LayerNorm{}))
	x := linalg.Scale(7, draws(1, 3, 50))
	x.Row(1)[0] = 1000
	y := net.Forward(nil, x)
	for i := range y.Rows {
		row := linalg.SliceRows(y, i, i+1)
		if mean, square := linalg.Mean(row), linalg.Mean(linalg.Hadamard(row, row)); math.Abs(mean) > 1e-12 || math.Abs(square-1) > 1e-5 {
			t.Errorf("row %d: got mean %v and variance %v, want 0 and 1", i, mean, square)
		}
	}
	approx(t, "a constant row", net.Forward(nil, linalg.Full(1, 50, 3)), linalg.New(1, 50), 1e-12)
}

// The scale and the shift are learned: with them, a net can undo the normalization.
func TestLayerNormScalesAndShifts(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.LayerNorm{Eps: 1e-12}))
	net.Param("LayerNorm 1/γ").Value.Copy(linalg.Row(2, 3))
	net.Param("LayerNorm 1/β").Value.Copy(linalg.Row(10, 20))
	approx(t, "(1, 5)", net.Forward(nil, linalg.Row(1, 5)), linalg.Row(-2+10, 3+20), 1e-9)
	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		t.Fatal(err)
	}
	again, err := nn.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	sameParams(t, "from a file", again, net)
	approx(t, "from a file", again.Forward(nil, linalg.Row(1, 5)), linalg.Row(8, 23), 1e-9)
}

func TestLayerNormRefuses(t *testing.T) {
	for _, eps := range []float64{-1, math.NaN()} {
		_, err := nn.New(1, nn.Shape{2}, &nn.LayerNorm{Eps: eps})
		fails(t, "LayerNorm", err, fmt.Sprintf("nn: LayerNorm 1: Eps is %v, want above 0, or 0 for 1e-5", eps))
	}
}

func TestLayerNormIsExplained(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{3}, &nn.Dense{Out: 4, Act: nn.Tanh}, &nn.LayerNorm{}, &nn.Dense{Out: 2}))
	trainer := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: draws(1, 3, 3), Y: draws(2, 3, 2), Epochs: 2, Trace: &nn.Trace{}}
	if err := trainer.Run(); err != nil {
		t.Fatal(err)
	}
	seen := explainsAll(t, trainer.Trace)
	for _, op := range []string{"means", "variances", "deviations", "standardize", "meansgrad", "variancesgrad", "standardizegrad", "scaleShift", "scale", "sumProducts", "sumRows:norm"} {
		if seen[op] == 0 {
			t.Errorf("%s: it is not in the trace", op)
		}
	}
	if text := trainer.Trace.String(); bytes.ContainsAny([]byte(text), `\{}`) {
		t.Error("the trace as text holds LaTeX")
	}
}

// What is said of columns and channels of a batch is said of rows here.
func TestLayerNormOnTheBoard(t *testing.T) {
	p := &nn.Pass{Trace: new(nn.Trace)}
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.LayerNorm{}))
	x := linalg.New(2, 2, 1, 3, 5, 9)
	net.Forward(p, x)
	net.Backward(p, x)
	steps := map[string]*nn.Step{}
	for i := range p.Trace.Steps {
		steps[p.Trace.Steps[i].Op] = &p.Trace.Steps[i]
	}
	for _, test := range []struct{ op, tex, entry, say string }{
		{"means", `\mu_1 = \frac{1}{2} \textstyle\sum X`, `\mu^{(1)}_{2} = \tfrac{1}{2} x_{21} + \tfrac{1}{2} x_{22}`, "The mean of each row."},
		{"variances", `\sigma^2_1 = \frac{1}{2} \textstyle\sum (X - \mu_1)^2`,
			`(\sigma^2)^{(1)}_{2} = \tfrac{1}{2} (x_{21} - \mu^{(1)}_{2})^2 + \tfrac{1}{2} (x_{22} - \mu^{(1)}_{2})^2`, "The variance of each row:"},
		{"standardize", `\hat{X}_1 = \frac{X - \mu_1}{s_1}`, `\hat{x}^{(1)}_{21} = \frac{x_{21} - \mu^{(1)}_{2}}{s^{(1)}_{2}}`, "From each feature the mean of its row is taken"},
		{"meansgrad", `\partial \mu_1 = -\textstyle\sum \frac{\partial \hat{X}_1}{s_1}`,
			`\partial \mu^{(1)}_{2} = -\frac{\partial \hat{x}^{(1)}_{21}}{s^{(1)}_{2}} - \frac{\partial \hat{x}^{(1)}_{22}}{s^{(1)}_{2}}`, "from every feature of its row"},
		{"scaleShift", `Y_1 = \hat{X}_1 \odot \mathbf{1} \gamma_1 + \mathbf{1} \beta_1`, `y^{(1)}_{21} = \hat{x}^{(1)}_{21} \gamma^{(1)}_{1} + \beta^{(1)}_{1}`, "Each feature gets the scale and the shift that were learned for it."},
	} {
		s := steps[test.op]
		if s == nil {
			t.Errorf("%s: the trace does not hold it", test.op)
			continue
		}
		if s.TeX != test.tex {
			t.Errorf("%s:\n got %s\nwant %s", test.op, s.TeX, test.tex)
		}
		if got := s.Entry(1, 0).Symbols; got != test.entry {
			t.Errorf("%s:\n got %s\nwant %s", test.op, got, test.entry)
		}
		holds(t, test.op, s.Say, test.say)
	}
}

// A batch of no examples can be traced.
func TestLayerNormOfNothing(t *testing.T) {
	p := &nn.Pass{Trace: new(nn.Trace)}
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.LayerNorm{}))
	net.Forward(p, linalg.New(0, 2))
	net.Backward(p, linalg.New(0, 2))
	holds(t, "the trace", p.Trace.String(), "The mean of each row. The first one is none: there are no entries.")
}

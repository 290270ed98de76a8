package nn_test

import (
	"fmt"
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// naive are the losses as they are defined, for numbers that are not too large.
var naive = []struct {
	loss nn.Loss
	j    func(yhat, y *nn.Matrix) float64
}{
	{nn.MSE{}, func(yhat, y *nn.Matrix) float64 {
		return over(yhat, y, func(_ []float64, a, t float64) float64 { return math.Pow(a-t, 2) }) / float64(len(y.Data))
	}},
	{nn.HalfSquaredError{}, func(yhat, y *nn.Matrix) float64 {
		return over(yhat, y, func(_ []float64, a, t float64) float64 { return math.Pow(a-t, 2) / 2 }) / float64(y.Rows)
	}},
	{nn.BCE{}, func(z, y *nn.Matrix) float64 {
		return over(z, y, func(_ []float64, z, t float64) float64 {
			p := 1 / (1 + math.Exp(-z))
			return -t*math.Log(p) - (1-t)*math.Log(1-p)
		}) / float64(y.Rows)
	}},
	{nn.CrossEntropy{}, func(z, y *nn.Matrix) float64 {
		return over(z, y, func(row []float64, z, t float64) float64 {
			var sum float64
			for _, v := range row {
				sum += math.Exp(v)
			}
			return -t * math.Log(math.Exp(z)/sum)
		}) / float64(y.Rows)
	}},
}

// over is the sum over all entries of f(row, ŷ, y).
func over(yhat, y *nn.Matrix, f func(row []float64, a, t float64) float64) (sum float64) {
	for i := range yhat.Rows {
		for k, a := range yhat.Row(i) {
			sum += f(yhat.Row(i), a, y.At(i, k))
		}
	}
	return sum
}

// targets are what each loss may be given: one-hot, soft, and for the losses that know
// no probabilities anything at all.
func targets(seed uint64, rows, cols int) map[string]*nn.Matrix {
	labels := make([]int, rows)
	for i := range labels {
		labels[i] = int(seed+uint64(i)) % cols
	}
	soft := new(nn.Matrix)
	nn.Softmax.Apply(soft, draws(seed, rows, cols))
	return map[string]*nn.Matrix{
		"one-hot": oneHot(cols, labels...), "soft": soft,
		"that add up to anything": linalg.Apply(math.Abs, draws(seed+1, rows, cols)),
	}
}

var shapesOfBatches = [][2]int{{1, 1}, {1, 5}, {7, 1}, {4, 3}, {2, 10}}

func TestLossAgreesWithItsDefinition(t *testing.T) {
	for _, l := range naive {
		for _, s := range shapesOfBatches {
			yhat := linalg.Scale(3, draws(1, s[0], s[1]))
			for kind, y := range targets(2, s[0], s[1]) {
				if got, want := l.loss.Loss(nil, yhat, y), l.j(yhat, y); !near(got, want, 1e-12) {
					t.Errorf("%s, %d×%d, targets %s: got %.17g, want %.17g", l.loss.Name(), s[0], s[1], kind, got, want)
				}
			}
		}
	}
}

func TestLossGradAgreesWithCentralDifferences(t *testing.T) {
	for _, l := range naive {
		for seed, s := range shapesOfBatches {
			yhat := linalg.Scale(3, draws(uint64(seed), s[0], s[1]))
			for kind, y := range targets(uint64(seed), s[0], s[1]) {
				want := linalg.New(s[0], s[1], nn.CentralDifference(func([]float64) float64 { return l.loss.Loss(nil, yhat, y) }, yhat.Data)...)
				dyhat := linalg.Full(9, 9, 99)
				got := l.loss.Grad(nil, dyhat, yhat, y)
				approx(t, fmt.Sprintf("%s, ∂Ŷ, %d×%d, targets %s", l.loss.Name(), s[0], s[1], kind), got, want, 1e-8)
				if got != dyhat {
					t.Errorf("%s: got another matrix than the one to overwrite", l.loss.Name())
				}
			}
		}
	}
}

// Logits of ±1000 are far beyond what e^z can hold; the cost is finite and right all
// the same.
func TestLossOfLargeLogits(t *testing.T) {
	for _, test := range []struct {
		loss nn.Loss
		z, y *nn.Matrix
		j    float64
		grad []float64
	}{
		{nn.BCE{}, linalg.Row(1000), linalg.Row(1), 0, []float64{0}},
		{nn.BCE{}, linalg.Row(1000), linalg.Row(0), 1000, []float64{1}},
		{nn.BCE{}, linalg.Row(-1000), linalg.Row(0), 0, []float64{0}},
		{nn.BCE{}, linalg.Row(-1000), linalg.Row(1), 1000, []float64{-1}},
		{nn.BCE{}, linalg.Row(1000), linalg.Row(0.25), 750, []float64{0.75}},
		{nn.BCE{}, linalg.Row(0), linalg.Row(1), math.Ln2, []float64{-0.5}},
		{nn.BCE{}, linalg.Row(-40), linalg.Row(0), 4.248354255291589e-18, []float64{4.248354255291589e-18}}, // 1 − σ(40) rounds to 0
		{nn.CrossEntropy{}, linalg.Row(1000, 0, -1000), linalg.Row(1, 0, 0), 0, []float64{0, 0, 0}},
		{nn.CrossEntropy{}, linalg.Row(1000, 0, -1000), linalg.Row(0, 1, 0), 1000, []float64{1, -1, 0}},
		{nn.CrossEntropy{}, linalg.Row(1000, 0, -1000), linalg.Row(0, 0, 1), 2000, []float64{1, 0, -1}},
		{nn.CrossEntropy{}, linalg.Row(1000, 1000), linalg.Row(0.5, 0.5), math.Ln2, []float64{0, 0}},
		{nn.CrossEntropy{}, linalg.Row(-1000, -1000), linalg.Row(1, 0), math.Ln2, []float64{-0.5, 0.5}},
		{nn.CrossEntropy{}, linalg.Row(math.Inf(-1), 0), linalg.Row(0, 1), 0, []float64{0, 0}}, // 0·ln 0 is 0
		{nn.MSE{}, linalg.Row(1000, -1000), linalg.Row(0, 0), 1e6, []float64{1000, -1000}},
		{nn.HalfSquaredError{}, linalg.Row(1000, -1000), linalg.Row(0, 0), 1e6, []float64{1000, -1000}},
	} {
		// ln Σ e^z − z of 1000 keeps 13 digits; a small cost of BCE keeps all of them.
		got := test.loss.Loss(nil, test.z, test.y)
		if isCrossEntropy := test.loss == (nn.CrossEntropy{}); !sameNumber(got, test.j) && !(isCrossEntropy && near(got, test.j, 1e-12)) {
			t.Errorf("%s of %v, targets %v: got %v, want %v", test.loss.Name(), test.z.Data, test.y.Data, got, test.j)
		}
		grad := test.loss.Grad(nil, new(nn.Matrix), test.z, test.y)
		if !linalg.EqualApprox(grad, linalg.Row(test.grad...), 1e-15) {
			t.Errorf("%s of %v, targets %v: got ∂ = %v, want %v", test.loss.Name(), test.z.Data, test.y.Data, grad.Data, test.grad)
		}
	}
}

// A NaN in predictions or targets must come out as a NaN, or training goes on with it.
func TestLossPassesNaNOn(t *testing.T) {
	for _, l := range naive {
		good, bad := linalg.New(2, 2, 0.5, 0.5, 1, 0), linalg.New(2, 2, 0.5, 0.5, 1, math.NaN())
		if got := l.loss.Loss(nil, bad, good); !math.IsNaN(got) {
			t.Errorf("%s of a NaN: got %v, want NaN", l.loss.Name(), got)
		}
		if got := l.loss.Loss(nil, good, bad); !math.IsNaN(got) {
			t.Errorf("%s with a target NaN: got %v, want NaN", l.loss.Name(), got)
		}
	}
}

// Neither the cost nor its gradient changes predictions or targets.
func TestLossLeavesItsOperands(t *testing.T) {
	for _, l := range naive {
		yhat, y := draws(1, 3, 4), targets(2, 3, 4)["soft"]
		before, yBefore := yhat.Clone(), y.Clone()
		l.loss.Loss(nil, yhat, y)
		l.loss.Grad(nil, new(nn.Matrix), yhat, y)
		if !identical(yhat, before) || !identical(y, yBefore) {
			t.Errorf("%s: it changed what it was given", l.loss.Name())
		}
	}
}

func TestLossRefusesOtherShapes(t *testing.T) {
	for _, l := range naive {
		for _, y := range []*nn.Matrix{linalg.New(2, 3), linalg.New(2, 1), linalg.New(3, 2), linalg.New(1, 2), linalg.New(4, 1)} {
			want := fmt.Sprintf("linalg: %s: predictions (2×2) and targets (%d×%d) do not fit: want one target for each prediction", l.loss.Name(), y.Rows, y.Cols)
			if got := misfit(t, func() { l.loss.Loss(nil, linalg.New(2, 2), y) }); got != want {
				t.Errorf("Loss:\n got %s\nwant %s", got, want)
			}
			dyhat := linalg.Row(7)
			if got := misfit(t, func() { l.loss.Grad(nil, dyhat, linalg.New(2, 2), y) }); got != want {
				t.Errorf("Grad:\n got %s\nwant %s", got, want)
			}
			if !linalg.Equal(dyhat, linalg.Row(7)) {
				t.Errorf("%s: Grad refuses, and has overwritten its result", l.loss.Name())
			}
		}
	}
}

func TestAccuracyAndConfusion(t *testing.T) {
	yhat := linalg.New(4, 3, // the logits say 0, 2, 2, 1
		5, 1, 1,
		-9, -8, -7,
		0, 1, 2,
		0, 0.1, 0)
	y := oneHot(3, 0, 2, 1, 1)
	want := linalg.New(3, 3, // a row is a class, a column what it was taken for
		1, 0, 0,
		0, 1, 1,
		0, 0, 1)
	approx(t, "confusion", nn.ConfusionMatrix(yhat, y), want, 0)
	if got := nn.Accuracy(yhat, y); got != 0.75 {
		t.Errorf("accuracy: got %v, want 0.75", got)
	}
	logits, labels := linalg.Col(3, -3, 0.1, 0), linalg.Col(1, 0, 0, 0)
	approx(t, "confusion of logits", nn.ConfusionMatrix(logits, labels), linalg.New(2, 2, 2, 1, 0, 1), 0)
	if got := nn.Accuracy(logits, labels); got != 0.75 {
		t.Errorf("accuracy of logits: got %v, want 0.75", got)
	}
	const text = "linalg: ConfusionMatrix: predictions (2×3) and targets (2×2) do not fit: want one target for each prediction"
	if got := misfit(t, func() { nn.Accuracy(linalg.New(2, 3), linalg.New(2, 2)) }); got != text {
		t.Errorf("got %s\nwant %s", got, text)
	}
}

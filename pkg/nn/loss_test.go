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
	{nn.CrossEntropy{Smoothing: 0.1}, func(z, y *nn.Matrix) float64 {
		smooth := linalg.Apply(func(t float64) float64 { return 0.9*t + 0.1/float64(y.Cols) }, y)
		p := new(nn.Matrix)
		nn.Softmax.Apply(p, z)
		return over(p, smooth, func(_ []float64, p, t float64) float64 { return -t * math.Log(p) }) / float64(y.Rows)
	}},
	{nn.MAE{}, func(yhat, y *nn.Matrix) float64 {
		return over(yhat, y, func(_ []float64, a, t float64) float64 { return max(a-t, t-a) }) / float64(len(y.Data))
	}},
	{nn.Huber{}, func(yhat, y *nn.Matrix) float64 { return over(yhat, y, huber(1)) / float64(len(y.Data)) }},
	{nn.Huber{Delta: 0.4}, func(yhat, y *nn.Matrix) float64 { return over(yhat, y, huber(0.4)) / float64(len(y.Data)) }},
	{nn.Hinge{}, func(yhat, y *nn.Matrix) float64 {
		return over(yhat, y, func(_ []float64, a, t float64) float64 {
			if t*a >= 1 {
				return 0
			}
			return 1 - t*a
		}) / float64(y.Rows)
	}},
	{nn.BCEProb{}, func(p, y *nn.Matrix) float64 {
		return over(p, y, func(_ []float64, p, t float64) float64 { return -t*math.Log(p) - (1-t)*math.Log(1-p) }) / float64(y.Rows)
	}},
	{nn.CrossEntropyProb{}, func(p, y *nn.Matrix) float64 {
		return over(p, y, func(_ []float64, p, t float64) float64 { return -t * math.Log(p) }) / float64(y.Rows)
	}},
	{nn.KL{}, func(p, y *nn.Matrix) float64 {
		return over(p, y, func(_ []float64, p, t float64) float64 {
			if t == 0 {
				return 0
			}
			return t*math.Log(t) - t*math.Log(p)
		}) / float64(y.Rows)
	}},
}

// huber is the branch below and the branch above δ, which meet there.
func huber(delta float64) func(row []float64, a, t float64) float64 {
	return func(_ []float64, a, t float64) float64 {
		if e := math.Abs(a - t); e > delta {
			return delta*delta/2 + delta*(e-delta)
		}
		return math.Pow(a-t, 2) / 2
	}
}

// outputFor is what a net ends in for a loss: a sigmoid where it takes probabilities.
func outputFor(loss nn.Loss) nn.Activation {
	switch loss.(type) {
	case nn.BCEProb, nn.CrossEntropyProb, nn.KL:
		return nn.Sigmoid
	}
	return nil
}

// predictions are what a loss may be given: any numbers, or probabilities that are not
// so small that central differences lose their digits.
func predictions(loss nn.Loss, seed uint64, rows, cols int) *nn.Matrix {
	z := linalg.Scale(3, draws(seed, rows, cols))
	if outputFor(loss) == nil {
		return z
	}
	return linalg.Apply(func(z float64) float64 { return 0.2 + 0.6*nn.Sigmoid.F(z) }, z)
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
			yhat := predictions(l.loss, 1, s[0], s[1])
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
			yhat := predictions(l.loss, uint64(seed), s[0], s[1])
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

// Values by hand, and logits of ±1000, which are far beyond what e^z can hold; the cost
// is finite and right all the same.
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
		{nn.MAE{}, linalg.Row(1000, -1000, 3, 0), linalg.Row(0, 0, 3, 0.5), 500.125, []float64{0.25, -0.25, 0, -0.25}},
		{nn.Huber{}, linalg.Row(1000, -1000), linalg.Row(0, 0), 999.5, []float64{0.5, -0.5}},
		{nn.Huber{}, linalg.Row(0.5, -1), linalg.Row(0, 0), 0.3125, []float64{0.25, -0.5}},
		{nn.Huber{Delta: 2}, linalg.Row(2, -3), linalg.Row(0, 0), 3, []float64{1, -1}}, // (2 + 4) / 2
		{nn.Huber{Delta: math.Inf(1)}, linalg.Row(1000), linalg.Row(0), 5e5, []float64{1000}},
		{nn.Hinge{}, linalg.Row(1000, -1000, 1, 0.25), linalg.Row(1, 1, 1, -1), 1002.25, []float64{0, -1, 0, 1}},
		{nn.Hinge{}, linalg.Row(7), linalg.Row(0), 1, []float64{0}},
		{nn.CrossEntropy{Smoothing: 0.5}, linalg.Row(1000, 0), linalg.Row(1, 0), 250, []float64{0.25, -0.25}},
		{nn.CrossEntropy{Smoothing: 1}, linalg.Row(0, 0), linalg.Row(1, 0), math.Ln2, []float64{0, 0}},
		{nn.BCEProb{}, linalg.Row(0.5, 0.75), linalg.Row(1, 0), 3 * math.Ln2, []float64{-2, 4}},
		{nn.CrossEntropyProb{}, linalg.Row(0.25, 0.75), linalg.Row(1, 0), 2 * math.Ln2, []float64{-4, 0}},
		{nn.KL{}, linalg.Row(0.25, 0.75), linalg.Row(0.25, 0.75), 0, []float64{-1, -1}},
		{nn.KL{}, linalg.Row(0.25, 0.75), linalg.Row(1, 0), 2 * math.Ln2, []float64{-4, 0}},
		{nn.KL{}, linalg.Row(1, 0), linalg.Row(1, 0), 0, []float64{-1, 0}}, // 0 ln(0/0) is 0
	} {
		// ln Σ e^z − z of 1000 keeps 13 digits; a small cost of BCE keeps all of them.
		got := test.loss.Loss(nil, test.z, test.y)
		if _, isCrossEntropy := test.loss.(nn.CrossEntropy); !sameNumber(got, test.j) && !(isCrossEntropy && near(got, test.j, 1e-12)) {
			t.Errorf("%s of %v, targets %v: got %v, want %v", test.loss.Name(), test.z.Data, test.y.Data, got, test.j)
		}
		grad := test.loss.Grad(nil, new(nn.Matrix), test.z, test.y)
		if !linalg.EqualApprox(grad, linalg.Row(test.grad...), 1e-15) {
			t.Errorf("%s of %v, targets %v: got ∂ = %v, want %v", test.loss.Name(), test.z.Data, test.y.Data, grad.Data, test.grad)
		}
	}
}

// A probability of 0 or 1, where a logarithm is infinite, counts as ε or 1 − ε.
func TestLossOfCertainty(t *testing.T) {
	const eps = 1e-12
	for _, test := range []struct {
		loss    nn.Loss
		p, y    float64
		j, grad float64
	}{
		{nn.BCEProb{}, 0, 1, -math.Log(eps), -1 / eps},
		{nn.BCEProb{}, -3, 1, -math.Log(eps), -1 / eps},
		{nn.BCEProb{}, 1, 0, -math.Log(eps), 1 / eps},
		{nn.BCEProb{}, 0, 0, eps, 1},
		{nn.BCEProb{}, 1, 1, eps, -1},
		{nn.CrossEntropyProb{}, 0, 1, -math.Log(eps), -1 / eps},
		{nn.CrossEntropyProb{}, 1, 1, eps, -1},
		{nn.CrossEntropyProb{}, 0, 0, 0, 0},
		{nn.KL{}, 0, 1, -math.Log(eps), -1 / eps},
		{nn.KL{}, 1, 1, 0, -1},
		{nn.KL{}, 0, 0.5, 0.5 * math.Log(0.5/eps), -0.5 / eps},
	} {
		p, y := linalg.Row(test.p), linalg.Row(test.y)
		if got := test.loss.Loss(nil, p, y); math.Abs(got-test.j) > 1e-4*math.Abs(test.j) { // 1 − ε keeps four digits of ε
			t.Errorf("%s of %v, target %v: got %v, want %v", test.loss.Name(), test.p, test.y, got, test.j)
		}
		if got := test.loss.Grad(nil, new(nn.Matrix), p, y).Data[0]; math.Abs(got-test.grad) > 1e-4*math.Abs(test.grad) {
			t.Errorf("%s of %v, target %v: got ∂ = %v, want %v", test.loss.Name(), test.p, test.y, got, test.grad)
		}
	}
}

// What the losses of probabilities say is what those of logits say, as long as no
// logarithm is near infinity; and the divergence is the cross-entropy less the entropy.
func TestLossesOfProbabilitiesAgreeWithThoseOfLogits(t *testing.T) {
	z, y := draws(1, 6, 4), targets(2, 6, 4)["soft"]
	p := new(nn.Matrix)
	nn.Sigmoid.Apply(p, z)
	if got, want := (nn.BCEProb{}).Loss(nil, p, y), (nn.BCE{}).Loss(nil, z, y); !near(got, want, 1e-12) {
		t.Errorf("BCE of probabilities: got %v, want %v", got, want)
	}
	nn.Softmax.Apply(p, z)
	ce := nn.CrossEntropyProb{}.Loss(nil, p, y)
	if want := (nn.CrossEntropy{}).Loss(nil, z, y); !near(ce, want, 1e-12) {
		t.Errorf("cross-entropy of probabilities: got %v, want %v", ce, want)
	}
	if got, want := (nn.KL{}).Loss(nil, p, y), ce-(nn.CrossEntropyProb{}).Loss(nil, y, y); !near(got, want, 1e-12) {
		t.Errorf("KL divergence: got %v, want %v", got, want)
	}
	dp, dz := new(nn.Matrix), new(nn.Matrix)
	nn.Softmax.Grad(dz, z, p, nn.CrossEntropyProb{}.Grad(nil, dp, p, y))
	approx(t, "∂Z through the softmax", dz, nn.CrossEntropy{}.Grad(nil, new(nn.Matrix), z, y), 1e-12)
}

// No smoothing changes nothing, to the last bit.
func TestNoSmoothingChangesNothing(t *testing.T) {
	z, y := draws(1, 6, 4), targets(2, 6, 4)["that add up to anything"]
	dz := nn.CrossEntropy{}.Grad(nil, new(nn.Matrix), z, y)
	want := new(nn.Matrix)
	nn.Softmax.Apply(want, z)
	for i := range z.Rows {
		var total float64
		for _, v := range y.Row(i) {
			total += v
		}
		for k := range z.Cols {
			want.Set(i, k, (want.At(i, k)*total-y.At(i, k))/6)
		}
	}
	if !identical(dz, want) {
		t.Errorf("got %.17g\nwant %.17g", dz, want)
	}
}

// A parameter that makes no sense is refused, by a Trainer before it starts.
func TestLossRefusesItsParameter(t *testing.T) {
	for _, test := range []struct {
		loss nn.Loss
		want string
	}{
		{nn.Huber{Delta: -1}, "nn: Huber: Delta is -1: want the size above which an error counts linearly, or 0 for 1"},
		{nn.Huber{Delta: math.NaN()}, "nn: Huber: Delta is NaN: want the size above which an error counts linearly, or 0 for 1"},
		{nn.CrossEntropy{Smoothing: 1.5}, "nn: CrossEntropy: Smoothing is 1.5: want from 0, which leaves the targets alone, to 1, such as 0.1"},
		{nn.CrossEntropy{Smoothing: -0.1}, "nn: CrossEntropy: Smoothing is -0.1: want from 0, which leaves the targets alone, to 1, such as 0.1"},
	} {
		for what, f := range map[string]func(){
			"Loss": func() { test.loss.Loss(nil, linalg.Row(1), linalg.Row(1)) },
			"Grad": func() { test.loss.Grad(nil, new(nn.Matrix), linalg.Row(1), linalg.Row(1)) },
		} {
			func() {
				defer func() { fails(t, what, recover().(error), test.want) }()
				f()
			}()
		}
		tr := regression()
		tr.Loss = test.loss
		fails(t, "Trainer", tr.Run(), test.want)
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

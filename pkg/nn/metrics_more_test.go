package nn_test

import (
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// sameNumbers compares, with NaN equal to NaN.
func sameNumbers(t *testing.T, what string, got []float64, want ...float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
		return
	}
	for i, v := range got {
		if !near(v, want[i], 1e-14) && !(math.IsNaN(v) && math.IsNaN(want[i])) {
			t.Errorf("%s: got %v, want %v", what, got, want)
			return
		}
	}
}

// guesses has the given classes as predictions and as targets.
func guesses(classes int, guess, truth []int) (yhat, y *nn.Matrix) {
	return oneHot(classes, guess...), oneHot(classes, truth...)
}

func TestPrecisionRecallF1(t *testing.T) {
	nan := math.NaN()
	for _, test := range []struct {
		what                  string
		guess, truth          []int
		precision, recall, f1 []float64
		macro                 []float64 // of the three
	}{
		// Counted by hand: class 0 is guessed 3 times, twice rightly, and there 2 times.
		{"three classes", []int{0, 0, 0, 1, 2, 2}, []int{0, 0, 1, 1, 2, 1},
			[]float64{2.0 / 3, 1, 0.5}, []float64{1, 1.0 / 3, 1}, []float64{0.8, 0.5, 2.0 / 3}, []float64{13.0 / 18, 7.0 / 9, 59.0 / 90}},
		{"always the same", []int{1, 1, 1}, []int{0, 1, 2},
			[]float64{nan, 1.0 / 3, nan}, []float64{0, 1, 0}, []float64{0, 0.5, 0}, []float64{1.0 / 3, 1.0 / 3, 1.0 / 6}},
		{"a class that is only guessed", []int{0, 2}, []int{0, 0},
			[]float64{1, nan, 0}, []float64{0.5, nan, nan}, []float64{2.0 / 3, nan, 0}, []float64{0.5, 0.5, 1.0 / 3}},
		{"no examples", nil, nil,
			[]float64{nan, nan, nan}, []float64{nan, nan, nan}, []float64{nan, nan, nan}, []float64{nan, nan, nan}},
	} {
		yhat, y := guesses(3, test.guess, test.truth)
		p, r, f := nn.Precision(yhat, y), nn.Recall(yhat, y), nn.F1(yhat, y)
		sameNumbers(t, test.what+", precision", p, test.precision...)
		sameNumbers(t, test.what+", recall", r, test.recall...)
		sameNumbers(t, test.what+", F1", f, test.f1...)
		sameNumbers(t, test.what+", macro", []float64{nn.Macro(p), nn.Macro(r), nn.Macro(f)}, test.macro...)
	}
}

// With one logit there are two classes, and no positive example leaves recall undefined.
func TestPrecisionOfALogit(t *testing.T) {
	z := linalg.Col(1, 2, -1, 3)
	sameNumbers(t, "precision", nn.Precision(z, linalg.Col(1, 0, 1, 1)), 0, 2.0/3)
	sameNumbers(t, "recall", nn.Recall(z, linalg.Col(0, 0, 0, 0)), 0.25, math.NaN())
}

// The area is what it means: the share of the pairs in which the positive example is
// above, ties counted a half.
func TestAUCCountsPairs(t *testing.T) {
	for seed := range uint64(20) {
		n := 30
		scores, y := draws(seed, n, 1), draws(seed+100, n, 1)
		for i := range n {
			scores.Data[i] = math.Round(2 * scores.Data[i]) // many ties
			y.Data[i] = math.Max(0, math.Copysign(1, y.Data[i]))
		}
		var won, pairs float64
		for i := range n {
			for j := range n {
				if y.Data[i] == 1 && y.Data[j] == 0 {
					pairs++
					switch a, b := scores.Data[i], scores.Data[j]; {
					case a > b:
						won++
					case a == b:
						won += 0.5
					}
				}
			}
		}
		if got := nn.AUC(scores, y); !near(got, won/pairs, 1e-14) {
			t.Errorf("seed %d: got %v, want %v", seed, got, won/pairs)
		}
		if got := nn.AUC(linalg.Apply(nn.Sigmoid.F, scores), y); !near(got, won/pairs, 1e-14) {
			t.Errorf("seed %d, probabilities: got %v, want %v", seed, got, won/pairs)
		}
	}
}

func TestROC(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	flat := func(curve []nn.ROCPoint) (all []float64) {
		for _, p := range curve {
			all = append(all, p.Threshold, p.FPR, p.TPR)
		}
		return all
	}
	for _, test := range []struct {
		what      string
		scores, y []float64
		curve     []float64
		area      float64
	}{
		{"parted", []float64{1, 3, 2, 4}, []float64{0, 1, 0, 1}, []float64{inf, 0, 0, 4, 0, 0.5, 3, 0, 1, 2, 0.5, 1, 1, 1, 1}, 1},
		{"the wrong way round", []float64{2, 1}, []float64{0, 1}, []float64{inf, 0, 0, 2, 1, 0, 1, 1, 1}, 0},
		{"all tied", []float64{5, 5, 5}, []float64{0, 1, 1}, []float64{inf, 0, 0, 5, 1, 1}, 0.5},
		{"no positives", []float64{1, 2}, []float64{0, 0}, []float64{inf, 0, nan, 2, 0.5, nan, 1, 1, nan}, nan},
		{"no negatives", []float64{1, 2}, []float64{1, 1}, []float64{inf, nan, 0, 2, nan, 0.5, 1, nan, 1}, nan},
		{"no examples", nil, nil, []float64{inf, nan, nan}, nan},
		{"NaN is lowest", []float64{nan, -inf, nan}, []float64{0, 1, 1}, []float64{inf, 0, 0, -inf, 0, 0.5, nan, 1, 1}, 0.75},
	} {
		sameNumbers(t, test.what, flat(nn.ROC(linalg.Col(test.scores...), linalg.Col(test.y...))), test.curve...)
		sameNumbers(t, test.what+", area", []float64{nn.AUC(linalg.Col(test.scores...), linalg.Col(test.y...))}, test.area)
	}
	got := misfit(t, func() { nn.ROC(linalg.New(3, 2), linalg.New(3, 2)) })
	if want := "linalg: ROC: scores (3×2) and targets (3×2) do not fit: want one column each, with a row for each example"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestR2(t *testing.T) {
	for _, test := range []struct {
		what    string
		yhat, y *nn.Matrix
		want    float64
	}{
		{"perfect", linalg.Col(1, 2, 4), linalg.Col(1, 2, 4), 1},
		{"the mean", linalg.Col(3, 3, 3), linalg.Col(1, 3, 5), 0},
		{"worse than the mean", linalg.Col(5, 3, 1), linalg.Col(1, 3, 5), -3},
		{"scikit-learn's example", linalg.Col(2.5, 0.0, 2, 8), linalg.Col(3, -0.5, 2, 7), 0.9486081370449679},
		{"two columns", linalg.New(2, 2, 1, 1, 3, 1), linalg.New(2, 2, 1, 0, 3, 2), 0.5},
		{"nothing to explain", linalg.Col(2, 2), linalg.Col(2, 2), math.NaN()},
		{"nothing to explain, and missed", linalg.Col(1, 2), linalg.Col(2, 2), math.Inf(-1)},
		{"one example", linalg.Col(2), linalg.Col(2), math.NaN()},
	} {
		sameNumbers(t, test.what, []float64{nn.R2(test.yhat, test.y)}, test.want)
	}
	if got := misfit(t, func() { nn.R2(linalg.New(3, 1), linalg.New(3, 2)) }); got == "" {
		t.Error("got no panic for other shapes")
	}
}

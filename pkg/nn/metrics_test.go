package nn_test

import (
	"fmt"
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Of several largest outputs the first one counts: a net that says the same for all
// classes predicts the first, and gets a share of the examples right by that.
func TestMetricsTakeTheFirstOfATie(t *testing.T) {
	nan := math.NaN()
	for _, test := range []struct {
		what  string
		yhat  []float64
		guess int
	}{
		{"all alike", []float64{0, 0, 0}, 0},
		{"the last two alike", []float64{1, 2, 2}, 1},
		{"first and last alike", []float64{3, 1, 3}, 0},
		{"0 and −0", []float64{math.Copysign(0, -1), 0, -1}, 0},
		{"infinities", []float64{1, math.Inf(1), math.Inf(1)}, 1},
		{"−∞ everywhere", []float64{math.Inf(-1), math.Inf(-1), math.Inf(-1)}, 0},
		{"NaN in front, which is never the largest", []float64{nan, -5, -6}, 1},
		{"NaN behind", []float64{-6, -5, nan}, 1},
	} {
		for class := range 3 {
			yhat, y := linalg.Row(test.yhat...), oneHot(3, class)
			want, right := linalg.New(3, 3), 0.0
			want.Set(class, test.guess, 1)
			if class == test.guess {
				right = 1
			}
			approx(t, fmt.Sprintf("%s, class %d", test.what, class), nn.ConfusionMatrix(yhat, y), want, 0)
			if got := nn.Accuracy(yhat, y); got != right {
				t.Errorf("%s, class %d: got accuracy %v, want %v", test.what, class, got, right)
			}
		}
	}
}

// A logit of 0 is a probability of ½, which is not above it: class 0.
func TestMetricsOfASingleLogit(t *testing.T) {
	const least = math.SmallestNonzeroFloat64
	for _, test := range []struct {
		z, y         float64
		truth, guess int
	}{
		{0, 0, 0, 0},
		{0, 1, 1, 0},
		{least, 1, 1, 1},
		{-least, 1, 1, 0},
		{math.Inf(1), 0, 0, 1},
		{math.Inf(-1), 0, 0, 0},
		{math.NaN(), 1, 1, 0}, // above nothing
		{0.4, 1, 1, 1},        // a logit and not a probability, which would be below ½
		{1, 0.5, 0, 1},        // a target is a probability
		{1, 0.51, 1, 1},
	} {
		want := linalg.New(2, 2)
		want.Set(test.truth, test.guess, 1)
		approx(t, fmt.Sprintf("logit %v, target %v", test.z, test.y), nn.ConfusionMatrix(linalg.Col(test.z), linalg.Col(test.y)), want, 0)
	}
}

// Every example is counted once, in the row of its class, and the diagonal is what
// Accuracy counts.
func TestConfusionCountsEveryExample(t *testing.T) {
	const n, classes = 200, 4
	yhat, labels := draws(1, n, classes), make([]int, n)
	counts := linalg.New(classes, 1)
	right := 0.0
	for i := range labels {
		labels[i] = i * i % classes // 0 and 1 alone: two classes have no examples
		counts.Data[labels[i]]++
		best := 0
		for k, v := range yhat.Row(i) {
			if v > yhat.At(i, best) {
				best = k
			}
		}
		if best == labels[i] {
			right++
		}
	}
	y := oneHot(classes, labels...)
	approx(t, "the rows' sums", linalg.SumCols(nn.ConfusionMatrix(yhat, y)), counts, 0)
	if got, want := nn.Accuracy(yhat, y), right/n; got != want {
		t.Errorf("accuracy: got %v, want %v", got, want)
	}
	// The shares matter, and their scale does not: softmax keeps the order.
	p := new(nn.Matrix)
	nn.Softmax.Apply(p, yhat)
	approx(t, "of probabilities", nn.ConfusionMatrix(p, y), nn.ConfusionMatrix(yhat, y), 0)
}

func TestMetricsRefuseOtherShapes(t *testing.T) {
	for _, test := range [][4]int{{2, 3, 2, 2}, {2, 3, 3, 3}, {3, 1, 3, 2}, {1, 2, 2, 1}} {
		yhat, y := linalg.New(test[0], test[1]), linalg.New(test[2], test[3])
		want := fmt.Sprintf("linalg: ConfusionMatrix: predictions (%d×%d) and targets (%d×%d) do not fit: want one target for each prediction", test[0], test[1], test[2], test[3])
		for name, f := range map[string]func(){
			"Accuracy":        func() { nn.Accuracy(yhat, y) },
			"ConfusionMatrix": func() { nn.ConfusionMatrix(yhat, y) },
		} {
			if got := misfit(t, f); got != want {
				t.Errorf("%s:\n got %s\nwant %s", name, got, want)
			}
		}
	}
}

func TestMetricsOfNoExamples(t *testing.T) {
	none := linalg.New(0, 3)
	approx(t, "confusion", nn.ConfusionMatrix(none, none), linalg.New(3, 3), 0)
	if got := nn.Accuracy(none, none); !math.IsNaN(got) {
		t.Errorf("accuracy: got %v, want NaN: there is no share of nothing", got)
	}
}

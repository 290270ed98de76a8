package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// ConfusionMatrix is the solution of exercises.ConfusionMatrix.
var ConfusionMatrix = &Solution[func(truth, predicted []int, K int) (C *linalg.Matrix, accuracy float64)]{
	Exercise: exercises.ConfusionMatrix,
	Hidden: []exercises.Check[func(truth, predicted []int, K int) (C *linalg.Matrix, accuracy float64)]{
		{Name: "classes that are drawn", Points: 2, Run: func(t *exercises.T, Confusion func(truth, predicted []int, K int) (C *linalg.Matrix, accuracy float64)) {
			K := 2 + t.Rand.IntN(4)
			var truth, predicted []int
			for range 1 + t.Rand.IntN(20) {
				truth, predicted = append(truth, t.Rand.IntN(K)), append(predicted, t.Rand.IntN(K))
			}
			exercises.CheckConfusionMatrix(t, Confusion, truth, predicted, K)
		}},
		{Name: "one example", Run: func(t *exercises.T, Confusion func(truth, predicted []int, K int) (C *linalg.Matrix, accuracy float64)) {
			exercises.CheckConfusionMatrix(t, Confusion, []int{1}, []int{t.Rand.IntN(3)}, 3)
		}},
	},
	Mutants: []Mutant[func(truth, predicted []int, K int) (C *linalg.Matrix, accuracy float64)]{
		{"transposed", func(truth, predicted []int, K int) (*linalg.Matrix, float64) {
			return confusionWith(predicted, truth, K)
		}, "Rows and columns are exchanged"},
		{"by class", func(truth, predicted []int, K int) (*linalg.Matrix, float64) {
			C, a := confusionWith(truth, predicted, K)
			return C, a * float64(len(truth)) / float64(K)
		}, "divided by the number of classes"},
		{"shares", func(truth, predicted []int, K int) (*linalg.Matrix, float64) {
			C, a := confusionWith(truth, predicted, K)
			return linalg.Scale(1/float64(len(truth)), C), a
		}, "These are shares of all examples."},
		{"the error", func(truth, predicted []int, K int) (*linalg.Matrix, float64) {
			C, a := confusionWith(truth, predicted, K)
			return C, 1 - a
		}, "That is the share of wrong answers."},
	},
}

// confusionWith counts pairs, and the share of pairs that are equal.
func confusionWith(rows, cols []int, K int) (C *linalg.Matrix, accuracy float64) {
	C = linalg.New(K, K)
	for i, r := range rows {
		C.Set(r, cols[i], C.At(r, cols[i])+1)
		if r == cols[i] {
			accuracy += 1 / float64(len(rows))
		}
	}
	return C, accuracy
}

// AdversarialBudget is the solution of exercises.AdversarialBudget.
var AdversarialBudget = &Solution[func() (logit, random, length float64)]{
	Exercise: exercises.AdversarialBudget,
	Hidden: []exercises.Check[func() (logit, random, length float64)]{
		{Name: "random signs", Run: func(t *exercises.T, AdversarialBudget func() (logit, random, length float64)) {
			_, random, _ := AdversarialBudget()
			t.Guess("The standard deviation", random, 0.14, 1e-4,
				exercises.Slip{Say: "That is the variance. Take the root.", Value: 0.0196},
				exercises.Slip{Say: "That is one pixel. Variances of 784 pixels add up.", Value: 0.005},
				exercises.Slip{Say: "That is what comes when nothing cancels. Random signs do.", Value: 3.92},
				exercises.Slip{Say: "That is the mean of the change. How far from it does it usually come out?", Value: 0.0})
		}},
	},
	Mutants: []Mutant[func() (logit, random, length float64)]{
		{"the fall alone", func() (float64, float64, float64) { return 3.92, 0.14, 2.8 }, "That is by how much it falls."},
		{"the sum of the changes", func() (float64, float64, float64) { return -1.92, 0.14, 78.4 }, "That is the sum of the changes."},
		{"no cancelling", func() (float64, float64, float64) { return -1.92, 3.92, 2.8 }, "That is what comes when nothing cancels."},
		{"one pixel", func() (float64, float64, float64) { return 1.995, 0.005, 0.1 }, "That is one pixel. There are 784."},
	},
}

// FastGradientSign is the solution of exercises.FastGradientSign.
var FastGradientSign = &Solution[func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix]{
	Exercise: exercises.FastGradientSign,
	Hidden: []exercises.Check[func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix]{
		{Name: "pixels and weights that are drawn", Points: 2, Run: func(t *exercises.T, FGSM func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix) {
			d := 1 + t.Rand.IntN(8)
			w := linalg.Apply(func(v float64) float64 { return math.Round(v*4) / 4 }, linalg.Normal(t.Rand, d, 1, 0, 1)) // some are 0
			exercises.CheckFastGradientSign(t, FGSM, linalg.Uniform(t.Rand, 1, d, 0, 1), w, t.Rand.Float64(), float64(t.Rand.IntN(2)), 0.4*t.Rand.Float64())
		}},
		{Name: "an eps of 0 changes nothing", Run: func(t *exercises.T, FGSM func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix) {
			exercises.CheckFastGradientSign(t, FGSM, linalg.Uniform(t.Rand, 1, 3, 0, 1), linalg.Normal(t.Rand, 3, 1, 0, 1), 0, 1, 0)
		}},
		{Name: "the loss does not fall", Run: func(t *exercises.T, FGSM func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix) {
			x, w, y := linalg.Uniform(t.Rand, 1, 6, 0, 1), linalg.Normal(t.Rand, 6, 1, 0, 1), float64(t.Rand.IntN(2))
			t.Given("x", x)
			t.Given("w", w)
			t.Given("b, y, eps", []float64{0, y, 0.1})
			before, direction := linalg.Mul(x, w).Data[0], 1-2*y // an attack on y = 1 lowers the logit
			got := FGSM(x, w, 0, y, 0.1)
			if got == nil || got.Rows != 1 || got.Cols != 6 {
				t.Fail("The attacked x is to have the shape of x, 1×6.")
			}
			if after := linalg.Mul(got, w).Data[0]; direction*(after-before) <= 0 {
				t.Fail("The logit went from %.4g to %.4g, which makes the loss for y = %v smaller: this helps the net.", before, after, y)
			}
		}},
	},
	Mutants: []Mutant[func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix]{
		{"down", func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix {
			return attackWith(x, w, b, y, func(g float64) float64 { return -eps * signOf(g) }, true)
		}, "This goes down the gradient"},
		{"the gradient itself", func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix {
			return attackWith(x, w, b, y, func(g float64) float64 { return eps * g }, true)
		}, "This is a step along the gradient itself."},
		{"not cut", func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix {
			return attackWith(x, w, b, y, func(g float64) float64 { return eps * signOf(g) }, false)
		}, "A pixel has left the range"},
		{"the signs of w", func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix {
			return attackWith(x, w, b, 0, func(g float64) float64 { return eps * signOf(g) }, true)
		}, "leaves out that of σ(z) − y"},
		{"a sign of 0 is 1", func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix {
			return attackWith(x, w, b, y, func(g float64) float64 {
				if g >= 0 {
					return eps
				}
				return -eps
			}, true)
		}, "A weight of 0 has no sign"},
	},
}

// attackWith moves each pixel by what step makes of its gradient.
func attackWith(x, w *linalg.Matrix, b, y float64, step func(g float64) float64, cut bool) *linalg.Matrix {
	e := 1/(1+math.Exp(-linalg.Mul(x, w).Data[0]-b)) - y
	moved := x.Clone()
	for j := range moved.Data {
		if moved.Data[j] += step(e * w.Data[j]); cut {
			moved.Data[j] = min(max(moved.Data[j], 0), 1)
		}
	}
	return moved
}

// signOf is −1, 0 or 1.
func signOf(v float64) float64 {
	if v == 0 {
		return 0
	}
	return math.Copysign(1, v)
}

// ClassReport is the solution of exercises.ClassReport.
var ClassReport = &Solution[func(truth, predicted []int) (precision, recall, f1 float64)]{
	Exercise: exercises.ClassReport,
	Hidden: []exercises.Check[func(truth, predicted []int) (precision, recall, f1 float64)]{
		{Name: "answers that are drawn", Points: 2, Run: func(t *exercises.T, Report func(truth, predicted []int) (precision, recall, f1 float64)) {
			var truth, predicted []int
			for range 3 + t.Rand.IntN(20) {
				truth, predicted = append(truth, t.Rand.IntN(2)), append(predicted, t.Rand.IntN(2))
			}
			exercises.CheckClassReport(t, Report, truth, predicted)
		}},
		{Name: "a rare class", Run: func(t *exercises.T, Report func(truth, predicted []int) (precision, recall, f1 float64)) {
			truth, predicted := make([]int, 50), make([]int, 50)
			truth[7], predicted[7], predicted[t.Rand.IntN(7)] = 1, 1, 1
			exercises.CheckClassReport(t, Report, truth, predicted)
		}},
		{Name: "nothing to find", Run: func(t *exercises.T, Report func(truth, predicted []int) (precision, recall, f1 float64)) {
			exercises.CheckClassReport(t, Report, []int{0, 0, 0}, []int{0, t.Rand.IntN(2), 0})
		}},
	},
	Mutants: []Mutant[func(truth, predicted []int) (precision, recall, f1 float64)]{
		{"as handed out", func(truth, predicted []int) (float64, float64, float64) {
			return reportWith(truth, predicted, func(a, b int) float64 { return float64(a / b) }, 0)
		}, "Anything below 1 became 0."},
		{"exchanged", func(truth, predicted []int) (float64, float64, float64) {
			return reportWith(predicted, truth, func(a, b int) float64 { return float64(a) / float64(b) }, 0)
		}, "Precision and recall are exchanged."},
		{"the arithmetic mean", func(truth, predicted []int) (float64, float64, float64) {
			p, r, _ := reportWith(truth, predicted, func(a, b int) float64 { return float64(a) / float64(b) }, 0)
			return p, r, (p + r) / 2
		}, "That is the arithmetic mean"},
		{"0/0 is not looked after", func(truth, predicted []int) (float64, float64, float64) {
			return reportWith(truth, predicted, func(a, b int) float64 { return float64(a) / float64(b) }, math.NaN())
		}, "0 was divided by 0"},
	},
}

// reportWith is precision, recall and F1 by some way to divide counts, and some value for 0/0.
func reportWith(truth, predicted []int, divide func(a, b int) float64, none float64) (precision, recall, f1 float64) {
	hits, reported, there := 0, 0, 0
	for i := range truth {
		hits += truth[i] * predicted[i]
		reported += predicted[i]
		there += truth[i]
	}
	share := func(a, b int) float64 {
		if b == 0 {
			return none
		}
		return divide(a, b)
	}
	return share(hits, reported), share(hits, there), share(2*hits, reported+there)
}

package exercises

import (
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// ConfusionMatrix asks for the table of what was taken for what.
var ConfusionMatrix = &Exercise[func(truth, predicted []int, K int) (C *linalg.Matrix, accuracy float64)]{
	ID: "confusion-matrix", Lesson: 24, Kind: Implement, Title: "What was taken for what", Name: "Confusion",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"The table is K×K, whatever the number of examples, and its entries add up to that number.",
		"Each example adds 1 to one entry. Its row is what it is, its column what it was taken for.",
		"Right answers stand on the diagonal. Accuracy is their share of all examples.",
	},
	Checks: []Check[func(truth, predicted []int, K int) (C *linalg.Matrix, accuracy float64)]{
		{Name: "two classes", Run: func(t *T, Confusion func(truth, predicted []int, K int) (C *linalg.Matrix, accuracy float64)) {
			CheckConfusionMatrix(t, Confusion, []int{0, 0, 0, 1}, []int{0, 1, 1, 1}, 2)
		}},
		{Name: "a class that does not occur", Run: func(t *T, Confusion func(truth, predicted []int, K int) (C *linalg.Matrix, accuracy float64)) {
			CheckConfusionMatrix(t, Confusion, []int{2, 0, 2, 0, 2}, []int{2, 0, 0, 0, 2}, 4)
		}},
	},
}

// CheckConfusionMatrix asks a solution for the table and the accuracy.
func CheckConfusionMatrix(t *T, Confusion func(truth, predicted []int, K int) (C *linalg.Matrix, accuracy float64), truth, predicted []int, K int) {
	t.Given("truth", truth)
	t.Given("predicted", predicted)
	t.Given("K", K)
	rows := func(classes []int) *linalg.Matrix { return linalg.SelectRows(linalg.Identity(K), classes) }
	want := nn.ConfusionMatrix(rows(predicted), rows(truth))
	wantAccuracy := nn.Accuracy(rows(predicted), rows(truth))
	n := float64(len(truth))
	shares := linalg.SumCols(want)
	shares = linalg.HadamardCol(want, linalg.Apply(func(s float64) float64 { return 1 / max(s, 1) }, shares))
	mean := 0.0
	for k := range K {
		mean += shares.At(k, k) / float64(K)
	}
	C, accuracy := Confusion(truth, predicted, K)
	t.Want("C", C, want, 0,
		Slip{"Rows and columns are exchanged: the row is what an example is, the column what it was taken for.", linalg.Transpose(want)},
		Slip{"These are shares of each row. Counts are asked for.", shares},
		Slip{"These are shares of all examples. Counts are asked for.", linalg.Scale(1/n, want)})
	t.Want("accuracy", accuracy, wantAccuracy, 1e-9,
		Slip{"That is the share of wrong answers.", 1 - wantAccuracy},
		Slip{"That is how many are right. Their share is asked for.", n * wantAccuracy},
		Slip{"The number of right answers is divided by the number of classes, not of examples.", n * wantAccuracy / float64(K)},
		Slip{"That is the mean of the recalls of all classes. Here each example counts alike.", mean})
}

// AdversarialBudget asks what many small changes do together.
var AdversarialBudget = &Exercise[func() (logit, random, length float64)]{
	ID: "adversarial-budget", Lesson: 24, Kind: Predict, Title: "Ten percent on each pixel", Name: "AdversarialBudget",
	Hints: [3]string{
		"The logit is a sum over pixels. How much does one pixel move it at most, if it may change by 0.1?",
		"The attack takes for each pixel the sign that lowers the logit, so 784 times the same amount goes the same way.",
		"Random signs cancel: variances add up, so that the spread of a sum of 784 terms is √784 = 28 times that of one. The length of the change grows in the same way.",
	},
	Checks: []Check[func() (logit, random, length float64)]{
		{Name: "the logit after the attack", Run: func(t *T, AdversarialBudget func() (logit, random, length float64)) {
			logit, _, _ := AdversarialBudget()
			t.Guess("The logit", logit, 2-0.1*784*0.05, 1e-3,
				Slip{"That is by how much it falls. It was 2.", 0.1 * 784 * 0.05},
				Slip{"The attack wants the digit to be misread: it lowers the logit.", 2 + 0.1*784*0.05},
				Slip{"That is one pixel. There are 784.", 2 - 0.1*0.05},
				Slip{"That would be chance. The attack picks each sign so that nothing cancels.", 2 - 0.14})
		}},
		{Name: "the length of the change", Run: func(t *T, AdversarialBudget func() (logit, random, length float64)) {
			_, _, length := AdversarialBudget()
			t.Guess("The length", length, 2.8, 1e-3,
				Slip{"That is the sum of the changes. A length is the root of the sum of squares.", 78.4},
				Slip{"That is the sum of the squares. Take the root.", 7.84},
				Slip{"That is one pixel, or the largest of them. The length counts all.", 0.1})
		}},
	},
}

// FastGradientSign asks for an attack.
var FastGradientSign = &Exercise[func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix]{
	ID: "fast-gradient-sign", Lesson: 24, Kind: Implement, Title: "The fast gradient sign method", Name: "FGSM",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Training asks how the loss changes with w. Here w stays, and the question is how it changes with x. z = xw + b gives the last factor.",
		"∂L/∂z = σ(z) − y as ever, and ∂z/∂xⱼ = wⱼ. Only the sign of the product counts.",
		"Training goes down the gradient, an attack goes up. Last, each pixel has to stay between 0 and 1. A sign has three values: what about a weight of 0?",
	},
	Checks: []Check[func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix]{
		{Name: "a digit that is one", Run: func(t *T, FGSM func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix) {
			CheckFastGradientSign(t, FGSM, linalg.Row(0.5, 0.5, 0.5), linalg.Col(2, -1, 0), 0, 1, 0.25)
		}},
		{Name: "a digit that is not", Run: func(t *T, FGSM func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix) {
			CheckFastGradientSign(t, FGSM, linalg.Row(0.5, 0.5), linalg.Col(2, -1), -1, 0, 0.25)
		}},
		{Name: "black and white pixels", Run: func(t *T, FGSM func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix) {
			CheckFastGradientSign(t, FGSM, linalg.Row(1, 0, 1, 0), linalg.Col(1, 1, -1, -1), 0, 0, 0.5)
		}},
	},
}

// CheckFastGradientSign asks a solution for an attack on logistic regression; the gradient comes from finite differences.
func CheckFastGradientSign(t *T, FGSM func(x, w *linalg.Matrix, b, y, eps float64) *linalg.Matrix, x, w *linalg.Matrix, b, y, eps float64) {
	t.Given("x", x)
	t.Given("w", w)
	t.Given("b, y, eps", []float64{b, y, eps})
	pixels := x.Clone()
	gradient := nn.CentralDifference(func([]float64) float64 {
		return nn.BCE{}.Loss(nil, linalg.Row(linalg.Mul(pixels, w).Data[0]+b), linalg.Row(y))
	}, pixels.Data)
	sign := func(v float64) float64 {
		switch {
		case v > 1e-7:
			return 1
		case v < -1e-7:
			return -1
		}
		return 0
	}
	moved := func(cut bool, by func(j int) float64) *linalg.Matrix {
		m := x.Clone()
		for j := range m.Data {
			if m.Data[j] += eps * by(j); cut {
				m.Data[j] = min(max(m.Data[j], 0), 1)
			}
		}
		return m
	}
	g := func(j int) float64 { return sign(gradient[j]) }
	down := "This goes down the gradient: it makes the loss smaller. An attack goes up."
	if y == 1 {
		down = "This moves the logit up, which helps the net: the target is 1. Either the step goes down the gradient, or it follows the signs of w and leaves out that of σ(z) − y."
	}
	t.Want("the attacked x", FGSM(x, w, b, y, eps), moved(true, g), 1e-9,
		Slip{down, moved(true, func(j int) float64 { return -g(j) })},
		Slip{"A pixel has left the range from 0 to 1. Cut it off there.", moved(false, g)},
		Slip{"This is a step along the gradient itself. Its sign is asked for, so that each pixel moves by eps.", moved(true, func(j int) float64 { return gradient[j] })},
		Slip{"A weight of 0 has no sign: its pixel stays as it is.", moved(true, func(j int) float64 {
			if g(j) == 0 {
				return 1
			}
			return g(j)
		})},
		Slip{"A weight of 0 has no sign: its pixel stays as it is.", moved(true, func(j int) float64 {
			if g(j) == 0 {
				return -1
			}
			return g(j)
		})})
}

// ClassReport asks for the repair of precision, recall and F1.
var ClassReport = &Exercise[func(truth, predicted []int) (precision, recall, f1 float64)]{
	ID: "class-report", Lesson: 24, Kind: Debug, Title: "All or nothing", Name: "Report",
	Hints: [3]string{
		"The results are 0 or 1, and nothing in between. Which operation of Go does that?",
		"What is 2/3 in Go, when both are integers? And what is float64(2/3)?",
		"The conversion comes too late: the division is done before it.",
	},
	Checks: []Check[func(truth, predicted []int) (precision, recall, f1 float64)]{
		{Name: "all right", Run: func(t *T, Report func(truth, predicted []int) (precision, recall, f1 float64)) {
			CheckClassReport(t, Report, []int{1, 0, 1, 0}, []int{1, 0, 1, 0})
		}},
		{Name: "two found of four, one false alarm", Run: func(t *T, Report func(truth, predicted []int) (precision, recall, f1 float64)) {
			CheckClassReport(t, Report, []int{1, 1, 1, 1, 0, 0, 0}, []int{1, 1, 0, 0, 1, 0, 0})
		}},
		{Name: "nothing found", Run: func(t *T, Report func(truth, predicted []int) (precision, recall, f1 float64)) {
			CheckClassReport(t, Report, []int{1, 0}, []int{0, 0})
		}},
	},
}

// CheckClassReport asks a solution for precision, recall and F1 of class 1; what would be 0/0 is 0.
func CheckClassReport(t *T, Report func(truth, predicted []int) (precision, recall, f1 float64), truth, predicted []int) {
	t.Given("truth", truth)
	t.Given("predicted", predicted)
	rows := func(classes []int) *linalg.Matrix { return linalg.SelectRows(linalg.Identity(2), classes) }
	of := func(metric func(yhat, y *linalg.Matrix) []float64) float64 {
		v := metric(rows(predicted), rows(truth))[1]
		if math.IsNaN(v) {
			return 0
		}
		return v
	}
	p, r, f := of(nn.Precision), of(nn.Recall), of(nn.F1)
	accuracy := nn.Accuracy(rows(predicted), rows(truth))
	precision, recall, f1 := Report(truth, predicted)
	if math.IsNaN(precision) || math.IsNaN(recall) || math.IsNaN(f1) {
		t.Fail("NaN came: 0 was divided by 0. Where nothing was found, or nothing was there to be found, 0 is asked for.")
	}
	t.Want("precision", precision, p, 1e-9,
		Slip{"Anything below 1 became 0. Look at the types of what is divided.", math.Floor(p)},
		Slip{"Precision and recall are exchanged. Precision: of those that were reported, how many are right?", r},
		Slip{"That is accuracy: it counts the right answers for class 0 as well.", accuracy})
	t.Want("recall", recall, r, 1e-9,
		Slip{"Anything below 1 became 0. Look at the types of what is divided.", math.Floor(r)},
		Slip{"Precision and recall are exchanged. Recall: of those that are there, how many were found?", p},
		Slip{"That is accuracy: it counts the right answers for class 0 as well.", accuracy})
	t.Want("F1", f1, f, 1e-9,
		Slip{"That is the arithmetic mean of precision and recall. F1 is the harmonic one, nearer to the smaller of both.", (p + r) / 2},
		Slip{"The 2 is missing: for equal precision and recall, F1 is the same number.", f / 2},
		Slip{"That is the geometric mean of precision and recall. F1 is the harmonic one.", math.Sqrt(p * r)})
}

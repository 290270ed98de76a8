package exercises

import (
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// FirstLoss asks for the cross-entropy of some answers.
var FirstLoss = &Exercise[func() (start, wrong, slope float64)]{
	ID: "first-loss", Lesson: 22, Kind: Predict, Title: "The loss before the first update", Name: "FirstLoss",
	Hints: [3]string{
		"Only one of the ten probabilities counts in the loss: that of the right class.",
		"The loss is −ln of that probability. A net that knows nothing gives each of ten classes the same.",
		"For a logit, the gradient is the probability minus the target. The target of the right class is 1.",
	},
	Checks: []Check[func() (start, wrong, slope float64)]{
		{Name: "the loss of an untrained net", Run: func(t *T, FirstLoss func() (start, wrong, slope float64)) {
			start, _, _ := FirstLoss()
			t.Guess("The loss", start, math.Log(10), 2e-3,
				Slip{"That is the logarithm to base 2. Logarithms are natural here.", math.Log2(10)},
				Slip{"That is the logarithm to base 10. Logarithms are natural here.", 1.0},
				Slip{"The sign: the logarithm of a probability is negative, the loss is not.", -math.Log(10)},
				Slip{"That is the loss for two classes. There are ten.", math.Ln2},
				Slip{"All ten classes were counted. Where the target is 0, the term is 0.", 10 * math.Log(10)})
		}},
		{Name: "the gradient of the logit of the right class", Run: func(t *T, FirstLoss func() (start, wrong, slope float64)) {
			_, _, slope := FirstLoss()
			t.Guess("The gradient", slope, -0.9, 2e-3,
				Slip{"The sign: probability minus target. Descent is to raise this logit.", 0.9},
				Slip{"That is −1/p, the gradient of the probability. The softmax lies between it and the logit.", -10.0},
				Slip{"That is the gradient of a logit of a wrong class.", 0.1},
				Slip{"That is p(1 − p), a slope of the softmax alone.", 0.09})
		}},
	},
}

// BinaryCrossEntropy asks for the loss of logits with its gradient.
var BinaryCrossEntropy = &Exercise[func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)]{
	ID: "binary-cross-entropy", Lesson: 22, Kind: Implement, Title: "Binary cross-entropy of logits", Name: "BCE",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"For the gradient, a = σ(z) is enough: the slope of σ cancels with what the logarithms bring, and a − y is left.",
		"For the loss at z = 1000 and y = 0: σ(z) is exactly 1 in floating point, and ln(1 − 1) is −∞. Put σ into the formula and simplify before you compute. What is −ln(1 − σ(z))?",
		"−ln(1 − σ(z)) = ln(1 + eᶻ) and −ln σ(z) = ln(1 + e⁻ᶻ), so one term is ln(1 + eᶻ) − yz. For large z take z out of the logarithm, so that only e to the power −|z| is computed. math.Log1p helps.",
	},
	Checks: []Check[func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)]{
		{Name: "an undecided net", Run: func(t *T, BCE func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			CheckBinaryCrossEntropy(t, BCE, linalg.Col(0, 0), linalg.Col(1, 0))
		}},
		{Name: "right, wrong, and a soft target", Run: func(t *T, BCE func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			CheckBinaryCrossEntropy(t, BCE, linalg.Col(2, 2, -1), linalg.Col(1, 0, 0.25))
		}},
		{Name: "sure, and wrong", Run: func(t *T, BCE func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			CheckBinaryCrossEntropy(t, BCE, linalg.Col(1000, -1000), linalg.Col(0, 1))
		}},
	},
}

// mustBeFinite ends the check where a number is not one.
func mustBeFinite(t *T, name, why string, numbers ...float64) {
	for _, v := range numbers {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fail("%s holds %v. %s", name, v, why)
		}
	}
}

// CheckBinaryCrossEntropy asks a solution for the cost of logits Z with targets Y, both n×1.
func CheckBinaryCrossEntropy(t *T, BCE func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix), Z, Y *linalg.Matrix) {
	t.Given("Z", Z)
	t.Given("Y", Y)
	n := float64(Z.Rows)
	wantJ, want := nn.BCE{}.Loss(nil, Z, Y), nn.BCE{}.Grad(nil, linalg.New(Z.Rows, 1), Z, Y).Clone()
	A := linalg.New(Z.Rows, 1)
	nn.Sigmoid.Apply(A, Z)
	squared := want.Clone()
	byA, half := want.Clone(), 0.0
	for i, a := range A.Data {
		squared.Data[i] *= a * (1 - a)
		byA.Data[i] /= a * (1 - a)
		half -= Y.Data[i] * math.Log(a) / n
	}
	J, dZ := BCE(Z, Y)
	mustBeFinite(t, "J", "A sigmoid has been rounded to 0 or 1, and the logarithm of 0 was taken. Simplify −ln σ(z) first, with eᶻ put in.", J)
	t.Want("J", J, wantJ, 1e-9,
		Slip{"The sign: logarithms of probabilities are negative, the cost is not.", -wantJ},
		Slip{"1/n is missing: the mean over the examples.", n * wantJ},
		Slip{"Only the term with y is there. An example with y = 0 costs −ln(1 − a).", half},
		Slip{"That is the logarithm to base 2. Logarithms are natural here.", wantJ / math.Ln2})
	if dZ != nil {
		mustBeFinite(t, "dZ", "The gradient is (σ(z) − y)/n, never large. Where was something divided by 0, or e to a large power taken?", dZ.Data...)
	}
	t.Want("dZ", dZ, want, 1e-9,
		Slip{"The sign: prediction minus target.", linalg.Scale(-1, want)},
		Slip{"1/n is missing in the gradient.", linalg.Scale(n, want)},
		Slip{"σ' is in it. With cross-entropy it cancels: that is why a net that is sure and wrong still learns.", squared},
		Slip{"This is the gradient of the prediction a = σ(z). One more factor leads to z.", byA})
}

// CategoricalCrossEntropy asks for the loss of a softmax with its gradient.
var CategoricalCrossEntropy = &Exercise[func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)]{
	ID: "categorical-cross-entropy", Lesson: 22, Kind: Implement, Title: "Categorical cross-entropy of logits", Name: "CrossEntropy",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"ln softmax(z)ₖ is zₖ minus the logarithm of a sum. The quotient need not be computed for the loss.",
		"Let m be the largest logit of the row. ln Σ e^z = m + ln Σ e^(z−m): no exponent is above 0, and one is 0, so that the sum is at least 1.",
		"Row by row: m, the sum s of e^(z−m), and m + ln s. The loss adds y·(m + ln s − z) for each class; the gradient is (e^(z−m)/s − y)/n.",
	},
	Checks: []Check[func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)]{
		{Name: "an undecided net", Run: func(t *T, CrossEntropy func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			CheckCategoricalCrossEntropy(t, CrossEntropy, linalg.New(2, 4), linalg.New(2, 4, 1, 0, 0, 0, 0, 0, 1, 0))
		}},
		{Name: "odds of 1 to 2 to 3", Run: func(t *T, CrossEntropy func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			CheckCategoricalCrossEntropy(t, CrossEntropy, linalg.New(2, 3, 0, math.Ln2, math.Log(3), math.Log(3), 0, math.Ln2), linalg.New(2, 3, 1, 0, 0, 1, 0, 0))
		}},
		{Name: "sure, and wrong", Run: func(t *T, CrossEntropy func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			CheckCategoricalCrossEntropy(t, CrossEntropy, linalg.New(2, 2, 1000, -1000, -3000, -1000), linalg.New(2, 2, 0, 1, 1, 0))
		}},
	},
}

// CheckCategoricalCrossEntropy asks a solution for the cost of logits Z with targets Y, both n×K.
func CheckCategoricalCrossEntropy(t *T, CrossEntropy func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix), Z, Y *linalg.Matrix) {
	t.Given("Z", Z)
	t.Given("Y", Y)
	n, K := float64(Z.Rows), float64(Z.Cols)
	loss := nn.CrossEntropy{}
	wantJ, want := loss.Loss(nil, Z, Y), loss.Grad(nil, linalg.New(Z.Rows, Z.Cols), Z, Y).Clone()
	P := linalg.New(Z.Rows, Z.Cols)
	nn.Softmax.Apply(P, Z)
	each := nn.BCEProb{}.Loss(nil, linalg.Apply(func(p float64) float64 { return min(max(p, 1e-300), 1-1e-16) }, P), Y) // as if each class were a question of its own
	J, dZ := CrossEntropy(Z, Y)
	mustBeFinite(t, "J", "A probability has been rounded to 0, or e to a large power is +Inf. Take ln softmax as one formula, with the largest logit of the row taken out.", J)
	t.Want("J", J, wantJ, 1e-9,
		Slip{"The sign: logarithms of probabilities are negative, the cost is not.", -wantJ},
		Slip{"1/n is missing: the mean over the examples.", n * wantJ},
		Slip{"It is divided by the classes as well. Only examples are averaged.", wantJ / K},
		Slip{"1 − p is punished in the other classes as well, as in binary cross-entropy. Only the classes with a target count here.", each},
		Slip{"1 − p is punished in the other classes as well, as in binary cross-entropy. Only the classes with a target count here.", each * K},
		Slip{"That is the logarithm to base 2. Logarithms are natural here.", wantJ / math.Ln2})
	if dZ != nil {
		mustBeFinite(t, "dZ", "The gradient is (softmax(z) − y)/n, never large. Where was e to a large power taken, or something divided by 0?", dZ.Data...)
	}
	t.Want("dZ", dZ, want, 1e-9,
		Slip{"The sign: prediction minus target.", linalg.Scale(-1, want)},
		Slip{"1/n is missing in the gradient.", linalg.Scale(n, want)},
		Slip{"It is divided by the classes as well. Only examples are averaged.", linalg.Scale(1/K, want)},
		Slip{"This is the softmax itself. The targets have to be taken away.", linalg.Scale(1/n, P)},
		Slip{"Only the class with the target gets a gradient. The logits of the others stand in the sum of the softmax, too.", linalg.Hadamard(want, Y)})
}

// LogSoftmax asks for the repair of a log-softmax.
var LogSoftmax = &Exercise[func(Z *linalg.Matrix) *linalg.Matrix]{
	ID: "log-softmax", Lesson: 22, Kind: Debug, Title: "Stable, but for some batches", Name: "LogSoftmax",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Take two examples, (0, 0) and (−1000, −1000). Both should give the same. Follow the second one through the program.",
		"The exponents must not be large. But how small may the largest one of a row become, before its sum is 0?",
		"From which numbers is the maximum taken, and which ones does it have to protect? A softmax belongs to one example.",
	},
	Checks: []Check[func(Z *linalg.Matrix) *linalg.Matrix]{
		{Name: "one example", Run: func(t *T, LogSoftmax func(Z *linalg.Matrix) *linalg.Matrix) {
			CheckLogSoftmax(t, LogSoftmax, linalg.Row(1000, 1000, 1000))
		}},
		{Name: "two examples", Run: func(t *T, LogSoftmax func(Z *linalg.Matrix) *linalg.Matrix) {
			CheckLogSoftmax(t, LogSoftmax, linalg.New(2, 2, 0, 0, -1000, -1000))
		}},
		{Name: "the same moved by a number", Run: func(t *T, LogSoftmax func(Z *linalg.Matrix) *linalg.Matrix) {
			CheckLogSoftmax(t, LogSoftmax, linalg.New(2, 3, 1, 2, 3, 11, 12, 13))
		}},
	},
}

// CheckLogSoftmax asks a solution for the logarithm of the softmax of each row.
func CheckLogSoftmax(t *T, LogSoftmax func(Z *linalg.Matrix) *linalg.Matrix, Z *linalg.Matrix) {
	t.Given("Z", Z)
	want, flat := linalg.New(Z.Rows, Z.Cols), linalg.New(Z.Cols, Z.Rows)
	nn.LogSoftmax.Apply(want, Z)
	nn.LogSoftmax.Apply(flat, linalg.Transpose(Z))
	whole := linalg.New(1, len(Z.Data))
	nn.LogSoftmax.Apply(whole, linalg.Row(Z.Data...))
	shifted, P := want.Clone(), linalg.Apply(math.Exp, want)
	for i := range Z.Rows {
		m := linalg.Max(linalg.SliceRows(Z, i, i+1))
		for j := range Z.Cols {
			shifted.Set(i, j, want.At(i, j)+m)
		}
	}
	got := LogSoftmax(Z)
	if got != nil && len(got.Data) == len(Z.Data) {
		for i, v := range got.Data {
			if math.IsInf(v, 0) || math.IsNaN(v) {
				t.Fail("Row %d holds %v. Either e to a large power is +Inf, or all powers of this row have been rounded to 0: what was taken away from it was not its own maximum.", i/Z.Cols+1, v)
			}
		}
	}
	t.Want("the logarithm of the softmax", got, want, 1e-9,
		Slip{"The maximum was taken out of the sum, and then forgotten: ln Σ e^z = m + ln Σ e^(z−m).", shifted},
		Slip{"This is the softmax of each column. An example is a row.", linalg.Transpose(flat)},
		Slip{"The sum goes over the whole batch. Each example has a softmax of its own.", linalg.Reshape(whole, Z.Rows, Z.Cols)},
		Slip{"This is the softmax, not its logarithm.", P})
}

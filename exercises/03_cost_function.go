package exercises

import (
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// BestConstant asks which single prediction three costs aim at.
var BestConstant = &Exercise[func() (squared, absolute, huber float64)]{
	ID: "best-constant", Lesson: 3, Kind: Predict, Title: "What three costs aim at", Name: "BestConstant",
	Hints: [3]string{
		"At the lowest cost the pulls of the five targets cancel. A square pulls as hard as its error is large, an absolute value always equally hard.",
		"Huber's loss pulls as hard as the error is large, but never harder than δ = 6. Guess which targets are more than 6 away; their pulls are 6 each.",
		"If 14 and 80 are far: (c − 1) + (c − 2) + (c − 3) − 6 − 6 = 0. Solve it, and check that the guess was right.",
	},
	Checks: []Check[func() (squared, absolute, huber float64)]{
		{Name: "squares", Run: func(t *T, BestConstant func() (squared, absolute, huber float64)) {
			squared, _, _ := BestConstant()
			t.Guess("The best constant for squares", squared, 20.0, 1e-9,
				Slip{"That is the median. Squares ask how far away a target is, too.", 3.0},
				Slip{"That is the sum of the targets.", 100.0},
				Slip{"That is the middle between the smallest and the largest target; the three in between pull as well.", 40.5})
		}},
		{Name: "absolute values", Run: func(t *T, BestConstant func() (squared, absolute, huber float64)) {
			_, absolute, _ := BestConstant()
			t.Guess("The best constant for absolute values", absolute, 3.0, 1e-9,
				Slip{"That is the mean. For absolute values it does not matter how far out 80 is.", 20.0},
				Slip{"One target lies below 2, three above: going up helps three of them.", 2.0})
		}},
	},
}

// MSEGradient asks for the mean squared error and its gradient.
var MSEGradient = &Exercise[func(Yhat, Y *linalg.Matrix) (J float64, dYhat *linalg.Matrix)]{
	ID: "mse-gradient", Lesson: 3, Kind: Implement, Title: "Mean squared error with gradient", Name: "MSE",
	Forbid: []string{"nn", "MSE", "HalfSquaredError", "CentralDifference"},
	Hints: [3]string{
		"Compute the error of each entry once, prediction minus target: both results need it.",
		"∂J/∂ŷ of one entry: only its own square depends on it. What is the derivative of e², and which factor stands before the sum?",
		"One loop: add e·e to a sum, and put 2e/N into the gradient. N counts all entries of Y.",
	},
	Checks: []Check[func(Yhat, Y *linalg.Matrix) (J float64, dYhat *linalg.Matrix)]{
		{Name: "four examples", Run: func(t *T, MSE func(Yhat, Y *linalg.Matrix) (J float64, dYhat *linalg.Matrix)) {
			CheckMSEGradient(t, MSE, linalg.Col(1, 2, 3, 4), linalg.Col(2, 2, 1, 7))
		}},
		{Name: "two examples with two outputs", Run: func(t *T, MSE func(Yhat, Y *linalg.Matrix) (J float64, dYhat *linalg.Matrix)) {
			CheckMSEGradient(t, MSE, linalg.New(2, 2, 1, 0, 0, 5), linalg.New(2, 2, 0, 0, 2, 1))
		}},
		{Name: "nothing is wrong", Run: func(t *T, MSE func(Yhat, Y *linalg.Matrix) (J float64, dYhat *linalg.Matrix)) {
			CheckMSEGradient(t, MSE, linalg.Col(3, 4), linalg.Col(3, 4))
		}},
	},
}

// CheckMSEGradient asks a solution for the mean squared error and its gradient.
func CheckMSEGradient(t *T, MSE func(Yhat, Y *linalg.Matrix) (J float64, dYhat *linalg.Matrix), Yhat, Y *linalg.Matrix) {
	t.Given("Yhat", Yhat)
	t.Given("Y", Y)
	N, n := float64(len(Y.Data)), float64(Y.Rows)
	E := linalg.Sub(Yhat, Y)
	J := nn.MSE{}.Loss(nil, Yhat, Y)
	want := nn.MSE{}.Grad(nil, linalg.New(Y.Rows, Y.Cols), Yhat, Y)
	gotJ, got := MSE(Yhat, Y)
	t.Want("J", gotJ, J, 1e-9,
		Slip{"This is the sum of the squares. The mean is wanted.", J * N},
		Slip{"This is half of it: the convention with 1/2n. Here it is 1/N.", J / 2},
		Slip{"This is its root, the RMSE.", math.Sqrt(J)},
		Slip{"This is the mean of the errors without the square.", linalg.Mean(E)},
		Slip{"This is the mean of the absolute errors.", linalg.Mean(linalg.Apply(math.Abs, E))},
		Slip{"The sum is divided by the number of examples. Divide by the number of entries of Y.", J * N / n})
	t.Want("dYhat", got, want, 1e-9,
		Slip{"The sign is the opposite. If a prediction is too high, raising it raises J: the gradient is positive there.", linalg.Scale(-1, want)},
		Slip{"The factor 1/N is missing. J has it, so each derivative has it.", linalg.Scale(2, E)},
		Slip{"The 2 is missing: the derivative of e² is 2e.", linalg.Scale(1/N, E)},
		Slip{"This is the error alone. Differentiate e², and keep the factor 1/N.", E},
		Slip{"J is divided by N, its gradient by the number of examples. It must be the same number.", linalg.Scale(2/n, E)})
}

// HuberLoss asks for Huber's loss of one prediction, and its derivative.
var HuberLoss = &Exercise[func(yhat, y, delta float64) (L, dyhat float64)]{
	ID: "huber-loss", Lesson: 3, Kind: Implement, Title: "Huber's loss with gradient", Name: "Huber",
	Forbid: []string{"nn", "Huber", "CentralDifference"},
	Hints: [3]string{
		"Begin with e = ŷ − y, and ask whether |e| is at most δ.",
		"Inside, the derivative of ½e² is e. Outside the loss is a straight line: what is its slope, on the right and on the left?",
		"math.Abs(e) decides and stands in the outer formula; outside the derivative is δ with the sign of e, for which there is math.Copysign. At |e| = δ both halves must agree.",
	},
	Checks: []Check[func(yhat, y, delta float64) (L, dyhat float64)]{
		{Name: "a small error", Run: func(t *T, Huber func(yhat, y, delta float64) (L, dyhat float64)) { CheckHuberLoss(t, Huber, 5, 3, 4) }},
		{Name: "a large error", Run: func(t *T, Huber func(yhat, y, delta float64) (L, dyhat float64)) { CheckHuberLoss(t, Huber, 13, 3, 4) }},
		{Name: "a large error on the other side", Run: func(t *T, Huber func(yhat, y, delta float64) (L, dyhat float64)) { CheckHuberLoss(t, Huber, 3, 13, 2) }},
	},
}

// CheckHuberLoss asks a solution for Huber's loss of one prediction.
func CheckHuberLoss(t *T, Huber func(yhat, y, delta float64) (L, dyhat float64), yhat, y, delta float64) {
	t.Given("yhat, y, delta", []float64{yhat, y, delta})
	h, e := nn.Huber{Delta: delta}, yhat-y
	L := h.Loss(nil, linalg.Row(yhat), linalg.Row(y))
	dyhat := h.Grad(nil, linalg.New(1, 1), linalg.Row(yhat), linalg.Row(y)).At(0, 0)
	gotL, got := Huber(yhat, y, delta)
	large := math.Abs(e) > delta
	var slips, slopes []Slip
	if large {
		slips = []Slip{
			{"This is still the square. Beyond δ the loss goes on as a straight line.", e * e / 2},
			{"The line does not meet the parabola: at |e| = δ both must be ½δ².", delta * math.Abs(e)},
			{"Beyond δ the line has slope δ, not 1. Only then it goes on as steeply as the parabola ended.", math.Abs(e) - delta/2},
			{"The error counts without its sign: a loss is not negative.", delta * (e - delta/2)},
		}
		slopes = []Slip{
			{"This is e. Beyond δ the slope grows no more, and that is why one absurd target cannot drag the net away.", e},
			{"The sign is lost. A prediction that is too low must be raised: there the derivative is negative.", math.Abs(dyhat)},
			{"The loss has slope ±δ out there, not ±1.", dyhat / delta},
		}
	} else {
		slips = []Slip{
			{"The half is missing: near 0 it is ½e².", e * e},
			{"This is the straight line. Near 0 Huber's loss is a parabola.", delta * (math.Abs(e) - delta/2)},
		}
		slopes = []Slip{
			{"The derivative of ½e² is e: the half takes the 2 away.", 2 * e},
			{"Near 0 the slope is the error itself; ±δ is for the straight part.", math.Copysign(delta, e)},
		}
	}
	slopes = append(slopes, Slip{"The sign is the opposite. If the prediction is too high, raising it raises the loss.", -dyhat})
	t.Want("L", gotL, L, 1e-9, slips...)
	t.Want("dyhat", got, dyhat, 1e-9, slopes...)
}

// MeanOfMeans asks for the repair of a cost that is computed batch by batch.
var MeanOfMeans = &Exercise[func(Yhat, Y *linalg.Matrix, batch int) float64]{
	ID: "mean-of-means", Lesson: 3, Kind: Debug, Title: "The last batch is smaller", Name: "EpochCost",
	Hints: [3]string{
		"With which numbers of examples is the result right? Try 4 and 5 examples in batches of 2.",
		"With 5 examples in batches of 2, how much does each example weigh in the result: those of the first batch, and the last one?",
		"A mean of means is the mean only for equal batches. Which sum, and which count, does not care where the batches end?",
	},
	Checks: []Check[func(Yhat, Y *linalg.Matrix, batch int) float64]{
		{Name: "batches of equal size", Run: func(t *T, EpochCost func(Yhat, Y *linalg.Matrix, batch int) float64) {
			CheckMeanOfMeans(t, EpochCost, linalg.Col(1, 2, 3, 4), linalg.Col(0, 0, 0, 0), 2)
		}},
		{Name: "a batch of one at the end", Run: func(t *T, EpochCost func(Yhat, Y *linalg.Matrix, batch int) float64) {
			CheckMeanOfMeans(t, EpochCost, linalg.Col(1, 1, 1, 1, 6), linalg.Col(0, 0, 0, 0, 0), 2)
		}},
	},
}

// CheckMeanOfMeans asks a solution for the mean squared error of a set, n×1, that comes in batches.
func CheckMeanOfMeans(t *T, EpochCost func(Yhat, Y *linalg.Matrix, batch int) float64, Yhat, Y *linalg.Matrix, batch int) {
	t.Given("Yhat", Yhat)
	t.Given("Y", Y)
	t.Given("batch", batch)
	n := Y.Rows
	var means, whole float64
	batches := 0
	for i := 0; i < n; i += batch {
		end := min(i+batch, n)
		mean := nn.MSE{}.Loss(nil, linalg.SliceRows(Yhat, i, end), linalg.SliceRows(Y, i, end))
		means += mean
		batches++
		if end-i == batch {
			whole += mean * float64(batch)
		}
	}
	want := nn.MSE{}.Loss(nil, Yhat, Y)
	t.Want("the cost", EpochCost(Yhat, Y, batch), want, 1e-9,
		Slip{"This is the mean of the batches' means: an example in the small last batch weighs more than the others.", means / float64(batches)},
		Slip{"This is the sum over all examples. The mean is wanted.", want * float64(n)},
		Slip{"The last batch is left out because it is not full. Its examples count too.", whole / float64(n)},
		Slip{"The last batch is left out, from the sum and from the count.", whole / float64(max(n/batch*batch, 1))},
		Slip{"Every batch is counted as a full one, the last one too.", want * float64(n) / float64(batches*batch)})
}

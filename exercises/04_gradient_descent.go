package exercises

import (
	"math"

	"chainrule/pkg/linalg"
)

// DescentByHand asks for two updates and the largest learning rate of a parabola.
var DescentByHand = &Exercise[func() (theta1, theta2, limit float64)]{
	ID: "descent-by-hand", Lesson: 4, Kind: Predict, Title: "Two updates by hand", Name: "DescentByHand",
	Hints: [3]string{
		"Differentiate 2(θ − 3)². At θ = 1 the result is negative: which way does the update go?",
		"Look at the distance to the optimum, t = θ − 3. By which factor does one update multiply it?",
		"The factor is 1 − 4α. The descent diverges when its size exceeds 1, so find the α at which the factor is −1.",
	},
	Checks: []Check[func() (theta1, theta2, limit float64)]{
		{Name: "the first update", Run: func(t *T, DescentByHand func() (theta1, theta2, limit float64)) {
			theta1, _, _ := DescentByHand()
			t.Guess("θ after the first update", theta1, 1.8, 1e-9,
				Slip{"That went uphill: the gradient is −8, and it is subtracted.", 0.2},
				Slip{"The derivative of 2(θ − 3)² has a factor 4: the square gives another 2.", 1.4},
				Slip{"That is the change. It is added to where θ was.", 0.8})
		}},
		{Name: "the limit", Run: func(t *T, DescentByHand func() (theta1, theta2, limit float64)) {
			_, _, limit := DescentByHand()
			t.Guess("The limit", limit, 0.5, 1e-9,
				Slip{"There the factor is 0: a single update lands on the optimum. It may still overshoot by as much as it was away.", 0.25},
				Slip{"The curvature is the second derivative, 4, not the factor in front.", 1.0},
				Slip{"That is the curvature. The limit is 2 divided by it.", 4.0})
		}},
	},
}

// GradientStep asks for one update of linear regression.
var GradientStep = &Exercise[func(X, Y, W, b *linalg.Matrix, alpha float64) (newW, newb *linalg.Matrix)]{
	ID: "gradient-step", Lesson: 4, Kind: Implement, Title: "One gradient step", Name: "Step",
	Hints: [3]string{
		"First the errors, E = XW + 1b − Y, n×1. Both gradients are made of them.",
		"∂W has the shape of W, d×1. Which product of X (n×d) and E (n×1) has that shape? ∂b is a sum.",
		"linalg.MulATB(X, E) and linalg.Sum(E), each times 2/n. Compute both before you subtract α times each.",
	},
	Checks: []Check[func(X, Y, W, b *linalg.Matrix, alpha float64) (newW, newb *linalg.Matrix)]{
		{Name: "one feature, two examples", Run: func(t *T, Step func(X, Y, W, b *linalg.Matrix, alpha float64) (newW, newb *linalg.Matrix)) {
			CheckGradientStep(t, Step, linalg.Col(1, 2), linalg.Col(2, 5), linalg.Row(1), linalg.Row(0), 0.5)
		}},
		{Name: "two features, three examples", Run: func(t *T, Step func(X, Y, W, b *linalg.Matrix, alpha float64) (newW, newb *linalg.Matrix)) {
			CheckGradientStep(t, Step, linalg.New(3, 2, 1, 0, 0, 1, 1, 1), linalg.Col(3, 0, 0), linalg.Col(0, 0), linalg.Row(0), 0.5)
		}},
		{Name: "a learning rate of 0", Run: func(t *T, Step func(X, Y, W, b *linalg.Matrix, alpha float64) (newW, newb *linalg.Matrix)) {
			CheckGradientStep(t, Step, linalg.Col(1, 2), linalg.Col(2, 5), linalg.Row(1), linalg.Row(0), 0)
		}},
	},
}

// CheckGradientStep asks a solution for an update of the line with W, d×1, and b, 1×1. The gradient comes from finite differences, which are exact
// for a quadratic cost up to rounding.
func CheckGradientStep(t *T, Step func(X, Y, W, b *linalg.Matrix, alpha float64) (newW, newb *linalg.Matrix), X, Y, W, b *linalg.Matrix, alpha float64) {
	n := float64(X.Rows)
	J := func(W, b *linalg.Matrix) float64 {
		E := linalg.Sub(linalg.AddRow(linalg.Mul(X, W), b), Y)
		return linalg.Dot(E, E) / n
	}
	gradients := func(W, b *linalg.Matrix) (dW, db *linalg.Matrix) {
		slope := func(q *linalg.Matrix) *linalg.Matrix {
			d := q.Clone()
			for i, was := range q.Data {
				q.Data[i] = was + 1
				d.Data[i] = J(W, b)
				q.Data[i] = was - 1
				d.Data[i] = (d.Data[i] - J(W, b)) / 2
				q.Data[i] = was
			}
			return d
		}
		return slope(W), slope(b)
	}
	dW, db := gradients(W.Clone(), b.Clone())
	moved := func(from, d *linalg.Matrix, rate float64) *linalg.Matrix {
		return linalg.Sub(from, linalg.Scale(rate, d))
	}
	wantW, wantb := moved(W, dW, alpha), moved(b, db, alpha)
	_, late := gradients(wantW.Clone(), b.Clone())
	early, _ := gradients(W.Clone(), wantb.Clone())
	slips := func(from, d *linalg.Matrix) []Slip {
		return []Slip{
			{"That went uphill. The gradient points to where J rises: subtract it, and take the error as prediction minus target.", moved(from, d, -alpha)},
			{"The 1/n is missing: the gradient is a sum over the examples, and J their mean.", moved(from, d, n*alpha)},
			{"The factor 2 is missing: J is the mean of squares, without a half.", moved(from, d, alpha/2)},
			{"Both the 1/n and the 2 are missing: this subtracts α times the plain sum.", moved(from, d, n*alpha/2)},
			{"This is the gradient's share alone, α times it. Subtract it from where the parameter was.", linalg.Scale(alpha, d)},
			{"Nothing has moved.", from},
		}
	}
	t.Given("X", X)
	t.Given("Y", Y)
	t.Given("W", W)
	t.Given("b", b)
	t.Given("alpha", alpha)
	newW, newb := Step(X, Y, W, b, alpha)
	t.Want("newW", newW, wantW, 1e-9, append(slips(W, dW),
		Slip{"W was updated with the b that had moved already. Both gradients belong to the same place.", moved(W, early, alpha)})...)
	t.Want("newb", newb, wantb, 1e-9, append(slips(b, db),
		Slip{"b was updated with the W that had moved already. Both gradients belong to the same place.", moved(b, late, alpha)})...)
}

// StaleGradient asks for the repair of a descent.
var StaleGradient = &Exercise[func(x, y []float64, alpha float64, updates int) (w, b float64)]{
	ID: "stale-gradient", Lesson: 4, Kind: Debug, Title: "A descent that cannot stop", Name: "Descend",
	Hints: [3]string{
		"The first update is right. Print dw and db in front of the second one, and compute them by hand.",
		"At the best line the gradient is 0. What is dw when the loop gets there?",
		"What do dw and db hold when the sum over the examples begins, in the first update and in the second?",
	},
	Checks: []Check[func(x, y []float64, alpha float64, updates int) (w, b float64)]{
		{Name: "one update", Run: func(t *T, Descend func(x, y []float64, alpha float64, updates int) (w, b float64)) {
			CheckStaleGradient(t, Descend, []float64{1, 2, 3, 4}, []float64{2, 3, 4, 5}, 0.01, 1)
		}},
		{Name: "two updates", Run: func(t *T, Descend func(x, y []float64, alpha float64, updates int) (w, b float64)) {
			CheckStaleGradient(t, Descend, []float64{1, 2, 3, 4}, []float64{2, 3, 4, 5}, 0.01, 2)
		}},
	},
}

// CheckStaleGradient asks a solution for a descent from (0, 0) on the mean squared error of the line wx + b.
func CheckStaleGradient(t *T, Descend func(x, y []float64, alpha float64, updates int) (w, b float64), x, y []float64, alpha float64, updates int) {
	n := len(x)
	X := linalg.HStack(linalg.Col(x...), linalg.Full(n, 1, 1)) // n×2
	run := func(scale, keep float64) []float64 {
		theta, d := linalg.New(2, 1), linalg.New(2, 1)
		for range updates {
			g := linalg.Scale(scale, linalg.MulATB(X, linalg.Sub(linalg.Mul(X, theta), linalg.Col(y...))))
			d = linalg.Add(linalg.Scale(keep, d), g)
			theta = linalg.Sub(theta, linalg.Scale(alpha, d))
		}
		return theta.Data
	}
	want := run(2/float64(n), 0)
	slips := []Slip{
		{"The gradient of the updates before is still in the sum: it must begin at 0 in each update.", run(2/float64(n), 1)},
		{"The factor 2/n is missing.", run(1, 0)},
		{"The 2 is missing, or it is 1/n in place of 2/n.", run(1/float64(n), 0)},
		{"That went uphill.", run(-2/float64(n), 0)},
	}
	t.Given("x", x)
	t.Given("y", y)
	t.Given("alpha", alpha)
	t.Given("updates", updates)
	w, b := Descend(x, y, alpha, updates)
	t.Want("w, b", []float64{w, b}, want, 1e-9, slips...)
}

// RateLimit asks for the learning rate at which the descent of a linear regression begins to diverge.
var RateLimit = &Exercise[func(X *linalg.Matrix) float64]{
	ID: "rate-limit", Lesson: 4, Kind: Implement, Title: "The largest learning rate", Name: "RateLimit",
	Hints: [3]string{
		"The limit is 2/λmax, and λmax is the larger eigenvalue of the Hessian. Compute H first: linalg.MulATB is of use.",
		"H is 2×2 and symmetric. Its eigenvalues solve λ² − (h₁₁ + h₂₂)λ + (h₁₁h₂₂ − h₁₂²) = 0.",
		"With m the mean of the diagonal and r = √(((h₁₁ − h₂₂)/2)² + h₁₂²), the eigenvalues are m ± r.",
	},
	Checks: []Check[func(X *linalg.Matrix) float64]{
		{Name: "two features that do not mix", Run: func(t *T, RateLimit func(X *linalg.Matrix) float64) {
			CheckRateLimit(t, RateLimit, linalg.New(2, 2, 2, 0, 0, 1))
		}},
		{Name: "a feature and a column of ones", Run: func(t *T, RateLimit func(X *linalg.Matrix) float64) {
			CheckRateLimit(t, RateLimit, linalg.New(4, 2, 1, 1, 2, 1, 3, 1, 4, 1))
		}},
		{Name: "two equal features", Run: func(t *T, RateLimit func(X *linalg.Matrix) float64) {
			CheckRateLimit(t, RateLimit, linalg.New(2, 2, 1, 1, 1, 1))
		}},
	},
}

// CheckRateLimit asks a solution for 2/λmax of the mean squared error of Xθ, X: n×2. The check finds the eigenvalue by squaring the Hessian again
// and again, until only the steepest direction is left.
func CheckRateLimit(t *T, RateLimit func(X *linalg.Matrix) float64, X *linalg.Matrix) {
	H := linalg.Scale(2/float64(X.Rows), linalg.MulATB(X, X))
	trace := H.At(0, 0) + H.At(1, 1)
	P := H.Clone()
	for range 40 {
		P = linalg.Mul(P, P)
		P = linalg.Scale(1/(P.At(0, 0)+P.At(1, 1)), P)
	}
	top := linalg.Sum(linalg.Hadamard(P, H)) // the trace of PH: λmax where P projects on its direction
	rest := trace - top
	if math.Abs(top-rest) < 1e-9*top { // a round bowl: P projects on nothing, and half the trace is both
		top, rest = trace/2, trace/2
	}
	want := 2 / top
	slips := []Slip{
		{"That is 1/λmax, where the steepest direction is solved in one update. It still converges up to 2/λmax.", 1 / top},
		{"That is the limit of the flattest direction. The steepest one has diverged long before.", 2 / rest},
		{"That is λmax itself.", top},
		{"The Hessian of the mean squared error is 2/n XᵀX. The 1/n is missing.", want / float64(X.Rows)},
		{"The Hessian of the mean squared error is 2/n XᵀX. The 2 is missing.", 2 * want},
		{"Both the 2 and the 1/n are missing: the Hessian is 2/n XᵀX.", 2 * want / float64(X.Rows)},
		{"That takes the larger entry of the diagonal for the eigenvalue. It is one only when the features do not mix.", 2 / max(H.At(0, 0), H.At(1, 1))},
		{"That is 2 over the sum of the eigenvalues: the best rate in the long run, not the limit.", 2 / trace},
	}
	t.Given("X", X)
	t.Want("the limit", RateLimit(X), want, 1e-9, slips...)
}

package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// DescentByHand is the solution of exercises.DescentByHand.
var DescentByHand = &Solution[func() (theta1, theta2, limit float64)]{
	Exercise: exercises.DescentByHand,
	Hidden: []exercises.Check[func() (theta1, theta2, limit float64)]{
		{Name: "the second update", Run: func(t *exercises.T, DescentByHand func() (theta1, theta2, limit float64)) {
			_, theta2, _ := DescentByHand()
			t.Guess("θ after the second update", theta2, 2.28, 1e-9,
				exercises.Slip{Say: "That takes the first step again. The slope has become smaller on the way.", Value: 2.6},
				exercises.Slip{Say: "That went uphill twice.", Value: -0.92},
				exercises.Slip{Say: "The derivative of 2(θ − 3)² has a factor 4: the square gives another 2.", Value: 1.72})
		}},
	},
	Mutants: []Mutant[func() (theta1, theta2, limit float64)]{
		{"uphill", func() (theta1, theta2, limit float64) { return 0.2, -0.92, 0.5 }, "That went uphill twice."},
		{"no 2 of the square", func() (theta1, theta2, limit float64) { return 1.4, 1.72, 1 }, "the square gives another 2"},
		{"the same step twice", func() (theta1, theta2, limit float64) { return 1.8, 2.6, 0.5 }, "The slope has become smaller on the way."},
		{"the best rate for the limit", func() (theta1, theta2, limit float64) { return 1.8, 2.28, 0.25 }, "There the factor is 0"},
	},
}

type gradientStep = func(X, Y, W, b *linalg.Matrix, alpha float64) (newW, newb *linalg.Matrix)

// stepped makes a wrong solution: the gradients, of the plain sum, have this factor.
func stepped(factor func(n float64) float64) gradientStep {
	return func(X, Y, W, b *linalg.Matrix, alpha float64) (newW, newb *linalg.Matrix) {
		E := linalg.Sub(linalg.AddRow(linalg.Mul(X, W), b), Y)
		rate := alpha * factor(float64(X.Rows))
		return linalg.Sub(W, linalg.Scale(rate, linalg.MulATB(X, E))), linalg.Sub(b, linalg.Scale(rate, linalg.SumRows(E)))
	}
}

// GradientStep is the solution of exercises.GradientStep.
var GradientStep = &Solution[gradientStep]{
	Exercise: exercises.GradientStep,
	Hidden: []exercises.Check[gradientStep]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, Step gradientStep) {
			n, d := 1+t.Rand.IntN(6), 1+t.Rand.IntN(4)
			exercises.CheckGradientStep(t, Step, linalg.Normal(t.Rand, n, d, 0, 1), linalg.Normal(t.Rand, n, 1, 0, 1),
				linalg.Normal(t.Rand, d, 1, 0, 1), linalg.Normal(t.Rand, 1, 1, 0, 1), 0.1+t.Rand.Float64())
		}},
		{Name: "a hundred small steps find the line", Run: func(t *exercises.T, Step gradientStep) {
			X := linalg.Col(-1, 0, 1)
			w, c := float64(t.Rand.IntN(9)-4), float64(t.Rand.IntN(9)-4)
			Y := linalg.Col(c-w, c, c+w)
			t.Given("X", X)
			t.Given("Y", Y)
			W, b := linalg.Row(0), linalg.Row(0)
			for range 100 {
				W, b = Step(X, Y, W, b, 0.3)
				exercises.CheckShape(t, "newW", W, 1, 1)
				exercises.CheckShape(t, "newb", b, 1, 1)
			}
			t.Want("w, b", []float64{W.At(0, 0), b.At(0, 0)}, []float64{w, c}, 1e-6)
		}},
		{Name: "at the optimum nothing moves", Run: func(t *exercises.T, Step gradientStep) {
			exercises.CheckGradientStep(t, Step, linalg.Col(1, 2, 3), linalg.Col(3, 5, 7), linalg.Row(2), linalg.Row(1), 100)
		}},
	},
	Mutants: []Mutant[gradientStep]{
		{"uphill", stepped(func(n float64) float64 { return -2 / n }), "That went uphill."},
		{"1/n forgotten", stepped(func(n float64) float64 { return 2 }), "The 1/n is missing"},
		{"2 forgotten", stepped(func(n float64) float64 { return 1 / n }), "The factor 2 is missing"},
		{"b after W", func(X, Y, W, b *linalg.Matrix, alpha float64) (newW, newb *linalg.Matrix) {
			right := stepped(func(n float64) float64 { return 2 / n })
			newW, _ = right(X, Y, W, b, alpha)
			_, newb = right(X, Y, newW, b, alpha)
			return newW, newb
		}, "b was updated with the W that had moved already."},
		{"in place", func(X, Y, W, b *linalg.Matrix, alpha float64) (newW, newb *linalg.Matrix) {
			newW, newb = stepped(func(n float64) float64 { return 2 / n })(X, Y, W, b, alpha)
			W.Copy(newW)
			b.Copy(newb)
			return newW, newb
		}, "W was overwritten"},
	},
}

type staleGradient = func(x, y []float64, alpha float64, updates int) (w, b float64)

// descended makes a wrong solution: the sums are multiplied by keep before each update but the first, and by factor(n) in it.
func descended(keep float64, factor func(n float64) float64) staleGradient {
	return func(x, y []float64, alpha float64, updates int) (w, b float64) {
		var dw, db float64
		for range updates {
			dw, db = keep*dw, keep*db
			for i := range x {
				e := w*x[i] + b - y[i]
				dw += factor(float64(len(x))) * e * x[i]
				db += factor(float64(len(x))) * e
			}
			w, b = w-alpha*dw, b-alpha*db
		}
		return w, b
	}
}

// StaleGradient is the solution of exercises.StaleGradient.
var StaleGradient = &Solution[staleGradient]{
	Exercise: exercises.StaleGradient,
	Hidden: []exercises.Check[staleGradient]{
		{Name: "examples that are drawn", Points: 2, Run: func(t *exercises.T, Descend staleGradient) {
			n := 1 + t.Rand.IntN(5)
			x, y := make([]float64, n), make([]float64, n)
			for i := range n {
				x[i], y[i] = t.Rand.NormFloat64(), t.Rand.NormFloat64()
			}
			exercises.CheckStaleGradient(t, Descend, x, y, 0.05, 2+t.Rand.IntN(6))
		}},
		{Name: "it stops at the best line", Run: func(t *exercises.T, Descend staleGradient) {
			x, y := []float64{-1, 0, 1}, []float64{-1, 1, 3}
			t.Given("x", x)
			t.Given("y", y)
			w, b := Descend(x, y, 0.3, 200)
			t.Want("w, b after 200 updates", []float64{w, b}, []float64{2, 1}, 1e-6)
		}},
		{Name: "no update", Run: func(t *exercises.T, Descend staleGradient) {
			exercises.CheckStaleGradient(t, Descend, []float64{1, 2}, []float64{3, 4}, 0.1, 0)
		}},
	},
	Mutants: []Mutant[staleGradient]{
		{"as handed out", descended(1, func(n float64) float64 { return 2 / n }), "it must begin at 0 in each update"},
		{"2/n dropped in the repair", descended(0, func(n float64) float64 { return 1 }), "The factor 2/n is missing."},
		{"2 dropped in the repair", descended(0, func(n float64) float64 { return 1 / n }), "The 2 is missing"},
		{"half of it kept", descended(0.5, func(n float64) float64 { return 2 / n }), "two updates"},
	},
}

type rateLimit = func(X *linalg.Matrix) float64

// limited makes a wrong solution out of both eigenvalues of 2/n XᵀX, the larger one first, and n.
func limited(f func(top, rest, n float64) float64) rateLimit {
	return func(X *linalg.Matrix) float64 {
		n := float64(X.Rows)
		H := linalg.Scale(2/n, linalg.MulATB(X, X))
		m, r := (H.At(0, 0)+H.At(1, 1))/2, math.Hypot((H.At(0, 0)-H.At(1, 1))/2, H.At(0, 1))
		return f(m+r, m-r, n)
	}
}

// RateLimit is the solution of exercises.RateLimit.
var RateLimit = &Solution[rateLimit]{
	Exercise: exercises.RateLimit,
	Hidden: []exercises.Check[rateLimit]{
		{Name: "examples that are drawn", Points: 2, Run: func(t *exercises.T, RateLimit rateLimit) {
			exercises.CheckRateLimit(t, RateLimit, linalg.Normal(t.Rand, 1+t.Rand.IntN(6), 2, 0, 2))
		}},
		{Name: "below it the cost falls, above it rises", Run: func(t *exercises.T, RateLimit rateLimit) {
			X := linalg.Normal(t.Rand, 5, 2, 1, 1)
			t.Given("X", X)
			limit := RateLimit(X)
			if !(limit > 0) || math.IsInf(limit, 1) {
				t.Fail("The limit is %v. It is a number above 0.", limit)
			}
			// With targets 0 the best parameters are 0, and the cost is the mean square of Xθ.
			for _, part := range []float64{0.99, 1.01} {
				theta := linalg.Col(1, 0.5)
				for range 3000 {
					d := linalg.Scale(2/float64(X.Rows), linalg.MulATB(X, linalg.Mul(X, theta)))
					next := linalg.Sub(theta, linalg.Scale(part*limit, d))
					if linalg.Norm(next) > 1e6 {
						theta = next
						break
					}
					theta = next
				}
				switch size := linalg.Norm(theta); {
				case part < 1 && size > 1.2:
					t.Fail("A descent with 0.99 of this rate diverges: the limit is lower.")
				case part > 1 && size < 10:
					t.Fail("A descent with 1.01 times this rate does not diverge: the limit is higher.")
				}
			}
		}},
		{Name: "a large feature", Run: func(t *exercises.T, RateLimit rateLimit) {
			exercises.CheckRateLimit(t, RateLimit, linalg.New(3, 2, 1000, 1, 2000, 1, 1500, 1))
		}},
		{Name: "a round bowl", Run: func(t *exercises.T, RateLimit rateLimit) {
			exercises.CheckRateLimit(t, RateLimit, linalg.New(2, 2, 3, 0, 0, 3))
		}},
	},
	Mutants: []Mutant[rateLimit]{
		{"1/λ", limited(func(top, rest, n float64) float64 { return 1 / top }), "That is 1/λmax"},
		{"the smaller eigenvalue", limited(func(top, rest, n float64) float64 { return 2 / rest }), "That is the limit of the flattest direction."},
		{"no 1/n", limited(func(top, rest, n float64) float64 { return 2 / (n * top) }), "The 1/n is missing."},
		{"the diagonal", func(X *linalg.Matrix) float64 {
			H := linalg.Scale(2/float64(X.Rows), linalg.MulATB(X, X))
			return 2 / max(H.At(0, 0), H.At(1, 1))
		}, "It is one only when the features do not mix."},
		{"the sum of both", limited(func(top, rest, n float64) float64 { return 2 / (top + rest) }), "That is 2 over the sum of the eigenvalues"},
	},
}

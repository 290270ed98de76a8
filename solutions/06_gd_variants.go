package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// StepsByHand is the solution of exercises.StepsByHand.
var StepsByHand = &Solution[func() (sgd, momentum, cruise, adam float64)]{
	Exercise: exercises.StepsByHand,
	Hidden: []exercises.Check[func() (sgd, momentum, cruise, adam float64)]{
		{Name: "the cruising step of momentum", Run: func(t *exercises.T, StepsByHand func() (sgd, momentum, cruise, adam float64)) {
			_, _, cruise, _ := StepsByHand()
			t.Guess("The step after many updates", cruise, 0.8, 1e-9,
				exercises.Slip{Say: "That is plain descent's step. With a constant gradient the velocity grows to g/(1 − β).", Value: 0.4},
				exercises.Slip{Say: "That is the velocity. The step is α times it.", Value: 8.0},
				exercises.Slip{Say: "That is the second step. The velocity goes on growing.", Value: 0.6})
		}},
		{Name: "Adam", Run: func(t *exercises.T, StepsByHand func() (sgd, momentum, cruise, adam float64)) {
			_, _, _, adam := StepsByHand()
			t.Guess("The way of Adam", adam, 0.2, 1e-9,
				exercises.Slip{Say: "That is one update. There are two, of the same length.", Value: 0.1},
				exercises.Slip{Say: "That is plain descent. Adam divides by the root of the mean square, and the size of the gradient cancels.", Value: 0.8},
				exercises.Slip{Say: "That divides by the mean square. Its root cancels the 4, not the square itself.", Value: 0.05})
		}},
	},
	Mutants: []Mutant[func() (sgd, momentum, cruise, adam float64)]{
		{"the velocity forgotten", func() (sgd, momentum, cruise, adam float64) { return 0.8, 0.8, 0.4, 0.2 }, "still there in the second"},
		{"one update", func() (sgd, momentum, cruise, adam float64) { return 0.4, 0.6, 0.8, 0.1 }, "That is one update. There are two."},
		{"a mean for a velocity", func() (sgd, momentum, cruise, adam float64) { return 0.8, 0.5, 0.4, 0.2 }, "the gradient comes in whole"},
		{"Adam as descent", func() (sgd, momentum, cruise, adam float64) { return 0.8, 1, 0.8, 0.8 }, "the size of the gradient cancels"},
	},
}

type momentum = func(alpha, beta float64) func(W, dW *linalg.Matrix)

// Momentum is the solution of exercises.Momentum.
var Momentum = &Solution[momentum]{
	Exercise: exercises.Momentum,
	Hidden: []exercises.Check[momentum]{
		{Name: "numbers that are drawn", Points: 2, Run: func(t *exercises.T, NewMomentum momentum) {
			r, c := 1+t.Rand.IntN(4), 1+t.Rand.IntN(4)
			dW := make([]*linalg.Matrix, 4)
			for k := range dW {
				dW[k] = linalg.Normal(t.Rand, r, c, 0, 1)
			}
			exercises.CheckMomentum(t, NewMomentum, 0.1+t.Rand.Float64(), 0.5+0.4*t.Rand.Float64(), linalg.Normal(t.Rand, r, c, 0, 1), dW...)
		}},
		{Name: "two weight matrices, each with an optimizer of its own", Run: func(t *exercises.T, NewMomentum momentum) {
			W, g := linalg.Normal(t.Rand, 2, 2, 0, 1), linalg.Normal(t.Rand, 2, 2, 0, 1)
			t.Given("W at first", W)
			t.Given("dW", g)
			want := linalg.Sub(W, linalg.Scale(0.5, g))
			one, two := NewMomentum(0.5, 0.9), NewMomentum(0.5, 0.9)
			one(W.Clone(), g)
			now := W.Clone()
			two(now, g)
			t.Want("W after the first update of the second optimizer", now, want, 1e-9,
				exercises.Slip{Say: "The second optimizer began with the velocity of the first: each call of NewMomentum must make a new one.",
					Value: linalg.Sub(W, linalg.Scale(0.5*1.9, g))})
		}},
	},
	Mutants: []Mutant[momentum]{
		{"the velocity forgotten", func(alpha, beta float64) func(W, dW *linalg.Matrix) {
			return func(W, dW *linalg.Matrix) {
				V := linalg.New(W.Rows, W.Cols)
				V.Add(linalg.Scale(beta, V), dW)
				W.Sub(W, linalg.Scale(alpha, V))
			}
		}, "the velocity of the update before is forgotten"},
		{"a running mean", func(alpha, beta float64) func(W, dW *linalg.Matrix) {
			var V *linalg.Matrix
			return func(W, dW *linalg.Matrix) {
				if V == nil {
					V = linalg.New(W.Rows, W.Cols)
				}
				V.Add(linalg.Scale(beta, V), linalg.Scale(1-beta, dW))
				W.Sub(W, linalg.Scale(alpha, V))
			}
		}, "as in Adam"},
		{"W is a new matrix", func(alpha, beta float64) func(W, dW *linalg.Matrix) {
			var V *linalg.Matrix
			return func(W, dW *linalg.Matrix) {
				if V == nil {
					V = linalg.New(W.Rows, W.Cols)
				}
				V.Add(linalg.Scale(beta, V), dW)
				W = linalg.Sub(W, linalg.Scale(alpha, V))
			}
		}, "W has not moved."},
		{"the velocity is the first gradient", func(alpha, beta float64) func(W, dW *linalg.Matrix) {
			var V *linalg.Matrix
			return func(W, dW *linalg.Matrix) {
				if V == nil {
					V = dW
				} else {
					V.Add(linalg.Scale(beta, V), dW)
				}
				W.Sub(W, linalg.Scale(alpha, V))
			}
		}, "dW of each update was overwritten"},
	},
}

type adam = func(alpha, beta1, beta2, eps float64) func(W, dW *linalg.Matrix)

// adamWith makes an optimizer with another step; the first update has t = first.
func adamWith(first int, step func(m, v, c1, c2, eps float64) float64) adam {
	return func(alpha, beta1, beta2, eps float64) func(W, dW *linalg.Matrix) {
		var M, V *linalg.Matrix
		t := first - 1
		return func(W, dW *linalg.Matrix) {
			if M == nil {
				M, V = linalg.New(W.Rows, W.Cols), linalg.New(W.Rows, W.Cols)
			}
			t++
			c1, c2 := 1-math.Pow(beta1, float64(t)), 1-math.Pow(beta2, float64(t))
			for i, g := range dW.Data {
				M.Data[i] = beta1*M.Data[i] + (1-beta1)*g
				V.Data[i] = beta2*V.Data[i] + (1-beta2)*g*g
				W.Data[i] -= alpha * step(M.Data[i], V.Data[i], c1, c2, eps)
			}
		}
	}
}

// Adam is the solution of exercises.Adam.
var Adam = &Solution[adam]{
	Exercise: exercises.Adam,
	Hidden: []exercises.Check[adam]{
		{Name: "numbers that are drawn", Points: 2, Run: func(t *exercises.T, NewAdam adam) {
			r, c := 1+t.Rand.IntN(3), 1+t.Rand.IntN(3)
			dW := make([]*linalg.Matrix, 4)
			for k := range dW {
				dW[k] = linalg.Normal(t.Rand, r, c, 0, 1)
			}
			exercises.CheckAdam(t, NewAdam, 0.1+t.Rand.Float64(), 0.8+0.1*t.Rand.Float64(), 0.9+0.09*t.Rand.Float64(), 0.01, linalg.Normal(t.Rand, r, c, 0, 1), dW...)
		}},
		{Name: "gradients a thousand times as large make the same steps", Run: func(t *exercises.T, NewAdam adam) {
			W, g, h := linalg.Normal(t.Rand, 2, 2, 0, 1), linalg.Normal(t.Rand, 2, 2, 0, 1), linalg.Normal(t.Rand, 2, 2, 0, 1)
			t.Given("W at first", W)
			t.Given("dW of two updates", []*linalg.Matrix{g, h})
			path := func(scale float64) *linalg.Matrix {
				update, now := NewAdam(0.1, 0.9, 0.99, 1e-14), W.Clone()
				update(now, linalg.Scale(scale, g))
				update(now, linalg.Scale(scale, h))
				return now
			}
			small := path(1)
			if linalg.Equal(small, W) {
				t.Fail("W has not moved.")
			}
			t.Want("W with gradients a thousand times as large", path(1000), small, 1e-9)
		}},
		{Name: "each weight matrix has an optimizer of its own", Run: func(t *exercises.T, NewAdam adam) {
			W, g := linalg.Full(2, 2, 1), linalg.Full(2, 2, 3)
			one, two := NewAdam(0.5, 0.9, 0.999, 1e-12), NewAdam(0.5, 0.9, 0.999, 1e-12)
			one(W.Clone(), linalg.Full(2, 2, -7))
			now := W.Clone()
			two(now, g)
			t.Want("W after the first update of the second optimizer", now, linalg.Full(2, 2, 0.5), 1e-6)
		}},
	},
	Mutants: []Mutant[adam]{
		{"not corrected", adamWith(1, func(m, v, c1, c2, eps float64) float64 { return m / (math.Sqrt(v) + eps) }), "The corrections are missing"},
		{"ε under the root", adamWith(1, func(m, v, c1, c2, eps float64) float64 { return m / c1 / math.Sqrt(v/c2+eps) }), "ε is under the root."},
		{"t begins at 0", adamWith(0, func(m, v, c1, c2, eps float64) float64 { return m / c1 / (math.Sqrt(v/c2) + eps) }), "the first update has t = 1"},
		{"no root", adamWith(1, func(m, v, c1, c2, eps float64) float64 { return m / c1 / (v/c2 + eps) }), "The root is missing"},
		{"begun anew in each call", func(alpha, beta1, beta2, eps float64) func(W, dW *linalg.Matrix) {
			return func(W, dW *linalg.Matrix) {
				adamWith(1, func(m, v, c1, c2, eps float64) float64 { return m / c1 / (math.Sqrt(v/c2) + eps) })(alpha, beta1, beta2, eps)(W, dW)
			}
		}, "Nothing stays from the update before"},
	},
}

type lastBatch = func(x, y []float64, w, b, alpha float64, B int) (neww, newb float64)

// epochWith makes a pass in batches that divides the sum over the examples [from, to) by what size says.
func epochWith(size func(from, to, B, n int) float64) lastBatch {
	return func(x, y []float64, w, b, alpha float64, B int) (neww, newb float64) {
		for from := 0; from < len(x); from += B {
			to := min(from+B, len(x))
			var dw, db float64
			for i := from; i < to; i++ {
				e := w*x[i] + b - y[i]
				dw += 2 * e * x[i] / size(from, to, B, len(x))
				db += 2 * e / size(from, to, B, len(x))
			}
			w -= alpha * dw
			b -= alpha * db
		}
		return w, b
	}
}

// LastBatch is the solution of exercises.LastBatch.
var LastBatch = &Solution[lastBatch]{
	Exercise: exercises.LastBatch,
	Hidden: []exercises.Check[lastBatch]{
		{Name: "sizes that are drawn", Points: 2, Run: func(t *exercises.T, Epoch lastBatch) {
			B := 2 + t.Rand.IntN(4)
			n := B*(1+t.Rand.IntN(3)) + 1 + t.Rand.IntN(B-1)
			exercises.CheckLastBatch(t, Epoch, linalg.Normal(t.Rand, n, 1, 0, 1).Data, linalg.Normal(t.Rand, n, 1, 0, 1).Data, t.Rand.NormFloat64(), t.Rand.NormFloat64(), 0.1, B)
		}},
		{Name: "a batch larger than the set", Run: func(t *exercises.T, Epoch lastBatch) {
			exercises.CheckLastBatch(t, Epoch, linalg.Normal(t.Rand, 3, 1, 0, 1).Data, linalg.Normal(t.Rand, 3, 1, 0, 1).Data, 1, 0, 0.1, 10)
		}},
		{Name: "one at a time", Run: func(t *exercises.T, Epoch lastBatch) {
			exercises.CheckLastBatch(t, Epoch, linalg.Normal(t.Rand, 5, 1, 0, 1).Data, linalg.Normal(t.Rand, 5, 1, 0, 1).Data, 1, 0, 0.1, 1)
		}},
	},
	Mutants: []Mutant[lastBatch]{
		{"as handed out", epochWith(func(from, to, B, n int) float64 { return float64(B) }), "its examples count less than the others"},
		{"divided by all", epochWith(func(from, to, B, n int) float64 { return float64(n) }), "divided by the number of all examples"},
		{"not divided", epochWith(func(from, to, B, n int) float64 { return 1 }), "The sums are not divided."},
		{"the last batch left out", func(x, y []float64, w, b, alpha float64, B int) (neww, newb float64) {
			n := len(x) / B * B
			return epochWith(func(from, to, B, n int) float64 { return float64(to - from) })(x[:n], y[:n], w, b, alpha, B)
		}, "The last batch is left out."},
	},
}

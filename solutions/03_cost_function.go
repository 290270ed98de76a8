package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// BestConstant is the solution of exercises.BestConstant.
var BestConstant = &Solution[func() (squared, absolute, huber float64)]{
	Exercise: exercises.BestConstant,
	Hidden: []exercises.Check[func() (squared, absolute, huber float64)]{
		{Name: "Huber", Run: func(t *exercises.T, BestConstant func() (squared, absolute, huber float64)) {
			_, _, huber := BestConstant()
			t.Guess("The best constant for Huber's loss", huber, 6.0, 1e-9,
				exercises.Slip{Say: "At 3 the targets 14 and 80 pull up with 6 each, and 1 and 2 pull down with 2 and 1 only.", Value: 3.0},
				exercises.Slip{Say: "At the mean, 20, the three small targets and 14 pull down with 6 each (all are 6 away or more), and only 80 pulls up.", Value: 20.0},
				exercises.Slip{Say: "That is the mean without 80. It is not left out: it pulls with 6, whatever its distance.", Value: 5.0})
		}},
	},
	Mutants: []Mutant[func() (squared, absolute, huber float64)]{
		{"exchanged", func() (squared, absolute, huber float64) { return 3, 20, 6 }, "That is the median."},
		{"mean for both", func() (squared, absolute, huber float64) { return 20, 20, 6 }, "That is the mean."},
		{"Huber drops the outlier", func() (squared, absolute, huber float64) { return 20, 3, 5 }, "That is the mean without 80."},
		{"Huber is the median", func() (squared, absolute, huber float64) { return 20, 3, 3 }, "1 and 2 pull down with 2 and 1 only"},
	},
}

type mseGradient = func(Yhat, Y *linalg.Matrix) (J float64, dYhat *linalg.Matrix)

// mse makes a wrong solution: the cost and the gradient have these factors.
func mse(cost, slope func(N, n float64) float64) mseGradient {
	return func(Yhat, Y *linalg.Matrix) (J float64, dYhat *linalg.Matrix) {
		E := linalg.Sub(Yhat, Y)
		N, n := float64(len(E.Data)), float64(E.Rows)
		return cost(N, n) * linalg.Dot(E, E), linalg.Scale(slope(N, n), E)
	}
}

// MSEGradient is the solution of exercises.MSEGradient.
var MSEGradient = &Solution[mseGradient]{
	Exercise: exercises.MSEGradient,
	Hidden: []exercises.Check[mseGradient]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, MSE mseGradient) {
			n, k := 1+t.Rand.IntN(6), 1+t.Rand.IntN(4)
			exercises.CheckMSEGradient(t, MSE, linalg.Normal(t.Rand, n, k, 0, 1), linalg.Normal(t.Rand, n, k, 0, 1))
		}},
		{Name: "one example", Run: func(t *exercises.T, MSE mseGradient) {
			exercises.CheckMSEGradient(t, MSE, linalg.Row(1000), linalg.Row(-1000))
		}},
		{Name: "the gradient is that of J", Run: func(t *exercises.T, MSE mseGradient) {
			Yhat, Y := linalg.Normal(t.Rand, 3, 2, 0, 1), linalg.Normal(t.Rand, 3, 2, 0, 1)
			_, dYhat := MSE(Yhat.Clone(), Y.Clone())
			exercises.CheckShape(t, "dYhat", dYhat, 3, 2)
			want := linalg.New(3, 2)
			for i := range Yhat.Data {
				up, down := Yhat.Clone(), Yhat.Clone()
				up.Data[i] += 1e-4
				down.Data[i] -= 1e-4
				high, _ := MSE(up, Y.Clone())
				low, _ := MSE(down, Y.Clone())
				want.Data[i] = (high - low) / 2e-4
			}
			t.Want("dYhat, against finite differences of J", dYhat, want, 1e-6)
		}},
	},
	Mutants: []Mutant[mseGradient]{
		{"sum of squares", mse(func(N, n float64) float64 { return 1 }, func(N, n float64) float64 { return 2 }), "This is the sum of the squares."},
		{"1/N forgotten in the gradient", mse(func(N, n float64) float64 { return 1 / N }, func(N, n float64) float64 { return 2 }), "The factor 1/N is missing."},
		{"the 2 forgotten", mse(func(N, n float64) float64 { return 1 / N }, func(N, n float64) float64 { return 1 / N }), "The 2 is missing"},
		{"target minus prediction", mse(func(N, n float64) float64 { return 1 / N }, func(N, n float64) float64 { return -2 / N }), "The sign is the opposite."},
		{"divided by the examples", mse(func(N, n float64) float64 { return 1 / n }, func(N, n float64) float64 { return 2 / n }), "Divide by the number of entries of Y."},
	},
}

type huberLoss = func(yhat, y, delta float64) (L, dyhat float64)

// HuberLoss is the solution of exercises.HuberLoss.
var HuberLoss = &Solution[huberLoss]{
	Exercise: exercises.HuberLoss,
	Hidden: []exercises.Check[huberLoss]{
		{Name: "numbers that are drawn", Points: 2, Run: func(t *exercises.T, Huber huberLoss) {
			for range 10 {
				exercises.CheckHuberLoss(t, Huber, 3*t.Rand.NormFloat64(), 3*t.Rand.NormFloat64(), 0.5+2*t.Rand.Float64())
			}
		}},
		{Name: "where the halves meet", Run: func(t *exercises.T, Huber huberLoss) {
			exercises.CheckHuberLoss(t, Huber, 2, 0, 2)
			exercises.CheckHuberLoss(t, Huber, -2, 0, 2)
			exercises.CheckHuberLoss(t, Huber, 1, 1, 2)
		}},
		{Name: "a typing error in the target", Run: func(t *exercises.T, Huber huberLoss) {
			exercises.CheckHuberLoss(t, Huber, 3, 1e6, 1)
		}},
	},
	Mutants: []Mutant[huberLoss]{
		{"a square everywhere", func(yhat, y, delta float64) (L, dyhat float64) {
			e := yhat - y
			return e * e / 2, e
		}, "This is still the square."},
		{"a gap at δ", func(yhat, y, delta float64) (L, dyhat float64) {
			e := yhat - y
			if math.Abs(e) <= delta {
				return e * e / 2, e
			}
			return delta * math.Abs(e), math.Copysign(delta, e)
		}, "The line does not meet the parabola"},
		{"the sign lost", func(yhat, y, delta float64) (L, dyhat float64) {
			e := yhat - y
			if math.Abs(e) <= delta {
				return e * e / 2, e
			}
			return delta * (math.Abs(e) - delta/2), delta
		}, "The sign is lost."},
		{"only one side asked", func(yhat, y, delta float64) (L, dyhat float64) {
			e := yhat - y
			if e <= delta {
				return e * e / 2, e
			}
			return delta * (e - delta/2), delta
		}, "This is still the square."},
		{"no half", func(yhat, y, delta float64) (L, dyhat float64) {
			e := yhat - y
			if math.Abs(e) <= delta {
				return e * e, 2 * e
			}
			return delta * (2*math.Abs(e) - delta), math.Copysign(2*delta, e)
		}, "The half is missing"},
	},
}

type meanOfMeans = func(Yhat, Y *linalg.Matrix, batch int) float64

// MeanOfMeans is the solution of exercises.MeanOfMeans.
var MeanOfMeans = &Solution[meanOfMeans]{
	Exercise: exercises.MeanOfMeans,
	Hidden: []exercises.Check[meanOfMeans]{
		{Name: "sizes that are drawn", Points: 2, Run: func(t *exercises.T, EpochCost meanOfMeans) {
			n, batch := 3+t.Rand.IntN(10), 2+t.Rand.IntN(5)
			exercises.CheckMeanOfMeans(t, EpochCost, linalg.Normal(t.Rand, n, 1, 0, 1), linalg.Normal(t.Rand, n, 1, 0, 1), batch)
		}},
		{Name: "fewer examples than a batch holds", Run: func(t *exercises.T, EpochCost meanOfMeans) {
			exercises.CheckMeanOfMeans(t, EpochCost, linalg.Col(1, 2, 4), linalg.Col(0, 0, 0), 32)
		}},
		{Name: "batches of one", Run: func(t *exercises.T, EpochCost meanOfMeans) {
			exercises.CheckMeanOfMeans(t, EpochCost, linalg.Col(1, 2, 4), linalg.Col(0, 0, 0), 1)
		}},
	},
	Mutants: []Mutant[meanOfMeans]{
		{"as handed out", func(Yhat, Y *linalg.Matrix, batch int) float64 {
			var sum, batches float64
			for i := 0; i < Y.Rows; i += batch {
				end := min(i+batch, Y.Rows)
				E := linalg.Sub(linalg.SliceRows(Yhat, i, end), linalg.SliceRows(Y, i, end))
				sum += linalg.Dot(E, E) / float64(end-i)
				batches++
			}
			return sum / batches
		}, "an example in the small last batch weighs more than the others"},
		{"the last batch left out", func(Yhat, Y *linalg.Matrix, batch int) float64 {
			sum := 0.0
			for i := 0; i+batch <= Y.Rows; i += batch {
				E := linalg.Sub(linalg.SliceRows(Yhat, i, i+batch), linalg.SliceRows(Y, i, i+batch))
				sum += linalg.Dot(E, E)
			}
			return sum / float64(Y.Rows)
		}, "The last batch is left out because it is not full."},
		{"every batch counted as full", func(Yhat, Y *linalg.Matrix, batch int) float64 {
			E := linalg.Sub(Yhat, Y)
			return linalg.Dot(E, E) / float64((Y.Rows+batch-1)/batch*batch)
		}, "Every batch is counted as a full one"},
		{"the sum", func(Yhat, Y *linalg.Matrix, batch int) float64 {
			E := linalg.Sub(Yhat, Y)
			return linalg.Dot(E, E)
		}, "This is the sum over all examples."},
	},
}

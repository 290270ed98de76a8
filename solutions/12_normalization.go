package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// ScaleByHand is the solution of exercises.ScaleByHand.
var ScaleByHand = &Solution[func() (sigma, z, wild, kappa float64)]{
	Exercise: exercises.ScaleByHand,
	Hidden: []exercises.Check[func() (sigma, z, wild, kappa float64)]{
		{Name: "a wild outlier", Run: func(t *exercises.T, ScaleByHand func() (sigma, z, wild, kappa float64)) {
			_, _, wild, _ := ScaleByHand()
			t.Guess("z of 1002", wild, 2.0, 1e-9,
				exercises.Slip{Say: "That uses the old μ and σ. The outlier is one of the five, and moves both.", Value: 249.5},
				exercises.Slip{Say: "That uses the old σ. The outlier moves it, too.", Value: 200.0},
				exercises.Slip{Say: "That divides by the variance.", Value: 0.005},
				exercises.Slip{Say: "The mean is not taken off.", Value: 2.505})
		}},
		{Name: "the condition number", Run: func(t *exercises.T, ScaleByHand func() (sigma, z, wild, kappa float64)) {
			_, _, _, kappa := ScaleByHand()
			t.Guess("κ", kappa, 4.0, 1e-9,
				exercises.Slip{Say: "That would be without correlation. Normalizing each feature leaves it.", Value: 1.0},
				exercises.Slip{Say: "That is upside down: κ is the largest curvature over the smallest.", Value: 0.25},
				exercises.Slip{Say: "That is the largest curvature over that of the bias. The smallest is 2(1 − r).", Value: 1.6},
				exercises.Slip{Say: "That is the curvature of the bias over the smallest. The largest is 2(1 + r).", Value: 2.5})
		}},
	},
	Mutants: []Mutant[func() (sigma, z, wild, kappa float64)]{
		{"the variance", func() (sigma, z, wild, kappa float64) { return 16, 0.5, 0.005, 4 }, "That is the variance."},
		{"n − 1", func() (sigma, z, wild, kappa float64) { return math.Sqrt(20), 8 / math.Sqrt(20), 2, 4 }, "That divides by n − 1."},
		{"the old statistics", func() (sigma, z, wild, kappa float64) { return 4, 2, 249.5, 4 }, "moves both"},
		{"normalized is round", func() (sigma, z, wild, kappa float64) { return 4, 2, 2, 1 }, "Normalizing each feature leaves it."},
	},
}

type zScore = func(train, test *linalg.Matrix) *linalg.Matrix

// zWith normalizes test with the statistics of the set that is picked, and divides a deviation as divide does.
func zWith(pick func(train, test *linalg.Matrix) *linalg.Matrix, divide func(d, variance, n float64) float64) zScore {
	return func(train, test *linalg.Matrix) *linalg.Matrix {
		S := pick(train, test)
		mu := linalg.MeanRows(S)
		D := linalg.AddRow(S, linalg.Scale(-1, mu))
		variance := linalg.MeanRows(linalg.Hadamard(D, D))
		Z := linalg.AddRow(test, linalg.Scale(-1, mu))
		for k := range Z.Data {
			Z.Data[k] = divide(Z.Data[k], variance.Data[k%Z.Cols], float64(S.Rows))
		}
		return Z
	}
}

func ofTrain(train, test *linalg.Matrix) *linalg.Matrix { return train }

func byDeviation(d, variance, n float64) float64 {
	if variance == 0 {
		return d
	}
	return d / math.Sqrt(variance)
}

// ZScore is the solution of exercises.ZScore.
var ZScore = &Solution[zScore]{
	Exercise: exercises.ZScore,
	Hidden: []exercises.Check[zScore]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, ZScore zScore) {
			d := 1 + t.Rand.IntN(4)
			exercises.CheckZScore(t, ZScore, linalg.Normal(t.Rand, 3+t.Rand.IntN(5), d, 5, 3), linalg.Normal(t.Rand, 2+t.Rand.IntN(4), d, 5, 3))
		}},
		{Name: "a single example in use", Run: func(t *exercises.T, ZScore zScore) {
			exercises.CheckZScore(t, ZScore, linalg.Normal(t.Rand, 6, 3, 5, 3), linalg.Normal(t.Rand, 1, 3, 5, 3))
		}},
		{Name: "another unit, the same z", Run: func(t *exercises.T, ZScore zScore) {
			train, test := linalg.Normal(t.Rand, 5, 2, 10, 2), linalg.Normal(t.Rand, 3, 2, 10, 2)
			t.Given("train", train)
			t.Given("test", test)
			one := ZScore(train.Clone(), test.Clone())
			fahrenheit := func(X *linalg.Matrix) *linalg.Matrix {
				return linalg.Apply(func(x float64) float64 { return 1.8*x + 32 }, X)
			}
			t.Want("Z in the other unit", ZScore(fahrenheit(train), fahrenheit(test)), one, 1e-9)
		}},
		{Name: "a feature that never varies, in the middle", Run: func(t *exercises.T, ZScore zScore) {
			train := linalg.HStack(linalg.Normal(t.Rand, 4, 1, 0, 1), linalg.Full(4, 1, 3), linalg.Normal(t.Rand, 4, 1, 0, 1))
			exercises.CheckZScore(t, ZScore, train, linalg.Normal(t.Rand, 2, 3, 0, 1))
		}},
	},
	Mutants: []Mutant[zScore]{
		{"its own statistics", zWith(func(train, test *linalg.Matrix) *linalg.Matrix { return test }, byDeviation), "These are the statistics of the test set."},
		{"a leak", zWith(func(train, test *linalg.Matrix) *linalg.Matrix { return linalg.VStack(train, test) }, byDeviation), "that is a leak"},
		{"n − 1", zWith(ofTrain, func(d, v, n float64) float64 { return byDeviation(d, v*n/(n-1), n) }), "The variance is divided by n − 1."},
		{"divided by 0", zWith(ofTrain, func(d, v, n float64) float64 { return d / math.Sqrt(v) }), "its σ is 0"},
		{"by the variance", zWith(ofTrain, func(d, v, n float64) float64 { return byDeviation(d, v*v, n) }), "Take its root."},
	},
}

type layerNorm = func(X, gamma, beta *linalg.Matrix, eps float64) *linalg.Matrix

// rowsWith normalizes each row as norm does, and scales and shifts it.
func rowsWith(norm func(x, mu, variance, d, eps float64) float64) layerNorm {
	return func(X, gamma, beta *linalg.Matrix, eps float64) *linalg.Matrix {
		Y := linalg.New(X.Rows, X.Cols)
		for i := range X.Rows {
			x := linalg.SliceRows(X, i, i+1)
			mu := linalg.Mean(x)
			D := linalg.Apply(func(x float64) float64 { return x - mu }, x)
			v := linalg.Mean(linalg.Hadamard(D, D))
			for j, x := range x.Data {
				Y.Set(i, j, norm(x, mu, v, float64(X.Cols), eps)*gamma.At(0, j)+beta.At(0, j))
			}
		}
		return Y
	}
}

// LayerNorm is the solution of exercises.LayerNorm.
var LayerNorm = &Solution[layerNorm]{
	Exercise: exercises.LayerNorm,
	Hidden: []exercises.Check[layerNorm]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, LayerNorm layerNorm) {
			n, d := 1+t.Rand.IntN(4), 2+t.Rand.IntN(4)
			exercises.CheckLayerNorm(t, LayerNorm, linalg.Normal(t.Rand, n, d, 2, 1), linalg.Normal(t.Rand, 1, d, 1, 0.5), linalg.Normal(t.Rand, 1, d, 0, 1), 0.1)
		}},
		{Name: "a row that is stretched and shifted", Run: func(t *exercises.T, LayerNorm layerNorm) {
			X, one, zero := linalg.Normal(t.Rand, 1, 5, 0, 1), linalg.Full(1, 5, 1), linalg.New(1, 5)
			t.Given("X", X)
			first := LayerNorm(X.Clone(), one.Clone(), zero.Clone(), 1e-14)
			other := linalg.Apply(func(x float64) float64 { return 7*x - 3 }, X)
			t.Want("Y of 7X − 3", LayerNorm(other, one, zero, 1e-14), first, 1e-9)
		}},
		{Name: "an example does not depend on its company", Run: func(t *exercises.T, LayerNorm layerNorm) {
			X, gamma, beta := linalg.Normal(t.Rand, 3, 4, 0, 1), linalg.Normal(t.Rand, 1, 4, 0, 1), linalg.Normal(t.Rand, 1, 4, 0, 1)
			t.Given("X", X)
			alone := LayerNorm(linalg.SliceRows(X, 1, 2).Clone(), gamma.Clone(), beta.Clone(), 1e-5)
			all := LayerNorm(X, gamma, beta, 1e-5)
			if all == nil || all.Rows != 3 {
				t.Fail("Y has one row for each of the three of X.")
			}
			t.Want("row 2 of Y", linalg.SliceRows(all, 1, 2).Clone(), alone, 1e-12,
				exercises.Slip{Say: "The row came out differently without the other two.", Value: linalg.SliceRows(all, 1, 2).Clone()})
		}},
		{Name: "large numbers", Run: func(t *exercises.T, LayerNorm layerNorm) {
			exercises.CheckLayerNorm(t, LayerNorm, linalg.Normal(t.Rand, 2, 4, 0, 1e100), linalg.Full(1, 4, 1), linalg.New(1, 4), 1e-5)
		}},
	},
	Mutants: []Mutant[layerNorm]{
		{"by columns", func(X, gamma, beta *linalg.Matrix, eps float64) *linalg.Matrix {
			one, zero := linalg.Full(1, X.Rows, 1), linalg.New(1, X.Rows)
			norm := rowsWith(func(x, mu, v, d, eps float64) float64 { return (x - mu) / math.Sqrt(v+eps) })
			return linalg.AddRow(linalg.HadamardRow(linalg.Transpose(norm(linalg.Transpose(X), one, zero, eps)), gamma), beta)
		}, "that is batch norm"},
		{"ε outside", rowsWith(func(x, mu, v, d, eps float64) float64 { return (x - mu) / (math.Sqrt(v) + eps) }), "ε is outside of the root."},
		{"d − 1", rowsWith(func(x, mu, v, d, eps float64) float64 { return (x - mu) / math.Sqrt(v*d/(d-1)+eps) }), "The variance is divided by d − 1."},
		{"no ε", rowsWith(func(x, mu, v, d, eps float64) float64 { return (x - mu) / math.Sqrt(v) }), "ε is missing."},
		{"the mean left in", rowsWith(func(x, mu, v, d, eps float64) float64 { return x / math.Sqrt(v+mu*mu+eps) }), "This is RMSNorm"},
	},
}

type normInUse = func(d int, keep, eps float64) (train, use func(X *linalg.Matrix) *linalg.Matrix)

// batchNormWith moves the averages where moves says so, and normalizes by them where byAverage says so.
func batchNormWith(moves, byAverage func(training bool) bool, variances bool) normInUse {
	return func(d int, keep, eps float64) (train, use func(X *linalg.Matrix) *linalg.Matrix) {
		mean, variance := linalg.New(1, d), linalg.Full(1, d, 1)
		normalize := func(X *linalg.Matrix, training bool) *linalg.Matrix {
			mu := linalg.MeanRows(X)
			D := linalg.AddRow(X, linalg.Scale(-1, mu))
			v := linalg.MeanRows(linalg.Hadamard(D, D))
			if moves(training) {
				mean = linalg.Add(linalg.Scale(keep, mean), linalg.Scale(1-keep, mu))
				if variances {
					variance = linalg.Add(linalg.Scale(keep, variance), linalg.Scale(1-keep, v))
				}
			}
			if byAverage(training) {
				mu, v = mean, variance
			}
			inverse := linalg.Apply(func(v float64) float64 { return 1 / math.Sqrt(v+eps) }, v)
			return linalg.HadamardRow(linalg.AddRow(X, linalg.Scale(-1, mu)), inverse)
		}
		return func(X *linalg.Matrix) *linalg.Matrix { return normalize(X, true) },
			func(X *linalg.Matrix) *linalg.Matrix { return normalize(X, false) }
	}
}

func inBoth(training bool) bool     { return true }
func inTraining(training bool) bool { return training }
func inUse(training bool) bool      { return !training }
func inNeither(training bool) bool  { return false }

// NormInUse is the solution of exercises.NormInUse.
var NormInUse = &Solution[normInUse]{
	Exercise: exercises.NormInUse,
	Hidden: []exercises.Check[normInUse]{
		{Name: "batches that are drawn", Points: 2, Run: func(t *exercises.T, BatchNorm normInUse) {
			d := 1 + t.Rand.IntN(3)
			draw := func(n int) *linalg.Matrix { return linalg.Normal(t.Rand, n, d, 3, 2) }
			exercises.CheckNormInUse(t, BatchNorm, 0.6+0.3*t.Rand.Float64(), 1e-5, []bool{true, true, false, true, false, false}, draw(4), draw(3), draw(2), draw(5), draw(1), draw(1))
		}},
		{Name: "use before any training", Run: func(t *exercises.T, BatchNorm normInUse) {
			exercises.CheckNormInUse(t, BatchNorm, 0.9, 1e-5, []bool{false, false}, linalg.Normal(t.Rand, 2, 2, 0, 1), linalg.Normal(t.Rand, 1, 2, 0, 1))
		}},
		{Name: "two layers do not share what they keep", Run: func(t *exercises.T, BatchNorm normInUse) {
			train, _ := BatchNorm(1, 0.5, 1e-9)
			train(linalg.Col(100, 200))
			exercises.CheckNormInUse(t, BatchNorm, 0.5, 1e-9, []bool{true, false}, linalg.Normal(t.Rand, 3, 1, 0, 1), linalg.Normal(t.Rand, 1, 1, 0, 1))
		}},
	},
	Mutants: []Mutant[normInUse]{
		{"as handed out", batchNormWith(inBoth, inUse, true), "what comes out depends on who asked before"},
		{"its own statistics", batchNormWith(inTraining, inNeither, true), "A single one is its own mean"},
		{"averages in training", batchNormWith(inTraining, inBoth, true), "In training the running averages were used."},
		{"averages that stand still", batchNormWith(inNeither, inUse, true), "The running averages never moved"},
		{"the variance forgotten", batchNormWith(inTraining, inUse, false), "the running variance stays 1"},
	},
}

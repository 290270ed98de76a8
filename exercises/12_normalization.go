package exercises

import (
	"math"
	"slices"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// ScaleByHand asks for a z-score, its limit, and a condition number.
var ScaleByHand = &Exercise[func() (sigma, z, wild, kappa float64)]{
	ID: "scale-by-hand", Lesson: 12, Kind: Predict, Title: "How far out is an outlier?", Name: "ScaleByHand",
	Hints: [3]string{
		"The mean of the five is 4. The deviations are −2 four times, and 8.",
		"With 1002 in place of 12 the mean is 202. Work out the new σ before you divide.",
		"For two normalized features the curvatures are 2(1 + r) and 2(1 − r), and 2 for the bias in between.",
	},
	Checks: []Check[func() (sigma, z, wild, kappa float64)]{
		{Name: "the standard deviation", Run: func(t *T, ScaleByHand func() (sigma, z, wild, kappa float64)) {
			sigma, _, _, _ := ScaleByHand()
			t.Guess("σ", sigma, 4.0, 1e-9,
				Slip{"That is the variance. Take the root.", 16.0},
				Slip{"That divides by n − 1. Here σ² is the mean over all n.", math.Sqrt(20)},
				Slip{"That is the mean distance from the mean. σ is the root of the mean square.", 3.2},
				Slip{"The mean is not taken off before squaring.", math.Sqrt(32)})
		}},
		{Name: "the z-score of 12", Run: func(t *T, ScaleByHand func() (sigma, z, wild, kappa float64)) {
			_, z, _, _ := ScaleByHand()
			t.Guess("z", z, 2.0, 1e-9,
				Slip{"The mean is not taken off: z = (x − μ)/σ.", 3.0},
				Slip{"That divides by the variance. Divide by σ.", 0.5},
				Slip{"That is the distance from the mean. How many σ is it?", 8.0},
				Slip{"That divides by the σ with n − 1.", 8 / math.Sqrt(20)},
				Slip{"12 is above the mean, so z is positive.", -2.0})
		}},
	},
}

// ZScore asks for normalization with the statistics of the training set.
var ZScore = &Exercise[func(train, test *linalg.Matrix) *linalg.Matrix]{
	ID: "z-score", Lesson: 12, Kind: Implement, Title: "The z-score", Name: "ZScore",
	Forbid: []string{"nn", "data"},
	Hints: [3]string{
		"Two rows of numbers are needed, μ and σ, one number for each feature. Which of the two matrices are they made of?",
		"linalg.MeanRows gives the mean of each column. The variance is the mean of the squared deviations, and σ its root.",
		"Go through test column by column: subtract μ, and divide by σ unless it is 0.",
	},
	Checks: []Check[func(train, test *linalg.Matrix) *linalg.Matrix]{
		{Name: "one feature", Run: func(t *T, ZScore func(train, test *linalg.Matrix) *linalg.Matrix) {
			CheckZScore(t, ZScore, linalg.Col(2, 2, 2, 2, 12), linalg.Col(4, 8, 0))
		}},
		{Name: "two features of different size", Run: func(t *T, ZScore func(train, test *linalg.Matrix) *linalg.Matrix) {
			CheckZScore(t, ZScore, linalg.New(2, 2, 1, 100, 3, 500), linalg.New(2, 2, 2, 300, 4, 100))
		}},
		{Name: "a feature that never varies", Run: func(t *T, ZScore func(train, test *linalg.Matrix) *linalg.Matrix) {
			CheckZScore(t, ZScore, linalg.New(2, 2, 5, 1, 5, 3), linalg.New(1, 2, 7, 4))
		}},
	},
}

// CheckZScore asks a solution for the rows of test, normalized with the statistics of train.
func CheckZScore(t *T, ZScore func(train, test *linalg.Matrix) *linalg.Matrix, train, test *linalg.Matrix) {
	apply := func(mu, variance *linalg.Matrix, rule func(d, variance float64) float64) *linalg.Matrix {
		Z := linalg.AddRow(test, linalg.Scale(-1, mu))
		for k := range Z.Data {
			Z.Data[k] = rule(Z.Data[k], variance.Data[k%Z.Cols])
		}
		return Z
	}
	moments := func(X *linalg.Matrix) (mu, variance *linalg.Matrix) {
		mu = linalg.MeanRows(X)
		D := linalg.AddRow(X, linalg.Scale(-1, mu))
		return mu, linalg.MeanRows(linalg.Hadamard(D, D))
	}
	byRoot := func(d, variance float64) float64 {
		if variance == 0 {
			return d
		}
		return d / math.Sqrt(variance)
	}
	mu, variance := moments(train)
	want := apply(mu, variance, byRoot)
	ownMu, ownVariance := moments(test)
	allMu, allVariance := moments(linalg.VStack(train, test))
	n := float64(train.Rows)
	zero := linalg.New(1, train.Cols)
	slips := []Slip{
		{"These are the statistics of the test set. In use, an example meets those of the training set.", apply(ownMu, ownVariance, byRoot)},
		{"The test set is in the statistics, too: that is a leak. They are of the training set alone.", apply(allMu, allVariance, byRoot)},
		{"This is divided by the variance. Take its root.", apply(mu, variance, func(d, v float64) float64 { return byRoot(d, v*v) })},
		{"The means are not taken off.", apply(zero, variance, byRoot)},
		{"The means are taken off, but nothing is divided by σ.", apply(mu, linalg.Full(1, train.Cols, 1), byRoot)},
		{"A feature with σ = 0 is to be centered and not divided. Here it was set to 0.", apply(mu, variance, func(d, v float64) float64 {
			if v == 0 {
				return 0
			}
			return byRoot(d, v)
		})},
	}
	if n > 1 {
		slips = append(slips, Slip{"The variance is divided by n − 1. Here it is the mean over all n.", apply(mu, linalg.Scale(n/(n-1), variance), byRoot)})
	}
	t.Given("train", train)
	t.Given("test", test)
	Z := ZScore(train, test)
	if Z != nil && slices.ContainsFunc(Z.Data, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }) {
		t.Fail("There is NaN or Inf in it: a feature of train never varies, and its σ is 0. Such a feature is centered and not divided.")
	}
	t.Want("Z", Z, want, 1e-9, slips...)
}

// LayerNorm asks for the forward pass of layer normalization.
var LayerNorm = &Exercise[func(X, gamma, beta *linalg.Matrix, eps float64) *linalg.Matrix]{
	ID: "layer-norm", Lesson: 12, Kind: Implement, Title: "Layer norm", Name: "LayerNorm",
	Forbid: []string{"nn", "LayerNorm", "BatchNorm", "RMSNorm"},
	Hints: [3]string{
		"Everything happens within one row. Loop over the rows, and work on X.Row(i) without writing into it.",
		"Three passes over a row: the mean; the mean of the squared deviations; and then each entry.",
		"gamma and beta have one number for each feature: the index runs along the row. Divide by math.Sqrt(variance + eps).",
	},
	Checks: []Check[func(X, gamma, beta *linalg.Matrix, eps float64) *linalg.Matrix]{
		{Name: "one example", Run: func(t *T, LayerNorm func(X, gamma, beta *linalg.Matrix, eps float64) *linalg.Matrix) {
			CheckLayerNorm(t, LayerNorm, linalg.Row(2, 4), linalg.Row(1, 1), linalg.Row(0, 0), 3)
		}},
		{Name: "a scale and a shift for each feature", Run: func(t *T, LayerNorm func(X, gamma, beta *linalg.Matrix, eps float64) *linalg.Matrix) {
			CheckLayerNorm(t, LayerNorm, linalg.New(2, 2, 2, 4, 30, 10), linalg.Row(2, 3), linalg.Row(10, 20), 1e-9)
		}},
		{Name: "a row without any spread", Run: func(t *T, LayerNorm func(X, gamma, beta *linalg.Matrix, eps float64) *linalg.Matrix) {
			CheckLayerNorm(t, LayerNorm, linalg.New(2, 3, 5, 5, 5, 1, 2, 3), linalg.Row(1, 2, 3), linalg.Row(7, 8, 9), 1e-5)
		}},
	},
}

// CheckLayerNorm compares a solution with the library's layer.
func CheckLayerNorm(t *T, LayerNorm func(X, gamma, beta *linalg.Matrix, eps float64) *linalg.Matrix, X, gamma, beta *linalg.Matrix, eps float64) {
	d := float64(X.Cols)
	layer := func(X, gamma, beta *linalg.Matrix, eps float64) *linalg.Matrix {
		net := nn.Must(nn.New(1, nn.Shape{X.Cols}, &nn.LayerNorm{Eps: eps}))
		net.Params()[0].Value.Copy(gamma)
		net.Params()[1].Value.Copy(beta)
		return net.Predict(X).Clone()
	}
	// scaled is γ ⊙ (X − center) / by(variance of the row) + β.
	scaled := func(center float64, by func(variance, square float64) float64) *linalg.Matrix {
		mu, square := linalg.MeanCols(X), linalg.MeanCols(linalg.Hadamard(X, X))
		Y := linalg.AddCol(X, linalg.Scale(-center, mu))
		for i := range Y.Rows {
			m := mu.At(i, 0)
			for j := range Y.Cols {
				Y.Set(i, j, Y.At(i, j)/by(square.At(i, 0)-m*m, square.At(i, 0)))
			}
		}
		return linalg.AddRow(linalg.HadamardRow(Y, gamma), beta)
	}
	want := layer(X, gamma, beta, eps)
	ones, zeros := linalg.Full(1, X.Cols, 1), linalg.New(1, X.Cols)
	plain := layer(X, ones, zeros, eps)
	byColumns := linalg.Transpose(layer(linalg.Transpose(X), linalg.Full(1, X.Rows, 1), linalg.New(1, X.Rows), eps))
	slips := []Slip{
		{"These are the columns: that is batch norm. Layer norm looks at one example, a row, and at nothing else.", linalg.AddRow(linalg.HadamardRow(byColumns, gamma), beta)},
		{"This is X̂. The scale γ and the shift β are missing.", plain},
		{"The shift β is missing.", linalg.HadamardRow(plain, gamma)},
		{"The scale γ is missing.", linalg.AddRow(plain, beta)},
		{"β went in before γ: first scale, then shift.", linalg.HadamardRow(linalg.AddRow(plain, beta), gamma)},
		{"ε is outside of the root. It is added to σ², under the root.", scaled(1, func(v, _ float64) float64 { return math.Sqrt(max(0, v)) + eps })},
		{"ε is missing. It is added to σ², under the root.", scaled(1, func(v, _ float64) float64 { return math.Sqrt(max(0, v)) })},
		{"The mean is not taken off.", scaled(0, func(v, _ float64) float64 { return math.Sqrt(v + eps) })},
		{"This is RMSNorm: the root of the mean square, and no mean is taken off. Layer norm subtracts the mean first.", scaled(0, func(_, s float64) float64 { return math.Sqrt(s + eps) })},
		{"The root is missing: divide by √(σ² + ε).", scaled(1, func(v, _ float64) float64 { return v + eps })},
	}
	if d > 1 {
		slips = append(slips, Slip{"The variance is divided by d − 1. Here it is the mean over all d features.", scaled(1, func(v, _ float64) float64 { return math.Sqrt(v*d/(d-1) + eps) })})
	}
	t.Given("X", X)
	t.Given("gamma", gamma)
	t.Given("beta", beta)
	t.Given("eps", eps)
	Y := LayerNorm(X, gamma, beta, eps)
	if Y != nil && slices.ContainsFunc(Y.Data, math.IsNaN) {
		t.Fail("There is NaN in it: a row has no spread, and 0 was divided by 0. ε under the root keeps the divisor from being 0.")
	}
	t.Want("Y", Y, want, 1e-6, slips...) // the variance of large numbers loses digits, in different ways
}

// NormInUse asks for the repair of batch normalization in use.
var NormInUse = &Exercise[func(d int, keep, eps float64) (train, use func(X *linalg.Matrix) *linalg.Matrix)]{
	ID: "norm-in-use", Lesson: 12, Kind: Debug, Title: "The answer depends on who asked before", Name: "BatchNorm",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Call use twice with the same example. Between the two calls nothing is trained. What has changed?",
		"mean and variance are the state of the layer. Which lines write to them, and when do these run?",
		"In use the running averages are read. Only training may move them.",
	},
	Checks: []Check[func(d int, keep, eps float64) (train, use func(X *linalg.Matrix) *linalg.Matrix)]{
		{Name: "training", Run: func(t *T, BatchNorm func(d int, keep, eps float64) (train, use func(X *linalg.Matrix) *linalg.Matrix)) {
			CheckNormInUse(t, BatchNorm, 0.5, 1e-9, []bool{true, true}, linalg.Col(2, 4), linalg.Col(10, 30))
		}},
		{Name: "one batch, then one example twice", Run: func(t *T, BatchNorm func(d int, keep, eps float64) (train, use func(X *linalg.Matrix) *linalg.Matrix)) {
			CheckNormInUse(t, BatchNorm, 0.5, 1e-9, []bool{true, false, false}, linalg.Col(5, 11), linalg.Row(10), linalg.Row(10))
		}},
	},
}

// CheckNormInUse sends batches through a solution, in training where training says so and else in use.
func CheckNormInUse(t *T, BatchNorm func(d int, keep, eps float64) (train, use func(X *linalg.Matrix) *linalg.Matrix), keep, eps float64, training []bool, batches ...*linalg.Matrix) {
	d := batches[0].Cols
	// run lets the averages move where moves says so for training or use, and normalizes by them where byAverage says so.
	run := func(keep float64, moves, byAverage func(training bool) bool, variances bool) (all []*linalg.Matrix) {
		mean, variance := linalg.New(1, d), linalg.Full(1, d, 1)
		for k, X := range batches {
			mu := linalg.MeanRows(X)
			D := linalg.AddRow(X, linalg.Scale(-1, mu))
			v := linalg.MeanRows(linalg.Hadamard(D, D))
			if moves(training[k]) {
				mean = linalg.Add(linalg.Scale(keep, mean), linalg.Scale(1-keep, mu))
				if variances {
					variance = linalg.Add(linalg.Scale(keep, variance), linalg.Scale(1-keep, v))
				}
			}
			if byAverage(training[k]) {
				mu, v = mean, variance
			}
			inverse := linalg.Apply(func(v float64) float64 { return 1 / math.Sqrt(v+eps) }, v)
			all = append(all, linalg.HadamardRow(linalg.AddRow(X, linalg.Scale(-1, mu)), inverse))
		}
		return all
	}
	always, never := func(bool) bool { return true }, func(bool) bool { return false }
	inTraining, inUse := func(training bool) bool { return training }, func(training bool) bool { return !training }
	want := run(keep, inTraining, inUse, true)
	says := []string{
		"In use the running averages moved with the example itself: what comes out depends on who asked before. Only training moves them.",
		"In use the example was normalized by its own statistics. A single one is its own mean, and all become 0. Use the running averages.",
		"In training the running averages were used. A batch in training is normalized by its own mean and variance.",
		"The running averages never moved from where they began.",
		"keep is the share of the old average that stays; here it is the share of the new batch.",
		"The running mean moves, but the running variance stays 1.",
	}
	paths := [][]*linalg.Matrix{
		run(keep, always, inUse, true), run(keep, inTraining, never, true), run(keep, inTraining, always, true),
		run(keep, never, inUse, true), run(1-keep, inTraining, inUse, true), run(keep, inTraining, inUse, false),
	}
	calls := make([]string, len(batches))
	for k := range calls {
		calls[k] = map[bool]string{true: "train", false: "use"}[training[k]]
	}
	t.Given("keep, eps", []float64{keep, eps})
	t.Given("the calls", calls)
	t.Given("their batches", batches)
	train, use := BatchNorm(d, keep, eps)
	if train == nil || use == nil {
		t.Fail("BatchNorm is to return two functions; one of them is nil.")
	}
	for k, X := range batches {
		call := use
		if training[k] {
			call = train
		}
		t.Want("what call number "+string(rune('1'+k))+", "+calls[k]+", returned", call(X), want[k], 1e-6, slipsAt(k, says, paths)...)
	}
}

package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// InvertedDropout is the solution of exercises.InvertedDropout.
var InvertedDropout = &Solution[func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix)]{
	Exercise: exercises.InvertedDropout,
	Hidden: []exercises.Check[func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix)]{
		{Name: "draws and shapes that are drawn", Points: 2, Run: func(t *exercises.T, Dropout func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix)) {
			X := linalg.Normal(t.Rand, 1+t.Rand.IntN(4), 1+t.Rand.IntN(4), 0, 1)
			exercises.CheckInvertedDropout(t, Dropout, X, 0.1+0.8*t.Rand.Float64(), true, linalg.Uniform(t.Rand, 1, len(X.Data), 0, 1).Data)
		}},
		{Name: "in use", Run: func(t *exercises.T, Dropout func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix)) {
			X := linalg.Normal(t.Rand, 3, 2, 0, 1)
			exercises.CheckInvertedDropout(t, Dropout, X, 0.1+0.8*t.Rand.Float64(), false, linalg.Uniform(t.Rand, 1, len(X.Data), 0, 1).Data)
		}},
		{Name: "rate 0 drops nothing", Run: func(t *exercises.T, Dropout func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix)) {
			X := linalg.Normal(t.Rand, 2, 2, 0, 1)
			t.Given("X", X)
			t.Given("rate", 0.0)
			want := X.Clone()
			Y, _ := Dropout(X, 0, true, func() float64 { return 0 }) // the lowest draw that there is
			t.Want("Y", Y, want, 0)
		}},
	},
	Mutants: []Mutant[func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix)]{
		{"not scaled", func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (*linalg.Matrix, *linalg.Matrix) {
			return dropWith(X, rate, train, uniform, 1)
		}, "do not make up for it"},
		{"multiplied", func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (*linalg.Matrix, *linalg.Matrix) {
			return dropWith(X, rate, train, uniform, 1-rate)
		}, "That makes them smaller still"},
		{"rate is what stays", func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (*linalg.Matrix, *linalg.Matrix) {
			return dropWith(X, rate, train, func() float64 {
				if uniform() < rate {
					return 1 // kept
				}
				return 0
			}, 1/rate)
		}, "Dropped and kept are exchanged"},
		{"one mask for all examples", func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (*linalg.Matrix, *linalg.Matrix) {
			_, row := dropWith(linalg.SliceRows(X, 0, 1), rate, train, uniform, 1/(1-rate))
			M := linalg.New(X.Rows, X.Cols)
			for i := range M.Data {
				M.Data[i] = row.Data[i%X.Cols]
			}
			return linalg.Hadamard(X, M), M
		}, "All examples lose the same units."},
		{"dropout in use", func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (*linalg.Matrix, *linalg.Matrix) {
			return dropWith(X, rate, true, uniform, 1/(1-rate))
		}, "Units are dropped in use as well."},
	},
}

// dropWith drops with a factor that is right or wrong.
func dropWith(X *linalg.Matrix, rate float64, train bool, uniform func() float64, keep float64) (Y, M *linalg.Matrix) {
	M = linalg.Full(X.Rows, X.Cols, 1)
	if train {
		for i := range M.Data {
			M.Data[i] = keep
			if uniform() < rate {
				M.Data[i] = 0
			}
		}
	}
	return linalg.Hadamard(X, M), M
}

// ThinnedUnit is the solution of exercises.ThinnedUnit.
var ThinnedUnit = &Solution[func() (mean, variance, active float64)]{
	Exercise: exercises.ThinnedUnit,
	Hidden: []exercises.Check[func() (mean, variance, active float64)]{
		{Name: "the variance of z", Run: func(t *exercises.T, ThinnedUnit func() (mean, variance, active float64)) {
			_, variance, _ := ThinnedUnit()
			t.Guess("The variance of z", variance, 40.0, 1e-9,
				exercises.Slip{Say: "That is the standard deviation.", Value: math.Sqrt(40)},
				exercises.Slip{Say: "That is dropout without the factor 1/(1 − rate), which is squared here.", Value: 10.0},
				exercises.Slip{Say: "That is the mean of the squares. The square of the mean has to be taken away.", Value: 56.0},
				exercises.Slip{Say: "Divide by the four masks, not by three: they are all there are.", Value: 160.0 / 3})
		}},
	},
	Mutants: []Mutant[func() (mean, variance, active float64)]{
		{"ReLU of the mean", func() (float64, float64, float64) { return 4, 40, 4 }, "That is ReLU of the mean"},
		{"not inverted", func() (float64, float64, float64) { return 2, 10, 2.5 }, "Inverted dropout keeps the mean."},
		{"the mean of the squares", func() (float64, float64, float64) { return 4, 56, 5 }, "That is the mean of the squares."},
		{"three masks", func() (float64, float64, float64) { return 4, 40, 20.0 / 3 }, "there are four"},
	},
}

// DropoutBackward is the solution of exercises.DropoutBackward.
var DropoutBackward = &Solution[func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (Y, dX *linalg.Matrix)]{
	Exercise: exercises.DropoutBackward,
	Hidden: []exercises.Check[func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (Y, dX *linalg.Matrix)]{
		{Name: "draws and shapes that are drawn", Points: 2, Run: func(t *exercises.T, DropoutPass func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (Y, dX *linalg.Matrix)) {
			n, d := 1+t.Rand.IntN(4), 1+t.Rand.IntN(4)
			exercises.CheckDropoutBackward(t, DropoutPass, linalg.Normal(t.Rand, n, d, 0, 1), linalg.Normal(t.Rand, n, d, 0, 1), 0.1+0.8*t.Rand.Float64(), linalg.Uniform(t.Rand, 1, 2*n*d, 0, 1).Data)
		}},
		{Name: "inputs that are 0", Run: func(t *exercises.T, DropoutPass func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (Y, dX *linalg.Matrix)) {
			exercises.CheckDropoutBackward(t, DropoutPass, linalg.New(2, 3), linalg.Full(2, 3, 1), 0.5, linalg.Uniform(t.Rand, 1, 12, 0, 1).Data)
		}},
	},
	Mutants: []Mutant[func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (Y, dX *linalg.Matrix)]{
		{"as handed out", func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (*linalg.Matrix, *linalg.Matrix) {
			Y, _ := dropWith(X, rate, true, uniform, 1/(1-rate))
			dX, _ := dropWith(dY, rate, true, uniform, 1/(1-rate))
			return Y, dX
		}, "The error went back through a new mask"},
		{"not scaled backward", func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (*linalg.Matrix, *linalg.Matrix) {
			Y, M := dropWith(X, rate, true, uniform, 1/(1-rate))
			return Y, linalg.Scale(1-rate, linalg.Hadamard(dY, M))
		}, "without their factor"},
		{"straight through", func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (*linalg.Matrix, *linalg.Matrix) {
			Y, _ := dropWith(X, rate, true, uniform, 1/(1-rate))
			return Y, dY.Clone()
		}, "The error went back to all units."},
		{"the mask guessed from Y", func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (*linalg.Matrix, *linalg.Matrix) {
			Y, _ := dropWith(X, rate, true, uniform, 1/(1-rate))
			dX := linalg.New(dY.Rows, dY.Cols)
			for i, y := range Y.Data {
				if y != 0 {
					dX.Data[i] = dY.Data[i] / (1 - rate)
				}
			}
			return Y, dX
		}, "inputs that are 0"},
	},
}

package solutions

import (
	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// NetSize is the solution of exercises.NetSize.
var NetSize = &Solution[func(widths []int) int]{
	Exercise: exercises.NetSize,
	Hidden: []exercises.Check[func(widths []int) int]{
		{Name: "widths that are drawn", Points: 2, Run: func(t *exercises.T, NetSize func(widths []int) int) {
			widths := []int{1 + t.Rand.IntN(100)}
			for range 1 + t.Rand.IntN(6) {
				widths = append(widths, 1+t.Rand.IntN(100))
			}
			exercises.CheckNetSize(t, NetSize, widths)
		}},
		{Name: "one unit after the other", Run: func(t *exercises.T, NetSize func(widths []int) int) {
			exercises.CheckNetSize(t, NetSize, []int{1, 1, 1, 1, 1, 1})
		}},
	},
	Mutants: []Mutant[func(widths []int) int]{
		{"no biases", func(widths []int) (sum int) {
			for l := 1; l < len(widths); l++ {
				sum += widths[l-1] * widths[l]
			}
			return sum
		}, "Each unit has a bias besides."},
		{"biases of the inputs", func(widths []int) (sum int) {
			sum = widths[0]
			for l := 1; l < len(widths); l++ {
				sum += (widths[l-1] + 1) * widths[l]
			}
			return sum
		}, "An input is a number, not a unit"},
		{"one bias for a layer", func(widths []int) (sum int) {
			for l := 1; l < len(widths); l++ {
				sum += widths[l-1]*widths[l] + 1
			}
			return sum
		}, "There is one for each of its units."},
		{"biases on the wrong side", func(widths []int) (sum int) {
			for l := 1; l < len(widths); l++ {
				sum += widths[l-1] * (widths[l] + 1)
			}
			return sum
		}, "A bias belongs to a unit, on the side where the numbers go out."},
	},
}

// SawBudget is the solution of exercises.SawBudget.
var SawBudget = &Solution[func() (folds, deep, shallow int)]{
	Exercise: exercises.SawBudget,
	Hidden: []exercises.Check[func() (folds, deep, shallow int)]{
		{Name: "the folds", Run: func(t *exercises.T, SawBudget func() (folds, deep, shallow int)) {
			_, deep, _ := SawBudget()
			t.Guess("The number of teeth of the deep net", deep, 1<<15, 0,
				exercises.Slip{Say: "That is the number of straight pieces. A tooth has two.", Value: 1 << 16},
				exercises.Slip{Say: "That is how many folds fit. Each one doubles the teeth.", Value: 16},
				exercises.Slip{Say: "Folds do not add teeth, they double them.", Value: 32})
		}},
	},
	Mutants: []Mutant[func() (folds, deep, shallow int)]{
		{"pieces", func() (folds, deep, shallow int) { return 16, 1 << 16, 32 }, "a tooth goes up and down"},
		{"units and folds", func() (folds, deep, shallow int) { return 16, 16, 33 }, "Each one doubles the teeth."},
		{"pieces, deep only", func() (folds, deep, shallow int) { return 16, 1 << 16, 16 }, "A tooth has two."},
		{"too cautious", func() (folds, deep, shallow int) { return 14, 1 << 13, 8 }, "A further one adds 6"},
	},
}

type countPieces = func(w, b, v []float64) int

// CountPieces is the solution of exercises.CountPieces.
var CountPieces = &Solution[countPieces]{
	Exercise: exercises.CountPieces,
	Hidden: []exercises.Check[countPieces]{
		{Name: "units that are drawn", Points: 2, Run: func(t *exercises.T, CountPieces countPieces) {
			var w, b, v []float64
			for range 2 + t.Rand.IntN(8) {
				w = append(w, float64(t.Rand.IntN(5)-2))
				b = append(b, float64(t.Rand.IntN(9)-4))
				v = append(v, float64(t.Rand.IntN(7)-3))
			}
			exercises.CheckCountPieces(t, CountPieces, w, b, v)
		}},
		{Name: "units that are not heard, or do not bend", Run: func(t *exercises.T, CountPieces countPieces) {
			exercises.CheckCountPieces(t, CountPieces, []float64{1, 0, 2, -1}, []float64{1, 3, 5, 2}, []float64{0, 2, 1, 3})
		}},
		{Name: "bends that cancel out", Run: func(t *exercises.T, CountPieces countPieces) {
			exercises.CheckCountPieces(t, CountPieces, []float64{2, 1, -1}, []float64{2, 1, 4}, []float64{1, -2, 1})
		}},
		{Name: "bends at 0", Run: func(t *exercises.T, CountPieces countPieces) {
			exercises.CheckCountPieces(t, CountPieces, []float64{1, -1, 2}, []float64{0, 0, 0}, []float64{1, 1, 1})
		}},
		{Name: "no units", Run: func(t *exercises.T, CountPieces countPieces) {
			exercises.CheckCountPieces(t, CountPieces, nil, nil, nil)
		}},
	},
	Mutants: []Mutant[countPieces]{
		{"units and one", func(w, b, v []float64) int { return len(w) + 1 }, "it does not bend."},
		{"the bends", func(w, b, v []float64) int { return bends(w, b, v, true) }, "there is one piece more"},
		{"places, whatever happens there", func(w, b, v []float64) int {
			places := map[float64]bool{}
			for j := range w {
				if w[j] != 0 && v[j] != 0 {
					places[-b[j]/w[j]] = true
				}
			}
			return len(places) + 1
		}, "the changes of slope cancel out"},
		{"each unit that is heard", func(w, b, v []float64) int {
			count := 1
			for j := range w {
				if w[j] != 0 && v[j] != 0 {
					count++
				}
			}
			return count
		}, "Two units that bend at the same place make one bend."},
		{"w with its sign", func(w, b, v []float64) int { return bends(w, b, v, false) + 1 }, "a straight line from two units"},
	},
}

// bends counts the bends of Σ v_j max(0, w_j x + b_j), with |w| in the change of slope or with w.
func bends(w, b, v []float64, absolute bool) (count int) {
	change := map[float64]float64{}
	for j := range w {
		switch {
		case w[j] > 0 || w[j] < 0 && !absolute:
			change[-b[j]/w[j]] += v[j] * w[j]
		case w[j] < 0:
			change[-b[j]/w[j]] -= v[j] * w[j]
		}
	}
	for _, c := range change {
		if c != 0 {
			count++
		}
	}
	return count
}

type stackedFolds = func(k int, X *linalg.Matrix) *linalg.Matrix

// fold is one fold of the entries of X.
func fold(X *linalg.Matrix) *linalg.Matrix {
	return linalg.Apply(func(x float64) float64 { return 2*max(0, x) - 4*max(0, x-0.5) }, X)
}

// StackedFolds is the solution of exercises.StackedFolds.
var StackedFolds = &Solution[stackedFolds]{
	Exercise: exercises.StackedFolds,
	Hidden: []exercises.Check[stackedFolds]{
		{Name: "folds and places that are drawn", Points: 2, Run: func(t *exercises.T, Saw stackedFolds) {
			exercises.CheckStackedFolds(t, Saw, 2+t.Rand.IntN(6), linalg.Uniform(t.Rand, 5, 1, 0, 1))
		}},
		{Name: "ten folds, 512 teeth", Run: func(t *exercises.T, Saw stackedFolds) {
			X := linalg.New(1+t.Rand.IntN(4), 1)
			for i := range X.Data {
				X.Data[i] = float64(t.Rand.IntN(1025)) / 1024
			}
			exercises.CheckStackedFolds(t, Saw, 10, X)
		}},
		{Name: "no fold", Run: func(t *exercises.T, Saw stackedFolds) {
			exercises.CheckStackedFolds(t, Saw, 0, linalg.Col(0.25, 0.5, 1))
		}},
	},
	Mutants: []Mutant[stackedFolds]{
		{"as handed out", func(k int, X *linalg.Matrix) *linalg.Matrix {
			Y := X
			for range k {
				Y = fold(X)
			}
			return Y
		}, "This is one fold, although there are several"},
		{"side by side", func(k int, X *linalg.Matrix) *linalg.Matrix {
			Y := linalg.New(X.Rows, 1)
			for range k {
				Y = linalg.Add(Y, fold(X))
			}
			return Y
		}, "This is the sum of k single folds."},
		{"one too few", func(k int, X *linalg.Matrix) *linalg.Matrix {
			Y := X
			for range k - 1 {
				Y = fold(Y)
			}
			return Y
		}, "This is one fold too few."},
		{"overwrites X", func(k int, X *linalg.Matrix) *linalg.Matrix {
			for range k {
				copy(X.Data, fold(X).Data)
			}
			return X.Clone()
		}, "X was overwritten"},
	},
}

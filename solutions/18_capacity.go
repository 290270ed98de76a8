package solutions

import (
	"slices"

	"chainrule/exercises"
)

type countLabelings = func() (degree, labelings, separable int)

// CountLabelings is the solution of exercises.CountLabelings.
var CountLabelings = &Solution[countLabelings]{
	Exercise: exercises.CountLabelings,
	Hidden: []exercises.Check[countLabelings]{
		{Name: "a single unit", Run: func(t *exercises.T, CountLabelings countLabelings) {
			_, _, separable := CountLabelings()
			t.Guess("The number that a line can part", separable, 14, 0,
				exercises.Slip{Say: "Among them is XOR, and no line parts that.", Value: 16},
				exercises.Slip{Say: "XOR is one. Exchange its labels, and there is another.", Value: 15},
				exercises.Slip{Say: "All corners with the same label count as well: the line then passes by the square.", Value: 12})
		}},
	},
	Mutants: []Mutant[countLabelings]{
		{"coefficients for the degree", func() (a, b, c int) { return 8, 16, 14 }, "That is the number of coefficients."},
		{"added", func() (a, b, c int) { return 7, 8, 14 }, "The choices multiply"},
		{"all of them", func() (a, b, c int) { return 7, 16, 16 }, "Among them is XOR"},
		{"XOR only", func() (a, b, c int) { return 7, 16, 15 }, "Exchange its labels"},
	},
}

type kFold = func(n, k int) (train, validation [][]int)

// foldsCut makes a wrong solution: the folds end where end says, and rest makes the training sets.
func foldsCut(end func(n, k, f int) int, rest func(all []int, begin, end int) []int) kFold {
	return func(n, k int) (train, validation [][]int) {
		all := make([]int, n)
		for i := range all {
			all[i] = i
		}
		begin := 0
		for f := range k {
			validation = append(validation, slices.Clone(all[begin:end(n, k, f)]))
			train = append(train, rest(all, begin, end(n, k, f)))
			begin = end(n, k, f)
		}
		return train, validation
	}
}

func foldEnd(n, k, f int) int { return (f+1)*(n/k) + min(f+1, n%k) }

func foldRest(all []int, begin, end int) []int { return slices.Concat(all[:begin], all[end:]) }

// KFold is the solution of exercises.KFold.
var KFold = &Solution[kFold]{
	Exercise: exercises.KFold,
	Hidden: []exercises.Check[kFold]{
		{Name: "sizes that are drawn", Points: 2, Run: func(t *exercises.T, KFold kFold) {
			k := 2 + t.Rand.IntN(5)
			exercises.CheckKFold(t, KFold, k+t.Rand.IntN(20), k)
		}},
		{Name: "every example is validated once", Run: func(t *exercises.T, KFold kFold) {
			n := 5 + t.Rand.IntN(20)
			t.Given("n", n)
			t.Given("k", 5)
			_, validation := KFold(n, 5)
			times := make([]int, n)
			for _, fold := range validation {
				for _, i := range fold {
					if i < 0 || i >= n {
						t.Fail("There is no example %d among %d.", i, n)
					}
					times[i]++
				}
			}
			t.Want("how often each example is validated", times, slices.Repeat([]int{1}, n), 0)
		}},
		{Name: "two examples", Run: func(t *exercises.T, KFold kFold) { exercises.CheckKFold(t, KFold, 2, 2) }},
	},
	Mutants: []Mutant[kFold]{
		{"the rest dropped", foldsCut(func(n, k, f int) int { return (f + 1) * (n / k) }, foldRest), "are in no fold"},
		{"the rest in the last fold", foldsCut(func(n, k, f int) int {
			if f == k-1 {
				return n
			}
			return (f + 1) * (n / k)
		}, foldRest), "The last fold took all that is left over."},
		{"a leak", foldsCut(foldEnd, func(all []int, begin, end int) []int { return slices.Clone(all) }), "a leak"},
		{"append into the list", foldsCut(foldEnd, func(all []int, begin, end int) []int { return append(all[:begin], all[end:]...) }), "append wrote into the list"},
		{"exchanged", func(n, k int) (train, validation [][]int) {
			train, validation = foldsCut(foldEnd, foldRest)(n, k)
			return validation, train
		}, "The two results are exchanged"},
	},
}

type patience = func(losses []float64, patience int) (best, stop int)

// patienceStopped makes a wrong solution: next says how many epochs have been waited, enough whether that is enough.
func patienceStopped(next func(losses []float64, e, best, waited int) int, enough func(waited, patience int) bool) patience {
	return func(losses []float64, patience int) (best, stop int) {
		waited := 0
		for e := 1; e < len(losses); e++ {
			waited = next(losses, e, best, waited)
			if losses[e] < losses[best] {
				best = e
			}
			if enough(waited, patience) {
				return best, e
			}
		}
		return best, len(losses) - 1
	}
}

func patienceWaited(losses []float64, e, best, waited int) int {
	if losses[e] < losses[best] {
		return 0
	}
	return waited + 1
}

func patienceOver(waited, patience int) bool { return waited == patience }

// Patience is the solution of exercises.Patience.
var Patience = &Solution[patience]{
	Exercise: exercises.Patience,
	Hidden: []exercises.Check[patience]{
		{Name: "losses that are drawn", Points: 2, Run: func(t *exercises.T, EarlyStop patience) {
			losses := make([]float64, 4+t.Rand.IntN(12))
			for i := range losses {
				losses[i] = float64(t.Rand.IntN(8) - i/2)
			}
			exercises.CheckPatience(t, EarlyStop, losses, 1+t.Rand.IntN(4))
		}},
		{Name: "an equal loss is no better one", Run: func(t *exercises.T, EarlyStop patience) {
			exercises.CheckPatience(t, EarlyStop, []float64{4, 3, 3, 3, 2}, 2)
		}},
		{Name: "one epoch", Run: func(t *exercises.T, EarlyStop patience) { exercises.CheckPatience(t, EarlyStop, []float64{4}, 2) }},
	},
	Mutants: []Mutant[patience]{
		{"as handed out", patienceStopped(func(losses []float64, e, best, waited int) int {
			if losses[e] < losses[best] {
				return waited
			}
			return waited + 1
		}, patienceOver), "a new best begins the count anew"},
		{"against the epoch before", patienceStopped(func(losses []float64, e, best, waited int) int {
			return patienceWaited(losses, e, e-1, waited)
		}, patienceOver), "Each loss is compared with the one before it."},
		{"one too long", patienceStopped(patienceWaited, func(waited, patience int) bool { return waited > patience }), "It waits one epoch too long"},
		{"the last epoch for the best", func(losses []float64, patience int) (best, stop int) {
			_, stop = patienceStopped(patienceWaited, patienceOver)(losses, patience)
			return stop, stop
		}, "The best epoch is not the last one"},
	},
}

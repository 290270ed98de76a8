package solutions

import (
	"math"
	"slices"

	"chainrule/exercises"
)

type countUpdates = func() (perEpoch, last, total, epochs int)

// CountUpdates is the solution of exercises.CountUpdates.
var CountUpdates = &Solution[countUpdates]{
	Exercise: exercises.CountUpdates,
	Hidden: []exercises.Check[countUpdates]{
		{Name: "all epochs", Run: func(t *exercises.T, CountUpdates countUpdates) {
			_, _, total, _ := CountUpdates()
			t.Guess("The number of updates in all", total, 160, 0,
				exercises.Slip{Say: "This takes the examples of all epochs as one long list. Each epoch ends with a small batch of its own.", Value: 157},
				exercises.Slip{Say: "The small batch at the end of each epoch is missing.", Value: 155},
				exercises.Slip{Say: "That is one epoch.", Value: 32})
		}},
		{Name: "larger batches", Run: func(t *exercises.T, CountUpdates countUpdates) {
			_, _, _, epochs := CountUpdates()
			t.Guess("The number of epochs", epochs, 10, 0,
				exercises.Slip{Say: "Twice the batch is half the updates in an epoch. The same number of epochs has too few.", Value: 5},
				exercises.Slip{Say: "Half the epochs with half the updates each: that is a quarter.", Value: 2},
				exercises.Slip{Say: "15 full batches and a small one are 16 updates in an epoch.", Value: 11})
		}},
	},
	Mutants: []Mutant[countUpdates]{
		{"rounded down", func() (a, b, c, d int) { return 31, 8, 155, 11 }, "The division drops the rest"},
		{"one long list", func() (a, b, c, d int) { return 32, 8, 157, 10 }, "Each epoch ends with a small batch of its own."},
		{"the same epochs", func() (a, b, c, d int) { return 32, 24, 160, 5 }, "half the updates in an epoch"},
		{"full to the end", func() (a, b, c, d int) { return 32, 32, 160, 10 }, "1,000 is no multiple of 32."},
	},
}

type logUniform = func(lo, hi float64, n int, uniform func() float64) []float64

// ratesDrawn makes a wrong solution: what f makes of each draw.
func ratesDrawn(f func(lo, hi, u float64) float64) logUniform {
	return func(lo, hi float64, n int, uniform func() float64) []float64 {
		var rates []float64
		for range n {
			rates = append(rates, f(lo, hi, uniform()))
		}
		return rates
	}
}

// LogUniform is the solution of exercises.LogUniform.
var LogUniform = &Solution[logUniform]{
	Exercise: exercises.LogUniform,
	Hidden: []exercises.Check[logUniform]{
		{Name: "numbers that are drawn", Points: 2, Run: func(t *exercises.T, LogUniform logUniform) {
			draws := make([]float64, 1+t.Rand.IntN(6))
			for i := range draws {
				draws[i] = t.Rand.Float64()
			}
			lo := 0.001 + 0.01*t.Rand.Float64()
			exercises.CheckLogUniform(t, LogUniform, lo, lo+0.1+t.Rand.Float64(), draws)
		}},
		{Name: "each power of ten gets its share", Run: func(t *exercises.T, LogUniform logUniform) {
			low := 0
			rates := LogUniform(0.001, 0.1, 400, t.Rand.Float64)
			for _, rate := range rates {
				if rate < 0.01 {
					low++
				}
			}
			if len(rates) != 400 || low < 140 || low > 260 {
				t.Fail("Of %d rates between 0.001 and 0.1, %d are below 0.01, want about half of 400.", len(rates), low)
			}
		}},
		{Name: "none", Run: func(t *exercises.T, LogUniform logUniform) {
			exercises.CheckLogUniform(t, LogUniform, 0.1, 1, nil)
		}},
	},
	Mutants: []Mutant[logUniform]{
		{"uniform", ratesDrawn(func(lo, hi, u float64) float64 { return lo + u*(hi-lo) }), "The rates are uniform themselves"},
		{"logarithms", ratesDrawn(func(lo, hi, u float64) float64 { return math.Log(lo) + u*math.Log(hi/lo) }), "These are logarithms."},
		{"two bases", ratesDrawn(func(lo, hi, u float64) float64 { return math.Exp(math.Log10(lo) + u*math.Log10(hi/lo)) }), "Two bases are mixed"},
		{"one draw", func(lo, hi float64, n int, uniform func() float64) []float64 {
			return slices.Repeat([]float64{lo * math.Pow(hi/lo, uniform())}, n)
		}, "One draw was used for all of them."},
	},
}

type warmupCosine = func(step, warmup, total int, peak float64) float64

// scheduled makes a wrong solution: up gives the share of the peak in the warmup, down behind it, each for the step, the warmup and the total.
func scheduled(up, down func(s, w, n float64) float64) warmupCosine {
	return func(step, warmup, total int, peak float64) float64 {
		s, w, n := float64(step), float64(warmup), float64(total)
		switch {
		case step < warmup:
			return peak * up(s, w, n)
		case step >= total:
			return 0
		}
		return peak * down(s, w, n)
	}
}

func warmupRise(s, w, n float64) float64 { return (s + 1) / w }
func warmupFall(s, w, n float64) float64 { return (1 + math.Cos(math.Pi*(s-w)/(n-w))) / 2 }

// WarmupCosine is the solution of exercises.WarmupCosine.
var WarmupCosine = &Solution[warmupCosine]{
	Exercise: exercises.WarmupCosine,
	Hidden: []exercises.Check[warmupCosine]{
		{Name: "steps that are drawn", Points: 2, Run: func(t *exercises.T, Rate warmupCosine) {
			warmup := 1 + t.Rand.IntN(5)
			total := warmup + 2 + t.Rand.IntN(20)
			exercises.CheckWarmupCosine(t, Rate, warmup+t.Rand.IntN(total-warmup), warmup, total, t.Rand.Float64())
		}},
		{Name: "no warmup", Run: func(t *exercises.T, Rate warmupCosine) {
			exercises.CheckWarmupCosine(t, Rate, t.Rand.IntN(10), 0, 10, 1)
		}},
		{Name: "the peak is reached, and not before", Run: func(t *exercises.T, Rate warmupCosine) {
			warmup := 2 + t.Rand.IntN(5)
			exercises.CheckWarmupCosine(t, Rate, warmup-1, warmup, 20, 3)
		}},
	},
	Mutants: []Mutant[warmupCosine]{
		{"a first rate of 0", scheduled(func(s, w, n float64) float64 { return s / w }, warmupFall), "Steps count from 0"},
		{"ints", scheduled(func(s, w, n float64) float64 { return math.Floor((s + 1) / w) }, warmupFall), "a division of ints has dropped the fraction"},
		{"counted from step 0", scheduled(warmupRise, func(s, w, n float64) float64 { return (1 + math.Cos(math.Pi*s/n)) / 2 }), "The way down is counted from step 0."},
		{"a quarter of a period", scheduled(warmupRise, func(s, w, n float64) float64 { return math.Cos(math.Pi / 2 * (s - w) / (n - w)) }), "This is a quarter of a period"},
		{"up again", func(step, warmup, total int, peak float64) float64 {
			s, w, n := float64(step), float64(warmup), float64(total)
			if step < warmup {
				return peak * warmupRise(s, w, n)
			}
			return peak * warmupFall(s, w, n)
		}, "The cosine goes up again."},
	},
}

type bestTrial = func(losses []float64) int

// BestTrial is the solution of exercises.BestTrial.
var BestTrial = &Solution[bestTrial]{
	Exercise: exercises.BestTrial,
	Hidden: []exercises.Check[bestTrial]{
		{Name: "losses that are drawn", Points: 2, Run: func(t *exercises.T, Best bestTrial) {
			losses := make([]float64, 1+t.Rand.IntN(8))
			for i := range losses {
				losses[i] = []float64{math.NaN(), math.Inf(1), t.Rand.NormFloat64(), t.Rand.NormFloat64()}[t.Rand.IntN(4)]
			}
			exercises.CheckBestTrial(t, Best, losses)
		}},
		{Name: "a NaN among the others, and equal losses", Run: func(t *exercises.T, Best bestTrial) {
			exercises.CheckBestTrial(t, Best, []float64{2, math.NaN(), 1, 1, math.Inf(-1)})
		}},
		{Name: "no run at all", Run: func(t *exercises.T, Best bestTrial) { exercises.CheckBestTrial(t, Best, nil) }},
	},
	Mutants: []Mutant[bestTrial]{
		{"as handed out", func(losses []float64) int {
			best := 0
			for i, loss := range losses {
				if loss < losses[best] {
					best = i
				}
			}
			return best
		}, "no loss is smaller than NaN"},
		{"counted without the NaNs", func(losses []float64) int {
			finite := slices.DeleteFunc(slices.Clone(losses), func(loss float64) bool { return math.IsNaN(loss) || math.IsInf(loss, 0) })
			if len(finite) == 0 {
				return -1
			}
			return slices.Index(finite, slices.Min(finite))
		}, "Wanted is the index in losses"},
		{"the last of equals", func(losses []float64) int {
			best, low := -1, math.MaxFloat64
			for i, loss := range losses {
				if loss <= low && !math.IsInf(loss, 0) {
					best, low = i, loss
				}
			}
			return best
		}, "The first one is wanted."},
		{"the first when all diverged", func(losses []float64) int {
			best, low := 0, math.MaxFloat64
			for i, loss := range losses {
				if loss < low && !math.IsInf(loss, 0) {
					best, low = i, loss
				}
			}
			return best
		}, "not the first one"},
	},
}

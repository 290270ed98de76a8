package exercises

import (
	"math"
	"slices"
)

// CountUpdates asks how often the parameters change.
var CountUpdates = &Exercise[func() (perEpoch, last, total, epochs int)]{
	ID: "count-updates", Lesson: 17, Kind: Predict, Title: "Epochs, batches, updates", Name: "CountUpdates",
	Hints: [3]string{
		"An epoch goes through all 1,000 examples once. How many full batches of 32 fit, and what is left over?",
		"Each batch is one update, the small one too. An epoch has as many updates as batches.",
		"With batches of 64, count the updates of an epoch again, and round up there as well. How many such epochs have as many updates as before?",
	},
	Checks: []Check[func() (perEpoch, last, total, epochs int)]{
		{Name: "one epoch", Run: func(t *T, CountUpdates func() (perEpoch, last, total, epochs int)) {
			perEpoch, _, _, _ := CountUpdates()
			t.Guess("The number of updates in an epoch", perEpoch, 32, 0,
				Slip{"The division drops the rest: the examples that are left over make a batch of their own.", 31},
				Slip{"That is the number of examples. There is one update for each batch.", 1000},
				Slip{"That is one update for an epoch, as with the whole set in a batch.", 1})
		}},
		{Name: "the last batch", Run: func(t *T, CountUpdates func() (perEpoch, last, total, epochs int)) {
			_, last, _, _ := CountUpdates()
			t.Guess("The size of the last batch", last, 8, 0,
				Slip{"1,000 is no multiple of 32. What remains?", 32},
				Slip{"That many are missing from a full batch.", 24})
		}},
	},
}

// LogUniform asks for learning rates to try.
var LogUniform = &Exercise[func(lo, hi float64, n int, uniform func() float64) []float64]{
	ID: "log-uniform", Lesson: 17, Kind: Implement, Title: "Learning rates to try", Name: "LogUniform",
	Hints: [3]string{
		"Between 0.0001 and 1 are four powers of ten. Each should get a quarter of the draws. What is uniform then, the rate or its logarithm?",
		"Stretch the draw u from [0, 1) to the range from ln lo to ln hi.",
		"math.Exp takes the stretched number back to a rate. The same in one step: lo times a power of hi/lo.",
	},
	Checks: []Check[func(lo, hi float64, n int, uniform func() float64) []float64]{
		{Name: "from 0.01 to 1, half way", Run: func(t *T, LogUniform func(lo, hi float64, n int, uniform func() float64) []float64) {
			CheckLogUniform(t, LogUniform, 0.01, 1, []float64{0.5})
		}},
		{Name: "from 0.0001 to 1, in quarters", Run: func(t *T, LogUniform func(lo, hi float64, n int, uniform func() float64) []float64) {
			CheckLogUniform(t, LogUniform, 0.0001, 1, []float64{0, 0.25, 0.75, 0.5})
		}},
	},
}

// CheckLogUniform asks a solution for rates between lo and hi; the numbers that uniform returns are given.
func CheckLogUniform(t *T, LogUniform func(lo, hi float64, n int, uniform func() float64) []float64, lo, hi float64, draws []float64) {
	each := func(f func(u float64) float64) []float64 {
		var all []float64
		for _, u := range draws {
			all = append(all, f(u))
		}
		return all
	}
	want := each(func(u float64) float64 { return math.Pow(lo, 1-u) * math.Pow(hi, u) }) // a weighted geometric mean
	slips := []Slip{
		{"The rates are uniform themselves: nearly all lie in the largest power of ten. Let their logarithm be uniform.", each(func(u float64) float64 { return lo + u*(hi-lo) })},
		{"These are logarithms. Take them back with math.Exp.", each(func(u float64) float64 { return (1-u)*math.Log(lo) + u*math.Log(hi) })},
		{"Two bases are mixed: what math.Log10 gives goes back with math.Pow(10, …), what math.Log gives with math.Exp.", each(func(u float64) float64 { return math.Exp((1-u)*math.Log10(lo) + u*math.Log10(hi)) })},
		{"One draw was used for all of them.", each(func(float64) float64 { return math.Pow(lo, 1-draws[0]) * math.Pow(hi, draws[0]) })},
		{"The range is the wrong way round: a draw of 0 is lo.", each(func(u float64) float64 { return math.Pow(hi, 1-u) * math.Pow(lo, u) })},
	}
	t.Given("lo, hi", []float64{lo, hi})
	t.Given("n", len(draws))
	t.Given("the numbers that uniform returns, in turn", draws)
	calls := 0
	rates := LogUniform(lo, hi, len(draws), func() float64 {
		calls++
		if len(draws) == 0 {
			return 0
		}
		return draws[(calls-1)%len(draws)]
	})
	t.Want("the rates", rates, want, 1e-12, slips...)
	if calls != len(draws) {
		t.Fail("uniform was called %d times for %d rates: each takes one draw.", calls, len(draws))
	}
}

// WarmupCosine asks for today's usual schedule.
var WarmupCosine = &Exercise[func(step, warmup, total int, peak float64) float64]{
	ID: "warmup-cosine", Lesson: 17, Kind: Implement, Title: "Warmup, then a cosine", Name: "Rate",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"There are three stretches: the warmup, the cosine, and what comes after. Ask in this order which one the step is in.",
		"Behind the warmup, how far the step has come is a number from 0 to 1. It is counted from the end of the warmup, and between ints / would drop the fraction.",
		"A cosine goes from 1 to −1 over half a period, π. Adding 1 and halving makes it go from 1 to 0.",
	},
	Checks: []Check[func(step, warmup, total int, peak float64) float64]{
		{Name: "the first step", Run: func(t *T, Rate func(step, warmup, total int, peak float64) float64) {
			CheckWarmupCosine(t, Rate, 0, 4, 12, 8)
		}},
		{Name: "half way down", Run: func(t *T, Rate func(step, warmup, total int, peak float64) float64) {
			CheckWarmupCosine(t, Rate, 8, 4, 12, 8)
		}},
		{Name: "a third of the way down", Run: func(t *T, Rate func(step, warmup, total int, peak float64) float64) {
			CheckWarmupCosine(t, Rate, 4, 2, 8, 8)
		}},
		{Name: "after the end", Run: func(t *T, Rate func(step, warmup, total int, peak float64) float64) {
			CheckWarmupCosine(t, Rate, 13, 4, 12, 8)
		}},
	},
}

// CheckWarmupCosine asks a solution for the learning rate of a step.
func CheckWarmupCosine(t *T, Rate func(step, warmup, total int, peak float64) float64, step, warmup, total int, peak float64) {
	s, w, n := float64(step), float64(warmup), float64(total)
	half := math.Cos(math.Pi / 2 * min(1, (s-w)/(n-w)))
	want := peak * half * half // cos² of half the angle
	if step < warmup {
		want = peak * (s + 1) / w
	}
	var slips []Slip
	switch {
	case step < warmup:
		slips = []Slip{
			{"The share of the peak is step/warmup here, so the first step changes nothing. Steps count from 0: (step + 1)/warmup. If that is what you have, a division of ints has dropped the fraction.", peak * s / w},
			{"A division of ints drops the fraction: (step + 1)/warmup is 0 all through the warmup.", peak * float64((step+1)/warmup)},
			{"This is the cosine. It begins after the warmup.", peak * (1 + math.Cos(math.Pi*s/n)) / 2},
			{"This is the cosine. It begins after the warmup.", peak * (1 + math.Cos(math.Pi*(s-w)/(n-w))) / 2},
		}
	case step >= total:
		slips = []Slip{
			{"The cosine goes up again. After the last step the rate stays 0.", peak * (1 + math.Cos(math.Pi*(s-w)/(n-w))) / 2},
			{"The cosine goes up again. After the last step the rate stays 0.", peak * (1 + math.Cos(math.Pi*s/n)) / 2},
		}
	default:
		slips = []Slip{
			{"The way down is counted from step 0. It begins at the end of the warmup, and is total − warmup steps long.", peak * (1 + math.Cos(math.Pi*s/n)) / 2},
			{"The cosine itself goes down to −1. Shift it up and halve it: (1 + cos)/2.", peak * math.Cos(math.Pi*(s-w)/(n-w))},
			{"This is a quarter of a period, π/2. The schedule takes half a period, which is flat at both ends.", peak * half},
			{"A division of ints drops the fraction, so the rate stays at the peak.", peak},
			{"This is a straight line down.", peak * (1 - (s-w)/(n-w))},
			{"The half is missing: 1 + cos goes from 2 to 0.", 2 * want},
		}
	}
	t.Given("step", step)
	t.Given("warmup, total", []int{warmup, total})
	t.Given("peak", peak)
	t.Want("the rate", Rate(step, warmup, total, peak), want, 1e-9, slips...)
}

// BestTrial asks for the repair of a search that falls for a run that diverged.
var BestTrial = &Exercise[func(losses []float64) int]{
	ID: "best-trial", Lesson: 17, Kind: Debug, Title: "The search that a NaN wins", Name: "Best",
	Hints: [3]string{
		"What is the result for NaN, 3, 1? Go through the loop by hand.",
		"Every comparison with NaN is false. What does that mean when the NaN is the one to beat?",
		"Begin with no best trial at all, −1, and look at finite losses only: math.IsNaN and math.IsInf(loss, 0) tell.",
	},
	Checks: []Check[func(losses []float64) int]{
		{Name: "three runs", Run: func(t *T, Best func(losses []float64) int) { CheckBestTrial(t, Best, []float64{3, 1, 2}) }},
		{Name: "the first run diverged", Run: func(t *T, Best func(losses []float64) int) { CheckBestTrial(t, Best, []float64{math.NaN(), 3, 1, 2}) }},
		{Name: "all of them diverged", Run: func(t *T, Best func(losses []float64) int) {
			CheckBestTrial(t, Best, []float64{math.Inf(1), math.NaN()})
		}},
	},
}

// CheckBestTrial asks a solution for the index of the smallest finite loss, −1 when there is none.
func CheckBestTrial(t *T, Best func(losses []float64) int, losses []float64) {
	var finite []float64
	for _, loss := range losses {
		if !math.IsNaN(loss) && !math.IsInf(loss, 0) {
			finite = append(finite, loss)
		}
	}
	t.Given("losses", losses)
	if len(finite) == 0 {
		t.Want("the best trial", Best(losses), -1, 0,
			Slip{"No run came to an end, so none is the best: that is −1, not the first one.", 0})
		return
	}
	low, high := slices.Min(finite), slices.Max(finite)
	slips := []Slip{
		{"That is the trial with the largest loss.", slices.Index(losses, high)},
		{"That is its number among the runs that came to an end. Wanted is the index in losses, where the others count.", slices.Index(finite, low)},
		{"Two trials have this loss. The first one is wanted.", len(losses) - 1 - slices.Index(lossesReversed(losses), low)},
	}
	if math.IsNaN(losses[0]) {
		slips = append([]Slip{{"Trial 0 is NaN, and wins: no loss is smaller than NaN, because every comparison with it is false.", 0}}, slips...)
	}
	t.Want("the best trial", Best(losses), slices.Index(losses, low), 0, slips...)
}

func lossesReversed(list []float64) []float64 {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

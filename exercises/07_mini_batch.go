package exercises

import (
	"fmt"
	"slices"

	"chainrule/pkg/linalg"
)

// BatchNoise asks how far the gradients of small batches are off.
var BatchNoise = &Exercise[func() (sigma2, with, without float64, B int)]{
	ID: "batch-noise", Lesson: 7, Kind: Predict, Title: "How far a batch is off", Name: "BatchNoise",
	Hints: [3]string{
		"The mean is 5. Take it off the four gradients, square, and take the mean of the squares: that is σ².",
		"With replacement, the mean square error of a batch of B is σ²/B. Without, it is smaller by the factor (n − B)/(n − 1).",
		"The length of an error is the root of its square. For a tenth of the length you need a hundredth of the square.",
	},
	Checks: []Check[func() (sigma2, with, without float64, B int)]{
		{Name: "the spread", Run: func(t *T, BatchNoise func() (sigma2, with, without float64, B int)) {
			sigma2, _, _, _ := BatchNoise()
			t.Guess("σ²", sigma2, 14.0, 1e-9,
				Slip{"That divides by n − 1. These four are the whole set, so σ² is the mean of the squares.", 56.0 / 3},
				Slip{"That is the sum of the squared deviations. σ² is their mean.", 56.0},
				Slip{"That is the mean of the squared gradients. Take their mean off first.", 39.0})
		}},
		{Name: "two with replacement", Run: func(t *T, BatchNoise func() (sigma2, with, without float64, B int)) {
			_, with, _, _ := BatchNoise()
			t.Guess("The mean square error with replacement", with, 7.0, 1e-9,
				Slip{"That divides σ² by B². There are B terms of σ² in the sum, so one B cancels.", 3.5},
				Slip{"That is for draws without replacement.", 14.0 / 3},
				Slip{"That is the error of a single example.", 14.0})
		}},
	},
}

// MiniBatches asks for an iterator over shuffled batches.
var MiniBatches = &Exercise[func(n, B int, uniform func() float64) func() []int]{
	ID: "mini-batches", Lesson: 7, Kind: Implement, Title: "A mini-batch iterator", Name: "Batches",
	Hints: [3]string{
		"Two variables live in Batches, outside of the function that you return: the order, a slice of n numbers, and where the next batch begins.",
		"When the place is at the beginning of an epoch, shuffle first. When it has come to n, the epoch is over, and it goes back to 0.",
		"The batch is order[from:min(from+B, n)]. That is a view into the order, which you will shuffle again: hand out a copy, as of slices.Clone.",
	},
	Checks: []Check[func(n, B int, uniform func() float64) func() []int]{
		{Name: "one epoch of five in batches of two", Run: func(t *T, Batches func(n, B int, uniform func() float64) func() []int) {
			CheckMiniBatches(t, Batches, 5, 2, 1, []float64{0.5, 0, 0.9, 0.3})
		}},
		{Name: "two epochs", Run: func(t *T, Batches func(n, B int, uniform func() float64) func() []int) {
			CheckMiniBatches(t, Batches, 5, 2, 2, []float64{0.5, 0, 0.9, 0.3, 0.1, 0.6, 0.5, 0.9})
		}},
		{Name: "a batch larger than the set", Run: func(t *T, Batches func(n, B int, uniform func() float64) func() []int) {
			CheckMiniBatches(t, Batches, 3, 10, 2, []float64{0.4, 0.6, 0.1, 0.2})
		}},
	},
}

// CheckMiniBatches asks a solution for the batches of some epochs, with these numbers for uniform to return.
func CheckMiniBatches(t *T, Batches func(n, B int, uniform func() float64) func() []int, n, B, epochs int, uniforms []float64) {
	// run lists the batches when place i is exchanged with one below limit(i), in epochs that begin as anew says.
	run := func(limit func(i int) int, shuffles func(epoch int) bool, anew bool) (all [][]int) {
		order, drawn := make([]int, n), 0
		for epoch := range epochs {
			for i := range order {
				if anew || epoch == 0 {
					order[i] = i
				}
			}
			for i := n - 1; i > 0 && shuffles(epoch); i-- {
				j := int(uniforms[drawn] * float64(limit(i)))
				drawn++
				order[i], order[j] = order[j], order[i]
			}
			for batch := range slices.Chunk(order, B) {
				all = append(all, slices.Clone(batch))
			}
		}
		return all
	}
	upTo := func(i int) int { return i + 1 }
	always := func(int) bool { return true }
	want := run(upTo, always, false)
	slips := []struct {
		say     string
		batches [][]int
	}{
		{"These come in order: shuffle before the first batch.", run(upTo, func(int) bool { return false }, false)},
		{"j was drawn from all places, also those that have had their turn. Then some orders are more likely than others: j is at most i.",
			run(func(int) int { return n }, always, false)},
		{"j was drawn below i, so that no number may stay where it is: j may be i itself.", run(func(i int) int { return i }, always, false)},
		{"This is the order of the first epoch again. Each epoch has an order of its own.", run(upTo, func(epoch int) bool { return epoch == 0 }, false)},
		{"The order began again at 0, 1, 2, … That is as random, but here the shuffle goes on from the order that the last epoch left.", run(upTo, always, true)},
	}
	t.Given("n, B", []int{n, B})
	t.Given("what uniform returns, call by call", uniforms)
	drawn := 0
	next := Batches(n, B, func() float64 {
		drawn++
		if drawn > len(uniforms) {
			return 0.5 // whoever shuffles for the next epoch at the end of this one
		}
		return uniforms[drawn-1]
	})
	if next == nil {
		t.Fail("Batches is to return a function; this is nil.")
	}
	perEpoch := (n + B - 1) / B
	var kept [][]int
	for k, batch := range want {
		name := fmt.Sprintf("batch %d of epoch %d", k%perEpoch+1, k/perEpoch+1)
		got := next()
		var known []Slip
		for _, s := range slips {
			known = append(known, Slip{s.say, s.batches[k]})
		}
		switch {
		case len(got) == 0 && k > 0:
			t.Fail("Nothing came for %s. The batches have no end: after an epoch comes the next one.", name)
		case k%perEpoch == perEpoch-1 && k > 0 && len(batch) < B && len(got) == B:
			t.Fail("There are %d numbers in %s. It is the rest of the epoch, with %d: no example is left out, and none comes twice.", len(got), name, len(batch))
		}
		t.Want(name, got, batch, 0, known...)
		kept = append(kept, got)
	}
	for k, batch := range kept {
		t.Want(fmt.Sprintf("batch %d, looked at again at the end", k+1), batch, want[k], 0,
			Slip{"A batch has changed after it was handed out: it is a view into the order, which the next epoch shuffles. Hand out a copy.", slices.Clone(batch)})
	}
}

// PartedPairs asks for the repair of a shuffle.
var PartedPairs = &Exercise[func(X, Y *linalg.Matrix, uniform func() float64) (Xs, Ys *linalg.Matrix)]{
	ID: "parted-pairs", Lesson: 7, Kind: Debug, Title: "Targets that lost their examples", Name: "Shuffle",
	Hints: [3]string{
		"Follow one example: where does its row of X go, and where its row of Y?",
		"How often is an order drawn?",
		"Both matrices need the same order. A result that is used twice wants a name.",
	},
	Checks: []Check[func(X, Y *linalg.Matrix, uniform func() float64) (Xs, Ys *linalg.Matrix)]{
		{Name: "four examples", Run: func(t *T, Shuffle func(X, Y *linalg.Matrix, uniform func() float64) (Xs, Ys *linalg.Matrix)) {
			CheckPartedPairs(t, Shuffle, linalg.Col(1, 2, 3, 4), linalg.Col(10, 20, 30, 40), []float64{0.3, 0.8, 0.1, 0.9, 0.1, 0.6})
		}},
		{Name: "two features", Run: func(t *T, Shuffle func(X, Y *linalg.Matrix, uniform func() float64) (Xs, Ys *linalg.Matrix)) {
			CheckPartedPairs(t, Shuffle, linalg.New(3, 2, 1, 2, 3, 4, 5, 6), linalg.Col(12, 34, 56), []float64{0.4, 0.9, 0.9, 0.1})
		}},
	},
}

// CheckPartedPairs asks a solution for the rows of X, all different, and of Y in another order. Uniform returns these numbers, again and again.
func CheckPartedPairs(t *T, Shuffle func(X, Y *linalg.Matrix, uniform func() float64) (Xs, Ys *linalg.Matrix), X, Y *linalg.Matrix, uniforms []float64) {
	t.Given("X", X)
	t.Given("Y", Y)
	t.Given("what uniform returns, call by call", uniforms)
	sameX, sameY := X.Clone(), Y.Clone()
	drawn := 0
	Xs, Ys := Shuffle(X, Y, func() float64 {
		drawn++
		return uniforms[(drawn-1)%len(uniforms)]
	})
	if Xs == nil || Ys == nil {
		t.Fail("Nothing came back (nil).")
	}
	if Xs.Rows != sameX.Rows || Xs.Cols != sameX.Cols || Ys.Rows != sameY.Rows || Ys.Cols != sameY.Cols {
		t.Fail("The shapes are %d×%d and %d×%d, want those of X and Y.", Xs.Rows, Xs.Cols, Ys.Rows, Ys.Cols)
	}
	seen, moved, parted, its := map[int]bool{}, false, -1, -1 // parted is the first row with another's target, its the row of X that it was
	for i := range Xs.Rows {
		from := slices.IndexFunc(slices.Collect(slices.Chunk(sameX.Data, sameX.Cols)), func(row []float64) bool { return slices.Equal(row, Xs.Row(i)) })
		switch {
		case from < 0:
			t.Fail("Row %d of the shuffled X is %v. X has no such row.", i+1, Xs.Row(i))
		case seen[from]:
			t.Fail("Row %d of X comes twice. A shuffle has each example once.", from+1)
		}
		seen[from] = true
		moved = moved || from != i
		if parted < 0 && !slices.Equal(Ys.Row(i), sameY.Row(from)) {
			parted, its = i, from
		}
	}
	switch {
	case parted >= 0 && linalg.Equal(Ys, sameY):
		t.Fail("X is shuffled, and Y is as it was: the targets now belong to other examples.")
	case parted >= 0:
		t.Fail("The examples have lost their targets: %v, row %d of X, came out as row %d, and beside it stands %v. Its target is %v.",
			sameX.Row(its), its+1, parted+1, Ys.Row(parted), sameY.Row(its))
	case !moved || drawn == 0:
		t.Fail("Every example is where it was. Uniform says in which order they come.")
	}
}

// NoiseScale asks how large a batch is worth its work.
var NoiseScale = &Exercise[func(G *linalg.Matrix) float64]{
	ID: "noise-scale", Lesson: 7, Kind: Implement, Title: "The gradient noise scale", Name: "NoiseScale",
	Hints: [3]string{
		"First the mean gradient, a row: the mean of each column of G. linalg has it.",
		"σ² is one number: for each example the squared length of its difference from the mean, then the mean of those over the examples.",
		"linalg.AddRow(G, linalg.Scale(-1, mean)) has the differences, and linalg.Dot(D, D) is the sum of all their squares. Divide by n once, and by the squared length of the mean gradient.",
	},
	Checks: []Check[func(G *linalg.Matrix) float64]{
		{Name: "two examples that disagree in one direction", Run: func(t *T, NoiseScale func(G *linalg.Matrix) float64) {
			CheckNoiseScale(t, NoiseScale, linalg.New(2, 2, 3, 1, -1, 1))
		}},
		{Name: "four examples, one parameter", Run: func(t *T, NoiseScale func(G *linalg.Matrix) float64) {
			CheckNoiseScale(t, NoiseScale, linalg.Col(5, -3, 7, -1))
		}},
		{Name: "all agree", Run: func(t *T, NoiseScale func(G *linalg.Matrix) float64) {
			CheckNoiseScale(t, NoiseScale, linalg.New(3, 2, 1, 2, 1, 2, 1, 2))
		}},
	},
}

// CheckNoiseScale asks a solution for σ²/‖ḡ‖² of the gradients in the rows of G.
func CheckNoiseScale(t *T, NoiseScale func(G *linalg.Matrix) float64, G *linalg.Matrix) {
	n := float64(G.Rows)
	mean := linalg.MeanRows(G)
	gg := linalg.Dot(mean, mean)
	raw := linalg.Dot(G, G) / n
	sigma2 := raw - gg // the mean square less the square of the mean
	want := sigma2 / gg
	slips := []Slip{
		{"The mean is not taken off: σ² is the spread of the gradients around their mean.", raw / gg},
		{"That is the sum over the examples. σ² is their mean.", n * want},
		{"That divides by the length of the mean gradient. Its square is wanted.", sigma2 / linalg.Norm(mean)},
		{"That is σ², the spread. Divide it by the squared length of the mean gradient.", sigma2},
		{"That divides σ² by the number of parameters too. The squares of all entries add up.", want / float64(G.Cols)},
	}
	if n > 1 {
		slips = append(slips, Slip{"That divides by n − 1. Here σ² is the mean over all n examples.", want * n / (n - 1)})
	}
	if sigma2 > 0 {
		slips = append(slips, Slip{"This is upside down: the more the examples disagree, the larger the batch that is worth its work.", 1 / want})
	}
	t.Given("G", G)
	t.Want("σ²/‖ḡ‖²", NoiseScale(G), want, 1e-9, slips...)
}

package exercises

import "chainrule/pkg/linalg"

// InvertedDropout asks for dropout, as it trains and as it is used.
var InvertedDropout = &Exercise[func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix)]{
	ID: "inverted-dropout", Lesson: 21, Kind: Implement, Title: "Inverted dropout", Name: "Dropout",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Make the mask first, then Y from it. Each unit of each example gets a draw of its own.",
		"How likely is uniform() < rate? And what is the mean of an entry of M, if what is kept counts 1? By which factor must it count, for the mean to be 1?",
		"In use M holds ones only, and uniform is not called at all.",
	},
	Checks: []Check[func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix)]{
		{Name: "two examples in training", Run: func(t *T, Dropout func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix)) {
			CheckInvertedDropout(t, Dropout, linalg.New(2, 3, 1, 2, 3, 4, 5, 6), 0.75, true, []float64{0.1, 0.8, 0.5, 0.9, 0.3, 0.76})
		}},
		{Name: "the same in use", Run: func(t *T, Dropout func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix)) {
			CheckInvertedDropout(t, Dropout, linalg.New(2, 3, 1, 2, 3, 4, 5, 6), 0.75, false, []float64{0.1, 0.8, 0.5, 0.9, 0.3, 0.76})
		}},
		{Name: "one half", Run: func(t *T, Dropout func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix)) {
			CheckInvertedDropout(t, Dropout, linalg.Row(10, -10, 3), 0.5, true, []float64{0.5, 0.49, 0})
		}},
	},
}

// dropped is a mask: 0 where the draw is below the rate, keep elsewhere.
func dropped(rows, cols int, rate, keep float64, draw func(i, j int) float64) *linalg.Matrix {
	M := linalg.New(rows, cols)
	for i := range rows {
		for j := range cols {
			if draw(i, j) >= rate {
				M.Set(i, j, keep)
			}
		}
	}
	return M
}

// CheckInvertedDropout asks a solution for a mask from these draws, one for each entry of X, and for what is left of X.
func CheckInvertedDropout(t *T, Dropout func(X *linalg.Matrix, rate float64, train bool, uniform func() float64) (Y, M *linalg.Matrix), X *linalg.Matrix, rate float64, train bool, draws []float64) {
	t.Given("X", X)
	t.Given("rate", rate)
	t.Given("train", train)
	t.Given("the draws of uniform", draws)
	inRow := func(i, j int) float64 { return draws[i*X.Cols+j] }
	keep := 1 / (1 - rate)
	want, calls := dropped(X.Rows, X.Cols, rate, keep, inRow), len(draws)
	if !train {
		want, calls = linalg.Full(X.Rows, X.Cols, 1), 0
	}
	wantY := linalg.Hadamard(X, want)
	called := 0
	Y, M := Dropout(X, rate, train, func() float64 {
		called++
		return draws[(called-1)%len(draws)]
	})
	var slips []Slip
	if train {
		other := dropped(X.Rows, X.Cols, rate, 1, inRow)
		slips = []Slip{
			{"The right units are dropped, but those that stay do not make up for it: the next layer gets less than it will get in use.", other},
			{"Those that stay are multiplied by 1 − rate. That makes them smaller still: divide.", linalg.Scale(1-rate, other)},
			{"Those that stay are divided by the rate. What stays has the share 1 − rate.", linalg.Scale(1/rate, other)},
			{"Dropped and kept are exchanged: rate is the share that is dropped.", linalg.Apply(func(m float64) float64 { return keep * (1 - m) }, other)},
			{"Dropped and kept are exchanged, and so is the factor: rate is the share that is dropped.", linalg.Apply(func(m float64) float64 { return (1 - m) / rate }, other)},
			{"All examples lose the same units. Each example has its own draws.", dropped(X.Rows, X.Cols, rate, keep, func(_, j int) float64 { return draws[j] })},
			{"Whole examples are dropped. Each unit has its own draw.", dropped(X.Rows, X.Cols, rate, keep, func(i, _ int) float64 { return draws[i] })},
			{"The draws went down the columns. Go through X row by row.", dropped(X.Rows, X.Cols, rate, keep, func(i, j int) float64 { return draws[j*X.Rows+i] })},
		}
	} else {
		slips = []Slip{
			{"Units are dropped in use as well. Then all of them are there.", dropped(X.Rows, X.Cols, rate, keep, inRow)},
			{"Units are dropped in use as well. Then all of them are there.", dropped(X.Rows, X.Cols, rate, 1, inRow)},
			{"In use nothing is scaled: inverted dropout has done that in training.", linalg.Full(X.Rows, X.Cols, 1-rate)},
			{"In use nothing is scaled: no unit is missing.", linalg.Full(X.Rows, X.Cols, keep)},
		}
	}
	t.Want("M", M, want, 1e-9, slips...)
	t.Want("Y", Y, wantY, 1e-9, Slip{"The mask is right, but Y is X as it was.", X})
	t.Want("the calls of uniform", called, calls, 0)
}

// ThinnedUnit asks what a unit gives over all masks.
var ThinnedUnit = &Exercise[func() (mean, variance, active float64)]{
	ID: "thinned-unit", Lesson: 21, Kind: Predict, Title: "Four nets in one unit", Name: "ThinnedUnit",
	Hints: [3]string{
		"Two inputs, each there or not: write down the four masks. What is kept counts twice.",
		"z is 8, 12, −4 or 0, each as likely as the others.",
		"The mean of ReLU(z) is not ReLU of the mean: cut each of the four at zero, then average. For the variance, average the squares of the distances from the mean of z.",
	},
	Checks: []Check[func() (mean, variance, active float64)]{
		{Name: "the mean of z", Run: func(t *T, ThinnedUnit func() (mean, variance, active float64)) {
			mean, _, _ := ThinnedUnit()
			t.Guess("The mean of z", mean, 4.0, 1e-9,
				Slip{"That is dropout without the factor 1/(1 − rate). Inverted dropout keeps the mean.", 2.0},
				Slip{"That is z with both inputs there. Three more masks are as likely.", 8.0})
		}},
		{Name: "the mean of ReLU(z)", Run: func(t *T, ThinnedUnit func() (mean, variance, active float64)) {
			_, _, active := ThinnedUnit()
			t.Guess("The mean of ReLU(z)", active, 5.0, 1e-9,
				Slip{"That is ReLU of the mean, what the net says in use. Here each mask goes through ReLU first.", 4.0},
				Slip{"That is dropout without the factor 1/(1 − rate).", 2.5},
				Slip{"The mask that leaves nothing counts as well: there are four.", 20.0 / 3})
		}},
	},
}

// DropoutBackward asks for the repair of a dropout layer's backward pass.
var DropoutBackward = &Exercise[func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (Y, dX *linalg.Matrix)]{
	ID: "dropout-backward", Lesson: 21, Kind: Debug, Title: "The error takes another way", Name: "DropoutPass",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Take X = (1, 1) and draws that drop the first unit. Which entry of dX must be 0, whatever dY is?",
		"How often is uniform called for one batch?",
		"Forward: Y = X ⊙ M. Backward: dX = dY ⊙ M. Is it the same M here?",
	},
	Checks: []Check[func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (Y, dX *linalg.Matrix)]{
		{Name: "one example", Run: func(t *T, DropoutPass func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (Y, dX *linalg.Matrix)) {
			CheckDropoutBackward(t, DropoutPass, linalg.Row(1, 2, 3, 4), linalg.Row(1, 1, 1, 1), 0.5, []float64{0.2, 0.7, 0.6, 0.1, 0.9, 0.3, 0.8, 0.4})
		}},
		{Name: "two examples", Run: func(t *T, DropoutPass func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (Y, dX *linalg.Matrix)) {
			CheckDropoutBackward(t, DropoutPass, linalg.New(2, 2, 1, 2, 3, 4), linalg.New(2, 2, 1, 2, 3, 4), 0.75, []float64{0.8, 0.1, 0.5, 0.9, 0.2, 0.9, 0.95, 0.1})
		}},
	},
}

// CheckDropoutBackward asks a solution for both passes through one mask; there are draws for two.
func CheckDropoutBackward(t *T, DropoutPass func(X, dY *linalg.Matrix, rate float64, uniform func() float64) (Y, dX *linalg.Matrix), X, dY *linalg.Matrix, rate float64, draws []float64) {
	t.Given("X", X)
	t.Given("dY", dY)
	t.Given("rate", rate)
	t.Given("the draws of uniform", draws)
	size := len(X.Data)
	mask := func(from int) *linalg.Matrix {
		return dropped(X.Rows, X.Cols, rate, 1/(1-rate), func(i, j int) float64 { return draws[from+i*X.Cols+j] })
	}
	M, next := mask(0), mask(size)
	wantY, wantX := linalg.Hadamard(X, M), linalg.Hadamard(dY, M)
	called := 0
	Y, dX := DropoutPass(X, dY, rate, func() float64 {
		called++
		return draws[(called-1)%len(draws)]
	})
	t.Want("Y", Y, wantY, 1e-9,
		Slip{"These are the draws for a second mask: the backward pass seems to come first.", linalg.Hadamard(X, next)})
	t.Want("dX", dX, wantX, 1e-9,
		Slip{"The error went back through a new mask: units that were off learn, and units that were on do not.", linalg.Hadamard(dY, next)},
		Slip{"The error went back through the right units, but without their factor 1/(1 − rate).", linalg.Scale(1-rate, wantX)},
		Slip{"The error went back to all units. Those that were off have no part in it.", dY},
		Slip{"The error of all units is scaled. Those that were off have no part in it.", linalg.Scale(1/(1-rate), dY)})
	t.Want("the calls of uniform", called, size, 0)
}

package exercises

import (
	"math"
	"slices"

	"chainrule/pkg/linalg"
)

// OneHot asks for an encoder that belongs to the training set.
var OneHot = &Exercise[func(train, test []string) *linalg.Matrix]{
	ID: "one-hot", Lesson: 11, Kind: Implement, Title: "One-hot encoding", Name: "OneHot",
	Forbid: []string{"nn", "data"},
	Hints: [3]string{
		"First the columns: the different values of train, sorted. They say how wide the result is, whatever is in test.",
		"slices.Sort and slices.Compact make the list of columns, on a copy of train. Then, for each value of test, look for its column.",
		"slices.Index returns −1 for a value that is not there; a map returns 0 for it, which is a column. Only write a 1 when the value was found.",
	},
	Checks: []Check[func(train, test []string) *linalg.Matrix]{
		{Name: "three colors", Run: func(t *T, OneHot func(train, test []string) *linalg.Matrix) {
			CheckOneHot(t, OneHot, []string{"red", "blue", "green", "red"}, []string{"red", "blue", "green"})
		}},
		{Name: "not every value is in the test set", Run: func(t *T, OneHot func(train, test []string) *linalg.Matrix) {
			CheckOneHot(t, OneHot, []string{"red", "blue", "green"}, []string{"red", "red"})
		}},
		{Name: "a value that nobody has seen", Run: func(t *T, OneHot func(train, test []string) *linalg.Matrix) {
			CheckOneHot(t, OneHot, []string{"blue", "red"}, []string{"violet", "red"})
		}},
	},
}

// CheckOneHot asks a solution for the one-hot rows of test, with the columns of train.
func CheckOneHot(t *T, OneHot func(train, test []string) *linalg.Matrix, train, test []string) {
	sorted := func(values []string) []string { return slices.Compact(slices.Sorted(slices.Values(values))) }
	// encoded picks rows of an identity matrix, with a row of zeros below it for what is not in the columns.
	encoded := func(columns []string, unseen int) *linalg.Matrix {
		rows := make([]int, len(test))
		for i, v := range test {
			if rows[i] = slices.Index(columns, v); rows[i] < 0 {
				rows[i] = unseen
			}
		}
		return linalg.SelectRows(linalg.VStack(linalg.Identity(len(columns)), linalg.New(1, len(columns))), rows)
	}
	columns := sorted(train)
	k := len(columns)
	var byTurn []string // in the order in which they come
	for _, v := range train {
		if !slices.Contains(byTurn, v) {
			byTurn = append(byTurn, v)
		}
	}
	own := sorted(test)
	slips := []Slip{
		{"A value that train does not have was given the first column, as if it were that one. It gets a row of zeros. (A map returns 0 for what it does not have.)", encoded(columns, 0)},
		{"The columns are in the order in which the values came. They are to be sorted.", encoded(byTurn, k)},
		{"The columns were made of the test set. They belong to the training set, and stay what they are.", encoded(own, len(own))},
	}
	if k > 1 {
		slips = append(slips,
			Slip{"The first column is missing. Here every value of train has one.", linalg.SliceCols(encoded(columns, k), 1, k)},
			Slip{"The last column is missing. Here every value of train has one.", linalg.SliceCols(encoded(columns, k), 0, k-1)})
	}
	if all := sorted(slices.Concat(train, test)); len(all) > k {
		slips = append(slips, Slip{"The test set has added a column. The columns belong to the training set; what it does not have gets a row of zeros.", encoded(all, len(all))})
	}
	if len(train) > k {
		wide := linalg.New(len(test), len(train))
		for i, v := range test {
			if j := slices.Index(slices.Sorted(slices.Values(train)), v); j >= 0 {
				wide.Set(i, j, 1)
			}
		}
		slips = append(slips, Slip{"There is a column for each example of train. A value that comes twice has one column.", wide})
	}
	t.Given("train", train)
	t.Given("test", test)
	t.Want("the rows of test", OneHot(train, test), encoded(columns, k), 0, slips...)
}

// VocabularyCost asks what an embedding holds, computes and learns.
var VocabularyCost = &Exercise[func() (parameters, products, touched int)]{
	ID: "vocabulary-cost", Lesson: 11, Kind: Predict, Title: "What a vocabulary costs", Name: "VocabularyCost",
	Hints: [3]string{
		"E has a row for each token of the vocabulary. Write the product as (64×10,000)(10,000×300).",
		"Each entry of the product is a sum over the inner size. A batch of one-hot rows is multiplied like any other, zeros included.",
		"∂E = Xᵀ ∂Z: a row of ∂E is not zero only when its token is in the batch, and a token that is there three times has one row.",
	},
	Checks: []Check[func() (parameters, products, touched int)]{
		{Name: "the parameters", Run: func(t *T, VocabularyCost func() (parameters, products, touched int)) {
			parameters, _, _ := VocabularyCost()
			t.Guess("The number of parameters", parameters, 3000000, 0,
				Slip{"An embedding has no bias.", 3000300},
				Slip{"That is the one-hot batch. The parameters are those of E, V×d.", 640000},
				Slip{"That is what comes out for the batch. The parameters are those of E, V×d.", 19200})
		}},
		{Name: "what the batch can teach", Run: func(t *T, VocabularyCost func() (parameters, products, touched int)) {
			_, _, touched := VocabularyCost()
			t.Guess("The number of entries of ∂E", touched, 12000, 0,
				Slip{"That counts a row for each of the 64 places. A token that comes again adds to the row that it has.", 19200},
				Slip{"That is all of E. Tokens that are not in the batch have a gradient of zero.", 3000000},
				Slip{"That is the number of rows. Each has 300 entries.", 40})
		}},
	},
}

// RepeatedToken asks for the repair of an embedding's gradient.
var RepeatedToken = &Exercise[func(tokens []int, dZ *linalg.Matrix, V int) *linalg.Matrix]{
	ID: "repeated-token", Lesson: 11, Kind: Debug, Title: "A word that comes twice", Name: "EmbeddingGrad",
	Forbid: []string{"Embedding"},
	Hints: [3]string{
		"Try tokens 1, 1 on paper, with ∂Z = (1) and (10). The cost depends on row 1 of E through both places.",
		"What does dE hold in the row of a token when it comes for the second time, and what does copy do with that?",
		"A weight that is used in several places gets the sum of what comes back from each.",
	},
	Checks: []Check[func(tokens []int, dZ *linalg.Matrix, V int) *linalg.Matrix]{
		{Name: "two different tokens", Run: func(t *T, EmbeddingGrad func(tokens []int, dZ *linalg.Matrix, V int) *linalg.Matrix) {
			CheckRepeatedToken(t, EmbeddingGrad, []int{2, 0}, linalg.New(2, 2, 1, 2, 3, 4), 3)
		}},
		{Name: "a token that comes twice", Run: func(t *T, EmbeddingGrad func(tokens []int, dZ *linalg.Matrix, V int) *linalg.Matrix) {
			CheckRepeatedToken(t, EmbeddingGrad, []int{1, 2, 1}, linalg.New(3, 2, 1, 2, 3, 4, 10, 20), 3)
		}},
	},
}

// CheckRepeatedToken asks a solution for the gradient of an embedding with V rows. It is that of the product with one-hot rows.
func CheckRepeatedToken(t *T, EmbeddingGrad func(tokens []int, dZ *linalg.Matrix, V int) *linalg.Matrix, tokens []int, dZ *linalg.Matrix, V int) {
	X := linalg.SelectRows(linalg.Identity(V), tokens) // n×V
	want := linalg.MulATB(X, dZ)
	counts := linalg.Apply(func(n float64) float64 { return 1 / max(1, n) }, linalg.Transpose(linalg.SumRows(X)))
	first, last, byPlace := linalg.New(V, dZ.Cols), linalg.New(V, dZ.Cols), linalg.New(V, dZ.Cols)
	for i, k := range tokens {
		copy(last.Row(k), dZ.Row(i))
		if slices.Index(tokens, k) == i {
			copy(first.Row(k), dZ.Row(i))
		}
		if i < V {
			copy(byPlace.Row(i), dZ.Row(i))
		}
	}
	t.Given("tokens", tokens)
	t.Given("dZ", dZ)
	t.Given("V", V)
	t.Want("dE", EmbeddingGrad(tokens, dZ, V), want, 1e-12,
		Slip{"Of a token that comes more than once only the last place counts: the second gradient was written over the first. Add them up.", last},
		Slip{"Of a token that comes more than once only the first place counts. Add them up.", first},
		Slip{"This is the mean over the places of a token. Each place has a say of its own: add them up.", linalg.HadamardCol(want, counts)},
		Slip{"Row i of dZ went to row i. It belongs to the row of the token that stood there.", byPlace})
}

// OthersMean asks for a target encoding that does not leak.
var OthersMean = &Exercise[func(values []string, y []float64) []float64]{
	ID: "others-mean", Lesson: 11, Kind: Implement, Title: "A target that does not leak", Name: "OthersMean",
	Hints: [3]string{
		"A first pass over the examples: for each value the sum of the targets and their number, in two maps. And the sum of all.",
		"The others of an example: its group's sum without its own target, over the group's number without itself.",
		"When the group has one member, that would be 0/0. Then take the sum of all targets without its own, over n − 1.",
	},
	Checks: []Check[func(values []string, y []float64) []float64]{
		{Name: "two districts", Run: func(t *T, OthersMean func(values []string, y []float64) []float64) {
			CheckOthersMean(t, OthersMean, []string{"north", "south", "north", "south", "north"}, []float64{4, 20, 8, 30, 3})
		}},
		{Name: "a value that comes once", Run: func(t *T, OthersMean func(values []string, y []float64) []float64) {
			CheckOthersMean(t, OthersMean, []string{"a", "b", "a"}, []float64{2, 100, 6})
		}},
	},
}

// CheckOthersMean asks a solution for the mean target of the other examples of the same value, for each example.
func CheckOthersMean(t *T, OthersMean func(values []string, y []float64) []float64, values []string, y []float64) {
	// encoded has for each i the mean of the targets j for which in(i, j) holds; of none it is what alone says.
	encoded := func(in func(i, j int) bool, alone func(i int) float64) []float64 {
		all := make([]float64, len(y))
		for i := range y {
			var some []float64
			for j := range y {
				if in(i, j) {
					some = append(some, y[j])
				}
			}
			if len(some) == 0 {
				all[i] = alone(i)
			} else {
				all[i] = linalg.Mean(linalg.Row(some...))
			}
		}
		return all
	}
	same := func(i, j int) bool { return values[i] == values[j] }
	other := func(i, j int) bool { return same(i, j) && i != j }
	overall := linalg.Mean(linalg.Row(y...))
	own := slices.Clone(y) // as the solution might overwrite y
	rest := func(i int) float64 { return (overall*float64(len(y)) - own[i]) / float64(len(y)-1) }
	want := encoded(other, rest)
	shrunk := make([]float64, len(y)) // the own target is taken out of the sum, and stays in the number
	for i := range y {
		m := float64(len(slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v != values[i] })))
		shrunk[i] = want[i] * (m - 1) / m
	}
	slips := []Slip{
		{"Each example's own target is in its feature: that is the leak. Leave it out.", encoded(same, rest)},
		{"The own target is taken out of the sum, but the example is still counted: divide by one less.", shrunk},
		{"A value that comes once got the mean of all targets, its own among them. That leaks, too.", encoded(other, func(int) float64 { return overall })},
		{"A value that comes once got its own target: that is the answer itself.", encoded(other, func(i int) float64 { return own[i] })},
		{"A value that comes once got 0, which says something about it. Nothing is known: take the mean of all others.", encoded(other, func(int) float64 { return 0 })},
	}
	t.Given("values", values)
	t.Given("y", y)
	got := OthersMean(values, y)
	if slices.ContainsFunc(got, math.IsNaN) {
		t.Fail("There is NaN in it: a value comes once, so it has no others, and 0 was divided by 0. Such an example gets the mean of all other targets.")
	}
	t.Want("the feature", got, want, 1e-9, slips...)
}

package solutions

import (
	"slices"
	"strconv"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

type oneHot = func(train, test []string) *linalg.Matrix

// oneHotWith gives value v of test the column that place says, none when it is negative.
func oneHotWith(columns func(train, test []string) []string, place func(columns []string, v string) int) oneHot {
	return func(train, test []string) *linalg.Matrix {
		all := columns(slices.Clone(train), slices.Clone(test))
		X := linalg.New(len(test), len(all))
		for i, v := range test {
			if j := place(all, v); j >= 0 {
				X.Set(i, j, 1)
			}
		}
		return X
	}
}

func sortedOnce(values []string) []string {
	slices.Sort(values)
	return slices.Compact(values)
}

// OneHot is the solution of exercises.OneHot.
var OneHot = &Solution[oneHot]{
	Exercise: exercises.OneHot,
	Hidden: []exercises.Check[oneHot]{
		{Name: "values that are drawn", Points: 2, Run: func(t *exercises.T, OneHot oneHot) {
			draw := func(n, below int) (all []string) {
				for range n {
					all = append(all, "v"+strconv.Itoa(t.Rand.IntN(below)))
				}
				return all
			}
			exercises.CheckOneHot(t, OneHot, draw(2+t.Rand.IntN(8), 6), draw(1+t.Rand.IntN(6), 8))
		}},
		{Name: "a value is missing and another is new", Run: func(t *exercises.T, OneHot oneHot) {
			exercises.CheckOneHot(t, OneHot, []string{"setosa", "versicolor", "virginica"}, []string{"versicolor", "pseudacorus", "virginica"})
		}},
		{Name: "an order that is not sorted", Run: func(t *exercises.T, OneHot oneHot) {
			exercises.CheckOneHot(t, OneHot, []string{"c", "a", "c", "b", "a"}, []string{"a", "b", "c"})
		}},
		{Name: "one value", Run: func(t *exercises.T, OneHot oneHot) {
			exercises.CheckOneHot(t, OneHot, []string{"a", "a"}, []string{"a", "b"})
		}},
	},
	Mutants: []Mutant[oneHot]{
		{"fitted again", oneHotWith(func(train, test []string) []string { return sortedOnce(test) }, func(c []string, v string) int { return slices.Index(c, v) }), "The columns were made of the test set."},
		{"a map without the second result", oneHotWith(func(train, test []string) []string { return sortedOnce(train) }, func(c []string, v string) int {
			m := map[string]int{}
			for j, name := range c {
				m[name] = j
			}
			return m[v]
		}), "A map returns 0 for what it does not have."},
		{"in the order in which they come", oneHotWith(func(train, test []string) (all []string) {
			for _, v := range train {
				if !slices.Contains(all, v) {
					all = append(all, v)
				}
			}
			return all
		}, func(c []string, v string) int { return slices.Index(c, v) }), "The columns are in the order in which the values came."},
		{"fitted on both", oneHotWith(func(train, test []string) []string { return sortedOnce(append(train, test...)) }, func(c []string, v string) int { return slices.Index(c, v) }), "The test set has added a column."},
		{"train is sorted in place", func(train, test []string) *linalg.Matrix {
			slices.Sort(train)
			return oneHotWith(func(train, test []string) []string { return sortedOnce(train) }, func(c []string, v string) int { return slices.Index(c, v) })(train, test)
		}, "train was overwritten"},
	},
}

// VocabularyCost is the solution of exercises.VocabularyCost.
var VocabularyCost = &Solution[func() (parameters, products, touched int)]{
	Exercise: exercises.VocabularyCost,
	Hidden: []exercises.Check[func() (parameters, products, touched int)]{
		{Name: "the products", Points: 2, Run: func(t *exercises.T, VocabularyCost func() (parameters, products, touched int)) {
			_, products, _ := VocabularyCost()
			t.Guess("The number of multiplications", products, 64*10000*300, 0,
				exercises.Slip{Say: "That is the look-up, which needs none. As a product, the zeros are multiplied as well.", Value: 0},
				exercises.Slip{Say: "That is for a single token. There are 64.", Value: 10000 * 300},
				exercises.Slip{Say: "That multiplies by the ones alone. A matrix product does not know which entries are 0.", Value: 64 * 300},
				exercises.Slip{Say: "Every place is multiplied, also when a token has been there before.", Value: 40 * 10000 * 300})
		}},
	},
	Mutants: []Mutant[func() (parameters, products, touched int)]{
		{"a row for each place", func() (parameters, products, touched int) { return 3000000, 192000000, 19200 }, "A token that comes again adds to the row that it has."},
		{"all of E learns", func() (parameters, products, touched int) { return 3000000, 192000000, 3000000 }, "have a gradient of zero"},
		{"the look-up", func() (parameters, products, touched int) { return 3000000, 0, 12000 }, "the zeros are multiplied as well"},
		{"the one-hot batch", func() (parameters, products, touched int) { return 640000, 19200, 12000 }, "The parameters are those of E"},
	},
}

type repeatedToken = func(tokens []int, dZ *linalg.Matrix, V int) *linalg.Matrix

// RepeatedToken is the solution of exercises.RepeatedToken.
var RepeatedToken = &Solution[repeatedToken]{
	Exercise: exercises.RepeatedToken,
	Hidden: []exercises.Check[repeatedToken]{
		{Name: "tokens that are drawn", Points: 2, Run: func(t *exercises.T, EmbeddingGrad repeatedToken) {
			tokens := make([]int, 6)
			for i := range tokens {
				tokens[i] = t.Rand.IntN(4)
			}
			exercises.CheckRepeatedToken(t, EmbeddingGrad, tokens, linalg.Normal(t.Rand, 6, 1+t.Rand.IntN(3), 0, 1), 5)
		}},
		{Name: "always the same token", Run: func(t *exercises.T, EmbeddingGrad repeatedToken) {
			exercises.CheckRepeatedToken(t, EmbeddingGrad, []int{3, 3, 3, 3}, linalg.Normal(t.Rand, 4, 2, 0, 1), 4)
		}},
		{Name: "each call begins with zeros", Run: func(t *exercises.T, EmbeddingGrad repeatedToken) {
			dZ := linalg.Normal(t.Rand, 2, 2, 0, 1)
			EmbeddingGrad([]int{0, 1}, dZ.Clone(), 3)
			exercises.CheckRepeatedToken(t, EmbeddingGrad, []int{1, 1}, dZ, 3)
		}},
	},
	Mutants: []Mutant[repeatedToken]{
		{"as handed out", func(tokens []int, dZ *linalg.Matrix, V int) *linalg.Matrix {
			dE := linalg.New(V, dZ.Cols)
			for i, k := range tokens {
				copy(dE.Row(k), dZ.Row(i))
			}
			return dE
		}, "the second gradient was written over the first"},
		{"the first place alone", func(tokens []int, dZ *linalg.Matrix, V int) *linalg.Matrix {
			dE, seen := linalg.New(V, dZ.Cols), map[int]bool{}
			for i, k := range tokens {
				if !seen[k] {
					copy(dE.Row(k), dZ.Row(i))
				}
				seen[k] = true
			}
			return dE
		}, "only the first place counts"},
		{"the mean", func(tokens []int, dZ *linalg.Matrix, V int) *linalg.Matrix {
			dE, counts := linalg.New(V, dZ.Cols), make([]float64, V)
			for _, k := range tokens {
				counts[k]++
			}
			for i, k := range tokens {
				for j, g := range dZ.Row(i) {
					dE.Row(k)[j] += g / counts[k]
				}
			}
			return dE
		}, "This is the mean over the places of a token."},
		{"by place", func(tokens []int, dZ *linalg.Matrix, V int) *linalg.Matrix {
			dE := linalg.New(V, dZ.Cols)
			for i := range min(V, len(tokens)) {
				copy(dE.Row(i), dZ.Row(i))
			}
			return dE
		}, "Row i of dZ went to row i."},
	},
}

type othersMean = func(values []string, y []float64) []float64

// othersWith makes the feature of the sums and numbers of a group and of all.
func othersWith(feature func(own, sum, count, total, n float64) float64) othersMean {
	return func(values []string, y []float64) []float64 {
		sum, count, total := map[string]float64{}, map[string]float64{}, 0.0
		for i, v := range values {
			sum[v] += y[i]
			count[v]++
			total += y[i]
		}
		all := make([]float64, len(y))
		for i, v := range values {
			all[i] = feature(y[i], sum[v], count[v], total, float64(len(y)))
		}
		return all
	}
}

// OthersMean is the solution of exercises.OthersMean.
var OthersMean = &Solution[othersMean]{
	Exercise: exercises.OthersMean,
	Hidden: []exercises.Check[othersMean]{
		{Name: "values that are drawn", Points: 2, Run: func(t *exercises.T, OthersMean othersMean) {
			n := 4 + t.Rand.IntN(6)
			values := make([]string, n)
			for i := range values {
				values[i] = string(rune('a' + t.Rand.IntN(4)))
			}
			exercises.CheckOthersMean(t, OthersMean, values, linalg.Normal(t.Rand, 1, n, 5, 2).Data)
		}},
		{Name: "an example's own target changes nothing in its feature", Run: func(t *exercises.T, OthersMean othersMean) {
			values := []string{"a", "b", "a", "a", "c"}
			y := linalg.Normal(t.Rand, 1, 5, 0, 1).Data
			t.Given("values", values)
			t.Given("y", y)
			one := OthersMean(slices.Clone(values), slices.Clone(y))
			for i := range y {
				other := slices.Clone(y)
				other[i] += 10
				two := OthersMean(values, other)
				if len(one) != 5 || len(two) != 5 {
					t.Fail("There is one number for each of the 5 examples.")
				}
				t.Want("the feature of example "+strconv.Itoa(i+1)+", with another target of its own", two[i], one[i], 1e-9,
					exercises.Slip{Say: "The feature moved with the example's own target: that is a leak.", Value: two[i]})
			}
		}},
		{Name: "no value comes twice", Run: func(t *exercises.T, OthersMean othersMean) {
			exercises.CheckOthersMean(t, OthersMean, []string{"a", "b", "c"}, linalg.Normal(t.Rand, 1, 3, 0, 1).Data)
		}},
	},
	Mutants: []Mutant[othersMean]{
		{"the mean of the group", othersWith(func(own, sum, count, total, n float64) float64 { return sum / count }), "that is the leak"},
		{"counted still", othersWith(func(own, sum, count, total, n float64) float64 { return (sum - own) / count }), "the example is still counted"},
		{"0 by 0", othersWith(func(own, sum, count, total, n float64) float64 { return (sum - own) / (count - 1) }), "it has no others"},
		{"alone, the mean of all", othersWith(func(own, sum, count, total, n float64) float64 {
			if count == 1 {
				return total / n
			}
			return (sum - own) / (count - 1)
		}), "That leaks, too."},
	},
}

package exercises

import (
	"math"

	"chainrule/pkg/linalg"
)

// NetSize asks how many parameters a net has.
var NetSize = &Exercise[func(widths []int) int]{
	ID: "net-size", Lesson: 2, Kind: Implement, Title: "How many parameters", Name: "NetSize",
	Hints: [3]string{
		"Take one layer with d inputs and h units. How many weights has a unit, and how many biases?",
		"A layer lies between two neighbors in the list: the width before is d, the width after is h.",
		"A list of four widths has three layers. Add up, for each pair of neighbors, the product and the second of the two.",
	},
	Checks: []Check[func(widths []int) int]{
		{Name: "the net for XOR", Run: func(t *T, NetSize func(widths []int) int) { CheckNetSize(t, NetSize, []int{2, 2, 1}) }},
		{Name: "three layers for the digits", Run: func(t *T, NetSize func(widths []int) int) { CheckNetSize(t, NetSize, []int{64, 32, 16, 10}) }},
		{Name: "one layer", Run: func(t *T, NetSize func(widths []int) int) { CheckNetSize(t, NetSize, []int{3, 5}) }},
	},
}

// CheckNetSize asks a solution for the number of parameters of a net with these widths, inputs first.
func CheckNetSize(t *T, NetSize func(widths []int) int, widths []int) {
	weights, units := 0, 0
	for l, w := range widths {
		units += w
		if l > 0 {
			weights += w * widths[l-1]
		}
	}
	want := weights + units - widths[0]
	t.Given("widths", widths)
	t.Want("the number of parameters", NetSize(widths), want, 0,
		Slip{"These are the weights. Each unit has a bias besides.", weights},
		Slip{"The inputs have been given biases too. An input is a number, not a unit: nothing is added to it.", weights + units},
		Slip{"This has one bias for a layer. There is one for each of its units.", weights + len(widths) - 1},
		Slip{"These are the biases. Each unit has a weight for each number that comes in besides.", units - widths[0]},
		Slip{"Here each layer has a bias for each number that comes in. A bias belongs to a unit, on the side where the numbers go out.", weights + units - widths[len(widths)-1]})
}

// SawBudget asks how many teeth a hundred parameters can draw.
var SawBudget = &Exercise[func() (folds, deep, shallow int)]{
	ID: "saw-budget", Lesson: 2, Kind: Predict, Title: "A hundred parameters", Name: "SawBudget",
	Hints: [3]string{
		"First count parameters. A hidden layer of h units with one input and one output: h weights, h biases, h weights out, 1 bias. The k folds: 4, then 6 for each further fold, then 3.",
		"One hidden layer: 3h + 1 ≤ 100. A saw is made of straight pieces, two for each tooth, and each piece takes a unit. The number of teeth is a power of two.",
		"The folds: 6k + 1 ≤ 100. One fold is one tooth, and every further fold doubles the teeth.",
	},
	Checks: []Check[func() (folds, deep, shallow int)]{
		{Name: "one hidden layer", Run: func(t *T, SawBudget func() (folds, deep, shallow int)) {
			_, _, shallow := SawBudget()
			t.Guess("The number of teeth of the shallow net", shallow, 16, 0,
				Slip{"33 units fit, and 32 of them are used. But a tooth goes up and down: it takes two.", 32},
				Slip{"That is how many units fit. Each makes one straight piece.", 33},
				Slip{"With 64 teeth there are 128 pieces, so 3·128 + 1 parameters.", 64},
				Slip{"There is room for more: 8 teeth take 16 units, 49 parameters.", 8})
		}},
		{Name: "the number of folds", Run: func(t *T, SawBudget func() (folds, deep, shallow int)) {
			folds, _, _ := SawBudget()
			t.Guess("The number of folds", folds, 16, 0,
				Slip{"A first fold takes 7 parameters. A further one adds 6: two units with two weights and a bias each.", 14},
				Slip{"Two units with two numbers that come in have four weights, and two biases: 6 for each further fold.", 25},
				Slip{"One more fits: 6·16 + 1 = 97.", 15},
				Slip{"That takes 6·17 + 1 = 103 parameters.", 17})
		}},
	},
}

// CountPieces asks for the number of straight pieces of a net with one input and one hidden layer.
var CountPieces = &Exercise[func(w, b, v []float64) int]{
	ID: "count-pieces", Lesson: 2, Kind: Implement, Title: "Count the straight pieces", Name: "CountPieces",
	Hints: [3]string{
		"Unit j bends where w_j·x + b_j = 0. Which units do not bend anywhere?",
		"By how much does the slope of v_j·max(0, w_j·x + b_j) change when x passes its bend from left to right? Try w = 2 and w = −2.",
		"Collect the changes by place, in a map for example: at one place they add up, and a place where the sum is 0 is no bend. The number of pieces is one more than that of bends.",
	},
	Checks: []Check[func(w, b, v []float64) int]{
		{Name: "a tent", Run: func(t *T, CountPieces func(w, b, v []float64) int) {
			CheckCountPieces(t, CountPieces, []float64{1, 1, 1}, []float64{0, -1, -2}, []float64{1, -2, 1})
		}},
		{Name: "two units that bend at the same place", Run: func(t *T, CountPieces func(w, b, v []float64) int) {
			CheckCountPieces(t, CountPieces, []float64{1, 2, 1}, []float64{-1, -2, 3}, []float64{1, 1, 1})
		}},
		{Name: "a straight line from two units", Run: func(t *T, CountPieces func(w, b, v []float64) int) {
			CheckCountPieces(t, CountPieces, []float64{1, -1}, []float64{0, 0}, []float64{1, -1})
		}},
	},
}

// CheckCountPieces asks a solution for the straight pieces of Σ v_j max(0, w_j x + b_j). The numbers are whole ones, w between −2 and 2, b between
// −9 and 9: then all bends are at halves, and the check finds them by walking along x.
func CheckCountPieces(t *T, CountPieces func(w, b, v []float64) int, w, b, v []float64) {
	f := func(x float64) (sum float64) {
		for j := range w {
			sum += v[j] * max(0, w[j]*x+b[j])
		}
		return sum
	}
	want := 1
	for x := -10.0; x <= 10; x += 0.5 {
		if f(x+0.25)-2*f(x)+f(x-0.25) != 0 {
			want++
		}
	}
	places, live, alive := map[float64]bool{}, 1, 1
	for j := range w {
		if w[j] == 0 {
			continue
		}
		live++
		if v[j] != 0 {
			alive++
			places[b[j]/w[j]] = true
		}
	}
	t.Given("w", w)
	t.Given("b", b)
	t.Given("v", v)
	t.Want("the number of pieces", CountPieces(w, b, v), want, 0,
		Slip{"These are the bends. Between and beside them there is one piece more.", want - 1},
		Slip{"The places are right, but at one of them the changes of slope cancel out: no bend is left there.", len(places) + 1},
		Slip{"Two units that bend at the same place make one bend.", alive},
		Slip{"A unit with v = 0 is not heard, wherever it bends.", live},
		Slip{"A unit with w = 0 gives the same for every x: it does not bend.", len(w) + 1})
}

// StackedFolds asks for the repair of a stack of folds.
var StackedFolds = &Exercise[func(k int, X *linalg.Matrix) *linalg.Matrix]{
	ID: "stacked-folds", Lesson: 2, Kind: Debug, Title: "Ten layers that do the work of one", Name: "Saw",
	Hints: [3]string{
		"Follow x = 0.3 through two folds on paper: 0.6 after the first one. And after the second?",
		"Print Y in the loop. Why does it never change?",
		"Deep means that a layer sees what the layer before made. What does each layer see here?",
	},
	Checks: []Check[func(k int, X *linalg.Matrix) *linalg.Matrix]{
		{Name: "one fold", Run: func(t *T, Saw func(k int, X *linalg.Matrix) *linalg.Matrix) {
			CheckStackedFolds(t, Saw, 1, linalg.Col(0, 0.25, 0.5, 0.75, 1))
		}},
		{Name: "two folds", Run: func(t *T, Saw func(k int, X *linalg.Matrix) *linalg.Matrix) {
			CheckStackedFolds(t, Saw, 2, linalg.Col(0, 0.125, 0.25, 0.5, 0.75))
		}},
		{Name: "three folds", Run: func(t *T, Saw func(k int, X *linalg.Matrix) *linalg.Matrix) {
			CheckStackedFolds(t, Saw, 3, linalg.Col(0.125, 0.25, 0.375, 0.5))
		}},
	},
}

// CheckStackedFolds asks a solution for the saw of k folds at the entries of X, n×1, between 0 and 1.
func CheckStackedFolds(t *T, Saw func(k int, X *linalg.Matrix) *linalg.Matrix, k int, X *linalg.Matrix) {
	// The saw of k folds is the distance to the nearest even number, of x stretched to 2^k.
	saw := func(k int) *linalg.Matrix {
		return linalg.Apply(func(x float64) float64 {
			s := math.Ldexp(x, k)
			return math.Abs(s - 2*math.Round(s/2))
		}, X)
	}
	cut := func(shift float64) *linalg.Matrix {
		return linalg.Apply(func(x float64) float64 { return max(0, x-shift) }, X)
	}
	sum := linalg.Scale(float64(k), saw(1))
	t.Given("k", k)
	t.Given("X", X)
	want := saw(k)
	t.Want("the saw", Saw(k, X), want, 1e-9,
		Slip{"This is one fold, although there are several: what the layers before have made is lost.", saw(1)},
		Slip{"This is the sum of k single folds. Side by side they are one layer, and one tooth: put one behind the other.", sum},
		Slip{"This is one fold too few.", saw(max(k-1, 0))},
		Slip{"This is one fold too many.", saw(k + 1)},
		Slip{"After the middle it must come down again: slope 2 before, −2 after it, which is a change of 4.", linalg.Sub(linalg.Scale(2, cut(0)), linalg.Scale(2, cut(0.5)))})
}

package exercises

import (
	"math"

	"chainrule/pkg/linalg"
)

// HeInit asks for the weights of a layer before a ReLU.
var HeInit = &Exercise[func(fanIn, fanOut int, normal func() float64) *linalg.Matrix]{
	ID: "he-init", Lesson: 13, Kind: Implement, Title: "He initialization", Name: "HeInit",
	Hints: [3]string{
		"normal() has a standard deviation of 1. What happens to the standard deviation of a number when you multiply it by s?",
		"The rule gives a variance, 2/fanIn. The factor is a standard deviation, so there is a square root.",
		"Make a fanIn×fanOut matrix, and walk over its entries row by row: a new draw for each one, times one factor that you computed before the loops. Divide as float64.",
	},
	Checks: []Check[func(fanIn, fanOut int, normal func() float64) *linalg.Matrix]{
		{Name: "two inputs, two units: a factor of 1", Run: func(t *T, HeInit func(fanIn, fanOut int, normal func() float64) *linalg.Matrix) {
			CheckHeInit(t, HeInit, 2, 2, []float64{1, -2, 3, -4})
		}},
		{Name: "eight inputs, one unit: half of what is drawn", Run: func(t *T, HeInit func(fanIn, fanOut int, normal func() float64) *linalg.Matrix) {
			CheckHeInit(t, HeInit, 8, 1, []float64{2, -2, 4, -4, 0, 6, -6, 8})
		}},
		{Name: "two inputs, four units", Run: func(t *T, HeInit func(fanIn, fanOut int, normal func() float64) *linalg.Matrix) {
			CheckHeInit(t, HeInit, 2, 4, []float64{1, -1, 2, -2, 3, -3, 4, -4})
		}},
	},
}

// CheckHeInit asks a solution for the weights of a layer. The numbers that normal returns are given, so what is wanted is known, and so is how
// often it is called.
func CheckHeInit(t *T, HeInit func(fanIn, fanOut int, normal func() float64) *linalg.Matrix, fanIn, fanOut int, draws []float64) {
	in, out := float64(fanIn), float64(fanOut)
	drawn := linalg.New(fanIn, fanOut, draws...)
	want := linalg.Scale(math.Sqrt(2/in), drawn)
	slips := []Slip{
		{"2/fanIn is the variance. The factor that a draw is multiplied by is its square root.", linalg.Scale(2/in, drawn)},
		{"The standard deviation is that of 1/fanIn, LeCun's rule. A ReLU sets half of its inputs to 0, and the 2 makes up for it.", linalg.Scale(math.Sqrt(1/in), drawn)},
		{"This counts the units of the layer, fanOut. In the forward pass a unit sums fanIn products, and their number is what matters.", linalg.Scale(math.Sqrt(2/out), drawn)},
		{"This is Xavier's rule, 2/(fanIn + fanOut). It has no allowance for a ReLU.", linalg.Scale(math.Sqrt(2/(in+out)), drawn)},
		{"These are the draws themselves, with a standard deviation of 1.", drawn},
		{"One number was drawn and used for all weights: the units of the layer are copies of each other.", linalg.Full(fanIn, fanOut, math.Sqrt(2/in)*draws[0])},
	}
	t.Given("fanIn, fanOut", []int{fanIn, fanOut})
	t.Given("the numbers that normal returns, in turn", draws)
	calls := 0
	W := HeInit(fanIn, fanOut, func() float64 {
		calls++
		return draws[(calls-1)%len(draws)]
	})
	if W != nil {
		CheckShape(t, "W", W, fanIn, fanOut)
	}
	t.Want("W", W, want, 1e-9, slips...)
	if calls != fanIn*fanOut {
		t.Fail("normal was called %d times for %d weights: each weight is a draw of its own.", calls, fanIn*fanOut)
	}
}

// SpreadByDepth asks how the variance changes from layer to layer.
var SpreadByDepth = &Exercise[func() (one, two, sigma float64)]{
	ID: "spread-by-depth", Lesson: 13, Kind: Predict, Title: "What depth does to the variance", Name: "Spread",
	Hints: [3]string{
		"A pre-activation is a sum of 800 products of a weight with an input. What is the variance of one product, when both are independent with mean 0?",
		"Variances of independent terms add: the layer multiplies the variance by fan-in times σ². The next layer does so again.",
		"With a ReLU the mean square of what comes out is half the variance of what goes in. For the scale to stay, 800σ² has to make up for that half.",
	},
	Checks: []Check[func() (one, two, sigma float64)]{
		{Name: "one layer", Run: func(t *T, Spread func() (one, two, sigma float64)) {
			one, _, _ := Spread()
			t.Guess("The variance after one layer", one, 8.0, 1e-9,
				Slip{"That is 800 times the standard deviation. Variances add, so it is 800σ².", 80.0},
				Slip{"That is the standard deviation. Asked for is its square.", math.Sqrt(8)},
				Slip{"That is the variance of one product. 800 of them are summed.", 0.01},
				Slip{"There is no ReLU here, so nothing is halved.", 4.0})
		}},
		{Name: "the right scale for ReLU", Run: func(t *T, Spread func() (one, two, sigma float64)) {
			_, _, sigma := Spread()
			t.Guess("σ", sigma, 0.05, 1e-9,
				Slip{"That is the variance, 2/800. σ is its root.", 0.0025},
				Slip{"This keeps the scale of a net without activations. A ReLU halves the mean square on top of it.", math.Sqrt(1.0 / 800)},
				Slip{"The 2 went to the wrong side: a ReLU makes things smaller, so the weights must be larger.", math.Sqrt(0.5 / 800)})
		}},
	},
}

// XavierUniform asks for the repair of an initializer.
var XavierUniform = &Exercise[func(fanIn, fanOut int, uniform func() float64) *linalg.Matrix]{
	ID: "xavier-uniform", Lesson: 13, Kind: Debug, Title: "An initializer that works in the test", Name: "XavierUniform",
	Hints: [3]string{
		"Print limit for a layer from 2 inputs to 1 unit, and for one from 4 to 4.",
		"Which type has 6 / (fanIn + fanOut), and when does it get it: before the division, or after?",
		"Between two ints, / drops what is behind the point. The conversion to float64 has to happen to the numbers, not to the quotient.",
	},
	Checks: []Check[func(fanIn, fanOut int, uniform func() float64) *linalg.Matrix]{
		{Name: "two inputs, four units: a limit of 1", Run: func(t *T, XavierUniform func(fanIn, fanOut int, uniform func() float64) *linalg.Matrix) {
			CheckXavierUniform(t, XavierUniform, 2, 4, []float64{0, 0.25, 0.5, 0.75, 0, 0.25, 0.5, 0.75})
		}},
		{Name: "twelve inputs, twelve units: a limit of a half", Run: func(t *T, XavierUniform func(fanIn, fanOut int, uniform func() float64) *linalg.Matrix) {
			draws := make([]float64, 144)
			for i := range draws {
				draws[i] = float64(i%4) / 4
			}
			CheckXavierUniform(t, XavierUniform, 12, 12, draws)
		}},
	},
}

// CheckXavierUniform asks a solution for weights from −limit to limit, limit = √(6/(fanIn + fanOut)); what uniform returns is given.
func CheckXavierUniform(t *T, XavierUniform func(fanIn, fanOut int, uniform func() float64) *linalg.Matrix, fanIn, fanOut int, draws []float64) {
	u := linalg.New(fanIn, fanOut, draws...)
	spread := func(limit float64) *linalg.Matrix {
		return linalg.Apply(func(v float64) float64 { return limit * (2*v - 1) }, u)
	}
	sum := float64(fanIn + fanOut)
	limit := math.Sqrt(6 / sum)
	want := spread(limit)
	slips := []Slip{
		{"6 / (fanIn + fanOut) is a division of ints, which drops the fraction: above 6 nothing is left of it.", spread(math.Sqrt(float64(6 / (fanIn + fanOut))))},
		{"This is the limit for a standard deviation: √(2/(fanIn + fanOut)). A uniform distribution on (−a, a) has a variance of a²/3, so a has a 6.", spread(math.Sqrt(2 / sum))},
		{"These weights are all positive. uniform returns 0 to 1: stretch it to −1 to 1.", linalg.Scale(limit, u)},
		{"The limit is a square root: this has 6/(fanIn + fanOut) itself.", spread(6 / sum)},
		{"The limit has fanIn alone, as He's rule does. Xavier's has the sum of both.", spread(math.Sqrt(6 / float64(fanIn)))},
	}
	t.Given("fanIn, fanOut", []int{fanIn, fanOut})
	if len(draws) <= 12 {
		t.Given("the numbers that uniform returns, in turn", draws)
	}
	calls := 0
	W := XavierUniform(fanIn, fanOut, func() float64 {
		calls++
		return draws[(calls-1)%len(draws)]
	})
	t.Want("W", W, want, 1e-9, slips...)
}

package exercises

import (
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// SoftmaxByHand asks for a softmax and what becomes of it.
var SoftmaxByHand = &Exercise[func() (p, shifted, doubled, slope float64)]{
	ID: "softmax-by-hand", Lesson: 16, Kind: Predict, Title: "A softmax on paper", Name: "SoftmaxByHand",
	Hints: [3]string{
		"e to the power of ln 5 is 5. Which three numbers does softmax divide by their sum?",
		"Adding 3 to each logit multiplies all three numbers by e³. Doubling each logit squares them.",
		"The slope of a softmax output in its own logit has the form that the sigmoid's has: p(1 − p).",
	},
	Checks: []Check[func() (p, shifted, doubled, slope float64)]{
		{Name: "the probability", Run: func(t *T, SoftmaxByHand func() (p, shifted, doubled, slope float64)) {
			p, _, _, _ := SoftmaxByHand()
			t.Guess("The third probability", p, 0.625, 1e-9,
				Slip{"The first logit is 0, and e⁰ is 1: it is part of the sum.", 5.0 / 7},
				Slip{"That is the share of the logits themselves. Softmax takes e to their power first.", math.Log(5) / math.Log(10)},
				Slip{"That is the second class.", 0.25})
		}},
		{Name: "doubled logits", Run: func(t *T, SoftmaxByHand func() (p, shifted, doubled, slope float64)) {
			_, _, doubled, _ := SoftmaxByHand()
			t.Guess("The third probability with doubled logits", doubled, 25.0/30, 1e-9,
				Slip{"Doubling is no shift: e²ᶻ is the square of eᶻ, and squares lie farther apart.", 0.625},
				Slip{"That is twice the probability, above 1.", 1.25},
				Slip{"That is the square of the probability. The sum below changes as well.", 0.625 * 0.625},
				Slip{"The first logit is 0, and e⁰ is 1: it is part of the sum.", 25.0 / 29})
		}},
	},
}

// StableSigmoid asks for a sigmoid and its logarithm, right at both ends.
var StableSigmoid = &Exercise[func(z float64) (a, loga float64)]{
	ID: "stable-sigmoid", Lesson: 16, Kind: Implement, Title: "A sigmoid that holds at both ends", Name: "Sigmoid",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"math.Exp(1000) is +Inf, and Inf/Inf is NaN; math.Exp(−1000) is 0, which does no harm. Which of e⁻ᶻ and eᶻ is the safe one for a positive z, which for a negative one?",
		"Do not take the logarithm of a: where a was rounded to 0 or to 1, it is lost. ln a = −ln(1 + e⁻ᶻ), and for a negative z, e⁻ᶻ can be drawn out of the bracket.",
		"ln a = min(z, 0) − ln(1 + e^−|z|). math.Log1p(x) returns ln(1 + x), exact for small x too.",
	},
	Checks: []Check[func(z float64) (a, loga float64)]{
		{Name: "z = 0", Run: func(t *T, Sigmoid func(z float64) (a, loga float64)) { CheckStableSigmoid(t, Sigmoid, 0) }},
		{Name: "odds of 3 to 1", Run: func(t *T, Sigmoid func(z float64) (a, loga float64)) { CheckStableSigmoid(t, Sigmoid, math.Log(3)) }},
		{Name: "z = 1000", Run: func(t *T, Sigmoid func(z float64) (a, loga float64)) { CheckStableSigmoid(t, Sigmoid, 1000) }},
		{Name: "z = −1000", Run: func(t *T, Sigmoid func(z float64) (a, loga float64)) { CheckStableSigmoid(t, Sigmoid, -1000) }},
	},
}

// CheckStableSigmoid asks a solution for the sigmoid at z.
func CheckStableSigmoid(t *T, Sigmoid func(z float64) (a, loga float64), z float64) {
	wanta, wantl := (1+math.Tanh(z/2))/2, -nn.Softplus.F(-z)
	t.Given("z", z)
	a, loga := Sigmoid(z)
	t.Want("a", a, wanta, 1e-9,
		Slip{"This is NaN: eᶻ overflows for large z, and Inf/Inf has no value. Write the quotient so that the exponent is negative.", math.NaN()},
		Slip{"The sign of the exponent is wrong: this is the sigmoid of −z.", 1 - wanta},
		Slip{"This is tanh, which goes from −1 to 1.", math.Tanh(z)},
		Slip{"The slope came, not the sigmoid.", wanta * (1 - wanta)})
	t.Want("loga", loga, wantl, 1e-9,
		Slip{"This is NaN: an Inf met another one on the way.", math.NaN()},
		Slip{"This is −Inf: a was rounded to 0, or e⁻ᶻ to +Inf, before the logarithm was taken. It should be close to z.", math.Inf(-1)},
		Slip{"This is ln(1 − a), the logarithm for the other class.", -nn.Softplus.F(z)},
		Slip{"The sign is wrong: a is below 1, so its logarithm is negative.", -wantl},
		Slip{"This is a logarithm with another base. Logarithms are natural here: math.Log.", wantl / math.Ln10})
}

// ReLUGradient asks for ReLU, forward and backward.
var ReLUGradient = &Exercise[func(Z, dA *linalg.Matrix) (A, dZ *linalg.Matrix)]{
	ID: "relu-gradient", Lesson: 16, Kind: Implement, Title: "ReLU, forward and backward", Name: "ReLU",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"ReLU is a switch. Which way does it stand, and what goes through it then, forward and backward?",
		"Where z > 0 the slope is 1, elsewhere 0. ∂Z is the slope times ∂A, entry by entry.",
		"One loop over Z.Data does both: where an entry of Z is positive, copy it to A and the entry of dA to dZ. The rest stays 0 in new matrices.",
	},
	Checks: []Check[func(Z, dA *linalg.Matrix) (A, dZ *linalg.Matrix)]{
		{Name: "one row", Run: func(t *T, ReLU func(Z, dA *linalg.Matrix) (A, dZ *linalg.Matrix)) {
			CheckReLUGradient(t, ReLU, linalg.Row(3, -2, 1, -4), linalg.Row(10, 20, -30, -40))
		}},
		{Name: "exactly zero", Run: func(t *T, ReLU func(Z, dA *linalg.Matrix) (A, dZ *linalg.Matrix)) {
			CheckReLUGradient(t, ReLU, linalg.New(2, 2, 0, 1, -1, 0), linalg.New(2, 2, 5, 6, 7, 8))
		}},
	},
}

// CheckReLUGradient asks a solution for A = max(0, Z) and ∂Z.
func CheckReLUGradient(t *T, ReLU func(Z, dA *linalg.Matrix) (A, dZ *linalg.Matrix), Z, dA *linalg.Matrix) {
	wantA, wantZ := linalg.New(Z.Rows, Z.Cols), linalg.New(Z.Rows, Z.Cols)
	nn.ReLU.Apply(wantA, Z)
	nn.ReLU.Grad(wantZ, Z, wantA, dA)
	slope := linalg.Apply(func(z float64) float64 { return nn.ReLU.DF(z, max(0, z)) }, Z)
	atZero := linalg.New(Z.Rows, Z.Cols)
	for i, z := range Z.Data {
		if z >= 0 {
			atZero.Data[i] = dA.Data[i]
		}
	}
	positive := linalg.Apply(func(g float64) float64 { return max(0, g) }, dA)
	t.Given("Z", Z)
	t.Given("dA", dA)
	A, dZ := ReLU(Z, dA)
	t.Want("A", A, wantA, 1e-9,
		Slip{"This is the slope, 0 or 1. A positive number goes through ReLU as it is.", slope},
		Slip{"This is |z|. A negative number becomes 0.", linalg.Apply(math.Abs, Z)},
		Slip{"The negative ones came through, and the positive ones did not.", linalg.Sub(Z, wantA)})
	t.Want("dZ", dZ, wantZ, 1e-9,
		Slip{"dA came through everywhere. Where z is not positive the switch is off, and nothing goes back.", dA},
		Slip{"At z = 0 the slope is taken to be 0, as in every library: the switch is on above 0 only.", atZero},
		Slip{"This is the ReLU of dA. What decides is the sign of z, not that of the gradient.", positive},
		Slip{"This is the slope alone. It has still to meet dA.", slope},
		Slip{"dA met A. It is multiplied by the slope, which is 1 where z is positive.", linalg.Hadamard(wantA, dA)})
}

// StableSoftmax asks for a softmax of each row that does not overflow.
var StableSoftmax = &Exercise[func(Z *linalg.Matrix) *linalg.Matrix]{
	ID: "stable-softmax", Lesson: 16, Kind: Implement, Title: "A softmax that does not overflow", Name: "Softmax",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Write the softmax as the formula says, then call it with 1000. What is math.Exp(1000)?",
		"Subtracting the same number from all logits of a row changes nothing, because it cancels in the quotient. Which number makes the largest exponent 0?",
		"For each row: find its largest entry, take e to the power of each entry minus that, sum up, divide. The largest entry is looked for in each row anew, and may be negative.",
	},
	Checks: []Check[func(Z *linalg.Matrix) *linalg.Matrix]{
		{Name: "one example, three classes", Run: func(t *T, Softmax func(Z *linalg.Matrix) *linalg.Matrix) {
			CheckStableSoftmax(t, Softmax, linalg.Row(0, math.Log(2), math.Log(5)))
		}},
		{Name: "two examples", Run: func(t *T, Softmax func(Z *linalg.Matrix) *linalg.Matrix) {
			CheckStableSoftmax(t, Softmax, linalg.New(2, 2, 0, 0, 0, math.Log(3)))
		}},
		{Name: "logits of 1000", Run: func(t *T, Softmax func(Z *linalg.Matrix) *linalg.Matrix) {
			CheckStableSoftmax(t, Softmax, linalg.New(2, 2, 1000, 1000, 1000, 0))
		}},
		{Name: "1000 in one row, −1000 in the other", Run: func(t *T, Softmax func(Z *linalg.Matrix) *linalg.Matrix) {
			CheckStableSoftmax(t, Softmax, linalg.New(2, 2, 1000, 1000, -1000, -1000))
		}},
	},
}

// CheckStableSoftmax asks a solution for the softmax of each row.
func CheckStableSoftmax(t *T, Softmax func(Z *linalg.Matrix) *linalg.Matrix, Z *linalg.Matrix) {
	want := linalg.New(Z.Rows, Z.Cols)
	nn.Softmax.Apply(want, Z)
	columns := linalg.New(Z.Cols, Z.Rows)
	nn.Softmax.Apply(columns, linalg.Transpose(Z))
	whole := linalg.New(1, len(Z.Data))
	nn.Softmax.Apply(whole, linalg.Reshape(Z, 1, len(Z.Data)))
	exp := func(shift float64) *linalg.Matrix {
		return linalg.Apply(func(z float64) float64 { return math.Exp(z - shift) }, Z)
	}
	ratio := func(E *linalg.Matrix) *linalg.Matrix { // as a division does it: Inf/Inf and 0/0 are NaN
		A := linalg.New(E.Rows, E.Cols)
		for i := range A.Rows {
			for j := range A.Cols {
				A.Set(i, j, E.At(i, j)/linalg.Sum(linalg.SliceRows(E, i, i+1)))
			}
		}
		return A
	}
	t.Given("Z", Z)
	t.Want("A", Softmax(Z), want, 1e-9,
		Slip{"e to the power of a large logit overflows to +Inf, and Inf/Inf is NaN; of a very negative one it is 0, and 0/0 is NaN too. Subtract the largest logit of the row first.", ratio(exp(0))},
		Slip{"The largest logit of the whole matrix was subtracted. A row far below it becomes 0/0: each row needs its own.", ratio(exp(linalg.Max(Z)))},
		Slip{"The columns sum to 1. An example is a row, and its classes share the 1.", linalg.Transpose(columns)},
		Slip{"All entries together sum to 1. Each row should.", linalg.Reshape(whole, Z.Rows, Z.Cols)},
		Slip{"These are the powers of e. They are still to be divided by the sum of their row.", exp(0)},
		Slip{"The numbers are divided by the sum, but e was not taken to their power.", ratio(Z)})
}

// SoftmaxBackward asks for the repair of the gradient of a softmax.
var SoftmaxBackward = &Exercise[func(A, dA *linalg.Matrix) *linalg.Matrix]{
	ID: "softmax-backward", Lesson: 16, Kind: Debug, Title: "Back through a softmax", Name: "SoftmaxGrad",
	Hints: [3]string{
		"Raising one logit raises its own probability. What does it do to the others?",
		"The derivative of a_k by z_j is a_j(1 − a_j) where k = j, and −a_k·a_j elsewhere. Sum over k: a_k's derivative times dA_k.",
		"The sum simplifies: draw a_j out. What is left in the bracket is dA_j minus one number for the whole row, a weighted mean of its dA.",
	},
	Checks: []Check[func(A, dA *linalg.Matrix) *linalg.Matrix]{
		{Name: "one example", Run: func(t *T, SoftmaxGrad func(A, dA *linalg.Matrix) *linalg.Matrix) {
			CheckSoftmaxBackward(t, SoftmaxGrad, linalg.Row(0.5, 0.25, 0.25), linalg.Row(4, 0, -4))
		}},
		{Name: "two examples", Run: func(t *T, SoftmaxGrad func(A, dA *linalg.Matrix) *linalg.Matrix) {
			CheckSoftmaxBackward(t, SoftmaxGrad, linalg.New(2, 2, 0.5, 0.5, 0.25, 0.75), linalg.New(2, 2, 4, 0, 0, 8))
		}},
		{Name: "a gradient that is the same for all classes", Run: func(t *T, SoftmaxGrad func(A, dA *linalg.Matrix) *linalg.Matrix) {
			CheckSoftmaxBackward(t, SoftmaxGrad, linalg.Row(0.5, 0.25, 0.25), linalg.Row(8, 8, 8))
		}},
	},
}

// CheckSoftmaxBackward asks a solution for ∂Z, given A = softmax(Z) and ∂A.
func CheckSoftmaxBackward(t *T, SoftmaxGrad func(A, dA *linalg.Matrix) *linalg.Matrix, A, dA *linalg.Matrix) {
	want := linalg.New(A.Rows, A.Cols)
	nn.Softmax.Grad(want, linalg.Apply(math.Log, A), A, dA)
	alone := linalg.Hadamard(dA, linalg.Apply(func(a float64) float64 { return a * (1 - a) }, A))
	product := linalg.Hadamard(A, dA)
	shared := linalg.SumCols(product) // n×1
	plain := linalg.Hadamard(A, linalg.AddCol(dA, linalg.Scale(-1, linalg.MeanCols(dA))))
	running := shared.Clone()
	for i := 1; i < running.Rows; i++ {
		running.Data[i] += running.Data[i-1]
	}
	t.Given("A", A)
	t.Given("dA", dA)
	t.Want("dZ", SoftmaxGrad(A, dA), want, 1e-9,
		Slip{"Each output is treated as a sigmoid of its own, a(1 − a). With softmax a logit is in the denominator of all outputs of its row, and moves them all.", alone},
		Slip{"This is A ⊙ dA alone: the denominator is missing. A logit raises it, which lowers all outputs.", product},
		Slip{"The mean of dA was subtracted. It is the sum of a·dA over the row, the mean weighted by the probabilities.", plain},
		Slip{"The sum of a·dA goes on from one example to the next. It begins at 0 in each row.", linalg.Hadamard(A, linalg.AddCol(dA, linalg.Scale(-1, running)))},
		Slip{"The sign is wrong.", linalg.Scale(-1, want)})
}

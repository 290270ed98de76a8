package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

type softmaxByHand = func() (p, shifted, doubled, slope float64)

// SoftmaxByHand is the solution of exercises.SoftmaxByHand.
var SoftmaxByHand = &Solution[softmaxByHand]{
	Exercise: exercises.SoftmaxByHand,
	Hidden: []exercises.Check[softmaxByHand]{
		{Name: "shifted logits", Run: func(t *exercises.T, SoftmaxByHand softmaxByHand) {
			_, shifted, _, _ := SoftmaxByHand()
			t.Guess("The third probability with 3 added to each logit", shifted, 0.625, 1e-9,
				exercises.Slip{Say: "e³ multiplies all three numbers, and their sum as well: it cancels.", Value: 0.625 * math.Exp(3)},
				exercises.Slip{Say: "3 is added to the logits, not to the powers of e.", Value: 8.0 / 17})
		}},
		{Name: "the slope", Run: func(t *exercises.T, SoftmaxByHand softmaxByHand) {
			_, _, _, slope := SoftmaxByHand()
			t.Guess("The slope", slope, 0.625*0.375, 1e-9,
				exercises.Slip{Say: "That is p. The logit is in the denominator too, which takes p² away.", Value: 0.625},
				exercises.Slip{Say: "That is how another class's logit moves it. Its own raises it.", Value: -0.625 * 0.25})
		}},
	},
	Mutants: []Mutant[softmaxByHand]{
		{"e⁰ = 0", func() (a, b, c, d float64) { return 5.0 / 7, 5.0 / 7, 25.0 / 29, 10.0 / 49 }, "e⁰ is 1"},
		{"doubling changes nothing", func() (a, b, c, d float64) { return 0.625, 0.625, 0.625, 0.234375 }, "Doubling is no shift"},
		{"shifted powers", func() (a, b, c, d float64) { return 0.625, 8.0 / 17, 25.0 / 30, 0.234375 }, "not to the powers of e"},
		{"the slope of the exponential", func() (a, b, c, d float64) { return 0.625, 0.625, 25.0 / 30, 0.625 }, "which takes p² away"},
	},
}

type stableSigmoid = func(z float64) (a, loga float64)

// StableSigmoid is the solution of exercises.StableSigmoid.
var StableSigmoid = &Solution[stableSigmoid]{
	Exercise: exercises.StableSigmoid,
	Hidden: []exercises.Check[stableSigmoid]{
		{Name: "numbers that are drawn", Points: 2, Run: func(t *exercises.T, Sigmoid stableSigmoid) {
			exercises.CheckStableSigmoid(t, Sigmoid, 5*t.Rand.NormFloat64())
		}},
		{Name: "sigmoid(z) + sigmoid(−z) is 1", Run: func(t *exercises.T, Sigmoid stableSigmoid) {
			z := 100 * t.Rand.NormFloat64()
			t.Given("z", z)
			up, _ := Sigmoid(z)
			down, _ := Sigmoid(-z)
			t.Want("the sum", up+down, 1.0, 1e-9)
		}},
		{Name: "far out, the logarithm is z", Run: func(t *exercises.T, Sigmoid stableSigmoid) {
			exercises.CheckStableSigmoid(t, Sigmoid, -800-1000*t.Rand.Float64())
		}},
		{Name: "a logarithm close to 0 keeps its digits", Run: func(t *exercises.T, Sigmoid stableSigmoid) {
			t.Given("z", 40.0)
			_, loga := Sigmoid(40)
			t.Want("loga, times e⁴⁰", loga*math.Exp(40), -1.0, 1e-9,
				exercises.Slip{Say: "1 + e⁻⁴⁰ was rounded to 1, and its logarithm is 0. There is a function for ln(1 + x) with small x.", Value: 0.0})
		}},
	},
	Mutants: []Mutant[stableSigmoid]{
		{"eᶻ/(1 + eᶻ)", func(z float64) (a, loga float64) {
			a = math.Exp(z) / (1 + math.Exp(z))
			return a, math.Log(a)
		}, "eᶻ overflows for large z"},
		{"the logarithm of a", func(z float64) (a, loga float64) {
			a = 1 / (1 + math.Exp(-z))
			return a, math.Log(a)
		}, "a was rounded to 0"},
		{"Log(1 + …)", func(z float64) (a, loga float64) {
			a = 1 / (1 + math.Exp(-z))
			return a, min(z, 0) - math.Log(1+math.Exp(-math.Abs(z)))
		}, "There is a function for ln(1 + x)"},
		{"sign of the exponent", func(z float64) (a, loga float64) { return nn.Sigmoid.F(-z), -nn.Softplus.F(-z) }, "this is the sigmoid of −z"},
		{"ln(1 − a)", func(z float64) (a, loga float64) { return nn.Sigmoid.F(z), -nn.Softplus.F(z) }, "the logarithm for the other class"},
	},
}

type reLUGradient = func(Z, dA *linalg.Matrix) (A, dZ *linalg.Matrix)

// switched makes a wrong solution: gradient says what goes back.
func switched(gradient func(z, dA float64) float64) reLUGradient {
	return func(Z, dA *linalg.Matrix) (A, dZ *linalg.Matrix) {
		A, dZ = linalg.New(Z.Rows, Z.Cols), linalg.New(Z.Rows, Z.Cols)
		for i, z := range Z.Data {
			A.Data[i], dZ.Data[i] = max(0, z), gradient(z, dA.Data[i])
		}
		return A, dZ
	}
}

// ReLUGradient is the solution of exercises.ReLUGradient.
var ReLUGradient = &Solution[reLUGradient]{
	Exercise: exercises.ReLUGradient,
	Hidden: []exercises.Check[reLUGradient]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, ReLU reLUGradient) {
			n, h := 1+t.Rand.IntN(5), 1+t.Rand.IntN(5)
			exercises.CheckReLUGradient(t, ReLU, linalg.Normal(t.Rand, n, h, 0, 1), linalg.Normal(t.Rand, n, h, 0, 1))
		}},
		{Name: "finite differences", Run: func(t *exercises.T, ReLU reLUGradient) {
			Z, dA := linalg.Normal(t.Rand, 2, 3, 0, 1), linalg.Normal(t.Rand, 2, 3, 0, 1)
			for i, z := range Z.Data { // not where ReLU bends
				Z.Data[i] = z + math.Copysign(0.1, z)
			}
			t.Given("Z", Z)
			t.Given("dA", dA)
			want := linalg.New(2, 3)
			for i, z := range Z.Data {
				want.Data[i] = dA.Data[i] * (max(0, z+0.01) - max(0, z-0.01)) / 0.02
			}
			_, dZ := ReLU(Z, dA)
			t.Want("dZ", dZ, want, 1e-6)
		}},
		{Name: "a layer that is dead", Run: func(t *exercises.T, ReLU reLUGradient) {
			exercises.CheckReLUGradient(t, ReLU, linalg.Uniform(t.Rand, 2, 3, -2, -1), linalg.Normal(t.Rand, 2, 3, 0, 1))
		}},
	},
	Mutants: []Mutant[reLUGradient]{
		{"no mask", switched(func(z, dA float64) float64 { return dA }), "dA came through everywhere."},
		{"at least 0", switched(func(z, dA float64) float64 {
			if z >= 0 {
				return dA
			}
			return 0
		}), "At z = 0 the slope is taken to be 0"},
		{"the sign of dA", switched(func(z, dA float64) float64 { return max(0, dA) }), "not that of the gradient"},
		{"dA times A", switched(func(z, dA float64) float64 { return max(0, z) * dA }), "dA met A."},
		{"in place", func(Z, dA *linalg.Matrix) (A, dZ *linalg.Matrix) {
			for i, z := range Z.Data {
				Z.Data[i] = max(0, z)
				if z <= 0 {
					dA.Data[i] = 0
				}
			}
			return Z, dA
		}, "Z was overwritten"},
	},
}

type stableSoftmax = func(Z *linalg.Matrix) *linalg.Matrix

// shared makes a wrong solution: the powers of e, less what shift says for a row, over their sum.
func shared(shift func(Z *linalg.Matrix, i int) float64) stableSoftmax {
	return func(Z *linalg.Matrix) *linalg.Matrix {
		A := linalg.New(Z.Rows, Z.Cols)
		for i := range Z.Rows {
			sum := 0.0
			for j, z := range Z.Row(i) {
				A.Set(i, j, math.Exp(z-shift(Z, i)))
				sum += A.At(i, j)
			}
			for j := range Z.Cols {
				A.Set(i, j, A.At(i, j)/sum)
			}
		}
		return A
	}
}

// StableSoftmax is the solution of exercises.StableSoftmax.
var StableSoftmax = &Solution[stableSoftmax]{
	Exercise: exercises.StableSoftmax,
	Hidden: []exercises.Check[stableSoftmax]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, Softmax stableSoftmax) {
			exercises.CheckStableSoftmax(t, Softmax, linalg.Normal(t.Rand, 1+t.Rand.IntN(5), 1+t.Rand.IntN(5), 0, 3))
		}},
		{Name: "softmax(z + c) is softmax(z)", Run: func(t *exercises.T, Softmax stableSoftmax) {
			Z := linalg.Normal(t.Rand, 2, 4, 0, 1)
			shifted := linalg.AddCol(Z, linalg.Col(2000*t.Rand.NormFloat64(), 2000*t.Rand.NormFloat64()))
			want := linalg.New(2, 4)
			nn.Softmax.Apply(want, Z)
			t.Given("Z", shifted)
			t.Want("A", Softmax(shifted), want, 1e-9)
		}},
		{Name: "rows of very different size", Run: func(t *exercises.T, Softmax stableSoftmax) {
			exercises.CheckStableSoftmax(t, Softmax, linalg.VStack(linalg.Normal(t.Rand, 1, 3, 1000, 1), linalg.Normal(t.Rand, 1, 3, -1000, 1), linalg.Normal(t.Rand, 1, 3, 0, 1)))
		}},
	},
	Mutants: []Mutant[stableSoftmax]{
		{"as the formula says", shared(func(Z *linalg.Matrix, i int) float64 { return 0 }), "overflows to +Inf"},
		{"the largest of all", shared(func(Z *linalg.Matrix, i int) float64 { return linalg.Max(Z) }), "each row needs its own"},
		{"by column", func(Z *linalg.Matrix) *linalg.Matrix {
			A := linalg.New(Z.Cols, Z.Rows)
			nn.Softmax.Apply(A, linalg.Transpose(Z))
			return linalg.Transpose(A)
		}, "The columns sum to 1."},
		{"over everything", func(Z *linalg.Matrix) *linalg.Matrix {
			A := linalg.New(1, len(Z.Data))
			nn.Softmax.Apply(A, linalg.Reshape(Z, 1, len(Z.Data)))
			return linalg.Reshape(A, Z.Rows, Z.Cols)
		}, "All entries together sum to 1."},
		{"the largest begins at 0", shared(func(Z *linalg.Matrix, i int) float64 {
			return max(0, linalg.Max(linalg.SliceRows(Z, i, i+1)))
		}), "each row needs its own"},
	},
}

type softmaxBackward = func(A, dA *linalg.Matrix) *linalg.Matrix

// SoftmaxBackward is the solution of exercises.SoftmaxBackward.
var SoftmaxBackward = &Solution[softmaxBackward]{
	Exercise: exercises.SoftmaxBackward,
	Hidden: []exercises.Check[softmaxBackward]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, SoftmaxGrad softmaxBackward) {
			n, k := 1+t.Rand.IntN(4), 2+t.Rand.IntN(4)
			A := linalg.New(n, k)
			nn.Softmax.Apply(A, linalg.Normal(t.Rand, n, k, 0, 1))
			exercises.CheckSoftmaxBackward(t, SoftmaxGrad, A, linalg.Normal(t.Rand, n, k, 0, 1))
		}},
		{Name: "finite differences", Run: func(t *exercises.T, SoftmaxGrad softmaxBackward) {
			z, dA := linalg.Normal(t.Rand, 1, 4, 0, 1), linalg.Normal(t.Rand, 1, 4, 0, 1)
			softmax := func(z []float64) *linalg.Matrix {
				A := linalg.New(1, 4)
				nn.Softmax.Apply(A, linalg.Row(z...))
				return A
			}
			want := nn.CentralDifference(func(z []float64) float64 { return linalg.Dot(softmax(z), dA) }, z.Data)
			A := softmax(z.Data)
			t.Given("A", A)
			t.Given("dA", dA)
			t.Want("dZ", SoftmaxGrad(A, dA), linalg.Row(want...), 1e-6)
		}},
	},
	Mutants: []Mutant[softmaxBackward]{
		{"as handed out", func(A, dA *linalg.Matrix) *linalg.Matrix {
			return linalg.Hadamard(dA, linalg.Apply(func(a float64) float64 { return a * (1 - a) }, A))
		}, "Each output is treated as a sigmoid of its own"},
		{"no denominator", func(A, dA *linalg.Matrix) *linalg.Matrix { return linalg.Hadamard(A, dA) }, "the denominator is missing"},
		{"the plain mean", func(A, dA *linalg.Matrix) *linalg.Matrix {
			return linalg.Hadamard(A, linalg.AddCol(dA, linalg.Scale(-1, linalg.MeanCols(dA))))
		}, "the mean weighted by the probabilities"},
		{"the sum is not reset", func(A, dA *linalg.Matrix) *linalg.Matrix {
			dZ, sum := linalg.New(A.Rows, A.Cols), 0.0
			for i := range A.Rows {
				for j, a := range A.Row(i) {
					sum += a * dA.At(i, j)
				}
				for j, a := range A.Row(i) {
					dZ.Set(i, j, a*(dA.At(i, j)-sum))
				}
			}
			return dZ
		}, "It begins at 0 in each row."},
	},
}

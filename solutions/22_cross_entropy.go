package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// FirstLoss is the solution of exercises.FirstLoss.
var FirstLoss = &Solution[func() (start, wrong, slope float64)]{
	Exercise: exercises.FirstLoss,
	Hidden: []exercises.Check[func() (start, wrong, slope float64)]{
		{Name: "the loss of a wrong answer", Run: func(t *exercises.T, FirstLoss func() (start, wrong, slope float64)) {
			_, wrong, _ := FirstLoss()
			t.Guess("The loss of the wrong answer", wrong, math.Log(100), 2e-3,
				exercises.Slip{Say: "The probability of the right class counts, not the one of the class that the net believes in.", Value: -math.Log(0.99)},
				exercises.Slip{Say: "The sign: the logarithm of a probability is negative, the loss is not.", Value: -math.Log(100)},
				exercises.Slip{Say: "That is the logarithm to base 10. Logarithms are natural here.", Value: 2.0},
				exercises.Slip{Say: "That is the logarithm to base 2. Logarithms are natural here.", Value: math.Log2(100)})
		}},
	},
	Mutants: []Mutant[func() (start, wrong, slope float64)]{
		{"bits", func() (float64, float64, float64) { return math.Log2(10), math.Log2(100), -0.9 }, "That is the logarithm to base 2."},
		{"the gradient of the probability", func() (float64, float64, float64) { return math.Log(10), math.Log(100), -10 }, "That is −1/p"},
		{"the probability that the net believes in", func() (float64, float64, float64) { return math.Log(10), -math.Log(0.99), -0.9 }, "The probability of the right class counts"},
		{"target minus probability", func() (float64, float64, float64) { return math.Log(10), math.Log(100), 0.9 }, "Descent is to raise this logit."},
	},
}

// BinaryCrossEntropy is the solution of exercises.BinaryCrossEntropy.
var BinaryCrossEntropy = &Solution[func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)]{
	Exercise: exercises.BinaryCrossEntropy,
	Hidden: []exercises.Check[func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)]{
		{Name: "logits and soft targets that are drawn", Points: 2, Run: func(t *exercises.T, BCE func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			n := 1 + t.Rand.IntN(6)
			exercises.CheckBinaryCrossEntropy(t, BCE, linalg.Normal(t.Rand, n, 1, 0, 3), linalg.Uniform(t.Rand, n, 1, 0, 1))
		}},
		{Name: "sure, and right", Run: func(t *exercises.T, BCE func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			exercises.CheckBinaryCrossEntropy(t, BCE, linalg.Col(1000, -800, 40), linalg.Col(1, 0, 1))
		}},
		{Name: "exchanging the classes changes signs only", Run: func(t *exercises.T, BCE func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			Z, Y := linalg.Normal(t.Rand, 4, 1, 0, 2), linalg.Col(0, 1, 1, 0)
			t.Given("Z", Z)
			t.Given("Y", Y)
			other, swapped := linalg.Scale(-1, Z), linalg.Sub(linalg.Full(4, 1, 1), Y)
			J, _ := BCE(Z, Y)
			again, _ := BCE(other, swapped)
			t.Want("J of −Z and 1 − Y", again, J, 1e-9)
		}},
	},
	Mutants: []Mutant[func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)]{
		{"as the formula stands", func(Z, Y *linalg.Matrix) (float64, *linalg.Matrix) {
			J := 0.0
			for i, z := range Z.Data {
				a, y := 1/(1+math.Exp(-z)), Y.Data[i]
				J -= (y*math.Log(a) + (1-y)*math.Log(1-a)) / float64(Z.Rows)
			}
			_, dZ := plainBCE(Z, Y)
			return J, dZ
		}, "the logarithm of 0 was taken"},
		{"σ' is kept", func(Z, Y *linalg.Matrix) (float64, *linalg.Matrix) {
			J, dZ := plainBCE(Z, Y)
			for i, z := range Z.Data {
				a := 1 / (1 + math.Exp(-z))
				dZ.Data[i] *= a * (1 - a)
			}
			return J, dZ
		}, "σ' is in it."},
		{"1/n forgotten in the gradient", func(Z, Y *linalg.Matrix) (float64, *linalg.Matrix) {
			J, dZ := plainBCE(Z, Y)
			return J, linalg.Scale(float64(Z.Rows), dZ)
		}, "1/n is missing in the gradient."},
		{"only the term with y", func(Z, Y *linalg.Matrix) (float64, *linalg.Matrix) {
			_, dZ := plainBCE(Z, Y)
			J := 0.0
			for i, z := range Z.Data {
				J -= Y.Data[i] * math.Log(1/(1+math.Exp(-z))) / float64(Z.Rows)
			}
			return J, dZ
		}, "Only the term with y is there."},
		{"target minus prediction", func(Z, Y *linalg.Matrix) (float64, *linalg.Matrix) {
			J, dZ := plainBCE(Z, Y)
			return J, linalg.Scale(-1, dZ)
		}, "The sign: prediction minus target."},
	},
}

// plainBCE is the binary cross-entropy, for mutants to spoil.
func plainBCE(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix) {
	n := float64(Z.Rows)
	dZ = linalg.New(Z.Rows, 1)
	for i, z := range Z.Data {
		J += (max(z, 0) - z*Y.Data[i] + math.Log1p(math.Exp(-math.Abs(z)))) / n
		dZ.Data[i] = (1/(1+math.Exp(-z)) - Y.Data[i]) / n
	}
	return J, dZ
}

// CategoricalCrossEntropy is the solution of exercises.CategoricalCrossEntropy.
var CategoricalCrossEntropy = &Solution[func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)]{
	Exercise: exercises.CategoricalCrossEntropy,
	Hidden: []exercises.Check[func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)]{
		{Name: "logits that are drawn", Points: 2, Run: func(t *exercises.T, CrossEntropy func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			n, K := 1+t.Rand.IntN(4), 2+t.Rand.IntN(4)
			Y := linalg.New(n, K)
			for i := range n {
				Y.Set(i, t.Rand.IntN(K), 1)
			}
			exercises.CheckCategoricalCrossEntropy(t, CrossEntropy, linalg.Normal(t.Rand, n, K, 0, 3), Y)
		}},
		{Name: "soft targets", Run: func(t *exercises.T, CrossEntropy func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			exercises.CheckCategoricalCrossEntropy(t, CrossEntropy, linalg.Normal(t.Rand, 2, 3, 0, 2), linalg.New(2, 3, 0.9, 0.05, 0.05, 0.5, 0.25, 0.25))
		}},
		{Name: "a number added to a row changes nothing", Run: func(t *exercises.T, CrossEntropy func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)) {
			Z, Y := linalg.Normal(t.Rand, 2, 3, 0, 2), linalg.New(2, 3, 0, 1, 0, 0, 0, 1)
			t.Given("Z", Z)
			t.Given("Y", Y)
			moved := linalg.AddCol(Z, linalg.Col(700, -900))
			J, dZ := CrossEntropy(Z, Y)
			again, dAgain := CrossEntropy(moved, Y)
			t.Want("J with 700 added to the first row, and −900 to the second", again, J, 1e-9)
			t.Want("dZ of the same", dAgain, dZ, 1e-9)
		}},
	},
	Mutants: []Mutant[func(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix)]{
		{"as the formula stands", func(Z, Y *linalg.Matrix) (float64, *linalg.Matrix) {
			n := float64(Z.Rows)
			J, dZ := 0.0, linalg.New(Z.Rows, Z.Cols)
			for i := range Z.Rows {
				sum := 0.0
				for _, z := range Z.Row(i) {
					sum += math.Exp(z)
				}
				for k, z := range Z.Row(i) {
					p := math.Exp(z) / sum
					J -= Y.At(i, k) * math.Log(p) / n
					dZ.Set(i, k, (p-Y.At(i, k))/n)
				}
			}
			return J, dZ
		}, "A probability has been rounded to 0"},
		{"the mean of all entries", func(Z, Y *linalg.Matrix) (float64, *linalg.Matrix) {
			J, dZ := plainCrossEntropy(Z, Y)
			return J / float64(Z.Cols), linalg.Scale(1/float64(Z.Cols), dZ)
		}, "It is divided by the classes as well."},
		{"1/n forgotten in the gradient", func(Z, Y *linalg.Matrix) (float64, *linalg.Matrix) {
			J, dZ := plainCrossEntropy(Z, Y)
			return J, linalg.Scale(float64(Z.Rows), dZ)
		}, "1/n is missing in the gradient."},
		{"the right class only", func(Z, Y *linalg.Matrix) (float64, *linalg.Matrix) {
			J, dZ := plainCrossEntropy(Z, Y)
			return J, linalg.Hadamard(dZ, Y)
		}, "Only the class with the target gets a gradient."},
		{"each class for itself", func(Z, Y *linalg.Matrix) (float64, *linalg.Matrix) {
			_, dZ := plainCrossEntropy(Z, Y)
			J, n := 0.0, float64(Z.Rows)
			for i, y := range Y.Data {
				p := min(max(dZ.Data[i]*n+y, 1e-300), 1-1e-16)
				J -= (y*math.Log(p) + (1-y)*math.Log(1-p)) / n
			}
			return J, dZ
		}, "as in binary cross-entropy"},
	},
}

// plainCrossEntropy is the categorical cross-entropy, for mutants to spoil.
func plainCrossEntropy(Z, Y *linalg.Matrix) (J float64, dZ *linalg.Matrix) {
	n := float64(Z.Rows)
	L := ownLogSoftmax(Z)
	dZ = linalg.Scale(1/n, linalg.Sub(linalg.Apply(math.Exp, L), Y))
	return -linalg.Dot(L, Y) / n, dZ
}

// rowLogSoftmax takes away from each row what level says.
func rowLogSoftmax(Z *linalg.Matrix, level func(i int) float64) *linalg.Matrix {
	L := linalg.New(Z.Rows, Z.Cols)
	for i := range Z.Rows {
		m, sum := level(i), 0.0
		for _, z := range Z.Row(i) {
			sum += math.Exp(z - m)
		}
		for k, z := range Z.Row(i) {
			L.Set(i, k, z-m-math.Log(sum))
		}
	}
	return L
}

// LogSoftmax is the solution of exercises.LogSoftmax.
var LogSoftmax = &Solution[func(Z *linalg.Matrix) *linalg.Matrix]{
	Exercise: exercises.LogSoftmax,
	Hidden: []exercises.Check[func(Z *linalg.Matrix) *linalg.Matrix]{
		{Name: "logits that are drawn", Points: 2, Run: func(t *exercises.T, LogSoftmax func(Z *linalg.Matrix) *linalg.Matrix) {
			exercises.CheckLogSoftmax(t, LogSoftmax, linalg.Normal(t.Rand, 1+t.Rand.IntN(5), 1+t.Rand.IntN(5), 0, 3))
		}},
		{Name: "rows far apart", Run: func(t *exercises.T, LogSoftmax func(Z *linalg.Matrix) *linalg.Matrix) {
			exercises.CheckLogSoftmax(t, LogSoftmax, linalg.AddCol(linalg.Normal(t.Rand, 3, 4, 0, 1), linalg.Col(2000, 0, -2000)))
		}},
		{Name: "columns far apart", Run: func(t *exercises.T, LogSoftmax func(Z *linalg.Matrix) *linalg.Matrix) {
			exercises.CheckLogSoftmax(t, LogSoftmax, linalg.AddRow(linalg.Normal(t.Rand, 3, 3, 0, 1), linalg.Row(2000, 0, -2000)))
		}},
	},
	Mutants: []Mutant[func(Z *linalg.Matrix) *linalg.Matrix]{
		{"as handed out", func(Z *linalg.Matrix) *linalg.Matrix {
			return rowLogSoftmax(Z, func(int) float64 { return linalg.Max(Z) })
		}, "what was taken away from it was not its own maximum"},
		{"nothing taken away", func(Z *linalg.Matrix) *linalg.Matrix {
			return rowLogSoftmax(Z, func(int) float64 { return 0 })
		}, "e to a large power is +Inf"},
		{"the maximum forgotten", func(Z *linalg.Matrix) *linalg.Matrix {
			L := ownLogSoftmax(Z)
			for i := range Z.Rows {
				m := linalg.Max(linalg.SliceRows(Z, i, i+1))
				for k := range Z.Cols {
					L.Set(i, k, L.At(i, k)+m)
				}
			}
			return L
		}, "and then forgotten"},
		{"columns", func(Z *linalg.Matrix) *linalg.Matrix { return linalg.Transpose(ownLogSoftmax(linalg.Transpose(Z))) }, "This is the softmax of each column."},
	},
}

// ownLogSoftmax is the logarithm of the softmax of each row.
func ownLogSoftmax(Z *linalg.Matrix) *linalg.Matrix {
	return rowLogSoftmax(Z, func(i int) float64 { return linalg.Max(linalg.SliceRows(Z, i, i+1)) })
}

package solutions

import (
	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

type foldLinear = func(Ws, bs []*linalg.Matrix) (W, b *linalg.Matrix)

// folded is the fold, with what becomes of b in each layer.
func folded(bias func(b, W, next *linalg.Matrix) *linalg.Matrix) foldLinear {
	return func(Ws, bs []*linalg.Matrix) (W, b *linalg.Matrix) {
		W, b = Ws[0], bs[0]
		for l := 1; l < len(Ws); l++ {
			W, b = linalg.Mul(W, Ws[l]), bias(b, Ws[l], bs[l])
		}
		return W, b
	}
}

func carried(b, W, next *linalg.Matrix) *linalg.Matrix { return linalg.Add(linalg.Mul(b, W), next) }

// drawnLayers draws the weights and biases of layers.
func drawnLayers(t *exercises.T, layers, most int) (Ws, bs []*linalg.Matrix) {
	from := 1 + t.Rand.IntN(most)
	for range layers {
		to := 1 + t.Rand.IntN(most)
		Ws, bs = append(Ws, linalg.Normal(t.Rand, from, to, 0, 1)), append(bs, linalg.Normal(t.Rand, 1, to, 0, 1))
		from = to
	}
	return Ws, bs
}

// FoldLinear is the solution of exercises.FoldLinear.
var FoldLinear = &Solution[foldLinear]{
	Exercise: exercises.FoldLinear,
	Hidden: []exercises.Check[foldLinear]{
		{Name: "layers that are drawn", Points: 2, Run: func(t *exercises.T, Fold foldLinear) {
			Ws, bs := drawnLayers(t, 2+t.Rand.IntN(3), 4)
			exercises.CheckFoldLinear(t, Fold, Ws, bs)
		}},
		{Name: "a single layer", Run: func(t *exercises.T, Fold foldLinear) {
			Ws, bs := drawnLayers(t, 1, 4)
			exercises.CheckFoldLinear(t, Fold, Ws, bs)
		}},
		{Name: "through a layer of one unit", Run: func(t *exercises.T, Fold foldLinear) {
			exercises.CheckFoldLinear(t, Fold,
				[]*linalg.Matrix{linalg.Normal(t.Rand, 3, 1, 0, 1), linalg.Normal(t.Rand, 1, 3, 0, 1)},
				[]*linalg.Matrix{linalg.Normal(t.Rand, 1, 1, 0, 1), linalg.Normal(t.Rand, 1, 3, 0, 1)})
		}},
	},
	Mutants: []Mutant[foldLinear]{
		{"biases summed", folded(func(b, W, next *linalg.Matrix) *linalg.Matrix {
			if b.Cols != next.Cols {
				return next
			}
			return linalg.Add(b, next)
		}), "The biases were added as they are."},
		{"the last bias alone", folded(func(b, W, next *linalg.Matrix) *linalg.Matrix { return next }), "Only the last bias is there."},
		{"reversed", func(Ws, bs []*linalg.Matrix) (W, b *linalg.Matrix) {
			W, b = folded(carried)(Ws, bs)
			if len(Ws) == 2 && Ws[0].Rows == Ws[1].Cols {
				W = linalg.Mul(Ws[1], Ws[0])
			}
			return W, b
		}, "The order is reversed."},
		{"transposed", func(Ws, bs []*linalg.Matrix) (W, b *linalg.Matrix) {
			W, b = folded(carried)(Ws, bs)
			return linalg.Transpose(W), b
		}, "This is the transpose"},
		{"in place", func(Ws, bs []*linalg.Matrix) (W, b *linalg.Matrix) {
			W, b = folded(carried)(Ws, bs)
			bs[0].Data[0] = b.Data[0]
			return W, b
		}, "bs was overwritten"},
	},
}

type slopeByDepth = func() (slope, bound, weight float64)

// SlopeByDepth is the solution of exercises.SlopeByDepth.
var SlopeByDepth = &Solution[slopeByDepth]{
	Exercise: exercises.SlopeByDepth,
	Hidden: []exercises.Check[slopeByDepth]{
		{Name: "five layers", Run: func(t *exercises.T, SlopeByDepth slopeByDepth) {
			_, bound, _ := SlopeByDepth()
			t.Guess("What is left behind five layers", bound, 1.0/1024, 1e-9,
				exercises.Slip{Say: "The factors multiply. They do not add.", Value: 1.25},
				exercises.Slip{Say: "Divided by 5: the factors of the layers multiply, ¼ five times.", Value: 0.05},
				exercises.Slip{Say: "Those are four layers.", Value: 1.0 / 256},
				exercises.Slip{Say: "This takes ½ for the slope. That is the value of the sigmoid at 0.", Value: 1.0 / 32})
		}},
	},
	Mutants: []Mutant[slopeByDepth]{
		{"tanh", func() (a, b, c float64) { return 1, 1, 1 }, "That is the largest slope of tanh."},
		{"the value for the slope", func() (a, b, c float64) { return 0.5, 1.0 / 32, 2 }, "That is the value of the sigmoid at 0."},
		{"added", func() (a, b, c float64) { return 0.25, 1.25, 4 }, "The factors multiply."},
		{"one layer short", func() (a, b, c float64) { return 0.25, 1.0 / 256, 4 }, "Those are four layers."},
	},
}

type lostReLU = func(X *linalg.Matrix, Ws, bs []*linalg.Matrix) *linalg.Matrix

// passed makes a wrong solution: there is a ReLU where active says so.
func passed(active func(l, last int) bool) lostReLU {
	return func(X *linalg.Matrix, Ws, bs []*linalg.Matrix) *linalg.Matrix {
		A := X
		for l := range Ws {
			A = linalg.AddRow(linalg.Mul(A, Ws[l]), bs[l])
			if active(l, len(Ws)-1) {
				A = linalg.Apply(func(z float64) float64 { return max(0, z) }, A)
			}
		}
		return A
	}
}

// LostReLU is the solution of exercises.LostReLU.
var LostReLU = &Solution[lostReLU]{
	Exercise: exercises.LostReLU,
	Hidden: []exercises.Check[lostReLU]{
		{Name: "nets that are drawn", Points: 2, Run: func(t *exercises.T, Forward lostReLU) {
			Ws, bs := drawnLayers(t, 2+t.Rand.IntN(3), 4)
			exercises.CheckLostReLU(t, Forward, linalg.Normal(t.Rand, 1+t.Rand.IntN(4), Ws[0].Rows, 0, 1), Ws, bs)
		}},
		{Name: "a single layer has no ReLU", Run: func(t *exercises.T, Forward lostReLU) {
			Ws, bs := drawnLayers(t, 1, 4)
			exercises.CheckLostReLU(t, Forward, linalg.Normal(t.Rand, 3, Ws[0].Rows, 0, 1), Ws, bs)
		}},
	},
	Mutants: []Mutant[lostReLU]{
		{"as handed out", passed(func(l, last int) bool { return false }), "This is a linear net"},
		{"behind the last as well", passed(func(l, last int) bool { return true }), "cannot say anything negative"},
		{"behind the last only", passed(func(l, last int) bool { return l == last }), "The only ReLU is behind the last layer."},
		{"the input is overwritten", func(X *linalg.Matrix, Ws, bs []*linalg.Matrix) *linalg.Matrix {
			Yhat := passed(func(l, last int) bool { return l < last })(X, Ws, bs)
			X.Data[0]++
			return Yhat
		}, "X was overwritten"},
	},
}

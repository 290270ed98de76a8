package solutions

import (
	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// OrUnit is the solution of exercises.OrUnit.
var OrUnit = &Solution[func() (w, b, J float64)]{
	Exercise: exercises.OrUnit,
	Hidden: []exercises.Check[func() (w, b, J float64)]{
		{Name: "the cost that is left", Run: func(t *exercises.T, OrUnit func() (w, b, J float64)) {
			_, _, J := OrUnit()
			t.Guess("The cost", J, 0.0625, 1e-9,
				exercises.Slip{Say: "A quarter is how far each answer misses, and the sum of the four squares. J is their mean.", Value: 0.25},
				exercises.Slip{Say: "All four are on the right side of ½, and still no answer is exact: the cost is not 0.", Value: 0.0})
		}},
	},
	Mutants: []Mutant[func() (w, b, J float64)]{
		{"OR by hand", func() (w, b, J float64) { return 1, 0, 0.25 }, "That is OR as one writes it by hand."},
		{"as for XOR", func() (w, b, J float64) { return 0, 0.75, 0.1875 }, "Weights of 0 are what is left for XOR."},
		{"no bias", func() (w, b, J float64) { return 0.5, 0, 0.25 }, "Without a bias (0, 0) is answered exactly"},
		{"the sum", func() (w, b, J float64) { return 0.5, 0.25, 0.25 }, "J is their mean."},
	},
}

type xorNet = func(off, on float64) (W1, b1, W2, b2 *linalg.Matrix)

// XorNet is the solution of exercises.XorNet.
var XorNet = &Solution[xorNet]{
	Exercise: exercises.XorNet,
	Hidden: []exercises.Check[xorNet]{
		{Name: "two numbers that are drawn", Points: 2, Run: func(t *exercises.T, XorNet xorNet) {
			off := float64(t.Rand.IntN(11) - 5)
			exercises.CheckXorNet(t, XorNet, off, off+float64(2+t.Rand.IntN(6)))
		}},
		{Name: "close together", Run: func(t *exercises.T, XorNet xorNet) {
			exercises.CheckXorNet(t, XorNet, 0.25, 0.5)
		}},
	},
	Mutants: []Mutant[xorNet]{
		{"the lesson's net", func(off, on float64) (W1, b1, W2, b2 *linalg.Matrix) {
			g := 1 / (on - off)
			return linalg.New(2, 2, 1, -1, -1, 1), linalg.Row(0, 0), linalg.Col(g, g), linalg.Row(0)
		}, "That is the net of the lesson."},
		{"levels only", func(off, on float64) (W1, b1, W2, b2 *linalg.Matrix) {
			g := 1 / (on - off)
			return linalg.Full(2, 2, 1), linalg.Row(-2*off, -off-on), linalg.Col(g, -g), linalg.Row(0)
		}, "This is OR"},
		{"for 0 and 1 only, stretched", func(off, on float64) (W1, b1, W2, b2 *linalg.Matrix) {
			return linalg.Full(2, 2, 1), linalg.Row(-2*off, -off-on), linalg.Col(1, -2), linalg.Row(0)
		}, "the height is on − off"},
		{"XNOR", func(off, on float64) (W1, b1, W2, b2 *linalg.Matrix) {
			g := 1 / (on - off)
			return linalg.Full(2, 2, 1), linalg.Row(-2*off, -off-on), linalg.Col(-g, 2*g), linalg.Row(1)
		}, "This is the opposite"},
		{"W2 on its side", func(off, on float64) (W1, b1, W2, b2 *linalg.Matrix) {
			g := 1 / (on - off)
			return linalg.Full(2, 2, 1), linalg.Row(-2*off, -off-on), linalg.Row(g, -2*g), linalg.Row(0)
		}, "W2 lies on its side"},
	},
}

type parityNet = func(d int) (W1, b1, W2 *linalg.Matrix)

// parity makes a net whose first ramp has slope 1, and whose others begin at 1, 2, … with these slopes in turn.
func parity(d int, odd, even float64) (W1, b1, W2 *linalg.Matrix) {
	W1, b1, W2 = linalg.Full(d, d, 1), linalg.New(1, d), linalg.New(d, 1)
	for k := range d {
		b1.Set(0, k, -float64(k))
		switch {
		case k == 0:
			W2.Set(k, 0, 1)
		case k%2 == 1:
			W2.Set(k, 0, odd)
		default:
			W2.Set(k, 0, even)
		}
	}
	return W1, b1, W2
}

// ParityNet is the solution of exercises.ParityNet.
var ParityNet = &Solution[parityNet]{
	Exercise: exercises.ParityNet,
	Hidden: []exercises.Check[parityNet]{
		{Name: "a number of inputs that is drawn", Points: 2, Run: func(t *exercises.T, ParityNet parityNet) {
			exercises.CheckParityNet(t, ParityNet, 4+t.Rand.IntN(5))
		}},
		{Name: "one input", Run: func(t *exercises.T, ParityNet parityNet) {
			exercises.CheckParityNet(t, ParityNet, 1)
		}},
	},
	Mutants: []Mutant[parityNet]{
		{"slopes ±1", func(d int) (W1, b1, W2 *linalg.Matrix) { return parity(d, -1, 1) }, "which is a change of 2"},
		{"counts", func(d int) (W1, b1, W2 *linalg.Matrix) { return parity(d, 0, 0) }, "This counts the ones"},
		{"right for two inputs", func(d int) (W1, b1, W2 *linalg.Matrix) { return parity(d, -2, -2) }, "the first point that is wrong"},
		{"a unit for each corner of the cube", func(d int) (W1, b1, W2 *linalg.Matrix) {
			return linalg.New(d, 1<<d), linalg.New(1, 1<<d), linalg.New(1<<d, 1)
		}, "With one for each input it can be done."},
	},
}

type forwardPass = func(X *linalg.Matrix, W, b []*linalg.Matrix) *linalg.Matrix

// ForwardPass is the solution of exercises.ForwardPass.
var ForwardPass = &Solution[forwardPass]{
	Exercise: exercises.ForwardPass,
	Hidden: []exercises.Check[forwardPass]{
		{Name: "widths that are drawn", Points: 2, Run: func(t *exercises.T, Forward forwardPass) {
			widths := []int{1 + t.Rand.IntN(4)}
			var W, b []*linalg.Matrix
			for l := range 2 + t.Rand.IntN(3) {
				widths = append(widths, 1+t.Rand.IntN(4))
				W = append(W, linalg.Normal(t.Rand, widths[l], widths[l+1], 0, 1))
				b = append(b, linalg.Normal(t.Rand, 1, widths[l+1], 0, 1))
			}
			exercises.CheckForwardPass(t, Forward, linalg.Normal(t.Rand, 1+t.Rand.IntN(5), widths[0], 0, 1), W, b)
		}},
		{Name: "an answer far below zero", Run: func(t *exercises.T, Forward forwardPass) {
			exercises.CheckForwardPass(t, Forward, linalg.Col(1, 2, 3), []*linalg.Matrix{linalg.Row(1), linalg.Row(1)}, []*linalg.Matrix{linalg.Row(0), linalg.Row(-1000)})
		}},
	},
	Mutants: []Mutant[forwardPass]{
		{"as handed out", func(X *linalg.Matrix, W, b []*linalg.Matrix) *linalg.Matrix {
			A := X
			for l := range W {
				A = linalg.Apply(cut, linalg.AddRow(linalg.Mul(A, W[l]), b[l]))
			}
			return A
		}, "The last layer is cut at zero as well."},
		{"no cut at all", func(X *linalg.Matrix, W, b []*linalg.Matrix) *linalg.Matrix {
			A := X
			for l := range W {
				A = linalg.AddRow(linalg.Mul(A, W[l]), b[l])
			}
			return A
		}, "No layer is cut"},
		{"cut on the way in", func(X *linalg.Matrix, W, b []*linalg.Matrix) *linalg.Matrix {
			A := X
			for l := range W {
				A = linalg.AddRow(linalg.Mul(linalg.Apply(cut, A), W[l]), b[l])
			}
			return A
		}, "The inputs are cut at zero before the first layer."},
	},
}

func cut(z float64) float64 { return max(0, z) }

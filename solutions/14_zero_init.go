package solutions

import (
	"slices"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

type zeroStep = func() (tanhW2, sigmoidW2, sigmoidW1, b2 float64)

// ZeroStep is the solution of exercises.ZeroStep.
var ZeroStep = &Solution[zeroStep]{
	Exercise: exercises.ZeroStep,
	Hidden: []exercises.Check[zeroStep]{
		{Name: "the gradient of the first layer", Run: func(t *exercises.T, ZeroStep zeroStep) {
			_, _, sigmoidW1, _ := ZeroStep()
			t.Guess("An entry of ∂W1 with the sigmoid", sigmoidW1, 0.0, 1e-9,
				exercises.Slip{Say: "The sigmoid has a slope of ¼ at 0, but what arrives there has gone through W2.", Value: -1.0},
				exercises.Slip{Say: "That is the entry of ∂W2. The error reaches the hidden layer through W2, which is 0.", Value: -2.0},
				exercises.Slip{Say: "That is the output's error. It reaches the hidden layer through W2.", Value: -4.0})
		}},
	},
	Mutants: []Mutant[zeroStep]{
		{"tanh(0) = ½", func() (a, b, c, d float64) { return -2, -2, 0, 3 }, "tanh(0) is something else"},
		{"nothing moves at all", func() (a, b, c, d float64) { return 0, 0, 0, 3 }, "The sigmoid of 0 is not 0."},
		{"W2 forgotten on the way back", func() (a, b, c, d float64) { return 0, -2, -1, 3 }, "has gone through W2"},
		{"the same error twice", func() (a, b, c, d float64) { return 0, -2, 0, 4 }, "the prediction has moved"},
		{"sign", func() (a, b, c, d float64) { return 0, 2, 0, -5 }, "That went away from the target."},
	},
}

type mergeTwins = func(W1, b1, W2 *linalg.Matrix) (V1, c1, V2 *linalg.Matrix)

// joined makes a wrong solution: same says whether a unit is merged, add what becomes of its outgoing weights.
func joined(same func(w1, b1 *linalg.Matrix, u, j int) bool, add func(sum, w float64) float64) mergeTwins {
	return func(W1, b1, W2 *linalg.Matrix) (V1, c1, V2 *linalg.Matrix) {
		W2 = W2.Clone()
		var kept []int
	units:
		for j := range W1.Cols {
			for _, u := range kept {
				if same(W1, b1, u, j) {
					for k := range W2.Cols {
						W2.Set(u, k, add(W2.At(u, k), W2.At(j, k)))
					}
					continue units
				}
			}
			kept = append(kept, j)
		}
		pick := func(m *linalg.Matrix) *linalg.Matrix {
			return linalg.Transpose(linalg.SelectRows(linalg.Transpose(m), kept))
		}
		return pick(W1), pick(b1), linalg.SelectRows(W2, kept)
	}
}

func sameWeights(W1, b1 *linalg.Matrix, u, j int) bool {
	return linalg.Equal(linalg.SliceCols(W1, u, u+1), linalg.SliceCols(W1, j, j+1))
}

func sameUnit(W1, b1 *linalg.Matrix, u, j int) bool {
	return sameWeights(W1, b1, u, j) && b1.At(0, u) == b1.At(0, j)
}

func plus(sum, w float64) float64 { return sum + w }

// MergeTwins is the solution of exercises.MergeTwins.
var MergeTwins = &Solution[mergeTwins]{
	Exercise: exercises.MergeTwins,
	Hidden: []exercises.Check[mergeTwins]{
		{Name: "twins that are drawn", Points: 2, Run: func(t *exercises.T, MergeTwins mergeTwins) {
			group := drawnTwins(t)
			d, k, units := 1+t.Rand.IntN(3), 1+t.Rand.IntN(3), slices.Max(group)+1
			exercises.CheckMergeTwins(t, MergeTwins, linalg.Normal(t.Rand, d, units, 0, 1), linalg.Normal(t.Rand, 1, units, 0, 1),
				linalg.Normal(t.Rand, len(group), k, 0, 1), group...)
		}},
		{Name: "the net computes the same function", Run: func(t *exercises.T, MergeTwins mergeTwins) {
			group := drawnTwins(t)
			W1, b1, W2 := linalg.New(2, len(group)), linalg.New(1, len(group)), linalg.Normal(t.Rand, len(group), 2, 0, 1)
			for j, g := range group { // some are twins in all but the bias
				W1.Set(0, j, float64(g/2))
				W1.Set(1, j, 1)
				b1.Set(0, j, float64(g%2))
			}
			X := linalg.Normal(t.Rand, 4, W1.Rows, 0, 2)
			run := func(W1, b1, W2 *linalg.Matrix) *linalg.Matrix {
				return linalg.Mul(linalg.Apply(func(z float64) float64 { return max(0, z) }, linalg.AddRow(linalg.Mul(X, W1), b1)), W2)
			}
			want := run(W1, b1, W2)
			t.Given("W1", W1)
			t.Given("b1", b1)
			t.Given("W2", W2)
			V1, c1, V2 := MergeTwins(W1, b1, W2)
			if V1 == nil {
				t.Fail("V1 is missing (nil).")
			}
			exercises.CheckShape(t, "V1", V1, W1.Rows, V1.Cols)
			exercises.CheckShape(t, "c1", c1, 1, V1.Cols)
			exercises.CheckShape(t, "V2", V2, V1.Cols, W2.Cols)
			t.Want("the outputs of the smaller net, with ReLU", run(V1, c1, V2), want, 1e-9)
		}},
		{Name: "one unit", Run: func(t *exercises.T, MergeTwins mergeTwins) {
			exercises.CheckMergeTwins(t, MergeTwins, linalg.Col(1, 2), linalg.Row(3), linalg.Row(4, 5), 0)
		}},
	},
	Mutants: []Mutant[mergeTwins]{
		{"bias ignored", joined(sameWeights, plus), "Units with unequal biases are no twins"},
		{"weights lost", joined(sameUnit, func(sum, w float64) float64 { return sum }), "The twin's outgoing weights are lost."},
		{"mean of the weights", joined(sameUnit, func(sum, w float64) float64 { return (sum + w) / 2 }), "This is the mean of the outgoing weights."},
		{"in place", func(W1, b1, W2 *linalg.Matrix) (V1, c1, V2 *linalg.Matrix) {
			V1, c1, V2 = joined(sameUnit, plus)(W1, b1, W2)
			W2.Set(0, 0, V2.At(0, 0))
			return V1, c1, V2
		}, "W2 was overwritten"},
		{"nothing merged", func(W1, b1, W2 *linalg.Matrix) (V1, c1, V2 *linalg.Matrix) {
			return W1.Clone(), b1.Clone(), W2.Clone()
		}, "there are twins in it"},
	},
}

// drawnTwins draws which units of a layer are equal: the groups, numbered in the order in which they are met.
func drawnTwins(t *exercises.T) []int {
	group := []int{0}
	for range 3 + t.Rand.IntN(5) {
		group = append(group, t.Rand.IntN(slices.Max(group)+2))
	}
	return group
}

type randomTwins = func(fanIn, fanOut int, normal func() float64) *linalg.Matrix

// RandomTwins is the solution of exercises.RandomTwins.
var RandomTwins = &Solution[randomTwins]{
	Exercise: exercises.RandomTwins,
	Hidden: []exercises.Check[randomTwins]{
		{Name: "sizes that are drawn", Points: 2, Run: func(t *exercises.T, SmallRandom randomTwins) {
			in, out := 1+t.Rand.IntN(5), 2+t.Rand.IntN(5)
			exercises.CheckRandomTwins(t, SmallRandom, in, out, linalg.Normal(t.Rand, 1, in*out, 0, 100).Data)
		}},
		{Name: "the gradients of two units differ", Run: func(t *exercises.T, SmallRandom randomTwins) {
			W := SmallRandom(3, 2, t.Rand.NormFloat64)
			exercises.CheckShape(t, "W", W, 3, 2)
			A := linalg.Apply(func(z float64) float64 { return z * z }, linalg.Mul(linalg.Normal(t.Rand, 1, 3, 0, 100), W))
			if A.At(0, 0) == A.At(0, 1) {
				t.Fail("Both units have the activation %.4g, so both get the same gradient.", A.At(0, 0))
			}
		}},
	},
	Mutants: []Mutant[randomTwins]{
		{"as handed out", func(fanIn, fanOut int, normal func() float64) *linalg.Matrix {
			W := linalg.New(fanIn, fanOut)
			for i := range fanIn {
				w := 0.01 * normal()
				for j := range fanOut {
					W.Set(i, j, w)
				}
			}
			return W
		}, "Units 1 and 2 have the same weights"},
		{"one draw for a unit", func(fanIn, fanOut int, normal func() float64) *linalg.Matrix {
			W := linalg.New(fanIn, fanOut)
			for j := range fanOut {
				w := 0.01 * normal()
				for i := range fanIn {
					W.Set(i, j, w)
				}
			}
			return W
		}, "the layer sees only their sum"},
		{"0.01 dropped in the repair", drawnWith(func(in, out float64) float64 { return 1 }), "the 0.01 is missing"},
		{"0.01 taken for a variance", drawnWith(func(in, out float64) float64 { return 0.1 }), "this has its square root"},
	},
}

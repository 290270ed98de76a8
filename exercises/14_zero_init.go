package exercises

import (
	"math"
	"slices"

	"chainrule/pkg/linalg"
)

// ZeroStep asks for the first gradients of a net that begins with zeros.
var ZeroStep = &Exercise[func() (tanhW2, sigmoidW2, sigmoidW1, b2 float64)]{
	ID: "zero-step", Lesson: 14, Kind: Predict, Title: "The first gradients of a net of zeros", Name: "ZeroStep",
	Hints: [3]string{
		"Do the forward pass first. Every pre-activation is 0, so what are the activations with tanh, what with the sigmoid, and what is the prediction?",
		"An entry of ∂W2 is an activation times the output's error, ŷ − y. What goes back to the hidden layer is the error times W2.",
		"With tanh the activations are 0, so only b2 can move, with the gradient ŷ − y. For the second update, do the forward pass again with the new b2.",
	},
	Checks: []Check[func() (tanhW2, sigmoidW2, sigmoidW1, b2 float64)]{
		{Name: "the gradients of the second layer", Run: func(t *T, ZeroStep func() (tanhW2, sigmoidW2, sigmoidW1, b2 float64)) {
			tanhW2, sigmoidW2, _, _ := ZeroStep()
			t.Guess("An entry of ∂W2 with tanh", tanhW2, 0.0, 1e-9,
				Slip{"That is the error. ∂W2 multiplies it by the activation, and tanh(0) is 0.", -4.0},
				Slip{"That takes an activation of ½, which is the sigmoid of 0. tanh(0) is something else.", -2.0})
			t.Guess("An entry of ∂W2 with the sigmoid", sigmoidW2, -2.0, 1e-9,
				Slip{"The sigmoid of 0 is not 0.", 0.0},
				Slip{"The sign: the prediction is below the target, so the cost falls when the weight grows.", 2.0},
				Slip{"That is the error. ∂W2 multiplies it by the activation.", -4.0},
				Slip{"That has the slope of the sigmoid in it. ∂W2 takes the activation itself; the slope comes in further back.", -1.0})
		}},
		{Name: "the output's bias", Run: func(t *T, ZeroStep func() (tanhW2, sigmoidW2, sigmoidW1, b2 float64)) {
			_, _, _, b2 := ZeroStep()
			t.Guess("b2 after two updates", b2, 3.0, 1e-9,
				Slip{"That is one update.", 2.0},
				Slip{"The second update takes the error anew: the prediction has moved.", 4.0},
				Slip{"That went away from the target.", -5.0})
		}},
	},
}

// MergeTwins asks for the smaller net that a net with equal units is.
var MergeTwins = &Exercise[func(W1, b1, W2 *linalg.Matrix) (V1, c1, V2 *linalg.Matrix)]{
	ID: "merge-twins", Lesson: 14, Kind: Implement, Title: "How many units there really are", Name: "MergeTwins",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Two units are twins when their columns of W1 and their entries of b1 are equal. Their activations are equal then, whatever the input is.",
		"Twins with the activation a and the outgoing weights 2 and 3 add 2a + 3a to the output. Which weight does one unit need for that?",
		"Keep a list of the columns that were met first. For each unit, look for its twin in the list: add its row of W2 to the twin's row, or put it at the end of the list.",
	},
	Checks: []Check[func(W1, b1, W2 *linalg.Matrix) (V1, c1, V2 *linalg.Matrix)]{
		{Name: "two twins", Run: func(t *T, MergeTwins func(W1, b1, W2 *linalg.Matrix) (V1, c1, V2 *linalg.Matrix)) {
			CheckMergeTwins(t, MergeTwins, linalg.Col(1, 2), linalg.Row(0), linalg.Col(2, 3), 0, 0)
		}},
		{Name: "twins in all but the bias", Run: func(t *T, MergeTwins func(W1, b1, W2 *linalg.Matrix) (V1, c1, V2 *linalg.Matrix)) {
			CheckMergeTwins(t, MergeTwins, linalg.Row(1, 1), linalg.Row(0, 5), linalg.Col(1, 2, 4), 0, 1, 0)
		}},
		{Name: "a layer of zeros is one unit", Run: func(t *T, MergeTwins func(W1, b1, W2 *linalg.Matrix) (V1, c1, V2 *linalg.Matrix)) {
			CheckMergeTwins(t, MergeTwins, linalg.New(3, 1), linalg.Row(0), linalg.New(4, 2, 1, 2, 3, 4, 5, 6, 7, 8), 0, 0, 0, 0)
		}},
		{Name: "no twins", Run: func(t *T, MergeTwins func(W1, b1, W2 *linalg.Matrix) (V1, c1, V2 *linalg.Matrix)) {
			CheckMergeTwins(t, MergeTwins, linalg.New(2, 2, 1, 2, 2, 1), linalg.Row(1, 1), linalg.Col(1, 1), 0, 1)
		}},
	},
}

// CheckMergeTwins asks a solution for the net without twins. The net with twins is made of the other: unit j is a copy of unit group[j] of V1, d×u, and c1,
// 1×u, and has the outgoing weights W2, h×k. Groups are numbered in the order in which they are met.
func CheckMergeTwins(t *T, MergeTwins func(W1, b1, W2 *linalg.Matrix) (V1, c1, V2 *linalg.Matrix), wantV1, wantc1, W2 *linalg.Matrix, group ...int) {
	copies := func(m *linalg.Matrix) *linalg.Matrix {
		return linalg.Transpose(linalg.SelectRows(linalg.Transpose(m), group))
	}
	W1, b1 := copies(wantV1), copies(wantc1)
	membership := linalg.New(wantV1.Cols, len(group)) // 1 where a unit belongs to a group
	for j, g := range group {
		membership.Set(g, j, 1)
	}
	wantV2 := linalg.Mul(membership, W2)
	first, mean := wantV2.Clone(), wantV2.Clone()
	for g := range wantV1.Cols {
		copy(first.Row(g), W2.Row(slices.Index(group, g)))
		for k := range mean.Cols {
			mean.Set(g, k, mean.At(g, k)/linalg.Sum(linalg.SliceRows(membership, g, g+1)))
		}
	}
	t.Given("W1", W1)
	t.Given("b1", b1)
	t.Given("W2", W2)
	V1, c1, V2 := MergeTwins(W1, b1, W2)
	switch {
	case V1 == nil || c1 == nil || V2 == nil:
		t.Fail("One of the three matrices is missing (nil).")
	case V1.Rows == wantV1.Rows && V1.Cols < wantV1.Cols:
		t.Fail("V1 has %d columns, want %d. Units with unequal biases are no twins, even if their weights are: they bend at other places.", V1.Cols, wantV1.Cols)
	case V1.Rows == wantV1.Rows && V1.Cols > wantV1.Cols:
		t.Fail("V1 has %d columns, want %d: there are twins in it.", V1.Cols, wantV1.Cols)
	}
	t.Want("V1", V1, wantV1, 1e-9)
	t.Want("c1", c1, wantc1, 1e-9)
	t.Want("V2", V2, wantV2, 1e-9,
		Slip{"The twin's outgoing weights are lost. Both units added to the output: the one that stays has to add as much as both.", first},
		Slip{"This is the mean of the outgoing weights. The output is a sum over the units, so the weights add.", mean})
}

// RandomTwins asks for the repair of an initializer that is random and breaks no symmetry.
var RandomTwins = &Exercise[func(fanIn, fanOut int, normal func() float64) *linalg.Matrix]{
	ID: "random-twins", Lesson: 14, Kind: Debug, Title: "Random, and still symmetric", Name: "SmallRandom",
	Hints: [3]string{
		"Print the matrix for 2 inputs and 3 units. Which entries are equal?",
		"A unit is a column of W. What do two columns need so that their units get different gradients?",
		"How often is normal called for a 2×3 matrix, and how often should it be?",
	},
	Checks: []Check[func(fanIn, fanOut int, normal func() float64) *linalg.Matrix]{
		{Name: "one input, two units", Run: func(t *T, SmallRandom func(fanIn, fanOut int, normal func() float64) *linalg.Matrix) {
			CheckRandomTwins(t, SmallRandom, 1, 2, []float64{100, -200})
		}},
		{Name: "two inputs, three units", Run: func(t *T, SmallRandom func(fanIn, fanOut int, normal func() float64) *linalg.Matrix) {
			CheckRandomTwins(t, SmallRandom, 2, 3, []float64{100, -200, 300, -400, 500, -600})
		}},
	},
}

// CheckRandomTwins asks a solution for weights of 0.01 times what normal returns, which is given.
func CheckRandomTwins(t *T, SmallRandom func(fanIn, fanOut int, normal func() float64) *linalg.Matrix, fanIn, fanOut int, draws []float64) {
	t.Given("fanIn, fanOut", []int{fanIn, fanOut})
	t.Given("the numbers that normal returns, in turn", draws)
	calls := 0
	W := SmallRandom(fanIn, fanOut, func() float64 {
		calls++
		return draws[(calls-1)%len(draws)]
	})
	CheckShape(t, "W", W, fanIn, fanOut)
	alike := func(a, b *linalg.Matrix) bool { return linalg.EqualApprox(a, b, 1e-12) }
	for j := 1; j < fanOut; j++ {
		if alike(linalg.SliceCols(W, 0, 1), linalg.SliceCols(W, j, j+1)) {
			t.Fail("Units 1 and %d have the same weights: they get the same gradient at every step and stay twins forever. Each weight is a draw of its own.", j+1)
		}
	}
	for i := 1; i < fanIn && fanOut > 1; i++ {
		if alike(linalg.SliceRows(W, 0, 1), linalg.SliceRows(W, i, i+1)) {
			t.Fail("Inputs 1 and %d have the same weights in every unit: the layer sees only their sum. Each weight is a draw of its own.", i+1)
		}
	}
	drawn := linalg.New(fanIn, fanOut, draws...)
	largest := math.Abs(linalg.Max(W))
	t.Want("W", W, linalg.Scale(0.01, drawn), 1e-9,
		Slip{"These are the draws themselves: the 0.01 is missing.", drawn},
		Slip{"The 0.01 is a standard deviation, so it multiplies as it is: this has its square root.", linalg.Scale(0.1, drawn)})
	if calls != fanIn*fanOut {
		t.Fail("normal was called %d times for %d weights, the largest %.4g.", calls, fanIn*fanOut, largest)
	}
}

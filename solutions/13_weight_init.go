package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

type heInit = func(fanIn, fanOut int, normal func() float64) *linalg.Matrix

// drawnWith makes a wrong solution: the draws have this factor.
func drawnWith(factor func(in, out float64) float64) heInit {
	return func(fanIn, fanOut int, normal func() float64) *linalg.Matrix {
		W := linalg.New(fanIn, fanOut)
		for i := range W.Data {
			W.Data[i] = factor(float64(fanIn), float64(fanOut)) * normal()
		}
		return W
	}
}

// HeInit is the solution of exercises.HeInit.
var HeInit = &Solution[heInit]{
	Exercise: exercises.HeInit,
	Hidden: []exercises.Check[heInit]{
		{Name: "sizes that are drawn", Points: 2, Run: func(t *exercises.T, HeInit heInit) {
			in, out := 1+t.Rand.IntN(9), 1+t.Rand.IntN(9)
			exercises.CheckHeInit(t, HeInit, in, out, linalg.Normal(t.Rand, 1, in*out, 0, 1).Data)
		}},
		{Name: "a ReLU layer keeps the mean square", Run: func(t *exercises.T, HeInit heInit) {
			sum := 0.0
			x := linalg.Normal(t.Rand, 1, 32, 0, 1)
			W := HeInit(32, 32, t.Rand.NormFloat64)
			if W == nil {
				t.Fail("Nothing came back (nil).")
			}
			exercises.CheckShape(t, "W", W, 32, 32)
			for _, z := range linalg.Mul(x, W).Data {
				sum += max(0, z) * max(0, z)
			}
			if ratio := sum / linalg.Dot(x, x); ratio < 0.05 || ratio > 5 {
				t.Fail("The mean square of the activations is %.3g times that of the inputs, want about 1.", ratio)
			}
		}},
	},
	Mutants: []Mutant[heInit]{
		{"variance for deviation", drawnWith(func(in, out float64) float64 { return 2 / in }), "The factor that a draw is multiplied by is its square root."},
		{"no 2", drawnWith(func(in, out float64) float64 { return math.Sqrt(1 / in) }), "LeCun's rule"},
		{"fan-out", drawnWith(func(in, out float64) float64 { return math.Sqrt(2 / out) }), "This counts the units of the layer"},
		{"Xavier", drawnWith(func(in, out float64) float64 { return math.Sqrt(2 / (in + out)) }), "This is Xavier's rule"},
		{"one draw", func(fanIn, fanOut int, normal func() float64) *linalg.Matrix {
			return linalg.Full(fanIn, fanOut, math.Sqrt(2/float64(fanIn))*normal())
		}, "copies of each other"},
	},
}

type spreadByDepth = func() (one, two, sigma float64)

// SpreadByDepth is the solution of exercises.SpreadByDepth.
var SpreadByDepth = &Solution[spreadByDepth]{
	Exercise: exercises.SpreadByDepth,
	Hidden: []exercises.Check[spreadByDepth]{
		{Name: "two layers", Run: func(t *exercises.T, Spread spreadByDepth) {
			_, two, _ := Spread()
			t.Guess("The variance after two layers", two, 64.0, 1e-9,
				exercises.Slip{Say: "The factors of the layers multiply; they do not add. That is why depth is dangerous.", Value: 16.0},
				exercises.Slip{Say: "That is the standard deviation. Asked for is its square.", Value: 8.0},
				exercises.Slip{Say: "That is 800 times σ, twice. Variances add, so the factor is 800σ².", Value: 6400.0})
		}},
	},
	Mutants: []Mutant[spreadByDepth]{
		{"σ for σ²", func() (float64, float64, float64) { return 80, 6400, 0.05 }, "Variances add"},
		{"deviation", func() (float64, float64, float64) { return math.Sqrt(8), 8, 0.05 }, "That is the standard deviation."},
		{"added", func() (float64, float64, float64) { return 8, 16, 0.05 }, "The factors of the layers multiply"},
		{"no ReLU in σ", func() (float64, float64, float64) { return 8, 64, math.Sqrt(1.0 / 800) }, "A ReLU halves the mean square"},
		{"no root", func() (float64, float64, float64) { return 8, 64, 0.0025 }, "σ is its root."},
	},
}

type xavierUniform = func(fanIn, fanOut int, uniform func() float64) *linalg.Matrix

// stretched makes a wrong solution: limit times what f makes of a draw.
func stretched(limit func(fanIn, fanOut int) float64, f func(u float64) float64) xavierUniform {
	return func(fanIn, fanOut int, uniform func() float64) *linalg.Matrix {
		W := linalg.New(fanIn, fanOut)
		for i := range W.Data {
			W.Data[i] = limit(fanIn, fanOut) * f(uniform())
		}
		return W
	}
}

func bothSigns(u float64) float64 { return 2*u - 1 }

// XavierUniform is the solution of exercises.XavierUniform.
var XavierUniform = &Solution[xavierUniform]{
	Exercise: exercises.XavierUniform,
	Hidden: []exercises.Check[xavierUniform]{
		{Name: "sizes that are drawn", Points: 2, Run: func(t *exercises.T, XavierUniform xavierUniform) {
			in, out := 1+t.Rand.IntN(9), 1+t.Rand.IntN(9)
			exercises.CheckXavierUniform(t, XavierUniform, in, out, linalg.Uniform(t.Rand, 1, in*out, 0, 1).Data)
		}},
		{Name: "a layer of real size", Run: func(t *exercises.T, XavierUniform xavierUniform) {
			exercises.CheckXavierUniform(t, XavierUniform, 64, 10, linalg.Uniform(t.Rand, 64, 10, 0, 1).Data)
		}},
	},
	Mutants: []Mutant[xavierUniform]{
		{"as handed out", stretched(func(in, out int) float64 { return math.Sqrt(float64(6 / (in + out))) }, bothSigns), "a division of ints"},
		{"2 in place of 6", stretched(func(in, out int) float64 { return math.Sqrt(2 / float64(in+out)) }, bothSigns), "a variance of a²/3"},
		{"positive only", stretched(func(in, out int) float64 { return math.Sqrt(6 / float64(in+out)) }, func(u float64) float64 { return u }), "These weights are all positive."},
		{"fan-in only", stretched(func(in, out int) float64 { return math.Sqrt(6 / float64(in)) }, bothSigns), "Xavier's has the sum of both."},
	},
}

package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// TwoPaths is the solution of exercises.TwoPaths.
var TwoPaths = &Solution[func() (dv1, dw1, dw3, dx float64)]{
	Exercise: exercises.TwoPaths,
	Hidden: []exercises.Check[func() (dv1, dw1, dw3, dx float64)]{
		{Name: "the unit that is off", Run: func(t *exercises.T, TwoPaths func() (dv1, dw1, dw3, dx float64)) {
			_, _, dw3, _ := TwoPaths()
			t.Guess("∂w₃", dw3, 0.0, 1e-9,
				exercises.Slip{Say: "That is what would come through without ReLU. z₃ is below 0, and there a small change of w₃ changes nothing.", Value: 20.0})
		}},
		{Name: "the input", Points: 2, Run: func(t *exercises.T, TwoPaths func() (dv1, dw1, dw3, dx float64)) {
			_, _, _, dx := TwoPaths()
			t.Guess("∂x", dx, 6.0, 1e-9,
				exercises.Slip{Say: "That is the path through the first unit alone. The second one hears x, too.", Value: 4.0},
				exercises.Slip{Say: "x goes into the second unit with the weight −1: minus times minus.", Value: 2.0},
				exercises.Slip{Say: "The third unit is off. Nothing comes back through it.", Value: -4.0})
		}},
	},
	Mutants: []Mutant[func() (dv1, dw1, dw3, dx float64)]{
		{"one path", func() (dv1, dw1, dw3, dx float64) { return 6, 8, 0, 4 }, "That is the path through the first unit alone."},
		{"ReLU forgotten", func() (dv1, dw1, dw3, dx float64) { return 6, 8, 20, -4 }, "Nothing comes back through it."},
		{"a sign lost", func() (dv1, dw1, dw3, dx float64) { return 6, 8, 0, 2 }, "minus times minus"},
		{"activations on the path", func() (dv1, dw1, dw3, dx float64) { return 6, 24, 0, 6 }, "h₁ is no factor of ∂z₁"},
		{"without the error", func() (dv1, dw1, dw3, dx float64) { return 3, 4, 0, 6 }, "It is multiplied by ∂ŷ"},
	},
}

// BackpropCost is the solution of exercises.BackpropCost.
var BackpropCost = &Solution[func() (forward, backward, differences int)]{
	Exercise: exercises.BackpropCost,
	Hidden: []exercises.Check[func() (forward, backward, differences int)]{
		{Name: "central differences", Points: 2, Run: func(t *exercises.T, BackpropCost func() (forward, backward, differences int)) {
			_, _, differences := BackpropCost()
			t.Guess("Central differences", differences, 2*79510*79400, 0,
				exercises.Slip{Say: "A central difference takes two forward passes, one on each side.", Value: 79510 * 79400},
				exercises.Slip{Say: "The biases have gradients as well.", Value: 2 * 79400 * 79400},
				exercises.Slip{Say: "That is one parameter's difference. Each of them needs two forward passes of its own.", Value: 2 * 79400})
		}},
	},
	Mutants: []Mutant[func() (forward, backward, differences int)]{
		{"biases multiplied", func() (forward, backward, differences int) { return 79510, 80400, 2 * 79510 * 79400 }, "A bias is added, not multiplied."},
		{"the rule of two", func() (forward, backward, differences int) { return 79400, 158800, 2 * 79510 * 79400 }, "nobody needs their gradient"},
		{"one pass for a parameter", func() (forward, backward, differences int) { return 79400, 80400, 79510 * 79400 }, "one on each side"},
		{"weights only", func() (forward, backward, differences int) { return 79400, 79400, 2 * 79400 * 79400 }, "The biases have gradients as well."},
	},
}

type denseLayer = func(W, b *linalg.Matrix) (forward func(X *linalg.Matrix) *linalg.Matrix, backward func(dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix))

// dense makes a layer of these parts.
func dense(backward func(X, W, dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix)) denseLayer {
	return func(W, b *linalg.Matrix) (func(X *linalg.Matrix) *linalg.Matrix, func(dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix)) {
		var seen *linalg.Matrix
		return func(X *linalg.Matrix) *linalg.Matrix {
				seen = X
				return linalg.AddRow(linalg.Mul(X, W), b)
			}, func(dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix) {
				return backward(seen, W, dZ)
			}
	}
}

// DenseLayer is the solution of exercises.DenseLayer.
var DenseLayer = &Solution[denseLayer]{
	Exercise: exercises.DenseLayer,
	Hidden: []exercises.Check[denseLayer]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, Dense denseLayer) {
			n, d, h := 1+t.Rand.IntN(5), 1+t.Rand.IntN(5), 1+t.Rand.IntN(5)
			exercises.CheckDenseLayer(t, Dense, linalg.Normal(t.Rand, d, h, 0, 1), linalg.Normal(t.Rand, 1, h, 0, 1),
				linalg.Normal(t.Rand, n, d, 0, 1), linalg.Normal(t.Rand, n, h, 0, 1))
		}},
		{Name: "the second batch", Run: func(t *exercises.T, Dense denseLayer) {
			W, b := linalg.Normal(t.Rand, 3, 2, 0, 1), linalg.Normal(t.Rand, 1, 2, 0, 1)
			first, X := linalg.Normal(t.Rand, 4, 3, 0, 1), linalg.Normal(t.Rand, 2, 3, 0, 1)
			dFirst, dZ := linalg.Normal(t.Rand, 4, 2, 0, 1), linalg.Normal(t.Rand, 2, 2, 0, 1)
			one, want := linalg.MulATB(first, dFirst), linalg.MulATB(X, dZ)
			forward, backward := Dense(W, b)
			forward(first)
			_, dW, _ := backward(dFirst)
			t.Want("dW of the first batch", dW, one, 1e-9)
			forward(X)
			_, dW, _ = backward(dZ)
			t.Want("dW of the second batch", dW, want, 1e-9,
				exercises.Slip{Say: "The gradient of the first batch is still in it: begin anew in each call.", Value: linalg.Add(one, want)})
		}},
		{Name: "two layers do not share what they keep", Run: func(t *exercises.T, Dense denseLayer) {
			W1, b1 := linalg.Normal(t.Rand, 3, 2, 0, 1), linalg.Normal(t.Rand, 1, 2, 0, 1)
			W2, b2 := linalg.Normal(t.Rand, 2, 3, 0, 1), linalg.Normal(t.Rand, 1, 3, 0, 1)
			X, dZ := linalg.Normal(t.Rand, 4, 3, 0, 1), linalg.Normal(t.Rand, 4, 3, 0, 1)
			want := linalg.MulATB(X, linalg.MulABT(dZ, W2))
			forward1, backward1 := Dense(W1, b1)
			forward2, backward2 := Dense(W2, b2)
			forward2(forward1(X))
			dA, _, _ := backward2(dZ)
			_, dW, _ := backward1(dA)
			t.Want("dW of the first of two layers", dW, want, 1e-9)
		}},
	},
	Mutants: []Mutant[denseLayer]{
		{"W in place of Wᵀ", dense(func(X, W, dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix) {
			if W.Rows == W.Cols {
				return linalg.Mul(dZ, W), linalg.MulATB(X, dZ), linalg.SumRows(dZ)
			}
			return linalg.MulABT(dZ, W), linalg.MulATB(X, dZ), linalg.SumRows(dZ)
		}), "This is ∂Z W."},
		{"dW transposed", dense(func(X, W, dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix) {
			return linalg.MulABT(dZ, W), linalg.MulATB(dZ, X), linalg.SumRows(dZ)
		}), "∂W has the shape of W."},
		{"divided by n again", dense(func(X, W, dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix) {
			return linalg.MulABT(dZ, W), linalg.Scale(1/float64(X.Rows), linalg.MulATB(X, dZ)), linalg.MeanRows(dZ)
		}), "a plain sum over the examples"},
		{"db not summed", dense(func(X, W, dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix) {
			return linalg.MulABT(dZ, W), linalg.MulATB(X, dZ), dZ
		}), "One b serves all examples"},
		{"gradients pile up", func(W, b *linalg.Matrix) (func(X *linalg.Matrix) *linalg.Matrix, func(dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix)) {
			dW := linalg.New(W.Rows, W.Cols)
			return dense(func(X, W, dZ *linalg.Matrix) (*linalg.Matrix, *linalg.Matrix, *linalg.Matrix) {
				dW = linalg.Add(dW, linalg.MulATB(X, dZ))
				return linalg.MulABT(dZ, W), dW, linalg.SumRows(dZ)
			})(W, b)
		}, "The gradient of the first batch is still in it"},
	},
}

type gradientCheck = func(f func(w []float64) float64, w []float64, eps float64) []float64

// GradientCheck is the solution of exercises.GradientCheck.
var GradientCheck = &Solution[gradientCheck]{
	Exercise: exercises.GradientCheck,
	Hidden: []exercises.Check[gradientCheck]{
		{Name: "a cost that is drawn", Points: 2, Run: func(t *exercises.T, NumericGradient gradientCheck) {
			d := 2 + t.Rand.IntN(3)
			x, w := make([]float64, d), make([]float64, d)
			for i := range d {
				x[i], w[i] = t.Rand.NormFloat64(), t.Rand.NormFloat64()
			}
			exercises.CheckGradientCheck(t, NumericGradient, "tanh(Σ xᵢwᵢ) + Σ wᵢ³, with x drawn", func(w []float64) float64 {
				var z, cubes float64
				for i := range w {
					z += x[i] * w[i]
					cubes += w[i] * w[i] * w[i]
				}
				return math.Tanh(z) + cubes
			}, w, 1e-3)
		}},
		{Name: "w comes back as it was, to the last bit", Run: func(t *exercises.T, NumericGradient gradientCheck) {
			exercises.CheckGradientCheck(t, NumericGradient, "Σ wᵢ²", func(w []float64) (sum float64) {
				for _, v := range w {
					sum += v * v
				}
				return sum
			}, []float64{0.1, 0.7, 1.3, -0.3, 2.1, 0.9}, 1e-5)
		}},
		{Name: "two calls for each parameter", Run: func(t *exercises.T, NumericGradient gradientCheck) {
			calls := 0
			NumericGradient(func(w []float64) float64 { calls++; return w[0] }, []float64{1, 2, 3, 4, 5}, 0.1)
			t.Want("the number of calls of f with 5 parameters", calls, 10, 0,
				exercises.Slip{Say: "One call for each parameter, and one in the middle, is what the one-sided difference takes.", Value: 6},
				exercises.Slip{Say: "Nobody needs f in the middle: the central difference has f on both sides only.", Value: 11},
				exercises.Slip{Say: "Nobody needs f in the middle: the central difference has f on both sides only.", Value: 15})
		}},
		{Name: "no parameters", Run: func(t *exercises.T, NumericGradient gradientCheck) {
			if g := NumericGradient(func(w []float64) float64 { return 1 }, nil, 0.1); len(g) != 0 {
				t.Fail("There are no parameters, but %d numbers came.", len(g))
			}
		}},
	},
	Mutants: []Mutant[gradientCheck]{
		{"one-sided", func(f func(w []float64) float64, w []float64, eps float64) []float64 {
			g, here := make([]float64, len(w)), f(w)
			for i, old := range w {
				w[i] = old + eps
				g[i] = (f(w) - here) / eps
				w[i] = old
			}
			return g
		}, "This is the one-sided difference."},
		{"divided by ε", func(f func(w []float64) float64, w []float64, eps float64) []float64 {
			g := make([]float64, len(w))
			for i, old := range w {
				w[i] = old + eps
				g[i] = f(w)
				w[i] = old - eps
				g[i] = (g[i] - f(w)) / eps
				w[i] = old
			}
			return g
		}, "This is twice the gradient"},
		{"not set back", func(f func(w []float64) float64, w []float64, eps float64) []float64 {
			w = append([]float64(nil), w...)
			g := make([]float64, len(w))
			for i, old := range w {
				w[i] = old + eps
				g[i] = f(w)
				w[i] = old - eps
				g[i] = (g[i] - f(w)) / (2 * eps)
			}
			return g
		}, "they still stand at w − ε"},
		{"set back by adding", func(f func(w []float64) float64, w []float64, eps float64) []float64 {
			g := make([]float64, len(w))
			for i := range w {
				w[i] += eps
				g[i] = f(w)
				w[i] -= 2 * eps
				g[i] = (g[i] - f(w)) / (2 * eps)
				w[i] += eps
			}
			return g
		}, "w came back almost as it was"},
		{"f in the middle, for nothing", func(f func(w []float64) float64, w []float64, eps float64) []float64 {
			g := make([]float64, len(w))
			for i, old := range w {
				here := f(w)
				w[i] = old + eps
				up := f(w) - here
				w[i] = old - eps
				g[i] = (up + here - f(w)) / (2 * eps)
				w[i] = old
			}
			return g
		}, "Nobody needs f in the middle"},
	},
}

type twoLayerNet = func(X, Y, W1, b1, W2, b2 *linalg.Matrix) (J float64, dW1, db1, dW2, db2 *linalg.Matrix)

// twoLayers makes a wrong solution: the gradients have a factor, the error meets the slope of the hidden layer or not, ∂W2 is made of A1 or of Z1.
func twoLayers(factor func(N float64) float64, slope func(z float64) float64, fromZ bool) twoLayerNet {
	return func(X, Y, W1, b1, W2, b2 *linalg.Matrix) (J float64, dW1, db1, dW2, db2 *linalg.Matrix) {
		N := float64(len(Y.Data))
		Z1 := linalg.AddRow(linalg.Mul(X, W1), b1)
		A1 := linalg.Apply(cut, Z1)
		E := linalg.Sub(linalg.AddRow(linalg.Mul(A1, W2), b2), Y)
		dYhat := linalg.Scale(factor(N), E)
		dZ1 := linalg.Hadamard(linalg.MulABT(dYhat, W2), linalg.Apply(slope, Z1))
		if fromZ {
			A1 = Z1
		}
		return linalg.Dot(E, E) / N, linalg.MulATB(X, dZ1), linalg.SumRows(dZ1), linalg.MulATB(A1, dYhat), linalg.SumRows(dYhat)
	}
}

// on is the slope of ReLU.
func on(z float64) float64 {
	if z > 0 {
		return 1
	}
	return 0
}

func one(float64) float64 { return 1 }

// TwoLayerNet is the solution of exercises.TwoLayerNet.
var TwoLayerNet = &Solution[twoLayerNet]{
	Exercise: exercises.TwoLayerNet,
	Hidden: []exercises.Check[twoLayerNet]{
		{Name: "shapes that are drawn", Points: 3, Run: func(t *exercises.T, TwoLayer twoLayerNet) {
			n, d, h, k := 1+t.Rand.IntN(5), 1+t.Rand.IntN(4), 1+t.Rand.IntN(5), 1+t.Rand.IntN(3)
			draw := func(rows, cols int) *linalg.Matrix { return linalg.Normal(t.Rand, rows, cols, 0, 1) }
			exercises.CheckTwoLayerNet(t, TwoLayer, draw(n, d), draw(n, k), draw(d, h), draw(1, h), draw(h, k), draw(1, k))
		}},
		{Name: "all hidden units off", Run: func(t *exercises.T, TwoLayer twoLayerNet) {
			exercises.CheckTwoLayerNet(t, TwoLayer, linalg.New(2, 2, 1, 2, 3, 1), linalg.Col(1, 2), linalg.Full(2, 3, -1), linalg.New(1, 3), linalg.Col(1, 2, 3), linalg.Row(4))
		}},
		{Name: "200 updates with these gradients fit the examples", Points: 2, Run: func(t *exercises.T, TwoLayer twoLayerNet) {
			X, Y := linalg.New(4, 2, 0, 0, 0, 1, 1, 0, 1, 1), linalg.Col(0, 1, 1, 0)
			W1, b1 := linalg.New(2, 3, 1.1, -0.9, 0.5, -0.8, 1.2, 0.4), linalg.New(1, 3)
			W2, b2 := linalg.Col(0.7, 0.9, -0.3), linalg.New(1, 1)
			J := 0.0
			for range 200 {
				var dW1, db1, dW2, db2 *linalg.Matrix
				J, dW1, db1, dW2, db2 = TwoLayer(X, Y, W1, b1, W2, b2)
				for _, p := range []struct {
					name string
					w, d *linalg.Matrix
				}{{"dW1", W1, dW1}, {"db1", b1, db1}, {"dW2", W2, dW2}, {"db2", b2, db2}} {
					exercises.CheckShape(t, p.name, p.d, p.w.Rows, p.w.Cols)
					for i := range p.w.Data {
						p.w.Data[i] -= 0.2 * p.d.Data[i]
					}
				}
			}
			if !(J < 0.01) {
				t.Fail("XOR is not learned: after 200 updates J is %.4f, want less than 0.01.", J)
			}
		}},
	},
	Mutants: []Mutant[twoLayerNet]{
		{"ReLU's slope forgotten", twoLayers(func(N float64) float64 { return 2 / N }, one, false), "The error went through ReLU as if it were not there."},
		{"1/N forgotten", twoLayers(func(N float64) float64 { return 2 }, on, false), "The factor 1/N of the cost is missing."},
		{"target minus prediction", twoLayers(func(N float64) float64 { return -2 / N }, on, false), "The sign is the opposite"},
		{"2 forgotten", twoLayers(func(N float64) float64 { return 1 / N }, on, false), "The 2 is missing"},
		{"Z1 for A1", twoLayers(func(N float64) float64 { return 2 / N }, on, true), "∂W2 is made of Z1."},
	},
}

type overtakingUpdate = func(X, Y, W1, W2 *linalg.Matrix, alpha float64) (newW1, newW2 *linalg.Matrix)

// updated makes a wrong solution: the error comes back through the new W2 or the old one, and through these slopes.
func updated(late bool, slope func(z float64) float64, sign float64) overtakingUpdate {
	return func(X, Y, W1, W2 *linalg.Matrix, alpha float64) (newW1, newW2 *linalg.Matrix) {
		Z1 := linalg.Mul(X, W1)
		A1 := linalg.Apply(cut, Z1)
		dYhat := linalg.Scale(sign, linalg.Sub(linalg.Mul(A1, W2), Y))
		newW2 = linalg.Sub(W2, linalg.Scale(alpha, linalg.MulATB(A1, dYhat)))
		through := W2
		if late {
			through = newW2
		}
		dZ1 := linalg.Hadamard(linalg.MulABT(dYhat, through), linalg.Apply(slope, Z1))
		return linalg.Sub(W1, linalg.Scale(alpha, linalg.MulATB(X, dZ1))), newW2
	}
}

// OvertakingUpdate is the solution of exercises.OvertakingUpdate.
var OvertakingUpdate = &Solution[overtakingUpdate]{
	Exercise: exercises.OvertakingUpdate,
	Hidden: []exercises.Check[overtakingUpdate]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, Update overtakingUpdate) {
			n, d, h, k := 1+t.Rand.IntN(4), 1+t.Rand.IntN(4), 2+t.Rand.IntN(4), 1+t.Rand.IntN(3)
			draw := func(rows, cols int) *linalg.Matrix { return linalg.Normal(t.Rand, rows, cols, 0, 1) }
			exercises.CheckOvertakingUpdate(t, Update, draw(n, d), draw(n, k), draw(d, h), draw(h, k), 0.5)
		}},
		{Name: "a large learning rate", Run: func(t *exercises.T, Update overtakingUpdate) {
			exercises.CheckOvertakingUpdate(t, Update, linalg.Row(1, 2), linalg.Row(1), linalg.New(2, 2, 1, -1, 1, -1), linalg.Col(1, 1), 100)
		}},
	},
	Mutants: []Mutant[overtakingUpdate]{
		{"as handed out", updated(true, on, 1), "The error came back through the new W2."},
		{"ReLU's slope forgotten", updated(false, one, 1), "The error went through ReLU as if it were not there."},
		{"uphill", updated(false, on, -1), "That went uphill."},
		{"in place", func(X, Y, W1, W2 *linalg.Matrix, alpha float64) (newW1, newW2 *linalg.Matrix) {
			newW1, newW2 = updated(false, on, 1)(X, Y, W1, W2, alpha)
			W2.Copy(newW2)
			return newW1, newW2
		}, "W2 was overwritten"},
	},
}

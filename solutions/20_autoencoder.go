package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// CodeError is the solution of exercises.CodeError.
var CodeError = &Solution[func() (one, two, share float64)]{
	Exercise: exercises.CodeError,
	Hidden: []exercises.Check[func() (one, two, share float64)]{
		{Name: "the share that one number keeps", Run: func(t *exercises.T, CodeError func() (one, two, share float64)) {
			_, _, share := CodeError()
			t.Guess("The share", share, 9.0/13, 1e-3,
				exercises.Slip{Say: "That is the share that is lost.", Value: 4.0 / 13},
				exercises.Slip{Say: "These are standard deviations. The share that is meant is one of variances.", Value: 3 / (3 + math.Sqrt(3) + 1)},
				exercises.Slip{Say: "As a number between 0 and 1, not in percent.", Value: 900.0 / 13},
				exercises.Slip{Say: "What is kept, divided by all there was; not by what was lost.", Value: 9.0 / 4})
		}},
	},
	Mutants: []Mutant[func() (one, two, share float64)]{
		{"kept for lost", func() (float64, float64, float64) { return 9, 12, 9.0 / 13 }, "The error is what is lost."},
		{"by entry", func() (float64, float64, float64) { return 4.0 / 3, 1.0 / 3, 9.0 / 13 }, "not over the three features as well"},
		{"the next one only", func() (float64, float64, float64) { return 3, 1, 9.0 / 13 }, "Two components are lost, not one."},
		{"the share that is lost", func() (float64, float64, float64) { return 4, 1, 4.0 / 13 }, "That is the share that is lost."},
	},
}

// LinearAutoencoder is the solution of exercises.LinearAutoencoder.
var LinearAutoencoder = &Solution[func(X, W1, W2 *linalg.Matrix) (J float64, dW1, dW2 *linalg.Matrix)]{
	Exercise: exercises.LinearAutoencoder,
	Hidden: []exercises.Check[func(X, W1, W2 *linalg.Matrix) (J float64, dW1, dW2 *linalg.Matrix)]{
		{Name: "finite differences, shapes that are drawn", Points: 2, Run: func(t *exercises.T, Autoencode func(X, W1, W2 *linalg.Matrix) (J float64, dW1, dW2 *linalg.Matrix)) {
			n, d, k := 1+t.Rand.IntN(4), 1+t.Rand.IntN(4), 1+t.Rand.IntN(3)
			exercises.CheckLinearAutoencoder(t, Autoencode, linalg.Normal(t.Rand, n, d, 0, 1), linalg.Normal(t.Rand, d, k, 0, 1), linalg.Normal(t.Rand, k, d, 0, 1))
		}},
		{Name: "nothing to learn where nothing is lost", Run: func(t *exercises.T, Autoencode func(X, W1, W2 *linalg.Matrix) (J float64, dW1, dW2 *linalg.Matrix)) {
			X := linalg.Normal(t.Rand, 4, 3, 0, 1)
			exercises.CheckLinearAutoencoder(t, Autoencode, X, linalg.Scale(2, linalg.Identity(3)), linalg.Scale(0.5, linalg.Identity(3)))
		}},
	},
	Mutants: []Mutant[func(X, W1, W2 *linalg.Matrix) (J float64, dW1, dW2 *linalg.Matrix)]{
		{"wrong sign", func(X, W1, W2 *linalg.Matrix) (float64, *linalg.Matrix, *linalg.Matrix) {
			return autoencodeBy(X, W1, W2, 1, -2, true)
		}, "The sign is turned round"},
		{"the 2 missing", func(X, W1, W2 *linalg.Matrix) (float64, *linalg.Matrix, *linalg.Matrix) {
			return autoencodeBy(X, W1, W2, 1, 1, true)
		}, "The 2 that comes from the square is missing."},
		{"the sum", func(X, W1, W2 *linalg.Matrix) (float64, *linalg.Matrix, *linalg.Matrix) {
			return autoencodeBy(X, W1, W2, float64(X.Rows), 2*float64(X.Rows), true)
		}, "1/n is missing: the mean over the examples."},
		{"the mean of all entries", func(X, W1, W2 *linalg.Matrix) (float64, *linalg.Matrix, *linalg.Matrix) {
			return autoencodeBy(X, W1, W2, 1/float64(X.Cols), 2/float64(X.Cols), true)
		}, "only examples are averaged, not features"},
		{"the decoder skipped on the way back", func(X, W1, W2 *linalg.Matrix) (float64, *linalg.Matrix, *linalg.Matrix) {
			return autoencodeBy(X, W1, W2, 1, 2, false)
		}, "The shape is 2×2, want 2×1."},
	},
}

// autoencodeBy computes the cost and the gradients with factors that are right or wrong; the error goes back through W2 or not.
func autoencodeBy(X, W1, W2 *linalg.Matrix, cost, gradient float64, through bool) (J float64, dW1, dW2 *linalg.Matrix) {
	n := float64(X.Rows)
	C := linalg.Mul(X, W1)
	E := linalg.Sub(linalg.Mul(C, W2), X)
	dX := linalg.Scale(gradient/n, E)
	dW1 = linalg.MulATB(X, dX)
	if through {
		dW1 = linalg.MulABT(dW1, W2)
	}
	return cost * linalg.Dot(E, E) / n, dW1, linalg.MulATB(C, dX)
}

// PrincipalUnit is the solution of exercises.PrincipalUnit.
var PrincipalUnit = &Solution[func(X, w *linalg.Matrix, alpha float64, steps int) (mu, u *linalg.Matrix)]{
	Exercise: exercises.PrincipalUnit,
	Hidden: []exercises.Check[func(X, w *linalg.Matrix, alpha float64, steps int) (mu, u *linalg.Matrix)]{
		{Name: "one step from anywhere", Run: func(t *exercises.T, Principal func(X, w *linalg.Matrix, alpha float64, steps int) (mu, u *linalg.Matrix)) {
			n, d := 1+t.Rand.IntN(5), 1+t.Rand.IntN(4)
			exercises.CheckPrincipalStep(t, Principal, linalg.Normal(t.Rand, n, d, 1, 1), linalg.Normal(t.Rand, d, 1, 0, 1), 0.1)
		}},
		{Name: "a direction that is drawn, in three dimensions", Points: 2, Run: func(t *exercises.T, Principal func(X, w *linalg.Matrix, alpha float64, steps int) (mu, u *linalg.Matrix)) {
			// Two directions at right angles, with variances 2 and 1/2, around a mean far from 0.
			u := linalg.Normal(t.Rand, 3, 1, 0, 1)
			u = linalg.Scale(1/linalg.Norm(u), u)
			v := linalg.Normal(t.Rand, 3, 1, 0, 1)
			v = linalg.Sub(v, linalg.Scale(linalg.Dot(u, v), u))
			v = linalg.Scale(1/linalg.Norm(v), v)
			X := linalg.MulABT(linalg.New(4, 2, 2, 0, -2, 0, 0, 1, 0, -1), linalg.HStack(u, v))
			X = linalg.AddRow(X, linalg.Row(5, -3, 4))
			w := linalg.Add(linalg.Scale(0.3, u), linalg.Scale(0.2, v))
			exercises.CheckPrincipal(t, Principal, X, w, 0.05, 200, u)
		}},
	},
	Mutants: []Mutant[func(X, w *linalg.Matrix, alpha float64, steps int) (mu, u *linalg.Matrix)]{
		{"the encoder only", func(X, w *linalg.Matrix, alpha float64, steps int) (*linalg.Matrix, *linalg.Matrix) {
			return principalBy(X, w, alpha, steps, true, 1, 0)
		}, "Here w learns as an encoder only."},
		{"the decoder only", func(X, w *linalg.Matrix, alpha float64, steps int) (*linalg.Matrix, *linalg.Matrix) {
			return principalBy(X, w, alpha, steps, true, 0, 1)
		}, "Here w learns as a decoder only."},
		{"not centered", func(X, w *linalg.Matrix, alpha float64, steps int) (*linalg.Matrix, *linalg.Matrix) {
			return principalBy(X, w, alpha, steps, false, 1, 1)
		}, "The examples have not had their mean taken away."},
		{"uphill", func(X, w *linalg.Matrix, alpha float64, steps int) (*linalg.Matrix, *linalg.Matrix) {
			return principalBy(X, w, -alpha, steps, true, 1, 1)
		}, "This step goes uphill."},
		{"w is overwritten", func(X, w *linalg.Matrix, alpha float64, steps int) (*linalg.Matrix, *linalg.Matrix) {
			mu, u := principalBy(X, w, alpha, steps, true, 1, 1)
			copy(w.Data, u.Data)
			return mu, w
		}, "w was overwritten"},
	},
}

// principalBy trains w with a part of its gradient as encoder and one as decoder.
func principalBy(X, w *linalg.Matrix, alpha float64, steps int, center bool, encoder, decoder float64) (mu, u *linalg.Matrix) {
	mu = linalg.Scale(1/float64(X.Rows), linalg.SumRows(X))
	if center {
		X = linalg.AddRow(X, linalg.Scale(-1, mu))
	}
	u = w.Clone()
	for range steps {
		c := linalg.Mul(X, u)
		E := linalg.Sub(linalg.MulABT(c, u), X)
		dw := linalg.Add(linalg.Scale(encoder, linalg.MulATB(X, linalg.Mul(E, u))), linalg.Scale(decoder, linalg.MulATB(E, c)))
		u = linalg.Sub(u, linalg.Scale(2*alpha/float64(X.Rows), dw))
	}
	return mu, u
}

// DenoisingCost is the solution of exercises.DenoisingCost.
var DenoisingCost = &Solution[func(X, noise, W1, W2 *linalg.Matrix) float64]{
	Exercise: exercises.DenoisingCost,
	Hidden: []exercises.Check[func(X, noise, W1, W2 *linalg.Matrix) float64]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, DenoisingCost func(X, noise, W1, W2 *linalg.Matrix) float64) {
			n, d, k := 1+t.Rand.IntN(5), 1+t.Rand.IntN(5), 1+t.Rand.IntN(3)
			exercises.CheckDenoisingCost(t, DenoisingCost, linalg.Normal(t.Rand, n, d, 0, 1), linalg.Normal(t.Rand, n, d, 0, 1), linalg.Normal(t.Rand, d, k, 0, 1), linalg.Normal(t.Rand, k, d, 0, 1))
		}},
		{Name: "the second epoch sees the same examples", Run: func(t *exercises.T, DenoisingCost func(X, noise, W1, W2 *linalg.Matrix) float64) {
			X, W := linalg.Normal(t.Rand, 3, 2, 0, 1), linalg.Normal(t.Rand, 2, 2, 0, 1)
			for range 2 {
				exercises.CheckDenoisingCost(t, DenoisingCost, X, linalg.Normal(t.Rand, 3, 2, 0, 1), W, linalg.Identity(2))
			}
		}},
	},
	Mutants: []Mutant[func(X, noise, W1, W2 *linalg.Matrix) float64]{
		{"as handed out", func(X, noise, W1, W2 *linalg.Matrix) float64 {
			noisy := X
			noisy.Add(noisy, noise)
			E := linalg.Sub(linalg.Mul(linalg.Mul(noisy, W1), W2), X)
			return linalg.Dot(E, E) / float64(X.Rows)
		}, "The target is the clean example."},
		{"the target is saved, X is not", func(X, noise, W1, W2 *linalg.Matrix) float64 {
			target := X.Clone()
			X.Add(X, noise)
			E := linalg.Sub(linalg.Mul(linalg.Mul(X, W1), W2), target)
			return linalg.Dot(E, E) / float64(X.Rows)
		}, "X was overwritten"},
		{"no noise at all", func(X, noise, W1, W2 *linalg.Matrix) float64 {
			E := linalg.Sub(linalg.Mul(linalg.Mul(X, W1), W2), X)
			return linalg.Dot(E, E) / float64(X.Rows)
		}, "this is a plain autoencoder"},
		{"the mean of all entries", func(X, noise, W1, W2 *linalg.Matrix) float64 {
			E := linalg.Sub(linalg.Mul(linalg.Mul(linalg.Add(X, noise), W1), W2), X)
			return linalg.Dot(E, E) / float64(len(X.Data))
		}, "only examples are averaged, not features"},
	},
}

package exercises

import (
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// CodeError asks what the best linear codes lose.
var CodeError = &Exercise[func() (one, two, share float64)]{
	ID: "code-error", Lesson: 20, Kind: Predict, Title: "What a short code loses", Name: "CodeError",
	Hints: [3]string{
		"The best linear autoencoder with k units keeps what lies along the first k principal components. What is lost then?",
		"Components stand at right angles: the squared length of what is lost is the sum over the components that were not kept.",
		"The mean of a square around a mean of 0 is a variance. Add up the variances that were dropped; for the share, divide what was kept by all.",
	},
	Checks: []Check[func() (one, two, share float64)]{
		{Name: "a code of one number", Run: func(t *T, CodeError func() (one, two, share float64)) {
			one, _, _ := CodeError()
			t.Guess("The error with one number", one, 4.0, 1e-9,
				Slip{"That is what is kept. The error is what is lost.", 9.0},
				Slip{"The mean is taken over examples, not over the three features as well.", 4.0 / 3},
				Slip{"Two components are lost, not one.", 3.0},
				Slip{"Variances are squares already: they are added as they are.", 10.0})
		}},
		{Name: "a code of two numbers", Run: func(t *T, CodeError func() (one, two, share float64)) {
			_, two, _ := CodeError()
			t.Guess("The error with two numbers", two, 1.0, 1e-9,
				Slip{"That is what is kept.", 12.0},
				Slip{"Three features do not fit into two numbers: something is lost.", 0.0},
				Slip{"The mean is taken over examples, not over the three features as well.", 1.0 / 3})
		}},
	},
}

// LinearAutoencoder asks for the cost of a linear autoencoder with its gradients.
var LinearAutoencoder = &Exercise[func(X, W1, W2 *linalg.Matrix) (J float64, dW1, dW2 *linalg.Matrix)]{
	ID: "linear-autoencoder", Lesson: 20, Kind: Implement, Title: "A linear autoencoder, forward and backward", Name: "Autoencode",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"It is a net with two layers, and its target is its own input. Name the steps: C, X̂, the error E = X̂ − X.",
		"J is the sum of all squares in E, divided by n. What is ∂X̂, then? From there it is two matrix products back.",
		"With ∂X̂ known: X̂ = CW₂ gives ∂W₂ = Cᵀ∂X̂ and ∂C = ∂X̂W₂ᵀ. One more of the same kind gives ∂W₁. X is a constant, as input and as target.",
	},
	Checks: []Check[func(X, W1, W2 *linalg.Matrix) (J float64, dW1, dW2 *linalg.Matrix)]{
		{Name: "one example, one number as its code", Run: func(t *T, Autoencode func(X, W1, W2 *linalg.Matrix) (J float64, dW1, dW2 *linalg.Matrix)) {
			CheckLinearAutoencoder(t, Autoencode, linalg.Row(1, 2), linalg.Col(1, 1), linalg.Row(1, 1))
		}},
		{Name: "two examples", Run: func(t *T, Autoencode func(X, W1, W2 *linalg.Matrix) (J float64, dW1, dW2 *linalg.Matrix)) {
			CheckLinearAutoencoder(t, Autoencode, linalg.New(2, 2, 1, 0, 2, 1), linalg.Col(1, 2), linalg.Row(1, 0))
		}},
	},
}

// rebuilt is the mean of ‖x − xW₁W₂‖² over the examples.
func rebuilt(X, W1, W2 *linalg.Matrix) float64 {
	E := linalg.Sub(X, linalg.Mul(X, linalg.Mul(W1, W2)))
	return linalg.Dot(E, E) / float64(X.Rows)
}

// numericSlope is the gradient of J by finite differences of the entries of M.
func numericSlope(J func() float64, M *linalg.Matrix) *linalg.Matrix {
	before := M.Clone()
	g := nn.CentralDifference(func([]float64) float64 { return J() }, M.Data)
	copy(M.Data, before.Data)
	return linalg.New(M.Rows, M.Cols, g...)
}

// CheckLinearAutoencoder compares a solution with finite differences, X: n×d, W1: d×k, W2: k×d.
func CheckLinearAutoencoder(t *T, Autoencode func(X, W1, W2 *linalg.Matrix) (J float64, dW1, dW2 *linalg.Matrix), X, W1, W2 *linalg.Matrix) {
	t.Given("X", X)
	t.Given("W1", W1)
	t.Given("W2", W2)
	wantJ := rebuilt(X, W1, W2)
	cost := func() float64 { return rebuilt(X, W1, W2) }
	want1, want2 := numericSlope(cost, W1), numericSlope(cost, W2)
	n, d := float64(X.Rows), float64(X.Cols)
	J, dW1, dW2 := Autoencode(X, W1, W2)
	t.Want("J", J, wantJ, 1e-9,
		Slip{"1/n is missing: the mean over the examples.", n * wantJ},
		Slip{"The squares of one example are added up; only examples are averaged, not features.", wantJ / d},
		Slip{"This is half of it. The cost here is without ½.", wantJ / 2})
	slips := func(want *linalg.Matrix) []Slip {
		return []Slip{
			{"The sign is turned round: the error is X̂ − X.", linalg.Scale(-1, want)},
			{"The 2 that comes from the square is missing.", linalg.Scale(0.5, want)},
			{"1/n is missing in the gradient.", linalg.Scale(n, want)},
			{"1/n is missing in the gradient, and the 2 that comes from the square.", linalg.Scale(n/2, want)},
			{"It is divided by the features as well. Only examples are averaged.", linalg.Scale(1/d, want)},
			{"It lies on its side: a gradient has the shape of its matrix.", linalg.Transpose(want)},
		}
	}
	t.Want("dW1", dW1, want1, 1e-6, slips(want1)...)
	t.Want("dW2", dW2, want2, 1e-6, slips(want2)...)
}

// PrincipalUnit asks for the first principal component by training an autoencoder.
var PrincipalUnit = &Exercise[func(X, w *linalg.Matrix, alpha float64, steps int) (mu, u *linalg.Matrix)]{
	ID: "principal-unit", Lesson: 20, Kind: Implement, Title: "An autoencoder finds the principal component", Name: "Principal",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"First the mean of each feature, and all examples minus it. From there on, no step looks at X any more.",
		"w stands in the formula twice, as encoder and as decoder. Work out ∂ for each as if they were two matrices, W₁ = w and W₂ = wᵀ, and add the two, one of them transposed.",
		"With E = X̃wwᵀ − X̃, the encoder's part is (2/n)·X̃ᵀEw, the decoder's (2/n)·EᵀX̃w. Begin with a copy of w, and in each step compute E anew.",
	},
	Checks: []Check[func(X, w *linalg.Matrix, alpha float64, steps int) (mu, u *linalg.Matrix)]{
		{Name: "one step", Run: func(t *T, Principal func(X, w *linalg.Matrix, alpha float64, steps int) (mu, u *linalg.Matrix)) {
			CheckPrincipalStep(t, Principal, linalg.New(2, 2, 1, 0, 3, 2), linalg.Col(1, 0), 0.25)
		}},
		{Name: "four examples on a cross", Run: func(t *T, Principal func(X, w *linalg.Matrix, alpha float64, steps int) (mu, u *linalg.Matrix)) {
			X := linalg.New(4, 2, 7, 2, 3, 2, 5, 3, 5, 1) // variance 2 along the first feature, ½ along the second
			CheckPrincipal(t, Principal, X, linalg.Col(0.3, 0.4), 0.05, 200, linalg.Col(1, 0))
		}},
	},
}

// CheckPrincipalStep compares the first step of a solution with one by finite differences.
func CheckPrincipalStep(t *T, Principal func(X, w *linalg.Matrix, alpha float64, steps int) (mu, u *linalg.Matrix), X, w *linalg.Matrix, alpha float64) {
	t.Given("X", X)
	t.Given("w", w)
	t.Given("alpha", alpha)
	t.Given("steps", 1)
	mean := linalg.Scale(1/float64(X.Rows), linalg.SumRows(X))
	centered := linalg.AddRow(X, linalg.Scale(-1, mean))
	parts := func(X *linalg.Matrix) (encoder, decoder *linalg.Matrix) {
		W1, W2 := w.Clone(), linalg.Transpose(w).Clone()
		cost := func() float64 { return rebuilt(X, W1, W2) }
		return numericSlope(cost, W1), linalg.Transpose(numericSlope(cost, W2))
	}
	encoder, decoder := parts(centered)
	rawEncoder, rawDecoder := parts(X)
	step := func(scale float64, parts ...*linalg.Matrix) *linalg.Matrix {
		after := w.Clone()
		for _, dw := range parts {
			after.Add(after, linalg.Scale(-scale*alpha, dw))
		}
		return after
	}
	want := step(1, encoder, decoder)
	mu, u := Principal(X, w, alpha, 1)
	t.Want("mu", mu, mean, 1e-9,
		Slip{"That is the sum of each feature, not the mean.", linalg.SumRows(X)},
		Slip{"That is the mean of each example. A feature is a column.", linalg.Scale(1/float64(X.Cols), linalg.SumCols(X))})
	t.Want("u", u, want, 1e-6,
		Slip{"Here w learns as an encoder only. It stands in the formula twice, and both places count.", step(1, encoder)},
		Slip{"Here w learns as a decoder only. It stands in the formula twice, and both places count.", step(1, decoder)},
		Slip{"The examples have not had their mean taken away.", step(1, rawEncoder, rawDecoder)},
		Slip{"This step goes uphill.", step(-1, encoder, decoder)},
		Slip{"1/n is missing in the gradient.", step(float64(X.Rows), encoder, decoder)},
		Slip{"The 2 that comes from the square is missing.", step(0.5, encoder, decoder)})
}

// CheckPrincipal trains by a solution, and compares with the direction of the largest variance, of length 1. Either sign is right.
func CheckPrincipal(t *T, Principal func(X, w *linalg.Matrix, alpha float64, steps int) (mu, u *linalg.Matrix), X, w *linalg.Matrix, alpha float64, steps int, direction *linalg.Matrix) {
	t.Given("X", X)
	t.Given("w", w)
	t.Given("alpha", alpha)
	t.Given("steps", steps)
	mean := linalg.Scale(1/float64(X.Rows), linalg.SumRows(X))
	raw := linalg.Full(X.Cols, 1, 1)
	for range 2000 {
		raw = linalg.MulATB(X, linalg.Mul(X, raw))
		raw = linalg.Scale(1/linalg.Norm(raw), raw)
	}
	mu, u := Principal(X, w, alpha, steps)
	t.Want("mu", mu, mean, 1e-9)
	if u == nil || u.Rows != X.Cols || u.Cols != 1 {
		t.Fail("u is to be a column with an entry for each feature, %d×1.", X.Cols)
	}
	for _, v := range u.Data {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fail("Training ran off to infinity. With this learning rate it should not: look at the sign of the step, at the mean, and at 1/n.")
		}
	}
	t.Want("uuᵀ, the same for u and −u", linalg.MulABT(u, u), linalg.MulABT(direction, direction), 1e-6,
		Slip{"This is the direction in which the raw examples lie, seen from 0. Take the mean away first.", linalg.MulABT(raw, raw)},
		Slip{"Nothing was learned: this is the w that was given.", linalg.MulABT(w, w)})
}

// DenoisingCost asks for the repair of the cost of a denoising autoencoder.
var DenoisingCost = &Exercise[func(X, noise, W1, W2 *linalg.Matrix) float64]{
	ID: "denoising-cost", Lesson: 20, Kind: Debug, Title: "It learned to keep the noise", Name: "DenoisingCost",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"With W1W2 the identity, what comes out is what went in. Which cost should that have, and which does it have here?",
		"Print X before and after the line with the noise.",
		"How many matrices are there after `noisy := X`? A method of a matrix overwrites it; a function of linalg makes a new one.",
	},
	Checks: []Check[func(X, noise, W1, W2 *linalg.Matrix) float64]{
		{Name: "what comes out is what went in", Run: func(t *T, DenoisingCost func(X, noise, W1, W2 *linalg.Matrix) float64) {
			CheckDenoisingCost(t, DenoisingCost, linalg.New(2, 2, 1, 2, 3, 4), linalg.New(2, 2, 1, 0, 0, -3), linalg.Identity(2), linalg.Identity(2))
		}},
		{Name: "a code of one number", Run: func(t *T, DenoisingCost func(X, noise, W1, W2 *linalg.Matrix) float64) {
			CheckDenoisingCost(t, DenoisingCost, linalg.Row(1, 2), linalg.Row(0, 1), linalg.Col(1, 1), linalg.Row(1, 0))
		}},
	},
}

// CheckDenoisingCost asks a solution for the mean of ‖(x + noise)W₁W₂ − x‖².
func CheckDenoisingCost(t *T, DenoisingCost func(X, noise, W1, W2 *linalg.Matrix) float64, X, noise, W1, W2 *linalg.Matrix) {
	t.Given("X", X)
	t.Given("noise", noise)
	t.Given("W1", W1)
	t.Given("W2", W2)
	n, noisy := float64(X.Rows), linalg.Add(X, noise)
	E := linalg.Sub(linalg.Mul(noisy, linalg.Mul(W1, W2)), X)
	want := linalg.Dot(E, E) / n
	t.Want("J", DenoisingCost(X, noise, W1, W2), want, 1e-9,
		Slip{"What comes out is compared with the noisy examples, so that the noise is worth keeping. The target is the clean example.", rebuilt(noisy, W1, W2)},
		Slip{"No noise got into the encoder: this is a plain autoencoder.", rebuilt(X, W1, W2)},
		Slip{"1/n is missing: the mean over the examples.", n * want},
		Slip{"The squares of one example are added up; only examples are averaged, not features.", want / float64(X.Cols)})
}

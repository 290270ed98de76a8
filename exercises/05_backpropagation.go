package exercises

import (
	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// TwoPaths asks for gradients of a small net, by hand.
var TwoPaths = &Exercise[func() (dv1, dw1, dw3, dx float64)]{
	ID: "two-paths", Lesson: 5, Kind: Predict, Title: "Paths that meet again", Name: "TwoPaths",
	Hints: [3]string{
		"Forward first: z₁, z₂, z₃, then h, then ŷ. One of the three units is off. Then ∂ŷ = 2(ŷ − y).",
		"Back through the output: ∂v is ∂ŷ times h, and ∂h is ∂ŷ times v. Back through a unit: ∂z is ∂h where z is above 0, and 0 elsewhere.",
		"x goes into all three units, so its gradient is a sum over them: each ∂z times the weight that x has there, with its sign.",
	},
	Checks: []Check[func() (dv1, dw1, dw3, dx float64)]{
		{Name: "a weight of the output", Run: func(t *T, TwoPaths func() (dv1, dw1, dw3, dx float64)) {
			dv1, _, _, _ := TwoPaths()
			t.Guess("∂v₁", dv1, 6.0, 1e-9,
				Slip{"That is h₁ alone. It is multiplied by ∂ŷ, the error that comes back.", 3.0},
				Slip{"That is ∂ŷ. A weight's gradient is the error behind it times what goes in.", 2.0},
				Slip{"The sign is the opposite: the prediction is too high, and more of h₁ makes it higher.", -6.0})
		}},
		{Name: "a weight of the hidden layer", Run: func(t *T, TwoPaths func() (dv1, dw1, dw3, dx float64)) {
			_, dw1, _, _ := TwoPaths()
			t.Guess("∂w₁", dw1, 8.0, 1e-9,
				Slip{"One factor is missing. Between ŷ and w₁ lie the weight v₁, the slope of the unit, and the input x.", 4.0},
				Slip{"A path goes through weights and slopes, not through activations: h₁ is no factor of ∂z₁.", 12.0},
				Slip{"A path goes through weights and slopes, not through activations: h₁ is no factor of ∂z₁.", 24.0})
		}},
	},
}

// BackpropCost asks what a gradient costs.
var BackpropCost = &Exercise[func() (forward, backward, differences int)]{
	ID: "backprop-cost", Lesson: 5, Kind: Predict, Title: "What a gradient costs", Name: "BackpropCost",
	Hints: [3]string{
		"Forward, each weight is used in one multiplication. How many weights are there?",
		"Backward, ∂W of a layer takes one multiplication for each weight, and so does ∂A of the layer before. Which of these products does nobody need?",
		"Central differences run the forward pass twice for each parameter, and biases are parameters.",
	},
	Checks: []Check[func() (forward, backward, differences int)]{
		{Name: "forward", Run: func(t *T, BackpropCost func() (forward, backward, differences int)) {
			forward, _, _ := BackpropCost()
			t.Guess("The forward pass", forward, 79400, 0,
				Slip{"That is the number of parameters. A bias is added, not multiplied.", 79510},
				Slip{"That goes from the inputs to the outputs by one product. There are two layers: add up.", 7840},
				Slip{"That multiplies the layers. One comes after the other: add up.", 784 * 100 * 10})
		}},
		{Name: "backward", Run: func(t *T, BackpropCost func() (forward, backward, differences int)) {
			_, backward, _ := BackpropCost()
			t.Guess("The backward pass", backward, 80400, 0,
				Slip{"Twice the forward pass is the rule for a layer in the middle. Here the first layer's inputs are pixels, and nobody needs their gradient.", 158800},
				Slip{"These are the weight gradients alone. The error has to get to the hidden layer, too.", 79400})
		}},
	},
}

// DenseLayer asks for a layer that goes forward and back.
var DenseLayer = &Exercise[func(W, b *linalg.Matrix) (forward func(X *linalg.Matrix) *linalg.Matrix, backward func(dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix))]{
	ID: "dense-layer", Lesson: 5, Kind: Implement, Title: "A dense layer, forward and back", Name: "Dense",
	Forbid: []string{"nn", "Dense", "CentralDifference"},
	Hints: [3]string{
		"backward needs the X that forward has seen: declare a variable in Dense, outside of both functions, and let forward set it.",
		"Write the shapes: X n×d, W d×h, dZ n×h. ∂W is d×h and ∂X is n×d. Each is one product, and the shapes leave only one way to transpose.",
		"b is added to each row, so ∂b collects over the examples: one number for each column of dZ. linalg has MulATB, MulABT and SumRows.",
	},
	Checks: []Check[func(W, b *linalg.Matrix) (forward func(X *linalg.Matrix) *linalg.Matrix, backward func(dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix))]{
		{Name: "one example", Run: func(t *T, Dense func(W, b *linalg.Matrix) (forward func(X *linalg.Matrix) *linalg.Matrix, backward func(dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix))) {
			CheckDenseLayer(t, Dense, linalg.New(2, 3, 1, 2, 3, 4, 5, 6), linalg.Row(10, 20, 30), linalg.Row(1, 2), linalg.Row(1, 0, -1))
		}},
		{Name: "two examples", Run: func(t *T, Dense func(W, b *linalg.Matrix) (forward func(X *linalg.Matrix) *linalg.Matrix, backward func(dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix))) {
			CheckDenseLayer(t, Dense, linalg.New(2, 2, 1, 2, 3, 4), linalg.Row(1, -1), linalg.New(2, 2, 1, 0, 2, 1), linalg.New(2, 2, 1, 2, 3, 5))
		}},
	},
}

// CheckDenseLayer sends X forward and dZ back through a solution's layer.
func CheckDenseLayer(t *T, Dense func(W, b *linalg.Matrix) (forward func(X *linalg.Matrix) *linalg.Matrix, backward func(dZ *linalg.Matrix) (dX, dW, db *linalg.Matrix)), W, b, X, dZ *linalg.Matrix) {
	XW := linalg.Mul(X, W)
	Z := linalg.AddRow(XW, b)
	wantX, wantW, wantb := linalg.MulABT(dZ, W), linalg.MulATB(X, dZ), linalg.SumRows(dZ)
	mean := 1 / float64(X.Rows)
	t.Given("W", W)
	t.Given("b", b)
	t.Given("X", X)
	t.Given("dZ", dZ)
	forward, backward := Dense(W, b)
	if forward == nil || backward == nil {
		t.Fail("Dense is to return two functions; one of them is nil.")
	}
	t.Want("Z", forward(X), Z, 1e-9, Slip{"The biases are missing: this is XW alone.", XW})
	dX, dW, db := backward(dZ)
	slipsX := []Slip{{"The division by n is the cost's, and dZ has it already. ∂X = ∂Z Wᵀ.", linalg.Scale(mean, wantX)}}
	if W.Rows == W.Cols {
		slipsX = append(slipsX, Slip{"This is ∂Z W. On the way back the error goes through Wᵀ: a unit hears from those that it feeds.", linalg.Mul(dZ, W)})
	}
	t.Want("dX", dX, wantX, 1e-9, slipsX...)
	slipsW := []Slip{
		{"This is transposed: ∂W has the shape of W.", linalg.Transpose(wantW)},
		{"The division by n is the cost's, and dZ has it already. ∂W = Xᵀ∂Z, a plain sum over the examples.", linalg.Scale(mean, wantW)},
	}
	if X.Rows == X.Cols {
		slipsW = append(slipsW, Slip{"This is X ∂Z. The sum has to run over the examples, which are the rows of both.", linalg.Mul(X, dZ)})
	}
	t.Want("dW", dW, wantW, 1e-9, slipsW...)
	t.Want("db", db, wantb, 1e-9,
		Slip{"This is the mean over the examples. The division is the cost's, and dZ has it already.", linalg.Scale(mean, wantb)},
		Slip{"This is dZ itself. One b serves all examples, so their gradients are added up.", dZ},
		Slip{"This sums over the units. A unit's bias collects over the examples, down a column of dZ.", linalg.SumCols(dZ)},
		Slip{"This lies on its side: ∂b has the shape of b, 1×h.", linalg.Transpose(wantb)})
}

// GradientCheck asks for a gradient by finite differences.
var GradientCheck = &Exercise[func(f func(w []float64) float64, w []float64, eps float64) []float64]{
	ID: "gradient-check", Lesson: 5, Kind: Implement, Title: "Gradient check", Name: "NumericGradient",
	Forbid: []string{"nn", "CentralDifference", "CheckGrad"},
	Hints: [3]string{
		"One parameter at a time: all others stay where they are.",
		"Keep the old value of w[i] in a variable. Set w[i] to old + eps, call f, set it to old − eps, call f.",
		"What lies between the two places is 2·eps. And set w[i] to old again before the next one: adding eps back leaves a rounding error.",
	},
	Checks: []Check[func(f func(w []float64) float64, w []float64, eps float64) []float64]{
		{Name: "two parameters", Run: func(t *T, NumericGradient func(f func(w []float64) float64, w []float64, eps float64) []float64) {
			CheckGradientCheck(t, NumericGradient, "w₁² + 3 w₁ w₂", func(w []float64) float64 { return w[0]*w[0] + 3*w[0]*w[1] }, []float64{2, 1}, 0.5)
		}},
		{Name: "a cube, where the difference is not exact", Run: func(t *T, NumericGradient func(f func(w []float64) float64, w []float64, eps float64) []float64) {
			CheckGradientCheck(t, NumericGradient, "w₁³", func(w []float64) float64 { return w[0] * w[0] * w[0] }, []float64{1}, 0.5)
		}},
	},
}

// CheckGradientCheck asks a solution for the central differences of f, which is described in words.
func CheckGradientCheck(t *T, NumericGradient func(f func(w []float64) float64, w []float64, eps float64) []float64, says string, f func(w []float64) float64, w []float64, eps float64) {
	d := len(w)
	// at returns f where parameter i has moved by s, and the ones before it by before.
	at := func(i int, s, before float64) float64 {
		moved := append([]float64(nil), w...)
		for j := range i {
			moved[j] += before
		}
		moved[i] += s
		return f(moved)
	}
	differences := func(plus, minus, width, before float64) []float64 {
		g := make([]float64, d)
		for i := range g {
			g[i] = (at(i, plus, before) - at(i, minus, before)) / width
		}
		return g
	}
	want := differences(eps, -eps, 2*eps, 0)
	slips := []Slip{
		{"This is the one-sided difference. Its error is of the size of ε, that of the central one of ε².", differences(eps, 0, eps, 0)},
		{"This is the one-sided difference, to the left.", differences(0, -eps, eps, 0)},
		{"This is twice the gradient: from w − ε to w + ε it is 2ε.", differences(eps, -eps, eps, 0)},
		{"The sign is the opposite: it is f at w + ε minus f at w − ε.", differences(-eps, eps, 2*eps, 0)},
		{"The parameters before have not been set back: they still stand at w − ε.", differences(eps, -eps, 2*eps, -eps)},
		{"The parameters before have not been set back: they still stand at w + ε.", differences(eps, -eps, 2*eps, eps)},
		{"All parameters move together here. One at a time: a gradient has a number for each.", together(f, w, eps)},
	}
	t.Given("f(w)", says)
	t.Given("w", w)
	t.Given("eps", eps)
	before := append([]float64(nil), w...)
	tolerance := max(1e-9, 1e-12/eps)
	t.Want("the gradient", NumericGradient(f, w, eps), want, tolerance, slips...)
	if difference(w, before, 0) != "" && difference(w, before, 1e-9) == "" {
		t.Fail("w came back almost as it was: to add ε and take it away again leaves a rounding error, in a net's weights too. Keep the old value, and set it back.")
	}
}

// together is the slope of f when all parameters move at once, for each of them.
func together(f func(w []float64) float64, w []float64, eps float64) []float64 {
	up, down, g := make([]float64, len(w)), make([]float64, len(w)), make([]float64, len(w))
	for i := range w {
		up[i], down[i] = w[i]+eps, w[i]-eps
	}
	for i := range g {
		g[i] = (f(up) - f(down)) / (2 * eps)
	}
	return g
}

// TwoLayerNet asks for the cost of a net with one hidden layer, and for all its gradients.
var TwoLayerNet = &Exercise[func(X, Y, W1, b1, W2, b2 *linalg.Matrix) (J float64, dW1, db1, dW2, db2 *linalg.Matrix)]{
	ID: "two-layer-net", Lesson: 5, Kind: Implement, Title: "A two-layer network from nothing", Name: "TwoLayer",
	Forbid: []string{"nn", "Dense", "MSE", "Backward", "CentralDifference", "CheckGrad"},
	Hints: [3]string{
		"Forward, and keep what comes by: Z1, A1, Yhat. Then the error E = Yhat − Y, of which J and ∂Ŷ = 2E/N are made.",
		"Back through a layer is always the same: ∂W is (what went in)ᵀ times the error, ∂b the column sums of the error, and what goes on is the error times Wᵀ.",
		"Between the layers stands ReLU: set the error ∂A1 to 0 where Z1 is not above 0. Hadamard with a matrix of ones and zeros does it.",
	},
	Checks: []Check[func(X, Y, W1, b1, W2, b2 *linalg.Matrix) (J float64, dW1, db1, dW2, db2 *linalg.Matrix)]{
		{Name: "one example, two hidden units", Run: func(t *T, TwoLayer func(X, Y, W1, b1, W2, b2 *linalg.Matrix) (J float64, dW1, db1, dW2, db2 *linalg.Matrix)) {
			CheckTwoLayerNet(t, TwoLayer, linalg.Row(1, 2), linalg.Row(1), linalg.New(2, 2, 1, -1, 1, -1), linalg.Row(0, 1), linalg.Col(1, 1), linalg.Row(-1))
		}},
		{Name: "two examples", Run: func(t *T, TwoLayer func(X, Y, W1, b1, W2, b2 *linalg.Matrix) (J float64, dW1, db1, dW2, db2 *linalg.Matrix)) {
			CheckTwoLayerNet(t, TwoLayer, linalg.New(2, 2, 1, 2, -1, 3), linalg.Col(2, 0), linalg.New(2, 3, 1, 2, 2, 1, -1, 1), linalg.Row(1, 1, 0), linalg.Col(1, 2, -1), linalg.Row(1))
		}},
	},
}

// CheckTwoLayerNet compares a solution with the same net made of the library's layers.
func CheckTwoLayerNet(t *T, TwoLayer func(X, Y, W1, b1, W2, b2 *linalg.Matrix) (J float64, dW1, db1, dW2, db2 *linalg.Matrix), X, Y, W1, b1, W2, b2 *linalg.Matrix) {
	net := nn.Must(nn.New(1, nn.Shape{X.Cols}, &nn.Dense{Out: W1.Cols, Act: nn.ReLU}, &nn.Dense{Out: W2.Cols}))
	params := net.Params()
	for i, from := range []*linalg.Matrix{W1, b1, W2, b2} {
		params[i].Value.Copy(from)
	}
	Yhat := net.Forward(nil, X).Clone()
	J := nn.MSE{}.Loss(nil, Yhat, Y)
	dYhat := nn.MSE{}.Grad(nil, linalg.New(Y.Rows, Y.Cols), Yhat, Y)
	net.Backward(nil, dYhat.Clone())
	N := float64(len(Y.Data))
	unmasked := linalg.MulABT(dYhat, W2) // the error, as if the hidden layer were not cut
	Z1 := linalg.AddRow(linalg.Mul(X, W1), b1)
	t.Given("X", X)
	t.Given("Y", Y)
	t.Given("W1", W1)
	t.Given("b1", b1)
	t.Given("W2", W2)
	t.Given("b2", b2)
	gotJ, dW1, db1, dW2, db2 := TwoLayer(X, Y, W1, b1, W2, b2)
	t.Want("J", gotJ, J, 1e-9,
		Slip{"This is the sum of the squares. J is their mean.", N * J},
		Slip{"This is half of it. Here J is the mean of the squares, without a half.", J / 2},
		Slip{"The hidden layer is not cut at zero.", nn.MSE{}.Loss(nil, linalg.AddRow(linalg.Mul(Z1, W2), b2), Y)})
	general := func(want *linalg.Matrix) []Slip {
		return []Slip{
			{"The sign is the opposite: the error is prediction minus target.", linalg.Scale(-1, want)},
			{"The factor 1/N of the cost is missing.", linalg.Scale(N, want)},
			{"The 2 is missing: the derivative of e² is 2e.", linalg.Scale(0.5, want)},
			{"This is transposed: a gradient has the shape of its parameter.", linalg.Transpose(want)},
		}
	}
	t.Want("dW2", dW2, params[2].Grad, 1e-9, append(general(params[2].Grad),
		Slip{"∂W2 is made of Z1. What went into the second layer is A1, after the cut.", linalg.MulATB(Z1, dYhat)})...)
	t.Want("db2", db2, params[3].Grad, 1e-9, append(general(params[3].Grad),
		Slip{"One bias serves all examples: sum down the columns.", dYhat})...)
	t.Want("dW1", dW1, params[0].Grad, 1e-9, append(general(params[0].Grad),
		Slip{"The error went through ReLU as if it were not there. Where Z1 is not above 0, nothing gets through.", linalg.MulATB(X, unmasked)})...)
	t.Want("db1", db1, params[1].Grad, 1e-9, append(general(params[1].Grad),
		Slip{"The error went through ReLU as if it were not there. Where Z1 is not above 0, nothing gets through.", linalg.SumRows(unmasked)})...)
}

// OvertakingUpdate asks for the repair of an update of two layers.
var OvertakingUpdate = &Exercise[func(X, Y, W1, W2 *linalg.Matrix, alpha float64) (newW1, newW2 *linalg.Matrix)]{
	ID: "overtaking-update", Lesson: 5, Kind: Debug, Title: "An update that overtakes itself", Name: "Update",
	Hints: [3]string{
		"With a very small alpha both weight matrices are nearly right, with a large one W1 is wrong. What depends on alpha that should not?",
		"The gradient is a derivative at one place. At which W1 and W2 was the forward pass made?",
		"Look at which matrix carries the error back to the hidden layer. Had it existed when Yhat was computed?",
	},
	Checks: []Check[func(X, Y, W1, W2 *linalg.Matrix, alpha float64) (newW1, newW2 *linalg.Matrix)]{
		{Name: "one example", Run: func(t *T, Update func(X, Y, W1, W2 *linalg.Matrix, alpha float64) (newW1, newW2 *linalg.Matrix)) {
			CheckOvertakingUpdate(t, Update, linalg.Row(1, 2), linalg.Row(1), linalg.New(2, 2, 1, -1, 1, -1), linalg.Col(1, 1), 0.5)
		}},
		{Name: "two examples, two outputs", Run: func(t *T, Update func(X, Y, W1, W2 *linalg.Matrix, alpha float64) (newW1, newW2 *linalg.Matrix)) {
			CheckOvertakingUpdate(t, Update, linalg.New(2, 2, 1, 1, 2, -1), linalg.New(2, 2, 1, 0, 0, 1), linalg.New(2, 2, 1, 2, 1, -1), linalg.New(2, 2, 1, 0, 2, 1), 0.5)
		}},
	},
}

// CheckOvertakingUpdate asks a solution for one update of Ŷ = max(0, XW1)W2 on half the sum of the squared errors.
func CheckOvertakingUpdate(t *T, Update func(X, Y, W1, W2 *linalg.Matrix, alpha float64) (newW1, newW2 *linalg.Matrix), X, Y, W1, W2 *linalg.Matrix, alpha float64) {
	net := nn.Must(nn.New(1, nn.Shape{X.Cols}, &nn.Dense{Out: W1.Cols, Act: nn.ReLU}, &nn.Dense{Out: W2.Cols}))
	// gradients returns those of the error's way back through V2, after a forward pass through W2.
	gradients := func(V2 *linalg.Matrix) (dW1, dW2 *linalg.Matrix) {
		params := net.Params()
		params[0].Value.Copy(W1)
		params[2].Value.Copy(W2)
		E := linalg.Sub(net.Forward(nil, X), Y)
		params[2].Value.Copy(V2)
		net.Backward(nil, E)
		return params[0].Grad.Clone(), params[2].Grad.Clone()
	}
	moved := func(W, d *linalg.Matrix, rate float64) *linalg.Matrix { return linalg.Sub(W, linalg.Scale(rate, d)) }
	dW1, dW2 := gradients(W2)
	want1, want2 := moved(W1, dW1, alpha), moved(W2, dW2, alpha)
	late, _ := gradients(want2)
	E := linalg.Sub(linalg.Mul(linalg.Apply(func(z float64) float64 { return max(0, z) }, linalg.Mul(X, W1)), W2), Y)
	open := linalg.MulATB(X, linalg.MulABT(E, W2))
	n := float64(X.Rows)
	t.Given("X", X)
	t.Given("Y", Y)
	t.Given("W1", W1)
	t.Given("W2", W2)
	t.Given("alpha", alpha)
	new1, new2 := Update(X, Y, W1, W2, alpha)
	t.Want("newW2", new2, want2, 1e-9,
		Slip{"That went uphill.", moved(W2, dW2, -alpha)},
		Slip{"There is no 1/n in this cost.", moved(W2, dW2, alpha/n)},
		Slip{"W2 has not moved.", W2})
	t.Want("newW1", new1, want1, 1e-9,
		Slip{"The error came back through the new W2. The forward pass was made with the old one, and the gradient belongs to that.", moved(W1, late, alpha)},
		Slip{"The error went through ReLU as if it were not there.", moved(W1, open, alpha)},
		Slip{"That went uphill.", moved(W1, dW1, -alpha)},
		Slip{"There is no 1/n in this cost.", moved(W1, dW1, alpha/n)},
		Slip{"W1 has not moved.", W1})
}

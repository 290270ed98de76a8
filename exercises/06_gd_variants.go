package exercises

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// StepsByHand asks how far three optimizers go on a plane.
var StepsByHand = &Exercise[func() (sgd, momentum, cruise, adam float64)]{
	ID: "steps-by-hand", Lesson: 6, Kind: Predict, Title: "Three optimizers on a slope", Name: "StepsByHand",
	Hints: [3]string{
		"The gradient never changes, so every update of plain descent is the same. The velocity of momentum is 4 in the first update: what is it in the second?",
		"A velocity that no longer changes satisfies v = βv + 4. Solve for v, and take α times it.",
		"Adam: after the corrections m̂ is the mean of the gradients so far, v̂ that of their squares. All gradients are the same here.",
	},
	Checks: []Check[func() (sgd, momentum, cruise, adam float64)]{
		{Name: "plain descent", Run: func(t *T, StepsByHand func() (sgd, momentum, cruise, adam float64)) {
			sgd, _, _, _ := StepsByHand()
			t.Guess("The way of plain descent", sgd, 0.8, 1e-9,
				Slip{"That is one update. There are two.", 0.4},
				Slip{"A gradient above 0 means that θ goes down, but the way asked for is a length.", -0.8},
				Slip{"The learning rate is missing.", 8.0})
		}},
		{Name: "momentum", Run: func(t *T, StepsByHand func() (sgd, momentum, cruise, adam float64)) {
			_, momentum, _, _ := StepsByHand()
			t.Guess("The way with momentum", momentum, 1.0, 1e-9,
				Slip{"That is plain descent: the velocity of the first update is still there in the second.", 0.8},
				Slip{"That is the second update alone. Add the first.", 0.6},
				Slip{"That is v := βv + (1 − β)g, as in Adam. Here the gradient comes in whole.", 0.5},
				Slip{"That lets all of the velocity stay. Half of it does, as β = 0.5.", 1.2})
		}},
	},
}

// Momentum asks for gradient descent with a velocity.
var Momentum = &Exercise[func(alpha, beta float64) func(W, dW *linalg.Matrix)]{
	ID: "momentum", Lesson: 6, Kind: Implement, Title: "Momentum", Name: "NewMomentum",
	Forbid: []string{"nn", "Momentum", "SGD"},
	Hints: [3]string{
		"V has to live from one update to the next: declare it in NewMomentum, outside of the function that is returned.",
		"The shape is not known before the first update. Let V be nil until then, and make a matrix of zeros when it is.",
		"In each update, for every entry i of Data: first V, from the old V and dW, and then W, from the new V.",
	},
	Checks: []Check[func(alpha, beta float64) func(W, dW *linalg.Matrix)]{
		{Name: "two updates of one weight", Run: func(t *T, NewMomentum func(alpha, beta float64) func(W, dW *linalg.Matrix)) {
			CheckMomentum(t, NewMomentum, 0.5, 0.5, linalg.Row(10), linalg.Row(4), linalg.Row(2))
		}},
		{Name: "four weights, the gradient turns", Run: func(t *T, NewMomentum func(alpha, beta float64) func(W, dW *linalg.Matrix)) {
			CheckMomentum(t, NewMomentum, 1, 0.5, linalg.New(2, 2, 1, 2, 3, 4), linalg.New(2, 2, 2, 4, 0, -2), linalg.New(2, 2, -2, 0, 4, 2), linalg.New(2, 2))
		}},
		{Name: "β = 0 is plain descent", Run: func(t *T, NewMomentum func(alpha, beta float64) func(W, dW *linalg.Matrix)) {
			CheckMomentum(t, NewMomentum, 0.5, 0, linalg.Row(1, 2), linalg.Row(2, 4), linalg.Row(4, 2))
		}},
	},
}

// pathOf returns where an optimizer has W after each of the gradients dW.
func pathOf(o nn.Optimizer, W *linalg.Matrix, dW []*linalg.Matrix) (all []*linalg.Matrix) {
	q := &nn.Param{Value: W.Clone()}
	for _, g := range dW {
		q.Grad = g.Clone()
		o.Step(nil, []*nn.Param{q})
		all = append(all, q.Value.Clone())
	}
	return all
}

// slipsAt are the slips of one update, from the paths that they make.
func slipsAt(k int, says []string, paths [][]*linalg.Matrix) (slips []Slip) {
	for i, path := range paths {
		slips = append(slips, Slip{says[i], path[k]})
	}
	return slips
}

// CheckMomentum lets a solution make updates of W with the gradients dW.
func CheckMomentum(t *T, NewMomentum func(alpha, beta float64) func(W, dW *linalg.Matrix), alpha, beta float64, W *linalg.Matrix, dW ...*linalg.Matrix) {
	want := pathOf(&nn.Momentum{LR: alpha, Beta: beta}, W, dW)
	says := []string{
		"W has not moved. The function that you return is to write into the W that it gets.",
		"This is plain descent: the velocity of the update before is forgotten. It must live longer than one call.",
		"The gradient comes in with the factor 1 − β, as in Adam. In this form it comes in whole.",
		"That went uphill: α times the velocity is subtracted.",
		"This looks ahead, as Nesterov's method does. Here the step is α times the velocity.",
		"The whole velocity stays: β is missing.",
	}
	still := make([]*linalg.Matrix, len(dW))
	for k := range still {
		still[k] = W
	}
	paths := [][]*linalg.Matrix{
		still,
		pathOf(&nn.SGD{LR: alpha}, W, dW),
		pathOf(&nn.Momentum{LR: alpha * (1 - beta), Beta: beta}, W, dW),
		pathOf(&nn.Momentum{LR: -alpha, Beta: beta}, W, dW),
		pathOf(&nn.Momentum{LR: alpha, Beta: beta, Nesterov: true}, W, dW),
		pathOf(&nn.Momentum{LR: alpha, Beta: 1}, W, dW),
	}
	t.Given("alpha, beta", []float64{alpha, beta})
	t.Given("W at first", W)
	t.Given("dW of each update", dW)
	update := NewMomentum(alpha, beta)
	if update == nil {
		t.Fail("NewMomentum is to return a function; this is nil.")
	}
	now := W.Clone()
	for k, g := range dW {
		update(now, g)
		t.Want(fmt.Sprintf("W after update %d", k+1), now, want[k], 1e-9, slipsAt(k, says, paths)...)
	}
}

// Adam asks for the optimizer of that name.
var Adam = &Exercise[func(alpha, beta1, beta2, eps float64) func(W, dW *linalg.Matrix)]{
	ID: "adam", Lesson: 6, Kind: Implement, Title: "Adam", Name: "NewAdam",
	Forbid: []string{"nn", "Adam", "AdamW", "RMSProp"},
	Hints: [3]string{
		"Three things live from one update to the next: M, V, and the number t of the update.",
		"Count t up before you use it. With t = 0 the corrections divide by 1 − β⁰ = 0.",
		"The corrected values are for this step alone: keep M and V as they are, and divide copies of their entries. math.Pow(beta1, t) is β₁ᵗ, with t as a float64.",
	},
	Checks: []Check[func(alpha, beta1, beta2, eps float64) func(W, dW *linalg.Matrix)]{
		{Name: "the first step is α, whatever the gradient", Run: func(t *T, NewAdam func(alpha, beta1, beta2, eps float64) func(W, dW *linalg.Matrix)) {
			CheckAdam(t, NewAdam, 0.5, 0.9, 0.999, 1e-16, linalg.Row(1, 2, 3), linalg.Row(1000, 1, -0.01))
		}},
		{Name: "two updates, with a large ε", Run: func(t *T, NewAdam func(alpha, beta1, beta2, eps float64) func(W, dW *linalg.Matrix)) {
			CheckAdam(t, NewAdam, 1, 0.5, 0.75, 1, linalg.Row(10), linalg.Row(3), linalg.Row(-1))
		}},
		{Name: "a gradient that vanishes", Run: func(t *T, NewAdam func(alpha, beta1, beta2, eps float64) func(W, dW *linalg.Matrix)) {
			CheckAdam(t, NewAdam, 0.1, 0.9, 0.999, 1e-8, linalg.Col(0, 1), linalg.Col(1, 0), linalg.Col(0, 0), linalg.Col(0, 0))
		}},
	},
}

// adamLike goes along the gradients with running means, and steps by what the rule makes of an entry's m and v after update t.
func adamLike(beta1, beta2 float64, W *linalg.Matrix, dW []*linalg.Matrix, rule func(m, v float64, t int) float64) (all []*linalg.Matrix) {
	now, m, v := W.Clone(), make([]float64, len(W.Data)), make([]float64, len(W.Data))
	for t, g := range dW {
		for i, x := range g.Data {
			m[i], v[i] = m[i]+(1-beta1)*(x-m[i]), v[i]+(1-beta2)*(x*x-v[i])
			now.Data[i] -= rule(m[i], v[i], t+1)
		}
		all = append(all, now.Clone())
	}
	return all
}

// CheckAdam lets a solution make updates of W with the gradients dW.
func CheckAdam(t *T, NewAdam func(alpha, beta1, beta2, eps float64) func(W, dW *linalg.Matrix), alpha, beta1, beta2, eps float64, W *linalg.Matrix, dW ...*linalg.Matrix) {
	want := pathOf(&nn.Adam{LR: alpha, Beta1: beta1, Beta2: beta2, Eps: eps}, W, dW)
	corrected := func(x, beta float64, t int) float64 { return x / (1 - math.Pow(beta, float64(t))) }
	says := []string{
		"W has not moved. The function that you return is to write into the W that it gets.",
		"The corrections are missing: M and V start at 0, so at first they are too small, by 1 − β₁ᵗ and 1 − β₂ᵗ.",
		"V is not corrected, only M: divide it by 1 − β₂ᵗ.",
		"M is not corrected, only V: divide it by 1 − β₁ᵗ.",
		"ε is under the root. It belongs outside: √v̂ + ε.",
		"The root is missing: divide by √v̂ + ε.",
		"That went uphill: the step is subtracted.",
		"The corrections stand at t = 1 in every update. Count the updates.",
		"Nothing stays from the update before: M, V and t must live longer than one call.",
	}
	paths := [][]*linalg.Matrix{
		adamLike(beta1, beta2, W, dW, func(m, v float64, t int) float64 { return 0 }),
		adamLike(beta1, beta2, W, dW, func(m, v float64, t int) float64 { return alpha * m / (math.Sqrt(v) + eps) }),
		adamLike(beta1, beta2, W, dW, func(m, v float64, t int) float64 { return alpha * corrected(m, beta1, t) / (math.Sqrt(v) + eps) }),
		adamLike(beta1, beta2, W, dW, func(m, v float64, t int) float64 { return alpha * m / (math.Sqrt(corrected(v, beta2, t)) + eps) }),
		adamLike(beta1, beta2, W, dW, func(m, v float64, t int) float64 {
			return alpha * corrected(m, beta1, t) / math.Sqrt(corrected(v, beta2, t)+eps)
		}),
		adamLike(beta1, beta2, W, dW, func(m, v float64, t int) float64 {
			return alpha * corrected(m, beta1, t) / (corrected(v, beta2, t) + eps)
		}),
		pathOf(&nn.Adam{LR: -alpha, Beta1: beta1, Beta2: beta2, Eps: eps}, W, dW),
		adamLike(beta1, beta2, W, dW, func(m, v float64, t int) float64 {
			return alpha * corrected(m, beta1, 1) / (math.Sqrt(corrected(v, beta2, 1)) + eps)
		}),
		adamLike(0, 0, W, dW, func(m, v float64, t int) float64 { return alpha * m / (math.Sqrt(v) + eps) }),
	}
	t.Given("alpha, beta1, beta2, eps", []float64{alpha, beta1, beta2, eps})
	t.Given("W at first", W)
	t.Given("dW of each update", dW)
	update := NewAdam(alpha, beta1, beta2, eps)
	if update == nil {
		t.Fail("NewAdam is to return a function; this is nil.")
	}
	now := W.Clone()
	for k, g := range dW {
		update(now, g)
		for _, w := range now.Data {
			if math.IsNaN(w) || math.IsInf(w, 0) {
				t.Fail("W is %v after update %d. Something was divided by 0: the first update has t = 1, and ε keeps a gradient of 0 from dividing by it.", w, k+1)
			}
		}
		t.Want(fmt.Sprintf("W after update %d", k+1), now, want[k], 1e-9, slipsAt(k, says, paths)...)
	}
}

// LastBatch asks for the repair of a pass in mini-batches.
var LastBatch = &Exercise[func(x, y []float64, w, b, alpha float64, B int) (neww, newb float64)]{
	ID: "last-batch", Lesson: 6, Kind: Debug, Title: "The last batch counts less", Name: "Epoch",
	Hints: [3]string{
		"Take one example and B = 2. What should the gradient be, and what does the loop make of it?",
		"The cost of a batch is the mean over its examples. How many are in the last one?",
		"to − from is at most B.",
	},
	Checks: []Check[func(x, y []float64, w, b, alpha float64, B int) (neww, newb float64)]{
		{Name: "four examples in two batches", Run: func(t *T, Epoch func(x, y []float64, w, b, alpha float64, B int) (neww, newb float64)) {
			CheckLastBatch(t, Epoch, []float64{1, 2, 3, 4}, []float64{2, 3, 4, 5}, 0, 0, 0.125, 2)
		}},
		{Name: "three examples in batches of two", Run: func(t *T, Epoch func(x, y []float64, w, b, alpha float64, B int) (neww, newb float64)) {
			CheckLastBatch(t, Epoch, []float64{1, 0, 1}, []float64{2, 0, 3}, 0, 0, 0.5, 2)
		}},
	},
}

// CheckLastBatch asks a solution for one pass in order, in batches of B, on the mean squared error of wx + b.
func CheckLastBatch(t *T, Epoch func(x, y []float64, w, b, alpha float64, B int) (neww, newb float64), x, y []float64, w, b, alpha float64, B int) {
	X, Y := linalg.HStack(linalg.Col(x...), linalg.Full(len(x), 1, 1)), linalg.Col(y...)
	// pass returns θ after the batches, each with a rate that depends on its size.
	pass := func(rate func(size int) float64) []float64 {
		theta := linalg.Col(w, b)
		for from := 0; from < len(x); from += B {
			A := linalg.SliceRows(X, from, min(from+B, len(x)))
			E := linalg.Sub(linalg.Mul(A, theta), linalg.SliceRows(Y, from, min(from+B, len(x))))
			theta = linalg.Sub(theta, linalg.Scale(2*alpha*rate(A.Rows), linalg.MulATB(A, E)))
		}
		return theta.Data
	}
	want := pass(func(size int) float64 { return 1 / float64(size) })
	slips := []Slip{
		{"The last batch is smaller than B, and its sum was divided by B: its examples count less than the others.", pass(func(int) float64 { return 1 / float64(B) })},
		{"The last batch is left out. It has a gradient, too.", pass(func(size int) float64 {
			if size < B {
				return 0
			}
			return 1 / float64(size)
		})},
		{"Each batch is divided by the number of all examples. Its cost is the mean over the batch.", pass(func(int) float64 { return 1 / float64(len(x)) })},
		{"The sums are not divided. The cost of a batch is the mean over its examples.", pass(func(int) float64 { return 1 })},
	}
	t.Given("x", x)
	t.Given("y", y)
	t.Given("w, b, alpha", []float64{w, b, alpha})
	t.Given("B", B)
	neww, newb := Epoch(x, y, w, b, alpha, B)
	t.Want("w, b", []float64{neww, newb}, want, 1e-9, slips...)
}

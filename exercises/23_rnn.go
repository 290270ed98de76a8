package exercises

import (
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// RNNStep asks for one step of a recurrent layer.
var RNNStep = &Exercise[func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix]{
	ID: "rnn-step", Lesson: 23, Kind: Implement, Title: "One step of a recurrent layer", Name: "RNNStep",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Write the shapes under the formula. Both products must come out as n×h.",
		"It is a dense layer that looks at two things at once: add two products, then the biases to each row.",
		"tanh comes last and goes over every entry: linalg.Apply takes math.Tanh.",
	},
	Checks: []Check[func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix]{
		{Name: "one example, one unit", Run: func(t *T, RNNStep func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix) {
			CheckRNNStep(t, RNNStep, linalg.Row(1), linalg.Row(0.5), linalg.Row(1), linalg.Row(-2), linalg.Row(0.25))
		}},
		{Name: "two examples, two units", Run: func(t *T, RNNStep func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix) {
			CheckRNNStep(t, RNNStep, linalg.New(2, 2, 1, 0, 0, 1), linalg.New(2, 2, 0.5, 0, 0, 0.5), linalg.New(2, 2, 0.1, 0.2, 0.3, 0.4), linalg.New(2, 2, 0, 1, -1, 0), linalg.Row(0.1, -0.1))
		}},
	},
}

// stepped is a step of a recurrent layer, with input and state side by side.
func stepped(X, H, W, U, b *linalg.Matrix) *linalg.Matrix {
	Z := linalg.AddRow(linalg.Mul(linalg.HStack(X, H), linalg.VStack(W, U)), b)
	A := linalg.New(Z.Rows, Z.Cols)
	nn.Tanh.Apply(A, Z)
	return A
}

// CheckRNNStep asks a solution for the next state, X: n×d, H: n×h, W: d×h, U: h×h, b: 1×h.
func CheckRNNStep(t *T, RNNStep func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix, X, H, W, U, b *linalg.Matrix) {
	for i, m := range []*linalg.Matrix{X, H, W, U, b} {
		t.Given([]string{"X", "H", "W", "U", "b"}[i], m)
	}
	want := stepped(X, H, W, U, b)
	none := linalg.New(1, b.Cols)
	slips := []Slip{
		{"tanh is missing: this is the pre-activation.", linalg.Apply(math.Atanh, want)},
		{"The biases are missing.", stepped(X, H, W, U, none)},
		{"The state before has no part in it: this is a dense layer.", stepped(X, linalg.New(H.Rows, H.Cols), W, U, b)},
		{"The state is multiplied with Uᵀ: here rows are examples, so HU.", stepped(X, H, W, linalg.Transpose(U), b)},
		{"This is a sigmoid. The state goes through tanh.", linalg.Apply(func(a float64) float64 { return 1 / (1 + math.Exp(-math.Atanh(a))) }, want)},
	}
	if X.Cols == H.Cols {
		slips = append(slips, Slip{"W and U are exchanged: W belongs to the input, U to the state.", stepped(X, H, U, W, b)})
	}
	t.Want("the next state", RNNStep(X, H, W, U, b), want, 1e-9, slips...)
}

// LongWay asks how much of a gradient arrives ten steps back.
var LongWay = &Exercise[func() (linear, squashed, memory float64)]{
	ID: "long-way", Lesson: 23, Kind: Predict, Title: "What arrives ten steps back", Name: "LongWay",
	Hints: [3]string{
		"From time 1 to time 11 there are ten steps. By the chain rule each of them gives a factor.",
		"The factor of a step is the derivative of the new state by the one before. With tanh it is the slope of tanh times u, and the slope is known from h alone.",
		"tanh has the slope 1 − h². In the memory, the new c is the old one times the forget gate, plus something.",
	},
	Checks: []Check[func() (linear, squashed, memory float64)]{
		{Name: "without an activation", Run: func(t *T, LongWay func() (linear, squashed, memory float64)) {
			linear, _, _ := LongWay()
			t.Guess("∂h₁₁/∂h₁", linear, 1.0/1024, 2e-6,
				Slip{"That is one factor too many: from 1 to 11 there are ten steps.", 1.0 / 2048},
				Slip{"That is one factor too few: from 1 to 11 there are ten steps.", 1.0 / 512},
				Slip{"The factors are multiplied, not added.", 5.0})
		}},
		{Name: "through tanh", Run: func(t *T, LongWay func() (linear, squashed, memory float64)) {
			_, squashed, _ := LongWay()
			t.Guess("∂h₁₁/∂h₁ with tanh", squashed, math.Pow(0.8, 10), 2e-4,
				Slip{"That is u alone: with u above 1 it seems to explode. Each step also goes through the slope of tanh.", math.Pow(1.25, 10)},
				Slip{"That is the slope of tanh alone. Each step also has the factor u.", math.Pow(0.64, 10)},
				Slip{"The slope of tanh is 1 − h², not 1 − h.", math.Pow(0.5, 10)},
				Slip{"That is one step. There are ten.", 0.8})
		}},
	},
}

// ScalarBPTT asks for backpropagation through time, with numbers for matrices.
var ScalarBPTT = &Exercise[func(x, y []float64, w, u, b float64) (J, dw, du, db float64)]{
	ID: "scalar-bptt", Lesson: 23, Kind: Implement, Title: "Backpropagation through time, one unit", Name: "BPTT",
	Hints: [3]string{
		"Forward first, and keep all h. Then walk backward, from the last time to the first.",
		"hₜ counts twice: in the error of its own time, and in zₜ₊₁ by way of u. So ∂hₜ has two parts, and one of them comes from the step that you did before.",
		"∂hₜ = (hₜ − yₜ) + u·∂zₜ₊₁ and ∂zₜ = ∂hₜ(1 − hₜ²). From ∂zₜ, each of w, u and b gets what it was multiplied with at time t; for u that is the state before.",
	},
	Checks: []Check[func(x, y []float64, w, u, b float64) (J, dw, du, db float64)]{
		{Name: "one time", Run: func(t *T, BPTT func(x, y []float64, w, u, b float64) (J, dw, du, db float64)) {
			CheckScalarBPTT(t, BPTT, []float64{1}, []float64{0}, 0.5, 2, 0)
		}},
		{Name: "two times", Run: func(t *T, BPTT func(x, y []float64, w, u, b float64) (J, dw, du, db float64)) {
			CheckScalarBPTT(t, BPTT, []float64{1, -1}, []float64{0, 1}, 0.5, 2, 0.25)
		}},
		{Name: "four times", Run: func(t *T, BPTT func(x, y []float64, w, u, b float64) (J, dw, du, db float64)) {
			CheckScalarBPTT(t, BPTT, []float64{1, 0, 0, 2}, []float64{0.5, 0, 0, 1}, 1, 0.9, -0.1)
		}},
	},
}

// CheckScalarBPTT compares a solution with finite differences.
func CheckScalarBPTT(t *T, BPTT func(x, y []float64, w, u, b float64) (J, dw, du, db float64), x, y []float64, w, u, b float64) {
	t.Given("x", x)
	t.Given("y", y)
	t.Given("w, u, b", []float64{w, u, b})
	states := func(w, u, b float64, extra []float64) []float64 {
		h := make([]float64, len(x)+1)
		for i := range x {
			h[i+1] = math.Tanh(w*x[i] + u*h[i] + b + extra[i])
		}
		return h
	}
	cost := func(h []float64, from int) (J float64) {
		for i := from; i < len(y); i++ {
			J += (h[i+1] - y[i]) * (h[i+1] - y[i]) / 2
		}
		return J
	}
	none := make([]float64, len(x))
	h := states(w, u, b, none)
	wantJ := cost(h, 0)
	gradient := func(from int) []float64 {
		return nn.CentralDifference(func(p []float64) float64 { return cost(states(p[0], p[1], p[2], none), from) }, []float64{w, u, b})
	}
	want, last := gradient(0), gradient(len(x)-1)
	dz := nn.CentralDifference(func(extra []float64) float64 { return cost(states(w, u, b, extra), 0) }, make([]float64, len(x)))
	short, own := make([]float64, 3), 0.0 // without the way through time; u with the state of the same time
	for i := range x {
		e := (h[i+1] - y[i]) * (1 - h[i+1]*h[i+1])
		short[0] += e * x[i]
		short[1] += e * h[i]
		short[2] += e
		own += dz[i] * h[i+1]
	}
	J, dw, du, db := BPTT(x, y, w, u, b)
	t.Want("J", J, wantJ, 1e-9,
		Slip{"The half of half squared error is missing.", 2 * wantJ},
		Slip{"The errors of all times are added up, not averaged.", wantJ / float64(len(x))},
		Slip{"Only the last time counts here. Each time has a target.", cost(h, len(x)-1)})
	for i, got := range []float64{dw, du, db} {
		t.Want([]string{"dw", "du", "db"}[i], got, want[i], 1e-6,
			Slip{"Nothing flows back through time: a state also counts in all states after it, by way of u.", short[i]},
			Slip{"Only the error of the last time flows back. Each time adds its own.", last[i]},
			Slip{"The sign: hₜ − yₜ.", -want[i]},
			Slip{"u was multiplied with the state before, not with the one of the same time.", []float64{math.NaN(), own, math.NaN()}[i]})
	}
}

// LSTMCell asks for one step of an LSTM.
var LSTMCell = &Exercise[func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix)]{
	ID: "lstm-cell", Lesson: 23, Kind: Implement, Title: "An LSTM cell", Name: "LSTMCell",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"One product for all four: XW + HU + 1b has 4h columns. Cut it into four parts of h columns (linalg.SliceCols).",
		"Three of the parts go through the sigmoid, one through tanh. Then two Hadamard products and a sum make the memory.",
		"The state is read from the new memory: O ⊙ tanh(C⟨t⟩).",
	},
	Checks: []Check[func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix)]{
		{Name: "all gates half open", Run: func(t *T, LSTMCell func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix)) {
			CheckLSTMGates(t, LSTMCell, 2, [4]float64{0, 0, 0, 0})
		}},
		{Name: "keep, write nothing", Run: func(t *T, LSTMCell func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix)) {
			CheckLSTMGates(t, LSTMCell, 2, [4]float64{-100, 100, 3, 100})
		}},
		{Name: "forget, and write", Run: func(t *T, LSTMCell func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix)) {
			CheckLSTMGates(t, LSTMCell, 2, [4]float64{100, -100, -0.5, 1})
		}},
	},
}

// CheckLSTMGates asks a solution for a step of one unit whose gates are set by the biases alone, in the order input, forget, candidate, output.
func CheckLSTMGates(t *T, LSTMCell func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix), c float64, z [4]float64) {
	X, H, C, W, U, b := linalg.Row(1), linalg.Row(0.5), linalg.Row(c), linalg.New(1, 4), linalg.New(1, 4), linalg.Row(z[:]...)
	for i, m := range []*linalg.Matrix{X, H, C, W, U, b} {
		t.Given([]string{"X", "H", "C", "W", "U", "b"}[i], m)
	}
	s := func(k int) float64 { return 1 / (1 + math.Exp(-z[k])) }
	memory := s(1)*c + s(0)*math.Tanh(z[2])
	gotH, gotC := LSTMCell(X, H, C, W, U, b)
	t.Want("C⟨t⟩", gotC, linalg.Row(memory), 1e-9,
		Slip{"Input and forget gate are exchanged: the forget gate, the second part, says how much is kept.", linalg.Row(s(0)*c + s(1)*math.Tanh(z[2]))},
		Slip{"The candidate seems to be the last part. The order is input, forget, candidate, output.", linalg.Row(s(1)*c + s(0)*math.Tanh(z[3]))},
		Slip{"The candidate goes through tanh, not through the sigmoid: it must be able to take away.", linalg.Row(s(1)*c + s(0)*s(2))},
		Slip{"The candidate is written as it is. It goes through tanh first.", linalg.Row(s(1)*c + s(0)*z[2])},
		Slip{"1 − F was kept: a forget gate of 1 keeps everything, in spite of its name.", linalg.Row((1-s(1))*c + s(0)*math.Tanh(z[2]))},
		Slip{"This is the state H. The second result is the memory C.", linalg.Row(s(3) * math.Tanh(memory))})
	t.Want("H⟨t⟩", gotH, linalg.Row(s(3)*math.Tanh(memory)), 1e-9,
		Slip{"The memory is read without tanh.", linalg.Row(s(3) * memory)},
		Slip{"The old memory was read. Write first, then read.", linalg.Row(s(3) * math.Tanh(c))},
		Slip{"The output gate is missing.", linalg.Row(math.Tanh(memory))},
		Slip{"The third part was taken for the output gate. The order is input, forget, candidate, output.", linalg.Row(s(2) * math.Tanh(memory))})
}

// CheckLSTMSequence runs a solution over n sequences, and compares its states with those of nn.
func CheckLSTMSequence(t *T, LSTMCell func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix), n, times, d, h int) {
	layer := &nn.LSTM{Out: h, Sequence: true}
	if _, err := layer.Build("LSTM", nn.Shape{times, d}, t.Rand); err != nil {
		t.Fail("%v", err)
	}
	var given [3]*linalg.Matrix
	for i, p := range layer.Params() {
		p.Value.Add(p.Value, linalg.Normal(t.Rand, p.Value.Rows, p.Value.Cols, 0, 0.5))
		given[i] = p.Value.Clone()
		t.Given([]string{"W", "U", "b"}[i], given[i])
	}
	X := linalg.Normal(t.Rand, n, times*d, 0, 1)
	want := layer.Forward(nil, X).Clone()
	H, C := linalg.New(n, h), linalg.New(n, h)
	for i := range times {
		x := linalg.SliceCols(X, i*d, (i+1)*d).Clone()
		H, C = LSTMCell(x, H.Clone(), C.Clone(), given[0], given[1], given[2])
		if H == nil || C == nil || C.Rows != n || C.Cols != h {
			t.Fail("H⟨t⟩ and C⟨t⟩ are to be %d×%d, one row for each example.", n, h)
		}
		t.Given("X at the last time that was run", x)
		t.Want("H⟨t⟩", H, linalg.SliceCols(want, i*h, (i+1)*h).Clone(), 1e-9)
	}
}

// Attention asks for scaled dot-product attention.
var Attention = &Exercise[func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)]{
	ID: "attention", Lesson: 23, Kind: Implement, Title: "Scaled dot-product attention", Name: "Attention",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Scores first: how well does query i agree with key j? One product of matrices gives all of them.",
		"Then a softmax for each query, over the keys: row by row, with the largest score of the row taken away first. d is the length of a query.",
		"Causal: position i may look at keys 0 … i. A key that may not be looked at must not count in the sum of the softmax either: leave it out there, or set its score to −∞ before.",
	},
	Checks: []Check[func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)]{
		{Name: "a query that agrees with all keys alike", Run: func(t *T, Attention func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)) {
			CheckAttention(t, Attention, linalg.Row(0, 0), linalg.New(2, 2, 1, 2, 3, 4), linalg.New(2, 1, 10, 20), false)
		}},
		{Name: "odds of 3 to 1", Run: func(t *T, Attention func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)) {
			s := math.Log(3) // d = 4, so scores are halved
			CheckAttention(t, Attention, linalg.New(2, 4, 2*s, 0, 0, 0, 0, 2*s, 0, 0), linalg.New(2, 4, 1, 0, 0, 0, 0, 1, 0, 0), linalg.New(2, 2, 4, 0, 0, 8), false)
		}},
		{Name: "causal", Run: func(t *T, Attention func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)) {
			CheckAttention(t, Attention, linalg.New(3, 1, 1, 1, 1), linalg.New(3, 1, 0, math.Ln2, math.Ln2), linalg.New(3, 1, 3, 6, 9), true)
		}},
	},
}

// CheckAttention asks a solution for the answers and the weights, Q: T×d, K: S×d, V: S×c.
func CheckAttention(t *T, Attention func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix), Q, K, V *linalg.Matrix, causal bool) {
	t.Given("Q", Q)
	t.Given("K", K)
	t.Given("V", V)
	t.Given("causal", causal)
	attend := func(Q, K *linalg.Matrix, causal bool) (Y, A *linalg.Matrix) {
		s := nn.ScaledDotProduct{Causal: causal}
		return s.Attend(nil, Q, K, V).Clone(), s.Weights().Clone()
	}
	wantY, want := attend(Q, K, causal)
	d := float64(Q.Cols)
	_, unscaled := attend(linalg.Scale(math.Sqrt(d), Q), K, causal)
	_, twice := attend(linalg.Scale(1/math.Sqrt(d), Q), K, causal)
	_, open := attend(Q, K, false)
	slips := []Slip{
		{"The scores are not divided by √d.", unscaled},
		{"The scores are divided by d. The spread of a sum of d products grows with √d.", twice},
	}
	if causal {
		after, zero := open.Clone(), linalg.Scale(1/math.Sqrt(d), linalg.MulABT(Q, K))
		for i := range after.Rows {
			for j := i + 1; j < after.Cols; j++ {
				after.Set(i, j, 0)
				zero.Set(i, j, 0)
			}
		}
		nn.Softmax.Apply(zero, zero.Clone())
		slips = append(slips,
			Slip{"Queries look at keys that come after them.", open},
			Slip{"The weights were cut after the softmax, so that rows no longer add up to 1. Cut the scores.", after},
			Slip{"Scores that may not be seen were set to 0. A score of 0 still has a weight, e⁰: it is −∞ that has none.", zero})
	} else {
		down := linalg.New(K.Rows, Q.Rows)
		nn.Softmax.Apply(down, linalg.Scale(1/math.Sqrt(d), linalg.MulABT(K, Q)))
		slips = append(slips, Slip{"The softmax goes down the columns. The weights of a query, a row, add up to 1.", linalg.Transpose(down)})
		if Q.Rows == K.Rows {
			_, other := attend(K, Q, false)
			slips = append(slips, Slip{"Queries and keys are exchanged: row i belongs to query i.", other})
		}
	}
	Y, A := Attention(Q, K, V, causal)
	if A != nil {
		for _, a := range A.Data {
			if math.IsNaN(a) || math.IsInf(a, 0) {
				t.Fail("A holds %v: a score was so large that its power is +Inf. Take the largest score of each row away first.", a)
			}
		}
	}
	t.Want("A", A, want, 1e-9, slips...)
	t.Want("Y", Y, wantY, 1e-9)
}

// LastStates asks for the repair of a program that runs a recurrent layer over sequences.
var LastStates = &Exercise[func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix]{
	ID: "last-states", Lesson: 23, Kind: Debug, Title: "It depends on who came before", Name: "LastStates",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Give it the same sequence twice. What should both rows of the result have in common?",
		"Which state does the second sequence begin with?",
		"Each sequence begins with H⟨0⟩ = 0. Where in the program does that stand, and how often is it done?",
	},
	Checks: []Check[func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix]{
		{Name: "one sequence", Run: func(t *T, LastStates func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix) {
			CheckLastStates(t, LastStates, []*linalg.Matrix{linalg.Col(1, 0, -1)}, linalg.Row(1), linalg.Row(1), linalg.Row(0))
		}},
		{Name: "the same one twice", Run: func(t *T, LastStates func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix) {
			CheckLastStates(t, LastStates, []*linalg.Matrix{linalg.Col(1, 2), linalg.Col(1, 2)}, linalg.Row(1), linalg.Row(1), linalg.Row(-1))
		}},
	},
}

// CheckLastStates asks a solution for the state after each sequence, T×d each, in the rows of a matrix.
func CheckLastStates(t *T, LastStates func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix, sequences []*linalg.Matrix, W, U, b *linalg.Matrix) {
	t.Given("sequences", sequences)
	t.Given("W", W)
	t.Given("U", U)
	t.Given("b", b)
	n, h := len(sequences), U.Rows
	want, kept, deaf := linalg.New(n, h), linalg.New(n, h), linalg.New(n, h)
	carried := linalg.New(1, h)
	for i, s := range sequences {
		H, D := linalg.New(1, h), linalg.New(1, h)
		for r := range s.Rows {
			x := linalg.Row(s.Row(r)...)
			H, carried, D = stepped(x, H, W, U, b), stepped(x, carried, W, U, b), stepped(x, linalg.New(1, h), W, U, b)
		}
		copy(want.Row(i), H.Data)
		copy(kept.Row(i), carried.Data)
		copy(deaf.Row(i), D.Data)
	}
	t.Want("the last states", LastStates(sequences, W, U, b), want, 1e-9,
		Slip{"A sequence begins with the state in which the one before has ended. It should begin with 0.", kept},
		Slip{"The state is set to 0 at every time, so that only the last input counts. Once for each sequence is enough.", deaf})
}

package solutions

import (
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// RNNStep is the solution of exercises.RNNStep.
var RNNStep = &Solution[func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix]{
	Exercise: exercises.RNNStep,
	Hidden: []exercises.Check[func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, RNNStep func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix) {
			n, d, h := 1+t.Rand.IntN(4), 1+t.Rand.IntN(4), 1+t.Rand.IntN(4)
			exercises.CheckRNNStep(t, RNNStep, linalg.Normal(t.Rand, n, d, 0, 1), linalg.Uniform(t.Rand, n, h, -1, 1), linalg.Normal(t.Rand, d, h, 0, 0.5), linalg.Normal(t.Rand, h, h, 0, 0.5), linalg.Normal(t.Rand, 1, h, 0, 0.5))
		}},
		{Name: "large inputs saturate", Run: func(t *exercises.T, RNNStep func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix) {
			X, H, W, U, b := linalg.Col(1000, -1000), linalg.New(2, 2), linalg.Row(1, -1), linalg.Identity(2), linalg.Row(0, 0)
			t.Given("X", X)
			t.Given("W", W)
			t.Want("the next state", RNNStep(X, H, W, U, b), linalg.New(2, 2, 1, -1, -1, 1), 1e-9)
		}},
	},
	Mutants: []Mutant[func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix]{
		{"no tanh", func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix {
			return linalg.AddRow(linalg.Add(linalg.Mul(X, W), linalg.Mul(H, U)), b)
		}, "tanh is missing"},
		{"exchanged", func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix {
			if X.Cols == H.Cols {
				W, U = U, W
			}
			return linalg.Apply(math.Tanh, linalg.AddRow(linalg.Add(linalg.Mul(X, W), linalg.Mul(H, U)), b))
		}, "W and U are exchanged"},
		{"the state transposed", func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix {
			return linalg.Apply(math.Tanh, linalg.AddRow(linalg.Add(linalg.Mul(X, W), linalg.MulABT(H, U)), b))
		}, "The state is multiplied with Uᵀ"},
		{"no bias", func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix {
			return linalg.Apply(math.Tanh, linalg.Add(linalg.Mul(X, W), linalg.Mul(H, U)))
		}, "The biases are missing."},
		{"no state", func(X, H, W, U, b *linalg.Matrix) *linalg.Matrix {
			return linalg.Apply(math.Tanh, linalg.AddRow(linalg.Mul(X, W), b))
		}, "this is a dense layer"},
	},
}

// LongWay is the solution of exercises.LongWay.
var LongWay = &Solution[func() (linear, squashed, memory float64)]{
	Exercise: exercises.LongWay,
	Hidden: []exercises.Check[func() (linear, squashed, memory float64)]{
		{Name: "along the memory", Run: func(t *exercises.T, LongWay func() (linear, squashed, memory float64)) {
			_, _, memory := LongWay()
			t.Guess("∂c₁₁/∂c₁", memory, math.Pow(0.99, 10), 2e-3,
				exercises.Slip{Say: "That is one step. There are ten.", Value: 0.99},
				exercises.Slip{Say: "No tanh lies on the way from one memory to the next: the factor is the forget gate alone.", Value: math.Pow(0.99*(1-0.99*0.99), 10)},
				exercises.Slip{Say: "A gate of 0.99 still loses a little at each step.", Value: 1.0})
		}},
	},
	Mutants: []Mutant[func() (linear, squashed, memory float64)]{
		{"eleven factors", func() (float64, float64, float64) { return 1.0 / 2048, math.Pow(0.8, 11), math.Pow(0.99, 11) }, "one factor too many"},
		{"u alone", func() (float64, float64, float64) { return 1.0 / 1024, math.Pow(1.25, 10), math.Pow(0.99, 10) }, "Each step also goes through the slope of tanh."},
		{"1 − h", func() (float64, float64, float64) { return 1.0 / 1024, math.Pow(0.5, 10), math.Pow(0.99, 10) }, "The slope of tanh is 1 − h²"},
		{"one step of the memory", func() (float64, float64, float64) { return 1.0 / 1024, math.Pow(0.8, 10), 0.99 }, "That is one step."},
	},
}

// ScalarBPTT is the solution of exercises.ScalarBPTT.
var ScalarBPTT = &Solution[func(x, y []float64, w, u, b float64) (J, dw, du, db float64)]{
	Exercise: exercises.ScalarBPTT,
	Hidden: []exercises.Check[func(x, y []float64, w, u, b float64) (J, dw, du, db float64)]{
		{Name: "sequences that are drawn", Points: 2, Run: func(t *exercises.T, BPTT func(x, y []float64, w, u, b float64) (J, dw, du, db float64)) {
			T := 1 + t.Rand.IntN(8)
			x, y := linalg.Normal(t.Rand, 1, T, 0, 1).Data, linalg.Uniform(t.Rand, 1, T, -1, 1).Data
			exercises.CheckScalarBPTT(t, BPTT, x, y, t.Rand.NormFloat64(), t.Rand.NormFloat64(), t.Rand.NormFloat64())
		}},
		{Name: "an input long ago", Run: func(t *exercises.T, BPTT func(x, y []float64, w, u, b float64) (J, dw, du, db float64)) {
			x := make([]float64, 12)
			x[0] = 0.5 + t.Rand.Float64()
			exercises.CheckScalarBPTT(t, BPTT, x, make([]float64, 12), 1, 1.2, 0)
		}},
		{Name: "nothing to learn where nothing is wrong", Run: func(t *exercises.T, BPTT func(x, y []float64, w, u, b float64) (J, dw, du, db float64)) {
			w, u, b, h := t.Rand.NormFloat64(), t.Rand.NormFloat64(), t.Rand.NormFloat64(), 0.0
			x := linalg.Normal(t.Rand, 1, 5, 0, 1).Data
			y := make([]float64, 5)
			for i := range y {
				h = math.Tanh(w*x[i] + u*h + b)
				y[i] = h
			}
			t.Given("x", x)
			t.Given("y", y)
			t.Given("w, u, b", []float64{w, u, b})
			J, dw, du, db := BPTT(x, y, w, u, b)
			t.Want("J, dw, du, db", []float64{J, dw, du, db}, make([]float64, 4), 1e-9)
		}},
	},
	Mutants: []Mutant[func(x, y []float64, w, u, b float64) (J, dw, du, db float64)]{
		{"nothing through time", func(x, y []float64, w, u, b float64) (float64, float64, float64, float64) {
			return bpttWith(x, y, w, u, b, 0, 1, 0)
		}, "Nothing flows back through time"},
		{"the state of the same time", func(x, y []float64, w, u, b float64) (float64, float64, float64, float64) {
			return bpttWith(x, y, w, u, b, u, 1, 1)
		}, "not with the one of the same time"},
		{"the sign", func(x, y []float64, w, u, b float64) (float64, float64, float64, float64) {
			return bpttWith(x, y, w, u, b, u, -1, 0)
		}, "The sign: hₜ − yₜ."},
		{"the last error only", func(x, y []float64, w, u, b float64) (float64, float64, float64, float64) {
			J, _, _, _ := bpttWith(x, y, w, u, b, u, 1, 0)
			same := make([]float64, len(y)) // targets that leave no error but the last
			h := 0.0
			for i := range x {
				h = math.Tanh(w*x[i] + u*h + b)
				same[i] = h
			}
			same[len(y)-1] = y[len(y)-1]
			_, dw, du, db := bpttWith(x, same, w, u, b, u, 1, 0)
			return J, dw, du, db
		}, "Only the error of the last time flows back."},
		{"the half forgotten", func(x, y []float64, w, u, b float64) (float64, float64, float64, float64) {
			J, dw, du, db := bpttWith(x, y, w, u, b, u, 1, 0)
			return 2 * J, dw, du, db
		}, "The half of half squared error is missing."},
	},
}

// bpttWith goes back through time by the factor back, with a sign of the error, and with the state that lies shift after the one before.
func bpttWith(x, y []float64, w, u, b, back, sign float64, shift int) (J, dw, du, db float64) {
	h := make([]float64, len(x)+1)
	for i := range x {
		h[i+1] = math.Tanh(w*x[i] + u*h[i] + b)
		J += (h[i+1] - y[i]) * (h[i+1] - y[i]) / 2
	}
	dz := 0.0
	for i := len(x) - 1; i >= 0; i-- {
		dz = (sign*(h[i+1]-y[i]) + back*dz) * (1 - h[i+1]*h[i+1])
		dw, du, db = dw+dz*x[i], du+dz*h[i+shift], db+dz
	}
	return J, dw, du, db
}

// LSTMCell is the solution of exercises.LSTMCell.
var LSTMCell = &Solution[func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix)]{
	Exercise: exercises.LSTMCell,
	Hidden: []exercises.Check[func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix)]{
		{Name: "sequences that are drawn", Points: 2, Run: func(t *exercises.T, LSTMCell func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix)) {
			exercises.CheckLSTMSequence(t, LSTMCell, 1+t.Rand.IntN(3), 4, 1+t.Rand.IntN(3), 1+t.Rand.IntN(3))
		}},
		{Name: "gates that are drawn", Run: func(t *exercises.T, LSTMCell func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix)) {
			var z [4]float64
			for i := range z {
				z[i] = t.Rand.NormFloat64()
			}
			exercises.CheckLSTMGates(t, LSTMCell, 3*t.Rand.NormFloat64(), z)
		}},
	},
	Mutants: []Mutant[func(X, H, C, W, U, b *linalg.Matrix) (Hnext, Cnext *linalg.Matrix)]{
		{"input and forget gate exchanged", func(X, H, C, W, U, b *linalg.Matrix) (*linalg.Matrix, *linalg.Matrix) {
			return lstmWith(X, H, C, W, U, b, [4]int{1, 0, 2, 3}, math.Tanh)
		}, "Input and forget gate are exchanged"},
		{"the output gate third", func(X, H, C, W, U, b *linalg.Matrix) (*linalg.Matrix, *linalg.Matrix) {
			return lstmWith(X, H, C, W, U, b, [4]int{0, 1, 3, 2}, math.Tanh)
		}, "The candidate seems to be the last part."},
		{"the candidate not squashed", func(X, H, C, W, U, b *linalg.Matrix) (*linalg.Matrix, *linalg.Matrix) {
			return lstmWith(X, H, C, W, U, b, [4]int{0, 1, 2, 3}, func(z float64) float64 { return z })
		}, "The candidate is written as it is."},
		{"read without tanh", func(X, H, C, W, U, b *linalg.Matrix) (*linalg.Matrix, *linalg.Matrix) {
			Hnext, Cnext := lstmWith(X, H, C, W, U, b, [4]int{0, 1, 2, 3}, math.Tanh)
			for i, c := range Cnext.Data {
				if c != 0 {
					Hnext.Data[i] *= c / math.Tanh(c)
				}
			}
			return Hnext, Cnext
		}, "The memory is read without tanh."},
		{"the old memory read", func(X, H, C, W, U, b *linalg.Matrix) (*linalg.Matrix, *linalg.Matrix) {
			Hnext, Cnext := lstmWith(X, H, C, W, U, b, [4]int{0, 1, 2, 3}, math.Tanh)
			for i, c := range Cnext.Data {
				if c != 0 {
					Hnext.Data[i] *= math.Tanh(C.Data[i]) / math.Tanh(c)
				}
			}
			return Hnext, Cnext
		}, "The old memory was read."},
	},
}

// lstmWith is a step whose input, forget, candidate and output parts stand where order says.
func lstmWith(X, H, C, W, U, b *linalg.Matrix, order [4]int, squash func(float64) float64) (Hnext, Cnext *linalg.Matrix) {
	Z := linalg.AddRow(linalg.Add(linalg.Mul(X, W), linalg.Mul(H, U)), b)
	part := func(k int, f func(float64) float64) *linalg.Matrix {
		return linalg.Apply(f, linalg.SliceCols(Z, order[k]*C.Cols, (order[k]+1)*C.Cols))
	}
	sigmoid := func(z float64) float64 { return 1 / (1 + math.Exp(-z)) }
	Cnext = linalg.Add(linalg.Hadamard(part(1, sigmoid), C), linalg.Hadamard(part(0, sigmoid), part(2, squash)))
	return linalg.Hadamard(part(3, sigmoid), linalg.Apply(math.Tanh, Cnext)), Cnext
}

// Attention is the solution of exercises.Attention.
var Attention = &Solution[func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)]{
	Exercise: exercises.Attention,
	Hidden: []exercises.Check[func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, Attention func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)) {
			T, S, d, c := 1+t.Rand.IntN(4), 1+t.Rand.IntN(4), 1+t.Rand.IntN(4), 1+t.Rand.IntN(4)
			exercises.CheckAttention(t, Attention, linalg.Normal(t.Rand, T, d, 0, 1), linalg.Normal(t.Rand, S, d, 0, 1), linalg.Normal(t.Rand, S, c, 0, 1), false)
		}},
		{Name: "causal, drawn", Run: func(t *exercises.T, Attention func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)) {
			T, d := 1+t.Rand.IntN(5), 1+t.Rand.IntN(4)
			exercises.CheckAttention(t, Attention, linalg.Normal(t.Rand, T, d, 0, 1), linalg.Normal(t.Rand, T, d, 0, 1), linalg.Normal(t.Rand, T, 2, 0, 1), true)
		}},
		{Name: "large scores", Run: func(t *exercises.T, Attention func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)) {
			exercises.CheckAttention(t, Attention, linalg.Col(1000, -1000), linalg.Col(1, 2), linalg.Normal(t.Rand, 2, 2, 0, 1), t.Rand.IntN(2) == 0)
		}},
		{Name: "the order of keys does not matter", Run: func(t *exercises.T, Attention func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)) {
			Q, K, V := linalg.Normal(t.Rand, 2, 3, 0, 1), linalg.Normal(t.Rand, 4, 3, 0, 1), linalg.Normal(t.Rand, 4, 2, 0, 1)
			t.Given("Q", Q)
			t.Given("K", K)
			t.Given("V", V)
			order := t.Rand.Perm(4)
			otherK, otherV := linalg.SelectRows(K, order), linalg.SelectRows(V, order)
			want, _ := Attention(Q, K, V, false)
			Y, _ := Attention(Q, otherK, otherV, false)
			t.Want("Y with keys and values in another order", Y, want, 1e-9)
		}},
	},
	Mutants: []Mutant[func(Q, K, V *linalg.Matrix, causal bool) (Y, A *linalg.Matrix)]{
		{"not scaled", func(Q, K, V *linalg.Matrix, causal bool) (*linalg.Matrix, *linalg.Matrix) {
			return attendWith(linalg.MulABT(Q, K), V, causal, math.Inf(-1))
		}, "The scores are not divided by √d."},
		{"divided by d", func(Q, K, V *linalg.Matrix, causal bool) (*linalg.Matrix, *linalg.Matrix) {
			return attendWith(linalg.Scale(1/float64(Q.Cols), linalg.MulABT(Q, K)), V, causal, math.Inf(-1))
		}, "The scores are divided by d."},
		{"scores of 0 for what comes after", func(Q, K, V *linalg.Matrix, causal bool) (*linalg.Matrix, *linalg.Matrix) {
			return attendWith(linalg.Scale(1/math.Sqrt(float64(Q.Cols)), linalg.MulABT(Q, K)), V, causal, 0)
		}, "A score of 0 still has a weight"},
		{"weights cut afterwards", func(Q, K, V *linalg.Matrix, causal bool) (*linalg.Matrix, *linalg.Matrix) {
			_, A := attendWith(linalg.Scale(1/math.Sqrt(float64(Q.Cols)), linalg.MulABT(Q, K)), V, false, 0)
			for i := range A.Rows {
				for j := i + 1; causal && j < A.Cols; j++ {
					A.Set(i, j, 0)
				}
			}
			return linalg.Mul(A, V), A
		}, "so that rows no longer add up to 1"},
		{"down the columns", func(Q, K, V *linalg.Matrix, causal bool) (*linalg.Matrix, *linalg.Matrix) {
			_, A := attendWith(linalg.Scale(1/math.Sqrt(float64(Q.Cols)), linalg.MulABT(K, Q)), linalg.New(Q.Rows, 1), false, 0)
			A = linalg.Transpose(A)
			return linalg.Mul(A, V), A
		}, "The softmax goes down the columns."},
	},
}

// attendWith makes weights of scores, which are set to hidden where they may not be seen.
func attendWith(S, V *linalg.Matrix, causal bool, hidden float64) (Y, A *linalg.Matrix) {
	A = linalg.New(S.Rows, S.Cols)
	for i := range S.Rows {
		row := append([]float64(nil), S.Row(i)...)
		for j := i + 1; causal && j < len(row); j++ {
			row[j] = hidden
		}
		m, sum := linalg.Max(linalg.Row(row...)), 0.0
		for j, s := range row {
			A.Set(i, j, math.Exp(s-m))
			sum += A.At(i, j)
		}
		for j := range row {
			A.Set(i, j, A.At(i, j)/sum)
		}
	}
	return linalg.Mul(A, V), A
}

// LastStates is the solution of exercises.LastStates.
var LastStates = &Solution[func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix]{
	Exercise: exercises.LastStates,
	Hidden: []exercises.Check[func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix]{
		{Name: "sequences of other lengths", Points: 2, Run: func(t *exercises.T, LastStates func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix) {
			d, h := 1+t.Rand.IntN(3), 1+t.Rand.IntN(3)
			var sequences []*linalg.Matrix
			for range 1 + t.Rand.IntN(4) {
				sequences = append(sequences, linalg.Normal(t.Rand, 1+t.Rand.IntN(4), d, 0, 1))
			}
			exercises.CheckLastStates(t, LastStates, sequences, linalg.Normal(t.Rand, d, h, 0, 1), linalg.Normal(t.Rand, h, h, 0, 1), linalg.Normal(t.Rand, 1, h, 0, 1))
		}},
		{Name: "the order of sequences does not matter", Run: func(t *exercises.T, LastStates func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix) {
			A, B := linalg.Normal(t.Rand, 2, 2, 0, 1), linalg.Normal(t.Rand, 3, 2, 0, 1)
			W, U, b := linalg.Normal(t.Rand, 2, 2, 0, 1), linalg.Normal(t.Rand, 2, 2, 0, 1), linalg.Normal(t.Rand, 1, 2, 0, 1)
			exercises.CheckLastStates(t, LastStates, []*linalg.Matrix{A, B}, W, U, b)
			exercises.CheckLastStates(t, LastStates, []*linalg.Matrix{B, A}, W, U, b)
		}},
	},
	Mutants: []Mutant[func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix]{
		{"as handed out", func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix {
			return lastStatesWith(sequences, W, U, b, false, false)
		}, "the state in which the one before has ended"},
		{"reset at every time", func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix {
			return lastStatesWith(sequences, W, U, b, true, true)
		}, "The state is set to 0 at every time"},
		{"the biases as first state", func(sequences []*linalg.Matrix, W, U, b *linalg.Matrix) *linalg.Matrix {
			all := linalg.New(len(sequences), U.Rows)
			for i, s := range sequences {
				H := b.Clone()
				for r := range s.Rows {
					H = linalg.Apply(math.Tanh, linalg.AddRow(linalg.Add(linalg.Mul(linalg.Row(s.Row(r)...), W), linalg.Mul(H, U)), b))
				}
				copy(all.Row(i), H.Data)
			}
			return all
		}, "Row 1, column 1 is"},
	},
}

// lastStatesWith sets the state to 0 before each sequence, or before each time of it, or neither.
func lastStatesWith(sequences []*linalg.Matrix, W, U, b *linalg.Matrix, sequence, time bool) *linalg.Matrix {
	all, H := linalg.New(len(sequences), U.Rows), linalg.New(1, U.Rows)
	for i, s := range sequences {
		if sequence {
			H.Fill(0)
		}
		for r := range s.Rows {
			if time {
				H.Fill(0)
			}
			H = linalg.Apply(math.Tanh, linalg.AddRow(linalg.Add(linalg.Mul(linalg.Row(s.Row(r)...), W), linalg.Mul(H, U)), b))
		}
		copy(all.Row(i), H.Data)
	}
	return all
}

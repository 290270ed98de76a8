package exercises

import (
	"math/bits"

	"chainrule/pkg/linalg"
)

// OrUnit asks what one unit learns of OR.
var OrUnit = &Exercise[func() (w, b, J float64)]{
	ID: "or-unit", Lesson: 1, Kind: Predict, Title: "What one unit learns of OR", Name: "OrUnit",
	Hints: [3]string{
		"OR does not care which input is which, so w₁ = w₂ = w. Write down the four answers: b, w + b, w + b, 2w + b.",
		"At the lowest cost nothing moves any more. For b that means: the four errors add up to 0. For w₁: so do the two errors where x₁ = 1.",
		"So the answers and the targets have the same sum, over all four points and over the points with x₁ = 1. These are two equations for w and b.",
	},
	Checks: []Check[func() (w, b, J float64)]{
		{Name: "the weight", Run: func(t *T, OrUnit func() (w, b, J float64)) {
			w, _, _ := OrUnit()
			t.Guess("The weight", w, 0.5, 1e-9,
				Slip{"That is OR as one writes it by hand. Training counts squares of misses, and the answer 2 for (1, 1) would be a large one.", 1.0},
				Slip{"Weights of 0 are what is left for XOR. OR does depend on each input.", 0.0})
		}},
		{Name: "the bias", Run: func(t *T, OrUnit func() (w, b, J float64)) {
			_, b, _ := OrUnit()
			t.Guess("The bias", b, 0.25, 1e-9,
				Slip{"Without a bias (0, 0) is answered exactly, and the other three pay for it. The four errors must add up to 0.", 0.0},
				Slip{"The mean target is ¾, and so must be the mean answer: b plus what the weights give on average.", 0.75},
				Slip{"It is above 0: the unit says more than 0 to (0, 0) in order to be nearer to the other three.", -0.25})
		}},
	},
}

// XorNet asks for the weights of a net that computes XOR, by hand.
var XorNet = &Exercise[func(off, on float64) (W1, b1, W2, b2 *linalg.Matrix)]{
	ID: "xor-net", Lesson: 1, Kind: Implement, Title: "XOR by hand, with biases", Name: "XorNet",
	Hints: [3]string{
		"Both units see the sum of the inputs only. Which three values can it take? Draw the answer over the sum: up, then down.",
		"A unit is a ramp, and −b is where it begins. One ramp must begin at the first of the three sums; where must the second one begin, to turn the answer down?",
		"After the second ramp has begun, the slope must be the opposite of what it was before. So its weight in W2 is −2 times that of the first, and the height at the middle sum, off + on, is to be 1.",
	},
	Checks: []Check[func(off, on float64) (W1, b1, W2, b2 *linalg.Matrix)]{
		{Name: "0 and 1", Run: func(t *T, XorNet func(off, on float64) (W1, b1, W2, b2 *linalg.Matrix)) { CheckXorNet(t, XorNet, 0, 1) }},
		{Name: "−1 and 1", Run: func(t *T, XorNet func(off, on float64) (W1, b1, W2, b2 *linalg.Matrix)) {
			CheckXorNet(t, XorNet, -1, 1)
		}},
	},
}

// CheckXorNet runs the net of a solution on the four points.
func CheckXorNet(t *T, XorNet func(off, on float64) (W1, b1, W2, b2 *linalg.Matrix), off, on float64) {
	t.Given("off, on", []float64{off, on})
	W1, b1, W2, b2 := XorNet(off, on)
	CheckShape(t, "W1", W1, 2, 2)
	CheckShape(t, "b1", b1, 1, 2)
	CheckShape(t, "W2", W2, 2, 1)
	CheckShape(t, "b2", b2, 1, 1)
	t.Want("W1", W1, linalg.Full(2, 2, 1), 0,
		Slip{"That is the net of the lesson. Here each hidden unit adds both inputs with weight 1; they differ in their biases.", linalg.New(2, 2, 1, -1, -1, 1)})
	X := linalg.New(4, 2, off, off, off, on, on, off, on, on)
	H := linalg.Apply(func(z float64) float64 { return max(0, z) }, linalg.AddRow(linalg.Mul(X, W1), b1))
	t.Want("the answers to (off, off), (off, on), (on, off), (on, on)", linalg.AddRow(linalg.Mul(H, W2), b2), linalg.Col(0, 1, 1, 0), 1e-9,
		Slip{"This is OR: after the middle the answer stays up. The second ramp must turn it down, not only level it.", linalg.Col(0, 1, 1, 1)},
		Slip{"This still rises with the number of inputs that are on: the second unit does not pull yet.", linalg.Col(0, 1, 1, 2)},
		Slip{"This is the opposite, 1 for equal inputs.", linalg.Col(1, 0, 0, 1)},
		Slip{"The form is right, the height is on − off. The answer for different inputs is to be 1.", linalg.Col(0, on-off, on-off, 0)})
}

// CheckShape ends the check when a matrix of a solution is missing or has another shape.
func CheckShape(t *T, name string, m *linalg.Matrix, rows, cols int) {
	if m == nil {
		t.Fail("%s is missing (nil).", name)
	}
	switch {
	case m.Rows == cols && m.Cols == rows && rows != cols:
		t.Fail("%s lies on its side: it is %d×%d, want %d×%d.", name, m.Rows, m.Cols, rows, cols)
	case m.Rows != rows || m.Cols != cols:
		t.Fail("%s is %d×%d, want %d×%d.", name, m.Rows, m.Cols, rows, cols)
	}
	if len(m.Data) != rows*cols {
		t.Fail("%s has %d numbers, want %d×%d.", name, len(m.Data), rows, cols)
	}
}

// ParityNet asks for a net that tells whether the number of ones is odd.
var ParityNet = &Exercise[func(d int) (W1, b1, W2 *linalg.Matrix)]{
	ID: "parity-net", Lesson: 1, Kind: Implement, Title: "Odd or even with one hidden layer", Name: "ParityNet",
	Hints: [3]string{
		"Parity depends on the sum of the inputs only. Draw the answer over the sums 0, 1, 2, …: a zigzag.",
		"Let each unit see the plain sum, and begin its ramp at another whole number, the first at 0. How many corners has the zigzag between 0 and d?",
		"Before the first corner the slope is 1. At each corner after that it turns from 1 to −1 or back: by how much does it change, and with which sign?",
	},
	Checks: []Check[func(d int) (W1, b1, W2 *linalg.Matrix)]{
		{Name: "two inputs: XOR", Run: func(t *T, ParityNet func(d int) (W1, b1, W2 *linalg.Matrix)) { CheckParityNet(t, ParityNet, 2) }},
		{Name: "three inputs", Run: func(t *T, ParityNet func(d int) (W1, b1, W2 *linalg.Matrix)) { CheckParityNet(t, ParityNet, 3) }},
	},
}

// CheckParityNet runs the net of a solution on all points of zeros and ones.
func CheckParityNet(t *T, ParityNet func(d int) (W1, b1, W2 *linalg.Matrix), d int) {
	t.Given("d", d)
	W1, b1, W2 := ParityNet(d)
	if W1 == nil {
		t.Fail("W1 is missing (nil).")
	}
	h := W1.Cols
	if h > d {
		t.Fail("%d hidden units came for %d inputs. With one for each input it can be done.", h, d)
	}
	CheckShape(t, "W1", W1, d, h)
	CheckShape(t, "b1", b1, 1, h)
	CheckShape(t, "W2", W2, h, 1)
	n := 1 << d
	X := linalg.New(n, d)
	want, even, sum, half := linalg.New(n, 1), linalg.New(n, 1), linalg.New(n, 1), linalg.New(n, 1)
	for i := range n {
		for j := range d {
			X.Set(i, j, float64(i>>j&1))
		}
		ones := bits.OnesCount(uint(i))
		want.Set(i, 0, float64(ones%2))
		even.Set(i, 0, float64(1-ones%2))
		sum.Set(i, 0, float64(ones))
		half.Set(i, 0, float64((ones+1)/2))
	}
	H := linalg.Apply(func(z float64) float64 { return max(0, z) }, linalg.AddRow(linalg.Mul(X, W1), b1))
	got := linalg.Mul(H, W2)
	for i := range n {
		if !near(got.At(i, 0), want.At(i, 0), 1e-9) {
			t.Given("the first point that is wrong", linalg.SliceRows(X, i, i+1))
			break
		}
	}
	t.Want("the answers to all points", got, want, 1e-9,
		Slip{"The answer goes up and then stays level, up and level: at a corner the slope must turn from 1 to −1, which is a change of 2.", half},
		Slip{"This counts the ones: no unit turns the answer down yet.", sum},
		Slip{"This is 1 for an even number of ones.", even})
}

// ForwardPass asks for the repair of a net's forward pass.
var ForwardPass = &Exercise[func(X *linalg.Matrix, W, b []*linalg.Matrix) *linalg.Matrix]{
	ID: "forward-pass", Lesson: 1, Kind: Debug, Title: "A net that is never negative", Name: "Forward",
	Hints: [3]string{
		"Take a net with a single layer, X = (1), W = (−3), b = (1). What should come out, what does?",
		"Targets can be −2. Which operation makes sure that no answer is?",
		"The hidden layers are cut at zero. Is the last one hidden?",
	},
	Checks: []Check[func(X *linalg.Matrix, W, b []*linalg.Matrix) *linalg.Matrix]{
		{Name: "one layer", Run: func(t *T, Forward func(X *linalg.Matrix, W, b []*linalg.Matrix) *linalg.Matrix) {
			CheckForwardPass(t, Forward, linalg.Row(1, 2), []*linalg.Matrix{linalg.New(2, 2, 1, -1, 1, -1)}, []*linalg.Matrix{linalg.Row(1, 1)})
		}},
		{Name: "two layers", Run: func(t *T, Forward func(X *linalg.Matrix, W, b []*linalg.Matrix) *linalg.Matrix) {
			CheckForwardPass(t, Forward, linalg.New(2, 1, 1, -2), []*linalg.Matrix{linalg.Row(1, -1), linalg.Col(1, -2)}, []*linalg.Matrix{linalg.Row(1, 1), linalg.Row(-1)})
		}},
	},
}

// CheckForwardPass sends the rows of X through layers with these weights and biases.
func CheckForwardPass(t *T, Forward func(X *linalg.Matrix, W, b []*linalg.Matrix) *linalg.Matrix, X *linalg.Matrix, W, b []*linalg.Matrix) {
	t.Given("X", X)
	t.Given("W", W)
	t.Given("b", b)
	cut := func(A *linalg.Matrix) *linalg.Matrix {
		return linalg.Apply(func(z float64) float64 { return max(0, z) }, A)
	}
	pass := func(A *linalg.Matrix, hidden, bias bool) *linalg.Matrix {
		for l := range W {
			if A = linalg.Mul(A, W[l]); bias {
				A = linalg.AddRow(A, b[l])
			}
			if hidden && l < len(W)-1 {
				A = cut(A)
			}
		}
		return A
	}
	want := pass(X, true, true)
	slips := []Slip{
		{"The last layer is cut at zero as well. Nothing below 0 can be answered, whatever the target.", cut(want)},
		{"No layer is cut: without a bend in between, the net is one linear map.", pass(X, false, true)},
		{"The biases are missing.", pass(X, true, false)},
		{"The inputs are cut at zero before the first layer. They may be negative.", pass(cut(X), true, true)},
	}
	t.Want("the answers", Forward(X, W, b), want, 1e-9, slips...)
}

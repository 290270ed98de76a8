package exercises

import (
	"chainrule/pkg/linalg"
)

// FoldLinear asks for the one layer that a stack of linear layers is.
var FoldLinear = &Exercise[func(Ws, bs []*linalg.Matrix) (W, b *linalg.Matrix)]{
	ID: "fold-linear", Lesson: 15, Kind: Implement, Title: "A deep net that is one layer", Name: "Fold",
	Hints: [3]string{
		"Put the first layer into the second, on paper: (XW1 + 1b1)W2 + 1b2. Multiply it out.",
		"What X is multiplied by is the new W, and the rest is the new b. The first bias has gone through the second layer.",
		"Begin with W and b of the first layer. For each further layer, both are multiplied by its weights, and b gets its bias on top.",
	},
	Checks: []Check[func(Ws, bs []*linalg.Matrix) (W, b *linalg.Matrix)]{
		{Name: "two layers of one unit", Run: func(t *T, Fold func(Ws, bs []*linalg.Matrix) (W, b *linalg.Matrix)) {
			CheckFoldLinear(t, Fold, []*linalg.Matrix{linalg.Row(2), linalg.Row(3)}, []*linalg.Matrix{linalg.Row(1), linalg.Row(10)})
		}},
		{Name: "two layers of two units", Run: func(t *T, Fold func(Ws, bs []*linalg.Matrix) (W, b *linalg.Matrix)) {
			CheckFoldLinear(t, Fold, []*linalg.Matrix{linalg.New(2, 2, 1, 2, 0, 1), linalg.New(2, 2, 1, 0, 3, 1)}, []*linalg.Matrix{linalg.Row(1, 0), linalg.Row(0, 1)})
		}},
		{Name: "three layers, 1 to 2 to 2 to 1", Run: func(t *T, Fold func(Ws, bs []*linalg.Matrix) (W, b *linalg.Matrix)) {
			CheckFoldLinear(t, Fold, []*linalg.Matrix{linalg.Row(1, 2), linalg.New(2, 2, 0, 1, 1, 0), linalg.Col(3, 1)}, []*linalg.Matrix{linalg.Row(1, 1), linalg.Row(0, 2), linalg.Row(5)})
		}},
	},
}

// CheckFoldLinear asks a solution for the layer that does what the layers with Ws and bs do, one after the other. What is wanted is read off the stack
// as from a black box: zeros give the bias, and the rows of the identity matrix the weights.
func CheckFoldLinear(t *T, Fold func(Ws, bs []*linalg.Matrix) (W, b *linalg.Matrix), Ws, bs []*linalg.Matrix) {
	d := Ws[0].Rows
	stack := func(X *linalg.Matrix, bias func(l int) bool) *linalg.Matrix {
		for l, W := range Ws {
			X = linalg.Mul(X, W)
			if bias(l) {
				X = linalg.AddRow(X, bs[l])
			}
		}
		return X
	}
	all := func(int) bool { return true }
	wantb := stack(linalg.New(1, d), all)
	wantW := stack(linalg.Identity(d), func(int) bool { return false })
	slipsW := []Slip{{"This is the transpose: W has a row for each input and a column for each output.", linalg.Transpose(wantW)}}
	slipsb := []Slip{
		{"Only the last bias is there. The earlier ones go through the layers behind them, and arrive.", stack(linalg.New(1, d), func(l int) bool { return l == len(Ws)-1 })},
	}
	square, sum := true, bs[0]
	for l, W := range Ws {
		square = square && W.Rows == W.Cols && W.Rows == d
		if l > 0 && sum != nil && bs[l].Cols == sum.Cols {
			sum = linalg.Add(sum, bs[l])
		} else if l > 0 {
			sum = nil
		}
	}
	if sum != nil {
		slipsb = append(slipsb, Slip{"The biases were added as they are. The first one goes through the second layer: it meets W2.", sum})
	}
	if square {
		turned := linalg.Identity(d)
		for _, W := range Ws {
			turned = linalg.Mul(W, turned)
		}
		slipsW = append(slipsW, Slip{"The order is reversed. The examples are rows, so X meets W1 first, from the left: XW1W2.", turned})
	}
	t.Given("Ws", Ws)
	t.Given("bs", bs)
	W, b := Fold(Ws, bs)
	t.Want("W", W, wantW, 1e-9, slipsW...)
	t.Want("b", b, wantb, 1e-9, slipsb...)
}

// SlopeByDepth asks what depth does to a gradient that goes through sigmoids.
var SlopeByDepth = &Exercise[func() (slope, bound, weight float64)]{
	ID: "slope-by-depth", Lesson: 15, Kind: Predict, Title: "How the gradient fades", Name: "SlopeByDepth",
	Hints: [3]string{
		"The slope of the sigmoid is a(1 − a), where a is what comes out. Where is that largest?",
		"Going back through a layer multiplies the gradient by the weight and by the slope, and the factors of all layers multiply.",
		"With weights of 1 and the largest slope, each layer has the factor 1/4. For the third number, ask which weight makes weight × slope equal to 1.",
	},
	Checks: []Check[func() (slope, bound, weight float64)]{
		{Name: "the largest slope", Run: func(t *T, SlopeByDepth func() (slope, bound, weight float64)) {
			slope, _, _ := SlopeByDepth()
			t.Guess("The largest slope", slope, 0.25, 1e-9,
				Slip{"That is the largest slope of tanh. The sigmoid goes from 0 to 1 only, and half as fast.", 1.0},
				Slip{"That is the value of the sigmoid at 0. The slope there is a(1 − a).", 0.5})
		}},
		{Name: "the weight that makes up for it", Run: func(t *T, SlopeByDepth func() (slope, bound, weight float64)) {
			_, _, weight := SlopeByDepth()
			t.Guess("The weight", weight, 4.0, 1e-9,
				Slip{"With that weight and a slope of ¼ the factor of a layer is below 1.", 1.0},
				Slip{"That would do if the slope were ½.", 2.0},
				Slip{"That is the slope itself. Weight × slope has to be 1.", 0.25})
		}},
	},
}

// LostReLU asks for the repair of a forward pass that stays linear.
var LostReLU = &Exercise[func(X *linalg.Matrix, Ws, bs []*linalg.Matrix) *linalg.Matrix]{
	ID: "lost-relu", Lesson: 15, Kind: Debug, Title: "The activation that gets lost", Name: "Forward",
	Hints: [3]string{
		"Let it compute |x|: with the inputs 1 and −1 both answers should be 1. What is A behind the first layer?",
		"Does linalg.Apply change the matrix that it is given, or return a new one?",
		"Compare the line with Apply to the one above it: what becomes of what each of them returns?",
	},
	Checks: []Check[func(X *linalg.Matrix, Ws, bs []*linalg.Matrix) *linalg.Matrix]{
		{Name: "|x| from two units", Run: func(t *T, Forward func(X *linalg.Matrix, Ws, bs []*linalg.Matrix) *linalg.Matrix) {
			CheckLostReLU(t, Forward, linalg.Col(1, -1, 3), []*linalg.Matrix{linalg.Row(1, -1), linalg.Col(1, 1)}, []*linalg.Matrix{linalg.Row(0, 0), linalg.Row(0)})
		}},
		{Name: "a negative output stays negative", Run: func(t *T, Forward func(X *linalg.Matrix, Ws, bs []*linalg.Matrix) *linalg.Matrix) {
			CheckLostReLU(t, Forward, linalg.Col(2, -2), []*linalg.Matrix{linalg.Row(1), linalg.Row(-3)}, []*linalg.Matrix{linalg.Row(0), linalg.Row(1)})
		}},
		{Name: "XOR", Run: func(t *T, Forward func(X *linalg.Matrix, Ws, bs []*linalg.Matrix) *linalg.Matrix) {
			CheckLostReLU(t, Forward, linalg.New(4, 2, 0, 0, 0, 1, 1, 0, 1, 1),
				[]*linalg.Matrix{linalg.New(2, 2, 1, 1, 1, 1), linalg.Col(1, -2)}, []*linalg.Matrix{linalg.Row(0, -1), linalg.Row(0)})
		}},
	},
}

// CheckLostReLU asks a solution for the output of a net with ReLU behind each layer but the last.
func CheckLostReLU(t *T, Forward func(X *linalg.Matrix, Ws, bs []*linalg.Matrix) *linalg.Matrix, X *linalg.Matrix, Ws, bs []*linalg.Matrix) {
	relu := func(z float64) float64 { return max(0, z) }
	run := func(active func(l int) bool) *linalg.Matrix {
		A := X
		for l := range Ws {
			A = linalg.AddRow(linalg.Mul(A, Ws[l]), bs[l])
			if active(l) {
				A = linalg.Apply(relu, A)
			}
		}
		return A
	}
	last := len(Ws) - 1
	want := run(func(l int) bool { return l != last })
	slips := []Slip{
		{"This is a linear net: no ReLU has had an effect. linalg.Apply returns a new matrix, and leaves the one it is given as it is.", run(func(int) bool { return false })},
		{"There is a ReLU behind the last layer as well, so this net cannot say anything negative.", run(func(int) bool { return true })},
		{"The only ReLU is behind the last layer. It belongs behind the hidden ones.", run(func(l int) bool { return l == last })},
	}
	t.Given("X", X)
	t.Given("Ws", Ws)
	t.Given("bs", bs)
	t.Want("Yhat", Forward(X, Ws, bs), want, 1e-9, slips...)
}

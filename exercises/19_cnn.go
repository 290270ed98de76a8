package exercises

import (
	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// ConvSize asks for the output-shape formula.
var ConvSize = &Exercise[func(n, k, s, p, d int) int]{
	ID: "conv-size", Lesson: 19, Kind: Implement, Title: "How large is the map?", Name: "ConvSize",
	Forbid: []string{"Window", "Out", "Build"},
	Hints: [3]string{
		"Draw one row of 5 pixels and a filter of 3. At how many places can the left edge of the filter stand?",
		"With dilation d there are d − 1 gaps between two neighboring weights of the filter. How wide is it from end to end?",
		"The left edge can move by n + 2p minus that width. Count the strides that fit into this way, and the place where it starts. What does Go make of −1/2?",
	},
	Checks: []Check[func(n, k, s, p, d int) int]{
		{Name: "28 pixels, a filter of 5", Run: func(t *T, ConvSize func(n, k, s, p, d int) int) { CheckConvSize(t, ConvSize, 28, 5, 1, 0, 1) }},
		{Name: "stride 2 with padding", Run: func(t *T, ConvSize func(n, k, s, p, d int) int) { CheckConvSize(t, ConvSize, 224, 7, 2, 3, 1) }},
		{Name: "a filter with gaps", Run: func(t *T, ConvSize func(n, k, s, p, d int) int) { CheckConvSize(t, ConvSize, 10, 3, 1, 0, 3) }},
	},
}

// CheckConvSize asks a solution at how many places a filter can stand.
func CheckConvSize(t *T, ConvSize func(n, k, s, p, d int) int, n, k, s, p, d int) {
	t.Given("n, k, s, p, d", []int{n, k, s, p, d})
	free := n + 2*p - d*(k-1) - 1
	want := 0
	if free >= 0 {
		want = free/s + 1
	}
	var slips []Slip
	if free < 0 {
		slips = append(slips, Slip{"The filter is wider than the padded row: there is no place for it, 0. Go divides towards zero, so −1/2 is 0 and not −1.", free/s + 1})
	}
	slips = append(slips,
		Slip{"One is missing: the filter stands once before it moves at all.", free / s},
		Slip{"Padding goes to both ends: 2p.", (free-p)/s + 1},
		Slip{"The filter has gaps: with dilation d it is wider than k.", (n+2*p-k)/s + 1},
		Slip{"Rounded up: a last step that does not fit is not made.", (free+s-1)/s + 1})
	if d > 2 {
		slips = append(slips, Slip{"A filter of k weights has k − 1 gaps between neighbors, not k.", (n+2*p-d*k)/s + 1})
	}
	t.Want("the places", ConvSize(n, k, s, p, d), want, 0, slips...)
}

// ConvBudget asks for the sizes of a small convolutional net.
var ConvBudget = &Exercise[func() (parameters, side, field int)]{
	ID: "conv-budget", Lesson: 19, Kind: Predict, Title: "A LeNet on paper", Name: "ConvBudget",
	Hints: [3]string{
		"The second convolution sees all maps of the first one at once. How many numbers lie under one of its filters?",
		"Follow the side of the maps: 28, then three more numbers. For the field go the other way: one entry of the last map sees 5 × 5 entries of the pooled map.",
		"Neighbors in the pooled map lie 2 pixels apart, so 5 of them begin over a stretch of 9 pixels. Each of them sees a bit more than one pixel: first 2 because of the pool, and each of these 5 because of the first filter.",
	},
	Checks: []Check[func() (parameters, side, field int)]{
		{Name: "the parameters of the second convolution", Run: func(t *T, ConvBudget func() (parameters, side, field int)) {
			parameters, _, _ := ConvBudget()
			t.Guess("The number of parameters", parameters, 16*(6*5*5+1), 0,
				Slip{"The biases are missing: one for each filter.", 16 * 6 * 5 * 5},
				Slip{"A filter reaches through all six maps below it: it has 6·5·5 weights.", 16 * (5*5 + 1)},
				Slip{"One bias belongs to a filter, not to each map that it looks at.", 16 * 6 * (5*5 + 1)},
				Slip{"The weights are shared by all places: the size of the map does not count.", 10 * 10 * 16 * (6*5*5 + 1)})
		}},
		{Name: "the side of its maps", Run: func(t *T, ConvBudget func() (parameters, side, field int)) {
			_, side, _ := ConvBudget()
			t.Guess("The side", side, 10, 0,
				Slip{"The second convolution has no padding.", 14},
				Slip{"The first convolution has a padding of 2, and its maps are as large as the picture.", 8},
				Slip{"The pool between the two is missing.", 24},
				Slip{"One is missing: 14 − 5 + 1.", 9})
		}},
	},
}

// Convolve asks for a convolution in two dimensions.
var Convolve = &Exercise[func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix]{
	ID: "convolve", Lesson: 19, Kind: Implement, Title: "A filter slides over a picture", Name: "Convolve",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"The size of the result first: the formula of the first exercise, once for the height and once for the width.",
		"Four loops: over the places (i, j) of the result, and over the weights (a, b) of the filter. Which pixel lies under weight (a, b) when the filter stands at (i, j)?",
		"Row i·stride + a − padding, and the column likewise. With padding this can lie outside of the picture: there the pixel is 0, so the product can be left out.",
	},
	Checks: []Check[func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix]{
		{Name: "3×3 pixels, a 2×2 filter", Run: func(t *T, Convolve func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix) {
			CheckConvolve(t, Convolve, linalg.New(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9), linalg.New(2, 2, 1, 2, 0, -1), 1, 0)
		}},
		{Name: "stride 2", Run: func(t *T, Convolve func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix) {
			CheckConvolve(t, Convolve, linalg.New(3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), linalg.Row(1, -2), 2, 0)
		}},
		{Name: "a border of zeros", Run: func(t *T, Convolve func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix) {
			CheckConvolve(t, Convolve, linalg.New(2, 2, 1, 2, 3, 4), linalg.New(2, 2, 1, 10, 100, 1000), 1, 1)
		}},
	},
}

// convolved is the convolution of one picture with one filter.
func convolved(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix {
	w := nn.Window{In: nn.Shape{1, X.Rows, X.Cols}, Kernel: [2]int{K.Rows, K.Cols}, Stride: nn.Square(stride), Padding: nn.Square(padding), Dilation: nn.Square(1)}
	height, width := w.Out()
	Z := nn.ConvNaive(linalg.Row(X.Data...), linalg.Row(K.Data...), linalg.Row(0), w, 1)
	return linalg.Reshape(Z, height, width)
}

// flipped has the entries in the opposite order, right to left and bottom to top.
func flipped(K *linalg.Matrix) *linalg.Matrix {
	F := linalg.New(K.Rows, K.Cols)
	for i, v := range K.Data {
		F.Data[len(K.Data)-1-i] = v
	}
	return F
}

// CheckConvolve asks a solution for the convolution of X with K, not flipped.
func CheckConvolve(t *T, Convolve func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix, X, K *linalg.Matrix, stride, padding int) {
	t.Given("X", X)
	t.Given("K", K)
	t.Given("stride, padding", []int{stride, padding})
	want := convolved(X, K, stride, padding)
	slips := []Slip{{"The filter is flipped. Deep learning slides it as it is (a cross-correlation).", convolved(X, flipped(K), stride, padding)}}
	if K.Rows == K.Cols {
		slips = append(slips, Slip{"Rows and columns of the filter are exchanged.", convolved(X, linalg.Transpose(K), stride, padding)})
	}
	if stride > 1 {
		slips = append(slips, Slip{"The stride is missing: this filter moves by one pixel.", convolved(X, K, 1, padding)})
		corner := convolved(X, K, 1, padding)
		corner = linalg.SliceCols(linalg.SliceRows(corner, 0, want.Rows), 0, want.Cols)
		slips = append(slips, Slip{"The size is right, but the filter moves by one pixel: the stride belongs into the place of the pixel, too.", corner})
	}
	if padding > 0 && K.Rows <= X.Rows && K.Cols <= X.Cols {
		slips = append(slips, Slip{"The border of zeros is missing.", convolved(X, K, stride, 0)})
	}
	t.Want("the map", Convolve(X, K, stride, padding), want, 1e-9, slips...)
}

// MaxPooling asks for max-pooling, forward and backward.
var MaxPooling = &Exercise[func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix)]{
	ID: "max-pooling", Lesson: 19, Kind: Implement, Title: "Max-pooling and its gradient", Name: "MaxPool",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Of all pixels under a window, which one changes the result when it changes a little?",
		"While looking for the largest pixel, remember where it was as well. The error of the window goes to that pixel, whole.",
		"Windows overlap when s < k, and one pixel may win in several. What does the chain rule do with several ways from a pixel to the cost?",
	},
	Checks: []Check[func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix)]{
		{Name: "two windows side by side", Run: func(t *T, MaxPool func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix)) {
			CheckMaxPooling(t, MaxPool, linalg.New(2, 4, 1, 5, 2, 0, 3, 4, 8, 7), linalg.Row(10, 20), 2, 2)
		}},
		{Name: "windows that overlap", Run: func(t *T, MaxPool func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix)) {
			CheckMaxPooling(t, MaxPool, linalg.New(3, 3, 1, 2, 3, 4, 9, 5, 6, 7, 8), linalg.New(2, 2, 1, 2, 3, 4), 2, 1)
		}},
		{Name: "a tie", Run: func(t *T, MaxPool func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix)) {
			CheckMaxPooling(t, MaxPool, linalg.New(2, 2, 3, 7, 7, 7), linalg.Row(6), 2, 2)
		}},
	},
}

// CheckMaxPooling asks a solution for the maxima under windows of k×k that move by s, and for the error of the pixels.
func CheckMaxPooling(t *T, MaxPool func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix), X, dZ *linalg.Matrix, k, s int) {
	t.Given("X", X)
	t.Given("dZ", dZ)
	t.Given("k, s", []int{k, s})
	pool := &nn.MaxPool{Kernel: nn.Square(k), Stride: nn.Square(s)}
	if _, err := pool.Build("pool", nn.Shape{1, X.Rows, X.Cols}, nil); err != nil {
		t.Fail("%v", err)
	}
	wantZ := linalg.Reshape(pool.Forward(nil, linalg.Row(X.Data...)), dZ.Rows, dZ.Cols).Clone()
	wantX := linalg.Reshape(pool.Backward(nil, linalg.Row(dZ.Data...)), X.Rows, X.Cols).Clone()
	mean := convolved(X, linalg.Full(k, k, 1/float64(k*k)), s, 0)
	last, ties, spread := linalg.New(X.Rows, X.Cols), linalg.New(X.Rows, X.Cols), linalg.New(X.Rows, X.Cols)
	for w, dz := range dZ.Data {
		one := linalg.New(1, len(dZ.Data))
		one.Data[w] = 1
		winner := pool.Backward(nil, one)
		for i, v := range X.Data {
			r, c := i/X.Cols-w/dZ.Cols*s, i%X.Cols-w%dZ.Cols*s
			if winner.Data[i] != 0 {
				last.Data[i] = dz
			}
			if r < 0 || r >= k || c < 0 || c >= k {
				continue
			}
			spread.Data[i] += dz / float64(k*k)
			if v == wantZ.Data[w] {
				ties.Data[i] += dz
			}
		}
	}
	Z, dX := MaxPool(X, dZ, k, s)
	t.Want("Z", Z, wantZ, 1e-9,
		Slip{"This is the mean of each window.", mean},
		Slip{"The largest value seems to start at 0: where all pixels are negative, 0 wins although it is none of them.", linalg.Apply(func(v float64) float64 { return max(v, 0) }, wantZ)})
	t.Want("dX", dX, wantX, 1e-9,
		Slip{"A pixel that wins in several windows keeps only the error of the last one: add them.", last},
		Slip{"All pixels that are as large as the maximum got the error. On a tie only the first one does.", ties},
		Slip{"The error is spread over the window, as for a mean. The pixels that did not win have no part in the result.", spread})
}

// ConvGradient asks for the repair of the backward pass of a convolution.
var ConvGradient = &Exercise[func(X, K, dZ *linalg.Matrix, stride int) (dK, dX *linalg.Matrix)]{
	ID: "conv-gradient", Lesson: 19, Kind: Debug, Title: "Right with stride 1", Name: "ConvGrad",
	Forbid: []string{"nn"},
	Hints: [3]string{
		"Take one row: X = (1, 2, 3), K = (10), stride 2. Which pixels are seen, and which get an error here?",
		"Write the forward pass above the backward pass: z(i, j) is a sum of k(a, b) times which pixel?",
		"Backward meets the same three entries in each product as forward. Compare the place of the pixel in both.",
	},
	Checks: []Check[func(X, K, dZ *linalg.Matrix, stride int) (dK, dX *linalg.Matrix)]{
		{Name: "stride 1", Run: func(t *T, ConvGrad func(X, K, dZ *linalg.Matrix, stride int) (dK, dX *linalg.Matrix)) {
			CheckConvGradient(t, ConvGrad, linalg.New(2, 3, 1, 2, 3, 4, 5, 6), linalg.New(2, 2, 1, 2, 3, 4), linalg.Row(1, 10), 1)
		}},
		{Name: "stride 2", Run: func(t *T, ConvGrad func(X, K, dZ *linalg.Matrix, stride int) (dK, dX *linalg.Matrix)) {
			CheckConvGradient(t, ConvGrad, linalg.Row(1, 2, 3, 4, 5), linalg.Row(1, 10), linalg.Row(1, 3), 2)
		}},
	},
}

// CheckConvGradient compares a solution with finite differences of J = Σ Z ⊙ dZ, Z the convolution of X with K.
func CheckConvGradient(t *T, ConvGrad func(X, K, dZ *linalg.Matrix, stride int) (dK, dX *linalg.Matrix), X, K, dZ *linalg.Matrix, stride int) {
	t.Given("X", X)
	t.Given("K", K)
	t.Given("dZ", dZ)
	t.Given("stride", stride)
	by := func(M *linalg.Matrix) *linalg.Matrix {
		J := func([]float64) float64 { return linalg.Dot(convolved(X, K, stride, 0), dZ) }
		return linalg.New(M.Rows, M.Cols, nn.CentralDifference(J, M.Data)...)
	}
	x, k := X.Clone(), K.Clone()
	wantK, wantX := by(K), by(X)
	copy(X.Data, x.Data)
	copy(K.Data, k.Data)
	near, alone, last := linalg.New(K.Rows, K.Cols), linalg.New(X.Rows, X.Cols), linalg.New(X.Rows, X.Cols)
	for i, dz := range dZ.Data {
		r, c := i/dZ.Cols, i%dZ.Cols
		for w, v := range K.Data {
			a, b := w/K.Cols, w%K.Cols
			near.Data[w] += dz * X.At(r+a, c+b)
			alone.Set(r+a, c+b, alone.At(r+a, c+b)+dz*v)
			last.Set(r*stride+a, c*stride+b, dz*v)
		}
	}
	dK, dX := ConvGrad(X, K, dZ, stride)
	t.Want("dK", dK, wantK, 1e-6,
		Slip{"These are the pixels that a filter with stride 1 would have seen. Which ones did the forward pass multiply?", near})
	t.Want("dX", dX, wantX, 1e-6,
		Slip{"The errors went to the pixels that a filter with stride 1 would have seen.", alone},
		Slip{"A pixel under several places of the filter keeps only one of its errors: add them.", last})
}

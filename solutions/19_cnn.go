package solutions

import (
	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// ConvSize is the solution of exercises.ConvSize.
var ConvSize = &Solution[func(n, k, s, p, d int) int]{
	Exercise: exercises.ConvSize,
	Hidden: []exercises.Check[func(n, k, s, p, d int) int]{
		{Name: "sizes that are drawn", Points: 2, Run: func(t *exercises.T, ConvSize func(n, k, s, p, d int) int) {
			for range 20 {
				k, d := 1+t.Rand.IntN(5), 1+t.Rand.IntN(3)
				exercises.CheckConvSize(t, ConvSize, d*(k-1)+1+t.Rand.IntN(30), k, 1+t.Rand.IntN(4), t.Rand.IntN(4), d)
			}
		}},
		{Name: "a filter that does not fit", Run: func(t *exercises.T, ConvSize func(n, k, s, p, d int) int) {
			exercises.CheckConvSize(t, ConvSize, 4, 5, 2, 0, 1)
			exercises.CheckConvSize(t, ConvSize, 4, 3+t.Rand.IntN(3), 1+t.Rand.IntN(9), 0, 3)
		}},
	},
	Mutants: []Mutant[func(n, k, s, p, d int) int]{
		{"no place at the start", func(n, k, s, p, d int) int { return (n + 2*p - d*(k-1) - 1) / s }, "the filter stands once before it moves"},
		{"padding at one end", func(n, k, s, p, d int) int { return (n+p-d*(k-1)-1)/s + 1 }, "Padding goes to both ends"},
		{"k gaps", func(n, k, s, p, d int) int { return (n+2*p-d*k)/s + 1 }, "k − 1 gaps"},
		{"dilation forgotten", func(n, k, s, p, d int) int { return (n+2*p-k)/s + 1 }, "it is wider than k"},
		{"rounded towards zero", func(n, k, s, p, d int) int { return (n+2*p-d*(k-1)-1)/s + 1 }, "Go divides towards zero"},
	},
}

// ConvBudget is the solution of exercises.ConvBudget.
var ConvBudget = &Solution[func() (parameters, side, field int)]{
	Exercise: exercises.ConvBudget,
	Hidden: []exercises.Check[func() (parameters, side, field int)]{
		{Name: "what one entry sees", Run: func(t *exercises.T, ConvBudget func() (parameters, side, field int)) {
			_, _, field := ConvBudget()
			t.Guess("The side of the field", field, 14, 0,
				exercises.Slip{Say: "That is one filter. Below it lie the pool and the first convolution, and they see more.", Value: 5},
				exercises.Slip{Say: "After the pool a step is two pixels: the second filter widens the field by 4 steps of 2.", Value: 10},
				exercises.Slip{Say: "That would be two convolutions without the pool between them.", Value: 9},
				exercises.Slip{Say: "The window of the pool widens the field too, by one pixel.", Value: 13})
		}},
	},
	Mutants: []Mutant[func() (parameters, side, field int)]{
		{"one map only", func() (int, int, int) { return 416, 10, 14 }, "A filter reaches through all six maps"},
		{"no biases", func() (int, int, int) { return 2400, 14, 14 }, "The biases are missing"},
		{"padding everywhere", func() (int, int, int) { return 2416, 14, 14 }, "The second convolution has no padding."},
		{"a step is a pixel", func() (int, int, int) { return 2416, 10, 10 }, "After the pool a step is two pixels"},
	},
}

// Convolve is the solution of exercises.Convolve.
var Convolve = &Solution[func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix]{
	Exercise: exercises.Convolve,
	Hidden: []exercises.Check[func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, Convolve func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix) {
			for range 5 {
				a, b := 1+t.Rand.IntN(3), 1+t.Rand.IntN(3)
				X := linalg.Normal(t.Rand, a+t.Rand.IntN(5), b+t.Rand.IntN(5), 0, 1)
				exercises.CheckConvolve(t, Convolve, X, linalg.Normal(t.Rand, a, b, 0, 1), 1+t.Rand.IntN(3), t.Rand.IntN(3))
			}
		}},
		{Name: "a filter as large as the picture", Run: func(t *exercises.T, Convolve func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix) {
			exercises.CheckConvolve(t, Convolve, linalg.Normal(t.Rand, 3, 4, 0, 1), linalg.Normal(t.Rand, 3, 4, 0, 1), 2, 0)
		}},
		{Name: "a shifted picture gives a shifted map", Run: func(t *exercises.T, Convolve func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix) {
			X, K := linalg.Normal(t.Rand, 6, 4, 0, 1), linalg.Normal(t.Rand, 3, 2, 0, 1)
			t.Given("X", X)
			t.Given("K", K)
			lower := linalg.SliceRows(X, 1, 6).Clone()
			Z := Convolve(X, K, 1, 0)
			if Z == nil || Z.Rows != 4 {
				t.Fail("The map of a 6×4 picture and a 3×2 filter has 4 rows.")
			}
			t.Want("the map of X without its first row", Convolve(lower, K, 1, 0), linalg.SliceRows(Z, 1, 4), 1e-9)
		}},
	},
	Mutants: []Mutant[func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix]{
		{"flipped", func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix {
			F := linalg.New(K.Rows, K.Cols)
			for i, v := range K.Data {
				F.Data[len(K.Data)-1-i] = v
			}
			return slideFilter(X, F, stride, padding, stride, padding)
		}, "The filter is flipped."},
		{"transposed filter", func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix {
			if K.Rows == K.Cols {
				K = linalg.Transpose(K)
			}
			return slideFilter(X, K, stride, padding, stride, padding)
		}, "Rows and columns of the filter are exchanged."},
		{"stride in the size only", func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix {
			return slideFilter(X, K, stride, padding, 1, padding)
		}, "the stride belongs into the place of the pixel"},
		{"no stride", func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix {
			return slideFilter(X, K, 1, padding, 1, padding)
		}, "The stride is missing"},
		{"no padding", func(X, K *linalg.Matrix, stride, padding int) *linalg.Matrix {
			return slideFilter(X, K, stride, 0, stride, 0)
		}, "The border of zeros is missing."},
	},
}

// slideFilter makes a map whose size has a stride and a padding, from pixels that are found with a step and an offset.
func slideFilter(X, K *linalg.Matrix, stride, padding, step, offset int) *linalg.Matrix {
	Z := linalg.New((X.Rows+2*padding-K.Rows)/stride+1, (X.Cols+2*padding-K.Cols)/stride+1)
	for w := range Z.Data {
		for v, k := range K.Data {
			r, c := w/Z.Cols*step+v/K.Cols-offset, w%Z.Cols*step+v%K.Cols-offset
			if r >= 0 && r < X.Rows && c >= 0 && c < X.Cols {
				Z.Data[w] += k * X.At(r, c)
			}
		}
	}
	return Z
}

// MaxPooling is the solution of exercises.MaxPooling.
var MaxPooling = &Solution[func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix)]{
	Exercise: exercises.MaxPooling,
	Hidden: []exercises.Check[func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix)]{
		{Name: "sizes that are drawn", Points: 2, Run: func(t *exercises.T, MaxPool func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix)) {
			for range 5 {
				k, s, h, w := 1+t.Rand.IntN(3), 1+t.Rand.IntN(3), 1+t.Rand.IntN(3), 1+t.Rand.IntN(3)
				X := linalg.Normal(t.Rand, (h-1)*s+k+t.Rand.IntN(s), (w-1)*s+k+t.Rand.IntN(s), 0, 1)
				exercises.CheckMaxPooling(t, MaxPool, X, linalg.Normal(t.Rand, h, w, 0, 1), k, s)
			}
		}},
		{Name: "all pixels negative", Run: func(t *exercises.T, MaxPool func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix)) {
			exercises.CheckMaxPooling(t, MaxPool, linalg.Uniform(t.Rand, 4, 4, -2, -1), linalg.Normal(t.Rand, 2, 2, 0, 1), 2, 2)
		}},
		{Name: "many ties", Run: func(t *exercises.T, MaxPool func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix)) {
			X := linalg.Apply(func(v float64) float64 {
				if v > 0 {
					return 1
				}
				return 0
			}, linalg.Normal(t.Rand, 5, 5, 0, 1))
			exercises.CheckMaxPooling(t, MaxPool, X, linalg.Normal(t.Rand, 4, 4, 0, 1), 2, 1)
		}},
	},
	Mutants: []Mutant[func(X, dZ *linalg.Matrix, k, s int) (Z, dX *linalg.Matrix)]{
		{"the last error only", func(X, dZ *linalg.Matrix, k, s int) (*linalg.Matrix, *linalg.Matrix) {
			return poolWith(X, dZ, k, s, X.At, func(dX *linalg.Matrix, i, j int, dz float64) { dX.Set(i, j, dz) })
		}, "keeps only the error of the last one"},
		{"from zero", func(X, dZ *linalg.Matrix, k, s int) (*linalg.Matrix, *linalg.Matrix) {
			Z, dX := poolWith(X, dZ, k, s, X.At, func(dX *linalg.Matrix, i, j int, dz float64) { dX.Set(i, j, dX.At(i, j)+dz) })
			return linalg.Apply(func(v float64) float64 { return max(v, 0) }, Z), dX
		}, "The largest value seems to start at 0"},
		{"all of a tie", func(X, dZ *linalg.Matrix, k, s int) (*linalg.Matrix, *linalg.Matrix) {
			Z, dX := poolWith(X, dZ, k, s, X.At, func(*linalg.Matrix, int, int, float64) {})
			for w, dz := range dZ.Data {
				for v := range k * k {
					if i, j := w/dZ.Cols*s+v/k, w%dZ.Cols*s+v%k; X.At(i, j) == Z.Data[w] {
						dX.Set(i, j, dX.At(i, j)+dz)
					}
				}
			}
			return Z, dX
		}, "On a tie only the first one does."},
		{"the mean", func(X, dZ *linalg.Matrix, k, s int) (*linalg.Matrix, *linalg.Matrix) {
			return slideFilter(X, linalg.Full(k, k, 1/float64(k*k)), s, 0, s, 0), linalg.New(X.Rows, X.Cols)
		}, "This is the mean of each window."},
	},
}

// poolWith takes the first largest pixel of each window, and gives it its error in the way of a mutant.
func poolWith(X, dZ *linalg.Matrix, k, s int, at func(i, j int) float64, give func(dX *linalg.Matrix, i, j int, dz float64)) (Z, dX *linalg.Matrix) {
	Z, dX = linalg.New(dZ.Rows, dZ.Cols), linalg.New(X.Rows, X.Cols)
	for w, dz := range dZ.Data {
		r, c := w/dZ.Cols*s, w%dZ.Cols*s
		i, j := r, c
		for v := range k * k {
			if at(r+v/k, c+v%k) > at(i, j) {
				i, j = r+v/k, c+v%k
			}
		}
		Z.Data[w] = at(i, j)
		give(dX, i, j, dz)
	}
	return Z, dX
}

// ConvGradient is the solution of exercises.ConvGradient.
var ConvGradient = &Solution[func(X, K, dZ *linalg.Matrix, stride int) (dK, dX *linalg.Matrix)]{
	Exercise: exercises.ConvGradient,
	Hidden: []exercises.Check[func(X, K, dZ *linalg.Matrix, stride int) (dK, dX *linalg.Matrix)]{
		{Name: "finite differences, shapes that are drawn", Points: 2, Run: func(t *exercises.T, ConvGrad func(X, K, dZ *linalg.Matrix, stride int) (dK, dX *linalg.Matrix)) {
			a, b, h, w, s := 1+t.Rand.IntN(3), 1+t.Rand.IntN(3), 1+t.Rand.IntN(3), 1+t.Rand.IntN(3), 1+t.Rand.IntN(3)
			X := linalg.Normal(t.Rand, (h-1)*s+a, (w-1)*s+b, 0, 1)
			exercises.CheckConvGradient(t, ConvGrad, X, linalg.Normal(t.Rand, a, b, 0, 1), linalg.Normal(t.Rand, h, w, 0, 1), s)
		}},
		{Name: "pixels that no filter reaches", Run: func(t *exercises.T, ConvGrad func(X, K, dZ *linalg.Matrix, stride int) (dK, dX *linalg.Matrix)) {
			exercises.CheckConvGradient(t, ConvGrad, linalg.Normal(t.Rand, 6, 6, 0, 1), linalg.Normal(t.Rand, 2, 2, 0, 1), linalg.Normal(t.Rand, 2, 2, 0, 1), 3)
		}},
	},
	Mutants: []Mutant[func(X, K, dZ *linalg.Matrix, stride int) (dK, dX *linalg.Matrix)]{
		{"as handed out", func(X, K, dZ *linalg.Matrix, stride int) (*linalg.Matrix, *linalg.Matrix) {
			return convGrad(X, K, dZ, 1, 1, true)
		}, "These are the pixels that a filter with stride 1 would have seen."},
		{"half repaired", func(X, K, dZ *linalg.Matrix, stride int) (*linalg.Matrix, *linalg.Matrix) {
			return convGrad(X, K, dZ, stride, 1, true)
		}, "The errors went to the pixels"},
		{"overwritten", func(X, K, dZ *linalg.Matrix, stride int) (*linalg.Matrix, *linalg.Matrix) {
			return convGrad(X, K, dZ, stride, stride, false)
		}, "keeps only one of its errors"},
	},
}

// convGrad is the backward pass with a stride for the weights and one for the pixels.
func convGrad(X, K, dZ *linalg.Matrix, forK, forX int, add bool) (dK, dX *linalg.Matrix) {
	dK, dX = linalg.New(K.Rows, K.Cols), linalg.New(X.Rows, X.Cols)
	for i, dz := range dZ.Data {
		for w, k := range K.Data {
			r, c, a, b := i/dZ.Cols, i%dZ.Cols, w/K.Cols, w%K.Cols
			dK.Data[w] += dz * X.At(r*forK+a, c*forK+b)
			before := dX.At(r*forX+a, c*forX+b)
			if !add {
				before = 0
			}
			dX.Set(r*forX+a, c*forX+b, before+dz*k)
		}
	}
	return dK, dX
}

package exercises

import (
	"slices"

	"chainrule/pkg/linalg"
)

// TransposeOf asks for the transpose of rows of numbers.
var TransposeOf = &Exercise[func(A [][]float64) [][]float64]{
	ID: "transpose", Lesson: 10, Kind: Implement, Title: "The transpose", Name: "TransposeOf",
	Forbid: []string{"Transpose", "T", "linalg", "nn"},
	Hints: [3]string{
		"The result has a row for each column of A. How long is each of them?",
		"Entry j, i of the result is A[i][j]. Two loops, over the rows and the columns of either one.",
		"Make the rows one by one: each needs a slice of its own. And where there is no row at all, there is no A[0] to ask for its length.",
	},
	Checks: []Check[func(A [][]float64) [][]float64]{
		{Name: "2×3 becomes 3×2", Run: func(t *T, TransposeOf func(A [][]float64) [][]float64) {
			CheckTransposeOf(t, TransposeOf, [][]float64{{1, 2, 3}, {4, 5, 6}})
		}},
		{Name: "a square", Run: func(t *T, TransposeOf func(A [][]float64) [][]float64) {
			CheckTransposeOf(t, TransposeOf, [][]float64{{1, 2}, {3, 4}})
		}},
		{Name: "a row becomes a column", Run: func(t *T, TransposeOf func(A [][]float64) [][]float64) {
			CheckTransposeOf(t, TransposeOf, [][]float64{{1, 2, 3}})
		}},
	},
}

// CheckTransposeOf asks a solution for the transpose of the rows A.
func CheckTransposeOf(t *T, TransposeOf func(A [][]float64) [][]float64, A [][]float64) {
	rows := func(m *linalg.Matrix) [][]float64 { return slices.Collect(slices.Chunk(slices.Clone(m.Data), m.Cols)) }
	t.Given("A", A)
	if len(A) == 0 {
		t.Want("Aᵀ", TransposeOf(A), [][]float64{}, 0)
		return
	}
	M := linalg.FromRows(A)
	turned := make([][]float64, len(A)) // upside down
	for i := range A {
		turned[len(A)-1-i] = slices.Clone(A[i])
	}
	quarter := rows(linalg.Transpose(linalg.FromRows(turned)))
	want := rows(linalg.Transpose(M))
	t.Want("Aᵀ", TransposeOf(A), want, 0,
		Slip{"This is A as it was. Its rows are to become columns.", rows(M)},
		Slip{"The shape is right, and the numbers still run in the old order: that is a reshape. The first row of A must become the first column.",
			rows(linalg.New(M.Cols, M.Rows, M.Data...))},
		Slip{"There are as many rows as A has. The result has one for each column of A.", want[:min(len(want), len(A))]},
		Slip{"This is a quarter turn. The first row of A becomes the first column, not the last.", quarter},
		Slip{"Every row of the result is the same slice: what was written last is in all of them. Make a new one for each.", lastRepeated(want)})
}

// lastRepeated repeats the last row.
func lastRepeated(rows [][]float64) [][]float64 {
	return slices.Repeat(rows[len(rows)-1:], len(rows))
}

// MemoryOrder asks where numbers lie in memory after a transpose.
var MemoryOrder = &Exercise[func() (copied, reshaped, byRow, byCol int)]{
	ID: "memory-order", Lesson: 10, Kind: Predict, Title: "Where the numbers lie", Name: "MemoryOrder",
	Hints: [3]string{
		"Write the transpose down as a table of four rows. Its first row is the first column of A.",
		"A copy lies row by row, in reading order of that table. A reshape keeps the order of A and only breaks the lines elsewhere.",
		"In the view no number moves. From an entry of the view to the one below it is from an entry of A to the one on its right.",
	},
	Checks: []Check[func() (copied, reshaped, byRow, byCol int)]{
		{Name: "the copy", Run: func(t *T, MemoryOrder func() (copied, reshaped, byRow, byCol int)) {
			copied, _, _, _ := MemoryOrder()
			t.Guess("The sixth number of the copy", copied, 10, 0,
				Slip{"That is the sixth number of A. The copy holds the columns of A one after the other.", 6},
				Slip{"That is the seventh number of the copy: count from 1.", 3},
				Slip{"That is the fourth, with which the second row of the copy begins.", 2})
		}},
		{Name: "a step down in the view", Run: func(t *T, MemoryOrder func() (copied, reshaped, byRow, byCol int)) {
			_, _, byRow, _ := MemoryOrder()
			t.Guess("The step to the next row of the view", byRow, 1, 0,
				Slip{"That is the step in A. In the view the two steps have changed places.", 4},
				Slip{"That is the step in a copy, whose rows hold three numbers. In the view no number has moved.", 3})
		}},
	},
}

// InPlaceTranspose asks for the repair of a transpose in place.
var InPlaceTranspose = &Exercise[func(A *linalg.Matrix)]{
	ID: "in-place-transpose", Lesson: 10, Kind: Debug, Title: "A transpose that does nothing", Name: "TransposeInPlace",
	Forbid: []string{"Transpose", "Clone", "Copy", "nn"},
	Hints: [3]string{
		"Follow the two entries at (1, 2) and (2, 1) through the whole of both loops.",
		"How often is each pair exchanged?",
		"A pair has one entry above the diagonal and one below. Visit only one of them.",
	},
	Checks: []Check[func(A *linalg.Matrix)]{
		{Name: "two by two", Run: func(t *T, TransposeInPlace func(A *linalg.Matrix)) {
			CheckInPlaceTranspose(t, TransposeInPlace, linalg.New(2, 2, 1, 2, 3, 4))
		}},
		{Name: "three by three", Run: func(t *T, TransposeInPlace func(A *linalg.Matrix)) {
			CheckInPlaceTranspose(t, TransposeInPlace, linalg.New(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9))
		}},
	},
}

// CheckInPlaceTranspose lets a solution transpose a copy of the square matrix A.
func CheckInPlaceTranspose(t *T, TransposeInPlace func(A *linalg.Matrix), A *linalg.Matrix) {
	want := linalg.Transpose(A)
	upper, lower := A.Clone(), A.Clone() // mirrored without a place to keep the other one
	for i := range A.Rows {
		for j := range i {
			upper.Set(i, j, A.At(j, i))
			lower.Set(j, i, A.At(i, j))
		}
	}
	t.Given("A at first", A)
	now := A.Clone()
	TransposeInPlace(now)
	t.Want("A afterwards", now, want, 0,
		Slip{"A is as it was: each pair was exchanged twice, or A itself was never written to.", A},
		Slip{"What stood below the diagonal is lost: it was overwritten before it was read. Exchange the two.", upper},
		Slip{"What stood above the diagonal is lost: it was overwritten before it was read. Exchange the two.", lower})
}

// ConvolutionBack asks for the transpose of a convolution.
var ConvolutionBack = &Exercise[func(w, dy []float64) (dx []float64)]{
	ID: "convolution-back", Lesson: 10, Kind: Implement, Title: "The transpose without a matrix", Name: "ConvolutionBack",
	Forbid: []string{"linalg", "nn"},
	Hints: [3]string{
		"How long is x, if y has len(dy) numbers? The last place of the filter starts at the last number of y.",
		"Which y does x[j] go into, and with which weight each? Or turn it around: y[i] is made of x[i+k] with the weight w[k], so what comes back from y[i] goes to the same places with the same weights.",
		"Begin with zeros. For each i and each k, something is added to dx[i+k]. Compare with the line that computes y[i] forward.",
	},
	Checks: []Check[func(w, dy []float64) (dx []float64)]{
		{Name: "a filter of two", Run: func(t *T, ConvolutionBack func(w, dy []float64) (dx []float64)) {
			CheckConvolutionBack(t, ConvolutionBack, []float64{1, 2}, []float64{3, 5, 7})
		}},
		{Name: "one output", Run: func(t *T, ConvolutionBack func(w, dy []float64) (dx []float64)) {
			CheckConvolutionBack(t, ConvolutionBack, []float64{1, 2, 3}, []float64{10})
		}},
		{Name: "a difference", Run: func(t *T, ConvolutionBack func(w, dy []float64) (dx []float64)) {
			CheckConvolutionBack(t, ConvolutionBack, []float64{1, 0, -1}, []float64{1, 2, 4, 8})
		}},
	},
}

// CheckConvolutionBack compares a solution with the transpose of the matrix whose rows hold the filter, each a place further.
func CheckConvolutionBack(t *T, ConvolutionBack func(w, dy []float64) (dx []float64), w, dy []float64) {
	m, n := len(dy), len(dy)+len(w)-1
	matrix := func(w []float64) *linalg.Matrix {
		C := linalg.New(m, n)
		for i := range m {
			copy(C.Row(i)[i:], w)
		}
		return C
	}
	back := func(w []float64) []float64 { return linalg.MulATB(matrix(w), linalg.Col(dy...)).Data }
	mirrored := slices.Clone(w)
	slices.Reverse(mirrored)
	want := back(w)
	slips := []Slip{
		{"The filter is mirrored. x[i+k] went into y[i] with the weight w[k], and its share comes back with the same one.", back(mirrored)},
		{"There is one number for each of y. x is longer: the filter reaches len(w) − 1 further.", want[:m]},
		{"There is one number for each of y. x is longer: the filter reaches len(w) − 1 further.", want[len(w)-1:]},
		{"This slides the filter forward once more. Back, each number of dy is spread over len(w) places.", slidForward(w, dy)},
		{"Each place keeps only what came last. An x that goes into several y gets a share from each: add up.", spreadOver(w, dy)},
	}
	t.Given("w", w)
	t.Given("dy", dy)
	t.Want("dx", ConvolutionBack(w, dy), want, 1e-12, slips...)
}

// slidForward slides a filter over x.
func slidForward(w, x []float64) (y []float64) {
	for i := range max(0, len(x)-len(w)+1) {
		y = append(y, linalg.Dot(linalg.Row(w...), linalg.Row(x[i:i+len(w)]...)))
	}
	return y
}

// spreadOver is what comes of a spreading that does not add up.
func spreadOver(w, dy []float64) []float64 {
	dx := make([]float64, len(dy)+len(w)-1)
	for i, d := range dy {
		copy(dx[i:], linalg.Scale(d, linalg.Row(w...)).Data)
	}
	return dx
}

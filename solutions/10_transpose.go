package solutions

import (
	"slices"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

type transposeOf = func(A [][]float64) [][]float64

// TransposeOf is the solution of exercises.TransposeOf.
var TransposeOf = &Solution[transposeOf]{
	Exercise: exercises.TransposeOf,
	Hidden: []exercises.Check[transposeOf]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, TransposeOf transposeOf) {
			A := make([][]float64, 1+t.Rand.IntN(5))
			cols := 1 + t.Rand.IntN(5)
			for i := range A {
				A[i] = linalg.Normal(t.Rand, 1, cols, 0, 1).Data
			}
			exercises.CheckTransposeOf(t, TransposeOf, A)
		}},
		{Name: "twice is the original", Run: func(t *exercises.T, TransposeOf transposeOf) {
			A := [][]float64{linalg.Normal(t.Rand, 1, 3, 0, 1).Data, linalg.Normal(t.Rand, 1, 3, 0, 1).Data}
			t.Given("A", A)
			once := TransposeOf(A)
			if len(once) != 3 {
				t.Fail("The transpose of a 2×3 matrix has 3 rows, not %d.", len(once))
			}
			t.Want("(Aᵀ)ᵀ", TransposeOf(once), [][]float64{slices.Clone(A[0]), slices.Clone(A[1])}, 0)
		}},
		{Name: "no rows at all", Run: func(t *exercises.T, TransposeOf transposeOf) {
			exercises.CheckTransposeOf(t, TransposeOf, [][]float64{})
		}},
	},
	Mutants: []Mutant[transposeOf]{
		{"a reshape", func(A [][]float64) [][]float64 {
			return slices.Collect(slices.Chunk(slices.Concat(A...), max(1, len(A))))
		}, "that is a reshape"},
		{"one slice for all rows", func(A [][]float64) [][]float64 {
			if len(A) == 0 {
				return nil
			}
			row := make([]float64, len(A))
			T := make([][]float64, len(A[0]))
			for j := range T {
				for i := range A {
					row[i] = A[i][j]
				}
				T[j] = row
			}
			return T
		}, "Every row of the result is the same slice"},
		{"a quarter turn", func(A [][]float64) [][]float64 {
			if len(A) == 0 {
				return nil
			}
			T := make([][]float64, len(A[0]))
			for j := range T {
				for i := range A {
					T[j] = append(T[j], A[len(A)-1-i][j])
				}
			}
			return T
		}, "This is a quarter turn."},
		{"as wide as it is high", func(A [][]float64) [][]float64 {
			T := make([][]float64, len(A))
			for i := range T {
				T[i] = make([]float64, len(A))
				for j := range T[i] {
					T[i][j] = A[j][i]
				}
			}
			return T
		}, "There are as many rows as A has."},
		{"in place", func(A [][]float64) [][]float64 {
			if len(A) == 0 || len(A) != len(A[0]) {
				return transposedRows(A)
			}
			for i := range A {
				for j := range i {
					A[i][j], A[j][i] = A[j][i], A[i][j]
				}
			}
			return A
		}, "A was overwritten"},
	},
}

func transposedRows(A [][]float64) [][]float64 {
	if len(A) == 0 {
		return nil
	}
	T := linalg.Transpose(linalg.FromRows(A))
	return slices.Collect(slices.Chunk(T.Data, T.Cols))
}

// MemoryOrder is the solution of exercises.MemoryOrder.
var MemoryOrder = &Solution[func() (copied, reshaped, byRow, byCol int)]{
	Exercise: exercises.MemoryOrder,
	Hidden: []exercises.Check[func() (copied, reshaped, byRow, byCol int)]{
		{Name: "the reshape", Run: func(t *exercises.T, MemoryOrder func() (copied, reshaped, byRow, byCol int)) {
			_, reshaped, _, _ := MemoryOrder()
			t.Guess("Row 2, column 3 of the reshape", reshaped, 6, 0,
				exercises.Slip{Say: "That is in the transpose. A reshape keeps the order 1, 2, 3, … and breaks the lines after three.", Value: 10},
				exercises.Slip{Say: "That is in A itself, whose rows hold four.", Value: 7})
		}},
		{Name: "a step to the right in the view", Run: func(t *exercises.T, MemoryOrder func() (copied, reshaped, byRow, byCol int)) {
			_, _, _, byCol := MemoryOrder()
			t.Guess("The step to the next column of the view", byCol, 4, 0,
				exercises.Slip{Say: "That is the step in A. To the right in the view is down in A.", Value: 1},
				exercises.Slip{Say: "A row of A holds four numbers: from one to the next below it, it is as many.", Value: 3})
		}},
	},
	Mutants: []Mutant[func() (copied, reshaped, byRow, byCol int)]{
		{"nothing moved", func() (copied, reshaped, byRow, byCol int) { return 6, 6, 1, 4 }, "The copy holds the columns of A"},
		{"a reshape as a transpose", func() (copied, reshaped, byRow, byCol int) { return 10, 10, 1, 4 }, "A reshape keeps the order"},
		{"the strides of A", func() (copied, reshaped, byRow, byCol int) { return 10, 6, 4, 1 }, "the two steps have changed places"},
		{"the strides of a copy", func() (copied, reshaped, byRow, byCol int) { return 10, 6, 3, 1 }, "In the view no number has moved."},
	},
}

// InPlaceTranspose is the solution of exercises.InPlaceTranspose.
var InPlaceTranspose = &Solution[func(A *linalg.Matrix)]{
	Exercise: exercises.InPlaceTranspose,
	Hidden: []exercises.Check[func(A *linalg.Matrix)]{
		{Name: "sizes that are drawn", Points: 2, Run: func(t *exercises.T, TransposeInPlace func(A *linalg.Matrix)) {
			n := 2 + t.Rand.IntN(5)
			exercises.CheckInPlaceTranspose(t, TransposeInPlace, linalg.Normal(t.Rand, n, n, 0, 1))
		}},
		{Name: "one number", Run: func(t *exercises.T, TransposeInPlace func(A *linalg.Matrix)) {
			exercises.CheckInPlaceTranspose(t, TransposeInPlace, linalg.Row(t.Rand.NormFloat64()))
		}},
		{Name: "twice is the original", Run: func(t *exercises.T, TransposeInPlace func(A *linalg.Matrix)) {
			A := linalg.Normal(t.Rand, 4, 4, 0, 1)
			t.Given("A at first", A)
			now := A.Clone()
			TransposeInPlace(now)
			if linalg.Equal(now, A) {
				t.Fail("A is as it was after a single call.")
			}
			TransposeInPlace(now)
			t.Want("A after two calls", now, A.Clone(), 0)
		}},
	},
	Mutants: []Mutant[func(A *linalg.Matrix)]{
		{"as handed out", func(A *linalg.Matrix) {
			for i := range A.Rows {
				for j := range A.Cols {
					a, b := A.At(i, j), A.At(j, i)
					A.Set(i, j, b)
					A.Set(j, i, a)
				}
			}
		}, "each pair was exchanged twice"},
		{"a new matrix under the same name", func(A *linalg.Matrix) {
			A = linalg.Transpose(A)
			_ = A
		}, "A itself was never written to"},
		{"overwritten before it was read", func(A *linalg.Matrix) {
			for i := range A.Rows {
				for j := range i {
					A.Set(i, j, A.At(j, i))
					A.Set(j, i, A.At(i, j))
				}
			}
		}, "What stood below the diagonal is lost"},
		{"the other way round", func(A *linalg.Matrix) {
			for i := range A.Rows {
				for j := range A.Cols {
					A.Set(i, j, A.At(j, i))
				}
			}
		}, "What stood above the diagonal is lost"},
	},
}

type convolutionBack = func(w, dy []float64) (dx []float64)

// ConvolutionBack is the solution of exercises.ConvolutionBack.
var ConvolutionBack = &Solution[convolutionBack]{
	Exercise: exercises.ConvolutionBack,
	Hidden: []exercises.Check[convolutionBack]{
		{Name: "lengths that are drawn", Points: 2, Run: func(t *exercises.T, ConvolutionBack convolutionBack) {
			exercises.CheckConvolutionBack(t, ConvolutionBack, linalg.Normal(t.Rand, 1, 1+t.Rand.IntN(4), 0, 1).Data, linalg.Normal(t.Rand, 1, 1+t.Rand.IntN(6), 0, 1).Data)
		}},
		{Name: "u·f(v) is f′(u)·v", Run: func(t *exercises.T, ConvolutionBack convolutionBack) {
			w, u, v := linalg.Normal(t.Rand, 1, 3, 0, 1), linalg.Normal(t.Rand, 1, 5, 0, 1), linalg.Normal(t.Rand, 1, 7, 0, 1)
			want := 0.0
			for i := range u.Cols {
				want += u.At(0, i) * linalg.Dot(w, linalg.SliceCols(v, i, i+3))
			}
			t.Given("w", w)
			t.Given("u, that comes back", u)
			t.Given("v, that went forward", v)
			dx := ConvolutionBack(w.Data, u.Data)
			if len(dx) != 7 {
				t.Fail("%d numbers came, want one for each of the 7 of v.", len(dx))
			}
			t.Want("the dot product of what came with v", linalg.Dot(linalg.Row(dx...), v), want, 1e-9)
		}},
	},
	Mutants: []Mutant[convolutionBack]{
		{"mirrored", func(w, dy []float64) (dx []float64) {
			dx = make([]float64, len(dy)+len(w)-1)
			for i, d := range dy {
				for k := range w {
					dx[i+k] += d * w[len(w)-1-k]
				}
			}
			return dx
		}, "The filter is mirrored."},
		{"as long as y", func(w, dy []float64) (dx []float64) {
			dx = make([]float64, len(dy))
			for i, d := range dy {
				for k := range w {
					if i+k < len(dx) {
						dx[i+k] += d * w[k]
					}
				}
			}
			return dx
		}, "There is one number for each of y."},
		{"forward once more", func(w, dy []float64) (dx []float64) {
			for i := 0; i+len(w) <= len(dy); i++ {
				sum := 0.0
				for k := range w {
					sum += w[k] * dy[i+k]
				}
				dx = append(dx, sum)
			}
			return dx
		}, "This slides the filter forward once more."},
		{"not added up", func(w, dy []float64) (dx []float64) {
			dx = make([]float64, len(dy)+len(w)-1)
			for i, d := range dy {
				for k := range w {
					dx[i+k] = d * w[k]
				}
			}
			return dx
		}, "gets a share from each: add up"},
	},
}

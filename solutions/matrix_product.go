package solutions

import (
	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// MatrixProduct is the solution of exercises.MatrixProduct.
var MatrixProduct = &Solution[func(A, B *linalg.Matrix) *linalg.Matrix]{
	Exercise: exercises.MatrixProduct,
	Why:      "Each entry is the sum of the products of a row of A with a column of B, in step; the inner index runs over what both share.",
	Cost:     "nkm multiplications and as many additions for an n×k with a k×m matrix",
	Reference: func(A, B *linalg.Matrix) *linalg.Matrix {
		C := linalg.New(A.Rows, B.Cols)
		for i := range A.Rows {
			for j := range B.Cols {
				sum := 0.0
				for k := range A.Cols {
					sum += A.At(i, k) * B.At(k, j)
				}
				C.Set(i, j, sum)
			}
		}
		return C
	},
	Hidden: []exercises.Check[func(A, B *linalg.Matrix) *linalg.Matrix]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, MatMul func(A, B *linalg.Matrix) *linalg.Matrix) {
			n, k, m := 1+t.Rand.IntN(6), 1+t.Rand.IntN(6), 1+t.Rand.IntN(6)
			exercises.CheckProduct(t, MatMul, linalg.Normal(t.Rand, n, k, 0, 1), linalg.Normal(t.Rand, k, m, 0, 1))
		}},
		{Name: "square matrices, which hide a transpose", Run: func(t *exercises.T, MatMul func(A, B *linalg.Matrix) *linalg.Matrix) {
			exercises.CheckProduct(t, MatMul, linalg.Normal(t.Rand, 3, 3, 0, 1), linalg.Normal(t.Rand, 3, 3, 0, 1))
		}},
		{Name: "(AB)C is A(BC)", Run: func(t *exercises.T, MatMul func(A, B *linalg.Matrix) *linalg.Matrix) {
			A, B, C := linalg.Normal(t.Rand, 2, 3, 0, 1), linalg.Normal(t.Rand, 3, 4, 0, 1), linalg.Normal(t.Rand, 4, 2, 0, 1)
			t.Want("(AB)C", MatMul(MatMul(A, B), C), linalg.Mul(A, linalg.Mul(B, C)), 1e-9)
		}},
	},
	Mutants: []Mutant[func(A, B *linalg.Matrix) *linalg.Matrix]{
		{"transposed", func(A, B *linalg.Matrix) *linalg.Matrix { return linalg.Transpose(linalg.MulNaive(A, B)) }, "This is the transpose of the product"},
		{"entry by entry", func(A, B *linalg.Matrix) *linalg.Matrix {
			if A.Rows == B.Rows && A.Cols == B.Cols {
				return linalg.Hadamard(A, B)
			}
			return linalg.MulNaive(A, B)
		}, "This is the Hadamard product"},
		{"rows for columns", func(A, B *linalg.Matrix) *linalg.Matrix {
			if A.Cols == B.Cols {
				return linalg.MulABT(A, B)
			}
			return linalg.MulNaive(A, B)
		}, "This is ABᵀ"},
		{"no sum, the last product stays", func(A, B *linalg.Matrix) *linalg.Matrix {
			C := linalg.New(A.Rows, B.Cols)
			for i := range A.Rows {
				for j := range B.Cols {
					for k := range A.Cols {
						C.Set(i, j, A.At(i, k)*B.At(k, j))
					}
				}
			}
			return C
		}, "Row 1, column 1 is 33, want 58."},
	},
}

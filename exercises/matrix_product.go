package exercises

import "chainrule/pkg/linalg"

// MatrixProduct asks for the product of two matrices.
var MatrixProduct = &Exercise[func(A, B *linalg.Matrix) *linalg.Matrix]{
	ID: "matrix-product", Lesson: 9, Kind: Implement, Title: "The matrix product", Name: "MatMul",
	Hints: [3]string{
		"Which shape has the result? One loop runs over its rows, one over its columns.",
		"For one place (i, j), a third loop walks along row i of A and, in step, down column j of B.",
		"Three loops, with i below A.Rows, j below B.Cols and k below A.Cols. In the innermost, add A.At(i, k)*B.At(k, j) to a sum; after it, set the entry.",
	},
	Checks: []Check[func(A, B *linalg.Matrix) *linalg.Matrix]{
		{Name: "a 2×3 with a 3×2 matrix", Run: func(t *T, MatMul func(A, B *linalg.Matrix) *linalg.Matrix) {
			CheckProduct(t, MatMul, linalg.New(2, 3, 1, 2, 3, 4, 5, 6), linalg.New(3, 2, 7, 8, 9, 10, 11, 12))
		}},
		{Name: "a row with a column", Run: func(t *T, MatMul func(A, B *linalg.Matrix) *linalg.Matrix) {
			CheckProduct(t, MatMul, linalg.Row(1, 2, 3), linalg.Col(4, 5, 6))
		}},
		{Name: "the identity changes nothing", Run: func(t *T, MatMul func(A, B *linalg.Matrix) *linalg.Matrix) {
			CheckProduct(t, MatMul, linalg.New(2, 2, 1, 2, 3, 4), linalg.Identity(2))
		}},
	},
}

// CheckProduct asks a solution for a product, and knows the usual slips.
func CheckProduct(t *T, MatMul func(A, B *linalg.Matrix) *linalg.Matrix, A, B *linalg.Matrix) {
	t.Given("A", A)
	t.Given("B", B)
	want := linalg.MulNaive(A, B)
	slips := []Slip{{"This is the transpose of the product: row i of A belongs to row i of the result.", linalg.Transpose(want)}}
	if A.Rows == B.Rows && A.Cols == B.Cols {
		slips = append(slips, Slip{"This is the Hadamard product, entry by entry. Here a row of A meets a column of B.", linalg.Hadamard(A, B)})
	}
	if B.Rows == A.Rows {
		slips = append(slips, Slip{"This is AᵀB: walk along a row of A, not down a column.", linalg.MulATB(A, B)})
	}
	if A.Cols == B.Cols {
		slips = append(slips, Slip{"This is ABᵀ: walk down a column of B, not along a row.", linalg.MulABT(A, B)})
	}
	t.Want("AB", MatMul(A, B), want, 1e-9, slips...)
}

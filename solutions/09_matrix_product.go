package solutions

import (
	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// MatrixProduct is the solution of exercises.MatrixProduct.
var MatrixProduct = &Solution[func(A, B *linalg.Matrix) *linalg.Matrix]{
	Exercise: exercises.MatrixProduct,
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
			t.Given("A", A)
			t.Given("B", B)
			t.Given("C", C)
			want := linalg.Mul(A, linalg.Mul(B, C)) // before the solution has seen them
			t.Want("(AB)C", MatMul(MatMul(A, B), C), want, 1e-9)
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

// ProductCost is the solution of exercises.ProductCost.
var ProductCost = &Solution[func() (rows, cols, products int)]{
	Exercise: exercises.ProductCost,
	Hidden: []exercises.Check[func() (rows, cols, products int)]{
		{Name: "the number of products", Run: func(t *exercises.T, LayerCost func() (rows, cols, products int)) {
			_, _, products := LayerCost()
			t.Guess("The number of products", products, 32*784*128, 0,
				exercises.Slip{Say: "That is the number of weights, and the cost for one example. There are 32.", Value: 784 * 128},
				exercises.Slip{Say: "That is the number of entries of XW. Each is a sum of 784 products.", Value: 32 * 128})
		}},
	},
	Mutants: []Mutant[func() (rows, cols, products int)]{
		{"transposed", func() (int, int, int) { return 128, 32, 32 * 784 * 128 }, "the examples stay in the rows"},
		{"the shape of W", func() (int, int, int) { return 784, 128, 32 * 784 * 128 }, "That is the shape of W."},
		{"one example", func() (int, int, int) { return 32, 128, 784 * 128 }, "There are 32."},
		{"the entries", func() (int, int, int) { return 32, 128, 32 * 128 }, "Each is a sum of 784 products."},
	},
}

// ProductOrder is the solution of exercises.ProductOrder.
var ProductOrder = &Solution[func(n, k, m int) (leftFirst, rightFirst int)]{
	Exercise: exercises.ProductOrder,
	Hidden: []exercises.Check[func(n, k, m int) (leftFirst, rightFirst int)]{
		{Name: "sizes that are drawn", Points: 2, Run: func(t *exercises.T, OrderCost func(n, k, m int) (leftFirst, rightFirst int)) {
			exercises.CheckProductOrder(t, OrderCost, 2+t.Rand.IntN(50), 2+t.Rand.IntN(50), 2+t.Rand.IntN(50))
		}},
	},
	Mutants: []Mutant[func(n, k, m int) (leftFirst, rightFirst int)]{
		{"AB alone", func(n, k, m int) (int, int) { return n * k * m, k*m + n*k }, "It still meets x."},
		{"the two exchanged", func(n, k, m int) (int, int) { return k*m + n*k, n*k*m + n*m }, "This is the cost of A(Bx)"},
		{"A meets all of B", func(n, k, m int) (int, int) { return n*k*m + n*m, k*m + n*k*m }, "Bx has one column"},
	},
}

// Affine is the solution of exercises.Affine.
var Affine = &Solution[func(X, W, b *linalg.Matrix) *linalg.Matrix]{
	Exercise: exercises.Affine,
	Hidden: []exercises.Check[func(X, W, b *linalg.Matrix) *linalg.Matrix]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, Affine func(X, W, b *linalg.Matrix) *linalg.Matrix) {
			n, k, m := 1+t.Rand.IntN(5), 1+t.Rand.IntN(5), 1+t.Rand.IntN(5)
			exercises.CheckAffine(t, Affine, linalg.Normal(t.Rand, n, k, 0, 1), linalg.Normal(t.Rand, k, m, 0, 1), linalg.Normal(t.Rand, 1, m, 0, 1))
		}},
		{Name: "each call begins anew", Run: func(t *exercises.T, Affine func(X, W, b *linalg.Matrix) *linalg.Matrix) {
			X, W, b := linalg.Normal(t.Rand, 2, 3, 0, 1), linalg.Normal(t.Rand, 3, 4, 0, 1), linalg.Normal(t.Rand, 1, 4, 0, 1)
			first := Affine(X, W, b)
			t.Want("Z of a second call with the same X, W and b", Affine(X, W, b), first, 0)
		}},
	},
	Mutants: []Mutant[func(X, W, b *linalg.Matrix) *linalg.Matrix]{
		{"bias by row", func(X, W, b *linalg.Matrix) *linalg.Matrix {
			Z := linalg.Mul(X, W)
			for i := range Z.Rows {
				for j := range Z.Cols {
					Z.Set(i, j, Z.At(i, j)+b.At(0, i%b.Cols))
				}
			}
			return Z
		}, "Row i got bias i."},
		{"no bias", func(X, W, b *linalg.Matrix) *linalg.Matrix { return linalg.Mul(X, W) }, "The biases are missing"},
		{"as handed out", func(X, W, b *linalg.Matrix) *linalg.Matrix {
			Z := linalg.New(X.Rows, W.Cols)
			for i := range X.Rows {
				z := b.Data
				for j := range z {
					for k := range X.Cols {
						z[j] += X.At(i, k) * W.At(k, j)
					}
					Z.Set(i, j, z[j])
				}
			}
			return Z
		}, "Each row has those above it added"},
		{"the sum is kept in b", func(X, W, b *linalg.Matrix) *linalg.Matrix {
			Z := linalg.AddRow(linalg.Mul(X, W), b)
			copy(b.Data, Z.Data)
			return Z
		}, "b was overwritten"},
	},
}

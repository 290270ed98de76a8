package linalg

import (
	"fmt"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// MulNaive returns the matrix product ab by its definition: entry (i, j) is row i
// of a times column j of b. It is the loop to read; Mul is the one to use.
func MulNaive(a, b *Matrix) *Matrix {
	fits("MulNaive", a, b, "inner sizes", a.Cols, b.Rows)
	c := New(a.Rows, b.Cols)
	for i := range a.Rows {
		for j := range b.Cols {
			for k := range a.Cols {
				c.Data[i*c.Cols+j] += a.Data[i*a.Cols+k] * b.Data[k*b.Cols+j] // c_ij = Σ_k a_ik b_kj
			}
		}
	}
	return c
}

// Mul returns the matrix product ab of an r×k and a k×c matrix, r×c. It panics
// with a *ShapeError when the inner sizes differ.
func Mul(a, b *Matrix) *Matrix { return new(Matrix).Mul(a, b) }

// MulATB returns aᵀb of a k×r and a k×c matrix, r×c, without making aᵀ. It panics
// with a *ShapeError when the numbers of rows differ.
func MulATB(a, b *Matrix) *Matrix { return new(Matrix).MulATB(a, b) }

// MulABT returns abᵀ of an r×k and a c×k matrix, r×c, without making bᵀ. It panics
// with a *ShapeError when the numbers of columns differ.
func MulABT(a, b *Matrix) *Matrix { return new(Matrix).MulABT(a, b) }

// Mul overwrites m with ab; m may be neither a nor b.
func (m *Matrix) Mul(a, b *Matrix) *Matrix {
	fits("Mul", a, b, "inner sizes", a.Cols, b.Rows)
	notAliased("Mul", m, a.Rows, b.Cols, a, b)
	m.Reset(a.Rows, b.Cols)
	return m.gemm(blas.NoTrans, blas.NoTrans, a, b)
}

// MulATB overwrites m with aᵀb; m may be neither a nor b.
func (m *Matrix) MulATB(a, b *Matrix) *Matrix {
	fits("MulATB", a, b, "numbers of rows", a.Rows, b.Rows)
	notAliased("MulATB", m, a.Cols, b.Cols, a, b)
	m.Reset(a.Cols, b.Cols)
	return m.gemm(blas.Trans, blas.NoTrans, a, b)
}

// MulABT overwrites m with abᵀ; m may be neither a nor b.
func (m *Matrix) MulABT(a, b *Matrix) *Matrix {
	fits("MulABT", a, b, "numbers of columns", a.Cols, b.Cols)
	notAliased("MulABT", m, a.Rows, b.Rows, a, b)
	m.Reset(a.Rows, b.Rows)
	return m.gemm(blas.NoTrans, blas.Trans, a, b)
}

// general is the matrix as gonum's BLAS takes it.
func (m *Matrix) general() blas64.General {
	return blas64.General{Rows: m.Rows, Cols: m.Cols, Stride: m.Cols, Data: m.Data}
}

// fits panics unless the two sizes that a product sums over are equal.
func fits(op string, a, b *Matrix, what string, inA, inB int) {
	if inA != inB {
		misfit(op, a, b, fmt.Sprintf("%s %d and %d differ", what, inA, inB))
	}
}

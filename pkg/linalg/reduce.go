package linalg

import (
	"fmt"
	"math"
)

// Sum returns the sum of all entries.
func Sum(a *Matrix) float64 {
	var s float64
	for _, v := range a.Data {
		s += v
	}
	return s
}

// Mean returns the mean of all entries; NaN for a matrix without entries.
func Mean(a *Matrix) float64 { return Sum(a) / float64(len(a.Data)) }

// Max returns the largest entry: NaN if there is one among them, −Inf for a matrix
// without entries.
func Max(a *Matrix) float64 {
	best := math.Inf(-1)
	for _, v := range a.Data {
		best = max(best, v) // not math.Max: there +Inf beats NaN
	}
	return best
}

// Min returns the smallest entry: NaN if there is one among them, +Inf for a matrix
// without entries.
func Min(a *Matrix) float64 {
	best := math.Inf(1)
	for _, v := range a.Data {
		best = min(best, v) // not math.Min: there −Inf beats NaN
	}
	return best
}

// Dot returns Σ aᵢⱼbᵢⱼ, both r×c: for two columns, their inner product. It panics
// with a *ShapeError when the shapes differ.
func Dot(a, b *Matrix) float64 {
	sameShape("Dot", a, b)
	var s float64
	for i, v := range a.Data {
		s += v * b.Data[i]
	}
	return s
}

// Norm returns √(Σ aᵢⱼ²), the Frobenius norm: for a column, its length.
func Norm(a *Matrix) float64 { return math.Sqrt(Dot(a, a)) }

// ArgmaxRows returns, for each row, the column of its largest entry, the first
// one when there are several. A NaN is never the largest. It panics with a
// *ShapeError for a matrix with rows but no columns.
func ArgmaxRows(a *Matrix) []int {
	if a.Rows > 0 && a.Cols == 0 {
		panic(&ShapeError{Op: "ArgmaxRows", Why: fmt.Sprintf("%s has no columns to choose from", label(a, "the matrix"))})
	}
	best := make([]int, a.Rows)
	for i := range best {
		row := a.Row(i)
		for j, v := range row {
			if v > row[best[i]] || math.IsNaN(row[best[i]]) {
				best[i] = j
			}
		}
	}
	return best
}

// SumRows returns 𝟏ᵀa, 1×c: the sum over the rows, one number for each column.
func SumRows(a *Matrix) *Matrix { return new(Matrix).SumRows(a) }

// SumCols returns a𝟏, r×1: the sum over the columns, one number for each row.
func SumCols(a *Matrix) *Matrix { return new(Matrix).SumCols(a) }

// MeanRows returns the mean over the rows, 1×c, one number for each column.
func MeanRows(a *Matrix) *Matrix { return new(Matrix).MeanRows(a) }

// MeanCols returns the mean over the columns, r×1, one number for each row.
func MeanCols(a *Matrix) *Matrix { return new(Matrix).MeanCols(a) }

// SumRows overwrites m with 𝟏ᵀa, 1×c; m may not be a.
func (m *Matrix) SumRows(a *Matrix) *Matrix {
	notAliased("SumRows", m, 1, a.Cols, a)
	m.Reset(1, a.Cols).Fill(0)
	for i := range a.Rows {
		for j, v := range a.Row(i) {
			m.Data[j] += v
		}
	}
	return m
}

// SumCols overwrites m with a𝟏, r×1; m may not be a.
func (m *Matrix) SumCols(a *Matrix) *Matrix {
	notAliased("SumCols", m, a.Rows, 1, a)
	m.Reset(a.Rows, 1).Fill(0)
	for i := range a.Rows {
		for _, v := range a.Row(i) {
			m.Data[i] += v
		}
	}
	return m
}

// MeanRows overwrites m with the mean over a's rows, 1×c; m may not be a.
func (m *Matrix) MeanRows(a *Matrix) *Matrix {
	notAliased("MeanRows", m, 1, a.Cols, a)
	return m.SumRows(a).divide(a.Rows)
}

// MeanCols overwrites m with the mean over a's columns, r×1; m may not be a.
func (m *Matrix) MeanCols(a *Matrix) *Matrix {
	notAliased("MeanCols", m, a.Rows, 1, a)
	return m.SumCols(a).divide(a.Cols)
}

// divide divides every entry by n. Scale(1/n) would round twice: 49·(1/49) is not 1.
func (m *Matrix) divide(n int) *Matrix {
	for i := range m.Data {
		m.Data[i] /= float64(n)
	}
	return m
}

// Package linalg holds dense float64 matrices and what is done with them.
//
// One rule names everything: functions return a new matrix, methods overwrite
// their receiver and return it.
//
//	c := linalg.Mul(a, b) // a new matrix
//	z.Mul(a, b)           // z overwritten, its storage reused
//
// A vector is a matrix with one row or one column; a batch is a matrix with one
// example per row. Shapes that do not fit are the programmer's error and panic
// with a *ShapeError.
package linalg

// Matrix is a dense matrix in row-major order. The zero value is an empty matrix
// that any method can overwrite.
type Matrix struct {
	Rows, Cols int
	Data       []float64 // Rows·Cols entries, row after row
	Name       string    // optional TeX name, shown in errors, traces and printing
}

// New returns a rows × cols matrix with the given entries, row after row, or of
// zeros when none are given. It panics with a *ShapeError when their number is
// neither 0 nor rows·cols.
func New(rows, cols int, entries ...float64) *Matrix {
	m := &Matrix{Rows: rows, Cols: cols, Data: make([]float64, rows*cols)}
	copy(m.Data, entries)
	return m
}

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
// with a *ShapeError. Entry-wise methods may overwrite an operand (z.Add(z, a));
// products and transposes may not, and panic when they are asked to.
package linalg

import (
	"fmt"
	"slices"
)

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
	isShape("New", rows, cols)
	if len(entries) != 0 && len(entries) != rows*cols {
		panic(&ShapeError{Op: "New", Why: fmt.Sprintf("a %d×%d matrix has %d entries, not %d", rows, cols, rows*cols, len(entries))})
	}
	m := &Matrix{Rows: rows, Cols: cols, Data: make([]float64, rows*cols)}
	copy(m.Data, entries)
	return m
}

// FromRows returns a matrix with copies of the given rows. It panics with a
// *ShapeError when they differ in length.
func FromRows(rows [][]float64) *Matrix {
	if len(rows) == 0 {
		return New(0, 0)
	}
	m := New(len(rows), len(rows[0]))
	for i, row := range rows {
		if len(row) != m.Cols {
			panic(&ShapeError{Op: "FromRows", Why: fmt.Sprintf("row 0 has %d entries, row %d has %d", m.Cols, i, len(row))})
		}
		copy(m.Row(i), row)
	}
	return m
}

// Row returns a 1×n matrix with the given entries.
func Row(entries ...float64) *Matrix { return New(1, len(entries), entries...) }

// Col returns an n×1 matrix with the given entries.
func Col(entries ...float64) *Matrix { return New(len(entries), 1, entries...) }

// Identity returns the n×n matrix with ones on its diagonal.
func Identity(n int) *Matrix {
	m := New(n, n)
	for i := range n {
		m.Data[i*n+i] = 1
	}
	return m
}

// Full returns a rows × cols matrix in which every entry is v.
func Full(rows, cols int, v float64) *Matrix {
	m := New(rows, cols)
	for i := range m.Data {
		m.Data[i] = v
	}
	return m
}

// Named sets the matrix's TeX name and returns the matrix.
func (m *Matrix) Named(name string) *Matrix {
	m.Name = name
	return m
}

// Dims returns the number of rows and of columns.
func (m *Matrix) Dims() (rows, cols int) { return m.Rows, m.Cols }

// At returns the entry in row i and column j, both counted from 0. It panics
// with a *ShapeError when there is none.
func (m *Matrix) At(i, j int) float64 {
	if uint(i) >= uint(m.Rows) || uint(j) >= uint(m.Cols) {
		panic(m.noEntry("At", i, j))
	}
	return m.Data[i*m.Cols+j]
}

// Set puts v into row i and column j, both counted from 0. It panics with a
// *ShapeError when there is no such entry.
func (m *Matrix) Set(i, j int, v float64) {
	if uint(i) >= uint(m.Rows) || uint(j) >= uint(m.Cols) {
		panic(m.noEntry("Set", i, j))
	}
	m.Data[i*m.Cols+j] = v
}

// Row returns row i, counted from 0, as a view: writing to it writes to the
// matrix. It panics with a *ShapeError when there is no such row.
func (m *Matrix) Row(i int) []float64 {
	if uint(i) >= uint(m.Rows) {
		panic(m.noRow("Row", i))
	}
	return m.Data[i*m.Cols : (i+1)*m.Cols : (i+1)*m.Cols]
}

// Clone returns a copy with its own storage and the same name.
func (m *Matrix) Clone() *Matrix {
	return &Matrix{Rows: m.Rows, Cols: m.Cols, Data: slices.Clone(m.Data), Name: m.Name}
}

// Copy overwrites the matrix with the shape and the entries of a; the name stays.
func (m *Matrix) Copy(a *Matrix) *Matrix {
	m.Reset(a.Rows, a.Cols)
	copy(m.Data, a.Data)
	return m
}

// Reset gives the matrix a new shape and returns it, reusing its storage when it
// is large enough. The entries are whatever was there.
func (m *Matrix) Reset(rows, cols int) *Matrix {
	isShape("Reset", rows, cols)
	size := rows * cols
	if cap(m.Data) < size {
		m.Data = make([]float64, size)
	}
	m.Rows, m.Cols, m.Data = rows, cols, m.Data[:size]
	return m
}

// Fill sets every entry to v and returns the matrix.
func (m *Matrix) Fill(v float64) *Matrix {
	for i := range m.Data {
		m.Data[i] = v
	}
	return m
}

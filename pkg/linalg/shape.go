package linalg

import (
	"fmt"
	"unsafe"
)

// ShapeError says which operation was given matrices whose shapes do not fit,
// and why they do not. It is what the functions of this package panic with.
type ShapeError struct {
	Op  string // the operation: "Mul"
	Why string // the operands with their shapes, and what was wanted
}

// Error returns, for example,
// "linalg: Mul: X (4×2) and Y (4×1) do not fit: inner sizes 2 and 4 differ".
func (e *ShapeError) Error() string { return "linalg: " + e.Op + ": " + e.Why }

// label names a matrix and its shape, with a stand-in for one that has no name.
func label(m *Matrix, standIn string) string {
	if m.Name != "" {
		standIn = m.Name
	}
	return fmt.Sprintf("%s (%d×%d)", standIn, m.Rows, m.Cols)
}

// misfit panics because a and b do not fit.
func misfit(op string, a, b *Matrix, why string) {
	panic(&ShapeError{Op: op, Why: fmt.Sprintf("%s and %s do not fit: %s", label(a, "left operand"), label(b, "right operand"), why)})
}

// isShape panics unless there can be a rows × cols matrix.
func isShape(op string, rows, cols int) {
	if rows < 0 || cols < 0 {
		panic(&ShapeError{Op: op, Why: fmt.Sprintf("%d×%d is not a shape: rows and columns are at least 0", rows, cols)})
	}
}

// sameShape panics unless a and b have the same shape.
func sameShape(op string, a, b *Matrix) {
	switch {
	case a.Rows != b.Rows:
		misfit(op, a, b, fmt.Sprintf("%d and %d rows differ", a.Rows, b.Rows))
	case a.Cols != b.Cols:
		misfit(op, a, b, fmt.Sprintf("%d and %d columns differ", a.Cols, b.Cols))
	}
}

// notAliased panics when the receiver, about to be overwritten with a rows × cols
// result, shares storage with an operand that is still read then.
func notAliased(op string, m *Matrix, rows, cols int, operands ...*Matrix) {
	written := m.Data[:max(len(m.Data), min(cap(m.Data), rows*cols))]
	for _, a := range operands {
		if m == a || overlap(written, a.Data) {
			panic(&ShapeError{Op: op, Why: fmt.Sprintf("%s cannot be overwritten while it is read: use a matrix of its own for the result", label(a, "the operand"))})
		}
	}
}

// overlap reports whether two slices share an entry. Two views of one matrix may,
// wherever they begin, so addresses are compared.
func overlap(x, y []float64) bool {
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	address := func(v *float64) uintptr { return uintptr(unsafe.Pointer(v)) }
	return address(&x[0]) <= address(&y[len(y)-1]) && address(&y[0]) <= address(&x[len(x)-1])
}

func (m *Matrix) noRow(op string, i int) *ShapeError {
	return &ShapeError{Op: op, Why: fmt.Sprintf("%s has no row %d: rows go from 0 to %d", label(m, "the matrix"), i, m.Rows-1)}
}

func (m *Matrix) noEntry(op string, i, j int) *ShapeError {
	return &ShapeError{Op: op, Why: fmt.Sprintf("%s has no entry in row %d, column %d: rows go from 0 to %d, columns from 0 to %d",
		label(m, "the matrix"), i, j, m.Rows-1, m.Cols-1)}
}

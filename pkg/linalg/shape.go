package linalg

import "fmt"

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

// sameShape panics unless a and b have the same shape.
func sameShape(op string, a, b *Matrix) {
	switch {
	case a.Rows != b.Rows:
		misfit(op, a, b, fmt.Sprintf("%d and %d rows differ", a.Rows, b.Rows))
	case a.Cols != b.Cols:
		misfit(op, a, b, fmt.Sprintf("%d and %d columns differ", a.Cols, b.Cols))
	}
}

// notAliased panics when the receiver shares storage with an operand that is still
// read while the receiver is written.
func notAliased(op string, m *Matrix, operands ...*Matrix) {
	for _, a := range operands {
		if len(a.Data) > 0 && cap(m.Data) > 0 && &m.Data[:1][0] == &a.Data[0] {
			panic(&ShapeError{Op: op, Why: fmt.Sprintf("%s cannot be overwritten while it is read: use a matrix of its own for the result", label(a, "the operand"))})
		}
	}
}

func (m *Matrix) noEntry(i, j int) *ShapeError {
	return &ShapeError{Op: "At", Why: fmt.Sprintf("%s has no entry in row %d, column %d: rows go from 0 to %d, columns from 0 to %d",
		label(m, "the matrix"), i, j, m.Rows-1, m.Cols-1)}
}

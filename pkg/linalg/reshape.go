package linalg

import "fmt"

// Reshape returns the entries of a, row after row, as a rows × cols matrix of its own. It
// panics with a *ShapeError when their number does not stay the same.
func Reshape(a *Matrix, rows, cols int) *Matrix {
	isShape("Reshape", rows, cols)
	if rows*cols != len(a.Data) {
		panic(&ShapeError{Op: "Reshape", Why: fmt.Sprintf("%s has %d entries, and a %d×%d matrix has %d", label(a, "the matrix"), len(a.Data), rows, cols, rows*cols)})
	}
	return New(rows, cols, a.Data...)
}

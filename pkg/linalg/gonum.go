package linalg

import "gonum.org/v1/gonum/mat"

var _ mat.Matrix = (*Matrix)(nil)

// T returns the transpose as a view, for gonum: with Dims and At it makes Matrix a
// mat.Matrix. Transpose is the one that returns a matrix.
func (m *Matrix) T() mat.Matrix { return mat.Transpose{Matrix: m} }

package linalg

// Transpose returns aᵀ, c×r for an r×c matrix: entry (i, j) is a's (j, i).
func Transpose(a *Matrix) *Matrix { return new(Matrix).Transpose(a) }

// Transpose overwrites m with aᵀ; m may not be a.
func (m *Matrix) Transpose(a *Matrix) *Matrix {
	notAliased("Transpose", m, a.Cols, a.Rows, a)
	m.Reset(a.Cols, a.Rows)
	for i := range a.Rows {
		for j := range a.Cols {
			m.Data[j*m.Cols+i] = a.Data[i*a.Cols+j]
		}
	}
	return m
}

package linalg

// Add returns a + b, both r×c. It panics with a *ShapeError when the shapes differ.
func Add(a, b *Matrix) *Matrix { return new(Matrix).Add(a, b) }

// Sub returns a − b, both r×c. It panics with a *ShapeError when the shapes differ.
func Sub(a, b *Matrix) *Matrix { return new(Matrix).Sub(a, b) }

// Hadamard returns a ⊙ b, the product entry by entry, both r×c. It panics with a
// *ShapeError when the shapes differ.
func Hadamard(a, b *Matrix) *Matrix { return new(Matrix).Hadamard(a, b) }

// Scale returns s·a, every entry times s.
func Scale(s float64, a *Matrix) *Matrix { return new(Matrix).Scale(s, a) }

// Apply returns f(a), f applied to every entry.
func Apply(f func(float64) float64, a *Matrix) *Matrix { return new(Matrix).Apply(f, a) }

// Add overwrites m with a + b, both r×c; m may be a or b.
func (m *Matrix) Add(a, b *Matrix) *Matrix {
	sameShape("Add", a, b)
	m.Reset(a.Rows, a.Cols)
	for i, v := range a.Data {
		m.Data[i] = v + b.Data[i]
	}
	return m
}

// Sub overwrites m with a − b, both r×c; m may be a or b.
func (m *Matrix) Sub(a, b *Matrix) *Matrix {
	sameShape("Sub", a, b)
	m.Reset(a.Rows, a.Cols)
	for i, v := range a.Data {
		m.Data[i] = v - b.Data[i]
	}
	return m
}

// Hadamard overwrites m with a ⊙ b, both r×c; m may be a or b.
func (m *Matrix) Hadamard(a, b *Matrix) *Matrix {
	sameShape("Hadamard", a, b)
	m.Reset(a.Rows, a.Cols)
	for i, v := range a.Data {
		m.Data[i] = v * b.Data[i]
	}
	return m
}

// Scale overwrites m with s·a; m may be a.
func (m *Matrix) Scale(s float64, a *Matrix) *Matrix {
	m.Reset(a.Rows, a.Cols)
	for i, v := range a.Data {
		m.Data[i] = s * v
	}
	return m
}

// Apply overwrites m with f(a), f applied to every entry; m may be a.
func (m *Matrix) Apply(f func(float64) float64, a *Matrix) *Matrix {
	m.Reset(a.Rows, a.Cols)
	for i, v := range a.Data {
		m.Data[i] = f(v)
	}
	return m
}

package linalg

import "math"

// Equal reports whether a and b have the same shape and the same entries. Names do
// not count; NaN equals nothing.
func Equal(a, b *Matrix) bool { return EqualApprox(a, b, 0) }

// EqualApprox reports whether a and b have the same shape and entries that differ
// by at most tol, absolutely or relative to the larger one.
func EqualApprox(a, b *Matrix, tol float64) bool {
	if a.Rows != b.Rows || a.Cols != b.Cols {
		return false
	}
	for i, v := range a.Data {
		w := b.Data[i]
		if v == w { // infinities too
			continue
		}
		if !(math.Abs(v-w) <= tol*math.Max(1, math.Max(math.Abs(v), math.Abs(w)))) || math.IsInf(v-w, 0) {
			return false
		}
	}
	return true
}

package linalg_test

import (
	"math"
	"testing"

	"chainrule/pkg/linalg"
)

// shapes are those that entry-wise, broadcast and reduce functions are tried with.
var shapes = [][2]int{{1, 1}, {1, 5}, {5, 1}, {3, 4}, {40, 3}, {3, 40}, {0, 0}, {0, 3}, {3, 0}}

// byEntry is the r×c matrix of f(i, j): what is tested, as a plain loop.
func byEntry(r, c int, f func(i, j int) float64) *linalg.Matrix {
	m := linalg.New(r, c)
	for i := range r {
		for j := range c {
			m.Set(i, j, f(i, j))
		}
	}
	return m
}

func TestEntrywise(t *testing.T) {
	rng := seeded(1)
	for _, s := range shapes {
		r, c := s[0], s[1]
		A, B := normal(rng, r, c), normal(rng, r, c)
		row, col := normal(rng, 1, c), normal(rng, r, 1)
		for _, test := range []struct {
			name string
			got  *linalg.Matrix
			want func(i, j int) float64
		}{
			{"Add", linalg.Add(A, B), func(i, j int) float64 { return A.At(i, j) + B.At(i, j) }},
			{"Sub", linalg.Sub(A, B), func(i, j int) float64 { return A.At(i, j) - B.At(i, j) }},
			{"Hadamard", linalg.Hadamard(A, B), func(i, j int) float64 { return A.At(i, j) * B.At(i, j) }},
			{"Scale", linalg.Scale(-3, A), func(i, j int) float64 { return -3 * A.At(i, j) }},
			{"Apply", linalg.Apply(math.Exp, A), func(i, j int) float64 { return math.Exp(A.At(i, j)) }},
			{"AddRow", linalg.AddRow(A, row), func(i, j int) float64 { return A.At(i, j) + row.At(0, j) }},
			{"AddCol", linalg.AddCol(A, col), func(i, j int) float64 { return A.At(i, j) + col.At(i, 0) }},
			{"HadamardRow", linalg.HadamardRow(A, row), func(i, j int) float64 { return A.At(i, j) * row.At(0, j) }},
			{"HadamardCol", linalg.HadamardCol(A, col), func(i, j int) float64 { return A.At(i, j) * col.At(i, 0) }},
		} {
			same(t, test.name, test.got, byEntry(r, c, test.want))
		}
		same(t, "Transpose", linalg.Transpose(A), byEntry(c, r, func(i, j int) float64 { return A.At(j, i) }))
	}
}

func TestEqual(t *testing.T) {
	A, inf, nan := counted(2, 2), math.Inf(1), math.NaN()
	for _, test := range []struct {
		a, b *linalg.Matrix
		tol  float64
		want bool
	}{
		{A, counted(2, 2).Named("B"), 0, true},
		{A, counted(1, 4), 0, false},
		{A, counted(4, 1), 0, false},
		{A, counted(2, 3), 0, false},
		{A, counted(3, 2), 0, false},
		{linalg.New(0, 2), linalg.New(0, 2), 0, true},
		{linalg.New(0, 2), linalg.New(2, 0), 0, false},
		{linalg.Row(1), linalg.Row(math.Nextafter(1, 2)), 0, false},
		{linalg.Row(0), linalg.Row(math.Copysign(0, -1)), 0, true},
		{linalg.Row(0), linalg.Row(math.SmallestNonzeroFloat64), 0, false},
		{linalg.Row(1, 2), linalg.Row(1, 2.5), 1, true},
		{linalg.Row(1, 2), linalg.Row(1, 5), 0.5, false},
		{linalg.Row(0), linalg.Row(0.01), 0.01, true},     // below 1: absolute
		{linalg.Row(0), linalg.Row(0.02), 0.01, false},    //
		{linalg.Row(100), linalg.Row(101), 0.01, true},    // above: relative to the larger one
		{linalg.Row(-100), linalg.Row(-102), 0.01, false}, //
		{linalg.Row(inf, -inf), linalg.Row(inf, -inf), 0, true},
		{linalg.Row(inf), linalg.Row(-inf), 10, false},
		{linalg.Row(inf), linalg.Row(math.MaxFloat64), 10, false},
		{linalg.Row(nan), linalg.Row(nan), 10, false},
		{linalg.Row(nan), linalg.Row(0), 10, false},
	} {
		for _, m := range [][2]*linalg.Matrix{{test.a, test.b}, {test.b, test.a}} {
			if got := linalg.EqualApprox(m[0], m[1], test.tol); got != test.want {
				t.Errorf("EqualApprox(%v, %v, %g): got %t, want %t", m[0], m[1], test.tol, got, test.want)
			}
			if got := linalg.Equal(m[0], m[1]); test.tol == 0 && got != test.want {
				t.Errorf("Equal(%v, %v): got %t, want %t", m[0], m[1], got, test.want)
			}
		}
	}
}

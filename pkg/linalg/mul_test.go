package linalg_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"chainrule/pkg/linalg"
)

// product is ab by gonum's own matrices. They have no empty ones; an empty sum is 0.
func product(a, b mat.Matrix) *linalg.Matrix {
	r, k := a.Dims()
	_, c := b.Dims()
	m := linalg.New(r, c)
	if r > 0 && k > 0 && c > 0 {
		d := mat.NewDense(r, c, m.Data)
		d.Mul(mat.DenseCopyOf(a), mat.DenseCopyOf(b))
	}
	return m
}

func TestProductsAgreeWithGonum(t *testing.T) {
	shapes := [][3]int{ // r, k, c: an r×k times a k×c matrix
		{1, 1, 1}, {2, 2, 2}, {3, 2, 4},
		{1, 5, 1}, {5, 1, 5}, {1, 7, 3}, {3, 7, 1},
		{200, 3, 2}, {2, 3, 200}, {2, 200, 3}, // tall, wide, a long sum
		{0, 3, 2}, {3, 0, 2}, {3, 2, 0}, {0, 0, 0}, {0, 3, 0}, {3, 0, 0}, {0, 0, 3},
		{64, 64, 64}, {65, 63, 66}, // one block of gonum's BLAS, and a little more
		{130, 70, 150}, // more than four blocks: gonum computes them in parallel
	}
	rng := seeded(1)
	for range 20 {
		shapes = append(shapes, [3]int{rng.IntN(40), rng.IntN(40), rng.IntN(40)})
	}
	for _, s := range shapes {
		r, k, c := s[0], s[1], s[2]
		A, B := normal(rng, r, k), normal(rng, k, c)
		want := product(A, B)
		for name, got := range map[string]*linalg.Matrix{
			"MulNaive": linalg.MulNaive(A, B),
			"Mul":      linalg.Mul(A, B),
			"MulATB":   linalg.MulATB(linalg.Transpose(A), B),
			"MulABT":   linalg.MulABT(A, linalg.Transpose(B)),
		} {
			if !linalg.EqualApprox(got, want, 1e-12) {
				t.Errorf("%s of %d×%d and %d×%d: got %v\nwant %v", name, r, k, k, c, got, want)
			}
		}
	}
}

// A matrix with itself is one operand in two places; only the receiver is written.
func TestProductsOfAMatrixWithItself(t *testing.T) {
	A := counted(3, 2)
	same(t, "AᵀA", linalg.MulATB(A, A), linalg.New(2, 2, 35, 44, 44, 56))
	same(t, "AAᵀ", linalg.MulABT(A, A), linalg.New(3, 3, 5, 11, 17, 11, 25, 39, 17, 39, 61))
	same(t, "A unchanged", A, counted(3, 2))
}

// What is in a warm receiver must not leak into the result.
func TestProductsForgetWhatWasThere(t *testing.T) {
	for _, k := range []int{0, 2} {
		A, B := linalg.Full(2, k, 1), linalg.Full(k, 3, 1)
		want := linalg.Full(2, 3, float64(k))
		for name, mul := range map[string]func(m *linalg.Matrix){
			"Mul":    func(m *linalg.Matrix) { m.Mul(A, B) },
			"MulATB": func(m *linalg.Matrix) { m.MulATB(linalg.Transpose(A), B) },
			"MulABT": func(m *linalg.Matrix) { m.MulABT(A, linalg.Transpose(B)) },
		} {
			m := linalg.Full(4, 4, 99)
			mul(m)
			same(t, fmt.Sprintf("%s, inner size %d", name, k), m, want)
		}
	}
}

// A NaN is the sign that training went wrong; it must arrive. Only where it meets an
// exact 0 may BLAS leave it out, so that Mul differs from MulNaive there.
func TestProductsPassNaNOn(t *testing.T) {
	A := linalg.Full(2, 3, 1)
	B := linalg.Full(3, 2, 1)
	B.Set(1, 0, math.NaN())
	for name, got := range map[string]*linalg.Matrix{
		"MulNaive": linalg.MulNaive(A, B),
		"Mul":      linalg.Mul(A, B),
		"MulATB":   linalg.MulATB(linalg.Transpose(A), B),
		"MulABT":   linalg.MulABT(A, linalg.Transpose(B)),
	} {
		for i := range 2 {
			if !math.IsNaN(got.At(i, 0)) || got.At(i, 1) != 3 {
				t.Errorf("%s: got row %v, want [NaN 3]", name, got.Row(i))
			}
		}
	}
}

// gonum's BLAS computes the blocks of a large product in goroutines. Each entry must
// still be summed in one order: training has to give the same numbers twice.
func TestLargeProductsRepeat(t *testing.T) {
	rng := seeded(2)
	A, B := normal(rng, 200, 300), normal(rng, 300, 200)
	want := linalg.Mul(A, B)
	for range 5 {
		if !linalg.Equal(linalg.Mul(A, B), want) {
			t.Fatal("the same product differs from run to run")
		}
	}
}

package linalg_test

import (
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// However a product is cut up and shared out, it is gonum's to the last bit.
func TestProductsAreGonumsToTheLastBit(t *testing.T) {
	rng := seeded(3)
	shapes := [][3]int{{32, 784, 128}, {784, 32, 128}, {32, 128, 784}, {128, 784, 128}, {6, 25, 784}, {6, 784, 25}, {25, 6, 784}, {768, 8, 128}, {768, 128, 8}, {300, 1, 1}, {1, 300, 1}, {1, 1, 300}, {1, 1000, 193}, {65, 500, 63}}
	for range 200 {
		shapes = append(shapes, [3]int{1 + rng.IntN(150), 1 + rng.IntN(150), 1 + rng.IntN(150)})
	}
	for _, s := range shapes {
		r, k, c := s[0], s[1], s[2]
		A, B := normal(rng, r, k), normal(rng, k, c)
		A.Set(rng.IntN(r), rng.IntN(k), 0)
		At, Bt := linalg.Transpose(A), linalg.Transpose(B)
		for _, f := range []struct {
			name   string
			got    *linalg.Matrix
			ta, tb blas.Transpose
			a, b   *linalg.Matrix
		}{
			{"Mul", linalg.Mul(A, B), blas.NoTrans, blas.NoTrans, A, B},
			{"MulATB", linalg.MulATB(At, B), blas.Trans, blas.NoTrans, At, B},
			{"MulABT", linalg.MulABT(A, Bt), blas.NoTrans, blas.Trans, A, Bt},
		} {
			want := linalg.New(r, c)
			g := func(m *linalg.Matrix) blas64.General {
				return blas64.General{Rows: m.Rows, Cols: m.Cols, Stride: m.Cols, Data: m.Data}
			}
			blas64.Gemm(f.ta, f.tb, 1, g(f.a), g(f.b), 0, g(want))
			for i := range want.Data {
				if math.Float64bits(f.got.Data[i]) != math.Float64bits(want.Data[i]) {
					t.Fatalf("%s of %v: entry %d is %v, want %v", f.name, s, i, f.got.Data[i], want.Data[i])
				}
			}
		}
	}
}

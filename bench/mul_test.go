package bench

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"chainrule/pkg/linalg"

	"gonum.org/v1/gonum/mat"
)

// BenchmarkMul runs the product of two n×n matrices: the loop to read, the one to use, and gonum's own type.
func BenchmarkMul(b *testing.B) {
	for _, n := range []int{8, 64, 256} {
		rng := rand.New(rand.NewPCG(1, uint64(n)))
		x, y := linalg.Normal(rng, n, n, 0, 1), linalg.Normal(rng, n, n, 0, 1)
		operations := 2 * float64(n) * float64(n) * float64(n)
		for _, c := range []struct {
			name string
			f    func()
		}{
			{"naive", func() { linalg.MulNaive(x, y) }},
			{"linalg", func() func() { z := linalg.New(n, n); return func() { z.Mul(x, y) } }()},
			{"gonum", func() func() {
				z, x, y := mat.NewDense(n, n, nil), mat.NewDense(n, n, x.Data), mat.NewDense(n, n, y.Data)
				return func() { z.Mul(x, y) }
			}()},
		} {
			b.Run(fmt.Sprintf("n=%d/%s", n, c.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					c.f()
				}
				b.ReportMetric(operations*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}

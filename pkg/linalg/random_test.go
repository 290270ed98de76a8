package linalg_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"chainrule/pkg/linalg"
)

type fill func(rng *rand.Rand, rows, cols int) *linalg.Matrix

var fills = []struct {
	name      string
	draw      fill
	mean, std float64
}{
	{"Uniform from 0 to 1", func(rng *rand.Rand, r, c int) *linalg.Matrix { return linalg.Uniform(rng, r, c, 0, 1) }, 0.5, 1 / math.Sqrt(12)},
	{"Uniform from −3 to 1", func(rng *rand.Rand, r, c int) *linalg.Matrix { return linalg.Uniform(rng, r, c, -3, 1) }, -1, 4 / math.Sqrt(12)},
	{"Normal", func(rng *rand.Rand, r, c int) *linalg.Matrix { return linalg.Normal(rng, r, c, 0, 1) }, 0, 1},
	{"Normal around 5", func(rng *rand.Rand, r, c int) *linalg.Matrix { return linalg.Normal(rng, r, c, 5, 0.1) }, 5, 0.1},
}

func TestRandomFillsAreReproducible(t *testing.T) {
	for _, f := range fills {
		A := f.draw(seeded(7), 3, 4)
		same(t, f.name+", the same seed", f.draw(seeded(7), 3, 4), A)
		if linalg.Equal(f.draw(seeded(8), 3, 4), A) {
			t.Errorf("%s: two seeds give the same draws", f.name)
		}
		rng := seeded(7)
		same(t, f.name+", drawn in two parts", linalg.VStack(f.draw(rng, 1, 4), f.draw(rng, 2, 4)), A)
		if got := f.draw(seeded(7), 0, 4); got.Rows != 0 || got.Cols != 4 {
			t.Errorf("%s, 0×4: got %v", f.name, got)
		}
	}
}

// With n draws, the mean is off by about std/√n, and the deviation by less than that.
func TestRandomFillsHaveTheirMeanAndDeviation(t *testing.T) {
	const n = 100_000
	for _, f := range fills {
		A := f.draw(seeded(1), n/10, 10)
		tol := 5 * f.std / math.Sqrt(n)
		mean := linalg.Mean(A)
		centered := linalg.Apply(func(v float64) float64 { return v - mean }, A)
		std := linalg.Norm(centered) / math.Sqrt(n)
		if math.Abs(mean-f.mean) > tol || math.Abs(std-f.std) > tol {
			t.Errorf("%s: got mean %.4g and deviation %.4g, want %.4g and %.4g ± %.2g", f.name, mean, std, f.mean, f.std, tol)
		}
	}
}

func TestUniformStaysInItsInterval(t *testing.T) {
	A := linalg.Uniform(seeded(1), 1000, 10, -3, 1)
	if lo, hi := linalg.Min(A), linalg.Max(A); lo < -3 || lo > -2.99 || hi >= 1 || hi < 0.99 {
		t.Errorf("got draws from %v to %v, want them to fill [-3, 1)", lo, hi)
	}
	same(t, "an interval of one number", linalg.Uniform(seeded(1), 2, 2, 4, 4), linalg.Full(2, 2, 4))
}

// 68.27 % of normal draws are within one deviation of the mean; of uniform ones with
// the same deviation, it would be 57.7 %.
func TestNormalIsNormal(t *testing.T) {
	A := linalg.Normal(seeded(1), 1000, 100, 0, 1)
	within := linalg.Mean(linalg.Apply(func(v float64) float64 {
		if math.Abs(v) < 1 {
			return 1
		}
		return 0
	}, A))
	if math.Abs(within-0.6827) > 0.008 { // five standard errors
		t.Errorf("got %.4f within one deviation, want 0.6827", within)
	}
	same(t, "no deviation", linalg.Normal(seeded(1), 2, 2, 4, 0), linalg.Full(2, 2, 4))
}

package nn

import (
	"fmt"
	"math"
	"math/rand/v2"

	"chainrule/pkg/linalg"
)

// Uniform returns an Init that draws uniformly from ±limit: a variance of limit²/3.
func Uniform(limit float64) Init {
	return func(w *Matrix, _, _ int, rng *rand.Rand) { uniform(w, limit, rng) }
}

// LeCun draws from the normal distribution with standard deviation 1/√fanIn, so that a
// sum over the inputs has the variance of one of them (LeCun et al., 1998). It goes with
// SELU.
func LeCun(w *Matrix, fanIn, _ int, rng *rand.Rand) {
	Normal(1/math.Sqrt(float64(fanIn)))(w, fanIn, 0, rng)
}

// Orthogonal returns an Init whose columns are gain long and at right angles to each
// other, WᵀW = gain²·I, so that signals keep their length through many layers (Saxe,
// McClelland and Ganguli, 2014). A matrix with more columns than rows has such rows
// instead, WWᵀ = gain²·I. All such matrices are equally likely. Gain is 1 for layers
// without activation, √2 for ReLU. It panics when gain is not above 0.
func Orthogonal(gain float64) Init {
	if !(gain > 0) {
		panic(fmt.Sprintf("nn: Orthogonal: gain is %v, want more than 0, such as 1", gain))
	}
	return func(w *Matrix, _, _ int, rng *rand.Rand) {
		q := linalg.Normal(rng, min(w.Rows, w.Cols), max(w.Rows, w.Cols), 0, 1)
		for i := range q.Rows {
			orthonormal(q, i)
		}
		if w.Rows >= w.Cols {
			q = linalg.Transpose(q)
		}
		w.Scale(gain, q)
	}
}

// orthonormal makes row i of q orthogonal to those above it, and 1 long, by Gram and
// Schmidt. Twice, because what the first round leaves over is of the order of the
// rounding.
func orthonormal(q *Matrix, i int) {
	row := q.Row(i)
	for range 2 {
		for k := range i {
			above, along := q.Row(k), 0.0
			for j, v := range above {
				along += v * row[j]
			}
			for j, v := range above {
				row[j] -= along * v
			}
		}
	}
	var length float64
	for _, v := range row {
		length += v * v
	}
	for j := range row {
		row[j] /= math.Sqrt(length)
	}
}

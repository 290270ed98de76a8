package solutions

import (
	"slices"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// BatchNoise is the solution of exercises.BatchNoise.
var BatchNoise = &Solution[func() (sigma2, with, without float64, B int)]{
	Exercise: exercises.BatchNoise,
	Hidden: []exercises.Check[func() (sigma2, with, without float64, B int)]{
		{Name: "two without replacement", Run: func(t *exercises.T, BatchNoise func() (sigma2, with, without float64, B int)) {
			_, _, without, _ := BatchNoise()
			t.Guess("The mean square error without replacement", without, 14.0/3, 1e-9,
				exercises.Slip{Say: "That is for draws with replacement. The second of two different examples cannot repeat the error of the first.", Value: 7.0},
				exercises.Slip{Say: "The factor is (n − B)/(n − 1), not (n − B)/n: with B = 1 it has to be 1.", Value: 3.5})
		}},
		{Name: "the batch for a tenth", Run: func(t *exercises.T, BatchNoise func() (sigma2, with, without float64, B int)) {
			_, _, _, B := BatchNoise()
			t.Guess("The batch size", B, 100, 0,
				exercises.Slip{Say: "Ten examples make the square of the error a tenth. Its length only falls like 1/√B.", Value: 10},
				exercises.Slip{Say: "That many make the error a hundredth as long. A tenth is asked for.", Value: 10000})
		}},
	},
	Mutants: []Mutant[func() (sigma2, with, without float64, B int)]{
		{"n − 1", func() (sigma2, with, without float64, B int) { return 56.0 / 3, 28.0 / 3, 56.0 / 9, 100 }, "That divides by n − 1."},
		{"mean not taken off", func() (sigma2, with, without float64, B int) { return 39, 19.5, 13, 100 }, "Take their mean off first."},
		{"no replacement forgotten", func() (sigma2, with, without float64, B int) { return 14, 7, 7, 100 }, "cannot repeat the error of the first"},
		{"linear", func() (sigma2, with, without float64, B int) { return 14, 7, 14.0 / 3, 10 }, "Its length only falls like 1/√B."},
		{"B squared", func() (sigma2, with, without float64, B int) { return 14, 3.5, 14.0 / 3, 100 }, "so one B cancels"},
	},
}

type miniBatches = func(n, B int, uniform func() float64) func() []int

// batchesWith makes the batches with another limit for j, and hands them out as cut does.
func batchesWith(limit func(i, n int) int, once bool, cut func(order []int, from, B int) []int) miniBatches {
	return func(n, B int, uniform func() float64) func() []int {
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		from, shuffled := 0, false
		return func() []int {
			if from == 0 && !(once && shuffled) {
				for i := n - 1; i > 0; i-- {
					j := int(uniform() * float64(limit(i, n)))
					order[i], order[j] = order[j], order[i]
				}
				shuffled = true
			}
			batch := cut(order, from, B)
			if from += B; from >= n {
				from = 0
			}
			return batch
		}
	}
}

func upToPlace(i, n int) int { return i + 1 }

func copiedBatch(order []int, from, B int) []int {
	return slices.Clone(order[from:min(from+B, len(order))])
}

// MiniBatches is the solution of exercises.MiniBatches.
var MiniBatches = &Solution[miniBatches]{
	Exercise: exercises.MiniBatches,
	Hidden: []exercises.Check[miniBatches]{
		{Name: "sizes that are drawn", Points: 2, Run: func(t *exercises.T, Batches miniBatches) {
			n, B := 5+t.Rand.IntN(6), 2+t.Rand.IntN(3)
			uniforms := make([]float64, 3*(n-1))
			for i := range uniforms {
				uniforms[i] = t.Rand.Float64()
			}
			exercises.CheckMiniBatches(t, Batches, n, B, 3, uniforms)
		}},
		{Name: "no rest", Run: func(t *exercises.T, Batches miniBatches) {
			uniforms := make([]float64, 10)
			for i := range uniforms {
				uniforms[i] = t.Rand.Float64()
			}
			exercises.CheckMiniBatches(t, Batches, 6, 3, 2, uniforms)
		}},
		{Name: "a single example", Run: func(t *exercises.T, Batches miniBatches) {
			exercises.CheckMiniBatches(t, Batches, 1, 4, 3, nil)
		}},
	},
	Mutants: []Mutant[miniBatches]{
		{"the rest is dropped", func(n, B int, uniform func() float64) func() []int {
			next := batchesWith(upToPlace, false, copiedBatch)(n, B, uniform)
			return func() []int {
				for {
					if batch := next(); len(batch) == B || n < B {
						return batch
					}
				}
			}
		}, "It is the rest of the epoch"},
		{"shuffled once", batchesWith(upToPlace, true, copiedBatch), "Each epoch has an order of its own."},
		{"j from all places", batchesWith(func(i, n int) int { return n }, false, copiedBatch), "j is at most i"},
		{"a view", batchesWith(upToPlace, false, func(order []int, from, B int) []int { return order[from:min(from+B, len(order))] }), "A batch has changed after it was handed out"},
		{"one epoch", func(n, B int, uniform func() float64) func() []int {
			next, left := batchesWith(upToPlace, false, copiedBatch)(n, B, uniform), (n+B-1)/B
			return func() []int {
				if left == 0 {
					return nil
				}
				left--
				return next()
			}
		}, "The batches have no end"},
	},
}

type partedPairs = func(X, Y *linalg.Matrix, uniform func() float64) (Xs, Ys *linalg.Matrix)

// drawOrder returns the numbers below n in an order that uniform says.
func drawOrder(n int, uniform func() float64) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := int(uniform() * float64(i+1))
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// PartedPairs is the solution of exercises.PartedPairs.
var PartedPairs = &Solution[partedPairs]{
	Exercise: exercises.PartedPairs,
	Hidden: []exercises.Check[partedPairs]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, Shuffle partedPairs) {
			n, d, k := 6+t.Rand.IntN(6), 1+t.Rand.IntN(3), 1+t.Rand.IntN(2)
			uniforms := make([]float64, 2*n+1) // two draws of an order meet different numbers
			for i := range uniforms {
				uniforms[i] = 0.9 * t.Rand.Float64()
			}
			uniforms[0] = 0.1 // the last place gets another example
			exercises.CheckPartedPairs(t, Shuffle, linalg.Normal(t.Rand, n, d, 0, 1), linalg.Normal(t.Rand, n, k, 0, 1), uniforms)
		}},
		{Name: "one example", Run: func(t *exercises.T, Shuffle partedPairs) {
			X, Y := linalg.Row(1, 2), linalg.Row(3)
			t.Given("X", X)
			t.Given("Y", Y)
			Xs, Ys := Shuffle(X, Y, func() float64 { return 0.5 })
			t.Want("Xs", Xs, linalg.Row(1, 2), 0)
			t.Want("Ys", Ys, linalg.Row(3), 0)
		}},
		{Name: "uniform says the order", Run: func(t *exercises.T, Shuffle partedPairs) {
			X := linalg.Col(1, 2, 3, 4, 5, 6, 7, 8)
			t.Given("X", X)
			low, _ := Shuffle(X, X, func() float64 { return 0 })
			high, _ := Shuffle(X, X, func() float64 { return 0.999 })
			if low != nil && high != nil && low.Rows == high.Rows && linalg.Equal(low, high) {
				t.Fail("The order is the same whatever uniform returns.")
			}
		}},
	},
	Mutants: []Mutant[partedPairs]{
		{"as handed out", func(X, Y *linalg.Matrix, uniform func() float64) (Xs, Ys *linalg.Matrix) {
			return linalg.SelectRows(X, drawOrder(X.Rows, uniform)), linalg.SelectRows(Y, drawOrder(Y.Rows, uniform))
		}, "The examples have lost their targets"},
		{"Y left alone", func(X, Y *linalg.Matrix, uniform func() float64) (Xs, Ys *linalg.Matrix) {
			return linalg.SelectRows(X, drawOrder(X.Rows, uniform)), Y.Clone()
		}, "Y is as it was"},
		{"not shuffled at all", func(X, Y *linalg.Matrix, uniform func() float64) (Xs, Ys *linalg.Matrix) { return X.Clone(), Y.Clone() }, "Every example is where it was."},
		{"drawn with replacement", func(X, Y *linalg.Matrix, uniform func() float64) (Xs, Ys *linalg.Matrix) {
			rows := make([]int, X.Rows)
			for i := range rows {
				rows[i] = int(uniform() * float64(X.Rows))
			}
			return linalg.SelectRows(X, rows), linalg.SelectRows(Y, rows)
		}, "A shuffle has each example once."},
	},
}

type noiseScale = func(G *linalg.Matrix) float64

// NoiseScale is the solution of exercises.NoiseScale.
var NoiseScale = &Solution[noiseScale]{
	Exercise: exercises.NoiseScale,
	Hidden: []exercises.Check[noiseScale]{
		{Name: "gradients that are drawn", Points: 2, Run: func(t *exercises.T, NoiseScale noiseScale) {
			exercises.CheckNoiseScale(t, NoiseScale, linalg.Normal(t.Rand, 2+t.Rand.IntN(6), 1+t.Rand.IntN(5), 1, 1))
		}},
		{Name: "the unit of the cost does not matter", Run: func(t *exercises.T, NoiseScale noiseScale) {
			G := linalg.Normal(t.Rand, 5, 3, 1, 1)
			t.Given("G", G)
			one := NoiseScale(G.Clone())
			t.Want("the noise scale of 1000 G", NoiseScale(linalg.Scale(1000, G)), one, 1e-9)
		}},
		{Name: "every example twice", Run: func(t *exercises.T, NoiseScale noiseScale) {
			exercises.CheckNoiseScale(t, NoiseScale, linalg.VStack(linalg.Row(1, 2), linalg.Row(3, 0), linalg.Row(1, 2), linalg.Row(3, 0)))
		}},
	},
	Mutants: []Mutant[noiseScale]{
		{"mean not taken off", func(G *linalg.Matrix) float64 {
			m := linalg.MeanRows(G)
			return linalg.Dot(G, G) / float64(G.Rows) / linalg.Dot(m, m)
		}, "The mean is not taken off"},
		{"sum for mean", func(G *linalg.Matrix) float64 {
			m := linalg.MeanRows(G)
			D := linalg.AddRow(G, linalg.Scale(-1, m))
			return linalg.Dot(D, D) / linalg.Dot(m, m)
		}, "That is the sum over the examples."},
		{"length for its square", func(G *linalg.Matrix) float64 {
			m := linalg.MeanRows(G)
			D := linalg.AddRow(G, linalg.Scale(-1, m))
			return linalg.Dot(D, D) / float64(G.Rows) / linalg.Norm(m)
		}, "Its square is wanted."},
		{"mean over all entries", func(G *linalg.Matrix) float64 {
			m := linalg.MeanRows(G)
			D := linalg.AddRow(G, linalg.Scale(-1, m))
			return linalg.Mean(linalg.Hadamard(D, D)) / linalg.Dot(m, m)
		}, "divides σ² by the number of parameters too"},
	},
}

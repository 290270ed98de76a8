package linalg

import "math/rand/v2"

// Uniform returns a rows × cols matrix of independent draws from [lo, hi).
func Uniform(rng *rand.Rand, rows, cols int, lo, hi float64) *Matrix {
	m := New(rows, cols)
	for i := range m.Data {
		m.Data[i] = lo + (hi-lo)*rng.Float64()
	}
	return m
}

// Normal returns a rows × cols matrix of independent draws from the normal
// distribution with the given mean and standard deviation.
func Normal(rng *rand.Rand, rows, cols int, mean, std float64) *Matrix {
	m := New(rows, cols)
	for i := range m.Data {
		m.Data[i] = mean + std*rng.NormFloat64()
	}
	return m
}

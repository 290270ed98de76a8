package linalg_test

import (
	"math/rand/v2"
	"testing"

	"chainrule/pkg/linalg"
)

// seeded is a source of random numbers that gives the same in every run.
func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// normal is a matrix of draws from the standard normal distribution.
func normal(rng *rand.Rand, rows, cols int) *linalg.Matrix {
	return linalg.Normal(rng, rows, cols, 0, 1)
}

// counted is a rows × cols matrix of 1, 2, 3, …: no two entries are mixed up unseen.
func counted(rows, cols int) *linalg.Matrix {
	m := linalg.New(rows, cols)
	for i := range m.Data {
		m.Data[i] = float64(i + 1)
	}
	return m
}

// shapeError is what f panics with; the test fails when that is no *ShapeError.
func shapeError(t *testing.T, f func()) (e *linalg.ShapeError) {
	t.Helper()
	defer func() {
		t.Helper()
		v := recover()
		var ok bool
		if e, ok = v.(*linalg.ShapeError); !ok {
			t.Fatalf("got panic %v (%T), want a *ShapeError", v, v)
		}
	}()
	f()
	return nil
}

// same fails the test unless got has exactly the shape and the entries of want.
func same(t *testing.T, what string, got, want *linalg.Matrix) {
	t.Helper()
	if !linalg.Equal(got, want) {
		t.Errorf("%s: got %.17g\nwant %.17g", what, got, want)
	}
}

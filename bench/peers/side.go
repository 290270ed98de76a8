package main

import (
	"fmt"
	"math"
)

// side is one of those that are compared.
type side interface {
	name() string
	about() string // versions and settings, for under the table
	// measure starts the workload anew, takes the first five steps and notes their
	// numbers, warms up, and then counts steps for at least so many seconds.
	measure(w workload, seconds float64) (sample, error)
}

// sample is one measurement.
type sample struct {
	Numbers []float64 `json:"numbers"` // of the first five steps: the loss, or of a product the sum of its last row
	Steps   int       `json:"steps"`
	Seconds float64   `json:"seconds"`
	allocs  int       // allocations in a step, rounded down; only we count them
}

// firstSteps is how many steps are compared.
const firstSteps = 5

// difference returns the largest relative difference of two lists of numbers, and an
// error when it is above the tolerance.
func difference(got, want []float64) (float64, error) {
	if len(got) != len(want) {
		return 0, fmt.Errorf("%d numbers and %d", len(got), len(want))
	}
	var largest float64
	for i := range got {
		off := math.Abs(got[i]-want[i]) / max(math.Abs(want[i]), math.SmallestNonzeroFloat64)
		if !(off <= tolerance) { // so written, a NaN is refused too
			return off, fmt.Errorf("step %d gives %.12g and %.12g, want the same within %.0e", i+1, got[i], want[i], tolerance)
		}
		largest = max(largest, off)
	}
	return largest, nil
}

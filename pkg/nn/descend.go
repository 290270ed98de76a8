package nn

import (
	"fmt"
	"iter"
	"math"

	"chainrule/pkg/linalg"
)

// Descent is gradient descent on a plain function of a few numbers.
type Descent struct {
	LR    float64                     // α, the learning rate; with Opt nil the optimizer is plain SGD
	Opt   Optimizer                   // instead of LR
	Grad  func(x []float64) []float64 // ∂f/∂x; nil takes central differences
	Steps int                         // updates
}

// Position is where a descent stands after Step updates.
type Position struct {
	Step int       // 0 is the start
	X    []float64 // a copy, as long as the start
	F    float64   // f(X)
	Grad []float64 // ∂f/∂X, a copy
}

// Descend runs gradient descent on f from start and yields every position, the
// start first: Steps+1 of them. It panics with a *linalg.ShapeError when d.Grad
// returns another number of slopes than start has entries.
func Descend(f func(x []float64) float64, start []float64, d Descent) iter.Seq[Position] {
	return func(yield func(Position) bool) {
		opt, grad := d.Opt, d.Grad
		if opt == nil {
			opt = &SGD{LR: d.LR}
		}
		if grad == nil {
			grad = func(x []float64) []float64 { return CentralDifference(f, x) }
		}
		q := newParam("f", "x", 1, len(start))
		x := q.Value.Data
		copy(x, start)
		for step := 0; step <= d.Steps; step++ {
			at := Position{Step: step, X: append([]float64(nil), x...), F: f(x)}
			slopes := grad(x)
			if len(slopes) != len(x) {
				panic(&linalg.ShapeError{Op: "Descend", Why: fmt.Sprintf("Grad returns %d numbers and start has %d: want one slope for each", len(slopes), len(x))})
			}
			copy(q.Grad.Data, slopes) // now, because the loop may write over its copy
			at.Grad = append([]float64(nil), slopes...)
			if !yield(at) {
				return
			}
			opt.Step(nil, []*Param{&q})
		}
	}
}

// CentralDifference returns the gradient of f at x by (f(x+h) − f(x−h)) / 2h for one
// entry after the other, with h about ε^⅓ times the entry's size: the error is of
// the order of 1e−10. x is changed and changed back.
func CentralDifference(f func(x []float64) float64, x []float64) []float64 {
	g := make([]float64, len(x))
	for i, v := range x {
		h := 6e-6 * math.Max(1, math.Abs(v)) // 6e−6 ≈ ∛(2⁻⁵²)
		x[i] = v + h
		up := f(x)
		x[i] = v - h
		down := f(x)
		x[i] = v
		g[i] = (up - down) / (2 * h)
	}
	return g
}

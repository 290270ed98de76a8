package scalar

import (
	"fmt"
	"math"
)

// NaNError says where the first NaN of an expression appears.
type NaNError struct {
	Step Step // the step that made it, out of operands that are numbers
}

// Error names the value, the phase, and the numbers that the NaN was made of.
func (e *NaNError) Error() string {
	return fmt.Sprintf("scalar: the first NaN is made in the %s pass. %s", e.Step.Phase, e.Step.Say)
}

// Check returns a *NaNError for the first value, in the order of Steps, that is not a
// number; then, after Backward, for the first gradient; nil when there is none. What
// is NaN elsewhere is mostly the consequence of that one.
func (v *Value) Check() error {
	g := v.dependencies()
	for i, u := range g.order {
		if math.IsNaN(u.Data) {
			return &NaNError{g.names().forward(i)}
		}
	}
	for i := len(g.order) - 1; i >= 0; i-- {
		if u := g.order[i]; u.of == v && math.IsNaN(u.Grad) {
			return &NaNError{g.names().backward(i)}
		}
	}
	return nil
}

package nn

import (
	"encoding/json"
	"math/rand/v2"
)

// Activate applies an activation by itself, where it does not follow a layer's own
// arithmetic: behind a BatchNorm, or behind the sum of a Residual.
//
//	A = f(Z)    Z and A n×d
type Activate struct {
	F Activation // nil is the identity

	in    Shape
	z     *Matrix // what Forward was given
	a, dz Matrix
}

// Build returns the shape that it is given.
func (l *Activate) Build(name string, in Shape, _ *rand.Rand) (Shape, error) {
	l.in = in
	l.a.Name = "A" + subscript(name)
	return in, nil
}

// Forward returns A, n×d.
func (l *Activate) Forward(p *Pass, z *Matrix) *Matrix {
	l.in.fits("Activate", z)
	l.z = p.Input(z, &l.dz)
	return p.Map(&l.a, l.F, z) // A = f(Z)
}

// Backward takes ∂A, n×d, and returns ∂Z.
func (l *Activate) Backward(p *Pass, da *Matrix) *Matrix {
	return p.MapGrad(&l.dz, l.F, l.z, &l.a, da) // ∂Z = ∂A ⊙ f'(Z)
}

// Params returns nil: there are none.
func (l *Activate) Params() []*Param { return nil }

// savedActivate is what an Activate is built from.
type savedActivate struct {
	F string `json:"f"`
}

// MarshalJSON writes the activation's name.
func (l *Activate) MarshalJSON() ([]byte, error) {
	name, err := nameOf(l.F)
	if err != nil {
		return nil, err
	}
	return json.Marshal(savedActivate{name})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *Activate) UnmarshalJSON(b []byte) error {
	var s savedActivate
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	f, err := called(s.F)
	*l = Activate{F: f}
	return err
}

func (l *Activate) claims(in Shape) (numbers int, out Shape, err error) { return 0, in, nil }

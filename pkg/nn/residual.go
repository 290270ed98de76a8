package nn

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Residual adds what its layers make of the input to the input itself (He et al., 2016).
// The layers learn a change, and errors have a way past them.
//
//	Y = X + F(X)    X and Y n×d
type Residual struct {
	Layers   []Layer // F, which must give back the shape that it takes
	Shortcut []Layer // what X goes through where F changes the shape, such as a 1×1 convolution; nil is nothing

	name        string
	f, shortcut Chain
	y, dx       Matrix
}

// Build builds the layers. It returns an error when the two shapes that are added differ.
func (r *Residual) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	r.name, r.f, r.shortcut = name, Chain{Layers: r.Layers}, Chain{Layers: r.Shortcut}
	r.y.Name = "Y" + subscript(name)
	out, err := r.f.Build(name, in, rng)
	if err != nil {
		return nil, err
	}
	past := in
	if r.Shortcut != nil {
		if past, err = r.shortcut.Build(name+"/Shortcut", in, rng); err != nil {
			return nil, err
		}
	}
	if !slices.Equal(past, out) {
		what, try := "the input itself", "let the last layer restore it, a Dense within a sequence by a TimeDistributed, or set Shortcut to layers that change it as well"
		if r.Shortcut != nil {
			what, try = "what Shortcut makes", "change one of them"
		}
		return nil, fmt.Errorf("nn: %s: Layers make shape %v of %v, and %s has shape %v, want the same, because they are added: %s", name, out, in, what, past, try)
	}
	return out, nil
}

// Forward returns X + F(X).
func (r *Residual) Forward(p *Pass, x *Matrix) *Matrix {
	p.Input(x, &r.dx)
	y, past := r.f.Forward(p, x), x
	if r.Shortcut != nil {
		past = r.shortcut.Forward(p, x)
	}
	p.At(r.name, "forward")
	return p.Add(&r.y, past, y) // Y = X + F(X)
}

// Backward takes ∂Y and returns ∂X: the error itself, and what comes back through F.
func (r *Residual) Backward(p *Pass, dy *Matrix) *Matrix {
	through, past := r.f.Backward(p, dy), dy
	if r.Shortcut != nil {
		past = r.shortcut.Backward(p, dy)
	}
	p.At(r.name, "backward")
	return p.Add(&r.dx, past, through) // ∂X = ∂Y + F'(X)ᵀ ∂Y
}

// Params returns the parameters of all layers, those of the shortcut last.
func (r *Residual) Params() []*Param { return slices.Concat(r.f.Params(), r.shortcut.Params()) }

func (r *Residual) inside() []Layer { return slices.Concat(r.Layers, r.Shortcut) }

// savedResidual is what a Residual is built from.
type savedResidual struct {
	Layers   savedLayers `json:"layers"`
	Shortcut savedLayers `json:"shortcut,omitempty"`
}

// MarshalJSON writes the layers and their settings.
func (r *Residual) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedResidual{r.Layers, r.Shortcut})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *Residual) UnmarshalJSON(b []byte) error {
	var s savedResidual
	err := json.Unmarshal(b, &s)
	*r = Residual{Layers: s.Layers, Shortcut: s.Shortcut}
	return err
}

func (r *Residual) claims(in Shape) (numbers int, out Shape, err error) {
	numbers, out, err = savedLayers(r.Layers).claims(in, maxNumbers)
	if err != nil {
		return 0, nil, err
	}
	more, _, err := savedLayers(r.Shortcut).claims(in, maxNumbers)
	return numbers + more, out, err
}

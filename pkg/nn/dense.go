package nn

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"chainrule/pkg/linalg"
)

// Dense is a fully connected layer: every unit sees every input.
//
//	Z = XW + 1b    X n×d, W d×h, b 1×h, Z n×h
//	A = f(Z)
type Dense struct {
	Out  int        // h, the number of units, at least 1
	Act  Activation // f; nil is the identity
	Init Init       // of W; nil is He for ReLU and Xavier otherwise. b starts at 0

	w, b         Param
	x            *Matrix // what Forward was given, n×d
	z, a, dz, dx Matrix
}

// Build makes W and b. Out and the input need at least one unit.
func (d *Dense) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	if d.Out < 1 {
		return nil, fmt.Errorf("nn: %s: Out is %d, want at least 1 unit", name, d.Out)
	}
	if in.Size() < 1 {
		return nil, fmt.Errorf("nn: %s: the input has shape %v, want at least 1 feature", name, in)
	}
	features, units := in.Size(), d.Out
	d.w = newParam(name, "W", features, units)
	d.b = newParam(name, "b", 1, units)
	d.Init.orUsual(d.Act)(d.w.Value, features, units, rng)
	layer := subscript(name)
	d.z.Name, d.a.Name, d.dz.Name = "Z"+layer, "A"+layer, `\partial Z`+layer
	if d.Act == nil {
		d.z.Name = "A" + layer // Z and A are the same
	}
	return Shape{units}, nil
}

// Forward returns A, n×h.
func (d *Dense) Forward(p *Pass, x *Matrix) *Matrix {
	d.x = p.Input(x, &d.dx)
	p.Affine(&d.z, x, d.w.Value, d.b.Value) // Z = XW + 1b
	return p.Map(&d.a, d.Act, &d.z)         // A = f(Z)
}

// Backward takes ∂A, n×h, and returns ∂X, n×d.
func (d *Dense) Backward(p *Pass, da *Matrix) *Matrix {
	dz := p.MapGrad(&d.dz, d.Act, &d.z, &d.a, da) // ∂Z = ∂A ⊙ f'(Z)
	p.MulATB(d.w.Grad, d.x, dz)                   // ∂W = Xᵀ ∂Z
	p.SumRows(d.b.Grad, dz)                       // ∂b = 1ᵀ ∂Z
	return p.MulABT(&d.dx, dz, d.w.Value)         // ∂X = ∂Z Wᵀ
}

// Params returns W, d×h, and b, 1×h.
func (d *Dense) Params() []*Param { return []*Param{&d.w, &d.b} }

// newParam returns the parameter symbol of a layer, filled with zeros.
func newParam(layer, symbol string, rows, cols int) Param {
	tex := symbol + subscript(layer)
	return Param{
		Name:  layer + "/" + symbol,
		Value: linalg.New(rows, cols).Named(tex),
		Grad:  linalg.New(rows, cols).Named(`\partial ` + tex),
	}
}

// subscript is the number of a layer as the index of its symbols: "_2" for "Dense 2",
// "_{1.2}" for "Residual 1/Dense 2".
func subscript(layer string) string {
	var numbers []string
	for part := range strings.SplitSeq(layer, "/") {
		if _, number, found := strings.Cut(part, " "); found {
			numbers = append(numbers, number)
		}
	}
	switch len(numbers) {
	case 0:
		return ""
	case 1:
		return "_" + numbers[0]
	}
	return "_{" + strings.Join(numbers, ".") + "}"
}

package nn

import (
	"strings"

	"chainrule/pkg/linalg"
)

// What the gated layers, LSTM and GRU, do entry by entry.

// gate overwrites a with f of the h columns of z that belong to gate number k.
func (p *Pass) gate(a *Matrix, f *Elementwise, z *Matrix, k int) *Matrix {
	h := a.Cols
	for i := range a.Rows {
		row := z.Row(i)[k*h : (k+1)*h]
		for j, v := range row {
			a.Row(i)[j] = f.F(v)
		}
	}
	if p.tracing() {
		p.recordBy(f, "gate:"+f.Name(), a, gateOf(z, k, a))
	}
	return a
}

// gateOf is the part of z, n×k·h, that belongs to gate number k, whose values are a.
func gateOf(z *Matrix, k int, a *Matrix) *Matrix {
	return linalg.SliceCols(z, k*a.Cols, (k+1)*a.Cols).Named(beforeGate(a.Name))
}

// beforeGate is what the argument of a gate is called (Greff et al., 2017):
// \bar{I}^{\langle 1 \rangle} for I^{\langle 1 \rangle}.
func beforeGate(name string) string {
	letter, time, _ := strings.Cut(name, "^")
	return `\bar{` + strings.Trim(strings.TrimPrefix(letter, `\tilde`), "{}") + `}^` + time
}

// gateGrad sets the columns of dz that belong to gate number k: what the gate let
// through, other, times its error and its slope, ∂J/∂gate being err ⊙ other.
func (p *Pass) gateGrad(dz *Matrix, k int, f *Elementwise, z, a, err, other *Matrix) {
	h := a.Cols
	for i := range a.Rows {
		z, dz := z.Row(i)[k*h:(k+1)*h], dz.Row(i)[k*h:(k+1)*h]
		a, err, other := a.Row(i), err.Row(i), other.Row(i)
		for j := range h {
			dz[j] = err[j] * other[j] * f.DF(z[j], a[j])
		}
	}
	if p.tracing() {
		d := gateOf(dz, k, a)
		d.Name = `\partial ` + d.Name
		p.recordBy(f, "gategrad:"+f.Name(), d, err, other, gateOf(z, k, a), a)
	}
}

// mix overwrites c with a ⊙ b + d ⊙ e, and plus, unless it is nil.
func (p *Pass) mix(c, plus, a, b, d, e *Matrix) *Matrix {
	c.Reset(a.Rows, a.Cols)
	for i := range c.Data {
		c.Data[i] = a.Data[i]*b.Data[i] + d.Data[i]*e.Data[i]
	}
	if plus != nil {
		c.Add(c, plus)
	}
	if p.tracing() {
		if plus == nil {
			p.record("mix", c, a, b, d, e)
		} else {
			p.record("mix", c, a, b, d, e, plus)
		}
	}
	return c
}

// complement overwrites n with 1 − z.
func (p *Pass) complement(n, z *Matrix) *Matrix {
	n.Reset(z.Rows, z.Cols)
	for i, v := range z.Data {
		n.Data[i] = 1 - v
	}
	if p.tracing() {
		p.record("complement", n, z)
	}
	return n
}

// minus overwrites d with a − b.
func (p *Pass) minus(d, a, b *Matrix) *Matrix {
	d.Sub(a, b)
	if p.tracing() {
		p.record("minus", d, a, b)
	}
	return d
}

package nn

import (
	"fmt"
	"math/rand/v2"

	"chainrule/pkg/linalg"
)

// overTime is a matrix for each time, n×c, one below the other in all: what concerns one
// time is a block of it, and what concerns all of them is one product.
type overTime struct {
	all Matrix
	at  []Matrix
}

// times names the blocks from time first on: H^{\langle 0 \rangle}, …
func (o *overTime) times(name string, first, count int) {
	o.all.Name = name
	o.at = make([]Matrix, count)
	for t := range o.at {
		o.at[t].Name = fmt.Sprintf(`%s^{\langle %d \rangle}`, name, first+t)
	}
}

// reset makes each block n×c. The entries are whatever was there.
func (o *overTime) reset(n, c int) {
	o.all.Reset(len(o.at)*n, c)
	for t := range o.at {
		b := &o.at[t]
		b.Rows, b.Cols, b.Data = n, c, o.all.Data[t*n*c:(t+1)*n*c:(t+1)*n*c]
	}
}

// copyFrom takes the times of each example, n×T·c, apart.
func (o *overTime) copyFrom(x *Matrix) {
	c := x.Cols / len(o.at)
	o.reset(x.Rows, c)
	for t := range o.at {
		for i := range x.Rows {
			copy(o.at[t].Row(i), x.Row(i)[t*c:(t+1)*c])
		}
	}
}

// sideBySide puts the blocks of the times side by side in x, n×T·c, each example in its row.
func sideBySide(x *Matrix, at []Matrix) *Matrix {
	n, c := at[0].Rows, at[0].Cols
	x.Reset(n, len(at)*c)
	for t := range at {
		for i := range n {
			copy(x.Row(i)[t*c:(t+1)*c], at[t].Row(i))
		}
	}
	return x
}

// recurrent is what the recurrent layers share: the input and the state at each time, and
// where errors flow back through time.
type recurrent struct {
	in       Shape // {T, d}
	units    int   // h
	sequence bool
	truncate int

	x, h   overTime // X⟨1⟩ … X⟨T⟩, n×d; H⟨0⟩ … H⟨T⟩, n×h
	dy, dh overTime // of each time's output, and of H⟨1⟩ … H⟨T⟩; n×h
	dxs    overTime // ∂X⟨1⟩ … ∂X⟨T⟩
	before Matrix   // H⟨0⟩ … H⟨T−1⟩, a view
	more   Matrix
	y, dx  Matrix
}

// build checks the settings, names the matrices, and returns the shape of the output.
func (r *recurrent) build(name string, in Shape, units int, sequence bool, truncate int) (Shape, error) {
	switch {
	case units < 1:
		return nil, fmt.Errorf("nn: %s: Out is %d, want at least 1 unit", name, units)
	case truncate < 0:
		return nil, fmt.Errorf("nn: %s: Truncate is %d, want the number of times through which errors flow back, or 0 for all", name, truncate)
	case len(in) != 2 || in.Size() < 1:
		return nil, noSequence(name, in)
	}
	*r = recurrent{in: in, units: units, sequence: sequence, truncate: truncate}
	T := in[0]
	r.x.times("X", 1, T)
	r.h.times("H", 0, T+1)
	r.dy.times(`\partial Y`, 1, T)
	r.dh.times(`\partial H`, 1, T)
	r.dxs.times(`\partial X`, 1, T)
	r.before.Name = "H'"
	r.y.Name = "H" + subscript(name)
	return outOf(in, units, sequence), nil
}

// outOf is the shape of the output.
func outOf(in Shape, units int, sequence bool) Shape {
	if sequence {
		return Shape{in[0], units}
	}
	return Shape{units}
}

// begin takes the examples apart, and starts from a state of 0.
func (r *recurrent) begin(op string, p *Pass, x *Matrix) {
	r.in.fits(op, x)
	p.Input(x, &r.dx)
	r.x.copyFrom(x)
	r.h.reset(x.Rows, r.units)
	r.h.at[0].Fill(0)
}

// output is the state of every time, n×T·h, or of the last, n×h.
func (r *recurrent) output(p *Pass) *Matrix {
	p.within("", 0)
	T := r.in[0]
	if !r.sequence {
		return &r.h.at[T]
	}
	return sideBySide(&r.y, r.h.at[1:])
}

// beginBack takes the errors of the output apart. It returns the first time, from 0, that
// an error reaches: a truncated flow from the last time ends where its stretch begins.
func (r *recurrent) beginBack(dout *Matrix) (first int) {
	T, n := r.in[0], r.h.at[0].Rows
	r.dh.reset(n, r.units)
	if r.sequence {
		r.dy.copyFrom(dout)
		return 0
	}
	r.dy.reset(n, r.units)
	r.dy.at[T-1].Copy(dout)
	if r.truncate > 0 {
		return (T - 1) / r.truncate * r.truncate
	}
	return 0
}

// flows says whether the error of time t+1 flows back to time t, both counted from 0.
func (r *recurrent) flows(t int) bool {
	return t+1 < r.in[0] && (r.truncate == 0 || (t+1)%r.truncate != 0)
}

// outputError is ∂Y of time t; nil when nothing looks at that time's output.
func (r *recurrent) outputError(t int) *Matrix {
	if r.sequence || t == r.in[0]-1 {
		return &r.dy.at[t]
	}
	return nil
}

// statesBefore are the states that fed the times, one below the other: T·n×h.
func (r *recurrent) statesBefore() *Matrix {
	n, h := r.in[0]*r.h.at[0].Rows, r.units
	r.before.Rows, r.before.Cols, r.before.Data = n, h, r.h.all.Data[:n*h:n*h]
	return &r.before
}

// inputs ends a backward pass: ∂X of all times, from ∂Z of all and W; a second set of
// gates adds to it.
func (r *recurrent) inputs(p *Pass, g, second *gates) *Matrix {
	r.dxs.reset(r.h.at[0].Rows, r.in[1])
	p.MulABT(&r.dxs.all, &g.dz.all, g.w.Value) // ∂X = ∂Z Wᵀ
	if second != nil {
		if r.more.Name = r.dxs.all.Name; p.tracing() {
			r.dxs.all.Name += "'" // the part that comes through the first
		}
		p.stateError("input", &r.more, &r.dxs.all, &second.dz.all, second.w.Value)
		r.dxs.all.Copy(&r.more)
		r.dxs.all.Name = r.more.Name
	}
	return sideBySide(&r.dx, r.dxs.at)
}

// gates are units that look at the input and at a state: Z⟨t⟩ = X⟨t⟩W + H⟨t−1⟩U + 1b.
// Several gates of h units stand side by side.
type gates struct {
	w, u, b Param    // d×k, h×k, 1×k
	z, dz   overTime // of each time, n×k
	hu      Matrix
}

// build makes W by init, U with orthogonal columns, each gate by itself, and b, of zeros.
func (g *gates) build(name string, symbols [3]string, features, units, count int, init Init, rng *rand.Rand) {
	g.w = newParam(name, symbols[0], features, count*units)
	g.u = newParam(name, symbols[1], units, count*units)
	g.b = newParam(name, symbols[2], 1, count*units)
	for k := range count {
		fill(g.w.Value, k*units, init, linalg.New(features, units), rng)
		fill(g.u.Value, k*units, Orthogonal(1), linalg.New(units, units), rng)
	}
}

// times names Z and ∂Z.
func (g *gates) times(name string, count int) {
	g.z.times(name, 1, count)
	g.dz.times(`\partial `+name, 1, count)
}

// fill initializes the columns of w from column from on, as a matrix of its own.
func fill(w *Matrix, from int, init Init, block *Matrix, rng *rand.Rand) {
	init(block, block.Rows, block.Cols, rng)
	for i := range block.Rows {
		copy(w.Row(i)[from:], block.Row(i))
	}
}

// begin meets the inputs of all times at once.
func (g *gates) begin(x *overTime) {
	g.z.reset(x.at[0].Rows, g.w.Value.Cols)
	g.z.all.Mul(&x.all, g.w.Value)
	g.z.all.AddRow(&g.z.all, g.b.Value)
}

// forward returns Z⟨t⟩, from X⟨t⟩ and the state before.
func (g *gates) forward(p *Pass, t int, x, h *Matrix) *Matrix {
	z := &g.z.at[t]
	z.Add(z, g.hu.Mul(h, g.u.Value)) // begin has left XW + 1b there
	if p.tracing() {
		p.record("recurrent", z, x, g.w.Value, h, g.u.Value, g.b.Value)
	}
	return z
}

// beginBack makes ∂Z zero before time first, which no error reaches.
func (g *gates) beginBack(first int) {
	n, k := g.z.at[0].Rows, g.w.Value.Cols
	g.dz.reset(n, k)
	for t := range first {
		g.dz.at[t].Fill(0)
	}
}

// gradients sets ∂W, ∂U and ∂b, to which every time adds.
func (g *gates) gradients(p *Pass, x, h *Matrix) {
	p.MulATB(g.w.Grad, x, &g.dz.all) // ∂W = Σ_t X⟨t⟩ᵀ ∂Z⟨t⟩
	p.as("state")
	p.MulATB(g.u.Grad, h, &g.dz.all) // ∂U = Σ_t H⟨t−1⟩ᵀ ∂Z⟨t⟩
	p.as("time")
	p.SumRows(g.b.Grad, &g.dz.all) // ∂b = Σ_t 1ᵀ ∂Z⟨t⟩
}

// stateError returns ∂H⟨t⟩ in dh: the error of the output there, unless dy is nil, and
// what flows back from the next time's ∂Z, unless dz is nil.
//
// role says of what it is the error, if not of a state at the time before.
func (p *Pass) stateError(role string, dh, dy, dz, u *Matrix) *Matrix {
	switch {
	case dz == nil:
		return dh.Copy(dy)
	case dy == nil:
		dh.MulABT(dz, u)
	default:
		dh.MulABT(dz, u)
		dh.Add(dh, dy)
	}
	if p.tracing() {
		op := "stateError"
		if role != "" {
			op += ":" + role
		}
		if dy == nil {
			p.record(op, dh, dz, u)
		} else {
			p.record(op, dh, dz, u, dy)
		}
	}
	return dh
}

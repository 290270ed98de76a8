package nn

import (
	"fmt"
	"strings"

	"chainrule/pkg/linalg"
)

// Pass is the hand that computes: layers, losses and optimizers do their arithmetic
// through it. With a Trace attached it records every operation; without one it
// records nothing and allocates nothing. A nil *Pass computes in use, untraced.
type Pass struct {
	Trace *Trace // where operations are recorded; nil records nothing
	Train bool   // training, as opposed to use: layers such as dropout look at it

	where string // "Dense 1/forward"
	role  string // in which operations have a sentence of their own: "time"
	usual string // the role that layers begin with
}

// At says which part is computing, for the Where of the steps that follow:
// p.At("Dense 1", "forward").
func (p *Pass) At(part, phase string) {
	if p.tracing() {
		p.where, p.role = part+"/"+phase, p.usual
	}
}

// within adds to where the steps that follow happen: p.within("t =", 3) makes it
// "LSTM 1/forward, t = 3", until p.within("", 0).
func (p *Pass) within(what string, n int) {
	if !p.tracing() {
		return
	}
	p.where, _, _ = strings.Cut(p.where, ", ")
	if what != "" {
		p.where += fmt.Sprintf(", %s %d", what, n)
	}
}

// begin says in which role the layers that follow compute, and returns the one before.
func (p *Pass) begin(role string) (before string) {
	if p.tracing() {
		before, p.usual = p.usual, role
	}
	return before
}

// as says in which role operations follow, until the next At: those that mean something
// else there have a sentence for it in roles.
func (p *Pass) as(role string) {
	if p.tracing() {
		p.role = role
	}
}

// Input returns x, which a layer keeps for its backward pass, and names the layer's
// gradient dx after it.
func (p *Pass) Input(x, dx *Matrix) *Matrix {
	if p.tracing() {
		dx.Name = `\partial ` + named(x, "X").Name
	}
	return x
}

// Affine overwrites z, n×h, with XW + 1b, from X n×d, W d×h, b 1×h.
func (p *Pass) Affine(z, x, w, b *Matrix) *Matrix {
	z.Mul(x, w)
	z.AddRow(z, b)
	if p.tracing() {
		p.record("affine", named(z, "Z"), named(x, "X"), named(w, "W"), named(b, "b"))
	}
	return z
}

// Map returns A = f(Z) in a; for the identity, a nil f, it returns z itself.
func (p *Pass) Map(a *Matrix, f Activation, z *Matrix) *Matrix {
	if f == nil {
		return z
	}
	f.Apply(a, z)
	if p.tracing() {
		p.recordBy(f, "map:"+f.Name(), named(a, "A"), named(z, "Z"))
	}
	return a
}

// MapGrad returns ∂Z in dz, from A = f(Z) and ∂A; for the identity, a nil f, it
// returns da itself.
func (p *Pass) MapGrad(dz *Matrix, f Activation, z, a, da *Matrix) *Matrix {
	if f == nil {
		return da
	}
	f.Grad(dz, z, a, da)
	if p.tracing() {
		z, a = named(z, "Z"), named(a, "A")
		p.recordBy(f, "mapgrad:"+f.Name(), named(dz, `\partial `+z.Name), z, a, named(da, `\partial `+a.Name))
	}
	return dz
}

// Mul overwrites c with ab, as in the scores QKᵀ times the values V.
func (p *Pass) Mul(c, a, b *Matrix) *Matrix {
	c.Mul(a, b)
	if p.tracing() {
		p.record("mul", named(c, "C"), named(a, "A"), named(b, "B"))
	}
	return c
}

// MulATB overwrites c with aᵀb, as in ∂W = Xᵀ ∂Z.
func (p *Pass) MulATB(c, a, b *Matrix) *Matrix {
	c.MulATB(a, b)
	if p.tracing() {
		p.record("mulATB", named(c, `\partial W`), named(a, "X"), named(b, `\partial Z`))
	}
	return c
}

// MulABT overwrites c with abᵀ, as in ∂X = ∂Z Wᵀ.
func (p *Pass) MulABT(c, a, b *Matrix) *Matrix {
	c.MulABT(a, b)
	if p.tracing() {
		p.record("mulABT", named(c, `\partial X`), named(a, `\partial Z`), named(b, "W"))
	}
	return c
}

// Hadamard overwrites c with a ⊙ b, entry by entry, as where a mask drops features or
// a gate lets through.
func (p *Pass) Hadamard(c, a, b *Matrix) *Matrix {
	c.Hadamard(a, b)
	if p.tracing() {
		p.record("hadamard", named(c, "C"), named(a, "A"), named(b, "B"))
	}
	return c
}

// Add overwrites c with a + b, as where a residual block adds its input.
func (p *Pass) Add(c, a, b *Matrix) *Matrix {
	c.Add(a, b)
	if p.tracing() {
		p.record("add", named(c, "C"), named(a, "A"), named(b, "B"))
	}
	return c
}

// SumRows overwrites row, 1×c, with 1ᵀa, as in ∂b = 1ᵀ ∂Z.
func (p *Pass) SumRows(row, a *Matrix) *Matrix {
	row.SumRows(a)
	if p.tracing() {
		p.record("sumRows", named(row, `\partial b`), named(a, `\partial Z`))
	}
	return row
}

func (p *Pass) tracing() bool { return p != nil && p.Trace != nil }

// record appends a step with copies of its operands and its result.
func (p *Pass) record(op string, out *Matrix, args ...*Matrix) { p.recordBy(nil, op, out, args...) }

// recordBy also keeps the activation, which explains the step in its own formula.
func (p *Pass) recordBy(f Activation, op string, out *Matrix, args ...*Matrix) {
	p.append(Step{Op: op, act: f}, out, args...)
}

// recordWindow also keeps how a kernel walks over the pictures.
func (p *Pass) recordWindow(op string, w Window, out *Matrix, args ...*Matrix) {
	p.append(Step{Op: op, Window: &w}, out, args...)
}

// append fills in a step and appends it.
func (p *Pass) append(s Step, out *Matrix, args ...*Matrix) {
	s.Where, s.Out = p.where, *out.Clone()
	if op := s.Op + ":" + p.role; roles[op] != "" {
		s.Op = op
	}
	for i, a := range args {
		c := a.Clone()
		if c.Name == "" {
			c.Name = string(rune('P' + i))
		}
		s.Args = append(s.Args, *c)
	}
	s.TeX, s.Say = s.kind().tex(&s), s.say()
	p.Trace.Steps = append(p.Trace.Steps, s)
}

// named returns m, or, when it has no name, the same entries under the given one.
func named(m *Matrix, name string) *Matrix {
	if m.Name != "" {
		return m
	}
	return &Matrix{Rows: m.Rows, Cols: m.Cols, Data: m.Data, Name: name}
}

// scalar is a number as a 1×1 operand of a step.
func scalar(name string, v float64) *Matrix { return linalg.New(1, 1, v).Named(name) }

// Entry explains the entry of the result in row i and column j, both counted from
// 0: its formula in symbols, in values, and term by term. It panics with a
// *linalg.ShapeError when there is no such entry, and when a step that no Pass recorded
// does not have the operands of its operation.
func (s *Step) Entry(i, j int) Entry {
	e := Entry{Row: i, Col: j, Value: s.Out.At(i, j)}
	s.explain(&e)
	left := entrySymbol(&s.Out, i, j)
	is := " = "
	if strings.HasPrefix(s.Op, "update:") || s.Op == "average" {
		is = " := " // what changes stands on both sides
	}
	e.Symbols = left + is + e.Symbols
	e.Values = left + is + equals(e.Values, value(e.Value))
	return e
}

// String returns the step as text: where it happens, its sentence and the result.
func (s *Step) String() string {
	return fmt.Sprintf("%s: %s\n%.6v", s.Where, s.Say, renamed(&s.Out, plain(s.Out.Name)))
}

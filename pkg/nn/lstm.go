package nn

import "math/rand/v2"

// LSTM is a recurrent layer with a memory that gates write, keep and read (Hochreiter and
// Schmidhuber, 1997; with the forget gate of Gers et al., 2000). The memory is added to
// rather than multiplied, so that errors reach far back.
//
//	[Ī F̄ C̄ Ō]⟨t⟩ = X⟨t⟩W + H⟨t−1⟩U + 1b     X⟨t⟩ n×d, W d×4h, H n×h, U h×4h, b 1×4h
//	I = σ(Ī), F = σ(F̄), C̃ = tanh(C̄), O = σ(Ō)
//	C⟨t⟩ = F ⊙ C⟨t−1⟩ + I ⊙ C̃               C⟨0⟩ = 0
//	H⟨t⟩ = O ⊙ Ĉ, with Ĉ = tanh(C⟨t⟩)        H⟨0⟩ = 0
//
// An example has shape {T, d}: d features at each of T times, time after time in its row.
// The columns of W, U and b hold the gates in the order input, forget, candidate, output.
type LSTM struct {
	Out      int  // h, the number of units, at least 1
	Sequence bool // true returns H of every time, {T, h}; false that of the last, {h}
	Truncate int  // errors flow back through stretches of this many times; 0 through all
	Init     Init // of W; nil is Xavier. U starts orthogonal, b at 0, but at 1 for F (Jozefowicz et al., 2015)

	recurrent
	gates      gates
	i, f, g, o overTime // I, F, C̃, O, n×h
	c, chat    overTime // C⟨0⟩ … C⟨T⟩, and Ĉ, n×h
	dc         overTime
}

// The places of the gates.
const (
	inputGate = iota
	forgetGate
	candidate
	outputGate
)

// Build makes W, U and b. The shape must be {T, d}.
func (l *LSTM) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	out, err := l.build(name, in, l.Out, l.Sequence, l.Truncate)
	if err != nil {
		return nil, err
	}
	T := in[0]
	l.gates.build(name, [3]string{"W", "U", "b"}, in[1], l.Out, 4, l.Init.orUsual(Tanh), rng)
	for j := range l.Out {
		l.gates.b.Value.Data[forgetGate*l.Out+j] = 1
	}
	l.gates.times("Z", T)
	l.i.times("I", 1, T)
	l.f.times("F", 1, T)
	l.g.times(`\tilde{C}`, 1, T)
	l.o.times("O", 1, T)
	l.c.times("C", 0, T+1)
	l.chat.times(`\hat{C}`, 1, T)
	l.dc.times(`\partial C`, 1, T)
	return out, nil
}

// Forward returns H of every time, n×T·h, or of the last, n×h.
func (l *LSTM) Forward(p *Pass, x *Matrix) *Matrix {
	p.as("memory")
	l.begin("LSTM", p, x)
	l.gates.begin(&l.x)
	for _, m := range []*overTime{&l.i, &l.f, &l.g, &l.o, &l.c, &l.chat} {
		m.reset(x.Rows, l.Out)
	}
	l.c.at[0].Fill(0)
	for t := range l.in[0] {
		p.within("t =", t+1)
		z := l.gates.forward(p, t, &l.x.at[t], &l.h.at[t])         // Z = X⟨t⟩W + H⟨t−1⟩U + 1b
		i := p.gate(&l.i.at[t], Sigmoid, z, inputGate)             // I = σ(Ī)
		f := p.gate(&l.f.at[t], Sigmoid, z, forgetGate)            // F = σ(F̄)
		g := p.gate(&l.g.at[t], Tanh, z, candidate)                // C̃ = tanh(C̄)
		o := p.gate(&l.o.at[t], Sigmoid, z, outputGate)            // O = σ(Ō)
		c := p.mix(&l.c.at[t+1], nil, f, &l.c.at[t], i, g)         // C⟨t⟩ = F ⊙ C⟨t−1⟩ + I ⊙ C̃
		p.Hadamard(&l.h.at[t+1], o, p.Map(&l.chat.at[t], Tanh, c)) // H⟨t⟩ = O ⊙ tanh(C⟨t⟩)
	}
	return l.output(p)
}

// Backward takes ∂J/∂output and returns ∂X, n×T·d: backpropagation through time.
func (l *LSTM) Backward(p *Pass, dout *Matrix) *Matrix {
	p.as("time")
	first := l.beginBack(dout)
	l.gates.beginBack(first)
	l.dc.reset(dout.Rows, l.Out)
	for t := l.in[0] - 1; t >= first; t-- {
		p.within("t =", t+1)
		z, dz := &l.gates.z.at[t], &l.gates.dz.at[t]
		i, f, g, o, chat := &l.i.at[t], &l.f.at[t], &l.g.at[t], &l.o.at[t], &l.chat.at[t]
		var dzNext, dcNext, fNext *Matrix
		if l.flows(t) {
			dzNext, dcNext, fNext = &l.gates.dz.at[t+1], &l.dc.at[t+1], &l.f.at[t+1]
		}
		dh := p.stateError("", &l.dh.at[t], l.outputError(t), dzNext, l.gates.u.Value) // ∂H⟨t⟩ = ∂Y⟨t⟩ + ∂Z⟨t+1⟩Uᵀ
		dc := p.memoryError(&l.dc.at[t], dh, o, chat, dcNext, fNext)                   // ∂C⟨t⟩ = ∂H⟨t⟩ ⊙ O ⊙ (1 − Ĉ²) + ∂C⟨t+1⟩ ⊙ F⟨t+1⟩
		p.gateGrad(dz, inputGate, Sigmoid, z, i, dc, g)                                // ∂Ī = ∂C ⊙ C̃ ⊙ σ'(Ī)
		p.gateGrad(dz, forgetGate, Sigmoid, z, f, dc, &l.c.at[t])                      // ∂F̄ = ∂C ⊙ C⟨t−1⟩ ⊙ σ'(F̄)
		p.gateGrad(dz, candidate, Tanh, z, g, dc, i)                                   // ∂C̄ = ∂C ⊙ I ⊙ tanh'(C̄)
		p.gateGrad(dz, outputGate, Sigmoid, z, o, dh, chat)                            // ∂Ō = ∂H ⊙ Ĉ ⊙ σ'(Ō)
	}
	p.within("", 0)
	l.gates.gradients(p, &l.x.all, l.statesBefore())
	return l.inputs(p, &l.gates, nil)
}

// Params returns W, d×4h, U, h×4h, and b, 1×4h.
func (l *LSTM) Params() []*Param { return []*Param{&l.gates.w, &l.gates.u, &l.gates.b} }

// memoryError overwrites dc with ∂C⟨t⟩: what H⟨t⟩ makes of it, and what the next time's
// forget gate let through, unless nothing flows back from there.
func (p *Pass) memoryError(dc, dh, o, chat, dcNext, fNext *Matrix) *Matrix {
	for k := range dc.Data {
		dc.Data[k] = dh.Data[k] * o.Data[k] * (1 - chat.Data[k]*chat.Data[k])
		if dcNext != nil {
			dc.Data[k] += dcNext.Data[k] * fNext.Data[k]
		}
	}
	if p.tracing() {
		if dcNext == nil {
			p.record("memoryError", dc, dh, o, chat)
		} else {
			p.record("memoryError", dc, dh, o, chat, dcNext, fNext)
		}
	}
	return dc
}

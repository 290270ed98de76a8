package nn

import "math/rand/v2"

// RNN is a recurrent layer (Elman, 1990): what it makes of an input depends on its state,
// which sums up the inputs before.
//
//	Z⟨t⟩ = X⟨t⟩W + H⟨t−1⟩U + 1b    X⟨t⟩ n×d, W d×h, H n×h, U h×h, b 1×h
//	H⟨t⟩ = f(Z⟨t⟩)                 H⟨0⟩ = 0
//
// An example has shape {T, d}: d features at each of T times, time after time in its row.
type RNN struct {
	Out      int        // h, the number of units, at least 1
	Act      Activation // f; nil is Tanh
	Sequence bool       // true returns H of every time, {T, h}; false that of the last, {h}
	Truncate int        // errors flow back through stretches of this many times; 0 through all
	Init     Init       // of W; nil is Xavier. U starts orthogonal, b at 0

	recurrent
	gates gates
	act   Activation
}

// Build makes W, U and b. The shape must be {T, d}.
func (l *RNN) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	out, err := l.build(name, in, l.Out, l.Sequence, l.Truncate)
	if err != nil {
		return nil, err
	}
	if l.act = l.Act; l.act == nil {
		l.act = Tanh
	}
	l.gates.build(name, [3]string{"W", "U", "b"}, in[1], l.Out, 1, l.Init.orUsual(l.act), rng)
	l.gates.times("Z", in[0])
	return out, nil
}

// Forward returns H of every time, n×T·h, or of the last, n×h.
func (l *RNN) Forward(p *Pass, x *Matrix) *Matrix {
	l.begin("RNN", p, x)
	l.gates.begin(&l.x)
	for t := range l.in[0] {
		p.within("t =", t+1)
		z := l.gates.forward(p, t, &l.x.at[t], &l.h.at[t]) // Z⟨t⟩ = X⟨t⟩W + H⟨t−1⟩U + 1b
		p.Map(&l.h.at[t+1], l.act, z)                      // H⟨t⟩ = f(Z⟨t⟩)
	}
	return l.output(p)
}

// Backward takes ∂J/∂output and returns ∂X, n×T·d: backpropagation through time
// (Werbos, 1990).
func (l *RNN) Backward(p *Pass, dout *Matrix) *Matrix {
	p.as("time")
	first := l.beginBack(dout)
	l.gates.beginBack(first)
	for t := l.in[0] - 1; t >= first; t-- {
		p.within("t =", t+1)
		var next *Matrix // ∂Z⟨t+1⟩
		if l.flows(t) {
			next = &l.gates.dz.at[t+1]
		}
		dh := p.stateError("", &l.dh.at[t], l.outputError(t), next, l.gates.u.Value) // ∂H⟨t⟩ = ∂Y⟨t⟩ + ∂Z⟨t+1⟩Uᵀ
		p.MapGrad(&l.gates.dz.at[t], l.act, &l.gates.z.at[t], &l.h.at[t+1], dh)      // ∂Z⟨t⟩ = ∂H⟨t⟩ ⊙ f'(Z⟨t⟩)
	}
	p.within("", 0)
	l.gates.gradients(p, &l.x.all, l.statesBefore())
	return l.inputs(p, &l.gates, nil)
}

// Params returns W, d×h, U, h×h, and b, 1×h.
func (l *RNN) Params() []*Param { return []*Param{&l.gates.w, &l.gates.u, &l.gates.b} }

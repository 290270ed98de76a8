package nn

import "math/rand/v2"

// GRU is a recurrent layer with two gates (Cho et al., 2014): R says how much of the state
// the candidate may look at, Z how much of the state is kept.
//
//	[R̄ Z̄] = X⟨t⟩W + H⟨t−1⟩U + 1b              X⟨t⟩ n×d, W d×2h, H n×h, U h×2h, b 1×2h
//	R = σ(R̄), Z = σ(Z̄), N = 1 − Z
//	H̃ = tanh(X⟨t⟩W̃ + QŨ + 1b̃), Q = R ⊙ H⟨t−1⟩    W̃ d×h, Ũ h×h, b̃ 1×h
//	H⟨t⟩ = Z ⊙ H⟨t−1⟩ + N ⊙ H̃                 H⟨0⟩ = 0
//
// R is applied before the product with Ũ, as in the paper; PyTorch, and Keras unless told
// otherwise, apply it after. An example has shape {T, d}: d features at each of T times,
// time after time in its row.
type GRU struct {
	Out      int  // h, the number of units, at least 1
	Sequence bool // true returns H of every time, {T, h}; false that of the last, {h}
	Truncate int  // errors flow back through stretches of this many times; 0 through all
	Init     Init // of W and W̃; nil is Xavier. U and Ũ start orthogonal, b and b̃ at 0

	recurrent
	gates, cand       gates
	r, z, n, q, hcand overTime // R, Z, N, Q, H̃, n×h
	dq, d             overTime // ∂Q, and D = H⟨t−1⟩ − H̃
	past              overTime // the error of H⟨t⟩ but for what comes by U
}

// The places of the gates.
const (
	resetGate = iota
	updateGate
)

// Build makes W, U and b of the gates, and W̃, Ũ and b̃ of the candidate, named Wh, Uh
// and bh. The shape must be {T, d}.
func (l *GRU) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	out, err := l.build(name, in, l.Out, l.Sequence, l.Truncate)
	if err != nil {
		return nil, err
	}
	T, init := in[0], l.Init.orUsual(Tanh)
	l.gates.build(name, [3]string{"W", "U", "b"}, in[1], l.Out, 2, init, rng)
	l.cand.build(name, [3]string{`\tilde{W}`, `\tilde{U}`, `\tilde{b}`}, in[1], l.Out, 1, init, rng)
	l.cand.w.Name, l.cand.u.Name, l.cand.b.Name = name+"/Wh", name+"/Uh", name+"/bh"
	l.gates.times("G", T)
	l.cand.times(`\bar{H}`, T)
	l.r.times("R", 1, T)
	l.z.times("Z", 1, T)
	l.n.times("N", 1, T)
	l.q.times("Q", 1, T)
	l.hcand.times(`\tilde{H}`, 1, T)
	l.dq.times(`\partial Q`, 1, T)
	l.d.times("D", 1, T)
	l.past.times("E", 1, T)
	l.q.all.Name = "Q"
	return out, nil
}

// Forward returns H of every time, n×T·h, or of the last, n×h.
func (l *GRU) Forward(p *Pass, x *Matrix) *Matrix {
	p.as("state")
	l.begin("GRU", p, x)
	l.gates.begin(&l.x)
	l.cand.begin(&l.x)
	for _, m := range []*overTime{&l.r, &l.z, &l.n, &l.q, &l.hcand} {
		m.reset(x.Rows, l.Out)
	}
	for t := range l.in[0] {
		p.within("t =", t+1)
		before := &l.h.at[t]                            // H⟨t−1⟩
		g := l.gates.forward(p, t, &l.x.at[t], before)  // [R̄ Z̄] = X⟨t⟩W + H⟨t−1⟩U + 1b
		r := p.gate(&l.r.at[t], Sigmoid, g, resetGate)  // R = σ(R̄)
		z := p.gate(&l.z.at[t], Sigmoid, g, updateGate) // Z = σ(Z̄)
		n := p.complement(&l.n.at[t], z)                // N = 1 − Z
		q := p.Hadamard(&l.q.at[t], r, before)          // Q = R ⊙ H⟨t−1⟩
		hbar := l.cand.forward(p, t, &l.x.at[t], q)     // H̄ = X⟨t⟩W̃ + QŨ + 1b̃
		hcand := p.gate(&l.hcand.at[t], Tanh, hbar, 0)  // H̃ = tanh(H̄)
		p.mix(&l.h.at[t+1], nil, z, before, n, hcand)   // H⟨t⟩ = Z ⊙ H⟨t−1⟩ + N ⊙ H̃
	}
	return l.output(p)
}

// Backward takes ∂J/∂output and returns ∂X, n×T·d: backpropagation through time.
func (l *GRU) Backward(p *Pass, dout *Matrix) *Matrix {
	p.as("time")
	first := l.beginBack(dout)
	l.gates.beginBack(first)
	l.cand.beginBack(first)
	for _, m := range []*overTime{&l.dq, &l.d, &l.past} {
		m.reset(dout.Rows, l.Out)
	}
	for t := l.in[0] - 1; t >= first; t-- {
		p.within("t =", t+1)
		before, r, z, n, hcand := &l.h.at[t], &l.r.at[t], &l.z.at[t], &l.n.at[t], &l.hcand.at[t]
		dg, dhbar := &l.gates.dz.at[t], &l.cand.dz.at[t]
		past, dgNext := l.outputError(t), (*Matrix)(nil)
		if l.flows(t) {
			past = p.mix(&l.past.at[t], past, &l.dh.at[t+1], &l.z.at[t+1], &l.dq.at[t+1], &l.r.at[t+1]) // E⟨t⟩ = ∂Y⟨t⟩ + ∂H⟨t+1⟩ ⊙ Z⟨t+1⟩ + ∂Q⟨t+1⟩ ⊙ R⟨t+1⟩
			dgNext = &l.gates.dz.at[t+1]
		}
		dh := p.stateError("", &l.dh.at[t], past, dgNext, l.gates.u.Value)       // ∂H⟨t⟩ = E⟨t⟩ + ∂[R̄ Z̄]⟨t+1⟩Uᵀ
		p.gateGrad(dhbar, 0, Tanh, &l.cand.z.at[t], hcand, dh, n)                // ∂H̄ = ∂H ⊙ N ⊙ tanh'(H̄)
		d := p.minus(&l.d.at[t], before, hcand)                                  // D = H⟨t−1⟩ − H̃
		p.gateGrad(dg, updateGate, Sigmoid, &l.gates.z.at[t], z, dh, d)          // ∂Z̄ = ∂H ⊙ D ⊙ σ'(Z̄)
		dq := p.stateError("candidate", &l.dq.at[t], nil, dhbar, l.cand.u.Value) // ∂Q = ∂H̄ Ũᵀ
		p.gateGrad(dg, resetGate, Sigmoid, &l.gates.z.at[t], r, dq, before)      // ∂R̄ = ∂Q ⊙ H⟨t−1⟩ ⊙ σ'(R̄)
	}
	p.within("", 0)
	l.gates.gradients(p, &l.x.all, l.statesBefore())
	l.cand.gradients(p, &l.x.all, &l.q.all)
	return l.inputs(p, &l.gates, &l.cand)
}

// Params returns W, d×2h, U, h×2h, b, 1×2h, and W̃, d×h, Ũ, h×h, b̃, 1×h.
func (l *GRU) Params() []*Param {
	return []*Param{&l.gates.w, &l.gates.u, &l.gates.b, &l.cand.w, &l.cand.u, &l.cand.b}
}

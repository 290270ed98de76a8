package nn

import "math"

// AdaGrad divides each number's step by the root of all its squared gradients so far,
// so that what seldom has a gradient learns in larger steps (Duchi, Hazan and Singer,
// 2011):
//
//	s := s + ∂θ²
//	θ := θ − α ∂θ / (√s + ε)
//
// The steps only ever get shorter. Some write ε inside the root.
type AdaGrad struct {
	LR  float64 // α; 0 is 0.01
	Eps float64 // ε, outside the root; 0 is 1e−10

	rate
	s moments
}

// RMSProp divides each number's step by the root of a running mean of its squared
// gradients, which forgets, as AdaGrad does not (Tieleman and Hinton, 2012):
//
//	s := βs + (1−β)∂θ²
//	θ := θ − α ∂θ / (√s + ε)
//
// The mean starts at 0 and is not corrected for it, so that the first steps are long:
// the first one is α/√(1−β). Some write ε inside the root; PyTorch's usual β is 0.99.
type RMSProp struct {
	LR   float64 // α; 0 is 0.001
	Beta float64 // β; 0 is 0.9
	Eps  float64 // ε, outside the root; 0 is 1e−8

	rate
	s moments
}

// AdamW is Adam with a weight decay that its means know nothing of (Loshchilov and
// Hutter, 2019), and that therefore shrinks all weights at the same rate, however large
// their gradients:
//
//	θ := θ − αλθ − α · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε)
//
// As in PyTorch, α multiplies the decay; in the paper only a schedule does. Biases do
// not decay unless Biases is set: what counts as one is said at WeightDecay.
type AdamW struct {
	LR     float64 // α; 0 is 0.001
	Beta1  float64 // β₁; 0 is 0.9
	Beta2  float64 // β₂; 0 is 0.999
	Eps    float64 // ε, outside the root; 0 is 1e−8
	Decay  float64 // λ; 0 is 0.01; for none take Adam
	Biases bool    // true decays biases too

	rate
	adam
}

// Name returns "AdaGrad".
func (o *AdaGrad) Name() string { return "AdaGrad" }

// Name returns "RMSProp".
func (o *RMSProp) Name() string { return "RMSProp" }

// Name returns "AdamW".
func (o *AdamW) Name() string { return "AdamW" }

// Step updates the parameters in place.
func (o *AdaGrad) Step(p *Pass, params []*Param) {
	lr, eps := o.at(or(o.LR, 0.01)), or(o.Eps, 1e-10)
	for _, q := range params {
		if q.Frozen {
			continue
		}
		s, before := o.s.of(q), p.before(o, q)
		for i, g := range q.Grad.Data {
			s.Data[i] += g * g
			q.Value.Data[i] -= lr * g / (math.Sqrt(s.Data[i]) + eps)
		}
		if p.tracing() {
			p.record("update:AdaGrad", q.Value, before, q.Grad, scalar(`\alpha`, lr), renamed(s, "S"), scalar(`\varepsilon`, eps))
		}
	}
}

// Step updates the parameters in place.
func (o *RMSProp) Step(p *Pass, params []*Param) {
	lr, beta, eps := o.at(or(o.LR, 0.001)), or(o.Beta, 0.9), or(o.Eps, 1e-8)
	for _, q := range params {
		if q.Frozen {
			continue
		}
		s, before := o.s.of(q), p.before(o, q)
		for i, g := range q.Grad.Data {
			s.Data[i] = beta*s.Data[i] + (1-beta)*g*g
			q.Value.Data[i] -= lr * g / (math.Sqrt(s.Data[i]) + eps)
		}
		if p.tracing() {
			p.record("update:RMSProp", q.Value, before, q.Grad, scalar(`\alpha`, lr), renamed(s, "S"), scalar(`\varepsilon`, eps), scalar(`\beta`, beta))
		}
	}
}

// Step updates the parameters in place.
func (o *AdamW) Step(p *Pass, params []*Param) {
	lr, b1, b2, eps := o.at(or(o.LR, 0.001)), or(o.Beta1, 0.9), or(o.Beta2, 0.999), or(o.Eps, 1e-8)
	for _, q := range params {
		if q.Frozen {
			continue
		}
		before, lambda := p.before(o, q), 0.0
		if o.Biases || !isBias(q) {
			lambda = or(o.Decay, 0.01)
			for i, v := range q.Value.Data {
				q.Value.Data[i] -= lr * lambda * v
			}
		}
		c1, c2 := o.step(q, lr, b1, b2, eps)
		if p.tracing() {
			mhat, vhat := o.corrected(q, c1, c2)
			p.record("update:AdamW", q.Value, before, mhat, scalar(`\alpha`, lr), vhat, scalar(`\varepsilon`, eps), q.Grad, scalar(`\lambda`, lambda))
		}
	}
}

package nn

import "math"

// Optimizer changes parameters by their gradients.
type Optimizer interface {
	// Name returns what the optimizer is called: "SGD".
	Name() string
	// Step updates the parameters that are not frozen, in place.
	Step(p *Pass, params []*Param)
}

// SGD is gradient descent: θ := θ − α ∂θ. With the gradient of the whole training
// set it is batch gradient descent, with that of a few examples stochastic.
type SGD struct {
	LR float64 // α, the learning rate

	rate
}

// Momentum is gradient descent with a velocity (Polyak, 1964), in the form
// v := βv + ∂θ, θ := θ − αv.
//
// With Nesterov it looks ahead: it steps by what the velocity will be once the same
// gradient has come in again, θ := θ − α(∂θ + βv) with the new v. This is Nesterov's
// method (1983) in the form of Sutskever et al. (2013), written for the point that it
// looks from, as in PyTorch.
type Momentum struct {
	LR       float64 // α, the learning rate
	Beta     float64 // β, the share of the velocity that stays; 0 is plain SGD
	Nesterov bool    // looks ahead

	rate
	v moments
}

// Adam scales each parameter's step by running means of its gradient and of the
// gradient's square, both corrected for their start at 0 (Kingma and Ba, 2015):
//
//	m := β₁m + (1−β₁)∂θ, v := β₂v + (1−β₂)∂θ²
//	θ := θ − α · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε)
type Adam struct {
	LR    float64 // α; 0 is 0.001
	Beta1 float64 // β₁; 0 is 0.9
	Beta2 float64 // β₂; 0 is 0.999
	Eps   float64 // ε, outside the root as in the paper; 0 is 1e−8

	rate
	adam
}

// adam is what Adam and AdamW remember.
type adam struct {
	m, v moments
	t    counts // the updates of each parameter: one that thaws late starts at 1
}

// counts is a number for each parameter, 0 at first.
type counts map[*Param]int

// next counts one more, and returns the count.
func (c *counts) next(q *Param) int {
	if *c == nil {
		*c = counts{}
	}
	(*c)[q]++
	return (*c)[q]
}

// moments is a matrix for each parameter, of its shape, zero at first.
type moments map[*Param]*Matrix

func (m *moments) of(q *Param) *Matrix {
	if *m == nil {
		*m = moments{}
	}
	v := (*m)[q]
	if v == nil || v.Rows != q.Value.Rows || v.Cols != q.Value.Cols { // new, or built again for another input
		v = new(Matrix).Reset(q.Value.Rows, q.Value.Cols).Fill(0)
		(*m)[q] = v
	}
	return v
}

// Name returns "SGD".
func (o *SGD) Name() string { return "SGD" }

// Name returns "Momentum", or "Nesterov" for the one that looks ahead.
func (o *Momentum) Name() string {
	if o.Nesterov {
		return "Nesterov"
	}
	return "Momentum"
}

// Name returns "Adam".
func (o *Adam) Name() string { return "Adam" }

// Step updates the parameters in place.
func (o *SGD) Step(p *Pass, params []*Param) {
	lr := o.at(o.LR)
	for _, q := range params {
		if q.Frozen {
			continue
		}
		before := p.before(o, q)
		for i, g := range q.Grad.Data {
			q.Value.Data[i] -= lr * g
		}
		if p.tracing() {
			p.record("update:SGD", q.Value, before, q.Grad, scalar(`\alpha`, lr))
		}
	}
}

// Step updates the parameters in place.
func (o *Momentum) Step(p *Pass, params []*Param) {
	lr := o.at(o.LR)
	for _, q := range params {
		if q.Frozen {
			continue
		}
		v, before := o.v.of(q), p.before(o, q)
		for i, g := range q.Grad.Data {
			v.Data[i] = o.Beta*v.Data[i] + g
			if o.Nesterov {
				q.Value.Data[i] -= lr * (g + o.Beta*v.Data[i])
			} else {
				q.Value.Data[i] -= lr * v.Data[i]
			}
		}
		switch {
		case !p.tracing():
		case o.Nesterov:
			p.record("update:Nesterov", q.Value, before, q.Grad, scalar(`\alpha`, lr), renamed(v, "V"), scalar(`\beta`, o.Beta))
		default:
			p.record("update:Momentum", q.Value, before, renamed(v, "V"), scalar(`\alpha`, lr), q.Grad, scalar(`\beta`, o.Beta))
		}
	}
}

// Step updates the parameters in place.
func (o *Adam) Step(p *Pass, params []*Param) {
	lr, b1, b2, eps := o.at(or(o.LR, 0.001)), or(o.Beta1, 0.9), or(o.Beta2, 0.999), or(o.Eps, 1e-8)
	for _, q := range params {
		if q.Frozen {
			continue
		}
		before := p.before(o, q)
		c1, c2 := o.step(q, lr, b1, b2, eps)
		if p.tracing() {
			mhat, vhat := o.corrected(q, c1, c2)
			p.record("update:Adam", q.Value, before, mhat, scalar(`\alpha`, lr), vhat, scalar(`\varepsilon`, eps), q.Grad)
		}
	}
}

// step updates one parameter, and returns what its means were corrected by.
func (s *adam) step(q *Param, lr, b1, b2, eps float64) (c1, c2 float64) {
	t := float64(s.t.next(q))
	c1, c2 = 1-math.Pow(b1, t), 1-math.Pow(b2, t)
	m, v := s.m.of(q), s.v.of(q)
	for i, g := range q.Grad.Data {
		m.Data[i] = b1*m.Data[i] + (1-b1)*g
		v.Data[i] = b2*v.Data[i] + (1-b2)*g*g
		q.Value.Data[i] -= lr * (m.Data[i] / c1) / (math.Sqrt(v.Data[i]/c2) + eps)
	}
	return c1, c2
}

// corrected returns the means of a parameter as its update takes them.
func (s *adam) corrected(q *Param, c1, c2 float64) (mhat, vhat *Matrix) {
	return new(Matrix).Scale(1/c1, s.m.of(q)).Named(`\hat{M}`), new(Matrix).Scale(1/c2, s.v.of(q)).Named(`\hat{V}`)
}

// or returns v, or the usual value when v is 0.
func or(v, usual float64) float64 {
	if v == 0 {
		return usual
	}
	return v
}

// before says where the update happens and, when it is traced, keeps the old value.
func (p *Pass) before(o Optimizer, q *Param) *Matrix {
	if !p.tracing() {
		return nil
	}
	p.At(o.Name(), "update")
	return q.Value.Clone()
}

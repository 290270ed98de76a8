package nn

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// WeightDecay adds the slope of a penalty on the weights to each gradient before Opt
// sees it, which pulls the weights towards 0:
//
//	∂θ := ∂θ + λ₂θ + λ₁ sign(θ)
//
// This is the slope of ½λ₂ Σθ² + λ₁ Σ|θ|, with sign(0) = 0. The cost that a Trainer
// reports does not count the penalty. With SGD, L2 is weight decay (Hanson and Pratt,
// 1989); with Adam it is not, since Adam divides by the size of the gradient: see AdamW.
//
// Biases do not decay unless Biases is set. A parameter counts as a bias when the last
// part of its Name begins with a lower-case letter, as vectors do: "Dense 1/b" is one,
// "Dense 1/W" is not.
type WeightDecay struct {
	Opt    Optimizer // takes the changed gradient
	L1     float64   // λ₁
	L2     float64   // λ₂
	Biases bool      // true decays biases too

	changed moments
}

// ClipNorm shortens the gradient of all parameters together, as one vector, to a norm
// of at most Max, and keeps its direction (Pascanu, Mikolov and Bengio, 2013):
//
//	∂θ := min(1, c/‖∂‖) ∂θ
//
// Frozen parameters do not count.
type ClipNorm struct {
	Opt Optimizer // takes the clipped gradient
	Max float64   // c; 0 is 1

	changed moments
}

// ClipValue keeps each number of the gradient between −Max and Max (Mikolov, 2012),
// which may turn its direction:
//
//	∂θ := min(c, max(−c, ∂θ))
type ClipValue struct {
	Opt Optimizer // takes the clipped gradient
	Max float64   // c; 0 is 1

	changed moments
}

// Name returns "SGD with weight decay".
func (o *WeightDecay) Name() string { return o.Opt.Name() + " with weight decay" }

// Name returns "SGD, clipped by norm".
func (o *ClipNorm) Name() string { return o.Opt.Name() + ", clipped by norm" }

// Name returns "SGD, clipped by value".
func (o *ClipValue) Name() string { return o.Opt.Name() + ", clipped by value" }

// Step updates the parameters in place, and leaves their gradients.
func (o *WeightDecay) Step(p *Pass, params []*Param) {
	decays := func(q *Param) bool {
		return !q.Frozen && (o.L1 != 0 || o.L2 != 0) && (o.Biases || !isBias(q))
	}
	p.At("WeightDecay", "gradient")
	for _, q := range params {
		if !decays(q) {
			continue
		}
		g := o.changed.of(q)
		for i, v := range q.Grad.Data {
			g.Data[i] = v + o.L2*q.Value.Data[i] + o.L1*sign(q.Value.Data[i])
		}
		if p.tracing() {
			l1, l2, w := scalar(`\lambda_1`, o.L1), scalar(`\lambda_2`, o.L2), named(q.Value, `\theta`)
			switch {
			case o.L1 == 0:
				p.changed("L2", g, q, w, l2)
			case o.L2 == 0:
				p.changed("L1", g, q, w, l1)
			default:
				p.changed("L1 and L2", g, q, w, l2, l1)
			}
		}
	}
	o.changed.swap(params, decays)
	o.Opt.Step(p, params)
	o.changed.swap(params, decays)
}

// Step updates the parameters in place, and leaves their gradients.
func (o *ClipNorm) Step(p *Pass, params []*Param) {
	var squares float64
	for _, q := range params {
		if !q.Frozen {
			for _, g := range q.Grad.Data {
				squares += g * g
			}
		}
	}
	norm, c := math.Sqrt(squares), or(o.Max, 1)
	p.At("ClipNorm", "gradient")
	for _, q := range params {
		if q.Frozen {
			continue
		}
		g := o.changed.of(q).Scale(min(1, c/norm), q.Grad)
		if p.tracing() {
			p.changed("clip norm", g, q, scalar(`\lVert \partial \rVert`, norm), scalar("c", c))
		}
	}
	o.changed.swap(params, thawed)
	o.Opt.Step(p, params)
	o.changed.swap(params, thawed)
}

// Step updates the parameters in place, and leaves their gradients.
func (o *ClipValue) Step(p *Pass, params []*Param) {
	c := or(o.Max, 1)
	p.At("ClipValue", "gradient")
	for _, q := range params {
		if q.Frozen {
			continue
		}
		clipped := o.changed.of(q)
		for i, g := range q.Grad.Data {
			clipped.Data[i] = min(c, max(-c, g))
		}
		if p.tracing() {
			p.changed("clip value", clipped, q, scalar("c", c))
		}
	}
	o.changed.swap(params, thawed)
	o.Opt.Step(p, params)
	o.changed.swap(params, thawed)
}

func thawed(q *Param) bool { return !q.Frozen }

// swap exchanges gradients and changed gradients.
func (m moments) swap(params []*Param, which func(q *Param) bool) {
	for _, q := range params {
		if which(q) {
			m[q].Name = q.Grad.Name
			q.Grad, m[q] = m[q], q.Grad
		}
	}
}

// changed records how a gradient g was made of the parameter's before an update.
func (p *Pass) changed(what string, g *Matrix, q *Param, args ...*Matrix) {
	before := named(q.Grad, `\partial `+named(q.Value, `\theta`).Name)
	p.record("update:"+what, renamed(g, before.Name), append([]*Matrix{before}, args...)...)
}

// isBias says whether the last part of a parameter's name begins with a lower-case letter.
func isBias(q *Param) bool {
	first, _ := utf8.DecodeRuneInString(q.Name[strings.LastIndex(q.Name, "/")+1:])
	return unicode.IsLower(first)
}

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return v // 0, or NaN
}

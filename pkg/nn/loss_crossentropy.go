package nn

import (
	"fmt"
	"math"
)

// CrossEntropy is the categorical cross-entropy of logits, J = −(1/n) Σᵢ Σₖ yᵢₖ ln
// softmax(zᵢ)ₖ, with one-hot (or probability) targets. Given logits, the logarithm
// and the softmax are one stable formula, z − ln Σ e^z.
type CrossEntropy struct {
	// Smoothing is ε in y' = (1−ε)y + ε/K: of K classes, each gets a share of ε, so that
	// no logit is driven to infinity (label smoothing; Szegedy et al., 2016). 0 keeps
	// the targets as they are. Below 0 or above 1, Loss and Grad panic.
	Smoothing float64
}

// Name returns "cross-entropy".
func (CrossEntropy) Name() string { return "cross-entropy" }

// Loss returns J.
func (l CrossEntropy) Loss(p *Pass, z, y *Matrix) float64 {
	l.must()
	pairs(l.Name(), z, y)
	var sum float64
	for i := range z.Rows {
		lse := logSumExp(z.Row(i))
		for k, t := range y.Row(i) {
			if t = l.smooth(t, y.Cols); t != 0 { // 0·ln 0 is 0
				sum += t * (lse - z.Row(i)[k])
			}
		}
	}
	j := sum / float64(y.Rows)
	if p.tracing() {
		p.recordLoss(l, j, z, l.targets(p, "loss", y))
	}
	return j
}

// Grad sets ∂Z = (softmax(Z) Σₖyₖ − Y)/n, which for one-hot targets is (softmax(Z)−Y)/n.
func (l CrossEntropy) Grad(p *Pass, dz, z, y *Matrix) *Matrix {
	l.must()
	pairs(l.Name(), z, y)
	Softmax.Apply(dz, z)
	for i := range z.Rows {
		var total float64
		for _, t := range y.Row(i) {
			total += l.smooth(t, y.Cols)
		}
		row := dz.Row(i)
		for k := range row {
			row[k] = (row[k]*total - l.smooth(y.Row(i)[k], y.Cols)) / float64(y.Rows)
		}
	}
	if p.tracing() {
		p.recordLossGrad(l, dz, z, l.targets(p, "gradient", y))
	}
	return dz
}

// smooth is the target y' of one of K classes; without smoothing, y to the last bit.
func (l CrossEntropy) smooth(y float64, classes int) float64 {
	return (1-l.Smoothing)*y + l.Smoothing/float64(classes)
}

// targets are what the loss of a traced step compares with: Y or, in a step of its
// own, Y'.
func (l CrossEntropy) targets(p *Pass, phase string, y *Matrix) *Matrix {
	y = named(y, "Y")
	if l.Smoothing == 0 {
		return y
	}
	smoothed := y.Clone().Named(y.Name + "'")
	for i, t := range y.Data {
		smoothed.Data[i] = l.smooth(t, y.Cols)
	}
	p.At(l.Name(), phase)
	p.record("smooth", smoothed, y, scalar(`\varepsilon`, l.Smoothing))
	return smoothed
}

func (l CrossEntropy) check() error {
	if l.Smoothing >= 0 && l.Smoothing <= 1 {
		return nil
	}
	return fmt.Errorf("nn: CrossEntropy: Smoothing is %g: want from 0, which leaves the targets alone, to 1, such as 0.1", l.Smoothing)
}

func (l CrossEntropy) must() {
	if err := l.check(); err != nil {
		panic(err)
	}
}

// logSumExp returns ln Σ e^z without overflow.
func logSumExp(z []float64) float64 {
	top := math.Inf(-1)
	for _, v := range z {
		top = max(top, v)
	}
	var sum float64
	for _, v := range z {
		sum += math.Exp(v - top)
	}
	return top + math.Log(sum)
}

package nn

import (
	"fmt"
	"math"
)

// Softmax turns each row of logits into probabilities that sum to 1:
// aⱼ = e^zⱼ / Σₖ e^zₖ (Bridle, 1990). The largest logit is subtracted first, which
// changes nothing but keeps e^z from overflowing.
var Softmax Activation = softmax{}

type softmax struct{}

func (softmax) Name() string { return "softmax" }

func (softmax) Apply(a, z *Matrix) {
	a.Reset(z.Rows, z.Cols)
	for i := range z.Rows {
		softmaxRow(a.Row(i), z.Row(i))
	}
}

// softmaxRow puts the softmax of z into a, which may be z.
func softmaxRow(a, z []float64) {
	top := math.Inf(-1)
	for _, v := range z {
		top = max(top, v)
	}
	var sum float64
	for j, v := range z {
		a[j] = math.Exp(v - top)
		sum += a[j]
	}
	for j := range a {
		a[j] /= sum
	}
}

func (f softmax) Grad(dz, z, a, da *Matrix) {
	checkGradShape(f, z, da)
	dz.Reset(z.Rows, z.Cols)
	for i := range z.Rows {
		a, da, dz := a.Row(i), da.Row(i), dz.Row(i)
		var dot float64 // Σ_k ∂a_k a_k
		for k := range a {
			dot += da[k] * a[k]
		}
		for j := range a {
			dz[j] = a[j] * (da[j] - dot) // Σ_k ∂a_k ∂a_k/∂z_j, with ∂a_k/∂z_j = a_k([k=j] − a_j)
		}
	}
}

func (softmax) TeX(z string) string        { return fmt.Sprintf(`\mathrm{softmax}(%s)`, z) }
func (softmax) GradTeX(z, _ string) string { return fmt.Sprintf(`\mathrm{softmax}'(%s)`, z) }

// LogSoftmax is the logarithm of the softmax of each row, aⱼ = zⱼ − ln Σₖ e^zₖ. It is
// computed as that difference, so that a probability of 0 becomes a large negative
// number and not −∞.
var LogSoftmax Activation = logSoftmax{}

type logSoftmax struct{}

func (logSoftmax) Name() string { return "log_softmax" }

func (logSoftmax) Apply(a, z *Matrix) {
	a.Reset(z.Rows, z.Cols)
	for i := range z.Rows {
		lse := logSumExp(z.Row(i))
		for j, v := range z.Row(i) {
			a.Row(i)[j] = v - lse
		}
	}
}

func (f logSoftmax) Grad(dz, z, a, da *Matrix) {
	checkGradShape(f, z, da)
	dz.Reset(z.Rows, z.Cols)
	for i := range z.Rows {
		a, da, dz := a.Row(i), da.Row(i), dz.Row(i)
		var sum float64
		for _, g := range da {
			sum += g
		}
		for j := range a {
			dz[j] = da[j] - math.Exp(a[j])*sum // Σ_k ∂a_k ∂a_k/∂z_j, with ∂a_k/∂z_j = [k=j] − e^a_j
		}
	}
}

func (logSoftmax) TeX(z string) string        { return fmt.Sprintf(`\ln \mathrm{softmax}(%s)`, z) }
func (logSoftmax) GradTeX(z, _ string) string { return fmt.Sprintf(`(\ln \mathrm{softmax})'(%s)`, z) }

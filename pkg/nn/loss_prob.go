package nn

import (
	"fmt"
	"math"
)

// BCEProb is the binary cross-entropy of probabilities, J = −(1/n) Σ [y ln ŷ + (1−y)
// ln(1−ŷ)], as behind a sigmoid. Each ŷ is first brought into [ε, 1−ε] with ε = 10⁻¹²,
// so that no logarithm is infinite. BCE, which takes logits, is better: it need not cut
// anything off, and a net that is sure and wrong still gets a gradient, where the
// sigmoid's slope has long been rounded to 0.
type BCEProb struct{}

// CrossEntropyProb is the categorical cross-entropy of probabilities, J = −(1/n) Σᵢ Σₖ
// yᵢₖ ln ŷᵢₖ, as behind a softmax. Each ŷ is first brought into [ε, 1−ε] with ε = 10⁻¹².
// CrossEntropy, which takes logits, is better, for the reasons that BCEProb gives.
type CrossEntropyProb struct{}

// KL is the Kullback–Leibler divergence of the targets from the predictions, both
// probabilities, J = (1/n) Σᵢ Σₖ yᵢₖ ln(yᵢₖ/ŷᵢₖ), with 0 ln 0 = 0 (Kullback and Leibler,
// 1951): the cross-entropy less the targets' own entropy, so that it is 0 where both
// agree. A ŷ below ε = 10⁻¹² is taken for ε; without that, J would be infinite where
// ŷ = 0 and y > 0.
type KL struct{}

// Name returns "BCE of probabilities".
func (BCEProb) Name() string { return "BCE of probabilities" }

// Name returns "cross-entropy of probabilities".
func (CrossEntropyProb) Name() string { return "cross-entropy of probabilities" }

// Name returns "KL divergence".
func (KL) Name() string { return "KL divergence" }

// Loss returns J.
func (l BCEProb) Loss(p *Pass, yhat, y *Matrix) float64 { return meanLoss(p, l, yhat, y) }

// Grad sets ∂Ŷ = ((1−Y)/(1−Ŷ) − Y/Ŷ)/n, at the Ŷ within [ε, 1−ε].
func (l BCEProb) Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix {
	return meanGrad(p, l, dyhat, yhat, y)
}

// Loss returns J.
func (l CrossEntropyProb) Loss(p *Pass, yhat, y *Matrix) float64 { return meanLoss(p, l, yhat, y) }

// Grad sets ∂Ŷ = −Y/(nŶ), at the Ŷ within [ε, 1−ε].
func (l CrossEntropyProb) Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix {
	return meanGrad(p, l, dyhat, yhat, y)
}

// Loss returns J.
func (l KL) Loss(p *Pass, yhat, y *Matrix) float64 { return meanLoss(p, l, yhat, y) }

// Grad sets ∂Ŷ = −Y/(nŶ), at a Ŷ of at least ε.
func (l KL) Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix { return meanGrad(p, l, dyhat, yhat, y) }

// least is ε, what a probability counts for at least.
const least = 1e-12

// within is a probability brought into [ε, top].
func within(top, yhat float64) float64 { return min(max(yhat, least), top) }

// within is the quantity brought into [ε, top].
func (q quantity) within(top float64) quantity {
	switch {
	case q.v < least:
		return q.of(least, `10^{-12}`)
	case q.v > top:
		return q.of(top, `1 - 10^{-12}`)
	}
	return q
}

// complement is 1 less the quantity.
func (q quantity) complement() quantity {
	if isSum(q.symbol) {
		return q.of(1-q.v, `1 - (%)`)
	}
	return q.of(1-q.v, `1 - %`)
}

func (BCEProb) mean() mean { return mean{perExample: true, over: 1, times: 1} }

func (BCEProb) at(yhat, y float64) float64 {
	q := within(1-least, yhat)
	return -y*math.Log(q) - (1-y)*math.Log1p(-q)
}

func (BCEProb) slope(yhat, y float64) float64 {
	q := within(1-least, yhat)
	return (1-y)/(1-q) - y/q
}

func (BCEProb) about() about {
	return about{
		j:    `J = -\frac{1}{n} \sum [y \ln \hat{y} + (1-y) \ln (1-\hat{y})], \quad 10^{-12} \le \hat{y} \le 1 - 10^{-12}`,
		grad: `\partial \hat{Y} = \frac{1}{n} \left(\frac{1 - Y}{1 - \hat{Y}} - \frac{Y}{\hat{Y}}\right)`,
		how:  "the slopes of its two logarithms, weighted by the target, scaled",
	}
}

func (BCEProb) atTeX(yhat, y quantity) string {
	q := yhat.within(1 - least)
	return fmt.Sprintf(`\left[-%s - %s\right]`, y.times(fmt.Sprintf(`\ln(%s)`, q)),
		y.of(1-y.v, `(1 - %)`).times(fmt.Sprintf(`\ln(%s)`, q.complement())))
}

func (BCEProb) slopeTeX(yhat, y quantity) string {
	q := yhat.within(1 - least)
	return fmt.Sprintf(`\frac{%s}{%s} - \frac{%s}{%s}`, y.complement(), q.complement(), y, q)
}

func (CrossEntropyProb) mean() mean                 { return mean{perExample: true, over: 1, times: 1} }
func (CrossEntropyProb) at(yhat, y float64) float64 { return -y * math.Log(within(1-least, yhat)) }

func (CrossEntropyProb) slope(yhat, y float64) float64 { return 0 - y/within(1-least, yhat) } // 0, and not −0, of a target of 0

func (CrossEntropyProb) about() about {
	return about{
		j:      `J = -\frac{1}{n} \sum_i \sum_k y_{ik} \ln \hat{y}_{ik}, \quad 10^{-12} \le \hat{y}_{ik} \le 1 - 10^{-12}`,
		grad:   `\partial \hat{Y} = -\frac{1}{n} \frac{Y}{\hat{Y}}`,
		how:    "minus its target, divided by the prediction, scaled",
		sparse: true,
	}
}

func (CrossEntropyProb) atTeX(yhat, y quantity) string {
	return "-" + y.times(fmt.Sprintf(`\ln(%s)`, yhat.within(1-least)))
}

func (CrossEntropyProb) slopeTeX(yhat, y quantity) string {
	return fmt.Sprintf(`-\frac{%s}{%s}`, y, yhat.within(1-least))
}

func (KL) mean() mean { return mean{perExample: true, over: 1, times: 1} }

func (KL) at(yhat, y float64) float64 {
	q := within(math.Inf(1), yhat)
	if y == 0 {
		return 0 * q // 0 ln 0 is 0, and a NaN stays one
	}
	return y * math.Log(y/q)
}

func (KL) slope(yhat, y float64) float64 { return 0 - y/within(math.Inf(1), yhat) }

func (KL) about() about {
	return about{
		j:      `J = \frac{1}{n} \sum_i \sum_k y_{ik} \ln \frac{y_{ik}}{\hat{y}_{ik}}, \quad \hat{y}_{ik} \ge 10^{-12}`,
		grad:   CrossEntropyProb{}.about().grad,
		how:    CrossEntropyProb{}.about().how,
		sparse: true,
	}
}

func (KL) atTeX(yhat, y quantity) string {
	return y.times(fmt.Sprintf(`\ln(\frac{%s}{%s})`, y, yhat.within(math.Inf(1))))
}

func (KL) slopeTeX(yhat, y quantity) string {
	return fmt.Sprintf(`-\frac{%s}{%s}`, y, yhat.within(math.Inf(1)))
}

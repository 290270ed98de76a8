package nn

import (
	"math"

	"chainrule/pkg/linalg"
)

// Loss is a cost J of predictions against targets, both n × outputs.
type Loss interface {
	// Name returns what the cost is called: "MSE".
	Name() string
	// Loss returns J. It panics with a *linalg.ShapeError when the shapes differ.
	Loss(p *Pass, yhat, y *Matrix) float64
	// Grad overwrites dyhat with ∂J/∂Ŷ, n × outputs, and returns it. It panics as Loss does.
	Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix
}

// MSE is the mean squared error, J = (1/N) Σ (ŷ−y)², over all N entries: with one
// output, over the n examples.
type MSE struct{}

// HalfSquaredError is J = (1/n) Σᵢ ½ Σₖ (ŷᵢₖ−yᵢₖ)²: the mean over the n examples of
// half the squared distance. The half makes the gradient plain, (ŷ−y)/n.
type HalfSquaredError struct{}

// BCE is the binary cross-entropy of logits, J = −(1/n) Σ [y ln σ(z) + (1−y) ln(1−σ(z))],
// with targets between 0 and 1. Given logits, and not σ(z), it never takes the
// logarithm of 0: each term is computed as max(z, 0) − zy + ln(1 + e^−|z|).
type BCE struct{}

// Name returns "MSE".
func (MSE) Name() string { return "MSE" }

// Name returns "half squared error".
func (HalfSquaredError) Name() string { return "half squared error" }

// Name returns "BCE".
func (BCE) Name() string { return "BCE" }

// Loss returns J.
func (l MSE) Loss(p *Pass, yhat, y *Matrix) float64 { return meanLoss(p, l, yhat, y) }

// Grad sets ∂Ŷ = (2/N)(Ŷ−Y).
func (l MSE) Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix { return meanGrad(p, l, dyhat, yhat, y) }

// Loss returns J.
func (l HalfSquaredError) Loss(p *Pass, yhat, y *Matrix) float64 { return meanLoss(p, l, yhat, y) }

// Grad sets ∂Ŷ = (Ŷ−Y)/n.
func (l HalfSquaredError) Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix {
	return meanGrad(p, l, dyhat, yhat, y)
}

// Loss returns J.
func (l BCE) Loss(p *Pass, z, y *Matrix) float64 { return meanLoss(p, l, z, y) }

// Grad sets ∂Z = (σ(Z)−Y)/n.
func (l BCE) Grad(p *Pass, dz, z, y *Matrix) *Matrix { return meanGrad(p, l, dz, z, y) }

// entrywise is a loss that is a mean of a loss of each entry.
type entrywise interface {
	explainedLoss
	// mean says what is averaged.
	mean() mean
	// at returns the loss of one entry, slope its derivative by ŷ, both without the
	// factors of the mean.
	at(yhat, y float64) float64
	slope(yhat, y float64) float64
	// atTeX and slopeTeX return the formulas of both.
	atTeX(yhat, y quantity) string
	slopeTeX(yhat, y quantity) string
}

// mean is J = 1/(over · count) Σ at, ∂Ŷ = (times/count) slope.
type mean struct {
	perExample  bool // the count is that of the n examples, and not of the N entries
	over, times int
}

func (m mean) count(y *Matrix) int {
	if m.perExample {
		return y.Rows
	}
	return len(y.Data)
}

// meanLoss and meanGrad take the loss as its own type: as an interface, one with a
// parameter would be allocated.
func meanLoss[L entrywise](p *Pass, l L, yhat, y *Matrix) float64 {
	var sum float64
	for i, a := range pairs(l.Name(), yhat, y) {
		sum += l.at(a, y.Data[i])
	}
	m := l.mean()
	j := sum / float64(m.over*m.count(y))
	if p.tracing() {
		p.recordLoss(l, j, yhat, y)
	}
	return j
}

func meanGrad[L entrywise](p *Pass, l L, dyhat, yhat, y *Matrix) *Matrix {
	pairs(l.Name(), yhat, y)
	m := l.mean()
	scale := float64(m.times) / float64(m.count(y))
	dyhat.Reset(yhat.Rows, yhat.Cols)
	for i, a := range yhat.Data {
		dyhat.Data[i] = scale * l.slope(a, y.Data[i])
	}
	if p.tracing() {
		p.recordLossGrad(l, dyhat, yhat, y)
	}
	return dyhat
}

func (MSE) mean() mean                    { return mean{over: 1, times: 2} }
func (MSE) at(yhat, y float64) float64    { return (yhat - y) * (yhat - y) }
func (MSE) slope(yhat, y float64) float64 { return yhat - y } // the 2 is a factor of the mean

func (HalfSquaredError) mean() mean                    { return mean{perExample: true, over: 2, times: 1} }
func (HalfSquaredError) at(yhat, y float64) float64    { return MSE{}.at(yhat, y) }
func (HalfSquaredError) slope(yhat, y float64) float64 { return yhat - y }

func (BCE) mean() mean                 { return mean{perExample: true, over: 1, times: 1} }
func (BCE) at(z, y float64) float64    { return max(z, 0) - z*y + math.Log1p(math.Exp(-math.Abs(z))) }
func (BCE) slope(z, y float64) float64 { return Sigmoid.F(z) - y }

// pairs returns the predictions' entries, after making sure that each has a target.
func pairs(loss string, yhat, y *Matrix) []float64 {
	if yhat.Rows != y.Rows || yhat.Cols != y.Cols {
		panic(&linalg.ShapeError{Op: loss, Why: shapes(yhat, y)})
	}
	return yhat.Data
}

func shapes(yhat, y *Matrix) string {
	return "predictions " + dims(yhat) + " and targets " + dims(y) + " do not fit: want one target for each prediction"
}

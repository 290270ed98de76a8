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

// CrossEntropy is the categorical cross-entropy of logits, J = −(1/n) Σᵢ Σₖ yᵢₖ ln
// softmax(zᵢ)ₖ, with one-hot (or probability) targets. Given logits, the logarithm
// and the softmax are one stable formula, z − ln Σ e^z.
type CrossEntropy struct{}

// Name returns "MSE".
func (MSE) Name() string { return "MSE" }

// Name returns "half squared error".
func (HalfSquaredError) Name() string { return "half squared error" }

// Name returns "BCE".
func (BCE) Name() string { return "BCE" }

// Name returns "cross-entropy".
func (CrossEntropy) Name() string { return "cross-entropy" }

// Loss returns J.
func (l MSE) Loss(p *Pass, yhat, y *Matrix) float64 {
	var sum float64
	for i, d := range pairs(l, yhat, y) {
		e := d - y.Data[i]
		sum += e * e
	}
	return p.loss(l, sum/float64(len(y.Data)), yhat, y)
}

// Grad sets ∂Ŷ = (2/N)(Ŷ−Y).
func (l MSE) Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix {
	pairs(l, yhat, y)
	dyhat.Sub(yhat, y)
	dyhat.Scale(2/float64(len(y.Data)), dyhat)
	return p.lossGrad(l, dyhat, yhat, y)
}

// Loss returns J.
func (l HalfSquaredError) Loss(p *Pass, yhat, y *Matrix) float64 {
	var sum float64
	for i, d := range pairs(l, yhat, y) {
		e := d - y.Data[i]
		sum += e * e / 2
	}
	return p.loss(l, sum/float64(y.Rows), yhat, y)
}

// Grad sets ∂Ŷ = (Ŷ−Y)/n.
func (l HalfSquaredError) Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix {
	pairs(l, yhat, y)
	dyhat.Sub(yhat, y)
	dyhat.Scale(1/float64(y.Rows), dyhat)
	return p.lossGrad(l, dyhat, yhat, y)
}

// Loss returns J.
func (l BCE) Loss(p *Pass, z, y *Matrix) float64 {
	var sum float64
	for i, z := range pairs(l, z, y) {
		sum += max(z, 0) - z*y.Data[i] + math.Log1p(math.Exp(-math.Abs(z)))
	}
	return p.loss(l, sum/float64(y.Rows), z, y)
}

// Grad sets ∂Z = (σ(Z)−Y)/n.
func (l BCE) Grad(p *Pass, dz, z, y *Matrix) *Matrix {
	pairs(l, z, y)
	Sigmoid.Apply(dz, z)
	dz.Sub(dz, y)
	dz.Scale(1/float64(y.Rows), dz)
	return p.lossGrad(l, dz, z, y)
}

// Loss returns J.
func (l CrossEntropy) Loss(p *Pass, z, y *Matrix) float64 {
	pairs(l, z, y)
	var sum float64
	for i := range z.Rows {
		lse := logSumExp(z.Row(i))
		for k, t := range y.Row(i) {
			if t != 0 { // 0·ln 0 is 0
				sum += t * (lse - z.Row(i)[k])
			}
		}
	}
	return p.loss(l, sum/float64(y.Rows), z, y)
}

// Grad sets ∂Z = (softmax(Z) Σₖyₖ − Y)/n, which for one-hot targets is (softmax(Z)−Y)/n.
func (l CrossEntropy) Grad(p *Pass, dz, z, y *Matrix) *Matrix {
	pairs(l, z, y)
	Softmax.Apply(dz, z)
	for i := range z.Rows {
		var total float64
		for _, t := range y.Row(i) {
			total += t
		}
		row := dz.Row(i)
		for k := range row {
			row[k] = (row[k]*total - y.Row(i)[k]) / float64(y.Rows)
		}
	}
	return p.lossGrad(l, dz, z, y)
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

// pairs returns the predictions' entries, after making sure that each has a target.
func pairs(l Loss, yhat, y *Matrix) []float64 {
	if yhat.Rows != y.Rows || yhat.Cols != y.Cols {
		panic(&linalg.ShapeError{Op: l.Name(), Why: shapes(yhat, y)})
	}
	return yhat.Data
}

func shapes(yhat, y *Matrix) string {
	return "predictions " + dims(yhat) + " and targets " + dims(y) + " do not fit: want one target for each prediction"
}

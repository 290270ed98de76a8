package nn

import (
	"fmt"
	"math"
)

// MAE is the mean absolute error, J = (1/N) Σ |ŷ−y|, over all N entries. Each error
// pulls with the same force, so that one wild target moves the fit no more than any
// other. Its slope at 0, where it has none, is taken to be 0.
type MAE struct{}

// Huber is the mean over all N entries of ½e² where |e| ≤ δ, and of δ(|e| − ½δ) beyond,
// with the error e = ŷ − y (Huber, 1964): near the target it is the squared error, far
// from it the absolute one, and its slope does not jump.
type Huber struct {
	Delta float64 // δ; 0 is 1. Where it is negative or NaN, Loss and Grad panic.
}

// Hinge is J = (1/n) Σ max(0, 1 − yŷ), with targets y of −1 and +1 (Cortes and Vapnik,
// 1995). An example on the right side by a margin yŷ of 1 or more costs nothing, and no
// longer moves the net. At the margin of 1, where it has no slope, it is taken to be 0.
// A target of 0 has no side: it costs 1 whatever ŷ is.
type Hinge struct{}

// Name returns "MAE".
func (MAE) Name() string { return "MAE" }

// Name returns "Huber".
func (Huber) Name() string { return "Huber" }

// Name returns "hinge".
func (Hinge) Name() string { return "hinge" }

// Loss returns J.
func (l MAE) Loss(p *Pass, yhat, y *Matrix) float64 { return meanLoss(p, l, yhat, y) }

// Grad sets ∂Ŷ = (1/N) sign(Ŷ−Y).
func (l MAE) Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix { return meanGrad(p, l, dyhat, yhat, y) }

// Loss returns J.
func (l Huber) Loss(p *Pass, yhat, y *Matrix) float64 {
	l.must()
	return meanLoss(p, l, yhat, y)
}

// Grad sets ∂Ŷ = (1/N) max(−δ, min(δ, Ŷ−Y)).
func (l Huber) Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix {
	l.must()
	return meanGrad(p, l, dyhat, yhat, y)
}

// Loss returns J.
func (l Hinge) Loss(p *Pass, yhat, y *Matrix) float64 { return meanLoss(p, l, yhat, y) }

// Grad sets ∂Ŷ = −Y/n where 1 > YŶ, and 0 elsewhere.
func (l Hinge) Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix { return meanGrad(p, l, dyhat, yhat, y) }

func (MAE) mean() mean                 { return mean{over: 1, times: 1} }
func (MAE) at(yhat, y float64) float64 { return math.Abs(yhat - y) }

func (MAE) slope(yhat, y float64) float64 { return sign(yhat - y) }

func (MAE) about() about {
	return about{
		j:    `J = \frac{1}{N} \sum |\hat{y} - y|`,
		grad: `\partial \hat{Y} = \frac{1}{N} \mathrm{sign}(\hat{Y} - Y)`,
		how:  "the sign of its error, scaled",
	}
}

func (MAE) atTeX(yhat, y quantity) string {
	return fmt.Sprintf(`\left|%s - %s\right|`, yhat, y.factor())
}

func (MAE) slopeTeX(yhat, y quantity) string {
	return `\mathrm{sign}(` + MSE{}.slopeTeX(yhat, y) + ")"
}

func (l Huber) delta() float64 { return or(l.Delta, 1) }

func (l Huber) check() error {
	if l.Delta >= 0 {
		return nil
	}
	return fmt.Errorf("nn: Huber: Delta is %g: want the size above which an error counts linearly, or 0 for 1", l.Delta)
}

func (l Huber) must() {
	if err := l.check(); err != nil {
		panic(err)
	}
}

func (Huber) mean() mean { return mean{over: 1, times: 1} }

func (l Huber) at(yhat, y float64) float64 {
	e, d := math.Abs(yhat-y), l.delta()
	if e <= d {
		return e * e / 2
	}
	return d * (e - d/2)
}

func (l Huber) slope(yhat, y float64) float64 { return max(-l.delta(), min(l.delta(), yhat-y)) }

func (l Huber) parameters() []*Matrix { return []*Matrix{scalar(`\delta`, l.delta())} }

func (Huber) with(parameters []Matrix) explainedLoss { return Huber{Delta: parameters[0].Data[0]} }

func (l Huber) about() about {
	return about{
		j: `J = \frac{1}{N} \sum h(\hat{y} - y), \quad h(e) = \begin{cases} \tfrac{1}{2} e^2 & |e| \le \delta \\ ` +
			`\delta (|e| - \tfrac{1}{2} \delta) & |e| > \delta \end{cases}`,
		grad: `\partial \hat{Y} = \frac{1}{N} \max(-\delta, \min(\delta, \hat{Y} - Y))`,
		how:  fmt.Sprintf("its error, cut off at %s either way, scaled", plain(value(l.delta()))),
	}
}

// atTeX is the branch that the entry is on.
func (l Huber) atTeX(yhat, y quantity) string {
	if math.Abs(yhat.v-y.v) <= l.delta() {
		return `\tfrac{1}{2} ` + MSE{}.atTeX(yhat, y)
	}
	d := yhat.of(l.delta(), `\delta`)
	return d.times(fmt.Sprintf(`\left(%s - %s\right)`, MAE{}.atTeX(yhat, y), scaled(`\tfrac{1}{2}`, d.dot(), d.String())))
}

func (l Huber) slopeTeX(yhat, y quantity) string {
	d := yhat.of(l.delta(), `\delta`)
	return fmt.Sprintf(`\max(-%s, \min(%s, %s))`, d, d, MSE{}.slopeTeX(yhat, y))
}

func (Hinge) mean() mean                 { return mean{perExample: true, over: 1, times: 1} }
func (Hinge) at(yhat, y float64) float64 { return max(0, 1-y*yhat) }

func (Hinge) slope(yhat, y float64) float64 {
	if 1 > y*yhat {
		return 0 - y // a target of 0 has the slope 0, and not −0
	}
	return 0
}

func (Hinge) about() about {
	return about{
		j:    `J = \frac{1}{n} \sum \max(0, 1 - y \hat{y})`,
		grad: `\partial \hat{Y} = -\frac{1}{n} Y \odot [1 > Y \odot \hat{Y}]`,
		how:  "minus its target where the margin falls short of 1, and 0 elsewhere, scaled",
	}
}

func (Hinge) atTeX(yhat, y quantity) string {
	return fmt.Sprintf(`\max(0, 1 - %s)`, y.times(yhat.factor()))
}

func (Hinge) slopeTeX(yhat, y quantity) string {
	return "-" + y.times(fmt.Sprintf(`[1 > %s]`, y.times(yhat.factor())))
}

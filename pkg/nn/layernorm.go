package nn

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
)

// LayerNorm gives the features of each example mean 0 and variance 1, and then a scale
// and a shift that are learned (Ba, Kiros and Hinton, 2016). An example is normalized by
// itself, so that batches do not matter, and use does not differ from training.
//
//	X̂ = (X − μ) / √(σ² + ε)    μ and σ² over the d features of each row
//	Y = X̂ ⊙ 1γ + 1β            X, X̂, Y n×d, γ and β 1×d
//
// The d features are all of the example's. Where each position of a sequence is to be
// normalized by itself, as in a transformer, put it into a TimeDistributed.
type LayerNorm struct {
	Eps float64 // ε, inside the root; 0 is 1e−5

	gamma, beta        Param
	in                 Shape
	mu, v, s           Matrix // n×1: mean, variance and √(σ² + ε)
	xhat, y            Matrix
	dxhat, dmu, dv, dx Matrix
}

// Build makes γ, of ones, and β, of zeros. The shape stays.
func (l *LayerNorm) Build(name string, in Shape, _ *rand.Rand) (Shape, error) {
	if !(l.Eps >= 0) {
		return nil, fmt.Errorf("nn: %s: Eps is %v, want above 0, or 0 for 1e-5", name, l.Eps)
	}
	l.in = in
	l.gamma, l.beta = newParam(name, `\gamma`, 1, in.Size()), newParam(name, `\beta`, 1, in.Size())
	l.gamma.Name, l.beta.Name = name+"/γ", name+"/β"
	l.gamma.Value.Fill(1)
	layer := subscript(name)
	l.mu.Name, l.v.Name, l.s.Name, l.xhat.Name, l.y.Name = `\mu`+layer, `\sigma^2`+layer, "s"+layer, `\hat{X}`+layer, "Y"+layer
	l.dxhat.Name, l.dmu.Name, l.dv.Name = `\partial `+l.xhat.Name, `\partial `+l.mu.Name, `\partial `+l.v.Name
	return in, nil
}

// Forward returns Y, n×d.
func (l *LayerNorm) Forward(p *Pass, x *Matrix) *Matrix {
	l.in.fits("LayerNorm", x)
	x = p.Input(x, &l.dx)
	p.means(l.mu.Reset(x.Rows, 1), x, nil)                               // μ = Σ X / d
	p.variances(&l.v, x, &l.mu, nil)                                     // σ² = Σ (X − μ)² / d
	p.deviations(&l.s, &l.v, or(l.Eps, 1e-5))                            // s = √(σ² + ε)
	p.standardize(&l.xhat, x, &l.mu, &l.s, nil)                          // X̂ = (X − μ) / s
	return p.scaleShift(&l.y, &l.xhat, l.gamma.Value, l.beta.Value, nil) // Y = X̂ ⊙ 1γ + 1β
}

// Backward takes ∂Y, n×d, and returns ∂X.
func (l *LayerNorm) Backward(p *Pass, dy *Matrix) *Matrix {
	p.as("norm")
	p.sumProducts(l.gamma.Grad, dy, &l.xhat, nil)        // ∂γ = 1ᵀ(∂Y ⊙ X̂)
	p.SumRows(l.beta.Grad, dy)                           // ∂β = 1ᵀ ∂Y
	p.scale(&l.dxhat, dy, l.gamma.Value, nil)            // ∂X̂ = ∂Y ⊙ 1γ
	p.meansGrad(&l.dmu, &l.dxhat, &l.s, nil)             // ∂μ = −Σ ∂X̂ / s
	p.variancesGrad(&l.dv, &l.dxhat, &l.xhat, &l.s, nil) // ∂σ² = −Σ ∂X̂ ⊙ X̂ / 2s²
	return p.standardizeGrad(&l.dx, &l.dxhat, &l.xhat, &l.s, &l.dmu, &l.dv, nil)
}

// Params returns γ and β, each 1×d.
func (l *LayerNorm) Params() []*Param { return []*Param{&l.gamma, &l.beta} }

// savedLayerNorm is what a LayerNorm is built from.
type savedLayerNorm struct {
	Eps float64 `json:"eps,omitempty"`
}

// MarshalJSON writes the settings of the layer.
func (l *LayerNorm) MarshalJSON() ([]byte, error) { return json.Marshal(savedLayerNorm{l.Eps}) }

// UnmarshalJSON reads what MarshalJSON writes.
func (l *LayerNorm) UnmarshalJSON(b []byte) error {
	var s savedLayerNorm
	err := json.Unmarshal(b, &s)
	*l = LayerNorm{Eps: s.Eps}
	return err
}

func (l *LayerNorm) claims(in Shape) (numbers int, out Shape, err error) {
	return 2 * in.Size(), in, nil
}

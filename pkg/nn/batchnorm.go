package nn

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"

	"chainrule/pkg/linalg"
)

// BatchNorm gives each feature mean 0 and variance 1 over the batch, and then a scale and
// a shift that are learned (Ioffe and Szegedy, 2015).
//
//	X̂ = (X − μ) / √(σ² + ε)    μ and σ² over the n examples of each column
//	Y = X̂ ⊙ 1γ + 1β            X, X̂, Y n×d, μ, σ², γ and β 1×d
//
// The shape of the input decides what a feature is: with {d}, each of the d columns; with
// pictures, {C, H, W}, each of the C channels, whose statistics are taken over all pictures
// and places, and μ, σ², γ and β are 1×C. Other shapes are refused.
//
// In training, μ and σ² are those of the batch, and running averages are kept of them, from
// 0 and 1 on: running ← (1 − m)·running + m·batch. In use, μ and σ² are the running ones, so
// that a prediction does not depend on what else is in the batch. As in PyTorch, m counts
// the batch (Keras's momentum is 1 − m), a batch is normalized by its own variance, the sum
// divided by n, and the running variance takes the unbiased one, divided by n − 1.
//
// Training needs at least 2 numbers of each feature: Forward panics with a
// *linalg.ShapeError for a batch of one example of {d}, or of no example.
type BatchNorm struct {
	Eps      float64 // ε, inside the root; 0 is 1e−5
	Momentum float64 // m, the weight of the latest batch in the running averages, up to 1; 0 is 0.1

	gamma, beta        Param
	in                 Shape
	win                *Window // names the pixels of pictures; nil for plain features
	trained            bool    // whether the latest Forward used the statistics of the batch
	runMean, runVar    Matrix  // 1×C
	mu, v, s           Matrix  // 1×C: mean, variance and √(σ² + ε)
	xhat, y            Matrix
	dxhat, dmu, dv, dx Matrix
}

// Build makes γ, of ones, and β, of zeros, and begins the running averages anew. The shape
// stays.
func (l *BatchNorm) Build(name string, in Shape, _ *rand.Rand) (Shape, error) {
	switch {
	case !(l.Eps >= 0):
		return nil, fmt.Errorf("nn: %s: Eps is %v, want above 0, or 0 for 1e-5", name, l.Eps)
	case !(l.Momentum >= 0 && l.Momentum <= 1):
		return nil, fmt.Errorf("nn: %s: Momentum is %v, want above 0 and at most 1, or 0 for 0.1: the weight of the latest batch", name, l.Momentum)
	}
	features, err := l.features(in)
	if err != nil {
		return nil, fmt.Errorf("nn: %s: %w", name, err)
	}
	l.in, l.win = in, nil
	if len(in) == 3 {
		l.win = &Window{In: in, Kernel: Square(1), Stride: Square(1), Dilation: Square(1)}
	}
	l.gamma, l.beta = newParam(name, `\gamma`, 1, features), newParam(name, `\beta`, 1, features)
	l.gamma.Name, l.beta.Name = name+"/γ", name+"/β"
	l.gamma.Value.Fill(1)
	l.runMean.Reset(1, features).Fill(0)
	l.runVar.Reset(1, features).Fill(1)
	l.mu.Reset(1, features)
	layer := subscript(name)
	l.mu.Name, l.v.Name, l.s.Name, l.xhat.Name, l.y.Name = `\mu`+layer, `\sigma^2`+layer, "s"+layer, `\hat{X}`+layer, "Y"+layer
	l.runMean.Name, l.runVar.Name = `\bar{\mu}`+layer, `\bar{\sigma}^2`+layer
	l.dxhat.Name, l.dmu.Name, l.dv.Name = `\partial `+l.xhat.Name, `\partial `+l.mu.Name, `\partial `+l.v.Name
	return in, nil
}

// features is the number of features that have statistics of their own.
func (l *BatchNorm) features(in Shape) (int, error) {
	if (len(in) != 1 && len(in) != 3) || in.Size() < 1 {
		return 0, fmt.Errorf("the input has shape %v, want features, such as nn.Shape{4}, or channels, height and width, such as nn.Shape{3, 8, 8}", in)
	}
	return in[0], nil
}

// Forward returns Y, as large as X. In training it moves the running averages.
func (l *BatchNorm) Forward(p *Pass, x *Matrix) *Matrix {
	l.in.fits("BatchNorm", x)
	x = p.Input(x, &l.dx)
	if l.trained = p != nil && p.Train; l.trained {
		l.ofBatch(p, x)
	} else {
		p.as("running")
		p.deviations(&l.s, &l.runVar, or(l.Eps, 1e-5))     // s = √(σ̄² + ε)
		p.standardize(&l.xhat, x, &l.runMean, &l.s, l.win) // X̂ = (X − μ̄) / s
	}
	return p.scaleShift(&l.y, &l.xhat, l.gamma.Value, l.beta.Value, l.win) // Y = X̂ ⊙ 1γ + 1β
}

// ofBatch normalizes by the statistics of the batch, and keeps their running averages.
func (l *BatchNorm) ofBatch(p *Pass, x *Matrix) {
	n := groupsOf(x, &l.mu).size()
	if n < 2 {
		panic(&linalg.ShapeError{Op: "BatchNorm", Why: fmt.Sprintf("%s %s holds %d numbers of each feature, and in training their variance is needed: give batches of at least 2 examples, the last one too, or take a LayerNorm", named(x, "X").Name, dims(x), n)})
	}
	m := or(l.Momentum, 0.1)
	p.means(&l.mu, x, l.win)                      // μ = Σ X / n
	p.variances(&l.v, x, &l.mu, l.win)            // σ² = Σ (X − μ)² / n
	p.deviations(&l.s, &l.v, or(l.Eps, 1e-5))     // s = √(σ² + ε)
	p.standardize(&l.xhat, x, &l.mu, &l.s, l.win) // X̂ = (X − μ) / s
	p.average(&l.runMean, &l.mu, m, 0)            // μ̄ ← (1 − m) μ̄ + m μ
	p.average(&l.runVar, &l.v, m, n)              // σ̄² ← (1 − m) σ̄² + m n/(n−1) σ²
}

// Backward takes ∂Y and returns ∂X. After a Forward in training, the error comes back
// through μ and σ² too.
func (l *BatchNorm) Backward(p *Pass, dy *Matrix) *Matrix {
	p.as("norm")
	p.sumProducts(l.gamma.Grad, dy, &l.xhat, l.win) // ∂γ = Σ ∂Y ⊙ X̂
	p.sumPlaces(l.beta.Grad, dy, l.win)             // ∂β = Σ ∂Y
	p.scale(&l.dxhat, dy, l.gamma.Value, l.win)     // ∂X̂ = ∂Y ⊙ 1γ
	if !l.trained {
		return p.standardizeGradFixed(&l.dx, &l.dxhat, &l.s, l.win) // ∂X = ∂X̂ / s
	}
	p.meansGrad(&l.dmu, &l.dxhat, &l.s, l.win)             // ∂μ = −Σ ∂X̂ / s
	p.variancesGrad(&l.dv, &l.dxhat, &l.xhat, &l.s, l.win) // ∂σ² = −Σ ∂X̂ ⊙ X̂ / 2s²
	return p.standardizeGrad(&l.dx, &l.dxhat, &l.xhat, &l.s, &l.dmu, &l.dv, l.win)
}

// Params returns γ and β, each 1×d, or 1×C for pictures.
func (l *BatchNorm) Params() []*Param { return []*Param{&l.gamma, &l.beta} }

// savedBatchNorm is what a BatchNorm is built from.
type savedBatchNorm struct {
	Eps      float64 `json:"eps,omitempty"`
	Momentum float64 `json:"momentum,omitempty"`
}

// MarshalJSON writes the settings of the layer.
func (l *BatchNorm) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedBatchNorm{l.Eps, l.Momentum})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *BatchNorm) UnmarshalJSON(b []byte) error {
	var s savedBatchNorm
	err := json.Unmarshal(b, &s)
	*l = BatchNorm{Eps: s.Eps, Momentum: s.Momentum}
	return err
}

// MarshalBinary writes the running averages: the means, and then the variances.
func (l *BatchNorm) MarshalBinary() ([]byte, error) {
	var b []byte
	for _, m := range []*Matrix{&l.runMean, &l.runVar} {
		for _, v := range m.Data {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return b, nil
}

// UnmarshalBinary gives a layer that is built the averages that MarshalBinary wrote. It
// returns an error, and changes nothing, when they are of another number of features, or
// when a variance is below 0.
func (l *BatchNorm) UnmarshalBinary(b []byte) error {
	features := l.runMean.Cols
	if len(b) != 16*features {
		return fmt.Errorf("the running averages have %d bytes, want %d, for a mean and a variance of each of %d features", len(b), 16*features, features)
	}
	read := func(k int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b[8*k:])) }
	for k := range features {
		if v := read(features + k); v < 0 {
			return fmt.Errorf("the running variance of feature %d is %v, want at least 0", k+1, v)
		}
	}
	for k := range features {
		l.runMean.Data[k], l.runVar.Data[k] = read(k), read(features+k)
	}
	return nil
}

func (l *BatchNorm) claims(in Shape) (numbers int, out Shape, err error) {
	features, err := l.features(in)
	return 2 * features, in, err
}

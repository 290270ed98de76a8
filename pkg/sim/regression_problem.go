package sim

import (
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
)

// problem is what does not change in a run: the points, and the bowl that their cost is.
// The cost of a line θ = (w, b) is a quadratic function,
//
//	J(θ) = J* + ½ (θ−θ*)ᵀ H (θ−θ*),   H = (2/n) Σ (x, 1)ᵀ(x, 1),
//
// with half of H for half of the cost.
type problem struct {
	loss         nn.Loss
	xName, yName string
	x, y         *linalg.Matrix // n×1, the points
	z            *linalg.Matrix // n×1, the feature that is fitted: x, or (x−μ)/σ
	mean, std    float64        // μ, σ; 0, 1 when x is fitted as it is
	bowl
	raw, normal bowl // of x, and of (x−μ)/σ
}

// bowl is the shape of the cost, for one feature.
type bowl struct {
	meanX, meanY float64
	varX, cov    float64 // (1/n) Σ (x−x̄)², (1/n) Σ (x−x̄)(y−ȳ)
	ww, wb, bb   float64 // H
	small, large float64 // its eigenvalues, λmin and λmax
	unique       bool    // one line is best; false when all x are equal
}

func newProblem(s *RegressionSetup) *problem {
	p := &problem{std: 1, loss: nn.Loss(nn.MSE{})}
	factor := 2.0
	if s.Half {
		p.loss, factor = nn.HalfSquaredError{}, 1
	}
	p.x, p.y, p.xName, p.yName = s.points()
	var score data.ZScore
	score.Fit(p.x)
	normal := score.Transform(p.x)
	p.raw, p.normal = newBowl(p.x, p.y, factor), newBowl(normal, p.y, factor)
	p.z, p.bowl = p.x, p.raw
	if s.Normalize {
		p.z, p.bowl = normal, p.normal
		p.mean, p.std = score.Mean.Data[0], score.Std.Data[0]
	}
	p.z.Named("X")
	p.y.Named("Y")
	return p
}

func newBowl(x, y *linalg.Matrix, factor float64) bowl {
	n := float64(x.Rows)
	k := bowl{meanX: linalg.Mean(x), meanY: linalg.Mean(y)}
	var largest float64
	for i, v := range x.Data {
		k.varX += (v - k.meanX) * (v - k.meanX) / n
		k.cov += (v - k.meanX) * (y.Data[i] - k.meanY) / n
		largest = max(largest, math.Abs(v))
	}
	// What is left of a spread of 10⁻¹² of the size is rounding.
	if k.unique = k.varX > 1e-24*largest*largest && k.varX > 1e-200; !k.unique {
		k.varX, k.cov = 0, 0
	}
	k.ww, k.wb, k.bb = factor*(k.varX+k.meanX*k.meanX), factor*k.meanX, factor
	if math.Abs(k.wb) < 1e-12*math.Sqrt(k.ww*k.bb) { // the mean of z is 0, but for rounding
		k.wb = 0
	}
	half := (k.ww + k.bb) / 2
	k.large = half + math.Hypot((k.ww-k.bb)/2, k.wb)
	k.small = factor * factor * k.varX / k.large // det H / λmax: half − the root would cancel
	return k
}

// condition is λmax/λmin, +Inf when one of the directions is flat.
func (k *bowl) condition() float64 { return k.large / k.small }

// best is the line of least cost, by the normal equations solved for the centered points:
// w = Σ(x−x̄)(y−ȳ) / Σ(x−x̄)², b = ȳ − w x̄. When all x are equal, many lines are best: then
// it is the one nearest to the given line.
func (k *bowl) best(near Line) Line {
	if k.unique {
		w := k.cov / k.varX
		return Line{w, k.meanY - w*k.meanX}
	}
	off := (k.meanY - near.W*k.meanX - near.B) / (k.meanX*k.meanX + 1)
	return Line{near.W + off*k.meanX, near.B + off}
}

// steep and flat are the eigenvectors of λmax and λmin, of length 1.
func (k *bowl) steep() Line {
	angle := math.Atan2(2*k.wb, k.ww-k.bb) / 2
	return Line{math.Cos(angle), math.Sin(angle)}
}

func (k *bowl) flat() Line {
	v := k.steep()
	return Line{-v.B, v.W}
}

// above is how much more the line at the given offset from the best one costs: ½ dᵀHd.
func (k *bowl) above(d Line) float64 {
	return (k.ww*d.W*d.W + 2*k.wb*d.W*d.B + k.bb*d.B*d.B) / 2
}

// toRaw is the line over x that a line over the fitted feature is, and toFitted the reverse.
func (p *problem) toRaw(l Line) Line {
	if p.std == 0 { // all x are equal: the feature is 0, and its weight does nothing
		return Line{0, l.B}
	}
	if p.std == 1 && p.mean == 0 {
		return l
	}
	w := l.W / p.std
	return Line{w, l.B - w*p.mean}
}

func (p *problem) toFitted(l Line) Line { return Line{l.W * p.std, l.B + l.W*p.mean} }

// probe evaluates lines, with a net of its own.
type probe struct {
	*problem
	net  *nn.Model
	w, b *nn.Param
}

func newProbe(p *problem) *probe {
	net := nn.Must(nn.New(0, nn.Shape{1}, &nn.Dense{Out: 1}))
	return &probe{p, net, net.Param("Dense 1/W"), net.Param("Dense 1/b")}
}

// predict returns ŷ of all points, n×1, until the next call.
func (p *probe) predict(l Line) *linalg.Matrix {
	p.w.Value.Data[0], p.b.Value.Data[0] = l.W, l.B
	return p.net.Forward(nil, p.z)
}

// cost returns J of all points.
func (p *probe) cost(l Line) float64 { return p.loss.Loss(nil, p.predict(l), p.y) }

// gradient returns ∂J/∂w and ∂J/∂b of the given points.
func (p *probe) gradient(l Line, x, y *linalg.Matrix) Line {
	p.w.Value.Data[0], p.b.Value.Data[0] = l.W, l.B
	p.net.Backward(nil, p.loss.Grad(nil, new(linalg.Matrix), p.net.Forward(nil, x), y))
	return Line{p.w.Grad.Data[0], p.b.Grad.Data[0]}
}

// numeric is the same by central differences.
func (p *probe) numeric(l Line, x, y *linalg.Matrix) Line {
	g := nn.CentralDifference(func(at []float64) float64 {
		p.w.Value.Data[0], p.b.Value.Data[0] = at[0], at[1]
		return p.loss.Loss(nil, p.net.Forward(nil, x), y)
	}, []float64{l.W, l.B})
	return Line{g[0], g[1]}
}

package nn

import (
	"fmt"
	"math"
)

// GradCheck compares backpropagation with central differences, for every entry of
// every parameter.
type GradCheck struct {
	Checked  int     // entries compared
	Worst    float64 // the largest relative error |a−n| / max(|a|, |n|)
	Param    string  // where it is: the parameter,
	Row, Col int     // and its entry, counted from 0
	Analytic float64 // the entry's gradient by backpropagation
	Numeric  float64 // and by central differences
}

// String says how good the agreement is, in the bands of CS231n (Karpathy and
// others): above 1e−2 wrong, above 1e−4 suspect, above 1e−7 fine with kinks.
func (c GradCheck) String() string {
	if c == (GradCheck{}) {
		return "nothing was checked: there are no parameters"
	}
	verdict := "good"
	switch {
	case !(c.Worst <= 1e-2):
		verdict = "wrong"
	case c.Worst > 1e-4:
		verdict = "suspect"
	case c.Worst > 1e-7:
		verdict = "fine if there are kinks, such as ReLU's"
	}
	return fmt.Sprintf("%d gradients checked, %s: the largest relative error is %.2g, in %s row %d, column %d (backpropagation %.9g, finite differences %.9g)",
		c.Checked, verdict, c.Worst, c.Param, c.Row, c.Col, c.Analytic, c.Numeric)
}

// CheckGrad compares the gradients of J for the batch x, y. The net's parameters are
// changed and changed back.
func CheckGrad(net Layer, loss Loss, x, y *Matrix) GradCheck {
	net.Backward(nil, loss.Grad(nil, new(Matrix), net.Forward(nil, x), y))
	var analytic []*Matrix
	for _, q := range net.Params() {
		analytic = append(analytic, q.Grad.Clone())
	}
	j := func([]float64) float64 { return loss.Loss(nil, net.Forward(nil, x), y) }
	c := GradCheck{Worst: -1}
	for k, q := range net.Params() {
		numeric := CentralDifference(j, q.Value.Data)
		for i, n := range numeric {
			a := analytic[k].Data[i]
			if e := relativeError(a, n); e > c.Worst || math.IsNaN(e) && !math.IsNaN(c.Worst) {
				c.Worst, c.Param, c.Row, c.Col, c.Analytic, c.Numeric = e, q.Name, i/q.Value.Cols, i%q.Value.Cols, a, n
			}
			c.Checked++
		}
	}
	c.Worst = max(c.Worst, 0)
	return c
}

// tiny is the gradient below which rounding drowns a relative error.
const tiny = 1e-6

func relativeError(a, n float64) float64 {
	return math.Abs(a-n) / max(math.Abs(a), math.Abs(n), tiny)
}

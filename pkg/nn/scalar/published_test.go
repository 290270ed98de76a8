package scalar_test

import (
	"math"
	"testing"

	"chainrule/pkg/nn/scalar"
)

// want is a number that others have printed, for a value or a gradient.
type want struct {
	name string
	got  *float64
	num  float64
	tol  float64
}

func TestPublishedNumbers(t *testing.T) {
	type v = *scalar.Value
	neuron := func(squash func(v) v, x1, x2, w1, w2, b v) v {
		return squash(scalar.Sum(w1.Mul(x1), w2.Mul(x2), b))
	}
	for _, test := range []struct {
		source string
		build  func() (v, []want)
	}{
		{"CS231n, backpropagation: (x+y)z", func() (v, []want) {
			x, y, z := scalar.Var("x", -2), scalar.Var("y", 5), scalar.Var("z", -4)
			f := x.Add(y).Mul(z)
			return f, []want{{"f", &f.Data, -12, 0}, {"x", &x.Grad, -4, 0}, {"y", &y.Grad, -4, 0}, {"z", &z.Grad, 3, 0}}
		}},
		{"CS231n, backpropagation: a sigmoid neuron", func() (v, []want) {
			w0, w1, w2 := scalar.Var("w_0", 2), scalar.Var("w_1", -3), scalar.Var("w_2", -3)
			x0, x1 := scalar.Var("x_0", -1), scalar.Var("x_1", -2)
			f := neuron(v.Sigmoid, x0, x1, w0, w1, w2)
			return f, []want{
				{"f", &f.Data, .7310585786, 5e-11},
				{"w0", &w0.Grad, -.1966119332, 5e-11}, {"w1", &w1.Grad, -.3932238665, 5e-11}, {"w2", &w2.Grad, .1966119332, 5e-11},
				{"x0", &x0.Grad, .3932238665, 5e-11}, {"x1", &x1.Grad, -.5898357997, 5e-11},
			}
		}},
		{"micrograd, a tanh neuron", func() (v, []want) {
			x1, x2, w1, w2 := scalar.Var("x_1", 2), scalar.Var("x_2", 0), scalar.Var("w_1", -3), scalar.Var("w_2", 1)
			b := scalar.Var("b", 6.8813735870195432)
			o := neuron(v.Tanh, x1, x2, w1, w2, b)
			return o, []want{
				{"o", &o.Data, .7071, 5e-5},
				{"x1", &x1.Grad, -1.5, 1e-15}, {"w1", &w1.Grad, 1, 1e-15}, {"x2", &x2.Grad, .5, 1e-15}, {"w2", &w2.Grad, 0, 0},
			}
		}},
		{"micrograd, the expression of its README", func() (v, []want) {
			a, b, one := scalar.Var("a", -4), scalar.Var("b", 2), scalar.Const(1)
			c := a.Add(b)
			d := a.Mul(b).Add(b.Pow(3))
			c = c.Add(c.Add(one))
			c = c.Add(one.Add(c).Add(a.Neg()))
			d = d.Add(d.Mul(scalar.Const(2)).Add(b.Add(a).ReLU()))
			d = d.Add(scalar.Const(3).Mul(d).Add(b.Sub(a).ReLU()))
			f := c.Sub(d).Pow(2)
			g := f.Div(scalar.Const(2)).Add(scalar.Const(10).Div(f))
			return g, []want{{"g", &g.Data, 24.70408163265306, 1e-14}, {"a", &a.Grad, 138.83381924, 5e-9}, {"b", &b.Grad, 645.57725947, 1e-8}}
		}},
		{"Baydin et al. 2018, Table 3: ln x₁ + x₁x₂ − sin x₂", func() (v, []want) {
			x1, x2 := scalar.Var("x_1", 2), scalar.Var("x_2", 5)
			y := x1.Log().Add(x1.Mul(x2)).Sub(x2.Sin())
			return y, []want{{"y", &y.Data, 11.652, 5e-4}, {"x1", &x1.Grad, 5.5, 0}, {"x2", &x2.Grad, 1.716, 5e-4}}
		}},
	} {
		f, wants := test.build()
		f.Backward()
		for _, w := range wants {
			if !(math.Abs(*w.got-w.num) <= w.tol) {
				t.Errorf("%s: %s: got %.17g, want %v ± %g", test.source, w.name, *w.got, w.num, w.tol)
			}
		}
	}
}

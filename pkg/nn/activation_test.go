package nn_test

import (
	"fmt"
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// activations are all that there are, and one that is not the package's.
var activations = []nn.Activation{
	nn.Identity, nn.Sigmoid, nn.Tanh, nn.ReLU, nn.LeakyReLU, nn.ELU, nn.GELU, nn.SiLU, nn.Softplus, nn.Softmax, nn.LogSoftmax, swish,
}

// swish is an activation that the package does not have, and does not know the name of.
var swish = &nn.Elementwise{
	Label: "swish",
	F:     func(z float64) float64 { return z * nn.Sigmoid.F(z) },
	DF:    func(z, a float64) float64 { return a + nn.Sigmoid.F(z)*(1-a) },
}

func TestElementwiseValues(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, test := range []struct {
		f        *nn.Elementwise
		z, a, df float64
	}{
		{nn.Sigmoid, 0, 0.5, 0.25},
		{nn.Sigmoid, 1, 0.7310585786300049, 0.19661193324148185},
		{nn.Sigmoid, -1, 0.2689414213699951, 0.19661193324148185},
		{nn.Sigmoid, 1000, 1, 0},
		{nn.Sigmoid, -1000, 0, 0},
		{nn.Sigmoid, -700, 9.859676543759770e-305, 9.859676543759770e-305}, // not yet 0
		{nn.Sigmoid, -740, math.Exp(-740), math.Exp(-740)},                 // where e⁷⁴⁰ overflows
		{nn.Sigmoid, inf, 1, 0},
		{nn.Sigmoid, -inf, 0, 0},
		{nn.Sigmoid, nan, nan, nan},
		{nn.Tanh, 0, 0, 1},
		{nn.Tanh, 1, 0.7615941559557649, 0.41997434161402614},
		{nn.Tanh, -1, -0.7615941559557649, 0.41997434161402614},
		{nn.Tanh, 1000, 1, 0},
		{nn.Tanh, -1000, -1, 0},
		{nn.Tanh, nan, nan, nan},
		{nn.ReLU, 2.5, 2.5, 1},
		{nn.ReLU, -2.5, 0, 0},
		{nn.ReLU, 0, 0, 0}, // at the kink, the slope is taken to be 0
		{nn.ReLU, math.Copysign(0, -1), 0, 0},
		{nn.ReLU, 5e-324, 5e-324, 1},
		{nn.ReLU, 1000, 1000, 1},
		{nn.ReLU, inf, inf, 1},
		{nn.ReLU, -inf, 0, 0},
		{nn.ReLU, nan, nan, 0}, // a NaN stays one, so that training can say so
		{nn.Identity, -3, -3, 1},
		{nn.LeakyReLU, 3, 3, 1},
		{nn.LeakyReLU, -3, -0.03, 0.01},
		{nn.LeakyReLU, 0, 0, 0.01}, // at the kink, the slope is taken to be the smaller one
		{nn.LeakyReLU, -inf, -inf, 0.01},
		{nn.LeakyReLU, nan, nan, 0.01},
		{nn.ELU, 2, 2, 1},
		{nn.ELU, -1, -0.6321205588285577, 0.36787944117144233},
		{nn.ELU, -1e-20, -1e-20, 1}, // e^z − 1 without the loss of all digits
		{nn.ELU, -1000, -1, 0},
		{nn.ELU, inf, inf, 1},
		{nn.ELU, nan, nan, nan},
		{nn.GELU, 0, 0, 0.5},
		{nn.GELU, 1, 0.8413447460685429, 1.0833154705876864},
		{nn.GELU, -1, -0.15865525393145707, -0.08331547058768638},
		{nn.GELU, 1000, 1000, 1},
		{nn.GELU, -1000, 0, 0},
		{nn.GELU, inf, inf, 1},
		{nn.GELU, -inf, 0, 0},
		{nn.GELU, nan, nan, nan},
		{nn.SiLU, 0, 0, 0.5},
		{nn.SiLU, 1, 0.7310585786300049, 0.9276705118714867},
		{nn.SiLU, -1, -0.2689414213699951, 0.07232948812851329},
		{nn.SiLU, 1000, 1000, 1},
		{nn.SiLU, -1000, 0, 0},
		{nn.SiLU, -inf, 0, 0},
		{nn.SiLU, nan, nan, nan},
		{nn.Softplus, 0, 0.6931471805599453, 0.5},
		{nn.Softplus, 1, 1.3132616875182228, 0.7310585786300049},
		{nn.Softplus, 1000, 1000, 1},
		{nn.Softplus, -1000, 0, 0},
		{nn.Softplus, -40, 4.248354255291589e-18, 4.248354255291589e-18},
		{nn.Softplus, inf, inf, 1},
		{nn.Softplus, -inf, 0, 0},
		{nn.Softplus, nan, nan, nan},
	} {
		a := test.f.F(test.z)
		df := test.f.DF(test.z, a)
		if !sameNumber(a, test.a) || !sameNumber(df, test.df) {
			t.Errorf("%s at %v: got %v with slope %v, want %v with %v", test.f.Label, test.z, a, df, test.a, test.df)
		}
	}
}

// sameNumber is near, relative also where want is small, and a NaN is near a NaN.
func sameNumber(got, want float64) bool {
	return math.IsNaN(got) && math.IsNaN(want) || got == want || math.Abs(got-want) <= 1e-14*math.Abs(want)
}

// The two branches of the sigmoid meet, and mirror each other: σ(−z) = 1 − σ(z).
func TestSigmoidIsSymmetric(t *testing.T) {
	for z := -40.0; z <= 40; z += 0.37 {
		if s := nn.Sigmoid.F(z) + nn.Sigmoid.F(-z); !near(s, 1, 1e-15) {
			t.Errorf("σ(%v) + σ(%v): got %.17g, want 1", z, -z, s)
		}
	}
}

func TestSoftmaxValues(t *testing.T) {
	nan, inf, third := math.NaN(), math.Inf(1), 1.0/3
	for _, test := range []struct {
		z, want []float64
	}{
		{[]float64{0, 0, 0}, []float64{third, third, third}},
		{[]float64{1000, 1000, 1000}, []float64{third, third, third}},
		{[]float64{-1000, -1000, -1000}, []float64{third, third, third}},
		{[]float64{1000, 0, -1000}, []float64{1, 0, 0}},
		{[]float64{-1000, -1001, -2000}, []float64{0.7310585786300049, 0.2689414213699951, 0}},
		{[]float64{0, math.Log(3), -inf}, []float64{0.25, 0.75, 0}},
		{[]float64{1, nan, 2}, []float64{nan, nan, nan}},
		{[]float64{7}, []float64{1}},
	} {
		a := linalg.Full(9, 9, 99) // what was there must not matter
		nn.Softmax.Apply(a, linalg.Row(test.z...))
		for j, want := range test.want {
			if !sameNumber(a.At(0, j), want) {
				t.Errorf("softmax of %v: got %v, want %v", test.z, a.Data, test.want)
				break
			}
		}
	}
}

// The logarithm of the softmax stays finite where the softmax is 0.
func TestLogSoftmaxValues(t *testing.T) {
	for _, test := range []struct{ z, want []float64 }{
		{[]float64{0, math.Log(3)}, []float64{-math.Log(4), math.Log(0.75)}},
		{[]float64{1000, 0}, []float64{0, -1000}},
		{[]float64{-1000, -1001}, []float64{-0.31326168751822286, -1.3132616875182228}},
		{[]float64{7}, []float64{0}},
	} {
		a := new(nn.Matrix)
		nn.LogSoftmax.Apply(a, linalg.Row(test.z...))
		approx(t, fmt.Sprintf("log-softmax of %v", test.z), a, linalg.Row(test.want...), 1e-12)
	}
}

// A row is a distribution of its own, and a constant added to its logits changes nothing.
func TestSoftmaxOfRows(t *testing.T) {
	Z := draws(1, 20, 7)
	A, shifted := new(nn.Matrix), new(nn.Matrix)
	nn.Softmax.Apply(A, Z)
	approx(t, "the rows' sums", linalg.SumCols(A), linalg.Full(20, 1, 1), 1e-14)
	nn.Softmax.Apply(shifted, linalg.AddCol(Z, linalg.Scale(300, draws(2, 20, 1))))
	approx(t, "softmax of shifted logits", shifted, A, 1e-12)
	for i := range Z.Rows {
		one := new(nn.Matrix)
		nn.Softmax.Apply(one, linalg.SliceRows(Z, i, i+1))
		if !identical(one, linalg.SliceRows(A, i, i+1)) {
			t.Errorf("row %d: got %v by itself, and %v among others", i, one, A.Row(i))
		}
	}
	nn.Softmax.Apply(Z, Z)
	if !identical(Z, A) {
		t.Error("in place: got another softmax")
	}
}

// ∂Z by Grad against central differences of J = Σ c ⊙ f(Z), and in place of ∂A.
func TestActivationGrad(t *testing.T) {
	for _, f := range activations {
		for _, shape := range [][2]int{{1, 1}, {1, 6}, {5, 1}, {4, 3}} {
			Z, C := draws(3, shape[0], shape[1]), draws(4, shape[0], shape[1])
			A := new(nn.Matrix)
			J := func([]float64) float64 {
				f.Apply(A, Z)
				return linalg.Dot(A, C)
			}
			want := linalg.New(shape[0], shape[1], nn.CentralDifference(J, Z.Data)...)
			f.Apply(A, Z)
			dZ := linalg.Full(9, 9, 99)
			f.Grad(dZ, Z, A, C)
			what := fmt.Sprintf("∂Z of %s, %d×%d", f.Name(), shape[0], shape[1])
			approx(t, what, dZ, want, 1e-8)
			f.Grad(C, Z, A, C)
			approx(t, what+", in place", C, want, 1e-8)
		}
	}
}

// The exact text, of every activation: gradshape_test.go says what went wrong before.
func TestActivationGradRefusesOtherShapes(t *testing.T) {
	for _, f := range activations {
		for _, shape := range [][2]int{{2, 3}, {4, 3}, {3, 2}, {3, 4}, {1, 9}} {
			Z, A, dZ := draws(1, 3, 3), new(nn.Matrix), linalg.Row(7)
			f.Apply(A, Z)
			want := fmt.Sprintf("linalg: gradient of %s: ∂A (%d×%d) and Z (3×3) do not fit: want one gradient for each entry", f.Name(), shape[0], shape[1])
			if got := misfit(t, func() { f.Grad(dZ, Z, A, linalg.New(shape[0], shape[1])) }); got != want {
				t.Errorf("got %s\nwant %s", got, want)
			}
			if !linalg.Equal(dZ, linalg.Row(7)) {
				t.Errorf("%s: Grad refuses, and has overwritten its result", f.Name())
			}
		}
	}
}

// Where the sigmoid and the softmax are flat, gradients vanish, and are not NaN.
func TestActivationGradWhereFlat(t *testing.T) {
	Z := linalg.Row(1000, -1000, 0)
	for _, f := range []nn.Activation{nn.Sigmoid, nn.Tanh, nn.Softmax} {
		A, dZ := new(nn.Matrix), new(nn.Matrix)
		f.Apply(A, Z)
		f.Grad(dZ, Z, A, linalg.Row(1, -2, 0))
		if !linalg.Equal(dZ, linalg.New(1, 3)) {
			t.Errorf("%s: got ∂Z = %v, want zeros", f.Name(), dZ.Data)
		}
	}
}

func TestActivationTeX(t *testing.T) {
	for _, test := range []struct {
		f                nn.Activation
		z, a             string
		formula, itsGrad string
	}{
		{nn.Sigmoid, "z", "a", `\frac{1}{1 + e^{-z}}`, `a (1 - a)`},
		{nn.Sigmoid, "-2", "0.12", `\frac{1}{1 + e^{-(-2)}}`, `0.12 (1 - 0.12)`},
		{nn.Tanh, "z", "a", `\tanh(z)`, `(1 - a^2)`},
		{nn.Tanh, "-2", "-0.96", `\tanh(-2)`, `(1 - (-0.96)^2)`},
		// A second exponent on the same base is no LaTeX.
		{nn.Tanh, `1 \cdot 10^{-7}`, `1 \cdot 10^{-7}`, `\tanh(1 \cdot 10^{-7})`, `(1 - (1 \cdot 10^{-7})^2)`},
		{nn.ReLU, "z", "a", `\max(0, z)`, `[z > 0]`},
		{nn.Softmax, "z", "a", `\mathrm{softmax}(z)`, `\mathrm{softmax}'(z)`},
		{nn.LeakyReLU, "-2", "-0.02", `\max(0.01 \cdot (-2), -2)`, `([-2 > 0] + 0.01 \, [-2 \le 0])`},
		{nn.GELU, "z", "a", `z \, \Phi(z)`, `\left(\Phi(z) + z \, \varphi(z)\right)`},
		{nn.SiLU, "z", "a", `\frac{z}{1 + e^{-z}}`, `\left(a + \sigma(z) (1 - a)\right)`},
		{swish, "z", "a", `\mathrm{swish}(z)`, `\mathrm{swish}'(z)`},
	} {
		if got := test.f.TeX(test.z); got != test.formula {
			t.Errorf("%s of %s:\n got %s\nwant %s", test.f.Name(), test.z, got, test.formula)
		}
		if got := test.f.GradTeX(test.z, test.a); got != test.itsGrad {
			t.Errorf("slope of %s at %s:\n got %s\nwant %s", test.f.Name(), test.z, got, test.itsGrad)
		}
	}
}

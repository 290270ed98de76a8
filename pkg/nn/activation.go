package nn

import (
	"fmt"
	"math"
	"strings"

	"chainrule/pkg/linalg"
)

// Activation is the function f in A = f(Z).
type Activation interface {
	// Name returns the name that a saved net knows it by.
	Name() string
	// Apply overwrites a with f(z), same shape.
	Apply(a, z *Matrix)
	// Grad overwrites dz with ∂J/∂Z, given a = f(z) and da = ∂J/∂A. dz may be da. It
	// panics with a *linalg.ShapeError when z and da differ in shape.
	Grad(dz, z, a, da *Matrix)
	// TeX returns the formula of f for the argument z, in LaTeX.
	TeX(z string) string
	// GradTeX returns the formula of f', in LaTeX, in terms of z and a.
	GradTeX(z, a string) string
}

// Elementwise is an activation that looks at one number at a time.
type Elementwise struct {
	Label  string                     // "sigmoid"
	F      func(z float64) float64    // f
	DF     func(z, a float64) float64 // f' at z, where a = f(z) is known already
	Symbol func(z string) string      // f(z) in LaTeX; nil writes f(z)
	Slope  func(z, a string) string   // f'(z) in LaTeX; nil writes f'(z)
}

// Name returns the label.
func (e *Elementwise) Name() string { return e.Label }

// Apply overwrites a with f(z), entry by entry.
func (e *Elementwise) Apply(a, z *Matrix) { a.Apply(e.F, z) }

// Grad overwrites dz with ∂A ⊙ f'(Z).
func (e *Elementwise) Grad(dz, z, a, da *Matrix) {
	checkGradShape(e, z, da)
	dz.Reset(z.Rows, z.Cols)
	for i, g := range da.Data {
		dz.Data[i] = g * e.DF(z.Data[i], a.Data[i])
	}
}

// checkGradShape panics unless each entry of Z has its gradient in ∂A.
func checkGradShape(f Activation, z, da *Matrix) {
	if da.Rows != z.Rows || da.Cols != z.Cols {
		panic(&linalg.ShapeError{Op: "gradient of " + f.Name(), Why: "∂A " + dims(da) + " and Z " + dims(z) + " do not fit: want one gradient for each entry"})
	}
}

// TeX returns the formula of f in LaTeX.
func (e *Elementwise) TeX(z string) string {
	if e.Symbol == nil {
		return fmt.Sprintf(`\mathrm{%s}(%s)`, e.Label, z)
	}
	return e.Symbol(z)
}

// GradTeX returns the formula of f' in LaTeX.
func (e *Elementwise) GradTeX(z, a string) string {
	if e.Slope == nil {
		return fmt.Sprintf(`\mathrm{%s}'(%s)`, e.Label, z)
	}
	return e.Slope(z, a)
}

// bracketed puts a negative number in brackets, so that it can follow an operator.
func bracketed(z string) string {
	if strings.HasPrefix(z, "-") {
		return "(" + z + ")"
	}
	return z
}

// base puts in brackets what cannot carry an exponent as it is: a negative number, or
// what has an exponent already, as 1 \cdot 10^{-7} and a^{(1)} do: LaTeX refuses a second one.
func base(a string) string {
	if strings.ContainsAny(a, " ^") {
		return "(" + a + ")"
	}
	return bracketed(a)
}

// Sigmoid is the logistic function 1/(1+e⁻ᶻ), with values in (0, 1) and slope
// a(1−a). It does not overflow, however large |z| is.
var Sigmoid = &Elementwise{
	Label: "sigmoid",
	F: func(z float64) float64 {
		if z >= 0 {
			return 1 / (1 + math.Exp(-z))
		}
		e := math.Exp(z)
		return e / (1 + e)
	},
	DF:     func(_, a float64) float64 { return a * (1 - a) },
	Symbol: func(z string) string { return fmt.Sprintf(`\frac{1}{1 + e^{-%s}}`, bracketed(z)) },
	Slope:  func(_, a string) string { return fmt.Sprintf(`%s (1 - %s)`, a, a) },
}

// Tanh is the hyperbolic tangent, with values in (−1, 1) and slope 1 − a².
var Tanh = &Elementwise{
	Label:  "tanh",
	F:      math.Tanh,
	DF:     func(_, a float64) float64 { return 1 - a*a },
	Symbol: func(z string) string { return fmt.Sprintf(`\tanh(%s)`, z) },
	Slope:  func(_, a string) string { return fmt.Sprintf(`(1 - %s^2)`, base(a)) },
}

// ReLU is max(0, z) (Nair and Hinton, 2010). Its slope at 0, where it has none, is
// taken to be 0. A NaN stays a NaN.
var ReLU = &Elementwise{
	Label: "relu",
	F:     func(z float64) float64 { return max(0, z) },
	DF: func(z, _ float64) float64 {
		if z > 0 {
			return 1
		}
		return 0
	},
	Symbol: func(z string) string { return fmt.Sprintf(`\max(0, %s)`, z) },
	Slope:  func(z, _ string) string { return fmt.Sprintf(`[%s > 0]`, z) },
}

// activations are those that a saved net can name. The identity is nil.
var activations = map[string]Activation{
	Identity.Label: Identity, Sigmoid.Label: Sigmoid, Tanh.Label: Tanh,
	ReLU.Label: ReLU, LeakyReLU.Label: LeakyReLU, ELU.Label: ELU,
	GELU.Label: GELU, SiLU.Label: SiLU, Softplus.Label: Softplus,
	Softmax.Name(): Softmax, LogSoftmax.Name(): LogSoftmax,
}

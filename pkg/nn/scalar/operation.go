package scalar

import (
	"fmt"
	"math"
	"strings"
)

// operation is a function of single numbers, with its derivative by each argument,
// and how they are written. In a template #0 and #1 stand for the arguments and #y for
// the result; @0, @1 and @y for the same, in brackets when they are a factor that needs
// them.
type operation struct {
	name  string
	label string // "+": what a drawing of the node shows
	value func(v *Value) float64
	slope func(v *Value, i int) float64 // ∂v/∂args[i]
	tex   func(v *Value) string         // template of v, in LaTeX
	text  func(v *Value) string         // template of v, as text
	rate  func(v *Value, i int) string  // template of ∂v/∂args[i]; ~ before one that is no factor as it stands
	say   func(v *Value) string         // template of a noun: "The sum of #0 and #1"
	why   func(v *Value, i int) string  // template of a clause, the reason of the slope; #u is v, #v is the argument
}

// always is a template that is the same for all arguments.
func always(s string) func(*Value) string { return func(*Value) string { return s } }

// each is one template for each argument; the last serves for those that follow.
func each(s ...string) func(*Value, int) string {
	return func(_ *Value, i int) string { return s[min(i, len(s)-1)] }
}

// x is the number of argument i.
func (v *Value) x(i int) float64 { return v.args[i].Data }

// apply returns the value of op at args, computed.
func apply(op *operation, k float64, args ...*Value) *Value {
	v := &Value{op: op, k: k, args: args, fixed: true}
	for _, a := range args {
		if a == nil {
			panic("scalar: " + op.name + ": an operand is nil")
		}
		v.fixed = v.fixed && a.fixed
	}
	v.Data = op.value(v)
	return v
}

// Add returns a + b, with slopes 1 and 1: a sum hands its gradient on.
func (a *Value) Add(b *Value) *Value { return apply(add, 0, a, b) }

// Sub returns a − b, with slopes 1 and −1.
func (a *Value) Sub(b *Value) *Value { return apply(sub, 0, a, b) }

// Mul returns a·b, with slopes b and a: each factor's slope is the other.
func (a *Value) Mul(b *Value) *Value { return apply(mul, 0, a, b) }

// Div returns a/b, with slopes 1/b and −a/b². Division by zero gives ±Inf, or NaN for 0/0.
func (a *Value) Div(b *Value) *Value { return apply(div, 0, a, b) }

// Pow returns aᵏ for a number k, with slope k·aᵏ⁻¹. A negative a with a k that is not
// a whole number gives NaN. a⁰ is 1 everywhere, with slope 0.
func (a *Value) Pow(k float64) *Value { return apply(pow, k, a) }

// Neg returns −a, with slope −1.
func (a *Value) Neg() *Value { return apply(neg, 0, a) }

// Exp returns eᵃ, which is its own slope.
func (a *Value) Exp() *Value { return apply(exp, 0, a) }

// Log returns ln a, with slope 1/a. ln 0 is −Inf, and of a negative a NaN.
func (a *Value) Log() *Value { return apply(log, 0, a) }

// Sin returns sin a, with slope cos a.
func (a *Value) Sin() *Value { return apply(sin, 0, a) }

// Cos returns cos a, with slope −sin a.
func (a *Value) Cos() *Value { return apply(cos, 0, a) }

// Tanh returns t = tanh a, with slope 1 − t².
func (a *Value) Tanh() *Value { return apply(tanh, 0, a) }

// Sigmoid returns s = σ(a) = 1/(1 + e⁻ᵃ), with slope s(1 − s).
func (a *Value) Sigmoid() *Value { return apply(sigmoid, 0, a) }

// ReLU returns max(0, a), with slope 1 above 0 and 0 elsewhere. At the kink the slope
// is taken to be 0.
func (a *Value) ReLU() *Value { return apply(relu, 0, a) }

// Max returns the larger of a and b, with slope 1 for it and 0 for the other. When they
// are equal, the slope goes to a.
func (a *Value) Max(b *Value) *Value { return apply(maximum, 0, a, b) }

// Sum returns v₁ + v₂ + …, with slopes 1; of no values it is 0.
func Sum(values ...*Value) *Value { return apply(sum, 0, append([]*Value(nil), values...)...) }

var add = &operation{
	name: "add", label: "+",
	value: func(v *Value) float64 { return v.x(0) + v.x(1) },
	slope: func(*Value, int) float64 { return 1 },
	tex:   always("#0 + @1"), text: always("#0 + @1"),
	rate: each("1"),
	say:  always("The sum of #0 and #1"),
	why:  each("#u takes #v in as it is"),
}

var sum = &operation{
	name: "sum", label: "Σ",
	value: func(v *Value) (s float64) {
		for _, a := range v.args {
			s += a.Data
		}
		return s
	},
	slope: func(*Value, int) float64 { return 1 },
	tex:   func(v *Value) string { return sumOf(v, `\cdots`) }, text: func(v *Value) string { return sumOf(v, "…") },
	rate: each("1"),
	say:  func(v *Value) string { return fmt.Sprintf("The sum of the values, %d in number", len(v.args)) },
	why:  each("#u takes #v in as it is"),
}

// sumOf is the template of a sum, #0 + @1 + @2, with dots for the middle of a long one.
func sumOf(v *Value, dots string) string {
	if len(v.args) == 0 {
		return "0"
	}
	var b strings.Builder
	b.WriteString("#0")
	for i := 1; i < len(v.args); i++ {
		if i == 3 && len(v.args) > longest {
			b.WriteString(" + " + dots)
			i = len(v.args) - 1
		}
		fmt.Fprintf(&b, " + @%d", i)
	}
	return b.String()
}

var sub = &operation{
	name: "sub", label: "−",
	value: func(v *Value) float64 { return v.x(0) - v.x(1) },
	slope: func(_ *Value, i int) float64 { return [2]float64{1, -1}[i] },
	tex:   always("#0 - @1"), text: always("#0 - @1"),
	rate: each("1", "~-1"),
	say:  always("The difference of #0 and #1"),
	why:  each("#u takes #v in as it is", "#u takes #v away"),
}

var mul = &operation{
	name: "mul", label: "·",
	value: func(v *Value) float64 { return v.x(0) * v.x(1) },
	slope: func(v *Value, i int) float64 { return v.x(1 - i) },
	tex:   always(`#0 \cdot @1`), text: always("#0·@1"),
	rate: each("@1", "@0"),
	say:  always("The product of #0 and #1"),
	why:  each("#v is multiplied by #1 there", "#v is multiplied by #0 there"),
}

var div = &operation{
	name: "div", label: "/",
	value: func(v *Value) float64 { return v.x(0) / v.x(1) },
	slope: func(v *Value, i int) float64 {
		if i == 0 {
			return 1 / v.x(1)
		}
		return -v.x(0) / (v.x(1) * v.x(1))
	},
	tex: always(`\frac{#0}{#1}`), text: always("#0/@1"),
	rate: each(`\frac{1}{#1}`, `~-\frac{#0}{@1^{2}}`),
	say:  always("The quotient of #0 and #1"),
	why:  each("#v is divided by #1 there", "#u divides by #v"),
}

var neg = &operation{
	name: "neg", label: "−",
	value: func(v *Value) float64 { return -v.x(0) },
	slope: func(*Value, int) float64 { return -1 },
	tex:   always("-@0"), text: always("-@0"),
	rate: each("~-1"),
	say:  always("#0 with its sign turned"),
	why:  each("#u turns the sign of #v"),
}

var pow = &operation{
	name: "pow", label: "power",
	value: func(v *Value) float64 { return math.Pow(v.x(0), v.k) },
	slope: func(v *Value, _ int) float64 {
		if v.k == 0 {
			return 0 // also at 0, where 0·0⁻¹ is no number
		}
		return v.k * math.Pow(v.x(0), v.k-1)
	},
	tex:  func(v *Value) string { return "@0^{" + tex(v.k) + "}" },
	text: func(v *Value) string { return "@0" + raised(v.k) },
	rate: func(v *Value, _ int) string {
		switch {
		case v.k == 0:
			return "0"
		case v.k == 1:
			return "1"
		case v.k == 2:
			return `2 \cdot @0`
		case v.k < 0:
			return fmt.Sprintf(`~%s \cdot @0^{%s}`, tex(v.k), tex(v.k-1))
		}
		return fmt.Sprintf(`%s \cdot @0^{%s}`, tex(v.k), tex(v.k-1))
	},
	say: func(v *Value) string { return "#0 to the power " + minus(number(v.k)) },
	why: func(v *Value, _ int) string {
		return fmt.Sprintf("the slope of the power %s is the exponent times the power %s", minus(number(v.k)), minus(number(v.k-1)))
	},
}

var exp = &operation{
	name: "exp", label: "exp",
	value: func(v *Value) float64 { return math.Exp(v.x(0)) },
	slope: func(v *Value, _ int) float64 { return v.Data },
	tex:   always("e^{#0}"), text: always("e^@0"),
	rate: each("e^{#0}"),
	say:  always("e to the power #0"),
	why:  each("e to the power of #v is its own slope"),
}

var log = &operation{
	name: "log", label: "ln",
	value: func(v *Value) float64 { return math.Log(v.x(0)) },
	slope: func(v *Value, _ int) float64 { return 1 / v.x(0) },
	tex:   always(`\ln @0`), text: always("ln @0"),
	rate: each(`\frac{1}{#0}`),
	say:  always("The natural logarithm of #0"),
	why:  each("the slope of the logarithm at #v is 1/#v"),
}

var sin = &operation{
	name: "sin", label: "sin",
	value: func(v *Value) float64 { return math.Sin(v.x(0)) },
	slope: func(v *Value, _ int) float64 { return math.Cos(v.x(0)) },
	tex:   always(`\sin @0`), text: always("sin @0"),
	rate: each(`\cos @0`),
	say:  always("The sine of #0"),
	why:  each("the slope of the sine is the cosine"),
}

var cos = &operation{
	name: "cos", label: "cos",
	value: func(v *Value) float64 { return math.Cos(v.x(0)) },
	slope: func(v *Value, _ int) float64 { return -math.Sin(v.x(0)) },
	tex:   always(`\cos @0`), text: always("cos @0"),
	rate: each(`~-\sin @0`),
	say:  always("The cosine of #0"),
	why:  each("the slope of the cosine is the sine with its sign turned"),
}

var tanh = &operation{
	name: "tanh", label: "tanh",
	value: func(v *Value) float64 { return math.Tanh(v.x(0)) },
	slope: func(v *Value, _ int) float64 { return 1 - v.Data*v.Data },
	tex:   always(`\tanh @0`), text: always("tanh @0"),
	rate: each("~1 - @y^{2}"),
	say:  always("tanh takes #0 into the range from −1 to 1"),
	why:  each("the slope of tanh is 1 minus its square"),
}

var sigmoid = &operation{
	name: "sigmoid", label: "σ",
	value: func(v *Value) float64 {
		if e := math.Exp(-math.Abs(v.x(0))); v.x(0) < 0 {
			return e / (1 + e) // no overflow far below 0
		} else {
			return 1 / (1 + e)
		}
	},
	slope: func(v *Value, _ int) float64 { return v.Data * (1 - v.Data) },
	tex:   always(`\sigma(#0)`), text: always("σ(#0)"),
	rate: each("#y (1 - @y)"),
	say:  always("The sigmoid takes #0 into the range from 0 to 1"),
	why:  each("the slope of the sigmoid is itself times what it lacks to 1"),
}

var relu = &operation{
	name: "relu", label: "ReLU",
	value: func(v *Value) float64 { return max(0, v.x(0)) },
	slope: func(v *Value, _ int) float64 {
		switch x := v.x(0); {
		case x > 0:
			return 1
		case math.IsNaN(x):
			return x
		}
		return 0
	},
	tex: always(`\max(0, #0)`), text: always("max(0, #0)"),
	rate: each("[#0 > 0]"),
	say: func(v *Value) string {
		if v.x(0) > 0 {
			return "ReLU lets #0 through, which is above 0"
		}
		return "ReLU lets nothing of #0 through, which is not above 0"
	},
	why: func(v *Value, _ int) string {
		if v.x(0) > 0 {
			return "#v is above 0, and passes"
		}
		return "#v is not above 0, and is cut off"
	},
}

var maximum = &operation{
	name: "max", label: "max",
	value: func(v *Value) float64 { return max(v.x(0), v.x(1)) },
	slope: func(v *Value, i int) float64 {
		switch first := v.x(0) >= v.x(1); {
		case math.IsNaN(v.Data):
			return v.Data
		case first == (i == 0):
			return 1
		}
		return 0
	},
	tex: always(`\max(#0, #1)`), text: always("max(#0, #1)"),
	rate: each(`[#0 \ge #1]`, "[#1 > #0]"),
	say:  always("The larger of #0 and #1"),
	why: func(v *Value, i int) string {
		switch a, b := v.x(i), v.x(1-i); {
		case a > b:
			return "#v is the larger"
		case a < b:
			return "#v is the smaller, and has no say"
		case i == 0:
			return "of two equals the first counts, and that is #v"
		}
		return "of two equals the first counts, and that is not #v"
	},
}

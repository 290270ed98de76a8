// Package scalar is the chain rule on single numbers. An expression is a graph of
// values; Forward works it out, Backward finds the derivative of the result by
// every value in it, and Steps does both one number at a time, with its formula.
//
//	x, y, z := scalar.Var("x", -2), scalar.Var("y", 5), scalar.Var("z", -4)
//	f := x.Add(y).Mul(z).Named("f")
//	f.Backward()
//	fmt.Print(f.Tree()) // f = −12, ∂f/∂x = −4, ∂f/∂y = −4, ∂f/∂z = 3
//
// For a value v that the values u₁, u₂, … use, the chain rule is
//
//	∂f/∂v = ∂f/∂u₁ · ∂u₁/∂v + ∂f/∂u₂ · ∂u₂/∂v + …
//
// Walked from f back to the inputs, each ∂f/∂u is known before it is needed: reverse
// accumulation (Linnainmaa 1970), which in a net is backpropagation (Rumelhart,
// Hinton and Williams 1986). Karpathy's micrograd (2020) is the model for an engine
// of single numbers that fits on a screen.
//
// The arithmetic is Go's float64 and follows IEEE 754: 1/0 is +Inf, ln 0 is −Inf,
// ln(−1) and 0·Inf are NaN. Nothing panics over a number; Check names the first NaN.
//
// The package imports nothing of nn, so that the one can test the other. Values are
// not safe for use by several goroutines at once.
package scalar

import "fmt"

// Value is one number of an expression: an input (Var), a constant (Const), or what
// an operation makes of other values.
type Value struct {
	Name string  // in LaTeX: x, w_1, \hat{y}; a value without one is shown as v_{1}, v_{2}, … by its place
	Data float64 // the number; give an input a new one with Set
	Grad float64 // ∂f/∂v, by the latest f.Backward of an f that depends on v

	op    *operation
	args  []*Value
	k     float64 // the exponent of Pow
	fixed bool    // a constant, or computed from constants alone

	of    *Value // the f of Grad; nil while there is none for the present Data
	graph *graph // what this value depends on; made when it is first asked for
}

// Var returns an input, which Set can change and Backward differentiates by.
func Var(name string, v float64) *Value { return &Value{Name: name, Data: v} }

// Const returns a constant. It is shown as its number and gets no gradient.
func Const(v float64) *Value { return &Value{Data: v, fixed: true} }

// Named sets the name of v, in LaTeX, and returns v.
func (v *Value) Named(name string) *Value {
	v.Name = name
	return v
}

// Set gives an input a new number and returns it. What was computed from it keeps
// its old number until its Forward. Set panics when v is a constant or computed.
func (v *Value) Set(x float64) *Value {
	v.mustBeInput("Set")
	v.Data = x
	return v
}

// mustBeInput panics when v is a constant or computed.
func (v *Value) mustBeInput(method string) {
	switch {
	case v.op != nil:
		panic(fmt.Sprintf("scalar: %s: %s is computed, not an input", method, v.equation()))
	case v.fixed:
		panic(fmt.Sprintf("scalar: %s: %s is a constant, not an input", method, number(v.Data)))
	}
}

// String returns the value as text, with its gradient once there is one:
// "q = x + y = 3, ∂f/∂q = -4".
func (v *Value) String() string {
	s := v.equation()
	if v.of != nil {
		names := v.of.dependencies().names()
		s += ", " + names.gradient(v) + " = " + number(v.Grad)
	}
	return s
}

// equation is the value as text: "q = x + y = 3".
func (v *Value) equation() string { return v.dependencies().names().equation(v) }

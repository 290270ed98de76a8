// Package nntest holds the test that every layer passes.
package nntest

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// CheckLayer builds the layer for examples of shape in and fails the test for each
// promise of a layer that it does not keep:
//
//   - Build returns the shape of the output and parameters with names of their own;
//     the same seed builds the same layer, another name draws other numbers.
//   - Forward returns n × output, and Backward n × input, for batches of 1, 3 and
//     64. Neither changes what it was given, and doing both again gives the same.
//   - The gradient of every parameter and ∂X agree with central differences: the
//     largest relative error is at most 1e−6, or the message says where it is.
//     The parameters are moved away from where Build puts them, since a mistake can
//     hide behind a bias of 0. What is random in training is checked in use only.
//   - With a Trace attached, all numbers are the same, to the last bit.
//   - Each entry of each recorded step has the value that was computed, and terms
//     that add up to it; in a quotient such as softmax's, to its denominator.
//   - A batch with too many or too few columns panics with a *linalg.ShapeError
//     that has its shape, and the name of the layer or of a matrix.
//   - Forward and Backward of 64 examples allocate nothing when they are repeated
//     without a Trace.
//
// CheckLayer counts allocations, so that it cannot be called in a parallel test.
func CheckLayer(t testing.TB, layer nn.Layer, in nn.Shape) {
	t.Helper()
	check(&checker{TB: t, layer: layer, in: in, name: kind(layer) + " 1"})
}

// CheckLayerOfTokens is CheckLayer for a layer whose inputs are the numbers of tokens,
// whole numbers from 0 to vocabulary − 1, and which therefore has no gradient at them:
// its ∂X is 0.
func CheckLayerOfTokens(t testing.TB, layer nn.Layer, in nn.Shape, vocabulary int) {
	t.Helper()
	check(&checker{TB: t, layer: layer, in: in, name: kind(layer) + " 1", tokens: vocabulary})
}

func check(c *checker) {
	c.Helper()
	if !c.builds() || !c.shapes() {
		return // the other checks would stumble over the same
	}
	c.seeds()
	c.misfits(c.in.Size() + 1)
	c.misfits(c.in.Size() - 1)
	for _, train := range []bool{false, true} {
		if train && c.failed {
			return // it would say the same again
		}
		c.repeats(train)
		c.gradients(train)
		c.traces(train)
		c.allocations(train)
	}
}

// tolerance is the largest relative error of a gradient.
const tolerance = 1e-6

// checker is one layer under test.
type checker struct {
	testing.TB
	layer  nn.Layer
	in     nn.Shape
	out    nn.Shape
	name   string // what Build is told: "Dense 1"
	tokens int    // how many tokens there are; 0 for inputs that are not tokens
	failed bool
}

// kind is the name of the layer's type: "Dense".
func kind(layer nn.Layer) string {
	t := reflect.TypeOf(layer)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}

// fail reports one promise that is not kept.
func (c *checker) fail(format string, args ...any) {
	c.Helper()
	c.failed = true
	c.Errorf("%s: %s", c.name, fmt.Sprintf(format, args...))
}

// build builds the layer anew, drawing from the stream of the name.
func (c *checker) build(name string) (err error) {
	c.out, err = c.layer.Build(name, c.in, nn.Stream(1, name))
	return err
}

// random is a matrix of the same draws for each call with the same name and shape.
func random(name string, rows, cols int) *linalg.Matrix {
	return linalg.Normal(nn.Stream(2, name), rows, cols, 0, 1).Named(name)
}

// batch is n examples, and an error ∂A for the layer's output.
func (c *checker) batch(n int) (x, da *linalg.Matrix) {
	x, da = random("X", n, c.in.Size()), random(`\partial A`, n, c.out.Size())
	if c.tokens > 0 {
		rng := nn.Stream(3, "tokens")
		x.Apply(func(float64) float64 { return float64(rng.IntN(c.tokens)) }, x)
	}
	return x, da
}

// forward and backward say where they are, as a Chain does.
func (c *checker) forward(p *nn.Pass, x *linalg.Matrix) *linalg.Matrix {
	p.At(c.name, "forward")
	return c.layer.Forward(p, x)
}

func (c *checker) backward(p *nn.Pass, da *linalg.Matrix) *linalg.Matrix {
	p.At(c.name, "backward")
	return c.layer.Backward(p, da)
}

// numbers are copies of all that one forward and backward pass computes.
type numbers struct {
	what []string
	m    []*linalg.Matrix
}

func (n *numbers) add(what string, m *linalg.Matrix) {
	n.what, n.m = append(n.what, what), append(n.m, m.Clone())
}

// run computes a forward and a backward pass.
func (c *checker) run(p *nn.Pass, x, da *linalg.Matrix) (n numbers) {
	n.add("the output", c.forward(p, x))
	n.add("∂X", c.backward(p, da))
	for _, q := range c.layer.Params() {
		n.add("the gradient of "+q.Name, q.Grad)
	}
	return n
}

// values are copies of the parameters.
func (c *checker) values() (n numbers) {
	for _, q := range c.layer.Params() {
		n.add(q.Name, q.Value)
	}
	return n
}

// difference says where two passes differ first, and is empty when they are the
// same to the last bit.
func (n numbers) difference(other numbers) string {
	for i, m := range n.m {
		o := other.m[i]
		if m.Rows != o.Rows || m.Cols != o.Cols {
			return fmt.Sprintf("%s is %d×%d, then %d×%d", n.what[i], m.Rows, m.Cols, o.Rows, o.Cols)
		}
		for k, v := range m.Data {
			if math.Float64bits(v) != math.Float64bits(o.Data[k]) {
				return fmt.Sprintf("%s in row %d, column %d is %.17g, then %.17g", n.what[i], k/m.Cols, k%m.Cols, v, o.Data[k])
			}
		}
	}
	return ""
}

// builds checks Build and Params.
func (c *checker) builds() bool {
	c.Helper()
	if err := c.build(c.name); err != nil {
		c.fail("Build: got error %q for examples of shape %v, want none", err, c.in)
		return false
	}
	if len(c.out) == 0 || slices.Min(c.out) < 1 {
		c.fail("Build: got output shape %v, want sizes of at least 1", c.out)
		return false
	}
	seen := map[string]bool{}
	for i, q := range c.layer.Params() {
		switch {
		case !strings.HasPrefix(q.Name, c.name+"/"):
			c.fail("Params: got the name %q for parameter %d, want one that begins with %q", q.Name, i+1, c.name+"/")
		case seen[q.Name]:
			c.fail("Params: got two parameters %q, want a name for each", q.Name)
		case q.Value == nil || q.Grad == nil || q.Value.Rows != q.Grad.Rows || q.Value.Cols != q.Grad.Cols:
			c.fail("Params: want Value and Grad of one shape in %s", q.Name)
			return false
		}
		seen[q.Name] = true
	}
	return true
}

// shapes checks the shapes of what Forward and Backward return.
func (c *checker) shapes() bool {
	c.Helper()
	for _, n := range []int{1, 3, 64} {
		x, da := c.batch(n)
		if a := c.forward(nil, x); a.Rows != n || a.Cols != c.out.Size() {
			c.fail("Forward: got %d×%d for %d examples, want %d×%d, since Build returned %v", a.Rows, a.Cols, n, n, c.out.Size(), c.out)
			return false
		}
		if dx := c.backward(nil, da); dx.Rows != n || dx.Cols != c.in.Size() {
			c.fail("Backward: got %d×%d for %d examples, want ∂X as large as X, %d×%d", dx.Rows, dx.Cols, n, n, c.in.Size())
			return false
		}
	}
	return true
}

// seeds checks that the weights are a function of the stream, and of it alone.
func (c *checker) seeds() {
	c.Helper()
	c.build(c.name)
	first := c.values()
	c.build(c.name)
	if d := first.difference(c.values()); d != "" {
		c.fail("Build: two builds from the same seed differ: %s; draw from rng alone", d)
		return
	}
	drawn := slices.ContainsFunc(first.m, func(m *linalg.Matrix) bool { return linalg.Min(m) != linalg.Max(m) })
	c.build(kind(c.layer) + " 2")
	if drawn && first.difference(c.values()) == "" {
		c.fail("Build: layers of two names begin with the same parameters: draw from rng")
	}
}

// repeats checks that a pass changes only what it should, and that the same
// beginnings lead to the same numbers.
func (c *checker) repeats(train bool) {
	c.Helper()
	p := &nn.Pass{Train: train}
	x, da := c.batch(3)
	var given numbers
	given.add("X", x)
	given.add("∂A", da)
	c.build(c.name)
	first := c.run(p, x, da)
	if d := given.difference(numbers{m: []*linalg.Matrix{x, da}}); d != "" {
		c.fail("a pass%s changes what it was given: %s", mode(train), d)
	}
	if !train {
		if d := first.difference(c.run(p, x, da)); d != "" {
			c.fail("a second pass with the same batch differs: %s", d)
		}
	}
	c.build(c.name)
	if d := first.difference(c.run(p, x, da)); d != "" {
		c.fail("after a second build from the same seed, a pass%s differs: %s", mode(train), d)
	}
}

// mode says which of the two it is, where it matters.
func mode(train bool) string {
	if train {
		return " in training"
	}
	return ""
}

// gradients compares backpropagation with central differences of J = Σ ∂A ⊙ A,
// whose gradient at A is ∂A.
func (c *checker) gradients(train bool) {
	c.Helper()
	c.build(c.name)
	for _, q := range c.layer.Params() {
		q.Value.Add(q.Value, linalg.Scale(0.1, random(q.Name, q.Value.Rows, q.Value.Cols)))
	}
	p := &nn.Pass{Train: train}
	x, da := c.batch(3)
	a := c.forward(p, x).Clone()
	if !linalg.Equal(a, c.forward(p, x)) {
		return // random; repeats has said so where it should not be
	}
	j := func([]float64) float64 {
		var sum float64
		for i, v := range c.forward(p, x).Data {
			sum += da.Data[i] * (v - a.Data[i]) // less a, which is constant, to lose no digits
		}
		return sum
	}
	c.backward(p, da) // once more than needed: gradients are overwritten, not added to
	dx := c.backward(p, da).Clone()
	params := c.layer.Params()
	grads := make([]*linalg.Matrix, len(params))
	for i, q := range params {
		grads[i] = q.Grad.Clone()
	}
	if c.tokens > 0 {
		c.compare("∂X"+mode(train), dx, make([]float64, len(dx.Data)))
	} else {
		c.compare("∂X"+mode(train), dx, nn.CentralDifference(j, x.Data))
	}
	for i, q := range params {
		c.compare("the gradient of "+q.Name+mode(train), grads[i], nn.CentralDifference(j, q.Value.Data))
	}
}

// compare reports the entry with the largest relative error. An entry much smaller
// than the largest is measured by that: rounding drowns its own digits.
func (c *checker) compare(what string, got *linalg.Matrix, want []float64) {
	c.Helper()
	floor := 1e-3
	for i := range want {
		floor = max(floor, math.Abs(got.Data[i])/100, math.Abs(want[i])/100)
	}
	worst, at := 0.0, 0
	for i := range want {
		e := math.Abs(got.Data[i]-want[i]) / max(math.Abs(got.Data[i]), math.Abs(want[i]), floor)
		if math.IsNaN(e) {
			worst, at = e, i
			break
		}
		if e > worst*1.001 { // of two that are as wrong, the first
			worst, at = e, i
		}
	}
	if !(worst <= tolerance) {
		c.fail("%s is wrong, most in row %d, column %d: got %.6g by Backward, want %.6g by central differences (relative error %.2g)",
			what, at/got.Cols, at%got.Cols, got.Data[at], want[at], worst)
	}
}

// traces checks that recording changes nothing and that all entries are explained.
func (c *checker) traces(train bool) {
	c.Helper()
	x, da := c.batch(3)
	c.build(c.name)
	untraced := c.run(&nn.Pass{Train: train}, x, da)
	c.build(c.name)
	trace := new(nn.Trace)
	if d := untraced.difference(c.run(&nn.Pass{Train: train, Trace: trace}, x, da)); d != "" {
		c.fail("a trace changes the numbers%s: %s", mode(train), d)
	}
	for i := range trace.Steps {
		if why := explained(&trace.Steps[i]); why != "" {
			c.fail("step %d (%s, %s)%s: %s", i+1, trace.Steps[i].Where, trace.Steps[i].Op, mode(train), why)
		}
	}
}

// explained says which entry of a step is not explained.
func explained(s *nn.Step) string {
	for k, v := range s.Out.Data {
		i, j := k/s.Out.Cols, k%s.Out.Cols
		e := s.Entry(i, j)
		if math.Float64bits(e.Value) != math.Float64bits(v) {
			return fmt.Sprintf("Entry(%d, %d): got value %.17g, want %.17g", i, j, e.Value, v)
		}
		if why := addsUp(e); why != "" {
			return fmt.Sprintf("Entry(%d, %d): %s", i, j, why)
		}
	}
	return ""
}

// addsUp says what is wrong with the terms of an entry.
func addsUp(e nn.Entry) string {
	if len(e.Terms) == 0 {
		return "got no terms, want at least one"
	}
	var sum, size float64 // size is what rounding is measured by
	for _, t := range e.Terms {
		sum += t.Value
		size += math.Abs(t.Value)
		if !near(t.Sum, sum, size) {
			return fmt.Sprintf("the sum so far is %.9g after %s, want %.9g", t.Sum, t.Symbols, sum)
		}
	}
	isShare := strings.HasPrefix(right(e.Symbols), `\frac`) && slices.ContainsFunc(e.Terms, func(t nn.Term) bool {
		return near(t.Value, e.Value*sum, size)
	})
	if !near(sum, e.Value, size) && !isShare {
		return fmt.Sprintf("the terms add up to %.9g, want the value %.9g", sum, e.Value)
	}
	return ""
}

// right is what stands to the right of the equals sign.
func right(formula string) string {
	_, r, _ := strings.Cut(formula, " = ")
	return r
}

func near(a, b, size float64) bool { return a == b || math.Abs(a-b) <= 1e-9*size }

// allocations counts what Forward and Backward allocate once they are warm.
func (c *checker) allocations(train bool) {
	c.Helper()
	c.build(c.name)
	p := &nn.Pass{Train: train}
	x, da := c.batch(64)
	if n := testing.AllocsPerRun(10, func() {
		c.layer.Forward(p, x)
		c.layer.Backward(p, da)
	}); n != 0 {
		c.fail("Forward and Backward%s: got %.0f allocations for 64 examples, want 0: keep results in the layer", mode(train), n)
	}
}

// misfits checks that a batch with a wrong number of columns is refused.
func (c *checker) misfits(cols int) {
	c.Helper()
	c.build(c.name)
	x := random("X", 7, cols)
	defer func() {
		c.Helper()
		v := recover()
		if v == nil {
			c.fail("Forward: takes a batch of 7×%d, want a panic with a *linalg.ShapeError, since examples have shape %v", cols, c.in)
			return
		}
		e, ok := v.(*linalg.ShapeError)
		if !ok {
			c.fail("Forward: a batch of 7×%d panics with %T (%v), want a *linalg.ShapeError", cols, v, v)
			return
		}
		text, names := e.Error(), []string{c.name, "X"}
		for _, q := range c.layer.Params() {
			names = append(names, q.Value.Name)
		}
		named := slices.ContainsFunc(names, func(name string) bool { return strings.Contains(text, name) })
		if shape := fmt.Sprintf("7×%d", cols); !strings.Contains(text, shape) || !named {
			c.fail("Forward: got the message %q, want the shape given, %s, and the name of the layer or of a matrix", text, shape)
		}
	}()
	c.layer.Forward(nil, x)
}

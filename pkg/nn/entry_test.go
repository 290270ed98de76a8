package nn_test

import (
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// A step that names nothing is explained with the names of the formula.
func TestEntryOfUnnamedOperands(t *testing.T) {
	trace := &nn.Trace{}
	p := &nn.Pass{Trace: trace}
	z, a, dz, row := new(nn.Matrix), new(nn.Matrix), new(nn.Matrix), new(nn.Matrix)
	p.Affine(z, linalg.Row(1, 2), linalg.Col(3, 4), linalg.Row(5))
	p.Map(a, nn.Tanh, z)
	p.MapGrad(dz, nn.Tanh, z, a, linalg.Row(1))
	p.SumRows(row, dz)
	p.MulATB(new(nn.Matrix), linalg.Row(1, 2), dz)
	p.MulABT(new(nn.Matrix), dz, linalg.Col(3, 4))
	for i, want := range []string{
		`Z = X W + \mathbf{1} b`, `A = \tanh(Z)`, `\partial Z = \partial A \odot (1 - A^2)`, `\partial b = \mathbf{1}^\top \partial Z`,
		`\partial W = X^\top \partial Z`, `\partial X = \partial Z \, W^\top`,
	} {
		if got := trace.Steps[i].TeX; got != want {
			t.Errorf("step %d: got %s, want %s", i+1, got, want)
		}
	}
	if z.Name != "" || a.Name != "" {
		t.Errorf("the trace named the caller's matrices %q and %q", z.Name, a.Name)
	}
}

// An update has the parameter on both sides, so that it is an assignment and no equation.
func TestEntryOfUpdateAssigns(t *testing.T) {
	trace := &nn.Trace{}
	w := &nn.Param{Value: linalg.Row(1).Named("W"), Grad: linalg.Row(0.5).Named(`\partial W`)}
	(&nn.SGD{LR: 0.1}).Step(&nn.Pass{Trace: trace}, []*nn.Param{w})
	e := trace.Steps[0].Entry(0, 0)
	if want := `w := w - \alpha \, \partial w`; e.Symbols != want {
		t.Errorf("got %s, want %s", e.Symbols, want)
	}
	if want := `w := 1 - 0.1 \cdot 0.5 = 0.95`; e.Values != want {
		t.Errorf("got %s, want %s", e.Values, want)
	}
}

// The terms of a softmax are shown as they are computed: with the largest logit taken off where e^z would overflow.
func TestEntryOfSoftmaxStaysFinite(t *testing.T) {
	for _, c := range []struct {
		z    *nn.Matrix
		want string
	}{
		{linalg.Row(1000, 999), `e^{1000 - 1000}`},
		{linalg.Row(-1000, -1001), `e^{-1000 - (-1000)}`},
		{linalg.Row(1, 2), `e^{1}`},
	} {
		trace := &nn.Trace{}
		(&nn.Pass{Trace: trace}).Map(new(nn.Matrix), nn.Softmax, c.z)
		e := trace.Steps[0].Entry(0, 0)
		if !strings.Contains(e.Values, c.want) {
			t.Errorf("logits %v: got %s, want %s in it", c.z.Data, e.Values, c.want)
		}
		sum := e.Terms[len(e.Terms)-1].Sum
		if got := e.Terms[0].Value / sum; math.Abs(got-e.Value) > 1e-15 {
			t.Errorf("logits %v: the terms give %v, want the entry %v", c.z.Data, got, e.Value)
		}
	}
}

// A long sum shows its first three terms and its last, with their formulas, and those between
// as one: together they are the entry, whatever the length.
func TestEntryOfLongSums(t *testing.T) {
	for n := 2; n < 25; n++ {
		trace := &nn.Trace{}
		p := &nn.Pass{Trace: trace}
		rng := nn.Stream(uint64(n), "long sums")
		tall, col, wide := linalg.Normal(rng, n, 2, 0, 1), linalg.Normal(rng, n, 1, 0, 1), linalg.Normal(rng, 1, n, 0, 1)
		p.MulATB(new(nn.Matrix), tall, col)
		p.SumRows(new(nn.Matrix), tall)
		p.Affine(new(nn.Matrix), wide, tall, linalg.Row(1, 2))
		nn.MSE{}.Loss(p, col, linalg.Normal(rng, n, 1, 0, 1))
		for i := range trace.Steps {
			e := trace.Steps[i].Entry(0, 0)
			terms := len(e.Terms)
			if last := e.Terms[terms-1]; math.Abs(last.Sum-e.Value) > 1e-12 {
				t.Errorf("%s of %d: the terms come to %v, want %v", trace.Steps[i].Op, n, last.Sum, e.Value)
			}
			if n > 18 && terms != 5 {
				t.Errorf("%s of %d: got %d terms, want 5", trace.Steps[i].Op, n, terms)
			}
			for k, term := range e.Terms {
				if term.Symbols == "" || term.Values == "" || len(term.Uses) == 0 && term.Symbols != `\cdots` {
					t.Errorf("%s of %d: term %d of %d is not explained: %+v", trace.Steps[i].Op, n, k+1, terms, term)
				}
			}
		}
	}
}

package nn_test

import (
	"fmt"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// uses are the entries that each term reads, written as in mathematics and counted from
// 1: "x12·w21 + b1" for an affine step.
func uses(s *nn.Step, e nn.Entry, names string) string {
	var terms []string
	for _, term := range e.Terms {
		var refs []string
		for _, r := range term.Uses {
			refs = append(refs, fmt.Sprintf("%c%d%d", names[r.Arg], r.Row+1, r.Col+1))
		}
		terms = append(terms, strings.Join(refs, "·"))
	}
	return strings.Join(terms, " + ")
}

// A step player lights up what a number is made of: the entries that a term refers to
// must be those that it reads. Below, a letter is an operand in the order of the step's.
func TestTermsReferToWhatTheyRead(t *testing.T) {
	const rows, cols = 2, 3
	m := func(seed uint64, r, c int, name string) *nn.Matrix { return draws(seed, r, c).Named(name) }
	X, Z, A, dA := m(1, rows, 4, "X"), m(2, rows, cols, "Z"), m(3, rows, cols, "A"), m(4, rows, cols, `\partial A`)
	Y := linalg.New(rows, cols, 0, 1, 0, 0.5, 0, 0.5).Named("Y")
	all := "a11·b11 + a12·b12 + a13·b13 + a21·b21 + a22·b22 + a23·b23"
	step := func(opt nn.Optimizer) func(p *nn.Pass) {
		return func(p *nn.Pass) {
			opt.Step(p, []*nn.Param{{Value: m(5, rows, cols, "W"), Grad: m(6, rows, cols, `\partial W`)}})
		}
	}
	for _, test := range []struct {
		op   string
		do   func(p *nn.Pass)
		want string // of the entry in the last row and the first column
	}{
		{"affine", func(p *nn.Pass) { p.Affine(new(nn.Matrix), X, m(5, 4, cols, "W"), m(6, 1, cols, "b")) }, "a21·b11 + a22·b21 + a23·b31 + a24·b41 + c11"},
		{"mul", func(p *nn.Pass) { p.Mul(new(nn.Matrix), X, m(5, 4, cols, "W")) }, "a21·b11 + a22·b21 + a23·b31 + a24·b41"},
		{"mulATB", func(p *nn.Pass) { p.MulATB(new(nn.Matrix), X, dA) }, "a14·b11 + a24·b21"},
		{"mulABT", func(p *nn.Pass) { p.MulABT(new(nn.Matrix), dA, m(5, 4, cols, "W")) }, "a21·b11 + a22·b12 + a23·b13"},
		{"sumRows", func(p *nn.Pass) { p.SumRows(new(nn.Matrix), dA) }, "a11 + a21"},
		{"map:tanh", func(p *nn.Pass) { p.Map(new(nn.Matrix), nn.Tanh, Z) }, "a21"},
		{"map:softmax", func(p *nn.Pass) { p.Map(new(nn.Matrix), nn.Softmax, Z) }, "a21 + a22 + a23"},
		{"map:log_softmax", func(p *nn.Pass) { p.Map(new(nn.Matrix), nn.LogSoftmax, Z) }, "a21 + a21·a22·a23"},
		{"mapgrad:tanh", func(p *nn.Pass) { p.MapGrad(new(nn.Matrix), nn.Tanh, Z, A, dA) }, "c21·a21·b21"},
		{"mapgrad:softmax", func(p *nn.Pass) { p.MapGrad(new(nn.Matrix), nn.Softmax, Z, A, dA) }, "c21·b21·b21 + c22·b22·b21 + c23·b23·b21"},
		{"mapgrad:log_softmax", func(p *nn.Pass) { p.MapGrad(new(nn.Matrix), nn.LogSoftmax, Z, A, dA) }, "c21 + b21·c21 + b21·c22 + b21·c23"},
		{"loss:MSE", func(p *nn.Pass) { nn.MSE{}.Loss(p, A, Y) }, all},
		{"loss:half squared error", func(p *nn.Pass) { nn.HalfSquaredError{}.Loss(p, A, Y) }, all},
		{"loss:BCE", func(p *nn.Pass) { nn.BCE{}.Loss(p, Z, Y) }, all},
		{"loss:cross-entropy", func(p *nn.Pass) { nn.CrossEntropy{}.Loss(p, Z, Y) }, "a11·a12·a13·b12 + a21·a22·a23·b21 + a21·a22·a23·b23"}, // targets of 0 have no term
		{"lossgrad:MSE", func(p *nn.Pass) { nn.MSE{}.Grad(p, new(nn.Matrix), A, Y) }, "a21·b21"},
		{"lossgrad:half squared error", func(p *nn.Pass) { nn.HalfSquaredError{}.Grad(p, new(nn.Matrix), A, Y) }, "a21·b21"},
		{"lossgrad:BCE", func(p *nn.Pass) { nn.BCE{}.Grad(p, new(nn.Matrix), Z, Y) }, "a21·b21"},
		{"lossgrad:cross-entropy", func(p *nn.Pass) { nn.CrossEntropy{}.Grad(p, new(nn.Matrix), Z, Y) }, "a21·a22·a23·b21"},
		{"lossgrad:cross-entropy", func(p *nn.Pass) { nn.CrossEntropy{}.Grad(p, new(nn.Matrix), Z, A) }, "a21·a22·a23·b21·b22·b23"}, // targets that do not add up to 1
		{"lossgrad:hinge", func(p *nn.Pass) { nn.Hinge{}.Grad(p, new(nn.Matrix), A, Y) }, "a21·b21"},
		{"loss:Huber", func(p *nn.Pass) { nn.Huber{}.Loss(p, linalg.Row(1, 3), linalg.Row(1, 1)) }, "a11·b11 + a12·b12·c11"}, // only far off does δ count
		{"lossgrad:Huber", func(p *nn.Pass) { nn.Huber{}.Grad(p, new(nn.Matrix), A, Y) }, "a21·b21·c11"},
		{"loss:KL divergence", func(p *nn.Pass) { nn.KL{}.Loss(p, A, Y) }, "a12·b12 + a21·b21 + a23·b23"}, // targets of 0 have no term
		{"smooth", func(p *nn.Pass) { nn.CrossEntropy{Smoothing: 0.1}.Loss(p, Z, Y) }, "b11·a21 + b11"},
		{"update:SGD", step(&nn.SGD{LR: 1}), "a21 + b21·c11"},
		{"update:Momentum", step(&nn.Momentum{LR: 1, Beta: 0.5}), "a21 + b21·c11"},
		{"update:Adam", step(&nn.Adam{}), "a21 + b21·c11·d21·e11"},
		{"update:Nesterov", step(&nn.Momentum{LR: 1, Beta: 0.5, Nesterov: true}), "a21 + b21·c11 + d21·c11·e11"},
		{"update:AdaGrad", step(&nn.AdaGrad{}), "a21 + b21·c11·d21·e11"},
		{"update:RMSProp", step(&nn.RMSProp{}), "a21 + b21·c11·d21·e11"},
		{"update:AdamW", step(&nn.AdamW{}), "a21 + a21·c11·g11 + b21·c11·d21·e11"},
		{"update:L1", step(&nn.WeightDecay{Opt: &nn.SGD{}, L1: 1}), "a21 + c11·b21"},
		{"update:L2", step(&nn.WeightDecay{Opt: &nn.SGD{}, L2: 1}), "a21 + c11·b21"},
		{"update:L1 and L2", step(&nn.WeightDecay{Opt: &nn.SGD{}, L1: 1, L2: 2}), "a21 + c11·b21 + d11·b21"},
		{"update:clip norm", step(&nn.ClipNorm{Opt: &nn.SGD{}}), "a21·b11·c11"},
		{"update:clip value", step(&nn.ClipValue{Opt: &nn.SGD{}}), "a21·b11"},
	} {
		p := &nn.Pass{Trace: new(nn.Trace)}
		test.do(p)
		s := &p.Trace.Steps[0]
		if s.Op != test.op {
			t.Errorf("got the step %s, want %s", s.Op, test.op)
		}
		if got := uses(s, s.Entry(s.Out.Rows-1, 0), "abcdefg"); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.op, got, test.want)
		}
	}
}

// The logarithm of the softmax has a sum over the row in it, whose index is k.
func TestSymbolsOfLogSoftmax(t *testing.T) {
	for _, test := range []struct {
		z             *nn.Matrix
		symbols, grad string
	}{
		{linalg.New(2, 2, 1, 2, 3, 4), `a_{22} = z_{22} - \ln \textstyle\sum_k e^{z_{2k}}`,
			`\partial z_{22} = \partial a_{22} - e^{a_{22}} \, \partial a_{21} - e^{a_{22}} \, \partial a_{22}`},
		{linalg.Row(1, 2), `a_{2} = z_{2} - \ln \textstyle\sum_k e^{z_k}`,
			`\partial z_{2} = \partial a_{2} - e^{a_{2}} \, \partial a_{1} - e^{a_{2}} \, \partial a_{2}`},
	} {
		p := &nn.Pass{Trace: new(nn.Trace)}
		z := test.z.Named("Z")
		a := p.Map(new(nn.Matrix), nn.LogSoftmax, z)
		p.MapGrad(new(nn.Matrix), nn.LogSoftmax, z, a, linalg.Full(z.Rows, z.Cols, 1))
		for i, want := range []string{test.symbols, test.grad} {
			if got := p.Trace.Steps[i].Entry(z.Rows-1, z.Cols-1).Symbols; got != want {
				t.Errorf("%d×%d:\n got %s\nwant %s", z.Rows, z.Cols, got, want)
			}
		}
	}
}

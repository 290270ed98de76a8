package nn_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

var update = flag.Bool("update", false, "write the golden files anew")

// tiny is one update of a net with two inputs, two hidden units and one output.
func tiny(t *testing.T) *nn.Trace {
	t.Helper()
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 2, Act: nn.Sigmoid}, &nn.Dense{Out: 1}))
	for name, values := range map[string][]float64{
		"Dense 1/W": {0.5, -1, 0.25, 2}, "Dense 1/b": {0.1, -0.2}, "Dense 2/W": {1.5, -0.75}, "Dense 2/b": {0.3},
	} {
		copy(net.Param(name).Value.Data, values)
	}
	tr := &nn.Trainer{
		Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, Epochs: 1, Trace: new(nn.Trace),
		X: linalg.New(2, 2, 1, 2, -1, 0.5).Named("X"), Y: linalg.Col(1, -1).Named("Y"),
	}
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	return tr.Trace
}

func TestGoldenTrace(t *testing.T) {
	trace := tiny(t)
	for file, got := range map[string]string{"trace.txt": trace.String(), "trace.md": trace.Markdown()} {
		file = filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range max(len(g), len(w)) {
			if i >= len(g) || i >= len(w) || g[i] != w[i] {
				t.Errorf("%s:%d:\n got %q\nwant %q\nif it should differ, write it anew with -update and look at it", file, i+1, g[min(i, len(g)-1)], w[min(i, len(w)-1)])
				break
			}
		}
	}
}

// traced is the trace of two updates of a net with one hidden layer.
func traced(t *testing.T, in, hidden, out, examples int, act, last nn.Activation, loss nn.Loss, opt nn.Optimizer) *nn.Trace {
	t.Helper()
	net := nn.Must(nn.New(3, nn.Shape{in}, &nn.Dense{Out: hidden, Act: act, Init: nn.Normal(1)}, &nn.Dense{Out: out, Act: last, Init: nn.Normal(1)}))
	for _, q := range net.Params() {
		q.Value.Add(q.Value, linalg.Scale(0.3, draws(4, q.Value.Rows, q.Value.Cols))) // biases too
	}
	tr := &nn.Trainer{Net: net, Loss: loss, Opt: opt, Epochs: 2, Trace: new(nn.Trace), X: draws(5, examples, in), Y: new(nn.Matrix)}
	nn.Softmax.Apply(tr.Y, draws(6, examples, out))
	if out == 1 {
		tr.Y = linalg.Full(examples, 1, 0.25)
	}
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	// What no Dense does: a product of two batches.
	p := &nn.Pass{Trace: tr.Trace}
	p.At("Attention 1", "forward")
	p.Mul(new(nn.Matrix), draws(7, 2, in), draws(8, in, 3))
	return tr.Trace
}

// eachTrace runs f on traces of every operation, small and large.
func eachTrace(t *testing.T, f func(t *testing.T, trace *nn.Trace)) {
	acts := append([]nn.Activation{nil}, activations...)
	for i, act := range acts {
		some := naive
		if i != 0 { // a loss is the same behind every activation
			some = naive[:4]
		}
		for _, l := range some {
			loss := l.loss
			last := outputFor(loss)
			if last == nil {
				last = acts[len(acts)-1-i]
			}
			opts := optimizers()
			if i != 0 { // an update is the same behind every activation
				opts = opts[:1]
			}
			for _, opt := range opts {
				t.Run(fmt.Sprintf("%s %s %s", name(act), loss.Name(), opt.Name()), func(t *testing.T) {
					f(t, traced(t, 2, 3, 3, 4, act, last, loss, opt))
				})
			}
			t.Run(fmt.Sprintf("%s %s, one of each", name(act), loss.Name()), func(t *testing.T) {
				f(t, traced(t, 1, 1, fewest(loss), 1, act, outputFor(loss), loss, &nn.SGD{LR: 0.1}))
			})
			if outputFor(loss) == nil && (i == 0 || loss == (nn.MSE{})) { // a large net is so sure that 1 − a shows no digits
				t.Run(fmt.Sprintf("%s %s, large", name(act), loss.Name()), func(t *testing.T) {
					f(t, traced(t, 20, 11, 12, 19, act, nil, loss, &nn.Adam{LR: 0.1}))
				})
			}
		}
	}
}

// fewest is the smallest number of outputs that a loss takes.
func fewest(loss nn.Loss) int {
	switch loss.(type) {
	case nn.CrossEntropy, nn.CrossEntropyProb, nn.KL:
		return 2
	}
	return 1
}

func name(act nn.Activation) string {
	if act == nil {
		return "identity"
	}
	return act.Name()
}

// Each entry of each step is the number that was computed, its terms come to it, and so
// does its formula when it is computed anew.
func TestEveryEntryIsExplained(t *testing.T) {
	seen := map[string]bool{}
	eachTrace(t, func(t *testing.T, trace *nn.Trace) {
		for n := range trace.Steps {
			s := &trace.Steps[n]
			seen[s.Op] = true
			for k, v := range s.Out.Data {
				e := s.Entry(k/s.Out.Cols, k%s.Out.Cols)
				if math.Float64bits(e.Value) != math.Float64bits(v) {
					t.Fatalf("%s, entry %d: got value %v, want %v", s.Op, k, e.Value, v)
				}
				if why := explained(s, e); why != "" {
					t.Fatalf("step %d, %s, entry (%d, %d): %s\nsymbols %s\nvalues  %s", n+1, s.Op, e.Row, e.Col, why, e.Symbols, e.Values)
				}
			}
		}
	})
	for _, op := range []string{
		"affine", "mul", "mulATB", "mulABT", "sumRows",
		"map:identity", "map:sigmoid", "map:tanh", "map:relu", "map:leaky_relu", "map:elu", "map:gelu", "map:silu", "map:softplus",
		"map:softmax", "map:log_softmax", "map:swish",
		"mapgrad:identity", "mapgrad:sigmoid", "mapgrad:tanh", "mapgrad:relu", "mapgrad:leaky_relu", "mapgrad:elu", "mapgrad:gelu",
		"mapgrad:silu", "mapgrad:softplus", "mapgrad:softmax", "mapgrad:log_softmax", "mapgrad:swish",
		"loss:MSE", "loss:half squared error", "loss:BCE", "loss:cross-entropy",
		"loss:MAE", "loss:Huber", "loss:hinge", "loss:BCE of probabilities", "loss:cross-entropy of probabilities", "loss:KL divergence",
		"lossgrad:MAE", "lossgrad:Huber", "lossgrad:hinge", "lossgrad:BCE of probabilities", "lossgrad:cross-entropy of probabilities", "lossgrad:KL divergence",
		"smooth",
		"lossgrad:MSE", "lossgrad:half squared error", "lossgrad:BCE", "lossgrad:cross-entropy",
		"update:SGD", "update:Momentum", "update:Adam", "update:Nesterov", "update:AdaGrad", "update:RMSProp", "update:AdamW",
		"update:L1", "update:L2", "update:L1 and L2", "update:clip norm", "update:clip value",
	} {
		if !seen[op] {
			t.Errorf("%s: no trace holds it", op)
		}
		delete(seen, op)
	}
	for op := range seen {
		t.Errorf("%s: it is traced, and not in the list of this test", op)
	}
}

// explainsAll fails the test unless every entry of every step is explained, and counts
// the steps of each operation.
func explainsAll(t *testing.T, trace *nn.Trace) map[string]int {
	t.Helper()
	seen := map[string]int{}
	for n := range trace.Steps {
		s := &trace.Steps[n]
		seen[s.Op]++
		for k := range s.Out.Data {
			e := s.Entry(k/s.Out.Cols, k%s.Out.Cols)
			if why := explained(s, e); why != "" {
				t.Fatalf("step %d, %s, entry %d: %s\n%s", n+1, s.Op, k, why, e.Values)
			}
		}
	}
	return seen
}

// explained says what is wrong with the explanation of an entry.
func explained(s *nn.Step, e nn.Entry) string {
	if len(e.Terms) == 0 {
		return "got no terms, want at least one"
	}
	var sum, size float64
	for _, term := range e.Terms {
		sum += term.Value
		size += math.Abs(term.Value)
		if !near(term.Sum, sum, 1e-12*(1+size)) {
			return fmt.Sprintf("got the sum %v after %s, want %v", term.Sum, term.Symbols, sum)
		}
		for _, r := range term.Uses {
			if r.Arg < -1 || r.Arg >= len(s.Args) {
				return fmt.Sprintf("got a reference to operand %d of %d", r.Arg, len(s.Args))
			}
			if m := s.Args[r.Arg]; r.Row < 0 || r.Row >= m.Rows || r.Col < 0 || r.Col >= m.Cols {
				return fmt.Sprintf("got a reference to entry (%d, %d) of %s, %d×%d", r.Row, r.Col, m.Name, m.Rows, m.Cols)
			}
		}
		if len(term.Uses) == 0 && term.Symbols != `\cdots` {
			return "got no references in " + term.Symbols
		}
	}
	is := " = "
	if strings.HasPrefix(s.Op, "update:") || s.Op == "average" {
		is = " := "
	}
	left, formula, found := strings.Cut(e.Values, is)
	if symbols, _, _ := strings.Cut(e.Symbols, is); !found || symbols != left {
		return fmt.Sprintf("got %q on the left of the values and %q of the symbols", left, symbols)
	}
	if strings.Count(e.Symbols, "{") != strings.Count(e.Symbols, "}") {
		return "got braces that do not pair up"
	}
	if s.Op == "map:softmax" { // the terms are the denominator
		if !near(e.Terms[e.Col].Value/sum, e.Value, 1e-12) {
			return fmt.Sprintf("got the share %v of the terms, want %v", e.Terms[e.Col].Value/sum, e.Value)
		}
	} else if !near(sum, e.Value, 1e-12*(1+size)) {
		return fmt.Sprintf("got terms that come to %v, want %v", sum, e.Value)
	}
	if strings.HasSuffix(s.Op, ":swish") {
		return "" // its formula is only a name
	}
	// Numbers are shown with six digits; the formula comes out as exact as that.
	tol := 2e-5 * (1 + size)
	formula, result, found := cutLast(formula, " = ")
	if !found {
		result = formula
	}
	for tex, want := range map[string]float64{formula: e.Value, result: e.Value} {
		if got, err := evaluate(tex); err != nil || !near(got, want, tol) {
			return fmt.Sprintf("computed anew, %s is %v (%v), want %v", tex, got, err, want)
		}
	}
	for _, term := range e.Terms {
		if got, err := evaluate(term.Values); err != nil || !near(got, term.Value, tol) {
			return fmt.Sprintf("computed anew, the term %s is %v (%v), want %v", term.Values, got, err, term.Value)
		}
	}
	return ""
}

// cutLast is strings.Cut at the last place.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// A sum of more than 16 terms keeps its first three and its last.
func TestLongSumsAreShortened(t *testing.T) {
	for terms, want := range map[int]int{15: 15, 16: 16, 17: 5, 18: 5, 1000: 5} { // with the bias
		if got := nn.TermsKept(terms); got != min(terms, 17) {
			t.Errorf("%d terms: got %d kept, want %d", terms, got, min(terms, 17))
		}
		p := &nn.Pass{Trace: new(nn.Trace)}
		p.Affine(new(nn.Matrix).Named("Z"), linalg.Full(1, terms-1, 2).Named("X"), linalg.Full(terms-1, 1, 3).Named("W"), linalg.Row(1).Named("b"))
		e := p.Trace.Steps[0].Entry(0, 0)
		if len(e.Terms) != want {
			t.Errorf("%d terms: got %d shown, want %d", terms, len(e.Terms), want)
		}
		if got := e.Terms[len(e.Terms)-1].Sum; got != e.Value || e.Value != float64(6*(terms-1)+1) {
			t.Errorf("%d terms: got the sum %v and the value %v, want %d", terms, got, e.Value, 6*(terms-1)+1)
		}
		if terms == 17 {
			const symbols = `z = x_{1} w_{1} + x_{2} w_{2} + x_{3} w_{3} + \cdots + b`
			const values = `z = 2 \cdot 3 + 2 \cdot 3 + 2 \cdot 3 + \underbrace{\cdots}_{78} + 1 = 97`
			if e.Symbols != symbols || e.Values != values {
				t.Errorf("got\n%s\n%s\nwant\n%s\n%s", e.Symbols, e.Values, symbols, values)
			}
		}
	}
}

// The symbols of one entry of every operation, as they are set on the board.
func TestEntrySymbols(t *testing.T) {
	for _, test := range []struct {
		act  nn.Activation
		loss nn.Loss
		opt  nn.Optimizer
		op   string
		tex  string
		want string // of the first entry
	}{
		{nn.Sigmoid, nn.MSE{}, &nn.SGD{LR: 1}, "affine", `Z_1 = X W_1 + \mathbf{1} b_1`,
			`z^{(1)}_{11} = x_{11} w^{(1)}_{11} + x_{12} w^{(1)}_{21} + b^{(1)}_{1}`},
		{nn.Sigmoid, nn.MSE{}, &nn.SGD{LR: 1}, "map:sigmoid", `A_1 = \frac{1}{1 + e^{-Z_1}}`,
			`a^{(1)}_{11} = \frac{1}{1 + e^{-z^{(1)}_{11}}}`},
		{nn.Tanh, nn.MSE{}, &nn.SGD{LR: 1}, "map:tanh", `A_1 = \tanh(Z_1)`, `a^{(1)}_{11} = \tanh(z^{(1)}_{11})`},
		{nn.ReLU, nn.MSE{}, &nn.SGD{LR: 1}, "map:relu", `A_1 = \max(0, Z_1)`, `a^{(1)}_{11} = \max(0, z^{(1)}_{11})`},
		{nn.Softmax, nn.MSE{}, &nn.SGD{LR: 1}, "map:softmax", `A_1 = \mathrm{softmax}(Z_1)`,
			`a^{(1)}_{11} = \frac{e^{z^{(1)}_{11}}}{e^{z^{(1)}_{11}} + e^{z^{(1)}_{12}}}`},
		{swish, nn.MSE{}, &nn.SGD{LR: 1}, "map:swish", `A_1 = \mathrm{swish}(Z_1)`, `a^{(1)}_{11} = \mathrm{swish}(z^{(1)}_{11})`},
		{nn.Sigmoid, nn.MSE{}, &nn.SGD{LR: 1}, "mapgrad:sigmoid", `\partial Z_1 = \partial A_1 \odot A_1 \odot (1 - A_1)`,
			`\partial z^{(1)}_{11} = \partial a^{(1)}_{11} \cdot a^{(1)}_{11} (1 - a^{(1)}_{11})`},
		{nn.Tanh, nn.MSE{}, &nn.SGD{LR: 1}, "mapgrad:tanh", `\partial Z_1 = \partial A_1 \odot (1 - A_1^2)`, ""},
		{nn.ReLU, nn.MSE{}, &nn.SGD{LR: 1}, "mapgrad:relu", `\partial Z_1 = \partial A_1 \odot [Z_1 > 0]`,
			`\partial z^{(1)}_{11} = \partial a^{(1)}_{11} \cdot [z^{(1)}_{11} > 0]`},
		{nn.Softmax, nn.MSE{}, &nn.SGD{LR: 1}, "mapgrad:softmax", `\partial Z_1 = A_1 \odot (\partial A_1 - (\partial A_1 \odot A_1)\mathbf{1}\mathbf{1}^\top)`,
			`\partial z^{(1)}_{11} = \partial a^{(1)}_{11} \, a^{(1)}_{11} ([1 = 1] - a^{(1)}_{11}) + \partial a^{(1)}_{12} \, a^{(1)}_{12} ([2 = 1] - a^{(1)}_{11})`},
		{nil, nn.MSE{}, &nn.SGD{LR: 1}, "mulATB", `\partial W_2 = A_1^\top \partial \hat{Y}`,
			`\partial w^{(2)}_{11} = a^{(1)}_{11} \partial \hat{y}_{11} + a^{(1)}_{21} \partial \hat{y}_{21} + a^{(1)}_{31} \partial \hat{y}_{31}`},
		{nil, nn.MSE{}, &nn.SGD{LR: 1}, "sumRows", `\partial b_2 = \mathbf{1}^\top \partial \hat{Y}`,
			`\partial b^{(2)}_{1} = \partial \hat{y}_{11} + \partial \hat{y}_{21} + \partial \hat{y}_{31}`},
		{nil, nn.MSE{}, &nn.SGD{LR: 1}, "mulABT", `\partial A_1 = \partial \hat{Y} \, W_2^\top`,
			`\partial a^{(1)}_{11} = \partial \hat{y}_{11} w^{(2)}_{11} + \partial \hat{y}_{12} w^{(2)}_{12}`},
		{nil, nn.MSE{}, &nn.SGD{LR: 1}, "loss:MSE", `J = \frac{1}{N} \sum (\hat{y} - y)^2`, ""},
		{nil, nn.MSE{}, &nn.SGD{LR: 1}, "lossgrad:MSE", `\partial \hat{Y} = \frac{2}{N} (\hat{Y} - Y)`,
			`\partial \hat{y}_{11} = \tfrac{2}{6} (\hat{y}_{11} - y_{11})`},
		{nil, nn.HalfSquaredError{}, &nn.SGD{LR: 1}, "lossgrad:half squared error", `\partial \hat{Y} = \frac{1}{n} (\hat{Y} - Y)`,
			`\partial \hat{y}_{11} = \tfrac{1}{3} (\hat{y}_{11} - y_{11})`},
		{nil, nn.BCE{}, &nn.SGD{LR: 1}, "lossgrad:BCE", `\partial Z = \frac{1}{n} (\sigma(Z) - Y)`,
			`\partial z_{11} = \tfrac{1}{3} (\sigma(z_{11}) - y_{11})`},
		{nil, nn.CrossEntropy{}, &nn.SGD{LR: 1}, "lossgrad:cross-entropy", `\partial Z = \frac{1}{n} (\mathrm{softmax}(Z) - Y)`,
			`\partial z_{11} = \tfrac{1}{3} (\mathrm{softmax}(z_1)_1 - y_{11})`},
		{nil, nn.MSE{}, &nn.SGD{LR: 1}, "update:SGD", `W_1 := W_1 - \alpha \, \partial W_1`,
			`w^{(1)}_{11} := w^{(1)}_{11} - \alpha \, \partial w^{(1)}_{11}`},
		{nil, nn.MSE{}, &nn.Momentum{LR: 1, Beta: 0.5}, "update:Momentum", `W_1 := W_1 - \alpha V, \quad V := \beta V + \partial W_1`,
			`w^{(1)}_{11} := w^{(1)}_{11} - \alpha \, v_{11}`},
		{nil, nn.MSE{}, &nn.Adam{LR: 1}, "update:Adam", `W_1 := W_1 - \alpha \frac{\hat{M}}{\sqrt{\hat{V}} + \varepsilon}`,
			`w^{(1)}_{11} := w^{(1)}_{11} - \alpha \frac{\hat{m}_{11}}{\sqrt{\hat{v}_{11}} + \varepsilon}`},
		{nil, nn.MSE{}, &nn.Momentum{LR: 1, Beta: 0.5, Nesterov: true}, "update:Nesterov", `W_1 := W_1 - \alpha (\partial W_1 + \beta V), \quad V := \beta V + \partial W_1`,
			`w^{(1)}_{11} := w^{(1)}_{11} - \alpha \, \partial w^{(1)}_{11} - \alpha \beta \, v_{11}`},
		{nil, nn.MSE{}, &nn.AdaGrad{}, "update:AdaGrad", `W_1 := W_1 - \alpha \frac{\partial W_1}{\sqrt{S} + \varepsilon}, \quad S := S + (\partial W_1)^2`,
			`w^{(1)}_{11} := w^{(1)}_{11} - \alpha \frac{\partial w^{(1)}_{11}}{\sqrt{s_{11}} + \varepsilon}`},
		{nil, nn.MSE{}, &nn.RMSProp{}, "update:RMSProp", `W_1 := W_1 - \alpha \frac{\partial W_1}{\sqrt{S} + \varepsilon}, \quad S := \beta S + (1 - \beta) (\partial W_1)^2`, ""},
		{nil, nn.MSE{}, &nn.AdamW{}, "update:AdamW", `W_1 := W_1 - \alpha \lambda W_1 - \alpha \frac{\hat{M}}{\sqrt{\hat{V}} + \varepsilon}`,
			`w^{(1)}_{11} := w^{(1)}_{11} - \alpha \lambda \, w^{(1)}_{11} - \alpha \frac{\hat{m}_{11}}{\sqrt{\hat{v}_{11}} + \varepsilon}`},
		{nil, nn.MSE{}, &nn.WeightDecay{Opt: &nn.SGD{LR: 1}, L1: 1, L2: 1}, "update:L1 and L2", `\partial W_1 := \partial W_1 + \lambda_2 W_1 + \lambda_1 \mathrm{sign}(W_1)`,
			`\partial w^{(1)}_{11} := \partial w^{(1)}_{11} + \lambda_2 \, w^{(1)}_{11} + \lambda_1 \mathrm{sign}(w^{(1)}_{11})`},
		{nil, nn.MSE{}, &nn.ClipNorm{Opt: &nn.SGD{LR: 1}}, "update:clip norm", `\partial W_1 := \min(1, \frac{c}{\lVert \partial \rVert}) \, \partial W_1`,
			`\partial w^{(1)}_{11} := \min(1, \frac{c}{\lVert \partial \rVert}) \, \partial w^{(1)}_{11}`},
		{nil, nn.MSE{}, &nn.ClipValue{Opt: &nn.SGD{LR: 1}}, "update:clip value", `\partial W_1 := \min(c, \max(-c, \partial W_1))`,
			`\partial w^{(1)}_{11} := \min(c, \max(-c, \partial w^{(1)}_{11}))`},
	} {
		trace := traced(t, 2, 2, 2, 3, test.act, nil, test.loss, test.opt)
		i := slices.IndexFunc(trace.Steps, func(s nn.Step) bool { return s.Op == test.op })
		if i < 0 {
			t.Errorf("%s: the trace does not hold it", test.op)
			continue
		}
		s := &trace.Steps[i]
		if s.TeX != test.tex {
			t.Errorf("%s:\n got %s\nwant %s", test.op, s.TeX, test.tex)
		}
		if got := s.Entry(0, 0).Symbols; test.want != "" && got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.op, got, test.want)
		}
	}
}

// Of the tenth class or example on, two digits make one index.
func TestIndicesAboveNine(t *testing.T) {
	p := &nn.Pass{Trace: new(nn.Trace)}
	nn.CrossEntropy{}.Grad(p, new(nn.Matrix), linalg.New(11, 10), oneHot(10, make([]int, 11)...))
	const want = `\partial z_{11,10} = \tfrac{1}{11} (\mathrm{softmax}(z_{11})_{10} - y_{11,10})`
	if got := p.Trace.Steps[0].Entry(10, 9).Symbols; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// e^1000 is more than a number holds. What explains the softmax subtracts the largest
// logit as the computation does; a view is JSON, which has no infinity.
func TestSoftmaxOfLargeLogitsIsExplained(t *testing.T) {
	for _, z := range []*nn.Matrix{linalg.Row(1000, 999, -1000), linalg.Row(-1000, -1001), linalg.New(2, 2, 800, 801, 1, 2)} {
		p := &nn.Pass{Trace: new(nn.Trace)}
		p.Map(new(nn.Matrix).Named("A"), nn.Softmax, z.Named("Z"))
		s := &p.Trace.Steps[0]
		for k := range s.Out.Data {
			e := s.Entry(k/z.Cols, k%z.Cols)
			if why := explained(s, e); why != "" {
				t.Errorf("softmax of %v, entry %d: %s\n%s", z.Data, k, why, e.Values)
			}
			if _, err := json.Marshal(e); err != nil {
				t.Errorf("softmax of %v, entry %d: got error %v as JSON, want none", z.Data, k, err)
			}
		}
	}
}

// Sentences and the printed trace are for those who read no LaTeX.
func TestTraceAsTextHoldsNoLaTeX(t *testing.T) {
	eachTrace(t, func(t *testing.T, trace *nn.Trace) {
		for line := range strings.Lines(trace.String()) {
			if strings.ContainsAny(line, `\{}`) {
				t.Fatalf("got %q, want text", line)
			}
		}
	})
}

// A step read from a file explains what the step that was written did.
func TestTraceAsJSON(t *testing.T) {
	eachTrace(t, func(t *testing.T, trace *nn.Trace) {
		file, err := json.Marshal(trace)
		if err != nil {
			t.Fatal(err)
		}
		var back nn.Trace
		if err := json.Unmarshal(file, &back); err != nil {
			t.Fatal(err)
		}
		if back.String() != trace.String() || back.Markdown() != trace.Markdown() {
			t.Error("got another trace from its file")
		}
		for n := range trace.Steps {
			a, b := &trace.Steps[n], &back.Steps[n]
			if !identical(&a.Out, &b.Out) || len(a.Args) != len(b.Args) {
				t.Fatalf("step %d: got %v, want %v", n+1, b, a)
			}
			if e, f := a.Entry(0, 0), b.Entry(0, 0); fmt.Sprint(e) != fmt.Sprint(f) {
				t.Errorf("step %d, %s: got %+v from the file, want %+v", n+1, a.Op, f, e)
			}
		}
		if again, err := json.Marshal(back); err != nil || !bytes.Equal(again, file) {
			t.Errorf("got another file from the trace that was read (%v)", err)
		}
	})
}

// NaN and infinities are what a learner opens a trace for.
func TestTraceOfNaN(t *testing.T) {
	p := &nn.Pass{Trace: new(nn.Trace)}
	p.Affine(new(nn.Matrix).Named("Z"), linalg.Row(1, 2).Named("X"), linalg.Col(math.NaN(), math.Inf(-1)).Named("W"), linalg.Row(0).Named("b"))
	e := p.Trace.Steps[0].Entry(0, 0)
	const want = `z = 1 \cdot \mathrm{NaN} + 2 \cdot (-\infty) + 0 = \mathrm{NaN}`
	if e.Values != want {
		t.Errorf("got  %s\nwant %s", e.Values, want)
	}
	holds(t, "the sentence", p.Trace.Steps[0].Say, "1·NaN + 2·(−∞) + 0 = NaN")
	file, err := json.Marshal(p.Trace)
	var back nn.Trace
	if err != nil || json.Unmarshal(file, &back) != nil || !math.IsNaN(back.Steps[0].Out.Data[0]) {
		t.Errorf("got %+v (%v) from its file, want a NaN", back, err)
	}
}

// What is recorded stays as it was when it was computed.
func TestTraceIsACopy(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 2, Act: nn.Tanh}))
	p := &nn.Pass{Trace: new(nn.Trace)}
	x := draws(1, 3, 2)
	net.Forward(p, x)
	before := p.Trace.String()
	x.Fill(99)
	net.Param("Dense 1/W").Value.Fill(99)
	net.Forward(nil, x)
	if got := p.Trace.String(); got != before {
		t.Errorf("got\n%s\nafter another batch, want\n%s", got, before)
	}
}

func TestEntryRefusesWhatIsNotThere(t *testing.T) {
	s := tiny(t).Steps[0]
	for _, at := range [][2]int{{2, 0}, {0, 2}, {-1, 0}} {
		if got := misfit(t, func() { s.Entry(at[0], at[1]) }); !strings.HasPrefix(got, "linalg: At: ") || !strings.Contains(got, "Z_1") {
			t.Errorf("Entry(%d, %d): got panic %q, want one that names Z_1", at[0], at[1], got)
		}
	}
}

// A batch of no examples can be traced, and an operation of another version shown.
func TestTraceOfWhatHasNoEntries(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 2, Act: nn.Tanh}))
	p := &nn.Pass{Trace: new(nn.Trace)}
	net.Forward(p, linalg.New(0, 2))
	net.Backward(p, linalg.New(0, 2))
	holds(t, "a trace without examples", p.Trace.String(), "none: there are no entries", "The activation of no entries.")

	unknown := nn.Step{Where: "Wavelet 1/forward", Op: "wavelet", Out: *linalg.Row(1).Named("Z")}
	if e := unknown.Entry(0, 0); e.Symbols != "z = wavelet" || e.Values != "z = wavelet = 1" || e.Value != 1 || e.Terms != nil {
		t.Errorf("got %+v, want the value without explanation", e)
	}
}

package nn_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// rules are masks for sequences of 3 queries and 4 keys.
var rules = map[string]nn.ScaledDotProduct{
	"all":    {},
	"causal": {Causal: true},
	"mask":   {Mask: linalg.New(3, 4, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 1)},
	"both":   {Causal: true, Mask: linalg.New(3, 4, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1)},
}

// attendNaive is attention by its definition: one query at a time.
func attendNaive(rule nn.ScaledDotProduct, q, k, v *nn.Matrix) (y, a *nn.Matrix) {
	y, a = linalg.New(q.Rows, v.Cols), linalg.New(q.Rows, k.Rows)
	for i := range q.Rows {
		var sum float64
		for j := range k.Rows {
			if rule.Causal && j > i || rule.Mask != nil && rule.Mask.At(i, j) == 0 {
				continue
			}
			var score float64
			for f := range q.Cols {
				score += q.At(i, f) * k.At(j, f)
			}
			a.Set(i, j, math.Exp(score/math.Sqrt(float64(q.Cols))))
			sum += a.At(i, j)
		}
		for j := range k.Rows {
			a.Set(i, j, a.At(i, j)/sum)
			for f := range v.Cols {
				y.Row(i)[f] += a.At(i, j) * v.At(j, f)
			}
		}
	}
	return y, a
}

func TestScaledDotProductEqualsItsDefinition(t *testing.T) {
	for name, rule := range rules {
		q, k, v := draws(1, 3, 2), draws(2, 4, 2), draws(3, 4, 5)
		wantY, wantA := attendNaive(rule, q, k, v)
		s := rule
		approx(t, name+": Y", s.Attend(nil, q, k, v), wantY, 1e-14)
		approx(t, name+": A", s.Weights(), wantA, 1e-14)
		approx(t, name+": the weights of a position", linalg.SumCols(s.Weights()), linalg.Full(3, 1, 1), 1e-14)
	}
}

func TestScaledDotProductGradients(t *testing.T) {
	for name, rule := range rules {
		q, k, v, dy := draws(1, 3, 2), draws(2, 4, 2), draws(3, 4, 5), draws(4, 3, 5)
		s := rule
		j := func([]float64) float64 { return linalg.Sum(linalg.Hadamard(dy, s.Attend(nil, q, k, v))) }
		j(nil)
		dq, dk, dv := s.Backward(nil, dy)
		got := []*nn.Matrix{dq.Clone(), dk.Clone(), dv.Clone()}
		for i, m := range []*nn.Matrix{q, k, v} {
			approx(t, name+": ∂"+"QKV"[i:i+1], got[i], linalg.New(m.Rows, m.Cols, nn.CentralDifference(j, m.Data)...), 1e-8)
		}
	}
}

func TestScaledDotProductAllocatesNothing(t *testing.T) {
	q, k, v, dy := draws(1, 6, 4), draws(2, 6, 4), draws(3, 6, 4), draws(4, 6, 4)
	s := &nn.ScaledDotProduct{Causal: true}
	if n := testing.AllocsPerRun(10, func() { s.Attend(nil, q, k, v); s.Backward(nil, dy) }); n != 0 {
		t.Errorf("got %.0f allocations, want 0", n)
	}
}

func TestScaledDotProductRefuses(t *testing.T) {
	for _, test := range []struct {
		rule nn.ScaledDotProduct
		keys int
		want string
	}{
		{nn.ScaledDotProduct{Mask: linalg.New(2, 2, 1, 1, 0, 0)}, 2, "linalg: Attend: position 1, counted from 0, may look at nothing: want a 1 in each row of Mask, with Causal at or before the diagonal"},
		{nn.ScaledDotProduct{Causal: true, Mask: linalg.New(2, 2, 0, 1, 1, 1)}, 2, "linalg: Attend: position 0, counted from 0, may look at nothing: want a 1 in each row of Mask, with Causal at or before the diagonal"},
		{nn.ScaledDotProduct{Mask: linalg.New(2, 2, 1, 1, 1, -1)}, 2, "linalg: Attend: Mask holds -1 in row 1, column 1, want 1 where a position may look, and 0 where it may not"},
		{nn.ScaledDotProduct{Mask: linalg.New(2, 2, 1, 1, math.NaN(), 1)}, 2, "linalg: Attend: Mask holds NaN in row 1, column 0, want 1 where a position may look, and 0 where it may not"},
		{nn.ScaledDotProduct{Mask: linalg.Full(2, 3, 1)}, 2, "linalg: Attend: Mask is 2×3, want 2×2: a row for each position that looks, and a column for each that it looks at"},
		{nn.ScaledDotProduct{Mask: linalg.Full(3, 2, 1)}, 2, "linalg: Attend: Mask is 3×2, want 2×2: a row for each position that looks, and a column for each that it looks at"},
		{nn.ScaledDotProduct{}, 3, "linalg: Attend: K (3×2) and V (2×2) do not fit: want a value for each key"},
	} {
		got := misfit(t, func() { test.rule.Attend(nil, draws(1, 2, 2), draws(2, test.keys, 2), draws(3, 2, 2)) })
		if got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

// What is masked is −∞, a number that the trace keeps, prints and explains.
func TestAttentionIsExplained(t *testing.T) {
	for name, rule := range rules {
		for _, features := range []int{1, 2, 20} {
			p := &nn.Pass{Trace: new(nn.Trace)}
			p.At("Attention", "forward")
			s := rule
			s.Attend(p, draws(1, 3, features), draws(2, 4, features), draws(3, 4, 2))
			p.At("Attention", "backward")
			s.Backward(p, draws(4, 3, 2))
			scores := "scores"
			if name != "all" {
				scores = "scores:masked"
			}
			seen := explainsAll(t, p.Trace)
			for _, op := range []string{scores, "map:softmax", "mul:attention", "mulATB:attention", "mulABT:attention", "mapgrad:softmax", "scoresgradQ", "scoresgradK"} {
				if seen[op] != 1 {
					t.Errorf("%s: got %d steps %s, want 1", name, seen[op], op)
				}
			}
			text := p.Trace.String()
			if strings.ContainsAny(text, `\{}`) {
				t.Errorf("%s: the trace as text holds LaTeX", name)
			}
			if masks := strings.Contains(text, "may not look, the score is −∞") && strings.Contains(text, "That of −∞ is 0."); masks != (name != "all") {
				t.Errorf("%s: got talk of masks %t, want %t", name, masks, name != "all")
			}
			file, err := json.Marshal(p.Trace)
			var back nn.Trace
			if err != nil || json.Unmarshal(file, &back) != nil || back.String() != text || back.Markdown() != p.Trace.Markdown() {
				t.Errorf("%s: got another trace from its file (%v)", name, err)
			}
			explainsAll(t, &back)
		}
	}
}

func TestSymbolsOfAttention(t *testing.T) {
	p := &nn.Pass{Trace: new(nn.Trace)}
	s := &nn.ScaledDotProduct{Causal: true}
	s.Attend(p, linalg.New(2, 2, 1, 2, 3, 4), linalg.New(2, 2, 0, 1, 1, 0), linalg.Identity(2))
	s.Backward(p, linalg.Identity(2))
	for i, want := range []struct{ tex, symbols, values string }{
		{`S = \frac{1}{\sqrt{2}} Q \, K^\top, \quad -\infty \text{ where masked}`,
			`s_{21} = \frac{1}{\sqrt{2}} (q_{21} k_{11} + q_{22} k_{12})`, `s_{21} = \frac{1}{\sqrt{2}} (3 \cdot 0 + 4 \cdot 1) = 2.82843`},
		{`A = \mathrm{softmax}(S)`, `a_{21} = \frac{e^{s_{21}}}{e^{s_{21}} + e^{s_{22}}}`, ``},
		{`Y = A V`, `y_{21} = a_{21} v_{11} + a_{22} v_{21}`, ``},
		{`\partial V = A^\top \partial Y`, `\partial v_{21} = a_{12} \partial y_{11} + a_{22} \partial y_{21}`, ``},
		{`\partial A = \partial Y \, V^\top`, `\partial a_{21} = \partial y_{21} v_{11} + \partial y_{22} v_{12}`, ``},
		{`\partial S = A \odot (\partial A - (\partial A \odot A)\mathbf{1}\mathbf{1}^\top)`, ``, ``},
		{`\partial Q = \frac{1}{\sqrt{2}} \partial S \, K`, `\partial q_{21} = \frac{1}{\sqrt{2}} (\partial s_{21} k_{11} + \partial s_{22} k_{21})`, ``},
		{`\partial K = \frac{1}{\sqrt{2}} \partial S^\top Q`, `\partial k_{21} = \frac{1}{\sqrt{2}} (\partial s_{12} q_{11} + \partial s_{22} q_{21})`, ``},
	} {
		step := &p.Trace.Steps[i]
		e := step.Entry(1, 0)
		if step.TeX != strings.ReplaceAll(want.tex, "  ", " ") || want.symbols != "" && e.Symbols != want.symbols || want.values != "" && e.Values != want.values {
			t.Errorf("%s:\n got %s\n     %s\n     %s\nwant %s\n     %s\n     %s", step.Op, step.TeX, e.Symbols, e.Values, want.tex, want.symbols, want.values)
		}
	}
	masked := p.Trace.Steps[0].Entry(0, 1)
	if masked.Values != `s_{12} = -\infty` || !math.IsInf(masked.Value, -1) {
		t.Errorf("got %s for a masked score, want −∞", masked.Values)
	}
	if share := p.Trace.Steps[1].Entry(0, 1).Values; !strings.Contains(share, `\frac{e^{-\infty}}{`) || !strings.HasSuffix(share, " = 0") {
		t.Errorf("got %s for a masked weight, want e^{-\\infty} above", share)
	}
}

// A pass goes on with its own sentences after attention is through with it.
func TestAttentionLeavesThePassAsItWas(t *testing.T) {
	p := &nn.Pass{Trace: new(nn.Trace)}
	var s nn.ScaledDotProduct
	s.Attend(p, draws(1, 2, 2), draws(2, 2, 2), draws(3, 2, 2))
	p.Mul(new(nn.Matrix), draws(1, 2, 2), draws(2, 2, 2))
	s.Backward(p, draws(4, 2, 2))
	p.MulATB(new(nn.Matrix), draws(1, 2, 2), draws(2, 2, 2))
	if steps := p.Trace.Steps; steps[3].Op != "mul" || steps[9].Op != "mulATB" {
		t.Errorf("got %s and %s, want mul and mulATB", steps[3].Op, steps[9].Op)
	}
}

// A step player lights up what the terms refer to. Below, a letter is an operand in the
// order of the step's.
func TestTermsOfAttentionReferToWhatTheyRead(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2, 2}, &nn.PositionalEncoding{Learned: true}, &nn.MultiHeadAttention{Heads: 2}))
	p := &nn.Pass{Trace: new(nn.Trace)}
	net.Forward(p, draws(1, 2, 4))
	net.Backward(p, draws(2, 2, 4))
	s := &nn.ScaledDotProduct{Causal: true}
	s.Attend(p, draws(1, 2, 3), draws(2, 2, 3), draws(3, 2, 1))
	last := map[string]*nn.Step{}
	for i := range p.Trace.Steps {
		s := &p.Trace.Steps[i]
		op, _, _ := strings.Cut(s.Op, ":")
		last[op] = s
	}
	for op, want := range map[string]string{ // of the entry in the last row and the first column
		"take":         "a42", // head 2 of example 2
		"concat":       "c21", // head 1 of example 2
		"scores":       "a21·b11 + a22·b12 + a23·b13",
		"scoresgradQ":  "a21·b11 + a22·b21",
		"scoresgradK":  "a12·b11 + a22·b21",
		"inputErrors":  "a41·b11 + a42·b12 + c41·d11 + c42·d12 + e41·f11 + e42·f12",
		"addPositions": "a41 + b21",
		"sumPositions": "a21 + a41",
		"passOn":       "a41",
	} {
		if got := uses(last[op], last[op].Entry(last[op].Out.Rows-1, 0), "abcdef"); got != want {
			t.Errorf("%s:\n got %s\nwant %s", op, got, want)
		}
	}
	q := &nn.Pass{Trace: new(nn.Trace)}
	for _, layer := range net.Layers() { // an error without a name gets that of the output
		layer.Forward(nil, draws(1, 2, 4))
		layer.Backward(q, draws(2, 2, 4))
	}
	if a, b := q.Trace.Steps[0].Args[0].Name, q.Trace.Steps[2].Args[1].Name; a != `\partial X_{P,1}` || b != `\partial Y_1` {
		t.Errorf("got the errors %s and %s, want those of X_{P,1} and Y_1", a, b)
	}
	if got := uses(last["scores"], last["scores"].Entry(0, 1), "ab"); got != "a11·b21" {
		t.Errorf("a masked score: got %s, want its query and its key", got)
	}
}

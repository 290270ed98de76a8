package viz

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

func TestPlainMath(t *testing.T) {
	for _, c := range []struct{ tex, want string }{
		// What the steps of a trace say.
		{`\frac{1}{1 + e^{-Z_1}}`, "1 / (1 + e^(−Z₁))"},
		{`\frac{1}{1 + e^{-(-0.5)}}`, "1 / (1 + e^(−(−0.5)))"},
		{`Z_1 = X W_1 + \mathbf{1} b_1`, "Z₁ = X W₁ + 1 b₁"},
		{`\partial W_1 = X^\top \partial Z_1`, "∂W₁ = Xᵀ ∂Z₁"},
		{`\partial b_1 = \mathbf{1}^\top \partial Z_1`, "∂b₁ = 1ᵀ ∂Z₁"},
		{`\partial X = \partial Z \, W^\top`, "∂X = ∂Z Wᵀ"},
		{`\partial Z_1 = \partial A_1 \odot A_1 \odot (1 - A_1)`, "∂Z₁ = ∂A₁ ⊙ A₁ ⊙ (1 − A₁)"},
		{`J = \frac{1}{N} \sum (\hat{y} - y)^2`, "J = 1/N Σ (ŷ − y)²"},
		{`J = \frac{1}{n} \sum_i \tfrac{1}{2} \sum_k (\hat{y}_{ik} - y_{ik})^2`, "J = 1/n Σᵢ 1/2 Σₖ (ŷᵢₖ − yᵢₖ)²"},
		{`J = -\frac{1}{n} \sum [y \ln \sigma(z) + (1-y) \ln (1-\sigma(z))]`, "J = −1/n Σ [y ln σ(z) + (1−y) ln (1−σ(z))]"},
		{`J = -\frac{1}{n} \sum_i \sum_k y_{ik} \ln \mathrm{softmax}(z_i)_k`, "J = −1/n Σᵢ Σₖ yᵢₖ ln softmax(zᵢ)ₖ"},
		{`\tfrac{1}{4}\left[\max(z_{11},0) - z_{11} y_{11} + \ln(1+e^{-|z_{11}|})\right]`, "1/4 [max(z₁₁,0) − z₁₁ y₁₁ + ln(1+e^(−|z₁₁|))]"},
		{`\tfrac{1}{4} y_{11} \left(\ln \textstyle\sum_k e^{z_{1k}} - z_{11}\right)`, "1/4 y₁₁ (ln Σₖ e^(z₁ₖ) − z₁₁)"},
		{`\frac{e^{z_{11}}}{e^{z_{11}} + e^{z_{12}}}`, "e^(z₁₁) / (e^(z₁₁) + e^(z₁₂))"},
		{`W_1 := W_1 - \alpha V, \quad V := \beta V + \partial W_1`, "W₁ := W₁ − α V, V := β V + ∂W₁"},
		{`W_1 := W_1 - \alpha \frac{\hat{M}}{\sqrt{\hat{V}} + \varepsilon}`, "W₁ := W₁ − α M\u0302 / (√V\u0302 + ε)"},
		{`w^{(1)}_{12} - \alpha \, \partial w^{(1)}_{12}`, "w⁽¹⁾₁₂ − α ∂w⁽¹⁾₁₂"},
		{`0.001 \cdot \frac{0.5}{\sqrt{0.25} + 1 \cdot 10^{-8}}`, "0.001 · 0.5 / (√0.25 + 1 · 10⁻⁸)"},
		{`0.1 + 0.2 + \underbrace{\cdots}_{1.5} + 0.3`, "0.1 + 0.2 + … (= 1.5) + 0.3"},
		{`\max(0, -\infty)`, "max(0, −∞)"},
		{`\mathrm{relu}'(z_{11})`, "relu′(z₁₁)"},
		{`\begin{bmatrix} 1 & -2 \\ 3 & 4 \end{bmatrix}`, "[1 −2; 3 4]"},
		// The names of a time, of an example and a head, and of what is inside of another.
		{`Z^{\langle 1 \rangle} = X^{\langle 1 \rangle} W + H^{\langle t-1 \rangle} U`, "Z⟨1⟩ = X⟨1⟩ W + H⟨t−1⟩ U"},
		{`\partial H^{\langle 2 \rangle}_{ij}`, "∂H⟨2⟩ᵢⱼ"},
		{`S^{[1,2]} = \frac{1}{\sqrt{2}} Q^{[1,2]} {K^{[1,2]}}^\top`, "S[1,2] = 1/√2 Q[1,2] K[1,2]ᵀ"},
		{`Q_1 = X W_{Q,1} + \mathbf{1} b_{Q,1.2}`, "Q₁ = X W_Q,1 + 1 b_Q,1.2"},
		{`W_{1.2} + W^{[l-1]}`, "W_1.2 + W[l−1]"},
		{`(Q_1)_{1:3, 1:2} e^{[a] b}`, "(Q₁)_(1:3, 1:2) e^([a] b)"},
		// What a lesson may write.
		{`\frac{1}{1+e^{-z}} x`, "(1 / (1+e^(−z))) x"},
		{`\frac{1}{1+e^{-z}} \ge \tfrac12`, "1 / (1+e^(−z)) ≥ 1/2"},
		{`\left(\frac{a+b}{c}\right)^2`, "((a+b) / c)²"},
		{`\frac{a}{b}^2`, "(a/b)²"},
		{`\frac{\partial J}{\partial w_{12}}`, "∂J / ∂w₁₂"},
		{`\lambda_{\max}/\lambda_{\min}`, "λ_max/λ_min"},
		{`J_{\text{train}} < 10^{-3}`, "J_train < 10⁻³"},
		{`\hat Y = XW`, "Ŷ = XW"},
		{`\bar x \in \mathbb{R}^{n \times d}`, "x\u0304 ∈ R^(n × d)"},
		{`\sqrt{x^2 + y^2}`, "√(x² + y²)"},
		{`\sqrt[3]{8}`, "³√8"},
		{`\ln\sigma(z)`, "ln σ(z)"},
		{`\theta_{t+1}`, "θₜ₊₁"},
		{`\langle x, y \rangle`, "⟨x, y⟩"},
		{`f(x) = \begin{cases} x & x > 0 \\ 0 & \text{else-where} \end{cases}`, "f(x) = {x, x > 0; 0, else-where}"},
		{`\unknown{x}`, "unknownx"},
		{`50\%`, "50%"},
		{`{{x}`, "x"}, {`x}`, "x"}, {`\`, ""}, {`\frac{1}`, "1/"}, {`x^`, "x"},
	} {
		if got := plainMath(c.tex); got != c.want {
			t.Errorf("%s: got %q, want %q", c.tex, got, c.want)
		}
	}
}

func TestPlainTeX(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"A two-minute talk about $W_1 - 1$.", "A two-minute talk about W₁ − 1."},
		{"It costs $5", "It costs $5"},
		{"snake_case, {braces} and x^2 stay", "snake_case, {braces} and x^2 stay"},
		{`the error of \hat Y`, "the error of Ŷ"},
		{`the first one is 0.5 − 0.1·\frac{0.2}{\sqrt{0.04} + 1·10^{−8}}`, "the first one is 0.5 − 0.1·0.2 / (√0.04 + 1·10⁻⁸)"},
		{"1/2  1 (0.7) + …_{−0.02} and 8.7·10^{−6}", "1/2  1 (0.7) + … (= −0.02) and 8.7·10⁻⁶"},
		{`C:\data\moons.csv`, `C:\data\moons.csv`},
		{"$X$ and $Y$", "X and Y"},
		{"", ""},
	} {
		if got := plainTeX(c.text); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
	if got := plainLabel("x_1"); got != "x₁" {
		t.Errorf("the label x_1: got %q, want x₁", got)
	}
}

// updates is the trace of two training updates of a net with a large and a small layer.
func updates(t *testing.T, act, last nn.Activation, loss nn.Loss, opt nn.Optimizer) *nn.Trace {
	t.Helper()
	trainer := nn.Trainer{
		Net:  nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 20, Act: act}, &nn.Dense{Out: 2, Act: last})),
		Loss: loss, Opt: opt, X: linalg.New(2, 2, 1, 2, -3, 1e-7).Named("X"), Y: linalg.New(2, 2, 1, 0, 0, 1), Epochs: 2, Trace: new(nn.Trace),
	}
	if err := trainer.Run(); err != nil {
		t.Fatal(err)
	}
	return trainer.Trace
}

// passes is the trace of layers, forward and back, in training and then in use.
func passes(t *testing.T, in nn.Shape, layers ...nn.Layer) *nn.Trace {
	t.Helper()
	net := nn.Must(nn.New(1, in, layers...))
	trace, x := new(nn.Trace), linalg.New(2, in.Size())
	for k := range x.Data { // whole numbers, so that they are tokens too
		x.Data[k] = float64(k % 3)
	}
	for _, train := range []bool{true, false} {
		p := &nn.Pass{Trace: trace, Train: train}
		y := net.Forward(p, x)
		net.Backward(p, linalg.Full(y.Rows, y.Cols, 0.5))
	}
	return trace
}

// traces hold every formula that package nn writes.
func traces(t *testing.T) []*nn.Trace {
	t.Helper()
	var all []*nn.Trace
	for _, act := range []nn.Activation{
		nn.Identity, nn.Sigmoid, nn.Tanh, nn.ReLU, nn.LeakyReLU, nn.ELU, nn.GELU, nn.SiLU, nn.Softplus, nn.Softmax, nn.LogSoftmax,
	} {
		all = append(all, updates(t, act, nil, nn.MSE{}, &nn.SGD{LR: 0.1}))
	}
	for _, loss := range []nn.Loss{
		nn.MSE{}, nn.HalfSquaredError{}, nn.MAE{}, nn.Huber{}, nn.Hinge{}, nn.BCE{}, nn.CrossEntropy{}, nn.CrossEntropy{Smoothing: 0.1},
		nn.BCEProb{}, nn.CrossEntropyProb{}, nn.KL{},
	} {
		var last nn.Activation
		switch loss.(type) {
		case nn.BCEProb:
			last = nn.Sigmoid
		case nn.CrossEntropyProb, nn.KL:
			last = nn.Softmax
		}
		all = append(all, updates(t, nn.Tanh, last, loss, &nn.SGD{LR: 0.1}))
	}
	sgd := &nn.SGD{LR: 0.1}
	for _, opt := range []nn.Optimizer{
		&nn.Momentum{LR: 0.1, Beta: 0.9}, &nn.Momentum{LR: 0.1, Beta: 0.9, Nesterov: true}, &nn.AdaGrad{LR: 0.1}, &nn.RMSProp{LR: 0.1},
		&nn.Adam{LR: 0.1}, &nn.AdamW{LR: 0.1}, &nn.WeightDecay{Opt: sgd, L1: 0.01}, &nn.WeightDecay{Opt: sgd, L2: 0.01},
		&nn.WeightDecay{Opt: sgd, L1: 0.01, L2: 0.01, Biases: true}, &nn.ClipNorm{Opt: sgd, Max: 0.1}, &nn.ClipNorm{Opt: sgd, Max: 100}, &nn.ClipValue{Opt: sgd, Max: 0.05},
	} {
		all = append(all, updates(t, nn.Tanh, nil, nn.MSE{}, opt))
	}
	picture, times := nn.Shape{2, 4, 4}, nn.Shape{3, 2}
	all = append(all,
		passes(t, picture, &nn.Conv2D{Out: 2, Kernel: nn.Square(2), Act: nn.ReLU}, &nn.BatchNorm{}, &nn.MaxPool{Kernel: nn.Square(2)}, &nn.Flatten{}),
		passes(t, picture, &nn.AvgPool{Kernel: nn.Square(2)}),
		passes(t, nn.Shape{4}, &nn.LayerNorm{}, &nn.Dropout{Rate: 0.5}, &nn.BatchNorm{}),
		passes(t, nn.Shape{3}, &nn.Embedding{Vocab: 3, Dim: 2}, &nn.PositionalEncoding{Learned: true}, &nn.PositionalEncoding{}),
		passes(t, times, &nn.RNN{Out: 2, Sequence: true}, &nn.LSTM{Out: 2, Sequence: true}, &nn.GRU{Out: 2, Sequence: true}),
		passes(t, times, &nn.RNN{Out: 2, Truncate: 2}), passes(t, times, &nn.LSTM{Out: 2}), passes(t, times, &nn.GRU{Out: 2}),
		passes(t, times, &nn.MultiHeadAttention{Heads: 2, Causal: true}, &nn.TimeDistributed{Layers: []nn.Layer{&nn.Dense{Out: 2}}}),
		passes(t, nn.Shape{4}, &nn.Residual{Layers: []nn.Layer{&nn.Dense{Out: 4}}}),
	)
	product := &nn.Trace{}
	p := &nn.Pass{Trace: product}
	p.Mul(new(linalg.Matrix), linalg.Row(1, math.Inf(1)), linalg.Col(math.NaN(), -2))
	return append(all, product)
}

// inSource are the names in a table of package nn's source: the keys of a map, or the types
// in a list.
func inSource(t *testing.T, file, table string) (names []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "nn", file), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		l, ok := n.(*ast.CompositeLit)
		if !ok || l.Type == nil || types.ExprString(l.Type) != table {
			return true
		}
		for _, e := range l.Elts {
			if pair, ok := e.(*ast.KeyValueExpr); ok {
				e = pair.Key
			}
			names = append(names, strings.Trim(types.ExprString(e), `"`))
		}
		return true
	})
	if len(names) == 0 {
		t.Fatalf("%s holds no %s: say where it is now", file, table)
	}
	return names
}

// What the other test reads is all that there is to read.
func TestTracesHoldEveryOperation(t *testing.T) {
	seen, of := map[string]bool{}, map[string]map[string]bool{"map": {}, "loss": {}}
	for _, trace := range traces(t) {
		for _, s := range trace.Steps {
			op, what, _ := strings.Cut(s.Op, ":")
			seen[op], seen[s.Op] = true, true
			if of[op] != nil {
				of[op][what] = true
			}
		}
	}
	wanted := inSource(t, "explain.go", "map[string]kind")
	for _, role := range inSource(t, "explain.go", "map[string]string") {
		if strings.Contains(role, ":") { // not an accent, which are in such a table too
			wanted = append(wanted, role)
		}
	}
	for _, rule := range inSource(t, "explain_update.go", "map[string]rule") {
		wanted = append(wanted, "update:"+rule)
	}
	for _, op := range wanted {
		if !seen[op] {
			t.Errorf("no trace holds the operation %s: add one that does", op)
		}
	}
	for op, all := range map[string][]string{"map": inSource(t, "activation.go", "map[string]Activation"), "loss": inSource(t, "explain_loss.go", "[]explainedLoss")} {
		if len(of[op]) != len(all) {
			t.Errorf("the traces hold %d of a %s, want all %d: %s", len(of[op]), op, len(all), strings.Join(all, ", "))
		}
	}
}

// No formula of a trace leaves LaTeX behind, nor a bracket without its other half.
func TestTracesReadAsText(t *testing.T) {
	for _, trace := range traces(t) {
		for _, s := range trace.Steps {
			texts := map[string]string{s.TeX: plainMath(s.TeX), s.Say: sentence(s.Say)}
			for k := range min(len(s.Out.Data), 4) {
				e := s.Entry(k/s.Out.Cols, k%s.Out.Cols)
				texts[e.Symbols], texts[e.Values] = plainMath(e.Symbols), plainMath(e.Values)
				for _, term := range e.Terms {
					texts[term.Symbols], texts[term.Values] = plainMath(term.Symbols), plainMath(term.Values)
				}
			}
			for tex, got := range texts {
				if braces := strings.ContainsAny(got, "{}") && !strings.Contains(tex, `\begin{cases}`); braces || strings.ContainsAny(got, `\$`) {
					t.Errorf("%s: LaTeX is left in %q", tex, got)
				}
				if strings.Count(got, "(") != strings.Count(got, ")") || strings.Contains(got, "  ") {
					t.Errorf("%s: got %q", tex, got)
				}
			}
		}
		b, err := Steps{Title: "Trace", Trace: trace}.Bundle()
		if err != nil {
			t.Fatal(err)
		}
		for what, text := range map[string]string{"the still": string(b.SVG), "the words": b.Text} {
			if strings.Contains(text, `\`) {
				t.Errorf("%s: LaTeX is left in %s: …%s", trace.Steps[0].Where, what, text[strings.Index(text, `\`):][:60])
			}
		}
	}
}

// Whatever is written, something comes back.
func FuzzPlainTeX(f *testing.F) {
	f.Add(`$\frac{1}{1 + e^{-Z_1}}$ and \sqrt[3]{8}`)
	f.Add(`\begin{array}{cc} a & b \\ c \end{array}`)
	f.Add("$$ $ \\ { } ^ _ \\left. \\frac \\text{")
	f.Fuzz(func(t *testing.T, s string) {
		plainTeX(s)
		plainMath(s)
		plainLabel(s)
	})
}

package viz

import (
	"math"
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
		{`f(x) = \begin{cases} x & x > 0 \\ 0 & \text{else-where} \end{cases}`, "f(x) = {x x > 0; 0 else-where}"},
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

// traces are one training update for each loss, activation and optimizer there is, and
// a product: together they hold every formula that package nn writes.
func traces(t *testing.T) []*nn.Trace {
	t.Helper()
	X := linalg.New(2, 2, 1, 2, -3, 1e-7).Named("X")
	var all []*nn.Trace
	for _, loss := range []nn.Loss{nn.MSE{}, nn.HalfSquaredError{}, nn.BCE{}, nn.CrossEntropy{}} {
		for _, act := range []nn.Activation{nn.Sigmoid, nn.Tanh, nn.ReLU, nn.Softmax} {
			for _, opt := range []nn.Optimizer{&nn.SGD{LR: 0.1}, &nn.Momentum{LR: 0.1, Beta: 0.9}, &nn.Adam{LR: 0.1}} {
				net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 20, Act: act}, &nn.Dense{Out: 2}))
				trace := &nn.Trace{}
				trainer := nn.Trainer{Net: net, Loss: loss, Opt: opt, X: X, Y: linalg.New(2, 2, 1, 0, 0, 1), Epochs: 2, Trace: trace}
				if err := trainer.Run(); err != nil {
					t.Fatal(err)
				}
				all = append(all, trace)
			}
		}
	}
	product := &nn.Trace{}
	p := &nn.Pass{Trace: product}
	p.Mul(new(linalg.Matrix), linalg.Row(1, math.Inf(1)), linalg.Col(math.NaN(), -2))
	return append(all, product)
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
				if strings.ContainsAny(got, `\{}$`) {
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

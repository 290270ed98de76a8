package viz

import (
	"regexp"
	"strings"
)

// plainTeX writes the LaTeX of this project's formulas as text, for stills and words:
// \partial W_1 = X^\top \partial Z_1 becomes ∂W₁ = Xᵀ ∂Z₁.
func plainTeX(s string) string {
	s = strings.ReplaceAll(s, "$", "")
	s = fraction.ReplaceAllString(s, "($1)/($2)")
	s = simple.ReplaceAllString(s, "$1/$2")
	s = roman.ReplaceAllString(s, "$1")
	s = words.Replace(s)
	s = index.ReplaceAllStringFunc(s, func(m string) string { return subscripts.Replace(strings.Trim(m[1:], "{}")) })
	s = layer.ReplaceAllString(s, "⁽$1⁾")
	return strings.Join(strings.Fields(strings.NewReplacer("{", "", "}", "", `\`, "").Replace(s)), " ")
}

var (
	simple     = regexp.MustCompile(`\\t?frac\{(\w)\}\{(\w+)\}`)
	fraction   = regexp.MustCompile(`\\frac\{(..[^{}]*|[^{}]{2,})\}\{([^{}]+)\}`)
	roman      = regexp.MustCompile(`\\(?:mathrm|mathbf|text)\{([^{}]*)\}`)
	index      = regexp.MustCompile(`_(\{[\dijknmh,]+\}|[\dijknmh])`)
	layer      = regexp.MustCompile(`\^\{\((\d)\)\}`)
	subscripts = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉", "i", "ᵢ", "j", "ⱼ", "k", "ₖ", "n", "ₙ", "m", "ₘ", "h", "ₕ", ",", ",")
	words      = strings.NewReplacer(`\partial `, "∂", `^\top`, "ᵀ", `\cdot`, "·", `\odot`, "⊙", `\alpha`, "α", `\beta`, "β", `\varepsilon`, "ε", `\theta`, "θ", `\lambda`, "λ", `\sigma`, "σ", `\sum`, "Σ", `\sqrt`, "√", `\hat{Y}`, "Ŷ", `\hat{y}`, "ŷ", `\hat{M}`, "M̂", `\hat{V}`, "V̂", `\max`, "max", `\ln`, "ln", `\tanh`, "tanh", `\infty`, "∞", `\cdots`, "…", `\quad`, " ", `\,`, " ", `\left`, "", `\right`, "", `^2`, "²", `\le`, "≤", `\ge`, "≥", `\in`, "∈", `\times`, "×", `\approx`, "≈")
)

package scalar

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// longest is the number of terms above which a sum is written shortened.
const longest = 8

// names are the symbols of the values of a graph, by index, in LaTeX and as text.
type names struct {
	g         *graph
	tex, text []string
}

// names returns the symbols. Values without a name are v_1, v_2, …; when two have the same
// name, the second gets a prime.
func (g *graph) names() *names {
	n := &names{g, make([]string, len(g.order)), make([]string, len(g.order))}
	taken := map[string]bool{}
	for i, v := range g.order {
		if v.Name == "" {
			continue
		}
		name := v.Name
		for taken[name] {
			name = "{" + name + "}'"
		}
		taken[name] = true
		n.tex[i], n.text[i] = name, plain(name)
	}
	count := 0
	for i, v := range g.order {
		switch {
		case v.Name != "":
		case v.op == nil && v.fixed:
			n.tex[i], n.text[i] = tex(v.Data), number(v.Data)
		default:
			for count++; taken[fmt.Sprintf("v_%d", count)] || taken[fmt.Sprintf("v_{%d}", count)]; count++ {
			}
			n.tex[i], n.text[i] = fmt.Sprintf("v_{%d}", count), fmt.Sprintf("v%d", count)
		}
	}
	return n
}

// constant reports whether v is shown as its number.
func constant(v *Value) bool { return v.op == nil && v.fixed && v.Name == "" }

// fill puts operands into a template: the bare ones for #, and factors for @.
func fill(template string, v *Value, bare, factor func(*Value) string, more ...string) string {
	if !strings.ContainsAny(template, "#@") {
		return template
	}
	pairs := append(more, "#y", bare(v), "@y^", base(factor(v)), "@y", factor(v))
	for i := len(v.args) - 1; i >= 0; i-- { // #12 before #1
		if len(v.args) > longest && i >= 3 && i < len(v.args)-1 {
			continue // not written
		}
		a := v.args[i]
		pairs = append(pairs, fmt.Sprintf("#%d", i), bare(a), fmt.Sprintf("@%d^", i), base(factor(a)), fmt.Sprintf("@%d", i), factor(a))
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

// base is a factor that is raised to a power: LaTeX wants brackets round x^2 then.
func base(factor string) string {
	return bracket(factor, strings.ContainsAny(factor, "^'") && !strings.HasPrefix(factor, "(")) + "^"
}

// symbols fills a template with the LaTeX symbols.
func (n *names) symbols(template string, v *Value) string {
	return fill(template, v, n.symbol, func(u *Value) string {
		if constant(u) {
			return texFactor(u.Data)
		}
		return n.symbol(u)
	})
}

func (n *names) symbol(v *Value) string { return n.tex[n.g.index[v]] }

func (n *names) word(v *Value) string { return n.text[n.g.index[v]] }

// texts fills a template with the symbols as text.
func (n *names) texts(template string, v *Value, more ...string) string {
	return fill(template, v, n.word, func(u *Value) string {
		if constant(u) {
			return numberFactor(u.Data)
		}
		return n.word(u)
	}, more...)
}

// values fills a template with the numbers, in LaTeX.
func values(template string, v *Value) string {
	return fill(template, v, func(u *Value) string { return tex(u.Data) }, func(u *Value) string { return texFactor(u.Data) })
}

// numbers fills a template with the numbers, as text.
func numbers(template string, v *Value) string {
	return fill(template, v, func(u *Value) string { return number(u.Data) }, func(u *Value) string { return numberFactor(u.Data) })
}

// equation is v as text: "q = x + y = 3", "x = -2"; a constant is its number.
func (n *names) equation(v *Value) string {
	switch {
	case constant(v):
		return number(v.Data)
	case v.op == nil:
		return n.word(v) + " = " + number(v.Data)
	}
	return n.word(v) + " = " + n.texts(v.op.text(v), v) + " = " + number(v.Data)
}

// gradient is "∂f/∂v".
func (n *names) gradient(v *Value) string { return "∂" + n.word(n.g.root) + "/∂" + n.word(v) }

// partial is ∂u/∂v in LaTeX.
func (n *names) partial(u, v *Value) string {
	return fmt.Sprintf(`\frac{\partial %s}{\partial %s}`, n.symbol(u), n.symbol(v))
}

// number is a number as text, with six significant digits.
func number(v float64) string {
	return strconv.FormatFloat(v+0, 'g', 6, 64) // −0 + 0 is 0
}

// numberFactor is a number as text, in brackets when it is negative.
func numberFactor(v float64) string { return bracket(number(v), v < 0) }

// tex is a number in LaTeX, with six significant digits.
func tex(v float64) string {
	switch {
	case math.IsNaN(v):
		return `\mathrm{NaN}`
	case math.IsInf(v, 1):
		return `\infty`
	case math.IsInf(v, -1):
		return `-\infty`
	}
	t := number(v)
	if mantissa, exponent, found := strings.Cut(t, "e"); found {
		n, _ := strconv.Atoi(exponent)
		return fmt.Sprintf(`%s \cdot 10^{%d}`, mantissa, n)
	}
	return t
}

// texFactor is a number as a factor of a product: in brackets when it needs them.
func texFactor(v float64) string {
	t := tex(v)
	return bracket(t, v < 0 || strings.Contains(t, `\cdot`))
}

func bracket(s string, yes bool) string {
	if yes {
		return "(" + s + ")"
	}
	return s
}

// rounded is what six significant digits show of v.
func rounded(v float64) float64 {
	w, _ := strconv.ParseFloat(number(v), 64)
	return w
}

// rounded is v as it is shown: computed from operands of six digits.
func (v *Value) rounded() *Value {
	r := &Value{op: v.op, k: v.k, args: make([]*Value, len(v.args)), Data: rounded(v.Data)}
	for i, a := range v.args {
		r.args[i] = &Value{Data: rounded(a.Data)}
	}
	return r
}

// equals is the sign between a formula and its number: ≈ when the number shown is not
// what the numbers shown in the formula, which come to exact, make.
func equals(exact, v float64) string {
	if w := rounded(v); w == exact || math.Abs(w-exact) <= 1e-14*math.Abs(exact) || math.IsNaN(v) {
		return " = "
	}
	return ` \approx `
}

// minus writes numbers in a sentence: with the minus of print, and infinity as its sign.
func minus(s string) string { return sentence.Replace(s) }

var sentence = strings.NewReplacer("-", "−", "+Inf", "∞", "Inf", "∞")

// raised is an exponent as text: ³, or ^0.5.
func raised(k float64) string {
	t := number(k)
	if strings.Trim(t, "-0123456789") != "" {
		return "^" + bracket(t, k < 0)
	}
	return raiser.Replace(t)
}

var raiser = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// plain turns the LaTeX of a name into text.
func plain(name string) string { return plainer.Replace(name) }

var plainer = strings.NewReplacer(
	`\hat{y}`, "ŷ", `\hat y`, "ŷ", `\alpha`, "α", `\beta`, "β", `\gamma`, "γ", `\delta`, "δ", `\varepsilon`, "ε", `\epsilon`, "ε",
	`\theta`, "θ", `\lambda`, "λ", `\mu`, "μ", `\sigma`, "σ", `\varphi`, "φ", `\phi`, "φ", `\omega`, "ω", `\`, "", "{", "", "}", "", "'", "′",
)

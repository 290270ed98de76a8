package scalar

import (
	"fmt"
	"iter"
	"math"
	"strings"
)

// The phases of a Step.
const (
	PhaseForward  = "forward"  // a number is computed from those before it
	PhaseBackward = "backward" // a gradient is computed from those behind it
)

// Step is one number computed: a value, or the gradient of one.
type Step struct {
	Phase   string  // PhaseForward or PhaseBackward
	Value   *Value  // whose number it is
	ID      int     // of the value, as in Graph.Nodes
	Result  float64 // its Data (forward) or Grad (backward)
	Chain   string  // LaTeX, backward: \frac{\partial f}{\partial x} = \frac{\partial f}{\partial q} \frac{\partial q}{\partial x}
	Symbols string  // LaTeX: q = x + y, or \frac{\partial f}{\partial x} = \frac{\partial f}{\partial q} \cdot 1
	Values  string  // LaTeX: q = -2 + 5 = 3, or \frac{\partial f}{\partial x} = -4 \cdot 1 = -4
	Terms   []Term  // backward: one for each value that uses this one
	Say     string  // one plain sentence, true for these numbers
}

// Term is what comes back to a value through one of the values that use it: the
// gradient there times the slope in between.
type Term struct {
	User    *Value  // u, an operation that the value is an argument of
	Symbols string  // LaTeX: \frac{\partial f}{\partial u} \cdot b
	Values  string  // LaTeX: 3 \cdot 2
	Grad    float64 // ∂f/∂u
	Slope   float64 // ∂u/∂v
	Value   float64 // their product
	Sum     float64 // the running total after it
}

// String returns the step as text: "backward: " and its sentence.
func (s Step) String() string { return s.Phase + ": " + s.Say }

// Steps computes v and its gradients as Forward and Backward do, one number at a time:
// first the values from the inputs on, then the gradients from v back. Each step is
// taken when it is asked for; who stops early has computed so far and no further.
func (v *Value) Steps() iter.Seq[Step] {
	return func(yield func(Step) bool) {
		g := v.dependencies()
		g.forget()
		n := g.names()
		for i, u := range g.order {
			u.compute()
			if !constant(u) && !yield(n.forward(i)) {
				return
			}
		}
		for i := len(g.order) - 1; i >= 0; i-- {
			g.pull(i)
			if (!g.order[i].fixed || g.order[i] == g.root) && !yield(n.backward(i)) {
				return
			}
		}
	}
}

// forward explains the number of value i.
func (n *names) forward(i int) Step {
	v := n.g.order[i]
	s := Step{Phase: PhaseForward, Value: v, ID: i, Result: v.Data, Symbols: n.tex[i]}
	if v.op == nil {
		s.Values = n.tex[i] + equals(v.Data, v.Data) + tex(v.Data)
		s.Say = n.text[i] + " is given: " + minus(number(v.Data)) + "."
		if math.IsNaN(v.Data) {
			s.Say = n.text[i] + " is given, and is not a number."
		}
		return s
	}
	template := v.op.tex(v)
	s.Symbols += " = " + n.symbols(template, v)
	exact := v.op.value(v.rounded())
	s.Values = n.tex[i] + " = " + values(template, v) + equals(exact, v.Data) + tex(v.Data)
	s.Say = n.texts(v.op.say(v), v) + ": " + result(numbers(v.op.text(v), v), exact, v.Data)
	return s
}

// result ends a sentence: "2·3 = 6." The numbers shown in the formula come to exact.
func result(formula string, exact, v float64) string {
	switch {
	case math.IsNaN(v):
		return minus(formula) + " is not a number."
	case formula == number(v):
		return minus(formula) + "."
	}
	return minus(formula) + strings.ReplaceAll(equals(exact, v), `\approx`, "≈") + minus(number(v)) + "."
}

// backward explains the gradient of value i.
func (n *names) backward(i int) Step {
	v, f := n.g.order[i], n.g.root
	s := Step{Phase: PhaseBackward, Value: v, ID: i, Result: v.Grad}
	left := n.partial(f, v) + " = "
	if v == f {
		s.Chain, s.Symbols, s.Values = left+"1", left+"1", left+"1"
		s.Say = n.text[i] + " is what we differentiate. By itself its slope is 1."
		return s
	}
	var chain, symbols, numbers, words, through []string
	var total, exact, shown float64 // shown adds up the products as words shows them
	for _, u := range n.g.uses[i] {
		t := Term{User: u.by, Grad: u.by.Grad, Slope: u.slope()}
		t.Value = t.Grad * t.Slope
		total += t.Value
		t.Sum = total
		rate := u.rates()
		t.Symbols = n.partial(f, u.by) + ` \cdot ` + n.symbols(rate, u.by)
		t.Values = tex(t.Grad) + ` \cdot ` + values(rate, u.by)
		s.Terms = append(s.Terms, t)
		chain = append(chain, n.partial(f, u.by)+" "+n.partial(u.by, v))
		symbols, numbers = append(symbols, t.Symbols), append(numbers, t.Values)
		exact += rounded(t.Grad) * u.rounded().slope()
		shown += rounded(t.Value)
		word := bracket(number(t.Value), t.Value < 0 && len(words) > 0)
		if math.IsNaN(t.Value) {
			word = t.product()
		}
		words, through = append(words, word), append(through, n.word(u.by))
	}
	s.Chain = left + join(chain, `\cdots`)
	s.Symbols = left + join(symbols, `\cdots`)
	s.Values = left + strings.ReplaceAll(join(numbers, `\cdots`), "+ -", "- ") + equals(exact, v.Grad) + tex(v.Grad)
	if len(s.Terms) == 1 {
		s.Say = n.sayOne(v, n.g.uses[i][0], s.Terms[0])
		return s
	}
	s.Say = fmt.Sprintf("%s reaches %s through %s, and what comes back from them adds up: %s",
		n.text[i], n.word(f), list(through), result(join(words, "…"), shown, v.Grad))
	return s
}

// product is the term as text: "3·(-1)".
func (t Term) product() string { return number(t.Grad) + "·" + numberFactor(t.Slope) }

// rounded is the use with the numbers as its formula shows them.
func (u use) rounded() use {
	r := u.by.rounded()
	if rate := u.by.op.rate(u.by, u.args[0]); !strings.Contains(rate, "#y") && !strings.Contains(rate, "@y") {
		r.Data = r.op.value(r)
	}
	return use{r, u.args}
}

// sayOne is the sentence for a value v that only u uses.
func (n *names) sayOne(v *Value, u use, t Term) string {
	why := n.texts(u.by.op.why(u.by, u.args[0]), u.by, "#u", n.word(u.by), "#v", n.word(v))
	if len(u.args) > 1 {
		why = fmt.Sprintf("the slopes of the %d places where %s stands add up", len(u.args), n.word(v))
	}
	says := speed(n.word(u.by), t.Slope, n.word(v)) + ", because " + why
	if u.by == n.g.root {
		return minus(says) + "."
	}
	exact := rounded(t.Grad) * rounded(t.Slope)
	return minus(says+"; and "+speed(n.word(n.g.root), t.Grad, n.word(u.by))) + ": " + result(t.product(), exact, t.Value)
}

// speed says in words that ∂u/∂v is slope.
func speed(u string, slope float64, v string) string {
	switch {
	case math.IsNaN(slope):
		return fmt.Sprintf("the slope of %s by %s is not a number", u, v)
	case slope == 0:
		return fmt.Sprintf("%s does not change with %s, to first order", u, v)
	case slope == 1:
		return fmt.Sprintf("%s changes as fast as %s", u, v)
	case slope == -1:
		return fmt.Sprintf("%s changes as fast as %s, the other way", u, v)
	}
	return fmt.Sprintf("%s changes %s times as fast as %s", u, number(slope), v)
}

// rates is the template of ∂u/∂v, over all the places where v stands in u, as a factor.
func (u use) rates() string {
	if len(u.args) == 1 {
		rate, loose := strings.CutPrefix(u.by.op.rate(u.by, u.args[0]), "~")
		return bracket(rate, loose)
	}
	var rates []string
	for _, k := range u.args {
		rate, _ := strings.CutPrefix(u.by.op.rate(u.by, k), "~")
		rates = append(rates, bracket(rate, len(rates) > 0 && strings.HasPrefix(rate, "-")))
	}
	return "(" + join(rates, `\cdots`) + ")"
}

// join is a sum; a long one is shortened.
func join(terms []string, dots string) string {
	if len(terms) > longest {
		terms = []string{terms[0], terms[1], terms[2], dots, terms[len(terms)-1]}
	}
	return strings.Join(terms, " + ")
}

// list is "a, b and c"; of a long one, the number of the rest.
func list(words []string) string {
	if len(words) > longest {
		return fmt.Sprintf("%s and %d more", strings.Join(words[:3], ", "), len(words)-3)
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

package nn

import (
	"fmt"
	"math"
	"strings"
)

// rule is what the updates by one optimizer, or the changes to a gradient before it,
// have in common: the formula, in which θ stands for the parameter, the sentence, and
// the terms of one entry.
type rule struct {
	tex   string
	say   func(s *Step) string
	terms func(s *Step, e *Entry)
}

// rules by the name of the update. An optimizer's first operands are the parameter,
// what it moves by, and α; a change's first operand is the gradient.
var rules = map[string]rule{
	"SGD": {`θ := θ - \alpha \, ∂θ`, says("Each parameter moves against its gradient."),
		func(s *Step, e *Entry) { e.move(s, 1) }},
	"Momentum": {`θ := θ - \alpha V, \quad V := \beta V + ∂θ`, says("Each parameter moves against its gradient."),
		func(s *Step, e *Entry) { e.move(s, 1) }},
	"Nesterov": {`θ := θ - \alpha (∂θ + \beta V), \quad V := \beta V + ∂θ`, says("Each parameter moves against its gradient, and by the part of its velocity that the next update keeps."),
		func(s *Step, e *Entry) { e.move(s, 1); e.move(s, 3, 4) }},
	"AdaGrad": {`θ := θ - \alpha \frac{∂θ}{\sqrt{S} + \varepsilon}, \quad S := S + (∂θ)^2`, says("Each parameter moves against its gradient, divided by the root of all its squared gradients so far."),
		func(s *Step, e *Entry) { e.scaledMove(s) }},
	"RMSProp": {`θ := θ - \alpha \frac{∂θ}{\sqrt{S} + \varepsilon}, \quad S := \beta S + (1 - \beta) (∂θ)^2`, says("Each parameter moves against its gradient, divided by the root of the running mean of its squares."),
		func(s *Step, e *Entry) { e.scaledMove(s) }},
	"Adam": {`θ := θ - \alpha \frac{\hat{M}}{\sqrt{\hat{V}} + \varepsilon}`, says("Each parameter moves against its gradient."),
		func(s *Step, e *Entry) { e.scaledMove(s) }},
	"AdamW": {`θ := θ - \alpha \lambda θ - \alpha \frac{\hat{M}}{\sqrt{\hat{V}} + \varepsilon}`, says("Each parameter loses a fixed share of itself, αλ, and moves against the running mean of its gradient."),
		func(s *Step, e *Entry) { e.move(s, 0, 6); e.scaledMove(s) }},

	"L2": {`∂θ := ∂θ + \lambda_2 θ`, says("To each gradient the slope of the penalty is added, which grows with the weight."),
		func(s *Step, e *Entry) { e.pull(s, 2) }},
	"L1": {`∂θ := ∂θ + \lambda_1 \mathrm{sign}(θ)`, says("To each gradient the slope of the penalty is added, as large for small weights as for large ones."),
		func(s *Step, e *Entry) { e.pullSign(s, 2) }},
	"L1 and L2": {`∂θ := ∂θ + \lambda_2 θ + \lambda_1 \mathrm{sign}(θ)`, says("To each gradient the slopes of both penalties are added."),
		func(s *Step, e *Entry) { e.pull(s, 2); e.pullSign(s, 3) }},
	"clip norm":  {`∂θ := \min(1, \frac{c}{\lVert \partial \rVert}) \, ∂θ`, clipNormSay, clipNormTerms},
	"clip value": {`∂θ := \min(c, \max(-c, ∂θ))`, clipValueSay, clipValueTerms},
}

func says(text string) func(*Step) string { return func(*Step) string { return text } }

func updateTeX(s *Step) string {
	theta := strings.TrimPrefix(s.Out.Name, `\partial `)
	return strings.ReplaceAll(strings.ReplaceAll(rules[s.what()].tex, "∂θ", `\partial `+theta), "θ", theta)
}

func updateSay(s *Step) string {
	return fmt.Sprintf("%s The first one becomes %s.", rules[s.what()].say(s), s.firstValues())
}

func updateEntry(s *Step, e *Entry) {
	if strings.HasPrefix(s.what(), "clip ") { // a factor, and no sum
		rules[s.what()].terms(s, e)
		return
	}
	old := &s.Args[0]
	e.term(entrySymbol(old, e.Row, e.Col), value(old.At(e.Row, e.Col)), old.At(e.Row, e.Col), Ref{0, e.Row, e.Col})
	rules[s.what()].terms(s, e)
	e.sum()
	e.Symbols = strings.ReplaceAll(e.Symbols, "+ -", "- ")
}

// move takes α times an entry of operand number by from the parameter, times the
// numbers in other operands.
func (e *Entry) move(s *Step, by int, times ...int) {
	m := &s.Args[by]
	symbols, values, v, uses := "", "", 1.0, []Ref{{by, e.Row, e.Col}}
	for _, k := range append([]int{2}, times...) {
		a := &s.Args[k]
		symbols += a.Name + " "
		values += value(a.Data[0]) + ` \cdot `
		v *= a.Data[0]
		uses = append(uses, Ref{k, 0, 0})
	}
	g := m.At(e.Row, e.Col)
	e.term("-"+symbols+`\, `+entrySymbol(m, e.Row, e.Col), "-"+values+factor(g), -v*g, uses...)
}

// scaledMove takes α times what the parameter moves by, over the root of operand number
// 3 and ε, from it.
func (e *Entry) scaledMove(s *Step) {
	g, alpha, mean, eps := &s.Args[1], s.Args[2].Data[0], &s.Args[3], s.Args[4].Data[0]
	i, j := e.Row, e.Col
	e.term(fmt.Sprintf(`-\alpha \frac{%s}{\sqrt{%s} + \varepsilon}`, entrySymbol(g, i, j), entrySymbol(mean, i, j)),
		fmt.Sprintf(`-%s \cdot \frac{%s}{\sqrt{%s} + %s}`, value(alpha), value(g.At(i, j)), value(mean.At(i, j)), value(eps)),
		-alpha*g.At(i, j)/(math.Sqrt(mean.At(i, j))+eps),
		Ref{1, i, j}, Ref{2, 0, 0}, Ref{3, i, j}, Ref{4, 0, 0})
}

// pull adds λ₂, operand number k, times the weight.
func (e *Entry) pull(s *Step, k int) {
	w, lambda := &s.Args[1], s.Args[k].Data[0]
	v := w.At(e.Row, e.Col)
	e.term(`\lambda_2 \, `+entrySymbol(w, e.Row, e.Col), value(lambda)+` \cdot `+factor(v), lambda*v, Ref{k, 0, 0}, Ref{1, e.Row, e.Col})
}

// pullSign adds λ₁, operand number k, with the sign of the weight.
func (e *Entry) pullSign(s *Step, k int) {
	w, lambda := &s.Args[1], s.Args[k].Data[0]
	v := w.At(e.Row, e.Col)
	e.term(`\lambda_1 \mathrm{sign}(`+entrySymbol(w, e.Row, e.Col)+")", value(lambda)+` \cdot \mathrm{sign}(`+value(v)+")", lambda*sign(v), Ref{k, 0, 0}, Ref{1, e.Row, e.Col})
}

func clipNormSay(s *Step) string {
	norm, c := plain(value(s.Args[1].Data[0])), plain(value(s.Args[2].Data[0]))
	if s.Args[1].Data[0] > s.Args[2].Data[0] {
		return fmt.Sprintf("The gradients of all parameters together have the norm %s, which is more than %s: each is shortened by the same factor.", norm, c)
	}
	return fmt.Sprintf("The gradients of all parameters together have the norm %s, which is not more than %s: they stay as they are.", norm, c)
}

func clipNormTerms(s *Step, e *Entry) {
	g, norm, c := &s.Args[0], s.Args[1].Data[0], s.Args[2].Data[0]
	i, j := e.Row, e.Col
	e.Symbols = `\min(1, \frac{c}{\lVert \partial \rVert}) \, ` + entrySymbol(g, i, j)
	e.Values = fmt.Sprintf(`\min(1, \frac{%s}{%s}) \cdot %s`, value(c), value(norm), factor(g.At(i, j)))
	e.whole(Ref{0, i, j}, Ref{1, 0, 0}, Ref{2, 0, 0})
}

func clipValueSay(s *Step) string {
	g, c, beyond := &s.Args[0], s.Args[1].Data[0], 0
	for _, v := range g.Data {
		if math.Abs(v) > c {
			beyond++
		}
	}
	return fmt.Sprintf("Numbers of the gradient beyond ±%s are set to it: %d of %d.", plain(value(c)), beyond, len(g.Data))
}

func clipValueTerms(s *Step, e *Entry) {
	g, c := &s.Args[0], s.Args[1].Data[0]
	i, j := e.Row, e.Col
	e.Symbols = fmt.Sprintf(`\min(c, \max(-c, %s))`, entrySymbol(g, i, j))
	e.Values = fmt.Sprintf(`\min(%s, \max(%s, %s))`, value(c), value(-c), value(g.At(i, j)))
	e.whole(Ref{0, i, j}, Ref{1, 0, 0})
}

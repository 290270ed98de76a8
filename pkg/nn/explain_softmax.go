package nn

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

func (softmax) say(s *Step) string {
	say := "Each row of logits becomes probabilities: the exponentials, divided by their sum."
	if slices.Contains(s.Args[0].Data, math.Inf(-1)) {
		say += " That of −∞ is 0."
	}
	return say
}

// explain has the exponentials of the row as its terms: the entry is its own one
// divided by the sum of all.
func (softmax) explain(s *Step, e *Entry) {
	z := &s.Args[0]
	top := math.Inf(-1)
	for _, v := range z.Row(e.Row) {
		top = max(top, v)
	}
	shift := ""
	if math.Abs(top) > 100 { // as the softmax does it: the largest is taken from all, which changes nothing
		shift = " - " + factor(top)
	} else {
		top = 0
	}
	var symbols, values []string
	for k := range z.Cols {
		v := z.At(e.Row, k)
		e.part(`e^{`+entrySymbol(z, e.Row, k)+shift+`}`, `e^{`+value(v)+shift+`}`, math.Exp(v-top), Ref{0, e.Row, k})
		symbols, values = append(symbols, e.Terms[k].Symbols), append(values, e.Terms[k].Values)
	}
	e.Symbols = fmt.Sprintf(`\frac{%s}{%s}`, symbols[e.Col], strings.Join(symbols, " + "))
	e.Values = fmt.Sprintf(`\frac{%s}{%s}`, values[e.Col], strings.Join(values, " + "))
}

func (softmax) gradTeX(s *Step) string {
	a, da := s.Args[1].Name, s.Args[2].Name
	return fmt.Sprintf(`%s = %s \odot (%s - (%s \odot %s)\mathbf{1}\mathbf{1}^\top)`, s.Out.Name, a, da, da, a)
}

func (softmax) gradSay() string {
	return "Every probability depends on every logit of its row, so that the error of one logit collects from all probabilities."
}

func (softmax) explainGrad(s *Step, e *Entry) {
	a, da := &s.Args[1], &s.Args[2]
	i, j := e.Row, e.Col
	for k := range a.Cols {
		own := 0.0
		if k == j {
			own = 1
		}
		e.term(fmt.Sprintf(`%s \, %s ([%d = %d] - %s)`, entrySymbol(da, i, k), entrySymbol(a, i, k), k+1, j+1, entrySymbol(a, i, j)),
			fmt.Sprintf(`%s \cdot %s \cdot %s`, factor(da.At(i, k)), value(a.At(i, k)), factor(own-a.At(i, j))),
			da.At(i, k)*a.At(i, k)*(own-a.At(i, j)), Ref{2, i, k}, Ref{1, i, k}, Ref{1, i, j})
	}
	e.sum()
}

func (logSoftmax) say(*Step) string {
	return "Each row of logits becomes logarithms of probabilities: from each logit, the logarithm of the sum of all exponentials is taken."
}

func (logSoftmax) explain(s *Step, e *Entry) {
	z := &s.Args[0]
	own, lse := z.At(e.Row, e.Col), logSumExp(z.Row(e.Row))
	e.term(entrySymbol(z, e.Row, e.Col), value(own), own, Ref{0, e.Row, e.Col})
	e.term(fmt.Sprintf(`-\ln \textstyle\sum_k e^{%s}`, anyColumn(z, e.Row)), value(-lse), -lse, wholeRow(0, z, e.Row)...)
	e.sum()
	e.Symbols = strings.Replace(e.Symbols, "+ -", "- ", 1)
}

// anyColumn is the symbol of an entry whose column is k: z_{2k}.
func anyColumn(m *Matrix, i int) string {
	if m.Rows == 1 {
		return letter(m) + "_k"
	}
	return fmt.Sprintf("%s_{%dk}", letter(m), i+1)
}

func (logSoftmax) gradTeX(s *Step) string {
	a, da := s.Args[1].Name, s.Args[2].Name
	return fmt.Sprintf(`%s = %s - e^{%s} \odot %s \mathbf{1}\mathbf{1}^\top`, s.Out.Name, da, a, da)
}

func (logSoftmax) gradSay() string {
	return "A logit gets its own error, and loses its probability's share of the errors of the whole row."
}

func (logSoftmax) explainGrad(s *Step, e *Entry) {
	a, da := &s.Args[1], &s.Args[2]
	i, j := e.Row, e.Col
	e.term(entrySymbol(da, i, j), value(da.At(i, j)), da.At(i, j), Ref{2, i, j})
	for k := range a.Cols {
		g, p := da.At(i, k), math.Exp(a.At(i, j))
		e.term(fmt.Sprintf(`-e^{%s} \, %s`, entrySymbol(a, i, j), entrySymbol(da, i, k)),
			fmt.Sprintf(`-e^{%s} \cdot %s`, value(a.At(i, j)), factor(g)), -p*g, Ref{1, i, j}, Ref{2, i, k})
	}
	e.sum()
	e.Symbols = strings.ReplaceAll(e.Symbols, "+ -", "- ")
}

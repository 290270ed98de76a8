package nn

import (
	"fmt"
	"math"
	"slices"
)

// CrossEntropy has no loss of a single entry, since the softmax looks at a whole row.

func (l CrossEntropy) about() about {
	prime, where := l.prime(), ""
	if prime != "" {
		where = `, \quad Y' = (1 - \varepsilon) Y + \frac{\varepsilon}{K}`
	}
	return about{
		j:     fmt.Sprintf(`J = -\frac{1}{n} \sum_i \sum_k y%s_{ik} \ln \mathrm{softmax}(z_i)_k`, prime) + where,
		grad:  fmt.Sprintf(`\partial Z = \frac{1}{n} (\mathrm{softmax}(Z) - Y%s)`, prime) + where,
		how:   "its error, scaled",
		given: "Z",
	}
}

// prime is the mark of targets that are smoothed.
func (l CrossEntropy) prime() string {
	if l.Smoothing == 0 {
		return ""
	}
	return "'"
}

// parameters are ε, where there is one.
func (l CrossEntropy) parameters() []*Matrix {
	if l.Smoothing == 0 {
		return nil
	}
	return []*Matrix{scalar(`\varepsilon`, l.Smoothing)}
}

func (CrossEntropy) with(parameters []Matrix) explainedLoss {
	return CrossEntropy{Smoothing: parameters[0].Data[0]}
}

func (CrossEntropy) explain(s *Step, e *Entry) {
	z, y := &s.Args[0], &s.Args[1]
	scale := fraction(1, y.Rows)
	for i := range y.Rows {
		lse, row := logSumExp(z.Row(i)), wholeRow(0, z, i)
		for k := range y.Cols {
			v, t := z.At(i, k), y.At(i, k)
			if t != 0 {
				e.term(fmt.Sprintf(`%s %s \left(\ln \textstyle\sum_k e^{z_{%dk}} - %s\right)`, scale, entrySymbol(y, i, k), i+1, entrySymbol(z, i, k)),
					fmt.Sprintf(`%s %s \left(%s - %s\right)`, scale, value(t), value(lse), factor(v)), t*(lse-v)/float64(y.Rows), slices.Concat(row, []Ref{{1, i, k}})...)
			}
		}
	}
	e.sum()
}

func (l CrossEntropy) explainGrad(s *Step, e *Entry) {
	z, y := &s.Args[0], &s.Args[1]
	i, k := e.Row, e.Col
	symbols := fmt.Sprintf(`\mathrm{softmax}(z_%s)_%s`, index(i), index(k))
	values := value(math.Exp(z.At(i, k) - logSumExp(z.Row(i))))
	uses := append(wholeRow(0, z, i), Ref{1, i, k})
	var total float64
	for _, t := range y.Row(i) {
		total += t
	}
	if v := value(total); v != "1" { // the targets are no probabilities
		uses = append(wholeRow(0, z, i), wholeRow(1, y, i)...)
		symbols, values = symbols+fmt.Sprintf(` \textstyle\sum_k y%s_{%dk}`, l.prime(), i+1), values+` \cdot `+factor(total)
	}
	scale := fraction(1, y.Rows)
	e.Symbols = scaled(scale, " ", symbols+" - "+entrySymbol(y, i, k))
	e.Values = scaled(scale, " ", values+" - "+factor(y.At(i, k)))
	e.whole(uses...)
}

// index is i, counted from 1, as an index in LaTeX, where two digits need braces.
func index(i int) string {
	if i >= 9 {
		return fmt.Sprintf("{%d}", i+1)
	}
	return fmt.Sprint(i + 1)
}

func smoothTeX(s *Step) string {
	return fmt.Sprintf(`%s = (1 - \varepsilon) %s + \frac{\varepsilon}{K}`, s.Out.Name, s.Args[0].Name)
}

func smoothSay(s *Step) string {
	return fmt.Sprintf("Each target gives a part of itself up, and every class of the row gets the same share of it. The first one becomes %s.", s.firstValues())
}

func smoothEntry(s *Step, e *Entry) {
	y, eps := &s.Args[0], s.Args[1].Data[0]
	t := y.At(e.Row, e.Col)
	e.term(`(1 - \varepsilon) \, `+entrySymbol(y, e.Row, e.Col), fmt.Sprintf(`(1 - %s) \cdot %s`, value(eps), factor(t)), (1-eps)*t, Ref{1, 0, 0}, Ref{0, e.Row, e.Col})
	e.term(`\frac{\varepsilon}{K}`, fmt.Sprintf(`\frac{%s}{%d}`, value(eps), y.Cols), eps/float64(y.Cols), Ref{1, 0, 0})
	e.sum()
}

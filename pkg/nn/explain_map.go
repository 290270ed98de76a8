package nn

import (
	"fmt"
	"math"
	"strings"
)

// activation returns the one that a map step applied; of a step read from a file, the
// one of that name, nil when the package has none.
func (s *Step) activation() Activation {
	if s.act != nil {
		return s.act
	}
	return activations[s.what()]
}

func mapTeX(s *Step) string {
	if f, ok := s.activation().(*Elementwise); ok {
		return s.Out.Name + " = " + f.TeX(s.Args[0].Name)
	}
	return fmt.Sprintf(`%s = \mathrm{%s}(%s)`, s.Out.Name, s.what(), s.Args[0].Name)
}

func mapSay(s *Step) string {
	if s.what() == Softmax.Name() {
		return "Each row of logits becomes probabilities: the exponentials, divided by their sum."
	}
	if len(s.Out.Data) == 0 {
		return "The activation of no entries."
	}
	return fmt.Sprintf("The %s of every number by itself. The first one takes %s to %s.",
		s.what(), plain(value(s.Args[0].Data[0])), plain(value(s.Out.Data[0])))
}

func mapEntry(s *Step, e *Entry) {
	z := &s.Args[0]
	switch f := s.activation().(type) {
	case *Elementwise:
		e.Symbols = f.TeX(entrySymbol(z, e.Row, e.Col))
		e.Values = f.TeX(value(z.At(e.Row, e.Col)))
		e.whole(Ref{0, e.Row, e.Col})
	case softmax:
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
			e.term(`e^{`+entrySymbol(z, e.Row, k)+shift+`}`, `e^{`+value(v)+shift+`}`, math.Exp(v-top), Ref{0, e.Row, k})
			symbols, values = append(symbols, e.Terms[k].Symbols), append(values, e.Terms[k].Values)
		}
		e.Symbols = fmt.Sprintf(`\frac{%s}{%s}`, symbols[e.Col], strings.Join(symbols, " + "))
		e.Values = fmt.Sprintf(`\frac{%s}{%s}`, values[e.Col], strings.Join(values, " + "))
	default:
		e.Symbols = fmt.Sprintf(`\mathrm{%s}(%s)`, s.what(), entrySymbol(z, e.Row, e.Col))
		e.Values = fmt.Sprintf(`\mathrm{%s}(%s)`, s.what(), value(z.At(e.Row, e.Col)))
		e.whole(Ref{0, e.Row, e.Col})
	}
}

func mapGradTeX(s *Step) string {
	z, a, da := s.Args[0].Name, s.Args[1].Name, s.Args[2].Name
	if f, ok := s.activation().(*Elementwise); ok {
		return fmt.Sprintf(`%s = %s \odot %s`, s.Out.Name, da, strings.ReplaceAll(f.GradTeX(z, a), a+" (", a+` \odot (`))
	}
	return fmt.Sprintf(`%s = %s \odot (%s - (%s \odot %s)\mathbf{1}\mathbf{1}^\top)`, s.Out.Name, a, da, da, a)
}

func mapGradSay(s *Step) string {
	if s.what() == Softmax.Name() {
		return "Every probability depends on every logit of its row, so that the error of one logit collects from all probabilities."
	}
	return fmt.Sprintf("The error of each activation times the slope of the %s there. The first one is %s.", s.what(), s.firstValues())
}

func mapGradEntry(s *Step, e *Entry) {
	z, a, da := &s.Args[0], &s.Args[1], &s.Args[2]
	i, j := e.Row, e.Col
	switch f := s.activation().(type) {
	case *Elementwise:
		e.Symbols = entrySymbol(da, i, j) + ` \cdot ` + f.GradTeX(entrySymbol(z, i, j), entrySymbol(a, i, j))
		e.Values = factor(da.At(i, j)) + ` \cdot ` + f.GradTeX(value(z.At(i, j)), value(a.At(i, j)))
		e.whole(Ref{2, i, j}, Ref{0, i, j}, Ref{1, i, j})
	case softmax:
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
	default:
		e.Symbols = fmt.Sprintf(`%s \cdot \mathrm{%s}'(%s)`, entrySymbol(da, i, j), s.what(), entrySymbol(z, i, j))
		e.Values = fmt.Sprintf(`%s \cdot \mathrm{%s}'(%s)`, factor(da.At(i, j)), s.what(), value(z.At(i, j)))
		e.whole(Ref{2, i, j}, Ref{0, i, j}, Ref{1, i, j})
	}
}

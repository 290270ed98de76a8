package nn

import (
	"fmt"
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

// rowwise is an activation of which an entry of the result looks at a whole row, and
// which explains itself.
type rowwise interface {
	Activation
	say(s *Step) string
	explain(s *Step, e *Entry)
	gradTeX(s *Step) string
	gradSay() string
	explainGrad(s *Step, e *Entry)
}

func mapTeX(s *Step) string {
	if f := s.activation(); f != nil {
		return s.Out.Name + " = " + f.TeX(s.Args[0].Name)
	}
	return fmt.Sprintf(`%s = \mathrm{%s}(%s)`, s.Out.Name, s.what(), s.Args[0].Name)
}

func mapSay(s *Step) string {
	if f, ok := s.activation().(rowwise); ok {
		return f.say(s)
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
	case rowwise:
		f.explain(s, e)
		return
	case *Elementwise:
		e.Symbols, e.Values = f.TeX(entrySymbol(z, e.Row, e.Col)), f.TeX(value(z.At(e.Row, e.Col)))
	default:
		e.Symbols = fmt.Sprintf(`\mathrm{%s}(%s)`, s.what(), entrySymbol(z, e.Row, e.Col))
		e.Values = fmt.Sprintf(`\mathrm{%s}(%s)`, s.what(), value(z.At(e.Row, e.Col)))
	}
	e.whole(Ref{0, e.Row, e.Col})
}

func mapGradTeX(s *Step) string {
	z, a, da := s.Args[0].Name, s.Args[1].Name, s.Args[2].Name
	switch f := s.activation().(type) {
	case rowwise:
		return f.gradTeX(s)
	case *Elementwise:
		return fmt.Sprintf(`%s = %s \odot %s`, s.Out.Name, da, f.slopes(z, a))
	}
	return fmt.Sprintf(`%s = %s \odot \mathrm{%s}'(%s)`, s.Out.Name, da, s.what(), z)
}

// slopes is the formula of f' of a whole matrix.
func (e *Elementwise) slopes(z, a string) string {
	return strings.ReplaceAll(e.GradTeX(z, a), a+" (", a+` \odot (`)
}

func mapGradSay(s *Step) string {
	if f, ok := s.activation().(rowwise); ok {
		return f.gradSay()
	}
	return fmt.Sprintf("The error of each activation times the slope of the %s there. The first one is %s.", s.what(), s.firstValues())
}

func mapGradEntry(s *Step, e *Entry) {
	z, a, da := &s.Args[0], &s.Args[1], &s.Args[2]
	i, j := e.Row, e.Col
	switch f := s.activation().(type) {
	case rowwise:
		f.explainGrad(s, e)
		return
	case *Elementwise:
		e.Symbols = entrySymbol(da, i, j) + ` \cdot ` + f.GradTeX(entrySymbol(z, i, j), entrySymbol(a, i, j))
		e.Values = factor(da.At(i, j)) + ` \cdot ` + f.GradTeX(value(z.At(i, j)), value(a.At(i, j)))
	default:
		e.Symbols = fmt.Sprintf(`%s \cdot \mathrm{%s}'(%s)`, entrySymbol(da, i, j), s.what(), entrySymbol(z, i, j))
		e.Values = fmt.Sprintf(`%s \cdot \mathrm{%s}'(%s)`, factor(da.At(i, j)), s.what(), value(z.At(i, j)))
	}
	e.whole(Ref{2, i, j}, Ref{0, i, j}, Ref{1, i, j})
}

package nn

import (
	"fmt"
	"math"
)

func updateTeX(s *Step) string {
	theta := s.Out.Name
	switch s.what() {
	case "Momentum":
		return fmt.Sprintf(`%s := %s - \alpha V, \quad V := \beta V + \partial %s`, theta, theta, theta)
	case "Adam":
		return fmt.Sprintf(`%s := %s - \alpha \frac{\hat{M}}{\sqrt{\hat{V}} + \varepsilon}`, theta, theta)
	}
	return fmt.Sprintf(`%s := %s - \alpha \, \partial %s`, theta, theta, theta)
}

func updateSay(s *Step) string {
	return fmt.Sprintf("Each parameter moves against its gradient. The first one becomes %s.", s.firstValues())
}

func updateEntry(s *Step, e *Entry) {
	theta, g, alpha := &s.Args[0], &s.Args[1], s.Args[2].Data[0]
	i, j := e.Row, e.Col
	e.term(entrySymbol(theta, i, j), value(theta.At(i, j)), theta.At(i, j), Ref{0, i, j})
	step, symbols, values := alpha*g.At(i, j), `\alpha \, `+entrySymbol(g, i, j), value(alpha)+` \cdot `+factor(g.At(i, j))
	uses := []Ref{{1, i, j}, {2, 0, 0}}
	if s.what() == "Adam" {
		vhat, eps := &s.Args[3], s.Args[4].Data[0]
		step /= math.Sqrt(vhat.At(i, j)) + eps
		symbols = fmt.Sprintf(`\alpha \frac{%s}{\sqrt{%s} + \varepsilon}`, entrySymbol(g, i, j), entrySymbol(vhat, i, j))
		values = fmt.Sprintf(`%s \cdot \frac{%s}{\sqrt{%s} + %s}`, value(alpha), value(g.At(i, j)), value(vhat.At(i, j)), value(eps))
		uses = append(uses, Ref{3, i, j}, Ref{4, 0, 0})
	}
	e.term("-"+symbols, "-"+values, -step, uses...)
	e.sum()
	e.Symbols = fmt.Sprintf("%s - %s", e.Terms[0].Symbols, symbols)
}

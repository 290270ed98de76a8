package nn

import (
	"fmt"
	"math"
)

func dims(m *Matrix) string { return fmt.Sprintf("(%d×%d)", m.Rows, m.Cols) }

// loss records a loss step and returns J.
func (p *Pass) loss(l Loss, j float64, yhat, y *Matrix) float64 {
	if p.tracing() {
		p.At(l.Name(), "loss")
		p.record("loss:"+l.Name(), scalar("J", j), renamed(yhat, prediction(l)), named(y, "Y"))
	}
	return j
}

// lossGrad records the gradient of a loss and returns it.
func (p *Pass) lossGrad(l Loss, dyhat, yhat, y *Matrix) *Matrix {
	if p.tracing() {
		p.At(l.Name(), "gradient")
		dyhat.Name = `\partial ` + prediction(l)
		p.record("lossgrad:"+l.Name(), dyhat, renamed(yhat, prediction(l)), named(y, "Y"))
	}
	return dyhat
}

// prediction is the symbol of what a loss is given: predictions, or logits.
func prediction(l Loss) string {
	switch l.(type) {
	case BCE, CrossEntropy:
		return "Z"
	}
	return `\hat{Y}`
}

func renamed(m *Matrix, name string) *Matrix {
	return &Matrix{Rows: m.Rows, Cols: m.Cols, Data: m.Data, Name: name}
}

func lossTeX(s *Step) string {
	switch s.what() {
	case MSE{}.Name():
		return `J = \frac{1}{N} \sum (\hat{y} - y)^2`
	case HalfSquaredError{}.Name():
		return `J = \frac{1}{n} \sum_i \tfrac{1}{2} \sum_k (\hat{y}_{ik} - y_{ik})^2`
	case BCE{}.Name():
		return `J = -\frac{1}{n} \sum [y \ln \sigma(z) + (1-y) \ln (1-\sigma(z))]`
	case CrossEntropy{}.Name():
		return `J = -\frac{1}{n} \sum_i \sum_k y_{ik} \ln \mathrm{softmax}(z_i)_k`
	}
	return "J"
}

func lossSay(s *Step) string {
	return fmt.Sprintf("How wrong the net is on this batch, in one number: %s.", s.firstValues())
}

func lossEntry(s *Step, e *Entry) {
	yhat, y := &s.Args[0], &s.Args[1]
	n, all := float64(y.Rows), float64(len(y.Data))
	perEntry, perExample, perHalf := fraction(1, len(y.Data)), fraction(1, y.Rows), fraction(1, 2*y.Rows)
	for i := range y.Rows {
		lse := logSumExp(yhat.Row(i))
		for k := range y.Cols {
			a, t := yhat.At(i, k), y.At(i, k)
			as, ts := entrySymbol(yhat, i, k), entrySymbol(y, i, k)
			uses := []Ref{{0, i, k}, {1, i, k}}
			switch s.what() {
			case MSE{}.Name():
				e.term(fmt.Sprintf(`%s(%s - %s)^2`, perEntry, as, ts), fmt.Sprintf(`%s(%s - %s)^2`, perEntry, value(a), factor(t)), (a-t)*(a-t)/all, uses...)
			case HalfSquaredError{}.Name():
				e.term(fmt.Sprintf(`%s(%s - %s)^2`, perHalf, as, ts), fmt.Sprintf(`%s(%s - %s)^2`, perHalf, value(a), factor(t)), (a-t)*(a-t)/2/n, uses...)
			case BCE{}.Name():
				e.term(fmt.Sprintf(`%s\left[\max(%s,0) - %s %s + \ln(1+e^{-|%s|})\right]`, perExample, as, as, ts, as),
					fmt.Sprintf(`%s\left[%s - %s \cdot %s + %s\right]`, perExample, value(max(a, 0)), factor(a), factor(t), value(math.Log1p(math.Exp(-math.Abs(a))))),
					(max(a, 0)-a*t+math.Log1p(math.Exp(-math.Abs(a))))/n, uses...)
			case CrossEntropy{}.Name():
				if t != 0 {
					uses = append(wholeRow(0, yhat, i), Ref{1, i, k})
					e.term(fmt.Sprintf(`%s %s \left(\ln \textstyle\sum_k e^{z_{%dk}} - %s\right)`, perExample, ts, i+1, as),
						fmt.Sprintf(`%s %s \left(%s - %s\right)`, perExample, value(t), value(lse), factor(a)), t*(lse-a)/n, uses...)
				}
			}
		}
	}
	e.sum()
}

func lossGradTeX(s *Step) string {
	switch s.what() {
	case MSE{}.Name():
		return `\partial \hat{Y} = \frac{2}{N} (\hat{Y} - Y)`
	case HalfSquaredError{}.Name():
		return `\partial \hat{Y} = \frac{1}{n} (\hat{Y} - Y)`
	case BCE{}.Name():
		return `\partial Z = \frac{1}{n} (\sigma(Z) - Y)`
	case CrossEntropy{}.Name():
		return `\partial Z = \frac{1}{n} (\mathrm{softmax}(Z) - Y)`
	}
	return s.Out.Name
}

func lossGradSay(s *Step) string {
	return fmt.Sprintf("How the cost changes when a prediction moves: its error, scaled. The first one is %s.", s.firstValues())
}

func lossGradEntry(s *Step, e *Entry) {
	yhat, y := &s.Args[0], &s.Args[1]
	i, k := e.Row, e.Col
	scale := fraction(1, y.Rows)
	a, t := yhat.At(i, k), y.At(i, k)
	uses := []Ref{{0, i, k}, {1, i, k}}
	as, av := entrySymbol(yhat, i, k), value(a)
	switch s.what() {
	case MSE{}.Name():
		scale = fraction(2, len(y.Data))
	case BCE{}.Name():
		as, av = `\sigma(`+as+`)`, value(Sigmoid.F(a))
	case CrossEntropy{}.Name():
		as = fmt.Sprintf(`\mathrm{softmax}(z_%s)_%s`, index(i), index(k))
		av = value(math.Exp(a - logSumExp(yhat.Row(i))))
		uses = append(wholeRow(0, yhat, i), Ref{1, i, k})
		var total float64
		for _, t := range y.Row(i) {
			total += t
		}
		if v := value(total); v != "1" { // the targets are no probabilities
			uses = append(wholeRow(0, yhat, i), wholeRow(1, y, i)...)
			as, av = as+fmt.Sprintf(` \textstyle\sum_k y_{%dk}`, i+1), av+` \cdot `+factor(total)
		}
	}
	e.Symbols, e.Values = as+" - "+entrySymbol(y, i, k), av+" - "+factor(t)
	if scale != "" {
		e.Symbols, e.Values = scale+" ("+e.Symbols+")", scale+" ("+e.Values+")"
	}
	e.whole(uses...)
}

// wholeRow refers to all entries of row i of operand number arg, m.
func wholeRow(arg int, m *Matrix, i int) []Ref {
	var refs []Ref
	for k := range m.Cols {
		refs = append(refs, Ref{arg, i, k})
	}
	return refs
}

// index is i, counted from 1, as an index in LaTeX, where two digits need braces.
func index(i int) string {
	if i >= 9 {
		return fmt.Sprintf("{%d}", i+1)
	}
	return fmt.Sprint(i + 1)
}

package nn

import (
	"fmt"
	"math"
	"strings"
)

func dims(m *Matrix) string { return fmt.Sprintf("(%d×%d)", m.Rows, m.Cols) }

// explainedLoss is a loss that says of its steps what they are: each of the package.
type explainedLoss interface {
	Name() string
	about() about
}

// about is what there is to say of a loss as a whole.
type about struct {
	j, grad string // the formulas of J and of its gradient
	how     string // what the gradient is, in words
	given   string // the symbol of what the loss is given; "" is \hat{Y}
	sparse  bool   // entries whose target is 0 add nothing, and are left out
}

// prediction is the symbol of what the loss is given: predictions, or logits.
func (a about) prediction() string {
	if a.given == "" {
		return `\hat{Y}`
	}
	return a.given
}

// rowwiseLoss is a loss of which an entry looks at a whole row, and which explains
// itself.
type rowwiseLoss interface {
	explainedLoss
	explain(s *Step, e *Entry)
	explainGrad(s *Step, e *Entry)
}

// parametric is a loss with parameters, which its steps hold behind predictions and
// targets.
type parametric interface {
	explainedLoss
	parameters() []*Matrix
	with(parameters []Matrix) explainedLoss
}

// losses are those that a step can name.
var losses = map[string]explainedLoss{}

func init() {
	for _, l := range []explainedLoss{
		MSE{}, HalfSquaredError{}, MAE{}, Huber{}, Hinge{},
		BCE{}, CrossEntropy{}, BCEProb{}, CrossEntropyProb{}, KL{},
	} {
		losses[l.Name()] = l
	}
}

// loss returns the one of the step, with its parameters.
func (s *Step) loss() explainedLoss {
	l, known := losses[s.what()]
	if !known {
		return otherLoss{}
	}
	if q, ok := l.(parametric); ok && len(s.Args) > 2 {
		return q.with(s.Args[2:])
	}
	return l
}

// otherLoss stands for one that this package does not have, in a file of another version.
type otherLoss struct{}

func (otherLoss) Name() string                  { return "" }
func (otherLoss) about() about                  { return about{j: "J", grad: `\partial \hat{Y}`, how: "its slope"} }
func (otherLoss) explain(s *Step, e *Entry)     { e.Symbols, e.Values = s.what(), s.what() }
func (otherLoss) explainGrad(s *Step, e *Entry) { e.Symbols, e.Values = s.what(), s.what() }

// recordLoss records a loss step.
func (p *Pass) recordLoss(l explainedLoss, j float64, yhat, y *Matrix) {
	p.At(l.Name(), "loss")
	p.record("loss:"+l.Name(), scalar("J", j), operands(l, yhat, y)...)
}

// recordLossGrad records the gradient of a loss, and names it.
func (p *Pass) recordLossGrad(l explainedLoss, dyhat, yhat, y *Matrix) {
	p.At(l.Name(), "gradient")
	dyhat.Name = `\partial ` + l.about().prediction()
	p.record("lossgrad:"+l.Name(), dyhat, operands(l, yhat, y)...)
}

// operands are the predictions, the targets and the parameters.
func operands(l explainedLoss, yhat, y *Matrix) []*Matrix {
	args := []*Matrix{renamed(yhat, l.about().prediction()), named(y, "Y")}
	if q, ok := l.(parametric); ok {
		args = append(args, q.parameters()...)
	}
	return args
}

func renamed(m *Matrix, name string) *Matrix {
	return &Matrix{Rows: m.Rows, Cols: m.Cols, Data: m.Data, Name: name}
}

func lossTeX(s *Step) string { return s.loss().about().j }

func lossSay(s *Step) string {
	return fmt.Sprintf("How wrong the net is on this batch, in one number: %s.", s.firstValues())
}

func lossGradTeX(s *Step) string { return s.loss().about().grad }

func lossGradSay(s *Step) string {
	return fmt.Sprintf("How the cost changes when a prediction moves: %s. The first one is %s.", s.loss().about().how, s.firstValues())
}

func lossEntry(s *Step, e *Entry) {
	switch l := s.loss().(type) {
	case rowwiseLoss:
		l.explain(s, e)
	case entrywise:
		yhat, y := &s.Args[0], &s.Args[1]
		m, sparse := l.mean(), l.about().sparse
		n := m.over * m.count(y)
		scale := fraction(1, n)
		for i := range y.Rows {
			for k := range y.Cols {
				if !sparse && e.hides(i*y.Cols+k, len(y.Data), l.at(yhat.At(i, k), y.At(i, k))/float64(n)) {
					continue
				}
				a, t := quantityOf(yhat, i, k), quantityOf(y, i, k)
				if sparse && t.v == 0 && !math.IsNaN(a.v) {
					continue
				}
				symbols := scaled(scale, a.dot(), l.atTeX(a, t))
				a, t = a.valued(), t.valued()
				e.term(symbols, scaled(scale, a.dot(), l.atTeX(a, t)), l.at(a.v, t.v)/float64(n), s.reads(symbols, i, k)...)
			}
		}
		e.sum()
		e.Symbols = strings.ReplaceAll(e.Symbols, "+ -", "- ")
	}
	if len(e.Terms) == 0 && e.Value == 0 { // all targets are 0
		e.Symbols, e.Values = "0", "0"
	}
}

func lossGradEntry(s *Step, e *Entry) {
	switch l := s.loss().(type) {
	case rowwiseLoss:
		l.explainGrad(s, e)
	case entrywise:
		i, k := e.Row, e.Col
		a, t := quantityOf(&s.Args[0], i, k), quantityOf(&s.Args[1], i, k)
		m := l.mean()
		scale := fraction(m.times, m.count(&s.Args[1]))
		e.Symbols, e.Values = scaled(scale, " ", l.slopeTeX(a, t)), scaled(scale, ` \cdot `, l.slopeTeX(a.valued(), t.valued()))
		e.whole(s.reads(e.Symbols, i, k)...)
	}
}

// reads refers to entry (i, k) of predictions and targets, and to the parameters that
// the formula has in it.
func (s *Step) reads(symbols string, i, k int) []Ref {
	refs := []Ref{{0, i, k}, {1, i, k}}
	for n := 2; n < min(len(s.Args), 4); n++ { // no loss has more than two parameters
		if strings.Contains(symbols, s.Args[n].Name) {
			refs = append(refs, Ref{n, 0, 0})
		}
	}
	return refs
}

// wholeRow refers to all entries of row i of operand number arg, m.
func wholeRow(arg int, m *Matrix, i int) []Ref {
	var refs []Ref
	for k := range m.Cols {
		refs = append(refs, Ref{arg, i, k})
	}
	return refs
}

// quantity is a number in a formula: as its symbol or, with the values put in, as its
// value.
type quantity struct {
	v      float64
	symbol string
	put    bool // the value stands for it
}

// quantityOf is an entry of an operand, as its symbol.
func quantityOf(m *Matrix, i, k int) quantity {
	return quantity{v: m.At(i, k), symbol: entrySymbol(m, i, k)}
}

func (q quantity) valued() quantity { return quantity{q.v, q.symbol, true} }

// String returns the symbol or the value.
func (q quantity) String() string {
	if q.put {
		return value(q.v)
	}
	return q.symbol
}

// factor is the same, in brackets where it needs them behind a dot or a minus.
func (q quantity) factor() string {
	if q.put {
		return factor(q.v)
	}
	return q.symbol
}

// times is the product with what follows.
func (q quantity) times(tex string) string { return q.factor() + q.dot() + tex }

// dot stands between q and its factors: numbers need one, and symbols none.
func (q quantity) dot() string {
	if q.put {
		return ` \cdot `
	}
	return " "
}

// of is what is made of q: v, of which the symbol holds that of q for %.
func (q quantity) of(v float64, symbol string) quantity {
	return quantity{v, strings.ReplaceAll(symbol, "%", q.symbol), q.put}
}

// scaled is a formula behind a factor, which is empty for 1. The dot stands between
// those that touch.
func scaled(scale, dot, tex string) string {
	positive, negative := strings.CutPrefix(tex, "-")
	switch {
	case scale == "":
		return tex
	case isSum(tex):
		return scale + " (" + tex + ")"
	case negative:
		return "-" + scaled(scale, dot, positive)
	case strings.HasPrefix(tex, "(") || strings.HasPrefix(tex, `\left`):
		return scale + tex
	}
	return scale + dot + tex
}

// isSum says whether a formula is a sum or a difference, outside of all brackets.
func isSum(tex string) bool {
	depth := 0
	for i := range tex {
		switch rest := tex[i:]; {
		case strings.HasPrefix(rest, `\left`) || strings.ContainsAny(rest[:1], "([{"):
			depth++
		case strings.HasPrefix(rest, `\right`) || strings.ContainsAny(rest[:1], ")]}"):
			depth--
		case depth == 0 && (strings.HasPrefix(rest, " + ") || strings.HasPrefix(rest, " - ")):
			return true
		}
	}
	return false
}

// What the losses of loss.go are, in formulas.

func (MSE) about() about {
	return about{j: `J = \frac{1}{N} \sum (\hat{y} - y)^2`, grad: `\partial \hat{Y} = \frac{2}{N} (\hat{Y} - Y)`, how: "its error, scaled"}
}

func (MSE) atTeX(yhat, y quantity) string {
	return fmt.Sprintf(`(%s - %s)^2`, yhat, y.factor())
}

func (MSE) slopeTeX(yhat, y quantity) string { return fmt.Sprintf(`%s - %s`, yhat, y.factor()) }

func (HalfSquaredError) about() about {
	return about{
		j:    `J = \frac{1}{n} \sum_i \tfrac{1}{2} \sum_k (\hat{y}_{ik} - y_{ik})^2`,
		grad: `\partial \hat{Y} = \frac{1}{n} (\hat{Y} - Y)`,
		how:  "its error, scaled",
	}
}

func (HalfSquaredError) atTeX(yhat, y quantity) string    { return MSE{}.atTeX(yhat, y) }
func (HalfSquaredError) slopeTeX(yhat, y quantity) string { return MSE{}.slopeTeX(yhat, y) }

func (BCE) about() about {
	return about{
		j:     `J = -\frac{1}{n} \sum [y \ln \sigma(z) + (1-y) \ln (1-\sigma(z))]`,
		grad:  `\partial Z = \frac{1}{n} (\sigma(Z) - Y)`,
		how:   "its error, scaled",
		given: "Z",
	}
}

func (BCE) atTeX(z, y quantity) string {
	return fmt.Sprintf(`\left[%s - %s + %s\right]`, z.of(max(z.v, 0), `\max(%,0)`), z.times(y.factor()),
		z.of(math.Log1p(math.Exp(-math.Abs(z.v))), `\ln(1+e^{-|%|})`))
}

func (BCE) slopeTeX(z, y quantity) string {
	return fmt.Sprintf(`%s - %s`, z.of(Sigmoid.F(z.v), `\sigma(%)`), y.factor())
}

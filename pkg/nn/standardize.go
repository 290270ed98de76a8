package nn

import (
	"fmt"
	"math"
)

// standardize overwrites xhat with (x − μ)/s, row by row, with the row's mean μ and
// s = √(σ² + ε), which it leaves in mu and s, n×1.
func (p *Pass) standardize(xhat, x, mu, s *Matrix, eps float64) *Matrix {
	xhat.Reset(x.Rows, x.Cols)
	mu.Reset(x.Rows, 1)
	s.Reset(x.Rows, 1)
	d := float64(x.Cols)
	for i := range x.Rows {
		row, sum, squares := x.Row(i), 0.0, 0.0
		for _, v := range row {
			sum += v
		}
		mean := sum / d
		for _, v := range row {
			squares += (v - mean) * (v - mean)
		}
		mu.Data[i], s.Data[i] = mean, math.Sqrt(squares/d+eps)
		for j, v := range row {
			xhat.Row(i)[j] = (v - mean) / s.Data[i]
		}
	}
	if p.tracing() {
		p.record("standardize", named(xhat, `\hat{X}`), named(x, "X"), named(mu, `\mu`), named(s, "s"))
	}
	return xhat
}

// standardizeGrad overwrites dx with ∂X. A feature moves the mean and the variance of
// its row as well, so that what is common to the errors of the row, and what goes along
// with x̂, is taken out:
//
//	∂x = (∂x̂ − mean(∂x̂) − x̂ · mean(∂x̂ ⊙ x̂)) / s
func (p *Pass) standardizeGrad(dx, dxhat, xhat, s *Matrix) *Matrix {
	dx.Reset(xhat.Rows, xhat.Cols)
	for i := range dx.Rows {
		g, x := dxhat.Row(i), xhat.Row(i)
		mean, along := commonPart(g, x)
		for j := range g {
			dx.Row(i)[j] = (g[j] - mean - x[j]*along) / s.Data[i]
		}
	}
	if p.tracing() {
		p.record("standardizegrad", named(dx, `\partial X`), named(dxhat, `\partial \hat{X}`), named(xhat, `\hat{X}`), named(s, "s"))
	}
	return dx
}

// commonPart returns the means of g and of g ⊙ x.
func commonPart(g, x []float64) (mean, along float64) {
	for j := range g {
		mean += g[j]
		along += g[j] * x[j]
	}
	d := float64(len(g))
	return mean / d, along / d
}

// scaleShift overwrites y with x ⊙ 1γ + 1β.
func (p *Pass) scaleShift(y, x, gamma, beta *Matrix) *Matrix {
	y.Reset(x.Rows, x.Cols)
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			y.Row(i)[j] = v*gamma.Data[j] + beta.Data[j]
		}
	}
	if p.tracing() {
		p.record("scaleShift", named(y, "Y"), named(x, `\hat{X}`), named(gamma, `\gamma`), named(beta, `\beta`))
	}
	return y
}

// scaleCols overwrites y with x ⊙ 1γ.
func (p *Pass) scaleCols(y, x, gamma *Matrix) *Matrix {
	y.Reset(x.Rows, x.Cols)
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			y.Row(i)[j] = v * gamma.Data[j]
		}
	}
	if p.tracing() {
		p.record("scaleCols", y, named(x, `\partial Y`), named(gamma, `\gamma`))
	}
	return y
}

// sumProducts overwrites row, 1×d, with 1ᵀ(a ⊙ b).
func (p *Pass) sumProducts(row, a, b *Matrix) *Matrix {
	row.Fill(0)
	for i := range a.Rows {
		for j, v := range a.Row(i) {
			row.Data[j] += v * b.At(i, j)
		}
	}
	if p.tracing() {
		p.record("sumProducts", row, named(a, `\partial Y`), named(b, `\hat{X}`))
	}
	return row
}

// The kinds of the steps above.
var (
	standardizeKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = \frac{%s - %s}{%s}`, s.Out.Name, s.Args[0].Name, s.Args[1].Name, s.Args[2].Name)
		},
		say: func(s *Step) string {
			return fmt.Sprintf("From each feature the mean of its row is taken, and the rest is divided by the standard deviation of the row. The first number is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			x, mu, dev := &s.Args[0], &s.Args[1], &s.Args[2]
			i, j := e.Row, e.Col
			e.Symbols = fmt.Sprintf(`\frac{%s - %s}{%s}`, entrySymbol(x, i, j), entrySymbol(mu, i, 0), entrySymbol(dev, i, 0))
			e.Values = fmt.Sprintf(`\frac{%s - %s}{%s}`, value(x.At(i, j)), factor(mu.At(i, 0)), value(dev.At(i, 0)))
			e.whole(Ref{0, i, j}, Ref{1, i, 0}, Ref{2, i, 0})
		},
	}
	standardizeGradKind = kind{
		tex: func(s *Step) string {
			g, x := s.Args[0].Name, s.Args[1].Name
			return fmt.Sprintf(`%s = \frac{1}{%s} \left(%s - \overline{%s} - %s \odot \overline{%s \odot %s}\right)`, s.Out.Name, s.Args[2].Name, g, g, x, g, x)
		},
		say: func(s *Step) string {
			return fmt.Sprintf("A feature also moves the mean and the deviation of its row. So the mean of the row's errors is taken out, and the share that goes along with the normalized features. The first number is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			g, x, dev := &s.Args[0], &s.Args[1], &s.Args[2]
			i, j := e.Row, e.Col
			mean, along := commonPart(g.Row(i), x.Row(i))
			e.Symbols = fmt.Sprintf(`\frac{%s - \overline{%s} - %s \, \overline{%s %s}}{%s}`, entrySymbol(g, i, j), letter(g), entrySymbol(x, i, j), letter(g), letter(x), entrySymbol(dev, i, 0))
			e.Values = fmt.Sprintf(`\frac{%s - %s - %s \cdot %s}{%s}`, value(g.At(i, j)), factor(mean), factor(x.At(i, j)), factor(along), value(dev.At(i, 0)))
			uses := []Ref{{2, i, 0}}
			for k := range g.Cols {
				uses = append(uses, Ref{0, i, k}, Ref{1, i, k})
			}
			e.whole(uses...)
		},
	}
	scaleShiftKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = %s \odot \mathbf{1} %s + \mathbf{1} %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name, s.Args[2].Name)
		},
		say: func(s *Step) string {
			return fmt.Sprintf("Each feature gets the scale and the shift that were learned for it. The first number is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			b := &s.Args[2]
			e.product(&s.Args[0], e.Row, e.Col, 0, &s.Args[1], 0, e.Col, 1)
			e.term(entrySymbol(b, 0, e.Col), value(b.At(0, e.Col)), b.At(0, e.Col), Ref{2, 0, e.Col})
			e.sum()
		},
	}
	scaleColsKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = %s \odot \mathbf{1} %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
		},
		say: func(s *Step) string {
			return fmt.Sprintf("The error of each feature, times the scale that it went through. The first number is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			e.product(&s.Args[0], e.Row, e.Col, 0, &s.Args[1], 0, e.Col, 1)
			e.sum()
		},
	}
	sumProductsKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = \mathbf{1}^\top (%s \odot %s)`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
		},
		say: func(s *Step) string {
			return fmt.Sprintf("A scale touches its feature in every example, so that its gradient adds up, over the examples, the error times what was scaled. The first one is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			for i := range s.Args[0].Rows {
				e.product(&s.Args[0], i, e.Col, 0, &s.Args[1], i, e.Col, 1)
			}
			e.sum()
		},
	}
)

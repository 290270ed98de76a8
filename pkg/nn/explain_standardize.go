package nn

import "fmt"

// picture is the symbol of an entry of the batch, which may be of pictures.
func (s *Step) picture(m *Matrix, i, j int) string {
	if s.Window != nil {
		return pictureSymbol(m, s.Window.In, i, j)
	}
	return entrySymbol(m, i, j)
}

// wording is what the entries and the groups of a step are called.
func (s *Step) wording(x, stat *Matrix) (entry, group string) {
	switch {
	case s.Window != nil:
		return "pixel", "channel"
	case stat.Rows == x.Rows && stat.Cols == 1:
		return "feature", "row"
	}
	return "feature", "column"
}

// at is the group that an entry is in.
func (g groups) at(e *Entry) (r, c int) { return e.Row / g.rows, e.Col / g.cols }

// The kinds of the steps of a normalization.
var (
	meansKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = \frac{1}{%d} \textstyle\sum %s`, s.Out.Name, groupsOf(&s.Args[0], &s.Out).size(), s.Args[0].Name)
		},
		say: func(s *Step) string {
			_, group := s.wording(&s.Args[0], &s.Out)
			return fmt.Sprintf("The mean of each %s. The first one is %s.", group, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			x := &s.Args[0]
			g := groupsOf(x, &s.Out)
			m := fractionOf(g.size())
			g.each(e.Row, e.Col, func(i, j int) {
				e.term(m+s.picture(x, i, j), m+factor(x.At(i, j)), x.At(i, j)/float64(g.size()), Ref{0, i, j})
			})
			e.sum()
		},
	}
	variancesKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = \frac{1}{%d} \textstyle\sum (%s - %s)^2`, s.Out.Name, groupsOf(&s.Args[0], &s.Out).size(), s.Args[0].Name, s.Args[1].Name)
		},
		say: func(s *Step) string {
			_, group := s.wording(&s.Args[0], &s.Out)
			return fmt.Sprintf("The variance of each %s: the mean of the squared distances from its mean. The first one is %s.", group, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			x, mu := &s.Args[0], &s.Args[1]
			g := groupsOf(x, &s.Out)
			m, mean := fractionOf(g.size()), mu.At(e.Row, e.Col)
			g.each(e.Row, e.Col, func(i, j int) {
				v := x.At(i, j) - mean
				e.term(fmt.Sprintf(`%s(%s - %s)^2`, m, s.picture(x, i, j), entrySymbol(mu, e.Row, e.Col)), fmt.Sprintf(`%s(%s - %s)^2`, m, value(x.At(i, j)), factor(mean)),
					v*v/float64(g.size()), Ref{0, i, j}, Ref{1, e.Row, e.Col})
			})
			e.sum()
		},
	}
	deviationsKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = \sqrt{%s + %s}`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
		},
		say: func(s *Step) string {
			return fmt.Sprintf("The standard deviation is the root of the variance. A little is added first, so that nothing is divided by 0. The first one is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			v, eps := &s.Args[0], &s.Args[1]
			e.Symbols = fmt.Sprintf(`\sqrt{%s + %s}`, entrySymbol(v, e.Row, e.Col), letter(eps))
			e.Values = fmt.Sprintf(`\sqrt{%s + %s}`, value(v.At(e.Row, e.Col)), value(eps.Data[0]))
			e.whole(Ref{0, e.Row, e.Col}, Ref{1, 0, 0})
		},
	}
	standardizeKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = \frac{%s - %s}{%s}`, s.Out.Name, s.Args[0].Name, s.Args[1].Name, s.Args[2].Name)
		},
		say: func(s *Step) string {
			entry, group := s.wording(&s.Args[0], &s.Args[1])
			return fmt.Sprintf("From each %s the mean of its %s is taken, and the rest is divided by the standard deviation of the %s. The first number is %s.", entry, group, group, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			x, mu, dev := &s.Args[0], &s.Args[1], &s.Args[2]
			r, c := groupsOf(x, mu).at(e)
			e.Symbols = fmt.Sprintf(`\frac{%s - %s}{%s}`, s.picture(x, e.Row, e.Col), entrySymbol(mu, r, c), entrySymbol(dev, r, c))
			e.Values = fmt.Sprintf(`\frac{%s - %s}{%s}`, value(x.At(e.Row, e.Col)), factor(mu.At(r, c)), value(dev.At(r, c)))
			e.whole(Ref{0, e.Row, e.Col}, Ref{1, r, c}, Ref{2, r, c})
		},
	}
	meansGradKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = -\textstyle\sum \frac{%s}{%s}`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
		},
		say: func(s *Step) string {
			entry, group := s.wording(&s.Args[0], &s.Out)
			return fmt.Sprintf("The mean was taken from every %s of its %s, so that its gradient adds up their errors, each divided by the deviation, with a minus sign. The first one is %s.", entry, group, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			g, dev := &s.Args[0], &s.Args[1]
			of := dev.At(e.Row, e.Col)
			groupsOf(g, &s.Out).each(e.Row, e.Col, func(i, j int) {
				e.term(fmt.Sprintf(`-\frac{%s}{%s}`, s.picture(g, i, j), entrySymbol(dev, e.Row, e.Col)), fmt.Sprintf(`-\frac{%s}{%s}`, value(g.At(i, j)), value(of)),
					-g.At(i, j)/of, Ref{0, i, j}, Ref{1, e.Row, e.Col})
			})
			e.sum()
		},
	}
	variancesGradKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = -\textstyle\sum \frac{%s \odot %s}{2 %s^2}`, s.Out.Name, s.Args[0].Name, s.Args[1].Name, s.Args[2].Name)
		},
		say: func(s *Step) string {
			entry, group := s.wording(&s.Args[0], &s.Out)
			return fmt.Sprintf("Every %s of the %s was divided by the deviation. A larger variance makes it smaller in size, so that the gradient adds up, with a minus sign, the errors times what was normalized. The first one is %s.", entry, group, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			g, x, dev := &s.Args[0], &s.Args[1], &s.Args[2]
			of := dev.At(e.Row, e.Col)
			groupsOf(g, &s.Out).each(e.Row, e.Col, func(i, j int) {
				e.term(fmt.Sprintf(`-\frac{%s %s}{2 (%s)^2}`, s.picture(g, i, j), s.picture(x, i, j), entrySymbol(dev, e.Row, e.Col)),
					fmt.Sprintf(`-\frac{%s \cdot %s}{2 \cdot %s^2}`, factor(g.At(i, j)), factor(x.At(i, j)), factor(of)),
					-g.At(i, j)*x.At(i, j)/(2*of*of), Ref{0, i, j}, Ref{1, i, j}, Ref{2, e.Row, e.Col})
			})
			e.sum()
		},
	}
	standardizeGradKind = kind{
		tex: func(s *Step) string {
			m := groupsOf(&s.Args[0], &s.Args[2]).size()
			return fmt.Sprintf(`%s = \frac{%s}{%s} + \frac{1}{%d} %s + \frac{2}{%d} %s \odot %s \odot %s`, s.Out.Name, s.Args[0].Name, s.Args[2].Name, m, s.Args[3].Name, m, s.Args[4].Name, s.Args[1].Name, s.Args[2].Name)
		},
		say: func(s *Step) string {
			entry, group := s.wording(&s.Args[0], &s.Args[2])
			return fmt.Sprintf("A %s counts by itself, and it also moves the mean and the variance of its %s: three ways for the error to come back. The first number is %s.", entry, group, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			g, x, dev, dmu, dv := &s.Args[0], &s.Args[1], &s.Args[2], &s.Args[3], &s.Args[4]
			of := groupsOf(g, dev)
			r, c := of.at(e)
			i, j, size := e.Row, e.Col, float64(of.size())
			m, twice := fractionOf(of.size()), fmt.Sprintf(`\tfrac{2}{%d} `, of.size())
			e.term(fmt.Sprintf(`\frac{%s}{%s}`, s.picture(g, i, j), entrySymbol(dev, r, c)), fmt.Sprintf(`\frac{%s}{%s}`, value(g.At(i, j)), value(dev.At(r, c))),
				g.At(i, j)/dev.At(r, c), Ref{0, i, j}, Ref{2, r, c})
			e.term(m+entrySymbol(dmu, r, c), m+factor(dmu.At(r, c)), dmu.At(r, c)/size, Ref{3, r, c})
			e.term(twice+entrySymbol(dv, r, c)+" "+s.picture(x, i, j)+" "+entrySymbol(dev, r, c), twice+factor(dv.At(r, c))+` \cdot `+factor(x.At(i, j))+` \cdot `+factor(dev.At(r, c)),
				2*dv.At(r, c)*x.At(i, j)*dev.At(r, c)/size, Ref{4, r, c}, Ref{1, i, j}, Ref{2, r, c})
			e.sum()
		},
	}
	standardizeGradFixedKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = \frac{%s}{%s}`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
		},
		say: func(s *Step) string {
			entry, group := s.wording(&s.Args[0], &s.Args[1])
			return fmt.Sprintf("The mean and the deviation of the %s were kept from training, and no %s moves them: the error is divided by the deviation, and that is all. The first number is %s.", group, entry, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			g, dev := &s.Args[0], &s.Args[1]
			r, c := groupsOf(g, dev).at(e)
			e.Symbols = fmt.Sprintf(`\frac{%s}{%s}`, s.picture(g, e.Row, e.Col), entrySymbol(dev, r, c))
			e.Values = fmt.Sprintf(`\frac{%s}{%s}`, value(g.At(e.Row, e.Col)), value(dev.At(r, c)))
			e.whole(Ref{0, e.Row, e.Col}, Ref{1, r, c})
		},
	}
	averageKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s := (1 - m) %s + m %s%s`, s.Out.Name, s.Args[0].Name, unbiased(s), s.Args[1].Name)
		},
		say: func(s *Step) string {
			what := "mean"
			if unbiased(s) != "" {
				what = "variance, corrected for being one of few numbers,"
			}
			return fmt.Sprintf("The running average moves a little towards the %s of this batch, for later use. The first one becomes %s.", what, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			before, latest, m := &s.Args[0], &s.Args[1], s.Args[2].Data[0]
			i, j, corrected := e.Row, e.Col, latest.At(e.Row, e.Col)
			uses := []Ref{{1, i, j}, {2, 0, 0}}
			if unbiased(s) != "" {
				n := s.Args[3].Data[0]
				corrected *= n / (n - 1)
				uses = append(uses, Ref{3, 0, 0})
			}
			e.term(`(1 - m) `+entrySymbol(before, i, j), fmt.Sprintf(`(1 - %s) \cdot %s`, value(m), factor(before.At(i, j))), (1-m)*before.At(i, j), Ref{2, 0, 0}, Ref{0, i, j})
			e.term(`m `+unbiased(s)+entrySymbol(latest, i, j), fmt.Sprintf(`%s \cdot %s%s`, factor(m), unbiased(s), factor(latest.At(i, j))), m*corrected, uses...)
			e.sum()
		},
	}
	scaleShiftKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = %s \odot \mathbf{1} %s + \mathbf{1} %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name, s.Args[2].Name)
		},
		say: func(s *Step) string {
			if s.Window != nil {
				return fmt.Sprintf("Each pixel gets the scale and the shift that were learned for its channel. The first number is %s.", s.firstValues())
			}
			return fmt.Sprintf("Each feature gets the scale and the shift that were learned for it. The first number is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			b := &s.Args[2]
			_, c := groupsOf(&s.Args[0], b).at(e)
			s.scaled(e, c)
			e.term(entrySymbol(b, 0, c), value(b.At(0, c)), b.At(0, c), Ref{2, 0, c})
			e.sum()
		},
	}
	scaleKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = %s \odot \mathbf{1} %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
		},
		say: func(s *Step) string {
			entry, _ := s.wording(&s.Args[0], &s.Args[1])
			return fmt.Sprintf("The error of each %s, times the scale that it went through. The first number is %s.", entry, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			_, c := groupsOf(&s.Args[0], &s.Args[1]).at(e)
			s.scaled(e, c)
			e.sum()
		},
	}
	sumProductsKind = kind{
		tex: func(s *Step) string {
			if s.Window != nil {
				return fmt.Sprintf(`%s = \textstyle\sum_{i,r,q} %s \odot %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
			}
			return fmt.Sprintf(`%s = \mathbf{1}^\top (%s \odot %s)`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
		},
		say: func(s *Step) string {
			if s.Window != nil {
				return fmt.Sprintf("A scale touches its channel at every place of every picture, so that its gradient adds up, over all of them, the error times what was scaled. The first one is %s.", s.firstValues())
			}
			return fmt.Sprintf("A scale touches its feature in every example, so that its gradient adds up, over the examples, the error times what was scaled. The first one is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			a, b := &s.Args[0], &s.Args[1]
			groupsOf(a, &s.Out).each(e.Row, e.Col, func(i, j int) {
				e.shown(s.picture(a, i, j), a.At(i, j), Ref{0, i, j}, s.picture(b, i, j), b.At(i, j), Ref{1, i, j})
			})
			e.sum()
		},
	}
)

// scaled appends the product of an entry of the first operand and the scale of group c.
func (s *Step) scaled(e *Entry, c int) {
	x, scale := &s.Args[0], &s.Args[1]
	e.shown(s.picture(x, e.Row, e.Col), x.At(e.Row, e.Col), Ref{0, e.Row, e.Col}, entrySymbol(scale, 0, c), scale.At(0, c), Ref{1, 0, c})
}

// fractionOf is 1/m as the factor of a formula; nothing when m is 1.
func fractionOf(m int) string {
	if m == 1 {
		return ""
	}
	return fraction(1, m) + " "
}

// unbiased is the factor n/(n−1) of a running variance; nothing for a mean.
func unbiased(s *Step) string {
	if len(s.Args) < 4 {
		return ""
	}
	n := int(s.Args[3].Data[0])
	return fraction(n, n-1) + " "
}

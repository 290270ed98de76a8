package nn

import (
	"fmt"
	"math"
	"strings"
)

// perRoot is the factor 1/√d, d being the length of a row of m.
func perRoot(m *Matrix) string { return fmt.Sprintf(`\frac{1}{\sqrt{%d}}`, m.Cols) }

// scaledSum writes the products that have been appended as a sum that is divided by √d.
func (e *Entry) scaledSum(m *Matrix) {
	root, by := math.Sqrt(float64(m.Cols)), perRoot(m)
	e.sum()
	e.Symbols, e.Values = by+" ("+e.Symbols+")", by+" ("+e.Values+")"
	for i := range e.Terms {
		t := &e.Terms[i]
		if t.Symbols != `\cdots` {
			t.Symbols = by + " " + t.Symbols
		}
		t.Values = by + ` \cdot ` + t.Values
		t.Value /= root
		t.Sum /= root
	}
}

// block is where in the whole the rows and columns of a step "take:3,2" begin, counted
// from 0.
func (s *Step) block() (row, col int) {
	fmt.Sscanf(s.what(), "%d,%d", &row, &col)
	return row, col
}

// span is n of something, the first being number from, counted from 0: "rows 2 to 4".
func span(what string, from, n int) string {
	if n == 1 {
		return fmt.Sprintf("%s %d", what, from+1)
	}
	return fmt.Sprintf("%ss %d to %d", what, from+1, from+n)
}

// The kinds of attention.
var (
	scoresKind = kind{
		tex: func(s *Step) string {
			t := fmt.Sprintf(`%s = %s %s \, %s`, s.Out.Name, perRoot(&s.Args[0]), s.Args[0].Name, transposed(&s.Args[1]))
			if s.what() == "masked" {
				t += `, \quad -\infty \text{ where masked}`
			}
			return t
		},
		say: func(s *Step) string {
			rule := ""
			if s.what() == "masked" {
				rule = " Where a position may not look, the score is −∞."
			}
			return fmt.Sprintf("Each query (row) meets each key: products in pairs, added up, and divided by √%d, the root of their number.%s The first score is %s.", s.Args[0].Cols, rule, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			q, k := &s.Args[0], &s.Args[1]
			if math.IsInf(e.Value, -1) && s.what() == "masked" {
				e.Symbols, e.Values = `-\infty`, `-\infty`
				e.whole(Ref{0, e.Row, 0}, Ref{1, e.Col, 0})
				return
			}
			for j := range q.Cols {
				e.product(q, e.Row, j, 0, k, e.Col, j, 1)
			}
			e.scaledSum(q)
		},
	}
	scoresGradQKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = %s %s \, %s`, s.Out.Name, perRoot(&s.Args[1]), s.Args[0].Name, s.Args[1].Name)
		},
		say: func(s *Step) string {
			return fmt.Sprintf("A query's gradient adds up the keys, each times the error of their score, and is divided by √%d: a step against it turns the query away from the keys whose scores should fall. The first number is %s.", s.Args[1].Cols, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			ds, k := &s.Args[0], &s.Args[1]
			for j := range ds.Cols {
				e.product(ds, e.Row, j, 0, k, j, e.Col, 1)
			}
			e.scaledSum(k)
		},
	}
	scoresGradKKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = %s %s %s`, s.Out.Name, perRoot(&s.Args[1]), transposed(&s.Args[0]), s.Args[1].Name)
		},
		say: func(s *Step) string {
			return fmt.Sprintf("A key's gradient adds up the queries, each times the error of their score, and is divided by √%d. The first number is %s.", s.Args[1].Cols, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			ds, q := &s.Args[0], &s.Args[1]
			for i := range ds.Rows {
				e.product(ds, i, e.Row, 0, q, i, e.Col, 1)
			}
			e.scaledSum(q)
		},
	}
	takeKind = kind{
		tex: func(s *Step) string {
			r, c := s.block()
			return fmt.Sprintf(`%s = (%s)_{%d:%d,\,%d:%d}`, s.Out.Name, s.Args[0].Name, r+1, r+s.Out.Rows, c+1, c+s.Out.Cols)
		},
		say: func(s *Step) string {
			r, c := s.block()
			return fmt.Sprintf("Of %s, this example has %s, and this head %s.", plain(s.Args[0].Name), span("row", r, s.Out.Rows), span("column", c, s.Out.Cols))
		},
		entry: func(s *Step, e *Entry) {
			r, c := s.block()
			e.copyOf(&s.Args[0], r+e.Row, c+e.Col, 0)
			e.sum()
		},
	}
	concatKind = kind{
		tex: func(s *Step) string {
			var lines []string
			across := s.Out.Cols / s.Args[0].Cols
			for i := 0; i < len(s.Args); i += across {
				var line []string
				for k := range across {
					line = append(line, s.Args[i+k].Name)
				}
				lines = append(lines, strings.Join(line, " & "))
			}
			return fmt.Sprintf(`%s = \begin{pmatrix} %s \end{pmatrix}`, s.Out.Name, strings.Join(lines, ` \\ `))
		},
		say: func(s *Step) string {
			return fmt.Sprintf("The parts of the heads are put side by side, and the examples one below the other. The first number is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			first := &s.Args[0]
			k := e.Row/first.Rows*(s.Out.Cols/first.Cols) + e.Col/first.Cols
			e.copyOf(&s.Args[k], e.Row%first.Rows, e.Col%first.Cols, k)
			e.sum()
		},
	}
	inputErrorsKind = kind{
		tex: func(s *Step) string {
			var sum []string
			for k := 0; k < len(s.Args); k += 2 {
				sum = append(sum, s.Args[k].Name+` \, `+transposed(&s.Args[k+1]))
			}
			return s.Out.Name + " = " + strings.Join(sum, " + ")
		},
		say: func(s *Step) string {
			return fmt.Sprintf("An input made its position's query, key and value. Its gradient adds up what comes back by the three: each error times the weight between. The first one is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			for k := 0; k < len(s.Args); k += 2 {
				dz, w := &s.Args[k], &s.Args[k+1]
				for j := range dz.Cols {
					e.product(dz, e.Row, j, k, w, e.Col, j, k+1)
				}
			}
			e.sum()
		},
	}
)

// copyOf appends entry (i, j) of operand number n, as it is.
func (e *Entry) copyOf(m *Matrix, i, j, n int) {
	e.term(entrySymbol(m, i, j), value(m.At(i, j)), m.At(i, j), Ref{n, i, j})
}

package scalar

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// deepest is the number of levels that Tree draws.
const deepest = 24

// Tree draws v as text: each value with its formula and its number, below it what it
// is made of, and beside it its gradient, once Backward has found it. What is used at
// several places is drawn in full at the first; numbers that are constants stand in
// the formulas alone. Of a deep expression the first 24 levels are drawn.
func (v *Value) Tree() string {
	type line struct {
		v      *Value
		first  string // before the value
		others string // before what is below it
		depth  int
	}
	g := v.dependencies()
	n := g.names()
	drawn := map[*Value]bool{}
	var left, right []string
	for todo := []line{{v: v}}; len(todo) > 0; {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		text, grad := at.first+n.equation(at.v), ""
		if at.v.of == v {
			grad = n.gradient(at.v) + " = " + number(at.v.Grad)
		}
		parts := slices.DeleteFunc(slices.Clone(at.v.args), constant)
		switch {
		case len(parts) == 0:
		case drawn[at.v]:
			text += " (see above)"
			parts = nil
		case at.depth == deepest-1:
			text += " (and what it is made of)"
			parts = nil
		}
		drawn[at.v] = true
		left, right = append(left, text), append(right, grad)
		for i, a := range slices.Backward(parts) { // the first is to be on top
			next := line{a, at.others + "├─ ", at.others + "│  ", at.depth + 1}
			if i == len(parts)-1 {
				next.first, next.others = at.others+"└─ ", at.others+"   "
			}
			todo = append(todo, next)
		}
	}
	width := 0
	for i, s := range left {
		if right[i] != "" {
			width = max(width, utf8.RuneCountInString(s))
		}
	}
	var b strings.Builder
	for i, s := range left {
		b.WriteString(s)
		if right[i] != "" {
			b.WriteString(strings.Repeat(" ", width-utf8.RuneCountInString(s)+2) + right[i])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

package viz

import (
	"fmt"
	"math"
	"strings"
)

// table is the data of a figure, for those who read it rather than see it.
type table struct {
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	Note    string     `json:"note,omitempty"` // when rows are left out
}

// maxRows is how many rows of a table are kept.
const maxRows = 200

func (t table) text() string {
	if len(t.Rows) == 0 || len(t.Rows) > 30 {
		return ""
	}
	lines := []string{strings.Join(t.Columns, "\t")}
	for _, r := range t.Rows {
		lines = append(lines, strings.Join(r, "\t"))
	}
	return strings.Join(lines, "\n") + "\n"
}

// table lists the points of every series, or the cells.
func (c *chart) table() table {
	if c.cells != nil && c.categories != nil {
		t := table{Columns: append([]string{c.y.Name + " \\ " + c.x.Name}, c.categories...)}
		for i := range c.cells.values.Rows {
			row := []string{c.rows[i]}
			for _, v := range c.cells.values.Row(i) {
				row = append(row, short(v))
			}
			t.Rows = append(t.Rows, row)
		}
		return t
	}
	t := table{Columns: []string{"series", c.x.Name, c.y.Name}}
	total := 0
	for _, m := range c.marks {
		if m.quiet {
			continue
		}
		total += len(m.x)
		for i := range m.x {
			x := short(m.x[i])
			if m.shape == barShape {
				x = c.categories[i]
			}
			t.Rows = append(t.Rows, []string{m.name, x, short(m.y[i])})
		}
	}
	if total > maxRows {
		kept := t.Rows[:0:0]
		for i := range maxRows {
			kept = append(kept, t.Rows[i*(total-1)/(maxRows-1)])
		}
		t.Rows, t.Note = kept, fmt.Sprintf("%d of %d rows, evenly chosen", maxRows, total)
	}
	return t
}

// describe says in words what is seen.
func (c *chart) describe() string {
	var s []string
	if c.alt != "" {
		s = append(s, c.alt)
	}
	axes := fmt.Sprintf("%s of %s against %s", c.kind, c.y.Name, c.x.Name)
	switch {
	case c.x.Log && c.y.Log:
		axes += ", both axes logarithmic"
	case c.x.Log:
		axes += ", the x axis logarithmic"
	case c.y.Log:
		axes += ", the y axis logarithmic"
	}
	s = append(s, axes+".")
	if c.cells != nil {
		s = append(s, c.cells.describe(c))
	}
	for _, m := range c.marks {
		if !m.quiet {
			s = append(s, c.describeMark(m))
		}
	}
	for _, r := range c.rules {
		across := "vertical"
		if r.Horizontal {
			across = "horizontal"
		}
		s = append(s, fmt.Sprintf("A %s line at %s: %s.", across, short(r.At), r.Label))
	}
	return strings.Join(s, " ")
}

func (k *cells) describe(c *chart) string {
	if k.words != "" {
		return k.words
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	var at [2]int
	for i := range k.values.Rows {
		for j, v := range k.values.Row(i) {
			if v < lo {
				lo, at = v, [2]int{i, j}
			}
			hi = math.Max(hi, v)
		}
	}
	where := ""
	if c.categories != nil {
		where = fmt.Sprintf(" (%s, %s)", c.rows[at[0]], c.categories[at[1]])
	}
	return fmt.Sprintf("%s goes from %s%s to %s.", k.name, short(lo), where, short(hi))
}

func (c *chart) describeMark(m mark) string {
	name := m.name
	if name == "" {
		name = c.y.Name
	}
	lo, hi, count := -1, -1, 0
	for i, v := range m.y {
		if !isFinite(v) || !isFinite(m.x[i]) {
			continue
		}
		count++
		if lo < 0 || v < m.y[lo] {
			lo = i
		}
		if hi < 0 || v > m.y[hi] {
			hi = i
		}
	}
	at := func(i int) string {
		if m.shape == barShape {
			return c.categories[i]
		}
		return short(m.x[i])
	}
	missing := ""
	if count < len(m.y) {
		missing = " 1 is not finite and is left out."
		if n := len(m.y) - count; n > 1 {
			missing = fmt.Sprintf(" %d are not finite and are left out.", n)
		}
	}
	switch m.shape {
	case pathShape:
		last, steps := len(m.x)-1, "1 step"
		if last != 1 {
			steps = fmt.Sprintf("%d steps", last)
		}
		return fmt.Sprintf("%s: from (%s, %s) to (%s, %s) in %s.%s", name, short(m.x[0]), short(m.y[0]), short(m.x[last]), short(m.y[last]), steps, missing)
	case pointShape:
		if len(m.y) == 1 {
			return fmt.Sprintf("%s: a point at (%s, %s).", name, short(m.x[0]), short(m.y[0]))
		}
		return fmt.Sprintf("%s: %d points, with %s from %s to %s.%s", name, count, c.y.Name, short(m.y[lo]), short(m.y[hi]), missing)
	case barShape:
		return fmt.Sprintf("%s: %d bars, the lowest %s at %s, the highest %s at %s.%s", name, count, short(m.y[lo]), at(lo), short(m.y[hi]), at(hi), missing)
	}
	return fmt.Sprintf("%s: %d points, first %s, last %s, lowest %s at %s, highest %s at %s.%s",
		name, count, short(m.y[0]), short(m.y[len(m.y)-1]), short(m.y[lo]), at(lo), short(m.y[hi]), at(hi), missing)
}

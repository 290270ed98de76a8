package viz

import (
	"fmt"
	"math"
	"slices"
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
	return strings.Join(lines, "\n")
}

// inWords is the text of a view: its title, what is seen, its caption and what else there
// is, each on lines of its own.
func inWords(title, words, caption string, more ...string) string {
	return joined("\n", append([]string{plainTeX(title), words, plainTeX(caption)}, more...)...) + "\n"
}

// joined joins texts that may be missing.
func joined(with string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), with)
}

const notFinite = "not finite"

// plural is a number of things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// leftOut says how many numbers have no place in a figure.
func leftOut(n int, why string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 is " + why + " and is left out."
	}
	return fmt.Sprintf("%d are %s and are left out.", n, why)
}

// table lists the points of every series, or the cells.
func (c *chart) table() table {
	if c.cells != nil && c.categories != nil {
		t := table{Columns: append([]string{c.y.Name + " \\ " + c.x.Name}, c.categories...)}
		for i := c.cells.values.Rows - 1; i >= 0; i-- { // from the top, as it is seen
			row := []string{c.rows[i]}
			for j, v := range c.cells.values.Row(i) {
				if c.cells.masked[i*len(c.categories)+j] {
					row = append(row, "–")
				} else {
					row = append(row, short(v))
				}
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
	axes := fmt.Sprintf("%s of %s against %s", c.kind, c.y.Name, c.x.Name)
	switch {
	case c.x.Log && c.y.Log:
		axes += ", both axes logarithmic"
	case c.x.Log:
		axes += ", the x axis logarithmic"
	case c.y.Log:
		axes += ", the y axis logarithmic"
	}
	s := []string{plainTeX(c.alt), axes + "."}
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
	return joined(" ", s...)
}

func (k *cells) describe(c *chart) string {
	if k.words != "" {
		return k.words
	}
	lo, hi, missing, masked := math.Inf(1), math.Inf(-1), 0, 0
	var at [2]int
	for i := range k.values.Rows {
		for j, v := range k.values.Row(i) {
			switch {
			case k.masked[i*k.values.Cols+j]:
				masked++
				continue
			case !isFinite(v):
				missing++
				continue
			}
			if v < lo {
				lo, at = v, [2]int{i, j}
			}
			hi = max(hi, v)
		}
	}
	span := fmt.Sprintf("%s goes from %s (%s, %s) to %s.", k.name, short(lo), c.rows[at[0]], c.categories[at[1]], short(hi))
	return joined(" ", span, leftOut(missing, notFinite), leftOut(masked, "masked"))
}

func (c *chart) describeMark(m mark) string {
	lo, hi := -1, -1
	for i, v := range m.y {
		if !c.drawn(m, i) {
			continue
		}
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
	count, nonfinite, nonpositive := c.count(m)
	missing := joined(" ", leftOut(nonfinite, notFinite), leftOut(nonpositive, "not above 0, where a logarithmic axis begins,"))
	say := func(format string, args ...any) string {
		return joined(" ", c.nameOf(m)+": "+fmt.Sprintf(format, args...)+".", missing)
	}
	switch m.shape {
	case pathShape:
		last := len(m.x) - 1
		return say("from (%s, %s) to (%s, %s) in %s", short(m.x[0]), short(m.y[0]), short(m.x[last]), short(m.y[last]), plural(last, "step"))
	case pointShape:
		if len(m.y) == 1 {
			return say("a point at (%s, %s)", short(m.x[0]), short(m.y[0]))
		}
		return say("%s, with %s from %s to %s", plural(count, "point"), c.y.Name, short(m.y[lo]), short(m.y[hi]))
	case barShape:
		return say("%s, the lowest %s at %s, the highest %s at %s", plural(count, "bar"), short(m.y[lo]), at(lo), short(m.y[hi]), at(hi))
	}
	return say("%s, first %s, last %s, lowest %s at %s, highest %s at %s",
		plural(count, "point"), short(m.y[0]), short(m.y[len(m.y)-1]), short(m.y[lo]), at(lo), short(m.y[hi]), at(hi))
}

package linalg

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// shown is how many rows or columns are printed; of a larger matrix, the first and
// last three.
const shown = 12

// String returns the matrix as aligned text with four significant digits, under a
// line with its name and shape.
func (m *Matrix) String() string { return fmt.Sprint(m) }

// Format prints the matrix as aligned text. %v prints four significant digits,
// %.3f, %.9g and so on print as they do for a number.
func (m *Matrix) Format(s fmt.State, verb rune) {
	if m == nil {
		fmt.Fprint(s, "<nil>")
		return
	}
	format := func(v float64) string { return number(v, 4) }
	prec, hasPrec := s.Precision()
	switch {
	case strings.ContainsRune("fFeEgG", verb):
		directive := fmt.FormatString(s, verb)
		format = func(v float64) string { return fmt.Sprintf(directive, v) }
	case verb != 'v' && verb != 's':
		fmt.Fprintf(s, "%%!%c(linalg.Matrix)", verb)
		return
	case hasPrec:
		format = func(v float64) string { return number(v, prec) }
	}
	if m.Name != "" {
		fmt.Fprintf(s, "%s ", m.Name)
	}
	fmt.Fprintf(s, "(%d×%d)", m.Rows, m.Cols)
	if len(m.Data) == 0 {
		return
	}
	table := m.text(format)
	width := make([]int, len(table[0]))
	for _, row := range table {
		for j, t := range row {
			width[j] = max(width[j], len([]rune(t)))
		}
	}
	for _, row := range table {
		fmt.Fprint(s, "\n")
		for j, t := range row {
			fmt.Fprintf(s, "  %*s", width[j], t)
		}
	}
}

// text is the entries to print, with … where some are left out. In a column, all
// numbers have the same number of decimals, so that their points align.
func (m *Matrix) text(format func(float64) string) [][]string {
	rows, cols := elided(m.Rows), elided(m.Cols)
	table := make([][]string, len(rows))
	for r := range table {
		table[r] = make([]string, len(cols))
	}
	for c, j := range cols {
		decimals := 0
		for r, i := range rows {
			if i < 0 || j < 0 {
				table[r][c] = "…"
				continue
			}
			table[r][c] = format(m.At(i, j))
			decimals = max(decimals, decimalsOf(table[r][c]))
		}
		for r, i := range rows {
			if i >= 0 && j >= 0 && decimalsOf(table[r][c]) < decimals && !strings.ContainsAny(table[r][c], "eEIN") {
				table[r][c] = strconv.FormatFloat(m.At(i, j)+0, 'f', decimals, 64) // −0 + 0 is 0
			}
		}
	}
	return table
}

// decimalsOf counts the digits after the point of a number without exponent.
func decimalsOf(t string) int {
	_, after, _ := strings.Cut(t, ".")
	if strings.ContainsAny(after, "eE") {
		return 0
	}
	return len(after)
}

// elided returns the indices to print of n, −1 standing for those left out.
func elided(n int) []int {
	if n > shown {
		return []int{0, 1, 2, -1, n - 3, n - 2, n - 1}
	}
	index := make([]int, n)
	for i := range index {
		index[i] = i
	}
	return index
}

// number prints v with the given significant digits, without trailing zeros, and
// with an exponent only when it is very large or very small.
func number(v float64, digits int) string {
	if v == 0 {
		return "0" // −0 too
	}
	if a := math.Abs(v); a < 1e-4 || a >= 1e6 || math.IsNaN(a) {
		return strconv.FormatFloat(v, 'g', digits, 64)
	}
	decimals := max(0, digits-1-int(math.Floor(math.Log10(math.Abs(v)))))
	t := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(t, ".") {
		t = strings.TrimRight(strings.TrimRight(t, "0"), ".")
	}
	return t
}

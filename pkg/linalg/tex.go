package linalg

import (
	"fmt"
	"strings"
)

// TeX returns the matrix as a LaTeX pmatrix of numbers with four significant
// digits; of a large one, the corners.
func (m *Matrix) TeX() string {
	dots := func(i, j int) string {
		switch {
		case i < 0 && j < 0:
			return `\ddots`
		case i < 0:
			return `\vdots`
		default:
			return `\cdots`
		}
	}
	rows, cols := elided(m.Rows), elided(m.Cols)
	return pmatrix(len(rows), len(cols), func(r, c int) string {
		if i, j := rows[r], cols[c]; i < 0 || j < 0 {
			return dots(i, j)
		}
		return TeXNumber(m.At(rows[r], cols[c]))
	})
}

// TeXNumber returns a number in LaTeX, with four significant digits: −1.2·10⁻⁵ is
// -1.2 \cdot 10^{-5}.
func TeXNumber(v float64) string {
	t := number(v, 4)
	switch t {
	case "NaN":
		return `\mathrm{NaN}`
	case "+Inf":
		return `\infty`
	case "-Inf":
		return `-\infty`
	}
	if mantissa, exponent, found := strings.Cut(t, "e"); found {
		sign := ""
		if exponent[0] == '-' {
			sign = "-"
		}
		return fmt.Sprintf(`%s \cdot 10^{%s%s}`, mantissa, sign, strings.TrimLeft(exponent, "+-0"))
	}
	return t
}

// Symbol returns the LaTeX of entry (i, j) of the matrix whose entries are called
// name, with both indices counted from 0 here and from 1 in the symbol:
// Symbol("a", 0, 1) is a_{12}, and Symbol("a", 9, 1) is a_{10,2}.
func Symbol(name string, i, j int) string {
	if i >= 9 || j >= 9 {
		return fmt.Sprintf("%s_{%d,%d}", name, i+1, j+1)
	}
	return fmt.Sprintf("%s_{%d%d}", name, i+1, j+1)
}

// Symbols returns the LaTeX of the rows × cols matrix whose entries are called name.
func Symbols(name string, rows, cols int) string {
	return pmatrix(rows, cols, func(i, j int) string { return Symbol(name, i, j) })
}

// MulSymbols returns the LaTeX of the matrix product of an r×k matrix with entries
// a and a k×c matrix with entries b: a_{11} b_{11} + a_{12} b_{21} + … in each place.
func MulSymbols(a, b string, r, k, c int) string {
	return pmatrix(r, c, func(i, j int) string {
		terms := make([]string, k)
		for l := range terms {
			terms[l] = Symbol(a, i, l) + " " + Symbol(b, l, j)
		}
		return strings.Join(terms, " + ")
	})
}

// HadamardSymbols returns the LaTeX of the Hadamard product of two rows × cols
// matrices with entries a and b: a_{11} b_{11} in each place.
func HadamardSymbols(a, b string, rows, cols int) string {
	return pmatrix(rows, cols, func(i, j int) string { return Symbol(a, i, j) + " " + Symbol(b, i, j) })
}

func pmatrix(rows, cols int, cell func(i, j int) string) string {
	lines := make([]string, rows)
	for i := range lines {
		line := make([]string, cols)
		for j := range line {
			line[j] = cell(i, j)
		}
		lines[i] = strings.Join(line, " & ")
	}
	return `\begin{pmatrix} ` + strings.Join(lines, ` \\ `) + ` \end{pmatrix}`
}

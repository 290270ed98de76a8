package linalg_test

import (
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
)

// pmatrix is the LaTeX of a matrix whose rows are given.
func pmatrix(rows ...string) string {
	return `\begin{pmatrix} ` + strings.Join(rows, ` \\ `) + ` \end{pmatrix}`
}

func TestTeX(t *testing.T) {
	corners := counted(20, 30)
	for _, test := range []struct {
		what, got, want string
	}{
		{"numbers", linalg.New(2, 2, 1, 0.5, -2.0/3, 3e-8).TeX(), pmatrix(`1 & 0.5`, `-0.6667 & 3 \cdot 10^{-8}`)},
		{"NaN and Inf", linalg.Row(math.NaN(), math.Inf(1), math.Inf(-1)).TeX(), pmatrix(`\mathrm{NaN} & \infty & -\infty`)},
		{"one entry", linalg.Row(7).TeX(), pmatrix(`7`)},
		{"no entries", linalg.New(0, 2).TeX(), pmatrix()},
		{"twelve columns", counted(1, 12).TeX(), pmatrix(`1 & 2 & 3 & 4 & 5 & 6 & 7 & 8 & 9 & 10 & 11 & 12`)},
		{"thirteen columns", counted(1, 13).TeX(), pmatrix(`1 & 2 & 3 & \cdots & 11 & 12 & 13`)},
		{"thirteen rows", counted(13, 1).TeX(), pmatrix(`1`, `2`, `3`, `\vdots`, `11`, `12`, `13`)},
		{"the corners", corners.TeX(), pmatrix(
			`1 & 2 & 3 & \cdots & 28 & 29 & 30`,
			`31 & 32 & 33 & \cdots & 58 & 59 & 60`,
			`61 & 62 & 63 & \cdots & 88 & 89 & 90`,
			`\vdots & \vdots & \vdots & \ddots & \vdots & \vdots & \vdots`,
			`511 & 512 & 513 & \cdots & 538 & 539 & 540`,
			`541 & 542 & 543 & \cdots & 568 & 569 & 570`,
			`571 & 572 & 573 & \cdots & 598 & 599 & 600`)},

		{"Symbol", linalg.Symbol("a", 0, 1), `a_{12}`},
		{"Symbol", linalg.Symbol(`\hat y`, 8, 8), `\hat y_{99}`},
		{"Symbol", linalg.Symbol("a", 9, 1), `a_{10,2}`},
		{"Symbol", linalg.Symbol("a", 1, 9), `a_{2,10}`},
		{"Symbols", linalg.Symbols("w", 2, 2), pmatrix(`w_{11} & w_{12}`, `w_{21} & w_{22}`)},
		{"Symbols of a row", linalg.Symbols("b", 1, 3), pmatrix(`b_{11} & b_{12} & b_{13}`)},
		{"MulSymbols", linalg.MulSymbols("x", "w", 2, 3, 1), pmatrix(
			`x_{11} w_{11} + x_{12} w_{21} + x_{13} w_{31}`,
			`x_{21} w_{11} + x_{22} w_{21} + x_{23} w_{31}`)},
		{"MulSymbols of an outer product", linalg.MulSymbols("a", "b", 2, 1, 2), pmatrix(`a_{11} b_{11} & a_{11} b_{12}`, `a_{21} b_{11} & a_{21} b_{12}`)},
		{"HadamardSymbols", linalg.HadamardSymbols("a", "b", 2, 2), pmatrix(`a_{11} b_{11} & a_{12} b_{12}`, `a_{21} b_{21} & a_{22} b_{22}`)},
	} {
		if test.got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.what, test.got, test.want)
		}
	}
}

func TestTeXNumber(t *testing.T) {
	for _, test := range []struct {
		v    float64
		want string
	}{
		{0, "0"},
		{math.Copysign(0, -1), "0"},
		{1, "1"},
		{-2.5, "-2.5"},
		{1.0 / 3, "0.3333"},
		{12345, "12345"},
		{1000, "1000"},
		{123.456, "123.5"},
		{1e-4, "0.0001"},
		{-1.2e-5, `-1.2 \cdot 10^{-5}`},
		{1e-10, `1 \cdot 10^{-10}`},
		{1e6, `1 \cdot 10^{6}`},
		{6.02214e23, `6.022 \cdot 10^{23}`},
		{1e100, `1 \cdot 10^{100}`},
		{math.SmallestNonzeroFloat64, `4.941 \cdot 10^{-324}`},
		{math.NaN(), `\mathrm{NaN}`},
		{math.Inf(1), `\infty`},
		{math.Inf(-1), `-\infty`},
	} {
		if got := linalg.TeXNumber(test.v); got != test.want {
			t.Errorf("TeXNumber(%g): got %s, want %s", test.v, got, test.want)
		}
	}
}

package linalg_test

import (
	"fmt"

	"chainrule/pkg/linalg"
)

func ExampleMatrix_TeX() {
	A := linalg.New(2, 2,
		1, 0.5,
		-2, 3e-8)
	fmt.Println(A.TeX())
	// Output:
	// \begin{pmatrix} 1 & 0.5 \\ -2 & 3 \cdot 10^{-8} \end{pmatrix}
}

func ExampleTeXNumber() {
	for _, v := range []float64{0.25, 1.0 / 3, -1.2e-5, 6.022e23} {
		fmt.Println(linalg.TeXNumber(v))
	}
	// Output:
	// 0.25
	// 0.3333
	// -1.2 \cdot 10^{-5}
	// 6.022 \cdot 10^{23}
}

// Indices count from 0 in Go and from 1 in the symbol. From 10 on, a comma keeps
// them apart.
func ExampleSymbol() {
	fmt.Println(linalg.Symbol("w", 0, 1))
	fmt.Println(linalg.Symbol("w", 9, 1))
	// Output:
	// w_{12}
	// w_{10,2}
}

func ExampleSymbols() {
	fmt.Println(linalg.Symbols("x", 2, 3))
	// Output:
	// \begin{pmatrix} x_{11} & x_{12} & x_{13} \\ x_{21} & x_{22} & x_{23} \end{pmatrix}
}

// A 1×2 matrix times a 2×2 matrix: each entry is a sum of two products.
func ExampleMulSymbols() {
	fmt.Println(linalg.MulSymbols("x", "w", 1, 2, 2))
	// Output:
	// \begin{pmatrix} x_{11} w_{11} + x_{12} w_{21} & x_{11} w_{12} + x_{12} w_{22} \end{pmatrix}
}

func ExampleHadamardSymbols() {
	fmt.Println(linalg.HadamardSymbols("a", "b", 1, 2))
	// Output:
	// \begin{pmatrix} a_{11} b_{11} & a_{12} b_{12} \end{pmatrix}
}

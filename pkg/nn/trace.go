package nn

import "chainrule/pkg/linalg"

// Step is one recorded operation: its formula, its operands, its result, and a
// plain sentence that is true for these operands.
type Step struct {
	Where string          `json:"where"` // "Dense 1/backward"
	Op    string          `json:"op"`    // "affine", "map", "mulATB", …
	TeX   string          `json:"tex"`   // Z = XW + \mathbf{1}b
	Args  []linalg.Matrix `json:"args"`  // named operands, copied
	Out   linalg.Matrix   `json:"out"`   // the result, copied and named
	Say   string          `json:"say"`
}

// Ref points at one entry of one operand of a Step; Arg −1 is its result.
type Ref struct {
	Arg int `json:"arg"`
	Row int `json:"row"`
	Col int `json:"col"`
}

// Term is one part of a single number: usually one product.
type Term struct {
	Symbols string  `json:"symbols"` // TeX: x_{11} w_{11}
	Values  string  `json:"values"`  // TeX: 0.05 \cdot 0.15
	Value   float64 `json:"value"`   // what this term comes to
	Sum     float64 `json:"sum"`     // the running total after it
	Uses    []Ref   `json:"uses"`    // the entries it reads
}

// Entry explains one entry of a Step's result, term by term.
type Entry struct {
	Row     int     `json:"row"`
	Col     int     `json:"col"`
	Symbols string  `json:"symbols"` // TeX: z_{11} = x_{11} w_{11} + x_{12} w_{21} + b_{1}
	Values  string  `json:"values"`  // TeX: z_{11} = 0.05 \cdot 0.15 + 0.1 \cdot 0.2 + 0.35
	Value   float64 `json:"value"`
	Terms   []Term  `json:"terms"`
}

// Trace is a list of steps in the order in which they were computed. The zero
// value is ready; attach it to a Pass.
type Trace struct {
	Steps []Step `json:"steps"`
}

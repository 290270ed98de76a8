package nn

import (
	"cmp"
	"fmt"
	"strings"

	"chainrule/pkg/linalg"
)

// Step is one recorded operation: its formula, its operands, its result, and a
// plain sentence that is true for these operands.
type Step struct {
	Where string          `json:"where"` // "Dense 1/backward"
	Op    string          `json:"op"`    // "affine", "map", "mulATB", …
	TeX   string          `json:"tex"`   // Z = XW + \mathbf{1}b
	Args  []linalg.Matrix `json:"args"`  // named operands, copied
	Out   linalg.Matrix   `json:"out"`   // the result, copied and named
	Say   string          `json:"say"`

	Window *Window `json:"window,omitempty"` // of a convolution or a pooling

	act Activation // that a map applied; nil in a step read from a file
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
// value is ready; attach it to a Pass. String writes it as text, Markdown with formulas,
// and Save as a file that Load reads.
type Trace struct {
	Steps []Step `json:"steps"`
}

// String returns the trace as text: for each step where it happens, its sentence,
// the operands and the result.
func (t *Trace) String() string {
	var b strings.Builder
	for i := range t.Steps {
		s := &t.Steps[i]
		fmt.Fprintf(&b, "%d. %s\n   %s\n", i+1, cmp.Or(s.Where, s.Op), s.Say)
		for k := range s.Args {
			indent(&b, &s.Args[k])
		}
		indent(&b, &s.Out)
	}
	return b.String()
}

// indent prints a matrix with six significant digits, set in.
func indent(b *strings.Builder, m *Matrix) {
	for line := range strings.Lines(fmt.Sprintf("%.6v\n", renamed(m, plain(m.Name)))) {
		b.WriteString("   " + line)
	}
}

// Markdown returns the trace as Markdown with formulas: for each step a heading,
// the sentence, the formula in symbols and with the matrices put in.
func (t *Trace) Markdown() string {
	var b strings.Builder
	for i := range t.Steps {
		s := &t.Steps[i]
		fmt.Fprintf(&b, "#### %d. %s\n\n%s\n\n$$%s$$\n\n", i+1, cmp.Or(s.Where, s.Op), s.Say, s.TeX)
		for k := range s.Args {
			fmt.Fprintf(&b, "$%s = %s$, ", s.Args[k].Name, s.Args[k].TeX())
		}
		fmt.Fprintf(&b, "$%s = %s$\n\n", s.Out.Name, s.Out.TeX())
	}
	return b.String()
}

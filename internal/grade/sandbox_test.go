package grade

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

type matMul = func(A, B *linalg.Matrix) *linalg.Matrix

// judged builds an answer to MatrixProduct, runs it behind the wall and returns what the checks say, or why it was not run.
func judged(t *testing.T, cell string) string {
	t.Helper()
	ctx := context.Background()
	source, err := Source(cell, exercises.Info{})
	if err == nil {
		var root string
		if root, err = filepath.Abs("../.."); err != nil {
			t.Fatal(err)
		}
		var wasm []byte
		b := &Builder{Module: root, Work: t.TempDir()}
		if wasm, err = b.Build(ctx, source, "MatMul", reflect.TypeFor[matMul]()); err == nil {
			s, err := NewSandbox(ctx, wasm, 1, Limits{Call: 2 * time.Second})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close(ctx)
			var said strings.Builder
			for _, r := range exercises.Run(exercises.MatrixProduct.Checks, s.Bind(ctx, reflect.TypeFor[matMul]()).Interface().(matMul), 1) {
				said.WriteString(r.String())
			}
			return said.String()
		}
	}
	var refused *BuildError
	if !errors.As(err, &refused) {
		t.Fatal(err)
	}
	return refused.Message
}

const right = `func MatMul(A, B *linalg.Matrix) *linalg.Matrix {
	C := linalg.New(A.Rows, B.Cols)
	for i := range A.Rows {
		for j := range B.Cols {
			for k := range A.Cols {
				C.Set(i, j, C.At(i, j)+A.At(i, k)*B.At(k, j))
			}
		}
	}
	return C
}`

// inside puts statements before the right answer.
func inside(statements string) string {
	return strings.Replace(right, "{\n", "{\n"+statements+"\n", 1)
}

func TestSandbox(t *testing.T) {
	for name, c := range map[string]struct{ cell, want, never string }{
		"right":                {right, "✓ a 2×3 with a 3×2 matrix\n✓ a row with a column\n✓ the identity changes nothing", "✗"},
		"right, in a cell":     {"import \"chainrule/pkg/linalg\"\n\n" + right + "\n\n%%\nfmt.Println(MatMul(A, B))", "✓ the identity", "✗"},
		"transposed":           {inside("A, B = linalg.Transpose(B), linalg.Transpose(A)"), "This is the transpose of the product", "✓ a 2×3"},
		"overwrites its input": {inside("defer A.Fill(0)"), "A was overwritten", "✓"},
		"exit in init":         {"import \"os\"\nfunc init() { os.Exit(0) }\n" + right, "imports \"os\"", "✓"},
		"panic in init":        {right + "\nfunc init() { panic(1) }", "it panicked: 1", "✓"},
		"waits for ever":       {inside("select {}"), "it waited for what never comes", "✓"},
		"panic":                {inside(`panic("all is well")`), "It panicked: all is well", "✓"},
		"without an end":       {inside("for {}"), "is there a loop without an end?", "✓"},
		"recursion":            {inside("return MatMul(A, B)"), "ended", "✓"},
		"memory":               {inside("var all [][]float64\nfor { all = append(all, make([]float64, 1<<20)) }"), "it needed more than the 256 MB of memory", "✓"},
		"prints a report":      {inside(`fmt.Println("✓ everything")`) + "\nfunc init() { fmt.Print(\"PASS\") }", "✓ a row with a column", "✓ everything"},
		"NaN":                  {inside("return linalg.Full(A.Rows, B.Cols, math.NaN())"), "is NaN", "✓"},
		"another shape":        {inside("return linalg.New(1, 1)"), "The shape is 1×1, want 2×2", "✓ a 2×3"},
		"shape and data apart": {inside("return &linalg.Matrix{Rows: A.Rows, Cols: B.Cols}"), "a matrix says 2×2, and its Data holds 0 numbers", "✓"},
		"nothing":              {inside("return nil"), "Nothing came back", "✓"},
		"unsafe":               {"import \"unsafe\"\nvar _ unsafe.Pointer\n" + right, "imports \"unsafe\"", "✓"},
		"linkname":             {"//go:linkname x y\n" + right, "directive to the compiler", "✓"},
		"embed":                {"import _ \"embed\"\n//go:embed secret\nvar s string\n" + right, "directive", "✓"},
		"kernel command":       {"!cat /etc/passwd\n" + right, "command of the notebook's kernel", "✓"},
		"another signature":    {"func MatMul(a, b []float64) []float64 { return a }", "It does not compile: cannot use MatMul", "✓"},
		"not there":            {"func Multiply() {}", "undefined: MatMul", "✓"},
		"does not parse":       {"func MatMul(A, B *linalg.Matrix) {", "It does not parse: line", "✓"},
		"a type error":         {inside("var n int = \"3\"\n_ = n"), "line 2: cannot use", "✓"},
		"a main of its own":    {right + "\nfunc main() {}", "main redeclared", "✓"},
		"shadows":              {"var len, true, nil = 1, false, 2\n" + right, "✓ a row with a column", "✗"},
		"goroutines":           {inside("for range 1000 { go func() { for { } }() }"), "✓ the identity", "✗"},
		"a huge type":          {"var huge [1 << 40]byte\nfunc init() { huge[5] = 1 }\n" + right, "compile", "✓"},
	} {
		t.Run(name, func(t *testing.T) {
			got := judged(t, c.cell)
			if !strings.Contains(got, c.want) || strings.Contains(got, c.never) {
				t.Errorf("got %s\nwant %q, and not %q", got, c.want, c.never)
			}
		})
	}
}

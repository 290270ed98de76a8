package sim

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The cells of all kinds of states, as one program each would be, print the same numbers.
func TestCellGivesTheSameNumbers(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles programs")
	}
	all := setups()
	all["in order"] = RegressionSetup{Data: "two points", Method: stochastic, InOrder: true, Start: &Line{0.1, -2}, Rate: 0.01}
	all["own, half, shuffled"] = RegressionSetup{X: []float64{0.1, 1.0 / 3, 5e-7, 4, 5, 6, 7, 8, 9, 10, 11, 12}, Y: []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 1e-5, -2, 3}, Method: miniBatch, Batch: 5, Half: true, Rate: 0.003, Seed: 9}
	// All cells in one program: the imports of all, and the body of each in a function.
	dir, err := os.MkdirTemp(".", "testdata-cells-") // in the module, so that its imports resolve
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	want := map[string]string{}
	var body, calls strings.Builder
	i := 0
	for name, s := range all {
		r := NewRegression(s)
		for _, k := range []int{0, 37} {
			if k > 0 && r.Do(Action{Do: "step", N: k}) != nil {
				continue
			}
			cell := r.Cell()
			head, main, found := strings.Cut(cell, "\n%%\n")
			if !found || !strings.HasPrefix(head, "import (\n\t\"fmt\"\n") {
				t.Fatalf("%s: got a cell without imports and body:\n%s", name, cell)
			}
			for _, p := range []string{"linalg", "nn", "data"} {
				if used, imported := strings.Contains(main, p+"."), strings.Contains(head, "/"+p+"\""); used != imported {
					t.Errorf("%s: got package %s used %v, imported %v:\n%s", name, p, used, imported, cell)
				}
			}
			fmt.Fprintf(&body, "func cell%d() {\n%s}\n\n", i, main)
			fmt.Fprintf(&calls, "\tfmt.Print(%q)\n\tcell%d()\n", fmt.Sprintf("%s after %d: ", name, k), i)
			v := view(r)
			want[fmt.Sprintf("%s after %d", name, k)] = fmt.Sprintf("w = %.12g, b = %.12g, J = %.12g", float64(v.Theta.W), float64(v.Theta.B), float64(v.Cost.All))
			i++
		}
	}
	program := "package main\n\nimport (\n\t\"fmt\"\n\n\t\"chainrule/pkg/linalg\"\n\t\"chainrule/pkg/nn\"\n\t\"chainrule/pkg/nn/data\"\n)\n\n" + body.String() + "func main() {\n" + calls.String() + "}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "run", "./"+dir).CombinedOutput()
	if err != nil {
		t.Fatalf("the cells do not run: %v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		name, got, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if want[name] == "" || !sameNumbers(got, want[name]) {
			t.Errorf("%s: got %s, want %s", name, got, want[name])
		}
		delete(want, name)
	}
	for name := range want {
		t.Errorf("%s: got no line", name)
	}
}

// sameNumbers compares what two lines print, to eleven digits: the closed form is added up
// in another order.
func sameNumbers(a, b string) bool {
	var u, v [3]float64
	const format = "w = %g, b = %g, J = %g"
	if n, _ := fmt.Sscanf(a, format, &u[0], &u[1], &u[2]); n != 3 {
		return a == b
	}
	if n, _ := fmt.Sscanf(b, format, &v[0], &v[1], &v[2]); n != 3 {
		return false
	}
	for i := range u {
		if d := u[i] - v[i]; d > 1e-11*max(1, v[i], -v[i]) || -d > 1e-11*max(1, v[i], -v[i]) {
			return false
		}
	}
	return true
}

package browsertest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chainrule/internal/notebook"
)

// A learner opens an exercise, runs what was handed out, answers wrongly, reads why, asks for a hint, answers rightly, and looks at the progress.
func TestExercise(t *testing.T) {
	env := Env(t)
	const name = "09-matrix-product.ipynb"
	file := filepath.Join(env.Root, "exercises", name)
	nb, err := notebook.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	answer := -1
	for i := range nb.Cells {
		if nb.Cells[i].ID == "matrix-product" {
			answer = i
		}
	}
	if answer < 0 {
		t.Fatalf("%s has no cell for the answer", name)
	}
	check := answer + 1
	s := Lab(t, env, file)
	p := Browse(t)
	p.Open(s, name)
	p.RunAll(2 * time.Minute)
	for _, e := range p.Errors() {
		t.Errorf("error in cell %d: %s", e.Cell, e.Text)
	}
	says := func(cell int, text string) string {
		return fmt.Sprintf(`document.querySelector('.jp-Cell[data-windowed-list-index="%d"] .jp-OutputArea')?.textContent.includes(%q)`, cell, text)
	}
	p.Wait(10*time.Second, "the check says that nothing is written", says(check, "MatMul is not written yet"))
	p.Screenshot("1-handed-out")

	// write replaces the text of a cell. A click may come while the page still moves, and then it is done again, as a user would.
	write := func(cell int, code string) {
		t.Helper()
		last := code[strings.LastIndexByte(code, '\n')+1:]
		there := fmt.Sprintf(`[...document.querySelectorAll('.jp-Cell[data-windowed-list-index="%d"] .cm-line')].at(-1)?.textContent === %q && document.querySelectorAll('.jp-Cell[data-windowed-list-index="%d"] .cm-line').length === %d`, cell, last, cell, strings.Count(code, "\n")+1)
		for range 5 {
			p.Focus(cell)
			p.SelectAll()
			p.Type(code)
			if p.soon(5*time.Second, there) {
				return
			}
		}
		t.Fatalf("the text does not get into cell %d; the page is in %s", cell, p.Screenshot("failed"))
	}
	try := func(code, want string) {
		write(answer, code)
		p.Command("notebook:run-cell", fmt.Sprintf(`document.querySelector('.jp-Cell[data-windowed-list-index="%d"] .jp-InputPrompt')?.textContent.match(/\[\d+\]/) && document.querySelector('.jp-Notebook-ExecutionIndicator').dataset.status === 'idle'`, answer))
		p.Focus(check)
		p.Command("notebook:run-cell", says(check, want))
	}
	try(`// MatMul returns AB, A: n×k, B: k×m.
func MatMul(A, B *linalg.Matrix) *linalg.Matrix {
	C := linalg.New(B.Cols, A.Rows)
	for i := range A.Rows {
		for j := range B.Cols {
			for k := range A.Cols {
				C.Set(j, i, C.At(j, i)+A.At(i, k)*B.At(k, j))
			}
		}
	}
	return C
}`, "This is the transpose of the product")
	p.ScrollTo(fmt.Sprintf(`.jp-Cell[data-windowed-list-index="%d"]`, check))
	p.Screenshot("2-wrong")
	p.Dark(true)
	p.Wait(10*time.Second, "it is dark", `document.body.dataset.jpThemeLight === 'false'`)
	p.Screenshot("2-wrong-dark")
	p.Dark(false)

	p.Focus(check)
	p.Command("notebook:insert-cell-below", fmt.Sprintf(`document.querySelectorAll('.jp-Notebook .jp-Cell').length >= %d && document.querySelector('.jp-Cell[data-windowed-list-index="%d"]')?.classList.contains('jp-CodeCell')`, len(nb.Cells)+1, check+1))
	write(check+1, "%%\nexercises.MatrixProduct.Hint()")
	p.Command("notebook:run-cell", says(check+1, "Hint 1 of 3"))
	p.Screenshot("3-hint")

	try(`// MatMul returns AB, A: n×k, B: k×m.
func MatMul(A, B *linalg.Matrix) *linalg.Matrix {
	C := linalg.New(A.Rows, B.Cols)
	for i := range A.Rows {
		for j := range B.Cols {
			for k := range A.Cols {
				C.Set(i, j, C.At(i, j)+A.At(i, k)*B.At(k, j))
			}
		}
	}
	return C
}`, "all 3 checks pass")
	p.Screenshot("4-right")

	write(check+1, "%%\nexercises.ShowProgress()")
	p.Command("notebook:run-cell", says(check+1, "✓ The matrix product"))
	p.Screenshot("5-progress")
	for _, e := range p.Errors() {
		t.Errorf("error in cell %d: %s", e.Cell, e.Text)
	}
	if d := p.Dialogs(); len(d) > 0 {
		t.Errorf("dialogs: got %q, want none", d)
	}
}

package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"chainrule/internal/notebook"
	"chainrule/internal/release"
)

// A learner's notebook is checked when it is saved, again and again, until Ctrl-C.
func TestWatch(t *testing.T) {
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "check")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file := filepath.Join(t.TempDir(), "09-matrix-product.ipynb")
	save := func(id, answer string) {
		nb, err := notebook.Read(filepath.Join(root, "exercises", "09-matrix-product.ipynb"))
		if err != nil {
			t.Fatal(err)
		}
		for i := range nb.Cells {
			if m, ok := release.MarkOf(&nb.Cells[i]); ok && m.ID == id {
				nb.Cells[i].Source = notebook.Text(answer)
			}
		}
		if err := nb.Write(file); err != nil {
			t.Fatal(err)
		}
	}
	save("", "")
	cmd := exec.Command(program, "check", "--watch", file)
	cmd.Env = append(os.Environ(), "CHAINRULE_ROOT="+root)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	lines := make(chan string, 1000)
	go func() {
		scanner := bufio.NewScanner(pipe)
		for scanner.Scan() {
			lines <- scanner.Text()
		}
		close(lines)
	}()
	// wait returns what is printed up to the line with the text.
	wait := func(text string) string {
		t.Helper()
		var all []string
		for {
			select {
			case line, open := <-lines:
				all = append(all, line)
				if strings.Contains(line, text) {
					return strings.Join(all, "\n")
				}
				if !open {
					t.Fatalf("it ended without %q:\n%s", text, strings.Join(all, "\n"))
				}
			case <-time.After(time.Minute):
				t.Fatalf("waited for %q, and got\n%s", text, strings.Join(all, "\n"))
			}
		}
	}
	if got := wait("Watching."); !strings.Contains(got, "MatMul is not written yet") || !strings.Contains(got, "0 of 4 answers pass") {
		t.Errorf("as handed out: %s", got)
	}
	save("matrix-product", "func MatMul(A, B *linalg.Matrix) *linalg.Matrix {\n\treturn linalg.Mul(A, B)\n}")
	if got := wait("Watching."); !strings.Contains(got, "Line 2 uses Mul, which does the work for you.") {
		t.Errorf("with what is forbidden: %s", got)
	}
	save("product-cost", "func LayerCost() (rows, cols, products int) {\n\treturn 32, 128, 0\n}")
	if got := wait("Watching."); !strings.Contains(got, "1 of 4 answers pass") {
		t.Errorf("with one that is right: %s", got)
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	for range lines {
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v", err)
	}
}

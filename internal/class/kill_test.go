package class_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"chainrule/internal/gradebook"
	"chainrule/internal/notebook"
	"chainrule/internal/release"
)

// kills is how often the run is killed.
const kills = 50

// A run that is killed at random moments, and started again each time, ends with the gradebook of a run that nobody disturbed.
func TestKilledRun(t *testing.T) {
	if testing.Short() {
		t.Skip("fifty runs take a minute")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "instructor")
	if out, err := exec.Command("go", "build", "-o", program, "../grade/program").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	course := t.TempDir()
	command := func(args ...string) *exec.Cmd {
		cmd := exec.Command(program, args...)
		cmd.Dir = course
		cmd.Env = append(os.Environ(), "CHAINRULE_ROOT="+root)
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // killed with the compilers that it has started
		return cmd
	}
	must := func(args ...string) {
		t.Helper()
		if out, err := command(args...).CombinedOutput(); err != nil {
			t.Fatalf("chainrule %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	must("new", "assignment", "ps1", "product-order")
	must("release", "ps1")
	const students = 200
	for i := range students {
		nb, err := notebook.Read(filepath.Join(course, "release", "ps1", "ps1.ipynb"))
		if err != nil {
			t.Fatal(err)
		}
		for k := range nb.Cells {
			if m, ok := release.MarkOf(&nb.Cells[k]); ok && m.Solution {
				nb.Cells[k].Source = notebook.Text(fmt.Sprintf("func OrderCost(n, k, m int) (leftFirst, rightFirst int) {\n\treturn n*k*m + n*m, k*m + n*k*(1+%d%%3)\n}", i))
			}
		}
		dir := filepath.Join(course, "submitted", fmt.Sprintf("student-%03d", i), "ps1")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := nb.Write(filepath.Join(dir, "ps1.ipynb")); err != nil {
			t.Fatal(err)
		}
	}
	must("grade", "ps1", "--db", "undisturbed.db")

	draw := rand.New(rand.NewPCG(1, 2))
	ended, midst := 0, 0
	for range kills {
		cmd := command("grade", "ps1", "--db", "killed.db")
		pipe, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// The moment is counted from the first student who is graded, so that it lies in the midst of the work.
		var said strings.Builder
		done, working := make(chan error, 1), make(chan struct{})
		go func() {
			told := false
			for lines := bufio.NewScanner(pipe); lines.Scan(); {
				said.WriteString(lines.Text() + "\n")
				if !told && strings.Contains(lines.Text(), " of 4") {
					told = true
					close(working)
				}
			}
			done <- cmd.Wait()
		}()
		select {
		case <-working:
			midst++
		case err := <-done:
			done <- err
		case <-time.After(time.Minute):
			t.Fatal("a run does nothing for a minute")
		}
		select {
		case err := <-done:
			if err != nil {
				t.Fatalf("a run that was not killed: %v\n%s", err, said.String())
			}
			ended++
		case <-time.After(time.Duration(draw.IntN(200)) * time.Millisecond):
			err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
			if err != nil && !errors.Is(err, syscall.ESRCH) {
				t.Fatal(err)
			}
			<-done
		}
	}
	must("grade", "ps1", "--db", "killed.db")
	if midst < kills/2 {
		t.Errorf("only %d of %d runs had begun to grade when they were killed", midst, kills)
	}
	t.Logf("%d of %d runs had ended before they were killed", ended, kills)
	if a, b := dump(t, filepath.Join(course, "undisturbed.db")), dump(t, filepath.Join(course, "killed.db")); a != b || strings.Count(a, "student-") < students {
		t.Errorf("undisturbed:\n%s\nkilled:\n%s", a, b)
	}
}

func dump(t *testing.T, file string) string {
	t.Helper()
	book, err := gradebook.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	text, err := book.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

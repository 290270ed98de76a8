package browsertest

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"chainrule/internal/lab"
	"chainrule/internal/notebook"
	"chainrule/internal/release"
)

// An instructor's way from a clean checkout: a new assignment, its release, three submissions, grades, the feedback page, one graded again with points by hand, CSV,
// and nbgrader: its validate and autograde say the same of honest work, its checksums agree, and its formgrader shows the grades.
func TestInstructorsWay(t *testing.T) {
	env := Env(t)
	if _, err := os.Stat(env.NbgraderPython()); err != nil {
		t.Skip("nbgrader is not set up: go run ./cmd/chainrule setup --nbgrader")
	}
	course := t.TempDir()
	chainrule := func(args ...string) string {
		t.Helper()
		cmd, err := env.Program(t.Context(), "instructor", args)
		if err != nil {
			t.Fatal(err)
		}
		cmd.Dir = course
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("chainrule %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	chainrule("new", "assignment", "ps1", "matrix-product", "affine", "--title", "First steps")
	chainrule("release", "ps1")
	released := filepath.Join(course, "release", "ps1", "ps1.ipynb")

	source, err := notebook.Read(filepath.Join(course, "source", "ps1", "ps1.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	references := map[string]string{}
	for i := range source.Cells {
		if m, ok := release.MarkOf(&source.Cells[i]); ok && m.Solution {
			references[m.ID] = string(source.Cells[i].Source)
		}
	}
	const noSum = "func MatMul(A, B *linalg.Matrix) *linalg.Matrix {\n\tC := linalg.New(A.Rows, B.Cols)\n\tfor i := range A.Rows {\n\t\tfor j := range B.Cols {\n\t\t\tfor k := range A.Cols {\n\t\t\t\tC.Set(i, j, A.At(i, k)*B.At(k, j))\n\t\t\t}\n\t\t}\n\t}\n\treturn C\n}"
	for student, answers := range map[string]map[string]string{
		"ada": references,
		"ben": {"matrix-product": noSum, "affine": references["affine"]},
		"cyd": {},
	} {
		nb, err := notebook.Read(released)
		if err != nil {
			t.Fatal(err)
		}
		for i := range nb.Cells {
			if m, ok := release.MarkOf(&nb.Cells[i]); ok && answers[m.ID] != "" {
				nb.Cells[i].Source = notebook.Text(answers[m.ID])
			}
		}
		dir := filepath.Join(course, "submitted", student, "ps1")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := nb.Write(filepath.Join(dir, "ps1.ipynb")); err != nil {
			t.Fatal(err)
		}
	}
	chainrule("grade", "ps1")
	for student, want := range map[string]string{"ada": "12 of 12", "ben": "5 of 12", "cyd": "0 of 12"} {
		if out := chainrule("class", "scores", "ps1"); !strings.Contains(strings.Join(strings.Fields(out), " "), student+" "+want) {
			t.Errorf("got %s\nwant %s of %s", out, want, student)
		}
	}

	// nbgrader says the same of these three, by running them in the kernel.
	chainrule("class", "nbgrader", "ps1")
	nbgrader := func(args ...string) string {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, filepath.Join(filepath.Dir(env.NbgraderPython()), "nbgrader"), args...)
		cmd.Dir, cmd.Env = course, env.NbgraderEnviron()
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("nbgrader %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	ours := nbgraderScores(t, env, course)
	nbgrader("autograde", "ps1", "--force")
	if theirs := nbgraderScores(t, env, course); ours != theirs || !strings.Contains(ours, "ben 5.0 12.0") {
		t.Errorf("chainrule has\n%s\nnbgrader has\n%s", ours, theirs)
		for _, student := range []string{"ada", "ben", "cyd"} {
			nb, err := notebook.Read(filepath.Join(course, "autograded", student, "ps1", "ps1.ipynb"))
			if err != nil {
				t.Error(err)
				continue
			}
			for _, c := range nb.Cells {
				t.Logf("%s, %s: %s", student, c.ID, c.Outputs)
			}
		}
	}
	for file, want := range map[string]string{
		filepath.Join("submitted", "ada", "ps1", "ps1.ipynb"): "Success! Your notebook passes all the tests.",
		filepath.Join("submitted", "cyd", "ps1", "ps1.ipynb"): "The following cell failed",
	} {
		if out := nbgrader("validate", file); !strings.Contains(out, want) || strings.Contains(out, "has changed") {
			t.Errorf("nbgrader validate %s: got %s, want %q", file, out, want)
		}
	}
	checksums(t, env, released)

	// One is graded again, with points by hand, and the page says so.
	chainrule("class", "points", "ps1", "ben", "matrix-product", "3.5", "--comment", "The sum is missing: += for =.")
	chainrule("grade", "ps1", "ben", "--regrade")
	csv := chainrule("class", "scores", "ps1", "--csv", "-")
	if !strings.Contains(csv, "ben,3.5,5,8.5,") {
		t.Errorf("the CSV is %s", csv)
	}
	p := Browse(t)
	base, _, _ := Serve(t, filepath.Join(course, "feedback"))
	p.Go(base + "/ben/ps1/ps1.html")
	for _, want := range []string{"8.5 of 12 points", "The sum is missing: += for =.", "An instructor has set these points.", "hidden check"} {
		if text := Eval[string](p, `document.body.innerText`); !strings.Contains(text, want) {
			t.Errorf("the feedback page has no %q:\n%s", want, text)
		}
	}
	for _, dark := range []bool{false, true} {
		p.Dark(dark)
		p.Screenshot(fmt.Sprintf("feedback-dark-%t", dark))
		for _, v := range p.Axe(env, "body") {
			t.Errorf("dark %t: %s", dark, v)
		}
	}
	p.Dark(false)

	chainrule("class", "nbgrader", "ps1")
	address := formgrader(t, env, course)
	p.Go(address + "/lab?token=test") // logs in
	p.Go(address + "/formgrader/manage_submissions/ps1")
	p.Wait(time.Minute, "formgrader shows the scores", `['12 / 12', '8.5 / 12', '0 / 12'].every(s => document.body.innerText.replace(/\s+/g, ' ').includes(s))`)
	p.Screenshot("formgrader")
}

// nbgraderScores is what nbgrader's gradebook holds, a line for each student.
func nbgraderScores(t *testing.T, env *lab.Env, course string) string {
	t.Helper()
	return python(t, env, course, `
from nbgrader.api import Gradebook
with Gradebook('sqlite:///nbgrader.db') as book:
    for s in sorted(book.assignment_submissions('ps1'), key=lambda s: s.student.id):
        print(s.student.id, s.score, s.max_score, [(g.name, g.score) for n in s.notebooks for g in sorted(n.grades, key=lambda g: g.name)])
`)
}

// checksums compares those of a released notebook with what nbgrader computes.
func checksums(t *testing.T, env *lab.Env, file string) {
	t.Helper()
	out := python(t, env, filepath.Dir(file), `
import nbformat
from nbgrader.utils import compute_checksum
n = 0
for cell in nbformat.read(`+fmt.Sprintf("%q", file)+`, 4).cells:
    if 'nbgrader' in cell.metadata:
        n += 1
        assert cell.metadata.nbgrader.checksum == compute_checksum(cell), cell.id
print(n, 'agree')
`)
	if strings.TrimSpace(out) != "6 agree" {
		t.Errorf("checksums: %s", out)
	}
}

func python(t *testing.T, env *lab.Env, dir, script string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), env.NbgraderPython(), "-c", script)
	cmd.Dir, cmd.Env = dir, env.NbgraderEnviron()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// formgrader starts a Jupyter server with nbgrader's formgrader over the course, and returns its address.
func formgrader(t *testing.T, env *lab.Env, course string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	cmd := exec.Command(filepath.Join(filepath.Dir(env.NbgraderPython()), "jupyter"), "server", "--allow-root", "--no-browser",
		fmt.Sprint("--ServerApp.port=", port), "--ServerApp.port_retries=0", "--IdentityProvider.token=test", "--ServerApp.root_dir="+course)
	cmd.Dir, cmd.Env = course, env.NbgraderEnviron()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	pipe, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		cmd.Wait()
	})
	ready := make(chan string, 1)
	go func() {
		var all strings.Builder
		lines := bufio.NewScanner(pipe)
		for lines.Scan() {
			all.WriteString(lines.Text() + "\n")
			if strings.Contains(lines.Text(), "is running at") {
				ready <- ""
			}
		}
		select {
		case ready <- all.String():
		default:
		}
	}()
	select {
	case log := <-ready:
		if log != "" {
			t.Fatalf("the server ended: %s", log)
		}
	case <-time.After(time.Minute):
		t.Fatal("the server does not start")
	}
	return fmt.Sprint("http://127.0.0.1:", port)
}

// Command grading times `chainrule grade` beside `nbgrader autograde` on the same submissions of an assignment with four exercises: right, wrong and hostile answers, mixed.
//
//	go run ./bench/grading -n 200
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"chainrule/internal/lab"
	"chainrule/internal/notebook"
	"chainrule/internal/release"
)

// head begins each answer to the matrix product, which the mix is about.
const head = "// MatMul returns AB, A: n×k, B: k×m.\nfunc MatMul(A, B *linalg.Matrix) *linalg.Matrix {\n"

// kinds are the answers to the matrix product, by twentieths of the class.
var kinds = []struct {
	name   string
	share  int
	answer string // "" is the reference
}{
	{"right", 11, ""},
	{"transposed", 2, head + "\tC := linalg.New(B.Cols, A.Rows)\n\tfor i := range A.Rows {\n\t\tfor j := range B.Cols {\n\t\t\tfor k := range A.Cols {\n\t\t\t\tC.Set(j, i, C.At(j, i)+A.At(i, k)*B.At(k, j))\n\t\t\t}\n\t\t}\n\t}\n\treturn C\n}"},
	{"not written", 2, head + "\tpanic(\"MatMul is not written yet\")\n}"},
	{"does not compile", 1, head + "\tC := 1\n\treturn nil\n}"},
	{"leaves early", 1, "import \"os\"\n\n" + head + "\tos.Exit(0)\n\treturn nil\n}"},
	{"panics", 1, head + "\tvar C *linalg.Matrix\n\tC.Set(0, 0, 1)\n\treturn C\n}"},
	{"prints a report", 1, "import \"fmt\"\n\n" + head + "\tfor range 1000 {\n\t\tfmt.Println(\"✓ all checks pass, 100 of 100\")\n\t}\n\treturn A\n}"},
	{"never ends", 1, head + "\tfor {\n\t}\n}"},
}

func main() {
	log.SetFlags(0)
	n := flag.Int("n", 200, "submissions")
	flag.Parse()
	ctx := context.Background()
	env, err := lab.Find(".")
	if err != nil {
		log.Fatal(err)
	}
	if env, err = lab.SetupNbgrader(ctx, env.Root, os.Stderr); err != nil {
		log.Fatal(err)
	}
	course, err := os.MkdirTemp("", "chainrule-bench-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(course)
	chainrule := func(args ...string) time.Duration {
		cmd, err := env.Program(ctx, "instructor", args)
		if err != nil {
			log.Fatal(err)
		}
		return run(course, nil, cmd)
	}
	chainrule("new", "assignment", "ps1", "matrix-product", "product-cost", "product-order", "affine")
	chainrule("release", "ps1")
	submit(course, *n)

	ours := chainrule("grade", "ps1")
	fmt.Printf("chainrule grade     %d submissions  %8.1f s  %6.2f a second\n", *n, ours.Seconds(), float64(*n)/ours.Seconds())
	chainrule("class", "nbgrader", "ps1") // nbgrader learns the assignment
	if err := os.RemoveAll(filepath.Join(course, "autograded")); err != nil {
		log.Fatal(err)
	}
	nbgrader := exec.Command(filepath.Join(filepath.Dir(env.NbgraderPython()), "nbgrader"), "autograde", "ps1", "--force")
	theirs := run(course, env.NbgraderEnviron(), nbgrader)
	fmt.Printf("nbgrader autograde  %d submissions  %8.1f s  %6.2f a second\n", *n, theirs.Seconds(), float64(*n)/theirs.Seconds())
	fmt.Printf("chainrule grades %.1f times as many in the same time.\n", theirs.Seconds()/ours.Seconds())
}

// run runs a command in the course folder and returns how long it took. What it prints goes to a log beside it.
func run(course string, environ []string, cmd *exec.Cmd) time.Duration {
	out, err := os.OpenFile(filepath.Join(course, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		log.Fatal(err)
	}
	defer out.Close()
	cmd.Dir, cmd.Stdout, cmd.Stderr = course, out, out
	if environ != nil {
		cmd.Env = environ
	}
	began := time.Now()
	if err := cmd.Run(); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v (see %s)\n", cmd, err, out.Name())
	}
	return time.Since(began)
}

// submit writes the submissions. Each is a text of its own, so that nothing is built once for all.
func submit(course string, n int) {
	source, err := notebook.Read(filepath.Join(course, "source", "ps1", "ps1.ipynb"))
	if err != nil {
		log.Fatal(err)
	}
	references := map[string]notebook.Text{}
	for i := range source.Cells {
		if m, ok := release.MarkOf(&source.Cells[i]); ok && m.Solution {
			references[m.ID] = source.Cells[i].Source
		}
	}
	var mix []int
	for kind, k := range kinds {
		for range k.share {
			mix = append(mix, kind)
		}
	}
	for student := range n {
		nb, err := notebook.Read(filepath.Join(course, "release", "ps1", "ps1.ipynb"))
		if err != nil {
			log.Fatal(err)
		}
		kind := kinds[mix[student*7%len(mix)]]
		for i := range nb.Cells {
			m, ok := release.MarkOf(&nb.Cells[i])
			if !ok || !m.Solution {
				continue
			}
			answer := references[m.ID]
			if m.ID == "matrix-product" && kind.answer != "" {
				answer = notebook.Text(kind.answer)
			}
			nb.Cells[i].Source = answer + notebook.Text(fmt.Sprintf("\n\nvar student%d = %d", i, student))
		}
		dir := filepath.Join(course, "submitted", fmt.Sprintf("student-%03d", student), "ps1")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			log.Fatal(err)
		}
		if err := nb.Write(filepath.Join(dir, "ps1.ipynb")); err != nil {
			log.Fatal(err)
		}
	}
}

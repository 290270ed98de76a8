package grade_test

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"chainrule/internal/class"
	"chainrule/internal/grade"
	"chainrule/solutions"
)

var update = flag.Bool("update", false, "rewrite testdata/attacks.md")

// Each attack is handed in with right answers to the other two exercises, which must keep their points.
var attacked = []grade.Exercise{solutions.MatrixProduct, solutions.ProductCost, solutions.Affine}

// sameTable compares two tables line by line. On a slow or a busy machine an answer or the compiler may reach a limit of time before another limit, or after none.
func sameTable(want, got string) bool {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	if len(a) != len(b) {
		return false
	}
	inTime := func(line string) bool {
		return !strings.Contains(line, "had not answered after") && !strings.Contains(line, "had not finished after") && !strings.Contains(line, "checks before took all of")
	}
	attacked := func(line string) string { // what was tried, and the score
		return strings.Join(strings.Split(line, "|")[:min(4, strings.Count(line, "|")+1)], "|")
	}
	for i := range a {
		if a[i] != b[i] && (attacked(a[i]) != attacked(b[i]) || inTime(a[i]) && inTime(b[i])) {
			return false
		}
	}
	return true
}

// attack is a submission that wants points it has not earned, or wants to do harm.
type attack struct {
	name, tries string
	cell        string // the answer to matrix-product; or
	file        func(t *testing.T, file string)
	noFile      bool // the file is refused as a whole, so that the other answers are not read either
}

// zeros is a wrong answer, for attacks whose weapon is something else.
const zeros = "func MatMul(A, B *linalg.Matrix) *linalg.Matrix { return linalg.New(A.Rows, B.Cols) }"

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

// theAttacks are those of testdata/attacks, whose first line says what they try, those that no text file holds, and those that are the file itself.
func theAttacks(t *testing.T) []*attack {
	names, err := filepath.Glob("testdata/attacks/*.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []*attack
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		first, cell, _ := strings.Cut(string(b), "\n")
		all = append(all, &attack{name: strings.TrimSuffix(filepath.Base(name), ".go.txt"), tries: strings.TrimPrefix(first, "// "), cell: cell})
	}
	all = append(all,
		&attack{name: "byte-order-mark", tries: "Begins with a byte order mark, to hide a directive behind it.", cell: "\ufeff//go:build ignore\n" + right},
		&attack{name: "nul-bytes", tries: "Has NUL bytes in it.", cell: right + "\x00"},
		&attack{name: "carriage-returns", tries: "Hides a directive behind a carriage return.", cell: "// a\r//go:linkname x y\n//\rgo:linkname x y\n" + right},
		&attack{name: "invalid-utf-8", tries: "Is not UTF-8.", cell: right + "// \xff\xfe\nvar \xff int"},
		&attack{name: "string-of-10-megabytes", tries: "Holds a string of 10 MB.", cell: right + "\nvar s = \"" + strings.Repeat("PASS", 10<<18) + "\""},
		&attack{name: "nested-parentheses", tries: "Nests an expression 30,000 deep.", cell: zeros + "\nvar n = " + strings.Repeat("(", 30000) + "1" + strings.Repeat(")", 30000)},
		&attack{name: "nested-functions", tries: "Nests functions 4,000 deep.", cell: zeros + "\nvar n = " + strings.Repeat("func() { _ = ", 4000) + "1" + strings.Repeat("}", 4000)},
		&attack{name: "long-sum", tries: "Adds 3,000 numbers in one expression.", cell: zeros + "\nvar n = 1" + strings.Repeat("+x", 3000) + "\nvar x = 1"},
		&attack{name: "long-name", tries: "Fills the report with a name of 60 kB.", cell: right + "\nvar _ = " + strings.Repeat("a", 60000)},

		&attack{name: "empty-file", tries: "Hands in nothing.", file: raw(""), noFile: true},
		&attack{name: "truncated", tries: "Hands in half of a notebook.", file: func(t *testing.T, file string) {
			b := packed(t, cells(right))
			write(t, file, b[:len(b)/2])
		}, noFile: true},
		&attack{name: "not-json", tries: "Hands in a program as a notebook.", file: raw("#!/bin/sh\nrm -rf /\n"), noFile: true},
		&attack{name: "deep-json", tries: "Hands in lists, 100,000 deep.", file: raw(strings.Repeat("[", 100_000)), noFile: true},
		&attack{name: "another-format", tries: "Hands in a notebook of another format.", file: raw(`{"nbformat": 3, "cells": []}`), noFile: true},
		&attack{name: "a-gigabyte", tries: "Hands in a gigabyte.", file: func(t *testing.T, file string) {
			write(t, file, nil)
			if err := os.Truncate(file, 1<<30); err != nil {
				t.Fatal(err)
			}
		}, noFile: true},
		&attack{name: "folder", tries: "Hands in a folder with the name of a notebook.", file: func(t *testing.T, file string) {
			if err := os.Mkdir(file, 0o755); err != nil {
				t.Fatal(err)
			}
		}, noFile: true},
		&attack{name: "pipe", tries: "Hands in a pipe, on which a reader waits for ever.", file: func(t *testing.T, file string) {
			if err := syscall.Mkfifo(file, 0o644); err != nil {
				t.Fatal(err)
			}
		}, noFile: true},
		&attack{name: "link", tries: "Hands in a link to the answers of somebody else.", file: func(t *testing.T, file string) {
			write(t, file+".other", packed(t, cells(right)))
			if err := os.Symlink(file+".other", file); err != nil {
				t.Fatal(err)
			}
		}, noFile: true},
		&attack{name: "time-link", tries: "Hands in the time as a link to a secret, which a message would show.", file: stamped(func(file string) error { return os.Symlink("/etc/passwd", file) })},
		&attack{name: "time-pipe", tries: "Hands in the time as a pipe.", file: stamped(func(file string) error { return syscall.Mkfifo(file, 0o644) })},
		&attack{name: "time-nonsense", tries: "Hands in a time that is none, which would hold up the class.", file: stamped(func(file string) error { return os.WriteFile(file, []byte("=1+1\n"), 0o644) })},
		&attack{name: "10000-cells", tries: "Hands in 10,000 cells with grade IDs of their own.", file: func(t *testing.T, file string) {
			all := cells(zeros)
			for i := range 10_000 {
				all = append(all, answerCell(fmt.Sprintf("mine-%05d", i), right))
			}
			write(t, file, packed(t, all))
		}},
		&attack{name: "files-beside", tries: "Hands in go.mod, go.work, vendor/, a second file and results beside the notebook.", file: func(t *testing.T, file string) {
			beside := filepath.Dir(file)
			if err := os.Mkdir(filepath.Join(beside, "vendor"), 0o755); err != nil {
				t.Fatal(err)
			}
			for name, content := range map[string]string{
				"go.mod": "module answer\n\ngo 1.26\n\ntoolchain go1.99.0\n\nreplace chainrule => ./evil\n", "go.work": "go 1.26\n\nuse ./evil\n", "vendor/modules.txt": "# chainrule v0.0.0\n",
				"init.go": "package main\n\nfunc init() { panic(7) }\n", "answer_test.go": "package main\n", "results.json": `{"score": 7}`,
			} {
				write(t, filepath.Join(beside, name), []byte(content))
			}
			write(t, file, packed(t, cells(zeros)))
		}},
		&attack{name: "two-answers", tries: "Hands in a wrong and a right answer under one ID.", file: changed(func(all []map[string]any) []map[string]any {
			return append(all, answerCell("matrix-product", right))
		})},
		&attack{name: "no-answer", tries: "Takes the cell of the answer out.", file: changed(func(all []map[string]any) []map[string]any { return all[1:] })},
		&attack{name: "no-check", tries: "Takes the cells of the checks out.", file: changed(func(all []map[string]any) []map[string]any {
			return slices.DeleteFunc(all, func(c map[string]any) bool { return meta(c)["grade"] == true })
		})},
		&attack{name: "more-points", tries: "Gives the check 1,000 points, and takes the answer for graded.", file: changed(func(all []map[string]any) []map[string]any {
			for _, c := range all {
				meta(c)["points"], meta(c)["grade"], meta(c)["score"] = 1000, true, 1000
			}
			return all
		})},
		&attack{name: "answer-as-text", tries: "Makes text of the answer's cell.", file: changed(func(all []map[string]any) []map[string]any {
			all[0]["cell_type"] = "markdown"
			return all
		})},
		&attack{name: "check-redefined", tries: "Puts another check into the cell of the check.", file: changed(func(all []map[string]any) []map[string]any {
			for _, c := range all {
				if meta(c)["grade"] == true {
					c["source"] = "exercises.Score(7)\nfmt.Println(7)"
				}
			}
			return all
		})},
		&attack{name: "hostile-ids", tries: "Has IDs that are paths, formulas, lines and elements.", file: changed(func(all []map[string]any) []map[string]any {
			for _, id := range []string{"../../../etc/passwd", "a\nb,7", `"'; DROP TABLE grades`, "=1+1", "<script>alert(1)</script>"} {
				all = append(all, answerCell(id, right))
			}
			meta(all[0])["grade_id"] = "../matrix-product"
			return all
		})},
		&attack{name: "another-assignment", tries: "Hands in another assignment's notebook.", file: func(t *testing.T, file string) {
			write(t, file, packed(t, []map[string]any{answerCell("softmax", right)}))
		}, noFile: true},
		&attack{name: "wrong-types", tries: "Has metadata of other types.", file: changed(func(all []map[string]any) []map[string]any {
			meta(all[0])["grade_id"], meta(all[0])["solution"] = []any{"matrix-product"}, "true"
			return append(all, map[string]any{"cell_type": "code", "source": "", "metadata": map[string]any{"nbgrader": 7}, "outputs": []any{}})
		})},
	)
	slices.SortFunc(all, func(a, b *attack) int { return cmp.Compare(a.name, b.name) })
	return all
}

// raw makes a file of these bytes.
func raw(content string) func(*testing.T, string) {
	return func(t *testing.T, file string) { write(t, file, []byte(content)) }
}

// stamped makes a notebook with a wrong answer to matrix-product, and a file of nbgrader's for the time.
func stamped(make func(file string) error) func(*testing.T, string) {
	return func(t *testing.T, file string) {
		write(t, file, packed(t, cells(zeros)))
		if err := make(filepath.Join(filepath.Dir(file), "timestamp.txt")); err != nil {
			t.Fatal(err)
		}
	}
}

// changed makes a notebook with a wrong answer to matrix-product, and changes it.
func changed(change func([]map[string]any) []map[string]any) func(*testing.T, string) {
	return func(t *testing.T, file string) { write(t, file, packed(t, change(cells(zeros)))) }
}

// answerCell is the cell of an answer.
func answerCell(id, source string) map[string]any {
	return map[string]any{
		"cell_type": "code", "id": "c", "execution_count": nil, "outputs": []any{}, "source": source,
		"metadata": map[string]any{"nbgrader": map[string]any{"grade_id": id, "solution": true, "grade": false, "locked": false, "schema_version": 3}},
	}
}

func meta(cell map[string]any) map[string]any {
	return cell["metadata"].(map[string]any)["nbgrader"].(map[string]any)
}

// cells are those of a submission: the answers, the others being right, and a check for each.
func cells(cell string) (all []map[string]any) {
	ids := []string{"matrix-product", "product-cost", "affine"}
	for i, source := range []string{cell, "func LayerCost() (rows, cols, products int) { return 32, 128, 32 * 784 * 128 }",
		"func Affine(X, W, b *linalg.Matrix) *linalg.Matrix { return linalg.AddRow(linalg.Mul(X, W), b) }"} {
		all = append(all, answerCell(ids[i], source))
	}
	for _, id := range ids {
		check := answerCell(id+"-check", "exercises.Check()")
		meta(check)["solution"], meta(check)["grade"], meta(check)["points"] = false, true, 7
		all = append(all, check)
	}
	return all
}

func packed(t *testing.T, cells []map[string]any) []byte {
	b, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "metadata": map[string]any{}, "cells": cells})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, file string, content []byte) {
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// outcome is what came of an attack: the score of what was attacked, the points of the others, and what the report says.
type outcome struct {
	points, others float64
	says           string
	err            error // the grader's own, which no attack may cause
}

func launch(ctx context.Context, g *grade.Grader, h class.Handin) outcome {
	r, err := class.Judge(ctx, g, attacked, h)
	if err != nil {
		return outcome{err: err}
	}
	says := r.Items[0].Problem
	for _, c := range r.Items[0].Checks {
		if says == "" && c.Message != "" {
			says = c.Name + ": " + c.Message
		}
	}
	if b, err := json.Marshal(r); err != nil || len(b) > 256<<10 {
		return outcome{err: fmt.Errorf("the report has %d bytes, %v", len(b), err)}
	}
	return outcome{points: r.Items[0].Points, others: r.Points - r.Items[0].Points, says: strings.TrimSpace(says + " " + r.Note)}
}

// Attacks get nothing for what they attack, say why, leave everything else as it was, and change nobody's points.
func TestAttacks(t *testing.T) {
	if testing.Short() {
		t.Skip("an attack may take seconds")
	}
	ctx := context.Background()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	home, work, handed := t.TempDir(), t.TempDir(), t.TempDir()
	write(t, filepath.Join(home, "canary"), []byte("alive"))
	g := &grade.Grader{
		Builder: grade.Builder{Module: root, Work: work, Timeout: 20 * time.Second},
		Limits:  grade.Limits{Memory: 128 << 20, Call: 2 * time.Second, Total: 3 * time.Second}, Seed: 7,
	}
	all := theAttacks(t)
	for _, a := range all { // nbgrader's layout, each attack being a student
		file := filepath.Join(handed, "submitted", a.name, "09", "09.ipynb")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if a.file != nil {
			a.file(t, file)
		} else {
			write(t, file, packed(t, cells(a.cell)))
		}
	}
	handins, err := (&class.Course{Dir: handed}).Submitted("09", nil)
	if err != nil {
		t.Fatal(err)
	}
	honest := func() *grade.Report {
		r, err := class.Judge(ctx, g, attacked, class.Handin{Student: "ada", File: "09.ipynb", Content: packed(t, cells(right))})
		if err != nil {
			t.Error(err)
		}
		return r
	}
	before := honest()
	if before == nil || before.Points != before.Max || before.Max != 14 {
		t.Fatalf("an honest submission gets %+v", before)
	}
	t.Setenv("HOME", home)
	t.Setenv("TMPDIR", home)
	t.Setenv("GOFLAGS", "-toolexec=false") // what whoever runs the grader has set is not asked
	watched := []string{home, handed, filepath.Join(root, "exercises"), filepath.Join(root, "solutions"), filepath.Join(root, "pkg"), filepath.Join(root, "internal")}
	files, memory, goroutines := digest(t, watched...), heap(), runtime.NumGoroutine()

	// Two at a time, each followed by an honest submission in the same grader.
	outcomes := make([]outcome, len(all))
	reports := make([]*grade.Report, len(all))
	next := make(chan int)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for i := range next {
				at := slices.IndexFunc(handins, func(h class.Handin) bool { return h.Student == all[i].name })
				outcomes[i] = launch(ctx, g, handins[at])
				reports[i] = honest()
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	workers.Wait()

	var table strings.Builder
	fmt.Fprintf(&table, "# What was tried, and what came of it\n\n`go test ./internal/grade -run Attacks -v` prints this table, `-update` rewrites it. The score is that of the attacked exercise; the two others keep their points where the file can be read.\n\n| attack | what it tries | score | what the report says |\n|---|---|---|---|\n")
	for i, a := range all {
		o := outcomes[i]
		fmt.Fprintf(&table, "| %s | %s | %v of 7 | %s |\n", a.name, a.tries, o.points, cell(o.says))
		t.Run(a.name, func(t *testing.T) {
			others := 7.0
			if a.noFile {
				others = 0
			}
			if o.err != nil || o.points != 0 || o.others != others || len(o.says) < 10 {
				t.Errorf("%s: %v points, the others %v, error %v, the report says %q\nwant 0, %v, no error, a sentence", a.tries, o.points, o.others, o.err, o.says, others)
			}
			if !reflect.DeepEqual(reports[i], before) {
				t.Errorf("an honest submission after it gets %+v", reports[i])
			}
		})
	}
	t.Log("\n" + table.String())
	const golden = "testdata/attacks.md"
	if *update {
		write(t, golden+".new", []byte(table.String()))
		if err := os.Rename(golden+".new", golden); err != nil {
			t.Fatal(err)
		}
	} else if want, err := os.ReadFile(golden); err != nil || !sameTable(string(want), table.String()) {
		t.Errorf("%s is another table (%v): look at it, then run the test with -update\n%s", golden, err, apart(string(want), table.String()))
	}

	if !*update && digest(t, watched...) != files {
		t.Errorf("a file of %v has changed", watched)
	}
	if left, err := os.ReadDir(work); err != nil || len(left) > 0 {
		t.Errorf("%v are left over of the builds, %v", left, err)
	}
	await(t, "the processes of builds to end", func() (bool, any) { p := processes(work); return len(p) == 0, p })
	await(t, "goroutines to end", func() (bool, any) { n := runtime.NumGoroutine(); return n <= goroutines, n })
	await(t, "memory to be given back", func() (bool, any) { n := heap(); return n < memory+100<<20, n }) // some programs are kept
}

// A build that takes too long leaves no process and no file behind.
func TestBuildKilled(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	b := &grade.Builder{Module: root, Work: t.TempDir(), Timeout: time.Millisecond}
	_, err = b.Build(context.Background(), []byte("package main\n"), "MatMul", solutions.MatrixProduct.Type())
	if err == nil || !strings.Contains(err.Error(), "the compiler had not finished after 1ms") {
		t.Errorf("got %v, want a sentence about the time", err)
	}
	if left, err := os.ReadDir(b.Work); err != nil || len(left) > 0 {
		t.Errorf("%v are left over, %v", left, err)
	}
	await(t, "the processes of the build to end", func() (bool, any) { p := processes(b.Work); return len(p) == 0, p })
}

// A limit of memory holds for the compiler.
func TestBuildMemory(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var bomb strings.Builder
	bomb.WriteString("package main\n\nconst s0 = \"PASS\"\n")
	for i := range 28 {
		fmt.Fprintf(&bomb, "const s%d = s%d + s%d\n", i+1, i, i)
	}
	bomb.WriteString("\nfunc MatMul(s string) string { return s28[len(s):] }\n")
	for _, c := range []struct {
		source string
		memory int64
		want   string
	}{
		{"package main\n", 64 << 20, "the compiler needed more memory than the 64 MB"}, // not even the compiler alone
		{"package main\n", 1 << 30, "undefined: MatMul"},                               // enough for a build
		{bomb.String(), 1 << 30, "the compiler needed more memory than the 1024 MB"},   // its child
	} {
		b := &grade.Builder{Module: root, Work: t.TempDir(), Memory: c.memory}
		if _, err = b.Build(context.Background(), []byte(c.source), "MatMul", reflect.TypeFor[func(string) string]()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("with %d MB: got %v, want %q", c.memory>>20, err, c.want)
		}
	}
}

// cell makes a cell of a Markdown table.
func cell(text string) string {
	text = strings.NewReplacer("\n", " ", "|", `\|`, "<", "&lt;").Replace(text)
	if r := []rune(text); len(r) > 240 {
		return string(r[:240]) + "…"
	}
	return text
}

// apart lists the lines of which only one text has some.
func apart(want, got string) string {
	var b strings.Builder
	for _, texts := range [][3]string{{"- ", want, got}, {"+ ", got, want}} {
		others := strings.Split(texts[2], "\n")
		for line := range strings.SplitSeq(texts[1], "\n") {
			if !slices.Contains(others, line) {
				b.WriteString(texts[0] + line + "\n")
			}
		}
	}
	return b.String()
}

// digest is the sum of the names and contents of all files in folders; of a very large one, the size counts.
func digest(t *testing.T, folders ...string) string {
	sum := sha256.New()
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			fmt.Fprintln(sum, path, d.Type())
			info, err := d.Info()
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			if info.Size() > 64<<20 {
				fmt.Fprintln(sum, info.Size())
				return nil
			}
			b, err := os.ReadFile(path)
			sum.Write(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// processes are those that work in a folder, whoever is their parent by now.
func processes(folder string) (all []string) {
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		at, _ := os.Readlink(filepath.Join(dir, "cwd"))
		env, _ := os.ReadFile(filepath.Join(dir, "environ"))
		if strings.HasPrefix(at, folder) || strings.Contains(string(env), folder) {
			all = append(all, dir)
		}
	}
	return all
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // what finalizers have freed
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// await waits for a condition, and fails when it does not come.
func await(t *testing.T, what string, done func() (bool, any)) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		ok, last := done()
		if ok {
			return
		}
		if time.Now().After(deadline) {
			t.Errorf("waited in vain for %s: %v", what, last)
			return
		}
		runtime.Gosched()
		time.Sleep(10 * time.Millisecond)
	}
}

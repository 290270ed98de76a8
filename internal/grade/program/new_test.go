package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The skeleton of a new exercise compiles, is released, and is refused by the proof for the one thing that is left to do: more mutants.
func TestNewExercise(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds a copy of the module")
	}
	dir := t.TempDir()
	for _, part := range []string{"exercises", "solutions", "pkg", "internal"} {
		if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join("../../..", part))); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		b, err := os.ReadFile(filepath.Join("../../..", file))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) (string, error) {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "CHAINRULE_ROOT="+dir)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	for _, kind := range []string{"predict", "debug"} {
		id := "a-new-" + kind
		if out, err := run("go", "run", "./internal/grade/program", "new", "exercise", id, "--lesson", "9", "--kind", kind); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		name := "ANew" + strings.ToUpper(kind[:1]) + kind[1:]
		for _, file := range []string{"exercises/all.go", "solutions/all.go"} {
			file = filepath.Join(dir, file)
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(strings.Replace(string(b), " Affine,", " Affine, "+name+",", 1)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if out, err := run("go", "run", "./internal/grade/program", "release"); err != nil || !strings.Contains(out, "exercises/09-matrix-product.ipynb") {
			t.Fatalf("release: %v\n%s", err, out)
		}
		out, err := run("go", "test", "./solutions", "-run", "Proved/"+id)
		if err == nil || !strings.Contains(out, id+": 1 mutants, want three at least") || strings.Count(out, "solution_test.go") != 1 {
			t.Errorf("the proof says %v\n%s", err, out)
		}
	}
	if out, err := run("go", "run", "./internal/grade/program", "new", "exercise", "a-new-debug", "--lesson", "9"); err == nil || !strings.Contains(out, `there is an exercise "a-new-debug" already`) {
		t.Errorf("a second one: %v\n%s", err, out)
	}
	if out, err := run("go", "run", "./internal/grade/program", "new", "exercise", "Not An ID", "--lesson", "9"); err == nil || !strings.Contains(out, "take small letters") {
		t.Errorf("no ID: %v\n%s", err, out)
	}
}

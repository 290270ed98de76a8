package solutions_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chainrule/exercises"
	"chainrule/internal/grade"
	"chainrule/internal/notebook"
	"chainrule/internal/release"
	"chainrule/solutions"
)

// seeds is how many draws of its inputs each reference passes.
const seeds = 200

// Every exercise is right itself: wrong solutions fail with the message meant for them, the reference, built and run as an answer is, passes
// with many seeds, and what students begin with fails with its own message.
func TestExercisesAreProved(t *testing.T) {
	for _, s := range solutions.All {
		e := s.Info()
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			for _, err := range s.Prove() {
				t.Error(err)
			}
			file := notebookOf(t, e.Lesson)
			source, err := notebook.Read(file)
			if err != nil {
				t.Fatal(err)
			}
			reference := answer(t, source, e.ID)
			for _, want := range []string{"// Why: ", "// Cost: "} {
				if !strings.Contains(reference, want) {
					t.Errorf("the reference has no comment that begins with %q", want)
				}
			}
			box := sandbox(t, s, reference, false)
			began := time.Now()
			for seed := range uint64(seeds) {
				if seed == 1 && time.Since(began) > 20*time.Millisecond {
					box = sandbox(t, s, reference, true) // it pays, and the other engine is tried as well
				}
				for _, r := range s.Judge(box.Bind(t.Context(), s.Type()), seed) {
					if !r.Passed() {
						t.Fatalf("the reference fails with seed %d: %s", seed, r)
					}
				}
			}
			students, err := release.Students(source, listed(e.Lesson))
			if err != nil {
				t.Fatal(err)
			}
			stub := answer(t, students, e.ID)
			said := ""
			for _, r := range s.Judge(sandbox(t, s, stub, false).Bind(t.Context(), s.Type()), 0) {
				said += r.String()
			}
			switch unwritten := e.Name + " is not written yet"; {
			case !strings.Contains(said, "✗"):
				t.Error("what students begin with passes")
			case e.Kind != exercises.Debug && !strings.Contains(said, unwritten):
				t.Errorf("what students begin with is told %s, want %q", said, unwritten)
			}
		})
	}
}

func sandbox(t *testing.T, s solutions.Graded, cell string, compile bool) *grade.Sandbox {
	t.Helper()
	source, err := grade.Source(cell, s.Info())
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	b := &grade.Builder{Module: root, Work: t.TempDir()}
	wasm, err := b.Build(t.Context(), source, s.Info().Name, s.Type())
	if err != nil {
		t.Fatal(err)
	}
	box, err := grade.NewSandbox(t.Context(), wasm, 1, grade.Limits{Total: 1 << 40, Compile: compile})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close(context.Background()) })
	return box
}

func answer(t *testing.T, nb *notebook.Notebook, id string) string {
	t.Helper()
	for i := range nb.Cells {
		if m, ok := release.MarkOf(&nb.Cells[i]); ok && m.ID == id {
			return string(nb.Cells[i].Source)
		}
	}
	t.Fatalf("the notebook has no cell with the grade_id %q", id)
	return ""
}

func notebookOf(t *testing.T, lesson int) string {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("%02d-*.ipynb", lesson))
	if err != nil || len(files) != 1 {
		t.Fatalf("got %v, %v, want one notebook for lesson %d", files, err, lesson)
	}
	return files[0]
}

// listed are the exercises of a lesson.
func listed(lesson int) (all []release.Exercise) {
	for _, s := range solutions.All {
		e := s.Info()
		if e.Lesson != lesson {
			continue
		}
		points := 0.0
		for _, c := range s.Worth() {
			points += c.Points
		}
		all = append(all, release.Exercise{ID: e.ID, Name: e.Name, Points: points})
	}
	return all
}

// The students' notebooks are what `chainrule release` makes of the instructors', and give nothing away.
func TestReleaseIsUpToDate(t *testing.T) {
	files, err := filepath.Glob("*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			var lesson int
			if _, err := fmt.Sscanf(file, "%02d-", &lesson); err != nil {
				t.Fatal(err)
			}
			source, err := notebook.Read(file)
			if err != nil {
				t.Fatal(err)
			}
			was, err := source.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range release.Source(source, listed(lesson)) {
				t.Error(err)
			}
			now, err := source.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			students, err := release.Students(source, listed(lesson))
			if err != nil {
				t.Fatal(err)
			}
			want, err := students.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join("..", "exercises", file))
			if err != nil || !bytes.Equal(was, now) || !bytes.Equal(got, want) {
				t.Error("it is out of date: go run ./cmd/chainrule release")
			}
			for _, leak := range []string{"chainrule/solutions", "SOLUTION", "HIDDEN", "HANDOUT", "// Why:"} {
				if bytes.Contains(got, []byte(leak)) {
					t.Errorf("%q is left in the students' notebook", leak)
				}
			}
		})
	}
}

// Each exercise is listed on both sides, once, in the order of the lessons.
func TestListed(t *testing.T) {
	if len(solutions.All) != len(exercises.All) {
		t.Fatalf("%d solutions for %d exercises", len(solutions.All), len(exercises.All))
	}
	seen := map[string]bool{}
	for i, s := range solutions.All {
		e := s.Info()
		if seen[e.ID] || e.ID != exercises.All[i].Info().ID || i > 0 && e.Lesson < solutions.All[i-1].Info().Lesson {
			t.Errorf("%s: it stands twice, not in the order of the lessons, or elsewhere in exercises.All", e.ID)
		}
		seen[e.ID] = true
	}
}

package grade

import (
	"context"
	"encoding/json"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"chainrule/solutions"
)

// handedIn is a notebook with an answer in each cell.
func handedIn(t *testing.T, student string, answers ...[2]string) *Submission {
	t.Helper()
	var cells []map[string]any
	for _, a := range answers {
		cells = append(cells, map[string]any{
			"cell_type": "code", "id": "c", "execution_count": nil, "outputs": []any{}, "source": a[1],
			"metadata": map[string]any{"nbgrader": map[string]any{"grade_id": a[0], "solution": true, "grade": false, "locked": false, "schema_version": 3}},
		})
	}
	b, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "metadata": map[string]any{}, "cells": cells})
	if err != nil {
		t.Fatal(err)
	}
	s, err := ParseSubmission(student, "09-matrix-product.ipynb", b)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func grader(t *testing.T) *Grader {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return &Grader{Builder: Builder{Module: root, Work: t.TempDir()}, Limits: Limits{Call: 2 * time.Second, Total: 3 * time.Second}, Seed: 7}
}

var assignment = []Exercise{solutions.MatrixProduct}

func TestGrade(t *testing.T) {
	for name, c := range map[string]struct {
		answers [][2]string
		points  float64
		problem string // a part of it
		said    string // a part of what a check says
	}{
		"right":              {[][2]string{{"matrix-product", right}}, 7, "", ""},
		"beside another one": {[][2]string{{"matrix-product", right}, {"something-else", "x"}}, 7, "", ""},
		"only square":        {[][2]string{{"matrix-product", inside("if A.Rows != A.Cols { return linalg.New(A.Rows, B.Cols) }")}}, 2, "", "Row 1, column 1 is 0"},
		"a table of the visible": {[][2]string{{"matrix-product", inside("if A.Rows == 2 && A.Cols == 3 && A.At(0, 0) == 1 { return linalg.New(2, 2, 58, 64, 139, 154) }\nif A.Cols == 3 { return linalg.New(1, 1, 32) }\nreturn A.Clone()")}},
			0, "", "none of the hidden checks does"},
		"no cell":          {[][2]string{{"another", right}}, 0, `no cell with the ID "matrix-product"`, ""},
		"two cells":        {[][2]string{{"matrix-product", right}, {"matrix-product", right}}, 0, "2 cells have the ID", ""},
		"does not compile": {[][2]string{{"matrix-product", inside("x := 1")}}, 0, "declared and not used: x", ""},
		"as handed out":    {[][2]string{{"matrix-product", "func MatMul(A, B *linalg.Matrix) *linalg.Matrix {\n\tpanic(\"MatMul is not written yet\")\n}"}}, 0, "", "It panicked: MatMul is not written yet"},
		"no end":           {[][2]string{{"matrix-product", inside("for {}")}}, 0, "", "is there a loop without an end?"},
		"no end, no time":  {[][2]string{{"matrix-product", inside("for {}")}}, 0, "", "Not run: the checks before took all of the 3s"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := grader(t).Grade(context.Background(), assignment, handedIn(t, "ada", c.answers...))
			if err != nil {
				t.Fatal(err)
			}
			item := r.Items[0]
			var said strings.Builder
			sum := 0.0
			for _, check := range item.Checks {
				said.WriteString(check.Name + ": " + check.Said)
				sum += check.Points
			}
			if r.Points != c.points || item.Max != 7 || sum != item.Points || !strings.Contains(item.Problem, c.problem) || c.problem == "" && item.Problem != "" || !strings.Contains(said.String(), c.said) {
				t.Errorf("got %v of %v points, problem %q, said %s\nwant %v, %q, %q", r.Points, item.Max, item.Problem, said.String(), c.points, c.problem, c.said)
			}
		})
	}
}

// The same seed draws the same inputs, another student others.
func TestReplay(t *testing.T) {
	wrong := [2]string{"matrix-product", inside("return linalg.New(A.Rows, B.Cols)")}
	g := grader(t)
	var all [3]*Report
	for i, student := range []string{"ada", "ada", "ben"} {
		r, err := g.Grade(context.Background(), assignment, handedIn(t, student, wrong))
		if err != nil {
			t.Fatal(err)
		}
		all[i] = r
	}
	if !reflect.DeepEqual(all[0], all[1]) {
		t.Error("two runs differ")
	}
	if reflect.DeepEqual(all[0].Items, all[2].Items) {
		t.Error("two students were asked the same")
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r, err := grader(t).Grade(ctx, assignment, handedIn(t, "ada", [2]string{"matrix-product", right})); err == nil {
		t.Errorf("got %+v, want an error", r)
	}
}

// Two submissions of one student, graded at once, get the same.
func TestTwoAtOnce(t *testing.T) {
	g := grader(t)
	var both [2]*Report
	var workers sync.WaitGroup
	for i := range both {
		s := handedIn(t, "ada", [2]string{"matrix-product", inside("if A.Rows != A.Cols { return linalg.New(A.Rows, B.Cols) }")})
		workers.Go(func() {
			var err error
			if both[i], err = g.Grade(context.Background(), assignment, s); err != nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	if !reflect.DeepEqual(both[0], both[1]) {
		t.Errorf("got %+v and %+v", both[0], both[1])
	}
}

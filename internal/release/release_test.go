package release

import (
	"strings"
	"testing"

	"chainrule/internal/notebook"
)

// cell makes a cell with nbgrader's metadata, or without.
func cell(kind, id, source string, m Mark) notebook.Cell {
	c := notebook.Cell{Type: kind, ID: id, Metadata: map[string]any{}, Source: notebook.Text(source)}
	if m.ID != "" {
		c.Metadata["nbgrader"] = m.metadata(&c, false)
	}
	return c
}

func instructors(answer, check string) *notebook.Notebook {
	return &notebook.Notebook{Cells: []notebook.Cell{
		cell("markdown", "s", "Write F.", Mark{ID: "f-statement", Locked: true}),
		cell("code", "a", answer, Mark{ID: "f", Solution: true}),
		cell("code", "c", check, Mark{ID: "f-check", Grade: true, Locked: true}),
	}}
}

var exercises = []Exercise{{ID: "f", Name: "F", Points: 2}}

const (
	right  = "func F() int {\n\t// BEGIN SOLUTION\n\t// Why: so it is.\n\treturn 42\n\t// END SOLUTION\n}"
	broken = "func F() int {\n\t// BEGIN HANDOUT\n\t// x := 41\n\t// return x\n\t// END HANDOUT\n\t// BEGIN SOLUTION\n\treturn 42\n\t// END SOLUTION\n}"
	checks = "// BEGIN HIDDEN TESTS\nimport \"chainrule/solutions\"\n\n// END HIDDEN TESTS\n%%\nexercises.F.Check(F)\n// BEGIN HIDDEN TESTS\nsolutions.F.Grade(F)\n// END HIDDEN TESTS"
)

func TestStudents(t *testing.T) {
	for name, c := range map[string]struct{ answer, want string }{
		"a stub":           {right, "func F() int {\n\t// Your code comes here.\n\tpanic(\"F is not written yet\")\n}"},
		"a broken program": {broken, "func F() int {\n\tx := 41\n\treturn x\n}"},
	} {
		source := instructors(c.answer, checks)
		if errs := Source(source, exercises); len(errs) > 0 {
			t.Fatal(name, errs)
		}
		students, err := Students(source, exercises)
		if err != nil {
			t.Fatal(name, err)
		}
		if got := string(students.Cells[1].Source); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		if got := string(students.Cells[2].Source); got != "%%\nexercises.F.Check(F)" {
			t.Errorf("%s: the check is %q", name, got)
		}
		if m, _ := MarkOf(&students.Cells[2]); m.Points != 2 || students.Cells[2].Metadata["editable"] != false {
			t.Errorf("%s: the check has %+v", name, students.Cells[2].Metadata)
		}
		if !strings.Contains(string(source.Cells[1].Source), "return 42") {
			t.Errorf("%s: the instructors' notebook has changed", name)
		}
	}
}

// A marker that is nearly right is an error, and never hands out what it was to hide.
func TestMarkersAreExact(t *testing.T) {
	for name, nb := range map[string]*notebook.Notebook{
		"words behind it":    instructors(right, strings.ReplaceAll(checks, "BEGIN HIDDEN TESTS", "BEGIN HIDDEN TESTS (seed)")),
		"more signs":         instructors(strings.ReplaceAll(right, "// ", "// ### "), checks),
		"no end":             instructors(strings.ReplaceAll(right, "// END SOLUTION", ""), checks),
		"nested":             instructors(strings.ReplaceAll(right, "// Why", "// BEGIN SOLUTION\n\t// Why"), checks),
		"no markers":         instructors("func F() int { return 42 }", checks),
		"solutions imported": instructors(right, "import \"chainrule/solutions\"\n\n%%\nexercises.F.Check(F)"),
	} {
		if students, err := Students(nb, exercises); err == nil {
			t.Errorf("%s: got %v, want an error", name, students.Cells)
		}
	}
	text := instructors(right, checks)
	text.Cells[0].Source = "### BEGIN HIDDEN TESTS\nthe answer is 42\n### END HIDDEN TESTS"
	if _, err := Students(text, exercises); err == nil || !strings.Contains(err.Error(), "cell 1") {
		t.Errorf("in Markdown: got %v", err)
	}
}

func TestSourceNamesWhatIsMissing(t *testing.T) {
	nb := instructors(right, checks)
	nb.Cells = append(nb.Cells[:2], cell("code", "x", "1", Mark{ID: "other", Solution: true}))
	text := ""
	for _, err := range Source(nb, exercises) {
		text += err.Error() + "\n"
	}
	for _, want := range []string{`0 cells have the grade_id "f-check"`, `no exercise is called "other"`} {
		if !strings.Contains(text, want) {
			t.Errorf("got %q, want %q", text, want)
		}
	}
}

package notebook_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"chainrule/internal/notebook"
)

// point is a row of notebooks/COVERAGE.md: what a lesson must hold, the cell that holds it, and words that stand there.
var point = regexp.MustCompile("^\\| ([^|]+) \\| `([^`|]+)` \\| `` (.+) `` \\|$")

// Each fact and each thing to show stands in the cell that notebooks/COVERAGE.md names, and every lesson is in that file.
func TestCoverage(t *testing.T) {
	text, err := os.ReadFile("../../notebooks/COVERAGE.md")
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := filepath.Glob("../../notebooks/*.ipynb")
	if err != nil || len(lessons) == 0 {
		t.Fatal("there are no lessons")
	}
	points := map[string]int{}
	cells := map[string]string{} // source by cell id, of the lesson at hand
	lesson := ""
	for _, line := range strings.Split(string(text), "\n") {
		if number, found := strings.CutPrefix(line, "## "); found {
			lesson, _, _ = strings.Cut(number, " ")
			cells = sources(t, lesson)
			continue
		}
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| what") {
			continue
		}
		m := point.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("COVERAGE.md: this row is not | what | `cell` | `` words `` |: %s", line)
			continue
		}
		points[lesson]++
		source, found := cells[m[2]]
		switch words := strings.ReplaceAll(m[3], `\|`, "|"); {
		case !found:
			t.Errorf("lesson %s, %s: there is no cell %s", lesson, m[1], m[2])
		case !strings.Contains(strings.Join(strings.Fields(source), " "), words):
			t.Errorf("lesson %s, %s: %q does not stand in cell %s", lesson, m[1], words, m[2])
		}
	}
	for _, file := range lessons {
		if number := filepath.Base(file)[:2]; number != "00" && points[number] < 5 {
			t.Errorf("lesson %s: %d points in COVERAGE.md, want each fact and each thing to show", number, points[number])
		}
	}
}

// sources returns the cells of a lesson by their ids.
func sources(t *testing.T, number string) map[string]string {
	files, err := filepath.Glob("../../notebooks/" + number + "-*.ipynb")
	if err != nil || len(files) != 1 {
		t.Fatalf("COVERAGE.md: lesson %s: got files %q, want one", number, files)
	}
	nb, err := notebook.Read(files[0])
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]string{}
	for _, c := range nb.Cells {
		if cells[c.ID] != "" {
			t.Errorf("%s: two cells have the id %s", files[0], c.ID)
		}
		cells[c.ID] = string(c.Source)
	}
	return cells
}

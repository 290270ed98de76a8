package notebook_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainrule/exercises"
	"chainrule/internal/notebook"
)

// Each lesson links to its exercises from its part "Practise", by their titles, and its exercises link back.
func TestPractice(t *testing.T) {
	titles := map[int][]string{}
	for _, e := range exercises.All {
		titles[e.Info().Lesson] = append(titles[e.Info().Lesson], e.Info().Title)
	}
	lessons, err := filepath.Glob("../../notebooks/*.ipynb")
	if err != nil || len(lessons) == 0 {
		t.Fatal("there are no lessons")
	}
	for i, lesson := range lessons {
		name := filepath.Base(lesson)
		if i == 0 || len(titles[i]) == 0 { // 00 has none
			continue
		}
		t.Run(strings.TrimSuffix(name, ".ipynb"), func(t *testing.T) {
			practise := part(t, lesson, "## Practise")
			if !strings.Contains(practise, "](../exercises/"+name+")") {
				t.Errorf("its part Practise has no link to ../exercises/%s", name)
			}
			for _, title := range titles[i] {
				if !strings.Contains(practise, "*"+title+"*") {
					t.Errorf("its part Practise does not name the exercise %q", title)
				}
			}
			back, err := os.ReadFile(filepath.Join("../../exercises", name))
			if err != nil || !strings.Contains(string(back), "](../notebooks/"+name+")") {
				t.Errorf("exercises/%s has no link back: %v", name, err)
			}
		})
	}
}

// part is the Markdown of a notebook from a heading to the next of its rank.
func part(t *testing.T, file, heading string) string {
	t.Helper()
	nb, err := notebook.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, c := range nb.Cells {
		if c.Type == "markdown" {
			text.WriteString(string(c.Source) + "\n")
		}
	}
	_, after, found := strings.Cut(text.String(), heading+"\n")
	if !found {
		t.Fatalf("%s has no %q", file, heading)
	}
	before, _, _ := strings.Cut(after, "\n## ")
	return before
}

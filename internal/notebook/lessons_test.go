package notebook_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"chainrule/internal/notebook"
)

// parts are the headings of a lesson, in order; see notebooks/STYLE.md.
var parts = []string{"The question", "Say it", "See it", "Build it", "Try it", "Trip over it", "They ask next", "Practise", "References"}

// Every lesson keeps the rules of notebooks/STYLE.md that a program can check.
func TestLessons(t *testing.T) {
	files, err := filepath.Glob("../../notebooks/*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no lessons")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".ipynb"), func(t *testing.T) {
			nb, err := notebook.Read(file)
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range nb.Cells {
				if c.Type == "code" {
					checkCode(t, i+1, &c)
				}
			}
			checkWords(t, nb)
			if !strings.HasPrefix(filepath.Base(file), "00-") {
				checkParts(t, nb)
			}
		})
	}
}

func checkCode(t *testing.T, cell int, c *notebook.Cell) {
	source := string(c.Source)
	quiz := strings.Contains(source, "viz.Quiz{")
	if quiz && c.Metadata["jupyter"] == nil {
		t.Errorf("cell %d: the source of a quiz holds its answers: hide it (metadata jupyter.source_hidden)", cell)
	}
	lines := strings.Split(source, "\n")
	// The first cell may be longer by its imports.
	if n := len(lines); n > 20 && !quiz && !strings.HasPrefix(source, "import (") {
		t.Errorf("cell %d: %d lines of code, want at most 20: split it", cell, n)
	}
	for i, l := range lines {
		if n := utf8.RuneCountInString(strings.ReplaceAll(l, "\t", "    ")); n > 100 {
			t.Errorf("cell %d, line %d: %d columns, want at most 100: %s", cell, i+1, n, l)
		}
	}
}

var (
	banned  = regexp.MustCompile(`(?i)\b(simply|obviously|of course|note that|it is important to|datapoints?|delve|leverage|crucial(ly)?)\b|[a-z]!(\s|$)`)
	british = regexp.MustCompile(`\b(optimis|normalis|initialis|regularis|colour|neighbour|behaviour|centre[ds]?\b|generalis|visualis|memoris|minimis|maximis|grey\b)`)
)

func checkWords(t *testing.T, nb *notebook.Notebook) {
	for i, c := range nb.Cells {
		text, _, _ := strings.Cut(string(c.Source), "## References") // titles are spelled as they were printed
		if c.Type != "markdown" {
			continue
		}
		if w := banned.FindString(text); w != "" {
			t.Errorf("cell %d: %q is not a word of ours, see STYLE.md", i+1, strings.TrimSpace(w))
		}
		if w := british.FindString(text); w != "" {
			t.Errorf("cell %d: %q is British spelling", i+1, w)
		}
	}
}

func checkParts(t *testing.T, nb *notebook.Notebook) {
	var text, code strings.Builder
	for _, c := range nb.Cells {
		if c.Type == "markdown" {
			text.WriteString(string(c.Source) + "\n\n")
		} else {
			code.WriteString(string(c.Source) + "\n")
		}
	}
	var got []string
	for _, m := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(text.String(), -1) {
		got = append(got, m[1])
	}
	if !slices.Equal(got, parts) {
		t.Errorf("parts: got %q, want %q", got, parts)
	}
	for heading, most := range map[string]int{"### In 30 seconds": 80, "### In two minutes": 300} {
		_, answer, found := strings.Cut(text.String(), heading+"\n")
		if !found {
			t.Errorf("there is no %q", heading)
			continue
		}
		answer = answer[:strings.Index(answer, "\n##")]
		if n := len(strings.Fields(answer)); n > most {
			t.Errorf("%s: %d words, want at most %d", heading, n, most)
		}
	}
	if n := strings.Count(text.String(), "<details><summary>"); n < 4 {
		t.Errorf("follow-ups: got %d, want at least 4", n)
	}
	if n := strings.Count(code.String(), "Ask:"); n < 3 {
		t.Errorf("questions of the quiz: got %d, want at least 3", n)
	}
	if n := strings.Count(text.String(), "**Predict.**"); n < 2 {
		t.Errorf("predictions: got %d, want at least 2", n)
	}
}

package viz

import (
	"fmt"
	"strings"
)

// Quiz asks questions that are answered in place.
type Quiz struct {
	Title     string // "" is "Check yourself"
	Questions []Question
}

// Question is one question of a quiz, with options of which one is right.
type Question struct {
	Ask     string   `json:"ask"`
	Options []string `json:"options"`
	Answer  int      `json:"answer"` // the number of the right option, counted from 0
	Why     string   `json:"why"`    // shown after answering
}

// Bundle checks the questions.
func (f Quiz) Bundle() (Bundle, error) {
	title := f.Title
	if title == "" {
		title = "Check yourself"
	}
	if len(f.Questions) == 0 {
		return Bundle{}, fmt.Errorf("viz: Quiz %q: there are no questions", title)
	}
	pic := &canvas{width: width}
	pic.heading(title)
	y := 56.0
	var text strings.Builder
	fmt.Fprintln(&text, title)
	for i, q := range f.Questions {
		if len(q.Options) < 2 || q.Answer < 0 || q.Answer >= len(q.Options) || q.Why == "" {
			return Bundle{}, fmt.Errorf("viz: Quiz %q, question %d: want at least two Options, an Answer that is the number of one of them, and a Why", title, i+1)
		}
		for _, l := range wrap(fmt.Sprintf("%d. %s", i+1, plainTeX(q.Ask)), 88) {
			pic.text(16, y, 14, "", l)
			y += 19
		}
		fmt.Fprintf(&text, "\n%d. %s\n", i+1, plainTeX(q.Ask))
		for k, o := range q.Options {
			pic.text(36, y, 13, "", fmt.Sprintf("%c) %s", 'a'+k, plainTeX(o)))
			fmt.Fprintf(&text, "   %c) %s\n", 'a'+k, plainTeX(o))
			y += 18
		}
		y += 10
	}
	fmt.Fprint(&text, "\nAnswers: ")
	for i, q := range f.Questions {
		fmt.Fprintf(&text, "%d%c: %s ", i+1, 'a'+q.Answer, plainTeX(q.Why))
	}
	fmt.Fprintln(&text)
	words := fmt.Sprintf("%d questions to check yourself; the answers are in the text version.", len(f.Questions))
	pic.height = int(y)
	return Bundle{
		Kind: "quiz", Title: title, Description: words, SVG: pic.svg(title, words), Text: text.String(),
		Data: map[string]any{"questions": f.Questions},
	}, nil
}

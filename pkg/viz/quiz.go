package viz

import (
	"errors"
	"fmt"
	"strings"
)

// Quiz asks questions that are answered in place. At least one of Questions is needed.
type Quiz struct {
	Title     string // "" is "Check yourself"
	Questions []Question
}

// Question is one question of a quiz, with options of which one is right. Ask, at least two
// Options, Answer and Why are needed.
type Question struct {
	Ask     string   `json:"ask"`
	Options []string `json:"options"`
	Answer  int      `json:"answer"` // the number of the right option, counted from 0
	Why     string   `json:"why"`    // shown after answering
}

// check says what a question lacks.
func (q Question) check() error {
	switch {
	case q.Ask == "":
		return errors.New("Ask is empty: write the question")
	case len(q.Options) < 2:
		return fmt.Errorf("it has %s: want at least two Options to choose from", plural(len(q.Options), "option"))
	case q.Answer < 0 || q.Answer >= len(q.Options):
		return fmt.Errorf("Answer is %d and there are %d Options: want the number of the right one, from 0 to %d", q.Answer, len(q.Options), len(q.Options)-1)
	case q.Why == "":
		return errors.New("Why is empty: say why the answer is right")
	}
	return nil
}

// Bundle checks the questions.
func (f Quiz) Bundle() (Bundle, error) {
	title := f.Title
	if title == "" {
		title = "Check yourself"
	}
	if len(f.Questions) == 0 {
		return Bundle{}, fmt.Errorf("viz: Quiz %q: there are no Questions: ask at least one", title)
	}
	pic := &canvas{width: width}
	pic.heading(title)
	y := 56.0
	var text strings.Builder
	fmt.Fprintln(&text, title)
	for i, q := range f.Questions {
		if err := q.check(); err != nil {
			return Bundle{}, fmt.Errorf("viz: Quiz %q: question %d: %w", title, i+1, err)
		}
		for _, l := range wrap(fmt.Sprintf("%d. %s", i+1, plainTeX(q.Ask)), 88) {
			pic.text(16, y, 14, "", l)
			y += 19
		}
		fmt.Fprintf(&text, "\n%d. %s\n", i+1, plainTeX(q.Ask))
		for k, o := range q.Options {
			option := fmt.Sprintf("%c) %s", 'a'+k, plainTeX(o))
			for _, l := range wrap(option, 92) {
				pic.text(36, y, 13, "", l)
				y += 18
			}
			fmt.Fprintf(&text, "   %s\n", option)
		}
		y += 10
	}
	fmt.Fprint(&text, "\nAnswers:")
	for i, q := range f.Questions {
		fmt.Fprintf(&text, " %d%c: %s", i+1, 'a'+q.Answer, plainTeX(q.Why))
	}
	fmt.Fprintln(&text)
	words := fmt.Sprintf("%s to check yourself; the answers are in the text version.", plural(len(f.Questions), "question"))
	pic.height = int(y)
	return Bundle{
		Kind: "quiz", Title: title, Description: words, SVG: pic.svg(title, words), Text: text.String(),
		Data: map[string]any{"questions": f.Questions},
	}, nil
}

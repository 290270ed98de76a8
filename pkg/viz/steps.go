package viz

import (
	"fmt"
	"strings"

	"chainrule/pkg/nn"
)

// Steps is a player for a trace: forward and back through every operation, and down
// into every number.
type Steps struct {
	Title, Caption string
	Trace          *nn.Trace
	Guess          bool // hides each result until the reader has guessed its first number; the player can switch it off
}

// maxEntries is how many entries of a step's result are explained.
const maxEntries = 64

// shownStep is a step with the explanation of its entries.
type shownStep struct {
	nn.Step
	Entries []shownEntry `json:"entries"`
}

// shownEntry is an nn.Entry whose numbers need not be finite.
type shownEntry struct {
	nn.Entry
	Value number      `json:"value"`
	Terms []shownTerm `json:"terms"`
}

type shownTerm struct {
	nn.Term
	Value number `json:"value"`
	Sum   number `json:"sum"`
}

// Bundle explains every entry of every step, at most 64 a step.
func (f Steps) Bundle() (Bundle, error) {
	title := f.Title
	if title == "" {
		title = "Steps"
	}
	if f.Trace == nil || len(f.Trace.Steps) == 0 {
		return Bundle{}, fmt.Errorf("viz: Steps %q: Trace has no steps: attach it to a nn.Pass or a nn.Trainer and compute something", title)
	}
	steps := make([]shownStep, len(f.Trace.Steps))
	for i, s := range f.Trace.Steps {
		entries, err := explain(&s)
		if err != nil {
			return Bundle{}, fmt.Errorf("viz: Steps %q: step %d (%s) %w", title, i+1, s.Op, err)
		}
		s.Say = sentence(s.Say)
		steps[i] = shownStep{s, entries}
	}
	words := fmt.Sprintf("%d steps, from %s to %s.", len(steps), steps[0].Where, steps[len(steps)-1].Where)
	if len(steps) == 1 {
		words = fmt.Sprintf("One step, %s.", steps[0].Where)
	}
	data := map[string]any{"steps": inJSON[[]any](steps)}
	if f.Guess {
		data["guess"] = true
	}
	return Bundle{
		Kind: "steps", Title: title, Caption: f.Caption, Description: words,
		Data: data,
		SVG:  f.still(title, words),
		Text: inWords(title, words, f.Caption, plainTeX(f.Trace.String())),
	}, nil
}

// explain returns the explanation of the first entries of a step's result. A step that
// came from a file may lack its operands, over which nn stumbles.
func explain(s *nn.Step) (entries []shownEntry, err error) {
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("has operands that do not fit its operation: record it with a nn.Pass")
		}
	}()
	rows, cols := s.Out.Dims()
	for k := range min(rows*cols, maxEntries) {
		e := s.Entry(k/cols, k%cols)
		shown := shownEntry{Entry: e, Value: number(e.Value)}
		for _, t := range e.Terms {
			shown.Terms = append(shown.Terms, shownTerm{t, number(t.Value), number(t.Sum)})
		}
		entries = append(entries, shown)
	}
	return entries, nil
}

// sentence is what a step says, without the LaTeX in its numbers.
func sentence(say string) string { return strings.Join(strings.Fields(plainTeX(say)), " ") }

// maxStill is how many steps the still picture shows.
const maxStill = 18

// still writes each step's place, formula and sentence.
func (f Steps) still(title, words string) []byte {
	pic := &canvas{width: width}
	pic.heading(title)
	y := 52.0
	for i, s := range f.Trace.Steps {
		if i == maxStill {
			pic.text(16, y, 13, `fill="#6b7280"`, fmt.Sprintf("… and %d steps more", len(f.Trace.Steps)-i))
			y += 22
			break
		}
		pic.text(16, y, 12, `fill="#6b7280"`, fmt.Sprintf("%d. %s", i+1, s.Where))
		pic.text(220, y, 14, "", plainMath(s.TeX))
		y += 18
		for _, l := range wrap(sentence(s.Say), 96) {
			pic.text(32, y, 12, "", l)
			y += 16
		}
		y += 6
	}
	pic.height = int(pic.footing(y+8, f.Caption))
	return pic.svg(title, words)
}

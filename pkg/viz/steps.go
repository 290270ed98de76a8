package viz

import (
	"fmt"
	"strings"

	"chainrule/pkg/nn"
)

// Steps is a player for a trace: forward and back through every operation, and down
// into every number. The still shows the first 18 steps, and the words have all of them.
// Trace is needed.
type Steps struct {
	Title, Caption string    // "" is "Steps"
	Trace          *nn.Trace // what was recorded
	Guess          bool      // hides each result until the reader has guessed its first number; the player can switch it off
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

// still writes the formula and the sentence of each step, under the place where it is.
func (f Steps) still(title, words string) []byte {
	pic := &canvas{width: width}
	pic.heading(title)
	y := 52.0
	lines := func(x float64, size, high int, style, text string) {
		// Where there is no Liberation Sans, letters are wider: 0.56 of their height at the mean.
		for _, l := range wrap(text, int((width-16-x)/(0.56*float64(size)))) {
			pic.text(x, y, size, style, l)
			y += float64(high)
		}
	}
	gray := fmt.Sprintf(`fill="%s"`, light.hues["gray"])
	where := ""
	for i, s := range f.Trace.Steps {
		if i == maxStill {
			lines(16, 13, 18, gray, fmt.Sprintf("… and %s more: JupyterLab plays all %d, and trace.Markdown() writes them as text.", plural(len(f.Trace.Steps)-i, "step"), len(f.Trace.Steps)))
			y += 4
			break
		}
		if s.Where != where {
			lines(16, 12, 18, gray, s.Where)
			where = s.Where
		}
		lines(16, 14, 18, "", fmt.Sprintf("%d. %s", i+1, plainMath(s.TeX)))
		lines(32, 12, 16, "", sentence(s.Say))
		y += 6
	}
	pic.height = int(pic.footing(y+8, f.Caption))
	return pic.svg(title, words)
}

package viz

import (
	"encoding/json"
	"fmt"

	"chainrule/pkg/nn"
)

// Steps is a player for a trace: forward and back through every operation, and down
// into every number.
type Steps struct {
	Title, Caption string
	Trace          *nn.Trace
}

// maxEntries is how many entries of a step's result are explained.
const maxEntries = 64

// shownStep is a step with the explanation of its entries.
type shownStep struct {
	nn.Step
	Entries []nn.Entry `json:"entries"`
}

// Bundle explains every entry of every step, at most 64 a step.
func (f Steps) Bundle() (Bundle, error) {
	if f.Trace == nil || len(f.Trace.Steps) == 0 {
		return Bundle{}, fmt.Errorf("viz: Steps %q: the trace is empty: attach it to a Pass or a Trainer and compute something", f.Title)
	}
	title := f.Title
	if title == "" {
		title = "Steps"
	}
	steps := make([]shownStep, len(f.Trace.Steps))
	for i, s := range f.Trace.Steps {
		steps[i].Step = s
		rows, cols := s.Out.Dims()
		for k := range min(rows*cols, maxEntries) {
			steps[i].Entries = append(steps[i].Entries, s.Entry(k/cols, k%cols))
		}
	}
	words := fmt.Sprintf("%d steps, from %s to %s.", len(steps), steps[0].Where, steps[len(steps)-1].Where)
	return Bundle{
		Kind: "steps", Title: title, Caption: f.Caption, Description: words,
		Data: map[string]any{"steps": jsonSteps(steps)},
		SVG:  f.still(title, words), Text: title + "\n" + words + "\n" + f.Caption + "\n" + f.Trace.String(),
	}, nil
}

func jsonSteps(steps []shownStep) []any {
	b, err := json.Marshal(steps)
	if err != nil {
		panic(err) // matrices write their NaNs as strings
	}
	var v []any
	if err := json.Unmarshal(b, &v); err != nil {
		panic(err)
	}
	return v
}

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
		pic.text(220, y, 14, "", plainTeX(s.TeX))
		y += 18
		for _, l := range wrap(s.Say, 96) {
			pic.text(32, y, 12, "", l)
			y += 16
		}
		y += 6
	}
	pic.height = int(pic.footing(y+8, f.Caption))
	return pic.svg(title, words)
}

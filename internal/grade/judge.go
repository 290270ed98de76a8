package grade

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"chainrule/exercises"
	"chainrule/pkg/nn"
)

// Exercise is what answers are judged by: one of package exercises by its visible checks, one of package solutions by all.
type Exercise = exercises.Listed

// Grader grades submissions.
type Grader struct {
	Builder Builder
	Limits  Limits
	Seed    uint64 // from it, the student's name and what was handed in come the inputs of each exercise
}

// Report is what came of a submission.
type Report struct {
	Student  string  `json:"student"`
	Notebook string  `json:"notebook"`
	Seed     uint64  `json:"seed"` // with it the same inputs are drawn again
	Points   float64 `json:"points"`
	Max      float64 `json:"max"`
	Note     string  `json:"note,omitempty"`
	Items    []Item  `json:"items"`
}

// Item is what came of one exercise.
type Item struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Points  float64       `json:"points"`
	Max     float64       `json:"max"`
	Problem string        `json:"problem,omitempty"` // why it was not run
	Printed string        `json:"printed,omitempty"` // what the answer printed
	Answer  string        `json:"answer,omitempty"`  // the cell
	Checks  []CheckResult `json:"checks"`
}

// CheckResult is what came of one check.
type CheckResult struct {
	Name    string  `json:"name"`
	Hidden  bool    `json:"hidden,omitempty"`
	Points  float64 `json:"points"`
	Max     float64 `json:"max"`
	Said    string  `json:"said,omitempty"`    // of a check that failed, with what was given, came and was wanted
	Message string  `json:"message,omitempty"` // the sentence of it
}

// Grade grades the answers of a submission, one after the other, each behind a wall of its own. What goes wrong with one leaves the others as they
// are. The error is for what is nobody's answer: ctx is done, a folder cannot be written.
func (g *Grader) Grade(ctx context.Context, assignment []Exercise, s *Submission) (*Report, error) {
	r := &Report{Student: s.Student, Notebook: s.File, Seed: g.Seed}
	var known []string
	for _, exercise := range assignment {
		item, err := g.item(ctx, exercise, s)
		if err != nil {
			return nil, err
		}
		known = append(known, exercise.Info().ID)
		r.Items = append(r.Items, *item)
		r.Points += item.Points
		r.Max += item.Max
	}
	if unknown := s.Unknown(known); len(unknown) > 0 {
		r.Note = "Not part of this assignment: " + strings.Join(unknown, ", ") + "."
	}
	return r, nil
}

// Unread is the report of what cannot be graded at all, for a reason that is told.
func (g *Grader) Unread(assignment []Exercise, student, notebook, problem string) *Report {
	r := &Report{Student: student, Notebook: notebook, Seed: g.Seed, Note: problem}
	for _, exercise := range assignment {
		item := unanswered(exercise)
		r.Items = append(r.Items, *item)
		r.Max += item.Max
	}
	return r
}

// unanswered is an exercise with no points.
func unanswered(exercise Exercise) *Item {
	item := &Item{ID: exercise.Info().ID, Title: exercise.Info().Title}
	for _, c := range exercise.Worth() {
		item.Max += c.Points
		item.Checks = append(item.Checks, CheckResult{Name: c.Name, Hidden: c.Hidden, Max: c.Points})
	}
	return item
}

func (g *Grader) item(ctx context.Context, exercise Exercise, s *Submission) (*Item, error) {
	item := unanswered(exercise)
	if answer, err := s.Answer(item.ID); err == nil {
		item.Answer = clean(answer[:min(len(answer), longest)])
	}
	wasm, err := g.build(ctx, exercise, s)
	var refused *BuildError
	if errors.As(err, &refused) {
		item.Problem = refused.Message
		return item, nil
	}
	if err != nil {
		return nil, err
	}
	seed := nn.Stream(g.Seed, fmt.Sprintf("%s/%x/%s", s.Student, s.sum, item.ID)).Uint64()
	box, err := NewSandbox(ctx, wasm, seed, g.Limits)
	if errors.As(err, &refused) {
		item.Problem = refused.Message
		return item, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", exercise.Info().ID, err)
	}
	defer box.Close(context.WithoutCancel(ctx))
	results := exercise.Judge(box.Bind(ctx, exercise.Type()), seed)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	item.Checks = item.Checks[:0]
	for _, r := range results {
		c := CheckResult{Name: r.Name, Hidden: r.Hidden, Max: r.Points}
		if r.Passed() {
			c.Points = r.Points
		} else {
			c.Said, c.Message = r.String(), r.Failure.Message
		}
		item.Points += c.Points
		item.Checks = append(item.Checks, c)
	}
	item.Printed = clean(box.Printed())
	return item, nil
}

// clean makes text of what may be anything.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
}

func (g *Grader) build(ctx context.Context, exercise Exercise, s *Submission) ([]byte, error) {
	cell, err := s.Answer(exercise.Info().ID)
	if err != nil {
		return nil, err
	}
	source, err := Source(cell, exercise.Info())
	if err != nil {
		return nil, err
	}
	return g.Builder.Build(ctx, source, exercise.Info().Name, exercise.Type())
}

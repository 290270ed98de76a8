// Package solutions is the instructors' side of package exercises: hidden checks, and the wrong solutions that people write. The references are in the
// notebooks beside it. It is never handed to a class.
package solutions

import (
	"fmt"
	"reflect"
	"strings"

	"chainrule/exercises"
)

// Solution belongs to an exercise of the same type.
type Solution[F any] struct {
	Exercise *exercises.Exercise[F]
	Hidden   []exercises.Check[F]
	Mutants  []Mutant[F] // three at least
}

// Mutant is a wrong solution of the kind that people write.
type Mutant[F any] struct {
	Name     string
	Solution F
	Message  string // a part of what the checks must say of it
}

// Graded is a Solution, whatever its type.
type Graded interface {
	exercises.Listed
	// Prove returns what is wrong with the exercise itself: a mutant that passes, or fails with another message than the one meant for it.
	Prove() []error
}

// Info describes the exercise.
func (s *Solution[F]) Info() exercises.Info { return s.Exercise.Info() }

// Type returns the type that an answer must have.
func (s *Solution[F]) Type() reflect.Type { return reflect.TypeFor[F]() }

// Worth lists the checks with their points.
func (s *Solution[F]) Worth() (all []exercises.Result) {
	for i, list := range [][]exercises.Check[F]{s.Exercise.Checks, s.Hidden} {
		for _, c := range list {
			all = append(all, exercises.Result{Name: c.Name, Points: c.Worth(), Hidden: i == 1})
		}
	}
	return all
}

// Judge runs the visible and the hidden checks.
func (s *Solution[F]) Judge(solution reflect.Value, seed uint64) []exercises.Result {
	return s.judge(solution.Interface().(F), seed)
}

func (s *Solution[F]) judge(solution F, seed uint64) []exercises.Result {
	results := exercises.Run(s.Exercise.Checks, solution, seed)
	visible := len(results)
	held := len(s.Hidden) == 0
	for _, r := range exercises.Run(s.Hidden, solution, seed) {
		r.Hidden = true
		held = held || r.Passed()
		results = append(results, r)
	}
	if held || s.Exercise.Kind == exercises.Predict {
		return results
	}
	for i := range results[:visible] {
		if results[i].Passed() { // from a table of inputs that everybody knows
			results[i].Failure = &exercises.Failure{Message: "This passes, but none of the hidden checks does: an answer must work for inputs that it has not seen."}
		}
	}
	return results
}

// Prove runs each mutant.
func (s *Solution[F]) Prove() (wrong []error) {
	complain := func(format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("%s: "+format, append([]any{s.Exercise.ID}, args...)...))
	}
	if len(s.Mutants) < 3 {
		complain("%d mutants, want three at least", len(s.Mutants))
	}
	for _, m := range s.Mutants {
		var said strings.Builder
		failed := false
		for _, r := range s.judge(m.Solution, 0) {
			failed = failed || !r.Passed()
			said.WriteString(r.String())
		}
		switch {
		case !failed:
			complain("the mutant %q passes", m.Name)
		case !strings.Contains(said.String(), m.Message):
			complain("the mutant %q is not told %q, but\n%s", m.Name, m.Message, said.String())
		}
	}
	return wrong
}

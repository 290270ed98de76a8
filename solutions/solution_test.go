package solutions_test

import (
	"testing"

	"chainrule/solutions"
)

// Every exercise is right itself: its reference passes with 200 seeds, its mutants fail with the message meant for them.
func TestExercisesAreProved(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range solutions.All {
		if seen[s.ID()] {
			t.Errorf("two exercises are called %s", s.ID())
		}
		seen[s.ID()] = true
		for _, err := range s.Prove(200) {
			t.Error(err)
		}
	}
}

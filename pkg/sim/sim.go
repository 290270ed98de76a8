// Package sim holds two simulators as plain state machines: linear regression by gradient
// descent, and a neural net that is stepped through backpropagation. It computes with
// package nn and draws nothing: what is stepped through is the library.
//
// A simulator is a state, and actions that lead to the next:
//
//	s := sim.NewRegression(sim.RegressionSetup{})
//	err := s.Do(sim.Action{Do: "step", N: 10})
//	view := s.View() // all that there is to be seen, as JSON
//
// The same package runs in tests, in a cell (viz.Show) and, compiled to WebAssembly, behind
// the controls of a page. The same script of actions leads to the same state everywhere.
//
// A state is a setup (data, settings, seed, start) and a place in the run that follows from
// it: the number of updates, and in a net a place within the next one. It follows from these
// alone, so that a link holds it, and going back is exact. A setting that is changed in the
// middle of a run begins a new run from where the parameters are; an optimizer then starts
// without memory.
package sim

import (
	"fmt"

	"chainrule/pkg/linalg"
)

// Action is one thing that a learner does. Which fields count depends on Do.
type Action struct {
	Do    string  `json:"do"`              // what: "step", "back", "undo", "set", …
	Name  string  `json:"name,omitempty"`  // of what: a setting, a pace, a preset, a parameter
	N     int     `json:"n,omitempty"`     // how often, or which
	X     float64 `json:"x,omitempty"`     // where
	Y     float64 `json:"y,omitempty"`     //
	Row   int     `json:"row,omitempty"`   // of a parameter, from 0
	Col   int     `json:"col,omitempty"`   //
	Value float64 `json:"value,omitempty"` // to what
	Text  string  `json:"text,omitempty"`  // a choice, a CSV, a guess
}

// Simulator is what a page, a cell and a script know of either simulator.
type Simulator interface {
	// Kind returns "regression" or "network".
	Kind() string
	// Do takes an action. An error is a sentence for the learner, and leaves the state as
	// it was.
	Do(a Action) error
	// View returns all that is always seen of the state, ready for encoding/json. It holds
	// no number that JSON does not know (see Num).
	View() any
	// Ask returns what is computed only when it is looked at, such as a decision boundary.
	// The answer does not change the state.
	Ask(what string, a Action) (any, error)
	// Link returns the state as text for an address: data, settings, seed, place. Open makes
	// the same state of it.
	Link() string
	// Cell returns a Go cell that computes the numbers of the state with package nn.
	Cell() string
}

// Open makes the simulator of the given kind from a link, or at its beginning for "". It
// returns an error when the link is damaged or beyond the limits.
func Open(kind, link string) (Simulator, error) {
	switch kind {
	case "regression":
		return OpenRegression(link)
	case "network":
		return OpenNetwork(link)
	}
	return nil, fmt.Errorf("sim: there is no simulator %q: want regression or network", kind)
}

// Play takes the actions one after the other, as a script. It returns an error that names
// the action that was refused; those before it have been taken.
func Play(s Simulator, script []Action) error {
	for i, a := range script {
		if err := s.Do(a); err != nil {
			return fmt.Errorf("action %d, %s: %w", i+1, a.Do, err)
		}
	}
	return nil
}

// Num is a number of a view. As JSON, NaN and the infinities are the texts "NaN", "+Inf" and
// "-Inf".
type Num = linalg.Number

// Nums are the numbers of a list as a view has them.
func Nums(list []float64) []Num {
	nums := make([]Num, len(list))
	for i, v := range list {
		nums[i] = Num(v)
	}
	return nums
}

package sim

import (
	"fmt"
	"slices"
)

// Regression is linear regression ŷ = wx + b, fitted by gradient descent or in closed form.
// The net is one nn.Dense unit, the cost nn.MSE or its half, the optimizer nn.SGD or
// nn.Momentum, and the updates are those of an nn.Trainer.
//
// Its actions:
//
//	step, back                    N updates on (1 when 0), until a stop condition is met; N back
//	start, reset                  to update 0; to the start that the seed draws
//	undo, redo                    an action taken back, and taken again
//	preset                        Name: the points of a preset
//	add, move, remove             X, Y: a point; N: which, from 0
//	paste                         Text: a CSV of x and y
//	clear                         no points: one in the middle holds the place of the first that is added
//	line                          X, Y: w and b of a line drawn by hand, where a new run starts
//	solve                         the best line, in closed form, where a new run starts
//	set                           Name: a setting, Value or Text: to what
//
// Settings are method, rate, batch, momentum, half, normalize, order, seed, start (w in X, b
// in Y, in the units that are fitted), stop cost, stop change, stop gradient, stop updates.
type Regression struct {
	undoable[regressionState]
	pollable
	courses []*course // of the latest setups, the latest last
}

// regressionState is all that a regression consists of.
type regressionState struct {
	setup *RegressionSetup // never changed
	k     int              // updates made
	said  string           // of the action that led here
}

// NewRegression returns a simulator at the start of the setup. It panics, with a sentence,
// when a setting makes no sense.
func NewRegression(setup RegressionSetup) *Regression {
	r, err := newRegression(setup.withDefaults(), 0)
	if err != nil {
		panic(err)
	}
	return r
}

func newRegression(setup RegressionSetup, k int) (*Regression, error) {
	setup.X, setup.Y = slices.Clone(setup.X), slices.Clone(setup.Y)
	if err := setup.check(); err != nil {
		return nil, fmt.Errorf("sim: regression: %w", err)
	}
	r := &Regression{}
	r.now = regressionState{setup: &setup}
	if err := r.course().check(); err != nil {
		return nil, fmt.Errorf("sim: regression: %w", err)
	}
	if r.now.k = r.course().seek(k); r.now.k != k {
		return nil, fmt.Errorf("sim: regression: this run ends after %s, and there is no update %d", counted(r.now.k, "update"), k)
	}
	r.now.said = "The line is where the run starts."
	if k > 0 {
		r.now.said = fmt.Sprintf("%s made.", capital(counted(k, "update")))
	}
	return r, nil
}

// kept is how many courses are kept, so that undoing a setting does not make all updates
// anew.
const kept = 4

// course returns the course of the setup, at the update of the state.
func (r *Regression) course() *course {
	i := slices.IndexFunc(r.courses, func(c *course) bool { return c.setup == r.now.setup })
	var c *course
	if i >= 0 {
		c = r.courses[i]
		r.courses = slices.Delete(r.courses, i, i+1)
	} else {
		c = newCourse(r.now.setup)
		if len(r.courses) == kept {
			r.courses[0].close()
			r.courses = slices.Delete(r.courses, 0, 1)
		}
	}
	r.courses = append(r.courses, c)
	c.seek(r.now.k)
	return c
}

// Kind returns "regression".
func (r *Regression) Kind() string { return "regression" }

// Ask answers "preview": what View would return after the action, which is not taken; and
// "thumbnails": a few points of each preset, to draw it small.
func (r *Regression) Ask(what string, a Action) (any, error) {
	switch what {
	case "preview":
		return r.preview(a)
	case "thumbnails":
		return thumbnails(), nil
	}
	return nil, fmt.Errorf("a regression cannot be asked for %q: ask for preview or thumbnails", what)
}

// preview is the view after the action.
func (r *Regression) preview(a Action) (any, error) {
	try := &Regression{}
	try.now = r.now
	defer func() {
		for _, c := range try.courses {
			c.close()
		}
	}()
	if err := try.Do(a); err != nil {
		return nil, err
	}
	return try.View(), nil
}

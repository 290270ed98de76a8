// Package exercises holds what a learner practises: statements, signatures, checks that answer at once, hints.
//
// An exercise is a typed value. In a notebook,
//
//	exercises.MatrixProduct.Check(MatMul)
//
// compiles only when MatMul has the signature that is asked for, runs the visible checks, and says of each failure what was
// given, what came, what was wanted, and the likely slip.
package exercises

import (
	"fmt"
	"reflect"
	"strings"
)

// Kind is what a learner does in an exercise.
type Kind string

// The three kinds.
const (
	Implement Kind = "implement" // write a function
	Predict   Kind = "predict"   // work the number out, then check
	Debug     Kind = "debug"     // repair a program
)

// Exercise asks for a function of type F. Each exercise is a variable of this package; its statement is in the notebook.
type Exercise[F any] struct {
	ID     string // of the cell that holds the answer, "matrix-product"
	Lesson int    // the number of the lesson, 1 to 24
	Kind   Kind
	Title  string
	Name   string    // of the function, "MatMul"
	Forbid []string  // functions and methods that would do the work, "Mul"; the grader refuses an answer that names one
	Hints  [3]string // of rising help; the last one is still not the answer
	Checks []Check[F]
}

// Info is what there is to know of an exercise, whatever its type.
type Info struct {
	ID     string
	Lesson int
	Kind   Kind
	Title  string
	Name   string
	Forbid []string
	Checks int // visible ones
}

// Info describes the exercise.
func (e *Exercise[F]) Info() Info {
	return Info{e.ID, e.Lesson, e.Kind, e.Title, e.Name, e.Forbid, len(e.Checks)}
}

// Type returns the type of the function that is asked for.
func (e *Exercise[F]) Type() reflect.Type { return reflect.TypeFor[F]() }

// Judge runs the visible checks on a function of that type.
func (e *Exercise[F]) Judge(solution reflect.Value, seed uint64) []Result {
	return Run(e.Checks, solution.Interface().(F), seed)
}

// Worth lists the visible checks with their points, without running them.
func (e *Exercise[F]) Worth() (all []Result) {
	for _, c := range e.Checks {
		all = append(all, Result{Name: c.Name, Points: c.Worth()})
	}
	return all
}

// Check is one question to a solution.
type Check[F any] struct {
	Name   string  // said in a report, "a 2×3 with a 3×2 matrix"
	Points float64 // what it is worth when graded; 0 is 1
	Run    func(t *T, solution F)
}

// Worth returns the points of the check.
func (c Check[F]) Worth() float64 {
	if c.Points == 0 {
		return 1
	}
	return c.Points
}

// Check runs the visible checks, prints what came of each, and remembers the progress in a file (see Progress). It
// reports whether all have passed.
func (e *Exercise[F]) Check(solution F) bool {
	results := Run(e.Checks, solution, 0)
	var b strings.Builder
	passed := 0
	for _, r := range results {
		if r.Passed() {
			passed++
		}
		b.WriteString(r.String())
	}
	switch {
	case passed == len(results):
		fmt.Fprintf(&b, "%s: all %d checks pass.\n", e.Title, passed)
	default:
		fmt.Fprintf(&b, "%s: %d of %d checks pass.\n", e.Title, passed, len(results))
	}
	fmt.Print(b.String())
	if err := remember(e.ID, passed, len(results)); err != nil {
		fmt.Println(err)
	}
	if passed < len(results) && validating() {
		Score(0)
	}
	return passed == len(results)
}

// Hint prints the next hint: the first call the first one, and so on; after the last it begins again.
func (e *Exercise[F]) Hint() {
	n, err := nextHint(e.ID, len(e.Hints))
	if err != nil {
		fmt.Println(err)
	}
	fmt.Printf("Hint %d of %d: %s\n", n+1, len(e.Hints), e.Hints[n])
}

package exercises

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// T is what a check talks to: it shows what was given, compares what came with what was wanted, and ends the check
// at the first difference.
type T struct {
	Rand *rand.Rand // for inputs that are drawn

	given   []given
	failure *Failure
}

// given is an input, as it was before the solution saw it.
type given struct {
	name   string
	value  any
	before any
}

// Failure is why a check did not pass.
type Failure struct {
	Given   []string // what the solution was called with, a line or more each
	Came    string
	Wanted  string
	Message string // what is wrong, in a sentence
}

// Slip is a mistake that people make, with what comes out then.
type Slip struct {
	Say   string // "this is the transpose of the product"
	Value any
}

// Result is what came of a check.
type Result struct {
	Name    string
	Points  float64  // what it is worth
	Hidden  bool     // the learner does not see it before
	Failure *Failure // nil when it passed
}

// Passed reports whether the check found nothing wrong.
func (r Result) Passed() bool { return r.Failure == nil }

// Ended is the panic of a solution that runs elsewhere and brings no answer: it has ended, or takes too long.
type Ended struct{ Message string }

// Error returns the message.
func (e *Ended) Error() string { return e.Message }

// stop ends a check that has failed.
type stop struct{ t *T }

// Run runs checks on a solution, each with a random stream of its own from the seed.
func Run[F any](checks []Check[F], solution F, seed uint64) []Result {
	var results []Result
	for _, c := range checks {
		t := &T{Rand: nn.Stream(seed, c.Name)}
		t.run(func() { c.Run(t, solution) })
		results = append(results, Result{Name: c.Name, Points: c.Worth(), Failure: t.failure})
	}
	return results
}

// run does what a check says. A panic of the solution is a failure like others.
func (t *T) run(check func()) {
	defer func() {
		r := recover()
		if s, stopped := r.(stop); stopped && s.t == t {
			return
		}
		if ended, is := r.(*Ended); is {
			t.failure = &Failure{Given: t.shown(), Message: ended.Message}
		} else if r != nil {
			t.failure = &Failure{Given: t.shown(), Message: fmt.Sprintf("It panicked: %v", r)}
		}
	}()
	check()
	t.unchanged()
}

// Given names an input. It is shown when the check fails, and must be the same after the solution has seen it.
func (t *T) Given(name string, value any) {
	t.given = append(t.given, given{name, value, clone(value)})
}

// Fail ends the check with a sentence.
func (t *T) Fail(format string, args ...any) {
	t.failure = &Failure{Given: t.shown(), Message: fmt.Sprintf(format, args...)}
	panic(stop{t})
}

// Want compares what came with what was wanted. Numbers may differ by tolerance, relative to the wanted one where that is above 1. When
// what came is what one of the slips gives, the failure says so.
func (t *T) Want(name string, got, want any, tolerance float64, slips ...Slip) {
	why := difference(got, want, tolerance)
	if why == "" {
		return
	}
	for _, s := range slips {
		if difference(got, s.Value, tolerance) == "" {
			why = s.Say
			break
		}
	}
	t.failure = &Failure{Given: t.shown(), Came: show(name, got), Wanted: show(name, want), Message: why}
	panic(stop{t})
}

// Guess compares as Want does, for an exercise that asks for a number to be worked out: when it fails, the one that was wanted is not shown.
func (t *T) Guess(name string, got, want any, tolerance float64, slips ...Slip) {
	if difference(got, want, tolerance) == "" {
		return
	}
	why := name + " is something else. Work it out on paper, then ask for a hint."
	for _, s := range slips {
		if difference(got, s.Value, tolerance) == "" {
			why = s.Say
			break
		}
	}
	t.failure = &Failure{Given: t.shown(), Came: show(name, got), Message: why}
	panic(stop{t})
}

// unchanged fails when an input was overwritten.
func (t *T) unchanged() {
	for _, g := range t.given {
		if v := reflect.ValueOf(g.value); v.Kind() == reflect.Func { // can be called, and not overwritten
			continue
		}
		if difference(g.value, g.before, 0) != "" {
			t.failure = &Failure{
				Came: show(g.name+" afterwards", g.value), Wanted: show(g.name, g.before),
				Message: g.name + " was overwritten: whoever calls this still needs it. Compute into a new value.",
			}
			panic(stop{t})
		}
	}
}

func (t *T) shown() []string {
	var all []string
	for _, g := range t.given {
		all = append(all, show(g.name, g.before))
	}
	return all
}

// clone copies what a solution could overwrite.
func clone(v any) any {
	if v == nil {
		return nil
	}
	return deep(reflect.ValueOf(v)).Interface()
}

func deep(v reflect.Value) reflect.Value {
	if m, is := v.Interface().(*linalg.Matrix); is && m != nil {
		return reflect.ValueOf(m.Clone())
	}
	if v.Kind() != reflect.Slice || v.IsNil() {
		return v
	}
	list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		list.Index(i).Set(deep(v.Index(i)))
	}
	return list
}

// show writes a value with its name, matrices in rows.
func show(name string, v any) string {
	switch v := v.(type) {
	case *linalg.Matrix:
		if v == nil {
			return name + ": nothing (nil)"
		}
		m := v.Clone()
		m.Name = ""
		return name + " " + m.String()
	case []*linalg.Matrix:
		var all []string
		for i, m := range v {
			all = append(all, strings.TrimRight(show(fmt.Sprintf("%s[%d]", name, i), m), "\n"))
		}
		return strings.Join(all, "\n")
	case nil:
		return name + ": nothing (nil)"
	}
	if v := reflect.ValueOf(v); v.Kind() == reflect.Func {
		return name + " is a function"
	}
	if text := fmt.Sprintf("%s = %v", name, v); len(text) <= mostShown {
		return text
	} else {
		return strings.ToValidUTF8(text[:mostShown], "") + " …"
	}
}

// mostShown is how many bytes of a value are shown: whoever reads it needs no more.
const mostShown = 2000

// difference says in a sentence how what came differs; "" when it does not.
func difference(got, want any, tolerance float64) string {
	switch want := want.(type) {
	case *linalg.Matrix:
		got, ok := got.(*linalg.Matrix)
		switch {
		case !ok || got == nil:
			return "Nothing came back (nil)."
		case got.Rows != want.Rows || got.Cols != want.Cols:
			return fmt.Sprintf("The shape is %d×%d, want %d×%d.", got.Rows, got.Cols, want.Rows, want.Cols)
		case len(got.Data) != len(want.Data):
			return fmt.Sprintf("Rows and Cols say %d×%d, but Data holds %d numbers: make matrices with linalg.New.", got.Rows, got.Cols, len(got.Data))
		}
		for i, v := range got.Data {
			if !near(v, want.Data[i], tolerance) {
				return fmt.Sprintf("Row %d, column %d is %.6g, want %.6g.", i/want.Cols+1, i%want.Cols+1, v, want.Data[i])
			}
		}
		return ""
	case float64:
		if got, ok := got.(float64); ok && near(got, want, tolerance) {
			return ""
		}
		return "The number is another one."
	}
	if g, w := reflect.ValueOf(got), reflect.ValueOf(want); w.IsValid() && w.Kind() == reflect.Slice && g.IsValid() && g.Type() == w.Type() {
		if g.Len() != w.Len() {
			return fmt.Sprintf("%d %s came, want %d.", g.Len(), things(w), w.Len())
		}
		for i := range w.Len() {
			why := difference(g.Index(i).Interface(), w.Index(i).Interface(), tolerance)
			if why == "" {
				continue
			}
			if f, is := w.Index(i).Interface().(float64); is {
				return fmt.Sprintf("Number %d is %.6g, want %.6g.", i+1, g.Index(i).Float(), f)
			}
			if w.Index(i).Kind() == reflect.Slice || w.Index(i).Kind() == reflect.Pointer {
				return fmt.Sprintf("In number %d: %s", i+1, why)
			}
			if w.Index(i).Kind() == reflect.String {
				return fmt.Sprintf("Text %d is %q, want %q.", i+1, g.Index(i), w.Index(i))
			}
			return fmt.Sprintf("Number %d is %v, want %v.", i+1, g.Index(i), w.Index(i))
		}
		return ""
	}
	if reflect.DeepEqual(got, want) {
		return ""
	}
	return "It is not what was wanted."
}

// things names what a list holds.
func things(list reflect.Value) string {
	switch {
	case list.Type().Elem() == reflect.TypeFor[*linalg.Matrix]():
		return "matrices"
	case list.Type().Elem().Kind() == reflect.Slice:
		return "lists"
	case list.Type().Elem().Kind() == reflect.String:
		return "texts"
	}
	return "numbers"
}

func near(got, want, tolerance float64) bool {
	if math.IsNaN(want) || math.IsInf(want, 0) || math.IsNaN(got) || math.IsInf(got, 0) {
		return got == want || math.IsNaN(got) && math.IsNaN(want)
	}
	return math.Abs(got-want) <= tolerance*max(1, math.Abs(want))
}

// String returns a line for a check that passed, and for one that did not what there is to know.
func (r Result) String() string {
	if r.Passed() {
		return "✓ " + r.Name + "\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "✗ %s\n", r.Name)
	part := func(label, text string) {
		if text == "" {
			return
		}
		for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
			if i > 0 {
				label = ""
			}
			fmt.Fprintf(&b, "    %-8s%s\n", label, line)
		}
	}
	fmt.Fprintf(&b, "    %s\n", strings.ReplaceAll(r.Failure.Message, "\n", "\n    "))
	for _, g := range r.Failure.Given {
		part("given", g)
	}
	part("came", r.Failure.Came)
	part("wanted", r.Failure.Wanted)
	return b.String()
}

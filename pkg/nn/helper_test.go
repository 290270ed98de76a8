package nn_test

import (
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// draws is a matrix of the same draws from the standard normal distribution for each
// call with the same seed and shape.
func draws(seed uint64, rows, cols int) *nn.Matrix {
	return linalg.Normal(nn.Stream(seed, "test"), rows, cols, 0, 1)
}

// oneHot has a row for each label, with a 1 in the label's column.
func oneHot(classes int, labels ...int) *nn.Matrix {
	y := linalg.New(len(labels), classes)
	for i, k := range labels {
		y.Set(i, k, 1)
	}
	return y
}

// near says whether got is within tol of want, relative to want where that is above 1.
func near(got, want, tol float64) bool {
	return got == want || math.Abs(got-want) <= tol*math.Max(1, math.Abs(want))
}

// identical says whether two matrices are the same to the last bit, names aside.
func identical(a, b *nn.Matrix) bool {
	if a.Rows != b.Rows || a.Cols != b.Cols {
		return false
	}
	for i, v := range a.Data {
		if math.Float64bits(v) != math.Float64bits(b.Data[i]) {
			return false
		}
	}
	return true
}

// sameParams fails the test unless two nets have the same parameters to the last bit.
func sameParams(t *testing.T, what string, got, want *nn.Model) {
	t.Helper()
	g, w := got.Params(), want.Params()
	if len(g) != len(w) {
		t.Fatalf("%s: got %d parameters, want %d", what, len(g), len(w))
	}
	for i := range g {
		if g[i].Name != w[i].Name || !identical(g[i].Value, w[i].Value) {
			t.Errorf("%s: got %s = %.17g\nwant %s = %.17g", what, g[i].Name, g[i].Value, w[i].Name, w[i].Value)
		}
	}
}

// approx fails the test unless got has the shape and, within tol, the entries of want.
func approx(t *testing.T, what string, got, want *nn.Matrix, tol float64) {
	t.Helper()
	if !linalg.EqualApprox(got, want, tol) {
		t.Errorf("%s: got %.9g\nwant %.9g", what, got, want)
	}
}

// misfit is the message of the *linalg.ShapeError that f panics with.
func misfit(t *testing.T, f func()) (message string) {
	t.Helper()
	defer func() {
		t.Helper()
		v := recover()
		e, ok := v.(*linalg.ShapeError)
		if !ok {
			t.Errorf("got panic %v (%T), want a *linalg.ShapeError", v, v)
			return
		}
		message = e.Error()
	}()
	f()
	return ""
}

// fails fails the test unless err is there and says exactly want.
func fails(t *testing.T, what string, err error, want string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("%s:\n got %v\nwant %s", what, err, want)
	}
}

// holds fails the test unless text holds each of the words.
func holds(t *testing.T, what, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s: got %q, want %q in it", what, text, w)
		}
	}
}

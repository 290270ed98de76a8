package sim

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
)

// At the border the error in the steep direction keeps its size: that is said, and it is so.
func TestVerdictAtTheLimit(t *testing.T) {
	for _, m := range []string{batchGD, momentum} {
		s := RegressionSetup{Data: "clean line", Method: m, Momentum: 0.5}
		limit := float64(view(NewRegression(s)).Rate.Limit)
		for _, c := range []struct {
			off        float64
			side, want string
		}{
			{0, "at", "neither converges nor diverges."}, {1e-10, "at", "To be exact it grows by "}, {-1e-10, "at", "To be exact it shrinks by "},
			{2e-4, "beyond", "1.00"}, {-2e-4, "below", "leaves 0.99"},
		} {
			s.Rate = limit * (1 + c.off)
			v := view(NewRegression(s)).Rate
			if v.Side != c.side || !strings.Contains(v.Say, c.want) || strings.Contains(v.Say, " 1 ") || c.side == "at" && strings.Contains(v.Say, "it diverges") {
				t.Errorf("%s at 1 + %v of the limit: got %q, %q, want %q and %q in it", m, c.off, v.Side, v.Say, c.side, c.want)
			}
		}
		// From a start in the steep direction, the distance after an even number of updates is that of the start.
		s.Rate = limit
		c := NewRegression(s).course()
		s.Start = &Line{c.goal.W + c.steep().W, c.goal.B + c.steep().B}
		far := NewRegression(s).course()
		far.seek(202)
		if got := far.distances[202] / far.distances[200]; math.Abs(got-1) > 1e-9 {
			t.Errorf("%s: at the limit two updates leave %v of the error, want 1", m, got)
		}
	}
	tiny := view(NewRegression(RegressionSetup{Data: "clean line", Rate: 1e-9})).Rate
	if tiny.Side != "below" || strings.Contains(tiny.Say, "leaves 1 ") || !strings.Contains(tiny.Say, "of the error in the steep direction away") {
		t.Errorf("got %q for a tiny α", tiny.Say)
	}
	if v := view(NewRegression(RegressionSetup{Method: closedForm})).Rate; v.Side != "" {
		t.Errorf("got the side %q in closed form", v.Side)
	}
}

// No sentence says that a number goes from one to another that look the same.
func TestNoChangeBetweenEqualDigits(t *testing.T) {
	for _, m := range methods {
		r := NewRegression(RegressionSetup{Data: "noisy line", Method: m, Rate: 0.1})
		for range 60 {
			v := view(r)
			texts := []string{v.Said}
			if v.Next != nil {
				texts = append(texts, v.Next.Say)
			}
			for _, text := range texts {
				words := strings.Fields(text)
				for i := range words {
					if i+2 < len(words) && words[i+1] == "to" && i > 0 && words[i-1] == "from" && words[i] == strings.TrimRight(words[i+2], ".,") {
						t.Fatalf("%s: got %q", m, text)
					}
				}
				if strings.Contains(text, "moves by 0 ") {
					t.Fatalf("%s: got %q", m, text)
				}
			}
			if r.Do(Action{Do: "step", N: 7}) != nil {
				break
			}
		}
	}
	for _, c := range []struct {
		a, b float64
		want string
	}{
		{1, 1, "stays at 1"}, {29558.5, math.Inf(1), "rises from 29558.5 to ∞"}, {math.Inf(1), math.Inf(1), "stays at ∞"}, {1, 1 - 1e-15, "stays at 1"}, {2, 2 - 1e-9, "falls by only 1·10⁻⁹, too little to be seen in 2"},
		{2, 2 + 1e-9, "rises by only 1·10⁻⁹, too little to be seen in 2"}, {2, 1, "falls from 2 to 1"}, {1, 2, "rises from 1 to 2"}, {1, math.NaN(), "is not a number"},
	} {
		if got := went(c.a, c.b); got != c.want {
			t.Errorf("%v to %v: got %q, want %q", c.a, c.b, got, c.want)
		}
	}
	first := view(NewRegression(RegressionSetup{Method: momentum})).Next.Say
	if !strings.Contains(first, "there is no velocity yet") {
		t.Errorf("got %q for the first update", first)
	}
}

// R² compares with the spread of y, which one point does not have.
func TestR2IsUndefinedWithoutSpread(t *testing.T) {
	for _, c := range []struct {
		x, y []float64
		want string
	}{
		{[]float64{2}, []float64{3}, "single point"}, {[]float64{1, 2, 3}, []float64{0.1, 0.1, 0.1}, "all y are equal"}, {[]float64{1, 2, 3}, []float64{0.1, 0.1, 0.2}, ""},
	} {
		v := play(t, NewRegression(RegressionSetup{X: c.x, Y: c.y}), Action{Do: "step"})
		if undefined := math.IsNaN(float64(v.Cost.R2)); undefined != (c.want != "") || !strings.Contains(v.Cost.NoR2, c.want) || (c.want == "") != (v.Cost.NoR2 == "") || math.IsNaN(v.Past.R2[1]) != undefined {
			t.Errorf("y = %v: got R² = %v, %q", c.y, v.Cost.R2, v.Cost.NoR2)
		}
	}
}

// A number that is refused is quoted as it was asked for.
func TestRefusalsQuoteTheNumber(t *testing.T) {
	for _, c := range []struct {
		a    Action
		want string
	}{
		{Action{Do: "set", Name: "stop updates", Value: 99999899}, "after 99999899 updates"},
		{Action{Do: "set", Name: "batch", Value: 99999899}, "the batch is 99999899:"},
		{Action{Do: "step", N: 99999899}, "99999899 updates"},
	} {
		if err := NewRegression(RegressionSetup{}).Do(c.a); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want %q in it", c.a, err, c.want)
		}
	}
	r := NewRegression(RegressionSetup{})
	if v := play(t, r, Action{Do: "set", Name: "stop updates", Value: maxUpdates}); v.Settings.Stop.Updates != maxUpdates {
		t.Errorf("got %d updates to stop at", v.Settings.Stop.Updates)
	}
}

// All points go, the first that is added takes the place that was held, and all of it is undone.
func TestClearThenAdd(t *testing.T) {
	r := NewRegression(RegressionSetup{Data: "iris"})
	before := stripped(t, r)
	v := play(t, r, Action{Do: "clear"})
	if len(v.X) != 1 || !v.Settings.Blank || v.XName != "petal length (cm)" {
		t.Errorf("got the points %v, blank %v, called %q", v.X, v.Settings.Blank, v.XName)
	}
	linked(t, r)
	for _, do := range []string{"clear", "remove"} {
		if err := r.Do(Action{Do: do}); err == nil || !strings.Contains(err.Error(), "your first") {
			t.Errorf("got %v for %s without points", err, do)
		}
	}
	v = play(t, r, Action{Do: "add", X: 1, Y: 2})
	if fmt.Sprint(v.X, v.Y) != "[1] [2]" || v.Settings.Blank || !strings.HasPrefix(v.Said, "Point 1 added") {
		t.Errorf("got the points %v, %v, blank %v, %q", v.X, v.Y, v.Settings.Blank, v.Said)
	}
	if v = play(t, r, Action{Do: "add", X: 3, Y: 4}); fmt.Sprint(v.X, v.Y) != "[1 3] [2 4]" {
		t.Errorf("got the points %v, %v", v.X, v.Y)
	}
	for _, a := range []Action{{Do: "move", X: 5, Y: 6}, {Do: "preset", Name: "curve"}, {Do: "paste", Text: "7,8"}} {
		other := NewRegression(RegressionSetup{})
		if v := play(t, other, Action{Do: "clear"}, a); v.Settings.Blank {
			t.Errorf("%+v: got a place that is held", a)
		}
	}
	if play(t, r, Action{Do: "undo"}, Action{Do: "undo"}, Action{Do: "undo"}); !bytes.Equal(before, stripped(t, r)) {
		t.Error("got another state by undoing")
	}
	if _, err := newRegression(RegressionSetup{X: []float64{1, 2}, Y: []float64{1, 2}, Blank: true}.withDefaults(), 0); err == nil {
		t.Error("got two points that hold the place of one")
	}
}

// Each preset is drawn small from points of its own.
func TestThumbnails(t *testing.T) {
	answer, err := NewRegression(RegressionSetup{}).Ask("thumbnails", Action{})
	if err != nil {
		t.Fatal(err)
	}
	list := answer.([]thumbnail)
	if len(list) != len(presets) {
		t.Fatalf("got %d, want one for each of %d presets", len(list), len(presets))
	}
	for i, p := range list {
		x, y := presets[i].points()
		if p.Name != presets[i].name || len(p.X) != min(x.Rows, thumbnailPoints) || len(p.Y) != len(p.X) || p.X[0] != x.Data[0] || p.Y[0] != y.Data[0] {
			t.Errorf("%s: got %d of %d points", p.Name, len(p.X), x.Rows)
		}
	}
}

// A sum can be broken between its terms: it has no delimiters that a line cannot break in, and
// each term is a group.
func TestSumsCanBreak(t *testing.T) {
	for name, s := range setups() {
		v := view(NewRegression(s))
		if v.Next == nil {
			continue
		}
		for _, f := range v.Next.Formulas {
			if strings.Contains(f.Values, `\left`) || strings.Count(f.Values, "{") != strings.Count(f.Values, "}") {
				t.Errorf("%s, %s: got %s", name, f.Name, f.Values)
			}
		}
	}
	if got, want := sum(5, func(i int) string { return fmt.Sprint(i) }), ` \bigl( {0} + {1} + \cdots + {4} \bigr)`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The end of what is kept is said in words.
func TestTheLastUpdateIsSaid(t *testing.T) {
	r := NewRegression(RegressionSetup{Data: "two points", Rate: 1e-4})
	v := play(t, r, Action{Do: "step", N: maxUpdates})
	if v.Next != nil || !strings.Contains(v.Over, "This run ends after 100,000 updates") || strings.Contains(v.Over, "diverged") {
		t.Errorf("got %q", v.Over)
	}
	if err := r.Do(Action{Do: "step"}); err == nil || !strings.Contains(err.Error(), "ends after 100,000 updates") {
		t.Errorf("got %v", err)
	}
}

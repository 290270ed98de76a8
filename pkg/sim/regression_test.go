package sim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"chainrule/pkg/nn"
)

// seenAs is the view of a simulator, read back from its JSON as a page reads it.
func seenAs(t *testing.T, s Simulator) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(written(t, s), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func written(t *testing.T, s Simulator) []byte {
	t.Helper()
	b, err := json.Marshal(s.View())
	if err != nil {
		t.Fatalf("the view cannot be written: %v", err)
	}
	return b
}

func view(r *Regression) *regressionView { return r.View().(*regressionView) }

func play(t *testing.T, r *Regression, script ...Action) *regressionView {
	t.Helper()
	if err := Play(r, script); err != nil {
		t.Fatal(err)
	}
	return view(r)
}

func closeTo(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// The published run: deep-ml.com, problem 47, rate 0.01, from (0, 0), 100 epochs in order.
func TestRegressionPublished(t *testing.T) {
	for _, c := range []struct {
		method string
		batch  int
		steps  int
		w, b   float64
	}{
		{batchGD, 0, 100, 1.14905239, 0.56176776},
		{stochastic, 0, 400, 1.0507814, 0.83659454},
		{miniBatch, 2, 200, 1.10334065, 0.68329431},
	} {
		r := NewRegression(RegressionSetup{Data: "clean line", Method: c.method, Batch: c.batch, Rate: 0.01, InOrder: true, Start: &Line{}})
		v := play(t, r, Action{Do: "step", N: c.steps})
		closeTo(t, c.method+" w", float64(v.Line.W), c.w, 1e-8)
		closeTo(t, c.method+" b", float64(v.Line.B), c.b, 1e-8)
		if v.Updates != c.steps {
			t.Errorf("got %d updates, want %d", v.Updates, c.steps)
		}
	}
}

// setups are runs of all kinds.
func setups() map[string]RegressionSetup {
	all := map[string]RegressionSetup{
		"half":       {Data: "noisy line", Half: true},
		"normalized": {Data: "far from 0", Normalize: true, Rate: 0.1},
		"raw":        {Data: "far from 0", Rate: 1e-7},
		"one point":  {X: []float64{2}, Y: []float64{3}},
		"equal x":    {X: []float64{2, 2, 2}, Y: []float64{3, 4, 8}},
		"equal x, z": {X: []float64{2, 2, 2}, Y: []float64{3, 4, 8}, Normalize: true},
		"equal y":    {X: []float64{1, 2, 3}, Y: []float64{5, 5, 5}},
		"diverges":   {Data: "clean line", Rate: 3},
	}
	for _, m := range methods {
		all[m] = RegressionSetup{Data: "noisy line", Method: m, Seed: 7}
		all[m+", normalized"] = RegressionSetup{Data: "iris", Method: m, Normalize: true, Seed: 3}
	}
	for _, p := range presets {
		all[p.name] = RegressionSetup{Data: p.name, Rate: 1e-4}
	}
	return all
}

// What is shown of an update is what the update does: its parts add up to the gradient of
// package nn, central differences agree, and a step leads to the new line.
func TestNextUpdateIsWhatAStepDoes(t *testing.T) {
	for name, s := range setups() {
		t.Run(name, func(t *testing.T) {
			r := NewRegression(s)
			for range 5 {
				v := view(r)
				if v.Next == nil {
					break
				}
				u := v.Next
				closeTo(t, "sum of the parts of ∂w", u.Table.Sums[len(u.Table.Sums)-2], float64(u.Gradient.W), 1e-9+boolTo(s.Method == closedForm, math.Inf(1)))
				closeTo(t, "sum of the parts of ∂b", u.Table.Sums[len(u.Table.Sums)-1], float64(u.Gradient.B), 1e-9+boolTo(s.Method == closedForm, math.Inf(1)))
				if u.Check != nil {
					if !(float64(u.Check.Error) < 1e-3) {
						t.Errorf("got a relative error of %v in the gradient check: %v", u.Check.Error, u.Check)
					}
				}
				if err := r.Do(Action{Do: "step"}); err != nil {
					t.Fatal(err)
				}
				now := view(r)
				if now.Theta != u.New {
					t.Errorf("got the line %v after the step, and %v was shown before", now.Theta, u.New)
				}
				closeTo(t, "cost after", float64(now.Cost.All), float64(u.After), 1e-12)
				if s.Method == batchGD || s.Method == "" {
					closeTo(t, "cost by the bowl", float64(now.Goal.Cost)+bowlAbove(now), float64(now.Cost.All), 1e-6)
				}
			}
		})
	}
}

// bowlAbove is J − J* by the Hessian of the view.
func bowlAbove(v *regressionView) float64 {
	dw, db := float64(v.Theta.W-v.Goal.Theta.W), float64(v.Theta.B-v.Goal.Theta.B)
	h := v.Rate.Hessian
	return (h[0][0]*dw*dw + 2*h[0][1]*dw*db + h[1][1]*db*db) / 2
}

func boolTo(b bool, v float64) float64 {
	if b {
		return v
	}
	return 0
}

// Four points by hand: n = 4, x = 1…4, y = x + 1, from (0, 0).
func TestRegressionByHand(t *testing.T) {
	v := view(NewRegression(RegressionSetup{Data: "clean line", Rate: 0.01, Start: &Line{}}))
	closeTo(t, "J", float64(v.Cost.All), 13.5, 1e-15)
	closeTo(t, "∂w", float64(v.Next.Gradient.W), -20, 1e-15)
	closeTo(t, "∂b", float64(v.Next.Gradient.B), -7, 1e-15)
	closeTo(t, "λmax", float64(v.Rate.Large), (17+math.Sqrt(269))/2, 1e-14)
	closeTo(t, "λmin", float64(v.Rate.Small), (17-math.Sqrt(269))/2, 1e-12)
	closeTo(t, "2/λmax", float64(v.Rate.Limit), 4/(17+math.Sqrt(269)), 1e-14)
	closeTo(t, "condition", float64(v.Rate.Condition), (17+math.Sqrt(269))/(17-math.Sqrt(269)), 1e-12)
	closeTo(t, "condition, normalized", float64(v.Rate.Normalized), 1, 1e-14)
	if v.Goal.Theta != (lineView{1, 1}) || v.Goal.Cost != 0 {
		t.Errorf("got the best line %v at cost %v, want w = 1, b = 1 at 0", v.Goal.Theta, v.Goal.Cost)
	}
	half := view(NewRegression(RegressionSetup{Data: "clean line", Rate: 0.01, Half: true, Start: &Line{}}))
	closeTo(t, "half of J", float64(half.Cost.All), 6.75, 1e-15)
	closeTo(t, "half of ∂w", float64(half.Next.Gradient.W), -10, 1e-15)
	closeTo(t, "twice the limit", float64(half.Rate.Limit), 2*float64(v.Rate.Limit), 1e-15)
}

// The best line has no slope, in any data, and the closed form goes there in one step.
func TestClosedForm(t *testing.T) {
	for name, s := range setups() {
		s.Method = closedForm
		r := NewRegression(s)
		v := play(t, r, Action{Do: "step"})
		closeTo(t, name+": gradient", float64(v.Cost.Gradient), 0, 1e-6*max(1, float64(v.Rate.Large)))
		closeTo(t, name+": distance", float64(v.Cost.Distance), 0, 1e-12)
		if v.Over == "" || r.Do(Action{Do: "step"}) == nil {
			t.Errorf("%s: got a second step in closed form", name)
		}
	}
}

// Below the limit gradient descent converges, beyond it the cost grows, for both velocities.
func TestLimit(t *testing.T) {
	for _, s := range []RegressionSetup{{}, {Half: true}, {Method: momentum}, {Method: momentum, Momentum: 0.5}, {Normalize: true}} {
		s.Data = "clean line"
		limit := float64(view(NewRegression(s)).Rate.Limit)
		for _, part := range []float64{0.97, 1.03} {
			s.Rate = part * limit
			r := NewRegression(s)
			first := view(r)
			v := play(t, r, Action{Do: "step", N: 2000})
			if grew := !(v.Cost.All < first.Cost.All); grew != (part > 1) {
				t.Errorf("%+v at %v of the limit: got J from %v to %v", s, part, first.Cost.All, v.Cost.All)
			}
			if said := strings.Contains(first.Rate.Say, "diverges"); said != (part > 1) {
				t.Errorf("%+v at %v of the limit: got %q", s, part, first.Rate.Say)
			}
		}
	}
}

// The factor that is said of each direction is the one that the path shows.
func TestShrink(t *testing.T) {
	for _, s := range []RegressionSetup{{Rate: 0.01}, {Rate: 0.1}, {Rate: 0.05, Method: momentum, Momentum: 0.2}} {
		s.Data = "clean line"
		c := NewRegression(s).course()
		goal := c.goal
		for _, d := range []struct {
			along  Line
			lambda float64
		}{{c.steep(), c.large}, {c.flat(), c.small}} {
			s.Start = &Line{goal.W + d.along.W, goal.B + d.along.B}
			run := NewRegression(s).course()
			run.seek(40)
			want, _ := run.shrink(d.lambda)
			got := math.Pow(run.distances[40]/run.distances[20], 1.0/20)
			if math.Abs(got-math.Abs(want)) > 0.03 {
				t.Errorf("%+v, λ = %v: got a factor of %v, said is %v", s, d.lambda, got, want)
			}
		}
	}
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		setup RegressionSetup
		want  string
	}{
		{RegressionSetup{Rate: 0.01}, "without overshooting"},
		{RegressionSetup{Rate: 0.01}, "half is gone after 232 updates"},
		{RegressionSetup{Rate: 1e-8}, "takes only 2.9939·10⁻⁹ of it away: half is gone after 2.3152·10⁸ updates"},
		{RegressionSetup{Rate: 0.1}, "oscillates"},
		{RegressionSetup{Rate: 0.2}, "diverges"},
		{RegressionSetup{Rate: 0.01, Method: momentum}, "in swings"},
		{RegressionSetup{Rate: 0.08, Method: stochastic}, "farthest out"},
		{RegressionSetup{Rate: 0.01, Method: stochastic}, "jump around"},
		{RegressionSetup{Rate: 0.01, Method: miniBatch}, "pulls a bit elsewhere"},
		{RegressionSetup{Method: closedForm}, "needs no learning rate"},
	} {
		c.setup.Data = "clean line"
		if got := view(NewRegression(c.setup)).Rate.Say; !strings.Contains(got, c.want) {
			t.Errorf("%+v: got %q, want %q in it", c.setup, got, c.want)
		}
	}
}

// The lines of equal cost have the cost that they are said to have.
func TestSurface(t *testing.T) {
	for name, s := range setups() {
		r := NewRegression(s)
		for range 3 {
			v := view(r)
			f := v.Surface
			if len(f.Levels) != levels || !(f.W[0] < f.W[1]) || !(f.B[0] < f.B[1]) {
				t.Fatalf("%s: got the surface %+v", name, f)
			}
			c := r.course()
			for _, l := range f.Levels {
				for angle := 0.0; angle < 6; angle++ {
					a, b := math.Cos(angle), math.Sin(angle)
					if f.Parallel {
						b = 1
					}
					at := Line{float64(f.Center.W) + a*float64(l.Long.W) + b*float64(l.Short.W), float64(f.Center.B) + a*float64(l.Long.B) + b*float64(l.Short.B)}
					closeTo(t, name+": cost on a line of equal cost", c.cost(at), float64(l.Cost), 1e-4)
				}
			}
			if v.Next == nil {
				break
			}
			play(t, r, Action{Do: "step", N: 7})
		}
	}
}

// A long action can be left between two updates; what was made is one undo step.
func TestRegressionIsInterrupted(t *testing.T) {
	r := NewRegression(RegressionSetup{Rate: 0.001})
	count := 0
	r.Poll(func() bool { count++; return count == 7 })
	if v := play(t, r, Action{Do: "step", N: 5000}); v.Updates != 7 || v.Over != "" {
		t.Errorf("got %d updates, over %q, want 7", v.Updates, v.Over)
	}
	r.Poll(nil)
	if v := play(t, r, Action{Do: "undo"}, Action{Do: "redo"}, Action{Do: "step"}); v.Updates != 8 {
		t.Errorf("got %d updates, want 8", v.Updates)
	}
}

// A long path is thinned out, and keeps its ends.
func TestPastIsThinned(t *testing.T) {
	r := NewRegression(RegressionSetup{Data: "clean line", Rate: 0.001})
	p := play(t, r, Action{Do: "step", N: 5003}).Past
	if n := len(p.K); n > listedUpdates+2 || n < listedUpdates/2 || p.K[0] != 0 || p.K[n-1] != 5003 || len(p.W) != n || len(p.Batch) != n {
		t.Errorf("got %d updates of the path, from %d to %d", n, p.K[0], p.K[n-1])
	}
	for i, k := range p.K {
		if p.W[i] != r.course().path[k].W {
			t.Fatalf("got another w at update %d", k)
		}
	}
}

func TestStopConditions(t *testing.T) {
	for _, c := range []struct {
		name  string
		value float64
		say   string
	}{
		{"stop cost", 0.1, "cost is"}, {"stop change", 1e-4, "changed the cost"}, {"stop gradient", 0.01, "gradient"}, {"stop updates", 33, "33 updates"},
	} {
		r := NewRegression(RegressionSetup{Data: "clean line", Rate: 0.05})
		if v := play(t, r, Action{Do: "set", Name: c.name, Value: c.value}, Action{Do: "step", N: 5000}); v.Updates >= 5000 || !strings.Contains(strings.Join(v.Met, " "), c.say) || !strings.Contains(v.Said, "Stopped") {
			t.Errorf("%s: got %d updates, met %q, said %q", c.name, v.Updates, v.Met, v.Said)
		}
		c0 := r.course()
		c0.seek(c0.at - 1)
		if len(c0.met()) > 0 {
			t.Errorf("%s: got a stop one update late", c.name)
		}
		at := r.now.k
		if v := play(t, r, Action{Do: "step"}); v.Updates != at+1 {
			t.Errorf("%s: got no update beyond the stop, want one at a time", c.name)
		}
		// A stop condition is not part of the run: it changes no number.
		if v := play(t, r, Action{Do: "set", Name: c.name, Value: 0}); v.Updates != at+1 {
			t.Errorf("%s: got a new run at update %d by taking the condition away", c.name, v.Updates)
		}
	}
}

// A training that diverges comes to an end that is said, and back.
func TestRegressionThatDiverges(t *testing.T) {
	r := NewRegression(RegressionSetup{Data: "clean line", Rate: 10})
	v := play(t, r, Action{Do: "step", N: 10000})
	if v.Over == "" || !strings.Contains(v.Said, "diverged") || v.Next != nil {
		t.Errorf("got over %q, said %q", v.Over, v.Said)
	}
	written(t, r)
	if v := play(t, r, Action{Do: "reset"}, Action{Do: "undo"}); v.Over == "" {
		t.Error("got no end by undoing a reset")
	}
	if v := play(t, r, Action{Do: "set", Name: "stop updates", Value: 5}, Action{Do: "undo"}, Action{Do: "reset"}); v.Updates != 0 {
		t.Errorf("got %d updates after a reset", v.Updates)
	}
	play(t, r, Action{Do: "undo"})
	if err := r.Do(Action{Do: "step"}); err == nil || !strings.Contains(err.Error(), "smaller α") {
		t.Errorf("got %v for a step beyond the end", err)
	}
	if v := play(t, r, Action{Do: "set", Name: "rate", Value: 0.01}); v.Updates != 0 || !v.Settings.Seeded {
		t.Errorf("got %d updates, seeded %v: want a new run from the seed", v.Updates, v.Settings.Seeded)
	}
}

// The run is the same after a reset, and a setting changed in the middle goes on from there.
func TestRunsBeginWhereTheyShould(t *testing.T) {
	r := NewRegression(RegressionSetup{Data: "iris", Method: stochastic, Rate: 0.001, Seed: 4})
	first := view(r)
	middle := play(t, r, Action{Do: "step", N: 60})
	again := play(t, r, Action{Do: "reset"}, Action{Do: "step", N: 60})
	if middle.Theta != again.Theta {
		t.Errorf("got %v after a reset, want %v", again.Theta, middle.Theta)
	}
	changed := play(t, r, Action{Do: "set", Name: "rate", Value: 0.002})
	if changed.Theta != middle.Theta || changed.Updates != 0 || changed.Settings.Seeded {
		t.Errorf("got %v after %d updates, want a new run from %v", changed.Theta, changed.Updates, middle.Theta)
	}
	z := play(t, r, Action{Do: "step", N: 3}, Action{Do: "set", Name: "normalize", Value: 1})
	if c := r.courses[len(r.courses)-2]; math.Abs(float64(z.Line.W)-c.here().W) > 1e-12 || math.Abs(float64(z.Line.B)-c.here().B) > 1e-12 {
		t.Errorf("got the line %v over x after normalizing, want %v", z.Line, c.here())
	}
	if v := play(t, r, Action{Do: "step"}, Action{Do: "start"}); v.Theta != z.Theta {
		t.Errorf("got %v at the start of this run, want %v", v.Theta, z.Theta)
	}
	if v := play(t, r, Action{Do: "set", Name: "normalize", Value: 0}, Action{Do: "reset"}); v.Theta != first.Theta {
		t.Errorf("got %v at the seeded start, want %v", v.Theta, first.Theta)
	}
	if v := play(t, r, Action{Do: "step", N: 5}, Action{Do: "add", X: 1, Y: 1}); v.Updates != 0 || !v.Settings.Seeded || v.Theta != first.Theta {
		t.Errorf("got %v after %d updates, want other points to begin at the seeded start", v.Theta, v.Updates)
	}
	line := play(t, r, Action{Do: "line", X: 1, Y: 2}, Action{Do: "move", N: 0, X: 3, Y: 3})
	if line.Line != (lineView{1, 2}) {
		t.Errorf("got %v, want the line drawn by hand kept while points are moved", line.Line)
	}
}

// every action, at least once, from the zero setup.
func every() []Action {
	return []Action{
		{Do: "step"}, {Do: "step", N: 10}, {Do: "back"}, {Do: "back", N: 3}, {Do: "start"}, {Do: "step", N: 5}, {Do: "set", Name: "rate", Value: 0.1},
		{Do: "reset"}, {Do: "preset", Name: "outliers"}, {Do: "add", X: 0.5, Y: -1}, {Do: "move", N: 3, X: 0.1, Y: 0.2}, {Do: "remove", N: 2},
		{Do: "paste", Text: "x,y\n1,2\n2,3\n3,5"}, {Do: "line", X: 1, Y: -1}, {Do: "solve"}, {Do: "set", Name: "method", Text: "stochastic"},
		{Do: "set", Name: "method", Text: "mini-batch"}, {Do: "set", Name: "batch", Value: 2}, {Do: "set", Name: "order", Text: "in order"},
		{Do: "set", Name: "method", Text: "momentum"}, {Do: "set", Name: "momentum", Value: 0.5}, {Do: "step", N: 4}, {Do: "set", Name: "half", Value: 1},
		{Do: "set", Name: "normalize", Value: 1}, {Do: "set", Name: "seed", Value: 5}, {Do: "set", Name: "start", X: 1, Y: 2},
		{Do: "set", Name: "stop cost", Value: 0.1}, {Do: "set", Name: "stop change", Value: 0.1}, {Do: "set", Name: "stop gradient", Value: 0.1},
		{Do: "set", Name: "stop updates", Value: 12}, {Do: "set", Name: "method", Text: "closed form"}, {Do: "step"}, {Do: "clear"},
	}
}

// stripped is the view without what the past and the future alone change.
func stripped(t *testing.T, s Simulator) []byte {
	t.Helper()
	v := *s.View().(*regressionView)
	v.CanUndo, v.CanRedo = false, false
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("the view cannot be written: %v", err)
	}
	return b
}

// Every action is taken back exactly, to the beginning, and taken again.
func TestEveryActionUndone(t *testing.T) {
	r := NewRegression(RegressionSetup{})
	views := [][]byte{stripped(t, r)}
	for i, a := range every() {
		if err := r.Do(a); err != nil {
			t.Fatalf("action %d, %+v: %v", i, a, err)
		}
		views = append(views, stripped(t, r))
		if bytes.Equal(views[i], views[i+1]) {
			t.Errorf("action %d, %+v: got no change", i, a)
		}
	}
	for i := len(views) - 2; i >= 0; i-- {
		if err := r.Do(Action{Do: "undo"}); err != nil || !bytes.Equal(stripped(t, r), views[i]) {
			t.Fatalf("got another state by undoing to action %d (%v)", i, err)
		}
	}
	if view(r).CanUndo || r.Do(Action{Do: "undo"}) == nil {
		t.Error("got something to undo before the first action")
	}
	for i := 1; i < len(views); i++ {
		if err := r.Do(Action{Do: "redo"}); err != nil || !bytes.Equal(stripped(t, r), views[i]) {
			t.Fatalf("got another state by redoing action %d (%v)", i, err)
		}
	}
	if view(r).CanRedo || r.Do(Action{Do: "redo"}) == nil {
		t.Error("got something to redo after the last action")
	}
}

// What makes no sense is refused in a sentence that says what is wanted, and changes nothing.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		a    Action
		want string
	}{
		{Action{Do: "fly"}, "no action \"fly\""},
		{Action{Do: "step", N: -1}, "want from 1 to 100,000"},
		{Action{Do: "step", N: 100_001}, "want from 1 to 100,000"},
		{Action{Do: "back"}, "at its start"},
		{Action{Do: "back", N: -1}, "makes no sense"},
		{Action{Do: "start"}, "at its start already"},
		{Action{Do: "reset"}, "already at the start"},
		{Action{Do: "preset", Name: "cats"}, "want noisy line"},
		{Action{Do: "preset", Name: "noisy line"}, "already"},
		{Action{Do: "add", X: 1e10}, "x is 1e+10"},
		{Action{Do: "add", Y: -2e9}, "y is -2e+09"},
		{Action{Do: "add", Y: math.NaN()}, "y is NaN"},
		{Action{Do: "move", N: 30}, "numbered from 0 to 29"},
		{Action{Do: "move", N: -1}, "no point -1"},
		{Action{Do: "move", N: 1, X: math.Inf(1)}, "x is +Inf"},
		{Action{Do: "remove", N: 99}, "no point 99"},
		{Action{Do: "paste"}, "no points"},
		{Action{Do: "line", X: math.NaN()}, "want numbers"},
		{Action{Do: "line", X: 1e13}, "10¹²"},
		{Action{Do: "set", Name: "rate"}, "want a number above 0"},
		{Action{Do: "set", Name: "rate", Value: -1}, "want a number above 0"},
		{Action{Do: "set", Name: "rate", Value: math.NaN()}, "want a number above 0"},
		{Action{Do: "set", Name: "rate", Value: 1e10}, "up to 10⁹"},
		{Action{Do: "set", Name: "rate", Value: 0.05}, "already"},
		{Action{Do: "set", Name: "momentum", Value: 1}, "below 1"},
		{Action{Do: "set", Name: "momentum", Value: -0.1}, "below 1"},
		{Action{Do: "set", Name: "batch", Value: 0}, "from 1 to 5000"},
		{Action{Do: "set", Name: "batch", Value: 2.5}, "whole number"},
		{Action{Do: "set", Name: "batch", Value: 1e12}, "from 1 to 5000"},
		{Action{Do: "set", Name: "seed", Value: -1}, "whole number"},
		{Action{Do: "set", Name: "seed", Value: math.NaN()}, "whole number"},
		{Action{Do: "set", Name: "method", Text: "magic"}, "want batch"},
		{Action{Do: "set", Name: "order", Text: "backwards"}, "want shuffled"},
		{Action{Do: "set", Name: "stop cost", Value: -1}, "stop condition cost"},
		{Action{Do: "set", Name: "stop updates", Value: 0.5}, "whole number"},
		{Action{Do: "set", Name: "color"}, "want method"},
		{Action{Do: "set", Name: "start", X: math.Inf(-1)}, "want numbers"},
	} {
		r := NewRegression(RegressionSetup{})
		before := written(t, r)
		if err := r.Do(c.a); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want %q in it", c.a, err, c.want)
		}
		if !bytes.Equal(before, written(t, r)) {
			t.Errorf("%+v: got another state by an action that was refused", c.a)
		}
	}
	last := NewRegression(RegressionSetup{X: []float64{1}, Y: []float64{1}})
	if err := last.Do(Action{Do: "remove"}); err == nil || !strings.Contains(err.Error(), "last point") {
		t.Errorf("got %v for removing the last point", err)
	}
	full := NewRegression(RegressionSetup{X: make([]float64, maxPoints), Y: make([]float64, maxPoints)})
	if err := full.Do(Action{Do: "add"}); err == nil || !strings.Contains(err.Error(), "no more fit") {
		t.Errorf("got %v for one point more than fit", err)
	}
	solved := NewRegression(RegressionSetup{})
	play(t, solved, Action{Do: "solve"})
	if err := solved.Do(Action{Do: "solve"}); err == nil {
		t.Error("got a second solution")
	}
}

// A setup that makes no sense panics with a sentence.
func TestNewRegressionRefuses(t *testing.T) {
	for _, c := range []struct {
		setup RegressionSetup
		want  string
	}{
		{RegressionSetup{X: []float64{1, 2}, Y: []float64{1}}, "one y for each x"},
		{RegressionSetup{X: []float64{1}, Y: []float64{math.NaN()}}, "point 1: y is NaN"},
		{RegressionSetup{Data: "iris", X: []float64{1}, Y: []float64{1}}, "give one of them"},
		{RegressionSetup{Data: "cats"}, "no points called"},
		{RegressionSetup{X: make([]float64, 5001), Y: make([]float64, 5001)}, "at most 5000"},
		{RegressionSetup{X: []float64{1}, Y: []float64{1}, XName: strings.Repeat("x", 61)}, "60 letters"},
		{RegressionSetup{Rate: -1}, "above 0"},
		{RegressionSetup{Start: &Line{W: math.NaN()}}, "want numbers"},
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, c.want) {
					t.Errorf("got %q, want %q in it", got, c.want)
				}
			}()
			NewRegression(c.setup)
		}()
	}
}

// The answer to "preview" is the view after the action, which is not taken.
func TestPreview(t *testing.T) {
	for _, a := range []Action{{Do: "line", X: 1, Y: 2}, {Do: "move", N: 2, X: 0, Y: 5}, {Do: "step", N: 3}} {
		r := NewRegression(RegressionSetup{Method: miniBatch, Seed: 2})
		play(t, r, Action{Do: "step", N: 4})
		before := written(t, r)
		answer, err := r.Ask("preview", a)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(before, written(t, r)) {
			t.Errorf("%+v: got another state by asking", a)
		}
		play(t, r, a)
		got, want := *answer.(*regressionView), *view(r)
		got.CanUndo, want.CanUndo = true, true
		g, _ := json.Marshal(got)
		w, _ := json.Marshal(want)
		if !bytes.Equal(g, w) {
			t.Errorf("%+v: got another view than after the action", a)
		}
	}
	r := NewRegression(RegressionSetup{})
	if _, err := r.Ask("preview", Action{Do: "back"}); err == nil {
		t.Error("got a preview of an action that is refused")
	}
	if _, err := r.Ask("the time", Action{}); err == nil {
		t.Error("got an answer to a question that there is not")
	}
}

// A course is made anew when its setup was long ago, and is the same.
func TestOldCoursesAreMadeAnew(t *testing.T) {
	r := NewRegression(RegressionSetup{Method: momentum, Rate: 0.01})
	play(t, r, Action{Do: "step", N: 130})
	want := stripped(t, r)
	for i := range 3 * kept {
		play(t, r, Action{Do: "set", Name: "rate", Value: 0.02 + float64(i)/1000}, Action{Do: "step", N: 3})
	}
	if len(r.courses) > kept {
		t.Errorf("got %d courses kept, want at most %d", len(r.courses), kept)
	}
	for range 6 * kept {
		if err := r.Do(Action{Do: "undo"}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(want, stripped(t, r)) {
		t.Error("got another state by coming back to a course that was dropped")
	}
}

// randomRegression is any action, now and then one that makes no sense.
func randomRegression(rng *rand.Rand, points int) Action {
	coordinate := func() float64 {
		switch rng.IntN(12) {
		case 0:
			return 0
		case 1:
			return 1e9 * (2*rng.Float64() - 1)
		case 2:
			return 1e-200 * rng.Float64()
		case 3:
			return 2e9
		}
		return 3 * rng.NormFloat64()
	}
	texts := append([]string{"shuffled", "in order", "", "nonsense"}, methods...)
	settings := []string{"method", "method", "rate", "rate", "momentum", "batch", "half", "normalize", "order", "seed", "start", "stop cost", "stop change", "stop gradient", "stop updates", "none"}
	pastes := []string{"1,2\n3,4", "x;y\n1,5;2\n2;3", "5 5", "1 1\n1 2\n1 3", "1,a", "", "1e-300,0\n2e-300,1", "1e9,1\n999999999.999,2"}
	values := []float64{0, 1, 2, 0.5, 0.01, 1e-3, 0.1, 0.3, 5, 1e5, -1, 1e-300, 1e9}
	switch rng.IntN(22) {
	case 0, 1, 2, 3:
		return Action{Do: "step", N: rng.IntN(30)}
	case 4:
		return Action{Do: "step", N: 300}
	case 5:
		return Action{Do: "back", N: rng.IntN(40)}
	case 6:
		return Action{Do: "start"}
	case 7:
		return Action{Do: "reset"}
	case 8:
		return Action{Do: "preset", Name: presets[rng.IntN(len(presets))].name}
	case 9:
		return Action{Do: "add", X: coordinate(), Y: coordinate()}
	case 10, 11:
		return Action{Do: "move", N: rng.IntN(points+1) - 1, X: coordinate(), Y: coordinate()}
	case 12:
		return Action{Do: "remove", N: rng.IntN(points)}
	case 13:
		return Action{Do: "paste", Text: pastes[rng.IntN(len(pastes))]}
	case 14:
		return Action{Do: "clear"}
	case 15:
		return Action{Do: "line", X: coordinate(), Y: coordinate()}
	case 16:
		return Action{Do: "solve"}
	case 17:
		return Action{Do: "undo"}
	case 18:
		return Action{Do: "redo"}
	}
	return Action{Do: "set", Name: settings[rng.IntN(len(settings))], Value: values[rng.IntN(len(values))], Text: texts[rng.IntN(len(texts))], X: coordinate(), Y: coordinate()}
}

// Ten thousand random actions: no panic, every state can be written, undo restores the state
// before, and a link leads to the same state.
func TestRandomActions(t *testing.T) {
	rng := nn.Stream(1, "regression actions")
	r := NewRegression(RegressionSetup{})
	before := stripped(t, r)
	taken := 0
	for i := range 10_000 {
		a := randomRegression(rng, r.course().x.Rows)
		err := r.Do(a)
		after := stripped(t, r)
		if err != nil {
			if !bytes.Equal(before, after) {
				t.Fatalf("action %d, %+v: refused (%v), and got another state", i, a, err)
			}
			if s := err.Error(); len(s) < 20 || strings.Contains(s, "%!") {
				t.Fatalf("action %d, %+v: got the sentence %q", i, a, s)
			}
			continue
		}
		taken++
		if bytes.Contains(after, []byte("%!")) {
			t.Fatalf("action %d, %+v: got a broken sentence in %s", i, a, after)
		}
		if v := view(r); v.Updates < 0 || len(v.X) == 0 || v.Over == "" && v.Next == nil && finite(float64(v.Cost.All)) {
			t.Fatalf("action %d, %+v: got %d updates, over %q, no next update at cost %v", i, a, v.Updates, v.Over, v.Cost.All)
		}
		if a.Do != "undo" && a.Do != "redo" {
			if err := r.Do(Action{Do: "undo"}); err != nil || !bytes.Equal(before, stripped(t, r)) {
				t.Fatalf("action %d, %+v: got another state by undoing it (%v)", i, a, err)
			}
			if err := r.Do(Action{Do: "redo"}); err != nil || !bytes.Equal(after, stripped(t, r)) {
				t.Fatalf("action %d, %+v: got another state by redoing it (%v)", i, a, err)
			}
		}
		if i%7 == 0 {
			linked(t, r)
		}
		before = after
	}
	if taken < 5000 {
		t.Errorf("got %d actions taken of 10000: the test tries too many that make no sense", taken)
	}
}

// linked checks that a link leads to the same state and link.
func linked(t *testing.T, r *Regression) {
	t.Helper()
	link := r.Link()
	again, err := OpenRegression(link)
	if err != nil {
		t.Fatalf("%s: %v", link, err)
	}
	if again.Link() != link {
		t.Fatalf("got the link %s from the state of %s", again.Link(), link)
	}
	got, want := *view(again.(*Regression)), *view(r)
	for _, v := range []*regressionView{&got, &want} {
		v.CanUndo, v.CanRedo, v.Said = false, false, ""
	}
	g, _ := json.Marshal(got)
	w, _ := json.Marshal(want)
	if !bytes.Equal(g, w) {
		t.Fatalf("got another state from the link %s:\n%s\n%s", link, g, w)
	}
}

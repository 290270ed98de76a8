package sim

import (
	"runtime"
	"slices"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

func trainer(rate float64) *nn.Trainer {
	rng := nn.Stream(1, "test")
	return &nn.Trainer{
		Net: nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 1})), Loss: nn.MSE{}, Opt: &nn.Momentum{LR: rate},
		X: linalg.Normal(rng, 10, 2, 0, 1), Y: linalg.Normal(rng, 10, 1, 0, 1), Batch: 3, Seed: 2,
	}
}

// params are copies of all parameters, one after the other.
func params(r *run) (all []float64) {
	for _, q := range r.trainer.Net.Params() {
		all = append(all, q.Value.Data...)
	}
	return all
}

// Wherever it comes from, a run is at the same place after the same number of updates.
func TestRunGoesForwardAndBack(t *testing.T) {
	r, err := newRun(trainer(0.05))
	if err != nil {
		t.Fatal(err)
	}
	want := [][]float64{params(r)}
	for k := 1; k <= 300; k++ {
		if err := r.seek(k, nil); err != nil {
			t.Fatal(err)
		}
		want = append(want, params(r))
	}
	rng := nn.Stream(3, "places")
	for range 100 {
		k := rng.IntN(301)
		if rng.IntN(4) == 0 {
			if _, err := r.trace(k); err != nil {
				t.Fatal(err)
			}
		} else if err := r.seek(k, nil); err != nil {
			t.Fatal(err)
		}
		if r.at != k || !slices.Equal(params(r), want[k]) {
			t.Fatalf("got other numbers after %d updates", k)
		}
	}
	r.close()
}

// The trace of an update ends with the parameters that the update leads to.
func TestRunTraces(t *testing.T) {
	r, _ := newRun(trainer(0.05))
	trace, err := r.trace(70)
	if err != nil {
		t.Fatal(err)
	}
	r.seek(71, nil)
	var got []float64
	for _, s := range trace.Steps[len(trace.Steps)-4:] {
		got = append(got, s.Out.Data...)
	}
	if !slices.Equal(got, params(r)) {
		t.Errorf("got %v at the end of the trace, want %v", got, params(r))
	}
	r.close()
}

// A training that diverges ends at its last update with numbers.
func TestRunThatDiverges(t *testing.T) {
	r, _ := newRun(trainer(1e3))
	if err := r.seek(1_000_000, nil); err != nil {
		t.Fatal(err)
	}
	end := r.at
	if r.ended == nil || end == 0 || end > 1000 {
		t.Fatalf("got an end after %d updates (%v), want one", end, r.ended)
	}
	last := params(r)
	r.seek(end-1, nil)
	r.seek(end+5, nil)
	if r.at != end || !slices.Equal(params(r), last) {
		t.Errorf("got another end by coming back to it, after %d updates", r.at)
	}
}

// A long way can be left in between.
func TestRunIsInterrupted(t *testing.T) {
	r, _ := newRun(trainer(0.05))
	r.seek(1000, func(at int, _ nn.Update) bool { return at < 123 })
	if r.at != 123 {
		t.Errorf("got %d updates, want 123", r.at)
	}
	r.close()
}

// A run keeps as much of each of its updates however many there were before: ten times the
// updates take ten times the memory, and not a hundred times.
func TestRunKeepsLittle(t *testing.T) {
	kept := func(updates int) float64 {
		tr := trainer(1e-4)
		r, err := newRun(tr)
		if err != nil {
			t.Fatal(err)
		}
		defer r.close()
		if err := r.seek(1, nil); err != nil { // what is made once
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		if err := r.seek(updates, nil); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc-before.TotalAlloc) / float64(updates)
	}
	few, many := kept(1000), kept(10_000)
	t.Logf("%.0f bytes are allocated for an update when there are 1,000, %.0f when there are 10,000", few, many)
	if many > 1.5*few {
		t.Errorf("got %.0f bytes for each of 10,000 updates, and %.0f for each of 1,000: want as many", many, few)
	}
}

func TestRunRefuses(t *testing.T) {
	bad := trainer(0.1)
	bad.Batch = -1
	if _, err := newRun(bad); err == nil {
		t.Error("got no error for a batch of −1")
	}
}

func TestUndoable(t *testing.T) {
	u := undoable[int]{now: 1}
	if u.undo() || u.redo() {
		t.Error("got something to undo or redo at the beginning")
	}
	u.set(2)
	u.set(3)
	for _, step := range []struct {
		do   func() bool
		want int
	}{{u.undo, 2}, {u.undo, 1}, {u.redo, 2}, {u.undo, 1}} {
		if !step.do() || u.now != step.want {
			t.Errorf("got %d, want %d", u.now, step.want)
		}
	}
	u.set(9)
	if u.redo() || !u.undo() || u.now != 1 {
		t.Errorf("got %d, want what was undone to be forgotten", u.now)
	}
}

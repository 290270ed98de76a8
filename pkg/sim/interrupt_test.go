package sim

import "testing"

// A long action ends where it is stopped, as one undo step.
func TestStops(t *testing.T) {
	for _, kind := range []string{"regression", "network"} {
		s, err := Open(kind, "")
		if err != nil {
			t.Fatal(err)
		}
		calls := 0
		s.(Interruptible).Poll(func() bool { calls++; return calls == 5 })
		before := s.Link()
		if err := s.Do(Action{Do: "step", N: 100}); err != nil {
			t.Fatal(err)
		}
		s.(Interruptible).Poll(nil)
		stopped := s.Link()
		again, _ := Open(kind, "")
		if err := again.Do(Action{Do: "step", N: 5}); err != nil {
			t.Fatal(err)
		}
		if want := again.Link(); calls != 5 || stopped != want {
			t.Errorf("%s: stopped at %s after %d calls, want %s", kind, stopped, calls, want)
		}
		if err := s.Do(Action{Do: "undo"}); err != nil || s.Link() != before {
			t.Errorf("%s: got %s by undoing (%v), want %s", kind, s.Link(), err, before)
		}
	}
}

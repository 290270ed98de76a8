package sim

import (
	"strings"
	"testing"
)

// A run is kept for 100,000 updates, for fewer when each looks at many points, and its end is
// said in words. A link opens the last of them.
func TestRegressionThatIsLong(t *testing.T) {
	for points, want := range map[int]int{1: 100_000, 500: 100_000, 1000: 50_000, 5000: 10_000} {
		s := RegressionSetup{X: make([]float64, points), Y: make([]float64, points)}
		if got := newCourse(&s).farthest(); got != want {
			t.Errorf("%d points: got %d updates, want %d", points, got, want)
		}
	}
	r := NewRegression(RegressionSetup{X: []float64{1, 2, 3}, Y: []float64{2, 4, 7}, Rate: 1e-3})
	v := play(t, r, Action{Do: "step", N: 99_999}, Action{Do: "step", N: 100})
	want := "ends after 100,000 updates: that is as far as a run on 3 points is kept"
	if v.Updates != 100_000 || !strings.Contains(v.Said, want) {
		t.Errorf("got %d updates, said %q", v.Updates, v.Said)
	}
	if err := r.Do(Action{Do: "step"}); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v for a step beyond the end", err)
	}
	linked(t, r)
}

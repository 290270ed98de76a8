package viz

import (
	"slices"
	"testing"
)

// Ten to the minus four is written as such, and names do not run into each other.
func TestTicksOfLogarithmicAxes(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		want   []string
	}{
		{1e-5, 1e20, []string{"10⁻⁴", "1", "10⁴", "10⁸", "10¹²", "10¹⁶", "10²⁰"}},
		{1e-6, 1e-3, []string{"10⁻⁶", "10⁻⁵", "10⁻⁴", "0.001"}},
		{0.3, 3, []string{"0.5", "1", "2"}},
	} {
		var got []string
		for _, tick := range (powers{}).Ticks(c.lo, c.hi) {
			if tick.Label != "" {
				got = append(got, tick.Label)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("from %v to %v: got %q, want %q", c.lo, c.hi, got, c.want)
		}
	}
}

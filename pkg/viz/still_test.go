package viz

import (
	"regexp"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
)

// The number in a cell of a still is read on the cell's own color: 4.5:1 from one end
// of each scale to the other.
func TestNumbersStandOutFromTheirCells(t *testing.T) {
	for name, k := range map[string]*cells{
		"seq": {scale: "seq", lo: 0, hi: 1}, "div": {scale: "div", lo: -1, hi: 1},
	} {
		for i := range 101 {
			ground := k.color(k.lo + float64(i)/100*(k.hi-k.lo))
			if got := contrast(readable(ground), ground); got < 4.5 {
				t.Errorf("%s at %d %%: the number has %.2f:1 on %v, want 4.5:1", name, i, got, ground)
			}
		}
	}
}

// Both ends of the diverging scale are dark in a still, and carry white numbers.
func TestNumbersOfBothEndsAreWhite(t *testing.T) {
	b, err := HeatMap{
		Title: "Both ends", X: Axis{Name: "unit"}, Y: Axis{Name: "input"}, Values: linalg.Row(-7, 0.125, 7),
	}.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, n := range regexp.MustCompile(`<text[^>]*style="([^"]*)">(-7|0.125|7)</text>`).FindAllSubmatch(b.SVG, -1) {
		got[string(n[2])] = "black" // SVG's own color is left out
		if strings.Contains(string(n[1]), "fill:#FFFFFF") {
			got[string(n[2])] = "white"
		}
	}
	for number, want := range map[string]string{"-7": "white", "0.125": "black", "7": "white"} {
		if got[number] != want {
			t.Errorf("the number %s is drawn in %q, want %s", number, got[number], want)
		}
	}
}

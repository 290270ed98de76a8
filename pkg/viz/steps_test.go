package viz

import (
	"encoding/xml"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// line is a line of text in a still that is laid out by hand.
type line struct {
	X    float64 `xml:"x,attr"`
	Y    float64 `xml:"y,attr"`
	Size float64 `xml:"font-size,attr"`
	Text string  `xml:",chardata"`
}

func linesOf(t *testing.T, v View) []line {
	t.Helper()
	b, err := v.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	var pic struct {
		Lines []line `xml:"text"`
	}
	if err := xml.Unmarshal(b.SVG, &pic); err != nil {
		t.Fatal(err)
	}
	return pic.Lines
}

// Nothing in the still of a trace lies over anything else or runs out of the picture, however
// long a place or a formula is. Letters are 0.57 of their height wide, which
// a wide font has at the mean.
func TestStepsHaveRoom(t *testing.T) {
	all := traces(t)
	long := nn.Step{Where: strings.Repeat("Residual 1/", 20) + "forward", Op: "matmul", TeX: strings.Repeat("x", 200), Say: strings.Repeat("1.2345 + ", 40)}
	long.Args, long.Out = []nn.Matrix{*linalg.Row(1), *linalg.Row(2)}, *linalg.Row(2)
	all = append(all, &nn.Trace{Steps: []nn.Step{long}})
	for _, trace := range all {
		lines := linesOf(t, Steps{Trace: trace, Caption: "A caption."})
		for i, l := range lines {
			if wide := 0.57 * l.Size * float64(len([]rune(l.Text))); l.X+wide > width {
				t.Errorf("%s: %q is %.0f pixels wide at %g", trace.Steps[0].Where, l.Text, wide, l.X)
			}
			if i > 0 && l.Y < lines[i-1].Y+max(l.Size, lines[i-1].Size) {
				t.Errorf("%s: %q at %g lies over %q at %g", trace.Steps[0].Where, l.Text, l.Y, lines[i-1].Text, lines[i-1].Y)
			}
		}
	}
}

// A place is written once, over all steps there.
func TestStepsStandUnderTheirPlace(t *testing.T) {
	trace := passes(t, nn.Shape{3, 2}, &nn.MultiHeadAttention{Heads: 2})
	places := map[string]int{}
	for _, l := range linesOf(t, Steps{Trace: trace}) {
		places[l.Text]++
	}
	if n := places["MultiHeadAttention 1/forward, example 1, head 2"]; n != 1 {
		t.Errorf("the place of the second head is written %d times, want once", n)
	}
	if places["4. Q[1,1] = (Q₁)_(1:3, 1:1)"] != 1 {
		t.Errorf("the formula of step 4 is not on a line of its own: %v", places)
	}
}

// A still that ends before the trace does says where the rest is.
func TestStillSaysWhereTheRestIs(t *testing.T) {
	step := updates(t, nn.Tanh, nil, nn.MSE{}, &nn.SGD{LR: 0.1}).Steps[0]
	for n, want := range map[int]string{
		maxStill: "",
		20:       "… and 2 steps more: JupyterLab plays all 20, and trace.Markdown() writes them as text.",
		19:       "… and 1 step more: JupyterLab plays all 19, and trace.Markdown() writes them as text.",
	} {
		trace := new(nn.Trace)
		for range n {
			trace.Steps = append(trace.Steps, step)
		}
		got := ""
		for _, l := range linesOf(t, Steps{Trace: trace}) {
			if strings.HasPrefix(l.Text, "…") || got != "" {
				got = joined(" ", got, l.Text)
			}
		}
		if got != want {
			t.Errorf("of %d steps: got %q, want %q", n, got, want)
		}
	}
}

package viz

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
)

// clouds are groups of two points each.
func clouds(n int) []Series {
	all := make([]Series, n)
	for k := range all {
		all[k] = Series{Name: fmt.Sprintf("group %d", k), X: []float64{0, float64(k)}, Y: []float64{float64(k), 1}}
	}
	return all
}

// sectors is a net that gives each direction of the plane to a class of its own.
func sectors(n int) Boundary {
	b := Boundary{Title: "T", X: Axis{Name: "a"}, Y: Axis{Name: "a"}, Examples: linalg.New(n, 2), Predict: func(x *linalg.Matrix) *linalg.Matrix { return linalg.New(x.Rows, n) }}
	for k := range n {
		b.Examples.Set(k, 0, float64(k))
		b.Labels, b.Classes = append(b.Labels, k), append(b.Classes, fmt.Sprintf("group %d", k))
	}
	return b
}

// Every group looks like no other, live and still, and the first nine differ in color: ten
// digits, or the 26 letters.
func TestGroupsLookDifferent(t *testing.T) {
	for name, v := range map[string]View{
		"scatter":  Scatter{Title: "T", X: Axis{Name: "a"}, Y: Axis{Name: "a"}, Groups: clouds(26)},
		"boundary": sectors(26),
	} {
		b, err := v.Bundle()
		if err != nil {
			t.Fatal(err)
		}
		looks, colors := map[string]string{}, map[string]bool{}
		for _, s := range b.Data.(map[string]any)["option"].(map[string]any)["series"].([]any) {
			s := s.(map[string]any)
			if s["type"] != "scatter" {
				continue
			}
			color := fmt.Sprint(s["itemStyle"].(map[string]any)["color"])
			look := fmt.Sprint(color, s["symbol"])
			if looks[look] != "" {
				t.Errorf("%s: %s looks like %s: %s", name, s["name"], looks[look], look)
			}
			looks[look] = fmt.Sprint(s["name"])
			if colors[color] = true; len(looks) <= 9 && len(colors) < len(looks) {
				t.Errorf("%s: %s has the color of another, %s", name, s["name"], color)
			}
		}
		if len(looks) != 26 {
			t.Errorf("%s: got %d groups, want 26", name, len(looks))
		}
	}
	stills := map[string]string{}
	for _, s := range symbols {
		look := fmt.Sprintf("%T %v", glyph(s), glyph(s))
		if stills[look] != "" {
			t.Errorf("in a still %s looks like %s", s, stills[look])
		}
		stills[look] = s
	}
}

// Symbols that ECharts does not know are paths, which it makes as large as the others.
func TestLiveSymbols(t *testing.T) {
	for symbol, want := range map[string]string{
		"circle": "circle", "rect": "rect", "triangle": "triangle", "diamond": "diamond",
		"down": "path://M-100,-100L100,-100L0,100Z",
	} {
		if got := liveSymbol(symbol); got != want {
			t.Errorf("%s: got %q, want %q", symbol, got, want)
		}
	}
	for _, symbol := range symbols[4:] {
		for _, p := range outlines[symbol] {
			if max(p.X, p.Y) > 1 || min(p.X, p.Y) < -1 {
				t.Errorf("%s has a corner at %v, outside of its square", symbol, p)
			}
		}
	}
}

// Lines differ in color, and where one comes again, in dashes.
func TestLinesLookDifferent(t *testing.T) {
	b, err := Line{Title: "T", X: Axis{Name: "a"}, Y: Axis{Name: "a"}, Series: clouds(18)}.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	looks := map[string]bool{}
	for _, s := range b.Data.(map[string]any)["option"].(map[string]any)["series"].([]any) {
		looks[fmt.Sprint(s.(map[string]any)["lineStyle"])] = true
	}
	if len(looks) != 18 {
		t.Errorf("18 lines have %d looks", len(looks))
	}
	for _, m := range []Series{{Y: []float64{1}}, {Y: []float64{1}, Color: Train}} {
		c := chart{marks: make([]mark, 9)}
		c.add(m, lineShape)
		if got, want := c.marks[9].dashed, m.Color == ""; got != want {
			t.Errorf("the tenth line, of color %q: dashed is %t", m.Color, got)
		}
	}
}

// The names of many groups stand beside a still, not over its points.
func TestManyNamesStandBesideTheFigure(t *testing.T) {
	place := regexp.MustCompile(`<text x="([\d.]+)"[^>]*>(group \d+) *</text>`)
	axis := regexp.MustCompile(`<path d="M[\d.]+,[\d.]+L([\d.]+),[\d.]+" style`)
	for n, columns := range map[int]int{2: 1, 10: 1, 20: 1, 26: 2} {
		b, err := Scatter{Title: "T", X: Axis{Name: "a"}, Y: Axis{Name: "a"}, Groups: clouds(n)}.Bundle()
		if err != nil {
			t.Fatal(err)
		}
		end := 0.0 // of the axes
		for _, m := range axis.FindAllSubmatch(b.SVG, -1) {
			end = max(end, float(t, m[1]))
		}
		names, starts := 0, map[float64]bool{}
		for _, m := range place.FindAllSubmatch(b.SVG, -1) {
			x := float(t, m[1])
			names++
			starts[x] = true
			if beside := x > end; beside != (n > 4) {
				t.Errorf("of %d groups: the name %q begins at %.0f, the axes end at %.0f", n, m[2], x, end)
			}
		}
		if names != n || n > 4 && len(starts) != columns {
			t.Errorf("of %d groups the still names %d, in %d columns, want %d", n, names, len(starts), columns)
		}
	}
}

func TestCut(t *testing.T) {
	for name, want := range map[string]string{
		"setosa": "setosa", "a long name of group 12": "a long n…p 12", strings.Repeat("ä", 14): strings.Repeat("ä", 8) + "…ääää",
	} {
		if got := cut(name, 13); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func float(t *testing.T, digits []byte) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(string(digits), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

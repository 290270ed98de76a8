package viz

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// symbols of groups: told apart without color too. There are seven, which share no divisor
// with the nine colors, so that 63 groups look different.
var symbols = []string{"circle", "rect", "triangle", "diamond", "cross", "down", "plus"}

// outlines are the symbols that ECharts or gonum/plot does not know, in a square from −1 to
// 1, y up.
var outlines = map[string][]Point{
	"diamond": {{0, 1}, {1, 0}, {0, -1}, {-1, 0}},
	"down":    {{-1, 1}, {1, 1}, {0, -1}},
	"plus":    plus,
	"cross":   turned(plus),
}

// plus has arms 0.7 wide.
var plus = []Point{
	{-0.35, 1}, {0.35, 1}, {0.35, 0.35}, {1, 0.35}, {1, -0.35}, {0.35, -0.35},
	{0.35, -1}, {-0.35, -1}, {-0.35, -0.35}, {-1, -0.35}, {-1, 0.35}, {-0.35, 0.35},
}

// turned is an outline turned by half a right angle.
func turned(outline []Point) []Point {
	all := make([]Point, len(outline))
	for i, p := range outline {
		all[i] = Point{(p.X - p.Y) * math.Sqrt2 / 2, (p.X + p.Y) * math.Sqrt2 / 2}
	}
	return all
}

// liveSymbol is the symbol as ECharts names it, or a path for one that it does not know.
func liveSymbol(symbol string) string {
	outline := outlines[symbol]
	if outline == nil || symbol == "diamond" {
		return symbol
	}
	var b strings.Builder
	b.WriteString("path://")
	for i, p := range outline {
		fmt.Fprintf(&b, "%c%.0f,%.0f", "ML"[min(i, 1)], 100*p.X, -100*p.Y)
	}
	return b.String() + "Z"
}

// glyph is the symbol as gonum/plot draws it.
func glyph(symbol string) draw.GlyphDrawer {
	switch symbol {
	case "rect":
		return draw.BoxGlyph{}
	case "triangle":
		return draw.PyramidGlyph{}
	}
	if outline := outlines[symbol]; outline != nil {
		return outlineGlyph(outline)
	}
	return draw.CircleGlyph{}
}

// outlineGlyph is a filled outline, a third larger than a circle of its radius, whose area
// it has about.
type outlineGlyph []Point

// DrawGlyph draws the outline around a point.
func (g outlineGlyph) DrawGlyph(c *draw.Canvas, style draw.GlyphStyle, at vg.Point) {
	var path vg.Path
	for i, q := range g {
		r := style.Radius * 4 / 3
		p := vg.Point{X: at.X + vg.Length(q.X)*r, Y: at.Y + vg.Length(q.Y)*r}
		if i == 0 {
			path.Move(p)
		} else {
			path.Line(p)
		}
	}
	path.Close()
	c.SetColor(style.Color)
	c.Fill(path)
}

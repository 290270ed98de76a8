package viz

import (
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// stillLegend is the names of the marks of a still, each with a sample of how it looks.
type stillLegend struct {
	names  []string
	things [][]plot.Thumbnailer
}

const (
	inCorner  = 4  // names that stand in the corner of the figure; more would lie over the points
	perColumn = 20 // names in a column beside it
)

func (l *stillLegend) add(m mark, things ...plot.Thumbnailer) {
	if m.name != "" && !m.quiet {
		l.names, l.things = append(l.names, m.name), append(l.things, things)
	}
}

// draw writes the names, and returns what is left for the figure: all, or what is to the
// left of the columns.
func (l *stillLegend) draw(p *plot.Plot, area draw.Canvas) draw.Canvas {
	if len(l.names) <= inCorner {
		for i, name := range l.names {
			p.Legend.Add(roomy(name), l.things[i]...)
		}
		return area
	}
	longest := 24
	if len(l.names) > perColumn {
		longest = 12
	}
	for from := (len(l.names) - 1) / perColumn * perColumn; from >= 0; from -= perColumn { // from right to left
		column := plot.NewLegend()
		column.TextStyle.Font.Variant, column.TextStyle.Font.Size = "Sans", vg.Points(10)
		column.Top, column.Left, column.YOffs, column.ThumbnailWidth = true, true, -vg.Points(24), vg.Points(14)
		for i := from; i < min(from+perColumn, len(l.names)); i++ {
			column.Add(roomy(cut(l.names[i], longest)), l.things[i]...)
		}
		wide := column.Rectangle(area).Size().X
		side := area
		side.Min.X = area.Max.X - wide
		column.Draw(side)
		area.Max.X = side.Min.X - vg.Points(8)
	}
	return area
}

// roomy is a name with spaces behind it. Where there is no Liberation Sans, letters are
// wider than gonum has measured: room for a fifth more.
func roomy(name string) string { return name + strings.Repeat(" ", 1+2*len([]rune(name))/5) }

// cut leaves at most n characters of a name: its beginning, and its end, where it may differ
// from the others.
func cut(name string, n int) string {
	letters := []rune(name)
	if len(letters) <= n {
		return name
	}
	end := n / 3
	return string(letters[:n-1-end]) + "…" + string(letters[len(letters)-end:])
}

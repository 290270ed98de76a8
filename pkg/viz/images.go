package viz

import (
	"fmt"
	"math"
	"slices"

	"chainrule/pkg/linalg"
)

// Images is a row of pictures, wrapped where it gets too long. Title, Pixels, Height and
// Width are needed.
type Images struct {
	Title, Caption string
	Alt            string         // said before the words that are made from the data
	Pixels         *linalg.Matrix // a picture each row
	Height, Width  int            // of a picture; Height·Width columns
	Names          []string       // under the pictures; nil for none
}

// Bundle draws the pictures: paper is the lowest value of all and ink the highest;
// with values of both signs, blue is below 0 and red above.
func (f Images) Bundle() (Bundle, error) {
	c := chart{kind: "Pictures", title: f.Title}
	switch {
	case f.Title == "":
		return Bundle{}, c.fail("Title is empty: say what is seen")
	case f.Pixels == nil || f.Pixels.Rows == 0:
		return Bundle{}, c.fail("Pixels is %s: want a picture in each row", shapeOf(f.Pixels))
	case f.Height < 1 || f.Width < 1 || f.Height*f.Width != f.Pixels.Cols:
		return Bundle{}, c.fail("Pixels has %d columns, Height × Width is %d × %d: want a column for each pixel of a picture", f.Pixels.Cols, f.Height, f.Width)
	case f.Names != nil && len(f.Names) != f.Pixels.Rows:
		return Bundle{}, c.fail("there are %d Names for %d pictures: give one for each, or none", len(f.Names), f.Pixels.Rows)
	case !slices.ContainsFunc(f.Pixels.Data, isFinite):
		return Bundle{}, c.fail("Pixels has no finite value to draw: all are NaN or infinite")
	}
	k := cells{}
	k.setScale(f.Pixels.Data)
	perRow := min(f.Pixels.Rows, 10)
	const gap, label = 8, 18
	side := float64(width-32-gap*(perRow-1)) / float64(perRow)
	side = min(side, 150)
	pixel := side / float64(max(f.Width, f.Height))
	rows := (f.Pixels.Rows + perRow - 1) / perRow
	pic := &canvas{width: width}
	pic.heading(f.Title)
	step := side + gap
	if f.Names != nil {
		step += label
	}
	series, grids, xs, ys := []any{}, []any{}, []any{}, []any{}
	for i := range f.Pixels.Rows {
		x0, y0 := 16+float64(i%perRow)*(side+gap), 40+float64(i/perRow)*step
		var data []any
		for j, v := range f.Pixels.Row(i) {
			r, q := j/f.Width, j%f.Width
			data = append(data, [3]any{q, f.Height - 1 - r, finite(round(v))})
			if isFinite(v) {
				col := k.color(v)
				pic.rect(x0+float64(q)*pixel, y0+float64(r)*pixel, pixel+0.3, pixel+0.3, fmt.Sprintf(`fill="#%02x%02x%02x"`, col.R, col.G, col.B))
			}
		}
		name := ""
		if f.Names != nil {
			name = f.Names[i]
			pic.text(x0+float64(f.Width)*pixel/2, y0+float64(f.Height)*pixel+14, 12, `text-anchor="middle"`, name)
		}
		grids = append(grids, map[string]any{"left": x0, "top": y0 - 32, "width": float64(f.Width) * pixel, "height": float64(f.Height) * pixel})
		xs = append(xs, map[string]any{"type": "category", "data": counted(f.Width), "gridIndex": i, "axisLabel": map[string]any{"show": false}, "axisTick": map[string]any{"show": false}, "axisLine": map[string]any{"show": false}, "name": name, "nameLocation": "middle", "nameGap": 8})
		ys = append(ys, map[string]any{"type": "category", "data": counted(f.Height), "gridIndex": i, "show": false})
		series = append(series, map[string]any{"type": "heatmap", "name": name, "xAxisIndex": i, "yAxisIndex": i, "data": data})
	}
	bottom := 40 + float64(rows)*step + 14
	bottom = pic.footing(bottom, f.Caption)
	pic.height = int(math.Ceil(bottom))
	lo, hi := extremes(f.Pixels.Data)
	words := joined(" ", plainTeX(f.Alt), fmt.Sprintf("%s of %d×%d pixels, values from %s to %s.", plural(f.Pixels.Rows, "picture"), f.Height, f.Width, short(lo), short(hi)))
	t := table{Columns: []string{"picture", "lowest", "highest", "mean"}}
	for i := range min(f.Pixels.Rows, maxRows) {
		row := linalg.Row(f.Pixels.Row(i)...)
		name := fmt.Sprint(i + 1)
		if f.Names != nil {
			name = f.Names[i]
		}
		t.Rows = append(t.Rows, []string{name, short(linalg.Min(row)), short(linalg.Max(row)), short(linalg.Mean(row))})
	}
	option := map[string]any{
		"animation": false, "grid": grids, "xAxis": xs, "yAxis": ys, "series": series,
		"visualMap": map[string]any{"show": false, "min": k.lo, "max": k.hi, "inRange": map[string]any{"color": "@" + k.scale}},
		"tooltip":   map[string]any{"trigger": "item"},
	}
	return Bundle{
		Kind: "figure", Title: f.Title, Caption: f.Caption, Description: words, SVG: pic.svg(f.Title, words),
		Text: inWords(f.Title, words, f.Caption),
		Data: map[string]any{"option": option, "width": width, "height": int(8 + float64(rows)*step + 10), "table": t},
	}, nil
}

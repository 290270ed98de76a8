package viz

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
)

// Images is a row of pictures, wrapped where it gets too long.
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
		return Bundle{}, c.fail("Pixels has no rows: want a picture in each")
	case f.Height*f.Width != f.Pixels.Cols:
		return Bundle{}, c.fail("Pixels has %d columns, want Height × Width = %d × %d", f.Pixels.Cols, f.Height, f.Width)
	case f.Names != nil && len(f.Names) != f.Pixels.Rows:
		return Bundle{}, c.fail("%d names for %d pictures", len(f.Names), f.Pixels.Rows)
	}
	k := cells{scale: "seq"}
	k.lo, k.hi = finiteRange(f.Pixels.Data)
	if k.lo < 0 && k.hi > 0 {
		k.scale, k.hi = "div", max(-k.lo, k.hi)
		k.lo = -k.hi
	}
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
	words := joinWords(f.Alt, fmt.Sprintf("%d pictures of %d×%d pixels, values from %s to %s.", f.Pixels.Rows, f.Height, f.Width, short(k.lo), short(k.hi)))
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
		Text: f.Title + "\n" + words + "\n" + f.Caption + "\n",
		Data: map[string]any{"option": option, "width": width, "height": int(8 + float64(rows)*step + 10), "table": t},
	}, nil
}

package viz

import (
	"fmt"
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// option is the chart as ECharts draws it. Colors are names of the palette, text and
// axes take theirs from the theme.
func (c *chart) option() map[string]any {
	xr, yr := c.bounds()
	option := map[string]any{
		"animation": false,
		"grid":      opts.Grid{Left: "64", Right: "24", Top: "40", Bottom: strconv.Itoa(52 + c.aslant())},
		"tooltip":   opts.Tooltip{Trigger: "item"},
		"xAxis":     []any{c.axis(c.x, xr, c.categories, 32+float64(c.aslant()), func(m mark) []float64 { return m.x })},
		"yAxis":     []any{c.axis(c.y, yr, c.rows, 46, func(m mark) []float64 { return m.y })},
	}
	if c.aslant() > 0 {
		option["xAxis"].([]any)[0].(map[string]any)["axisLabel"] = map[string]any{"interval": 0, "rotate": 40}
	}
	var series []any
	if c.cells != nil {
		series = append(series, c.cellSeries(option))
	}
	for _, f := range c.fills {
		if f.color != "" {
			series = append(series, c.fillSeries(f))
		}
	}
	var names []string
	points := true
	for _, m := range c.marks {
		series = append(series, c.series(m))
		if m.name != "" && !m.quiet {
			names = append(names, m.name)
			points = points && m.shape == pointShape
		}
	}
	if len(names) > 1 || len(names) == 1 && c.cells != nil {
		legend := map[string]any{"top": 4, "type": "scroll", "data": names}
		if points && len(names) > inCorner {
			legend["itemWidth"] = 14 // which is their height: many fit beside each other
		}
		option["legend"] = legend
	}
	if len(c.rules) > 0 {
		series = append(series, c.ruleSeries())
	}
	if len(c.categories) == 0 && c.cells == nil {
		option["dataZoom"] = []any{opts.DataZoom{Type: "inside", XAxisIndex: 0}}
		option["tooltip"] = opts.Tooltip{Trigger: "axis"}
		for _, m := range c.marks {
			if m.shape != lineShape {
				option["tooltip"] = opts.Tooltip{Trigger: "item"}
			}
		}
	}
	option["series"] = series
	return option
}

// longestAslant is the length of a name, in letters, for which there is room aslant.
const longestAslant = 22

// aslant is how many pixels the names under the x axis need below what level ones would; 0 when they have room side by side.
func (c *chart) aslant() int {
	if !c.everyName {
		return 0
	}
	longest, total := 0, 0
	for _, n := range c.categories {
		longest, total = max(longest, len([]rune(n))), total+len([]rune(n))+2
	}
	if 7*max(total, (longest+2)*len(c.categories)) <= width-88 {
		return 0
	}
	return int(4.5 * float64(min(longest, longestAslant)))
}

// whole reports whether all values of a direction are whole numbers: counts, of which there is no half.
func (c *chart) whole(values func(mark) []float64) bool {
	some := false
	for _, m := range c.marks {
		for _, v := range values(m) {
			if v != math.Trunc(v) {
				return false
			}
			some = true
		}
	}
	return some
}

func (c *chart) axis(a Axis, r [2]float64, names []string, gap float64, values func(mark) []float64) map[string]any {
	m := map[string]any{"name": a.Name, "nameLocation": "middle", "nameGap": gap, "type": "value", "axisLine": map[string]any{"onZero": false}}
	switch {
	case names != nil:
		m["type"], m["data"] = "category", names
		return m
	case a.Log:
		m["type"] = "log"
	}
	m["min"], m["max"] = rounded(r[0], r[1]-r[0], 4), rounded(r[1], r[1]-r[0], 4) // so that labels are short
	if a.Min == 0 && a.Max == 0 {
		at0 := r[0] == 0 // an end that the data chose; others fall where they may
		m["axisLabel"] = map[string]any{"showMinLabel": at0, "showMaxLabel": false, "hideOverlap": true}
	}
	if !a.Log && c.whole(values) {
		m["minInterval"] = 1
	}
	return m
}

func (c *chart) series(m mark) any {
	data := make([]any, len(m.x))
	for i := range data {
		switch {
		case m.shape == barShape:
			data[i] = finite(m.y[i])
		case c.drawn(m, i):
			data[i] = [2]float64{m.x[i], m.y[i]}
		default:
			data[i] = [2]any{nil, nil}
		}
	}
	if m.shape == outlineShape {
		data = c.points(m.x, m.y)
	}
	s := charts.SingleSeries{Name: m.name, Data: data}
	color := m.color.token()
	s.ItemStyle = &opts.ItemStyle{Color: color}
	switch m.shape {
	case barShape:
		s.Type = "bar"
		s.BarMaxWidth = "56"
	case pointShape:
		s.Type, s.SymbolSize, s.Symbol = "scatter", 7, liveSymbol(m.symbol)
		switch {
		case len(m.x) > 300:
			s.SymbolSize = 4
		case m.symbol == "diamond" && c.cells != nil: // a place on a map, told from it by a rim
			s.SymbolSize = 12
			s.ItemStyle.BorderColor, s.ItemStyle.BorderWidth = "@ink", 1
		}
	default:
		s.Type = "line"
		s.ShowSymbol = opts.Bool(m.shape == pathShape)
		s.SymbolSize = 5
		style := "solid"
		if m.dashed {
			style = "dashed"
		}
		width := float32(2)
		if m.shape == outlineShape {
			width = 1
		}
		s.LineStyle = &opts.LineStyle{Color: color, Width: width, Type: style}
	}
	out := inJSON[map[string]any](s)
	if m.quiet {
		out["silent"] = true
	}
	if m.shape == pathShape || m.shape == pointShape {
		out["z"] = 4
	}
	return out
}

// ruleSeries draws the rules as the mark lines of a series of its own.
func (c *chart) ruleSeries() any {
	var lines []any
	for _, r := range c.rules {
		line := map[string]any{"xAxis": r.At, "label": map[string]any{"formatter": r.Label, "position": "end"}}
		if r.Horizontal {
			line = map[string]any{"yAxis": r.At, "label": map[string]any{"formatter": r.Label, "position": "insideEndTop"}}
		}
		lines = append(lines, line)
	}
	return map[string]any{
		"type": "line", "data": []any{}, "silent": true,
		"markLine": map[string]any{
			"symbol": "none", "animation": false, "data": lines, "precision": -1, // ECharts would round where they stand
			"lineStyle": opts.LineStyle{Color: "@ink", Type: "dashed", Width: 1.5},
		},
	}
}

// cellSeries draws the grid of values on axes of its own, hidden behind the ones
// that are seen, because ECharts colors cells on category axes only.
func (c *chart) cellSeries(option map[string]any) any {
	k := c.cells
	v := k.values
	lo, hi := finiteRange(v.Data)
	data := make([]any, 0, len(v.Data))
	for i := range v.Rows {
		for j := range v.Cols {
			cell := any([3]any{j, i, finite(rounded(v.At(i, j), hi-lo, 4))})
			if k.labels != nil && !k.plain {
				cell = map[string]any{"value": cell, "label": map[string]any{"formatter": k.labels[i*v.Cols+j]}}
			}
			data = append(data, cell)
		}
	}
	s := map[string]any{"type": "heatmap", "name": k.name, "data": data, "z": 1}
	if c.categories == nil {
		hidden := func(n int) map[string]any {
			index := make([]int, n)
			for i := range index {
				index[i] = i
			}
			return map[string]any{"type": "category", "data": index, "show": false}
		}
		option["xAxis"] = append(option["xAxis"].([]any), hidden(v.Cols))
		option["yAxis"] = append(option["yAxis"].([]any), hidden(v.Rows))
		s["xAxisIndex"], s["yAxisIndex"], s["progressive"] = 1, 1, 0
	}
	if k.labels != nil {
		label := map[string]any{"show": true}
		if k.size != 12 { // ECharts' own
			label["fontSize"] = k.size
		}
		s["label"] = label
	}
	visual := map[string]any{"show": false, "seriesIndex": 0, "dimension": 2}
	switch {
	case k.scale == "classes": // the areas are seen, the cells only answer the pointer
		s["itemStyle"], s["emphasis"] = map[string]any{"opacity": 0}, map[string]any{"disabled": true}
		visual["min"], visual["max"], visual["inRange"] = k.lo, k.hi, map[string]any{"color": "@seq"}
	case k.shades != nil:
		visual["type"], visual["orient"] = "piecewise", "horizontal" // a vertical one counts from above
		visual["pieces"], visual["inRange"] = pieces(k.shades), map[string]any{"color": "@" + k.scale + "-pale"}
	default:
		visual["min"], visual["max"], visual["inRange"] = k.lo, k.hi, map[string]any{"color": "@" + k.scale}
	}
	option["visualMap"] = visual
	return s
}

// pieces are the intervals between heights, each with a color of its own.
func pieces(shades []float64) []any {
	all := []any{map[string]any{"lt": round(shades[0])}}
	for i := range len(shades) - 1 {
		all = append(all, map[string]any{"gte": round(shades[i]), "lt": round(shades[i+1])})
	}
	return append(all, map[string]any{"gte": round(shades[len(shades)-1])})
}

// fillSeries draws an area as that of a line which comes back to where it began.
func (c *chart) fillSeries(f fill) any {
	x, y := coordinates(f.outline)
	return map[string]any{
		"type": "line", "data": c.points(x, y), "silent": true, "showSymbol": false, "z": 1, "itemStyle": map[string]any{"color": f.color.token()},
		"lineStyle": map[string]any{"width": 0}, "areaStyle": map[string]any{"color": f.color.token() + "-pale", "opacity": 1},
	}
}

// points are the points of a line that was computed, to a ten-thousandth of the figure.
func (c *chart) points(x, y []float64) []any {
	xr, yr := c.bounds()
	data := make([]any, len(x))
	for i := range data {
		data[i] = [2]any{nil, nil}
		if isFinite(x[i]) && isFinite(y[i]) {
			data[i] = [2]float64{rounded(x[i], xr[1]-xr[0], 5), rounded(y[i], yr[1]-yr[0], 5)}
		}
	}
	return data
}

// field says where the cells lie when the axes count in numbers, so that a place under
// the pointer can be told in them.
func (c *chart) field() map[string]any {
	xr, yr := c.bounds()
	rows, cols := c.cells.values.Dims()
	return map[string]any{"x": xr, "y": yr, "cols": cols, "rows": rows, "xName": c.x.Name, "yName": c.y.Name, "name": c.cells.name, "classes": c.cells.classes}
}

// finite is a number for JSON, null when it is not finite.
func finite(v float64) any {
	if !isFinite(v) {
		return nil
	}
	return v
}

// round keeps six digits: enough for a color and a tooltip.
func round(v float64) float64 {
	if v == 0 || !isFinite(v) {
		return v
	}
	p := math.Pow(10, 5-math.Floor(math.Log10(math.Abs(v))))
	if math.IsInf(p, 0) {
		return v
	}
	return math.Round(v*p) / p
}

// rounded keeps as many digits of v as tell it from its neighbors in a range: significant
// ones of v, or of the width of the range when that is smaller.
func rounded(v, span float64, digits int) float64 {
	size := math.Abs(v)
	if span > 0 && span < size {
		size = span
	}
	if size == 0 || !isFinite(v) || !isFinite(span) {
		return v
	}
	extra := math.Floor(math.Log10(math.Abs(v))) - math.Floor(math.Log10(size))
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', min(17, digits-1+int(extra)), 64), 64)
	if err != nil {
		return v
	}
	return r
}

// short is a number for a sentence or a table.
func short(v float64) string { return fmt.Sprintf("%.4g", v) }

package viz

import (
	"fmt"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// option is the chart as ECharts draws it. Colors are names of the palette, text and
// axes take theirs from the theme.
func (c *chart) option() map[string]any {
	xr, yr := c.bounds()
	option := map[string]any{
		"animation": false,
		"grid":      opts.Grid{Left: "64", Right: "24", Top: "40", Bottom: "52"},
		"tooltip":   opts.Tooltip{Trigger: "item"},
		"xAxis":     []any{c.axis(c.x, xr, c.categories, 32)},
		"yAxis":     []any{c.axis(c.y, yr, c.rows, 46)},
	}
	var series []any
	if c.cells != nil {
		series = append(series, c.cellSeries(option))
	}
	var names []string
	for _, m := range c.marks {
		series = append(series, c.series(m))
		if m.name != "" && !m.quiet {
			names = append(names, m.name)
		}
	}
	if len(names) > 1 || len(names) == 1 && c.cells != nil {
		option["legend"] = map[string]any{"top": 4, "type": "scroll", "data": names}
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

func (c *chart) axis(a Axis, r [2]float64, names []string, gap float64) map[string]any {
	m := map[string]any{"name": a.Name, "nameLocation": "middle", "nameGap": gap, "type": "value", "axisLine": map[string]any{"onZero": false}}
	switch {
	case names != nil:
		m["type"], m["data"] = "category", names
		return m
	case a.Log:
		m["type"] = "log"
	}
	m["min"], m["max"] = tidy(r[0]), tidy(r[1])
	if a.Min == 0 && a.Max == 0 {
		m["axisLabel"] = map[string]any{"showMinLabel": false, "showMaxLabel": false, "hideOverlap": true}
	}
	return m
}

// tidy rounds the end of an axis to four digits, so that its label is short.
func tidy(v float64) float64 {
	if v == 0 || !isFinite(v) {
		return 0
	}
	p := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*p) / p
}

func (c *chart) series(m mark) any {
	data := make([]any, len(m.x))
	for i := range data {
		switch {
		case m.shape == barShape:
			data[i] = finite(m.y[i])
		case isFinite(m.x[i]) && isFinite(m.y[i]):
			data[i] = [2]float64{m.x[i], m.y[i]}
		default:
			data[i] = [2]any{nil, nil}
		}
	}
	s := charts.SingleSeries{Name: m.name, Data: data}
	color := m.color.token()
	s.ItemStyle = &opts.ItemStyle{Color: color}
	switch m.shape {
	case barShape:
		s.Type = "bar"
		s.BarMaxWidth = "56"
		if m.labels {
			s.Label = &opts.Label{Show: opts.Bool(true), Position: "top"}
		}
	case pointShape:
		s.Type, s.SymbolSize, s.Symbol = "scatter", 7, m.symbol
		if len(m.x) > 300 {
			s.SymbolSize = 4
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
	out := jsonMap(s)
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
			"symbol": "none", "animation": false, "data": lines,
			"lineStyle": opts.LineStyle{Color: "@ink", Type: "dashed", Width: 1.5},
		},
	}
}

// cellSeries draws the grid of values on axes of its own, hidden behind the ones
// that are seen, because ECharts colors cells on category axes only.
func (c *chart) cellSeries(option map[string]any) any {
	v := c.cells.values
	data := make([]any, 0, len(v.Data))
	for i := range v.Rows {
		for j := range v.Cols {
			cell := []any{j, i, finite(round(v.At(i, j)))}
			if c.cells.heights != nil {
				cell = append(cell, finite(round(c.cells.heights.At(i, j))))
			}
			data = append(data, cell)
		}
	}
	s := map[string]any{"type": "heatmap", "name": c.cells.name, "data": data, "z": 1}
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
	if c.cells.numbers {
		s["label"] = opts.Label{Show: opts.Bool(true)}
	}
	pale := ""
	if c.cells.pale {
		pale = "-pale" // a background is mixed with the paper
	}
	colors := any("@" + c.cells.scale + pale)
	if c.cells.scale == "classes" {
		var tokens []string
		for k := range int(c.cells.hi) + 1 {
			tokens = append(tokens, classColor(k).token()+pale)
		}
		colors = tokens
	}
	option["visualMap"] = map[string]any{
		"show": false, "seriesIndex": 0, "dimension": 2, "min": c.cells.lo, "max": c.cells.hi,
		"inRange": map[string]any{"color": colors},
	}
	return s
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

// short is a number for a sentence or a table.
func short(v float64) string { return fmt.Sprintf("%.4g", v) }

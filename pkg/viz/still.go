package viz

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// still draws the chart as an SVG picture, on white, with its caption below.
func (c *chart) still() ([]byte, error) {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = plainTeX(c.title), c.x.Name, c.y.Name
	for _, f := range []*font.Font{&p.Title.TextStyle.Font, &p.X.Label.TextStyle.Font, &p.Y.Label.TextStyle.Font, &p.X.Tick.Label.Font, &p.Y.Tick.Label.Font, &p.Legend.TextStyle.Font} {
		f.Variant = "Sans"
	}
	p.Title.TextStyle.Font.Size, p.Title.Padding = vg.Points(13), vg.Points(8)
	p.Legend.Top, p.Legend.XOffs, p.Legend.YOffs = true, -vg.Points(8), -vg.Points(3)
	xr, yr := c.bounds()
	if c.x.Log {
		p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, powers{}
	}
	if c.y.Log {
		p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, powers{}
	}
	for _, f := range c.fills {
		p.Add(stillFill{f})
	}
	if c.cells != nil && len(c.fills) == 0 {
		p.Add(stillGrid{c.cells})
	}
	var legend stillLegend
	for _, m := range c.marks {
		if err := c.stillMark(p, m, &legend); err != nil {
			return nil, err
		}
	}
	for _, r := range c.rules {
		p.Add(stillRule{r})
	}
	if c.categories != nil {
		long := func(name string) float64 { return 7.4*float64(len([]rune(name))) + 6 }
		if c.aslant() > 0 {
			p.NominalX(c.categories...)
			p.X.Tick.Label.Rotation, p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = 0.7, text.XRight, text.YTop
		} else {
			p.NominalX(thinned(c.categories, (width-88)/float64(len(c.categories)), long)...)
		}
		if c.rows != nil {
			high := func(string) float64 { return 16 }
			p.NominalY(reversed(thinned(reversed(c.rows), (height-92)/float64(len(c.rows)), high))...) // from the top
		}
	}
	if c.categories == nil {
		p.X.Min, p.X.Max = xr[0], xr[1]
	} else {
		p.X.Min, p.X.Max = -0.5, float64(len(c.categories))-0.5
	}
	if c.rows == nil {
		p.Y.Min, p.Y.Max = yr[0], yr[1]
	} else {
		p.Y.Min, p.Y.Max = -0.5, float64(len(c.rows))-0.5
	}
	canvas := vgsvg.New(vg.Points(width*0.75), vg.Points(height*0.75))
	p.Draw(legend.draw(p, draw.Crop(draw.New(canvas), vg.Points(12), -vg.Points(14), vg.Points(6), -vg.Points(6))))
	var b bytes.Buffer
	if _, err := canvas.WriteTo(&b); err != nil {
		return nil, err
	}
	return captioned(b.Bytes(), c.title, c.caption, c.describe()), nil
}

func (c *chart) stillMark(p *plot.Plot, m mark, legend *stillLegend) error {
	col := m.color.rgba()
	switch m.shape {
	case barShape:
		bars, err := plotter.NewBarChart(plotter.Values(zeroForNaN(m.y)), vg.Points(math.Max(2, math.Min(40, 300/float64(len(m.y))))))
		if err != nil {
			return err
		}
		bars.Color, bars.LineStyle.Width = col, 0
		p.Add(bars)
		legend.add(m, bars)
	case pointShape:
		points, err := plotter.NewScatter(slices.Concat(c.runs(m)...))
		if err != nil {
			return err
		}
		points.GlyphStyle = draw.GlyphStyle{Color: col, Radius: vg.Points(2.2), Shape: glyph(m.symbol)}
		if len(m.x) > 300 {
			points.GlyphStyle.Radius = vg.Points(1.2)
		}
		p.Add(points)
		legend.add(m, points)
	default:
		for i, run := range c.runs(m) {
			line, err := plotter.NewLine(run)
			if err != nil {
				return err
			}
			line.Color, line.Width = col, vg.Points(1.6)
			if m.shape == outlineShape {
				line.Width = vg.Points(0.8)
			}
			if m.dashed {
				line.Dashes = []vg.Length{vg.Points(5), vg.Points(3)}
			}
			p.Add(line)
			if i == 0 {
				legend.add(m, line)
			}
			if m.shape == pathShape {
				points, err := plotter.NewScatter(run)
				if err != nil {
					return err
				}
				points.GlyphStyle = draw.GlyphStyle{Color: col, Radius: vg.Points(2), Shape: draw.CircleGlyph{}}
				p.Add(points)
			}
		}
	}
	return nil
}

// thinned leaves out names along an axis, every second one or more, so that the others have
// room. Each is some pixels long, and the places are step pixels apart.
func thinned(names []string, step float64, long func(name string) float64) []string {
	for every := 1; ; every++ {
		shown, room := make([]string, len(names)), true
		for i := 0; i < len(names); i += every {
			shown[i] = names[i]
			room = room && (i == 0 || (long(names[i-every])+long(names[i]))/2 <= step*float64(every))
		}
		if room {
			return shown
		}
	}
}

func zeroForNaN(v []float64) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		if isFinite(x) {
			out[i] = x
		}
	}
	return out
}

// runs returns the pieces of a line between points that have no place in the figure.
func (c *chart) runs(m mark) []plotter.XYs {
	var all []plotter.XYs
	var run plotter.XYs
	xr, yr := c.bounds()
	near := func(v float64, r [2]float64) float64 { // what is far out of sight, where the arithmetic bears it
		far := 1e100 * (r[1] - r[0])
		return max(r[0]-far, min(r[1]+far, v))
	}
	for i := range m.x {
		if c.drawn(m, i) {
			run = append(run, plotter.XY{X: near(m.x[i], xr), Y: near(m.y[i], yr)})
		} else if len(run) > 0 {
			all, run = append(all, run), nil
		}
	}
	if len(run) > 0 {
		all = append(all, run)
	}
	return all
}

// stillGrid draws cells around the whole numbers of both axes.
type stillGrid struct{ *cells }

func (k stillGrid) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	style := draw.TextStyle{Font: font.Font{Variant: "Sans", Size: vg.Points(float64(k.size) * 0.75)}, XAlign: draw.XCenter, YAlign: draw.YCenter, Handler: p.TextHandler}
	for i := range k.values.Rows {
		row := k.values.Row(i)
		for j := 0; j < len(row); j++ {
			v := row[j]
			if !isFinite(v) {
				continue
			}
			x, y, right := float64(j)-0.5, float64(i)-0.5, float64(j)+0.5
			for k.labels == nil && j+1 < len(row) && row[j+1] == v { // one rectangle for a run of equal cells
				right++
				j++
			}
			const overlap = 0.75 // points, which is a pixel, so that no paper shows between the cells
			left, high := tx(x), min(ty(y+1)+overlap, c.Max.Y)
			end := min(tx(right)+overlap, c.Max.X)
			c.FillPolygon(k.color(v), []vg.Point{{X: left, Y: ty(y)}, {X: end, Y: ty(y)}, {X: end, Y: high}, {X: left, Y: high}})
		}
		if k.labels == nil {
			continue
		}
		for j, v := range row {
			if isFinite(v) {
				style.Color = readable(k.color(v)) // as ECharts does, by the luminance under it
				c.FillText(style, vg.Point{X: tx(float64(j)), Y: ty(float64(i))}, k.labels[i*len(row)+j])
			}
		}
	}
}

// color is the color of a value in a still. Halves, because the largest numbers differ by
// more than there is.
func (k *cells) color(v float64) color.RGBA { return k.at((v/2 - k.lo/2) / (k.hi/2 - k.lo/2)) }

// at is the color at t, from 0 to 1, of the cells' scale.
func (k *cells) at(t float64) color.RGBA {
	stops := light.seq
	if k.scale == "div" {
		stops = light.div
	}
	if k.pale {
		return pale(scaleColor(stops, t))
	}
	return scaleColor(stops, t)
}

// pale is 45 % of a color, on white.
func pale(c color.RGBA) color.RGBA {
	fade := func(v uint8) uint8 { return uint8(255 - 0.45*float64(255-v)) }
	return color.RGBA{R: fade(c.R), G: fade(c.G), B: fade(c.B), A: 255}
}

// stillFill draws an area.
type stillFill struct{ fill }

func (f stillFill) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	var path vg.Path
	for _, line := range f.outline {
		for i, q := range line[:len(line)-1] {
			at := vg.Point{X: tx(q.X), Y: ty(q.Y)}
			if i == 0 {
				path.Move(at)
			} else {
				path.Line(at)
			}
		}
		path.Close()
	}
	if len(path) == 0 {
		return
	}
	c.SetColor(f.ground)
	if f.color != "" {
		c.SetColor(pale(f.color.rgba()))
	}
	c.Fill(path)
}

// stillRule draws a rule.
type stillRule struct{ Rule }

func (r stillRule) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	line := draw.LineStyle{Color: Data.rgba(), Width: vg.Points(1), Dashes: []vg.Length{vg.Points(4), vg.Points(3)}}
	style := draw.TextStyle{Color: Data.rgba(), Font: font.Font{Variant: "Sans", Size: vg.Points(9)}, Handler: p.TextHandler}
	if r.Horizontal {
		c.StrokeLine2(line, c.Min.X, ty(r.At), c.Max.X, ty(r.At))
		style.XAlign = draw.XRight
		c.FillText(style, vg.Point{X: c.Max.X, Y: ty(r.At) + vg.Points(2)}, r.Label)
		return
	}
	c.StrokeLine2(line, tx(r.At), c.Min.Y, tx(r.At), c.Max.Y)
	style.XAlign, style.YAlign = draw.XRight, draw.YTop
	c.FillText(style, vg.Point{X: tx(r.At) - vg.Points(3), Y: c.Max.Y}, r.Label)
}

// captioned adds to a drawing white paper, its words for a screen reader, and its
// caption below.
func captioned(svg []byte, title, caption, words string) []byte {
	const line = 18
	lines := wrap(plainTeX(caption), 92)
	full := height + line*len(lines) + 8
	body := string(svg[bytes.Index(svg, []byte("<g")):bytes.LastIndex(svg, []byte("</svg>"))])
	body = strings.ReplaceAll(body, "font-family:Liberation Sans;", "font-family:Liberation Sans, Arial, sans-serif;") // which not everyone has
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">`+"\n", width, full, width, full)
	fmt.Fprintf(&b, "<title>%s</title>\n<desc>%s</desc>\n", escape(plainTeX(title)), escape(words))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", width, full)
	fmt.Fprintf(&b, `<svg width="%d" height="%d" viewBox="0 0 %g %g">`+"\n%s</svg>\n", width, height, width*0.75, height*0.75, body)
	for i, l := range lines {
		fmt.Fprintf(&b, `<text x="16" y="%d" font-family="Liberation Sans, Arial, sans-serif" font-size="13" fill="#1c2128">%s</text>`+"\n", height+line*(i+1)-4, escape(l))
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// wrap breaks a text into lines of at most n characters: at spaces, and inside of a word
// that is longer.
func wrap(text string, n int) []string {
	var lines []string
	line := ""
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		w := words[i]
		if letters := []rune(w); len(letters) > n {
			w = string(letters[:n])
			words = slices.Insert(words, i+1, string(letters[n:]))
		}
		if line != "" && len([]rune(line))+1+len([]rune(w)) > n {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s))
	return b.String()
}

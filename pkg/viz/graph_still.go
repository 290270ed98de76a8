package viz

import "fmt"

// opSize is the size of the letters of an operation: a sign is larger than a word.
func opSize(op string) int {
	if len([]rune(op)) == 1 {
		return 17
	}
	return 12
}

// still draws the whole graph with all values, gradients and slopes.
func (f Graph) still(words string, d drawnGraph) []byte {
	pic := &canvas{width: max(width, int(d.Width+0.5))}
	pic.heading(f.Title)
	gray, red := light.hues["gray"], light.hues["vermilion"]
	left, top := (float64(pic.width)-d.Width)/2, 36.0
	fmt.Fprintf(&pic.b, `<g transform="translate(%g %g)">`+"\n", left, top)
	for _, e := range d.Edges {
		fmt.Fprintf(&pic.b, `<path d="%s" fill="none" stroke="%s" stroke-width="1.5"/>`+"\n", e.Path, gray)
		fmt.Fprintf(&pic.b, `<path d="%s" fill="%s"/>`+"\n", e.Tips[0], gray)
	}
	for _, n := range d.Nodes {
		style := fmt.Sprintf(`rx="6" fill="#ffffff" stroke="%s" stroke-width="1.5"`, light.hues["ink"])
		switch n.Kind {
		case "input":
			style = fmt.Sprintf(`rx="6" fill="#ffffff" stroke="%s" stroke-width="2.5"`, light.hues["blue"])
		case "constant":
			style = fmt.Sprintf(`rx="6" fill="#ffffff" stroke="%s" stroke-dasharray="4 3"`, gray)
		}
		w, h := d.Wide, n.High
		pic.rect(n.X-w/2, n.Y-h/2, w, h, style)
		if n.Number {
			pic.text(n.X, n.Y+4, 12, `text-anchor="middle"`, n.Name)
			continue
		}
		if n.Op == "" {
			pic.text(n.X, n.Y-11, 12, `text-anchor="middle" font-weight="bold"`, n.Name)
		} else {
			pic.text(n.X-w/2+7, n.Y-11, 12, `font-weight="bold"`, n.Name)
			pic.text(n.X+w/2-7, n.Y-11, opSize(n.Op), `text-anchor="end"`, n.Op)
		}
		pic.text(n.X, n.Y+5, 12, `text-anchor="middle"`, compact(n.value))
		if n.hasGrad {
			pic.text(n.X, n.Y+20, 12, fmt.Sprintf(`text-anchor="middle" fill="%s"`, red), "∂ "+compact(n.grad))
		}
	}
	for _, e := range d.Edges {
		if e.Slope == "" {
			continue
		}
		pic.text(e.X, e.Y+4, 11, fmt.Sprintf(`text-anchor="middle" fill="%s" stroke="#ffffff" stroke-width="7" stroke-linejoin="round" paint-order="stroke"`, red), e.Slope)
	}
	pic.b.WriteString("</g>\n")
	y := top + d.Height + 18
	pic.text(16, y, 12, fmt.Sprintf(`fill="%s"`, gray), d.Legend)
	pic.height = int(pic.footing(y+22, f.Caption))
	return pic.svg(f.Title, words)
}

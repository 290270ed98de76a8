package viz

import (
	"fmt"
	"strings"
)

// canvas is a still that is laid out by hand: text and simple shapes on white paper.
type canvas struct {
	b             strings.Builder
	width, height int
}

func (c *canvas) text(x, y float64, size int, style, text string) {
	fmt.Fprintf(&c.b, `<text x="%.4g" y="%.5g" font-size="%d" %s xml:space="preserve">%s</text>`+"\n", x, y, size, style, escape(text))
}

func (c *canvas) rect(x, y, w, h float64, style string) {
	fmt.Fprintf(&c.b, `<rect x="%.5g" y="%.5g" width="%.4g" height="%.4g" %s/>`+"\n", x, y, w, h, style)
}

func (c *canvas) line(x1, y1, x2, y2 float64, style string) {
	fmt.Fprintf(&c.b, `<line x1="%.4g" y1="%.4g" x2="%.4g" y2="%.4g" %s/>`+"\n", x1, y1, x2, y2, style)
}

func (c *canvas) circle(x, y, r float64, style string) {
	fmt.Fprintf(&c.b, `<circle cx="%.4g" cy="%.4g" r="%.3g" %s/>`+"\n", x, y, r, style)
}

// svg closes the picture, with its words for a screen reader.
func (c *canvas) svg(title, words string) []byte {
	head := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" font-family="Liberation Sans, Arial, sans-serif" fill="#1c2128">
<title>%s</title>
<desc>%s</desc>
<rect width="%d" height="%d" fill="#ffffff"/>
`, c.width, c.height, c.width, c.height, escape(plainTeX(title)), escape(words), c.width, c.height)
	return []byte(head + c.b.String() + "</svg>\n")
}

// heading writes the title at the top.
func (c *canvas) heading(title string) { c.text(16, 26, 17, `font-weight="bold"`, plainTeX(title)) }

// footing writes the caption at y and returns where it ends.
func (c *canvas) footing(y float64, caption string) float64 {
	for _, l := range wrap(plainTeX(caption), 92) {
		c.text(16, y, 13, "", l)
		y += 18
	}
	return y
}

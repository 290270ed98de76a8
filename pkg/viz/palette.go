package viz

import (
	_ "embed"
	"encoding/json"
	"image/color"
	"math"
	"strconv"
)

// Color is the name of a color of the palette. Names become colors only when they
// are drawn, so that a view follows light and dark. The zero value leaves the choice
// to the view.
type Color string

// Colors by what they mean; the same thing has the same color everywhere.
const (
	Train      Color = "blue"
	Validation Color = "orange"
	Test       Color = "green"
	Data       Color = "ink"
	Path       Color = "vermilion"
	Optimum    Color = "green"
	Error      Color = "pink"
	Faded      Color = "gray"
)

//go:embed palette.json
var paletteJSON []byte

// theme is one half of the palette: light or dark.
type theme struct {
	hues     map[Color]string
	seq, div []string
}

var light, classColors = loadPalette()

func loadPalette() (theme, []Color) {
	var p struct {
		Light map[string]any `json:"light"`
		Roles struct {
			Classes []Color `json:"classes"`
		} `json:"roles"`
	}
	if err := json.Unmarshal(paletteJSON, &p); err != nil {
		panic(err) // a part of the program
	}
	t := theme{hues: map[Color]string{}}
	for name, v := range p.Light {
		switch v := v.(type) {
		case string:
			t.hues[Color(name)] = v
		case []any:
			for _, hex := range v {
				if name == "seq" {
					t.seq = append(t.seq, hex.(string))
				} else {
					t.div = append(t.div, hex.(string))
				}
			}
		}
	}
	return t, p.Roles.Classes
}

// token is the color as it stands in a view's data.
func (c Color) token() string { return "@" + string(c) }

// rgba is the color as a still draws it: on white paper.
func (c Color) rgba() color.RGBA { return parseHex(light.hues[c]) }

func parseHex(hex string) color.RGBA {
	if len(hex) != 7 {
		return color.RGBA{A: 255}
	}
	v, _ := strconv.ParseUint(hex[1:], 16, 32)
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
}

// or returns the color, or the other one when it is not set.
func (c Color) or(other Color) Color {
	if c == "" {
		return other
	}
	return c
}

// classColor is the color of class k, and of series number k when it asks for none.
func classColor(k int) Color { return classColors[k%len(classColors)] }

// scaleColor is the color at t, from 0 to 1, of a scale.
func scaleColor(stops []string, t float64) color.RGBA {
	if math.IsNaN(t) { // of a scale from the largest number to itself
		t = 0
	}
	t = max(0, min(1, t)) * float64(len(stops)-1)
	i := min(int(t), len(stops)-2)
	f := t - float64(i)
	a, b := parseHex(stops[i]), parseHex(stops[i+1])
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + f*(float64(b)-float64(a)) + 0.5) }
	return color.RGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 255}
}

// linearLight undoes the gamma of sRGB: how much light a component stands for.
func linearLight(v uint8) float64 {
	c := float64(v) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}

// luminance is WCAG's relative luminance: 0 for black, 1 for white.
func luminance(c color.RGBA) float64 {
	return 0.2126*linearLight(c.R) + 0.7152*linearLight(c.G) + 0.0722*linearLight(c.B)
}

// contrast is WCAG's contrast ratio, from 1 to 21.
func contrast(a, b color.RGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// readable is black or white, whichever stands out more on a ground; one of them always
// has 4.5:1.
func readable(ground color.RGBA) color.RGBA {
	white, black := color.RGBA{R: 255, G: 255, B: 255, A: 255}, color.RGBA{A: 255}
	if contrast(white, ground) > contrast(black, ground) {
		return white
	}
	return black
}

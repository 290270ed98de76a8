package viz

import (
	_ "embed"
	"encoding/json"
	"image/color"
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

// classColor is the color of class k.
func classColor(k int) Color { return classColors[k%len(classColors)] }

// scaleColor is the color at t, from 0 to 1, of a scale.
func scaleColor(stops []string, t float64) color.RGBA {
	t = max(0, min(1, t)) * float64(len(stops)-1)
	i := min(int(t), len(stops)-2)
	f := t - float64(i)
	a, b := parseHex(stops[i]), parseHex(stops[i+1])
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + f*(float64(b)-float64(a)) + 0.5) }
	return color.RGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 255}
}

package viz

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
)

// themes is the palette as it stands in its file: a name is a color or a scale.
func themes(t *testing.T) map[string]map[string]any {
	t.Helper()
	var p map[string]map[string]any
	if err := json.Unmarshal(paletteJSON, &p); err != nil {
		t.Fatal(err)
	}
	return map[string]map[string]any{"light": p["light"], "dark": p["dark"]}
}

// linear is a color as red, green and blue light from 0 to 1.
func linear(hex string) [3]float64 {
	c := parseHex(hex)
	return [3]float64{linearLight(c.R), linearLight(c.G), linearLight(c.B)}
}

// oklab is the color in OKLab (Ottosson 2020): lightness, green to red, blue to yellow.
// Equal distances look about equally different; 0.02 is what the eye can just tell.
func oklab(c [3]float64) [3]float64 {
	for i := range c {
		c[i] = max(0, min(1, c[i]))
	}
	l := math.Cbrt(0.4122214708*c[0] + 0.5363325363*c[1] + 0.0514459929*c[2])
	m := math.Cbrt(0.2119034982*c[0] + 0.6806995451*c[1] + 0.1073969566*c[2])
	s := math.Cbrt(0.0883024619*c[0] + 0.2817188376*c[1] + 0.6299787005*c[2])
	return [3]float64{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

// visions are what an eye makes of linear light: Machado, Oliveira and Fernandes (2009),
// A Physiologically-based Model for Simulation of Color Vision Deficiency, severity 1.
var visions = map[string][3][3]float64{
	"full color vision": {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":        {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia":      {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":        {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// seen is the color in OKLab as an eye sees it.
func seen(hex string, eye [3][3]float64) [3]float64 {
	var out [3]float64
	c := linear(hex)
	for i, row := range eye {
		out[i] = row[0]*c[0] + row[1]*c[1] + row[2]*c[2]
	}
	return oklab(out)
}

func lightness(hex string) float64 { return oklab(linear(hex))[0] }

// A mark needs 3:1 against what it lies on, text 4.5:1 (WCAG 2.2, 1.4.11 and 1.4.3).
// faint is neither: it draws grid lines and the ground under the pointer, and nothing
// is lost with it.
func TestContrastWithPaper(t *testing.T) {
	text := []string{"ink", "gray", "vermilion"} // vermilion writes the errors of web/views
	for name, p := range themes(t) {
		paper := parseHex(p["paper"].(string))
		for token, v := range p {
			hex, single := v.(string)
			if !single || token == "paper" || token == "faint" {
				continue
			}
			want := 3.0
			if slices.Contains(text, token) {
				want = 4.5
			}
			if got := contrast(parseHex(hex), paper); got < want {
				t.Errorf("%s: %s %s has contrast %.2f:1 with paper, want %g:1", name, token, hex, got, want)
			}
		}
	}
}

// Any two colors of series may stand side by side, as thin lines or small points, which
// are harder to tell apart than the patches that 0.02 is measured on. Three times that
// must remain when an eye lacks one kind of cone, five times in full color vision.
// Symbols and dashes carry the same difference, so that color is never alone.
func TestSeriesAreToldApart(t *testing.T) {
	hues := classColors
	for name, p := range themes(t) {
		for vision, eye := range visions {
			want := 0.06
			if vision == "full color vision" {
				want = 0.1
			}
			for i, a := range hues {
				for _, b := range hues[i+1:] {
					x, y := seen(p[string(a)].(string), eye), seen(p[string(b)].(string), eye)
					if d := math.Hypot(math.Hypot(x[0]-y[0], x[1]-y[1]), x[2]-y[2]); d < want {
						t.Errorf("%s, %s: %s and %s are %.3f apart in OKLab, want %g", name, vision, a, b, d, want)
					}
				}
			}
		}
	}
}

// Height reads as lightness: each stop of the sequential scale is further from the paper
// than the one before, by steps of about the same size.
func TestSequentialScale(t *testing.T) {
	for name, p := range themes(t) {
		stops := p["seq"].([]any)
		sign := math.Copysign(1, lightness(stops[len(stops)-1].(string))-lightness(p["paper"].(string)))
		for i := range stops[1:] {
			step := sign * (lightness(stops[i+1].(string)) - lightness(stops[i].(string)))
			if step < 0.04 || step > 0.11 {
				t.Errorf("%s: seq goes from %s to %s by %.3f in lightness, want 0.04 to 0.11 away from the paper", name, stops[i], stops[i+1], step)
			}
		}
	}
}

// v and −v look equally far from 0, which is gray and next to the paper. 0.03 is a
// lightness that neighbors hide; the two ends differ in hue for every eye.
func TestDivergingScale(t *testing.T) {
	for name, p := range themes(t) {
		stops := p["div"].([]any)
		middle := len(stops) / 2
		if c := oklab(linear(stops[middle].(string))); math.Hypot(c[1], c[2]) > 0.02 {
			t.Errorf("%s: the middle of div, %s, has chroma %.3f, want a gray", name, stops[middle], math.Hypot(c[1], c[2]))
		}
		paper := lightness(p["paper"].(string))
		for i := range middle {
			low, high := lightness(stops[i].(string)), lightness(stops[len(stops)-1-i].(string))
			if math.Abs(low-high) > 0.03 {
				t.Errorf("%s: %s and %s of div have lightness %.3f and %.3f, want the same", name, stops[i], stops[len(stops)-1-i], low, high)
			}
			for _, k := range []int{i, len(stops) - 2 - i} {
				outer, inner := stops[k].(string), stops[k+1].(string)
				if k >= middle {
					outer, inner = inner, outer
				}
				if math.Abs(lightness(outer)-paper) < math.Abs(lightness(inner)-paper)+0.1 {
					t.Errorf("%s: %s is not further from the paper than %s", name, outer, inner)
				}
			}
		}
		for vision, eye := range visions {
			a, b := seen(stops[0].(string), eye), seen(stops[len(stops)-1].(string), eye)
			if d := math.Hypot(a[1]-b[1], a[2]-b[2]); d < 0.1 {
				t.Errorf("%s, %s: the ends of div are %.3f apart in hue, want 0.1", name, vision, d)
			}
		}
	}
}

// A role names a color that there is, in both themes.
func TestRoles(t *testing.T) {
	var p struct{ Roles map[string]any }
	if err := json.Unmarshal(paletteJSON, &p); err != nil {
		t.Fatal(err)
	}
	var used []any
	for _, v := range p.Roles {
		if list, ok := v.([]any); ok {
			used = append(used, list...)
		} else {
			used = append(used, v)
		}
	}
	for _, c := range []Color{Train, Validation, Test, Data, Path, Optimum, Error, Faded} {
		used = append(used, string(c))
	}
	for name, theme := range themes(t) {
		for _, c := range used {
			if _, ok := theme[c.(string)].(string); !ok {
				t.Errorf("%s has no color %q", name, c)
			}
		}
	}
}

package viz

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Network is a drawing of a net of dense layers: units in columns, weights as lines,
// thick for large ones, dashed for negative ones. The layers may stand inside of a Chain,
// a Model or an Autoencoder. Title and Net are needed.
type Network struct {
	Title, Caption string
	Net            *nn.Model
	Input          *linalg.Matrix // 1 × features; draws each unit's activation for it; nil for none
	Inputs         []string       // names of the inputs; nil for none
	Outputs        []string       // names of the outputs; nil for none
}

type drawnLayer struct {
	Name   string   `json:"name"`
	Units  int      `json:"units"`
	Act    string   `json:"act"`
	Labels []string `json:"labels,omitempty"`
}

// Bundle draws the net. It refuses one with other layers than Dense, and names them.
func (f Network) Bundle() (Bundle, error) {
	title := f.Title
	fail := func(format string, args ...any) (Bundle, error) {
		return Bundle{}, fmt.Errorf("viz: Network %q: %w", title, fmt.Errorf(format, args...))
	}
	switch {
	case title == "":
		return fail("Title is empty: say what is seen")
	case f.Net == nil:
		return fail("Net is nil: set a net made with nn.New")
	}
	layers := []drawnLayer{{Name: "input", Units: f.Net.Shapes()[0].Size(), Labels: f.Inputs}}
	var weights, biases []*linalg.Matrix
	var dense []*nn.Dense
	for i, l := range f.Net.Layers() {
		inside, other := flattened(l)
		if other != nil {
			what := fmt.Sprintf("is a %T", other)
			if other != l {
				what = fmt.Sprintf("holds a %T", other)
			}
			return fail("layer %s %s: only Dense layers can be drawn, alone or inside of a Chain, a Model or an Autoencoder", f.Net.LayerNames()[i], what)
		}
		dense = append(dense, inside...)
	}
	for _, d := range dense {
		act := "identity"
		if d.Act != nil {
			act = d.Act.Name()
		}
		w, b := d.Params()[0], d.Params()[1]
		layers = append(layers, drawnLayer{Name: strings.TrimSuffix(w.Name, "/W"), Units: d.Out, Act: act})
		weights, biases = append(weights, w.Value), append(biases, b.Value)
	}
	last := len(layers) - 1
	layers[last].Labels = f.Outputs
	switch {
	case len(f.Inputs) > layers[0].Units:
		return fail("there are %d Inputs for %d features: give a name for each", len(f.Inputs), layers[0].Units)
	case len(f.Outputs) > layers[last].Units:
		return fail("there are %d Outputs for %d units of the last layer: give a name for each", len(f.Outputs), layers[last].Units)
	case f.Input != nil && (f.Input.Rows != 1 || f.Input.Cols != layers[0].Units):
		return fail("Input is %s: want one example of %d features, a 1×%d matrix", shapeOf(f.Input), layers[0].Units, layers[0].Units)
	}
	data := map[string]any{"layers": layers, "weights": weights, "biases": biases}
	var values [][]float64
	if f.Input != nil {
		x := f.Input
		values = append(values, slices.Clone(x.Row(0)))
		for _, d := range dense {
			x = d.Forward(nil, x)
			values = append(values, slices.Clone(x.Row(0)))
		}
		shown := make([][]number, len(values))
		for l := range values {
			shown[l] = numbers(values[l])
		}
		data["values"] = shown
	}
	words := describeNet(layers)
	var more []string
	for l, layer := range layers {
		if l > 0 {
			more = append(more, weights[l-1].String(), biases[l-1].String())
		}
		if values != nil {
			more = append(more, linalg.Row(values[l]...).Named(layer.Name).String())
		}
	}
	return Bundle{
		Kind: "network", Title: title, Caption: f.Caption, Description: words, Data: data, Text: inWords(title, words, f.Caption, more...),
		SVG: f.still(title, words, layers, weights, values),
	}, nil
}

// describeNet says in words what a net is made of.
func describeNet(layers []drawnLayer) string {
	words := "A net with "
	for i, l := range layers {
		if i > 0 {
			words += ", "
		}
		words += fmt.Sprintf("%s: %d", l.Name, l.Units)
		if l.Act != "" && l.Act != "identity" {
			words += " (" + l.Act + ")"
		}
	}
	return words + " units."
}

// flattened are the dense layers that a layer consists of, and the first one in it that is
// of another kind.
func flattened(l nn.Layer) (dense []*nn.Dense, other nn.Layer) {
	var inside []nn.Layer
	switch l := l.(type) {
	case *nn.Dense:
		return []*nn.Dense{l}, nil
	case *nn.Chain:
		inside = l.Layers
	case *nn.Model:
		inside = l.Layers()
	case *nn.Autoencoder:
		inside = slices.Concat(l.Encoder, l.Decoder)
	default:
		return nil, l
	}
	for _, part := range inside {
		d, other := flattened(part)
		if other != nil {
			return nil, other
		}
		dense = append(dense, d...)
	}
	return dense, nil
}

// parted is the name of a layer without the layers that it is inside of, and these, unless
// they are those of the layer before.
func parted(layers []drawnLayer, l int) (around, name string) {
	cut := func(l int) int { return max(0, strings.LastIndex(layers[l].Name, "/")) }
	around, name = layers[l].Name[:cut(l)], strings.TrimPrefix(layers[l].Name[cut(l):], "/")
	if l > 0 && layers[l-1].Name[:cut(l-1)] == around {
		around = ""
	}
	return around, name
}

// mostUnits is how many units of a layer are drawn.
const mostUnits = 9

func (f Network) still(title, words string, layers []drawnLayer, weights []*linalg.Matrix, values [][]float64) []byte {
	pic := &canvas{width: width}
	pic.heading(title)
	const top, bottom = 74.0, 364.0
	place := func(l, u int) (x, y float64) {
		n := min(layers[l].Units, mostUnits)
		return 90 + float64(l)*(width-180)/float64(max(1, len(layers)-1)), top + (float64(u)+0.5)*(bottom-top)/float64(n)
	}
	labels := !slices.ContainsFunc(weights, func(w *linalg.Matrix) bool { return w.Rows*w.Cols > 9 }) // of a deep net they would lie over each other
	for l, w := range weights {
		largest := 1e-12
		for _, v := range w.Data {
			if isFinite(v) {
				largest = max(largest, math.Abs(v))
			}
		}
		for i := range min(w.Rows, mostUnits) {
			for j := range min(w.Cols, mostUnits) {
				v := w.At(i, j)
				x1, y1 := place(l, i)
				x2, y2 := place(l+1, j)
				thick := 0.5
				if isFinite(v) {
					thick += 3.5 * (math.Abs(v) / largest)
				}
				color, dashes := light.div[len(light.div)-1], ""
				if v < 0 {
					color, dashes = light.div[0], ` stroke-dasharray="6 4"`
				}
				pic.line(x1, y1, x2, y2, fmt.Sprintf(`stroke="%s" stroke-width="%.3g"%s`, color, thick, dashes))
				if labels {
					t := 0.3
					if (i+j)%2 == 1 {
						t = 0.62
					}
					pic.text(x1+t*(x2-x1), y1+t*(y2-y1)-3, 11, `text-anchor="middle" stroke="#ffffff" stroke-width="3" paint-order="stroke"`, short(v))
				}
			}
		}
	}
	for l, layer := range layers {
		x, _ := place(l, 0)
		around, name := parted(layers, l)
		if around != "" {
			pic.text(x, 44, 10, `text-anchor="middle" fill="#6b7280"`, around)
		}
		pic.text(x, 58, 12, `text-anchor="middle" fill="#6b7280"`, name)
		for u := range min(layer.Units, mostUnits) {
			x, y := place(l, u)
			pic.circle(x, y, 15, `fill="#ffffff" stroke="#1c2128" stroke-width="1.5"`)
			if values != nil {
				pic.text(x, y+4, 10, `text-anchor="middle"`, fmt.Sprintf("%.2g", values[l][u]))
			}
			if u < len(layer.Labels) {
				anchor, at := "end", x-22
				if l > 0 {
					anchor, at = "start", x+22
				}
				pic.text(at, y+4, 12, `text-anchor="`+anchor+`"`, plainLabel(layer.Labels[u]))
			}
		}
		if layer.Units > mostUnits {
			pic.text(x, bottom+14, 12, `text-anchor="middle" fill="#6b7280"`, fmt.Sprintf("… %d units", layer.Units))
		}
	}
	pic.height = int(pic.footing(398, f.Caption))
	return pic.svg(title, words)
}

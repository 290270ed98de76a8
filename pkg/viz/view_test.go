package viz

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
	"chainrule/pkg/nn/scalar"
	"chainrule/pkg/sim"
)

var update = flag.Bool("update", false, "write the golden files anew")

// samples is one view of each kind. web/ draws the same files in its tests.
func samples() map[string]View {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 1}))
	trace := &nn.Trace{}
	trainer := nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: linalg.New(2, 2, 1, 2, 3, -1), Y: linalg.Col(1, 0), Epochs: 1, Trace: trace}
	if err := trainer.Run(); err != nil {
		panic(err)
	}
	moons := data.Moons(1, 40, 0.1)
	digits := data.Digits()
	x := Axis{Name: "x (cm)"}
	y := Axis{Name: "y (cm)"}
	coder := nn.Must(nn.New(1, nn.Shape{3}, &nn.Autoencoder{Encoder: []nn.Layer{&nn.Dense{Out: 2, Act: nn.Tanh}}, Decoder: []nn.Layer{&nn.Dense{Out: 3}}}))
	return map[string]View{
		"autoencoder": Network{Title: "Three numbers through two", Caption: "The waist is the code.", Net: coder, Input: linalg.Row(1, 0, 1)},
		"line": Line{
			Title: "Loss by epoch", Caption: "It falls, and $J$ is small.", X: Axis{Name: "epoch"}, Y: Axis{Name: "J", Log: true},
			Series: []Series{{Name: "training set", Y: []float64{1, 0.5, 0.2, math.NaN(), 0.05}, Color: Train}, {Name: "validation set", Y: []float64{1.2, 0.7, 0.5, 0.4, 0.4}, Color: Validation, Dashed: true}},
			Rules:  []Rule{{At: 2, Label: "2/λmax"}, {At: 0.1, Label: "goal", Horizontal: true}},
		},
		"scatter": Scatter{
			Title: "Residuals as squares", Caption: "Their area is what is minimized.", X: x, Y: y, Squares: true,
			Groups: []Series{{Name: "data", X: []float64{1, 2, 3, 4}, Y: []float64{2, 1.5, 3.5, 3}, Color: Data}},
			Lines:  []Series{{Name: "line", X: []float64{0.5, 4.5}, Y: []float64{1, 3.8}}},
		},
		"bar-names": Bar{Title: "Wine: how much each measurement varies", Caption: "Every bar has its name.", X: Axis{Name: "measurement"}, Y: Axis{Name: "standard deviation"},
			Names:  []string{"alcohol", "malic acid", "ash", "alkalinity of ash", "magnesium", "total phenols", "flavanoids", "nonflavanoid phenols", "proanthocyanins", "color intensity", "hue", "OD280/OD315", "proline"},
			Values: []float64{0.81, 1.1, 0.27, 3.3, 14, 0.63, 1, 0.12, 0.57, 2.3, 0.23, 0.71, 315}},
		"bar":       Bar{Title: "Loop orders", Caption: "The order matters.", X: Axis{Name: "order"}, Y: Axis{Name: "time (s)"}, Names: []string{"ijk", "ikj", "jki"}, Values: []float64{1, 0.3, 2}},
		"histogram": Histogram{Title: "Weights", Caption: "Around zero.", X: Axis{Name: "w"}, Values: []float64{-1, 0, 0, 0.5, 1, 2}, Bins: 3},
		"heatmap":   HeatMap{Title: "Weights of a layer", Caption: "Rows are inputs.", X: Axis{Name: "unit"}, Y: Axis{Name: "input"}, Values: linalg.New(2, 3, -1, 0, 2, 0.5, -0.25, 1)},
		"attention": HeatMap{
			Title: "Who looks at whom", Caption: "Nobody looks ahead.", X: Axis{Name: "looked at"}, Y: Axis{Name: "looks"}, Name: "The weight", Mask: func(row, col int) bool { return col > row },
			Values: linalg.New(3, 3, 1, 0, 0, 0.0002482, 0.9997518, 0, 0.6701, 0.1953, 0.1346),
		},
		"confusion": Confusion{Title: "Who is taken for whom", Caption: "One error.", Matrix: linalg.New(2, 2, 5, 1, 0, 4), Classes: []string{"cat", "dog"}},
		"contour": Contour{
			Title: "A valley", Caption: "Steep across, flat along.", X: Axis{Name: "w", Min: -1, Max: 1}, Y: Axis{Name: "b", Min: -1, Max: 1},
			F:     func(w, b float64) float64 { return 0.1 + w*w + 10*(b-0.2*w)*(b-0.2*w) },
			Path:  []Point{{-0.9, 0.9}, {0.5, -0.7}, {-0.3, 0.4}, {0, 0}},
			Marks: []Series{{Name: "optimum", X: []float64{0}, Y: []float64{0}}},
		},
		"boundary": Boundary{
			Title: "Two moons", Caption: "A straight line does not part them.", X: x, Y: y, Examples: moons.X, Labels: moons.Labels, Classes: moons.Classes,
			Predict: func(x *linalg.Matrix) *linalg.Matrix { return linalg.SliceCols(x, 0, 1) },
		},
		"images":               Images{Title: "Three digits", Caption: "Eight by eight.", Pixels: linalg.SliceRows(digits.X, 0, 3), Height: 8, Width: 8, Names: []string{"0", "1", "2"}},
		"steps":                Steps{Title: "One update", Caption: "Forward, loss, backward, update.", Trace: trace},
		"network":              Network{Title: "Two inputs, three units, one output", Caption: "Dashed is negative.", Net: net, Input: linalg.Row(1, 2), Inputs: []string{"x1", "x2"}, Outputs: []string{"y"}},
		"graph":                Graph{Title: "A value used twice", Caption: "What comes back to $a$ adds up.", Of: sharedExpression()},
		"simulator-regression": Simulator{Title: "A line, stepped", Caption: "Three updates; play on.", Sim: stepped("regression")},
		"simulator-network":    Simulator{Title: "A net, stepped", Caption: "Three steps; play on.", Sim: stepped("network"), Hide: []string{"data settings"}},
		"quiz": Quiz{Questions: []Question{
			{Ask: "What is $2 + 2$?", Options: []string{"3", "4"}, Answer: 1, Why: "Count."},
			{Ask: "And $2 \\cdot 2$?", Options: []string{"4", "5", "6"}, Answer: 0, Why: "Count again."},
		}},
	}
}

// stepped is a simulator that has begun.
func stepped(kind string) sim.Simulator {
	s, err := sim.Open(kind, "")
	if err == nil {
		err = s.Do(sim.Action{Do: "step", N: 3})
	}
	if err != nil {
		panic(err)
	}
	return s
}

// sharedExpression uses a value at several places, a constant, and an edge past a column.
func sharedExpression() *scalar.Value {
	a, b := scalar.Var("a", 3), scalar.Var("b_1", -1.5)
	d := a.Mul(b).Named("d")
	return d.Mul(a.Add(b)).Mul(scalar.Const(0.5)).Add(a).Named("f")
}

func TestGoldenViews(t *testing.T) {
	for name, v := range samples() {
		t.Run(name, func(t *testing.T) {
			b, err := v.Bundle()
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(b)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", "views", name+".json")
			if *update {
				if err := writeWhole(file, append(got, '\n')); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v: write it with go test ./pkg/viz -update", err)
			}
			var g, w any
			if err := json.Unmarshal(got, &g); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(want, &w); err != nil {
				t.Fatal(err)
			}
			if where := difference(g, w, ""); where != "" {
				t.Errorf("differs from %s at %s; if it should, write it anew with -update and look at it", file, where)
			}
		})
	}
}

// difference is the first place at which two JSON values differ, numbers by more than
// a rounding error.
func difference(got, want any, at string) string {
	switch w := want.(type) {
	case float64:
		g, ok := got.(float64)
		if !ok || math.Abs(g-w) > 1e-9*math.Max(1, math.Abs(w)) {
			return fmt.Sprintf("%s: got %v, want %v", at, got, want)
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return fmt.Sprintf("%s: got a list of %d, want %d", at, len(g), len(w))
		}
		for i := range w {
			if d := difference(g[i], w[i], fmt.Sprintf("%s[%d]", at, i)); d != "" {
				return d
			}
		}
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok || len(g) != len(w) {
			return at + ": other fields"
		}
		for k := range w {
			if d := difference(g[k], w[k], at+"."+k); d != "" {
				return d
			}
		}
	default:
		if !reflect.DeepEqual(got, want) {
			return fmt.Sprintf("%s: got %v, want %v", at, got, want)
		}
	}
	return ""
}

// A still is a picture and the words: valid XML with title, description and caption.
func TestStills(t *testing.T) {
	for name, v := range samples() {
		b, err := v.Bundle()
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(strings.NewReader(string(b.SVG)))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: the still is not XML: %v", name, err)
			}
		}
		for _, want := range []string{"<title>", "<desc>", `role="img"`, escape(b.Description)} {
			if !strings.Contains(string(b.SVG), want) {
				t.Errorf("%s: the still has no %q", name, want)
			}
		}
		if first, _, _ := strings.Cut(plainTeX(b.Caption), " "); !strings.Contains(string(b.SVG), escape(first)) {
			t.Errorf("%s: the still does not say its caption %q", name, b.Caption)
		}
		if b.Title == "" || b.Description == "" || b.Text == "" {
			t.Errorf("%s: title %q, description %q, %d bytes of text", name, b.Title, b.Description, len(b.Text))
		}
		again, _ := v.Bundle()
		if string(again.SVG) != string(b.SVG) {
			t.Errorf("%s: a second still differs from the first", name)
		}
	}
}

// Save writes the face that the name asks for, or says why there is none; no half file stays.
func TestSave(t *testing.T) {
	dir := t.TempDir()
	line := samples()["line"]
	for ext, begins := range map[string]string{".svg": "<svg ", ".json": "{\n \"kind\": \"figure\"", ".txt": "Loss by epoch\n"} {
		file := filepath.Join(dir, "line"+ext)
		if err := Save(file, line); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(got), begins) {
			t.Errorf("%s begins with %.30q, want %q", ext, got, begins)
		}
	}
	nowhere := filepath.Join(dir, "nowhere", "line.svg")
	for _, c := range []struct {
		name string
		view View
		want string
	}{
		{"line.docx", line, `viz: Save: "line.docx" ends in none of .svg, .json and .txt`},
		{"line", line, `viz: Save: "line" ends in none of .svg, .json and .txt`},
		{"line.svg", Line{}, `viz: Line chart without a title: Title is empty: say what is seen`},
		{"add.svg", Source(linalg.Add), `viz: Save: "linalg.Add" is text and nothing else: save it as .txt`},
		{nowhere, line, "viz: " + nowhere + " cannot be written: no such file or directory"},
	} {
		if err := Save(c.name, c.view); err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
	if files, _ := filepath.Glob(filepath.Join(dir, ".viz-*")); len(files) > 0 {
		t.Errorf("left behind: %q", files)
	}
}

// LaTeX in titles and captions is read as text by who gets the words.
func TestWordsAreWithoutLaTeX(t *testing.T) {
	for name, v := range samples() {
		b, err := v.Bundle()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.Text, "$") || regexp.MustCompile(`\\[a-z]`).MatchString(b.Text) {
			t.Errorf("%s: the words hold LaTeX: %s", name, b.Text)
		}
	}
}

package viz

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/scalar"
)

// chainOf applies n operations, one to the other.
func chainOf(n int) *scalar.Value {
	v := scalar.Var("x", 0.5)
	for range n {
		v = v.Sin()
	}
	return v
}

// A refusal names the view and its title, and says what was given and what to do.
func TestFiguresRefuse(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	axis, log := Axis{Name: "a"}, Axis{Name: "a", Log: true}
	series := func(y ...float64) []Series { return []Series{{Name: "J", Y: y}} }
	line := func(y Axis, s []Series, rules ...Rule) View {
		return Line{Title: "T", X: axis, Y: y, Series: s, Rules: rules}
	}
	bars := func(x, y Axis) View {
		return Bar{Title: "T", X: x, Y: y, Names: []string{"a", "b"}, Values: []float64{1, 2}}
	}
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1}))
	ask := func(q Question) View {
		return Quiz{Title: "T", Questions: []Question{{Ask: "?", Options: []string{"a", "b"}, Why: "!"}, q}}
	}
	for _, c := range []struct {
		view View
		want string
	}{
		{Line{X: axis, Y: axis, Series: series(1)}, `Line chart without a title: Title is empty: say what is seen`},
		{line(Axis{}, series(1)), `Line chart "T": an axis has no name: set X.Name and Y.Name, with the unit in brackets`},
		{line(axis, nil), `Line chart "T": there is nothing to draw: give it at least one series`},
		{line(axis, []Series{{Name: "J", X: []float64{1}, Y: []float64{1, 2}}}), `Line chart "T": "J" has 1 x and 2 y: want a y for each x`},
		{line(axis, []Series{{}}), `Line chart "T": "a" has no points: give it at least one`},
		{line(axis, series(nan, inf)), `Line chart "T": "J" has no finite point to draw: its numbers are NaN or infinite`},
		{line(log, series(0, -1, nan)), `Line chart "T": "J" has no point above 0, where a logarithmic axis begins: leave out Log`},
		{line(Axis{Name: "a", Min: 5, Max: 3}, series(1)), `Line chart "T": Y goes from 5 to 3: want Min below Max, or leave out both`},
		{line(Axis{Name: "a", Min: nan, Max: 3}, series(1)), `Line chart "T": Y goes from NaN to 3: want Min below Max, or leave out both`},
		{line(Axis{Name: "a", Log: true, Max: 3}, series(1)), `Line chart "T": Y is logarithmic and goes from 0: want Min above 0`},
		{line(axis, series(1), Rule{At: inf, Label: "goal", Horizontal: true}), `Line chart "T": the rule "goal" is at +Inf: want a finite place on Y, above 0 if that is logarithmic`},
		{line(log, series(1), Rule{Label: "goal", Horizontal: true}), `Line chart "T": the rule "goal" is at 0: want a finite place on Y, above 0 if that is logarithmic`},
		{line(axis, series(-1.7e308, 1.7e308)), `Line chart "T": the numbers on Y lie too far apart to draw: leave out the largest, or show logarithms`},
		{Scatter{Title: "T", X: axis, Y: axis, Groups: series(1), Squares: true}, `Scatter plot "T": Squares lie between points and a line: give Groups and Lines, or leave out Squares`},
		{Scatter{Title: "T", X: axis, Y: log, Groups: series(1), Lines: series(1, 2), Squares: true}, `Scatter plot "T": Squares are not square on a logarithmic axis: leave out Log or Squares`},
		{Scatter{Title: "T", X: axis, Y: axis, Groups: series(nan), Lines: series(1, 2), Squares: true}, `Scatter plot "T": "J" has no finite point to draw`},
		{Bar{Title: "T", X: axis, Y: axis, Names: []string{"a"}}, `Bar chart "T": there are 1 Names for 0 Values: give one for each`},
		{Bar{Title: "T", X: axis, Y: axis}, `Bar chart "T": there are no Values: give one for each bar`},
		{bars(log, axis), `Bar chart "T": X is logarithmic and has names, not numbers: leave out X.Log`},
		{bars(axis, log), `Bar chart "T": Y is logarithmic, and a bar begins at 0, which has no place there: leave out Y.Log, or draw a Scatter`},
		{Histogram{Title: "T", X: axis, Values: []float64{nan}}, `Histogram "T": Values has 1 numbers, none of them finite: there is nothing to count`},
		{Histogram{Title: "T", X: log, Values: []float64{1}}, `Histogram "T": X is logarithmic, but all bins are equally wide: leave out X.Log, or count the logarithms`},
		{Histogram{Title: "T", X: axis, Values: []float64{-1.7e308, 1.7e308}}, `Histogram "T": Values go from -1.7e+308 to 1.7e+308, too far to count in bins: leave out the largest`},
		{HeatMap{Title: "T", X: axis, Y: axis}, `Heat map "T": Values is nil: want one with entries`},
		{HeatMap{Title: "T", X: axis, Y: axis, Values: linalg.Row(nan)}, `Heat map "T": Values has no finite entry to draw: all are NaN or infinite`},
		{HeatMap{Title: "T", X: log, Y: axis, Values: linalg.Row(1)}, `Heat map "T": X is logarithmic, but all cells are equally wide: leave out X.Log`},
		{HeatMap{Title: "T", X: axis, Y: axis, Values: linalg.Row(1), Columns: []string{"a", "b"}}, `Heat map "T": there are 2 Columns for Values, a 1×1 matrix: give a name for each column, or none`},
		{HeatMap{Title: "T", X: axis, Y: axis, Values: linalg.Row(1), Rows: []string{"a", "b"}}, `Heat map "T": there are 2 Rows for Values, a 1×1 matrix: give a name for each row, or none`},
		{HeatMap{Title: "T", X: axis, Y: axis, Values: linalg.Row(1), Mask: func(int, int) bool { return true }}, `Heat map "T": Mask leaves no entry to draw: let it be false for at least one that is finite`},
		{HeatMap{Title: "T", X: axis, Y: axis, Values: linalg.Row(1), Format: "%d"}, `Heat map "T": Format is "%d": want a verb of package fmt for one number, such as "%.2f", or leave it out`},
		{HeatMap{Title: "T", X: axis, Y: axis, Values: linalg.Row(1), Format: "two digits"}, `Heat map "T": Format is "two digits": want a verb of package fmt`},
		{Confusion{Matrix: linalg.Identity(2)}, `Confusion matrix without a title: Title is empty: say what is seen`},
		{Confusion{Title: "T", Matrix: linalg.New(2, 3)}, `Confusion matrix "T": Matrix is a 2×3 matrix: want classes × classes, as nn.ConfusionMatrix returns it`},
		{Confusion{Title: "T", Matrix: linalg.Full(2, 2, nan)}, `Confusion matrix "T": Matrix has entries that are not finite: want counts`},
		{Confusion{Title: "T", Matrix: linalg.Identity(2), Classes: []string{"a"}}, `Confusion matrix "T": there are 1 Classes for Matrix, a 2×2 matrix: give a name for each class, or none`},
		{Images{Pixels: linalg.Row(1), Height: 1, Width: 1}, `Pictures without a title: Title is empty: say what is seen`},
		{Images{Title: "T", Height: 1, Width: 1}, `Pictures "T": Pixels is nil: want a picture in each row`},
		{Images{Title: "T", Pixels: linalg.Row(1, 2), Height: -1, Width: -2}, `Pictures "T": Pixels has 2 columns, Height × Width is -1 × -2: want a column for each pixel of a picture`},
		{Images{Title: "T", Pixels: linalg.Row(1, 2), Height: 1, Width: 2, Names: []string{"a", "b"}}, `Pictures "T": there are 2 Names for 1 pictures: give one for each, or none`},
		{Images{Title: "T", Pixels: linalg.Row(nan), Height: 1, Width: 1}, `Pictures "T": Pixels has no finite value to draw: all are NaN or infinite`},
		{Contour{Title: "T", X: Axis{Name: "a", Log: true, Min: 1, Max: 2}, Y: Axis{Name: "a", Max: 1}, F: math.Hypot}, `Contour plot "T": X is logarithmic, but all cells are equally wide: leave out X.Log`},
		{Network{Net: net}, `Network "": Title is empty: say what is seen`},
		{Network{Title: "T"}, `Network "T": Net is nil: set a net made with nn.New`},
		{Network{Title: "T", Net: net, Input: linalg.Row(1, 2, 3)}, `Network "T": Input is a 1×3 matrix: want one example of 2 features, a 1×2 matrix`},
		{Network{Title: "T", Net: net, Input: &linalg.Matrix{}}, `Network "T": Input is a 0×0 matrix: want one example of 2 features, a 1×2 matrix`},
		{Network{Title: "T", Net: net, Inputs: []string{"a", "b", "c"}}, `Network "T": there are 3 Inputs for 2 features: give a name for each`},
		{Network{Title: "T", Net: net, Outputs: []string{"a", "b"}}, `Network "T": there are 2 Outputs for 1 units of the last layer: give a name for each`},
		{Network{Title: "T", Net: nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 2}, &nn.LayerNorm{}))}, `Network "T": layer LayerNorm 1 is a *nn.LayerNorm: only Dense layers can be drawn, alone or inside of a Chain, a Model or an Autoencoder`},
		{Network{Title: "T", Net: nn.Must(nn.New(1, nn.Shape{2}, &nn.Autoencoder{
			Encoder: []nn.Layer{&nn.Dense{Out: 2}}, Decoder: []nn.Layer{&nn.Chain{Layers: []nn.Layer{&nn.Dense{Out: 2}, &nn.Dropout{Rate: 0.5}}}},
		}))}, `Network "T": layer Autoencoder 1 holds a *nn.Dropout: only Dense layers can be drawn`},
		{Steps{Title: "T"}, `Steps "T": Trace has no steps: attach it to a nn.Pass or a nn.Trainer and compute something`},
		{Graph{Of: scalar.Var("x", 1)}, `Graph "": Title is empty: say what is seen`},
		{Graph{Title: "T"}, `Graph "T": Of is nil: set the expression, a value of package scalar`},
		{Graph{Title: "T", Of: chainOf(100)}, `Graph "T": the expression has 101 values and a drawing holds 100: draw a part of it, or print its Tree`},
		{Quiz{Title: "T"}, `Quiz "T": there are no Questions: ask at least one`},
		{ask(Question{}), `Quiz "T": question 2: Ask is empty: write the question`},
		{ask(Question{Ask: "?", Options: []string{"a"}}), `Quiz "T": question 2: it has 1 option: want at least two Options to choose from`},
		{ask(Question{Ask: "?", Options: []string{"a", "b"}, Answer: -1}), `Quiz "T": question 2: Answer is -1 and there are 2 Options: want the number of the right one, from 0 to 1`},
		{ask(Question{Ask: "?", Options: []string{"a", "b"}}), `Quiz "T": question 2: Why is empty: say why the answer is right`},
		{Source(3), `Source: want a function such as (*nn.Dense).Backward, got int`},
		{Source((func())(nil)), `Source: want a function such as (*nn.Dense).Backward, got func()`},
		{Source(nil), `Source: want a function such as (*nn.Dense).Backward, got <nil>`},
	} {
		if _, err := c.view.Bundle(); err == nil || !strings.HasPrefix(err.Error(), "viz: "+c.want) {
			t.Errorf("got  %v\nwant viz: %s", err, c.want)
		}
	}
}

// Numbers of a run that went wrong are drawn or refused with a sentence. They neither end
// the program nor reach a view's JSON, which has no NaN. The pairs are in all orders, on
// straight and on logarithmic axes.
func TestFiguresBearAnyNumbers(t *testing.T) {
	hostile := []float64{0, 1, 1e17, 5e-324, math.MaxFloat64, -math.MaxFloat64, math.NaN(), math.Inf(-1)}
	for _, a := range hostile {
		t.Run(fmt.Sprint(a), func(t *testing.T) {
			t.Parallel()
			for _, b := range hostile {
				both, m := []float64{a, b}, linalg.Row(a, b)
				net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1}))
				copy(net.Params()[0].Value.Data, both)
				plain, log := Axis{Name: "a"}, Axis{Name: "a", Log: true}
				square := Axis{Name: "a", Min: -1, Max: 1}
				views := map[string]View{
					"range":     Line{Title: "T", X: plain, Y: Axis{Name: "a", Min: a, Max: b}, Series: []Series{{Y: []float64{1, 2}}}},
					"log range": Line{Title: "T", X: plain, Y: Axis{Name: "a", Min: a, Max: b, Log: true}, Series: []Series{{Y: []float64{1, 2}}}},
					"histogram": Histogram{Title: "T", X: plain, Values: []float64{a, b, 1}},
					"bins":      Histogram{Title: "T", X: plain, Values: both, Bins: 7},
					"bar":       Bar{Title: "T", X: plain, Y: plain, Names: []string{"a", "b"}, Values: both},
					"heat map":  HeatMap{Title: "T", X: plain, Y: plain, Values: m},
					"images":    Images{Title: "T", Pixels: m, Height: 1, Width: 2},
					"network":   Network{Title: "T", Net: net, Input: m},
					"graph":     Graph{Title: "T", Of: scalar.Var("x", a).Mul(scalar.Var("y", b)).Add(scalar.Const(a)).Log()},
					"path":      Contour{Title: "T", X: square, Y: square, F: math.Hypot, Path: []Point{{0, 0}, {a, b}}},
					"heights":   Contour{Title: "T", X: square, Y: square, F: func(x, y float64) float64 { return a*x + b*y }},
					"two":       Contour{Title: "T", X: square, Y: square, F: func(x, y float64) float64 { return map[bool]float64{true: a, false: b}[x < y] }},
					"levels":    Contour{Title: "T", X: square, Y: square, F: math.Hypot, Levels: both},
					"squares": Scatter{
						Title: "T", X: plain, Y: plain, Squares: true,
						Groups: []Series{{X: []float64{0.5}, Y: []float64{a}}}, Lines: []Series{{X: []float64{0, 1}, Y: both}},
					},
					"examples": Boundary{
						Title: "T", X: plain, Y: plain, Examples: linalg.New(2, 2, a, b, 1, 2), Labels: []int{0, 1}, Classes: []string{"a", "b"},
						Predict: func(x *linalg.Matrix) *linalg.Matrix { return linalg.SliceCols(x, 0, 1) },
					},
					"scores": Boundary{
						Title: "T", X: plain, Y: plain, Examples: linalg.New(2, 2, 0, 0, 1, 2), Labels: []int{0, 1}, Classes: []string{"a", "b"},
						Predict: func(x *linalg.Matrix) *linalg.Matrix { return linalg.HadamardRow(x, m) },
					},
				}
				for i, axis := range []Axis{plain, log} {
					views[fmt.Sprint("line ", i)] = Line{Title: "T", X: plain, Y: axis, Series: []Series{{Y: []float64{a, b, 1}}}, Rules: []Rule{{At: b, Horizontal: true}}}
					views[fmt.Sprint("scatter ", i)] = Scatter{Title: "T", X: axis, Y: plain, Groups: []Series{{X: []float64{a, b, 1}, Y: []float64{b, 1, a}}}}
				}
				for name, v := range views {
					bear(t, fmt.Sprintf("%s of %v and %v", name, a, b), v)
				}
			}
		})
	}
}

func bear(t *testing.T, name string, v View) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s: panics: %v", name, r)
		}
	}()
	b, err := v.Bundle()
	if err != nil {
		return
	}
	if _, err := json.Marshal(b); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if s := string(b.SVG); strings.Contains(s, "NaN\"") || strings.Contains(s, "Inf\"") {
		t.Errorf("%s: the still has a place that is not finite", name)
	}
}

// The squares of residuals are as wide as they are high, on the axes that the figure ends
// up with: the first point lies at the left end, so that its square widens the x axis.
func TestSquaresAreSquare(t *testing.T) {
	f := Scatter{
		Title: "T", X: Axis{Name: "x"}, Y: Axis{Name: "y"}, Squares: true,
		Groups: []Series{{Name: "data", X: []float64{0, 1, 2}, Y: []float64{3, 1, 0}}}, Lines: []Series{{Name: "line", X: []float64{0, 2}, Y: []float64{1, 1}}},
	}
	b, err := f.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	option := b.Data.(map[string]any)["option"].(map[string]any)
	span := func(axis string) float64 {
		a := option[axis].([]any)[0].(map[string]any)
		return a["max"].(float64) - a["min"].(float64)
	}
	squares := 0
	for _, s := range option["series"].([]any) {
		if s := s.(map[string]any); s["silent"] == true {
			at := func(i, j int) float64 { return s["data"].([]any)[i].([]any)[j].(float64) }
			high := math.Abs(at(1, 1)-at(0, 1)) / span("yAxis") * (height - 92)
			wide := math.Abs(at(2, 0)-at(1, 0)) / span("xAxis") * (width - 88)
			if math.Abs(wide-high) > 0.01*high {
				t.Errorf("a square is %.1f pixels wide and %.1f high", wide, high)
			}
			squares++
		}
	}
	if squares != 3 {
		t.Errorf("got %d squares, want 3", squares)
	}
}

// A bin is named by its middle, with the digits that tell it from its neighbors.
func TestBinNames(t *testing.T) {
	for _, c := range []struct {
		values []float64
		bins   int
		want   string
	}{
		{[]float64{-0.7, 0.7}, 7, "-0.6 -0.4 -0.2 0 0.2 0.4 0.6"},
		{[]float64{1000, 1000.1}, 4, "1000.0125 1000.0375 1000.0625 1000.0875"},
		{[]float64{0, 1}, 3, "0.167 0.5 0.833"},
		{[]float64{5, 5}, 1, "5"},
		{[]float64{5, 5, math.NaN(), 5, 5}, 0, "4.75 5.25"},
	} {
		b, err := Histogram{Title: "T", X: Axis{Name: "a"}, Values: c.values, Bins: c.bins}.Bundle()
		if err != nil {
			t.Fatal(err)
		}
		option := b.Data.(map[string]any)["option"].(map[string]any)
		names := option["xAxis"].([]any)[0].(map[string]any)["data"].([]string)
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%v: got bins %s, want %s", c.values, got, c.want)
		}
	}
}

// What is left out of a figure is not left out of its words.
func TestWordsSayWhatIsLeftOut(t *testing.T) {
	nan, axis, log := math.NaN(), Axis{Name: "a"}, Axis{Name: "a", Log: true}
	for _, c := range []struct {
		view View
		want string
	}{
		{Line{Title: "T", X: axis, Y: log, Series: []Series{{Y: []float64{1, 0, -1, nan}}}}, "a: 1 point, first 1, last NaN, lowest 1 at 0, highest 1 at 0. 1 is not finite and is left out. 2 are not above 0, where a logarithmic axis begins, and are left out."},
		{Histogram{Title: "T", X: axis, Values: []float64{1, nan, nan}}, "Of 3 values 2 are not finite and are left out."},
		{HeatMap{Title: "T", X: axis, Y: axis, Values: linalg.Row(nan, 2, 3)}, "The value goes from 2 (1, 2) to 3. 1 is not finite and is left out."},
		{HeatMap{Title: "T", X: axis, Y: axis, Values: linalg.Row(nan, 2, 3, 9), Mask: func(_, col int) bool { return col == 3 }}, "The value goes from 2 (1, 2) to 3. 1 is not finite and is left out. 1 is masked and is left out."},
		{Images{Title: "T", Pixels: linalg.Row(-1, 3), Height: 1, Width: 2}, "1 picture of 1×2 pixels, values from -1 to 3."},
	} {
		b, err := c.view.Bundle()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.Description, c.want) {
			t.Errorf("got %q, want %q", b.Description, c.want)
		}
	}
}

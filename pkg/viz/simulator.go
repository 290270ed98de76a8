package viz

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"

	"chainrule/pkg/linalg"
	"chainrule/pkg/sim"
)

// Simulator is a simulator at the state that it has now: its controls go on from there. The
// still shows the state; so do the words. Title and Sim are needed.
type Simulator struct {
	Title, Caption string
	Sim            sim.Simulator
	Hide           []string // controls to leave out, by the names that sim.Controls lists
}

// Bundle sends the link of the state, so that the same state opens where it is shown.
func (s Simulator) Bundle() (Bundle, error) {
	switch {
	case s.Title == "":
		return Bundle{}, fmt.Errorf("viz: Simulator: Title is empty: say what is seen")
	case s.Sim == nil:
		return Bundle{}, fmt.Errorf("viz: Simulator %q: Sim is nil: make one with sim.NewRegression or sim.NewNetwork", s.Title)
	}
	if err := sim.CheckHide(s.Sim.Kind(), s.Hide); err != nil {
		return Bundle{}, fmt.Errorf("viz: Simulator %q: Hide: %w", s.Title, err)
	}
	b, err := s.still()
	if err != nil {
		return Bundle{}, fmt.Errorf("viz: Simulator %q: %w", s.Title, err)
	}
	b.Kind, b.Title, b.Caption = "simulator", s.Title, s.Caption
	data := map[string]any{"simulator": s.Sim.Kind(), "link": s.Sim.Link()}
	if len(s.Hide) > 0 {
		data["options"] = map[string]any{"hide": s.Hide}
	}
	b.Data = data
	return b, nil
}

// still draws and describes the state. It reads the view as a page does, as JSON.
func (s Simulator) still() (Bundle, error) {
	view, err := json.Marshal(s.Sim.View())
	if err != nil {
		return Bundle{}, err
	}
	switch kind := s.Sim.Kind(); kind {
	case "regression":
		return s.regression(view)
	case "network":
		return s.network(view)
	default:
		return Bundle{}, fmt.Errorf("there is no picture of a simulator of kind %q", kind)
	}
}

// regression draws the points and the line, with the residuals between them.
func (s Simulator) regression(view []byte) (Bundle, error) {
	var v struct {
		Updates      int
		XName, YName string
		X, Y         []sim.Num
		Line         struct{ W, B sim.Num }
		Cost         struct{ All, R2 sim.Num }
	}
	if err := json.Unmarshal(view, &v); err != nil {
		return Bundle{}, err
	}
	x, y := floats(v.X), floats(v.Y)
	w, b := float64(v.Line.W), float64(v.Line.B)
	c := chart{
		kind: "Scatter plot", title: s.Title, caption: s.Caption, x: Axis{Name: v.XName}, y: Axis{Name: v.YName},
		alt: fmt.Sprintf("Linear regression by gradient descent after %s: the line has the slope %s and the intercept %s, its cost is %s, R² is %s.",
			plural(v.Updates, "update"), short(w), short(b), short(float64(v.Cost.All)), short(float64(v.Cost.R2))),
	}
	c.add(Series{Name: "data", X: x, Y: y, Color: Data}, pointShape)
	lo, hi := finiteRange(x)
	pad := (hi - lo) / 20
	line := Series{Name: "line", X: []float64{lo - pad, hi + pad}}
	low, high := finiteRange(y)
	seen := true
	for _, at := range line.X {
		line.Y = append(line.Y, w*at+b)
		seen = seen && math.Abs(w*at+b-(low+high)/2) < 10*(high-low)
	}
	if seen { // a line that is far off would make the points one heap
		c.add(line, lineShape)
		for i := range x {
			c.marks = append(c.marks, mark{shape: outlineShape, quiet: true, color: Error, x: []float64{x[i], x[i]}, y: []float64{y[i], w*x[i] + b}})
		}
	} else {
		c.alt += " It lies outside of the picture."
	}
	return c.bundle()
}

// network draws the net, and below it the loss so far.
func (s Simulator) network(view []byte) (Bundle, error) {
	var v struct {
		Updates int
		Layers  []struct {
			Name, Act string
			Units     []struct {
				Label string
				A     *sim.Num
			}
			W, B *struct{ Value [][]sim.Num }
		}
		Train   struct{ Loss, Accuracy, R2 *sim.Num }
		History struct {
			Updates     []float64
			Loss        []sim.Num
			Epochs      []float64
			Train, Test []sim.Num
		}
	}
	if err := json.Unmarshal(view, &v); err != nil {
		return Bundle{}, err
	}
	var layers []drawnLayer
	var weights []*linalg.Matrix
	var values [][]float64
	var more []string
	for _, l := range v.Layers {
		d := drawnLayer{Name: l.Name, Act: l.Act, Units: len(l.Units)}
		var a []float64
		for _, u := range l.Units {
			d.Labels = append(d.Labels, u.Label)
			if u.A != nil {
				a = append(a, float64(*u.A))
			}
		}
		if len(a) == len(l.Units) && len(values) == len(layers) {
			values = append(values, a)
		}
		layers = append(layers, d)
		if l.W != nil && l.B != nil {
			w := matrix(l.W.Value)
			weights = append(weights, w)
			more = append(more, w.Named("W of "+l.Name).String(), matrix(l.B.Value).Named("b of "+l.Name).String())
		}
	}
	if len(values) < len(layers) { // computed in part only
		values = nil
	}
	words := fmt.Sprintf("%s After %s its loss on the training set is %s", describeNet(layers), plural(v.Updates, "update"), short(float64(*v.Train.Loss)))
	switch {
	case v.Train.Accuracy != nil:
		words += fmt.Sprintf(", and %s %% of the examples are right.", short(100*float64(*v.Train.Accuracy)))
	case v.Train.R2 != nil:
		words += fmt.Sprintf(", and R² is %s.", short(float64(*v.Train.R2)))
	default:
		words += "."
	}
	h := v.History
	course := Line{Title: "Loss", Caption: s.Caption, X: Axis{Name: "epoch"}, Y: Axis{Name: "J"}, Series: []Series{{Name: "training set", X: h.Epochs, Y: floats(h.Train), Color: Train}}}
	if len(h.Test) > 0 {
		course.Series = append(course.Series, Series{Name: "test set", X: h.Epochs, Y: floats(h.Test), Color: Validation, Dashed: true})
	}
	if len(h.Epochs) < 2 {
		course.X, course.Series = Axis{Name: "update"}, []Series{{Name: "batch", X: h.Updates, Y: floats(h.Loss), Color: Train}}
	}
	picture := Network{Caption: s.Caption}
	var below []byte
	if len(course.Series[0].X) > 1 {
		chart, err := course.Bundle()
		if err != nil {
			return Bundle{}, err
		}
		picture.Caption, below = "", chart.SVG
		words += " " + chart.Description
	}
	svg := picture.still(s.Title, words, layers, weights, values)
	return Bundle{Description: words, Text: inWords(s.Title, words, s.Caption, more...), SVG: stacked(s.Title, words, svg, below)}, nil
}

// floats are the numbers of a view.
func floats(nums []sim.Num) []float64 {
	list := make([]float64, len(nums))
	for i, n := range nums {
		list[i] = float64(n)
	}
	return list
}

// matrix is the table of a view.
func matrix(rows [][]sim.Num) *linalg.Matrix {
	var all []float64
	for _, r := range rows {
		all = append(all, floats(r)...)
	}
	if len(rows) == 0 {
		return linalg.New(0, 0)
	}
	return linalg.New(len(rows), len(rows[0]), all...)
}

// size finds the width and the height of a still.
var size = regexp.MustCompile(`^<svg [^>]*?width="(\d+)" height="(\d+)"`)

// stacked puts stills of one width below each other into one. Empty ones are left out.
func stacked(title, words string, stills ...[]byte) []byte {
	pic := &canvas{}
	for _, s := range stills {
		m := size.FindSubmatch(s)
		if m == nil {
			continue
		}
		w, _ := strconv.Atoi(string(m[1])) // the pattern lets only digits through
		h, _ := strconv.Atoi(string(m[2]))
		fmt.Fprintf(&pic.b, `<svg y="%d" %s`, pic.height, s[len("<svg "):])
		pic.width, pic.height = max(pic.width, w), pic.height+h
	}
	return pic.svg(title, words)
}

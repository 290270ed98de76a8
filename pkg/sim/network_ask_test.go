package sim

import (
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
)

// ask asks what must be answered, with an answer of type A.
func ask[A any](t *testing.T, n *Network, what string, a Action) A {
	t.Helper()
	before := jsonOf(t, n.View())
	v, err := n.Ask(what, a)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	answer, ok := v.(A)
	if !ok {
		t.Fatalf("%s: got %T", what, v)
	}
	jsonOf(t, v) // is JSON
	if jsonOf(t, n.View()) != before {
		t.Fatalf("%s changes the state", what)
	}
	return answer
}

// The boundary is what the net of the library predicts, cell by cell.
func TestNetworkBoundary(t *testing.T) {
	for name, setup := range netSetups() {
		n := NewNetwork(setup)
		do(t, n, Action{Do: "step", Name: "batch", N: 5})
		r := n.run()
		if !r.data.plane {
			if _, err := n.Ask("boundary", Action{}); err == nil || !strings.Contains(err.Error(), "plane") {
				t.Errorf("%s: got %v", name, err)
			}
			continue
		}
		b := ask[boundaryAnswer](t, n, "boundary", Action{N: 7})
		u := ask[boundaryAnswer](t, n, "units", Action{N: 7})
		all := len(r.data.inputs)
		for _, w := range r.widths()[1:] {
			all += w
		}
		if len(b.Maps) != len(r.data.outputs) || len(u.Maps) != all || len(b.Maps[0].Values) != 49 {
			t.Fatalf("%s: got %d and %d maps, want %d and %d", name, len(b.Maps), len(u.Maps), len(r.data.outputs), all)
		}
		for _, cell := range []int{0, 24, 48} {
			w := (b.Range[1] - b.Range[0]) / 7
			point := linalg.Row(float64(b.Range[0]+w*(Num(cell%7)+.5)), float64(b.Range[2]+w*(Num(cell/7)+.5)))
			want := r.predicted(r.run.trainer.Net.Predict(r.data.encode(point)))
			for k := range want.Cols {
				if got := float64(b.Maps[k].Values[cell]); math.Abs(got-want.At(0, k)) > 1e-12 {
					t.Errorf("%s: cell %d: got %v, want %v", name, cell, got, want.At(0, k))
				}
				if u.Maps[len(u.Maps)-want.Cols+k].Values[cell] != b.Maps[k].Values[cell] {
					t.Errorf("%s: units and boundary differ", name)
				}
			}
			if r.data.classes != nil && b.Maps[0].Class[cell] != classOf(want.Row(0)) {
				t.Errorf("%s: cell %d: got class %d", name, cell, b.Maps[0].Class[cell])
			}
		}
	}
}

func TestNetworkScoresAndConfusion(t *testing.T) {
	for name, setup := range netSetups() {
		n := NewNetwork(setup)
		do(t, n, Action{Do: "step", Name: "batch", N: 20})
		r, v := n.run(), n.view()
		out := r.run.trainer.Net.Predict(r.data.x)
		if want := r.run.trainer.Loss.Loss(nil, out, r.data.y); math.Abs(float64(v.Train.Loss)-want) > 1e-12 {
			t.Errorf("%s: got the loss %v, want %v", name, v.Train.Loss, want)
		}
		if r.data.classes == nil {
			if v.Train.Accuracy != nil {
				t.Errorf("%s: got an accuracy without classes", name)
			}
			if _, err := n.Ask("confusion", Action{}); err == nil {
				t.Errorf("%s: got a confusion matrix without classes", name)
			}
			continue
		}
		c := ask[confusionAnswer](t, n, "confusion", Action{})
		right, all := 0, 0
		for i, row := range c.Train {
			for j, count := range row {
				if all += count; i == j {
					right += count
				}
			}
		}
		if all != r.data.x.Rows || float64(*v.Train.Accuracy) != float64(right)/float64(all) {
			t.Errorf("%s: got %d of %d right, and the accuracy %v", name, right, all, *v.Train.Accuracy)
		}
		if (len(c.Test) > 0) != (v.Test != nil) {
			t.Errorf("%s: got the test set in one place only", name)
		}
	}
}

func TestNetworkGradientsAndHistograms(t *testing.T) {
	for name, setup := range netSetups() {
		n := NewNetwork(setup)
		do(t, n, Action{Do: "step", Name: "batch", N: 4})
		g := ask[gradientsAnswer](t, n, "gradients", Action{N: 3})
		r := n.run()
		r.backpropagate(r.data.x, r.data.y)
		for i, l := range r.dense {
			if got, want := float64(g.Sizes[i][2]), rms(l.w.Grad.Data); math.Abs(got-want) > 1e-12 || g.Names[i] != l.name || len(g.Sizes[i]) != 3 {
				t.Errorf("%s: %s: got %v, want %v", name, l.name, got, want)
			}
		}
		h := ask[histogramAnswer](t, n, "activations", Action{N: 8})
		for i, l := range h.Layers {
			count := 0
			for _, c := range l.Counts {
				count += c
			}
			if count != r.data.x.Rows*r.widths()[i+1] || len(l.Counts) != 8 || l.Low > l.Mean || l.Mean > l.High {
				t.Errorf("%s: got %+v for %d numbers", name, l, r.data.x.Rows*r.widths()[i+1])
			}
		}
	}
	if h := histogram("", []float64{math.NaN(), 1, 1}, 3); h.Counts[1] != 2 || h.Mean != 1 || h.Dev != 0 {
		t.Errorf("got %+v of two ones and a NaN", h)
	}
	if h := histogram("", []float64{math.Inf(1)}, 3); h.Counts[0] != 0 {
		t.Errorf("got %+v of nothing finite", h)
	}
}

// The three derivatives agree, for every weight and bias, on the whole set and on a batch.
func TestNetworkMicroscope(t *testing.T) {
	for name, setup := range netSetups() {
		n := NewNetwork(setup)
		do(t, n, Action{Do: "step", Name: "batch", N: 2})
		for _, pace := range []string{"batch", "layer"} {
			do(t, n, Action{Do: "step", Name: pace})
			for _, q := range n.run().run.trainer.Net.Params() {
				for i := range min(len(q.Value.Data), 12) {
					m := ask[microscopeAnswer](t, n, "microscope", Action{Name: q.Name, Row: i / q.Value.Cols, Col: i % q.Value.Cols})
					a := float64(m.Analytic)
					if math.Abs(float64(m.Numeric)-a) > 1e-7*math.Max(1, math.Abs(a)) || math.Abs(float64(m.Sum)-a) > 1e-12*math.Max(1, math.Abs(a)) {
						t.Fatalf("%s: %s %d: got %v, %v and %v", name, q.Name, i, a, m.Numeric, m.Sum)
					}
					if len(m.Paths) != min(m.All, listedPaths) || float64(m.Value) != q.Value.Data[i] {
						t.Errorf("%s: %s: got %d of %d paths", name, q.Name, len(m.Paths), m.All)
					}
					for _, p := range m.Paths {
						product := 1.0
						for _, f := range p.Factors {
							product *= float64(f)
						}
						if math.Abs(product-float64(p.Product)) > 1e-15 || p.Say == "" {
							t.Errorf("%s: %s: got the factors %v of %v", name, q.Name, p.Factors, p.Product)
						}
					}
				}
			}
		}
	}
}

// All paths of the published example, in words.
func TestNetworkMicroscopeOfThePublishedExample(t *testing.T) {
	n := NewNetwork(netPresets[1].setup())
	do(t, n, Action{Do: "select", Name: "weight", Text: "Dense 1/W"})
	m := ask[microscopeAnswer](t, n, "microscope", Action{})
	if !close9(float64(m.Analytic), .0004385677344743465) || m.All != 2 || !close9(float64(m.Paths[0].Product+m.Paths[1].Product), float64(m.Sum)) {
		t.Errorf("got %+v", m)
	}
	if got, want := strings.Join(m.Paths[0].Through, " "), "x₁ h₁ o₁"; got != want {
		t.Errorf("got the path %s, want %s", got, want)
	}
	if got, want := m.Paths[0].Say, "0.05 · 0.241301 · 0.4 · 0.186816 · 0.741365 = 0.000668396"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Six layers of eight units have more paths than are counted one by one, and the sum is the
// same.
func TestNetworkMicroscopeOfADeepNet(t *testing.T) {
	h := Hidden{Units: 8, Act: "tanh"}
	n := NewNetwork(NetworkSetup{Data: "circle", N: 100, Hidden: []Hidden{h, h, h, h, h, h}, Seed: 1})
	m := ask[microscopeAnswer](t, n, "microscope", Action{Name: "Dense 1/W", Row: 1, Col: 3})
	if m.All != 8*8*8*8*8 || math.Abs(float64(m.Sum-m.Analytic)) > 1e-12 || len(m.Paths) != listedPaths {
		t.Errorf("got %d paths, %v and %v", m.All, m.Sum, m.Analytic)
	}
	for i := range len(m.Paths) - 1 {
		if math.Abs(float64(m.Paths[i].Product)) < math.Abs(float64(m.Paths[i+1].Product)) {
			t.Error("the paths are not in the order of their size")
		}
	}
}

// The pinned run is shown after as many updates as this one.
func TestNetworkCompares(t *testing.T) {
	n := NewNetwork(NetworkSetup{Data: "moons", Hidden: []Hidden{{Units: 3, Act: "tanh"}}, TestShare: 0.3, Batch: 20})
	if _, err := n.Ask("compare", Action{}); err == nil || !strings.Contains(err.Error(), "pin one") {
		t.Errorf("got %v without a pinned run", err)
	}
	do(t, n, Action{Do: "pin"})
	do(t, n, Action{Do: "set", Name: "rate", Value: 0.5})
	do(t, n, Action{Do: "step", Name: "batch", N: 30})
	v := n.view()
	alone := NewNetwork(NetworkSetup{Data: "moons", Hidden: []Hidden{{Units: 3, Act: "tanh"}}, TestShare: 0.3, Batch: 20})
	do(t, alone, Action{Do: "step", Name: "batch", N: 30})
	if v.Compare == nil || v.Compare.Updates != 30 || v.Compare.Train != alone.view().Train && jsonOf(t, v.Compare.Train) != jsonOf(t, alone.view().Train) {
		t.Errorf("got %+v, want the run of the other rate after 30 updates", v.Compare)
	}
	if got := strings.Join(v.Compare.Differs, "; "); got != "rate: 0.1 there, 0.5 here" {
		t.Errorf("got the differences %q", got)
	}
	c := ask[compareAnswer](t, n, "compare", Action{N: 5})
	if jsonOf(t, c.ThereMap) != jsonOf(t, ask[boundaryAnswer](t, alone, "boundary", Action{N: 5})) || jsonOf(t, c.HereMap) != jsonOf(t, ask[boundaryAnswer](t, n, "boundary", Action{N: 5})) {
		t.Error("got other maps than those of the runs")
	}
	do(t, n, Action{Do: "preset", Name: "iris"})
	if c := ask[compareAnswer](t, n, "compare", Action{N: 5}); c.HereMap != nil || c.ThereMap == nil || len(c.Here.Differs) != 0 || len(c.There.Differs) < 3 {
		t.Errorf("got %+v", c)
	}
}

func TestNetworkPoints(t *testing.T) {
	n := NewNetwork(netSetups()["dropout, identity, momentum"])
	p := ask[pointsAnswer](t, n, "points", Action{})
	if len(p.X) != 14 || p.Train != 10 || len(p.Labels) != 14 || len(p.Index) != 0 {
		t.Errorf("got %d points, %d of them for training", len(p.X), p.Train)
	}
	do(t, n, Action{Do: "step", Name: "layer"})
	if p := ask[pointsAnswer](t, n, "points", Action{}); len(p.Index) != 4 {
		t.Errorf("got the examples %v in a batch of 4", p.Index)
	}
	for _, x := range p.X {
		if x, y := Num(x[0]), Num(x[1]); x < p.Range[0] || x > p.Range[1] || y < p.Range[2] || y > p.Range[3] {
			t.Errorf("%v is not within %v", x, p.Range)
		}
	}
}

// What can be chosen can be set.
func TestNetworkChoices(t *testing.T) {
	n := NewNetwork(NetworkSetup{})
	c := ask[choicesAnswer](t, n, "choices", Action{})
	for name, list := range map[string][]choice{"data": c.Data, "optimizer": c.Optimizers, "output": c.Outputs, "loss": c.Losses, "act": c.Acts, "init": c.Inits[:len(c.Inits)-1]} {
		for _, choice := range list {
			n := NewNetwork(NetworkSetup{})
			do(t, n, Action{Do: "set", Name: name, Text: choice.Name})
			if choice.Say == "" {
				t.Errorf("%s %s: nothing to say", name, choice.Name)
			}
			do(t, n, Action{Do: "step", Name: "batch"})
			do(t, n, Action{Do: "step", Name: "layer", N: 8})
		}
	}
	for _, p := range c.Presets {
		n := NewNetwork(NetworkSetup{})
		do(t, n, Action{Do: "preset", Name: p.Name})
		if c := ask[choicesAnswer](t, n, "choices", Action{}); len(c.Outputs) == 0 || len(c.Losses) == 0 {
			t.Errorf("preset %s: no outputs or losses", p.Name)
		}
	}
	if s := ask[NetworkSetup](t, n, "setup", Action{}); s.Data != "circle" {
		t.Errorf("got the setup of %q", s.Data)
	}
	for _, bad := range []struct {
		what string
		a    Action
	}{{"weather", Action{}}, {"boundary", Action{N: 1000}}, {"activations", Action{N: -1}}, {"gradients", Action{N: 1e6}}, {"microscope", Action{}}, {"microscope", Action{Name: "Dense 9/W"}}} {
		if _, err := n.Ask(bad.what, bad.a); err == nil {
			t.Errorf("%s %+v: got no error", bad.what, bad.a)
		}
	}
}

// The paths that are listed are those of the example that is shown.
func TestNetworkMicroscopeShowsTheExample(t *testing.T) {
	n := NewNetwork(netSetups()["sigmoid and half squared error"])
	do(t, n, Action{Do: "select", Name: "example", N: 5})
	for range 12 {
		v := n.view()
		if v.Example != nil {
			m := ask[microscopeAnswer](t, n, "microscope", Action{Name: "Dense 1/W", Row: 1})
			if float64(m.Paths[0].Factors[0]) != v.Example.X[1] {
				t.Errorf("got a path from %v, want %v, of row %d", m.Paths[0].Factors[0], v.Example.X[1], v.Example.Row)
			}
		}
		do(t, n, Action{Do: "step", Name: "unit"})
	}
}

// With one input, what comes out and what each unit makes of it are curves over it, in the
// units in which the data were given.
func TestNetworkCurves(t *testing.T) {
	for name, setup := range map[string]NetworkSetup{
		"sine":    {Data: "sine", Noise: 0.1, Hidden: []Hidden{{Units: 3, Act: "tanh"}}},
		"scaled":  {Data: "sine", Scale: true, Hidden: []Hidden{{Units: 3, Act: "tanh"}}},
		"own":     {Own: &OwnData{Names: []string{"hours"}, X: [][]float64{{10}, {20}, {40}}, Y: []float64{100, 300, 200}}, Scale: true, Hidden: []Hidden{{Units: 2, Act: "relu"}}},
		"classes": {Own: &OwnData{Names: []string{"hours"}, X: [][]float64{{1}, {2}, {4}}, Classes: []string{"a", "b", "c"}, Labels: []int{0, 1, 2}}},
	} {
		n := NewNetwork(setup)
		do(t, n, Action{Do: "step", Name: "batch", N: 5})
		r, p := n.run(), ask[pointsAnswer](t, n, "points", Action{})
		b, u := ask[boundaryAnswer](t, n, "boundary", Action{}), ask[boundaryAnswer](t, n, "units", Action{N: 16})
		if v := n.view().Set; v.Plane || !v.Line || !b.Line || !u.Line || b.Side != curvePlaces || u.Side != curvePlaces {
			t.Fatalf("%s: got %+v, and %d and %d places; want curves", name, v, b.Side, u.Side)
		}
		all := 1
		for _, w := range r.widths()[1:] {
			all += w
		}
		if len(b.Maps) != len(r.data.outputs) || len(u.Maps) != all {
			t.Fatalf("%s: got %d and %d curves, want %d and %d", name, len(b.Maps), len(u.Maps), len(r.data.outputs), all)
		}
		for _, x := range p.X {
			if v := Num(x[0]); v <= b.Range[0] || v >= b.Range[1] {
				t.Errorf("%s: the point at %v is not between %v and %v", name, v, b.Range[0], b.Range[1])
			}
		}
		for _, y := range p.Y {
			if v := Num(y); v <= b.Range[2] || v >= b.Range[3] {
				t.Errorf("%s: the value %v is not between %v and %v", name, v, b.Range[2], b.Range[3])
			}
		}
		for _, at := range []int{0, 60, 120} {
			x := linalg.Row(float64(b.Range[0]) + float64(b.Range[1]-b.Range[0])*(float64(at)+0.5)/curvePlaces)
			want := r.predicted(r.run.trainer.Net.Predict(r.data.encode(x)))
			if r.data.yscaler != nil {
				want = r.data.yscaler.Inverse(want)
			}
			for k := range want.Cols {
				if got := b.Maps[k].Values[at]; math.Abs(got-want.At(0, k)) > 1e-9 {
					t.Errorf("%s: place %d: got %v, want %v", name, at, got, want.At(0, k))
				}
			}
		}
	}
}

// What is drawn in the plane has the names of the net's inputs; real data and a CSV have their
// own.
func TestNetworkNamesOfPoints(t *testing.T) {
	for name, want := range map[string]string{"circle": "x₁ x₂", "gaussians": "x₁ x₂", "waves": "x₁ x₂", "xor": "x₁ x₂", "mazur": "x₁ x₂", "sine": "x₁"} {
		if got := strings.Join(ask[pointsAnswer](t, NewNetwork(NetworkSetup{Data: name}), "points", Action{}).Names, " "); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	n := NewNetwork(NetworkSetup{Data: "moons"})
	do(t, n, Action{Do: "draw"})
	if got := strings.Join(ask[pointsAnswer](t, n, "points", Action{}).Names, " "); got != "x₁ x₂" {
		t.Errorf("with a drawn point: got %q", got)
	}
	do(t, n, Action{Do: "paste", Text: "height,width,kind\n1,2,a\n3,1,b\n"})
	if got := strings.Join(ask[pointsAnswer](t, n, "points", Action{}).Names, " "); got != "height width" {
		t.Errorf("pasted: got %q", got)
	}
}

// The microscope says whose paths it lists, and counts them in words that fit.
func TestNetworkMicroscopeSaysWhosePaths(t *testing.T) {
	look := func(setup NetworkSetup, example int) microscopeAnswer {
		n := NewNetwork(setup)
		do(t, n, Action{Do: "select", Name: "example", N: example})
		return ask[microscopeAnswer](t, n, "microscope", Action{Name: "Dense 1/W"})
	}
	one := NetworkSetup{Data: "xor", Hidden: []Hidden{{Units: 2, Act: "tanh"}}}
	m := look(one, 2)
	if want := "the sum over its one path for each of 4 examples is "; !strings.Contains(m.Say, want) || !strings.HasSuffix(m.Say, "on all 4 training examples.") {
		t.Errorf("got %q, want %q in it", m.Say, want)
	}
	if want := "Example 3 of the training set: its one path adds " + number(float64(m.Part)) + "."; m.Of != want {
		t.Errorf("got %q, want %q", m.Of, want)
	}
	if float64(m.Part) != float64(m.Paths[0].Product) {
		t.Errorf("got %v for the one path, want %v", m.Part, m.Paths[0].Product)
	}
	m = look(netPresets[1].setup(), 0)
	if !strings.Contains(m.Say, "the sum over its 2 paths is ") || !strings.HasSuffix(m.Say, "on the one training example.") {
		t.Errorf("got %q", m.Say)
	}
	deep := Hidden{Units: 8, Act: "tanh"}
	if m = look(inPlane("circle", 0.08, deep, deep, deep), 6); !strings.HasPrefix(m.Of, "Example 7 of the training set: its 64 paths add ") || !strings.HasSuffix(m.Of, "; the 24 largest of them.") {
		t.Errorf("got %q", m.Of)
	}
	var sum float64
	for i := range 140 {
		sum += float64(look(inPlane("circle", 0.08, deep, deep, deep), i).Part)
	}
	if math.Abs(sum-float64(m.Sum)) > 1e-12 {
		t.Errorf("the parts of the examples add up to %v, want %v", sum, m.Sum)
	}
}

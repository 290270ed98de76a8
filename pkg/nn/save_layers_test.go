package nn_test

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"chainrule/pkg/nn"
)

// savedExample is a layer of which each setting has another value than the usual, and a
// shape that it takes.
type savedExample struct {
	layer nn.Layer
	in    nn.Shape
}

// savedExamples has one of each kind that can be saved.
func savedExamples() []savedExample {
	return []savedExample{
		{&nn.Activate{F: nn.Tanh}, nn.Shape{4}},
		{&nn.Autoencoder{Encoder: []nn.Layer{&nn.Dense{Out: 2, Act: nn.Tanh}}, Decoder: []nn.Layer{&nn.Dense{Out: 4}}}, nn.Shape{4}},
		{&nn.AvgPool{Kernel: [2]int{2, 3}, Stride: [2]int{1, 2}, Padding: [2]int{1, 1}}, nn.Shape{2, 4, 5}},
		{&nn.BatchNorm{Eps: 0.1, Momentum: 0.3}, nn.Shape{2, 2, 3}},
		{&nn.Chain{Layers: []nn.Layer{&nn.Dense{Out: 3, Act: nn.GELU}, &nn.BatchNorm{Momentum: 0.5}, &nn.Dropout{Rate: 0.5}}}, nn.Shape{4}},
		{&nn.Conv2D{Out: 4, Kernel: [2]int{2, 3}, Stride: [2]int{2, 1}, Padding: [2]int{1, 2}, Dilation: [2]int{3, 2}, Groups: 2, Act: nn.ReLU}, nn.Shape{2, 4, 5}},
		{&nn.Dense{Out: 3, Act: nn.Sigmoid}, nn.Shape{4}},
		{&nn.Dropout{Rate: 0.3}, nn.Shape{20}},
		{&nn.Embedding{Vocab: 4, Dim: 3}, nn.Shape{5}},
		{&nn.Flatten{}, nn.Shape{2, 3}},
		{&nn.GRU{Out: 3, Sequence: true, Truncate: 2}, nn.Shape{5, 2}},
		{&nn.LSTM{Out: 3, Sequence: true, Truncate: 2}, nn.Shape{5, 2}},
		{&nn.LayerNorm{Eps: 0.1}, nn.Shape{4}},
		{&nn.MaxPool{Kernel: [2]int{2, 3}, Stride: [2]int{1, 2}, Padding: [2]int{1, 1}}, nn.Shape{2, 4, 5}},
		{&nn.MultiHeadAttention{Heads: 2, Causal: true, Mask: oneHot(3, 0, 0, 1)}, nn.Shape{3, 4}},
		{&nn.PositionalEncoding{Learned: true}, nn.Shape{3, 4}},
		{&nn.RNN{Out: 3, Act: nn.ReLU, Sequence: true, Truncate: 2}, nn.Shape{5, 2}},
		{&nn.Residual{Layers: []nn.Layer{&nn.Dense{Out: 3, Act: nn.Tanh}}, Shortcut: []nn.Layer{&nn.Dense{Out: 3}}}, nn.Shape{4}},
		{&nn.TimeDistributed{Layers: []nn.Layer{&nn.Dense{Out: 3, Act: nn.Tanh}}}, nn.Shape{5, 2}},
	}
}

// tokens are whole numbers from 0 to 3, which every layer takes.
func tokens(rows, cols int) *nn.Matrix {
	x, rng := draws(1, rows, cols), nn.Stream(1, "tokens")
	for k := range x.Data {
		x.Data[k] = float64(rng.IntN(4))
	}
	return x
}

// A net with any layer comes back from its file with the settings that it had, the same
// predictions, and, where it trains by chance or keeps averages, goes on as it would have.
func TestEveryLayerIsSaved(t *testing.T) {
	missing := nn.SavableKinds()
	for _, example := range savedExamples() {
		kind := reflect.TypeOf(example.layer).Elem().Name()
		missing = slices.DeleteFunc(missing, func(other string) bool { return other == kind })
		t.Run(kind, func(t *testing.T) {
			net := nn.Must(nn.New(1, example.in, example.layer))
			for i, q := range net.Params() { // away from where Build puts them
				q.Value.Add(q.Value, draws(uint64(i), q.Value.Rows, q.Value.Cols))
			}
			x, p := tokens(4, example.in.Size()), &nn.Pass{Train: true}
			net.Forward(p, x)
			var file bytes.Buffer
			if err := net.Save(&file); err != nil {
				t.Fatal(err)
			}
			back, err := nn.Load(&file)
			if err != nil {
				t.Fatal(err)
			}
			sameSettings(t, kind, back.Layers(), net.Layers())
			sameParams(t, kind, back, net)
			if !identical(back.Predict(x), net.Predict(x)) {
				t.Error("got other predictions than those of the net that was saved")
			}
			if !identical(back.Forward(p, x), net.Forward(p, x)) {
				t.Error("got another output in training than that of the net that was saved")
			}
			if !identical(back.Predict(x), net.Predict(x)) {
				t.Error("got other predictions after one more batch than those of the net that was saved")
			}
		})
	}
	if len(missing) > 0 {
		t.Errorf("savedExamples has no layer of the kinds %v: add one of each, with settings other than the usual", missing)
	}
}

// sameSettings compares the exported fields of layers, but for Init: how a layer was
// initialized is past. In an example itself, none may be zero, or the test could not tell.
func sameSettings(t *testing.T, path string, got, want []nn.Layer) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %d layers, want %d", path, len(got), len(want))
	}
	for i := range want {
		if g, w := reflect.TypeOf(got[i]), reflect.TypeOf(want[i]); g != w {
			t.Fatalf("%s: got a layer of type %v, want %v", path, g, w)
		}
		g, w := reflect.ValueOf(got[i]).Elem(), reflect.ValueOf(want[i]).Elem()
		for k := range w.NumField() {
			field := w.Type().Field(k)
			what := path + "." + field.Name
			if !field.IsExported() || field.Name == "Init" {
				continue
			}
			if w.Type().Name() == path && w.Field(k).IsZero() {
				t.Errorf("%s is zero in savedExamples: give it another value, so that a loss can be seen", what)
			}
			if layers, ok := w.Field(k).Interface().([]nn.Layer); ok {
				sameSettings(t, what, g.Field(k).Interface().([]nn.Layer), layers)
				continue
			}
			if a, b := g.Field(k).Interface(), w.Field(k).Interface(); !reflect.DeepEqual(a, b) {
				t.Errorf("%s: got %v, want %v", what, a, b)
			}
		}
	}
}

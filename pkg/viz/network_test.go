package viz

import (
	"math"
	"slices"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Layers inside of others are drawn in a row, under their names, with the values that the
// net itself computes.
func TestNetworkDrawsWhatIsInside(t *testing.T) {
	inner := nn.Must(nn.New(2, nn.Shape{3}, &nn.Dense{Out: 4}))
	net := nn.Must(nn.New(1, nn.Shape{3},
		&nn.Autoencoder{Encoder: []nn.Layer{&nn.Dense{Out: 2, Act: nn.Tanh}}, Decoder: []nn.Layer{&nn.Dense{Out: 3}}},
		&nn.Chain{Layers: []nn.Layer{inner, &nn.Dense{Out: 2, Act: nn.Sigmoid}}},
		&nn.Dense{Out: 1},
	))
	x := linalg.Row(1, -2, 0.5)
	b, err := Network{Title: "T", Net: net, Input: x, Outputs: []string{"y"}}.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	data := b.Data.(map[string]any)
	var names []string
	for _, l := range data["layers"].([]drawnLayer) {
		names = append(names, l.Name)
	}
	want := []string{"input", "Autoencoder 1/Dense 1", "Autoencoder 1/Dense 2", "Chain 1/Model 1/Dense 1", "Chain 1/Dense 1", "Dense 1"}
	if !slices.Equal(names, want) {
		t.Errorf("got layers %q, want %q", names, want)
	}
	values := data["values"].([][]number)
	if len(values) != len(want) {
		t.Fatalf("got values of %d layers, want %d", len(values), len(want))
	}
	y := net.Predict(x).At(0, 0)
	code := net.Layers()[0].(*nn.Autoencoder).Encode(x)
	if math.Abs(float64(values[5][0])-y) > 1e-12 || math.Abs(float64(values[1][1])-code.At(0, 1)) > 1e-12 {
		t.Errorf("the net says %v and its code is %v; drawn are %v and %v", y, code, values[5], values[1])
	}
	text := string(b.SVG)
	for _, around := range []string{">Autoencoder 1<", ">Chain 1/Model 1<", ">Chain 1<"} {
		if n := strings.Count(text, around); n != 1 {
			t.Errorf("the still says %s %d times, want once", around, n)
		}
	}
	if n := strings.Count(text, ">Dense 1<"); n != 4 {
		t.Errorf("the still says Dense 1 %d times, want 4", n)
	}
}

// Weights are written at the lines only of nets that are small throughout, as in the live view.
func TestWeightsOfLargeNetsAreNotWritten(t *testing.T) {
	for out, want := range map[int]bool{2: true, 4: false} {
		net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3}, &nn.Dense{Out: out}))
		b, err := Network{Title: "T", Net: net}.Bundle()
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(b.SVG), ">"+short(net.Params()[0].Value.At(0, 0))+"<"); got != want {
			t.Errorf("2, 3 and %d units: a weight is written: %t, want %t", out, got, want)
		}
	}
}

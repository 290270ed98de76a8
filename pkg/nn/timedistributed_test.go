package nn_test

import (
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

func TestTimeDistributed(t *testing.T) {
	nntest.CheckLayer(t, &nn.TimeDistributed{Layers: []nn.Layer{&nn.Dense{Out: 2, Act: nn.Tanh}}}, nn.Shape{2, 3})
	nntest.CheckLayer(t, &nn.TimeDistributed{Layers: []nn.Layer{&nn.LayerNorm{}, &nn.Dense{Out: 1}}}, nn.Shape{2, 3})
	nntest.CheckLayer(t, &nn.TimeDistributed{Layers: []nn.Layer{&nn.MaxPool{Kernel: nn.Square(2)}}}, nn.Shape{2, 1, 2, 2}) // a film of two pictures
}

// Each position is an example to the layers, whatever stands beside it.
func TestTimeDistributedIsTheSameAtEachPosition(t *testing.T) {
	const n, T, d, h = 3, 4, 2, 5
	all := nn.Must(nn.New(1, nn.Shape{T, d}, &nn.TimeDistributed{Layers: []nn.Layer{&nn.Dense{Out: h, Act: nn.Tanh}}}))
	one := nn.Must(nn.New(1, nn.Shape{d}, &nn.Dense{Out: h, Act: nn.Tanh}))
	for i, q := range one.Params() {
		q.Value.Copy(all.Params()[i].Value)
	}
	x := draws(1, n, T*d)
	y := all.Predict(x)
	for s := range T {
		approx(t, "a position", linalg.SliceCols(y, s*h, (s+1)*h), one.Predict(linalg.SliceCols(x, s*d, (s+1)*d)), 1e-15)
	}
	if got := all.Shapes()[1]; len(got) != 2 || got[0] != T || got[1] != h {
		t.Errorf("got the shape %v, want {%d, %d}", got, T, h)
	}
}

func TestTimeDistributedRefuses(t *testing.T) {
	for want, test := range map[string]struct {
		in     nn.Shape
		layers []nn.Layer
	}{
		"nn: TimeDistributed 1: the input has shape [6], want a sequence, {times, features}. If a layer before it has lost the times: a recurrent one needs Sequence: true, a Dense belongs into a TimeDistributed. If it is the first: give the net a shape such as nn.Shape{12, 1}": {nn.Shape{6}, []nn.Layer{&nn.Dense{Out: 1}}},
		"nn: TimeDistributed 1 has no layers, want at least one":        {nn.Shape{3, 2}, nil},
		"nn: TimeDistributed 1/Dense 1: Out is 0, want at least 1 unit": {nn.Shape{3, 2}, []nn.Layer{&nn.Dense{}}},
	} {
		_, err := nn.New(1, test.in, &nn.TimeDistributed{Layers: test.layers})
		fails(t, "TimeDistributed", err, want)
	}
}

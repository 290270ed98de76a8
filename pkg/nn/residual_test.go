package nn_test

import (
	"bytes"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

func TestResidual(t *testing.T) {
	nntest.CheckLayer(t, &nn.Residual{Layers: []nn.Layer{&nn.Dense{Out: 4, Act: nn.Tanh}, &nn.Dense{Out: 3}}}, nn.Shape{3})
	nntest.CheckLayer(t, &nn.Residual{Layers: []nn.Layer{&nn.LayerNorm{}, &nn.Dense{Out: 3, Act: nn.Sigmoid}}}, nn.Shape{3})
	nntest.CheckLayer(t, &nn.Residual{
		Layers:   []nn.Layer{&nn.Conv2D{Out: 2, Kernel: nn.Square(3), Stride: nn.Square(2), Padding: nn.Square(1), Act: nn.Tanh}},
		Shortcut: []nn.Layer{&nn.Conv2D{Out: 2, Kernel: nn.Square(1), Stride: nn.Square(2)}},
	}, nn.Shape{1, 4, 4})
	nntest.CheckLayer(t, &nn.Residual{Layers: []nn.Layer{&nn.Residual{Layers: []nn.Layer{&nn.Dense{Out: 2, Act: nn.Tanh}}}}}, nn.Shape{2})
	nntest.CheckLayer(t, &nn.Residual{Layers: []nn.Layer{&nn.Dropout{Rate: 0.5}}}, nn.Shape{4}) // which in use hands X itself on
}

// Layers that begin at zero change nothing, and hand errors on as they are.
func TestResidualOfZeroIsTheIdentity(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{3}, &nn.Residual{Layers: []nn.Layer{&nn.Dense{Out: 8, Act: nn.ReLU}, &nn.Dense{Out: 3, Init: nn.Zeros}}}))
	x, dy := draws(1, 4, 3), draws(2, 4, 3)
	approx(t, "Y", net.Forward(nil, x), x, 0)
	approx(t, "∂X", net.Backward(nil, dy), dy, 0)
}

func TestResidualRefuses(t *testing.T) {
	for _, test := range []struct {
		layer *nn.Residual
		want  string
	}{
		{&nn.Residual{}, "nn: Residual 1 has no layers, want at least one"},
		{&nn.Residual{Layers: []nn.Layer{&nn.Dense{Out: 4}}}, "nn: Residual 1: Layers make shape [4] of [3], and the input itself has shape [3], want the same, because they are added: let the last layer restore it, a Dense within a sequence by a TimeDistributed, or set Shortcut to layers that change it as well"},
		{&nn.Residual{Layers: []nn.Layer{&nn.Dense{Out: 3}}, Shortcut: []nn.Layer{&nn.Dense{Out: 4}}}, "nn: Residual 1: Layers make shape [3] of [3], and what Shortcut makes has shape [4], want the same, because they are added: change one of them"},
		{&nn.Residual{Layers: []nn.Layer{&nn.Dense{}}}, "nn: Residual 1/Dense 1: Out is 0, want at least 1 unit"},
		{&nn.Residual{Layers: []nn.Layer{&nn.Dense{Out: 3}}, Shortcut: []nn.Layer{&nn.Dense{}}}, "nn: Residual 1/Shortcut/Dense 1: Out is 0, want at least 1 unit"},
	} {
		_, err := nn.New(1, nn.Shape{3}, test.layer)
		fails(t, "Residual", err, test.want)
	}
}

// Twenty layers deep, a plain stack of tanh layers hands on next to nothing of its error;
// with residual blocks the first layer still learns.
func TestResidualKeepsGradientsAlive(t *testing.T) {
	first := func(wrap func(l nn.Layer) nn.Layer) float64 {
		layers := []nn.Layer{}
		for range 20 {
			layers = append(layers, wrap(&nn.Dense{Out: 8, Act: nn.Tanh, Init: nn.Normal(0.1)}))
		}
		net := nn.Must(nn.New(1, nn.Shape{8}, layers...))
		net.Forward(nil, draws(1, 16, 8))
		net.Backward(nil, draws(2, 16, 8))
		g := net.Params()[0].Grad
		return linalg.Max(linalg.Hadamard(g, g))
	}
	plain := first(func(l nn.Layer) nn.Layer { return l })
	residual := first(func(l nn.Layer) nn.Layer { return &nn.Residual{Layers: []nn.Layer{l}} })
	if !(residual > 1e6*plain) {
		t.Errorf("got a largest squared gradient of %v, and %v with residual blocks, want a millionfold", plain, residual)
	}
}

// Layers inside of layers are traced with their own names and symbols, saved, and their
// training goes on where it was.
func TestNestedLayers(t *testing.T) {
	build := func() *nn.Model {
		return nn.Must(nn.New(1, nn.Shape{3, 2},
			&nn.TimeDistributed{Layers: []nn.Layer{&nn.Dense{Out: 2, Act: nn.Tanh}}},
			&nn.Residual{Layers: []nn.Layer{&nn.TimeDistributed{Layers: []nn.Layer{&nn.LayerNorm{}, &nn.Dense{Out: 2}}}}},
			&nn.Chain{Layers: []nn.Layer{&nn.Dropout{Rate: 0.5}}},
			&nn.Dense{Out: 2}))
	}
	train := func(net *nn.Model, trace *nn.Trace) {
		t.Helper()
		trainer := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: draws(1, 4, 6), Y: draws(2, 4, 2), Epochs: 2, Trace: trace}
		if err := trainer.Run(); err != nil {
			t.Fatal(err)
		}
	}
	net, trace := build(), &nn.Trace{}
	train(net, trace)
	if seen := explainsAll(t, trace); seen["add"] != 4 {
		t.Errorf("got %d sums in two updates, want 4", seen["add"])
	}
	holds(t, "the trace", trace.String(), "Residual 1/TimeDistributed 1/Dense 1/forward", "Residual 1/backward", "W_1.1.1", "W_1.1 ")
	if text := trace.String(); bytes.ContainsAny([]byte(text), `\{}`) {
		t.Error("the trace as text holds LaTeX")
	}
	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		t.Fatal(err)
	}
	back, err := nn.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	sameParams(t, "from a file", back, net)
	train(net, nil)
	train(back, nil)
	sameParams(t, "trained further", back, net)
	plain := build()
	train(plain, nil)
	train(plain, nil)
	sameParams(t, "without trace and file", plain, net)
}

package nn_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

func TestDenseKeepsItsPromises(t *testing.T) {
	for _, act := range append([]nn.Activation{nil}, activations...) {
		for _, in := range []nn.Shape{{1}, {4}, {2, 3, 2}} {
			for _, out := range []int{1, 3, 11} {
				nntest.CheckLayer(t, &nn.Dense{Out: out, Act: act}, in)
			}
		}
	}
	for _, init := range []nn.Init{nn.Zeros, nn.Xavier, nn.He, nn.Constant(0.5), nn.Normal(3)} {
		nntest.CheckLayer(t, &nn.Dense{Out: 3, Act: nn.Tanh, Init: init}, nn.Shape{4})
	}
}

// A = f(XW + 1b), ∂W = Xᵀ∂Z, ∂b = 1ᵀ∂Z, ∂X = ∂Z Wᵀ, written out as sums.
func TestDenseIsItsFormulas(t *testing.T) {
	const n, d, h = 5, 3, 4
	net := nn.Must(nn.New(1, nn.Shape{d}, &nn.Dense{Out: h, Act: nn.Tanh}))
	W, b := net.Param("Dense 1/W"), net.Param("Dense 1/b")
	b.Value.Copy(draws(1, 1, h))
	X, dA := draws(2, n, d), draws(3, n, h)
	A := net.Forward(nil, X)
	Z := linalg.AddRow(linalg.MulNaive(X, W.Value), b.Value)
	approx(t, "A", A, linalg.Apply(nn.Tanh.F, Z), 1e-14)
	dX := net.Backward(nil, dA)

	dZ := linalg.Hadamard(dA, linalg.Apply(func(a float64) float64 { return 1 - a*a }, A))
	dW, db, want := linalg.New(d, h), linalg.New(1, h), linalg.New(n, d)
	for i := range n {
		for j := range h {
			db.Data[j] += dZ.At(i, j)
			for k := range d {
				dW.Data[k*h+j] += X.At(i, k) * dZ.At(i, j)
				want.Data[i*d+k] += dZ.At(i, j) * W.Value.At(k, j)
			}
		}
	}
	approx(t, "∂W", W.Grad, dW, 1e-14)
	approx(t, "∂b", b.Grad, db, 1e-14)
	approx(t, "∂X", dX, want, 1e-14)
}

// A layer keeps its storage from batch to batch. What is left in it of a larger batch
// must not be seen.
func TestDenseForgetsTheLastBatch(t *testing.T) {
	build := func() *nn.Model { return nn.Must(nn.New(1, nn.Shape{3}, &nn.Dense{Out: 2, Act: nn.Softmax})) }
	used := build()
	for _, n := range []int{64, 1, 7, 100, 2} {
		X, dA, fresh := draws(1, n, 3), draws(2, n, 2), build()
		if !identical(used.Forward(nil, X), fresh.Forward(nil, X)) {
			t.Errorf("%d examples: got another output than a new layer's", n)
		}
		if !identical(used.Backward(nil, dA), fresh.Backward(nil, dA)) {
			t.Errorf("%d examples: got another ∂X than a new layer's", n)
		}
		for i, q := range used.Params() {
			if !identical(q.Grad, fresh.Params()[i].Grad) {
				t.Errorf("%d examples: got another gradient of %s than a new layer's", n, q.Name)
			}
		}
	}
}

// The default Init is He for ReLU and Xavier otherwise; the bias starts at 0.
func TestDenseDefaultInit(t *testing.T) {
	for _, test := range []struct {
		act  nn.Activation
		want nn.Init
	}{{nil, nn.Xavier}, {nn.Sigmoid, nn.Xavier}, {nn.Tanh, nn.Xavier}, {nn.Softmax, nn.Xavier}, {swish, nn.Xavier}, {nn.ReLU, nn.He}} {
		got := nn.Must(nn.New(1, nn.Shape{5}, &nn.Dense{Out: 4, Act: test.act}))
		want := nn.Must(nn.New(1, nn.Shape{5}, &nn.Dense{Out: 4, Act: test.act, Init: test.want}))
		sameParams(t, fmt.Sprintf("activation %v", test.act), got, want)
		if b := got.Param("Dense 1/b").Value; !linalg.Equal(b, linalg.New(1, 4)) {
			t.Errorf("activation %v: got bias %v, want zeros", test.act, b)
		}
	}
}

// Only the spread of the weights would tell that the two were swapped.
func TestDenseTellsInitItsFans(t *testing.T) {
	var in, out int
	init := func(w *nn.Matrix, fanIn, fanOut int, _ *rand.Rand) { in, out = fanIn, fanOut }
	nn.Must(nn.New(1, nn.Shape{2, 3}, &nn.Dense{Out: 4, Init: init}))
	if in != 6 || out != 4 {
		t.Errorf("got fans %d and %d, want 6 inputs of a unit and 4 units", in, out)
	}
}

func TestDenseRefuses(t *testing.T) {
	for _, test := range []struct {
		in   nn.Shape
		out  int
		want string
	}{
		{nn.Shape{2}, 0, "nn: Dense 1: Out is 0, want at least 1 unit"},
		{nn.Shape{2}, -3, "nn: Dense 1: Out is -3, want at least 1 unit"},
		{nn.Shape{2, 0}, 1, "nn: Dense 1: the input has shape [2 0], want at least 1 feature"},
	} {
		_, err := (&nn.Dense{Out: test.out}).Build("Dense 1", test.in, nn.Stream(1, "Dense 1"))
		fails(t, fmt.Sprintf("Out %d for %v", test.out, test.in), err, test.want)
	}
}

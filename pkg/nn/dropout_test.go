package nn_test

import (
	"fmt"
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

func TestDropout(t *testing.T) {
	nntest.CheckLayer(t, &nn.Dropout{Rate: 0.3}, nn.Shape{6})
	nntest.CheckLayer(t, &nn.Dropout{}, nn.Shape{2, 3})
}

// While it trains, a share of Rate is 0, and the rest is scaled so that the mean stays;
// each pass draws another mask, and each example its own.
func TestDropoutInTraining(t *testing.T) {
	for _, rate := range []float64{0.1, 0.5, 0.8} {
		net := nn.Must(nn.New(1, nn.Shape{500}, &nn.Dropout{Rate: rate}))
		p, x := &nn.Pass{Train: true}, linalg.Full(200, 500, 3)
		first := net.Forward(p, x).Clone()
		zeros := 0
		for _, v := range first.Data {
			switch {
			case v == 0:
				zeros++
			case math.Abs(v-3/(1-rate)) > 1e-12:
				t.Fatalf("rate %v: got %v, want 0 or %v", rate, v, 3/(1-rate))
			}
		}
		if got := float64(zeros) / 1e5; math.Abs(got-rate) > 0.01 {
			t.Errorf("rate %v: got a share of %v dropped", rate, got)
		}
		if got := linalg.Mean(first); math.Abs(got-3) > 0.1 {
			t.Errorf("rate %v: got a mean of %v, want that of the inputs, 3", rate, got)
		}
		dx := net.Backward(p, linalg.Full(200, 500, 1))
		approx(t, fmt.Sprintf("rate %v: ∂X is the mask", rate), dx, linalg.Scale(1.0/3, first), 1e-12)
		if identical(net.Forward(p, x), first) {
			t.Errorf("rate %v: two passes have the same mask", rate)
		}
		if identical(linalg.SliceRows(first, 0, 1), linalg.SliceRows(first, 1, 2)) {
			t.Errorf("rate %v: two examples have the same mask", rate)
		}
		approx(t, fmt.Sprintf("rate %v, in use", rate), net.Forward(nil, x), x, 0)
	}
}

// The published convention: p = 0.5 doubles what survives, and does nothing in use.
func TestDropoutOfOneHalf(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{8}, &nn.Dropout{Rate: 0.5}))
	for _, v := range net.Forward(&nn.Pass{Train: true}, linalg.Full(4, 8, 1)).Data {
		if v != 0 && v != 2 {
			t.Errorf("got %v, want 0 or 2", v)
		}
	}
}

func TestDropoutRefuses(t *testing.T) {
	for _, rate := range []float64{-0.1, 1, 1.5, math.NaN()} {
		_, err := nn.New(1, nn.Shape{2}, &nn.Dropout{Rate: rate})
		fails(t, "Dropout", err, fmt.Sprintf("nn: Dropout 1: Rate is %v, want from 0 to below 1: the share of features that is dropped", rate))
	}
}

// The masks of a training are explained as Hadamard products, forwards and backwards.
func TestDropoutIsExplained(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{3}, &nn.Dense{Out: 4, Act: nn.Tanh}, &nn.Dropout{Rate: 0.5}, &nn.Dense{Out: 2}))
	trainer := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: draws(1, 3, 3), Y: draws(2, 3, 2), Epochs: 1, Trace: &nn.Trace{}}
	if err := trainer.Run(); err != nil {
		t.Fatal(err)
	}
	masks := explainsAll(t, trainer.Trace)["hadamard"]
	if masks != 2 {
		t.Errorf("got %d products with a mask, want one forwards and one backwards", masks)
	}
}

// A training that is interrupted goes on with the masks that it would have had.
func TestDropoutGoesOn(t *testing.T) {
	build := func() *nn.Dropout {
		d := &nn.Dropout{Rate: 0.5}
		nn.Must(nn.New(1, nn.Shape{40}, d))
		return d
	}
	p, x := &nn.Pass{Train: true}, linalg.Full(3, 40, 1)
	d, again := build(), build()
	d.Forward(p, x)
	state, err := d.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	if err := again.UnmarshalBinary(state); err != nil {
		t.Fatal(err)
	}
	if !identical(d.Forward(p, x), again.Forward(p, x)) {
		t.Error("the mask after the interruption is another")
	}
}

package nn_test

import (
	"fmt"
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

func TestPositionalEncoding(t *testing.T) {
	for _, learned := range []bool{false, true} {
		nntest.CheckLayer(t, &nn.PositionalEncoding{Learned: learned}, nn.Shape{3, 4})
		nntest.CheckLayer(t, &nn.PositionalEncoding{Learned: learned}, nn.Shape{2, 3}) // the last sine has no cosine
		nntest.CheckLayer(t, &nn.PositionalEncoding{Learned: learned}, nn.Shape{1, 1})
	}
}

// A step of k positions turns each pair by the same angle, wherever it starts: that is
// why the paper chose sines (Vaswani et al., 2017, section 3.5).
func TestAStepTurnsThePairsOfPositions(t *testing.T) {
	const T, d, k = 12, 6, 5
	var layer nn.PositionalEncoding
	nn.Must(nn.New(1, nn.Shape{T, d}, &layer))
	p := layer.Positions()
	for i := 0; i < d; i += 2 {
		sin, cos := math.Sincos(k / math.Pow(10000, float64(i)/d))
		turn := linalg.New(2, 2, cos, -sin, sin, cos)
		for at := range T - k {
			got := linalg.Row(p.At(at+k, i), p.At(at+k, i+1))
			approx(t, "a pair, k positions on", got, linalg.Mul(linalg.Row(p.At(at, i), p.At(at, i+1)), turn), 1e-12)
		}
	}
}

func TestPositionalEncodingRefuses(t *testing.T) {
	for _, in := range []nn.Shape{{12}, {1, 2, 3}} {
		_, err := nn.New(1, in, &nn.PositionalEncoding{})
		want := fmt.Sprintf("nn: PositionalEncoding 1: the input has shape %v, want a sequence, {times, features}", in)
		if len(in) == 1 {
			want += ". If a layer before it has lost the times: a recurrent one needs Sequence: true, a Dense belongs into a TimeDistributed. If it is the first: give the net a shape such as nn.Shape{12, 1}"
		}
		fails(t, "PositionalEncoding", err, want)
	}
}

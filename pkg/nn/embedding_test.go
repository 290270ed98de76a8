package nn_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

func TestEmbedding(t *testing.T) {
	nntest.CheckLayerOfTokens(t, &nn.Embedding{Vocab: 5, Dim: 3}, nn.Shape{4}, 5)
	nntest.CheckLayerOfTokens(t, &nn.Embedding{Vocab: 1, Dim: 1, Init: nn.Zeros}, nn.Shape{2, 3}, 1)
}

// It is the product of one-hot rows with E, and so is its gradient.
func TestEmbeddingIsAProductWithOneHotRows(t *testing.T) {
	tokens := []int{2, 0, 2, 1}
	net := nn.Must(nn.New(1, nn.Shape{4}, &nn.Embedding{Vocab: 4, Dim: 3}))
	E, x := net.Param("Embedding 1/E"), linalg.Row(2, 0, 2, 1)
	rows := oneHot(4, tokens...)
	y := net.Forward(nil, x)
	approx(t, "Y", linalg.New(4, 3, y.Data...), linalg.Mul(rows, E.Value), 0)
	dy := draws(1, 4, 3)
	dx := net.Backward(nil, linalg.New(1, 12, dy.Data...))
	approx(t, "∂E", E.Grad, linalg.MulATB(rows, dy), 1e-15)
	approx(t, "∂X", dx, linalg.New(1, 4), 0)
}

func TestEmbeddingRefuses(t *testing.T) {
	for _, test := range []struct {
		layer *nn.Embedding
		want  string
	}{
		{&nn.Embedding{Dim: 2}, "nn: Embedding 1: Vocab is 0, want the number of tokens, at least 1"},
		{&nn.Embedding{Vocab: 3, Dim: -1}, "nn: Embedding 1: Dim is -1, want at least 1 number for each token"},
	} {
		_, err := nn.New(1, nn.Shape{2}, test.layer)
		fails(t, "Embedding", err, test.want)
	}
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Embedding{Vocab: 3, Dim: 2}))
	for _, bad := range []float64{3, -1, 0.5, math.NaN(), math.Inf(1), 1e300} {
		got := misfit(t, func() { net.Forward(nil, linalg.New(2, 2, 0, 1, bad, 2)) })
		if want := fmt.Sprintf("linalg: Embedding: X holds %v in row 1, column 0, want the number of a token, a whole number from 0 to 2", bad); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// A net learns which of two words is the good one, and each step of it is explained.
func TestEmbeddingLearns(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{3}, &nn.Embedding{Vocab: 6, Dim: 2}, &nn.Dense{Out: 1}))
	x := linalg.FromRows([][]float64{{0, 4, 2}, {2, 3, 4}, {1, 5, 3}, {5, 1, 2}, {3, 0, 5}, {4, 2, 1}}) // 0 good, 1 bad, the rest says nothing
	y := linalg.Col(1, 0.5, 0, 0, 1, 0)
	trainer := &nn.Trainer{Net: net, Loss: nn.BCE{}, Opt: &nn.Adam{LR: 0.1}, X: x, Y: y, Epochs: 2, Trace: &nn.Trace{}}
	if err := trainer.Run(); err != nil {
		t.Fatal(err)
	}
	if seen := explainsAll(t, trainer.Trace); seen["lookUp"] == 0 || seen["lookUpGrad"] == 0 {
		t.Errorf("got the steps %v, want the look-up in them", seen)
	}
	if text := trainer.Trace.String(); strings.ContainsAny(text, `\{}`) {
		t.Error("the trace as text holds LaTeX")
	}
	trainer.Trace, trainer.Epochs = nil, 200
	if err := trainer.Run(); err != nil {
		t.Fatal(err)
	}
	if got := nn.AUC(linalg.SelectRows(net.Predict(x), []int{0, 2, 3, 4}), linalg.Col(1, 0, 0, 1)); got != 1 {
		t.Errorf("got an AUC of %v for good and bad, want 1", got)
	}
	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		t.Fatal(err)
	}
	again, err := nn.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	sameParams(t, "from a file", again, net)
}

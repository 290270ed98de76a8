package nn_test

import (
	"bytes"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// transformer is a decoder of one block, as GPT-2 builds it: the norm comes first
// (Radford et al., 2019). It guesses each next token from those up to there.
func transformer(T, vocabulary, d, heads int) *nn.Model {
	return nn.Must(nn.New(1, nn.Shape{T},
		&nn.Embedding{Vocab: vocabulary, Dim: d},
		&nn.PositionalEncoding{Learned: true},
		&nn.Residual{Layers: []nn.Layer{
			&nn.TimeDistributed{Layers: []nn.Layer{&nn.LayerNorm{}}},
			&nn.MultiHeadAttention{Heads: heads, Causal: true},
		}},
		&nn.Residual{Layers: []nn.Layer{
			&nn.TimeDistributed{Layers: []nn.Layer{&nn.LayerNorm{}, &nn.Dense{Out: 4 * d, Act: nn.ReLU}, &nn.Dense{Out: d}}},
		}},
		&nn.TimeDistributed{Layers: []nn.Layer{&nn.LayerNorm{}, &nn.Dense{Out: vocabulary}}},
	))
}

// A block keeps what its attention promises: no look ahead. Its trace explains each
// number, names of nested layers included, and it comes back from a file.
func TestTransformerBlock(t *testing.T) {
	const T, vocabulary = 4, 3
	net := transformer(T, vocabulary, 4, 2)
	x := linalg.New(2, T, 0, 1, 2, 1, 2, 0, 1, 2)
	before := net.Predict(x)
	changed := x.Clone()
	changed.Set(0, 3, 0)
	after := net.Predict(changed)
	if !linalg.Equal(linalg.SliceCols(before, 0, 3*vocabulary), linalg.SliceCols(after, 0, 3*vocabulary)) {
		t.Error("another last token changes what is guessed before it")
	}
	if linalg.Equal(before, after) {
		t.Error("another last token changes nothing")
	}

	p := &nn.Pass{Trace: new(nn.Trace)}
	net.Forward(p, x)
	net.Backward(p, draws(1, 2, T*vocabulary))
	explainsAll(t, p.Trace)
	text := p.Trace.String()
	holds(t, "the trace", text, "Residual 1/MultiHeadAttention 1/forward, example 2, head 2", "W_Q,1.1 (4×4)")
	if strings.ContainsAny(text, `\{}`) {
		t.Error("the trace as text holds LaTeX")
	}

	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		t.Fatal(err)
	}
	again, err := nn.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	if !identical(again.Predict(x), before) {
		t.Error("got other outputs from the file")
	}
}

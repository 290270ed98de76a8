package nn_test

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
	"chainrule/pkg/nn/nntest"

	"gonum.org/v1/gonum/mat"
)

func TestAutoencoder(t *testing.T) {
	nntest.CheckLayer(t, &nn.Autoencoder{Encoder: []nn.Layer{&nn.Dense{Out: 2, Act: nn.Tanh}}, Decoder: []nn.Layer{&nn.Dense{Out: 3}}}, nn.Shape{3})
	nntest.CheckLayer(t, &nn.Autoencoder{
		Encoder: []nn.Layer{&nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 1}},
		Decoder: []nn.Layer{&nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 4}},
	}, nn.Shape{1, 2, 2})
}

func TestAutoencoderEncodesAndDecodes(t *testing.T) {
	ae := &nn.Autoencoder{
		Encoder: []nn.Layer{&nn.Dense{Out: 5, Act: nn.Tanh}, &nn.Dense{Out: 2}},
		Decoder: []nn.Layer{&nn.Dense{Out: 5, Act: nn.Tanh}, &nn.Dense{Out: 4}},
	}
	net := nn.Must(nn.New(1, nn.Shape{1, 2, 2}, ae))
	x := draws(1, 3, 4)
	code := ae.Encode(x)
	if code.Rows != 3 || code.Cols != 2 || ae.CodeShape().Size() != 2 {
		t.Errorf("got a code of %d×%d, and shape %v, want 3×2", code.Rows, code.Cols, ae.CodeShape())
	}
	first := code.Clone()
	ae.Encode(draws(2, 1, 4))
	if !identical(code, first) {
		t.Error("got a code that the next one overwrites")
	}
	if !identical(ae.Decode(code), net.Predict(x)) {
		t.Error("got another example by encoding and decoding than by the net")
	}
	if got := net.Shapes()[1]; len(got) != 3 {
		t.Errorf("got the shape %v, want a picture as it came", got)
	}
}

func TestAutoencoderRefuses(t *testing.T) {
	dense := func(out int) []nn.Layer { return []nn.Layer{&nn.Dense{Out: out}} }
	for _, test := range []struct {
		ae   *nn.Autoencoder
		want string
	}{
		{&nn.Autoencoder{Encoder: dense(2)}, "nn: Autoencoder 1: Encoder has 1 layers and Decoder 0, want at least one in each"},
		{&nn.Autoencoder{Encoder: dense(2), Decoder: dense(3)}, "nn: Autoencoder 1: the decoder makes shape [3], want [4] back: let its last layer have 4 outputs"},
		{&nn.Autoencoder{Encoder: dense(0), Decoder: dense(4)}, "nn: Autoencoder 1/Dense 1: Out is 0, want at least 1 unit"},
	} {
		_, err := nn.New(1, nn.Shape{4}, test.ae)
		fails(t, "Autoencoder", err, test.want)
	}
}

func TestAutoencoderBeforeItIsBuilt(t *testing.T) {
	defer func() {
		if got, want := fmt.Sprint(recover()), "nn: Autoencoder: Encode: it has not been built: make a net of it first, by nn.New"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}()
	(&nn.Autoencoder{Encoder: []nn.Layer{&nn.Dense{Out: 1}}, Decoder: []nn.Layer{&nn.Dense{Out: 2}}}).Encode(linalg.Row(1, 2))
}

func TestAutoencoderIsSaved(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{4}, &nn.Autoencoder{Encoder: []nn.Layer{&nn.Dense{Out: 2, Act: nn.Tanh}}, Decoder: []nn.Layer{&nn.Dropout{}, &nn.Dense{Out: 4}}}))
	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		t.Fatal(err)
	}
	back, err := nn.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	sameParams(t, "from a file", back, net)
	if ae := back.Layers()[0].(*nn.Autoencoder); len(ae.Encoder) != 1 || len(ae.Decoder) != 2 || ae.CodeShape().Size() != 2 {
		t.Errorf("got %d and %d layers, want 1 and 2", len(ae.Encoder), len(ae.Decoder))
	}
}

// principal returns the projection VVᵀ onto the k directions in which the columns of x,
// each of mean 0, vary most.
func principal(t *testing.T, x *nn.Matrix, k int) *nn.Matrix {
	t.Helper()
	var svd mat.SVD
	if !svd.Factorize(x, mat.SVDThin) {
		t.Fatal("no singular values")
	}
	var v mat.Dense
	svd.VTo(&v)
	V := linalg.New(x.Cols, k)
	for i := range x.Cols {
		for j := range k {
			V.Set(i, j, v.At(i, j))
		}
	}
	return linalg.MulABT(V, V)
}

// A linear autoencoder with a code of two finds the plane of the first two principal
// components (Baldi and Hornik, 1989): its product of weights is the projection onto it,
// and what it gives back is what PCA gives back.
func TestLinearAutoencoderIsPCA(t *testing.T) {
	for _, set := range []*data.Set{data.Iris(), data.Wine()} {
		var scale data.ZScore
		scale.Fit(set.X)
		x := scale.Transform(set.X)
		want := principal(t, x, 2)
		ae := &nn.Autoencoder{Encoder: []nn.Layer{&nn.Dense{Out: 2}}, Decoder: []nn.Layer{&nn.Dense{Out: x.Cols}}}
		net := nn.Must(nn.New(1, nn.Shape{x.Cols}, ae))
		trainer := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.Momentum{LR: 0.05, Beta: 0.95}, X: x, Y: x, Epochs: 5_000}
		if err := trainer.Run(); err != nil {
			t.Fatal(err)
		}
		product := linalg.Mul(net.Params()[0].Value, net.Params()[2].Value)
		approx(t, set.Name+": W₁W₂", product, want, 1e-6)
		approx(t, set.Name+": the examples given back", net.Predict(x), linalg.Mul(x, want), 1e-6)
		worst := 0.0
		for _, v := range linalg.Sub(product, want).Data {
			worst = max(worst, math.Abs(v))
		}
		t.Logf("%s: W₁W₂ is the projection to %.1g", set.Name, worst)
	}
}

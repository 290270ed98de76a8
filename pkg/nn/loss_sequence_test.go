package nn_test

import (
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// It is the loss of the rows that the times make, with the gradient folded back.
func TestSequence(t *testing.T) {
	const n, T, k = 4, 3, 2
	z, y := draws(1, n, T*k), oneHot(k, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1)
	folded := linalg.Reshape(y, n, T*k)
	l := &nn.Sequence{Of: nn.CrossEntropy{}, Times: T}
	if got, want := l.Loss(nil, z, folded), (nn.CrossEntropy{}).Loss(nil, linalg.Reshape(z, n*T, k), y); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	want := nn.CrossEntropy{}.Grad(nil, new(nn.Matrix), linalg.Reshape(z, n*T, k), y)
	approx(t, "∂Z", l.Grad(nil, new(nn.Matrix), z, folded), linalg.Reshape(want, n, T*k), 0)
	var dz nn.Matrix
	if a := testing.AllocsPerRun(10, func() {
		l.Loss(nil, z, folded)
		l.Grad(nil, &dz, z, folded)
	}); a != 0 {
		t.Errorf("got %.0f allocations, want 0", a)
	}
	holds(t, "another number of columns", misfit(t, func() { l.Loss(nil, draws(1, 2, 4), draws(1, 2, 4)) }), "linalg: Sequence: a matrix (2×4) does not hold 3 times in each row")
}

// A net learns which token comes next at every position, and each step is explained.
func TestSequenceIsLearned(t *testing.T) {
	const T, V = 4, 3
	x, y := linalg.New(6, T), linalg.New(6, T*V)
	for i := range x.Rows {
		for s := range T {
			x.Set(i, s, float64((i+s)%V))
			y.Set(i, s*V+(i+s+1)%V, 1)
		}
	}
	net := nn.Must(nn.New(1, nn.Shape{T}, &nn.Embedding{Vocab: V, Dim: 4}, &nn.TimeDistributed{Layers: []nn.Layer{&nn.Dense{Out: V}}}))
	loss := &nn.Sequence{Of: nn.CrossEntropy{}, Times: T}
	trainer := &nn.Trainer{Net: net, Loss: loss, Opt: &nn.Adam{LR: 0.1}, X: x, Y: y, Epochs: 2, Trace: &nn.Trace{}}
	if err := trainer.Run(); err != nil {
		t.Fatal(err)
	}
	if seen := explainsAll(t, trainer.Trace); seen["affine:positions"] == 0 || seen["mulATB:positions"] == 0 || seen["lossgrad:cross-entropy"] == 0 {
		t.Errorf("got the steps %v", seen)
	}
	trainer.Trace, trainer.Epochs = nil, 100
	if err := trainer.Run(); err != nil {
		t.Fatal(err)
	}
	if got := nn.Accuracy(linalg.Reshape(net.Predict(x), 6*T, V), linalg.Reshape(y, 6*T, V)); got != 1 {
		t.Errorf("got an accuracy of %v, want 1", got)
	}
	trainer.Loss = nn.CrossEntropy{}
	fails(t, "one softmax over all times", trainer.Run(), "nn: Trainer: Y does not suit cross-entropy: row 1 adds up to 4, want 1, as one-hot rows do; for classes at each time of a sequence there is nn.Sequence")
	trainer.Loss = &nn.Sequence{Of: nn.CrossEntropy{}, Times: 5}
	fails(t, "Times", trainer.Run(), "nn: Trainer: Y does not suit cross-entropy: it has 12 columns, and Times is 5: want Times to divide them")
	trainer.Loss = &nn.Sequence{Times: T}
	fails(t, "Of", trainer.Run(), "nn: Sequence: Of is nil: set the loss at each time, such as nn.CrossEntropy{}")
	trainer.Loss = &nn.Sequence{Of: nn.CrossEntropy{Smoothing: 2}, Times: T}
	if trainer.Run() == nil {
		t.Error("got no error for a smoothing of 2")
	}
}

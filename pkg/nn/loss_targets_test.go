package nn_test

import (
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Targets that a loss would take for something else are refused before the training.
func TestTrainerRefusesTargets(t *testing.T) {
	const classes = "want one for each of at least 2 classes; for one output there is BCE"
	for _, test := range []struct {
		loss nn.Loss
		y    *nn.Matrix
		want string
	}{
		{nn.CrossEntropy{}, linalg.Col(0, 1), "Y does not suit cross-entropy: it has 1 column, " + classes},
		{nn.CrossEntropyProb{}, linalg.Col(0, 1), "Y does not suit cross-entropy of probabilities: it has 1 column, " + classes},
		{nn.KL{}, linalg.New(2, 2, 1, 0, -1, 0), "Y does not suit KL divergence: row 2, column 1 is -1, want a probability, such as 1 for the class and 0 for the others"},
		{nn.CrossEntropy{}, linalg.New(2, 2, 1, 0, 1, 1), "Y does not suit cross-entropy: row 2 adds up to 2, want 1, as one-hot rows do; for classes at each time of a sequence there is nn.Sequence"},
		{nn.BCE{}, linalg.Col(0, 7), "Y does not suit BCE: row 2, column 1 is 7, want 0 or 1, or a probability between; for several classes there is CrossEntropy with one-hot rows"},
		{nn.BCEProb{}, linalg.Col(-1, 1), "Y does not suit BCE of probabilities: row 1, column 1 is -1, want 0 or 1, or a probability between; for several classes there is CrossEntropy with one-hot rows"},
	} {
		tr := &nn.Trainer{Net: nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: test.y.Cols})), Loss: test.loss, Opt: &nn.Adam{}, X: linalg.Col(1, 2), Y: test.y, Epochs: 1}
		fails(t, test.loss.Name(), tr.Run(), "nn: Trainer: "+test.want)
	}
	soft := linalg.New(2, 2, 0.1, 0.9, 0, 0) // a row of zeros counts for nothing
	tr := &nn.Trainer{Net: nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 2})), Loss: nn.CrossEntropy{}, Opt: &nn.Adam{}, X: linalg.Col(1, 2), Y: soft, Epochs: 1}
	if err := tr.Run(); err != nil {
		t.Error(err)
	}
}

func TestTrainerRefusesLearningRates(t *testing.T) {
	train := func(opt nn.Optimizer) error {
		return (&nn.Trainer{Net: nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1})), Loss: nn.MSE{}, Opt: opt, X: linalg.Col(1, 2), Y: linalg.Col(1, 2), Epochs: 1}).Run()
	}
	const want = ": want a learning rate above 0, such as 0.01"
	fails(t, "none", train(&nn.SGD{}), "nn: Trainer: the LR of SGD is 0"+want)
	fails(t, "none", train(&nn.WeightDecay{Opt: &nn.Momentum{Beta: 0.9}, L2: 0.1}), "nn: Trainer: the LR of Momentum is 0"+want)
	fails(t, "below 0", train(&nn.Adam{LR: -1}), "nn: Trainer: the LR of Adam is -1"+want)
	fails(t, "NaN", train(&nn.RMSProp{LR: math.NaN()}), "nn: Trainer: the LR of RMSProp is NaN"+want)
	for _, opt := range []nn.Optimizer{&nn.SGD{LR: 0.1}, &nn.Adam{}, &nn.AdamW{}, &nn.AdaGrad{}, &nn.RMSProp{}, &nn.Scheduled{Opt: &nn.SGD{}, LR: nn.Fixed(0.1)}} {
		if err := train(opt); err != nil {
			t.Errorf("%s: got %v, want no error", opt.Name(), err)
		}
	}
}

// A BatchNorm that would meet a single example is found before the training, and not in
// its last batch.
func TestTrainerRefusesABatchOfOneForBatchNorm(t *testing.T) {
	train := func(n, batch int, in nn.Shape, layers ...nn.Layer) error {
		net := nn.Must(nn.New(1, in, append(layers, &nn.Flatten{}, &nn.Dense{Out: 1})...))
		return (&nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.Adam{}, X: draws(1, n, in.Size()), Y: draws(2, n, 1), Batch: batch, Epochs: 1}).Run()
	}
	norm := func() nn.Layer { return &nn.BatchNorm{} }
	const want = "nn: Trainer: with 9 examples in batches of 4, one has a single example, and a BatchNorm takes the variance of a batch: choose another Batch, or leave an example out"
	fails(t, "the last batch", train(9, 4, nn.Shape{3}, norm()), want)
	fails(t, "inside", train(9, 4, nn.Shape{3}, &nn.Chain{Layers: []nn.Layer{&nn.Residual{Layers: []nn.Layer{norm()}}}}), want)
	for what, err := range map[string]error{
		"two in the last": train(10, 4, nn.Shape{3}, norm()), "all of them": train(9, 0, nn.Shape{3}, norm()), "more than there are": train(9, 100, nn.Shape{3}, norm()),
		"pictures": train(9, 4, nn.Shape{1, 2, 2}, norm()), "times": train(9, 4, nn.Shape{2, 3}, &nn.TimeDistributed{Layers: []nn.Layer{norm()}}), "no norm": train(9, 4, nn.Shape{3}),
	} {
		if err != nil {
			t.Errorf("%s: got %v, want no error", what, err)
		}
	}
}

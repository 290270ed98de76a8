package nn_test

import (
	"iter"
	"testing"

	"chainrule/pkg/nn"
)

// allocationsPerEpoch counts what a warm Trainer allocates in an epoch of three updates:
// batches of 64, 64 and 22. AllocsPerRun rounds the mean down, which takes off what the
// history needs to double a few times in 100 epochs, and nothing that each epoch does.
func allocationsPerEpoch(t *testing.T, tr *nn.Trainer) float64 {
	t.Helper()
	tr.X, tr.Batch, tr.Epochs = draws(1, 150, 16), 64, 1000
	tr.Y = new(nn.Matrix)
	nn.Softmax.Apply(tr.Y, draws(2, 150, 10))
	tr.Net = nn.Must(nn.New(1, nn.Shape{16}, &nn.Dense{Out: 8, Act: nn.ReLU}, &nn.Dense{Out: 10, Act: outputFor(tr.Loss)}))
	next, stop := iter.Pull(tr.Steps())
	defer stop()
	return testing.AllocsPerRun(100, func() { // after a first run that it does not count
		for range 3 {
			if _, more := next(); !more {
				t.Fatalf("%s, %s: training ended early: %v", tr.Loss.Name(), tr.Opt.Name(), tr.Err())
			}
		}
	})
}

// With each loss and optimizer, a Trainer's loop allocates nothing after the first
// epoch; pass_test.go holds the same of a single update.
func TestTrainersLoopAllocatesNothing(t *testing.T) {
	for _, l := range naive {
		for _, opt := range optimizers() {
			if n := allocationsPerEpoch(t, &nn.Trainer{Loss: l.loss, Opt: opt}); n != 0 {
				t.Errorf("%s, %s: got %.0f allocations an epoch, want 0", l.loss.Name(), opt.Name(), n)
			}
		}
	}
}

// A validation set, smaller than a batch, is looked at after every epoch with the same
// buffers.
func TestValidationAllocatesNothing(t *testing.T) {
	valX, valY := draws(3, 40, 16), draws(4, 40, 10)
	tr := &nn.Trainer{Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, ValX: valX, ValY: valY}
	if n := allocationsPerEpoch(t, tr); n != 0 {
		t.Errorf("got %.0f allocations an epoch with a validation set, want 0", n)
	}
}

// The count must be able to fail: a trace copies operands.
func TestTraceAllocates(t *testing.T) {
	if n := allocationsPerEpoch(t, &nn.Trainer{Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, Trace: new(nn.Trace)}); n == 0 {
		t.Error("got 0 allocations an epoch with a trace, want the copies counted")
	}
}

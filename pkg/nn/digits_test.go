package nn_test

import (
	"bytes"
	"testing"
	"time"

	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
)

// Everything together, on real data: batches, ReLU, cross-entropy and Adam learn the
// digits, as in bench. Of 359 that the net has not seen, 96 % is 14 mistakes.
func TestDigitsAreLearned(t *testing.T) {
	const want = 0.96
	train, test := data.Digits().Split(1, 0.2)
	net := nn.Must(nn.New(1, nn.Shape{64}, &nn.Dense{Out: 32, Act: nn.ReLU}, &nn.Dense{Out: 10}))
	untrained := nn.Accuracy(net.Predict(test.X), test.Y)
	tr := &nn.Trainer{Net: net, Loss: nn.CrossEntropy{}, Opt: &nn.Adam{LR: 0.002}, X: train.X, Y: train.Y, Batch: 32, Epochs: 60}
	start := time.Now()
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	got := nn.Accuracy(net.Predict(test.X), test.Y)
	t.Logf("%d digits, %d epochs in %v: %.2f %% of %d others right, %.0f %% before", train.Len(), tr.Epochs, took.Round(time.Millisecond), 100*got, test.Len(), 100*untrained)
	if got <= want {
		t.Errorf("got an accuracy of %.4f on digits not seen, want above %.2f", got, want)
	}
	if untrained > 0.3 {
		t.Errorf("got an accuracy of %.4f before training, want about 0.1: there is nothing to learn", untrained)
	}
}

// lenet is a net in the manner of LeNet-5 (LeCun et al., 1998), for pictures of 8×8.
func lenet() *nn.Model {
	return nn.Must(nn.New(1, nn.Shape{1, 8, 8},
		&nn.Conv2D{Out: 8, Kernel: nn.Square(3), Padding: nn.Square(1), Act: nn.ReLU},  // 8×8×8
		&nn.MaxPool{Kernel: nn.Square(2)},                                              // 8×4×4
		&nn.Conv2D{Out: 16, Kernel: nn.Square(3), Padding: nn.Square(1), Act: nn.ReLU}, // 16×4×4
		&nn.MaxPool{Kernel: nn.Square(2)},                                              // 16×2×2
		&nn.Flatten{}, &nn.Dense{Out: 32, Act: nn.ReLU}, &nn.Dense{Out: 10}))
}

// A convolutional net gets further than the dense one, and survives a file.
func TestDigitsAreLearnedByConvolution(t *testing.T) {
	const want = 0.98
	train, test := data.Digits().Split(1, 0.2)
	net := lenet()
	tr := &nn.Trainer{Net: net, Loss: nn.CrossEntropy{}, Opt: &nn.Adam{LR: 0.003}, X: train.X, Y: train.Y, Batch: 32, Epochs: 35, Seed: 1}
	start := time.Now()
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	yhat := net.Predict(test.X)
	got := nn.Accuracy(yhat, test.Y)
	t.Logf("%d epochs in %v: %.2f %% of %d others right", tr.Epochs, time.Since(start).Round(time.Millisecond), 100*got, test.Len())
	if got < want {
		t.Errorf("got an accuracy of %.4f on digits not seen, want at least %.2f", got, want)
	}
	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		t.Fatal(err)
	}
	again, err := nn.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	if !identical(again.Predict(test.X), yhat) {
		t.Error("the net from a file predicts other numbers")
	}
}

// Package bench measures what a learner waits for. See README.md.
package bench

import (
	"testing"

	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
)

// BenchmarkDigits trains a 64-32-10 net on the real digits, sixty epochs in batches of 32, as lesson 05 does.
func BenchmarkDigits(b *testing.B) {
	train, test := data.Digits().Split(1, 0.2)
	for b.Loop() {
		net := nn.Must(nn.New(1, nn.Shape{64}, &nn.Dense{Out: 32, Act: nn.ReLU}, &nn.Dense{Out: 10}))
		t := nn.Trainer{Net: net, Loss: nn.CrossEntropy{}, Opt: &nn.Adam{LR: 0.002}, X: train.X, Y: train.Y, Batch: 32, Epochs: 60}
		if err := t.Run(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(nn.Accuracy(net.Predict(test.X), test.Y), "accuracy")
	}
}

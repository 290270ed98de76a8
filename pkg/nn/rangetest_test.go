package nn_test

import (
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// The costs of a range test are those of a training by its rates, and nothing is left of it.
func TestRangeTest(t *testing.T) {
	for k, opt := range optimizers()[:len(optimizers())-1] { // the last one has a schedule
		tr := regression()
		tr.Opt = opt
		if err := tr.Run(); err != nil { // now the optimizer remembers
			t.Fatal(err)
		}
		history, epochs := len(tr.History.Loss), tr.Epochs
		tr.Batch = 0 // all examples: no noise of batches to end it early
		curve, err := nn.RangeTest(tr, 1e-4, 1e-2, 12)
		tr.Batch = 5
		if err != nil || len(curve.LR) != 12 || len(curve.Loss) != 12 || !near(curve.LR[0], 1e-4, 1e-18) || !near(curve.LR[11], 1e-2, 1e-16) || !near(curve.LR[5]/curve.LR[4], curve.LR[1]/curve.LR[0], 1e-12) {
			t.Errorf("%s: got %v (%v), want 12 rates from 1e−4 to 1e−2, each by the same factor more", opt.Name(), curve, err)
		}
		if len(tr.History.Loss) != history || tr.Epochs != epochs {
			t.Errorf("%s: the test changed the Trainer", opt.Name())
		}
		// From here on, all is as if there had been no test.
		other := regression()
		other.Opt = optimizers()[k]
		if err := other.Run(); err != nil {
			t.Fatal(err)
		}
		sameParams(t, opt.Name()+", after the test", tr.Net, other.Net)
		for _, tr := range []*nn.Trainer{tr, other} {
			if err := tr.Run(); err != nil {
				t.Fatal(err)
			}
		}
		sameParams(t, opt.Name()+", trained on", tr.Net, other.Net)
	}
}

// It ends when the cost explodes, and the net is as before.
func TestRangeTestEndsWhenTheCostExplodes(t *testing.T) {
	for to, finite := range map[float64]bool{1e3: true, 1e300: false} {
		net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros}))
		tr := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{}, X: linalg.Row(1), Y: linalg.Row(1), Epochs: 1}
		curve, err := nn.RangeTest(tr, 1e-3, to, 40)
		n := len(curve.Loss)
		if err != nil || n == 0 || n == 40 || len(curve.LR) != n {
			t.Fatalf("to %g: got %v (%v), want an early end", to, curve, err)
		}
		least := 1.0
		for i, j := range curve.Smooth {
			var sum, weights float64 // the running mean, written out
			for k := range i + 1 {
				w := math.Pow(0.9, float64(i-k))
				sum, weights = sum+w*curve.Loss[k], weights+w
			}
			if !near(j, sum/weights, 1e-12) {
				t.Errorf("to %g: got the mean %v in place %d, want %v", to, j, i+1, sum/weights)
			}
			if least = min(least, j); (j > 4*least) != (i == n-1) && finite {
				t.Errorf("to %g: got the mean %v after a smallest of %v in place %d of %d, want the end at 4 times", to, j, least, i+1, n)
			}
		}
		if w := net.Param("Dense 1/W").Value.At(0, 0); w != 0 {
			t.Errorf("to %g: got the weight %v after the test, want 0 as before", to, w)
		}
	}
}

func TestRangeTestRefusesWhatMakesNoSense(t *testing.T) {
	test := func(opt nn.Optimizer, from, to float64, n int) error {
		tr := regression()
		tr.Opt = opt
		_, err := nn.RangeTest(tr, from, to, n)
		return err
	}
	const range0 = "want at least 2, from a learning rate above 0 to a higher one"
	fails(t, "from 0", test(&nn.SGD{}, 0, 1, 5), "nn: RangeTest: got 5 updates from 0 to 1: "+range0)
	fails(t, "downwards", test(&nn.SGD{}, 1, 0.5, 5), "nn: RangeTest: got 5 updates from 1 to 0.5: "+range0)
	fails(t, "one update", test(&nn.SGD{}, 1, 2, 1), "nn: RangeTest: got 1 updates from 1 to 2: "+range0)
	fails(t, "no optimizer", test(nil, 1, 2, 9), "nn: Trainer: Opt is nil: set one, such as &nn.SGD{LR: 0.1}")
	fails(t, "a schedule inside", test(&nn.ClipNorm{Opt: &nn.Scheduled{Opt: &nn.SGD{}, LR: nn.Fixed(1)}}, 1, 2, 9),
		"nn: RangeTest: the learning rate of SGD (*nn.Scheduled) cannot be set: want an optimizer of this package without a schedule")
	fails(t, "one's own", test(mine{}, 1, 2, 9), "nn: RangeTest: the learning rate of mine (nn_test.mine) cannot be set: want an optimizer of this package without a schedule")
}

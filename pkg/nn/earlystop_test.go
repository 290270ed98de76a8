package nn_test

import (
	"math"
	"testing"

	"chainrule/pkg/nn"
)

// courseOf feeds early stopping the costs of epochs, with the parameter at the number of
// the epoch, and returns the epoch in which it stops (0 for never) and the restored one.
func courseOf(stop *nn.EarlyStopping, update func(cost float64) nn.Update, costs ...float64) (stopped int, restored float64) {
	stop.Net = nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1}))
	w := stop.Net.Param("Dense 1/W").Value
	for i, c := range costs {
		w.Fill(float64(i + 1))
		if stop.Now(nn.Update{Epoch: i + 1, Loss: -99, ValLoss: 0}) {
			return -1, 0 // within an epoch
		}
		u := update(c)
		u.Epoch, u.EpochEnd = i+1, true
		if stop.Now(u) {
			stopped = i + 1
			break
		}
	}
	stop.Restore()
	return stopped, w.At(0, 0)
}

func TestEarlyStopping(t *testing.T) {
	validation := func(c float64) nn.Update { return nn.Update{EpochLoss: -c, ValLoss: c} }
	training := func(c float64) nn.Update { return nn.Update{EpochLoss: c, ValLoss: math.NaN()} }
	flat := make([]float64, 20)
	for _, test := range []struct {
		what     string
		stop     nn.EarlyStopping
		costs    []float64
		stopped  int
		restored float64
	}{
		{"a valley", nn.EarlyStopping{Patience: 2}, []float64{5, 3, 4, 3.5, 1}, 4, 2},
		{"a hill within the patience", nn.EarlyStopping{Patience: 3}, []float64{5, 3, 4, 3.5, 1}, 0, 5},
		{"the same again is no improvement", nn.EarlyStopping{Patience: 1}, []float64{5, 5, 1}, 2, 1},
		{"too small an improvement", nn.EarlyStopping{Patience: 2, MinDelta: 0.5}, []float64{5, 4.6, 4.55, 1}, 3, 1},
		{"small ones that add up", nn.EarlyStopping{Patience: 2, MinDelta: 0.5}, []float64{5, 4.6, 4.4, 4.3, 3}, 0, 5},
		{"the usual patience", nn.EarlyStopping{}, flat, 11, 1},
	} {
		for _, update := range []func(float64) nn.Update{validation, training} {
			stop := test.stop
			if stopped, restored := courseOf(&stop, update, test.costs...); stopped != test.stopped || restored != test.restored || stop.Best.Epoch != int(test.restored) {
				t.Errorf("%s: got a stop in epoch %d and the parameters of %v, want %d and %v", test.what, stopped, restored, test.stopped, test.restored)
			}
		}
	}
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Constant(7)}))
	(&nn.EarlyStopping{Net: net}).Restore()
	if got := net.Param("Dense 1/W").Value.At(0, 0); got != 7 {
		t.Errorf("restored before the first epoch: got %v, want 7, as it was", got)
	}
}

func TestEarlyStoppingAllocatesNothing(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{8}, &nn.Dense{Out: 4}))
	stop, u := &nn.EarlyStopping{Net: net}, nn.Update{EpochEnd: true}
	if n := testing.AllocsPerRun(20, func() {
		u.Epoch++
		u.ValLoss = -float64(u.Epoch)
		stop.Now(u)
	}); n != 0 {
		t.Errorf("got %.0f allocations in an epoch, want 0", n)
	}
}

// The averages of a BatchNorm belong to the net of the best epoch as well.
func TestEarlyStoppingRestoresWhatLayersKeep(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{3}, &nn.Dense{Out: 4}, &nn.BatchNorm{}, &nn.Dense{Out: 1}))
	x := draws(1, 20, 3)
	tr := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: x, Y: draws(2, 20, 1), Epochs: 6}
	stop := &nn.EarlyStopping{Net: net, Patience: 100}
	var best *nn.Matrix
	for u := range tr.Steps() {
		u.ValLoss = []float64{5, 4, 1, 2, 3, 4}[u.Epoch-1]
		stop.Now(u)
		if u.Epoch == 3 {
			best = net.Predict(x)
		}
	}
	stop.Restore()
	if !identical(net.Predict(x), best) {
		t.Error("got other predictions than after the best epoch")
	}
}

package nn_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// spy is a mean squared error that remembers the targets it was given.
type spy struct {
	nn.MSE
	seen *[][]float64
}

func (l spy) Loss(p *nn.Pass, yhat, y *nn.Matrix) float64 {
	*l.seen = append(*l.seen, slices.Clone(y.Data))
	return l.MSE.Loss(p, yhat, y)
}

// numbered is n examples whose target is their number.
func numbered(n int) (x, y *nn.Matrix) {
	x, y = draws(1, n, 2), linalg.New(n, 1)
	for i := range n {
		y.Data[i] = float64(i)
	}
	return x, y
}

// batchesOf trains for some epochs and returns the targets of each batch.
func batchesOf(t *testing.T, n, batch, epochs int, seed uint64) (seen [][]float64) {
	t.Helper()
	x, y := numbered(n)
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1}))
	tr := &nn.Trainer{Net: net, Loss: spy{seen: &seen}, Opt: &nn.SGD{LR: 1e-3}, X: x, Y: y, Batch: batch, Epochs: epochs, Seed: seed}
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	return seen
}

// Every epoch takes every example once, in an order that the seed decides.
func TestTrainerOrderOfTheExamples(t *testing.T) {
	const n, batch, epochs = 10, 4, 3
	seen := batchesOf(t, n, batch, epochs, 7)
	if len(seen) != 3*epochs {
		t.Fatalf("got %d batches, want 3 an epoch", len(seen))
	}
	_, y := numbered(n)
	var orders [][]float64
	for e := range epochs {
		var order []float64
		for i, want := range []int{4, 4, 2} { // the last one is short
			b := seen[3*e+i]
			if len(b) != want {
				t.Errorf("epoch %d, batch %d: got %d examples, want %d", e+1, i+1, len(b), want)
			}
			order = append(order, b...)
		}
		if sorted := slices.Sorted(slices.Values(order)); !slices.Equal(sorted, y.Data) {
			t.Errorf("epoch %d: got examples %v, want each of the %d once", e+1, order, n)
		}
		if slices.Equal(order, y.Data) {
			t.Errorf("epoch %d: got the examples in their order, want them shuffled", e+1)
		}
		for _, earlier := range orders {
			if slices.Equal(order, earlier) {
				t.Errorf("epoch %d: got the order %v a second time", e+1, order)
			}
		}
		orders = append(orders, order)
	}
	if again := batchesOf(t, n, batch, epochs, 7); !slices.EqualFunc(again, seen, slices.Equal) {
		t.Errorf("the same seed: got %v, want %v", again, seen)
	}
	if other := batchesOf(t, n, batch, epochs, 8); slices.EqualFunc(other, seen, slices.Equal) {
		t.Error("another seed: got the same order")
	}
}

func TestTrainerBatchOfAll(t *testing.T) {
	_, y := numbered(5)
	for _, seen := range batchesOf(t, 5, 0, 2, 7) {
		if !slices.Equal(seen, y.Data) {
			t.Errorf("batch 0: got the examples %v, want all of them in order", seen)
		}
	}
	for _, batch := range []int{5, 6, 1000} {
		seen := batchesOf(t, 5, batch, 2, 7)
		if len(seen) != 2 || len(seen[0]) != 5 || slices.Equal(seen[0], seen[1]) {
			t.Errorf("batch %d of 5 examples: got %v, want two batches of all, shuffled", batch, seen)
		}
	}
}

// regression is a small training, with everything that can be set.
func regression() *nn.Trainer {
	X, W := draws(1, 23, 3), draws(2, 3, 2)
	valX := draws(3, 9, 3)
	return &nn.Trainer{
		Net:  nn.Must(nn.New(5, nn.Shape{3}, &nn.Dense{Out: 4, Act: nn.Tanh}, &nn.Dense{Out: 2})),
		Loss: nn.MSE{}, Opt: &nn.Momentum{LR: 0.05, Beta: 0.5},
		X: X, Y: linalg.Mul(X, W), ValX: valX, ValY: linalg.Mul(valX, W),
		Batch: 5, Epochs: 4, Seed: 3,
	}
}

// What an Update says, recomputed: the cost before, the mean over the examples of an
// epoch, the validation set after.
func TestTrainerUpdates(t *testing.T) {
	tr := regression()
	var losses, epochLosses, valLosses []float64
	var sum float64
	step := 0
	for u := range tr.Steps() {
		step++
		if want := (step-1)/5 + 1; u.Step != step || u.Epoch != want || u.EpochEnd != (step%5 == 0) {
			t.Fatalf("got %+v, want step %d of epoch %d, which ends with every fifth", u, step, want)
		}
		losses = append(losses, u.Loss)
		size := 5.0
		if u.EpochEnd {
			size = 3
		}
		sum += u.Loss * size
		if !u.EpochEnd {
			if u.EpochLoss != 0 || u.ValLoss != 0 {
				t.Errorf("step %d: got epoch loss %v and validation loss %v within an epoch, want none", step, u.EpochLoss, u.ValLoss)
			}
			continue
		}
		if want := sum / 23; !near(u.EpochLoss, want, 1e-12) {
			t.Errorf("epoch %d: got loss %v, want %v, the mean over 23 examples", u.Epoch, u.EpochLoss, want)
		}
		if want := tr.Loss.Loss(nil, tr.Net.Predict(tr.ValX), tr.ValY); u.ValLoss != want {
			t.Errorf("epoch %d: got validation loss %v, want %v, of the net as it is now", u.Epoch, u.ValLoss, want)
		}
		epochLosses, valLosses, sum = append(epochLosses, u.EpochLoss), append(valLosses, u.ValLoss), 0
	}
	if step != 20 || tr.Err() != nil {
		t.Errorf("got %d steps and error %v, want 20 and none", step, tr.Err())
	}
	h := tr.History
	if !slices.Equal(h.Loss, losses) || !slices.Equal(h.EpochLoss, epochLosses) || !slices.Equal(h.ValLoss, valLosses) {
		t.Errorf("got history %+v, want what the updates said", h)
	}
	if first, last := valLosses[0], valLosses[3]; last >= first {
		t.Errorf("got validation losses %v, want them to fall", valLosses)
	}
}

func TestTrainerWithoutValidation(t *testing.T) {
	tr := regression()
	tr.ValX, tr.ValY = nil, nil
	for u := range tr.Steps() {
		if u.EpochEnd && !math.IsNaN(u.ValLoss) {
			t.Errorf("got validation loss %v without a validation set, want NaN", u.ValLoss)
		}
	}
	if tr.History.ValLoss != nil {
		t.Errorf("got %v in the history, want nothing", tr.History.ValLoss)
	}
	// To look at the validation set does not change the training.
	with := regression()
	if err := with.Run(); err != nil {
		t.Fatal(err)
	}
	sameParams(t, "without a validation set", tr.Net, with.Net)
}

// One update is forward, gradient, backward, step: the Trainer adds nothing to it.
func TestTrainerDoesWhatTheLoopDoes(t *testing.T) {
	tr := regression()
	tr.Batch = 0
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	by := regression()
	for range 4 {
		yhat := by.Net.Forward(nil, by.X)
		by.Net.Backward(nil, by.Loss.Grad(nil, new(nn.Matrix), yhat, by.Y))
		by.Opt.Step(nil, by.Net.Params())
	}
	sameParams(t, "four updates", tr.Net, by.Net)
}

func TestLeavingTheLoopKeepsTheNet(t *testing.T) {
	const updates = 7
	left := regression()
	var at *nn.Matrix
	for u := range left.Steps() {
		if u.Step == updates {
			at = left.Net.Predict(left.ValX)
			break
		}
	}
	if left.Err() != nil || len(left.History.Loss) != updates {
		t.Errorf("got error %v and %d losses after leaving at update %d, want none and %d", left.Err(), len(left.History.Loss), updates, updates)
	}
	if !identical(left.Net.Predict(left.ValX), at) {
		t.Error("the net changed after the loop was left")
	}
	whole := regression()
	for u := range whole.Steps() {
		if u.Step == updates && !identical(whole.Net.Predict(whole.ValX), at) {
			t.Error("got another net at the same update of the same training")
		}
	}
	// A new loop goes on with that net, and counts anew.
	for u := range left.Steps() {
		if u.Step != 1 || u.Epoch != 1 || len(left.History.Loss) != 1 {
			t.Errorf("got %+v with %d losses in the history, want a new beginning", u, len(left.History.Loss))
		}
		break
	}
}

// An error of an earlier Steps does not stick.
func TestTrainerErrIsOfTheLatestSteps(t *testing.T) {
	tr := regression()
	tr.Epochs = 0
	if tr.Run() == nil {
		t.Fatal("0 epochs: got no error")
	}
	tr.Epochs = 1
	if err := tr.Run(); err != nil {
		t.Errorf("got %v after the setting was mended, want none", err)
	}
}

func TestTrainerRefuses(t *testing.T) {
	for _, test := range []struct {
		change func(tr *nn.Trainer)
		want   string
	}{
		{func(tr *nn.Trainer) { tr.Net = nil }, "Net is nil: set the net to train"},
		{func(tr *nn.Trainer) { tr.Loss = nil }, "Loss is nil: set one, such as nn.MSE{}"},
		{func(tr *nn.Trainer) { tr.Opt = nil }, "Opt is nil: set one, such as &nn.SGD{LR: 0.1}"},
		{func(tr *nn.Trainer) { tr.X = nil }, "X or Y is nil: set the training set"},
		{func(tr *nn.Trainer) { tr.Y = nil }, "X or Y is nil: set the training set"},
		{func(tr *nn.Trainer) { tr.X, tr.Y = linalg.New(0, 3), linalg.New(0, 2) }, "X has no rows: want at least one example"},
		{func(tr *nn.Trainer) { tr.Y = linalg.New(22, 2) }, "X has 23 rows and Y has 22: want one target for each example"},
		{func(tr *nn.Trainer) { tr.X = linalg.New(23, 4) }, "X has 4 columns, the net takes 3 features"},
		{func(tr *nn.Trainer) { tr.Y = linalg.New(23, 1) }, "Y has 1 columns, the net has 2 outputs"},
		{func(tr *nn.Trainer) { tr.Batch = -1 }, "Batch is -1: want the number of examples in an update, or 0 for all"},
		{func(tr *nn.Trainer) { tr.Epochs = 0 }, "Epochs is 0: want at least 1"},
		{func(tr *nn.Trainer) { tr.Epochs = -5 }, "Epochs is -5: want at least 1"},
		{func(tr *nn.Trainer) { tr.ValX = nil }, "of ValX and ValY only one is set: set both or none"},
		{func(tr *nn.Trainer) { tr.ValY = nil }, "of ValX and ValY only one is set: set both or none"},
		{func(tr *nn.Trainer) { tr.ValX, tr.ValY = linalg.New(0, 3), linalg.New(0, 2) }, "ValX has no rows: want at least one example"},
		{func(tr *nn.Trainer) { tr.ValY = linalg.New(8, 2) }, "ValX has 9 rows and ValY has 8: want one target for each example"},
		{func(tr *nn.Trainer) { tr.ValX = linalg.New(9, 2) }, "ValX has 2 columns, the net takes 3 features"},
		{func(tr *nn.Trainer) { tr.ValY = linalg.New(9, 3) }, "ValY has 3 columns, the net has 2 outputs"},
	} {
		tr := regression()
		test.change(tr)
		fails(t, "Run", tr.Run(), "nn: Trainer: "+test.want)
		for u := range tr.Steps() {
			t.Errorf("%s: got update %+v, want none", test.want, u)
			break
		}
	}
}

const (
	dirty     = "the data hold a NaN or an infinity: clean them first"
	dirtyY    = "the targets hold a NaN or an infinity: clean them first"
	overshot  = "an earlier update overshot: try a learning rate ten times smaller, or normalize the inputs"
	tooLarge  = "its weights have grown too large: try a smaller learning rate, or normalize the inputs"
	overflows = "the predictions are so large that the cost overflows: try a smaller learning rate"
)

// Each way in which the numbers may end: the error names the first place, and why.
func TestDivergedNamesThePlace(t *testing.T) {
	set := func(name string, v float64) func(tr *nn.Trainer) {
		return func(tr *nn.Trainer) { tr.Net.Param(name).Value.Data[1] = v }
	}
	for _, test := range []struct {
		what   string
		change func(tr *nn.Trainer)
		want   nn.DivergedError
	}{
		{"NaN in X", func(tr *nn.Trainer) { tr.X.Set(3, 1, math.NaN()) }, nn.DivergedError{Epoch: 1, Step: 1, Where: "X", Cause: dirty}},
		// Tanh makes 1 of it; only the gradient ∞·0 is a NaN, in whatever batch comes next.
		{"infinity in X", func(tr *nn.Trainer) { tr.X.Set(3, 1, math.Inf(1)) }, nn.DivergedError{Epoch: 2, Step: 2, Where: "X", Cause: dirty}},
		{"infinity in X, one epoch", func(tr *nn.Trainer) { tr.X.Set(3, 1, math.Inf(1)); tr.Epochs = 1 }, nn.DivergedError{Epoch: 1, Step: 1, Where: "X", Cause: dirty}},
		{"NaN in Y", func(tr *nn.Trainer) { tr.Y.Set(3, 1, math.NaN()) }, nn.DivergedError{Epoch: 1, Step: 1, Where: "Y", Cause: dirtyY}},
		{"NaN in a weight", set("Dense 1/W", math.NaN()), nn.DivergedError{Epoch: 1, Step: 1, Where: "Dense 1/W", Cause: overshot}},
		{"infinite bias", set("Dense 2/b", math.Inf(-1)), nn.DivergedError{Epoch: 1, Step: 1, Where: "Dense 2/b", Cause: overshot}},
		{"weights that overflow", func(tr *nn.Trainer) {
			tr.X.Fill(1)
			tr.Net.Param("Dense 2/W").Value.Fill(1e308)
			tr.Net.Param("Dense 1/b").Value.Fill(100) // tanh gives 1
		}, nn.DivergedError{Epoch: 1, Step: 1, Where: "the output of Dense 2", Cause: tooLarge}},
		{"cost that overflows", set("Dense 2/b", 1e200), nn.DivergedError{Epoch: 1, Step: 1, Where: "MSE", Cause: overflows}},
		{"step that overflows", func(tr *nn.Trainer) { tr.Opt = &nn.SGD{LR: math.MaxFloat64}; tr.Y.Fill(1e3) }, nn.DivergedError{Epoch: 2, Step: 2, Where: "Dense 1/W", Cause: overshot}},
		// No later update would find it.
		{"last step that overflows", func(tr *nn.Trainer) { tr.Opt = &nn.SGD{LR: math.MaxFloat64}; tr.Y.Fill(1e3); tr.Epochs = 1 }, nn.DivergedError{Epoch: 1, Step: 1, Where: "Dense 1/W", Cause: overshot}},
	} {
		tr := regression()
		tr.Batch = 0
		test.change(tr)
		err := tr.Run()
		var got *nn.DivergedError
		if !errors.As(err, &got) {
			t.Errorf("%s: got error %v, want a *DivergedError", test.what, err)
			continue
		}
		if *got != test.want {
			t.Errorf("%s:\n got %+v\nwant %+v", test.what, *got, test.want)
		}
		fails(t, test.what, err, fmt.Sprintf("nn: training diverged at update %d (epoch %d): the first number that is not finite is in %s; %s",
			test.want.Step, test.want.Epoch, test.want.Where, test.want.Cause))
		if n := len(tr.History.Loss); n != test.want.Step {
			t.Errorf("%s: got %d losses in the history, want %d, the one that diverged included", test.what, n, test.want.Step)
		}
	}
}

// A NaN is found in the batch that holds it, before the weights know of it.
func TestDivergedInALaterBatch(t *testing.T) {
	tr := regression()
	var seen [][]float64
	tr.Loss = spy{seen: &seen}
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	dirtyRow := -1
	for i, v := range tr.Y.Data {
		if v == seen[2][0] { // of the third batch of the first epoch; the validation comes later
			dirtyRow = i / tr.Y.Cols
		}
	}
	tr = regression()
	tr.X.Set(dirtyRow, 0, math.NaN())
	updates := 0
	for range tr.Steps() {
		updates++
	}
	var got *nn.DivergedError
	if !errors.As(tr.Err(), &got) || got.Step != 3 || got.Where != "X" || updates != 2 {
		t.Errorf("got error %v after %d updates, want a NaN in X at update 3 after 2", tr.Err(), updates)
	}
	for _, q := range tr.Net.Params() {
		for _, v := range q.Value.Data {
			if math.IsNaN(v) {
				t.Fatalf("got NaN in %s, want the weights as they were", q.Name)
			}
		}
	}
}

// Tanh hides an infinity, and the update makes NaNs of it: by then another batch is at
// work. The data are to blame all the same, and not the learning rate.
func TestDivergedBlamesAnInfinityInAnEarlierBatch(t *testing.T) {
	for row := range 23 { // in whatever batch it is
		tr := regression()
		tr.X.Set(row, 0, math.Inf(1))
		var got *nn.DivergedError
		if err := tr.Run(); !errors.As(err, &got) || got.Where != "X" || got.Cause != dirty {
			t.Errorf("infinity in row %d: got error %v, want X blamed", row, err)
		}
	}
}

// watch is a layer that remembers whether it was trained or used.
type watch struct {
	negate
	trained []bool
}

func (l *watch) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	l.trained = append(l.trained, p != nil && p.Train)
	return l.negate.Forward(p, x)
}

// Layers such as dropout differ in training: an update is one, the validation is not.
func TestTrainerTellsTrainingFromUse(t *testing.T) {
	w := new(watch)
	tr := regression()
	tr.Net = nn.Must(nn.New(1, nn.Shape{3}, w, &nn.Dense{Out: 2}))
	tr.Batch, tr.Epochs = 0, 2
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	tr.Net.Predict(tr.ValX)
	if want := []bool{true, false, true, false, false}; !slices.Equal(w.trained, want) {
		t.Errorf("got training = %v, want %v: update, validation, update, validation, prediction", w.trained, want)
	}
}

// A learning rate that is too large ends with an error, whatever the net, and not with
// a net of NaNs.
func TestDivergingLearningRate(t *testing.T) {
	for _, act := range []nn.Activation{nil, nn.ReLU} {
		tr := regression()
		tr.Net = nn.Must(nn.New(1, nn.Shape{3}, &nn.Dense{Out: 4, Act: act}, &nn.Dense{Out: 2}))
		tr.Opt, tr.Epochs = &nn.SGD{LR: 50}, 1000
		var got *nn.DivergedError
		if err := tr.Run(); !errors.As(err, &got) {
			t.Errorf("got error %v, want a *DivergedError", err)
			continue
		}
		if got.Where == "X" || got.Where == "Y" || got.Step < 2 {
			t.Errorf("got %v, want the net blamed, and not the data", got)
		}
	}
}

// The arithmetic with a trace is the arithmetic without: to the last bit.
func TestTraceChangesNoResult(t *testing.T) {
	opts := map[string]func() nn.Optimizer{
		"SGD":      func() nn.Optimizer { return &nn.SGD{LR: 0.1} },
		"Momentum": func() nn.Optimizer { return &nn.Momentum{LR: 0.1, Beta: 0.5} },
		"Adam":     func() nn.Optimizer { return &nn.Adam{LR: 0.1} },
	}
	for name, opt := range opts {
		for _, l := range naive {
			loss := l.loss
			for _, act := range append([]nn.Activation{nil}, activations...) {
				train := func(trace *nn.Trace) *nn.Trainer {
					tr := regression()
					tr.Net = nn.Must(nn.New(5, nn.Shape{3}, &nn.Dense{Out: 3, Act: act}, &nn.Dense{Out: 2, Act: outputFor(loss)}))
					nn.Softmax.Apply(tr.Y, tr.Y)
					tr.Loss, tr.Opt, tr.Trace, tr.Epochs, tr.ValX, tr.ValY = loss, opt(), trace, 2, nil, nil
					if err := tr.Run(); err != nil {
						t.Fatal(err)
					}
					return tr
				}
				trace := new(nn.Trace)
				plain, traced := train(nil), train(trace)
				what := fmt.Sprintf("%s, %s, %v", name, loss.Name(), act)
				sameParams(t, what, traced.Net, plain.Net)
				if !slices.Equal(traced.History.Loss, plain.History.Loss) {
					t.Errorf("%s: got losses %v with a trace, want %v", what, traced.History.Loss, plain.History.Loss)
				}
				if len(trace.Steps) == 0 {
					t.Errorf("%s: the trace is empty", what)
				}
			}
		}
	}
}

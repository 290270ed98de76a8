package nn

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
)

// Trainer fits a net to data. It is a loop that you can read and leave:
//
//	for u := range trainer.Steps() {
//		if u.EpochEnd && u.ValLoss < 0.1 {
//			break
//		}
//	}
//	if err := trainer.Err(); err != nil { … }
type Trainer struct {
	Net        *Model
	Loss       Loss
	Opt        Optimizer
	X, Y       *Matrix // training set: n × features, n × outputs
	ValX, ValY *Matrix // validation set; nil when there is none
	Batch      int     // examples in an update; 0 is the whole set
	Epochs     int     // passes over the training set, at least 1
	Seed       uint64  // of the order of the examples; a batch of 0 keeps the order
	InOrder    bool    // batches take the examples as they stand; false draws a new order for each epoch
	Trace      *Trace  // records every operation; nil records nothing

	// History is what was seen so far.
	History History

	err           error
	dyhat, bx, by Matrix
	at            progress
	loaded        bool // at was read by Load, and no loop has taken it up yet
}

// Update is one change of the parameters.
type Update struct {
	Epoch, Step int     // both counted from 1; Step goes on over the epochs
	Loss        float64 // J of this batch, before the update
	EpochEnd    bool    // true at the last update of an epoch; only then are these set:
	EpochLoss   float64 // mean of Loss over the examples of the epoch
	ValLoss     float64 // J of the validation set after the update; NaN without one
}

// History is the course of a training, for a figure.
type History struct {
	Loss      []float64 // of each update's batch, before the update
	EpochLoss []float64 // of each epoch
	ValLoss   []float64 // after each epoch; empty without a validation set
}

// Run trains to the end and returns what Err returns.
func (t *Trainer) Run() error {
	for range t.Steps() {
	}
	return t.Err()
}

// Err returns why the latest Steps ended early: a setting that makes no sense, or a
// *DivergedError. It is nil after a normal end and after leaving the loop.
func (t *Trainer) Err() error { return t.err }

// Steps trains, and yields after each update. Leaving the loop leaves the net as it
// is then; a new loop starts from that net with epoch 1 and an empty History, and after Load
// or Restore goes on where the training was.
func (t *Trainer) Steps() iter.Seq[Update] {
	return func(yield func(Update) bool) {
		at := &t.at
		if !t.loaded {
			t.History, *at = History{}, progress{epoch: 1}
		}
		t.loaded = false
		if t.err = t.checkLoop(); t.err != nil {
			return
		}
		n := t.X.Rows
		batch := t.Batch
		if batch == 0 || batch > n {
			batch = n
		}
		at.begin(n, t.Seed)
		rng := rand.New(at.draws)
		p := &Pass{Trace: t.Trace, Train: true}
		for ; at.epoch <= t.Epochs; at.epoch, at.from = at.epoch+1, 0 {
			if at.from == 0 {
				at.sum = 0
				if t.shuffles() {
					shuffle(rng, at.order)
				}
			}
			for at.from < n {
				at.step++
				from, to := at.from, min(at.from+batch, n)
				x, y := t.batch(at.order[from:to])
				u := Update{Epoch: at.epoch, Step: at.step, Loss: t.update(p, x, y)}
				t.History.Loss = append(t.History.Loss, u.Loss)
				if !isFinite(u.Loss) {
					t.err = t.diverged(u, x)
					return
				}
				at.from, at.sum = to, at.sum+u.Loss*float64(to-from)
				if to == n {
					u.EpochEnd, u.EpochLoss, u.ValLoss = true, at.sum/float64(n), t.validate()
					t.History.EpochLoss = append(t.History.EpochLoss, u.EpochLoss)
					if t.ValX != nil {
						t.History.ValLoss = append(t.History.ValLoss, u.ValLoss)
					}
				}
				if !yield(u) {
					return
				}
			}
		}
		if t.overshot() { // there is no later update to find it
			t.err = t.diverged(Update{Epoch: t.Epochs, Step: at.step}, t.X)
		}
	}
}

// shuffles says whether each epoch has an order of its own.
func (t *Trainer) shuffles() bool { return t.Batch != 0 && !t.InOrder }

// progress is where a training stands.
type progress struct {
	epoch, step int
	from        int     // examples of the epoch that are done
	sum         float64 // of their losses
	order       []int   // of the examples, in this epoch
	draws       *rand.PCG
}

// begin fills in what a training that was not loaded starts from.
func (at *progress) begin(n int, seed uint64) {
	if at.order != nil {
		return
	}
	at.order = make([]int, n)
	for i := range at.order {
		at.order[i] = i
	}
	at.draws = source(seed, "order of the examples")
}

// update makes one update from the batch and returns J before it.
func (t *Trainer) update(p *Pass, x, y *Matrix) float64 {
	yhat := t.Net.Forward(p, x)
	j := t.Loss.Loss(p, yhat, y)
	if !isFinite(j) {
		return j
	}
	t.Net.Backward(p, t.Loss.Grad(p, &t.dyhat, yhat, y))
	t.Opt.Step(p, t.Net.Params())
	return j
}

// batch returns the examples with the given numbers; all of them without copying.
func (t *Trainer) batch(order []int) (x, y *Matrix) {
	if t.Batch == 0 {
		return t.X, t.Y
	}
	t.bx.SelectRows(t.X, order)
	t.by.SelectRows(t.Y, order)
	t.bx.Name, t.by.Name = t.X.Name, t.Y.Name
	return &t.bx, &t.by
}

func (t *Trainer) validate() float64 {
	if t.ValX == nil {
		return math.NaN()
	}
	return t.Loss.Loss(nil, t.Net.Forward(nil, t.ValX), t.ValY)
}

func shuffle(rng *rand.Rand, order []int) {
	rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
}

func isFinite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// checkLoop says which setting makes no sense in a loop over updates.
func (t *Trainer) checkLoop() error {
	if err := t.check(); err != nil {
		return err
	}
	if err := checkRate(t.Opt); err != nil {
		return err
	}
	n := t.X.Rows
	smallest := n
	if t.Batch > 0 && t.Batch < n {
		smallest = t.Batch
		if rest := n % t.Batch; rest > 0 {
			smallest = rest
		}
	}
	if smallest == 1 && needsTwo(t.Net.Layers()) {
		return fmt.Errorf("nn: Trainer: with %d examples in batches of %d, one has a single example, and a BatchNorm takes the variance of a batch: choose another Batch, or leave an example out", n, t.Batch)
	}
	return nil
}

// needsTwo says whether a batch of one example is too small for a layer in training.
func needsTwo(layers []Layer) bool {
	return slices.ContainsFunc(layers, func(l Layer) bool {
		switch l := l.(type) {
		case *BatchNorm:
			return l.in.Size() == l.runMean.Cols // with several places, a picture is enough
		case *TimeDistributed: // each position is an example to the layers inside
			return l.times == 1 && needsTwo(l.Layers)
		case container:
			return needsTwo(l.inside())
		}
		return false
	})
}

// check says which setting makes no sense.
func (t *Trainer) check() error {
	switch {
	case t.Net == nil:
		return fmt.Errorf("nn: Trainer: Net is nil: set the net to train")
	case t.Loss == nil:
		return fmt.Errorf("nn: Trainer: Loss is nil: set one, such as nn.MSE{}")
	case t.Opt == nil:
		return fmt.Errorf("nn: Trainer: Opt is nil: set one, such as &nn.SGD{LR: 0.1}")
	case t.X == nil || t.Y == nil:
		return fmt.Errorf("nn: Trainer: X or Y is nil: set the training set")
	case t.Batch < 0:
		return fmt.Errorf("nn: Trainer: Batch is %d: want the number of examples in an update, or 0 for all", t.Batch)
	case t.Epochs < 1:
		return fmt.Errorf("nn: Trainer: Epochs is %d: want at least 1", t.Epochs)
	case (t.ValX == nil) != (t.ValY == nil):
		return fmt.Errorf("nn: Trainer: of ValX and ValY only one is set: set both or none")
	}
	if l, ok := t.Loss.(interface{ check() error }); ok {
		if err := l.check(); err != nil {
			return err
		}
	}
	if err := t.checkSet("X", "Y", t.X, t.Y); err != nil || t.ValX == nil {
		return err
	}
	return t.checkSet("ValX", "ValY", t.ValX, t.ValY)
}

// checkSet says what does not fit in the training or the validation set.
func (t *Trainer) checkSet(xName, yName string, x, y *Matrix) error {
	in, out := t.Net.in.Size(), t.Net.Shapes()[len(t.Net.Layers())].Size()
	switch {
	case x.Rows == 0:
		return fmt.Errorf("nn: Trainer: %s has no rows: want at least one example", xName)
	case x.Rows != y.Rows:
		return fmt.Errorf("nn: Trainer: %s has %d rows and %s has %d: want one target for each example", xName, x.Rows, yName, y.Rows)
	case x.Cols != in:
		return fmt.Errorf("nn: Trainer: %s has %d columns, the net takes %d features", xName, x.Cols, in)
	case y.Cols != out:
		return fmt.Errorf("nn: Trainer: %s has %d columns, the net has %d outputs", yName, y.Cols, out)
	}
	if l, ok := t.Loss.(interface{ checkTargets(y *Matrix) error }); ok {
		if err := l.checkTargets(y); err != nil {
			return fmt.Errorf("nn: Trainer: %s does not suit %s: %w", yName, t.Loss.Name(), err)
		}
	}
	return nil
}

// DivergedError says where in the training the first number was not finite.
type DivergedError struct {
	Epoch, Step int
	Where       string // the first place, in the order of computing: "Dense 1/W"
	Cause       string // the likely cause, and what to try
}

// Error returns all of it in one sentence.
func (e *DivergedError) Error() string {
	return fmt.Sprintf("nn: training diverged at update %d (epoch %d): the first number that is not finite is in %s; %s", e.Step, e.Epoch, e.Where, e.Cause)
}

// diverged finds the first place that is not finite, in the order of computing.
func (t *Trainer) diverged(u Update, x *Matrix) error {
	e := &DivergedError{Epoch: u.Epoch, Step: u.Step, Where: t.Loss.Name(), Cause: "the predictions are so large that the cost overflows: try a smaller learning rate"}
	if !allFinite(t.X) { // all of it: a sigmoid hides an infinity until after the update
		e.Where, e.Cause = "X", "the data hold a NaN or an infinity: clean them first"
		return e
	}
	for i, l := range t.Net.Layers() {
		for _, q := range l.Params() {
			if !allFinite(q.Value) {
				e.Where, e.Cause = q.Name, "an earlier update overshot: try a learning rate ten times smaller, or normalize the inputs"
				return e
			}
		}
		if x = l.Forward(nil, x); !allFinite(x) {
			e.Where, e.Cause = "the output of "+t.Net.chain.names[i], "its weights have grown too large: try a smaller learning rate, or normalize the inputs"
			return e
		}
	}
	if !allFinite(t.Y) {
		e.Where, e.Cause = "Y", "the targets hold a NaN or an infinity: clean them first"
	}
	return e
}

// overshot says whether an update has left a parameter that is not finite.
func (t *Trainer) overshot() bool {
	return slices.ContainsFunc(t.Net.Params(), func(q *Param) bool { return !allFinite(q.Value) })
}

func allFinite(m *Matrix) bool {
	for _, v := range m.Data {
		if !isFinite(v) {
			return false
		}
	}
	return true
}

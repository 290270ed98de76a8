package nn

import (
	"encoding"
	"math"
	"slices"
)

// EarlyStopping ends a training when the validation cost has stopped falling, and keeps
// the net of the best epoch (Prechelt, 1998):
//
//	stop := &nn.EarlyStopping{Net: net, Patience: 5}
//	for u := range trainer.Steps() {
//		if stop.Now(u) {
//			break
//		}
//	}
//	stop.Restore()
//
// One EarlyStopping serves one training.
type EarlyStopping struct {
	Net      *Model
	Patience int     // epochs without improvement after which to stop; 0 is 10
	MinDelta float64 // by how much a cost must be lower than the best to count as an improvement

	// Best is the last update of the best epoch so far; its Epoch is 0 before the first.
	Best Update

	values []*Matrix // of the parameters, after Best
	keep   bool      // whether layers keep something besides, such as the averages of a BatchNorm
	keeps  [][]byte  // what they kept then
}

// Now says whether it is time to stop. It looks at the last update of each epoch, at
// ValLoss, or at EpochLoss when there is no validation set, and copies the parameters, and
// what layers keep besides, when it is the best so far. It panics when a layer of your own
// refuses to be copied.
func (e *EarlyStopping) Now(u Update) bool {
	if !u.EpochEnd {
		return false
	}
	if e.Best.Epoch == 0 || watched(u) < watched(e.Best)-e.MinDelta {
		e.Best = u
		if e.values == nil {
			for range e.Net.Params() {
				e.values = append(e.values, new(Matrix))
			}
			e.keep = slices.ContainsFunc(innermost(e.Net.Layers()), func(l Layer) bool {
				_, keeps := l.(encoding.BinaryMarshaler)
				return keeps
			})
		}
		for i, q := range e.Net.Params() {
			e.values[i].Copy(q.Value)
		}
		if e.keep {
			var err error
			if e.keeps, err = keptBy(e.Net.Layers()); err != nil {
				panic(err)
			}
		}
	}
	patience := e.Patience
	if patience == 0 {
		patience = 10
	}
	return u.Epoch-e.Best.Epoch >= patience
}

// Restore gives the net the parameters of the best epoch, and what layers kept besides.
// Before the end of the first epoch it does nothing.
func (e *EarlyStopping) Restore() {
	for i, v := range e.values {
		copy(e.Net.Params()[i].Value.Data, v.Data)
	}
	if e.keeps != nil {
		if err := giveBack(e.Net.Layers(), e.keeps); err != nil {
			panic(err)
		}
	}
}

// watched is the cost that early stopping looks at.
func watched(u Update) float64 {
	if math.IsNaN(u.ValLoss) {
		return u.EpochLoss
	}
	return u.ValLoss
}

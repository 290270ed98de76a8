package nn

import "math"

// EarlyStopping ends a training when the validation cost has stopped falling, and keeps
// the parameters of the best epoch (Prechelt, 1998):
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
}

// Now says whether it is time to stop. It looks at the last update of each epoch, at
// ValLoss, or at EpochLoss when there is no validation set, and copies the parameters
// when it is the best so far.
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
		}
		for i, q := range e.Net.Params() {
			e.values[i].Copy(q.Value)
		}
	}
	patience := e.Patience
	if patience == 0 {
		patience = 10
	}
	return u.Epoch-e.Best.Epoch >= patience
}

// Restore gives the net the parameters of the best epoch. Before the end of the first
// epoch it does nothing.
func (e *EarlyStopping) Restore() {
	for i, v := range e.values {
		copy(e.Net.Params()[i].Value.Data, v.Data)
	}
}

// watched is the cost that early stopping looks at.
func watched(u Update) float64 {
	if math.IsNaN(u.ValLoss) {
		return u.EpochLoss
	}
	return u.ValLoss
}

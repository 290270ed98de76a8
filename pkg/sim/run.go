package sim

import (
	"iter"

	"chainrule/pkg/nn"
)

// run is a training that can be gone to any update of, forward and back. It follows from
// its trainer alone: the same update is the same to the last bit whenever it is come to.
type run struct {
	trainer *nn.Trainer

	at    int            // updates made
	marks []*nn.Snapshot // after 0, apart, 2·apart … updates
	ended error          // why there is no update after at: the training diverged
	last  int            // the number of updates until then; −1 while no end is known

	next func() (nn.Update, bool)
	stop func()
}

// progress is told of each update that has been made, as the at-th, and stops the way there
// by false. What is to be seen of a run later is kept by who is told: the trainer's History
// is emptied, because each mark would hold a copy of it, and memory would grow as the square
// of the updates.
type progress func(at int, u nn.Update) bool

// apart is how many updates lie between two marks: going back makes at most so many anew.
const apart = 64

// newRun is a run at its start. It returns an error when a setting makes no sense.
func newRun(t *nn.Trainer) (*run, error) {
	t.Epochs = 1 << 40 // a run goes on as long as somebody looks
	first, err := t.Snapshot()
	if err != nil {
		return nil, err
	}
	return &run{trainer: t, marks: []*nn.Snapshot{first}, last: -1}, nil
}

// close ends the loop that waits for the next update.
func (r *run) close() {
	if r.stop != nil {
		r.stop()
	}
	r.next, r.stop = nil, nil
}

// restore goes to a snapshot.
func (r *run) restore(s *nn.Snapshot) error {
	r.close()
	r.at = s.Updates()
	return r.trainer.Restore(s)
}

// seek goes to where k updates have been made, or to where the training diverges if that
// comes first. tell may be nil.
func (r *run) seek(k int, tell progress) error {
	if r.last >= 0 {
		k = min(k, r.last)
	}
	mark := min(k/apart, len(r.marks)-1)
	if k < r.at || mark*apart > r.at {
		if err := r.restore(r.marks[mark]); err != nil {
			return err
		}
	}
	for r.at < k {
		if r.next == nil {
			r.next, r.stop = iter.Pull(r.trainer.Steps())
		}
		u, more := r.next()
		r.trainer.History.Loss = r.trainer.History.Loss[:0]
		r.trainer.History.EpochLoss = r.trainer.History.EpochLoss[:0]
		r.trainer.History.ValLoss = r.trainer.History.ValLoss[:0]
		if !more {
			r.ended, r.last = r.trainer.Err(), r.at
			r.close()
			// The trainer has tried an update that has no numbers: back to before it.
			return r.redo(k)
		}
		r.at++
		if r.at == len(r.marks)*apart {
			s, err := r.trainer.Snapshot()
			if err != nil {
				return err
			}
			r.marks = append(r.marks, s)
		}
		if tell != nil && !tell(r.at, u) {
			return nil
		}
	}
	return nil
}

// redo comes to the last update by making it anew.
func (r *run) redo(k int) error {
	at := r.at
	if err := r.restore(r.marks[min(at/apart, len(r.marks)-1)]); err != nil {
		return err
	}
	return r.seek(min(k, at), nil)
}

// trace is every operation of the update after k others, whose parameters the trainer is
// left with.
func (r *run) trace(k int) (*nn.Trace, error) {
	if err := r.seek(k, nil); err != nil {
		return nil, err
	}
	before, err := r.trainer.Snapshot()
	if err != nil {
		return nil, err
	}
	r.close()
	if err := r.trainer.Restore(before); err != nil {
		return nil, err
	}
	t := new(nn.Trace)
	r.trainer.Trace = t
	for range r.trainer.Steps() {
		break
	}
	r.trainer.Trace = nil
	return t, r.restore(before)
}

package nn

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"chainrule/pkg/linalg"
)

// checkpoint is a training as JSON.
type checkpoint struct {
	Format  int        `json:"chainrule_training"` // 1
	State   *state     `json:"state"`
	Epoch   int        `json:"epoch"`
	Step    int        `json:"step"`
	From    int        `json:"from"`
	Batch   int        `json:"batch"`
	Order   []int      `json:"order"`
	Draws   []byte     `json:"draws"`
	Sum     float64    `json:"sum"`
	History [3]*Matrix `json:"history"` // matrices, because they may hold a NaN
}

// Snapshot is where a training stands: a copy of the parameters, of what the optimizer and
// the layers keep, of the order of the examples and the place in it, and of the History.
type Snapshot struct {
	state    *state
	at       progress
	batch    int
	shuffles bool
	history  History
}

// Updates returns the number of updates that were made before the snapshot.
func (s *Snapshot) Updates() int { return s.at.step }

// Next returns the numbers, from 0, of the examples that the next update is made from.
func (s *Snapshot) Next() []int {
	at, n := s.at.clone(), len(s.at.order)
	if at.from == n { // the epoch is over
		at.from = 0
	}
	if at.from == 0 && s.shuffles {
		shuffle(rand.New(at.draws), at.order)
	}
	if s.batch == 0 {
		return at.order
	}
	return at.order[at.from:min(at.from+s.batch, n)]
}

// Snapshot returns where the training stands, for Restore: to go back to it, as often as
// wanted. Call it before the first loop over Steps, in a loop or after it. It returns an
// error when a setting makes no sense, or when a layer or an optimizer of your own cannot be
// copied: it is asked for what it keeps by MarshalBinary.
func (t *Trainer) Snapshot() (*Snapshot, error) {
	if t.at.draws == nil {
		if err := t.check(); err != nil {
			return nil, err
		}
		t.at = progress{epoch: 1}
		t.at.begin(t.X.Rows, t.Seed)
		t.loaded = true
	}
	s, err := takeState(t.Net, t.Opt)
	if err != nil {
		return nil, err
	}
	return &Snapshot{s, t.at.clone(), t.Batch, t.shuffles(), t.History.clone()}, nil
}

// Restore makes the training what it was when the snapshot was taken from it, or from one
// with the same settings: the next loop over Steps goes on from there, and comes to exactly
// the same numbers. It returns an error when the snapshot is of another training.
func (t *Trainer) Restore(s *Snapshot) error { return t.restore(s, "Restore", "the snapshot") }

// restore says what it cannot restore as op of what.
func (t *Trainer) restore(s *Snapshot, op, what string) error {
	if err := t.check(); err != nil {
		return err
	}
	if err := s.state.fits(t.Net, t.Opt); err != nil {
		return fmt.Errorf("nn: Trainer: %s: %s is of another training: %w", op, what, err)
	}
	switch {
	case len(s.at.order) != t.X.Rows:
		return fmt.Errorf("nn: Trainer: %s: %s is of a training on %d examples, and X has %d", op, what, len(s.at.order), t.X.Rows)
	case s.batch != t.Batch:
		return fmt.Errorf("nn: Trainer: %s: %s is of a training with Batch %d, and this one has %d", op, what, s.batch, t.Batch)
	}
	before, err := takeState(t.Net, t.Opt)
	if err != nil {
		return fmt.Errorf("nn: Trainer: %s: %w", op, err)
	}
	if err := s.state.put(t.Net, t.Opt); err != nil {
		if undone := before.put(t.Net, t.Opt); undone != nil {
			return fmt.Errorf("nn: Trainer: %s: %w; and the state before it is lost: %w", op, err, undone)
		}
		return fmt.Errorf("nn: Trainer: %s: %w", op, err)
	}
	t.at, t.History, t.loaded = s.at.clone(), s.history.clone(), true
	return nil
}

// clone is a copy that training does not change.
func (at *progress) clone() progress {
	c := *at
	c.order = slices.Clone(at.order)
	draws := *at.draws
	c.draws = &draws
	return c
}

func (h *History) clone() History {
	return History{slices.Clone(h.Loss), slices.Clone(h.EpochLoss), slices.Clone(h.ValLoss)}
}

// Save writes where the training stands, to the last bit, as Snapshot takes it. The
// settings (layers, Loss, LR, data) are not in the file: Load wants a Trainer that has
// them.
func (t *Trainer) Save(w io.Writer) error {
	if t.at.draws == nil {
		return fmt.Errorf("nn: Trainer: Save: no training has begun: call it in the loop over Steps, or after it")
	}
	s, err := t.Snapshot()
	if err != nil {
		return err
	}
	draws, err := s.at.draws.MarshalBinary()
	if err != nil {
		return err
	}
	at, h := &s.at, s.history
	return json.NewEncoder(w).Encode(checkpoint{
		Format: 1, State: s.state, Epoch: at.epoch, Step: at.step, From: at.from, Sum: at.sum, Batch: s.batch, Order: at.order, Draws: draws,
		History: [3]*Matrix{linalg.Row(h.Loss...), linalg.Row(h.EpochLoss...), linalg.Row(h.ValLoss...)},
	})
}

// Load reads what Save wrote into a Trainer with the same settings: the next loop over
// Steps goes on from there, and comes to exactly the numbers of a training that was
// never interrupted. Epochs counts from the beginning of the training, and may be higher
// than it was. Load returns an error when the file is damaged or of another training; the
// Trainer is then as it was.
func (t *Trainer) Load(r io.Reader) error {
	var c checkpoint
	if err := readAlone(r, "training", &c); err != nil {
		return fmt.Errorf("nn: Trainer: Load: %w", err)
	}
	switch {
	case c.Format != 1 || c.State == nil || c.History[0] == nil || c.History[1] == nil || c.History[2] == nil:
		return fmt.Errorf("nn: Trainer: Load: this is not a training that Trainer.Save wrote (chainrule_training is %d, want 1); a net is read by nn.Load", c.Format)
	case c.Epoch < 1 || c.Step < 0 || c.From < 0 || c.From > len(c.Order) || !isOrder(c.Order):
		return fmt.Errorf("nn: Trainer: Load: the file is damaged: there is no epoch %d with %d of %d examples done", c.Epoch, c.From, len(c.Order))
	}
	draws := new(rand.PCG)
	if err := draws.UnmarshalBinary(c.Draws); err != nil {
		return fmt.Errorf("nn: Trainer: Load: the file is damaged: %w", err)
	}
	return t.restore(&Snapshot{
		state: c.State, batch: c.Batch,
		at:      progress{epoch: c.Epoch, step: c.Step, from: c.From, sum: c.Sum, order: c.Order, draws: draws},
		history: History{Loss: c.History[0].Data, EpochLoss: c.History[1].Data, ValLoss: c.History[2].Data},
	}, "Load", "the file")
}

// isOrder says whether each number below the length is there once.
func isOrder(order []int) bool {
	seen := make([]bool, len(order))
	for _, i := range order {
		if i < 0 || i >= len(order) || seen[i] {
			return false
		}
		seen[i] = true
	}
	return true
}

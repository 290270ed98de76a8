package nn

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"

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

// Save writes where the training stands: parameters, what the optimizer remembers, the
// order of the examples and the place in it, and the History, all to the last bit. Call
// it in the loop over Steps or after it. The settings (layers, Loss, LR, data) are not
// in the file: Load wants a Trainer that has them.
//
// A layer that keeps more than its parameters, such as random numbers, is asked for it
// by MarshalBinary, and so is an optimizer of your own. Save returns an error when no
// training has begun, or when one of these cannot be written.
func (t *Trainer) Save(w io.Writer) error {
	if t.at.draws == nil {
		return fmt.Errorf("nn: Trainer: Save: no training has begun: call it in the loop over Steps, or after it")
	}
	s, err := takeState(t.Net, t.Opt)
	if err != nil {
		return err
	}
	draws, err := t.at.draws.MarshalBinary()
	if err != nil {
		return err
	}
	at, h := &t.at, t.History
	return json.NewEncoder(w).Encode(checkpoint{
		Format: 1, State: s, Epoch: at.epoch, Step: at.step, From: at.from, Sum: at.sum, Batch: t.Batch, Order: at.order, Draws: draws,
		History: [3]*Matrix{linalg.Row(h.Loss...), linalg.Row(h.EpochLoss...), linalg.Row(h.ValLoss...)},
	})
}

// Load reads what Save wrote into a Trainer with the same settings: the next loop over
// Steps goes on from there, and comes to exactly the numbers of a training that was
// never interrupted. Epochs counts from the beginning of the training, and may be higher
// than it was. Load returns an error when the file is damaged or of another training; the
// Trainer is then as it was.
func (t *Trainer) Load(r io.Reader) error {
	if err := t.check(); err != nil {
		return err
	}
	var c checkpoint
	if err := readAlone(r, "training", &c); err != nil {
		return fmt.Errorf("nn: Trainer: Load: %w", err)
	}
	if c.Format != 1 || c.State == nil || c.History[0] == nil || c.History[1] == nil || c.History[2] == nil {
		return fmt.Errorf("nn: Trainer: Load: this is not a saved training of format 1 (chainrule_training is %d)", c.Format)
	}
	if err := c.State.fits(t.Net, t.Opt); err != nil {
		return fmt.Errorf("nn: Trainer: Load: the file is of another training: %w", err)
	}
	switch {
	case len(c.Order) != t.X.Rows:
		return fmt.Errorf("nn: Trainer: Load: the file is of a training on %d examples, and X has %d", len(c.Order), t.X.Rows)
	case c.Batch != t.Batch:
		return fmt.Errorf("nn: Trainer: Load: the file is of a training with Batch %d, and this one has %d", c.Batch, t.Batch)
	case c.Epoch < 1 || c.Step < 0 || c.From < 0 || c.From > t.X.Rows || !isOrder(c.Order):
		return fmt.Errorf("nn: Trainer: Load: the file is damaged: there is no epoch %d with %d of %d examples done", c.Epoch, c.From, t.X.Rows)
	}
	draws := new(rand.PCG)
	if err := draws.UnmarshalBinary(c.Draws); err != nil {
		return fmt.Errorf("nn: Trainer: Load: the file is damaged: %w", err)
	}
	before, err := takeState(t.Net, t.Opt)
	if err != nil {
		return fmt.Errorf("nn: Trainer: Load: %w", err)
	}
	if err := c.State.put(t.Net, t.Opt); err != nil {
		if undone := before.put(t.Net, t.Opt); undone != nil {
			return fmt.Errorf("nn: Trainer: Load: %w; and the state before it is lost: %w", err, undone)
		}
		return fmt.Errorf("nn: Trainer: Load: %w", err)
	}
	t.at = progress{epoch: c.Epoch, step: c.Step, from: c.From, sum: c.Sum, order: c.Order, draws: draws}
	t.History = History{Loss: c.History[0].Data, EpochLoss: c.History[1].Data, ValLoss: c.History[2].Data}
	t.loaded = true
	return nil
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

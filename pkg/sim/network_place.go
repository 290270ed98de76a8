package sim

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// place is where in an update the simulator is: the term of an entry of the result of an
// operation, all of which have just been computed. The zero value is before the first
// operation. Operation and term are counted from 1, row and column from 0.
//
// The places of all updates have one order: first 0, then term after term, entry after
// entry, operation after operation, and then 0 of the next update. A pace is a part of them.
type place struct{ step, row, col, term int }

// operation is a step of the trace, with what it is in the net.
type operation struct {
	*nn.Step
	what  string // "affine", "map", "drop", "loss", "lossgrad", "mapgrad", "dropgrad", "gradW", "gradB", "error", "decay", "update"
	layer int    // of dense, from 0; −1 for the loss
	phase string
	param *nn.Param // of "decay" and "update"
	index int       // in the trace
}

// operations are an update, operation by operation. Those whose result nothing uses, the
// error of the inputs and the gradients of biases that stay, are left out.
type operations struct {
	k     int
	list  []operation
	at    []layerOps // where those of each layer are in list
	loss  int
	grad  int // of the loss
	rows  int // examples in the batch
	batch *linalg.Matrix
	y     *linalg.Matrix
	index []int // of the examples in the training set

	entry struct { // the one that was explained latest
		step, row, col int
		nn.Entry
	}
}

// layerOps are the places in the list of the operations of a layer, −1 where there is none.
type layerOps struct {
	affine, fmap, drop              int
	dropgrad, mapgrad, gradW, gradB int
	err                             int // ∂X = ∂Z Wᵀ, the error of the layer before
	updW, updB                      int
}

// ops is the update after k others, operation by operation.
func (r *netRun) ops(k int) (*operations, error) {
	if r.traced != nil && r.traced.k == k {
		return r.traced, nil
	}
	r.mustSeek(k)
	trace, err := r.run.trace(k)
	if err != nil {
		return nil, err
	}
	o := &operations{k: k, loss: -1, grad: -1}
	for range r.dense {
		o.at = append(o.at, layerOps{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1})
	}
	for i := range trace.Steps {
		op, slot := r.place(o, &trace.Steps[i])
		op.index = i
		if op.what == "error" && op.layer == 0 || op.what == "gradB" && r.dense[op.layer].b.Frozen {
			continue
		}
		if slot != nil {
			*slot = len(o.list)
		}
		o.list = append(o.list, op)
	}
	first := &o.list[0]
	o.rows, o.batch = first.Args[0].Rows, &first.Args[0]
	o.y = &o.list[o.loss].Args[1] // the loss is always come to: it is what stops an update
	o.index = r.rowsOf(o.batch, o.y)
	o.entry.step = -1
	r.traced = o
	return o, nil
}

// place says what a step of the trace is in the net, and where its number is kept.
func (r *netRun) place(o *operations, s *nn.Step) (operation, *int) {
	part, phase, _ := strings.Cut(s.Where, "/")
	kind, _, _ := strings.Cut(s.Op, ":")
	op := operation{Step: s, layer: -1, phase: phase}
	for i, l := range r.dense {
		at := &o.at[i]
		switch {
		case part == l.name:
			op.layer = i
			switch kind {
			case "affine":
				op.what = "affine"
				return op, &at.affine
			case "map":
				op.what = "map"
				return op, &at.fmap
			case "mapgrad":
				op.what = "mapgrad"
				return op, &at.mapgrad
			case "mulATB":
				op.what = "gradW"
				return op, &at.gradW
			case "sumRows":
				op.what = "gradB"
				return op, &at.gradB
			default:
				op.what = "error"
				return op, &at.err
			}
		case l.drop > 0 && part == fmt.Sprintf("Dropout %d", l.drop):
			op.layer = i
			if phase == "forward" {
				op.what = "drop"
				return op, &at.drop
			}
			op.what = "dropgrad"
			return op, &at.dropgrad
		case kind != "update":
		case s.Out.Name == l.w.Value.Name:
			op.what, op.layer, op.param = "update", i, l.w
			return op, &at.updW
		case s.Out.Name == l.b.Value.Name:
			op.what, op.layer, op.param = "update", i, l.b
			return op, &at.updB
		case s.Out.Name == l.w.Grad.Name:
			op.what, op.layer, op.param, op.phase = "decay", i, l.w, "update"
			return op, nil
		}
	}
	if kind == "loss" {
		op.what, op.phase = "loss", "loss"
		return op, &o.loss
	}
	op.what, op.phase = "lossgrad", "backward"
	return op, &o.grad
}

// rowsOf finds the examples of a batch in the training set. Of examples that are the same
// in all their numbers, the first that is not yet taken stands.
func (r *netRun) rowsOf(x, y *linalg.Matrix) (index []int) {
	if x.Rows == r.data.x.Rows && r.setup.Batch == 0 {
		for i := range x.Rows {
			index = append(index, i)
		}
		return index
	}
	taken := map[string]int{}
	for i := range x.Rows {
		key := exampleKey(x, y, i)
		index = append(index, r.data.where[key][taken[key]])
		taken[key]++
	}
	return index
}

// exampleKey is an example as text: two that are the same have the same.
func exampleKey(x, y *linalg.Matrix, i int) string {
	var b []byte
	for _, row := range [][]float64{x.Row(i), y.Row(i)} {
		for _, v := range row {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return string(b)
}

// explain is the entry of an operation, counted from 1.
func (o *operations) explain(step, row, col int) *nn.Entry {
	e := &o.entry
	if e.step != step || e.row != row || e.col != col {
		e.step, e.row, e.col, e.Entry = step, row, col, o.list[step-1].Entry(row, col)
	}
	return &e.Entry
}

// terms is the number of terms of an entry, at least 1.
func (o *operations) terms(step, row, col int) int {
	return max(1, len(o.explain(step, row, col).Terms))
}

// has says whether there is such a place.
func (o *operations) has(p place) bool {
	if p == (place{}) {
		return true
	}
	if p.step < 1 || p.step > len(o.list) || p.row < 0 || p.col < 0 {
		return false
	}
	out := &o.list[p.step-1].Out
	return p.row < out.Rows && p.col < out.Cols && p.term >= 1 && p.term <= o.terms(p.step, p.row, p.col)
}

// done says whether an entry of operation number i of the list, from 0, is computed at a
// place. No operation, −1, is never done.
func (o *operations) done(p place, i, row, col int) bool {
	switch {
	case i < 0 || i > p.step-1:
		return false
	case i < p.step-1:
		return true
	case row != p.row:
		return row < p.row
	case col != p.col:
		return col < p.col
	}
	return p.term >= o.terms(p.step, row, col)
}

// finished is the place at which an entry is computed.
func (o *operations) finished(step, row, col int) place {
	return place{step, row, col, o.terms(step, row, col)}
}

// lastOf is the place at which an operation is done.
func (o *operations) lastOf(step int) place {
	out := &o.list[step-1].Out
	return o.finished(step, out.Rows-1, out.Cols-1)
}

// after is the next place of a pace within the update, and false when there is none.
func (o *operations) after(p place, pace string) (place, bool) {
	if p == (place{}) {
		p = place{step: 1, col: -1, term: 1}
	} else if p.term < o.terms(p.step, p.row, p.col) {
		switch pace {
		case "operation":
			p.term++
			return p, true
		case "unit":
			return o.finished(p.step, p.row, p.col), true
		}
		p.col-- // the entry is still to be finished
	}
	// Everything up to the entry at p is computed.
	out := &o.list[p.step-1].Out
	row, col := p.row, p.col+1
	if col == out.Cols {
		row, col = row+1, 0
	}
	if row == out.Rows {
		if p.step == len(o.list) {
			return p, false
		}
		p.step++
		out = &o.list[p.step-1].Out
		row, col = 0, 0
	}
	switch pace {
	case "operation":
		return place{p.step, row, col, 1}, true
	case "unit":
		return o.finished(p.step, row, col), true
	case "example":
		return o.finished(p.step, row, out.Cols-1), true
	}
	return o.lastOf(p.step), true
}

// before is the place of a pace before another one in the update, which is not its
// beginning.
func (o *operations) before(p place, pace string) place {
	if pace == "operation" && p.term > 1 {
		p.term--
		return p
	}
	// The entry before, of this operation or of that before it.
	step, row, col := p.step, p.row, p.col-1
	switch {
	case pace == "example":
		row, col = row-1, o.list[step-1].Out.Cols-1
	case pace == "layer":
		row = -1
	case col < 0:
		row, col = row-1, o.list[step-1].Out.Cols-1
	}
	if row >= 0 {
		return o.finished(step, row, col)
	}
	if step == 1 {
		return place{}
	}
	return o.lastOf(step - 1)
}

// forward goes to the next place of the pace of the state.
func (r *netRun) forward(s *netState) error {
	ops, err := r.ops(s.k)
	if err != nil {
		return err
	}
	if p, more := ops.after(s.at, s.pace); more {
		s.at = p
		return nil
	}
	if s.k == mostUpdates {
		return fmt.Errorf("%d updates are made, more than that is not kept: reset, or edit a weight to begin a new run", mostUpdates)
	}
	if err := r.seek(s.k+1, nil); err != nil {
		return err
	}
	if r.run.at != s.k+1 {
		return r.endsHere()
	}
	s.k, s.at = s.k+1, place{}
	return nil
}

// backward goes to the place of the pace before.
func (r *netRun) backward(s *netState) error {
	if s.at == (place{}) {
		if s.k == 0 {
			return fmt.Errorf("this is the start of the run: there is nothing before it")
		}
		ops, err := r.ops(s.k - 1)
		if err != nil {
			return err
		}
		s.k, s.at = s.k-1, ops.lastOf(len(ops.list))
		return nil
	}
	ops, err := r.ops(s.k)
	if err != nil {
		return err
	}
	s.at = ops.before(s.at, s.pace)
	return nil
}

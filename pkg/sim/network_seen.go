package sim

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// View returns a NetworkView.
func (n *Network) View() any { return n.view() }

func (n *Network) view() NetworkView {
	s := &n.state.now
	r := n.run()
	r.mustSeek(s.k)
	known := r.scores(s.k)
	setup := s.setup.clone()
	setup.Own, setup.Start = nil, nil
	setup.Features, setup.Hidden = notNil(setup.Features), notNil(setup.Hidden)
	per := r.perPass()
	v := NetworkView{
		Kind: "network", Setup: setup, Set: r.setView(),
		Updates: s.k, Epoch: s.k / per, Into: s.k % per, PerPass: per,
		Preset: s.preset, Changed: s.preset != "" && !isPreset(s.preset, s.setup),
		Pace: s.pace, Select: s.look, Guess: s.guess,
		Train: known.train.seen(), History: r.history(s.k),
		Edited: s.setup.Start != nil, CanUndo: len(n.state.past) > 0, CanRedo: len(n.state.future) > 0,
	}
	if r.data.testX != nil {
		test := known.test.seen()
		v.Test = &test
	}
	v.Ended = r.endedAt(s.k)
	fine := s.pace != "batch" && s.pace != "epoch"
	var ops *operations
	if fine || s.at.step > 0 {
		ops, _ = r.ops(s.k) // it was come to before, or is the next update
	}
	v.Says = r.diagnose(s.k, ops, s.at)
	switch {
	case s.at.step > 0:
		v.Op = r.op(ops, s.at, s.pace)
		v.Phase = ops.list[s.at.step-1].phase
		v.Example = r.batchExample(ops, s.at, s.look.Example)
		v.Place = placeView{s.at.step, len(ops.list), s.at.row, s.at.col, s.at.term, ops.terms(s.at.step, s.at.row, s.at.col)}
	case !fine:
		v.Example = &exampleView{Index: s.look.Example, Row: -1, Of: r.data.x.Rows, X: r.data.x.Row(s.look.Example), Y: r.data.y.Row(s.look.Example)}
	default:
		v.Place.Steps = len(ops.list)
	}
	if fine {
		v.Next = r.next(ops, s.at)
	}
	v.Layers = r.layers(ops, s.at, v.Example)
	if s.pinned != nil {
		c := n.compared(s.pinned, s.k)
		v.Compare = &c
	}
	v.Said = s.said
	if v.Said == "" && v.Op != nil {
		v.Said = v.Op.From
	} else if v.Said == "" {
		v.Said = fmt.Sprintf("Update %d is done: loss %s.", s.k, number(known.train.loss))
		if s.k == 0 {
			v.Said = "Back at the start."
		}
	}
	return v
}

// notNil is a list that is not null in JSON.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (r *netRun) setView() setView {
	v := setView{Plane: r.data.plane, Line: r.data.line, Train: r.data.x.Rows, Names: notNil(r.data.inputs), Classes: notNil(r.data.classes), Outputs: r.data.outputs}
	if r.data.testX != nil {
		v.Test = r.data.testX.Rows
	}
	return v
}

func (s score) seen() scoresView {
	v := scoresView{Loss: Num(s.loss)}
	if !math.IsNaN(s.accuracy) {
		v.Accuracy = optional(s.accuracy)
	}
	if !math.IsNaN(s.r2) && !math.IsInf(s.r2, 0) {
		v.R2 = optional(s.r2)
	}
	return v
}

// mostShown is how many points of a curve are shown.
const mostShown = 200

// history is the course of the run until k updates are made.
func (r *netRun) history(k int) netHistory {
	h := netHistory{Updates: []int{}, Loss: series{}, Epochs: []int{}, Train: series{}, Test: series{}, TrainRight: series{}, TestRight: series{}}
	for _, i := range thinned(k) {
		h.Updates, h.Loss = append(h.Updates, i), append(h.Loss, r.loss[i-1])
	}
	for _, i := range thinned(k / r.perPass()) {
		h.Epochs, h.Train = append(h.Epochs, i), append(h.Train, r.epochs[i-1])
		if r.data.testX != nil {
			h.Test = append(h.Test, r.tested[i-1])
		}
		if len(r.right[0]) > 0 {
			h.TrainRight = append(h.TrainRight, r.right[0][i-1])
		}
		if len(r.right[1]) > 0 {
			h.TestRight = append(h.TestRight, r.right[1][i-1])
		}
	}
	return h
}

// thinned are the numbers 1 to n or, of many, some of them, the last among them.
func thinned(n int) (list []int) {
	by := 1
	for n > by*mostShown {
		by *= 2
	}
	if by > 1 {
		list = append(list, 1)
	}
	for i := by; i <= n; i += by {
		list = append(list, i)
	}
	if n%by != 0 {
		list = append(list, n)
	}
	return list
}

// batchExample is the example that a place in an update is about. Where it is about none,
// it is the one that is selected, if it is in the batch.
func (r *netRun) batchExample(o *operations, p place, selected int) *exampleView {
	row := r.exampleRow(o, p)
	switch o.list[p.step-1].what {
	case "decay", "update":
		row = max(0, slices.Index(o.index, selected))
	}
	return &exampleView{Index: o.index[row], Row: row, Of: o.rows, X: o.batch.Row(row), Y: o.y.Row(row)}
}

// layers are the layers with what is computed of them at a place.
func (r *netRun) layers(o *operations, p place, e *exampleView) []layerView {
	in := layerView{Name: "inputs", Units: []unitView{}}
	for u, w := 0, r.widths()[0]; u < w; u++ {
		unit := unitView{Label: r.label(0, u)}
		if e != nil {
			unit.A = optional(e.X[u])
		}
		in.Units = append(in.Units, unit)
	}
	list := []layerView{in}
	var use flow
	if e != nil && e.Row < 0 {
		use = r.through(linalg.SliceRows(r.data.x, e.Index, e.Index+1))
	}
	for i, l := range r.dense {
		v := layerView{Name: l.name, Act: actName(l.f), Units: []unitView{}, W: r.grid(o, p, i, l.w), B: r.grid(o, p, i, l.b)}
		last := i == len(r.dense)-1
		if last {
			v.Act = r.setup.Output
		}
		for u := range l.b.Value.Cols {
			unit := unitView{Label: r.label(i+1, u)}
			switch {
			case e == nil:
			case e.Row < 0:
				unit.Z, unit.A = optional(use.z[i].At(0, u)), optional(use.a[i].At(0, u))
				if last {
					unit.A = optional(r.predicted(use.a[i]).At(0, u))
				}
			default:
				r.unit(&unit, o, p, i, e.Row, u)
			}
			v.Units = append(v.Units, unit)
		}
		list = append(list, v)
	}
	return list
}

func actName(f nn.Activation) string {
	if f == nil {
		return nn.Identity.Label
	}
	return f.Name()
}

// unit fills in what is computed of unit u of layer i for an example of the batch.
func (r *netRun) unit(v *unitView, o *operations, p place, i, row, u int) {
	at := o.at[i]
	if o.done(p, at.affine, row, u) {
		v.Z = optional(o.list[at.affine].Out.At(row, u))
	}
	last := i == len(r.dense)-1
	switch {
	case at.fmap >= 0:
		if o.done(p, at.fmap, row, u) {
			v.A = optional(o.list[at.fmap].Out.At(row, u))
		}
	case !last:
		v.A = v.Z
	case v.Z != nil: // the loss looks at the whole row
		if out := &o.list[at.affine].Out; o.done(p, at.affine, row, out.Cols-1) {
			v.A = optional(r.predicted(linalg.SliceRows(out, row, row+1)).At(0, u))
		}
	}
	if at.drop >= 0 && o.done(p, at.drop, row, u) {
		v.Dropped = o.list[at.drop].Args[1].At(row, u) == 0
	}
	behind := o.grad // where ∂J/∂a comes from
	if !last {
		if behind = o.at[i+1].err; at.dropgrad >= 0 {
			behind = at.dropgrad
		}
	}
	if o.done(p, behind, row, u) {
		v.DA = optional(o.list[behind].Out.At(row, u))
	}
	switch {
	case at.mapgrad >= 0:
		if o.done(p, at.mapgrad, row, u) {
			v.DZ = optional(o.list[at.mapgrad].Out.At(row, u))
		}
	case r.dense[i].f == nil: // z and a are the same, or the loss has taken the logit
		if v.DZ = v.DA; last {
			v.DA = nil
		}
	}
}

// grid is a parameter at a place: with its gradient as far as it is computed, and the old
// values where the update has put new ones.
func (r *netRun) grid(o *operations, p place, i int, q *nn.Param) *gridView {
	m := q.Value
	g := &gridView{Param: q.Name}
	for row := range m.Rows {
		g.Value = append(g.Value, slices.Clone(m.Row(row)))
	}
	if o == nil || p.step == 0 {
		return g
	}
	grad, update := o.at[i].gradW, o.at[i].updW
	if q == r.dense[i].b {
		grad, update = o.at[i].gradB, o.at[i].updB
	}
	g.Grad = r.filled(o, p, grad, m, func(row, col int) float64 { return o.list[grad].Out.At(row, col) })
	g.Old = r.filled(o, p, update, m, func(row, col int) float64 {
		g.Value[row][col] = o.list[update].Out.At(row, col)
		return m.At(row, col)
	})
	return g
}

// filled are the numbers of an operation where it is done; nil when it is done nowhere.
func (r *netRun) filled(o *operations, p place, op int, m *linalg.Matrix, at func(row, col int) float64) [][]*Num {
	if !o.done(p, op, 0, 0) {
		return nil
	}
	var list [][]*Num
	for row := range m.Rows {
		line := make([]*Num, m.Cols)
		for col := range line {
			if o.done(p, op, row, col) {
				line[col] = optional(at(row, col))
			}
		}
		list = append(list, line)
	}
	return list
}

// compared is a run after k updates, or at its end, beside this one.
func (n *Network) compared(setup *NetworkSetup, k int) compareView {
	now := n.state.now.setup
	r, err := n.of(setup)
	if err != nil {
		panic(err) // it was checked when it was pinned
	}
	r.mustSeek(k)
	k = min(k, r.run.at)
	known := r.scores(k)
	c := compareView{Updates: k, Train: known.train.seen(), History: r.history(k), Differs: differences(setup, now)}
	if r.data.testX != nil {
		test := known.test.seen()
		c.Test = &test
	}
	c.Ended = r.endedAt(k)
	n.run() // is the latest again
	return c
}

// differences are the settings in which two runs differ.
func differences(there, here *NetworkSetup) []string {
	list := []string{}
	for _, d := range []struct {
		what        string
		there, here any
	}{
		{"data", there.Data, here.Data}, {"N", there.N, here.N}, {"noise", there.Noise, here.Noise}, {"test share", there.TestShare, here.TestShare},
		{"seed of the data", there.DataSeed, here.DataSeed}, {"inputs", either(there.Features), either(here.Features)}, {"scaling", there.Scale, here.Scale},
		{"hidden layers", hiddenText(there), hiddenText(here)}, {"output", there.Output, here.Output}, {"loss", there.Loss, here.Loss},
		{"optimizer", there.Optimizer, here.Optimizer}, {"rate", there.Rate, here.Rate}, {"β", there.Beta, here.Beta}, {"L1", there.L1, here.L1}, {"L2", there.L2, here.L2},
		{"batch", there.Batch, here.Batch}, {"init", there.Init, here.Init}, {"size of the init", there.InitSize, here.InitSize}, {"seed", there.Seed, here.Seed},
		{"fixed biases", there.FixBiases, here.FixBiases},
	} {
		if d.there != d.here {
			list = append(list, fmt.Sprintf("%s: %v there, %v here", d.what, d.there, d.here))
		}
	}
	if there.Data == here.Data && !reflect.DeepEqual(there.Own, here.Own) {
		list = append(list, "the examples of your own")
	}
	if !slices.Equal(there.Start, here.Start) {
		list = append(list, "the parameters at the start")
	}
	return list
}

// hiddenText is the hidden layers in words.
func hiddenText(s *NetworkSetup) string {
	if len(s.Hidden) == 0 {
		return "none"
	}
	var list []string
	for _, h := range s.Hidden {
		t := fmt.Sprintf("%d %s", h.Units, h.Act)
		if h.Dropout > 0 {
			t += fmt.Sprintf(" with dropout %v", h.Dropout)
		}
		list = append(list, t)
	}
	return strings.Join(list, ", ")
}

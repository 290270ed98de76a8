package sim

import (
	"fmt"
	"math"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// netRun is the run that follows from a setup, with what is kept of it.
type netRun struct {
	setup *NetworkSetup
	data  *examples
	run   *run
	dense []*layerOf // behind the inputs, from first to last

	// The course of the run as far as it was ever made.
	loss           []float64
	epochs, tested []float64
	right          [2][]float64 // accuracies after each epoch, on the training and the test set; none without classes

	watched []watched      // after 0, lookEvery, 2·lookEvery … updates
	looks   [][2][]float64 // logarithms of the sizes of ∂J/∂W and ∂J/∂Z by layer, at each of them

	known  netSeen // after known.k updates
	traced *operations
	sizes  map[int][]float64 // of the gradients, by updates made
}

// layerOf is a Dense layer of the net.
type layerOf struct {
	name string        // "Dense 1"
	w, b *nn.Param     //
	f    nn.Activation // nil is the identity
	drop int           // number of the Dropout behind it, 0 for none
}

// newNetRun is the run of a setup at its start. It shares the examples of another run when
// they are the same.
func newNetRun(setup *NetworkSetup, before *netRun) (*netRun, error) {
	r := &netRun{setup: setup, known: netSeen{k: -1}, sizes: map[int][]float64{}}
	if before != nil && before.data.key == setup.key() {
		r.data = before.data
	} else {
		r.data = setup.draw()
	}
	trainer, err := setup.trainer(r.data)
	if err != nil {
		return nil, err
	}
	if r.run, err = newRun(trainer); err != nil {
		return nil, err
	}
	params, drops := trainer.Net.Params(), 0
	for i := 0; i < len(params); i += 2 {
		l := &layerOf{name: strings.TrimSuffix(params[i].Name, "/W"), w: params[i], b: params[i+1], f: setup.outputAct()}
		if i/2 < len(setup.Hidden) {
			h := setup.Hidden[i/2]
			l.f = nil
			if f := actNamed(h.Act); f != nn.Identity {
				l.f = f
			}
			if h.Dropout > 0 {
				drops++
				l.drop = drops
			}
		}
		r.dense = append(r.dense, l)
	}
	r.watch()
	return r, nil
}

// seek goes to where k updates are made, or to the end of the run before.
func (r *netRun) seek(k int, going func(at int) bool) error {
	if r.run.at == k {
		return nil
	}
	return r.run.seek(k, func(at int, u nn.Update) bool {
		if at > len(r.loss) {
			r.loss = append(r.loss, u.Loss)
			if u.EpochEnd {
				r.epochs = append(r.epochs, u.EpochLoss)
				if r.run.trainer.ValX != nil {
					r.tested = append(r.tested, u.ValLoss)
				}
				r.keepAccuracies()
			}
			if at%r.lookEvery() == 0 {
				r.watch()
			}
		}
		return going == nil || going(at)
	})
}

// keepAccuracies looks at the net after an epoch.
func (r *netRun) keepAccuracies() {
	if len(r.data.classes) == 0 {
		return
	}
	net := r.run.trainer.Net
	r.right[0] = append(r.right[0], nn.Accuracy(r.marks(net.Forward(nil, r.data.x)), r.data.y))
	if r.data.testX != nil {
		r.right[1] = append(r.right[1], nn.Accuracy(r.marks(net.Forward(nil, r.data.testX)), r.data.testY))
	}
}

// perPass is the number of updates in an epoch.
func (r *netRun) perPass() int {
	n, batch := r.data.x.Rows, r.setup.Batch
	if batch == 0 || batch >= n {
		return 1
	}
	return (n + batch - 1) / batch
}

// endsHere says why there is no update more.
func (r *netRun) endsHere() error {
	if r.run.ended == nil {
		return fmt.Errorf("there is no update after this one")
	}
	return fmt.Errorf("there is no update after this one: %s", strings.TrimPrefix(r.run.ended.Error(), "nn: "))
}

// widths are the numbers of units, the inputs first.
func (r *netRun) widths() []int {
	w := []int{r.data.x.Cols}
	for _, l := range r.dense {
		w = append(w, l.b.Value.Cols)
	}
	return w
}

// label is what a unit is called.
func (r *netRun) label(layer, unit int) string {
	switch {
	case layer == 0 && r.data.plane:
		return r.data.inputs[unit]
	case layer == 0:
		return "x" + lowered(unit+1)
	case layer == len(r.dense):
		return "o" + lowered(unit+1)
	case len(r.dense) == 2:
		return "h" + lowered(unit+1)
	}
	return "h" + raised(layer) + lowered(unit+1)
}

// lowered and raised are a number as an index below and above.
func lowered(n int) string { return shifted(n, []rune("₀₁₂₃₄₅₆₇₈₉")) }
func raised(n int) string  { return shifted(n, []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")) }

func shifted(n int, digits []rune) string {
	return strings.Map(func(d rune) rune { return digits[d-'0'] }, fmt.Sprint(n))
}

// hasParam says why there is no such entry of a parameter.
func (r *netRun) hasParam(name string, row, col int) error {
	var names []string
	for _, q := range r.run.trainer.Net.Params() {
		if q.Name == name {
			if row < 0 || col < 0 || row >= q.Value.Rows || col >= q.Value.Cols {
				return fmt.Errorf("%s has no entry in row %d, column %d: want rows 0 to %d and columns 0 to %d", name, row, col, q.Value.Rows-1, q.Value.Cols-1)
			}
			return nil
		}
		names = append(names, q.Name)
	}
	return fmt.Errorf("the net has no parameter %.40q: want %s", name, either(names))
}

// layerOfParam is the number of the layer of a parameter, from 1, and whether it is a bias.
func (r *netRun) layerOfParam(name string) (layer int, bias bool) {
	for i, l := range r.dense {
		if name == l.w.Name || name == l.b.Name {
			return i + 1, name == l.b.Name
		}
	}
	return 0, false
}

// weightName is an entry of a parameter in words.
func (r *netRun) weightName(param string, row, col int) string {
	layer, bias := r.layerOfParam(param)
	if bias {
		return "the bias of " + r.label(layer, col)
	}
	return fmt.Sprintf("the weight from %s to %s", r.label(layer-1, row), r.label(layer, col))
}

// startFrom is all parameters as they are at a place, for a new run to start from.
func (r *netRun) startFrom(s *netState) ([]float64, error) {
	if err := r.seek(s.k, nil); err != nil {
		return nil, err
	}
	var all []float64
	for _, q := range r.run.trainer.Net.Params() {
		all = append(all, q.Value.Data...)
	}
	if s.at.step > 0 {
		ops, err := r.ops(s.k)
		if err != nil {
			return nil, err
		}
		from := 0
		for i, l := range r.dense {
			for _, q := range []struct {
				p  *nn.Param
				op int
			}{{l.w, ops.at[i].updW}, {l.b, ops.at[i].updB}} {
				for j := range q.p.Value.Data {
					if row, col := j/q.p.Value.Cols, j%q.p.Value.Cols; ops.done(s.at, q.op, row, col) {
						all[from+j] = ops.list[q.op].Out.Data[j]
					}
				}
				from += len(q.p.Value.Data)
			}
		}
	}
	for _, v := range all {
		if !finite(v) {
			return nil, fmt.Errorf("the parameters are no longer numbers, so that no run can begin here: go back, or reset")
		}
	}
	return all, nil
}

// flow is what the layers make of examples.
type flow struct{ z, a []*linalg.Matrix }

// through sends examples through the net as in use: no dropout.
func (r *netRun) through(x *linalg.Matrix) flow {
	var f flow
	var p *nn.Pass // computes, and records nothing
	for _, l := range r.dense {
		z := p.Affine(new(linalg.Matrix), x, l.w.Value, l.b.Value)
		x = p.Map(new(linalg.Matrix), l.f, z)
		f.z, f.a = append(f.z, z), append(f.a, x)
	}
	return f
}

// out is what the net hands to its loss: values or logits.
func (f flow) out() *linalg.Matrix { return f.a[len(f.a)-1] }

// predicted makes of what the net hands to its loss what it says: probabilities or values.
func (r *netRun) predicted(out *linalg.Matrix) *linalg.Matrix {
	switch r.setup.Loss {
	case nn.CrossEntropy{}.Name():
		p := new(linalg.Matrix)
		nn.Softmax.Apply(p, out)
		return p
	case nn.BCE{}.Name():
		return linalg.Apply(nn.Sigmoid.F, out)
	}
	return out
}

// classOf is the class that the net takes a row of predictions for.
func classOf(p []float64) int {
	if len(p) == 1 {
		if p[0] > 0.5 {
			return 1
		}
		return 0
	}
	best := 0
	for k, v := range p {
		if v > p[best] {
			best = k
		}
	}
	return best
}

// score is how good the net is on a set.
type score struct {
	loss     float64
	accuracy float64 // NaN without classes
	r2       float64 // NaN with classes, and where there is nothing to explain
}

// netSeen is what is computed of the net after k updates.
type netSeen struct {
	k           int
	train, test score
	flow        flow        // of the training set
	grads       [][]float64 // ∂J/∂W of each layer on the training set
	errors      [][]float64 // ∂J/∂Z
	says        []diagnosis
	asked       bool    // whether says are there
	ended       *string // why there is no update more; nil while nobody asked
}

// scores are how good the net is after k updates.
func (r *netRun) scores(k int) *netSeen {
	if r.known.k == k {
		return &r.known
	}
	r.mustSeek(k)
	r.known = netSeen{k: k, flow: r.through(r.data.x)}
	r.known.train = r.score(r.known.flow.out(), r.data.y)
	if r.data.testX != nil {
		r.known.test = r.score(r.through(r.data.testX).out(), r.data.testY)
	}
	return &r.known
}

// endedAt says why there is no update after k, "" while there is. Only where the net no longer
// answers in numbers is it tried, so that a state shows the same however it was come to.
func (r *netRun) endedAt(k int) string {
	s := r.scores(k)
	if s.ended == nil {
		why := ""
		if math.IsNaN(s.train.loss) || math.IsInf(s.train.loss, 0) {
			if r.mustSeek(k + 1); r.run.at == k {
				why = capital(strings.TrimPrefix(r.run.ended.Error(), "nn: ")) + "."
			}
			r.mustSeek(k)
		}
		s.ended = &why
	}
	return *s.ended
}

// mustSeek goes where the run has been before.
func (r *netRun) mustSeek(k int) {
	if err := r.seek(k, nil); err != nil {
		panic(err) // the settings were in order when the run was made
	}
}

func (r *netRun) score(out, y *linalg.Matrix) score {
	s := score{loss: r.run.trainer.Loss.Loss(nil, out, y), accuracy: math.NaN(), r2: math.NaN()}
	if r.data.classes == nil {
		s.r2 = nn.R2(out, y)
		return s
	}
	s.accuracy = nn.Accuracy(r.marks(out), y)
	return s
}

// marks are outputs as nn's metrics want them: a single one counts above 0.
func (r *netRun) marks(out *linalg.Matrix) *linalg.Matrix {
	if r.setup.outputAct() == nil || out.Cols > 1 {
		return out
	}
	return linalg.Apply(func(a float64) float64 { return a - 0.5 }, out)
}

// gradients are ∂J/∂W and ∂J/∂Z of each layer, on the training set in use, after k updates.
func (r *netRun) gradients(k int) (w, z [][]float64) {
	s := r.scores(k)
	if s.grads == nil {
		r.mustSeek(k)
		s.grads, s.errors = r.gradientsOf(s.flow)
	}
	return s.grads, s.errors
}

// gradientsOf are ∂J/∂W and ∂J/∂Z of each layer, of the training set that went through the net.
func (r *netRun) gradientsOf(f flow) (w, z [][]float64) {
	var p *nn.Pass // computes, and records nothing
	da := r.run.trainer.Loss.Grad(p, new(linalg.Matrix), f.out(), r.data.y)
	w, z = make([][]float64, len(r.dense)), make([][]float64, len(r.dense))
	for i := len(r.dense) - 1; i >= 0; i-- {
		l, x := r.dense[i], r.data.x
		if i > 0 {
			x = f.a[i-1]
		}
		dz := p.MapGrad(new(linalg.Matrix), l.f, f.z[i], f.a[i], da)
		w[i], z[i] = p.MulATB(new(linalg.Matrix), x, dz).Data, dz.Data
		da = p.MulABT(new(linalg.Matrix), dz, l.w.Value)
	}
	return w, z
}

// backpropagate sets the gradients of all parameters, in use.
func (r *netRun) backpropagate(x, y *linalg.Matrix) {
	t := r.run.trainer
	t.Net.Backward(nil, t.Loss.Grad(nil, new(linalg.Matrix), t.Net.Forward(nil, x), y))
}

// rms is the root mean square.
func rms(list []float64) float64 {
	var sum float64
	for _, v := range list {
		sum += v * v
	}
	return math.Sqrt(sum / float64(len(list)))
}

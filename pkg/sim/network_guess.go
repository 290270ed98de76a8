package sim

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// tolerance is how far off a guess may be, as a share of the number.
const tolerance = 1e-4

// coming is the entry that comes next: the one at the place while it is not finished, and
// else the one behind it.
func (o *operations) coming(p place) (place, bool) {
	if p.step > 0 && p.term < o.terms(p.step, p.row, p.col) {
		return o.finished(p.step, p.row, p.col), true
	}
	return o.after(p, "unit")
}

// next is the number that comes next, to be guessed; nil when the update is over.
func (r *netRun) next(o *operations, at place) *nextView {
	p, more := o.coming(at)
	if !more {
		return nil
	}
	e := o.explain(p.step, p.row, p.col)
	s := &o.list[p.step-1]
	symbol, _, _ := strings.Cut(e.Symbols, " := ")
	symbol, _, _ = strings.Cut(symbol, " = ")
	return &nextView{Where: s.Where, Symbol: symbol, Formula: e.Symbols, Say: r.asked(o, p)}
}

// asked is what a guess is asked for, in words.
func (r *netRun) asked(o *operations, p place) string {
	s := &o.list[p.step-1]
	layer := s.layer + 1
	of := ""
	if o.rows > 1 {
		of = fmt.Sprintf(", for example %d of the batch", p.row+1)
	}
	switch s.what {
	case "affine":
		return "the weighted input z of " + r.label(layer, p.col) + of
	case "map":
		return "the activation a of " + r.label(layer, p.col) + of
	case "drop":
		return "what " + r.label(layer, p.col) + " hands on" + of
	case "loss":
		return "the loss J"
	case "lossgrad":
		return "how J changes with the output " + r.label(len(r.dense), p.col) + of
	case "mapgrad":
		return "the error δ of " + r.label(layer, p.col) + of
	case "dropgrad":
		return "the error that comes back to " + r.label(layer, p.col) + of
	case "gradW":
		return "the gradient of " + r.weightName(r.dense[s.layer].w.Name, p.row, p.col)
	case "gradB":
		return "the gradient of " + r.weightName(r.dense[s.layer].b.Name, p.row, p.col)
	case "error":
		return "the error ∂a behind " + r.label(layer-1, p.col) + of
	case "decay":
		return "the gradient of " + r.weightName(s.param.Name, p.row, p.col) + " with weight decay"
	}
	return "the new value of " + r.weightName(s.param.Name, p.row, p.col)
}

// makeGuess judges a guess of the number that comes next.
func (n *Network) makeGuess(s *netState, a Action) error {
	text := strings.ReplaceAll(strings.TrimSpace(a.Text), "−", "-")
	g, err := strconv.ParseFloat(text, 64)
	switch {
	case text == "":
		return fmt.Errorf("the guess is empty: write a number, such as 0.5")
	case err != nil && strings.Contains(text, ","):
		return fmt.Errorf("%.40q is not read as a number: write the decimals behind a point, such as 0.5", a.Text)
	case err != nil:
		return fmt.Errorf("%.40q is not a number: write one such as 0.5 or -1.2e-3", a.Text)
	}
	r := n.run()
	ops, err := r.ops(s.k)
	if err != nil {
		return err
	}
	p, more := ops.coming(s.at)
	if !more {
		return fmt.Errorf("this update is over: step on, and guess the first number of the next")
	}
	s.guess = r.judge(ops, p, g)
	s.guess.Given = a.Text
	s.said = s.guess.Say
	return nil
}

// isNear says whether a guess is a number, to the tolerance.
func isNear(g, v float64) bool {
	switch {
	case !finite(v):
		return g == v || math.IsNaN(v) && math.IsNaN(g)
	case v == 0:
		return math.Abs(g) <= 1e-9
	}
	return math.Abs(g-v) <= tolerance*math.Abs(v)
}

// counts reports whether a factor is one that a mean or a square leaves behind: 2, the examples of the set or of a batch, the outputs.
func (r *netRun) counts(factor float64) bool {
	return factor > 1 && slices.Contains([]int{2, r.data.x.Rows, r.run.trainer.Batch, r.data.y.Cols}, int(factor))
}

// judge says whether g is the number at p and, if not, which slip would have led to it.
func (r *netRun) judge(o *operations, p place, g float64) *guessView {
	v := o.list[p.step-1].Out.At(p.row, p.col)
	what := r.asked(o, p)
	if isNear(g, v) {
		return &guessView{Right: true, Say: fmt.Sprintf("Right: %s is %s.", what, number(v))}
	}
	for _, s := range r.slips(o, p) {
		if isNear(g, s.leads) {
			return &guessView{Slip: s.name, Say: "Not yet. " + s.say}
		}
	}
	switch {
	case v != 0 && isNear(g/v, math.Round(g/v)) && r.counts(math.Round(g/v)):
		return &guessView{Say: fmt.Sprintf("Not yet: this is %.0f times %s. Is a factor missing, such as the mean over the examples?", math.Round(g/v), what)}
	case math.Abs(g-v) <= 0.01*math.Abs(v):
		return &guessView{Say: fmt.Sprintf("Close to %s, but not to four digits: compute with more of them.", what)}
	case g*v < 0:
		return &guessView{Say: fmt.Sprintf("Not yet: %s has the other sign.", what)}
	case math.Abs(g) > math.Abs(v):
		return &guessView{Say: fmt.Sprintf("Not yet: %s is nearer to 0.", what)}
	}
	return &guessView{Say: fmt.Sprintf("Not yet: %s is farther from 0.", what)}
}

// slip is a common mistake, and the number that it leads to.
type slip struct {
	name  string
	leads float64
	say   string
}

// slips are the common mistakes in computing the number at a place, the likeliest first.
func (r *netRun) slips(o *operations, p place) (list []slip) {
	s := &o.list[p.step-1]
	v := s.Out.At(p.row, p.col)
	arg := func(k, row, col int) float64 { return s.Args[k].At(row, col) }
	add := func(name string, leads float64, say string) {
		list = append(list, slip{name, leads, say})
	}
	before := func() *linalg.Matrix { // z of the layer before, where that is not what it hands on
		if s.layer < 1 || o.at[s.layer-1].fmap < 0 {
			return nil
		}
		return &o.list[o.at[s.layer-1].fmap].Args[0]
	}
	switch s.what {
	case "affine":
		bias, sum := arg(2, 0, p.col), 0.0
		add("no bias", v-bias, "You forgot the bias: it is added behind the weighted sum.")
		if z := before(); z != nil {
			for i := range z.Cols {
				sum += z.At(p.row, i) * arg(1, i, p.col)
			}
			add("no activation", sum+bias, "You forgot the activation of the layer before: what comes in is a = f(z) of its units, not their z.")
		}
		if i := o.at[s.layer].fmap; i >= 0 {
			add("activation", o.list[i].Out.At(p.row, p.col), fmt.Sprintf("This is the activation a already: z is asked for, before it goes through %s.", actSays[r.dense[s.layer].f.Name()]))
		}
		for i := range s.Args[1].Rows {
			if one := arg(0, p.row, i) * arg(1, i, p.col); s.Args[1].Rows > 1 {
				say := fmt.Sprintf("You forgot to sum: this is the part of %s alone, and %s come in.", r.label(s.layer, i), counted(s.Args[1].Rows, "input"))
				add("one input", one+bias, say)
				add("one input", one, say)
			}
		}
	case "map":
		add("no activation", arg(0, p.row, p.col), fmt.Sprintf("You forgot the activation: this is z itself, and it goes through %s.", actSays[r.dense[s.layer].f.Name()]))
	case "loss":
		if r.setup.Loss == (nn.HalfSquaredError{}).Name() {
			add("no half", 2*v, "You forgot the ½ in front of the squares.")
		}
	case "lossgrad":
		if r.setup.Loss == (nn.MSE{}).Name() {
			add("no two", v/2, "You forgot the 2: the slope of a square is twice what is squared.")
		}
	case "update":
		// Whatever the optimizer, α multiplies what is taken away.
		old, rate := arg(0, p.row, p.col), r.setup.Rate
		if by := old - v; by != 0 {
			if rate != 1 {
				add("no rate", old-by/rate, "You forgot the learning rate: what is taken away is multiplied by α before.")
				add("added", old+by/rate, "You added the gradient, and forgot the learning rate: the weight goes down the slope, by α times the gradient.")
			}
			if r.setup.Optimizer == "SGD" && r.setup.L1 == 0 && r.setup.L2 == 0 && o.rows > 1 {
				add("no mean", old-by*float64(o.rows), fmt.Sprintf("You forgot 1/n: the gradient is a mean over the %d examples.", o.rows))
			}
			add("added", old+by, "You added instead of subtracted: the weight goes against its gradient, down the slope.")
		}
	case "mapgrad":
		add("no slope", arg(2, p.row, p.col), fmt.Sprintf("You forgot the slope σ′ of the activation: ∂a is multiplied by the slope of %s at z.", actSays[r.dense[s.layer].f.Name()]))
	case "decay":
		if g := o.at[s.layer].gradW; g >= 0 {
			add("no decay", o.list[g].Out.At(p.row, p.col), "You forgot the weight decay: its pull towards 0 is added to the gradient.")
		}
	case "gradW":
		if da := r.behind(o, s.layer); da != nil {
			add("no slope", sumProducts(&s.Args[0], p.row, da, p.col), "You forgot the slope σ′ of the activation: the error is ∂a times the slope, and only then times what came in.")
		}
		if z := before(); z != nil {
			add("no activation", sumProducts(z, p.row, &s.Args[1], p.col), "You forgot the activation of the layer before: the weight carried a = f(z) forward, not z.")
		}
		add("no input", linalg.SumRows(&s.Args[1]).Data[p.col], fmt.Sprintf("You forgot what came in: this is the error δ of %s, and the gradient of a weight is δ times what the weight carried.", r.label(s.layer+1, p.col)))
		r.oneExample(o.rows, func(i int) float64 { return arg(0, i, p.row) * arg(1, i, p.col) }, add)
	case "gradB":
		if da := r.behind(o, s.layer); da != nil {
			add("no slope", linalg.SumRows(da).Data[p.col], "You forgot the slope σ′ of the activation: the error is ∂a times the slope.")
		}
		r.oneExample(o.rows, func(i int) float64 { return arg(0, i, p.col) }, add)
	case "error":
		if da := r.behind(o, s.layer); da != nil {
			add("no slope", linalg.MulABT(da, &s.Args[1]).At(p.row, p.col), "You forgot the slope σ′ of the activations that this unit feeds: their errors δ are needed, not ∂a.")
		}
	}
	if n := r.averaged(o); n > 1 && s.phase != "forward" && s.phase != "update" {
		of := fmt.Sprintf("the %d examples", o.rows)
		if n != o.rows {
			of = fmt.Sprintf("all %d entries", n)
		}
		add("no mean", v*float64(n), fmt.Sprintf("You forgot 1/n: the loss is a mean over %s, and so is everything that comes back from it.", of))
	}
	// What the same operation would come to, had the errors behind it come back over the new
	// weights, or over one path only.
	i, at := s.layer, -1
	switch s.what {
	case "error":
		i, at = s.layer-1, s.layer
	case "mapgrad", "gradW", "gradB", "dropgrad":
		at = s.layer + 1
	}
	if at > 0 && at < len(r.dense) {
		if wrong := r.overNew(o, i); wrong != nil {
			add("new weight", r.again(o, s, i, p, wrong), "You used the new weight: w₅ and its like are updated only when all gradients are there. The error comes back over the old one.")
		}
		for k := range r.dense[at].b.Value.Cols {
			if only := r.overOne(o, i, k); only != nil {
				add("one output", r.again(o, s, i, p, only), fmt.Sprintf("You forgot to sum: this is the path through %s alone, and the unit feeds %s.", r.label(at+1, k), counted(r.dense[at].b.Value.Cols, "unit")))
			}
		}
	}
	add("sign", -v, "You lost the sign: everything else is right.")
	return list
}

// oneExample adds the slip of taking one example for all of a batch.
func (r *netRun) oneExample(rows int, of func(i int) float64, add func(name string, leads float64, say string)) {
	for i := range rows {
		if rows > 1 {
			add("one example", of(i), fmt.Sprintf("You forgot to sum: this is the part of example %d alone, and the batch has %d.", i+1, rows))
		}
	}
}

// averaged is of how many numbers the loss takes the mean.
func (r *netRun) averaged(o *operations) int {
	if r.setup.Loss == (nn.MSE{}).Name() {
		return len(o.y.Data)
	}
	return o.rows
}

// behind is ∂J/∂A of a layer that has an activation, nil for one without.
func (r *netRun) behind(o *operations, layer int) *linalg.Matrix {
	if i := o.at[layer].mapgrad; i >= 0 {
		return &o.list[i].Args[2]
	}
	return nil
}

// sumProducts is entry (row, col) of aᵀb.
func sumProducts(a *linalg.Matrix, row int, b *linalg.Matrix, col int) (sum float64) {
	for i := range a.Rows {
		sum += a.At(i, row) * b.At(i, col)
	}
	return sum
}

// errors are ∂J/∂Z of a layer as it was computed, nil where the update ended before.
func (r *netRun) errors(o *operations, layer int) *linalg.Matrix {
	if i := o.at[layer].gradW; i >= 0 {
		return &o.list[i].Args[1]
	}
	return nil
}

// overNew is ∂J/∂A of layer i if errors came back over the weights after the update.
func (r *netRun) overNew(o *operations, i int) *linalg.Matrix {
	last := len(r.dense) - 1
	dz := r.errors(o, last)
	if dz == nil {
		return nil
	}
	for layer := last; ; layer-- {
		if o.at[layer].updW < 0 {
			return nil
		}
		da := linalg.MulABT(dz, &o.list[o.at[layer].updW].Out)
		if layer-1 == i {
			return da
		}
		dz = r.slope(o, layer-1, da)
	}
}

// overOne is ∂J/∂A of layer i if only unit k behind it counted.
func (r *netRun) overOne(o *operations, i, k int) *linalg.Matrix {
	dz := r.errors(o, i+1)
	if dz == nil {
		return nil
	}
	w := r.dense[i+1].w.Value
	da := linalg.New(dz.Rows, w.Rows)
	for row := range dz.Rows {
		for u := range w.Rows {
			da.Set(row, u, dz.At(row, k)*w.At(u, k))
		}
	}
	return da
}

// slope makes ∂J/∂Z of ∂J/∂A of layer i: through the mask, and times the slope.
func (r *netRun) slope(o *operations, i int, da *linalg.Matrix) *linalg.Matrix {
	if m := o.at[i].dropgrad; m >= 0 {
		da = linalg.Hadamard(da, &o.list[m].Args[1])
	}
	if g := o.at[i].mapgrad; g >= 0 {
		dz := new(linalg.Matrix)
		r.dense[i].f.Grad(dz, &o.list[g].Args[0], &o.list[g].Args[1], da)
		return dz
	}
	return da
}

// again is the number at p with another ∂J/∂A of layer i.
func (r *netRun) again(o *operations, s *operation, i int, p place, da *linalg.Matrix) float64 {
	switch s.what {
	case "error":
		return da.At(p.row, p.col)
	case "dropgrad":
		return da.At(p.row, p.col) * s.Args[1].At(p.row, p.col)
	}
	dz := r.slope(o, i, da)
	switch s.what {
	case "gradW":
		return sumProducts(&s.Args[0], p.row, dz, p.col)
	case "gradB":
		return linalg.SumRows(dz).Data[p.col]
	}
	return dz.At(p.row, p.col)
}

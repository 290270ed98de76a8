package sim

import (
	"fmt"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// window is how many rows and columns of a large operand are shown.
const window = 12

// optional is a number that is there.
func optional(v float64) *Num {
	n := Num(v)
	return &n
}

// bracketed is a number as a factor: in brackets when it is negative.
func bracketed(v float64) string {
	if v < 0 {
		return "(" + number(v) + ")"
	}
	return number(v)
}

// operand is a matrix, or the part of it around an entry; entries that are not done are null.
func operand(m *linalg.Matrix, row, col int, done func(i, j int) bool) operandView {
	o := operandView{Name: m.Name, Rows: m.Rows, Cols: m.Cols, Row: from(row, m.Rows), Col: from(col, m.Cols), Values: [][]*Num{}}
	for i := o.Row; i < min(o.Row+window, m.Rows); i++ {
		line := []*Num{}
		for j := o.Col; j < min(o.Col+window, m.Cols); j++ {
			if done == nil || done(i, j) {
				line = append(line, optional(m.At(i, j)))
			} else {
				line = append(line, nil)
			}
		}
		o.Values = append(o.Values, line)
	}
	return o
}

// from is where the window around an entry begins.
func from(at, size int) int { return max(0, min(at-window/2, size-window)) }

// op is the operation at a place, which is not the beginning of an update.
func (r *netRun) op(o *operations, p place, pace string) *opView {
	s := &o.list[p.step-1]
	e := o.explain(p.step, p.row, p.col)
	v := &opView{Where: s.Where, Op: s.Op, TeX: s.TeX, Say: s.Say, Args: []operandView{}, Paths: []pathView{}, Edges: [][3]int{}, Units: [][2]int{}}
	whole := p.term >= max(1, len(e.Terms))
	around := make([][2]int, len(s.Args)) // an entry of each operand that the term reads
	v.Entry = entryView{Row: p.row, Col: p.col, Symbols: e.Symbols, Terms: []termView{}}
	if whole {
		v.Entry.Values, v.Entry.Value = e.Values, optional(e.Value)
	}
	for _, t := range e.Terms[:min(p.term, len(e.Terms))] {
		term := termView{Symbols: t.Symbols, Values: t.Values, Value: Num(t.Value), Sum: Num(t.Sum), Uses: []useView{}}
		for _, u := range t.Uses {
			if u.Arg >= 0 {
				around[u.Arg] = [2]int{u.Row, u.Col}
			}
			if len(term.Uses) < 2*window {
				term.Uses = append(term.Uses, useView{u.Arg, u.Row, u.Col})
			}
		}
		v.Entry.Terms = append(v.Entry.Terms, term)
	}
	for i := range s.Args {
		v.Args = append(v.Args, operand(&s.Args[i], around[i][0], around[i][1], nil))
	}
	v.Out = operand(&s.Out, p.row, p.col, func(i, j int) bool { return o.done(p, p.step-1, i, j) })
	if !o.done(p, p.step-1, 0, 0) { // the sentence ends with the first number
		v.Say, _, _ = strings.Cut(v.Say, " The first ")
		v.Say, _, _ = strings.Cut(v.Say, ", in one number: ")
		v.Say = strings.TrimSuffix(v.Say, ".") + "."
	}
	v.From, v.Paths = r.from(o, p, whole)
	r.light(v, o, p, pace)
	return v
}

// light marks the edges and the units that the operation uses: those of the term at the pace
// of operations, of the entry at that of units, and all of them at coarser paces.
func (r *netRun) light(v *opView, o *operations, p place, pace string) {
	s := &o.list[p.step-1]
	layer := s.layer + 1 // in the view, where the inputs are 0
	widths := r.widths()
	edge := func(row, col int) { v.Edges = append(v.Edges, [3]int{layer, row, col}) }
	unit := func(layer, u int) { v.Units = append(v.Units, [2]int{layer, u}) }
	all := pace != "operation" && pace != "unit"
	k := -1 // which of a sum's terms; −1 for all of them
	if e := o.explain(p.step, p.row, p.col); pace == "operation" && len(e.Terms) > 1 {
		k = p.term - 1
		if uses := e.Terms[min(k, len(e.Terms)-1)].Uses; len(uses) > 0 {
			switch s.what {
			case "affine":
				k = uses[0].Row
				if uses[0].Arg == 0 {
					k = uses[0].Col
				} else {
					k = widths[layer-1] // the bias
				}
			case "error":
				k = uses[0].Col
			}
		} else {
			k = -1 // what is between in a long sum
		}
	}
	switch s.what {
	case "affine":
		for col := range s.Out.Cols {
			if !all && col != p.col {
				continue
			}
			unit(layer, col)
			for row := range widths[layer-1] {
				if k < 0 || k == row {
					edge(row, col)
					if col == p.col {
						unit(layer-1, row)
					}
				}
			}
		}
	case "error":
		for row := range s.Out.Cols { // a unit of the layer before
			if !all && row != p.col {
				continue
			}
			unit(layer-1, row)
			for col := range widths[layer] {
				if k < 0 || k == col {
					edge(row, col)
					if row == p.col {
						unit(layer, col)
					}
				}
			}
		}
	case "gradW", "decay", "update":
		if s.param == r.denseAt(s.layer).b && s.param != nil {
			for col := range s.Out.Cols {
				if all || col == p.col {
					unit(layer, col)
				}
			}
			break
		}
		for row := range s.Out.Rows {
			for col := range s.Out.Cols {
				if all || row == p.row && col == p.col {
					edge(row, col)
				}
			}
		}
		if !all {
			unit(layer-1, p.row)
			unit(layer, p.col)
		}
	case "loss":
		for u := range widths[len(r.dense)] {
			unit(len(r.dense), u)
		}
	default:
		if s.what == "lossgrad" {
			layer = len(r.dense)
		}
		for u := range widths[layer] {
			if all || u == p.col {
				unit(layer, u)
			}
		}
	}
}

// denseAt is a layer, and one without parameters for the loss.
func (r *netRun) denseAt(i int) *layerOf {
	if i < 0 {
		return &layerOf{}
	}
	return r.dense[i]
}

// from says where the number at a place comes from and, of a hidden unit's error, through
// which units.
func (r *netRun) from(o *operations, p place, whole bool) (string, []pathView) {
	s := &o.list[p.step-1]
	l := r.denseAt(s.layer)
	layer := s.layer + 1
	e := o.explain(p.step, p.row, p.col)
	v := e.Value
	arg := func(k, row, col int) float64 { return s.Args[k].At(row, col) }
	none := []pathView{}
	example := ""
	if o.rows > 1 {
		example = fmt.Sprintf(" for example %d of the batch", r.exampleRow(o, p)+1)
	}
	switch s.what {
	case "affine":
		unit := r.label(layer, p.col)
		if p.term <= len(e.Terms) && len(e.Terms[p.term-1].Uses) == 2 {
			j := e.Terms[p.term-1].Uses[0].Col
			return fmt.Sprintf("%s sends %s to %s, times the weight %s between them: %s%s. So far the sum is %s.",
				r.label(layer-1, j), number(arg(0, p.row, j)), unit, number(arg(1, j, p.col)), number(e.Terms[p.term-1].Value), example, number(e.Terms[p.term-1].Sum)), none
		}
		if !whole {
			return fmt.Sprintf("The other inputs of %s add %s.", unit, number(e.Terms[p.term-1].Value)), none
		}
		return fmt.Sprintf("Last comes the bias %s of %s: what it takes in is z = %s%s.", number(arg(2, 0, p.col)), unit, number(v), example), none
	case "map":
		return fmt.Sprintf("%s takes in z = %s. Its activation, %s, makes a = %s of it%s.", r.label(layer, p.col), number(arg(0, p.row, p.col)), actSays[l.f.Name()], number(v), example), none
	case "drop":
		if arg(1, p.row, p.col) == 0 {
			return fmt.Sprintf("Dropout takes %s out of this update%s: what it hands on is 0.", r.label(layer, p.col), example), none
		}
		return fmt.Sprintf("%s stays in, and is made larger by 1/(1 − rate) to make up for those that are dropped: %s%s.", r.label(layer, p.col), number(v), example), none
	case "loss":
		return fmt.Sprintf("The loss, %s, compares what the net says with the targets, and makes one number of it: J = %s.", r.setup.Loss, r.soFar(o, p, whole)), none
	case "lossgrad":
		unit := r.label(len(r.dense), p.col)
		if r.setup.outputAct() == nil {
			twice := ""
			if r.setup.Loss == (nn.MSE{}).Name() {
				twice = "twice "
			}
			return fmt.Sprintf("The error of %s is %swhat it says less what it should say, shared among the examples: δ = %s%s.", unit, twice, number(v), example), none
		}
		return fmt.Sprintf("When %s moves a little, the cost moves %s times as much: what %s says less what it should say%s.", unit, number(v), unit, example), none
	case "mapgrad":
		da := arg(2, p.row, p.col)
		slope := ""
		if da != 0 {
			slope = fmt.Sprintf(", which is %s at z = %s", number(v/da), number(arg(0, p.row, p.col)))
		}
		return fmt.Sprintf("The error behind %s, ∂a = %s, comes back through its activation: times the slope of %s%s, it is δ = %s%s.",
			r.label(layer, p.col), number(da), actSays[l.f.Name()], slope, number(v), example), none
	case "dropgrad":
		return fmt.Sprintf("The error goes back through the same mask: %s of %s%s.", number(v), r.label(layer, p.col), example), none
	case "gradW":
		in, out := r.label(layer-1, p.row), r.label(layer, p.col)
		if t := e.Terms[p.term-1]; len(t.Uses) == 2 {
			i := t.Uses[0].Row
			say := fmt.Sprintf("The weight from %s to %s carried %s forward, and met the error δ = %s of %s: %s", in, out, number(arg(0, i, p.row)), number(arg(1, i, p.col)), out, number(t.Value))
			if o.rows > 1 {
				say += fmt.Sprintf(" from example %d. So far the sum is %s", i+1, number(t.Sum))
			}
			return say + ".", none
		}
		return fmt.Sprintf("The other examples add %s to the gradient of the weight from %s to %s.", number(e.Terms[p.term-1].Value), in, out), none
	case "gradB":
		return fmt.Sprintf("The bias of %s has the factor 1 in front: its gradient is the error δ, added up over the examples. So far it is %s.", r.label(layer, p.col), number(e.Terms[p.term-1].Sum)), none
	case "error":
		unit := r.label(layer-1, p.col)
		paths := []pathView{}
		var says []string
		sum := 0.0
		for k := range s.Args[0].Cols {
			d, w := arg(0, p.row, k), arg(1, p.col, k)
			path := pathView{Through: []string{r.label(layer, k)}, Factors: []Num{Num(d), Num(w)}, Product: Num(d * w)}
			path.Say = fmt.Sprintf("through %s: %s · %s = %s", r.label(layer, k), number(d), bracketed(w), number(d*w))
			if sum += d * w; whole || k < p.term {
				paths, says = append(paths, path), append(says, path.Say)
			}
		}
		if !whole {
			return fmt.Sprintf("%s fed %s, and shares the error of each: %s. So far the sum is %s.", unit, counted(s.Args[0].Cols, "unit"), strings.Join(says, "; "), number(e.Terms[p.term-1].Sum)), paths
		}
		return fmt.Sprintf("%s fed %s, and shares the error of each, times the weight between them: %s. Together ∂a = %s%s: the sum over all paths.",
			unit, counted(s.Args[0].Cols, "unit"), strings.Join(says, "; "), number(v), example), paths
	case "decay":
		return fmt.Sprintf("Weight decay adds its pull towards 0 to the gradient of %s: %s.", r.weightName(s.param.Name, p.row, p.col), r.soFar(o, p, whole)), none
	}
	if !whole {
		return fmt.Sprintf("%s begins at its old value, %s.", capital(r.weightName(s.param.Name, p.row, p.col)), number(arg(0, p.row, p.col))), none
	}
	return fmt.Sprintf("%s moves from %s to %s, against its gradient. All gradients were taken at the old weights.",
		capital(r.weightName(s.param.Name, p.row, p.col)), number(arg(0, p.row, p.col)), number(v)), none
}

// soFar is the number at a place, or the sum of the terms that are there.
func (r *netRun) soFar(o *operations, p place, whole bool) string {
	e := o.explain(p.step, p.row, p.col)
	if whole || len(e.Terms) == 0 {
		return number(e.Value)
	}
	return number(e.Terms[p.term-1].Sum) + " so far"
}

// exampleRow is the row of the batch that the number at a place is about, or the first.
func (r *netRun) exampleRow(o *operations, p place) int {
	if p.step == 0 {
		return 0
	}
	s := &o.list[p.step-1]
	switch s.what {
	case "affine", "map", "drop", "lossgrad", "mapgrad", "dropgrad", "error":
		return p.row
	case "loss", "gradW", "gradB":
		e := o.explain(p.step, p.row, p.col)
		if p.term <= len(e.Terms) && len(e.Terms[p.term-1].Uses) > 0 {
			return e.Terms[p.term-1].Uses[0].Row
		}
	}
	return 0
}

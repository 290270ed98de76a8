package scalar

import "slices"

// graph is what a value depends on, itself included.
type graph struct {
	root  *Value
	order []*Value // inputs and constants first; each argument before who uses it; root last
	index map[*Value]int
	uses  [][]use // by index: who uses it, in order
}

// use is one value that another is an argument of: at several places in a·a.
type use struct {
	by   *Value
	args []int
}

// dependencies returns the graph of v. It never changes, as the arguments of a value
// never do.
func (v *Value) dependencies() *graph {
	if v.graph == nil {
		v.graph = newGraph(v)
	}
	return v.graph
}

// newGraph walks the graph without recursion, so that a deep one needs no deep stack.
func newGraph(root *Value) *graph {
	type visit struct {
		v    *Value
		next int // the argument to go to
	}
	var leaves, computed []*Value
	seen := map[*Value]bool{root: true}
	for path := []visit{{root, 0}}; len(path) > 0; {
		at := &path[len(path)-1]
		if at.next < len(at.v.args) {
			a := at.v.args[at.next]
			at.next++
			if !seen[a] {
				seen[a] = true
				path = append(path, visit{a, 0})
			}
			continue
		}
		if at.v.op == nil {
			leaves = append(leaves, at.v)
		} else {
			computed = append(computed, at.v)
		}
		path = path[:len(path)-1]
	}
	g := &graph{root: root, order: slices.Concat(leaves, computed), index: make(map[*Value]int, len(seen))}
	g.uses = make([][]use, len(g.order))
	for i, v := range g.order {
		g.index[v] = i
		for k, a := range v.args {
			u := &g.uses[g.index[a]]
			if n := len(*u); n > 0 && (*u)[n-1].by == v {
				(*u)[n-1].args = append((*u)[n-1].args, k)
			} else {
				*u = append(*u, use{v, []int{k}})
			}
		}
	}
	return g
}

// Forward computes v anew, and all that it depends on, from the inputs, and returns
// its number. Gradients keep their numbers, but belong to the inputs as they were,
// and are not drawn any more.
func (v *Value) Forward() float64 {
	g := v.dependencies()
	g.forget()
	g.forward()
	return v.Data
}

// forget marks the gradients as those of other inputs.
func (g *graph) forget() {
	for _, v := range g.order {
		v.of = nil
	}
}

func (g *graph) forward() {
	for _, v := range g.order {
		v.compute()
	}
}

// compute sets Data by the operation.
func (v *Value) compute() {
	if v.op != nil {
		v.Data = v.op.value(v)
	}
}

// Backward sets the Grad of every value that v depends on to ∂v/∂value, and its own to
// 1. It starts afresh each time: called twice, it gives the same. It takes the
// numbers as they are; after a Set, call Forward first.
func (v *Value) Backward() {
	g := v.dependencies()
	for i := len(g.order) - 1; i >= 0; i-- {
		g.pull(i)
	}
}

// pull sets the gradient of value i from those of its users: the chain rule.
func (g *graph) pull(i int) {
	v := g.order[i]
	v.of = g.root
	switch {
	case v == g.root:
		v.Grad = 1
		return
	case v.fixed:
		v.of, v.Grad = nil, 0
		return
	}
	v.Grad = 0
	for _, u := range g.uses[i] {
		v.Grad += u.by.Grad * u.slope()
	}
}

// slope is ∂u/∂v, over all the places where v stands in u.
func (u use) slope() (s float64) {
	for _, k := range u.args {
		s += u.by.op.slope(u.by, k)
	}
	return s
}

// Inputs returns the inputs that v depends on, in the order in which they first occur.
func (v *Value) Inputs() (inputs []*Value) {
	for _, x := range v.dependencies().order {
		if x.op == nil && !x.fixed {
			inputs = append(inputs, x)
		}
	}
	return inputs
}

// Difference returns the central difference (v(x+h) − v(x−h))/2h, which tends to
// ∂v/∂x as h goes to 0, and leaves everything as it was. It panics when x is not an
// input.
func (v *Value) Difference(x *Value, h float64) float64 {
	x.mustBeInput("Difference")
	g := v.dependencies()
	old := make([]float64, len(g.order))
	for i, u := range g.order {
		old[i] = u.Data
	}
	was := x.Data
	x.Data = was + h
	g.forward()
	up := v.Data
	x.Data = was - h
	g.forward()
	down := v.Data
	x.Data = was
	for i, u := range g.order {
		u.Data = old[i]
	}
	return (up - down) / (2 * h)
}

package scalar

import "strings"

// Graph is an expression as data, for a drawing.
type Graph struct {
	Nodes []Node // inputs and constants first; each before those that use it; the result last
	Edges []Edge // in the order of the nodes that they lead to
}

// Node is one value of a Graph.
type Node struct {
	ID       int     // its place in Nodes
	Kind     string  // "input", "constant", or the operation: "add", "mul", "tanh", …
	Label    string  // what to write into it: "+", "·", "tanh"; the symbol of an input; the number of a constant
	Symbol   string  // LaTeX: q
	Formula  string  // LaTeX: x + y; empty for inputs and constants
	Column   int     // 0 for inputs and constants, else one more than the largest of its arguments'
	Data     float64 // its number
	Grad     float64 // its gradient, where HasGrad
	HasGrad  bool    // Backward has found Grad for this very result and these inputs
	Constant bool    // it has no gradient: a constant, or computed from constants alone
}

// Edge leads from an argument to the value that uses it.
type Edge struct {
	From, To int     // IDs
	Arg      int     // which argument, counted from 0
	Rate     string  // LaTeX: the slope ∂To/∂From at this argument, in symbols
	Slope    float64 // its number
}

// Graph returns the expression v as data: a copy of the present numbers.
func (v *Value) Graph() Graph {
	g := v.dependencies()
	n := g.names()
	d := Graph{Nodes: make([]Node, len(g.order))}
	for i, u := range g.order {
		node := Node{ID: i, Kind: "input", Label: n.text[i], Symbol: n.tex[i], Data: u.Data, Constant: u.fixed}
		switch {
		case u.op != nil:
			node.Kind, node.Label, node.Formula = u.op.name, u.op.label, n.symbols(u.op.tex(u), u)
		case u.fixed:
			node.Kind = "constant"
		}
		if u.of == v {
			node.Grad, node.HasGrad = u.Grad, true
		}
		for k, a := range u.args {
			from := g.index[a]
			node.Column = max(node.Column, d.Nodes[from].Column+1)
			rate := strings.TrimPrefix(u.op.rate(u, k), "~")
			d.Edges = append(d.Edges, Edge{From: from, To: i, Arg: k, Rate: n.symbols(rate, u), Slope: u.op.slope(u, k)})
		}
		d.Nodes[i] = node
	}
	return d
}

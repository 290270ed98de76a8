package viz

import (
	"fmt"
	"strconv"

	"chainrule/pkg/nn/scalar"
)

// graphStep fills in one number: a value, a gradient, or, where a value is used at
// several places, the part of its gradient that has come back so far.
type graphStep struct {
	Phase   string      `json:"phase"`
	Node    int         `json:"node"`
	Edges   []int       `json:"edges"` // that the number comes along
	What    string      `json:"what"`  // q, ∂f/∂q
	Symbols []string    `json:"symbols"`
	Values  string      `json:"values"`
	Terms   []graphTerm `json:"terms"` // of a gradient that comes back on several ways
	Term    int         `json:"term"`  // which of them is added; −1: all are there
	Say     string      `json:"say"`
	Value   number      `json:"value"`
	Text    string      `json:"text"`            // the number as it is written into the box
	Given   bool        `json:"given,omitempty"` // there is nothing to compute
}

// graphTerm is a scalar.Term whose numbers need not be finite.
type graphTerm struct {
	Symbols string `json:"symbols"`
	Values  string `json:"values"`
	Value   number `json:"value"`
	Sum     number `json:"sum"`
}

// play makes the steps of the player out of those of the expression. A gradient that
// comes back on several ways gets a step for each of them, and one for the sum.
func (d *drawnGraph) play(steps []scalar.Step, spell func(string) string) {
	ids := map[*scalar.Value]int{}
	for _, s := range steps {
		ids[s.Value] = s.ID
	}
	root := d.Nodes[len(d.Nodes)-1].Name
	for _, s := range steps {
		node := d.Nodes[s.ID]
		step := graphStep{
			Phase: s.Phase, Node: s.ID, What: node.Name, Edges: []int{}, Symbols: []string{s.Symbols}, Values: s.Values, Terms: []graphTerm{}, Term: -1,
			Say: spell(s.Say), Value: number(s.Result), Text: compact(s.Result), Given: s.Phase == scalar.PhaseForward && node.Op == "",
		}
		if s.Phase == scalar.PhaseForward {
			step.Edges = append(step.Edges, d.edges(func(e drawnEdge) bool { return e.To == s.ID })...)
			d.Steps = append(d.Steps, step)
			continue
		}
		step.What = fmt.Sprintf("∂%s/∂%s", root, node.Name)
		if s.Chain != s.Symbols {
			step.Symbols = []string{s.Chain, s.Symbols}
		}
		if s.Values == s.Symbols {
			step.Values = ""
		}
		ways := make([][]int, len(s.Terms))
		for k, t := range s.Terms {
			ways[k] = d.edges(func(e drawnEdge) bool { return e.From == s.ID && e.To == ids[t.User] })
			step.Edges = append(step.Edges, ways[k]...)
			if len(s.Terms) > 1 {
				step.Terms = append(step.Terms, graphTerm{t.Symbols, t.Values, number(t.Value), number(t.Sum)})
			}
		}
		for k := range step.Terms {
			t, part, user := s.Terms[k], step, d.Nodes[ids[s.Terms[k].User]].Name
			part.Term, part.Edges, part.Value, part.Text = k, ways[k], number(t.Sum), compact(t.Sum)
			part.What += " through " + user
			part.Say = fmt.Sprintf("Way %d of %d back to %s, through %s: the gradient there times the slope in between is %s.", k+1, len(s.Terms), node.Name, user, product(t))
			if k > 0 {
				part.Say += fmt.Sprintf(" With what came before it makes %s.", numeral(t.Sum, 6))
			}
			d.Steps = append(d.Steps, part)
		}
		d.Steps = append(d.Steps, step)
	}
}

// edges are the numbers of the edges that are wanted.
func (d *drawnGraph) edges(want func(drawnEdge) bool) (found []int) {
	for k, e := range d.Edges {
		if want(e) {
			found = append(found, k)
		}
	}
	return found
}

// product is a term as text: −4·1 = −4, with ≈ where the digits that are shown do not
// make the product that is shown.
func product(t scalar.Term) string {
	factor := numeral(t.Slope, 6)
	if t.Slope < 0 {
		factor = "(" + factor + ")"
	}
	is := "≈"
	if got := shown(t.Value); shown(t.Grad)*shown(t.Slope) == got || got != got {
		is = "="
	}
	return fmt.Sprintf("%s·%s %s %s", numeral(t.Grad, 6), factor, is, numeral(t.Value, 6))
}

// shown is what six significant digits leave of a number.
func shown(v float64) float64 {
	w, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	return w
}

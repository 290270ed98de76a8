package viz

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"chainrule/pkg/nn/scalar"
)

// Graph is a player for the chain rule on single numbers: an expression drawn from its
// inputs on the left to its result on the right. Forward it fills in value after value,
// backward it follows edge after edge, with the formula of each. Title and Of are needed.
type Graph struct {
	Title, Caption string
	Of             *scalar.Value // the expression
	Guess          bool          // hides each number until the reader has guessed it; the player can switch it off
}

// mostNodes is how many values of an expression are drawn.
const mostNodes = 100

// drawnNode is a value and the place of its box. A step fills in its number; that of a
// constant is there from the start.
type drawnNode struct {
	X       float64 `json:"x"` // the middle of the box
	Y       float64 `json:"y"`
	Name    string  `json:"name"` // "q"; of a constant, its number
	Op      string  `json:"op"`   // "+"; empty for inputs and constants
	Kind    string  `json:"kind"` // input, constant, or the operation
	High    float64 `json:"high"`
	value   float64
	grad    float64
	hasGrad bool
	Number  bool `json:"number,omitempty"` // it is a constant without a name, and shows nothing but its number
}

// drawnEdge is the way from an argument to the value that uses it.
type drawnEdge struct {
	From  int       `json:"from"`
	To    int       `json:"to"`
	Path  string    `json:"path"` // as the d of an SVG path
	Tips  [2]string `json:"tips"` // of the arrow, forward and back
	X     float64   `json:"x"`    // where the slope is written
	Y     float64   `json:"y"`
	Slope string    `json:"slope,omitempty"` // ∂to/∂from, where a gradient flows
}

type drawnGraph struct {
	Width  float64     `json:"width"`
	Height float64     `json:"height"`
	Wide   float64     `json:"wide"` // of a box
	Nodes  []drawnNode `json:"nodes"`
	Edges  []drawnEdge `json:"edges"`
	Steps  []graphStep `json:"steps"`
	Legend string      `json:"legend"`
	Guess  bool        `json:"guess,omitempty"`
}

// Bundle computes the expression anew, forward and backward, as its Steps do: afterwards
// its values hold their gradients. It refuses an expression of more than 100 values.
func (f Graph) Bundle() (Bundle, error) {
	switch {
	case f.Title == "":
		return Bundle{}, fmt.Errorf("viz: Graph %q: Title is empty: say what is seen", f.Title)
	case f.Of == nil:
		return Bundle{}, fmt.Errorf("viz: Graph %q: Of is nil: set the expression, a value of package scalar", f.Title)
	}
	if n := len(f.Of.Graph().Nodes); n > mostNodes {
		return Bundle{}, fmt.Errorf("viz: Graph %q: the expression has %d values and a drawing holds %d: draw a part of it, or print its Tree", f.Title, n, mostNodes)
	}
	steps := slices.Collect(f.Of.Steps())
	g := f.Of.Graph()
	spell := spelling(g)
	d := drawnGraph{Guess: f.Guess, Nodes: make([]drawnNode, len(g.Nodes)), Edges: make([]drawnEdge, len(g.Edges))}
	for i, n := range g.Nodes {
		d.Nodes[i] = drawnNode{Name: plainMath(n.Symbol), Kind: n.Kind, value: n.Data, grad: n.Grad, hasGrad: n.HasGrad}
		switch {
		case n.Formula != "":
			d.Nodes[i].Op = n.Label
		case !slices.ContainsFunc(steps, func(s scalar.Step) bool { return s.ID == i }): // steps skip constants without a name
			d.Nodes[i].Name, d.Nodes[i].Number = compact(n.Data), true
		}
	}
	root := len(g.Nodes) - 1
	for k, e := range g.Edges {
		d.Edges[k] = drawnEdge{From: e.From, To: e.To}
		if !g.Nodes[e.From].Constant {
			d.Edges[k].Slope = numeral(e.Slope, 3)
		}
	}
	d.play(steps, spell)
	d.Legend = fmt.Sprintf("In a box: the value, below it ∂: how fast %s changes with it. On a line: the slope in between.", d.Nodes[root].Name)
	d.place()
	words := d.describe()
	tree := make([]string, 0, len(g.Nodes))
	for line := range strings.Lines(f.Of.Tree()) {
		tree = append(tree, inColumns(strings.TrimRight(line, "\n"), spell))
	}
	var said []string
	for i, s := range d.Steps {
		said = append(said, fmt.Sprintf("%d. %s: %s", i+1, s.Phase, s.Say))
	}
	return Bundle{
		Kind: "graph", Title: f.Title, Caption: f.Caption, Description: words, Data: d,
		SVG:  f.still(words, d),
		Text: inWords(f.Title, words, f.Caption, "", strings.Join(tree, "\n"), strings.Join(said, "\n")),
	}, nil
}

// describe says in words what is seen.
func (d drawnGraph) describe() string {
	root := d.Nodes[len(d.Nodes)-1]
	result := root.Name + " = " + compact(root.value)
	var inputs, slopes []string
	for _, n := range d.Nodes {
		if n.Kind == "input" {
			inputs = append(inputs, n.Name)
			slopes = append(slopes, fmt.Sprintf("∂%s/∂%s = %s", root.Name, n.Name, compact(n.grad)))
		}
	}
	size := "A graph of " + plural(len(d.Nodes), "value")
	if len(inputs) == 0 {
		return fmt.Sprintf("%s, constants alone, with the result %s.", size, result)
	}
	return fmt.Sprintf("%s, from %s to %s. Backward it finds %s.", size, listed(inputs), result, listed(slopes))
}

// listed is "a, b and c"; of many, the first ones and how many more.
func listed(words []string) string {
	const most = 8
	n := len(words)
	switch {
	case n == 1:
		return words[0]
	case n > most:
		return fmt.Sprintf("%s and %d more", strings.Join(words[:most-1], ", "), n-most+1)
	}
	return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
}

// compact is a number that fits into a box: four significant digits, or up to six before
// the point.
func compact(v float64) string {
	if a := math.Abs(v); a >= 999.95 && a < 999999.5 {
		return numeral(math.Round(v), 6)
	}
	return numeral(v, 4)
}

// numeral is a number for reading, with the minus of print and powers of ten.
func numeral(v float64, digits int) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 0):
		return map[bool]string{true: "∞", false: "−∞"}[v > 0]
	}
	t := strconv.FormatFloat(v+0, 'g', digits, 64) // −0 + 0 is 0
	if mantissa, exponent, found := strings.Cut(t, "e"); found {
		n, _ := strconv.Atoi(exponent)
		t = fmt.Sprintf("%s·10^{%d}", mantissa, n)
	}
	return plainMath(t)
}

// word is a name in a sentence of package scalar: x_1, v3, ŷ′.
var word = regexp.MustCompile(`[\p{L}_][\p{L}\p{Nd}_]*′*`)

// bare is LaTeX without its braces, as package scalar writes an index in text: x_12.
var bare = strings.NewReplacer("{", "", "}", "")

// spelling writes the names in a text of package scalar as the boxes do: x₁ for x_1, v₃
// for v3.
func spelling(g scalar.Graph) func(string) string {
	names := map[string]string{}
	for _, n := range g.Nodes {
		base, index, found := strings.Cut(n.Symbol, "_")
		text := plainMath(base)
		if index = bare.Replace(index); found {
			text += "_" + index
			if n.Formula != "" && strings.HasPrefix(n.Symbol, "v_{") {
				names["v"+index] = plainMath(n.Symbol) // one without a name of its own
			}
		}
		names[text] = plainMath(n.Symbol)
	}
	return func(text string) string {
		return word.ReplaceAllStringFunc(text, func(w string) string {
			if name, found := names[w]; found {
				return name
			}
			return w
		})
	}
}

// inColumns spells a line of a tree and keeps its second column where it was.
func inColumns(line string, spell func(string) string) string {
	i := strings.LastIndex(line, "  ∂")
	if i < 0 {
		return spell(line)
	}
	left := spell(line[:i])
	gap := utf8.RuneCountInString(line[:i]) - utf8.RuneCountInString(left)
	return left + strings.Repeat(" ", max(0, gap)) + spell(line[i:])
}

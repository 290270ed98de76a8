package nn

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"text/tabwriter"

	"chainrule/pkg/linalg"
)

// Model is a net: a chain of layers that knows the shape of its input. It is itself
// a layer.
type Model struct {
	chain Chain
	in    Shape
	seed  uint64
}

// New builds a net for examples of shape in, its weights drawn from seed. It returns
// an error that names the layer when a setting makes no sense.
func New(seed uint64, in Shape, layers ...Layer) (*Model, error) {
	m := &Model{chain: Chain{Layers: layers}, in: in, seed: seed}
	for _, n := range in {
		if n < 1 {
			return nil, fmt.Errorf("nn: an example has shape %v, want every size at least 1", in)
		}
	}
	_, err := m.Build("", in, Stream(seed, "net"))
	if err != nil {
		return nil, err
	}
	return m, nil
}

// Must returns the net, and panics when there is an error instead: for a net that is
// written down in the program, where an error is the programmer's.
func Must(m *Model, err error) *Model {
	if err != nil {
		panic(err)
	}
	return m
}

// Build builds the layers again, for examples of shape in.
func (m *Model) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	m.in = in
	return m.chain.Build(name, in, rng)
}

// Forward returns the output for the batch x, n × in. The result belongs to the
// net and is overwritten by the next call. It panics with a *linalg.ShapeError
// when x has another number of columns than the net has inputs.
func (m *Model) Forward(p *Pass, x *Matrix) *Matrix {
	if x.Cols != m.in.Size() {
		panic(&linalg.ShapeError{Op: "Forward", Why: fmt.Sprintf("the net takes examples of %d features, one per row, and was given %s %s", m.in.Size(), named(x, "a matrix").Name, dims(x))})
	}
	return m.chain.Forward(p, x)
}

// Backward takes ∂J/∂output, sets the gradient of every parameter, and returns ∂J/∂x.
func (m *Model) Backward(p *Pass, dy *Matrix) *Matrix { return m.chain.Backward(p, dy) }

// Params returns the parameters of all layers, from first to last.
func (m *Model) Params() []*Param { return m.chain.params }

// Layers returns the layers, from first to last.
func (m *Model) Layers() []Layer { return m.chain.Layers }

// Shapes returns the shape of the input and of each layer's output.
func (m *Model) Shapes() []Shape { return append([]Shape{m.in}, m.chain.outs...) }

// LayerNames returns the names of the layers: "Dense 1", "Dense 2".
func (m *Model) LayerNames() []string { return m.chain.names }

// Predict returns the output for the batch x, n × in, as a matrix of its own.
func (m *Model) Predict(x *Matrix) *Matrix {
	y := m.Forward(nil, x).Clone()
	y.Name = `\hat{Y}`
	return y
}

// Param returns the parameter with the given name, such as "Dense 1/W". It panics,
// and lists the names, when there is none.
func (m *Model) Param(name string) *Param {
	var names []string
	for _, q := range m.Params() {
		if q.Name == name {
			return q
		}
		names = append(names, q.Name)
	}
	panic(fmt.Sprintf("nn: the net has no parameter %q; it has %s", name, strings.Join(names, ", ")))
}

// String returns the Summary.
func (m *Model) String() string { return m.Summary() }

// trailing finds the blanks that a table leaves at the ends of lines.
var trailing = regexp.MustCompile(`(?m) +$`)

// Summary returns a table of the layers: name, shape of the output, number of parameters.
func (m *Model) Summary() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	fmt.Fprintf(w, "layer\toutput\tparameters\n")
	fmt.Fprintf(w, "input\t%v\t\n", m.in)
	total := 0
	for i, l := range m.chain.Layers {
		n := 0
		for _, q := range l.Params() {
			n += len(q.Value.Data)
		}
		total += n
		fmt.Fprintf(w, "%s\t%v\t%d\n", m.chain.names[i], m.chain.outs[i], n)
	}
	fmt.Fprintf(w, "total\t\t%d\n", total)
	w.Flush()
	return trailing.ReplaceAllString(b.String(), "")
}

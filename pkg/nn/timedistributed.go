package nn

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
)

// TimeDistributed applies its layers to each position of a sequence by itself, with the
// same weights at all of them, as the dense layers of a transformer are (Vaswani et al.,
// 2017). A batch of n sequences is one of n·T examples to them.
type TimeDistributed struct {
	Layers []Layer

	chain        Chain
	whole        Shape // {T, d}
	in, out      Shape // of one position
	times        int   // T
	x, y, dy, dx Matrix
}

// Build builds the layers for one position. The shape {T, d} becomes {T, what they make of {d}}.
func (l *TimeDistributed) Build(name string, in Shape, rng *rand.Rand) (out Shape, err error) {
	if len(in) < 2 || in.Size() < 1 {
		return nil, noSequence(name, in)
	}
	l.chain, l.whole, l.times, l.in = Chain{Layers: l.Layers}, in, in[0], in[1:]
	if l.out, err = l.chain.Build(name, l.in, rng); err != nil {
		return nil, err
	}
	return append(Shape{l.times}, l.out...), nil
}

// Forward returns what the layers make of each position, n×T·h.
func (l *TimeDistributed) Forward(p *Pass, x *Matrix) *Matrix {
	l.whole.fits("TimeDistributed", x)
	p.Input(x, &l.dx)
	before := p.begin("positions")
	y := l.chain.Forward(p, fold(&l.x, x, l.in.Size()))
	p.begin(before)
	return fold(&l.y, y, l.times*l.out.Size())
}

// Backward takes ∂Y, n×T·h, and returns ∂X, n×T·d.
func (l *TimeDistributed) Backward(p *Pass, dy *Matrix) *Matrix {
	before := p.begin("positions")
	dx := l.chain.Backward(p, fold(&l.dy, dy, l.out.Size()))
	p.begin(before)
	return fold(&l.dx, dx, l.times*l.in.Size())
}

// Params returns the parameters of the layers.
func (l *TimeDistributed) Params() []*Param { return l.chain.Params() }

func (l *TimeDistributed) inside() []Layer { return l.Layers }

// fold is the numbers of m in rows of the given length, as a view in view.
func fold(view, m *Matrix, cols int) *Matrix {
	view.Rows, view.Cols, view.Data, view.Name = len(m.Data)/cols, cols, m.Data, m.Name
	return view
}

// MarshalJSON writes the layers and their settings.
func (l *TimeDistributed) MarshalJSON() ([]byte, error) { return json.Marshal(savedChain{l.Layers}) }

// UnmarshalJSON reads what MarshalJSON writes.
func (l *TimeDistributed) UnmarshalJSON(b []byte) error {
	var s savedChain
	err := json.Unmarshal(b, &s)
	*l = TimeDistributed{Layers: s.Layers}
	return err
}

func (l *TimeDistributed) claims(in Shape) (numbers int, out Shape, err error) {
	if len(in) < 2 {
		return 0, nil, fmt.Errorf("it is given examples of shape %v, want times and features", in)
	}
	numbers, out, err = savedLayers(l.Layers).claims(in[1:], maxNumbers)
	if err == nil && out.Size() > 64*maxUnits/in[0] {
		err = fmt.Errorf("it makes %d times of shape %v, which no net of this package had", in[0], out)
	}
	return numbers, append(Shape{in[0]}, out...), err
}

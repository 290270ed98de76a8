package nn

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
)

// PositionalEncoding adds to each position of a sequence a vector that says where it is,
// because attention itself does not see the order (Vaswani et al., 2017).
//
//	Y = X + P                        X and Y n×T·d; P T×d, for each example alike
//	p_{t,2i}   = sin(t / 10000^(2i/d))    t and i counted from 0
//	p_{t,2i+1} = cos(t / 10000^(2i/d))
//
// The features of a pair turn like the hands of a clock, each pair slower than the one before.
type PositionalEncoding struct {
	Learned bool // P is a parameter instead, drawn with a deviation of 0.02 (Radford et al., 2018)

	in    Shape // {T, d}
	p     Param
	x, dy Matrix // views with a row for each position, n·T×d
	y     Matrix
	dx    Matrix

	out, dxOut Matrix // views with a row for each example, n×T·d
}

// Build makes P. The shape {T, d} stays.
func (l *PositionalEncoding) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	if len(in) != 2 || in.Size() < 1 {
		return nil, noSequence(name, in)
	}
	*l = PositionalEncoding{Learned: l.Learned, in: in}
	l.p = newParam(name, "P", in[0], in[1])
	if l.Learned {
		Normal(0.02)(l.p.Value, in[0], in[1], rng)
	} else {
		sinusoids(l.p.Value)
	}
	l.y.Name = indexed("X", "P", name)
	return in, nil
}

// sinusoids fills P with sines and cosines.
func sinusoids(p *Matrix) {
	for t := range p.Rows {
		for j := range p.Cols {
			angle := float64(t) / math.Pow(10000, float64(j/2*2)/float64(p.Cols))
			if j%2 == 0 {
				p.Set(t, j, math.Sin(angle))
			} else {
				p.Set(t, j, math.Cos(angle))
			}
		}
	}
}

// Forward returns Y, n×T·d.
func (l *PositionalEncoding) Forward(p *Pass, x *Matrix) *Matrix {
	l.in.fits("PositionalEncoding", x)
	p.Input(x, &l.dx)
	fold(&l.x, x, l.in[1])
	p.addPositions(&l.y, &l.x, l.p.Value) // Y = X + P
	return fold(&l.out, &l.y, x.Cols)
}

// Backward takes ∂Y, n×T·d, and returns ∂X, which is the same.
func (l *PositionalEncoding) Backward(p *Pass, dy *Matrix) *Matrix {
	if fold(&l.dy, dy, l.in[1]); p.tracing() {
		l.dy.Name = named(dy, `\partial `+l.y.Name).Name
	}
	if l.Learned {
		p.sumPositions(l.p.Grad, &l.dy) // ∂P = Σ of ∂Y over the examples
	}
	p.passOn(&l.dx, &l.dy) // ∂X = ∂Y
	return fold(&l.dxOut, &l.dx, dy.Cols)
}

// Params returns P, T×d, when it is learned.
func (l *PositionalEncoding) Params() []*Param {
	if !l.Learned {
		return nil
	}
	return []*Param{&l.p}
}

// Positions returns P, T×d, of a layer that has been built: a row for each position.
func (l *PositionalEncoding) Positions() *Matrix { return l.p.Value }

// addPositions overwrites y, n·T×d, with x + P, P being added to the rows of each example.
func (p *Pass) addPositions(y, x, positions *Matrix) *Matrix {
	y.Reset(x.Rows, x.Cols)
	for k, v := range x.Data {
		y.Data[k] = v + positions.Data[k%len(positions.Data)]
	}
	if p.tracing() {
		p.record("addPositions", named(y, "Y"), named(x, "X"), named(positions, "P"))
	}
	return y
}

// sumPositions overwrites ∂P, T×d, with the sum of ∂Y, n·T×d, over the examples.
func (p *Pass) sumPositions(dp, dy *Matrix) *Matrix {
	dp.Fill(0)
	for k, v := range dy.Data {
		dp.Data[k%len(dp.Data)] += v
	}
	if p.tracing() {
		p.record("sumPositions", named(dp, `\partial P`), named(dy, `\partial Y`))
	}
	return dp
}

// passOn makes dx the error dy of a sum, without a copy.
func (p *Pass) passOn(dx, dy *Matrix) {
	dx.Rows, dx.Cols, dx.Data = dy.Rows, dy.Cols, dy.Data
	if p.tracing() {
		p.record("passOn", named(dx, `\partial X`), named(dy, `\partial Y`))
	}
}

// The kinds of positions.
var (
	addPositionsKind = kind{
		tex: func(s *Step) string { return fmt.Sprintf(`%s = %s + %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name) },
		say: func(s *Step) string {
			return fmt.Sprintf("To each position, the vector of its place in the sequence is added, in each example alike. The first number is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			x, p := &s.Args[0], &s.Args[1]
			e.copyOf(x, e.Row, e.Col, 0)
			e.copyOf(p, e.Row%p.Rows, e.Col, 1)
			e.sum()
		},
	}
	sumPositionsKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = \textstyle\sum_{\text{examples}} %s`, s.Out.Name, s.Args[0].Name)
		},
		say: func(s *Step) string {
			return fmt.Sprintf("The vector of a place is added in each example, so that its gradient is the sum over the examples. The first one is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			dy := &s.Args[0]
			for i := e.Row; i < dy.Rows; i += s.Out.Rows {
				e.copyOf(dy, i, e.Col, 0)
			}
			e.nothing(Ref{0, e.Row, e.Col})
			e.sum()
		},
	}
	passOnKind = kind{
		tex: func(s *Step) string { return fmt.Sprintf(`%s = %s`, s.Out.Name, s.Args[0].Name) },
		say: func(s *Step) string { return "A sum passes its error on to what was added, as it is." },
		entry: func(s *Step, e *Entry) {
			e.copyOf(&s.Args[0], e.Row, e.Col, 0)
			e.sum()
		},
	}
)

// savedPositions is what a PositionalEncoding is built from.
type savedPositions struct {
	Learned bool `json:"learned,omitempty"`
}

// MarshalJSON writes the settings of the layer.
func (l *PositionalEncoding) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedPositions{l.Learned})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *PositionalEncoding) UnmarshalJSON(b []byte) error {
	var s savedPositions
	err := json.Unmarshal(b, &s)
	*l = PositionalEncoding{Learned: s.Learned}
	return err
}

func (l *PositionalEncoding) claims(in Shape) (numbers int, out Shape, err error) {
	if len(in) != 2 {
		return 0, nil, fmt.Errorf("it is given examples of shape %v, want positions and features", in)
	}
	if l.Learned {
		numbers = in.Size()
	}
	return numbers, in, nil
}

package nn

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"chainrule/pkg/linalg"
)

// Embedding gives each token a vector that is learned: token k becomes row k of E. It is
// the product of a one-hot row with E, done as a look-up (Bengio et al., 2003).
//
//	Y = E[X]    X n×T, whole numbers from 0 to V − 1; E V×d; Y n×T·d
//
// It comes first in a net: numbers of tokens have no gradient.
type Embedding struct {
	Vocab int  // V, the number of tokens, at least 1
	Dim   int  // d, the length of a vector, at least 1
	Init  Init // of E; nil is a normal distribution with a deviation of 1

	e     Param
	in    Shape
	x     *Matrix // what Forward was given, n×T
	y, dx Matrix
}

// Build makes E. The shape {T} becomes {T, d}.
func (l *Embedding) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	switch {
	case l.Vocab < 1:
		return nil, fmt.Errorf("nn: %s: Vocab is %d, want the number of tokens, at least 1", name, l.Vocab)
	case l.Dim < 1:
		return nil, fmt.Errorf("nn: %s: Dim is %d, want at least 1 number for each token", name, l.Dim)
	}
	l.in = in
	l.e = newParam(name, "E", l.Vocab, l.Dim)
	init := l.Init
	if init == nil {
		init = Normal(1)
	}
	init(l.e.Value, l.Vocab, l.Dim, rng)
	l.y.Name = "Y" + subscript(name)
	return Shape{in.Size(), l.Dim}, nil
}

// Forward returns the vectors of the tokens, n×T·d. It panics with a *linalg.ShapeError
// when an entry of x is not the number of a token.
func (l *Embedding) Forward(p *Pass, x *Matrix) *Matrix {
	l.in.fits("Embedding", x)
	for k, v := range x.Data {
		if !(v >= 0 && v < float64(l.Vocab)) || v != float64(int(v)) {
			panic(&linalg.ShapeError{Op: "Embedding", Why: fmt.Sprintf("%s holds %v in row %d, column %d, want the number of a token, a whole number from 0 to %d", named(x, "X").Name, v, k/x.Cols, k%x.Cols, l.Vocab-1)})
		}
	}
	l.x = x
	return p.lookUp(&l.y, x, l.e.Value) // Y = E[X]
}

// Backward takes ∂Y, n×T·d, and returns zeros, n×T: a token has no neighbors to move to.
func (l *Embedding) Backward(p *Pass, dy *Matrix) *Matrix {
	p.lookUpGrad(l.e.Grad, l.x, dy) // ∂E[k] = Σ of ∂Y where X is k
	return l.dx.Reset(l.x.Rows, l.x.Cols).Fill(0)
}

// Params returns E, V×d.
func (l *Embedding) Params() []*Param { return []*Param{&l.e} }

// lookUp overwrites y, n×T·d, with the rows of e that x counts.
func (p *Pass) lookUp(y, x, e *Matrix) *Matrix {
	d := e.Cols
	y.Reset(x.Rows, x.Cols*d)
	for k, token := range x.Data {
		copy(y.Data[k*d:(k+1)*d], e.Row(int(token)))
	}
	if p.tracing() {
		p.record("lookUp", named(y, "Y"), named(x, "X"), named(e, "E"))
	}
	return y
}

// lookUpGrad overwrites de, V×d, with the sums of ∂Y over the places of each token.
func (p *Pass) lookUpGrad(de, x, dy *Matrix) *Matrix {
	de.Fill(0)
	d := de.Cols
	for k, token := range x.Data {
		row := de.Row(int(token))
		for j, v := range dy.Data[k*d : (k+1)*d] {
			row[j] += v
		}
	}
	if p.tracing() {
		p.record("lookUpGrad", named(de, `\partial E`), named(x, "X"), named(dy, `\partial Y`))
	}
	return de
}

var (
	lookUpKind = kind{
		tex: func(s *Step) string { return fmt.Sprintf(`%s = %s[%s]`, s.Out.Name, s.Args[1].Name, s.Args[0].Name) },
		say: func(s *Step) string {
			return fmt.Sprintf("The number of each token picks a row of %s, its vector. The first number is %s.", plain(s.Args[1].Name), s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			x, table := &s.Args[0], &s.Args[1]
			d := table.Cols
			token := int(x.At(e.Row, e.Col/d))
			e.term(entrySymbol(table, token, e.Col%d), value(table.At(token, e.Col%d)), table.At(token, e.Col%d), Ref{0, e.Row, e.Col / d}, Ref{1, token, e.Col % d})
			e.sum()
		},
	}
	lookUpGradKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s[k] = \textstyle\sum_{%s = k} %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
		},
		say: func(s *Step) string {
			return fmt.Sprintf("The vector of a token gets the errors of all the places where the token stands, and none when it stands nowhere. The first one is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			x, dy := &s.Args[0], &s.Args[1]
			d := s.Out.Cols
			for i := range x.Rows {
				for t := range x.Cols {
					if int(x.At(i, t)) == e.Row {
						j := t*d + e.Col
						e.term(entrySymbol(dy, i, j), value(dy.At(i, j)), dy.At(i, j), Ref{0, i, t}, Ref{1, i, j})
					}
				}
			}
			e.nothing(Ref{0, 0, 0})
			e.sum()
		},
	}
)

// savedEmbedding is what an Embedding is built from.
type savedEmbedding struct {
	Vocab int `json:"vocab"`
	Dim   int `json:"dim"`
}

// MarshalJSON writes the settings of the layer.
func (l *Embedding) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedEmbedding{l.Vocab, l.Dim})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *Embedding) UnmarshalJSON(b []byte) error {
	var s savedEmbedding
	err := json.Unmarshal(b, &s)
	*l = Embedding{Vocab: s.Vocab, Dim: s.Dim}
	return err
}

func (l *Embedding) claims(in Shape) (numbers int, out Shape, err error) {
	if l.Vocab < 1 || l.Vocab > maxUnits || l.Dim < 1 || l.Dim > maxSide || in.Size()*l.Dim > 64*maxUnits {
		return 0, nil, fmt.Errorf("it has %d tokens of %d numbers for examples of shape %v, want 1 to %d tokens, and 1 to %d numbers", l.Vocab, l.Dim, in, maxUnits, maxSide)
	}
	return l.Vocab * l.Dim, Shape{in.Size(), l.Dim}, nil
}

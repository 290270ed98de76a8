package nn

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"

	"chainrule/pkg/linalg"
)

// MultiHeadAttention lets each position of a sequence look at the others, in several
// ways at once (Vaswani et al., 2017). Each head attends with a part of the features.
//
//	Q = XW_Q + 1b_Q,  K = XW_K + 1b_K,  V = XW_V + 1b_V    W d×d, b 1×d
//	Y_h = softmax(Q_h K_hᵀ / √(d/Heads)) V_h               for head h, columns of its own
//	Y = [Y_1, Y_2, …] W_O + 1b_O
//
// An example has the shape {T, d}, T positions of d features, one after the other in its
// row; so has the output. Queries, keys and values come from the same sequence. It has
// biases, as PyTorch's nn.MultiheadAttention; they start at 0. Without positions in X (see
// PositionalEncoding) and without a mask, the order of the sequence makes no difference.
type MultiHeadAttention struct {
	Heads  int     // divides d; 0 is 1
	Causal bool    // a position looks at no later one
	Mask   *Matrix // T×T, for each example alike: 1 where the position of the row may look at that of the column, 0 where not; nil is 1 everywhere
	Init   Init    // of the four W; nil is Xavier

	in         Shape // {T, d}
	w, b       [4]Param
	heads      []*head // of the examples of the batch, one after the other
	x, dy      Matrix  // views with a row for each position, n·T×d
	z          [3]Matrix
	dz         [3]Matrix
	c, y, dc   Matrix
	dx, back   Matrix
	out, dxOut Matrix // views with a row for each example, n×T·d
	parts      []*Matrix
}

// head is one head of one example.
type head struct {
	attention ScaledDotProduct
	z         [3]Matrix // Q, K and V, T×d/Heads
	dy        Matrix
	dz        [3]*Matrix
}

// What the projections are called, in the order of their parameters.
var projections = [4]string{"Q", "K", "V", "O"}

// Build makes the parameters. The shape stays.
func (l *MultiHeadAttention) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	heads := cmp.Or(l.Heads, 1)
	switch {
	case len(in) != 2 || in.Size() < 1:
		return nil, noSequence(name, in)
	case heads < 1 || in[1]%heads != 0:
		return nil, fmt.Errorf("nn: %s: Heads is %d, want a number that divides the %d features", name, l.Heads, in[1])
	}
	if why := maskFault(l.Causal, l.Mask, in[0], in[0]); why != "" {
		return nil, fmt.Errorf("nn: %s: %s", name, why)
	}
	*l = MultiHeadAttention{Heads: l.Heads, Causal: l.Causal, Mask: l.Mask, Init: l.Init, in: in}
	d, layer := in[1], subscript(name)
	for k, symbol := range projections {
		l.w[k], l.b[k] = projection(name, "W", symbol, d, d), projection(name, "b", symbol, 1, d)
		l.Init.orUsual(nil)(l.w[k].Value, d, d, rng)
	}
	for k := range l.z {
		l.z[k].Name, l.dz[k].Name = projections[k]+layer, `\partial `+projections[k]+layer
	}
	l.c.Name, l.dc.Name, l.y.Name = "C"+layer, `\partial C`+layer, "Y"+layer
	return in, nil
}

// projection is the parameter W_Q or b_Q of a layer.
func projection(layer, letter, symbol string, rows, cols int) Param {
	q := newParam(layer, letter+"_"+symbol, rows, cols)
	q.Value.Name = indexed(letter, symbol, layer)
	q.Grad.Name = `\partial ` + q.Value.Name
	return q
}

// indexed is a letter with the index i in a layer: W_{Q,1} for "MultiHeadAttention 1".
func indexed(letter, i, layer string) string {
	number := strings.Trim(subscript(layer), "_{}")
	if number == "" {
		return letter + "_" + i
	}
	return fmt.Sprintf("%s_{%s,%s}", letter, i, number)
}

// Forward returns Y, n×T·d.
func (l *MultiHeadAttention) Forward(p *Pass, x *Matrix) *Matrix {
	l.in.fits("MultiHeadAttention", x)
	n, T, d := x.Rows, l.in[0], l.in[1]
	p.Input(x, &l.dx)
	fold(&l.x, x, d)
	p.as("positions")
	for k := range l.z {
		p.Affine(&l.z[k], &l.x, l.w[k].Value, l.b[k].Value) // Q = XW_Q + 1b_Q, and so K and V
	}
	l.begin(n)
	for i := range n {
		for h := range cmp.Or(l.Heads, 1) {
			at := l.at(p, i, h)
			for k := range at.z {
				l.take(p, &at.z[k], &l.z[k], i, h)
			}
			l.parts = append(l.parts, at.attention.Attend(p, &at.z[0], &at.z[1], &at.z[2])) // Y_h = softmax(Q_h K_hᵀ / √d_h) V_h
		}
	}
	l.concat(p, &l.c) // C = [Y_1, Y_2, …]
	p.as("positions")
	p.Affine(&l.y, &l.c, l.w[3].Value, l.b[3].Value) // Y = CW_O + 1b_O
	return fold(&l.out, &l.y, T*d)
}

// Backward takes ∂Y, n×T·d, and returns ∂X.
func (l *MultiHeadAttention) Backward(p *Pass, dy *Matrix) *Matrix {
	n, T, d := dy.Rows, l.in[0], l.in[1]
	if fold(&l.dy, dy, d); p.tracing() {
		l.dy.Name = named(dy, `\partial `+l.y.Name).Name
	}
	p.as("positions")
	p.MulATB(l.w[3].Grad, &l.c, &l.dy)   // ∂W_O = Cᵀ ∂Y
	p.SumRows(l.b[3].Grad, &l.dy)        // ∂b_O = 1ᵀ ∂Y
	p.MulABT(&l.dc, &l.dy, l.w[3].Value) // ∂C = ∂Y W_Oᵀ
	for i := range n {
		for h := range cmp.Or(l.Heads, 1) {
			at := l.at(p, i, h)
			l.take(p, &at.dy, &l.dc, i, h)
			at.dz[0], at.dz[1], at.dz[2] = at.attention.Backward(p, &at.dy)
		}
	}
	for k := range l.dz {
		l.parts = l.parts[:0]
		for _, at := range l.heads {
			l.parts = append(l.parts, at.dz[k])
		}
		l.concat(p, &l.dz[k]) // ∂Q from those of the heads, and so ∂K and ∂V
	}
	p.as("positions")
	for k := range l.dz {
		p.MulATB(l.w[k].Grad, &l.x, &l.dz[k]) // ∂W_Q = Xᵀ ∂Q
		p.SumRows(l.b[k].Grad, &l.dz[k])      // ∂b_Q = 1ᵀ ∂Q
	}
	l.inputErrors(p) // ∂X = ∂Q W_Qᵀ + ∂K W_Kᵀ + ∂V W_Vᵀ
	return fold(&l.dxOut, &l.dx, T*d)
}

// Params returns W_Q, b_Q, W_K, b_K, W_V, b_V, W_O and b_O; W d×d, b 1×d.
func (l *MultiHeadAttention) Params() (all []*Param) {
	for k := range l.w {
		all = append(all, &l.w[k], &l.b[k])
	}
	return all
}

// Weights returns how much the positions of an example of the latest Forward looked at
// each other in one head, T×T: row i is what position i looked at. Both are counted from
// 0. The next Forward overwrites it. It panics with a *linalg.ShapeError when there is no
// such example or head.
func (l *MultiHeadAttention) Weights(example, head int) *Matrix {
	heads := cmp.Or(l.Heads, 1)
	if n := len(l.heads) / heads; uint(example) >= uint(n) || uint(head) >= uint(heads) {
		panic(&linalg.ShapeError{Op: "Weights", Why: fmt.Sprintf("there is no example %d with a head %d, both counted from 0: the latest batch had %d examples, and the layer has %d heads", example, head, n, heads)})
	}
	return l.heads[example*heads+head].attention.Weights()
}

// begin makes room for the heads of n examples, and keeps that of earlier batches.
func (l *MultiHeadAttention) begin(n int) {
	want := n * cmp.Or(l.Heads, 1)
	l.heads = l.heads[:min(want, cap(l.heads))]
	for len(l.heads) < want {
		l.heads = append(l.heads, nil)
	}
	for i, at := range l.heads {
		if at == nil {
			l.heads[i] = &head{attention: ScaledDotProduct{Causal: l.Causal, Mask: l.Mask}}
		}
	}
	l.parts = l.parts[:0]
}

// at is head h of example i, which is what computes from now on.
func (l *MultiHeadAttention) at(p *Pass, i, h int) *head {
	at := l.heads[i*cmp.Or(l.Heads, 1)+h]
	if p.tracing() {
		p.within(fmt.Sprintf("example %d, head", i+1), h+1)
		mark := fmt.Sprintf("^{[%d,%d]}", i+1, h+1)
		at.attention.mark = mark
		for k := range at.z {
			at.z[k].Name = projections[k] + mark
		}
		at.dy.Name = `\partial Y` + mark
	}
	return at
}

// take overwrites part, T×d/Heads, with what belongs to head h of example i.
func (l *MultiHeadAttention) take(p *Pass, part, whole *Matrix, i, h int) {
	T, width := l.in[0], l.in[1]/cmp.Or(l.Heads, 1)
	part.Reset(T, width)
	for t := range T {
		copy(part.Row(t), whole.Row(i*T + t)[h*width:])
	}
	if p.tracing() {
		p.record(fmt.Sprintf("take:%d,%d", i*T, h*width), part, whole)
	}
}

// concat puts the parts of the heads side by side, and the examples one below the other.
func (l *MultiHeadAttention) concat(p *Pass, whole *Matrix) {
	heads, T := cmp.Or(l.Heads, 1), l.in[0]
	whole.Reset(len(l.parts)/heads*T, l.in[1])
	for k, part := range l.parts {
		for t := range T {
			copy(whole.Row(k/heads*T + t)[k%heads*part.Cols:], part.Row(t))
		}
	}
	p.within("", 0)
	if p.tracing() && len(l.parts) > 0 {
		p.record("concat", whole, l.parts...)
	}
}

// inputErrors overwrites ∂X with ∂Q W_Qᵀ + ∂K W_Kᵀ + ∂V W_Vᵀ.
func (l *MultiHeadAttention) inputErrors(p *Pass) {
	l.dx.MulABT(&l.dz[0], l.w[0].Value)
	for k := 1; k < len(l.dz); k++ {
		l.dx.Add(&l.dx, l.back.MulABT(&l.dz[k], l.w[k].Value))
	}
	if p.tracing() {
		p.record("inputErrors", named(&l.dx, `\partial X`), &l.dz[0], l.w[0].Value, &l.dz[1], l.w[1].Value, &l.dz[2], l.w[2].Value)
	}
}

// savedAttention is what a MultiHeadAttention is built from.
type savedAttention struct {
	Heads  int     `json:"heads,omitempty"`
	Causal bool    `json:"causal,omitempty"`
	Mask   *Matrix `json:"mask,omitempty"`
}

// MarshalJSON writes the settings of the layer.
func (l *MultiHeadAttention) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedAttention{l.Heads, l.Causal, l.Mask})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *MultiHeadAttention) UnmarshalJSON(b []byte) error {
	var s savedAttention
	err := json.Unmarshal(b, &s)
	*l = MultiHeadAttention{Heads: s.Heads, Causal: s.Causal, Mask: s.Mask}
	return err
}

func (l *MultiHeadAttention) claims(in Shape) (numbers int, out Shape, err error) {
	heads := cmp.Or(l.Heads, 1)
	if len(in) != 2 {
		return 0, nil, fmt.Errorf("it is given examples of shape %v, want positions and features", in)
	}
	if heads < 1 || in[0] > maxUnits || in[1] > maxUnits || in[0]*in[0] > 64*maxUnits/heads {
		return 0, nil, fmt.Errorf("it has %d heads for examples of shape %v, want at least 1 head, and no more than %d weights of an example", l.Heads, in, 64*maxUnits)
	}
	return 4 * (in[1] + 1) * in[1], in, nil
}

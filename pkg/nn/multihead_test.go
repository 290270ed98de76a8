package nn_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

// multiHeads are the settings that interact.
var multiHeads = []struct {
	in    nn.Shape
	layer nn.MultiHeadAttention
}{
	{nn.Shape{3, 4}, nn.MultiHeadAttention{}},
	{nn.Shape{3, 4}, nn.MultiHeadAttention{Heads: 2}},
	{nn.Shape{3, 6}, nn.MultiHeadAttention{Heads: 3, Causal: true}},
	{nn.Shape{3, 4}, nn.MultiHeadAttention{Heads: 4, Mask: linalg.New(3, 3, 1, 0, 1, 0, 1, 0, 1, 1, 1)}},
	{nn.Shape{3, 2}, nn.MultiHeadAttention{Heads: 2, Causal: true, Mask: linalg.New(3, 3, 1, 0, 0, 1, 0, 1, 0, 1, 1), Init: nn.Normal(0.3)}},
	{nn.Shape{1, 2}, nn.MultiHeadAttention{}},
	{nn.Shape{2, 1}, nn.MultiHeadAttention{}},
}

func TestMultiHeadAttention(t *testing.T) {
	for _, c := range multiHeads {
		t.Run(fmt.Sprintf("%v %d heads", c.in, c.layer.Heads), func(t *testing.T) {
			layer := c.layer
			nntest.CheckLayer(t, &layer, c.in)
		})
	}
}

// Each head attends with columns of its own; then their outputs are mixed.
func TestMultiHeadAttentionEqualsItsDefinition(t *testing.T) {
	for _, c := range multiHeads {
		layer := c.layer
		T, d, heads := c.in[0], c.in[1], max(1, layer.Heads)
		net := nn.Must(nn.New(1, c.in, &layer))
		for i, q := range net.Params() {
			q.Value.Copy(draws(uint64(i), q.Value.Rows, q.Value.Cols))
		}
		x := draws(99, 2, T*d)
		y := net.Forward(nil, x)
		project := func(x *nn.Matrix, symbol string) *nn.Matrix {
			return linalg.AddRow(linalg.Mul(x, net.Param("MultiHeadAttention 1/W_"+symbol).Value), net.Param("MultiHeadAttention 1/b_"+symbol).Value)
		}
		for i := range x.Rows {
			xi := linalg.New(T, d, x.Row(i)...)
			q, k, v := project(xi, "Q"), project(xi, "K"), project(xi, "V")
			var parts []*nn.Matrix
			for h := range heads {
				lo, hi := h*d/heads, (h+1)*d/heads
				part, a := attendNaive(nn.ScaledDotProduct{Causal: layer.Causal, Mask: layer.Mask}, linalg.SliceCols(q, lo, hi), linalg.SliceCols(k, lo, hi), linalg.SliceCols(v, lo, hi))
				parts = append(parts, part)
				approx(t, fmt.Sprintf("%v: weights of example %d, head %d", c.in, i, h), layer.Weights(i, h), a, 1e-12)
			}
			approx(t, fmt.Sprintf("%v: example %d", c.in, i), linalg.New(T, d, y.Row(i)...), project(linalg.HStack(parts...), "O"), 1e-12)
		}
	}
}

// What comes later changes nothing before it.
func TestCausalAttentionSeesNoFuture(t *testing.T) {
	const T, d = 5, 4
	for _, causal := range []bool{true, false} {
		net := nn.Must(nn.New(1, nn.Shape{T, d}, &nn.MultiHeadAttention{Heads: 2, Causal: causal}, &nn.MultiHeadAttention{Causal: causal}))
		x := draws(1, 1, T*d)
		before := net.Predict(x)
		for i := 3 * d; i < T*d; i++ {
			x.Data[i] += 10
		}
		after := net.Predict(x)
		if got := linalg.Equal(linalg.SliceCols(before, 0, 3*d), linalg.SliceCols(after, 0, 3*d)); got != causal {
			t.Errorf("causal %t: got equal outputs before the change %t, want %t", causal, got, causal)
		}
		if linalg.Equal(linalg.SliceCols(before, 3*d, T*d), linalg.SliceCols(after, 3*d, T*d)) {
			t.Errorf("causal %t: the outputs from the change on are as before", causal)
		}
	}
}

// Attention takes a sequence as a set: another order gives the same outputs in that
// order. Positions change that.
func TestAttentionDoesNotSeeTheOrder(t *testing.T) {
	const T, d = 4, 6
	order := []int{2, 0, 3, 1}
	reorder := func(x *nn.Matrix) *nn.Matrix {
		return linalg.New(1, T*d, linalg.SelectRows(linalg.New(T, d, x.Data...), order).Data...)
	}
	for _, c := range []struct {
		layers []nn.Layer
		want   bool
	}{
		{[]nn.Layer{&nn.MultiHeadAttention{Heads: 3}}, true},
		{[]nn.Layer{&nn.PositionalEncoding{}, &nn.MultiHeadAttention{Heads: 3}}, false},
		{[]nn.Layer{&nn.PositionalEncoding{Learned: true}, &nn.MultiHeadAttention{Heads: 3}}, false},
	} {
		net := nn.Must(nn.New(1, nn.Shape{T, d}, c.layers...))
		x := draws(1, 1, T*d)
		if got := linalg.EqualApprox(net.Predict(reorder(x)), reorder(net.Predict(x)), 1e-12); got != c.want {
			t.Errorf("%d layers: got the same outputs in another order %t, want %t", len(c.layers), got, c.want)
		}
	}
}

func TestMultiHeadAttentionRefuses(t *testing.T) {
	for _, c := range []struct {
		in    nn.Shape
		layer nn.MultiHeadAttention
		want  string
	}{
		{nn.Shape{12}, nn.MultiHeadAttention{}, "the input has shape [12], want a sequence, {times, features}. If a layer before it has lost the times: a recurrent one needs Sequence: true, a Dense belongs into a TimeDistributed. If it is the first: give the net a shape such as nn.Shape{12, 1}"},
		{nn.Shape{1, 8, 8}, nn.MultiHeadAttention{}, "the input has shape [1 8 8], want a sequence, {times, features}"},
		{nn.Shape{3, 4}, nn.MultiHeadAttention{Heads: 3}, "Heads is 3, want a number that divides the 4 features"},
		{nn.Shape{3, 4}, nn.MultiHeadAttention{Heads: -2}, "Heads is -2, want a number that divides the 4 features"},
		{nn.Shape{2, 4}, nn.MultiHeadAttention{Mask: linalg.Full(3, 3, 1)}, "Mask is 3×3, want 2×2: a row for each position that looks, and a column for each that it looks at"},
		{nn.Shape{2, 4}, nn.MultiHeadAttention{Mask: linalg.New(2, 2, 1, 0, 0, 0)}, "position 1, counted from 0, may look at nothing: want a 1 in each row of Mask, with Causal at or before the diagonal"},
	} {
		_, err := nn.New(1, c.in, &c.layer)
		fails(t, "MultiHeadAttention", err, "nn: MultiHeadAttention 1: "+c.want)
	}
	layer := &nn.MultiHeadAttention{Heads: 2}
	net := nn.Must(nn.New(1, nn.Shape{2, 4}, layer))
	net.Forward(nil, draws(1, 5, 8))
	net.Forward(nil, draws(1, 3, 8)) // of a smaller batch, the rest is not kept
	for _, at := range [][2]int{{3, 0}, {0, 2}, {-1, 0}, {0, -1}} {
		want := fmt.Sprintf("linalg: Weights: there is no example %d with a head %d, both counted from 0: the latest batch had 3 examples, and the layer has 2 heads", at[0], at[1])
		if got := misfit(t, func() { layer.Weights(at[0], at[1]) }); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestMultiHeadAttentionIsExplained(t *testing.T) {
	for _, c := range multiHeads {
		for _, learned := range []bool{false, true} {
			layer := c.layer
			net := nn.Must(nn.New(1, c.in, &nn.PositionalEncoding{Learned: learned}, &layer, &nn.Dense{Out: 1}))
			trainer := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: draws(1, 2, c.in.Size()), Y: draws(2, 2, 1), Epochs: 2, Trace: &nn.Trace{}}
			if err := trainer.Run(); err != nil {
				t.Fatal(err)
			}
			seen := explainsAll(t, trainer.Trace)
			for _, op := range []string{"affine:positions", "concat", "mul:attention", "mulATB:attention", "mulABT:attention", "mulATB:positions", "sumRows:positions", "inputErrors", "addPositions", "passOn"} {
				if seen[op] == 0 {
					t.Errorf("%s: it is not in the trace", op)
				}
			}
			if seen["mulATB:positions"] != 8 || seen["sumRows:positions"] != 8 || seen["affine:positions"] != 8 {
				t.Errorf("got %v, want the four projections of two updates to speak of positions", seen)
			}
			if learned != (seen["sumPositions"] > 0) {
				t.Errorf("learned %t: got %d sums over examples", learned, seen["sumPositions"])
			}
			if text := trainer.Trace.String(); strings.ContainsAny(text, `\{}`) {
				t.Error("the trace as text holds LaTeX")
			}
		}
	}
}

// The steps of a head say whose they are, in place, names and symbols.
func TestStepsOfHeads(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2, 4}, &nn.MultiHeadAttention{Heads: 2}))
	p := &nn.Pass{Trace: new(nn.Trace)}
	net.Forward(p, draws(1, 2, 8))
	for _, test := range []struct {
		step                     int // Q, K and V of all, and then 6 steps for each head of each example
		where, tex, say, symbols string
	}{
		{0, "MultiHeadAttention 1/forward", `Q_1 = X W_{Q,1} + \mathbf{1} b_{Q,1}`, "Each position (row)", `q^{(1)}_{21} = x_{21} w^{(Q,1)}_{11} + x_{22} w^{(Q,1)}_{21} + x_{23} w^{(Q,1)}_{31} + x_{24} w^{(Q,1)}_{41} + b^{(Q,1)}_{1}`},
		{22, "MultiHeadAttention 1/forward, example 2, head 2", `K^{[2,2]} = (K_1)_{3:4,\,3:4}`, "Of K_1, this example has rows 3 to 4, and this head columns 3 to 4.", `k^{[2,2]}_{21} = k^{(1)}_{43}`},
		{24, "MultiHeadAttention 1/forward, example 2, head 2", `S^{[2,2]} = \frac{1}{\sqrt{2}} Q^{[2,2]} \, {K^{[2,2]}}^\top`, "divided by √2", `s^{[2,2]}_{21} = \frac{1}{\sqrt{2}} (q^{[2,2]}_{21} k^{[2,2]}_{11} + q^{[2,2]}_{22} k^{[2,2]}_{12})`},
		{27, "MultiHeadAttention 1/forward", `C_1 = \begin{pmatrix} Y^{[1,1]} & Y^{[1,2]} \\ Y^{[2,1]} & Y^{[2,2]} \end{pmatrix}`, "side by side", `c^{(1)}_{21} = y^{[1,1]}_{21}`},
		{28, "MultiHeadAttention 1/forward", `Y_1 = C_1 W_{O,1} + \mathbf{1} b_{O,1}`, "Each position (row)", ``},
	} {
		s := &p.Trace.Steps[test.step]
		if s.Where != test.where || s.TeX != test.tex || !strings.Contains(s.Say, test.say) || test.symbols != "" && s.Entry(1, 0).Symbols != test.symbols {
			t.Errorf("step %d:\n got %s\n     %s\n     %s\n     %s\nwant %s\n     %s\n     %s\n     %s", test.step, s.Where, s.TeX, s.Say, s.Entry(1, 0).Symbols, test.where, test.tex, test.say, test.symbols)
		}
	}
}

func TestAttentionIsSaved(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{3, 4}, &nn.PositionalEncoding{}, &nn.PositionalEncoding{Learned: true},
		&nn.MultiHeadAttention{Heads: 2, Causal: true}, &nn.MultiHeadAttention{Mask: linalg.New(3, 3, 1, 0, 0, 1, 1, 0, 1, 0, 1)}, &nn.Dense{Out: 2}))
	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		t.Fatal(err)
	}
	text := file.String()
	again, err := nn.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	sameParams(t, "from a file", again, net)
	x := draws(1, 2, 12)
	if !identical(again.Predict(x), net.Predict(x)) {
		t.Error("got other outputs from the file")
	}
	for _, test := range []struct{ from, to, want string }{
		{`"heads":2`, `"heads":3`, "nn: MultiHeadAttention 1: Heads is 3, want a number that divides the 4 features"},
		{`"heads":2`, `"heads":-2`, "nn: saved layer 3 (MultiHeadAttention): it has -2 heads for examples of shape [3 4], want at least 1 head, and no more than 67108864 weights of an example"},
		{`"causal":true`, `"mask":{"name":"","rows":1,"cols":1,"data":[1]}`, "nn: MultiHeadAttention 1: Mask is 1×1, want 3×3: a row for each position that looks, and a column for each that it looks at"},
		{`"in":[3,4]`, `"in":[12]`, "nn: saved layer 1 (PositionalEncoding): it is given examples of shape [12], want positions and features"},
		{`"in":[3,4],"layers":[{"kind":"PositionalEncoding","with":{}},{"kind":"PositionalEncoding","with":{"learned":true}},`, `"in":[200000,4],"layers":[`,
			"nn: saved layer 1 (MultiHeadAttention): it has 2 heads for examples of shape [200000 4], want at least 1 head, and no more than 67108864 weights of an example"},
	} {
		if !strings.Contains(text, test.from) {
			t.Fatalf("got %s, want %s in it", text, test.from)
		}
		_, err := nn.Load(strings.NewReader(strings.Replace(text, test.from, test.to, 1)))
		fails(t, "a damaged file", err, test.want)
	}
}

// A file whose layers want more numbers than it has is refused before they are made.
func TestAttentionClaimsItsNumbers(t *testing.T) {
	for _, test := range []struct{ in, layer, want string }{
		{"[3,4]", `{"kind":"MultiHeadAttention","with":{"heads":2}}`, "(MultiHeadAttention): its parameters have 80 numbers, and only 0 of the saved ones are left"},
		{"[12]", `{"kind":"MultiHeadAttention","with":{}}`, "(MultiHeadAttention): it is given examples of shape [12], want positions and features"},
		{"[3,4]", `{"kind":"PositionalEncoding","with":{"learned":true}}`, "(PositionalEncoding): its parameters have 12 numbers, and only 0 of the saved ones are left"},
	} {
		_, err := nn.Load(strings.NewReader(`{"chainrule_net":1,"in":` + test.in + `,"layers":[` + test.layer + `],"params":[]}`))
		fails(t, test.layer, err, "nn: saved layer 1 "+test.want)
	}
}

// Weights are Xavier's unless Init says otherwise, and learned positions are small.
func TestAttentionStarts(t *testing.T) {
	const d = 20
	net := nn.Must(nn.New(1, nn.Shape{30, d}, &nn.MultiHeadAttention{}, &nn.MultiHeadAttention{Init: nn.Constant(2)}, &nn.PositionalEncoding{Learned: true}))
	for _, symbol := range []string{"Q", "K", "V", "O"} {
		if w := linalg.Max(net.Param("MultiHeadAttention 1/W_" + symbol).Value); w > math.Sqrt(6.0/(2*d)) || w < 0.35 {
			t.Errorf("W_%s: got a largest weight of %v, want one near √(6/40)", symbol, w)
		}
		approx(t, "a constant start", net.Param("MultiHeadAttention 2/W_"+symbol).Value, linalg.Full(d, d, 2), 0)
	}
	p := net.Param("PositionalEncoding 1/P").Value
	if deviation := linalg.Norm(p) / math.Sqrt(30*d); deviation < 0.018 || deviation > 0.022 {
		t.Errorf("got positions with a deviation of %v, want about 0.02", deviation)
	}
}

// A query at the end asks for the value beside one of the keys: which of them is where
// changes from example to example, so that no fixed weights of places can answer.
func TestAttentionLooksUp(t *testing.T) {
	const pairs, kinds, n = 3, 3, 96
	rng := nn.Stream(1, "pairs")
	x, y := linalg.New(n, (pairs+1)*(kinds+1)), linalg.New(n, 1)
	for i := range n {
		keys := rng.Perm(kinds)
		asked := rng.IntN(pairs)
		for k := range pairs {
			v := 2*rng.Float64() - 1
			x.Row(i)[k*(kinds+1)+keys[k]], x.Row(i)[k*(kinds+1)+kinds] = 1, v
			if k == asked {
				x.Row(i)[pairs*(kinds+1)+keys[k]] = 1
				y.Set(i, 0, v)
			}
		}
	}
	train := func(layers ...nn.Layer) float64 {
		net := nn.Must(nn.New(1, nn.Shape{pairs + 1, kinds + 1}, append(layers, &nn.Dense{Out: 1})...))
		trainer := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.Adam{LR: 0.03}, X: linalg.SliceRows(x, 0, 64), Y: linalg.SliceRows(y, 0, 64), Epochs: 400}
		if err := trainer.Run(); err != nil {
			t.Fatal(err)
		}
		return nn.MSE{}.Loss(nil, net.Forward(nil, linalg.SliceRows(x, 64, n)), linalg.SliceRows(y, 64, n))
	}
	dense, attention := train(&nn.Dense{Out: 16, Act: nn.Tanh}), train(&nn.MultiHeadAttention{})
	if attention > 0.02 || dense < 0.1 {
		t.Errorf("got a mean squared error of %.3f with attention and %.3f with a hidden layer, want less than 0.02 and more than 0.1", attention, dense)
	}
}

package nn_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
	"chainrule/pkg/nn/nntest"
)

func TestRecurrentLayers(t *testing.T) {
	nntest.CheckLayer(t, &nn.RNN{Out: 4}, nn.Shape{3, 2})
	nntest.CheckLayer(t, &nn.RNN{Out: 2, Sequence: true, Act: nn.Sigmoid}, nn.Shape{2, 3})
	nntest.CheckLayer(t, &nn.RNN{Out: 3, Sequence: true}, nn.Shape{1, 1})
	nntest.CheckLayer(t, &nn.LSTM{Out: 2}, nn.Shape{3, 2})
	nntest.CheckLayer(t, &nn.LSTM{Out: 2, Sequence: true}, nn.Shape{2, 3})
	nntest.CheckLayer(t, &nn.LSTM{Out: 3}, nn.Shape{1, 1})
	nntest.CheckLayer(t, &nn.GRU{Out: 2}, nn.Shape{3, 2})
	nntest.CheckLayer(t, &nn.GRU{Out: 2, Sequence: true}, nn.Shape{2, 3})
	nntest.CheckLayer(t, &nn.GRU{Out: 3}, nn.Shape{1, 1})
}

// recurrentLayers are one of each, with the given settings.
func recurrentLayers(out int, sequence bool, truncate int) map[string]nn.Layer {
	return map[string]nn.Layer{
		"RNN":  &nn.RNN{Out: out, Sequence: sequence, Truncate: truncate},
		"LSTM": &nn.LSTM{Out: out, Sequence: sequence, Truncate: truncate},
		"GRU":  &nn.GRU{Out: out, Sequence: sequence, Truncate: truncate},
	}
}

// The definitions, one number at a time: w(x, h, k) is what unit k of the layer's gates is
// fed with by the input x and the state h.
var recurrences = map[string]func(w func(params []*nn.Param, x, h []float64, k int) float64, params []*nn.Param, x, h, c []float64){
	"RNN": func(w func([]*nn.Param, []float64, []float64, int) float64, q []*nn.Param, x, h, c []float64) {
		old := append([]float64(nil), h...)
		for j := range h {
			h[j] = math.Tanh(w(q, x, old, j))
		}
	},
	"LSTM": func(w func([]*nn.Param, []float64, []float64, int) float64, q []*nn.Param, x, h, c []float64) {
		old, n := append([]float64(nil), h...), len(h)
		for j := range h {
			i, f, g, o := sigmoid(w(q, x, old, j)), sigmoid(w(q, x, old, n+j)), math.Tanh(w(q, x, old, 2*n+j)), sigmoid(w(q, x, old, 3*n+j))
			c[j] = f*c[j] + i*g
			h[j] = o * math.Tanh(c[j])
		}
	},
	"GRU": func(w func([]*nn.Param, []float64, []float64, int) float64, q []*nn.Param, x, h, c []float64) {
		old, n := append([]float64(nil), h...), len(h)
		seen := make([]float64, n)
		for j := range seen {
			seen[j] = sigmoid(w(q[:3], x, old, j)) * old[j]
		}
		for j := range h {
			z := sigmoid(w(q[:3], x, old, n+j))
			h[j] = z*old[j] + (1-z)*math.Tanh(w(q[3:], x, seen, j))
		}
	},
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

func TestRecurrentLayersByDefinition(t *testing.T) {
	const T, d, units, n = 4, 3, 2, 5
	fed := func(q []*nn.Param, x, h []float64, k int) float64 {
		sum := q[2].Value.At(0, k)
		for i, v := range x {
			sum += v * q[0].Value.At(i, k)
		}
		for i, v := range h {
			sum += v * q[1].Value.At(i, k)
		}
		return sum
	}
	x := draws(1, n, T*d)
	for kind, layer := range recurrentLayers(units, true, 0) {
		net := nn.Must(nn.New(2, nn.Shape{T, d}, layer))
		last := nn.Must(nn.New(2, nn.Shape{T, d}, recurrentLayers(units, false, 0)[kind]))
		for i, q := range net.Params() {
			q.Value.Add(q.Value, draws(uint64(3+i), q.Value.Rows, q.Value.Cols))
			last.Params()[i].Value.Copy(q.Value)
		}
		want := linalg.New(n, T*units)
		for i := range n {
			h, c := make([]float64, units), make([]float64, units)
			for t := range T {
				recurrences[kind](fed, net.Params(), x.Row(i)[t*d:(t+1)*d], h, c)
				copy(want.Row(i)[t*units:], h)
			}
		}
		approx(t, kind, net.Predict(x), want, 1e-14)
		approx(t, kind+", the last state", last.Predict(x), linalg.SliceCols(want, (T-1)*units, T*units), 1e-14)
	}
}

// Errors that flow back through stretches of two times are those of the stretches, each
// taken for a sequence of its own that starts from the state where the one before ended.
func TestTruncatedBackpropagationThroughTime(t *testing.T) {
	const T, d, units, n = 6, 2, 3, 4
	x, dy := draws(1, n, T*d), draws(2, n, T*units)
	for kind, layer := range recurrentLayers(units, true, 2) {
		full := nn.Must(nn.New(3, nn.Shape{T, d}, recurrentLayers(units, true, 0)[kind]))
		cut := nn.Must(nn.New(3, nn.Shape{T, d}, layer))
		full.Forward(nil, x)
		cut.Forward(nil, x)
		// The error of the first stretch's outputs alone does not know of the second.
		early := dy.Clone()
		for i := range n {
			clear(early.Row(i)[2*units:])
		}
		dx := full.Backward(nil, early).Clone()
		got := cut.Backward(nil, dy).Clone()
		approx(t, kind+": ∂X of the first stretch", linalg.SliceCols(got, 0, 2*d), linalg.SliceCols(dx, 0, 2*d), 1e-15)
		if linalg.EqualApprox(got, full.Backward(nil, dy), 1e-6) {
			t.Errorf("%s: got the untruncated ∂X", kind)
		}
		// What no later time can change is the same: the last stretch, of which the last
		// output alone is looked at.
		late := linalg.New(n, T*units)
		for i := range n {
			copy(late.Row(i)[(T-1)*units:], dy.Row(i)[(T-1)*units:])
		}
		got, want := cut.Backward(nil, late).Clone(), full.Backward(nil, late)
		approx(t, kind+": ∂X of the last stretch", linalg.SliceCols(got, 4*d, T*d), linalg.SliceCols(want, 4*d, T*d), 1e-15)
		if linalg.Max(linalg.SliceCols(got, 0, 4*d)) != 0 || linalg.Min(linalg.SliceCols(got, 0, 4*d)) != 0 {
			t.Errorf("%s: got an error before the last stretch, want none", kind)
		}
		// Without Sequence it is the same stretch.
		last := nn.Must(nn.New(3, nn.Shape{T, d}, recurrentLayers(units, false, 2)[kind]))
		last.Forward(nil, x)
		approx(t, kind+": ∂X of the last state", last.Backward(nil, linalg.SliceCols(dy, (T-1)*units, T*units)), got, 1e-15)
		for i, q := range last.Params() {
			approx(t, kind+": "+q.Name, q.Grad, cut.Params()[i].Grad, 1e-15)
		}
		// A stretch as long as the sequence cuts nothing.
		long := nn.Must(nn.New(3, nn.Shape{T, d}, recurrentLayers(units, true, T)[kind]))
		long.Forward(nil, x)
		approx(t, kind+": a stretch of all times", long.Backward(nil, dy), full.Backward(nil, dy), 0)
	}
}

func TestRecurrentLayersRefuse(t *testing.T) {
	for kind, layer := range recurrentLayers(0, false, 0) {
		_, err := nn.New(1, nn.Shape{3, 2}, layer)
		fails(t, kind, err, "nn: "+kind+" 1: Out is 0, want at least 1 unit")
	}
	for kind, layer := range recurrentLayers(2, false, -1) {
		_, err := nn.New(1, nn.Shape{3, 2}, layer)
		fails(t, kind, err, "nn: "+kind+" 1: Truncate is -1, want the number of times through which errors flow back, or 0 for all")
	}
	for kind, layer := range recurrentLayers(2, false, 0) {
		_, err := nn.New(1, nn.Shape{6}, layer)
		fails(t, kind, err, "nn: "+kind+" 1: the input has shape [6], want a sequence, {times, features}. If a layer before it has lost the times: a recurrent one needs Sequence: true, a Dense belongs into a TimeDistributed. If it is the first: give the net a shape such as nn.Shape{12, 1}")
	}
}

func TestRecurrentLayersAreExplained(t *testing.T) {
	for kind, layer := range recurrentLayers(2, true, 0) {
		net := nn.Must(nn.New(1, nn.Shape{3, 2}, layer, recurrentLayers(3, false, 2)[kind], &nn.Dense{Out: 1}))
		trainer := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: draws(1, 2, 6), Y: draws(2, 2, 1), Epochs: 2, Trace: &nn.Trace{}}
		if err := trainer.Run(); err != nil {
			t.Fatal(err)
		}
		seen := explainsAll(t, trainer.Trace)
		want := map[string][]string{
			"RNN":  {"recurrent", "map:tanh", "stateError", "mapgrad:tanh"},
			"LSTM": {"recurrent", "gate:sigmoid", "gate:tanh", "mix", "hadamard:memory", "memoryError", "gategrad:sigmoid", "gategrad:tanh"},
			"GRU":  {"recurrent", "gate:sigmoid", "gate:tanh", "hadamard:state", "complement", "mix", "mix:time", "minus", "gategrad:sigmoid", "gategrad:tanh"},
		}[kind]
		for _, op := range append(want, "mulATB:time", "sumRows:time", "mulABT:time") {
			if seen[op] == 0 {
				t.Errorf("%s: %s is not in the trace", kind, op)
			}
		}
		text := trainer.Trace.String()
		if at := strings.IndexAny(text, `\{}`); at >= 0 {
			t.Errorf("%s: the trace as text holds LaTeX: %s", kind, text[max(0, at-40):at+40])
		}
		holds(t, kind, text, kind+" 1/forward, t = 3\n", kind+" 2/backward, t = 3\n", kind+" 1/backward\n", "X⟨1⟩", "∂H⟨2⟩")
	}
}

// A state at one time, in symbols: each has its time above it.
func TestSymbolsOverTime(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2, 1}, &nn.LSTM{Out: 2}))
	p := &nn.Pass{Trace: &nn.Trace{}}
	net.Forward(p, draws(1, 2, 2).Named("X"))
	var got []string
	for _, i := range []int{8, 9, 12} {
		s := &p.Trace.Steps[i]
		got = append(got, s.TeX, s.Entry(0, 1).Symbols)
	}
	want := []string{
		`Z^{\langle 2 \rangle} = X^{\langle 2 \rangle} W_1 + H^{\langle 1 \rangle} U_1 + \mathbf{1} b_1`,
		`z^{\langle 2 \rangle}_{12} = x^{\langle 2 \rangle}_{1} w^{(1)}_{2} + h^{\langle 1 \rangle}_{11} u^{(1)}_{12} + h^{\langle 1 \rangle}_{12} u^{(1)}_{22} + b^{(1)}_{2}`,
		`I^{\langle 2 \rangle} = \frac{1}{1 + e^{-\bar{I}^{\langle 2 \rangle}}}`,
		`i^{\langle 2 \rangle}_{12} = \frac{1}{1 + e^{-\bar{i}^{\langle 2 \rangle}_{12}}}`,
		``, ``,
	}
	want[4], want[5] = `O^{\langle 2 \rangle} = \frac{1}{1 + e^{-\bar{O}^{\langle 2 \rangle}}}`, `o^{\langle 2 \rangle}_{12} = \frac{1}{1 + e^{-\bar{o}^{\langle 2 \rangle}_{12}}}`
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}
}

func TestRecurrentLayersAreSaved(t *testing.T) {
	x := draws(1, 5, 6)
	for kind, layer := range recurrentLayers(4, true, 2) {
		net := nn.Must(nn.New(1, nn.Shape{3, 2}, layer, recurrentLayers(2, false, 0)[kind]))
		var file bytes.Buffer
		if err := net.Save(&file); err != nil {
			t.Fatal(err)
		}
		first := file.String()
		back, err := nn.Load(&file)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		sameParams(t, kind, back, net)
		if !identical(back.Predict(x), net.Predict(x)) {
			t.Errorf("%s: got other predictions than those of the net that was saved", kind)
		}
		if err := back.Save(&file); err != nil || file.String() != first {
			t.Errorf("%s: saved again (%v), got\n%s\nwant\n%s", kind, err, file.String(), first)
		}
	}
	net := nn.Must(nn.New(1, nn.Shape{1, 2}, &nn.RNN{Out: 1}))
	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		t.Fatal(err)
	}
	for old, bad := range map[string]string{`"out":1`: `"out":-1`, `"in":[1,2]`: `"in":[2]`} {
		_, err := nn.Load(strings.NewReader(strings.Replace(file.String(), old, bad, 1)))
		holds(t, bad, fmt.Sprint(err), "nn: saved layer 1 (RNN): it has ", "want 1 to 1048576 units, and times and features")
	}
}

// The gates of an LSTM begin as its doc comment says.
func TestLSTMBegins(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{5, 3}, &nn.LSTM{Out: 2}))
	approx(t, "b", net.Param("LSTM 1/b").Value, linalg.Row(0, 0, 1, 1, 0, 0, 0, 0), 0)
	U := net.Param("LSTM 1/U").Value
	for k := range 4 {
		u := linalg.SliceCols(U, 2*k, 2*k+2)
		approx(t, "UᵀU of a gate", linalg.MulATB(u, u), linalg.Identity(2), 1e-12)
	}
	if a, b := linalg.SliceCols(U, 0, 2), linalg.SliceCols(U, 2, 4); linalg.Equal(a, b) {
		t.Error("got two gates that begin alike")
	}
}

// Three centuries of sunspots: an LSTM that has seen 1700 to 1908 says next year's number
// from the last eleven, better than that it will be this year's, or that of eleven years ago.
func TestLSTMForecastsSunspots(t *testing.T) {
	const window = 22
	sun := data.Sunspots()
	var x, y *nn.Matrix = linalg.New(0, window), linalg.New(0, 1)
	for i := range len(sun.Values) - window {
		x = linalg.VStack(x, linalg.Scale(0.01, linalg.Row(sun.Values[i:i+window]...)))
		y = linalg.VStack(y, linalg.Scale(0.01, linalg.Row(sun.Values[i+window])))
	}
	split := 1909 - 1700 - window
	net := nn.Must(nn.New(1, nn.Shape{window, 1}, &nn.LSTM{Out: 16}, &nn.Dense{Out: 1}))
	trainer := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.Adam{LR: 0.01}, X: linalg.SliceRows(x, 0, split), Y: linalg.SliceRows(y, 0, split), Batch: 16, Epochs: 60, Seed: 1}
	if err := trainer.Run(); err != nil {
		t.Fatal(err)
	}
	testX, testY := linalg.SliceRows(x, split, x.Rows), linalg.SliceRows(y, split, y.Rows)
	error := func(yhat *nn.Matrix) float64 { return 100 * math.Sqrt(nn.MSE{}.Loss(nil, yhat, testY)) }
	got := error(net.Predict(testX))
	naive, cycle := error(linalg.SliceCols(testX, window-1, window)), error(linalg.SliceCols(testX, window-11, window-10))
	t.Logf("root mean squared error over %d years: LSTM %.1f, this year's number %.1f, that of eleven years ago %.1f", testX.Rows, got, naive, cycle)
	if !(got < 0.8*min(naive, cycle)) {
		t.Errorf("got an error of %.1f, want one below 0.8 times %.1f and %.1f", got, naive, cycle)
	}
}

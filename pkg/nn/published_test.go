package nn_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// publication is a worked example that someone else has printed.
type publication struct {
	Example    string `json:"example"`
	Source     string `json:"source"`
	Convention string `json:"convention"`
	Input      input  `json:"input"`
	Rows       []struct {
		Quantity  string  `json:"quantity"`
		Printed   string  `json:"printed"` // empty where only we print it
		Full      float64 `json:"full"`
		Tolerance float64 `json:"tolerance"` // of full; relative where that is above 1
		Wrong     bool    `json:"wrong"`     // the print is wrong, and note says why
		Note      string  `json:"note"`
	} `json:"rows"`
}

// input is what an example starts from, by name.
type input map[string]json.RawMessage

func (in input) read(name string, v any) {
	if err := json.Unmarshal(in[name], v); err != nil {
		panic(name + ": " + err.Error())
	}
}

func (in input) number(name string) (v float64) { in.read(name, &v); return v }

func (in input) numbers(name string) (v []float64) { in.read(name, &v); return v }

func (in input) matrix(name string) *nn.Matrix {
	var v [][]float64
	in.read(name, &v)
	return linalg.FromRows(v)
}

// result is what a case computes: each quantity of the example, and for those that are
// printed wrong, the print's value from its cause.
type result struct{ right, misprint map[string]float64 }

// publishedCases compute the examples, by name.
var publishedCases = map[string]func(in input) result{
	"the 2-2-2 network": mazur,
	"(x+y)z":            product,
	"sigmoid neuron": func(in input) result {
		return neuron(in, "f", "∂f/∂w1", "∂f/∂w2", "∂f/∂b", "∂f/∂x1", "∂f/∂x2")
	},
	"tanh neuron":                            func(in input) result { return neuron(in, "f", "∂f/∂w1", "∂f/∂w2", "∂f/∂x1", "∂f/∂x2") },
	"README expression":                      readme,
	"image":                                  image,
	"bands of the gradient check":            bands,
	"x², rate 0.2":                           bowl,
	"x², rate 0.05":                          bowl,
	"x², rate 1.1":                           bowl,
	"x1² + 2x2², rate 0.1":                   bowl,
	"0.1x1² + 2x2², rate 0.4":                bowl,
	"0.1x1² + 2x2², rate 0.6":                bowl,
	"0.1x1² + 2x2², rate 0.6, momentum 0.5":  bowl,
	"0.1x1² + 2x2², rate 0.6, momentum 0.25": bowl,
	"0.1x1² + 2x2², AdaGrad, rate 2":         adaGrad,
	"cross-entropy":                          crossEntropyOfProbabilities,
	"cross-entropy of probabilities":         crossEntropyProb,
	"four losses of two by two outputs":      fourLosses,
	"linear regression, batch":               linearRegression,
	"linear regression, one at a time":       linearRegression,
	"linear regression, batches of two":      linearRegression,
	"softmax of (1, 2, 3)":                   softmaxOf,
	"softmax of (−1, 0, 5)":                  softmaxOf,
	"Adam's first step":                      adamsFirstStep,
	"ROC of four scores":                     rocOfFour,
	"precision, recall, F1":                  classScores,
	"batch norm of two pictures in training": batchNormTraining,
	"batch norm in use before any training":  batchNormUse,
	"self-attention of two words":            selfAttention,
	"self-attention of two words, unequal":   selfAttention,
	"self-attention of three words":          selfAttention,
	"masked self-attention":                  selfAttention,
	"four heads":                             selfAttention,
	"the second of two positions":            positionOfTwo,
	"one sigmoid neuron, w = 0.6, b = 0.9":   nielsen,
	"one sigmoid neuron, w = 2, b = 2":       nielsen,
}

// The oracle that we did not write: every number in testdata/published is computed,
// and no number is computed that is not there. With -v it prints them as a table.
func TestPublishedNumbers(t *testing.T) {
	files, err := filepath.Glob("testdata/published/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d files (%v), want the published numbers", len(files), err)
	}
	unused := maps.Clone(publishedCases)
	var lines strings.Builder
	table := tabwriter.NewWriter(&lines, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\nexample\tquantity\tprinted\tours\tverdict")
	for _, file := range files {
		for _, p := range publications(t, file) {
			compute := publishedCases[p.Example]
			if compute == nil {
				t.Errorf("%s: no case computes %q", file, p.Example)
				continue
			}
			if unused[p.Example] == nil {
				t.Errorf("%s: got a second example %q, want one", file, p.Example)
			}
			delete(unused, p.Example)
			t.Run(p.Example, func(t *testing.T) { p.compare(t, table, compute(p.Input)) })
		}
	}
	for example := range unused {
		t.Errorf("%q is computed, and not in testdata/published", example)
	}
	table.Flush()
	if testing.Verbose() {
		t.Log(lines.String())
	}
}

// publications reads a file, and refuses what it does not know, so that no misspelled
// field goes unread.
func publications(t *testing.T, file string) (all []publication) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(&all); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return all
}

// compare fails the test for each row that does not hold, and adds the rows to the table.
func (p publication) compare(t *testing.T, table io.Writer, r result) {
	t.Helper()
	if p.Source == "" || p.Convention == "" {
		t.Errorf("got source %q and convention %q, want both: a number without them is no oracle", p.Source, p.Convention)
	}
	for _, row := range p.Rows {
		got, computed := r.right[row.Quantity]
		if !computed {
			t.Errorf("%s: the case does not compute it", row.Quantity)
			continue
		}
		delete(r.right, row.Quantity)
		verdict := "agrees"
		fail := func(format string, args ...any) {
			t.Helper()
			t.Errorf("%s: "+format, append([]any{row.Quantity}, args...)...)
			verdict = "FAILS"
		}
		switch {
		case row.Printed == "":
			verdict = "not printed"
		case prints(row.Printed, row.Full) == row.Wrong:
			fail("%.17g is printed as %s: got wrong = %t", row.Full, row.Printed, row.Wrong)
		case row.Wrong:
			misprint, explained := r.misprint[row.Quantity]
			delete(r.misprint, row.Quantity)
			verdict = fmt.Sprintf("misprint, its cause gives %.9g", misprint)
			if !explained || !prints(row.Printed, misprint) || row.Note == "" {
				fail("the cause of the misprint (%s) gives %.17g, want %s", row.Note, misprint, row.Printed)
			}
		case !isRounded(row.Printed, row.Full):
			verdict = "agrees, cut off"
		}
		if !near(got, row.Full, row.Tolerance) {
			fail("got %.17g, want %.17g ± %.0g", got, row.Full, row.Tolerance)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%.12g\t%s\n", p.Example, row.Quantity, row.Printed, got, verdict)
	}
	for quantity := range r.right {
		t.Errorf("%s is computed, and has no row", quantity)
	}
	for quantity := range r.misprint {
		t.Errorf("%s: a misprint is computed, and the row is not wrong", quantity)
	}
}

// prints says whether v has the printed digits, rounded or cut off after the last.
func prints(printed string, v float64) bool {
	_, decimals, fraction := strings.Cut(printed, ".")
	cutOff := strconv.FormatFloat(v, 'f', len(decimals)+6, 64)
	return isRounded(printed, v) || fraction && strings.HasPrefix(cutOff, printed)
}

// isRounded says whether v rounds to the printed digits, which may be written as 1e-7.
func isRounded(printed string, v float64) bool {
	mantissa, exponent, scientific := strings.Cut(printed, "e")
	_, decimals, _ := strings.Cut(mantissa, ".")
	if !scientific {
		return printed == strconv.FormatFloat(v, 'f', len(decimals), 64)
	}
	ours, power, _ := strings.Cut(strconv.FormatFloat(v, 'e', len(decimals), 64), "e")
	want, err := strconv.Atoi(exponent)
	got, _ := strconv.Atoi(power)
	return err == nil && mantissa == ours && got == want
}

func TestPrints(t *testing.T) {
	for _, test := range []struct {
		printed string
		v       float64
		want    bool
	}{
		{"0.16", 0.159, true},
		{"0.15", 0.159, true}, // cut off
		{"0.17", 0.159, false},
		{"-0.038098236", -0.0380982365, true},
		{"-0.038098237", -0.0380982365001, true},
		{"-12", -12, true},
		{"-12", -12.6, false},
		{"1.0", 0.9999999999999996, true},
		{"0.1", 0.01, false},
		{"1e-7", 1e-7, true},
		{"1e-7", 1.4e-7, true},
		{"1.0e-7", 1.4e-7, false},
		{"1e-7", 1e-8, false},
	} {
		if got := prints(test.printed, test.v); got != test.want {
			t.Errorf("%v printed as %s: got %t, want %t", test.v, test.printed, got, test.want)
		}
	}
}

// mazur's network is two layers with a sigmoid. A bias's gradient is δ, since there is
// one example. His biases are not trained.
func mazur(in input) result {
	w, b, rate := in.numbers("w"), in.numbers("b"), in.number("rate")
	x, y := linalg.Row(in.numbers("x")...), linalg.Row(in.numbers("y")...)
	loss, opt := nn.HalfSquaredError{}, &nn.SGD{LR: rate}

	// A column of W belongs to a unit: w1 and w2 lead to h1.
	build := func() *nn.Model {
		net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 2, Act: nn.Sigmoid}, &nn.Dense{Out: 2, Act: nn.Sigmoid}))
		for k, layer := range net.Layers() {
			W, bias := layer.Params()[0], layer.Params()[1]
			W.Value.Transpose(linalg.New(2, 2, w[4*k:4*k+4]...))
			bias.Value.Fill(b[k])
			bias.Frozen = true
		}
		return net
	}
	weights := func(net *nn.Model) (all []float64) {
		for _, layer := range net.Layers() {
			all = append(all, linalg.Transpose(layer.Params()[0].Value).Data...)
		}
		return all
	}

	right := map[string]float64{}
	put := func(values []float64, names ...string) {
		for i, name := range names {
			right[name] = values[i]
		}
	}
	net := build()
	hidden, output := net.Layers()[0], net.Layers()[1]
	out := net.Forward(nil, x)
	put(hidden.Forward(nil, x).Data, "out_h1", "out_h2")
	put(out.Data, "out_o1", "out_o2")
	right["E"] = loss.Loss(nil, out, y)
	dh := output.Backward(nil, loss.Grad(nil, new(nn.Matrix), out, y))
	put(dh.Data, "∂E/∂h1", "∂E/∂h2")
	put(output.Params()[1].Grad.Data, "δ_o1", "δ_o2")
	put(linalg.Transpose(output.Params()[0].Grad).Data, "∂E/∂w5", "∂E/∂w6", "∂E/∂w7", "∂E/∂w8")
	hidden.Backward(nil, dh)
	put(linalg.Transpose(hidden.Params()[0].Grad).Data, "∂E/∂w1", "∂E/∂w2", "∂E/∂w3", "∂E/∂w4")

	// The right order: all gradients first, as a Trainer does it.
	net, misprint := build(), map[string]float64{}
	for u := range (&nn.Trainer{Net: net, Loss: loss, Opt: opt, X: x, Y: y, Epochs: 10_000}).Steps() {
		switch u.Step {
		case 1:
			for i, w := range weights(net) {
				right[fmt.Sprintf("w%d after 1 update", i+1)] = w
			}
			right["E after 1 update"] = loss.Loss(nil, net.Forward(nil, x), y)
		case 10_000:
			misprint["E after 10000 updates"] = u.Loss // before the last update
		}
	}
	right["E after 10000 updates"] = loss.Loss(nil, net.Forward(nil, x), y)
	put(net.Forward(nil, x).Data, "out_o1 after 10000 updates", "out_o2 after 10000 updates")

	// The wrong one: w5…w8 move first, and the hidden gradients see them moved.
	net = build()
	hidden, output = net.Layers()[0], net.Layers()[1]
	for step := 1; step <= 10_000; step++ {
		dy := loss.Grad(nil, new(nn.Matrix), net.Forward(nil, x), y)
		output.Backward(nil, dy)
		opt.Step(nil, output.Params())
		hidden.Backward(nil, output.Backward(nil, dy))
		opt.Step(nil, hidden.Params())
		if step == 1 {
			misprint["E after 1 update"] = loss.Loss(nil, net.Forward(nil, x), y)
		}
	}
	out = net.Forward(nil, x)
	misprint["out_o1 after 10000 updates"], misprint["out_o2 after 10000 updates"] = out.Data[0], out.Data[1]
	return result{right, misprint}
}

func product(in input) result {
	f := func(x []float64) float64 { return (x[0] + x[1]) * x[2] }
	x := in.numbers("x")
	g := nn.CentralDifference(f, x)
	return result{right: map[string]float64{"f": f(x), "∂f/∂x": g[0], "∂f/∂y": g[1], "∂f/∂z": g[2]}}
}

// neuron is a layer with one unit. Fed with an error of 1, its gradients are those of f.
func neuron(in input, quantities ...string) result {
	var act string
	in.read("act", &act)
	d := &nn.Dense{Out: 1, Act: map[string]nn.Activation{"sigmoid": nn.Sigmoid, "tanh": nn.Tanh}[act]}
	net := nn.Must(nn.New(1, nn.Shape{2}, d))
	W, b := net.Param("Dense 1/W"), net.Param("Dense 1/b")
	copy(W.Value.Data, in.numbers("w"))
	b.Value.Fill(in.number("b"))
	f := net.Forward(nil, linalg.Row(in.numbers("x")...)).At(0, 0)
	dx := net.Backward(nil, linalg.Row(1))
	all := map[string]float64{
		"f": f, "∂f/∂w1": W.Grad.Data[0], "∂f/∂w2": W.Grad.Data[1], "∂f/∂b": b.Grad.Data[0], "∂f/∂x1": dx.Data[0], "∂f/∂x2": dx.Data[1],
	}
	maps.DeleteFunc(all, func(q string, _ float64) bool { return !slices.Contains(quantities, q) })
	return result{right: all}
}

// readme is the expression of micrograd's README.
func readme(in input) result {
	relu := nn.ReLU.F
	f := func(x []float64) float64 {
		a, b := x[0], x[1]
		c := a + b
		d := a*b + b*b*b
		c += c + 1
		c += 1 + c - a
		d += d*2 + relu(b+a)
		d += 3*d + relu(b-a)
		e := c - d
		f := e * e
		return f/2 + 10/f
	}
	x := in.numbers("x")
	g := nn.CentralDifference(f, x)
	return result{right: map[string]float64{"g": f(x), "∂g/∂a": g[0], "∂g/∂b": g[1]}}
}

// image is a layer without an activation. CS231n gives a class a row of W.
func image(in input) result {
	W := in.matrix("W")
	net := nn.Must(nn.New(1, nn.Shape{W.Cols}, &nn.Dense{Out: W.Rows}))
	net.Param("Dense 1/W").Value.Transpose(W)
	copy(net.Param("Dense 1/b").Value.Data, in.numbers("b"))
	scores := net.Predict(linalg.Row(in.numbers("x")...))
	p := new(nn.Matrix)
	nn.Softmax.Apply(p, scores)
	right := map[string]float64{"cross-entropy": nn.CrossEntropy{}.Loss(nil, scores, oneHot(W.Rows, int(in.number("label"))))}
	for k := range W.Rows {
		right["score "+strconv.Itoa(k)], right["softmax "+strconv.Itoa(k)] = scores.At(0, k), p.At(0, k)
	}
	return result{right: right}
}

// bands are the largest relative errors that a GradCheck still calls so, found by halving.
func bands(input) result {
	words := []string{"good", "fine", "suspect", "wrong"}
	band := func(worst float64) int {
		text := nn.GradCheck{Worst: worst}.String()
		return slices.IndexFunc(words, func(w string) bool { return strings.Contains(text, ", "+w) })
	}
	right := map[string]float64{}
	for k, word := range words[:3] {
		in, above := 0.0, 1.0
		for mid := 0.5; in < mid && mid < above; mid = (in + above) / 2 {
			if band(mid) <= k {
				in = mid
			} else {
				above = mid
			}
		}
		right["largest "+word] = in
	}
	return result{right: right}
}

// bowl is gradient descent on f = Σ c x².
func bowl(in input) result {
	if beta := in.number("beta"); beta != 0 {
		return descent(in, &nn.Momentum{LR: in.number("rate"), Beta: beta})
	}
	return descent(in, &nn.SGD{LR: in.number("rate")})
}

// adaGrad is a bowl descended by AdaGrad. The book's ε is inside the root and 1e−6, which shows
// in the sixth digit of its other run, with a rate of 0.4.
func adaGrad(in input) result { return descent(in, &nn.AdaGrad{LR: in.number("rate")}) }

// descent goes down a bowl.
func descent(in input, opt nn.Optimizer) result {
	c, start := in.numbers("c"), in.numbers("start")
	d := nn.Descent{
		Opt:   opt,
		Steps: int(in.number("steps")),
		Grad: func(x []float64) []float64 {
			g := make([]float64, len(x))
			for i := range x {
				g[i] = 2 * c[i] * x[i]
			}
			return g
		},
	}
	f := func(x []float64) (sum float64) {
		for i := range x {
			sum += c[i] * x[i] * x[i]
		}
		return sum
	}
	var end nn.Position
	for end = range nn.Descend(f, start, d) {
	}
	if len(end.X) == 1 {
		return result{right: map[string]float64{"x": end.X[0]}}
	}
	return result{right: map[string]float64{"x1": end.X[0], "x2": end.X[1]}}
}

// crossEntropyOfProbabilities gives the cost logits whose softmax is p.
func crossEntropyOfProbabilities(in input) result {
	p := in.matrix("p")
	var labels []int
	in.read("labels", &labels)
	logits := linalg.Apply(math.Log, p)
	return result{right: map[string]float64{"cross-entropy": nn.CrossEntropy{}.Loss(nil, logits, oneHot(p.Cols, labels...))}}
}

// fourLosses has two outputs, which BCE and the hinge add up and Keras averages.
func fourLosses(in input) result {
	p, y := in.matrix("p"), in.matrix("y")
	sides := linalg.Apply(func(y float64) float64 { return 2*y - 1 }, y)
	return result{right: map[string]float64{
		"binary cross-entropy": nn.BCEProb{}.Loss(nil, p, y) / float64(p.Cols),
		"hinge":                nn.Hinge{}.Loss(nil, p, sides) / float64(p.Cols),
		"KL divergence":        nn.KL{}.Loss(nil, p, y),
		"Huber":                nn.Huber{}.Loss(nil, p, y),
	}}
}

func crossEntropyProb(in input) result {
	return result{right: map[string]float64{"cross-entropy": nn.CrossEntropyProb{}.Loss(nil, in.matrix("p"), in.matrix("y"))}}
}

// linearRegression takes the examples in order, which a Trainer does only with all of
// them in one batch.
func linearRegression(in input) result {
	X, y := in.matrix("X"), linalg.Col(in.numbers("y")...)
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1, Init: nn.Zeros}))
	net.Param("Dense 1/b").Frozen = true
	loss, opt := nn.MSE{}, &nn.SGD{LR: in.number("rate")}
	epochs, batch := int(in.number("epochs")), int(in.number("batch"))
	if batch == X.Rows {
		if err := (&nn.Trainer{Net: net, Loss: loss, Opt: opt, X: X, Y: y, Epochs: epochs}).Run(); err != nil {
			panic(err)
		}
		epochs = 0
	}
	for range epochs {
		for i := 0; i < X.Rows; i += batch {
			x, y := linalg.SliceRows(X, i, i+batch), linalg.SliceRows(y, i, i+batch)
			net.Backward(nil, loss.Grad(nil, new(nn.Matrix), net.Forward(nil, x), y))
			opt.Step(nil, net.Params())
		}
	}
	w := net.Param("Dense 1/W").Value.Data
	return result{right: map[string]float64{"w1": w[0], "w2": w[1]}}
}

func softmaxOf(in input) result {
	a := new(nn.Matrix)
	nn.Softmax.Apply(a, linalg.Row(in.numbers("z")...))
	return result{right: map[string]float64{"softmax 1": a.Data[0], "softmax 2": a.Data[1], "softmax 3": a.Data[2]}}
}

// adamsFirstStep reads m and v out of a trace, which holds them corrected for their
// start at 0: m/(1−β₁) and v/(1−β₂). The print is what g without its square comes to
// (as does β₂ = 0.99).
func adamsFirstStep(in input) result {
	g, b1, b2 := in.number("g"), in.number("beta1"), in.number("beta2")
	q := &nn.Param{Value: linalg.Row(1), Grad: linalg.Row(g)}
	p := &nn.Pass{Trace: new(nn.Trace)}
	(&nn.Adam{LR: in.number("rate"), Beta1: b1, Beta2: b2}).Step(p, []*nn.Param{q})
	args := p.Trace.Steps[0].Args
	return result{
		right:    map[string]float64{"m": args[1].Data[0] * (1 - b1), "v": args[3].Data[0] * (1 - b2), "θ from 1": q.Value.Data[0]},
		misprint: map[string]float64{"v": (1 - b2) * g},
	}
}

// nielsen's neuron starts out badly wrong, and learns slowly where its slope is flat.
func nielsen(in input) result {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Act: nn.Sigmoid, Init: nn.Constant(in.number("w"))}))
	net.Param("Dense 1/b").Value.Fill(in.number("b"))
	x, y := linalg.Row(in.number("x")), linalg.Row(in.number("y"))
	start := net.Predict(x).Data[0]
	t := &nn.Trainer{Net: net, Loss: nn.HalfSquaredError{}, Opt: &nn.SGD{LR: in.number("rate")}, X: x, Y: y, Epochs: int(in.number("epochs"))}
	if err := t.Run(); err != nil {
		panic(err)
	}
	return result{right: map[string]float64{"output at the start": start, "output after 300 epochs": net.Predict(x).Data[0]}}
}

// rocOfFour leaves out the first threshold, which is infinite.
func rocOfFour(in input) result {
	scores, y := linalg.Col(in.numbers("scores")...), linalg.Col(in.numbers("y")...)
	r := map[string]float64{"AUC": nn.AUC(scores, y)}
	for i, p := range nn.ROC(scores, y) {
		r[fmt.Sprint("FPR ", i)], r[fmt.Sprint("TPR ", i)] = p.FPR, p.TPR
		if i > 0 {
			r[fmt.Sprint("threshold ", i)] = p.Threshold
		}
	}
	return result{right: r}
}

func classScores(in input) result {
	var guess, truth []int
	in.read("guess", &guess)
	in.read("y", &truth)
	yhat, y := guesses(3, guess, truth)
	r := map[string]float64{"macro precision": nn.Macro(nn.Precision(yhat, y)), "macro recall": nn.Macro(nn.Recall(yhat, y))}
	for k, v := range nn.F1(yhat, y) {
		r[fmt.Sprint("F1 of class ", k)] = v
	}
	return result{right: r}
}

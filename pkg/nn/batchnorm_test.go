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

func TestBatchNorm(t *testing.T) {
	nntest.CheckLayer(t, &nn.BatchNorm{}, nn.Shape{5})
	nntest.CheckLayer(t, &nn.BatchNorm{}, nn.Shape{1})
	nntest.CheckLayer(t, &nn.BatchNorm{}, nn.Shape{2, 3, 3})
	nntest.CheckLayer(t, &nn.BatchNorm{Momentum: 1}, nn.Shape{1, 1, 2})
	nntest.CheckLayer(t, &nn.BatchNorm{Eps: 0.1, Momentum: 0.3}, nn.Shape{3})
}

// trainedOn is a net of one BatchNorm after the batches, with the output for the last.
func trainedOn(layer *nn.BatchNorm, in nn.Shape, batches ...*nn.Matrix) (net *nn.Model, y *nn.Matrix) {
	net = nn.Must(nn.New(1, in, layer))
	for _, x := range batches {
		y = net.Forward(&nn.Pass{Train: true}, x)
	}
	return net, y
}

// In training each feature has mean 0 and, but for ε, variance 1 over the batch, whatever
// its own were; one that is constant becomes zeros and not NaN.
func TestBatchNormOfColumns(t *testing.T) {
	x := linalg.Scale(7, draws(1, 50, 3))
	x.Row(0)[1] = 1000
	for i := range x.Rows {
		x.Row(i)[2] = 4
	}
	_, y := trainedOn(&nn.BatchNorm{}, nn.Shape{3}, x)
	for j, variance := range []float64{1, 1, 0} {
		column := linalg.SliceCols(y, j, j+1)
		if mean, square := linalg.Mean(column), linalg.Mean(linalg.Hadamard(column, column)); math.Abs(mean) > 1e-12 || math.Abs(square-variance) > 1e-5 {
			t.Errorf("column %d: got mean %v and variance %v, want 0 and %v", j, mean, square, variance)
		}
	}
}

// A channel of pictures is normalized as the column of all its pixels would be.
func TestBatchNormOfChannels(t *testing.T) {
	const n, channels, height, width = 4, 3, 2, 5
	x := draws(1, n, channels*height*width)
	pixels := linalg.New(n*height*width, channels)
	at := func(i, c, k int) (row, col int) { return i*height*width + k, c }
	fill := func(to func(i, c, k int)) {
		for i := range n {
			for c := range channels {
				for k := range height * width {
					to(i, c, k)
				}
			}
		}
	}
	fill(func(i, c, k int) {
		row, col := at(i, c, k)
		pixels.Set(row, col, x.At(i, c*height*width+k))
	})
	for _, train := range []bool{true, false} {
		p := &nn.Pass{Train: train}
		pictures, _ := trainedOn(&nn.BatchNorm{}, nn.Shape{channels, height, width}, x)
		columns, _ := trainedOn(&nn.BatchNorm{}, nn.Shape{channels}, pixels)
		for _, net := range []*nn.Model{pictures, columns} {
			net.Param("BatchNorm 1/γ").Value.Copy(linalg.Row(2, -3, 0.5))
			net.Param("BatchNorm 1/β").Value.Copy(linalg.Row(1, 0, -1))
		}
		y, flat := pictures.Forward(p, x), columns.Forward(p, pixels)
		dx, flatDX := pictures.Backward(p, x), columns.Backward(p, pixels)
		fill(func(i, c, k int) {
			row, col := at(i, c, k)
			if got, want := y.At(i, c*height*width+k), flat.At(row, col); !near(got, want, 1e-12) {
				t.Fatalf("train %t, picture %d, channel %d, place %d: got %v, want %v", train, i, c, k, got, want)
			}
			if got, want := dx.At(i, c*height*width+k), flatDX.At(row, col); !near(got, want, 1e-12) {
				t.Fatalf("train %t, picture %d, channel %d, place %d: got ∂x %v, want %v", train, i, c, k, got, want)
			}
		})
		for i, q := range pictures.Params() {
			approx(t, q.Name, q.Grad, columns.Params()[i].Grad, 1e-12)
		}
	}
}

// The running averages, worked out by hand: with m = 0.1, the batch (1, 3), of mean 2 and
// unbiased variance 2, and then (6, 8), of 7 and 2, make 0.1·2 = 0.2 and 0.9·0.2 + 0.1·7 =
// 0.88 of the mean 0, and 0.9 + 0.1·2 = 1.1 and 0.9·1.1 + 0.1·2 = 1.19 of the variance 1.
func TestBatchNormKeepsRunningAverages(t *testing.T) {
	a, b := linalg.Col(1, 3), linalg.Col(6, 8)
	const eps = 1e-5
	for _, test := range []struct {
		layer          nn.BatchNorm
		batches        []*nn.Matrix
		mean, variance float64
	}{
		{nn.BatchNorm{}, nil, 0, 1},
		{nn.BatchNorm{}, []*nn.Matrix{a}, 0.2, 1.1},
		{nn.BatchNorm{}, []*nn.Matrix{a, b}, 0.88, 1.19},
		{nn.BatchNorm{Momentum: 0.5}, []*nn.Matrix{a, b}, 4, 1.75},
		{nn.BatchNorm{Momentum: 1}, []*nn.Matrix{a, b}, 7, 2},
	} {
		net, y := trainedOn(&test.layer, nn.Shape{1}, test.batches...)
		for k := range test.batches {
			if k == len(test.batches)-1 { // the batch itself is normalized by the biased variance, 1
				approx(t, "in training", y, linalg.Col(-1/math.Sqrt(1+eps), 1/math.Sqrt(1+eps)), 1e-12)
			}
		}
		want := linalg.Apply(func(x float64) float64 { return (x - test.mean) / math.Sqrt(test.variance+eps) }, linalg.Col(-1, 0, 5))
		for range 2 { // use changes nothing
			approx(t, fmt.Sprintf("m %v, %d batches, in use", test.layer.Momentum, len(test.batches)), net.Predict(linalg.Col(-1, 0, 5)), want, 1e-12)
		}
	}
}

// In use, what else is in the batch does not matter.
func TestBatchNormInUseTakesEachExampleByItself(t *testing.T) {
	x := draws(1, 6, 4)
	net, _ := trainedOn(&nn.BatchNorm{}, nn.Shape{4}, x)
	y := net.Predict(x).Clone()
	for i := range x.Rows {
		if !identical(net.Predict(linalg.SliceRows(x, i, i+1)), linalg.SliceRows(y, i, i+1)) {
			t.Errorf("example %d alone has another prediction than among the others", i)
		}
	}
	if linalg.EqualApprox(y, net.Forward(&nn.Pass{Train: true}, x), 0.1) {
		t.Error("got the same in training and in use")
	}
}

// Built again, a layer has seen nothing.
func TestBatchNormIsBuiltAnew(t *testing.T) {
	layer, x := &nn.BatchNorm{}, draws(1, 6, 2)
	trainedOn(layer, nn.Shape{2}, x)
	again, _ := trainedOn(layer, nn.Shape{2})
	fresh, _ := trainedOn(&nn.BatchNorm{}, nn.Shape{2})
	if !identical(again.Predict(x), fresh.Predict(x)) {
		t.Error("the running averages of the net before are still there")
	}
	trainedOn(layer, nn.Shape{2, 1, 1}, x)
	again, _ = trainedOn(layer, nn.Shape{2})
	p := &nn.Pass{Trace: new(nn.Trace)}
	again.Forward(p, x)
	if s := p.Trace.Steps[1]; s.Window != nil {
		t.Errorf("%s: got the symbols of pictures, which the layer had before", s.Op)
	}
}

func TestBatchNormRefuses(t *testing.T) {
	for _, c := range []struct {
		in    nn.Shape
		layer nn.BatchNorm
		want  string
	}{
		{nn.Shape{2}, nn.BatchNorm{Eps: -1}, "nn: BatchNorm 1: Eps is -1, want above 0, or 0 for 1e-5"},
		{nn.Shape{2}, nn.BatchNorm{Eps: math.NaN()}, "nn: BatchNorm 1: Eps is NaN, want above 0, or 0 for 1e-5"},
		{nn.Shape{2}, nn.BatchNorm{Momentum: 1.1}, "nn: BatchNorm 1: Momentum is 1.1, want above 0 and at most 1, or 0 for 0.1: the weight of the latest batch"},
		{nn.Shape{2}, nn.BatchNorm{Momentum: -0.1}, "nn: BatchNorm 1: Momentum is -0.1, want above 0 and at most 1, or 0 for 0.1: the weight of the latest batch"},
		{nn.Shape{2}, nn.BatchNorm{Momentum: math.NaN()}, "nn: BatchNorm 1: Momentum is NaN, want above 0 and at most 1, or 0 for 0.1: the weight of the latest batch"},
		{nn.Shape{4, 3}, nn.BatchNorm{}, "nn: BatchNorm 1: the input has shape [4 3], want features, such as nn.Shape{4}, or channels, height and width, such as nn.Shape{3, 8, 8}"},
	} {
		_, err := nn.New(1, c.in, &c.layer)
		fails(t, "BatchNorm", err, c.want)
	}
}

// One example has no variance. One picture has, unless it is of one pixel.
func TestBatchNormRefusesABatchOfOne(t *testing.T) {
	p := &nn.Pass{Train: true}
	for n, in := range []nn.Shape{{3}, {3}, {3, 1, 1}} {
		n = min(n, 1)
		net, _ := trainedOn(&nn.BatchNorm{}, in)
		got := misfit(t, func() { net.Forward(p, linalg.New(n, 3).Named("X")) })
		holds(t, "BatchNorm", got, fmt.Sprintf("linalg: BatchNorm: X (%d×3) holds %d numbers of each feature, and in training their variance is needed: give batches of at least 2 examples, the last one too, or take a LayerNorm", n, n))
		net.Forward(nil, linalg.New(n, 3))
	}
	trainedOn(&nn.BatchNorm{}, nn.Shape{3, 1, 2}, draws(1, 1, 6))
}

// normedTraining is a training of a net with both kinds of BatchNorm.
func normedTraining(trace *nn.Trace) *nn.Trainer {
	net := nn.Must(nn.New(1, nn.Shape{2, 2, 2},
		&nn.Conv2D{Out: 2, Kernel: nn.Square(1)}, &nn.BatchNorm{}, &nn.Dense{Out: 3, Act: nn.Tanh}, &nn.BatchNorm{Momentum: 0.5}, &nn.Dense{Out: 2}))
	return &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.Adam{}, X: draws(1, 8, 8), Y: draws(2, 8, 2), Batch: 4, Epochs: 4, Seed: 3, Trace: trace}
}

func TestBatchNormIsExplained(t *testing.T) {
	tr := normedTraining(new(nn.Trace))
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	p := &nn.Pass{Trace: tr.Trace} // in use
	tr.Net.Forward(p, tr.X)
	tr.Net.Backward(p, tr.Y)
	seen := explainsAll(t, tr.Trace)
	for _, op := range []string{
		"means", "variances", "deviations", "standardize", "average", "scaleShift",
		"deviations:running", "standardize:running", "sumProducts", "sumPlaces:norm", "sumRows:norm", "scale", "meansgrad", "variancesgrad", "standardizegrad", "fixedgrad",
	} {
		if seen[op] == 0 {
			t.Errorf("%s: it is not in the trace", op)
		}
	}
	if text := tr.Trace.String(); strings.ContainsAny(text, `\{}`) {
		t.Error("the trace as text holds LaTeX")
	}
}

// The symbols of the first entry, and the sentences, as they are said of columns and of
// channels.
func TestBatchNormOnTheBoard(t *testing.T) {
	traced := func(in nn.Shape, train bool, x *nn.Matrix) map[string]*nn.Step {
		p := &nn.Pass{Train: train, Trace: new(nn.Trace)}
		net := nn.Must(nn.New(1, in, &nn.BatchNorm{}))
		net.Forward(p, x)
		net.Backward(p, x.Clone().Named(`\partial Y_1`))
		steps := map[string]*nn.Step{}
		for i := range p.Trace.Steps {
			steps[p.Trace.Steps[i].Op] = &p.Trace.Steps[i]
			if p.Trace.Steps[i].Op == "average" && len(p.Trace.Steps[i].Args) == 3 {
				steps["average of means"] = &p.Trace.Steps[i]
			}
		}
		return steps
	}
	columns, channels := linalg.Col(1, 3), linalg.New(1, 4, 1, 3, 5, 5)
	for _, test := range []struct {
		in    nn.Shape
		train bool
		x     *nn.Matrix
		op    string
		tex   string
		entry string
		say   string
	}{
		{nn.Shape{1}, true, columns, "means", `\mu_1 = \frac{1}{2} \textstyle\sum X`,
			`\mu^{(1)} = \tfrac{1}{2} x_{1} + \tfrac{1}{2} x_{2}`, "The mean of each column. The first one is 1/2·1 + 1/2·3 = 2."},
		{nn.Shape{2, 1, 2}, true, channels, "means", `\mu_1 = \frac{1}{2} \textstyle\sum X`,
			`\mu^{(1)}_{1} = \tfrac{1}{2} x_{1,1,1} + \tfrac{1}{2} x_{1,1,2}`, "The mean of each channel. The first one is 1/2·1 + 1/2·3 = 2."},
		{nn.Shape{1}, true, columns, "variances", `\sigma^2_1 = \frac{1}{2} \textstyle\sum (X - \mu_1)^2`,
			`(\sigma^2)^{(1)} = \tfrac{1}{2} (x_{1} - \mu^{(1)})^2 + \tfrac{1}{2} (x_{2} - \mu^{(1)})^2`, "The variance of each column: "},
		{nn.Shape{1}, true, columns, "deviations", `s_1 = \sqrt{\sigma^2_1 + \varepsilon}`, `s^{(1)} = \sqrt{(\sigma^2)^{(1)} + \varepsilon}`, " is √(1 + 1·10⁻⁵) = 1."},
		{nn.Shape{2, 1, 2}, true, channels, "standardize", `\hat{X}_1 = \frac{X - \mu_1}{s_1}`,
			`\hat{x}^{(1)}_{1} = \frac{x_{1,1,1} - \mu^{(1)}_{1}}{s^{(1)}_{1}}`, "From each pixel the mean of its channel is taken, "},
		{nn.Shape{1}, true, columns, "average of means", `\bar{\mu}_1 := (1 - m) \bar{\mu}_1 + m \mu_1`,
			`\bar{\mu}^{(1)} := (1 - m) \bar{\mu}^{(1)} + m \mu^{(1)}`, "towards the mean of this batch, for later use. The first one becomes (1 − 0.1)·0 + 0.1·2 = 0.2."},
		{nn.Shape{1}, true, columns, "average", `\bar{\sigma}^2_1 := (1 - m) \bar{\sigma}^2_1 + m \tfrac{2}{1} \sigma^2_1`,
			`(\bar{\sigma}^2)^{(1)} := (1 - m) (\bar{\sigma}^2)^{(1)} + m \tfrac{2}{1} (\sigma^2)^{(1)}`, "corrected for being one of few numbers"},
		{nn.Shape{1}, true, columns, "meansgrad", `\partial \mu_1 = -\textstyle\sum \frac{\partial \hat{X}_1}{s_1}`,
			`\partial \mu^{(1)} = -\frac{\partial \hat{x}^{(1)}_{1}}{s^{(1)}} - \frac{\partial \hat{x}^{(1)}_{2}}{s^{(1)}}`, "every feature of its column"},
		{nn.Shape{1}, true, columns, "variancesgrad", `\partial \sigma^2_1 = -\textstyle\sum \frac{\partial \hat{X}_1 \odot \hat{X}_1}{2 s_1^2}`,
			`\partial (\sigma^2)^{(1)} = -\frac{\partial \hat{x}^{(1)}_{1} \hat{x}^{(1)}_{1}}{2 (s^{(1)})^2} - \frac{\partial \hat{x}^{(1)}_{2} \hat{x}^{(1)}_{2}}{2 (s^{(1)})^2}`, "Every feature of the column"},
		{nn.Shape{1}, true, columns, "standardizegrad", `\partial X = \frac{\partial \hat{X}_1}{s_1} + \frac{1}{2} \partial \mu_1 + \frac{2}{2} \partial \sigma^2_1 \odot \hat{X}_1 \odot s_1`,
			`\partial x_{1} = \frac{\partial \hat{x}^{(1)}_{1}}{s^{(1)}} + \tfrac{1}{2} \partial \mu^{(1)} + \tfrac{2}{2} \partial (\sigma^2)^{(1)} \hat{x}^{(1)}_{1} s^{(1)}`, "three ways"},
		{nn.Shape{1}, false, columns, "standardize:running", `\hat{X}_1 = \frac{X - \bar{\mu}_1}{s_1}`, `\hat{x}^{(1)}_{1} = \frac{x_{1} - \bar{\mu}^{(1)}}{s^{(1)}}`, "the running mean of its feature"},
		{nn.Shape{1}, false, columns, "deviations:running", `s_1 = \sqrt{\bar{\sigma}^2_1 + \varepsilon}`, `s^{(1)} = \sqrt{(\bar{\sigma}^2)^{(1)} + \varepsilon}`, "the root of the running variance"},
		{nn.Shape{2, 1, 2}, false, channels, "fixedgrad", `\partial X = \frac{\partial \hat{X}_1}{s_1}`,
			`\partial x_{1} = \frac{\partial \hat{x}^{(1)}_{1,1,1}}{s^{(1)}_{1}}`, "no pixel moves them"},
		{nn.Shape{2, 1, 2}, true, channels, "scaleShift", `Y_1 = \hat{X}_1 \odot \mathbf{1} \gamma_1 + \mathbf{1} \beta_1`,
			`y^{(1)}_{1} = \hat{x}^{(1)}_{1,1,1} \gamma^{(1)}_{1} + \beta^{(1)}_{1}`, "for its channel"},
		{nn.Shape{2, 1, 2}, true, channels, "sumProducts", `\partial \gamma_1 = \textstyle\sum_{i,r,q} \partial Y_1 \odot \hat{X}_1`,
			`\partial \gamma^{(1)}_{1} = \partial y^{(1)}_{1,1,1} \hat{x}^{(1)}_{1,1,1} + \partial y^{(1)}_{1,1,2} \hat{x}^{(1)}_{1,1,2}`, "every place of every picture"},
	} {
		s := traced(test.in, test.train, test.x)[test.op]
		if s == nil {
			t.Errorf("%s: the trace does not hold it", test.op)
			continue
		}
		if s.TeX != test.tex {
			t.Errorf("%s:\n got %s\nwant %s", test.op, s.TeX, test.tex)
		}
		if got := s.Entry(0, 0).Symbols; got != test.entry {
			t.Errorf("%s:\n got %s\nwant %s", test.op, got, test.entry)
		}
		holds(t, test.op, s.Say, test.say)
	}
}

// A net from a file predicts and trains on with the averages that it had.
func TestBatchNormIsSaved(t *testing.T) {
	tr := normedTraining(nil)
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := tr.Net.Save(&file); err != nil {
		t.Fatal(err)
	}
	text := file.String()
	back, err := nn.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	if m := back.Layers()[3].(*nn.BatchNorm).Momentum; m != 0.5 {
		t.Errorf("got Momentum %v back, want 0.5", m)
	}
	x, p := draws(4, 5, 8), &nn.Pass{Train: true}
	for range 2 {
		if !identical(back.Predict(x), tr.Net.Predict(x)) {
			t.Fatal("got other predictions than those of the net that was saved")
		}
		back.Forward(p, x)
		tr.Net.Forward(p, x)
	}
	from := strings.Index(text, `"keeps":[`)
	damaged := text[:from] + `"keeps":[null,"AAAA",null,null,null]}`
	_, err = nn.Load(strings.NewReader(damaged))
	fails(t, "Load", err, "nn: the saved net: layer 2 (*nn.BatchNorm): the running averages have 3 bytes, want 32, for a mean and a variance of each of 2 features")
}

// A file claims no more than its numbers, and no shape that the layer does not take.
func TestBatchNormFromADamagedFile(t *testing.T) {
	for in, want := range map[string]string{
		"[2]":     "nn: saved layer 1 (BatchNorm): its parameters have 4 numbers, and only 3 of the saved ones are left",
		"[1,2,3]": "nn: saved parameter 1 is Dense 1/W (2×1), want BatchNorm 1/γ (1×1)",
		"[4,3]":   "nn: saved layer 1 (BatchNorm): the input has shape [4 3], want features, such as nn.Shape{4}, or channels, height and width, such as nn.Shape{3, 8, 8}",
	} {
		file := strings.Replace(oneLayer, `"in":[2],"layers":[{"kind":"Dense","with":{"out":1}`, `"in":`+in+`,"layers":[{"kind":"BatchNorm","with":{}`, 1)
		_, err := nn.Load(strings.NewReader(file))
		fails(t, in, err, want)
	}
}

func TestBatchNormRefusesDamagedAverages(t *testing.T) {
	layer, x := &nn.BatchNorm{}, draws(1, 3, 1)
	net, _ := trainedOn(layer, nn.Shape{1}, x)
	before := net.Predict(x).Clone()
	fails(t, "UnmarshalBinary", layer.UnmarshalBinary(nil), "the running averages have 0 bytes, want 16, for a mean and a variance of each of 1 features")
	b, err := layer.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	b[15] ^= 0x80 // the sign of the variance
	holds(t, "UnmarshalBinary", fmt.Sprint(layer.UnmarshalBinary(b)), "the running variance of feature 1 is -", ", want at least 0")
	if !identical(net.Predict(x), before) {
		t.Error("what was refused has changed the layer")
	}
}

// An interrupted training comes to the same numbers as one that never was.
func TestBatchNormGoesOnFromACheckpoint(t *testing.T) {
	whole, part := normedTraining(nil), normedTraining(nil)
	if err := whole.Run(); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	for u := range part.Steps() {
		if u.Step == 3 {
			if err := part.Save(&file); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	rest := normedTraining(nil)
	if err := rest.Load(&file); err != nil {
		t.Fatal(err)
	}
	if err := rest.Run(); err != nil {
		t.Fatal(err)
	}
	sameParams(t, "resumed", rest.Net, whole.Net)
	if x := draws(4, 5, 8); !identical(rest.Net.Predict(x), whole.Net.Predict(x)) {
		t.Error("got other predictions than those of the training that was not interrupted")
	}
}

// A batch of no examples can be looked at in use.
func TestBatchNormOfNothing(t *testing.T) {
	for _, in := range []nn.Shape{{3}, {3, 1, 1}} {
		net, _ := trainedOn(&nn.BatchNorm{}, in)
		p := &nn.Pass{Trace: new(nn.Trace)}
		net.Forward(p, linalg.New(0, 3))
		net.Backward(p, linalg.New(0, 3))
	}
}

// What lights up when an entry is explained is what it was computed from: below, a letter
// is an operand in the order of the step's. Channels have a number in each of two columns.
func TestBatchNormRefersToWhatItReads(t *testing.T) {
	x, in := draws(1, 2, 4), nn.Shape{2, 1, 2}
	for _, test := range []struct {
		train bool
		op    string
		want  string // of the entry in the last row and the last column
	}{
		{true, "means", "a13 + a14 + a23 + a24"},
		{true, "variances", "a13·b12 + a14·b12 + a23·b12 + a24·b12"},
		{true, "deviations", "a12·b11"},
		{true, "standardize", "a24·b12·c12"},
		{true, "average", "c11·a12 + b12·c11·d11"},
		{true, "scaleShift", "a24·b12 + c12"},
		{true, "sumProducts", "a13·b13 + a14·b14 + a23·b23 + a24·b24"},
		{true, "scale", "a24·b12"},
		{true, "meansgrad", "a13·b12 + a14·b12 + a23·b12 + a24·b12"},
		{true, "variancesgrad", "a13·b13·c12 + a14·b14·c12 + a23·b23·c12 + a24·b24·c12"},
		{true, "standardizegrad", "a24·c12 + d12 + e12·b24·c12"},
		{false, "deviations:running", "a12·b11"},
		{false, "standardize:running", "a24·b12·c12"},
		{false, "fixedgrad", "a24·b12"},
	} {
		p := &nn.Pass{Train: test.train, Trace: new(nn.Trace)}
		net := nn.Must(nn.New(1, in, &nn.BatchNorm{}))
		net.Forward(p, x)
		net.Backward(p, x)
		found := false
		for i := range p.Trace.Steps {
			s := &p.Trace.Steps[i]
			if s.Op != test.op || s.Op == "average" && len(s.Args) == 3 {
				continue
			}
			found = true
			if got := uses(s, s.Entry(s.Out.Rows-1, s.Out.Cols-1), "abcde"); got != test.want {
				t.Errorf("%s: got %s, want %s", test.op, got, test.want)
			}
		}
		if !found {
			t.Errorf("%s: the trace does not hold it", test.op)
		}
	}
}

package nn_test

import (
	"fmt"
	"slices"
	"strconv"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Neurons and nets that are computed or trained as a whole.
func init() {
	register(cases{
		"the 2-2-2 network":                    mazur,
		"image":                                image,
		"linear regression, batch":             linearRegression,
		"linear regression, one at a time":     linearRegression,
		"linear regression, batches of two":    linearRegression,
		"one sigmoid neuron, w = 0.6, b = 0.9": nielsen,
		"one sigmoid neuron, w = 2, b = 2":     nielsen,
		"a line by gradient descent":           lineOfHalves,
		"units of one layer":                   layerOutputs,
		"the net that learned XOR":             goodfellow,
		"one neuron in training":               trainedNeuron,
		"one step of logistic regression":      logisticStep,
		"softmax regression":                   softmaxRegression,
	})
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
	return result{right: right, misprint: misprint}
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

// lineOfHalves descends the half squared error, whose gradient has 1/n and no 2.
func lineOfHalves(in input) result {
	X, y := in.matrix("X"), linalg.Col(in.numbers("y")...)
	net := nn.Must(nn.New(1, nn.Shape{X.Cols}, &nn.Dense{Out: 1, Init: nn.Zeros}))
	net.Param("Dense 1/b").Frozen = true
	t := &nn.Trainer{Net: net, Loss: nn.HalfSquaredError{}, Opt: &nn.SGD{LR: in.number("rate")}, X: X, Y: y, Epochs: int(in.number("epochs"))}
	if err := t.Run(); err != nil {
		panic(err)
	}
	return result{lists: map[string][]float64{"w": net.Param("Dense 1/W").Value.Data}}
}

// oneUnit is a net of one unit with the weights and the bias that are given.
func oneUnit(in input, act nn.Activation) *nn.Model {
	w := in.numbers("w")
	net := nn.Must(nn.New(1, nn.Shape{len(w)}, &nn.Dense{Out: 1, Act: act}))
	copy(net.Param("Dense 1/W").Value.Data, w)
	net.Param("Dense 1/b").Value.Fill(in.number("b"))
	return net
}

// layerOutputs are the outputs of one unit for several examples, and a loss of them.
func layerOutputs(in input) result {
	X := in.matrix("X")
	z, a := oneUnit(in, nil).Predict(X), oneUnit(in, activationNamed(in.word("act"))).Predict(X)
	r := result{lists: map[string][]float64{"z": z.Data, "a": a.Data}}
	if in.has("y") {
		r.right = map[string]float64{"loss": lossNamed(in.word("loss")).Loss(nil, a, linalg.Col(in.numbers("y")...))}
	}
	return r
}

// goodfellow is the book's solution of XOR: two ReLUs and a linear unit.
func goodfellow(in input) result {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 2, Act: nn.ReLU}, &nn.Dense{Out: 1}))
	net.Param("Dense 1/W").Value.Copy(in.matrix("W"))
	copy(net.Param("Dense 1/b").Value.Data, in.numbers("c"))
	copy(net.Param("Dense 2/W").Value.Data, in.numbers("w"))
	X, p := in.matrix("X"), &nn.Pass{Trace: new(nn.Trace)}
	out := net.Forward(p, X)
	lists := map[string][]float64{"output": out.Data}
	for i, name := range []string{"XW + c", "h"} {
		lists[name] = p.Trace.Steps[i].Out.Data
	}
	return result{lists: lists}
}

// trainedNeuron is a sigmoid neuron that descends the MSE, whose gradient has 2/n.
func trainedNeuron(in input) result {
	net := oneUnit(in, nn.Sigmoid)
	t := &nn.Trainer{
		Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: in.number("rate")}, X: in.matrix("X"), Y: linalg.Col(in.numbers("y")...), Epochs: int(in.number("epochs")),
	}
	if err := t.Run(); err != nil {
		panic(err)
	}
	return result{
		right: map[string]float64{"b": net.Param("Dense 1/b").Value.Data[0]},
		lists: map[string][]float64{"w": net.Param("Dense 1/W").Value.Data, "MSE": t.History.Loss},
	}
}

// logisticStep is one step of SGD on the binary cross-entropy of one example.
func logisticStep(in input) result {
	net := oneUnit(in, nil)
	x, y := linalg.Row(in.numbers("x")...), linalg.Row(in.number("y"))
	net.Backward(nil, nn.BCE{}.Grad(nil, new(nn.Matrix), net.Forward(nil, x), y))
	W, b := net.Param("Dense 1/W"), net.Param("Dense 1/b")
	lists := map[string][]float64{"gradient": append(slices.Clone(W.Grad.Data), b.Grad.Data...)}
	(&nn.SGD{LR: in.number("rate")}).Step(nil, net.Params())
	lists["θ"] = append(slices.Clone(W.Value.Data), b.Value.Data...)
	return result{lists: lists}
}

// softmaxRegression has the sum over the examples as its cost, n times our mean. Its rows
// of weights begin with the bias.
func softmaxRegression(in input) result {
	X, labels := in.matrix("X"), in.integers("labels")
	n, classes := float64(X.Rows), int(in.number("classes"))
	net := nn.Must(nn.New(1, nn.Shape{X.Cols}, &nn.Dense{Out: classes, Init: nn.Zeros}))
	t := &nn.Trainer{
		Net: net, Loss: nn.CrossEntropy{}, Opt: &nn.SGD{LR: in.number("rate") * n}, X: X, Y: oneHot(classes, labels...), Epochs: int(in.number("epochs")),
	}
	if err := t.Run(); err != nil {
		panic(err)
	}
	lists := map[string][]float64{}
	for _, loss := range t.History.Loss {
		lists["cost"] = append(lists["cost"], n*loss)
	}
	W, b := net.Param("Dense 1/W").Value, net.Param("Dense 1/b").Value
	for k := range classes {
		lists[fmt.Sprint("class ", k)] = append([]float64{b.Data[k]}, linalg.SliceCols(W, k, k+1).Data...)
	}
	return result{lists: lists}
}

package nn_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Layers for sequences.
func init() {
	register(cases{
		"last state":             lastState,
		"GRU of three sequences": gruOfThree,
		"embedding":              embedded,
	})
}

// recurrentOf is the last state of a recurrent layer with the parameters that are given.
func recurrentOf(in input) *nn.Matrix {
	X, units, inputs := in.matrix("X"), int(in.number("units")), int(in.number("inputs"))
	layer := map[string]nn.Layer{"RNN": &nn.RNN{Out: units}, "LSTM": &nn.LSTM{Out: units}, "GRU": &nn.GRU{Out: units}}[in.word("kind")]
	net := nn.Must(nn.New(1, nn.Shape{X.Cols / inputs, inputs}, layer))
	for _, name := range []string{"W", "U", "b", "Wh", "Uh", "bh"} {
		if in.has(name) {
			net.Param(in.word("kind") + " 1/" + name).Value.Copy(in.matrix(name))
		}
	}
	return net.Predict(X)
}

func lastState(in input) result {
	return result{lists: map[string][]float64{"h": recurrentOf(in).Data}}
}

// gruOfThree has the same weight everywhere, so that all units are alike. Keras lets R in
// after the product with Ũ, which then has a bias of its own.
func gruOfThree(in input) result {
	H, X := recurrentOf(in), in.matrix("X")
	inputs, units := int(in.number("inputs")), in.number("units")
	w, u, b := in.matrix("W").Data[0], in.matrix("U").Data[0], in.matrix("b").Data[0]
	r := result{right: map[string]float64{}, misprint: map[string]float64{}}
	for i := range X.Rows {
		h := 0.0
		for t := 0; t < X.Cols; t += inputs {
			x, state := b, b+units*u*h
			for _, v := range X.Row(i)[t : t+inputs] {
				x += w * v
			}
			gate := nn.Sigmoid.F(x + state) // R and Z alike
			h = gate*h + (1-gate)*math.Tanh(x+gate*state)
		}
		name := fmt.Sprint("h of sequence ", i+1)
		r.right[name], r.misprint[name] = H.At(i, 0), h
	}
	return r
}

func embedded(in input) result {
	E := in.matrix("E")
	x := in.numbers("x")
	net := nn.Must(nn.New(1, nn.Shape{len(x)}, &nn.Embedding{Vocab: E.Rows, Dim: E.Cols}))
	net.Params()[0].Value.Copy(E)
	return result{lists: map[string][]float64{"Y": net.Predict(linalg.Row(x...)).Data}}
}

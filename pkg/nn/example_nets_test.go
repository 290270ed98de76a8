package nn_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
)

// Behind a BatchNorm, where no layer has an activation of its own.
func ExampleActivate() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Activate{F: nn.ReLU}))
	fmt.Println(net.Forward(nil, linalg.Row(-3, 4)).Data)
	// Output:
	// [0 4]
}

// Next year's sunspots from the last eleven years, after training on two centuries; the
// yardstick is that next year will be as this one.
func ExampleLSTM_forecast() {
	const window = 11
	sun := data.Sunspots()
	X, Y := linalg.New(len(sun.Values)-window, window), linalg.New(len(sun.Values)-window, 1)
	for i := range X.Rows {
		for t := range window {
			X.Set(i, t, sun.Values[i+t]/100)
		}
		Y.Set(i, 0, sun.Values[i+window]/100)
	}
	split := 1909 - 1700 - window
	net := nn.Must(nn.New(1, nn.Shape{window, 1}, &nn.LSTM{Out: 8}, &nn.Dense{Out: 1}))
	trainer := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.Adam{LR: 0.01}, Batch: 16, Epochs: 40,
		X: linalg.SliceRows(X, 0, split), Y: linalg.SliceRows(Y, 0, split)}
	if err := trainer.Run(); err != nil {
		fmt.Println(err)
	}
	X, Y = linalg.SliceRows(X, split, X.Rows), linalg.SliceRows(Y, split, Y.Rows)
	wrong := func(yhat *linalg.Matrix) float64 { return math.Sqrt(nn.MSE{}.Loss(nil, yhat, Y)) }
	fmt.Println("less wrong than the yardstick:", wrong(net.Predict(X)) < 0.8*wrong(linalg.SliceCols(X, window-1, window)))
	// Output:
	// less wrong than the yardstick: true
}

// A residual block as in He et al. (2016): two convolutions with batch norm, a shortcut that
// follows the change of shape, and ReLU behind the sum.
func ExampleResidual_block() {
	block := &nn.Residual{
		Layers: []nn.Layer{
			&nn.Conv2D{Out: 8, Kernel: nn.Square(3), Stride: nn.Square(2), Padding: nn.Square(1)},
			&nn.BatchNorm{},
			&nn.Activate{F: nn.ReLU},
			&nn.Conv2D{Out: 8, Kernel: nn.Square(3), Padding: nn.Square(1)},
			&nn.BatchNorm{},
		},
		Shortcut: []nn.Layer{&nn.Conv2D{Out: 8, Kernel: nn.Square(1), Stride: nn.Square(2)}},
	}
	net := nn.Must(nn.New(1, nn.Shape{1, 8, 8}, block, &nn.Activate{F: nn.ReLU}, &nn.Flatten{}, &nn.Dense{Out: 10}))
	fmt.Print(net.Summary())
	// Output:
	// layer        output    parameters
	// input        [1 8 8]
	// Residual 1   [8 4 4]   712
	// Activate 1   [8 4 4]   0
	// Flatten 1    [128]     0
	// Dense 1      [10]      1290
	// total                  2002
}

// A small transformer (Vaswani et al., 2017; with the norms in front, as in GPT-2) that
// learns which letter comes next, at every position, without seeing it.
func ExampleMultiHeadAttention_transformer() {
	const T, V, d = 6, 3, 8
	norm := func(layers ...nn.Layer) []nn.Layer {
		return append([]nn.Layer{&nn.TimeDistributed{Layers: []nn.Layer{&nn.LayerNorm{}}}}, layers...)
	}
	net := nn.Must(nn.New(1, nn.Shape{T},
		&nn.Embedding{Vocab: V, Dim: d},
		&nn.PositionalEncoding{},
		&nn.Residual{Layers: norm(&nn.MultiHeadAttention{Heads: 2, Causal: true})},
		&nn.Residual{Layers: norm(&nn.TimeDistributed{Layers: []nn.Layer{&nn.Dense{Out: 16, Act: nn.GELU}, &nn.Dense{Out: d}}})},
		&nn.TimeDistributed{Layers: []nn.Layer{&nn.LayerNorm{}, &nn.Dense{Out: V}}}))

	text := "abacabacabac" // what comes after an a depends on what came before it
	X, Y := linalg.New(len(text)-T, T), linalg.New(len(text)-T, T*V)
	for i := range X.Rows {
		for t := range T {
			X.Set(i, t, float64(text[i+t]-'a'))
			Y.Set(i, t*V+int(text[i+t+1]-'a'), 1)
		}
	}
	trainer := &nn.Trainer{Net: net, Loss: &nn.Sequence{Of: nn.CrossEntropy{}, Times: T}, Opt: &nn.Adam{LR: 0.01}, X: X, Y: Y, Epochs: 200}
	if err := trainer.Run(); err != nil {
		fmt.Println(err)
	}
	last := linalg.SliceCols(net.Predict(X), (T-1)*V, T*V) // at the first position nobody could know
	fmt.Printf("accuracy at the last position: %.2f\n", nn.Accuracy(last, linalg.SliceCols(Y, (T-1)*V, T*V)))
	// Output:
	// accuracy at the last position: 1.00
}

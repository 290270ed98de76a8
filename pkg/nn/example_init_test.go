package nn_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// A start of our own: a layer that at first hands on what it is given.
func ExampleInit() {
	identity := func(w *nn.Matrix, fanIn, fanOut int, rng *rand.Rand) {
		w.Copy(linalg.Identity(fanIn))
	}
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 2, Init: identity}))
	fmt.Println(net.Predict(linalg.Row(3, -4)))
	// Output:
	// \hat{Y} (1×2)
	//   3  -4
}

// With all weights 0, every gradient of a weight is 0 as well: only the last bias
// learns, and it finds the mean of the targets.
func ExampleZeros() {
	net := nn.Must(nn.New(1, nn.Shape{1},
		&nn.Dense{Out: 2, Act: nn.Tanh, Init: nn.Zeros},
		&nn.Dense{Out: 1, Init: nn.Zeros}))
	X, Y := linalg.Col(-1, 1), linalg.Col(2, 4)
	t := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.5}, X: X, Y: Y, Epochs: 10}
	fmt.Println(t.Run())
	fmt.Println(net.Param("Dense 1/W").Value)
	fmt.Println(net.Predict(X))
	// Output:
	// <nil>
	// W_1 (1×2)
	//   0  0
	// \hat{Y} (2×1)
	//   3
	//   3
}

// Two units that start alike get the same gradient, so that they stay alike: the
// second one is of no use.
func ExampleConstant() {
	net := nn.Must(nn.New(1, nn.Shape{2},
		&nn.Dense{Out: 2, Init: nn.Constant(0.5)},
		&nn.Dense{Out: 1, Init: nn.Constant(1)}))
	X, Y := linalg.Row(1, 2), linalg.Row(2)
	yhat := net.Forward(nil, X) // (0.5·1 + 0.5·2)·1, twice: 3
	net.Backward(nil, nn.HalfSquaredError{}.Grad(nil, new(nn.Matrix), yhat, Y))
	fmt.Println(net.Param("Dense 1/W").Grad)
	// Output:
	// \partial W_1 (2×2)
	//   1  1
	//   2  2
}

// With 2 inputs and 4 units the limit is √(6/(2+4)) = 1. The variance is a third of
// its square.
func ExampleXavier() {
	W := linalg.New(400, 400) // more entries than 2×4, to see the distribution
	nn.Xavier(W, 2, 4, nn.Stream(1, "W"))
	fmt.Printf("%.2f to %.2f\n", linalg.Min(W), linalg.Max(W))
	fmt.Printf("variance %.2f\n", linalg.Mean(linalg.Hadamard(W, W)))
	// Output:
	// -1.00 to 1.00
	// variance 0.33
}

// Through three layers of ReLU, He keeps the mean square of the signal. Xavier, made
// for tanh, loses half of it in each: 1/8 is left.
func ExampleHe() {
	X := linalg.Normal(nn.Stream(1, "X"), 50, 1000, 0, 1)
	for _, init := range []nn.Init{nn.He, nn.Xavier} {
		layer := func() *nn.Dense { return &nn.Dense{Out: 1000, Act: nn.ReLU, Init: init} }
		net := nn.Must(nn.New(1, nn.Shape{1000}, layer(), layer(), layer()))
		A := net.Forward(nil, X)
		fmt.Printf("%.1f\n", linalg.Mean(linalg.Hadamard(A, A)))
	}
	// Output:
	// 1.0
	// 0.1
}

// The spread is what it is told to be, whatever the fan-in. He's is √(2/fanIn).
func ExampleNormal() {
	for _, fanIn := range []int{50, 5000} {
		W, V := linalg.New(fanIn, 100), linalg.New(fanIn, 100)
		nn.Normal(0.1)(W, fanIn, 100, nn.Stream(1, "W"))
		nn.He(V, fanIn, 100, nn.Stream(1, "V"))
		rms := func(m *nn.Matrix) float64 { return linalg.Norm(m) / math.Sqrt(float64(len(m.Data))) }
		fmt.Printf("Normal %.2f, He %.2f\n", rms(W), rms(V))
	}
	// Output:
	// Normal 0.10, He 0.20
	// Normal 0.10, He 0.02
}

// The variance of a uniform distribution is a third of its limit squared.
func ExampleUniform() {
	W := linalg.New(400, 400)
	nn.Uniform(3)(W, 400, 400, nn.Stream(1, "W"))
	fmt.Printf("variance %.1f\n", linalg.Mean(linalg.Hadamard(W, W)))
	// Output:
	// variance 3.0
}

// Fifty layers without activation. The signal keeps its length through orthogonal
// weights to the last digit; through LeCun's it does so on average, and by luck.
func ExampleOrthogonal() {
	X := linalg.Normal(nn.Stream(1, "X"), 1, 20, 0, 1)
	for _, init := range []nn.Init{nn.Orthogonal(1), nn.LeCun} {
		var layers []nn.Layer
		for range 50 {
			layers = append(layers, &nn.Dense{Out: 20, Init: init})
		}
		net := nn.Must(nn.New(1, nn.Shape{20}, layers...))
		fmt.Printf("%.3f\n", linalg.Norm(net.Forward(nil, X))/linalg.Norm(X))
	}
	// Output:
	// 1.000
	// 0.291
}

// 400 inputs of variance 1, weighted and added up, have the variance 1 again.
func ExampleLeCun() {
	X := linalg.Normal(nn.Stream(1, "X"), 100, 400, 0, 1)
	net := nn.Must(nn.New(1, nn.Shape{400}, &nn.Dense{Out: 300, Init: nn.LeCun}))
	Z := net.Forward(nil, X)
	fmt.Printf("%.1f\n", linalg.Mean(linalg.Hadamard(Z, Z)))
	// Output:
	// 1.0
}

package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Exclusive or, with the weights of Goodfellow, Bengio and Courville (2016, section
// 6.1). The hidden units are x₁+x₂ and x₁+x₂−1, both cut off below 0; the output is
// the first minus twice the second.
func ExampleModel() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 2, Act: nn.ReLU}, &nn.Dense{Out: 1}))
	net.Param("Dense 1/W").Value.Copy(linalg.Full(2, 2, 1))
	net.Param("Dense 1/b").Value.Copy(linalg.Row(0, -1))
	net.Param("Dense 2/W").Value.Copy(linalg.Col(1, -2))
	X := linalg.New(4, 2,
		0, 0,
		0, 1,
		1, 0,
		1, 1)
	fmt.Println(net.Predict(X))
	// Output:
	// \hat{Y} (4×1)
	//   0
	//   1
	//   1
	//   0
}

// The seed decides the weights, and one more layer leaves those before it alone.
func ExampleNew() {
	shallow, err := nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3})
	fmt.Println(err)
	deep, _ := nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3}, &nn.Dense{Out: 1})
	other, _ := nn.New(2, nn.Shape{2}, &nn.Dense{Out: 3})
	W := shallow.Param("Dense 1/W").Value
	fmt.Println(linalg.Equal(W, deep.Param("Dense 1/W").Value))
	fmt.Println(linalg.Equal(W, other.Param("Dense 1/W").Value))

	_, err = nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3}, &nn.Dense{})
	fmt.Println(err)
	// Output:
	// <nil>
	// true
	// false
	// nn: Dense 2: Out is 0, want at least 1 unit
}

// A mistake in the program stops it where it is.
func ExampleMust() {
	defer func() { fmt.Println(recover()) }()
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1}))
	fmt.Println(net.Shapes())
	nn.Must(nn.New(1, nn.Shape{2, 0}, &nn.Dense{Out: 1}))
	// Output:
	// [[2] [1]]
	// nn: an example has shape [2 0], want every size at least 1
}

// The same layers for examples of another shape, with new weights.
func ExampleModel_Build() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1, Init: nn.Constant(1)}))
	fmt.Println(net.Predict(linalg.Row(1, 2)).Data) // 1 + 2
	_, err := net.Build("", nn.Shape{3}, nn.Stream(1, "net"))
	fmt.Println(err)
	fmt.Println(net.Predict(linalg.Row(1, 2, 3)).Data) // 1 + 2 + 3
	// Output:
	// [3]
	// <nil>
	// [6]
}

// The result belongs to the net: the next call overwrites it.
func ExampleModel_Forward() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Constant(2)}))
	A := net.Forward(nil, linalg.Row(3))
	fmt.Println(A.Data)
	net.Forward(nil, linalg.Row(5))
	fmt.Println(A.Data)
	// Output:
	// [6]
	// [10]
}

// Predict gives a matrix that stays as it is.
func ExampleModel_Predict() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Constant(2)}))
	Yhat := net.Predict(linalg.Col(3, 4))
	net.Predict(linalg.Col(0, 0))
	fmt.Println(Yhat)
	// Output:
	// \hat{Y} (2×1)
	//   6
	//   8
}

// One example, x = (1, 2), with the weights 3 and −1: ŷ is 1, and the target 0. The
// cost ŷ² has the slope 2ŷ = 2 in ŷ, so 2x in the weights and 2w in x.
func ExampleModel_Backward() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1}))
	W := net.Param("Dense 1/W")
	W.Value.Copy(linalg.Col(3, -1))
	yhat := net.Forward(nil, linalg.Row(1, 2))
	dX := net.Backward(nil, nn.MSE{}.Grad(nil, new(nn.Matrix), yhat, linalg.Row(0)))
	fmt.Println(W.Grad)
	fmt.Println(dX)
	// Output:
	// \partial W_1 (2×1)
	//   2
	//   4
	// (1×2)
	//   6  -2
}

// The first layer alone shows what the second one is given: |x| is the sum of what two
// hidden units make of x and of −x.
func ExampleModel_Layers() {
	net := nn.Must(nn.New(1, nn.Shape{1},
		&nn.Dense{Out: 2, Act: nn.ReLU},
		&nn.Dense{Out: 1, Init: nn.Constant(1)}))
	net.Param("Dense 1/W").Value.Copy(linalg.Row(1, -1))
	X := linalg.Col(-3, 2)
	fmt.Println(net.Predict(X))
	fmt.Println(net.Layers()[0].Forward(nil, X))
	// Output:
	// \hat{Y} (2×1)
	//   3
	//   2
	// A_1 (2×2)
	//   0  3
	//   2  0
}

// From an image of 8×8 pixels to ten classes.
func ExampleModel_Shapes() {
	net := nn.Must(nn.New(1, nn.Shape{1, 8, 8}, &nn.Dense{Out: 16, Act: nn.ReLU}, &nn.Dense{Out: 10}))
	fmt.Println(net.Shapes())
	// Output:
	// [[1 8 8] [16] [10]]
}

// The mean square of what each layer hands on, by the layer's name.
func ExampleModel_LayerNames() {
	net := nn.Must(nn.New(1, nn.Shape{1},
		&nn.Dense{Out: 1, Init: nn.Constant(2)},
		&nn.Dense{Out: 1, Init: nn.Constant(5)}))
	A := linalg.Col(1, -1)
	for i, name := range net.LayerNames() {
		A = net.Layers()[i].Forward(nil, A)
		fmt.Println(name, linalg.Mean(linalg.Hadamard(A, A)))
	}
	// Output:
	// Dense 1 4
	// Dense 2 100
}

func ExampleModel_Param() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Constant(2)}))
	net.Param("Dense 1/b").Value.Set(0, 0, 100)
	fmt.Println(net.Predict(linalg.Row(3)).Data) // 2·3 + 100

	defer func() { fmt.Println(recover()) }()
	net.Param("Dense 2/W")
	// Output:
	// [106]
	// nn: the net has no parameter "Dense 2/W"; it has Dense 1/W, Dense 1/b
}

// Weight decay by hand: before each update, all weights lose a tenth; biases do not.
func ExampleModel_Params() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 2, Init: nn.Constant(10)}, &nn.Dense{Out: 1, Init: nn.Constant(-20)}))
	for _, q := range net.Params() {
		if q.Name[len(q.Name)-1] == 'W' {
			q.Value.Scale(0.9, q.Value)
		}
		fmt.Println(q.Name, q.Value.Data)
	}
	// Output:
	// Dense 1/W [9 9 9 9]
	// Dense 1/b [0 0]
	// Dense 2/W [-18 -18]
	// Dense 2/b [0]
}

// A layer of h units with d inputs has d·h weights and h biases: 2·16 + 16, 16·1 + 1.
func ExampleModel_Summary() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 16, Act: nn.Tanh}, &nn.Dense{Out: 1}))
	fmt.Print(net.Summary())
	// Output:
	// layer     output   parameters
	// input     [2]
	// Dense 1   [16]     48
	// Dense 2   [1]      17
	// total              65
}

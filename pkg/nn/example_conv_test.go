package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// A filter that takes the left pixel from the right one finds the edge in a picture of
// two dark and two bright columns.
func ExampleConv2D() {
	conv := &nn.Conv2D{Out: 1, Kernel: [2]int{1, 2}}
	net := nn.Must(nn.New(1, nn.Shape{1, 2, 4}, conv))
	net.Param("Conv2D 1/W").Value.Copy(linalg.Row(-1, 1))
	X := linalg.Row(
		0, 0, 1, 1,
		0, 0, 1, 1)
	fmt.Println(net.Shapes()[1])
	fmt.Println(net.Forward(nil, X).Data)
	// Output:
	// [1 2 3]
	// [0 1 0 0 1 0]
}

// One number of a convolution: the four pixels under the filter, times its weights.
func ExampleConv2D_trace() {
	net := nn.Must(nn.New(1, nn.Shape{1, 3, 3}, &nn.Conv2D{Out: 1, Kernel: nn.Square(2)}))
	net.Param("Conv2D 1/W").Value.Copy(linalg.Row(0, 1, 2, 3))
	trace := &nn.Trace{}
	net.Forward(&nn.Pass{Trace: trace}, linalg.Row(0, 1, 2, 3, 4, 5, 6, 7, 8).Named("X"))
	e := trace.Steps[0].Entry(0, 0)
	fmt.Println(e.Symbols)
	fmt.Println(e.Values)
	// Output:
	// a^{(1)}_{1} = x_{1,1} w^{(1)}_{1,1} + x_{1,2} w^{(1)}_{1,2} + x_{2,1} w^{(1)}_{2,1} + x_{2,2} w^{(1)}_{2,2} + b^{(1)}
	// a^{(1)}_{1} = 0 \cdot 0 + 1 \cdot 1 + 3 \cdot 2 + 4 \cdot 3 + 0 = 19
}

// The definition of a convolution, as a loop.
func ExampleConvNaive() {
	win := nn.Window{In: nn.Shape{1, 3, 3}, Kernel: nn.Square(2), Stride: nn.Square(1), Dilation: nn.Square(1)}
	X, W, b := linalg.Row(0, 1, 2, 3, 4, 5, 6, 7, 8), linalg.Row(0, 1, 2, 3), linalg.Row(0)
	fmt.Println(nn.ConvNaive(X, W, b, win, 1).Data)
	// Output:
	// [19 25 37 43]
}

// Three of the exercises that everyone gets: 8×8 pixels, and what is left of them.
func ExampleWindow() {
	for _, w := range []nn.Window{
		{Kernel: nn.Square(3), Stride: nn.Square(1), Padding: nn.Square(1), Dilation: nn.Square(1)}, // "same"
		{Kernel: nn.Square(3), Stride: nn.Square(1), Dilation: nn.Square(1)},                        // "valid"
		{Kernel: nn.Square(3), Stride: nn.Square(2), Padding: nn.Square(1), Dilation: nn.Square(1)},
	} {
		w.In = nn.Shape{1, 8, 8}
		fmt.Println(w.Out())
	}
	// Output:
	// 8 8
	// 6 6
	// 4 4
}

// ⌊(8 + 2·1 − 3)/2⌋ + 1 = 4 down, ⌊(8 + 0 − 5)/1⌋ + 1 = 4 across.
func ExampleWindow_Out() {
	w := nn.Window{In: nn.Shape{1, 8, 8}, Kernel: [2]int{3, 5}, Stride: [2]int{2, 1}, Padding: [2]int{1, 0}, Dilation: nn.Square(1)}
	fmt.Println(w.Out())
	// Output:
	// 4 4
}

func ExampleSquare() {
	fmt.Println(nn.Square(3))
	// Output:
	// [3 3]
}

// Of each 2×2 block the largest pixel is kept, and the error goes back to it alone.
func ExampleMaxPool() {
	net := nn.Must(nn.New(1, nn.Shape{1, 2, 4}, &nn.MaxPool{Kernel: nn.Square(2)}))
	A := net.Forward(nil, linalg.Row(
		1, 2, 5, 0,
		4, 3, 1, 2))
	fmt.Println(A.Data)
	fmt.Println(net.Backward(nil, linalg.Row(10, 20)).Data)
	// Output:
	// [4 5]
	// [0 0 20 0 10 0 0 0]
}

// Of each 2×2 block the mean is taken, and each pixel gets a quarter of the error.
func ExampleAvgPool() {
	net := nn.Must(nn.New(1, nn.Shape{1, 2, 4}, &nn.AvgPool{Kernel: nn.Square(2)}))
	A := net.Forward(nil, linalg.Row(
		1, 2, 5, 0,
		4, 3, 1, 2))
	fmt.Println(A.Data)
	fmt.Println(net.Backward(nil, linalg.Row(4, 8)).Data)
	// Output:
	// [2.5 2]
	// [1 1 2 2 1 1 2 2]
}

// Two channels of 2×2 become eight features. Nothing is computed.
func ExampleFlatten() {
	net := nn.Must(nn.New(1, nn.Shape{2, 2, 2}, &nn.Flatten{}, &nn.Dense{Out: 3}))
	fmt.Print(net.Summary())
	// Output:
	// layer       output    parameters
	// input       [2 2 2]
	// Flatten 1   [8]       0
	// Dense 1     [3]       27
	// total                 27
}

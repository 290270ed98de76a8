package nn_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Every one of the 2·3 + 3 + 3·1 + 1 parameters is moved a little up and a little down,
// and the change of the cost compared with the gradient.
func ExampleCheckGrad() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 1}))
	X := linalg.New(2, 2,
		0.5, -1,
		2, 1)
	c := nn.CheckGrad(net, nn.BCE{}, X, linalg.Col(0, 1))
	fmt.Println(c.Checked, c.Worst < 1e-7)
	// Output:
	// 13 true
}

// A mistake to be found: the slope of this sigmoid is a, where it should be a(1 − a).
// Worst off is the unit with a = 3/4. Its gradient should be 3/4 · 3/16.
func ExampleGradCheck() {
	wrong := &nn.Elementwise{
		Label: "sigmoid",
		F:     nn.Sigmoid.F,
		DF:    func(_, a float64) float64 { return a },
	}
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 2, Act: wrong}))
	net.Param("Dense 1/b").Value.Copy(linalg.Row(0, math.Log(3)))
	c := nn.CheckGrad(net, nn.MSE{}, linalg.Row(0), linalg.Row(0, 0)) // x = 0: A is f(b)
	fmt.Println(c.Param, "row", c.Row, "column", c.Col)
	fmt.Printf("backpropagation %.4f, finite differences %.4f\n", c.Analytic, c.Numeric)
	fmt.Printf("relative error %.2f\n", c.Worst)
	// Output:
	// Dense 1/b row 0 column 1
	// backpropagation 0.5625, finite differences 0.1406
	// relative error 0.75
}

// Not every disagreement is a mistake. With z = 0, a ReLU stands on its kink: the cost
// (a + 1)² has the slope 0 on one side and 2 on the other. Backpropagation takes the
// left one, finite differences the middle.
func ExampleGradCheck_String() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Act: nn.ReLU}))
	c := nn.CheckGrad(net, nn.MSE{}, linalg.Row(0), linalg.Row(-1))
	fmt.Println(c.String())
	// Output:
	// 2 gradients checked, wrong: the largest relative error is 1, in Dense 1/b row 0, column 0 (backpropagation 0, finite differences 1.000003)
}

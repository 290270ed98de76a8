package nn_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// The activations at 0 and ln 3, where e^z is 1 and 3.
func ExampleActivation() {
	Z := linalg.Row(0, math.Log(3))
	A := new(nn.Matrix)
	for _, f := range []nn.Activation{nn.Sigmoid, nn.Tanh, nn.ReLU, nn.Softmax} {
		f.Apply(A, Z)
		fmt.Printf("%-8s %.4f\n", f.Name(), A.Row(0))
	}
	// Output:
	// sigmoid  [0.5000 0.7500]
	// tanh     [0.0000 0.8000]
	// relu     [0.0000 1.0986]
	// softmax  [0.2500 0.7500]
}

// Adding the same number to all logits of a row does not change the softmax, and a
// large logit does not overflow.
func ExampleActivation_softmax() {
	Z := linalg.New(2, 2,
		0, math.Log(3),
		1000, 1000+math.Log(3))
	A := new(nn.Matrix)
	nn.Softmax.Apply(A, Z)
	fmt.Printf("%.4f\n", A)
	// Output:
	// (2×2)
	//   0.2500  0.7500
	//   0.2500  0.7500
}

// What became of ReLU: a little is let through below 0, or the kink is rounded off.
func ExampleActivation_relatives() {
	Z := linalg.Row(-2, 0, 2)
	A := new(nn.Matrix)
	for _, f := range []nn.Activation{nn.ReLU, nn.LeakyReLU, nn.ELU, nn.GELU, nn.SiLU, nn.Softplus} {
		f.Apply(A, Z)
		fmt.Printf("%-10s %7.4f\n", f.Name(), A.Row(0))
	}
	// Output:
	// relu       [ 0.0000  0.0000  2.0000]
	// leaky_relu [-0.0200  0.0000  2.0000]
	// elu        [-0.8647  0.0000  2.0000]
	// gelu       [-0.0455  0.0000  1.9545]
	// silu       [-0.2384  0.0000  1.7616]
	// softplus   [ 0.1269  0.6931  2.1269]
}

// An activation of our own: it lets a tenth of what is negative through.
func ExampleElementwise() {
	leaky := &nn.Elementwise{
		Label: "leaky relu",
		F:     func(z float64) float64 { return max(0.1*z, z) },
		DF: func(z, _ float64) float64 {
			if z > 0 {
				return 1
			}
			return 0.1
		},
	}
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Act: leaky, Init: nn.Constant(1)}))
	A := net.Forward(nil, linalg.Col(-5, 0, 2))
	fmt.Printf("%.1f\n", A)
	dX := net.Backward(nil, linalg.Col(1, 1, 1))
	fmt.Printf("%.1f\n", dX)
	// Output:
	// A_1 (3×1)
	//   -0.5
	//    0.0
	//    2.0
	// (3×1)
	//   0.1
	//   0.1
	//   1.0
}

// ReLU has no slope at 0; the gradient there is taken to be 0.
func ExampleElementwise_relu() {
	Z := linalg.Row(-2, 0, 3)
	A, dZ := new(nn.Matrix), new(nn.Matrix)
	nn.ReLU.Apply(A, Z)
	nn.ReLU.Grad(dZ, Z, A, linalg.Row(5, 5, 5))
	fmt.Println(A.Named("A"))
	fmt.Println(dZ.Named("dZ"))
	// Output:
	// A (1×3)
	//   0  0  3
	// dZ (1×3)
	//   0  0  5
}

// Far from 0 the sigmoid is flat, and it does not overflow.
func ExampleElementwise_Apply() {
	A := new(nn.Matrix)
	nn.Sigmoid.Apply(A, linalg.Row(-1000, 0, 1000))
	fmt.Println(A)
	// Output:
	// (1×3)
	//   0  0.5  1
}

// The slope of the sigmoid is a(1 − a): 1/4 where a is 1/2, 3/16 where a is 3/4.
func ExampleElementwise_Grad() {
	Z := linalg.Row(0, math.Log(3))
	A, dZ := new(nn.Matrix), new(nn.Matrix)
	nn.Sigmoid.Apply(A, Z)
	nn.Sigmoid.Grad(dZ, Z, A, linalg.Row(4, 16))
	fmt.Printf("%.4f\n", dZ)
	// Output:
	// (1×2)
	//   1.0000  3.0000
}

// The argument may be a symbol or a number.
func ExampleElementwise_TeX() {
	fmt.Println(nn.Sigmoid.TeX("z_{12}"))
	fmt.Println(nn.Sigmoid.TeX("-0.5"))
	fmt.Println(nn.ReLU.TeX("Z"))
	// Output:
	// \frac{1}{1 + e^{-z_{12}}}
	// \frac{1}{1 + e^{-(-0.5)}}
	// \max(0, Z)
}

// Sigmoid and tanh know their slope from a alone, ReLU looks at z.
func ExampleElementwise_GradTeX() {
	for _, f := range []*nn.Elementwise{nn.Sigmoid, nn.Tanh, nn.ReLU} {
		fmt.Println(f.GradTeX("z", "a"))
	}
	// Output:
	// a (1 - a)
	// (1 - a^2)
	// [z > 0]
}

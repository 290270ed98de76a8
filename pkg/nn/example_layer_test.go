package nn_test

import (
	"fmt"
	"math/rand/v2"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Squared is a layer of our own, without parameters: A = X ⊙ X.
type Squared struct {
	x     *nn.Matrix
	a, dx nn.Matrix
}

func (l *Squared) Build(name string, in nn.Shape, rng *rand.Rand) (nn.Shape, error) {
	return in, nil // as many outputs as inputs
}

func (l *Squared) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	l.x = x
	return l.a.Hadamard(x, x)
}

func (l *Squared) Backward(p *nn.Pass, da *nn.Matrix) *nn.Matrix {
	l.dx.Hadamard(da, l.x)
	return l.dx.Scale(2, &l.dx) // ∂X = 2 ∂A ⊙ X
}

func (l *Squared) Params() []*nn.Param { return nil }

// With the layer behind a Dense, the net computes (wx)². For w = 2, x = 3 it has the
// slope 2wx² = 36 in w, and 2w²x = 24 in x.
func ExampleLayer() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Constant(2)}, &Squared{}))
	fmt.Println(net.Forward(nil, linalg.Row(3)))
	dX := net.Backward(nil, linalg.Row(1))
	fmt.Println(net.Param("Dense 1/W").Grad)
	fmt.Println(dX)
	// Output:
	// (1×1)
	//   36
	// \partial W_1 (1×1)
	//   36
	// (1×1)
	//   24
}

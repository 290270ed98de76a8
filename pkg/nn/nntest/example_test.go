package nntest_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

// Scale is a layer of our own: each feature times a weight, A = X ⊙ w.
type Scale struct {
	Doubled bool // a mistake to be found: ∂X is twice as large as it should be

	w     nn.Param
	x     *nn.Matrix
	a, dx nn.Matrix
}

func (l *Scale) Build(name string, in nn.Shape, rng *rand.Rand) (nn.Shape, error) {
	d := in.Size()
	l.w = nn.Param{Name: name + "/w", Value: linalg.New(1, d).Named("w"), Grad: linalg.New(1, d)}
	nn.Normal(1)(l.w.Value, d, d, rng)
	return in, nil
}

func (l *Scale) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	l.x = x
	return l.a.HadamardRow(x, l.w.Value) // a_ij = x_ij w_j
}

func (l *Scale) Backward(p *nn.Pass, da *nn.Matrix) *nn.Matrix {
	l.dx.Hadamard(da, l.x)
	l.w.Grad.SumRows(&l.dx) // ∂w_j = Σᵢ ∂a_ij x_ij
	l.dx.HadamardRow(da, l.w.Value)
	if l.Doubled {
		l.dx.Scale(2, &l.dx)
	}
	return &l.dx
}

func (l *Scale) Params() []*nn.Param { return []*nn.Param{&l.w} }

// printer is a testing.TB that prints. A test gives its t instead.
type printer struct{ testing.TB }

func (printer) Helper()                           {}
func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

// Nothing is printed for the layer that is right.
func ExampleCheckLayer() {
	nntest.CheckLayer(printer{}, &Scale{}, nn.Shape{3})
	fmt.Println("and with the mistake:")
	nntest.CheckLayer(printer{}, &Scale{Doubled: true}, nn.Shape{3})
	// Output:
	// and with the mistake:
	// Scale 1: ∂X is wrong, most in row 0, column 0: got -0.950734 by Backward, want -0.475367 by central differences (relative error 0.5)
}

// An embedding takes whole numbers, and nothing between them.
func ExampleCheckLayerOfTokens() {
	nntest.CheckLayerOfTokens(printer{}, &nn.Embedding{Vocab: 5, Dim: 2}, nn.Shape{3}, 5)
	fmt.Println("no complaints")
	// Output:
	// no complaints
}

package nn

import (
	"strings"
	"testing"

	"chainrule/pkg/linalg"
)

// A ∂A with too few rows once left the gradients of an earlier batch in ∂Z.
func TestGradOfAnotherShapePanics(t *testing.T) {
	for _, f := range []Activation{Sigmoid, Softmax} {
		for _, da := range []*Matrix{linalg.Row(1, 1), linalg.New(3, 1), linalg.New(4, 2)} {
			t.Run(f.Name()+dims(da), func(t *testing.T) {
				defer func() {
					e, ok := recover().(*linalg.ShapeError)
					if !ok || !strings.Contains(e.Why, dims(da)) {
						t.Errorf("got %v, want a ShapeError that names %s", e, dims(da))
					}
				}()
				z, a := linalg.New(3, 2), new(Matrix)
				f.Apply(a, z)
				f.Grad(new(Matrix), z, a, da)
			})
		}
	}
}

// The explanation of the gradient comes to the gradient also where the targets of an
// example do not add up to 1.
func TestCrossEntropyGradExplainsTargetsThatAreNoProbabilities(t *testing.T) {
	for _, test := range []struct {
		y    *Matrix
		want string
	}{
		{linalg.Row(1, 0), `\partial z_{1} = 0.5 - 1 = -0.5`},
		{linalg.Row(0, 0), `\partial z_{1} = 0.5 \cdot 0 - 0 = 0`},
		{linalg.Row(1, 1), `\partial z_{1} = 0.5 \cdot 2 - 1 = 0`},
	} {
		p := &Pass{Trace: new(Trace)}
		CrossEntropy{}.Grad(p, new(Matrix), linalg.Row(0, 0), test.y)
		if got := p.Trace.Steps[0].Entry(0, 0).Values; got != test.want {
			t.Errorf("targets %v: got %s, want %s", test.y.Data, got, test.want)
		}
	}
}

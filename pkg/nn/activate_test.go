package nn_test

import (
	"testing"

	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

func TestActivate(t *testing.T) {
	nntest.CheckLayer(t, &nn.Activate{F: nn.Tanh}, nn.Shape{4})
	nntest.CheckLayer(t, &nn.Activate{F: nn.Softmax}, nn.Shape{3})
	nntest.CheckLayer(t, &nn.Activate{}, nn.Shape{2, 3})
}

// It does what the activation of the layer before would do.
func TestActivateIsTheActivationOfADense(t *testing.T) {
	one := nn.Must(nn.New(1, nn.Shape{3}, &nn.Dense{Out: 4, Act: nn.Sigmoid}))
	two := nn.Must(nn.New(1, nn.Shape{3}, &nn.Dense{Out: 4}, &nn.Activate{F: nn.Sigmoid}))
	x, da := draws(1, 5, 3), draws(2, 5, 4)
	for i, q := range two.Params() {
		q.Value.Copy(one.Params()[i].Value)
	}
	approx(t, "A", two.Forward(nil, x), one.Forward(nil, x), 0)
	approx(t, "∂X", two.Backward(nil, da), one.Backward(nil, da), 0)
	p := &nn.Pass{Trace: &nn.Trace{}}
	two.Forward(p, x)
	two.Backward(p, da)
	if seen := explainsAll(t, p.Trace); seen["map:sigmoid"] != 1 || seen["mapgrad:sigmoid"] != 1 {
		t.Errorf("got the steps %v", seen)
	}
}

package nn_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// A layer keeps what it was given for its backward pass, so that it cannot stand in two places.
func TestSameLayerTwice(t *testing.T) {
	shared := &nn.Dense{Out: 2}
	_, err := nn.New(1, nn.Shape{2}, shared, &nn.Dense{Out: 2}, shared)
	if err == nil || !strings.HasPrefix(err.Error(), "nn: layers number 1 and 3 are one and the same: give each place a layer of its own") {
		t.Errorf("got %v, want an error that names layers 1 and 3", err)
	}
}

// empty is a layer without anything to keep, byValue one that is no pointer.
type (
	empty   struct{}
	byValue struct{ empty }
)

func (*empty) Build(_ string, in nn.Shape, _ *rand.Rand) (nn.Shape, error) { return in, nil }
func (*empty) Forward(_ *nn.Pass, x *nn.Matrix) *nn.Matrix                 { return x }
func (*empty) Backward(_ *nn.Pass, dy *nn.Matrix) *nn.Matrix               { return dy }
func (*empty) Params() []*nn.Param                                         { return nil }

func (byValue) Build(_ string, in nn.Shape, _ *rand.Rand) (nn.Shape, error) { return in, nil }
func (byValue) Forward(_ *nn.Pass, x *nn.Matrix) *nn.Matrix                 { return x }
func (byValue) Backward(_ *nn.Pass, dy *nn.Matrix) *nn.Matrix               { return dy }
func (byValue) Params() []*nn.Param                                         { return nil }

// What keeps nothing may stand in two places. Go gives all empty values one address,
// so that two of them could not be told from one.
func TestLayersThatKeepNothing(t *testing.T) {
	once := new(empty)
	for what, layers := range map[string][]nn.Layer{
		"one twice":    {once, once},
		"two":          {new(empty), &nn.Dense{Out: 2}, new(empty)},
		"by value":     {byValue{}, byValue{}},
		"of each kind": {byValue{}, once, byValue{}, &nn.Dense{Out: 2}},
	} {
		if _, err := nn.New(1, nn.Shape{2}, layers...); err != nil {
			t.Errorf("%s: got error %v, want none", what, err)
		}
	}
}

// An optimizer that has seen a net before it was built for other inputs starts anew.
func TestOptimizerAfterBuildForOtherInputs(t *testing.T) {
	for _, opt := range []nn.Optimizer{&nn.Momentum{LR: 0.1, Beta: 0.9}, &nn.Adam{}} {
		net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1}))
		step := func(x *nn.Matrix) {
			y := linalg.Col(1)
			net.Backward(nil, nn.MSE{}.Grad(nil, new(nn.Matrix), net.Forward(nil, x), y))
			opt.Step(nil, net.Params())
		}
		step(linalg.Row(1, 2))
		if _, err := net.Build("", nn.Shape{3}, nn.Stream(1, "again")); err != nil {
			t.Fatal(err)
		}
		before := net.Param("Dense 1/W").Value.Clone()
		step(linalg.Row(1, 2, 3))
		if linalg.Equal(before, net.Param("Dense 1/W").Value) {
			t.Errorf("%s: the weights of the net that was built again did not move", opt.Name())
		}
	}
}

package nn_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

// negate is a layer without parameters, A = −X, of a kind that the package does not know.
type negate struct{ a, dx nn.Matrix }

func (l *negate) Build(_ string, in nn.Shape, _ *rand.Rand) (nn.Shape, error) { return in, nil }
func (l *negate) Forward(_ *nn.Pass, x *nn.Matrix) *nn.Matrix                 { return l.a.Scale(-1, x) }
func (l *negate) Backward(_ *nn.Pass, da *nn.Matrix) *nn.Matrix               { return l.dx.Scale(-1, da) }
func (l *negate) Params() []*nn.Param                                         { return nil }

// refuses is a layer that cannot be built.
type refuses struct{ negate }

func (l *refuses) Build(name string, in nn.Shape, _ *rand.Rand) (nn.Shape, error) {
	return nil, errors.New("nn: " + name + ": takes pictures, was given " + fmt.Sprint(in))
}

func TestSameSeedSameNet(t *testing.T) {
	build := func(seed uint64) *nn.Model {
		return nn.Must(nn.New(seed, nn.Shape{3}, &nn.Dense{Out: 5, Act: nn.ReLU}, &nn.Dense{Out: 2}))
	}
	sameParams(t, "seed 1", build(1), build(1))
	a, b := build(1), build(2)
	for _, name := range []string{"Dense 1/W", "Dense 2/W"} {
		if identical(a.Param(name).Value, b.Param(name).Value) {
			t.Errorf("%s: got the same weights from seeds 1 and 2", name)
		}
	}
}

// Each layer draws from the stream of its name: one more layer behind it, or of another
// kind before it, moves none of its draws; nor does what another layer draws.
func TestAddingALayerMovesNoOtherDraw(t *testing.T) {
	want := nn.Must(nn.New(1, nn.Shape{4}, &nn.Dense{Out: 4, Act: nn.Tanh}, &nn.Dense{Out: 4}))
	for _, test := range []struct {
		what   string
		layers []nn.Layer
	}{
		{"one more behind", []nn.Layer{&nn.Dense{Out: 4, Act: nn.Tanh}, &nn.Dense{Out: 4}, &nn.Dense{Out: 9}}},
		{"another kind in front", []nn.Layer{new(negate), &nn.Dense{Out: 4, Act: nn.Tanh}, &nn.Dense{Out: 4}}},
		{"another kind between", []nn.Layer{&nn.Dense{Out: 4, Act: nn.Tanh}, new(negate), &nn.Dense{Out: 4}}},
		{"another activation, which draws nothing", []nn.Layer{&nn.Dense{Out: 4}, &nn.Dense{Out: 4, Act: nn.Sigmoid}}},
	} {
		net := nn.Must(nn.New(1, nn.Shape{4}, test.layers...))
		for _, name := range []string{"Dense 1/W", "Dense 2/W"} {
			if !identical(net.Param(name).Value, want.Param(name).Value) {
				t.Errorf("%s: got other weights in %s", test.what, name)
			}
		}
	}
	// A first layer that draws nothing leaves the second as it was.
	net := nn.Must(nn.New(1, nn.Shape{4}, &nn.Dense{Out: 4, Init: nn.Zeros}, &nn.Dense{Out: 4}))
	if !identical(net.Param("Dense 2/W").Value, want.Param("Dense 2/W").Value) {
		t.Error("a first layer of zeros: got other weights in Dense 2/W")
	}
	if identical(want.Param("Dense 1/W").Value, want.Param("Dense 2/W").Value) {
		t.Error("got the same weights in two layers")
	}
}

func TestStreams(t *testing.T) {
	first := func(seed uint64, name string) uint64 { return nn.Stream(seed, name).Uint64() }
	if first(1, "a") != first(1, "a") {
		t.Error("the same seed and name: got other numbers")
	}
	if first(1, "a") == first(1, "b") || first(1, "a") == first(2, "a") {
		t.Error("another name or seed: got the same numbers")
	}
}

func TestNewRefuses(t *testing.T) {
	dense := &nn.Dense{Out: 1}
	for _, test := range []struct {
		in     nn.Shape
		layers []nn.Layer
		want   string
	}{
		{nn.Shape{2}, nil, "nn: the net has no layers, want at least one"},
		{nn.Shape{0}, []nn.Layer{dense}, "nn: an example has shape [0], want every size at least 1"},
		{nn.Shape{-2, -2}, []nn.Layer{dense}, "nn: an example has shape [-2 -2], want every size at least 1"},
		{nn.Shape{2}, []nn.Layer{dense, nil}, "nn: layer number 2 is nil"},
		{nn.Shape{2}, []nn.Layer{(*nn.Dense)(nil)}, "nn: layer number 1 is nil"},
		{nn.Shape{2}, []nn.Layer{dense, &nn.Dense{}}, "nn: Dense 2: Out is 0, want at least 1 unit"},
		{nn.Shape{2, 3}, []nn.Layer{new(negate), new(refuses)}, "nn: refuses 1: takes pictures, was given [2 3]"},
		{nn.Shape{2}, []nn.Layer{&nn.Chain{}}, "nn: Chain 1 has no layers, want at least one"},
		{nn.Shape{2}, []nn.Layer{&nn.Chain{Layers: []nn.Layer{&nn.Dense{Out: -1}}}}, "nn: Chain 1/Dense 1: Out is -1, want at least 1 unit"},
	} {
		net, err := nn.New(1, test.in, test.layers...)
		fails(t, "New", err, test.want)
		if net != nil {
			t.Errorf("%s: got a net all the same", test.want)
		}
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); got != test.want {
					t.Errorf("Must: got panic %q, want %q", got, test.want)
				}
			}()
			nn.Must(net, err)
		}()
	}
}

func TestModelShapes(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2, 3}, &nn.Dense{Out: 5}, new(negate), &nn.Dense{Out: 1}))
	if got, want := fmt.Sprint(net.Shapes()), "[[2 3] [5] [5] [1]]"; got != want {
		t.Errorf("Shapes: got %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(net.LayerNames()), "[Dense 1 negate 1 Dense 2]"; got != want {
		t.Errorf("LayerNames: got %s, want %s", got, want)
	}
	var names []string
	for _, q := range net.Params() {
		names = append(names, fmt.Sprintf("%s %d×%d", q.Name, q.Value.Rows, q.Value.Cols))
	}
	if got, want := fmt.Sprint(names), "[Dense 1/W 6×5 Dense 1/b 1×5 Dense 2/W 5×1 Dense 2/b 1×1]"; got != want {
		t.Errorf("Params: got %s, want %s", got, want)
	}
	holds(t, "Summary", net.Summary(), "layer      output   parameters\n", "Dense 1    [5]      35\n", "negate 1   [5]      0\n", "total               41\n")
}

func TestModelRefusesABatchThatDoesNotFit(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1}))
	for _, test := range []struct {
		x    *nn.Matrix
		want string
	}{
		{linalg.New(4, 3).Named("X"), "linalg: Forward: the net takes examples of 2 features, one per row, and was given X (4×3)"},
		{linalg.New(2, 1), "linalg: Forward: the net takes examples of 2 features, one per row, and was given a matrix (2×1)"},
	} {
		if got := misfit(t, func() { net.Predict(test.x) }); got != test.want {
			t.Errorf("got %s\nwant %s", got, test.want)
		}
	}
}

func TestModelParamNamesWhatThereIs(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1}))
	defer func() {
		const want = `nn: the net has no parameter "Dense 2/W"; it has Dense 1/W, Dense 1/b`
		if got := recover(); got != want {
			t.Errorf("got panic %v, want %s", got, want)
		}
	}()
	net.Param("Dense 2/W")
}

// A prediction is its own: the next one must not write over it.
func TestPredictReturnsAMatrixOfItsOwn(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3}))
	first := net.Predict(draws(1, 4, 2))
	kept := first.Clone()
	net.Predict(draws(2, 4, 2))
	if !identical(first, kept) {
		t.Error("a later prediction changed an earlier one")
	}
	if first.Name != `\hat{Y}` {
		t.Errorf("got a prediction named %q, want \\hat{Y}", first.Name)
	}
}

// A net in a net is a layer like any other: the same numbers, under longer names.
func TestNetsWithinNets(t *testing.T) {
	inner := nn.Must(nn.New(9, nn.Shape{3}, &nn.Dense{Out: 4, Act: nn.Tanh}))
	net := nn.Must(nn.New(1, nn.Shape{3}, inner, &nn.Chain{Layers: []nn.Layer{new(negate), &nn.Dense{Out: 2}}}))
	var names []string
	for _, q := range net.Params() {
		names = append(names, q.Name)
	}
	if got, want := fmt.Sprint(names), "[Model 1/Dense 1/W Model 1/Dense 1/b Chain 1/Dense 1/W Chain 1/Dense 1/b]"; got != want {
		t.Errorf("got parameters %s, want %s", got, want)
	}
	x, y := draws(1, 5, 3), draws(2, 5, 2)
	if c := nn.CheckGrad(net, nn.MSE{}, x, y); c.Worst > 1e-7 || c.Checked != 26 {
		t.Errorf("got %v, want 26 gradients that agree", c)
	}
	nntest.CheckLayer(t, net, nn.Shape{3})
}

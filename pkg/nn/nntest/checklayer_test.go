package nntest_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

// recorder is a testing.TB that keeps what went wrong, instead of failing.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func TestCheckLayerAcceptsLayersOfThePackage(t *testing.T) {
	for _, act := range []nn.Activation{nil, nn.Sigmoid, nn.Tanh, nn.ReLU, nn.Softmax, swish} {
		for _, in := range []nn.Shape{{1}, {5}, {2, 3, 4}} {
			nntest.CheckLayer(t, &nn.Dense{Out: 4, Act: act}, in)
		}
	}
	nntest.CheckLayer(t, &nn.Dense{Out: 1}, nn.Shape{3})
	nntest.CheckLayer(t, &nn.Dense{Out: 3, Act: nn.ReLU, Init: nn.Zeros}, nn.Shape{2})
	nntest.CheckLayer(t, &nn.Chain{Layers: []nn.Layer{&nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 2}}}, nn.Shape{4})
	nntest.CheckLayer(t, nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 1})), nn.Shape{2})
}

// swish is an activation that the package does not have.
var swish = &nn.Elementwise{
	Label: "swish",
	F:     func(z float64) float64 { return z * nn.Sigmoid.F(z) },
	DF:    func(z, a float64) float64 { return a + nn.Sigmoid.F(z)*(1-a) },
}

// Broken layers: each is a Dense with one promise broken.
type (
	noSlope      struct{ nn.Dense } // forgets f' on the way back
	biasGrad     struct{ nn.Dense } // a bias gradient that is wrong by one part in a thousand
	accumulates  struct{ nn.Dense } // adds to the gradient of the last pass
	allocates    struct{ nn.Dense } // a new matrix in each pass
	ownDice      struct{ nn.Dense } // draws from the global source
	fixedDice    struct{ nn.Dense } // draws from a seed of its own
	forgetful    struct{ nn.Dense } // another result for the same batch
	overwrites   struct{ nn.Dense } // scales X in place
	differsInUse struct{ nn.Dense } // computes something else when it is traced
	misexplains  struct{ nn.Dense } // records a step whose terms do not add up
	unexplained  struct{ nn.Dense } // records a step that cannot be explained
	wideOut      struct{ nn.Dense } // promises another output shape
	noOut        struct{ nn.Dense } // promises no output shape
	wrongBack    struct{ nn.Dense } // returns ∂A where ∂X is wanted
	takesAll     struct{ nn.Dense } // cuts a batch that does not fit
	plainPanic   struct{ nn.Dense } // panics with a text
	namelessSays struct{ nn.Dense } // a *ShapeError that does not say where
	refuses      struct{ nn.Dense } // cannot be built
	misnames     struct{ nn.Dense } // parameters without the layer's name
	sameNames    struct{ nn.Dense } // two parameters with one name
	oddGrad      struct{ nn.Dense } // a gradient of another shape than its parameter
)

func (l *noSlope) Backward(p *nn.Pass, da *nn.Matrix) *nn.Matrix {
	l.Act = nil
	defer func() { l.Act = nn.Sigmoid }()
	return l.Dense.Backward(p, da)
}

func (l *biasGrad) Backward(p *nn.Pass, da *nn.Matrix) *nn.Matrix {
	dx := l.Dense.Backward(p, da)
	l.Params()[1].Grad.Data[1] *= 1.001
	return dx
}

func (l *accumulates) Backward(p *nn.Pass, da *nn.Matrix) *nn.Matrix {
	g := l.Params()[0].Grad
	before := g.Clone()
	dx := l.Dense.Backward(p, da)
	g.Add(g, before)
	return dx
}

func (l *allocates) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	return l.Dense.Forward(p, x).Clone()
}

func (l *ownDice) Build(name string, in nn.Shape, rng *rand.Rand) (nn.Shape, error) {
	return l.Dense.Build(name, in, rand.New(rand.NewPCG(rand.Uint64(), 0)))
}

func (l *fixedDice) Build(name string, in nn.Shape, rng *rand.Rand) (nn.Shape, error) {
	return l.Dense.Build(name, in, nn.Stream(1, "mine"))
}

func (l *forgetful) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	a := l.Dense.Forward(p, x)
	a.Data[0] += rand.Float64()
	return a
}

func (l *overwrites) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	return l.Dense.Forward(p, x.Scale(0.5, x))
}

func (l *differsInUse) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	a := l.Dense.Forward(p, x)
	if p != nil && p.Trace != nil {
		a.Data[0] += 1e-16 // one bit
	}
	return a
}

// record appends a step by hand, as only a layer outside of the package would.
func record(p *nn.Pass, s func() nn.Step) {
	if p != nil && p.Trace != nil {
		p.Trace.Steps = append(p.Trace.Steps, s())
	}
}

func (l *misexplains) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	a := l.Dense.Forward(p, x)
	record(p, func() nn.Step {
		return nn.Step{Where: "here", Op: "sumRows", Args: []linalg.Matrix{*linalg.Col(1, 2)}, Out: *linalg.Row(4)}
	})
	return a
}

func (l *unexplained) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	a := l.Dense.Forward(p, x)
	record(p, func() nn.Step { return nn.Step{Where: "here", Op: "magic", Out: *a.Clone()} })
	return a
}

func (l *wideOut) Build(name string, in nn.Shape, rng *rand.Rand) (nn.Shape, error) {
	_, err := l.Dense.Build(name, in, rng)
	return nn.Shape{7}, err
}

func (l *noOut) Build(name string, in nn.Shape, rng *rand.Rand) (nn.Shape, error) {
	_, err := l.Dense.Build(name, in, rng)
	return nil, err
}

func (l *wrongBack) Backward(p *nn.Pass, da *nn.Matrix) *nn.Matrix {
	l.Dense.Backward(p, da)
	return da
}

func (l *takesAll) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	d := l.Params()[0].Value.Rows
	if x.Cols < d {
		return l.Dense.Forward(p, linalg.New(x.Rows, d))
	}
	if x.Cols > d {
		x = linalg.SliceCols(x, 0, d)
	}
	return l.Dense.Forward(p, x)
}

func (l *plainPanic) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	if x.Cols != l.Params()[0].Value.Rows {
		panic("no")
	}
	return l.Dense.Forward(p, x)
}

func (l *namelessSays) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	if x.Cols != l.Params()[0].Value.Rows {
		panic(&linalg.ShapeError{Op: "Forward", Why: "it does not fit"})
	}
	return l.Dense.Forward(p, x)
}

func (l *refuses) Build(name string, in nn.Shape, rng *rand.Rand) (nn.Shape, error) {
	return nil, fmt.Errorf("nn: %s: takes pictures", name)
}

// renamed builds the layer and lets change edit its parameters.
func renamed(d *nn.Dense, name string, in nn.Shape, rng *rand.Rand, change func(w, b *nn.Param)) (nn.Shape, error) {
	out, err := d.Build(name, in, rng)
	change(d.Params()[0], d.Params()[1])
	return out, err
}

func (l *misnames) Build(name string, in nn.Shape, rng *rand.Rand) (nn.Shape, error) {
	return renamed(&l.Dense, name, in, rng, func(w, _ *nn.Param) { w.Name = "W" })
}

func (l *sameNames) Build(name string, in nn.Shape, rng *rand.Rand) (nn.Shape, error) {
	return renamed(&l.Dense, name, in, rng, func(w, b *nn.Param) { b.Name = w.Name })
}

func (l *oddGrad) Build(name string, in nn.Shape, rng *rand.Rand) (nn.Shape, error) {
	return renamed(&l.Dense, name, in, rng, func(w, _ *nn.Param) { w.Grad = linalg.New(1, 1) })
}

func TestCheckLayerFindsWhatIsWrong(t *testing.T) {
	sigmoid := nn.Dense{Out: 3, Act: nn.Sigmoid}
	for _, test := range []struct {
		layer nn.Layer
		want  string // what a message must hold
	}{
		{&noSlope{sigmoid}, "noSlope 1: the gradient of noSlope 1/W is wrong, most in row"},
		{&noSlope{sigmoid}, "∂X is wrong, most in row"},
		{&biasGrad{sigmoid}, "the gradient of biasGrad 1/b is wrong, most in row 0, column 1: got "},
		{&biasGrad{sigmoid}, "(relative error 0.001)"},
		{&accumulates{sigmoid}, "a second pass with the same batch differs: the gradient of accumulates 1/W"},
		{&accumulates{sigmoid}, "the gradient of accumulates 1/W is wrong"},
		{&allocates{sigmoid}, "allocations for 64 examples, want 0"},
		{&ownDice{sigmoid}, "two builds from the same seed differ: ownDice 1/W in row 0, column 0 is"},
		{&fixedDice{sigmoid}, "layers of two names begin with the same parameters"},
		{&forgetful{sigmoid}, "a second pass with the same batch differs: the output in row 0, column 0 is"},
		{&overwrites{sigmoid}, "a pass changes what it was given: X in row 0, column 0"},
		{&differsInUse{sigmoid}, "a trace changes the numbers: the output in row 0, column 0"},
		{&misexplains{sigmoid}, "(here, sumRows): Entry(0, 0): the terms add up to 3, want the value 4"},
		{&unexplained{sigmoid}, "(here, magic): Entry(0, 0): got no terms"},
		{&wideOut{sigmoid}, "Forward: got 1×3 for 1 examples, want 1×7, since Build returned [7]"},
		{&noOut{sigmoid}, "Build: got output shape [], want sizes of at least 1"},
		{&wrongBack{sigmoid}, "Backward: got 1×3 for 1 examples, want ∂X as large as X, 1×4"},
		{&takesAll{sigmoid}, "Forward: takes a batch of 7×5, want a panic with a *linalg.ShapeError"},
		{&takesAll{sigmoid}, "Forward: takes a batch of 7×3, want a panic"},
		{&plainPanic{sigmoid}, "panics with string (no), want a *linalg.ShapeError"},
		{&namelessSays{sigmoid}, `want the shape given, 7×5, and the name of the layer or of a matrix`},
		{&refuses{sigmoid}, `got error "nn: refuses 1: takes pictures" for examples of shape [4], want none`},
		{&misnames{sigmoid}, `got the name "W" for parameter 1, want one that begins with "misnames 1/"`},
		{&sameNames{sigmoid}, `got two parameters "sameNames 1/W"`},
		{&oddGrad{sigmoid}, "want Value and Grad of one shape in oddGrad 1/W"},
	} {
		r := new(recorder)
		nntest.CheckLayer(r, test.layer, nn.Shape{4})
		if all := strings.Join(r.errors, "\n"); !strings.Contains(all, test.want) {
			t.Errorf("%T: got %q, want %q among it", test.layer, all, test.want)
		}
	}
}

// A layer with one mistake is reported for that one, so that the message is the cause.
func TestCheckLayerReportsOnlyWhatIsWrong(t *testing.T) {
	for _, layer := range []nn.Layer{
		&biasGrad{nn.Dense{Out: 3}}, &allocates{nn.Dense{Out: 3}}, &differsInUse{nn.Dense{Out: 3}}, &fixedDice{nn.Dense{Out: 3}},
		&misexplains{nn.Dense{Out: 3}}, &unexplained{nn.Dense{Out: 3}},
	} {
		r := new(recorder)
		nntest.CheckLayer(r, layer, nn.Shape{4})
		if n := len(r.errors); n != 1 {
			t.Errorf("%T: got %d messages, want 1: %q", layer, n, r.errors)
		}
	}
}

package nn_test

import (
	"fmt"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// An update of a warm net allocates nothing when it is not traced. No test here may run
// in parallel, since AllocsPerRun counts what all goroutines do.
func TestUntracedUpdateAllocatesNothing(t *testing.T) {
	for _, l := range naive {
		loss := l.loss
		for _, act := range append([]nn.Activation{nil}, activations...) {
			for _, opt := range optimizers() {
				net := nn.Must(nn.New(1, nn.Shape{8}, &nn.Dense{Out: 16, Act: act}, &nn.Dense{Out: 3}))
				x, y := draws(1, 64, 8), new(nn.Matrix)
				nn.Softmax.Apply(y, draws(2, 64, 3))
				var dyhat nn.Matrix
				p := &nn.Pass{Train: true}
				if n := testing.AllocsPerRun(10, func() {
					yhat := net.Forward(p, x)
					loss.Loss(p, yhat, y)
					net.Backward(p, loss.Grad(p, &dyhat, yhat, y))
					opt.Step(p, net.Params())
				}); n != 0 {
					t.Errorf("%s, activation %v, %s: got %.0f allocations an update, want 0", loss.Name(), act, opt.Name(), n)
				}
			}
		}
	}
}

// The last batch of an epoch is short, and the next one full again.
func TestMiniBatchesAllocateNothing(t *testing.T) {
	for _, opt := range optimizers() {
		net := nn.Must(nn.New(1, nn.Shape{8}, &nn.Dense{Out: 16, Act: nn.ReLU}, &nn.Dense{Out: 3}))
		x, y := draws(1, 150, 8), draws(2, 150, 3)
		order := make([]int, 150)
		for i := range order {
			order[i] = 149 - i
		}
		var bx, by, dyhat nn.Matrix
		if n := testing.AllocsPerRun(10, func() {
			for from := 0; from < len(order); from += 64 {
				rows := order[from:min(from+64, len(order))]
				yhat := net.Forward(nil, bx.SelectRows(x, rows))
				by.SelectRows(y, rows)
				net.Backward(nil, nn.MSE{}.Grad(nil, &dyhat, yhat, &by))
				opt.Step(nil, net.Params())
			}
		}); n != 0 {
			t.Errorf("%s: got %.0f allocations an epoch, want 0", opt.Name(), n)
		}
	}
}

// A Trainer allocates when it begins, and then only for its history, which doubles as
// it grows.
func TestTrainerAllocatesOnlyItsHistory(t *testing.T) {
	count := func(epochs int) float64 {
		tr := regression()
		tr.Epochs = epochs
		return testing.AllocsPerRun(1, func() {
			if err := tr.Run(); err != nil {
				t.Fatal(err)
			}
		})
	}
	const more = 60 // three slices, from 10 to 1000 entries and more
	if few, many := count(2), count(400); many > few+more {
		t.Errorf("got %.0f allocations for 2 epochs and %.0f for 400, want at most %d more", few, many, more)
	}
}

// A nil Pass and one without a Trace compute alike, and record nothing.
func TestPassWithoutTrace(t *testing.T) {
	build := func() *nn.Model {
		return nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 1}))
	}
	x := draws(1, 4, 2)
	a, b := build(), build()
	p := &nn.Pass{}
	p.At("nowhere", "forward")
	if !identical(a.Forward(nil, x), b.Forward(p, x)) || p.Trace != nil {
		t.Error("got another output by a nil Pass than by one without a Trace")
	}
	dx := a.Backward(nil, linalg.Full(4, 1, 1))
	if !identical(dx, b.Backward(p, linalg.Full(4, 1, 1))) {
		t.Error("got another ∂X by a nil Pass than by one without a Trace")
	}
	if a.Param("Dense 1/W").Name != "Dense 1/W" || dx.Name != "" {
		t.Errorf("got ∂X named %q without a Trace, want no name", dx.Name)
	}
}

// The operations of a Pass are linalg's, with the result in the first operand.
func TestPassComputes(t *testing.T) {
	A, B, C, row := draws(1, 3, 4), draws(2, 4, 2), draws(3, 3, 2), draws(4, 1, 2)
	for _, p := range []*nn.Pass{nil, {}, {Trace: new(nn.Trace)}} {
		for _, test := range []struct {
			name string
			f    func(z *nn.Matrix) *nn.Matrix
			want *nn.Matrix
		}{
			{"Affine", func(z *nn.Matrix) *nn.Matrix { return p.Affine(z, A, B, row) }, linalg.AddRow(linalg.MulNaive(A, B), row)},
			{"Mul", func(z *nn.Matrix) *nn.Matrix { return p.Mul(z, A, B) }, linalg.MulNaive(A, B)},
			{"MulATB", func(z *nn.Matrix) *nn.Matrix { return p.MulATB(z, A, C) }, linalg.MulNaive(linalg.Transpose(A), C)},
			{"MulABT", func(z *nn.Matrix) *nn.Matrix { return p.MulABT(z, C, B) }, linalg.MulNaive(C, linalg.Transpose(B))},
			{"SumRows", func(z *nn.Matrix) *nn.Matrix { return p.SumRows(z, C) }, linalg.SumRows(C)},
			{"Map", func(z *nn.Matrix) *nn.Matrix { return p.Map(z, nn.Tanh, C) }, linalg.Apply(nn.Tanh.F, C)},
		} {
			z := linalg.Full(5, 5, 99)
			got := test.f(z)
			approx(t, test.name, got, test.want, 1e-14)
			if got != z {
				t.Errorf("%s: got another matrix than the one to overwrite", test.name)
			}
		}
		// The identity copies nothing.
		if got := p.Map(new(nn.Matrix), nil, C); got != C {
			t.Error("Map of the identity: got another matrix than Z")
		}
		if got := p.MapGrad(new(nn.Matrix), nil, C, C, A); got != A {
			t.Error("MapGrad of the identity: got another matrix than ∂A")
		}
	}
}

// Where says the part and the phase that are computing.
func TestTraceSaysWhere(t *testing.T) {
	tr := regression()
	tr.Trace, tr.Epochs, tr.Batch, tr.ValX, tr.ValY = new(nn.Trace), 1, 0, nil, nil
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range tr.Trace.Steps {
		got = append(got, s.Where+" "+s.Op)
	}
	want := []string{
		"Dense 1/forward affine", "Dense 1/forward map:tanh", "Dense 2/forward affine",
		"MSE/loss loss:MSE", "MSE/gradient lossgrad:MSE",
		"Dense 2/backward mulATB", "Dense 2/backward sumRows", "Dense 2/backward mulABT",
		"Dense 1/backward mapgrad:tanh", "Dense 1/backward mulATB", "Dense 1/backward sumRows", "Dense 1/backward mulABT",
		"Momentum/update update:Momentum", "Momentum/update update:Momentum", "Momentum/update update:Momentum", "Momentum/update update:Momentum",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

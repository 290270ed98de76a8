package sim

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
)

// to steps until the number with these words is asked for.
func to(t *testing.T, n *Network, asked string) {
	t.Helper()
	for range 1000 {
		if v := n.view(); v.Next != nil && v.Next.Say == asked {
			return
		}
		do(t, n, Action{Do: "step", Name: "unit"})
	}
	t.Fatalf("nobody asks for %q", asked)
}

// Each slip is named by the number that it leads to, computed here by hand from the
// published example.
func TestNetworkNamesSlips(t *testing.T) {
	const (
		h1, h2     = .5932699921071872, .596884378259767
		d1, d2     = .13849856162855695, -.038098236516556236
		do1        = .7513650695523157 - .01
		new5, new7 = .40 - .5*.08216704056423077, .50 + .5*.02260254047747507
		wrong      = d1*new5 + d2*new7
		slope      = h1 * (1 - h1)
		da         = .03635030639
	)
	for _, test := range []struct {
		asked string
		guess float64
		slip  string
	}{
		{"the weighted input z of h₁", .15*.05 + .20*.10, "no bias"},
		{"the weighted input z of h₁", -(.15*.05 + .20*.10 + .35), "sign"},
		{"the weighted input z of h₁", h1, "activation"},
		{"the weighted input z of h₁", .15*.05 + .35, "one input"},
		{"the weighted input z of h₁", .20 * .10, "one input"},
		{"the activation a of h₁", .3775, "no activation"},
		{"the weighted input z of o₁", .40*.3775 + .45*.3925 + .60, "no activation"},
		{"the weighted input z of o₁", .40*h1 + .45*h2, "no bias"},
		{"the loss J", 2 * .2983711087600027, "no half"},
		{"the gradient of the weight from h₁ to o₁", d1 * .3775, "no activation"},
		{"the gradient of the weight from h₁ to o₁", d1, "no input"},
		{"how J changes with the output o₁", -do1, "sign"},
		{"the error δ of o₁", do1, "no slope"},
		{"the gradient of the weight from h₁ to o₁", do1 * h1, "no slope"},
		{"the gradient of the weight from h₁ to o₁", -d1 * h1, "sign"},
		{"the error ∂a behind h₁", wrong, "new weight"},
		{"the error ∂a behind h₁", d1 * .40, "one output"},
		{"the error ∂a behind h₁", d2 * .50, "one output"},
		{"the error ∂a behind h₁", -da, "sign"},
		{"the error ∂a behind h₁", do1*.40 + (.7729284653214625-.99)*.50, "no slope"},
		{"the error δ of h₁", wrong * slope, "new weight"},
		{"the error δ of h₁", da, "no slope"},
		{"the error δ of h₁", d1 * .40 * slope, "one output"},
		{"the gradient of the weight from x₁ to h₁", wrong * slope * .05, "new weight"},
		{"the gradient of the weight from x₁ to h₁", da * .05, "no slope"},
		{"the gradient of the weight from x₁ to h₁", d1 * .40 * slope * .05, "one output"},
		{"the new value of the weight from h₁ to o₁", .40 - .08216704056423077, "no rate"},
		{"the new value of the weight from h₁ to o₁", .40 + .5*.08216704056423077, "added"},
		{"the new value of the weight from h₁ to o₁", .40 + .08216704056423077, "added"},
	} {
		n := NewNetwork(netPresets[1].setup())
		to(t, n, test.asked)
		do(t, n, Action{Do: "guess", Text: fmt.Sprint(test.guess)})
		g := n.view().Guess
		if g == nil || g.Right || g.Slip != test.slip || g.Say == "" {
			t.Errorf("%s, guessed %v: got %+v, want the slip %q", test.asked, test.guess, g, test.slip)
		}
		do(t, n, Action{Do: "step"})
		if n.view().Guess != nil {
			t.Error("the verdict stays after a step")
		}
	}
}

// In a batch, 1/n and the sum over the examples can be forgotten, and with an adaptive optimizer
// the rate. The numbers are of the library, the slips are made here.
func TestNetworkNamesSlipsOfABatch(t *testing.T) {
	for _, optimizer := range []string{"SGD", "Adam"} {
		setup := NetworkSetup{Data: "xor", Hidden: []Hidden{{Units: 2, Act: "tanh"}}, Output: "sigmoid", Optimizer: optimizer, Rate: 0.5, L2: 0.01, Seed: 9}
		if optimizer == "SGD" {
			setup.L2 = 0
		}
		fresh := func() *Network { return NewNetwork(setup) }
		r := fresh().run()
		f := r.through(r.data.x)
		dz := linalg.New(4, 1)
		for i := range 4 {
			dz.Data[i] = (1/(1+math.Exp(-f.z[1].Data[i])) - r.data.y.Data[i]) / 4
		}
		grad := linalg.MulATB(f.a[0], dz)
		w := r.dense[1].w.Value
		type slipTest struct {
			asked string
			guess float64
			slip  string
		}
		tests := []slipTest{
			{"the loss J", 4 * r.scores(0).train.loss, "no mean"},
			{"how J changes with the output o₁, for example 2 of the batch", 4 * dz.Data[1], "no mean"},
			{"the gradient of the weight from h₁ to o₁", 4 * grad.Data[0], "no mean"},
			{"the gradient of the weight from h₁ to o₁", f.a[0].At(2, 0) * dz.Data[2], "one example"},
			{"the gradient of the bias of o₁", dz.Data[2], "one example"},
			{"the error ∂a behind h₁, for example 2 of the batch", 4 * dz.Data[1] * w.Data[0], "no mean"},
		}
		asked := "the new value of the weight from h₁ to o₁"
		if n := fresh(); optimizer == "SGD" {
			by := 0.5 * grad.Data[0]
			tests = append(tests, slipTest{asked, w.Data[0] - 4*by, "no mean"}, slipTest{asked, w.Data[0] - by/0.5, "no rate"}, slipTest{asked, w.Data[0] + by, "added"})
		} else {
			do(t, n, Action{Do: "step", Name: "batch"})
			by := w.Data[0] - float64(n.view().Layers[2].W.Value[0][0])
			tests = append(tests, slipTest{asked, w.Data[0] - by/0.5, "no rate"}, slipTest{asked, w.Data[0] + by, "added"},
				slipTest{"the gradient of the weight from h₁ to o₁ with weight decay", grad.Data[0], "no decay"})
		}
		for _, test := range tests {
			n := fresh()
			to(t, n, test.asked)
			do(t, n, Action{Do: "guess", Text: fmt.Sprint(test.guess)})
			if g := n.view().Guess; g == nil || g.Right || g.Slip != test.slip {
				t.Errorf("%s: %s, guessed %v: got %+v, want the slip %q", optimizer, test.asked, test.guess, g, test.slip)
			}
		}
	}
}

// Every number of an update is right when it is guessed, to four digits, and not when it is
// off by more; what is said does not give it away.
func TestNetworkJudgesEveryNumber(t *testing.T) {
	for name, setup := range netSetups() {
		n := NewNetwork(setup)
		do(t, n, Action{Do: "step", Name: "layer"})
		for n.view().Updates == 0 && n.view().Next != nil {
			r := n.run()
			ops, _ := r.ops(0)
			p, _ := ops.coming(n.state.now.at)
			v := ops.list[p.step-1].Out.At(p.row, p.col)
			do(t, n, Action{Do: "guess", Text: fmt.Sprintf(" %.7g ", v)})
			if g := n.view().Guess; !g.Right {
				t.Fatalf("%s, %s: got %+v for %v", name, n.view().Next.Say, g, v)
			}
			if v != 0 {
				for _, off := range []float64{1.001, 3, -0.3, 0.3} {
					g := r.judge(ops, p, v*off)
					if g.Right || strings.Contains(g.Say, number(v)) && len(number(v)) > 4 {
						t.Fatalf("%s, %s: got %+v for %v, want %v", name, n.view().Next.Say, g, v*off, v)
					}
				}
			}
			do(t, n, Action{Do: "step", Name: "unit"})
			do(t, n, Action{Do: "step", Name: "example"})
		}
		if n.view().Updates == 1 {
			do(t, n, Action{Do: "back", Name: "operation"})
		}
		if err := n.Do(Action{Do: "guess", Text: "1"}); err == nil {
			t.Errorf("%s: got no error for a guess at the end of an update", name)
		}
	}
}

func TestNetworkGuessIsANumber(t *testing.T) {
	n := NewNetwork(netPresets[1].setup())
	for given, want := range map[string]string{"": "empty", "0,5": "behind a point", "half": "not a number"} {
		if err := n.Do(Action{Do: "guess", Text: given}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v", given, err)
		}
	}
	do(t, n, Action{Do: "guess", Text: "−0.3775"})
	if g := n.view().Guess; g.Slip != "sign" {
		t.Errorf("got %+v for a number with a minus sign, want the sign named", g)
	}
}

// Until the first number of an operation is computed, no sentence gives it away.
func TestNetworkKeepsNumbersToItself(t *testing.T) {
	for name, setup := range netSetups() {
		n := NewNetwork(setup)
		for n.view().Updates == 0 {
			do(t, n, Action{Do: "step", Name: "operation"})
			v := n.view()
			if v.Op == nil || v.Op.Entry.Value != nil {
				continue
			}
			ops, _ := n.run().ops(0)
			p := n.state.now.at
			hidden := number(ops.list[p.step-1].Out.At(p.row, p.col))
			for _, t := range v.Op.Entry.Terms {
				if strings.Contains(number(float64(t.Value))+" "+number(float64(t.Sum)), hidden) {
					hidden = "" // the terms that are left add nothing
				}
			}
			for i := range ops.list[p.step-1].Args {
				for _, a := range ops.list[p.step-1].Args[i].Data {
					if number(a) == hidden {
						hidden = "" // it is one of those that go in
					}
				}
			}
			text := v.Op.From + v.Next.Say + v.Next.Formula + v.Said
			if p.row+p.col == 0 { // what is said of the operation is of its first hidden
				text += v.Op.Say
			}
			if len(hidden) > 5 && strings.Contains(text, hidden) {
				t.Fatalf("%s: %s is to be guessed, and it says %s", name, hidden, text)
			}
		}
	}
}

func TestNetworkGuessTolerance(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, test := range []struct {
		g, v float64
		want bool
	}{
		{0.5, 0.5, true}, {0.50004, 0.5, true}, {0.4999, 0.5, false}, {-0.5, 0.5, false}, {2e-7, 2.0001e-7, true},
		{0, 0, true}, {1e-10, 0, true}, {1e-6, 0, false}, {0, 1e-6, false}, {nan, nan, true}, {0, nan, false}, {inf, inf, true}, {-inf, inf, false},
	} {
		if got := isNear(test.g, test.v); got != test.want {
			t.Errorf("a guess of %v for %v: got %v", test.g, test.v, got)
		}
	}
}

// The way that slips take back through the layers comes to the right number when nothing is
// forgotten: over the old weights, and summed over all units.
func TestNetworkSlipsGoTheRightWay(t *testing.T) {
	for name, setup := range netSetups() {
		n := NewNetwork(setup)
		r := n.run()
		ops, err := r.ops(0)
		if err != nil {
			t.Fatal(err)
		}
		for step := range ops.list {
			s := &ops.list[step]
			i := s.layer
			switch s.what {
			case "error":
				i--
			case "mapgrad", "gradW", "gradB", "dropgrad":
			default:
				continue
			}
			if i+1 >= len(r.dense) {
				continue
			}
			right := linalg.MulABT(r.errors(ops, i+1), r.dense[i+1].w.Value)
			sum := linalg.New(right.Rows, right.Cols)
			for k := range r.dense[i+1].b.Value.Cols {
				sum.Add(sum, r.overOne(ops, i, k))
			}
			if !linalg.EqualApprox(sum, right, 1e-12) {
				t.Errorf("%s: the paths to layer %d do not add up", name, i+1)
			}
			for j, want := range s.Out.Data {
				p := place{step + 1, j / s.Out.Cols, j % s.Out.Cols, 1}
				if got := r.again(ops, s, i, p, right); math.Abs(got-want) > 1e-12 {
					t.Errorf("%s: %s of layer %d: got %v, want %v", name, s.what, s.layer+1, got, want)
				}
			}
		}
	}
}

// A factor is named when a mean or a square may have left it out, and not because any large number is some multiple.
func TestNetworkFactors(t *testing.T) {
	const z = .3775 // of h₁
	for guess, factor := range map[float64]bool{2 * z: true, 412 * z: false, 7 * z: false} {
		n := NewNetwork(NetworkSetup{})
		do(t, n, Action{Do: "preset", Name: "mazur"})
		to(t, n, "the weighted input z of h₁")
		do(t, n, Action{Do: "guess", Text: fmt.Sprint(guess)})
		if got := n.view().Guess.Say; strings.Contains(got, "factor") != factor {
			t.Errorf("%v: got %q", guess, got)
		}
	}
}

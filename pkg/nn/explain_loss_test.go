package nn_test

import (
	"encoding/json"
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// readBack is a trace as a file gives it back.
func readBack(t *testing.T, trace *nn.Trace) *nn.Trace {
	t.Helper()
	file, err := json.Marshal(trace)
	back := new(nn.Trace)
	if err == nil {
		err = json.Unmarshal(file, back)
	}
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// What an entry of each loss says on the board, also when it was read from a file: the
// branch that applies, a probability that was brought in, targets that are left out.
func TestEntriesOfLosses(t *testing.T) {
	for _, test := range []struct {
		loss                  nn.Loss
		yhat, y               *nn.Matrix
		symbols, values, grad string
	}{
		{nn.MAE{}, linalg.Row(1, -2), linalg.Row(3, -4),
			`J = \tfrac{1}{2}\left|\hat{y}_{1} - y_{1}\right| + \tfrac{1}{2}\left|\hat{y}_{2} - y_{2}\right|`,
			`J = \tfrac{1}{2}\left|1 - 3\right| + \tfrac{1}{2}\left|-2 - (-4)\right| = 2`,
			`\partial \hat{y}_{1} = \tfrac{1}{2} \cdot \mathrm{sign}(1 - 3) = -0.5`},
		{nn.Huber{Delta: 0.5}, linalg.Row(1, 4), linalg.Row(1.25, 3),
			`J = \tfrac{1}{2} \tfrac{1}{2} (\hat{y}_{1} - y_{1})^2 + \tfrac{1}{2} \delta \left(\left|\hat{y}_{2} - y_{2}\right| - \tfrac{1}{2} \delta\right)`,
			`J = \tfrac{1}{2} \cdot \tfrac{1}{2} (1 - 1.25)^2 + \tfrac{1}{2} \cdot 0.5 \cdot \left(\left|4 - 3\right| - \tfrac{1}{2} \cdot 0.5\right) = 0.203125`,
			`\partial \hat{y}_{1} = \tfrac{1}{2} \cdot \max(-0.5, \min(0.5, 1 - 1.25)) = -0.125`},
		{nn.Hinge{}, linalg.Row(0.5), linalg.Row(-1),
			`J = \max(0, 1 - y \hat{y})`, `J = \max(0, 1 - (-1) \cdot 0.5) = 1.5`,
			`\partial \hat{y} = -(-1) \cdot [1 > (-1) \cdot 0.5] = 1`},
		{nn.BCEProb{}, linalg.Row(0), linalg.Row(1),
			`J = \left[-y \ln(10^{-12}) - (1 - y) \ln(1 - 10^{-12})\right]`, `J = \left[-1 \cdot \ln(1 \cdot 10^{-12}) - 0 \cdot \ln(1)\right] = 27.631`,
			`\partial \hat{y} = \frac{0}{1} - \frac{1}{1 \cdot 10^{-12}} = -1 \cdot 10^{12}`},
		{nn.BCEProb{}, linalg.Row(1), linalg.Row(0),
			`J = \left[-y \ln(1 - 10^{-12}) - (1 - y) \ln(1 - (1 - 10^{-12}))\right]`, `J = \left[-0 \cdot \ln(1) - 1 \cdot \ln(9.99978 \cdot 10^{-13})\right] = 27.631`,
			`\partial \hat{y} = \frac{1}{9.99978 \cdot 10^{-13}} - \frac{0}{1} = 1.00002 \cdot 10^{12}`},
		{nn.CrossEntropyProb{}, linalg.Row(0.25, 2), linalg.Row(0, 1),
			`J = -y_{2} \ln(1 - 10^{-12})`, `J = -1 \cdot \ln(1) = 9.99978 \cdot 10^{-13}`, `\partial \hat{y}_{1} = -\frac{0}{0.25} = 0`},
		{nn.CrossEntropyProb{}, linalg.Row(math.NaN(), 1), linalg.Row(0, 0),
			`J = -y_{1} \ln(\hat{y}_{1})`, `J = -0 \cdot \ln(\mathrm{NaN}) = \mathrm{NaN}`, `\partial \hat{y}_{1} = -\frac{0}{\mathrm{NaN}} = \mathrm{NaN}`},
		{nn.KL{}, linalg.Row(0.5, 0.5), linalg.Row(0, 0), `J = 0`, `J = 0`, `\partial \hat{y}_{1} = -\frac{0}{0.5} = 0`},
		{nn.KL{}, linalg.Row(0.25, 0.75), linalg.Row(1, 0),
			`J = y_{1} \ln(\frac{y_{1}}{\hat{y}_{1}})`, `J = 1 \cdot \ln(\frac{1}{0.25}) = 1.38629`, `\partial \hat{y}_{1} = -\frac{1}{0.25} = -4`},
		{nn.CrossEntropy{}, linalg.Row(0, 0), linalg.Row(0, 0), `J = 0`, `J = 0`, `\partial z_{1} = 0.5 \cdot 0 - 0 = 0`},
	} {
		p := &nn.Pass{Trace: new(nn.Trace)}
		test.loss.Loss(p, test.yhat, test.y)
		test.loss.Grad(p, new(nn.Matrix), test.yhat, test.y)
		for _, trace := range []*nn.Trace{p.Trace, readBack(t, p.Trace)} {
			j, grad := trace.Steps[0].Entry(0, 0), trace.Steps[1].Entry(0, 0)
			for got, want := range map[string]string{j.Symbols: test.symbols, j.Values: test.values, grad.Values: test.grad} {
				if got != want {
					t.Errorf("%s of %v, targets %v:\n got %s\nwant %s", test.loss.Name(), test.yhat.Data, test.y.Data, got, want)
				}
			}
		}
	}
}

// Smoothing is a step of its own, and its targets are what the loss is explained by.
func TestTraceOfSmoothing(t *testing.T) {
	p := &nn.Pass{Trace: new(nn.Trace)}
	loss := nn.CrossEntropy{Smoothing: 0.5}
	loss.Loss(p, linalg.Row(0, 0), linalg.Row(1, 1)) // no probabilities
	loss.Grad(p, new(nn.Matrix), linalg.Row(0, 0), linalg.Row(1, 1))
	for _, trace := range []*nn.Trace{p.Trace, readBack(t, p.Trace)} {
		for i, want := range []string{
			`y'_{1} = (1 - \varepsilon) \, y_{1} + \frac{\varepsilon}{K}`,
			`J =  y'_{1} \left(\ln \textstyle\sum_k e^{z_{1k}} - z_{1}\right) +  y'_{2} \left(\ln \textstyle\sum_k e^{z_{1k}} - z_{2}\right)`,
			`y'_{1} = (1 - \varepsilon) \, y_{1} + \frac{\varepsilon}{K}`,
			`\partial z_{1} = \mathrm{softmax}(z_1)_1 \textstyle\sum_k y'_{1k} - y'_{1}`,
		} {
			s := &trace.Steps[i]
			if got := s.Entry(0, 0).Symbols; got != want {
				t.Errorf("step %d:\n got %s\nwant %s", i+1, got, want)
			}
			if parameter := s.Args[len(s.Args)-1]; parameter.Name != `\varepsilon` || parameter.Data[0] != 0.5 {
				t.Errorf("step %d: got the last operand %v, want ε = 0.5", i+1, parameter)
			}
		}
	}
}

// cubes is a loss that the package does not have, as lesson 03 writes one.
type cubes struct{}

func (cubes) Name() string { return "cubes" }

func (cubes) Loss(_ *nn.Pass, yhat, y *nn.Matrix) float64 {
	return math.Pow(math.Abs(yhat.Data[0]-y.Data[0]), 3)
}

func (cubes) Grad(_ *nn.Pass, dyhat, yhat, y *nn.Matrix) *nn.Matrix {
	e := yhat.Data[0] - y.Data[0]
	return dyhat.Copy(linalg.Row(3 * e * math.Abs(e)))
}

// A user's own loss trains, traced as well: it records nothing, and all else is there.
// A step of a loss that this version does not know, from a file, is shown by its name.
func TestTraceOfAnotherLoss(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros}))
	tr := &nn.Trainer{Net: net, Loss: cubes{}, Opt: &nn.SGD{LR: 0.1}, X: linalg.Row(1), Y: linalg.Row(1), Epochs: 1, Trace: new(nn.Trace)}
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	if got := net.Param("Dense 1/W").Value.Data[0]; !near(got, 0.3, 1e-12) {
		t.Errorf("got the weight %v, want 0.3", got)
	}
	holds(t, "the trace", tr.Trace.String(), "Dense 1/forward", "Dense 1/backward", "SGD/update")

	s := nn.Step{Op: "loss:focal", Args: []nn.Matrix{*linalg.Row(1).Named(`\hat{Y}`), *linalg.Row(1).Named("Y")}, Out: *linalg.Row(2).Named("J")}
	if e := s.Entry(0, 0); e.Values != "J = focal = 2" {
		t.Errorf("got %s, want its name", e.Values)
	}
	s.Op = "lossgrad:focal"
	if e := s.Entry(0, 0); e.Values != "J = focal = 2" {
		t.Errorf("got %s, want its name", e.Values)
	}
}

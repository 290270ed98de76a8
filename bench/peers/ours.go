package main

import (
	"fmt"
	"runtime"
	"time"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// ours is this library.
type ours struct{}

func (ours) name() string { return "chainrule" }

func (ours) about() string {
	return fmt.Sprintf("%s %s/%s, GOMAXPROCS %d", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0))
}

// measure is what serve.py does in Python, line by line.
func (ours) measure(w workload, seconds float64) (sample, error) {
	step, err := start(w)
	if err != nil {
		return sample{}, err
	}
	var s sample
	for range firstSteps {
		s.Numbers = append(s.Numbers, step())
	}
	count, elapsed := repeat(step, 1, seconds/5)
	each := max(1, int(float64(count)*seconds/elapsed/100)) // look at the clock a hundred times
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s.Steps, s.Seconds = repeat(step, each, seconds)
	runtime.ReadMemStats(&after)
	s.allocs = int(after.Mallocs-before.Mallocs) / s.Steps
	return s, nil
}

// repeat takes steps for so many seconds, and looks at the clock after each so many.
func repeat(step func() float64, each int, seconds float64) (count int, elapsed float64) {
	for begin := time.Now(); elapsed < seconds; elapsed = time.Since(begin).Seconds() {
		for range each {
			step()
		}
		count += each
	}
	return count, elapsed
}

// start returns a step of the workload.
func start(w workload) (step func() float64, err error) {
	if w.Kind == "product" {
		n := w.Sizes[0]
		a, b, c := linalg.New(n, n), linalg.New(n, n), linalg.New(n, n)
		draw(a.Data, 1, 1)
		draw(b.Data, 2, 1)
		return func() float64 {
			sum := 0.0
			for _, v := range c.Mul(a, b).Row(n - 1) {
				sum += v
			}
			return sum
		}, nil
	}
	in, layers := layersOf(w)
	net, err := nn.New(1, in, layers...)
	if err != nil {
		return nil, err
	}
	shapes := net.Shapes()
	x, y := linalg.New(w.Batch, in.Size()), linalg.New(w.Batch, shapes[len(shapes)-1].Size())
	draw(x.Data, inputs, 1)
	initialize(net)
	var loss nn.Loss = nn.MSE{}
	if w.Loss == "cross-entropy" {
		loss = nn.CrossEntropy{}
		for i := range y.Rows { // one-hot: the classes in turn
			y.Set(i, i%y.Cols, 1)
		}
	} else {
		draw(y.Data, targets, 1)
	}
	var opt nn.Optimizer = &nn.SGD{LR: w.LR}
	if w.Opt == "adam" {
		opt = &nn.Adam{LR: w.LR}
	}
	pass, params, dyhat := &nn.Pass{Train: true}, net.Params(), new(nn.Matrix)
	return func() float64 {
		yhat := net.Forward(pass, x)
		j := loss.Loss(pass, yhat, y)
		net.Backward(pass, loss.Grad(pass, dyhat, yhat, y))
		opt.Step(pass, params)
		return j
	}, nil
}

// layersOf returns the layers of a net, and the shape of an example.
func layersOf(w workload) (in nn.Shape, layers []nn.Layer) {
	act := map[string]nn.Activation{"tanh": nn.Tanh, "relu": nn.ReLU}[w.Act]
	switch w.Kind {
	case "mlp":
		for _, units := range w.Sizes[1 : len(w.Sizes)-1] {
			layers = append(layers, &nn.Dense{Out: units, Act: act})
		}
		return nn.Shape{w.Sizes[0]}, append(layers, &nn.Dense{Out: w.Sizes[len(w.Sizes)-1]})
	case "lenet": // LeCun et al. (1998), with ReLU and the largest pixel of each window
		return nn.Shape{1, 28, 28}, []nn.Layer{
			&nn.Conv2D{Out: 6, Kernel: nn.Square(5), Padding: nn.Square(2), Act: act},
			&nn.MaxPool{Kernel: nn.Square(2)},
			&nn.Conv2D{Out: 16, Kernel: nn.Square(5), Act: act},
			&nn.MaxPool{Kernel: nn.Square(2)},
			&nn.Flatten{},
			&nn.Dense{Out: 120, Act: act},
			&nn.Dense{Out: 84, Act: act},
			&nn.Dense{Out: 10},
		}
	case "lstm": // the state after the last time, and a unit that reads it
		return nn.Shape{w.Sizes[0], w.Sizes[1]}, []nn.Layer{&nn.LSTM{Out: w.Sizes[2]}, &nn.Dense{Out: w.Sizes[3]}}
	}
	return nil, nil
}

// initialize draws the weights of a net as every side does.
func initialize(net *nn.Model) {
	stream := 0
	for _, l := range net.Layers() {
		for _, q := range l.Params() {
			q.Value.Fill(0)
			if q.Value.Rows == 1 { // a bias
				continue
			}
			stream++
			fanIn := q.Value.Rows
			if _, conv := l.(*nn.Conv2D); conv { // a filter in each row
				fanIn = q.Value.Cols
			}
			draw(q.Value.Data, stream, weightScale(fanIn))
		}
	}
}

package nn_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

func TestPools(t *testing.T) {
	for _, c := range []struct {
		in                      nn.Shape
		kernel, stride, padding [2]int
	}{
		{nn.Shape{1, 4, 4}, nn.Square(2), [2]int{}, [2]int{}},
		{nn.Shape{2, 3, 3}, nn.Square(2), nn.Square(1), [2]int{}}, // windows overlap
		{nn.Shape{2, 5, 4}, [2]int{3, 2}, [2]int{2, 1}, [2]int{1, 1}},
		{nn.Shape{1, 5, 5}, nn.Square(2), nn.Square(3), [2]int{}}, // some pixels are under no window
		{nn.Shape{3, 2, 2}, nn.Square(1), [2]int{}, [2]int{}},
	} {
		t.Run(fmt.Sprintf("%v by %v", c.in, c.kernel), func(t *testing.T) {
			nntest.CheckLayer(t, &nn.MaxPool{Kernel: c.kernel, Stride: c.stride, Padding: c.padding}, c.in)
			nntest.CheckLayer(t, &nn.AvgPool{Kernel: c.kernel, Stride: c.stride, Padding: c.padding}, c.in)
		})
	}
	nntest.CheckLayer(t, &nn.Flatten{}, nn.Shape{2, 3, 3})
}

// Worked examples of Zhang et al., Dive into Deep Learning (d2l.ai), Pooling.
func TestPublishedPools(t *testing.T) {
	x := linalg.Row(0, 1, 2, 3, 4, 5, 6, 7, 8)
	one := nn.Square(1)
	largest := nn.Must(nn.New(1, nn.Shape{1, 3, 3}, &nn.MaxPool{Kernel: nn.Square(2), Stride: one}))
	approx(t, "largest", largest.Forward(nil, x), linalg.Row(4, 5, 7, 8), 0)
	mean := nn.Must(nn.New(1, nn.Shape{1, 3, 3}, &nn.AvgPool{Kernel: nn.Square(2), Stride: one}))
	approx(t, "mean", mean.Forward(nil, x), linalg.Row(2, 3, 5, 6), 0)
}

// Every number of a convolutional net is computed by the formula that explains it.
func TestConvolutionalNetIsExplained(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{2, 6, 5},
		&nn.Conv2D{Out: 4, Kernel: nn.Square(3), Padding: nn.Square(1), Groups: 2, Act: nn.Tanh},
		&nn.MaxPool{Kernel: nn.Square(2), Stride: nn.Square(1)},
		&nn.Conv2D{Out: 2, Kernel: nn.Square(2), Dilation: nn.Square(2), Stride: [2]int{1, 2}},
		&nn.AvgPool{Kernel: [2]int{2, 1}},
		&nn.Flatten{}, &nn.Dense{Out: 2}))
	trainer := &nn.Trainer{Net: net, Loss: nn.CrossEntropy{}, Opt: &nn.SGD{LR: 0.1}, X: draws(1, 3, 60), Y: oneHot(2, 0, 1, 1), Epochs: 1, Trace: &nn.Trace{}}
	if err := trainer.Run(); err != nil {
		t.Fatal(err)
	}
	seen := explainsAll(t, trainer.Trace)
	for _, op := range []string{"conv", "convgradW", "convgradX", "sumPlaces", "maxpool", "maxpoolgrad", "avgpool", "avgpoolgrad"} {
		if seen[op] == 0 {
			t.Errorf("%s: it is not in the trace", op)
		}
	}
	text, again := trainer.Trace.String(), &nn.Trace{}
	if strings.ContainsAny(text, `\{}`) {
		t.Error("the trace as text holds LaTeX")
	}
	b, err := json.Marshal(trainer.Trace)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, again); err != nil {
		t.Fatal(err)
	}
	if got, want := again.Steps[0].Entry(0, 0), trainer.Trace.Steps[0].Entry(0, 0); got.Values != want.Values {
		t.Errorf("from a file: got %s, want %s", got.Values, want.Values)
	}
}

// Padding never wins, a NaN does, and of equal pixels the first one gets the error.
func TestMaxPoolEdges(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{1, 2, 2}, &nn.MaxPool{Kernel: nn.Square(2), Padding: nn.Square(1)}))
	approx(t, "negative pixels beside padding", net.Forward(nil, linalg.Row(-1, -2, -3, -4)), linalg.Row(-1, -2, -3, -4), 0)
	net = nn.Must(nn.New(1, nn.Shape{1, 2, 2}, &nn.MaxPool{Kernel: nn.Square(2)}))
	if got := net.Forward(nil, linalg.Row(1, math.NaN(), 3, 2)).Data[0]; !math.IsNaN(got) {
		t.Errorf("a NaN among the pixels: got %v", got)
	}
	net.Forward(nil, linalg.Row(5, 5, 5, 5))
	approx(t, "∂X of equal pixels", net.Backward(nil, linalg.Row(1)), linalg.Row(1, 0, 0, 0), 0)
}

func TestMaxPoolRefusesTooMuchPadding(t *testing.T) {
	_, err := nn.New(1, nn.Shape{1, 4, 4}, &nn.MaxPool{Kernel: nn.Square(2), Padding: nn.Square(2)})
	fails(t, "MaxPool", err, "nn: MaxPool 1: Padding is [2 2], want at most half of the window [2 2]: elsewhere it would cover no pixel")
}

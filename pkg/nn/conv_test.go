package nn_test

import (
	"fmt"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/nntest"
)

// The settings that interact: sides that differ, strides that leave pixels over,
// padding, gaps, groups.
var convolutions = []struct {
	in    nn.Shape
	layer nn.Conv2D
}{
	{nn.Shape{1, 4, 4}, nn.Conv2D{Out: 1, Kernel: nn.Square(3)}},
	{nn.Shape{5, 4}, nn.Conv2D{Out: 2, Kernel: nn.Square(2), Act: nn.Tanh}}, // two sizes are one channel
	{nn.Shape{2, 5, 4}, nn.Conv2D{Out: 3, Kernel: [2]int{3, 2}, Padding: [2]int{1, 0}, Act: nn.Sigmoid}},
	{nn.Shape{2, 6, 5}, nn.Conv2D{Out: 2, Kernel: nn.Square(3), Stride: [2]int{3, 2}, Padding: nn.Square(1)}},
	{nn.Shape{1, 6, 6}, nn.Conv2D{Out: 2, Kernel: nn.Square(2), Dilation: [2]int{2, 3}}},
	{nn.Shape{4, 3, 3}, nn.Conv2D{Out: 4, Kernel: nn.Square(2), Groups: 2}},
	{nn.Shape{3, 4, 4}, nn.Conv2D{Out: 3, Kernel: nn.Square(3), Groups: 3, Padding: nn.Square(1), Stride: nn.Square(2)}},
	{nn.Shape{2, 3, 3}, nn.Conv2D{Out: 2, Kernel: nn.Square(1)}},
	{nn.Shape{1, 5, 5}, nn.Conv2D{Out: 1, Kernel: nn.Square(2), Stride: nn.Square(3)}}, // some pixels are never under it
}

func TestConv2D(t *testing.T) {
	for _, c := range convolutions {
		t.Run(fmt.Sprintf("%v %dx%v", c.in, c.layer.Out, c.layer.Kernel), func(t *testing.T) {
			layer := c.layer
			nntest.CheckLayer(t, &layer, c.in)
		})
	}
}

// The product of matrices gives what the definition gives.
func TestConv2DEqualsItsLoop(t *testing.T) {
	for _, c := range convolutions {
		layer := c.layer
		net := nn.Must(nn.New(1, c.in, &layer))
		w, b := net.Params()[0].Value, net.Params()[1].Value
		b.Copy(draws(1, b.Rows, b.Cols))
		x := draws(2, 3, c.in.Size())
		p := &nn.Pass{Trace: &nn.Trace{}}
		z := net.Forward(p, x)
		if layer.Act != nil {
			z = &p.Trace.Steps[0].Out
		}
		approx(t, fmt.Sprintf("%v by %v", c.in, layer.Kernel), z, nn.ConvNaive(x, w, b, *p.Trace.Steps[0].Window, max(1, layer.Groups)), 1e-12)
	}
}

// Worked examples of Zhang et al., Dive into Deep Learning (d2l.ai), Convolutional
// Neural Networks, which count up from 0.
func TestPublishedConvolutions(t *testing.T) {
	counting := func(from, n int) []float64 {
		v := make([]float64, n)
		for i := range v {
			v[i] = float64(from + i)
		}
		return v
	}
	for _, c := range []struct {
		name    string
		in      nn.Shape
		x, w, z []float64
	}{
		{"one channel", nn.Shape{1, 3, 3}, counting(0, 9), counting(0, 4), []float64{19, 25, 37, 43}},
		{"two channels", nn.Shape{2, 3, 3}, append(counting(0, 9), counting(1, 9)...), append(counting(0, 4), counting(1, 4)...), []float64{56, 72, 104, 120}},
	} {
		net := nn.Must(nn.New(1, c.in, &nn.Conv2D{Out: 1, Kernel: nn.Square(2)}))
		net.Params()[0].Value.Copy(linalg.Row(c.w...))
		approx(t, c.name, net.Forward(nil, linalg.Row(c.x...)), linalg.Row(c.z...), 0)
	}
	for _, c := range []struct {
		layer nn.Conv2D
		want  nn.Shape
	}{
		{nn.Conv2D{Out: 1, Kernel: [2]int{5, 3}, Padding: [2]int{2, 1}}, nn.Shape{1, 8, 8}},
		{nn.Conv2D{Out: 1, Kernel: nn.Square(3), Padding: nn.Square(1), Stride: nn.Square(2)}, nn.Shape{1, 4, 4}},
		{nn.Conv2D{Out: 1, Kernel: [2]int{3, 5}, Padding: [2]int{0, 1}, Stride: [2]int{3, 4}}, nn.Shape{1, 2, 2}},
	} {
		out, err := c.layer.Build("Conv2D 1", nn.Shape{1, 8, 8}, nn.Stream(1, "test"))
		if err != nil || fmt.Sprint(out) != fmt.Sprint(c.want) {
			t.Errorf("8×8 by %v: got shape %v (%v), want %v", c.layer.Kernel, out, err, c.want)
		}
	}
}

// Filters of a group see the channels of their group alone.
func TestConv2DGroups(t *testing.T) {
	layer := &nn.Conv2D{Out: 2, Kernel: nn.Square(1), Groups: 2}
	net := nn.Must(nn.New(1, nn.Shape{2, 1, 2}, layer))
	net.Params()[0].Value.Copy(linalg.Col(10, 100))
	approx(t, "a filter for each channel", net.Forward(nil, linalg.Row(1, 2, 3, 4)), linalg.Row(10, 20, 300, 400), 0)
}

func TestConv2DRefuses(t *testing.T) {
	for _, c := range []struct {
		in    nn.Shape
		layer nn.Conv2D
		want  string
	}{
		{nn.Shape{1, 4, 4}, nn.Conv2D{Kernel: nn.Square(3)}, "nn: Conv2D 1: Out is 0, want at least 1 filter"},
		{nn.Shape{16}, nn.Conv2D{Out: 1, Kernel: nn.Square(3)}, "nn: Conv2D 1: the input has shape [16], want channels, height and width: give the net a shape such as nn.Shape{1, 8, 8}"},
		{nn.Shape{1, 4, 4}, nn.Conv2D{Out: 1}, "nn: Conv2D 1: Kernel is [0 0], want a height of at least 1, such as nn.Square(3)"},
		{nn.Shape{1, 4, 4}, nn.Conv2D{Out: 1, Kernel: nn.Square(3), Stride: [2]int{1, -1}}, "nn: Conv2D 1: Stride is [1 -1], want at least 1, or 0 for the usual"},
		{nn.Shape{1, 4, 4}, nn.Conv2D{Out: 1, Kernel: nn.Square(3), Padding: [2]int{-1, 0}}, "nn: Conv2D 1: Padding is [-1 0], want at least 0"},
		{nn.Shape{1, 4, 4}, nn.Conv2D{Out: 1, Kernel: nn.Square(3), Dilation: [2]int{0, -2}}, "nn: Conv2D 1: Dilation is [0 -2], want at least 1, or 0 for no gaps"},
		{nn.Shape{1, 4, 4}, nn.Conv2D{Out: 1, Kernel: nn.Square(5)}, "nn: Conv2D 1: a kernel of 5×5 pixels (dilation [1 1]) does not fit into 4×4 with padding [0 0]: make it smaller, or pad"},
		{nn.Shape{3, 4, 4}, nn.Conv2D{Out: 2, Kernel: nn.Square(3), Groups: 2}, "nn: Conv2D 1: Groups is 2, want a number that divides both the 3 channels and the 2 filters"},
	} {
		_, err := nn.New(1, c.in, &c.layer)
		fails(t, "Conv2D", err, c.want)
	}
}

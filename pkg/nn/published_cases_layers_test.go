package nn_test

import (
	"math"
	"slices"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Layers by themselves: convolution, pooling, normalization, dropout.
func init() {
	register(cases{
		"convolution":         convolution,
		"true convolution":    trueConvolution,
		"pooling":             pooling,
		"average with margin": averageWithMargin,
		"sizes":               sizes,
		"layer normalization": layerNorm,
		"dropout's scale":     dropoutScale,
	})
}

// pair is a size down and across, and what is usual when the example does not give it.
func (in input) pair(name string, usual int) [2]int {
	if !in.has(name) {
		return nn.Square(usual)
	}
	v := in.integers(name)
	return [2]int{v[0], v[1]}
}

// convolve is a Conv2D of one example, without a bias.
func convolve(in input, w []float64) []float64 {
	net := nn.Must(nn.New(1, nn.Shape(in.integers("in")), &nn.Conv2D{
		Out: 1, Kernel: in.pair("kernel", 0), Stride: in.pair("stride", 1), Padding: in.pair("padding", 0), Dilation: in.pair("dilation", 1),
	}))
	copy(net.Param("Conv2D 1/W").Value.Data, w)
	return net.Predict(linalg.Row(in.numbers("x")...)).Data
}

func convolution(in input) result {
	return result{lists: map[string][]float64{"Z": convolve(in, in.numbers("w"))}}
}

// trueConvolution flips the kernel, which a Conv2D does not.
func trueConvolution(in input) result {
	w := in.numbers("w")
	slices.Reverse(w)
	return result{lists: map[string][]float64{"Z": convolve(in, w)}}
}

func pooling(in input) result {
	layer := map[string]nn.Layer{
		"max":     &nn.MaxPool{Kernel: in.pair("kernel", 0), Stride: in.pair("stride", 0), Padding: in.pair("padding", 0)},
		"average": &nn.AvgPool{Kernel: in.pair("kernel", 0), Stride: in.pair("stride", 0), Padding: in.pair("padding", 0)},
	}[in.word("kind")]
	net := nn.Must(nn.New(1, nn.Shape(in.integers("in")), layer))
	return result{lists: map[string][]float64{"Z": net.Predict(linalg.Row(in.numbers("x")...)).Data}}
}

// averageWithMargin looks at the pixel in the corner. Padding counts as zeros with us; the
// print leaves it out of the mean.
func averageWithMargin(in input) result {
	z := pooling(in).lists["Z"]
	side, k, p := in.integers("in")[1], in.pair("kernel", 0), in.pair("padding", 0)
	sum, n := 0.0, 0.0
	for i := range k[0] - p[0] {
		for j := range k[1] - p[1] {
			sum += in.numbers("x")[i*side+j]
			n++
		}
	}
	return result{right: map[string]float64{"the corner": z[0]}, misprint: map[string]float64{"the corner": sum / n}}
}

// sizes are the shape, the units and the parameters of a convolution.
func sizes(in input) result {
	out := 1
	if in.has("out") {
		out = int(in.number("out"))
	}
	net := nn.Must(nn.New(1, nn.Shape(in.integers("in")), &nn.Conv2D{
		Out: out, Kernel: in.pair("kernel", 0), Stride: in.pair("stride", 1), Padding: in.pair("padding", 0), Dilation: in.pair("dilation", 1), Init: nn.Zeros,
	}))
	shape := net.Shapes()[1]
	r := result{right: map[string]float64{}, lists: map[string][]float64{"height and width": {float64(shape[1]), float64(shape[2])}}}
	if in.has("out") {
		r.right["units"] = float64(shape.Size())
		for _, q := range net.Params() {
			r.right["parameters"] += float64(len(q.Value.Data))
		}
		r.right["weights"] = float64(len(net.Params()[0].Value.Data))
	}
	return r
}

func layerNorm(in input) result {
	X := in.matrix("X")
	net := nn.Must(nn.New(1, nn.Shape{X.Cols}, &nn.LayerNorm{}))
	return result{lists: map[string][]float64{"Y": net.Predict(X).Data}}
}

// dropoutScale is what the survivors of training are multiplied by, and what happens in use.
func dropoutScale(in input) result {
	net := nn.Must(nn.New(1, nn.Shape{100}, &nn.Dropout{Rate: in.number("rate")}))
	x := linalg.Full(1, 100, 1)
	used := linalg.Max(net.Predict(x))
	trained := net.Forward(&nn.Pass{Train: true}, x)
	smallest := math.Inf(1)
	for _, v := range trained.Data {
		if v != 0 {
			smallest = min(smallest, v)
		}
	}
	return result{right: map[string]float64{"the smallest survivor": smallest, "the largest survivor": linalg.Max(trained), "in use": used}}
}

package nn_test

import (
	"maps"
	"math"
	"slices"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Gradients of plain expressions.
func init() {
	register(cases{
		"(x+y)z": product,
		"sigmoid neuron": func(in input) result {
			return neuron(in, "f", "∂f/∂w1", "∂f/∂w2", "∂f/∂b", "∂f/∂x1", "∂f/∂x2")
		},
		"tanh neuron":                 func(in input) result { return neuron(in, "f", "∂f/∂w1", "∂f/∂w2", "∂f/∂x1", "∂f/∂x2") },
		"README expression":           readme,
		"bands of the gradient check": bands,
		"gradient of an expression":   expression,
	})
}

func product(in input) result {
	f := func(x []float64) float64 { return (x[0] + x[1]) * x[2] }
	x := in.numbers("x")
	g := nn.CentralDifference(f, x)
	return result{right: map[string]float64{"f": f(x), "∂f/∂x": g[0], "∂f/∂y": g[1], "∂f/∂z": g[2]}}
}

// neuron is a layer with one unit. Fed with an error of 1, its gradients are those of f.
func neuron(in input, quantities ...string) result {
	var act string
	in.read("act", &act)
	d := &nn.Dense{Out: 1, Act: map[string]nn.Activation{"sigmoid": nn.Sigmoid, "tanh": nn.Tanh}[act]}
	net := nn.Must(nn.New(1, nn.Shape{2}, d))
	W, b := net.Param("Dense 1/W"), net.Param("Dense 1/b")
	copy(W.Value.Data, in.numbers("w"))
	b.Value.Fill(in.number("b"))
	f := net.Forward(nil, linalg.Row(in.numbers("x")...)).At(0, 0)
	dx := net.Backward(nil, linalg.Row(1))
	all := map[string]float64{
		"f": f, "∂f/∂w1": W.Grad.Data[0], "∂f/∂w2": W.Grad.Data[1], "∂f/∂b": b.Grad.Data[0], "∂f/∂x1": dx.Data[0], "∂f/∂x2": dx.Data[1],
	}
	maps.DeleteFunc(all, func(q string, _ float64) bool { return !slices.Contains(quantities, q) })
	return result{right: all}
}

// readme is the expression of micrograd's README.
func readme(in input) result {
	relu := nn.ReLU.F
	f := func(x []float64) float64 {
		a, b := x[0], x[1]
		c := a + b
		d := a*b + b*b*b
		c += c + 1
		c += 1 + c - a
		d += d*2 + relu(b+a)
		d += 3*d + relu(b-a)
		e := c - d
		f := e * e
		return f/2 + 10/f
	}
	x := in.numbers("x")
	g := nn.CentralDifference(f, x)
	return result{right: map[string]float64{"g": f(x), "∂g/∂a": g[0], "∂g/∂b": g[1]}}
}

// bands are the largest relative errors that a GradCheck still calls so, found by halving.
func bands(input) result {
	words := []string{"good", "fine", "suspect", "wrong"}
	band := func(worst float64) int {
		text := nn.GradCheck{Worst: worst}.String()
		return slices.IndexFunc(words, func(w string) bool { return strings.Contains(text, ", "+w) })
	}
	right := map[string]float64{}
	for k, word := range words[:3] {
		in, above := 0.0, 1.0
		for mid := 0.5; in < mid && mid < above; mid = (in + above) / 2 {
			if band(mid) <= k {
				in = mid
			} else {
				above = mid
			}
		}
		right["largest "+word] = in
	}
	return result{right: right}
}

// expressions are those that a source has no name for.
var expressions = map[string]func(x []float64) float64{
	"xy":                    func(x []float64) float64 { return x[0] * x[1] },
	"c(a+2b)":               func(x []float64) float64 { return x[2] * (x[0] + 2*x[1]) },
	"ln x1 + x1x2 − sin x2": func(x []float64) float64 { return math.Log(x[0]) + x[0]*x[1] - math.Sin(x[1]) },
}

func expression(in input) result {
	f, x := expressions[in.word("f")], in.numbers("x")
	return result{right: map[string]float64{"f": f(x)}, lists: map[string][]float64{"∂f": nn.CentralDifference(f, x)}}
}

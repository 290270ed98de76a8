package nn_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Attention and positions.
func init() {
	register(cases{
		"self-attention of two words":          selfAttention,
		"self-attention of two words, unequal": selfAttention,
		"self-attention of three words":        selfAttention,
		"masked self-attention":                selfAttention,
		"four heads":                           selfAttention,
		"the second of two positions":          positionOfTwo,
	})
}

// selfAttention is a layer with as many heads, and positions that see no later one where
// the example is causal. The exercises mix the heads no more, so that W_O is the identity.
func selfAttention(in input) result {
	X := in.matrix("X")
	heads, causal := int(in.number("heads")), in.number("causal") != 0
	net := nn.Must(nn.New(1, nn.Shape{X.Rows, X.Cols}, &nn.MultiHeadAttention{Heads: heads, Causal: causal}))
	for _, symbol := range []string{"Q", "K", "V"} {
		net.Param("MultiHeadAttention 1/W_" + symbol).Value.Copy(in.matrix("W_" + symbol))
	}
	net.Param("MultiHeadAttention 1/W_O").Value.Copy(linalg.Identity(X.Cols))
	y := net.Predict(linalg.Row(X.Data...))
	r := result{right: map[string]float64{}}
	for k, v := range y.Data {
		r.right[fmt.Sprintf("y(%d,%d)", k/X.Cols+1, k%X.Cols+1)] = v
	}
	return r
}

// positionOfTwo is the second of two positions. The print is in half precision, which
// keeps eleven binary digits.
func positionOfTwo(in input) result {
	var layer nn.PositionalEncoding
	nn.Must(nn.New(1, nn.Shape{2, int(in.number("d"))}, &layer))
	r := result{right: map[string]float64{}, misprint: map[string]float64{}}
	for j, v := range layer.Positions().Row(1) {
		name := fmt.Sprintf("p(2,%d)", j+1)
		r.right[name] = v
		if fraction, exponent := math.Frexp(v); j < 3 {
			r.misprint[name] = math.Ldexp(math.RoundToEven(fraction*2048), exponent-11)
		}
	}
	return r
}

package nn

import (
	"math"
	"math/rand/v2"
)

// Init fills a weight matrix. fanIn is the number of inputs of a unit, fanOut the
// number of units that an input feeds.
type Init func(w *Matrix, fanIn, fanOut int, rng *rand.Rand)

// orUsual is the Init, or what suits the activation when there is none: He for ReLU,
// Xavier otherwise.
func (init Init) orUsual(act Activation) Init {
	switch {
	case init != nil:
		return init
	case act == Activation(ReLU):
		return He
	}
	return Xavier
}

// Zeros fills with 0. Units of a layer that start alike stay alike.
func Zeros(w *Matrix, _, _ int, _ *rand.Rand) { w.Fill(0) }

// Xavier draws uniformly from ±√(6/(fanIn+fanOut)), so that signals keep their
// variance forwards and backwards through tanh and its like (Glorot and Bengio, 2010).
func Xavier(w *Matrix, fanIn, fanOut int, rng *rand.Rand) {
	uniform(w, math.Sqrt(6/float64(fanIn+fanOut)), rng)
}

func uniform(w *Matrix, limit float64, rng *rand.Rand) {
	for i := range w.Data {
		w.Data[i] = limit * (2*rng.Float64() - 1)
	}
}

// He draws from the normal distribution with standard deviation √(2/fanIn): the 2
// makes up for the half that ReLU cuts off (He et al., 2015).
func He(w *Matrix, fanIn, _ int, rng *rand.Rand) {
	std := math.Sqrt(2 / float64(fanIn))
	for i := range w.Data {
		w.Data[i] = std * rng.NormFloat64()
	}
}

// Constant returns an Init that fills with v.
func Constant(v float64) Init {
	return func(w *Matrix, _, _ int, _ *rand.Rand) { w.Fill(v) }
}

// Normal returns an Init that draws from the normal distribution with mean 0 and
// the given standard deviation.
func Normal(std float64) Init {
	return func(w *Matrix, _, _ int, rng *rand.Rand) {
		for i := range w.Data {
			w.Data[i] = std * rng.NormFloat64()
		}
	}
}

package nn

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
)

// Dropout sets each feature of each example to 0 with probability Rate while the net
// trains, and divides what is left by 1 − Rate, so that the expected value stays
// (inverted dropout; Srivastava et al., 2014). In use it does nothing: one net stands
// for the mean of all the thinned ones. It has no parameters.
//
//	Y = X ⊙ M    X, M, Y n×d, M 0 or 1/(1−Rate)
type Dropout struct {
	Rate float64 // the share that is dropped, from 0 to below 1

	source      *rand.PCG // what rng draws from
	rng         *rand.Rand
	in          Shape
	dropped     bool // whether the latest Forward used M
	mask, y, dx Matrix
}

// Build begins the stream that masks are drawn from. The shape stays.
func (d *Dropout) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	if !(d.Rate >= 0 && d.Rate < 1) {
		return nil, fmt.Errorf("nn: %s: Rate is %v, want from 0 to below 1: the share of features that is dropped", name, d.Rate)
	}
	d.source = rand.NewPCG(rng.Uint64(), rng.Uint64())
	d.rng, d.in = rand.New(d.source), in
	layer := subscript(name)
	d.mask.Name, d.y.Name = "M"+layer, "Y"+layer
	return in, nil
}

// Forward returns X ⊙ M with a new M when the Pass trains, and otherwise x itself.
func (d *Dropout) Forward(p *Pass, x *Matrix) *Matrix {
	d.in.fits("Dropout", x)
	x = p.Input(x, &d.dx)
	if d.dropped = p != nil && p.Train && d.Rate > 0; !d.dropped {
		return x
	}
	d.mask.Reset(x.Rows, x.Cols)
	for i := range d.mask.Data {
		d.mask.Data[i] = 0
		if d.rng.Float64() >= d.Rate {
			d.mask.Data[i] = 1 / (1 - d.Rate)
		}
	}
	return p.Hadamard(&d.y, x, &d.mask) // Y = X ⊙ M
}

// Backward returns ∂X: what was dropped gets no error.
func (d *Dropout) Backward(p *Pass, dy *Matrix) *Matrix {
	if !d.dropped {
		return dy
	}
	return p.Hadamard(&d.dx, dy, &d.mask) // ∂X = ∂Y ⊙ M
}

// Params returns nil: there are none.
func (d *Dropout) Params() []*Param { return nil }

// savedDropout is what a Dropout is built from.
type savedDropout struct {
	Rate float64 `json:"rate"`
}

// MarshalJSON writes the settings of the layer.
func (d *Dropout) MarshalJSON() ([]byte, error) { return json.Marshal(savedDropout{d.Rate}) }

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Dropout) UnmarshalJSON(b []byte) error {
	var s savedDropout
	err := json.Unmarshal(b, &s)
	*d = Dropout{Rate: s.Rate}
	return err
}

// MarshalBinary writes where the stream of masks stands, so that a net from a file goes
// on with the masks that it would have had.
func (d *Dropout) MarshalBinary() ([]byte, error) { return d.source.MarshalBinary() }

// UnmarshalBinary goes on from where MarshalBinary was.
func (d *Dropout) UnmarshalBinary(b []byte) error { return d.source.UnmarshalBinary(b) }

func (d *Dropout) claims(in Shape) (numbers int, out Shape, err error) {
	return 0, in, nil
}

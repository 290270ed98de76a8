package nn

import "math/rand/v2"

// Flatten says that what follows takes a picture as a plain row of features. The row
// of an example is flat already, so that nothing is computed.
type Flatten struct {
	in Shape
}

// Build returns {size of in}.
func (f *Flatten) Build(_ string, in Shape, _ *rand.Rand) (Shape, error) {
	f.in = in
	return Shape{in.Size()}, nil
}

// Forward returns x itself.
func (f *Flatten) Forward(_ *Pass, x *Matrix) *Matrix {
	f.in.fits("Flatten", x)
	return x
}

// Backward returns dy itself.
func (f *Flatten) Backward(_ *Pass, dy *Matrix) *Matrix { return dy }

// Params returns nil: there are none.
func (f *Flatten) Params() []*Param { return nil }

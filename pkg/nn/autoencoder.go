package nn

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Autoencoder learns to give back what it was given, through a code that has room for less
// (Rumelhart, Hinton and Williams, 1986; Hinton and Salakhutdinov, 2006). It needs no
// labels: train it with the examples as their own targets, or, to take noise away, with
// noisy examples and clean targets (Vincent et al., 2008).
//
//	C = encoder(X), X̂ = decoder(C)    X and X̂ n×d, C n×k
type Autoencoder struct {
	Encoder []Layer // from an example to its code
	Decoder []Layer // from a code to an example

	chain Chain
}

// Build builds encoder and decoder, and returns the shape of the input. It returns an
// error when the decoder does not restore its size.
func (a *Autoencoder) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	if len(a.Encoder) == 0 || len(a.Decoder) == 0 {
		return nil, fmt.Errorf("nn: %s: Encoder has %d layers and Decoder %d, want at least one in each", name, len(a.Encoder), len(a.Decoder))
	}
	a.chain = Chain{Layers: slices.Concat(a.Encoder, a.Decoder)}
	out, err := a.chain.Build(name, in, rng)
	if err != nil {
		return nil, err
	}
	if out.Size() != in.Size() {
		return nil, fmt.Errorf("nn: %s: the decoder makes shape %v, want %v back: let its last layer have %d outputs", name, out, in, in.Size())
	}
	return in, nil
}

// Forward returns X̂, n×d.
func (a *Autoencoder) Forward(p *Pass, x *Matrix) *Matrix { return a.chain.Forward(p, x) }

// Backward takes ∂X̂ and returns ∂X.
func (a *Autoencoder) Backward(p *Pass, dy *Matrix) *Matrix { return a.chain.Backward(p, dy) }

// Params returns the parameters of the encoder, then those of the decoder.
func (a *Autoencoder) Params() []*Param { return a.chain.Params() }

// Encode returns the codes of the examples x, n×d, as a matrix of its own, n×k. The net
// that the autoencoder is in must have been built.
func (a *Autoencoder) Encode(x *Matrix) *Matrix {
	code := a.encoder().Forward(nil, x).Clone()
	code.Name = "C"
	return code
}

// Decode returns the examples that the codes, n×k, stand for, as a matrix of its own, n×d:
// codes that no example has are welcome. The net that the autoencoder is in must have been
// built.
func (a *Autoencoder) Decode(code *Matrix) *Matrix {
	x := a.decoder().Forward(nil, code).Clone()
	x.Name = `\hat{X}`
	return x
}

// CodeShape returns the shape of a code.
func (a *Autoencoder) CodeShape() Shape { return a.chain.outs[len(a.Encoder)-1] }

func (a *Autoencoder) encoder() *Chain { return a.part("Encode", 0, len(a.Encoder)) }
func (a *Autoencoder) decoder() *Chain {
	return a.part("Decode", len(a.Encoder), len(a.chain.Layers))
}

// part is the encoder or the decoder. It panics when there is none yet.
func (a *Autoencoder) part(op string, i, j int) *Chain {
	if len(a.chain.names) == 0 {
		panic(fmt.Sprintf("nn: Autoencoder: %s: it has not been built: make a net of it first, by nn.New", op))
	}
	return a.chain.part(i, j)
}

// part is the layers number i to j−1 of a chain that has been built.
func (c *Chain) part(i, j int) *Chain {
	return &Chain{Layers: c.Layers[i:j], names: c.names[i:j]}
}

func (a *Autoencoder) inside() []Layer { return slices.Concat(a.Encoder, a.Decoder) }

// savedAutoencoder is what an Autoencoder is built from.
type savedAutoencoder struct {
	Encoder savedLayers `json:"encoder"`
	Decoder savedLayers `json:"decoder"`
}

// MarshalJSON writes the layers and their settings.
func (a *Autoencoder) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedAutoencoder{a.Encoder, a.Decoder})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (a *Autoencoder) UnmarshalJSON(b []byte) error {
	var s savedAutoencoder
	err := json.Unmarshal(b, &s)
	*a = Autoencoder{Encoder: s.Encoder, Decoder: s.Decoder}
	return err
}

func (a *Autoencoder) claims(in Shape) (numbers int, out Shape, err error) {
	numbers, _, err = savedLayers(a.inside()).claims(in, maxNumbers)
	return numbers, in, err
}

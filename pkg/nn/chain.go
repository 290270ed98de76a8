package nn

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
)

// Chain is a layer made of layers, each fed with what the one before hands on.
type Chain struct {
	Layers []Layer

	names  []string
	outs   []Shape
	params []*Param
}

// Build builds the layers in order and names them by their kind and number: "Dense
// 1", "Dense 2". Each draws from its own stream, so that one more layer changes no
// other layer's weights.
func (c *Chain) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	if len(c.Layers) == 0 {
		return nil, fmt.Errorf("nn: %s has no layers, want at least one", cmp.Or(name, "the net"))
	}
	if name != "" {
		name += "/"
	}
	seed, count := rng.Uint64(), map[string]int{}
	c.names, c.outs, c.params = nil, nil, nil
	for i, l := range c.Layers {
		if l == nil || reflect.ValueOf(l).Kind() == reflect.Pointer && reflect.ValueOf(l).IsNil() {
			return nil, fmt.Errorf("nn: layer number %d is nil", i+1)
		}
		if at := slices.IndexFunc(c.Layers[:i], func(other Layer) bool { return same(other, l) }); at >= 0 {
			return nil, fmt.Errorf("nn: layers number %d and %d are one and the same: give each place a layer of its own, because a layer keeps what it was given for its backward pass", at+1, i+1)
		}
		kind := kindName(l)
		count[kind]++
		full := fmt.Sprintf("%s%s %d", name, kind, count[kind])
		out, err := l.Build(full, in, Stream(seed, full))
		if err != nil {
			return nil, err
		}
		c.names, c.outs, c.params = append(c.names, full), append(c.outs, out), append(c.params, l.Params()...)
		in = out
	}
	return in, nil
}

// same reports whether two layers are one, which only pointers can be.
func same(a, b Layer) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	return x.Kind() == reflect.Pointer && y.Kind() == reflect.Pointer && x.Pointer() == y.Pointer() && x.Type() == y.Type() && x.Type().Elem().Size() > 0
}

// kindName is the name of a layer's type: "Dense".
func kindName(l Layer) string {
	t := reflect.TypeOf(l)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}

// Forward runs the layers from first to last.
func (c *Chain) Forward(p *Pass, x *Matrix) *Matrix {
	for i, l := range c.Layers {
		p.At(c.names[i], "forward")
		x = l.Forward(p, x)
	}
	return x
}

// Backward runs the layers from last to first.
func (c *Chain) Backward(p *Pass, dy *Matrix) *Matrix {
	for i := len(c.Layers) - 1; i >= 0; i-- {
		p.At(c.names[i], "backward")
		dy = c.Layers[i].Backward(p, dy)
	}
	return dy
}

// Params returns the parameters of all layers, from first to last.
func (c *Chain) Params() []*Param { return c.params }

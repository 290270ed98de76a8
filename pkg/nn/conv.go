package nn

import (
	"fmt"
	"math/rand/v2"
)

// Conv2D is a convolutional layer (LeCun et al., 1989): each of its filters slides
// over the picture, and at each place gives the dot product of its weights and the
// pixels under it. As everywhere in the field this is a cross-correlation, since the
// filter is not flipped.
//
//	z_{o,r,q} = b_o + Σ_{c,k,l} w_{o,c,k,l} x_{c, rs+kd−p, qs+ld−p}
//
// with stride s, dilation d and padding p. X is n × (C·H·W), W is Out × (C/Groups·kh·kw)
// with a filter in each row, b is 1×Out, Z is n × (Out·height·width).
type Conv2D struct {
	Out      int        // filters, each of which makes a channel of the output; at least 1
	Kernel   [2]int     // height and width of a filter: nn.Square(3)
	Stride   [2]int     // {0, 0} is 1 and 1
	Padding  [2]int     // zeros around the picture
	Dilation [2]int     // {0, 0} is 1 and 1
	Groups   int        // parts into which the channels fall, each with filters of its own; 0 is 1
	Act      Activation // f; nil is the identity
	Init     Init       // of W; nil is He for ReLU and Xavier otherwise. b starts at 0

	w, b         Param
	conv         convolution
	x            *Matrix
	z, a, dz, dx Matrix
}

// Build makes W and b, and returns {Out, height, width}. The input needs channels,
// height and width; a shape of two sizes has one channel.
func (c *Conv2D) Build(name string, in Shape, rng *rand.Rand) (Shape, error) {
	if c.Out < 1 {
		return nil, fmt.Errorf("nn: %s: Out is %d, want at least 1 filter", name, c.Out)
	}
	win, err := newWindow(name, in, c.Kernel, c.Stride, c.Padding, c.Dilation, Square(1))
	if err != nil {
		return nil, err
	}
	groups := max(c.Groups, 1)
	if c.Groups < 0 || win.In[0]%groups != 0 || c.Out%groups != 0 {
		return nil, fmt.Errorf("nn: %s: Groups is %d, want a number that divides both the %d channels and the %d filters", name, c.Groups, win.In[0], c.Out)
	}
	c.conv = convolution{Window: win, groups: groups, filters: c.Out}
	size := win.In[0] / groups * win.Kernel[0] * win.Kernel[1]
	c.w, c.b = newParam(name, "W", c.Out, size), newParam(name, "b", 1, c.Out)
	c.Init.orUsual(c.Act)(c.w.Value, size, c.Out/groups*win.Kernel[0]*win.Kernel[1], rng)
	layer := subscript(name)
	c.z.Name, c.a.Name, c.dz.Name = "Z"+layer, "A"+layer, `\partial Z`+layer
	if c.Act == nil {
		c.z.Name = "A" + layer // Z and A are the same
	}
	height, width := win.Out()
	return Shape{c.Out, height, width}, nil
}

// Forward returns A, n × (Out·height·width).
func (c *Conv2D) Forward(p *Pass, x *Matrix) *Matrix {
	c.x = p.Input(x, &c.dx)
	p.conv(&c.z, x, c.w.Value, c.b.Value, &c.conv) // Z = W ∗ X + b
	return p.Map(&c.a, c.Act, &c.z)                // A = f(Z)
}

// Backward takes ∂A and returns ∂X, n × (C·H·W).
func (c *Conv2D) Backward(p *Pass, da *Matrix) *Matrix {
	dz := p.MapGrad(&c.dz, c.Act, &c.z, &c.a, da) // ∂Z = ∂A ⊙ f'(Z)
	p.convGradW(c.w.Grad, dz, c.x, &c.conv)       // ∂W: every place of a filter adds up
	p.sumPlaces(c.b.Grad, dz, &c.conv.Window)     // ∂b likewise
	return p.convGradX(&c.dx, dz, c.w.Value, &c.conv)
}

// Params returns W, Out × (C/Groups·kh·kw), and b, 1×Out.
func (c *Conv2D) Params() []*Param { return []*Param{&c.w, &c.b} }

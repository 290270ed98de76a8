package nn

import (
	"encoding/json"
	"fmt"
)

// nameOf is what a saved layer knows an activation by.
func nameOf(act Activation) (string, error) {
	if act == nil {
		return "", nil
	}
	if name := act.Name(); activations[name] == act { // one of that name would come back as ours
		return name, nil
	}
	return "", fmt.Errorf("nn: the activation %q cannot be saved: it is not one of this package", act.Name())
}

// called is the activation of a name; none for "".
func called(name string) (Activation, error) {
	act, known := activations[name]
	if !known && name != "" {
		return nil, fmt.Errorf("nn: there is no activation %q", name)
	}
	return act, nil
}

// savedDense is what a Dense is built from. How it was initialized is past.
type savedDense struct {
	Out int    `json:"out"`
	Act string `json:"act,omitempty"`
}

// MarshalJSON writes the settings of the layer.
func (d *Dense) MarshalJSON() ([]byte, error) {
	act, err := nameOf(d.Act)
	if err != nil {
		return nil, err
	}
	return json.Marshal(savedDense{d.Out, act})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Dense) UnmarshalJSON(b []byte) error {
	var s savedDense
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	act, err := called(s.Act)
	*d = Dense{Out: s.Out, Act: act}
	return err
}

func (d *Dense) claims(in Shape) (rows, cols, biases int, out Shape, err error) {
	if d.Out < 1 || d.Out > maxUnits {
		return 0, 0, 0, nil, fmt.Errorf("it has %d units, want 1 to %d", d.Out, maxUnits)
	}
	return in.Size(), d.Out, d.Out, Shape{d.Out}, nil
}

// savedConv is what a Conv2D is built from.
type savedConv struct {
	Out      int    `json:"out"`
	Kernel   [2]int `json:"kernel"`
	Stride   [2]int `json:"stride"`
	Padding  [2]int `json:"padding"`
	Dilation [2]int `json:"dilation"`
	Groups   int    `json:"groups,omitempty"`
	Act      string `json:"act,omitempty"`
}

// MarshalJSON writes the settings of the layer.
func (c *Conv2D) MarshalJSON() ([]byte, error) {
	act, err := nameOf(c.Act)
	if err != nil {
		return nil, err
	}
	return json.Marshal(savedConv{c.Out, c.Kernel, c.Stride, c.Padding, c.Dilation, c.Groups, act})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Conv2D) UnmarshalJSON(b []byte) error {
	var s savedConv
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	act, err := called(s.Act)
	*c = Conv2D{Out: s.Out, Kernel: s.Kernel, Stride: s.Stride, Padding: s.Padding, Dilation: s.Dilation, Groups: s.Groups, Act: act}
	return err
}

func (c *Conv2D) claims(in Shape) (rows, cols, biases int, out Shape, err error) {
	if c.Out < 1 || c.Out > maxUnits {
		return 0, 0, 0, nil, fmt.Errorf("it has %d filters, want 1 to %d", c.Out, maxUnits)
	}
	win, err := savedWindow(in, c.Out, c.Kernel, c.Stride, c.Padding, c.Dilation, Square(1))
	if err != nil {
		return 0, 0, 0, nil, err
	}
	channels := win.In[0] / max(1, c.Groups)
	return c.Out, channels * c.Kernel[0] * c.Kernel[1], c.Out, win.out(c.Out), nil
}

// savedPool is what a pooling is built from.
type savedPool struct {
	Kernel  [2]int `json:"kernel"`
	Stride  [2]int `json:"stride"`
	Padding [2]int `json:"padding"`
}

// MarshalJSON writes the settings of the layer.
func (m *MaxPool) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedPool{m.Kernel, m.Stride, m.Padding})
}

// MarshalJSON writes the settings of the layer.
func (m *AvgPool) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedPool{m.Kernel, m.Stride, m.Padding})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (m *MaxPool) UnmarshalJSON(b []byte) error {
	var s savedPool
	err := json.Unmarshal(b, &s)
	*m = MaxPool{Kernel: s.Kernel, Stride: s.Stride, Padding: s.Padding}
	return err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (m *AvgPool) UnmarshalJSON(b []byte) error {
	var s savedPool
	err := json.Unmarshal(b, &s)
	*m = AvgPool{Kernel: s.Kernel, Stride: s.Stride, Padding: s.Padding}
	return err
}

func (m *MaxPool) claims(in Shape) (rows, cols, biases int, out Shape, err error) {
	return claimsOfPool(in, m.Kernel, m.Stride, m.Padding)
}

func (m *AvgPool) claims(in Shape) (rows, cols, biases int, out Shape, err error) {
	return claimsOfPool(in, m.Kernel, m.Stride, m.Padding)
}

func claimsOfPool(in Shape, kernel, stride, padding [2]int) (rows, cols, biases int, out Shape, err error) {
	win, err := savedWindow(in, 1, kernel, stride, padding, [2]int{}, kernel)
	if err != nil {
		return 0, 0, 0, nil, err
	}
	return 0, 0, 0, win.out(win.In[0]), nil
}

// savedWindow is newWindow for settings that nobody has checked: none of its sizes, nor
// the columns that a convolution lays out, may be beyond reason.
func savedWindow(in Shape, filters int, kernel, stride, padding, dilation, usualStride [2]int) (Window, error) {
	for _, pair := range [][2]int{kernel, stride, padding, dilation} {
		for _, n := range pair {
			if n > maxSide {
				return Window{}, fmt.Errorf("it has the setting %d, want at most %d", n, maxSide)
			}
		}
	}
	win, err := newWindow("a picture", in, kernel, stride, padding, dilation, usualStride)
	if err != nil {
		return win, err
	}
	height, width := win.Out()
	if places := height * width; places > maxUnits || max(win.In[0]*kernel[0]*kernel[1], max(filters, win.In[0])) > 64*maxUnits/places {
		return win, fmt.Errorf("it has %d places of a kernel of %v over %d channels, which no net of this package had", places, kernel, win.In[0])
	}
	return win, nil
}

// maxSide is the size of a kernel above which Load takes the file for damaged.
const maxSide = 1 << 12

// Flatten has no settings.
func (f *Flatten) claims(in Shape) (rows, cols, biases int, out Shape, err error) {
	return 0, 0, 0, Shape{in.Size()}, nil
}

package nn

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// layerKinds makes an empty layer of each kind that can be saved.
var layerKinds map[string]func() savable

func init() { // not where it is declared, because a Chain holds what it lists
	layerKinds = map[string]func() savable{
		"Dense":     func() savable { return new(Dense) },
		"Conv2D":    func() savable { return new(Conv2D) },
		"MaxPool":   func() savable { return new(MaxPool) },
		"AvgPool":   func() savable { return new(AvgPool) },
		"Flatten":   func() savable { return new(Flatten) },
		"Dropout":   func() savable { return new(Dropout) },
		"LayerNorm": func() savable { return new(LayerNorm) },
		"BatchNorm": func() savable { return new(BatchNorm) },
		"Activate":  func() savable { return new(Activate) },
		"Chain":     func() savable { return new(Chain) },
		"Embedding": func() savable { return new(Embedding) },
		"RNN":       func() savable { return new(RNN) },
		"LSTM":      func() savable { return new(LSTM) },
		"GRU":       func() savable { return new(GRU) },
		"Residual":  func() savable { return new(Residual) },

		"TimeDistributed":    func() savable { return new(TimeDistributed) },
		"Autoencoder":        func() savable { return new(Autoencoder) },
		"MultiHeadAttention": func() savable { return new(MultiHeadAttention) },
		"PositionalEncoding": func() savable { return new(PositionalEncoding) },
	}
}

// savable is a layer whose settings can be written as JSON, and which says before it is
// built what it would claim: how many numbers its parameters have, and the shape of its
// output. A damaged file must not claim memory that it has no numbers for.
type savable interface {
	Layer
	claims(in Shape) (numbers int, out Shape, err error)
}

// savedLayers are layers as a list of kinds and settings.
type savedLayers []Layer

type savedLayer struct {
	Kind string          `json:"kind"`
	With json.RawMessage `json:"with"` // its exported fields
}

// layerError says what is wrong with a layer of a list.
type layerError struct {
	number int // from 1
	kind   string
	err    error
}

func (e *layerError) Error() string {
	return fmt.Sprintf("nn: saved layer %d (%s): %v", e.number, e.kind, e.err)
}

// unwrapped is an error without what encoding/json says around it.
func unwrapped(err error) error {
	var m *json.MarshalerError
	for errors.As(err, &m) {
		err = m.Err
	}
	return err
}

// MarshalJSON returns an error when a layer is of a kind that cannot be saved.
func (s savedLayers) MarshalJSON() ([]byte, error) {
	list := []savedLayer{}
	for _, l := range s {
		kind := kindName(l)
		if layerKinds[kind] == nil || reflect.TypeOf(layerKinds[kind]()) != reflect.TypeOf(l) {
			return nil, fmt.Errorf("nn: a layer of type %T cannot be saved: only %s can", l, strings.Join(slices.Sorted(maps.Keys(layerKinds)), ", "))
		}
		with, err := json.Marshal(l)
		if err != nil {
			return nil, unwrapped(err)
		}
		list = append(list, savedLayer{kind, with})
	}
	return json.Marshal(list)
}

// UnmarshalJSON makes the layers, not built yet.
func (s *savedLayers) UnmarshalJSON(b []byte) error {
	if err := notTooDeep(b); err != nil {
		return err
	}
	var list []savedLayer
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*s = nil
	for i, l := range list {
		make := layerKinds[l.Kind]
		if make == nil {
			return &layerError{i + 1, l.Kind, fmt.Errorf("there is no layer of this kind")}
		}
		layer := make()
		if err := json.Unmarshal(l.With, layer); err != nil {
			return &layerError{i + 1, l.Kind, err}
		}
		*s = append(*s, layer)
	}
	return nil
}

// claims refuses layers whose parameters have more numbers than there are.
func (s savedLayers) claims(in Shape, left int) (numbers int, out Shape, err error) {
	for i, l := range s {
		n, out, err := l.(savable).claims(in)
		switch {
		case err != nil:
			return 0, nil, &layerError{i + 1, kindName(l), err}
		case n > left-numbers:
			return 0, nil, &layerError{i + 1, kindName(l), fmt.Errorf("its parameters have %d numbers, and only %d of the saved ones are left", n, left-numbers)}
		}
		numbers, in = numbers+n, out
	}
	return numbers, in, nil
}

// savedChain is what a layer that holds others is built from.
type savedChain struct {
	Layers savedLayers `json:"layers"`
}

// MarshalJSON writes the layers and their settings.
func (c *Chain) MarshalJSON() ([]byte, error) { return json.Marshal(savedChain{c.Layers}) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Chain) UnmarshalJSON(b []byte) error {
	var s savedChain
	err := json.Unmarshal(b, &s)
	*c = Chain{Layers: s.Layers}
	return err
}

func (c *Chain) claims(in Shape) (numbers int, out Shape, err error) {
	return savedLayers(c.Layers).claims(in, maxNumbers)
}

// maxUnits is the size of a layer above which Load takes the file for damaged rather
// than claim the memory, and maxNumbers that of all parameters.
const (
	maxUnits   = 1 << 20
	maxNumbers = 1 << 40
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

func (d *Dense) claims(in Shape) (numbers int, out Shape, err error) {
	if d.Out < 1 || d.Out > maxUnits {
		return 0, nil, fmt.Errorf("it has %d units, want 1 to %d", d.Out, maxUnits)
	}
	return (in.Size() + 1) * d.Out, Shape{d.Out}, nil
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

func (c *Conv2D) claims(in Shape) (numbers int, out Shape, err error) {
	if c.Out < 1 || c.Out > maxUnits {
		return 0, nil, fmt.Errorf("it has %d filters, want 1 to %d", c.Out, maxUnits)
	}
	win, err := savedWindow(in, c.Out, c.Kernel, c.Stride, c.Padding, c.Dilation, Square(1))
	if err != nil {
		return 0, nil, err
	}
	channels := win.In[0] / max(1, c.Groups)
	return c.Out * (channels*c.Kernel[0]*c.Kernel[1] + 1), win.out(c.Out), nil
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

func (m *MaxPool) claims(in Shape) (numbers int, out Shape, err error) {
	return claimsOfPool(in, m.Kernel, m.Stride, m.Padding)
}

func (m *AvgPool) claims(in Shape) (numbers int, out Shape, err error) {
	return claimsOfPool(in, m.Kernel, m.Stride, m.Padding)
}

func claimsOfPool(in Shape, kernel, stride, padding [2]int) (numbers int, out Shape, err error) {
	win, err := savedWindow(in, 1, kernel, stride, padding, [2]int{}, kernel)
	if err != nil {
		return 0, nil, err
	}
	return 0, win.out(win.In[0]), nil
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
func (f *Flatten) claims(in Shape) (numbers int, out Shape, err error) {
	return 0, Shape{in.Size()}, nil
}

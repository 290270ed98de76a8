package nn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// saved is a net as JSON: how it is built, and its parameters.
type saved struct {
	Format int          `json:"chainrule_net"` // 1
	Seed   uint64       `json:"seed"`
	In     Shape        `json:"in"`
	Layers []savedLayer `json:"layers"`
	Params []savedParam `json:"params"`
}

type savedLayer struct {
	Kind string          `json:"kind"`
	With json.RawMessage `json:"with"` // its exported fields
}

type savedParam struct {
	Name   string  `json:"name"`
	Value  *Matrix `json:"value"`
	Frozen bool    `json:"frozen,omitempty"`
}

// layerKinds makes an empty layer of each kind that can be saved.
var layerKinds = map[string]func() savable{
	"Dense":     func() savable { return new(Dense) },
	"Conv2D":    func() savable { return new(Conv2D) },
	"MaxPool":   func() savable { return new(MaxPool) },
	"AvgPool":   func() savable { return new(AvgPool) },
	"Flatten":   func() savable { return new(Flatten) },
	"Dropout":   func() savable { return new(Dropout) },
	"LayerNorm": func() savable { return new(LayerNorm) },
}

// savable is a layer whose settings can be written as JSON, and which says before it is
// built what it would claim: the sizes of its weights, its biases, and its output. A
// damaged file must not claim memory that it has no numbers for.
type savable interface {
	Layer
	claims(in Shape) (rows, cols, biases int, out Shape, err error)
}

// Save writes the net as JSON: layers, seed, and every parameter to its last bit.
// It returns an error when a layer is of a kind that cannot be saved.
func (m *Model) Save(w io.Writer) error {
	s := saved{Format: 1, Seed: m.seed, In: m.in}
	for _, l := range m.chain.Layers {
		kind := kindName(l)
		if layerKinds[kind] == nil || reflect.TypeOf(layerKinds[kind]()) != reflect.TypeOf(l) {
			return fmt.Errorf("nn: a layer of type %T cannot be saved: only %s can", l, strings.Join(slices.Sorted(maps.Keys(layerKinds)), ", "))
		}
		with, err := json.Marshal(l)
		if err != nil {
			return err
		}
		s.Layers = append(s.Layers, savedLayer{kind, with})
	}
	for _, q := range m.Params() {
		s.Params = append(s.Params, savedParam{q.Name, q.Value, q.Frozen})
	}
	return json.NewEncoder(w).Encode(s)
}

// maxUnits is the size of a layer above which Load takes the file for damaged
// rather than claim the memory.
const maxUnits = 1 << 20

// Load reads a net that Save wrote. It returns an error when the file is damaged or
// does not fit together.
func Load(r io.Reader) (*Model, error) {
	var s saved
	d := json.NewDecoder(r)
	if err := d.Decode(&s); err != nil {
		return nil, fmt.Errorf("nn: this is not a saved net: %w", err)
	}
	if _, err := d.Token(); err != io.EOF { // a second net, or the rest of a longer file
		return nil, fmt.Errorf("nn: the saved net is followed by something else: write each net to a file of its own, emptied first")
	}
	if s.Format != 1 {
		return nil, fmt.Errorf("nn: this is not a saved net of format 1 (chainrule_net is %d)", s.Format)
	}
	left := 0 // the saved numbers that no layer has claimed yet
	for _, q := range s.Params {
		if q.Value == nil {
			return nil, fmt.Errorf("nn: the saved parameter %q has no value", q.Name)
		}
		left += len(q.Value.Data)
	}
	var layers []Layer
	size := 1
	for _, n := range s.In {
		if n < 1 || n > maxUnits/size {
			return nil, fmt.Errorf("nn: the saved net takes examples of shape %v, want every size at least 1 and no more than %d features", s.In, maxUnits)
		}
		size *= n
	}
	shape := s.In
	for i, l := range s.Layers {
		make := layerKinds[l.Kind]
		if make == nil {
			return nil, fmt.Errorf("nn: saved layer %d is of unknown kind %q", i+1, l.Kind)
		}
		layer := make()
		if err := json.Unmarshal(l.With, layer); err != nil {
			return nil, fmt.Errorf("nn: saved layer %d (%s): %w", i+1, l.Kind, err)
		}
		rows, cols, biases, out, err := layer.claims(shape)
		if err != nil {
			return nil, fmt.Errorf("nn: saved layer %d (%s): %w", i+1, l.Kind, err)
		}
		if rows > maxUnits || cols > maxUnits || rows*cols+biases > left {
			return nil, fmt.Errorf("nn: saved layer %d: %d×%d weights and the biases do not fit the %d saved numbers that are left", i+1, rows, cols, left)
		}
		left -= rows*cols + biases
		shape = out
		layers = append(layers, layer)
	}
	m, err := New(s.Seed, s.In, layers...)
	if err != nil {
		return nil, err
	}
	if len(s.Params) != len(m.Params()) {
		return nil, fmt.Errorf("nn: the saved net has %d parameters, its layers want %d", len(s.Params), len(m.Params()))
	}
	for i, q := range m.Params() {
		p := s.Params[i]
		if p.Name != q.Name || p.Value.Rows != q.Value.Rows || p.Value.Cols != q.Value.Cols {
			return nil, fmt.Errorf("nn: saved parameter %d is %s %s, want %s %s", i+1, p.Name, dims(p.Value), q.Name, dims(q.Value))
		}
		copy(q.Value.Data, p.Value.Data)
		q.Frozen = p.Frozen
	}
	return m, nil
}

// GobEncode lets gonb/cache and encoding/gob keep a net.
func (m *Model) GobEncode() ([]byte, error) {
	var b bytes.Buffer
	err := m.Save(&b)
	return b.Bytes(), err
}

// GobDecode reads what GobEncode wrote.
func (m *Model) GobDecode(b []byte) error {
	got, err := Load(bytes.NewReader(b))
	if err != nil {
		return err
	}
	*m = *got
	return nil
}

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
var layerKinds = map[string]func() Layer{
	"Dense": func() Layer { return new(Dense) },
}

// savedDense is what a Dense is built from. How it was initialized is past.
type savedDense struct {
	Out int    `json:"out"`
	Act string `json:"act,omitempty"`
}

// MarshalJSON writes the settings of the layer.
func (d *Dense) MarshalJSON() ([]byte, error) {
	s := savedDense{Out: d.Out}
	if d.Act != nil {
		s.Act = d.Act.Name()
		if activations[s.Act] != d.Act { // one of that name would come back as ours
			return nil, fmt.Errorf("nn: the activation %q cannot be saved: it is not one of this package", s.Act)
		}
	}
	return json.Marshal(s)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Dense) UnmarshalJSON(b []byte) error {
	var s savedDense
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*d = Dense{Out: s.Out}
	if s.Act != "" {
		act, known := activations[s.Act]
		if !known {
			return fmt.Errorf("nn: there is no activation %q", s.Act)
		}
		d.Act = act
	}
	return nil
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
	for i, l := range s.Layers {
		make := layerKinds[l.Kind]
		if make == nil {
			return nil, fmt.Errorf("nn: saved layer %d is of unknown kind %q", i+1, l.Kind)
		}
		layer := make()
		if err := json.Unmarshal(l.With, layer); err != nil {
			return nil, fmt.Errorf("nn: saved layer %d (%s): %w", i+1, l.Kind, err)
		}
		if d, ok := layer.(*Dense); ok {
			if d.Out < 1 || d.Out > maxUnits || (size+1)*d.Out > left {
				return nil, fmt.Errorf("nn: saved layer %d: %d×%d weights and the biases do not fit the %d saved numbers that are left", i+1, size, d.Out, left)
			}
			left -= (size + 1) * d.Out
			size = d.Out
		}
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

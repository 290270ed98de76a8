package nn

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// saved is a net as JSON: how it is built, and its parameters.
type saved struct {
	Format int          `json:"chainrule_net"` // 1
	Seed   uint64       `json:"seed"`
	In     Shape        `json:"in"`
	Layers savedLayers  `json:"layers"`
	Params []savedParam `json:"params"`
	Keeps  [][]byte     `json:"keeps,omitempty"` // what the innermost layers keep besides, if one does
}

type savedParam struct {
	Name   string  `json:"name"`
	Value  *Matrix `json:"value"`
	Frozen bool    `json:"frozen,omitempty"`
}

// Save writes the net as JSON: layers, seed, and every parameter to its last bit.
// It returns an error when a layer is of a kind that cannot be saved.
func (m *Model) Save(w io.Writer) error {
	s := saved{Format: 1, Seed: m.seed, In: m.in, Layers: m.chain.Layers}
	for _, q := range m.Params() {
		s.Params = append(s.Params, savedParam{q.Name, q.Value, q.Frozen})
	}
	keeps, err := keptBy(m.Layers())
	if err != nil {
		return err
	}
	if slices.ContainsFunc(keeps, func(b []byte) bool { return b != nil }) {
		s.Keeps = keeps
	}
	file, err := json.Marshal(s)
	if err != nil {
		return unwrapped(err)
	}
	_, err = w.Write(append(file, '\n'))
	return err
}

// Load reads a net that Save wrote. It returns an error when the file is damaged or
// does not fit together.
func Load(r io.Reader) (*Model, error) {
	var s saved
	if err := readAlone(r, "net", &s); err != nil {
		var bad *layerError
		if errors.As(err, &bad) {
			return nil, bad
		}
		return nil, fmt.Errorf("nn: %w", err)
	}
	if s.Format != 1 {
		return nil, fmt.Errorf("nn: this is not a net that Model.Save wrote (chainrule_net is %d, want 1); a training is read by Trainer.Load", s.Format)
	}
	left := 0 // the saved numbers that no layer has claimed yet
	for _, q := range s.Params {
		if q.Value == nil {
			return nil, fmt.Errorf("nn: the saved parameter %q has no value", q.Name)
		}
		left += len(q.Value.Data)
	}
	if !s.In.sensible() {
		return nil, fmt.Errorf("nn: the saved net takes examples of shape %v, want every size at least 1 and no more than %d features", s.In, maxUnits)
	}
	_, _, err := s.Layers.claims(s.In, left)
	if err != nil {
		return nil, err
	}
	m, err := New(s.Seed, s.In, s.Layers...)
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
	if s.Keeps != nil {
		if err := giveBack(m.Layers(), s.Keeps); err != nil {
			return nil, fmt.Errorf("nn: the saved net: %w", err)
		}
	}
	return m, nil
}

// readAlone reads what, as JSON, with which the file must end: a second one, or the rest
// of a longer file, says that it was written over another.
func readAlone(r io.Reader, what string, v any) error {
	d := json.NewDecoder(r)
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("this is not a saved %s: %w", what, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("the saved %s is followed by something else: write each %s to a file of its own, emptied first", what, what)
	}
	return nil
}

// sensible says whether a shape from a file has sizes of at least 1, and no more entries
// than any net of this package had.
func (s Shape) sensible() bool {
	size := 1
	for _, n := range s {
		if n < 1 || n > maxUnits/size {
			return false
		}
		size *= n
	}
	return true
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

package nn

import (
	"encoding"
	"fmt"
)

// state is a copy of all that training changes: parameters, what the optimizer
// remembers, and what layers keep besides their parameters.
type state struct {
	Params    []savedParam  `json:"params"`
	Optimizer string        `json:"optimizer"` // its Name
	Memory    []savedMemory `json:"memory"`    // of the optimizer, and of those that it wraps
	Layers    [][]byte      `json:"layers"`    // what layers keep besides; nil where none does
}

// savedMemory is what one optimizer remembers: for each parameter, in their order.
type savedMemory struct {
	Moments [][]*Matrix `json:"moments,omitempty"` // nil for a parameter that it has not met
	Counts  [][]int     `json:"counts,omitempty"`
	Updates int         `json:"updates,omitempty"`
	Own     []byte      `json:"own,omitempty"` // of an optimizer of one's own
}

// memory is where an optimizer keeps what it remembers.
type memory struct {
	moments []*moments
	counts  []*counts
	updates *int
}

func (o *Momentum) memory() memory { return memory{moments: []*moments{&o.v}} }
func (o *AdaGrad) memory() memory  { return memory{moments: []*moments{&o.s}} }
func (o *RMSProp) memory() memory  { return memory{moments: []*moments{&o.s}} }
func (s *adam) memory() memory {
	return memory{moments: []*moments{&s.m, &s.v}, counts: []*counts{&s.t}}
}
func (o *Scheduled) memory() memory { return memory{updates: &o.n} }

// chainOf lists an optimizer and those that it wraps, from the outside in.
func chainOf(opt Optimizer) (all []Optimizer) {
	for {
		all = append(all, opt)
		w, ok := opt.(wrapper)
		if !ok {
			return all
		}
		opt = w.inner()
	}
}

// memoryOf is empty for an optimizer that remembers nothing.
func memoryOf(opt Optimizer) memory {
	if o, ok := opt.(interface{ memory() memory }); ok {
		return o.memory()
	}
	return memory{}
}

// innermost lists the layers that hold no others.
func innermost(layers []Layer) (all []Layer) {
	for _, l := range layers {
		if c, ok := l.(container); ok {
			all = append(all, innermost(c.inside())...)
		} else {
			all = append(all, l)
		}
	}
	return all
}

// container is a layer made of others.
type container interface{ inside() []Layer }

func (c *Chain) inside() []Layer { return c.Layers }
func (m *Model) inside() []Layer { return m.chain.Layers }

// keptBy is what each innermost layer keeps besides its parameters; nil for one that
// keeps nothing.
func keptBy(layers []Layer) (keeps [][]byte, err error) {
	for i, l := range innermost(layers) {
		var b []byte
		if l, ok := l.(encoding.BinaryMarshaler); ok {
			if b, err = l.MarshalBinary(); err != nil {
				return nil, fmt.Errorf("nn: what layer %d (%T) keeps cannot be saved: %w", i+1, l, err)
			}
		}
		keeps = append(keeps, b)
	}
	return keeps, nil
}

// giveBack gives layers what keptBy took from them.
func giveBack(layers []Layer, keeps [][]byte) error {
	all := innermost(layers)
	if len(keeps) != len(all) {
		return fmt.Errorf("it holds what %d layers keep, and there are %d", len(keeps), len(all))
	}
	for i, l := range all {
		if l, ok := l.(encoding.BinaryUnmarshaler); ok {
			if err := l.UnmarshalBinary(keeps[i]); err != nil {
				return fmt.Errorf("layer %d (%T): %w", i+1, l, err)
			}
		}
	}
	return nil
}

// takeState copies the state of a training.
func takeState(net *Model, opt Optimizer) (*state, error) {
	s := &state{Optimizer: opt.Name()}
	for _, q := range net.Params() {
		s.Params = append(s.Params, savedParam{q.Name, q.Value.Clone(), q.Frozen})
	}
	for _, o := range chainOf(opt) {
		var saved savedMemory
		m := memoryOf(o)
		for _, v := range m.moments {
			var list []*Matrix
			for _, q := range net.Params() {
				var c *Matrix
				if v := (*v)[q]; v != nil {
					c = v.Clone()
				}
				list = append(list, c)
			}
			saved.Moments = append(saved.Moments, list)
		}
		for _, c := range m.counts {
			var list []int
			for _, q := range net.Params() {
				list = append(list, (*c)[q])
			}
			saved.Counts = append(saved.Counts, list)
		}
		if m.updates != nil {
			saved.Updates = *m.updates
		}
		if _, wraps := o.(wrapper); !wraps && rateOf(o) == nil { // not of this package
			own, ok := o.(encoding.BinaryMarshaler)
			if !ok {
				return nil, fmt.Errorf("nn: the memory of the optimizer %T cannot be saved: give it the methods MarshalBinary and UnmarshalBinary", o)
			}
			var err error
			if saved.Own, err = own.MarshalBinary(); err != nil {
				return nil, fmt.Errorf("nn: the optimizer %T cannot be saved: %w", o, err)
			}
		}
		s.Memory = append(s.Memory, saved)
	}
	var err error
	s.Layers, err = keptBy(net.Layers())
	return s, err
}

// fits says why a state is not one of this net and optimizer.
func (s *state) fits(net *Model, opt Optimizer) error {
	params, chain, layers := net.Params(), chainOf(opt), len(innermost(net.Layers()))
	switch {
	case s.Optimizer != opt.Name() || len(s.Memory) != len(chain):
		return fmt.Errorf("it was made by the optimizer %s, and this is %s", s.Optimizer, opt.Name())
	case len(s.Params) != len(params) || len(s.Layers) != layers:
		return fmt.Errorf("it holds a net of %d layers and %d parameters, and this one has %d and %d", len(s.Layers), len(s.Params), layers, len(params))
	}
	for i, q := range params {
		if v := s.Params[i].Value; v == nil || s.Params[i].Name != q.Name || !sameSize(v, q.Value) {
			return fmt.Errorf("its parameter %d does not fit this net's %s %s", i+1, q.Name, dims(q.Value))
		}
	}
	for k, o := range chain {
		m, saved := memoryOf(o), s.Memory[k]
		ok := len(saved.Moments) == len(m.moments) && len(saved.Counts) == len(m.counts)
		for _, list := range saved.Moments {
			ok = ok && len(list) == len(params)
			for i, v := range list {
				ok = ok && (v == nil || sameSize(v, params[i].Value))
			}
		}
		for _, list := range saved.Counts {
			ok = ok && len(list) == len(params)
		}
		if !ok {
			return fmt.Errorf("what the optimizer remembers does not fit the parameters of this net")
		}
	}
	return nil
}

func sameSize(a, b *Matrix) bool { return a.Rows == b.Rows && a.Cols == b.Cols }

// put makes net and optimizer what they were when the state, which fits, was taken.
func (s *state) put(net *Model, opt Optimizer) error {
	for k, o := range chainOf(opt) {
		m, saved := memoryOf(o), s.Memory[k]
		for i, q := range net.Params() {
			for j, v := range m.moments {
				if was := saved.Moments[j][i]; was == nil {
					delete(*v, q)
				} else {
					v.of(q).Copy(was)
				}
			}
			for j, c := range m.counts {
				if was := saved.Counts[j][i]; was == 0 {
					delete(*c, q)
				} else {
					c.next(q)
					(*c)[q] = was
				}
			}
		}
		if m.updates != nil {
			*m.updates = saved.Updates
		}
		if o, own := o.(encoding.BinaryUnmarshaler); own {
			if err := o.UnmarshalBinary(saved.Own); err != nil {
				return err
			}
		}
	}
	if err := giveBack(net.Layers(), s.Layers); err != nil {
		return err
	}
	for i, q := range net.Params() {
		q.Value.Copy(s.Params[i].Value)
		q.Frozen = s.Params[i].Frozen
	}
	return nil
}

package nn

import (
	"encoding/json"
	"fmt"
)

// savedRecurrent is what a recurrent layer is built from.
type savedRecurrent struct {
	Out      int    `json:"out"`
	Act      string `json:"act,omitempty"`
	Sequence bool   `json:"sequence,omitempty"`
	Truncate int    `json:"truncate,omitempty"`
}

// claims are those of the given number of gates.
func (s savedRecurrent) claims(in Shape, gates int) (numbers int, out Shape, err error) {
	if len(in) != 2 || s.Out < 1 || s.Out > maxUnits || in[0]*s.Out > 64*maxUnits {
		return 0, nil, fmt.Errorf("it has %d units for examples of shape %v, want 1 to %d units, and times and features", s.Out, in, maxUnits)
	}
	return (in[1] + s.Out + 1) * gates * s.Out, outOf(in, s.Out, s.Sequence), nil
}

// MarshalJSON writes the settings of the layer.
func (l *RNN) MarshalJSON() ([]byte, error) {
	act, err := nameOf(l.Act)
	if err != nil {
		return nil, err
	}
	return json.Marshal(savedRecurrent{l.Out, act, l.Sequence, l.Truncate})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *RNN) UnmarshalJSON(b []byte) error {
	var s savedRecurrent
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	act, err := called(s.Act)
	*l = RNN{Out: s.Out, Act: act, Sequence: s.Sequence, Truncate: s.Truncate}
	return err
}

func (l *RNN) claims(in Shape) (numbers int, out Shape, err error) {
	return savedRecurrent{Out: l.Out, Sequence: l.Sequence}.claims(in, 1)
}

// MarshalJSON writes the settings of the layer.
func (l *LSTM) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedRecurrent{l.Out, "", l.Sequence, l.Truncate})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *LSTM) UnmarshalJSON(b []byte) error {
	var s savedRecurrent
	err := json.Unmarshal(b, &s)
	*l = LSTM{Out: s.Out, Sequence: s.Sequence, Truncate: s.Truncate}
	return err
}

func (l *LSTM) claims(in Shape) (numbers int, out Shape, err error) {
	return savedRecurrent{Out: l.Out, Sequence: l.Sequence}.claims(in, 4)
}

// MarshalJSON writes the settings of the layer.
func (l *GRU) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedRecurrent{l.Out, "", l.Sequence, l.Truncate})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *GRU) UnmarshalJSON(b []byte) error {
	var s savedRecurrent
	err := json.Unmarshal(b, &s)
	*l = GRU{Out: s.Out, Sequence: s.Sequence, Truncate: s.Truncate}
	return err
}

func (l *GRU) claims(in Shape) (numbers int, out Shape, err error) {
	return savedRecurrent{Out: l.Out, Sequence: l.Sequence}.claims(in, 3)
}

package sim

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// netLink is a state as JSON.
type netLink struct {
	Setup   *NetworkSetup `json:"setup"`
	Updates int           `json:"updates,omitempty"`
	Place   [4]int        `json:"place,omitzero"` // operation, row, column, term
	Pace    string        `json:"pace"`
	Select  selection     `json:"select"`
	Pinned  *NetworkSetup `json:"pinned,omitempty"`
	Preset  string        `json:"preset,omitempty"`
}

// longestLink is how much a link may hold, in bytes: the data of one's own are most of it.
const longestLink = 16 << 20

// Link returns the state as text for an address: JSON, compressed, in base64.
func (n *Network) Link() string {
	s := &n.state.now
	return packed(netLink{s.setup, s.k, [4]int{s.at.step, s.at.row, s.at.col, s.at.term}, s.pace, s.look, s.pinned, s.preset})
}

// packed is a value as text for an address.
func packed(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // a state holds finite numbers only
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a buffer takes everything
	}
	return base64.RawURLEncoding.EncodeToString(b.Bytes())
}

// unpacked reads what packed wrote.
func unpacked(link string, v any) error {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(link))
	if err != nil {
		return fmt.Errorf("the link is damaged: copy all of it once more")
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b)), longestLink+1))
	switch {
	case err != nil:
		return fmt.Errorf("the link is damaged, or not all of it was copied: copy it once more")
	case len(text) > longestLink:
		return fmt.Errorf("the link holds more than %d MB: use fewer examples", longestLink>>20)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("the link is of another simulator, or of another version: %w", err)
	}
	return nil
}

// OpenNetwork makes the simulator that Link was taken from, or a new one for "". It returns
// an error when the link is damaged, or of a state that there is not.
func OpenNetwork(link string) (Simulator, error) {
	if link == "" {
		return NewNetwork(NetworkSetup{}), nil
	}
	var l netLink
	err := unpacked(link, &l)
	if err == nil && l.Setup == nil {
		err = fmt.Errorf("the link is of another simulator: there is no setup in it")
	}
	if err != nil {
		return nil, fmt.Errorf("sim: network: %w", err)
	}
	n := &Network{}
	s := netState{
		setup: l.Setup, k: l.Updates, at: place{l.Place[0], l.Place[1], l.Place[2], l.Place[3]},
		pace: l.Pace, look: l.Select, pinned: l.Pinned, preset: l.Preset, said: "The net of the link.",
	}
	if err := n.open(s); err != nil {
		return nil, fmt.Errorf("sim: network: the link: %w", err)
	}
	n.state.now = s
	return n, nil
}

package sim

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxLink is the length up to which a link is read: 5,000 points with all their digits
// have room.
const maxLink = 500_000

// regressionLink is what a link holds, as JSON in base64url. Floats are written so that they
// come back to the last bit.
type regressionLink struct {
	Version int             `json:"v"` // 1
	Setup   RegressionSetup `json:"setup"`
	Updates int             `json:"k"`
}

// Link returns the state as text for an address.
func (r *Regression) Link() string {
	b, err := json.Marshal(regressionLink{1, *r.now.setup, r.now.k})
	if err != nil { // a setup that was checked holds no NaN
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// OpenRegression returns the simulator of a link, or one at its beginning for "". It returns
// an error when the link is damaged or beyond the limits.
func OpenRegression(link string) (Simulator, error) {
	if link == "" {
		return NewRegression(RegressionSetup{}), nil
	}
	if len(link) > maxLink {
		return nil, fmt.Errorf("sim: regression: the link has %s characters, want at most %s: it is not one of this simulator", grouped(len(link)), grouped(maxLink))
	}
	b, err := base64.RawURLEncoding.DecodeString(link)
	if err != nil {
		return nil, errors.New("sim: regression: the link is damaged: copy all of it, from its first character to its last")
	}
	var l regressionLink
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return nil, errors.New("sim: regression: the link is damaged or of another simulator: copy all of it again")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("sim: regression: the link is damaged: something follows its end")
	}
	switch {
	case l.Version != 1:
		return nil, fmt.Errorf("sim: regression: the link is of version %d, and this simulator reads version 1", l.Version)
	case l.Updates < 0 || l.Updates > maxUpdates:
		return nil, fmt.Errorf("sim: regression: the link asks for update %d: want from 0 to %s", l.Updates, grouped(maxUpdates))
	}
	r, err := newRegression(l.Setup, l.Updates)
	if err != nil {
		return nil, err
	}
	return r, nil
}

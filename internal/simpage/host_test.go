package simpage

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"chainrule/pkg/sim"
)

// counter is a simulator of one number, with a mistake in it.
type counter struct {
	at   int
	stop func() bool
}

func openCounter(kind, link string) (sim.Simulator, error) {
	if kind != "counter" {
		return nil, fmt.Errorf("sim: there is no simulator %q", kind)
	}
	if link == "" {
		return &counter{}, nil
	}
	at, err := strconv.Atoi(link)
	if err != nil {
		return nil, errors.New("sim: the link is damaged")
	}
	return &counter{at: at}, nil
}

func (c *counter) Kind() string          { return "counter" }
func (c *counter) View() any             { return map[string]any{"at": c.at} }
func (c *counter) Link() string          { return fmt.Sprint(c.at) }
func (c *counter) Cell() string          { return fmt.Sprintf("%%%%\nprintln(%d)", c.at) }
func (c *counter) Poll(stop func() bool) { c.stop = stop }

func (c *counter) Do(a sim.Action) error {
	switch a.Do {
	case "add":
		for range a.N {
			c.at++
			if c.stop != nil && c.stop() {
				break
			}
		}
		return nil
	case "break":
		c.at = -1
		panic("the wheel came off")
	}
	return fmt.Errorf("sim: there is no action %q", a.Do)
}

func (c *counter) Ask(what string, a sim.Action) (any, error) {
	switch what {
	case "double":
		return 2 * c.at, nil
	case "break":
		panic("no answer")
	case "odd":
		return func() {}, nil
	}
	return nil, errors.New("sim: nothing is known of " + what)
}

// call returns the reply's value as JSON, and its error.
func call(t *testing.T, h *Host, request string) (value, err string) {
	t.Helper()
	var r struct {
		Value json.RawMessage
		Error string
	}
	if err := json.Unmarshal([]byte(h.Call(request)), &r); err != nil {
		t.Fatalf("%s: the reply is not JSON: %v", request, err)
	}
	return string(r.Value), r.Error
}

func TestHost(t *testing.T) {
	h := &Host{Open: openCounter}
	for _, step := range []struct{ request, value, err string }{
		{`{"call":"view"}`, `null`, "no simulator is open"},
		{`{"call":"open","kind":"clock"}`, `null`, `there is no simulator "clock"`},
		{`{"call":"open","kind":"counter","link":"5"}`, `{"at":5}`, ""},
		{`{"call":"do","action":{"do":"add","n":2}}`, `{"at":7}`, ""},
		{`{"call":"do","action":{"do":"fly"}}`, `{"at":7}`, `there is no action "fly"`},
		{`{"call":"do","action":{"do":"add","n":"NaN"}}`, `{"at":7}`, "n is no number: want a whole number"},
		{`{"call":"do","action":{"do":"add","n":1.5}}`, `{"at":7}`, "n is 1.5: want a whole number"},
		{`{"call":"do","action":{"do":"add","x":true}}`, `{"at":7}`, "x is no number: want a number"},
		{`{"call":`, `{"at":7}`, "the request is not JSON"},
		{`{"call":"dance"}`, `null`, `no call "dance"`},
		{`{"call":"ask","what":"double"}`, `14`, ""},
		{`{"call":"ask","what":"half"}`, `null`, "nothing is known of half"},
		{`{"call":"ask","what":"odd"}`, `null`, "unsupported type"},
		{`{"call":"link"}`, `"7"`, ""},
		{`{"call":"cell"}`, `"%%\nprintln(7)"`, ""},
		{`{"call":"view"}`, `{"at":7}`, ""},
		{`{"call":"open","kind":"counter","link":"what"}`, `{"at":0}`, "the link is damaged"},
	} {
		value, err := call(t, h, step.request)
		if value != step.value || (err == "") != (step.err == "") || !strings.Contains(err, step.err) || strings.HasPrefix(err, "sim:") {
			t.Errorf("%s: got %s and %q, want %s and %q", step.request, value, err, step.value, step.err)
		}
	}
}

// After a panic the simulator is as it was before, however much was done until then.
func TestHostComesBack(t *testing.T) {
	for _, done := range []int{0, 1, apart - 1, apart, 3*apart + 7} {
		h := &Host{Open: openCounter}
		call(t, h, `{"call":"open","kind":"counter","link":"100"}`)
		for range done {
			call(t, h, `{"call":"do","action":{"do":"add","n":3}}`)
		}
		want := fmt.Sprintf(`{"at":%d}`, 100+3*done)
		for _, request := range []string{`{"call":"do","action":{"do":"break"}}`, `{"call":"ask","what":"break"}`} {
			value, err := call(t, h, request)
			if value != want || !strings.Contains(err, "as it was before") {
				t.Errorf("%s after %d actions: got %s and %q, want %s", request, done, value, err, want)
			}
		}
	}
}

// What was cut short is not played again from its beginning.
func TestHostStops(t *testing.T) {
	left := 5
	h := &Host{Open: openCounter, Stop: func() bool { left--; return left <= 0 }}
	call(t, h, `{"call":"open","kind":"counter"}`)
	if value, err := call(t, h, `{"call":"do","action":{"do":"add","n":1000}}`); value != `{"at":5}` || err != "" {
		t.Errorf("got %s and %q, want the count to stop at 5", value, err)
	}
	left = 5
	if value, _ := call(t, h, `{"call":"do","action":{"do":"break"}}`); value != `{"at":5}` {
		t.Errorf("got %s after a panic, want 5", value)
	}
}

// Package simpage puts a simulator behind text: a request in, a reply out, both JSON. That
// is all that a page needs, and all that it can do. The program in simpage/wasm connects it
// with JavaScript.
package simpage

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"chainrule/pkg/sim"
)

// Request is what a page asks for.
type Request struct {
	Call   string     `json:"call"` // "open", "view", "do", "ask", "link" or "cell"
	Kind   string     `json:"kind"` // of the simulator to open: "regression" or "network"
	Link   string     `json:"link"` // to open; "" is the beginning
	What   string     `json:"what"` // is asked
	Action sim.Action `json:"action"`
}

// Reply is the answer. With an error there may be a value too: that of the state as it was.
type Reply struct {
	Value any    `json:"value"`
	Error string `json:"error,omitempty"`
}

// Host holds one simulator for one page.
type Host struct {
	// Open makes a simulator: sim.Open, but for tests.
	Open func(kind, link string) (sim.Simulator, error)
	// Stop is called between the updates of a long action, which ends when it returns true.
	Stop func() bool

	s         sim.Simulator
	kind      string
	good      string       // the link of a good state
	since     []sim.Action // what was done since then
	cut       bool         // the action at work has been stopped, and cannot be played again
	recovered bool         // the simulator is at work on coming back from a panic
}

// apart is how many actions lie between two links that a Host keeps to come back to.
const apart = 32

// Call answers a request. Nothing that it is given, and nothing that happens in a simulator,
// makes it panic.
func (h *Host) Call(request string) string {
	var r Request
	reply := Reply{}
	if err := json.Unmarshal([]byte(request), &r); err != nil {
		reply = h.refused(damaged(err))
	} else {
		reply = h.answer(r)
	}
	text, err := json.Marshal(reply)
	if err != nil { // a view that holds what JSON does not know
		text, _ = json.Marshal(Reply{Error: sentence(err)})
	}
	return string(text)
}

// damaged says in a learner's words why a request cannot be read.
func damaged(err error) error {
	var typ *json.UnmarshalTypeError
	if errors.As(err, &typ) {
		name := typ.Field[strings.LastIndex(typ.Field, ".")+1:]
		want, got := "a number", "no number"
		switch typ.Type.Kind() {
		case reflect.Int:
			want = "a whole number"
		case reflect.String:
			want, got = "a text", "no text"
		}
		if v, ok := strings.CutPrefix(typ.Value, "number "); ok {
			got = v
		}
		return fmt.Errorf("%s is %s: want %s", name, got, want)
	}
	return fmt.Errorf("the request is not JSON: %w", err)
}

// answer does what is asked, and comes back to the last good state from a panic.
func (h *Host) answer(r Request) (reply Reply) {
	defer func() {
		if p := recover(); p != nil {
			reply = h.comeBack(p)
		}
	}()
	if r.Call == "open" {
		return h.open(r.Kind, r.Link)
	}
	if h.s == nil {
		return Reply{Error: "no simulator is open: open one first"}
	}
	switch r.Call {
	case "view":
		return Reply{Value: h.s.View()}
	case "do":
		return h.do(r.Action)
	case "ask":
		value, err := h.s.Ask(r.What, r.Action)
		if err != nil {
			return Reply{Error: sentence(err)}
		}
		return Reply{Value: value}
	case "link":
		return Reply{Value: h.s.Link()}
	case "cell":
		return Reply{Value: h.s.Cell()}
	}
	return Reply{Error: fmt.Sprintf("a simulator knows no call %q", r.Call)}
}

// open opens a link; when it is refused, the beginning, so that there is something to see.
func (h *Host) open(kind, link string) Reply {
	s, err := h.Open(kind, link)
	var reply Reply
	if err != nil {
		reply.Error = sentence(err)
		if s, err = h.Open(kind, ""); err != nil {
			return reply
		}
		link = ""
	}
	h.s, h.kind, h.good, h.since = s, kind, link, nil
	if i, ok := s.(sim.Interruptible); ok {
		i.Poll(h.poll)
	}
	reply.Value = s.View()
	return reply
}

// poll stops the action at work when the page wants it.
func (h *Host) poll() bool {
	if h.Stop != nil && h.Stop() {
		h.cut = true
	}
	return h.cut
}

// do takes an action and shows the state after it, or why not and the state as it is.
func (h *Host) do(a sim.Action) Reply {
	h.cut = false
	if err := h.s.Do(a); err != nil {
		return h.refused(err)
	}
	value := h.s.View()
	h.since = append(h.since, a)
	if h.cut || len(h.since) == apart {
		h.good, h.since = h.s.Link(), nil
	}
	return Reply{Value: value}
}

// refused is the reply to what cannot be done.
func (h *Host) refused(err error) Reply {
	reply := Reply{Error: sentence(err)}
	if h.s != nil {
		reply.Value = h.s.View()
	}
	return reply
}

// comeBack opens the last good state again, and plays what was done since.
func (h *Host) comeBack(cause any) Reply {
	lost := Reply{Error: fmt.Sprintf("the simulator met a mistake of its own (%v): it cannot go on, open it again", cause)}
	if h.recovered || h.kind == "" {
		return lost
	}
	h.recovered = true
	defer func() { h.recovered = false }()
	link, since := h.good, h.since
	reply := h.answer(Request{Call: "open", Kind: h.kind, Link: link})
	for _, a := range since {
		if reply.Error == "" {
			reply = h.answer(Request{Call: "do", Action: a})
		}
	}
	if reply.Error != "" {
		return lost
	}
	reply.Error = fmt.Sprintf("the simulator met a mistake of its own (%v): it is as it was before", cause)
	return reply
}

// sentence is an error for the page, without the names of packages and of the simulator
// before it, which only a program needs.
func sentence(err error) string {
	text := err.Error()
	for _, name := range []string{"sim: ", "nn: ", "linalg: ", "data: ", "regression: ", "network: "} {
		text = strings.TrimPrefix(text, name)
	}
	return text
}

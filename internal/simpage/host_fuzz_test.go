package simpage

import (
	"encoding/json"
	"testing"

	"chainrule/pkg/sim"
)

// Whatever a page asks for, it gets a reply that is JSON, and a simulator that goes on.
func FuzzHost(f *testing.F) {
	for _, request := range []string{
		`{"call":"open","kind":"network","link":""}`, `{"call":"do","action":{"do":"step","name":"operation","n":3}}`, `{"call":"do","action":{"do":"set","name":"rate","value":1e300}}`,
		`{"call":"ask","what":"boundary","action":{"n":5}}`, `{"call":"do","action":{"do":"paste","text":"x,y\n1,2\n3,4"}}`, `{"call":"do","action":{"do":"add","x":1e400}}`,
		`{"call":"ask","what":"preview","action":{"do":"line","x":1,"y":2}}`, `{"call":"link"}`, `{"call":"cell"}`, `{"call":"view"}`, `{"call":`, `null`, `[]`, `{"action":{"n":"1"}}`,
	} {
		f.Add(request)
	}
	f.Fuzz(func(t *testing.T, request string) {
		for _, kind := range []string{"regression", "network"} {
			polls := 0
			h := &Host{Open: sim.Open, Stop: func() bool { polls++; return polls > 200 }}
			h.Call(`{"call":"open","kind":"` + kind + `"}`)
			for _, r := range []string{request, `{"call":"view"}`} {
				var reply struct {
					Value json.RawMessage
					Error string
				}
				text := h.Call(r)
				if err := json.Unmarshal([]byte(text), &reply); err != nil {
					t.Fatalf("%s: %s: got no JSON: %v", kind, r, err)
				}
				if r == request {
					continue
				}
				if reply.Error != "" || len(reply.Value) < 100 {
					t.Errorf("%s: after %s: got %.200s", kind, request, text)
				}
			}
		}
	})
}

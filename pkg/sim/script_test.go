package sim

import (
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the scripts of testdata anew")

// scriptLength is the number of actions of a script.
const scriptLength = 500

// script is a file of actions, with the digest of the state after each.
type script struct {
	Kind    string   `json:"kind"`
	Actions []Action `json:"actions"`
	Digests []Digest `json:"digests"`
}

// take adds an action to the script, unless the simulator refuses it.
func (s *script) take(t *testing.T, on Simulator, a Action) {
	t.Helper()
	if on.Do(a) != nil {
		return
	}
	d, err := DigestOf(on.View())
	if err != nil {
		t.Fatal(err)
	}
	s.Actions, s.Digests = append(s.Actions, a), append(s.Digests, d)
}

// The scripts of 500 actions lead to the same states as when they were written. The test of
// the page plays them as well.
func TestScripts(t *testing.T) {
	for _, test := range []struct {
		file  string
		write func(t *testing.T) *script
	}{
		{"testdata/script-regression.json", regressionScript},
		{"testdata/script-network.json", networkScript},
	} {
		t.Run(test.file, func(t *testing.T) {
			if *update {
				b, err := json.Marshal(test.write(t))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(test.file, append(b, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			b, err := os.ReadFile(test.file)
			if err != nil {
				t.Fatal(err)
			}
			var s script
			if err := json.Unmarshal(b, &s); err != nil {
				t.Fatal(err)
			}
			if len(s.Actions) != scriptLength || len(s.Digests) != scriptLength {
				t.Fatalf("got %d actions and %d digests, want %d", len(s.Actions), len(s.Digests), scriptLength)
			}
			n, err := Open(s.Kind, "")
			if err != nil {
				t.Fatal(err)
			}
			for i, a := range s.Actions {
				do(t, n, a)
				d, err := DigestOf(n.View())
				if err != nil {
					t.Fatal(err)
				}
				if what := d.Differs(s.Digests[i]); what != "" {
					t.Fatalf("action %d, %+v: %s differ: got\n%+v\nwant\n%+v\n%s", i+1, a, what, d, s.Digests[i], jsonOf(t, n.View()))
				}
			}
		})
	}
}

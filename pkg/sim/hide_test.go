package sim

import (
	"fmt"
	"strings"
	"testing"
)

// Every control can be left out, a name is there once, and another is refused by naming them all.
func TestHide(t *testing.T) {
	for _, kind := range []string{"regression", "network"} {
		var names []string
		seen := map[string]bool{}
		for _, c := range Controls(kind) {
			if c.Name == "" || c.Say == "" || seen[c.Name] || strings.ContainsAny(c.Name, ",&#\"") {
				t.Errorf("%s: got the control %+v, want a name of its own that an address can hold, and words", kind, c)
			}
			seen[c.Name] = true
			names = append(names, c.Name)
		}
		if len(names) < 10 {
			t.Errorf("%s: got %d controls to leave out", kind, len(names))
		}
		if err := CheckHide(kind, names); err != nil {
			t.Error(err)
		}
		for _, bad := range []string{"nonsense", "", "Settings", " settings"} {
			want := fmt.Sprintf("there is no control %q to leave out: choose from %s", bad, strings.Join(names, ", "))
			if err := CheckHide(kind, []string{"settings", bad}); err == nil || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("%s: %q: got %v, want %s", kind, bad, err, want)
			}
		}
	}
}

package viz

import (
	"strings"
	"testing"
)

// What is hidden must be there, of this simulator.
func TestSimulatorRefusesWhatCannotBeHidden(t *testing.T) {
	for _, kind := range []string{"regression", "network"} {
		for name, want := range map[string]string{
			"nonsense": `there is no control "nonsense" to leave out: choose from settings, `,
			"undo":     "",
			map[string]string{"regression": "guess", "network": "solve"}[kind]: "choose from settings, ",
		} {
			_, err := Simulator{Title: "S", Sim: stepped(kind), Hide: []string{"reset", name}}.Bundle()
			if (err == nil) != (want == "") || err != nil && !(strings.HasPrefix(err.Error(), `viz: Simulator "S": Hide: `) && strings.Contains(err.Error(), want)) {
				t.Errorf("%s without %s: got %v, want %q", kind, name, err, want)
			}
		}
	}
}

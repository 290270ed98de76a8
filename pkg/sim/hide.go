package sim

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Control is a part of a simulator's page that can be left out, as for a class.
type Control struct {
	Name string `json:"name"` // in a link, in --hide and in viz.Simulator
	Say  string `json:"say"`  // what it is
}

// hide.json is the one list: the page reads it as well.
//
//go:embed hide.json
var hideJSON []byte

var controls = sync.OnceValue(func() (all map[string][]Control) {
	if err := json.Unmarshal(hideJSON, &all); err != nil {
		panic(err) // the file is part of the program
	}
	return all
})

// Controls lists what can be left out of the page of the simulator of the given kind.
func Controls(kind string) []Control { return slices.Clone(controls()[kind]) }

// CheckHide returns an error that lists the controls of the simulator of the given kind when
// one of the names is none of them.
func CheckHide(kind string, names []string) error {
	known := make([]string, len(controls()[kind]))
	for i, c := range controls()[kind] {
		known[i] = c.Name
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return fmt.Errorf("sim: %s: there is no control %q to leave out: choose from %s", kind, name, strings.Join(known, ", "))
		}
	}
	return nil
}

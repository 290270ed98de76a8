package sim

import (
	"encoding/json"
	"regexp"
	"testing"
)

// do takes an action that must not be refused.
func do(t testing.TB, s Simulator, a Action) {
	t.Helper()
	if err := s.Do(a); err != nil {
		t.Fatalf("%+v: %v", a, err)
	}
}

// jsonOf is a view as JSON.
func jsonOf(t testing.TB, view any) string {
	t.Helper()
	b, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// without is a view without what tells of the way to it.
func without(view string) string {
	return ofTheWay.ReplaceAllString(view, "")
}

var ofTheWay = regexp.MustCompile(`"said":"[^"]*"|"canUndo":(true|false)|"canRedo":(true|false)`)

package sim

import "testing"

// The preset in force is known, whatever way the state was come to, and so is whether it was
// changed; what is changed back is the preset.
func TestNetworkKnowsItsPreset(t *testing.T) {
	n := NewNetwork(NetworkSetup{})
	check := func(what, preset string, changed bool) {
		t.Helper()
		v := n.view()
		linked, err := OpenNetwork(n.Link())
		if err != nil {
			t.Fatal(err)
		}
		if w := linked.(*Network).view(); v.Preset != preset || v.Changed != changed || w.Preset != preset || w.Changed != changed {
			t.Errorf("%s: got %q, changed %v, and from the link %q, %v; want %q, %v", what, v.Preset, v.Changed, w.Preset, w.Changed, preset, changed)
		}
	}
	check("at the start", "circle", false)
	for _, p := range netPresets {
		do(t, n, Action{Do: "preset", Name: p.Name})
		check(p.Name, p.Name, false)
	}
	do(t, n, Action{Do: "preset", Name: "xor"})
	do(t, n, Action{Do: "step", Name: "batch", N: 3})
	check("after updates", "xor", false)
	rate := n.view().Setup.Rate
	do(t, n, Action{Do: "reset"})
	do(t, n, Action{Do: "set", Name: "rate", Value: 0.01})
	check("with another rate", "xor", true)
	do(t, n, Action{Do: "set", Name: "rate", Value: rate})
	check("with its rate again", "xor", false)
	do(t, n, Action{Do: "weight", Name: "Dense 1/W", Value: 2})
	check("with an edited weight", "xor", true)
	do(t, n, Action{Do: "undo"})
	check("undone", "xor", false)
	do(t, n, Action{Do: "paste", Text: "a,b,y\n1,2,0.5\n2,3,1.5\n4,3,2\n1,0,0\n"})
	check("with other data", "", false)
	n = NewNetwork(NetworkSetup{Data: "moons", Hidden: []Hidden{{Units: 3, Act: "relu"}}})
	check("of no preset", "", false)
	if _, err := OpenNetwork(packed(netLink{Setup: n.state.now.setup, Pace: "batch", Select: selection{Layer: -1}, Preset: "best"})); err == nil {
		t.Error("got no error for a link with a preset that there is not")
	}
}

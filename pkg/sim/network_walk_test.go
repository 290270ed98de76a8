package sim

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"chainrule/pkg/nn"
)

// walk is an update at the pace of operations, as text: what a page shows and says.
func walk(t *testing.T, setup NetworkSetup) string {
	n := NewNetwork(setup)
	var b strings.Builder
	for {
		v := n.view()
		if v.Updates == 1 {
			return b.String()
		}
		if v.Op != nil {
			fmt.Fprintf(&b, "%s, %s, operation %d of %d, term %d of %d\n", v.Phase, v.Op.Where, v.Place.Step, v.Place.Steps, v.Place.Term, v.Place.Terms)
			if v.Op.Entry.Value != nil {
				fmt.Fprintf(&b, "    %s\n", v.Op.Entry.Values)
			} else {
				fmt.Fprintf(&b, "    … %s\n", v.Op.Entry.Terms[len(v.Op.Entry.Terms)-1].Values)
			}
			fmt.Fprintf(&b, "    %s\n    lit: edges %v, units %v\n", v.Op.From, v.Op.Edges, v.Op.Units)
		}
		if v.Next != nil {
			fmt.Fprintf(&b, "  next: %s\n    %s\n", v.Next.Say, v.Next.Formula)
		}
		do(t, n, Action{Do: "step", Name: "operation"})
	}
}

// What is shown and said of each operation is as it was when somebody read it.
func TestNetworkWalks(t *testing.T) {
	setups := netSetups()
	setups["short"] = NetworkSetup{
		Data: "moons", N: 4, Batch: 2, Hidden: []Hidden{{Units: 2, Act: "relu", Dropout: 0.5}, {Units: 1, Act: "identity"}},
		Output: "softmax", L2: 0.1, Optimizer: "Momentum", Seed: 1,
	}
	for file, setup := range map[string]string{"walk-published.txt": "published", "walk-short.txt": "short"} {
		got, file := walk(t, setups[setup]), "testdata/"+file
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range min(len(gotLines), len(wantLines)) {
			if gotLines[i] != wantLines[i] {
				t.Fatalf("%s, line %d: got\n%s\nwant\n%s", file, i+1, gotLines[i], wantLines[i])
			}
		}
		if len(gotLines) != len(wantLines) {
			t.Errorf("%s: got %d lines, want %d", file, len(gotLines), len(wantLines))
		}
	}
}

// The numbers of units and parameters at the end of an update are those of the trace.
func TestNetworkUnitsAreThoseOfTheTrace(t *testing.T) {
	for name, setup := range netSetups() {
		n := NewNetwork(setup)
		do(t, n, Action{Do: "step", Name: "batch"})
		do(t, n, Action{Do: "back", Name: "operation"})
		v, r := n.view(), n.run()
		trace, err := r.run.trace(0)
		if err != nil {
			t.Fatal(err)
		}
		find := func(where, op string) *nn.Step {
			i := slices.IndexFunc(trace.Steps, func(s nn.Step) bool { return s.Where == where && strings.HasPrefix(s.Op, op) })
			if i < 0 {
				return nil
			}
			return &trace.Steps[i]
		}
		row := v.Example.Row
		check := func(what string, got *Num, want float64) {
			if got == nil || float64(*got) != want {
				t.Errorf("%s: %s: got %v, want %v", name, what, jsonOf(t, got), want)
			}
		}
		for i, l := range v.Layers[1:] {
			forward, backward := find(l.Name+"/forward", "affine"), find(l.Name+"/backward", "mulATB")
			slope := find(l.Name+"/backward", "mapgrad")
			for u, unit := range l.Units {
				check(l.Name+" z", unit.Z, forward.Out.At(row, u))
				check(l.Name+" δ", unit.DZ, backward.Args[1].At(row, u))
				if slope != nil {
					check(l.Name+" ∂a", unit.DA, slope.Args[2].At(row, u))
				}
				if act := find(l.Name+"/forward", "map"); act != nil {
					check(l.Name+" a", unit.A, act.Out.At(row, u))
				}
				if drop := r.dense[i].drop; drop > 0 && unit.Dropped != (find(fmt.Sprintf("Dropout %d/forward", drop), "hadamard").Args[1].At(row, u) == 0) {
					t.Errorf("%s: %s: got dropped %v", name, l.Name, unit.Dropped)
				}
			}
			for j := range l.W.Value {
				for u := range l.Units {
					check(l.Name+" ∂W", l.W.Grad[j][u], backward.Out.At(j, u))
					check(l.Name+" old W", l.W.Old[j][u], r.dense[i].w.Value.At(j, u))
				}
			}
			if forward.Args[0].Rows != v.Example.Of {
				t.Errorf("%s: got a batch of %d", name, v.Example.Of)
			}
		}
		for j, x := range v.Example.X {
			if x != float64(*v.Layers[0].Units[j].A) || x != find("Dense 1/forward", "affine").Args[0].At(row, j) {
				t.Errorf("%s: got the input %v", name, x)
			}
		}
		do(t, n, Action{Do: "step", Name: "operation"})
		after := n.view()
		if jsonOf(t, after.Layers[1].W.Value) != jsonOf(t, v.Layers[1].W.Value) || jsonOf(t, after.Layers[1].B.Value) != jsonOf(t, v.Layers[1].B.Value) {
			t.Errorf("%s: got other parameters after the update than at its end", name)
		}
	}
}

package sim

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The cell of a state, compiled and run, prints the numbers of the state to nine digits.
func TestNetworkCells(t *testing.T) {
	folder, err := os.MkdirTemp("testdata", "cells-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	setups := netSetups()
	for _, p := range netPresets {
		setups["preset "+p.Name] = p.setup()
	}
	for name, change := range map[string]func(s *NetworkSetup){
		"constant, nesterov, decay": func(s *NetworkSetup) {
			s.Init, s.InitSize, s.Optimizer, s.L1, s.L2 = "constant", 0.3, "Nesterov", 0.001, 0.002
		},
		"AdaGrad, all features": func(s *NetworkSetup) { s.Optimizer, s.Features = "AdaGrad", choiceNames(featureChoices) },
		"AdamW, decay":          func(s *NetworkSetup) { s.Optimizer, s.L1, s.L2 = "AdamW", 0.003, 0.2 },
		"pasted": func(s *NetworkSetup) {
			s.Data, s.Scale, s.TestShare = "", true, 0.2
			s.Own, _ = readOwn("height,mass,age,kind\n1.5,50,3,cat\n1.2,70,4,dog\n2.5,10,5,cat\n0.5,20,6,dog\n1.1,20,7,dog\n3,2,1,cat\n", false)
		},
		"a value, scaled": func(s *NetworkSetup) { s.Data, s.Scale, s.Noise = "plane", true, 0.1 },
	} {
		s := inPlane("circle", 0.08, Hidden{Units: 3, Act: "softplus"})
		change(&s)
		setups[name] = s
	}
	var names []string
	var nets []*Network
	var main strings.Builder
	main.WriteString("package main\n\nimport \"fmt\"\n\nfunc main() {\n")
	for name, setup := range setups {
		n := NewNetwork(setup)
		do(t, n, Action{Do: "step", Name: "batch", N: 3})
		if len(names)%2 == 0 {
			do(t, n, Action{Do: "weight", Name: "Dense 1/W", Value: 0.123456789012345})
			do(t, n, Action{Do: "step", Name: "batch", N: 2})
		}
		do(t, n, Action{Do: "step", Name: "layer", N: 2 + len(names)%4})
		head, body, found := strings.Cut(n.Cell(), "%%\n")
		if !found {
			t.Fatalf("no %%%% in the cell:\n%s", n.Cell())
		}
		code := fmt.Sprintf("package main\n\n%s\nfunc cell%d() {\n%s}\n", head, len(names), body)
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("cell%d.go", len(names))), []byte(code), 0o644); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&main, "\tcell%d()\n\tfmt.Println(\"====\")\n", len(names))
		names, nets = append(names, name), append(nets, n)
	}
	main.WriteString("}\n")
	if err := os.WriteFile(filepath.Join(folder, "main.go"), []byte(main.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "run", "./"+filepath.ToSlash(folder)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for i, printed := range strings.Split(string(out), "====\n")[:len(names)] {
		n := nets[i]
		v, r := n.view(), n.run()
		want := map[string][]float64{"loss": {float64(v.Train.Loss)}, "place": {float64(*v.Op.Entry.Value)}}
		if v.Test != nil {
			want["test loss"] = []float64{float64(v.Test.Loss)}
		}
		for _, q := range r.run.trainer.Net.Params() {
			want[q.Name] = q.Value.Data
		}
		for name, list := range want {
			if got := numbersBehind(printed, name+" "); !agree(got, list) {
				t.Errorf("%s: %s: the cell prints\n%v\nwant\n%v\n%s", names[i], name, got, list, n.Cell())
			}
		}
	}
}

// numbersBehind are the numbers of the line that begins with a name.
func numbersBehind(text, name string) (list []float64) {
	for line := range strings.Lines(text) {
		rest, found := strings.CutPrefix(line, name)
		if !found {
			continue
		}
		for word := range strings.FieldsSeq(strings.Trim(strings.TrimSpace(rest), "[]")) {
			v, err := strconv.ParseFloat(word, 64)
			if err != nil {
				return nil
			}
			list = append(list, v)
		}
	}
	return list
}

// agree says whether numbers are the same to nine digits.
func agree(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !close9(a[i], b[i]) && math.Abs(a[i]-b[i]) > 1e-15 && !(math.IsNaN(a[i]) && math.IsNaN(b[i])) {
			return false
		}
	}
	return true
}

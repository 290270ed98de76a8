package lab

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The program is made anew when what it is made from changes: code and embedded data, and not tests.
func TestSimulatorSources(t *testing.T) {
	env, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	files, err := env.simulatorSources()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"go.mod", "internal/simpage/wasm/main.go", "pkg/linalg/matrix.go", "pkg/nn/trainer.go", "pkg/sim/sim.go"} {
		if !slices.Contains(files, filepath.FromSlash(want)) {
			t.Errorf("%s is not among the files that the simulators are made from", want)
		}
	}
	if !slices.ContainsFunc(files, func(f string) bool { return strings.Contains(f, "iris") && !strings.HasSuffix(f, ".go") }) {
		t.Error("the iris data are not among the files that the simulators are made from")
	}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") || strings.Contains(f, "testdata") {
			t.Errorf("%s is for tests only", f)
		}
	}
}

// What is packed can be unpacked, and packing the same again gives the same bytes.
func TestPack(t *testing.T) {
	text := strings.Repeat("a simulator ", 1000)
	var first []byte
	for range 2 {
		file := filepath.Join(t.TempDir(), "program")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := pack(file); err != nil {
			t.Fatal(err)
		}
		packed, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || string(got) != text || len(packed) > len(text)/10 {
			t.Errorf("got %d bytes from %d packed ones (%v), want %d", len(got), len(packed), err, len(text))
		}
		if first != nil && !bytes.Equal(first, packed) {
			t.Error("packing twice gives different bytes")
		}
		first = packed
	}
}

package simpage

import (
	"bytes"
	"compress/gzip"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Both simulators together are at most 3 MB, packed, however much the library grows.
func TestSizeOfTheProgram(t *testing.T) {
	const most = 3_000_000
	file := filepath.Join(t.TempDir(), "sim.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", file, "./wasm")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("the program does not build: %v\n%s", err, out)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes of WebAssembly, %d packed", len(data), packed.Len())
	if packed.Len() > most {
		t.Errorf("got %d bytes packed, want at most %d", packed.Len(), most)
	}
}

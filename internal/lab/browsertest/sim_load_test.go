package browsertest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A program that is missing or damaged gets a sentence, and one that a server has unpacked runs.
func TestSimulatorLoading(t *testing.T) {
	env := Env(t)
	if _, err := os.Stat(env.PageDir()); err != nil {
		t.Skip("the page of the simulators is not built: go run ./cmd/chainrule setup")
	}
	packed, err := os.ReadFile(filepath.Join(env.PageDir(), "sim", "chainrule.wasm.gz"))
	if err != nil {
		t.Fatal(err)
	}
	browser := Browse(t)
	for _, test := range []struct {
		name   string
		change func(t *testing.T, sim string) error
		want   string // in the sentence; "" when the simulator runs
	}{
		{"unpacked", func(t *testing.T, sim string) error {
			r, err := gzip.NewReader(bytes.NewReader(packed))
			if err != nil {
				return err
			}
			program, err := io.ReadAll(r)
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(sim, "chainrule.wasm.gz"), program, 0o644)
		}, ""},
		{"missing", func(t *testing.T, sim string) error { return os.Remove(filepath.Join(sim, "chainrule.wasm.gz")) }, "the answer is 404"},
		{"cut off", func(t *testing.T, sim string) error {
			return os.WriteFile(filepath.Join(sim, "chainrule.wasm.gz"), packed[:len(packed)/2], 0o644)
		}, "is damaged"},
		{"empty", func(t *testing.T, sim string) error {
			return os.WriteFile(filepath.Join(sim, "chainrule.wasm.gz"), nil, 0o644)
		}, "is damaged"},
		{"without a worker", func(t *testing.T, sim string) error { return os.Remove(filepath.Join(sim, "worker.js")) }, "cannot be started"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(env.PageDir())); err != nil {
				t.Fatal(err)
			}
			if err := test.change(t, filepath.Join(dir, "sim")); err != nil {
				t.Fatal(err)
			}
			base, _, _ := Serve(t, dir)
			p := browser.Tab(t)
			p.Go(base)
			if test.want == "" {
				p.Wait(20*time.Second, "the simulator answers", loaded)
				return
			}
			p.Wait(20*time.Second, "a sentence", fmt.Sprintf(`[...document.querySelectorAll('.cr-view [role="alert"]')].some(e => e.textContent.includes(%q) && e.textContent.includes('chainrule setup') && e.checkVisibility())`, test.want))
		})
	}
}

// A program that is older than the library, because the library did not compile, says so, and runs; so does an address
// that leaves out what is not there.
func TestSimulatorNotices(t *testing.T) {
	env := Env(t)
	if _, err := os.Stat(env.PageDir()); err != nil {
		t.Skip("the page of the simulators is not built: go run ./cmd/chainrule setup")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(env.PageDir())); err != nil {
		t.Fatal(err)
	}
	const problem = "the library does not compile, so they are those of its last version that did: pkg/nn/dense.go:7:1: undefined: x"
	if err := os.WriteFile(filepath.Join(dir, "sim", "built.json"), []byte(`{"problem":"`+problem+`"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	base, _, _ := Serve(t, dir)
	p := Browse(t)
	p.Go(base + "/?simulator=regression&hide=nonsense,undo")
	p.Wait(20*time.Second, "the simulator answers", loaded)
	for _, words := range []string{problem, "“nonsense”", "Choose from settings, data, "} {
		p.Wait(10*time.Second, words, fmt.Sprintf(`[...document.querySelectorAll('.cr-view [role="alert"]')].some(e => e.textContent.includes(%q) && e.checkVisibility())`, words))
	}
	if buttons := Eval[string](p, `[...document.querySelectorAll('button')].map(b => b.textContent).join()`); strings.Contains(buttons, "Undo") || !strings.Contains(buttons, "Reset") {
		t.Errorf("got the buttons %s, want no Undo", buttons)
	}
}

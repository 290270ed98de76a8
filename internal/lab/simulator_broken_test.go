package lab

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A library that does not compile does not keep the lab from starting. Set-up says so with the compiler's message each
// time, the page is told too, and the program is the last one that compiled, if there is one.
func TestSimulatorsOfABrokenLibrary(t *testing.T) {
	env := &Env{Root: t.TempDir()}
	put := func(name, text string) {
		t.Helper()
		if err := writeFile(filepath.Join(env.Root, name), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"go.mod": "module chainrule\n\ngo 1.26.0\n", "go.sum": "", "pkg/linalg/linalg.go": "package linalg\n", "pkg/sim/sim.go": "package sim\n",
		"internal/simpage/wasm/main.go":              "package main\n\nimport _ \"chainrule/pkg/nn\"\n\nfunc main() {}\n",
		".chainrule/build/web/lib/web/sim/worker.js": "", ".chainrule/build/web/lib/web/sim/go.js": "", ".chainrule/build/web/dist/page/index.html": "",
	} {
		put(name, text)
	}
	if err := os.MkdirAll(env.Tmp(), 0o755); err != nil {
		t.Fatal(err)
	}
	page := func(name string) string {
		data, err := os.ReadFile(filepath.Join(env.PageDir(), "sim", name))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return string(data)
	}
	setUp := func() string {
		t.Helper()
		extension := phase{name: "extension", title: "Extension", inputs: func(context.Context) ([]string, error) { return nil, nil }, run: func(context.Context, *task) error { return nil }}
		var out bytes.Buffer
		phases := []phase{extension, simulatorPhase(env)}
		if err := runPhases(t.Context(), env, phases, newProgress(&out, len(phases))); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	doctor := func() string {
		for _, part := range env.Doctor(t.Context()) {
			if part.Name == "Simulators" {
				return part.Mend
			}
		}
		return "of no simulators"
	}
	const good = "package nn\n\nvar Rate = 0.1\n"
	const message = "pkg/nn/nn.go:3:12: undefined: quick. Mend it, and run the same command again"

	put("pkg/nn/nn.go", strings.Replace(good, "0.1", "quick", 1))
	if out := setUp(); !strings.Contains(out, "  !  Simulators: the library does not compile, so there are none: "+message) {
		t.Errorf("broken from the beginning: got %q", out)
	}
	if page("chainrule.wasm.gz") != "" || !strings.Contains(page("built.json"), message) {
		t.Errorf("broken from the beginning: the page is told %s", page("built.json"))
	}

	put("pkg/nn/nn.go", good)
	if out := setUp(); strings.Contains(out, "!") || page("built.json") != `{"problem":""}` {
		t.Errorf("mended: got %q, and the page is told %s", out, page("built.json"))
	}
	if out := setUp(); out != "" {
		t.Errorf("nothing to do: got %q", out)
	}
	if mend := doctor(); mend != "" {
		t.Errorf("mended: the doctor says %q", mend)
	}
	program := page("chainrule.wasm.gz")
	if len(program) < 1000 || page("wasm_exec.js") == "" {
		t.Fatalf("got a program of %d bytes", len(program))
	}

	put("pkg/nn/nn.go", strings.Replace(good, "0.1", "quick", 1)+"\nvar Beta = slow\n")
	put(".chainrule/build/sim/wasm_exec.js", "of the Go that built the program")
	for range 2 {
		out := setUp()
		if mend := doctor(); !strings.Contains(mend, "pkg/nn/nn.go:3:12: undefined: quick") {
			t.Errorf("broken: the doctor says %q", mend)
		}
		want := "  !  Simulators: the library does not compile, so they are those of its last version that did: pkg/nn/nn.go:3:12: undefined: quick (and 1 more, in "
		if !strings.Contains(out, want) {
			t.Errorf("broken: got %q, want %q", out, want)
		}
		if page("chainrule.wasm.gz") != program || page("wasm_exec.js") != "of the Go that built the program" || !strings.Contains(page("built.json"), "those of its last version") {
			t.Errorf("broken: got another program, or the page is told %s", page("built.json"))
		}
	}
	put("pkg/nn/nn.go", good)
	if out := setUp(); strings.Contains(out, "!") || page("built.json") != `{"problem":""}` || strings.HasPrefix(page("wasm_exec.js"), "of the Go") {
		t.Errorf("mended again: got %q, and the page is told %s", out, page("built.json"))
	}
}

// A library that does not compile cannot check a link; the page says then what is wrong.
func TestCheckSimulator(t *testing.T) {
	env, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	if err := env.CheckSimulator(t.Context(), "network", "damaged", nil); err == nil {
		t.Error("got no error for a link that is damaged")
	}
	if err := env.CheckSimulator(t.Context(), "network", "", []string{"data settings", "undo"}); err != nil {
		t.Error(err)
	}
	if err := (&Env{Root: t.TempDir()}).CheckSimulator(t.Context(), "network", "damaged", nil); err != nil {
		t.Errorf("got %v from a library that does not compile", err)
	}
}

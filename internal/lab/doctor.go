package lab

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Part is one thing that the lab needs, as doctor sees it.
type Part struct {
	Name    string `json:"name"`
	OK      bool   `json:"ok"`
	Version string `json:"version"` // "" if unknown or missing
	Path    string `json:"path"`
	Mend    string `json:"mend"` // the one command or step that mends it; "" if OK
}

const setupCommand = "go run ./cmd/chainrule setup"

// Doctor looks at each part of the environment, in a fixed order, and changes nothing.
func (e *Env) Doctor(ctx context.Context) []Part {
	parts := []Part{e.goPart(ctx), e.systemPythonPart(ctx)}
	for _, p := range []struct {
		part   Part
		phase  phase
		ask    []string // prints the version
		behind string   // what the output has before the version
	}{
		{Part{Name: "Python environment", Path: e.Python()}, pythonPhase(e), []string{e.Python(), "--version"}, "Python "},
		{Part{Name: "JupyterLab", Path: filepath.Join(e.pythonDir(), "bin", "jupyter-lab")}, packagesPhase(e), []string{e.Python(), "-c", "import jupyterlab; print(jupyterlab.__version__)"}, ""},
		{Part{Name: "Node", Path: filepath.Join(e.pythonDir(), "bin", "node")}, packagesPhase(e), []string{filepath.Join(e.pythonDir(), "bin", "node"), "--version"}, "v"},
		{Part{Name: "GoNB", Path: filepath.Join(e.Bin(), "gonb")}, gonbPhase(e), nil, ""},
		{Part{Name: "goimports", Path: filepath.Join(e.Bin(), "goimports")}, goimportsPhase(e), nil, ""},
		{Part{Name: "gopls", Path: filepath.Join(e.Bin(), "gopls")}, goplsPhase(e), nil, ""},
		{Part{Name: "kernel Go (chainrule)", Path: e.share("kernels", KernelName, "kernel.json")}, kernelPhase(e), nil, ""},
		{Part{Name: "JupyterLab extension", Path: e.share("labextensions", "chainrule")}, extensionPhase(e), nil, ""},
		{Part{Name: "Simulators", Path: filepath.Join(e.SimulatorDir(), "chainrule.wasm.gz")}, simulatorPhase(e), nil, ""},
	} {
		part := p.part
		_, err := os.Stat(part.Path)
		part.OK = err == nil && e.stamped(ctx, &p.phase)
		switch {
		case !part.OK && part.Name == "Simulators":
			part.Mend = cmp.Or(e.simulatorProblem(), setupCommand)
		case !part.OK:
			part.Mend = setupCommand
		case p.ask != nil:
			out, err := exec.CommandContext(ctx, p.ask[0], p.ask[1:]...).Output()
			part.Version = strings.TrimPrefix(strings.TrimSpace(string(out)), p.behind)
			if part.OK = err == nil; !part.OK {
				part.Mend = "rm -rf .chainrule && " + setupCommand
			}
		case part.Name == "JupyterLab extension":
			part.Version = packageVersion(filepath.Join(part.Path, "package.json"))
		case part.Name != "kernel Go (chainrule)" && part.Name != "Simulators":
			part.Version = moduleVersion(ctx, part.Path)
		}
		parts = append(parts, part)
	}
	return append(parts, browserPart(ctx))
}

// stamped tells whether the phase is done and made from what it would be made from now; the stamps of what it needs are taken as they are.
func (e *Env) stamped(ctx context.Context, p *phase) bool {
	inputs, err := p.inputs(ctx)
	if err != nil {
		return false
	}
	var needed []string
	for _, need := range p.needs {
		stamp, err := os.ReadFile(e.stampFile(need))
		if err != nil {
			return false
		}
		needed = append(needed, string(stamp))
	}
	return upToDate(e, p, digest(append(needed, inputs...)))
}

func (e *Env) goPart(ctx context.Context) Part {
	p := Part{Name: "Go"}
	env, err := e.goEnv(ctx, "GOVERSION", "GOROOT")
	if err != nil {
		p.Mend = "install Go 1.26 or newer from https://go.dev/dl"
		return p
	}
	p.OK, p.Version, p.Path = true, strings.TrimPrefix(env[0], "go"), filepath.Join(env[1], "bin", "go")
	return p
}

func (e *Env) systemPythonPart(ctx context.Context) Part {
	path, version, err := e.findPython(ctx)
	if err != nil {
		return Part{Name: "Python", Mend: err.Error()}
	}
	return Part{Name: "Python", OK: true, Version: version, Path: path}
}

// browserPart is the browser that the tests drive; the lab itself runs without it.
func browserPart(ctx context.Context) Part {
	p := Part{Name: "Chromium (for the tests)"}
	path, err := Browser()
	if err != nil {
		p.Mend = "sudo apt install chromium"
		return p
	}
	out, _ := exec.CommandContext(ctx, path, "--version").Output()
	fields := strings.Fields(string(out))
	p.OK, p.Path = true, path
	for _, f := range fields {
		if f[0] >= '0' && f[0] <= '9' {
			p.Version = f
			break
		}
	}
	return p
}

// moduleVersion is the version of the module that a Go program was built from.
func moduleVersion(ctx context.Context, program string) string {
	out, err := exec.CommandContext(ctx, "go", "version", "-m", program).Output()
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) >= 3 && f[0] == "mod" {
			return strings.TrimPrefix(f[2], "v")
		}
	}
	return ""
}

func packageVersion(file string) string {
	var pkg struct{ Version string }
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &pkg)
	}
	if err != nil {
		return ""
	}
	return pkg.Version
}

// Browser finds a browser that the tests can drive: the program that CHAINRULE_BROWSER names, or Chromium or Chrome.
func Browser() (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}
	if own := os.Getenv("CHAINRULE_BROWSER"); own != "" {
		names = []string{own}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no browser found (%s): install Chromium, or set CHAINRULE_BROWSER to the path of one", strings.Join(names, ", "))
}

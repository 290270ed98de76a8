package lab

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// kernelEnv is what the kernel's processes find beyond the environment of the lab. GOPROXY=off makes the
// kernel's own `go get` before each cell a matter of milliseconds: everything is there already.
func (e *Env) kernelEnv(goroot string) map[string]string {
	return map[string]string{
		"PATH":        strings.Join([]string{e.Bin(), filepath.Join(goroot, "bin"), "${PATH}"}, string(os.PathListSeparator)),
		"TMPDIR":      e.Tmp(),
		"GOPROXY":     "off",
		"GOTOOLCHAIN": "local",
		"GOFLAGS":     "-buildvcs=false",
		"GOWORK":      "",
	}
}

// kernelSpec is the kernel.json by which Jupyter starts GoNB against this checkout.
func (e *Env) kernelSpec(goroot string) []byte {
	spec := map[string]any{
		"argv":           []string{filepath.Join(e.Bin(), "gonb"), "--kernel", "{connection_file}", "-go_work=" + e.Root},
		"display_name":   "Go (chainrule)",
		"language":       "go",
		"env":            e.kernelEnv(goroot),
		"interrupt_mode": "signal",
	}
	data, err := json.MarshalIndent(spec, "", "  ")
	if err != nil {
		panic(err) // strings and maps always encode
	}
	return append(data, '\n')
}

// kernelPhase writes the kernel where only the JupyterLab of this checkout looks.
func kernelPhase(e *Env) phase {
	file := e.share("kernels", KernelName, "kernel.json")
	return phase{
		name:  "kernel",
		title: "Kernel “Go (chainrule)”",
		needs: []string{"packages", "gonb", "goimports", "gopls"},
		made:  []string{file},
		inputs: func(ctx context.Context) ([]string, error) {
			env, err := e.goEnv(ctx, "GOROOT")
			if err != nil {
				return nil, err
			}
			return []string{string(e.kernelSpec(env[0]))}, nil
		},
		run: func(ctx context.Context, t *task) error {
			env, err := e.goEnv(ctx, "GOROOT")
			if err != nil {
				return err
			}
			return writeFile(file, e.kernelSpec(env[0]))
		},
	}
}

// warmPhase compiles what cells import, with the kernel's own settings, so that the first cell finds it compiled.
func warmPhase(e *Env) phase {
	return phase{
		name:  "warm",
		title: "Compiling the library",
		needs: []string{"kernel"},
		inputs: func(ctx context.Context) ([]string, error) {
			sum, err := os.ReadFile(filepath.Join(e.Root, "go.sum"))
			if err != nil {
				return nil, fault(err)
			}
			env, err := e.goEnv(ctx, "GOVERSION")
			return append(env, string(sum)), err
		},
		run: func(ctx context.Context, t *task) error {
			build := e.command(ctx, "go", "build", "./pkg/...", "github.com/janpfeifer/gonb/gonbui", "github.com/janpfeifer/gonb/cache")
			build.Env = append(build.Env, "GOFLAGS=-buildvcs=false")
			return t.do(build)
		},
	}
}

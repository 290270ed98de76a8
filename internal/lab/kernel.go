package lab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// kernelFlags are those of every cell: without debug information it links a quarter faster; stack traces stay.
const kernelFlags = "-buildvcs=false -ldflags=-w"

// kernelEnv is what the kernel's processes find beyond the environment of the lab. GOPROXY=off makes the
// kernel's own `go get` before each cell a matter of milliseconds: everything is there already.
func (e *Env) kernelEnv(goroot string) map[string]string {
	return map[string]string{
		"PATH":        strings.Join([]string{e.Bin(), filepath.Join(goroot, "bin"), "${PATH}"}, string(os.PathListSeparator)),
		"TMPDIR":      e.Tmp(),
		"GOPROXY":     "off",
		"GOTOOLCHAIN": "local",
		"GOFLAGS":     kernelFlags,
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

// warmPhase does once, with the network, what the kernel does for each cell without it: it gets and builds a
// program that imports the whole library. So the first cell finds all modules there and all packages compiled.
func warmPhase(e *Env) phase {
	return phase{
		name:  "warm",
		title: "Rehearsal of a cell",
		needs: []string{"kernel"},
		inputs: func(ctx context.Context) ([]string, error) {
			packages, err := e.goList(ctx, "-e", "./pkg/...") // also of packages that do not compile
			if err != nil {
				return nil, err
			}
			files, err := e.contents([]string{"go.mod", "go.sum"})
			return append(files, packages, kernelFlags), err
		},
		run: func(ctx context.Context, t *task) error {
			packages, err := e.goList(ctx, "-e", "./pkg/...") // also of packages that do not compile
			if err != nil {
				return err
			}
			dir := filepath.Join(e.Dir(), "build", "cell")
			if err := os.RemoveAll(dir); err != nil {
				return fault(err)
			}
			var program strings.Builder
			program.WriteString("package main\n\n")
			for _, pkg := range strings.Fields(packages) {
				fmt.Fprintf(&program, "import _ %q\n", pkg)
			}
			program.WriteString("\nfunc main() {}\n")
			if err := writeFile(filepath.Join(dir, "main.go"), []byte(program.String())); err != nil {
				return err
			}
			for _, args := range [][]string{
				{"mod", "init", "cell"},
				{"work", "init"},
				{"work", "use", e.Root, "."},
				{"mod", "edit", "-replace=chainrule=" + e.Root},
				{"get"},
				{"build", "-o", os.DevNull, ".", gonbModule + "/gonbui", gonbModule + "/cache"},
			} {
				cmd := e.command(ctx, "go", args...)
				cmd.Dir = dir
				cmd.Env = append(cmd.Env, "GOFLAGS="+kernelFlags, "GOWORK=")
				// A library that does not compile is no fault of the set-up: the first cell that imports it says so.
				if err := t.do(cmd); errors.As(err, new(knownFault)) {
					return err
				}
			}
			return nil
		},
	}
}

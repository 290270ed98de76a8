package lab

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// goplsModule is pinned here and not in go.mod, where its many requirements would become those of the library.
const goplsModule = "golang.org/x/tools/gopls@v0.21.1"

// goEnv asks the go command for variables, in the order of names.
func (e *Env) goEnv(ctx context.Context, names ...string) ([]string, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"env"}, names...)...)
	cmd.Dir = e.Root
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("the go command does not answer (%w): install Go 1.26 or newer from https://go.dev/dl and make sure that it is on PATH", err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n"), nil
}

// goList is the output of go list with a template.
func (e *Env) goList(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"list"}, args...)...)
	cmd.Dir = e.Root
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", explain(err, stderr.String(), "go list")
	}
	return strings.TrimSpace(string(out)), nil
}

// goimportsPhase builds goimports, which the kernel runs on each cell, in the version that go.mod pins.
func goimportsPhase(e *Env) phase {
	target := filepath.Join(e.Bin(), "goimports")
	return phase{
		name:  "goimports",
		title: "goimports",
		made:  []string{target},
		inputs: func(ctx context.Context) ([]string, error) {
			version, err := e.goList(ctx, "-m", "-f", "{{.Path}} {{.Version}}", "golang.org/x/tools")
			if err != nil {
				return nil, err
			}
			env, err := e.goEnv(ctx, "GOVERSION")
			return append(env, version), err
		},
		run: func(ctx context.Context, t *task) error {
			return buildTo(target, func(tmp string) error {
				return t.do(e.command(ctx, "go", "build", "-v", "-trimpath", "-buildvcs=false", "-o", tmp, "golang.org/x/tools/cmd/goimports"))
			})
		},
	}
}

// goplsPhase builds gopls, which answers completion and inspection.
func goplsPhase(e *Env) phase {
	target := filepath.Join(e.Bin(), "gopls")
	return phase{
		name:  "gopls",
		title: "gopls",
		made:  []string{target},
		inputs: func(ctx context.Context) ([]string, error) {
			env, err := e.goEnv(ctx, "GOVERSION")
			return append(env, goplsModule), err
		},
		run: func(ctx context.Context, t *task) error {
			return buildTo(target, func(tmp string) error {
				gobin := filepath.Dir(tmp)
				install := e.command(ctx, "go", "install", "-v", "-trimpath", goplsModule)
				install.Env = append(install.Env, "GOBIN="+gobin)
				if err := t.do(install); err != nil {
					return err
				}
				return fault(os.Rename(filepath.Join(gobin, "gopls"), tmp))
			})
		},
	}
}

// buildTo lets build write a program to a temporary path, and then moves it to its place.
func buildTo(target string, build func(tmp string) error) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
		return fault(err)
	}
	dir, err := os.MkdirTemp(filepath.Dir(target), ".new-*")
	if err != nil {
		return fault(err)
	}
	defer os.RemoveAll(dir)
	tmp := filepath.Join(dir, "program")
	if err := build(tmp); err != nil {
		return err
	}
	return fault(os.Rename(tmp, target))
}

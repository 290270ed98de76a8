package lab

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed requirements.txt
var requirements []byte

// findPython returns an interpreter that is new enough, and its version: the one that the environment was made with while
// that works, so that another PATH, of an activated environment say, does not set up anew; otherwise the first on PATH.
// Of an interpreter in a virtual environment, it is the one behind that.
func (e *Env) findPython(ctx context.Context) (path, version string, err error) {
	const ask = "import os, sys; print('%d.%d.%d' % sys.version_info[:3]); print(os.path.realpath(sys._base_executable)); sys.exit(not (3, 10) <= sys.version_info < (3, 15))"
	tooOld := ""
	for _, name := range []string{e.Python(), "python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"} {
		out, err := exec.CommandContext(ctx, name, "-I", "-c", ask).Output()
		version, path, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		if err == nil {
			return path, version, nil
		}
		if version != "" && tooOld == "" {
			tooOld = version
		}
	}
	if tooOld != "" {
		return "", "", fmt.Errorf("Python 3.10 to 3.14 is needed, and the only one here is %s: install a newer one (https://www.python.org/downloads, or the system's package python3)", tooOld)
	}
	return "", "", errors.New("Python is missing: install Python 3.10 to 3.14 (https://www.python.org/downloads, or the system's packages python3 and python3-venv)")
}

// pythonPhase makes the virtual environment. It is bound to the interpreter and to its own path.
func pythonPhase(e *Env) phase {
	return phase{
		name:  "python",
		title: "Python environment",
		made:  []string{e.Python()},
		inputs: func(ctx context.Context) ([]string, error) {
			path, version, err := e.findPython(ctx)
			return []string{path, version, e.pythonDir()}, err
		},
		run: func(ctx context.Context, t *task) error {
			path, _, err := e.findPython(ctx)
			if err != nil {
				return err
			}
			if err := os.RemoveAll(e.pythonDir()); err != nil {
				return fault(err)
			}
			return t.do(e.command(ctx, path, "-m", "venv", e.pythonDir()))
		},
	}
}

// packagesPhase installs the pinned Python packages, Node among them.
func packagesPhase(e *Env) phase {
	return phase{
		name:   "packages",
		title:  "JupyterLab and Node",
		needs:  []string{"python"},
		made:   []string{filepath.Join(e.pythonDir(), "bin", "jupyter-lab")},
		inputs: func(context.Context) ([]string, error) { return []string{string(requirements)}, nil },
		run: func(ctx context.Context, t *task) error {
			file := filepath.Join(e.Dir(), "requirements.txt")
			if err := writeFile(file, requirements); err != nil {
				return err
			}
			return t.do(e.command(ctx, e.Python(), "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
				"--progress-bar", "off", "--require-hashes", "--only-binary", ":all:", "-r", file))
		},
	}
}

// Package lab sets up and runs the environment that the notebooks live in: the
// Python side (JupyterLab, nbclient), the Go kernel, and the JupyterLab extension,
// all in one ignored folder of the repository.
package lab

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// KernelName is the name by which a notebook asks for the Go kernel.
const KernelName = "chainrule"

// Env is the environment of one checkout.
type Env struct {
	Root string // the repository, absolute
}

// Find returns the environment of the checkout that dir lies in: the nearest folder
// upwards whose go.mod declares the module chainrule.
func Find(dir string) (*Env, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for d := start; ; d = filepath.Dir(d) {
		mod, err := os.ReadFile(filepath.Join(d, "go.mod"))
		if err == nil && strings.HasPrefix(string(mod), "module chainrule\n") {
			return &Env{Root: d}, nil
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		if d == filepath.Dir(d) {
			return nil, fmt.Errorf("%s is not inside a checkout of chainrule: change to the folder that holds its go.mod and try again", start)
		}
	}
}

// Dir is the one folder that holds everything that set-up makes.
func (e *Env) Dir() string { return filepath.Join(e.Root, ".chainrule") }

// Bin holds the Go programs: gonb, goimports and gopls.
func (e *Env) Bin() string { return filepath.Join(e.Dir(), "bin") }

// Python is the interpreter of the environment.
func (e *Env) Python() string { return filepath.Join(e.pythonDir(), "bin", "python") }

// Notebooks is the folder of the lessons.
func (e *Env) Notebooks() string { return filepath.Join(e.Root, "notebooks") }

func (e *Env) pythonDir() string { return filepath.Join(e.Dir(), "python") }

// share is where JupyterLab looks for kernels, extensions and settings.
func (e *Env) share(elem ...string) string {
	return filepath.Join(append([]string{e.pythonDir(), "share", "jupyter"}, elem...)...)
}

// Tmp is the TMPDIR of kernels: it holds the programs that cells become, what
// gonb/cache keeps between cells, and gopls' socket. A socket's path may have 104
// bytes on macOS, so that a deep checkout gets a folder beside the system's others.
func (e *Env) Tmp() string {
	tmp := filepath.Join(e.Dir(), "tmp")
	if len(tmp)+len("/gonb_01234567/gopls_socket") < 100 {
		return tmp
	}
	return filepath.Join(os.TempDir(), fmt.Sprintf("chainrule-%x", sha256.Sum256([]byte(e.Root)))[:18])
}

// dropped are the variables that would let the user's own Python and Jupyter into the environment.
var dropped = []string{
	"PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "CONDA_PREFIX",
	"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV",
}

// Environ is the environment, in the form of os.Environ, for every process of the lab: it finds the
// lab's programs first, and knows neither the user's Jupyter settings nor their Python packages.
func (e *Env) Environ() []string {
	env := slices.DeleteFunc(os.Environ(), func(kv string) bool {
		name, _, _ := strings.Cut(kv, "=")
		return slices.Contains(dropped, name) || strings.HasPrefix(name, "JUPYTER") || strings.HasPrefix(name, "IPYTHON")
	})
	jupyter := filepath.Join(e.Dir(), "jupyter")
	path := []string{e.Bin(), filepath.Join(e.pythonDir(), "bin")}
	if p := os.Getenv("PATH"); p != "" {
		path = append(path, p)
	}
	return append(env,
		"PATH="+strings.Join(path, string(os.PathListSeparator)),
		"TMPDIR="+e.Tmp(),
		"PYTHONNOUSERSITE=1",
		"PYTHONUTF8=1",
		"IPYTHONDIR="+filepath.Join(jupyter, "ipython"),
		"JUPYTER_CONFIG_DIR="+filepath.Join(jupyter, "config"),
		"JUPYTER_DATA_DIR="+filepath.Join(jupyter, "data"),
		"JUPYTER_RUNTIME_DIR="+filepath.Join(jupyter, "runtime"),
		"JUPYTER_PREFER_ENV_PATH=1",
		"JUPYTER_PLATFORM_DIRS=1",
	)
}

// Package lab sets up and runs the environment that the notebooks live in: the
// Python side (JupyterLab, nbclient), the Go kernel, and the JupyterLab extension,
// all in one ignored folder of the repository.
package lab

import "path/filepath"

// KernelName is the name by which a notebook asks for the Go kernel.
const KernelName = "chainrule"

// Env is the environment of one checkout.
type Env struct {
	Root string // the repository
}

// Dir is the one folder that holds everything that set-up makes.
func (e *Env) Dir() string { return filepath.Join(e.Root, ".chainrule") }

// Python is the interpreter of the environment.
func (e *Env) Python() string { return filepath.Join(e.Dir(), "python", "bin", "python") }

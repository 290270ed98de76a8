package lab

import (
	"context"
	_ "embed"
	"os"
	"path/filepath"
)

//go:embed requirements-nbgrader.txt
var nbgraderRequirements []byte

// NbgraderPython is the interpreter of the environment that holds nbgrader, when it was set up.
func (e *Env) NbgraderPython() string { return filepath.Join(e.nbgraderDir(), "bin", "python") }

func (e *Env) nbgraderDir() string { return filepath.Join(e.Dir(), "nbgrader") }

// NbgraderEnviron is the environment for programs of nbgrader: it finds the lab's kernel, and its own programs first.
func (e *Env) NbgraderEnviron() []string {
	return append(e.Environ(),
		"PATH="+filepath.Join(e.nbgraderDir(), "bin")+string(os.PathListSeparator)+e.Bin()+string(os.PathListSeparator)+os.Getenv("PATH"),
		"JUPYTER_PATH="+e.share())
}

// nbgraderPhase makes that environment, which only instructors ask for.
func nbgraderPhase(e *Env) phase {
	return phase{
		name:  "nbgrader",
		title: "nbgrader",
		needs: []string{"kernel"},
		made:  []string{filepath.Join(e.nbgraderDir(), "bin", "nbgrader")},
		inputs: func(ctx context.Context) ([]string, error) {
			path, version, err := e.findPython(ctx)
			return []string{path, version, string(nbgraderRequirements)}, err
		},
		run: func(ctx context.Context, t *task) error {
			path, _, err := e.findPython(ctx)
			if err != nil {
				return err
			}
			if err := os.RemoveAll(e.nbgraderDir()); err != nil {
				return fault(err)
			}
			if err := t.do(e.command(ctx, path, "-m", "venv", e.nbgraderDir())); err != nil {
				return err
			}
			file := filepath.Join(e.Dir(), "requirements-nbgrader.txt")
			if err := writeFile(file, nbgraderRequirements); err != nil {
				return err
			}
			return t.do(e.command(ctx, e.NbgraderPython(), "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
				"--progress-bar", "off", "--require-hashes", "--only-binary", ":all:", "-r", file))
		},
	}
}

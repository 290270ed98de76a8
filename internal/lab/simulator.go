package lab

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// SimulatorDir holds the simulators' program for a browser: WebAssembly, packed, and the
// scripts that start it in a thread of its own.
func (e *Env) SimulatorDir() string { return filepath.Join(e.Dir(), "build", "sim") }

// PageDir holds the page of the simulators, for any server that serves files.
func (e *Env) PageDir() string { return filepath.Join(e.Dir(), "build", "page") }

// simulatorPhase builds the simulators' program and puts it beside the JupyterLab extension
// and into the page. It comes after the extension, whose folder is replaced as a whole.
func simulatorPhase(e *Env) phase {
	target := e.share("labextensions", "chainrule", "static", "sim")
	return phase{
		name:  "simulator",
		title: "Simulators",
		needs: []string{"extension"},
		made:  []string{target, filepath.Join(e.SimulatorDir(), "built.json"), e.PageDir()},
		inputs: func(ctx context.Context) ([]string, error) {
			files, err := e.simulatorSources()
			if err != nil {
				return nil, err
			}
			parts, err := e.contents(files)
			if err != nil {
				return nil, err
			}
			env, err := e.goEnv(ctx, "GOVERSION")
			return append(parts, env...), err
		},
		run: func(ctx context.Context, t *task) error {
			dir := e.SimulatorDir()
			env, err := e.goEnv(ctx, "GOROOT")
			if err != nil {
				return err
			}
			program := filepath.Join(dir, "chainrule.wasm.gz")
			err = buildTo(program, func(tmp string) error {
				cmd := e.command(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", tmp, "./internal/simpage/wasm")
				cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm")
				if err := t.compile(cmd); err != nil {
					return err
				}
				return pack(tmp)
			})
			var broken warning
			if err != nil && (ctx.Err() != nil || !errors.As(err, &broken)) {
				return err
			}
			// wasm_exec.js must be that of the Go that built the program.
			files := []string{filepath.Join(env[0], "lib", "wasm", "wasm_exec.js")}
			if _, err := os.Stat(program); broken != "" && err == nil {
				broken = "the library does not compile, so they are those of its last version that did: " + broken
				files = nil
			} else if broken != "" {
				broken = "the library does not compile, so there are none: " + broken
			}
			if err := e.copySim(); err != nil {
				return err
			}
			scripts := filepath.Join(e.webDir(), "lib", "web", "sim")
			for _, name := range append(files, filepath.Join(scripts, "worker.js"), filepath.Join(scripts, "go.js")) {
				data, err := os.ReadFile(name)
				if err != nil {
					return fault(err)
				}
				if err := writeFile(filepath.Join(dir, filepath.Base(name)), data); err != nil {
					return err
				}
			}
			// The page reads it, so that nobody takes an old program for the library as it is.
			told, err := json.Marshal(built{string(broken)})
			if err != nil {
				return err
			}
			if err := writeFile(filepath.Join(dir, "built.json"), told); err != nil {
				return err
			}
			if err := replaceDir(target, dir); err != nil {
				return err
			}
			page := filepath.Join(e.webDir(), "dist", "page")
			if err := replaceDir(filepath.Join(page, "sim"), dir); err != nil {
				return err
			}
			if err := replaceDir(e.PageDir(), page); err != nil || broken == "" {
				return err
			}
			return broken
		},
	}
}

// built is what the page reads of how the program was built.
type built struct {
	Problem string `json:"problem"` // why it is none, or an old one; "" when it is the library's
}

// simulatorProblem is the problem that the last build of the simulators met; "" for none.
func (e *Env) simulatorProblem() string {
	var b built
	data, err := os.ReadFile(filepath.Join(e.SimulatorDir(), "built.json"))
	if err != nil || json.Unmarshal(data, &b) != nil {
		return ""
	}
	return b.Problem
}

// place is where the compiler finds a mistake: file, line and column.
var place = regexp.MustCompile(`(?m)^\S+\.go:\d+(:\d+)?: .+$`)

// compile runs the compiler. Code of the library that does not compile is a warning with the first mistake, because a
// learner changes the library, and mends it in the lab.
func (t *task) compile(cmd *exec.Cmd) error {
	output, err := t.run(cmd)
	if err == nil {
		return nil
	}
	mistakes := place.FindAllString(output, -1)
	if len(mistakes) == 0 {
		if err = explain(err, output, t.logFile()); errors.As(err, new(knownFault)) {
			return err
		}
		mistakes = []string{err.Error()}
	}
	more := ""
	if n := len(mistakes) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more, in %s)", n, t.logFile())
	}
	return warning(fmt.Sprintf("%s%s. Mend it, and run the same command again", mistakes[0], more))
}

// CheckSimulator returns an error when a simulator cannot be opened at the link, or has no controls of the names to
// hide. It asks the library, unless that does not compile: then the page says it.
func (e *Env) CheckSimulator(ctx context.Context, kind, link string, hide []string) error {
	cmd := e.command(ctx, "go", append([]string{"run", "./internal/simpage/check", kind}, hide...)...)
	cmd.Env = os.Environ() // the lab's own folders need not be there yet
	cmd.Stdin = strings.NewReader(link)
	out, err := cmd.Output()
	if err != nil || len(out) == 0 {
		return ctx.Err()
	}
	return errors.New(string(out))
}

// SimulatorControls are the names of what can be left out of a page of a simulator, by its kind.
func (e *Env) SimulatorControls() (map[string][]string, error) {
	data, err := os.ReadFile(filepath.Join(e.Root, "pkg", "sim", "hide.json"))
	if err != nil {
		return nil, fault(err)
	}
	var controls map[string][]struct{ Name string }
	if err := json.Unmarshal(data, &controls); err != nil {
		return nil, err
	}
	names := map[string][]string{}
	for kind, list := range controls {
		for _, c := range list {
			names[kind] = append(names[kind], c.Name)
		}
	}
	return names, nil
}

// simulatorSources are the files that the program is made from, relative to the root, in order.
func (e *Env) simulatorSources() ([]string, error) {
	files := []string{"go.mod", "go.sum"}
	for _, dir := range []string{"internal/simpage", "pkg/linalg", "pkg/nn", "pkg/sim"} {
		err := filepath.WalkDir(filepath.Join(e.Root, dir), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "testdata":
				return fs.SkipDir
			case d.IsDir() || strings.HasSuffix(path, "_test.go"):
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
	return files, nil
}

// copySim puts package sim beside the copy of web/, whose tests compare their types with its.
func (e *Env) copySim() error {
	files, err := e.simulatorSources()
	if err != nil {
		return err
	}
	for _, f := range files {
		if filepath.Dir(f) != filepath.Join("pkg", "sim") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(e.Root, f))
		if err != nil {
			return fault(err)
		}
		if err := writeFile(filepath.Join(filepath.Dir(e.webDir()), f), data); err != nil {
			return err
		}
	}
	return nil
}

// pack compresses a file in its place.
func pack(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fault(err)
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return writeFile(file, packed.Bytes())
}

package main

import (
	"bufio"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed python/*.py
var python embed.FS

// unpack writes the Python sides into a folder of their own, so that the program finds
// them wherever it is started.
func unpack() (dir string, err error) {
	dir, err = os.MkdirTemp("", "peers-")
	if err != nil {
		return "", err
	}
	scripts, err := fs.Sub(python, "python")
	if err != nil {
		return "", err
	}
	return dir, os.CopyFS(dir, scripts)
}

// peer is a side in Python: a process that answers each line of JSON with another.
type peer struct {
	label, versions string

	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// startPeer starts a script, which says who it is.
func startPeer(ctx context.Context, interpreter, dir, script string, threads int) (*peer, error) {
	p := &peer{cmd: exec.CommandContext(ctx, interpreter, "-u", filepath.Join(dir, script), fmt.Sprint(threads))}
	p.cmd.Env, p.cmd.Stderr = plain(os.Environ()), os.Stderr
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("peers: cannot start Python: %w; name one that has numpy and torch with -python", err)
	}
	var hello struct{ Name, About string }
	if err := p.answer(&hello); err != nil {
		p.stop()
		return nil, fmt.Errorf("peers: %s in %s did not start (%w): make an environment as bench/README.md says, and name its Python with -python", script, interpreter, err)
	}
	p.label, p.versions = hello.Name, hello.About
	return p, nil
}

func (p *peer) name() string  { return p.label }
func (p *peer) about() string { return p.versions }

func (p *peer) measure(w workload, seconds float64) (s sample, err error) {
	question, err := json.Marshal(struct {
		Workload workload `json:"workload"`
		Seconds  float64  `json:"seconds"`
	}{w, seconds})
	if err != nil {
		return s, err
	}
	if _, err := p.in.Write(append(question, '\n')); err != nil {
		return s, fmt.Errorf("peers: %s: %s: %w", p.label, w.Name, err)
	}
	if err := p.answer(&s); err != nil {
		return s, fmt.Errorf("peers: %s: %s: %w", p.label, w.Name, err)
	}
	return s, nil
}

// answer reads one line of JSON.
func (p *peer) answer(v any) error {
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("no answer: %w", err)
	}
	return json.Unmarshal(line, v)
}

// stop ends the process, which waits for a line, and then for it.
func (p *peer) stop() {
	p.in.Close()
	p.cmd.Wait()
}

// plain leaves out of an environment what would change how many threads the numerical
// libraries start and which kernels they choose: each side runs as it comes.
func plain(environ []string) (kept []string) {
	for _, v := range environ {
		if !tuning(v) {
			kept = append(kept, v)
		}
	}
	return kept
}

func tuning(v string) bool {
	for _, library := range []string{"OPENBLAS_", "MKL_", "OMP_", "GOMP_", "KMP_", "TORCH_", "NPY_"} {
		if strings.HasPrefix(v, library) {
			return true
		}
	}
	return false
}

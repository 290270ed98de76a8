package lab

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// A phase makes one part of the environment. It is done when the stamp that it left
// says that it was made from what it would be made from now.
type phase struct {
	name   string                                      // of its stamp and its log
	title  string                                      // what the user reads
	needs  []string                                    // phases that must be done before
	inputs func(ctx context.Context) ([]string, error) // all that the result depends on
	made   []string                                    // paths that the phase leaves behind
	run    func(ctx context.Context, t *task) error
}

// A task is one run of a phase: where its commands write, and how it tells how far it is.
type task struct {
	env   *Env
	phase *phase
	tell  func(doing string)
}

// runPhases brings every phase up to date. A phase starts as soon as what it needs is
// done, so that independent ones run side by side; the first error stops the others.
func runPhases(ctx context.Context, env *Env, phases []phase, show *progress) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stamps := make(map[string]string)
	done := make(map[string]chan struct{})
	for _, p := range phases {
		done[p.name] = make(chan struct{})
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, p := range phases {
		wg.Go(func() {
			defer close(done[p.name])
			var needed []string
			for _, need := range p.needs {
				<-done[need]
				mu.Lock()
				needed = append(needed, stamps[need])
				mu.Unlock()
			}
			if ctx.Err() != nil {
				return
			}
			stamp, err := update(ctx, env, &p, needed, show)
			if err != nil {
				cancel(err)
				return
			}
			mu.Lock()
			stamps[p.name] = stamp
			mu.Unlock()
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// update runs the phase if its stamp is not that of its inputs, and returns the stamp.
func update(ctx context.Context, env *Env, p *phase, needed []string, show *progress) (string, error) {
	inputs, err := p.inputs(ctx)
	if err != nil {
		return "", err
	}
	stamp := digest(append(needed, inputs...))
	if upToDate(env, p, stamp) {
		show.skip(p.title)
		return stamp, nil
	}
	start := time.Now()
	show.start(p.title)
	file := env.stampFile(p.name)
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fault(err)
	}
	t := &task{env: env, phase: p, tell: func(doing string) { show.tell(p.title, doing) }}
	if err := p.run(ctx, t); err != nil {
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
		var w warning
		if errors.As(err, &w) {
			show.warn(p.title, w)
			return stamp, nil
		}
		return "", fmt.Errorf("%s: %w", p.title, err)
	}
	if err := writeFile(file, []byte(stamp)); err != nil {
		return "", err
	}
	show.done(p.title, time.Since(start))
	return stamp, nil
}

func upToDate(env *Env, p *phase, stamp string) bool {
	old, err := os.ReadFile(env.stampFile(p.name))
	if err != nil || string(old) != stamp {
		return false
	}
	for _, path := range p.made {
		if _, err := os.Stat(path); err != nil {
			return false
		}
	}
	return true
}

func (e *Env) stampFile(phase string) string { return filepath.Join(e.Dir(), "stamps", phase) }

// digest is one name for a list of strings: each is hashed with its length, so that no two lists run together.
func digest(parts []string) string {
	h := sha256.New()
	for _, s := range parts {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// writeFile writes a file whole or not at all.
func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return fault(err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fault(err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	if err := errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err != nil {
		return fault(err)
	}
	return fault(os.Rename(tmp.Name(), path))
}

package lab

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// phases are the parts of the environment, each after those that it needs.
func (e *Env) phases() []phase {
	return []phase{
		pythonPhase(e),
		packagesPhase(e),
		gonbPhase(e),
		goimportsPhase(e),
		goplsPhase(e),
		kernelPhase(e),
		warmPhase(e),
		settingsPhase(e),
		webPackagesPhase(e),
		extensionPhase(e),
		simulatorPhase(e),
	}
}

var errInterrupted = errors.New("set-up was interrupted; the same command goes on where it stopped")

// Setup brings the environment of the checkout at root up to date and tells on out what it does.
// When everything is there it says nothing and takes a fraction of a second. Two at once wait for each other.
func Setup(ctx context.Context, root string, out io.Writer) (*Env, error) {
	return setup(ctx, root, out, (*Env).phases)
}

// SetupNbgrader does the same, and brings nbgrader into an environment of its own.
func SetupNbgrader(ctx context.Context, root string, out io.Writer) (*Env, error) {
	return setup(ctx, root, out, func(e *Env) []phase { return append(e.phases(), nbgraderPhase(e)) })
}

func setup(ctx context.Context, root string, out io.Writer, parts func(*Env) []phase) (*Env, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	env := &Env{Root: root}
	for _, dir := range []string{env.Dir(), env.Tmp()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, fault(err)
		}
	}
	unlock, err := env.lock(ctx, out)
	if err != nil {
		return nil, err
	}
	defer unlock()
	phases := parts(env)
	show := newProgress(out, len(phases))
	defer show.finish()
	err = runPhases(ctx, env, phases, show)
	if ctx.Err() != nil {
		return nil, errInterrupted
	}
	if err != nil {
		return nil, err
	}
	return env, nil
}

// lock waits until no other set-up is at work on this checkout.
func (e *Env) lock(ctx context.Context, out io.Writer) (unlock func(), err error) {
	lock := flock.New(filepath.Join(e.Dir(), "lock"))
	ok, err := lock.TryLock()
	if err == nil && !ok {
		fmt.Fprintln(out, "Another chainrule is setting up this checkout; waiting until it is done.")
		_, err = lock.TryLockContext(ctx, 200*time.Millisecond)
	}
	if ctx.Err() != nil {
		return nil, errInterrupted
	}
	if err != nil {
		return nil, fault(err)
	}
	return func() { lock.Unlock() }, nil
}

package lab

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// command prepares a program of the environment. When ctx ends, the program and all that it
// started get five seconds to leave.
func (e *Env) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = e.Root
	cmd.Env = e.Environ()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// do runs a command of the phase. What it prints goes to the phase's log; each line is told as progress.
func (t *task) do(cmd *exec.Cmd) error {
	output, err := t.run(cmd)
	if err != nil {
		return explain(err, output, t.logFile())
	}
	return nil
}

func (t *task) logFile() string { return filepath.Join(t.env.Dir(), "log", t.phase.name+".log") }

// run is do, for what the command printed.
func (t *task) run(cmd *exec.Cmd) (output string, err error) {
	if err := os.MkdirAll(filepath.Dir(t.logFile()), 0o777); err != nil {
		return "", fault(err)
	}
	log, err := os.OpenFile(t.logFile(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o666)
	if err != nil {
		return "", fault(err)
	}
	defer log.Close()
	var printed bytes.Buffer
	w := io.MultiWriter(&printed, log, lineWriter(t.tell))
	cmd.Stdout, cmd.Stderr = w, w
	err = cmd.Run()
	return printed.String(), err
}

// lineWriter hands on the last line of each write.
type lineWriter func(string)

func (f lineWriter) Write(p []byte) (int, error) {
	s := strings.TrimSpace(string(p))
	f(strings.TrimSpace(s[strings.LastIndexByte(s, '\n')+1:]))
	return len(p), nil
}

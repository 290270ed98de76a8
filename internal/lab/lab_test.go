package lab

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

func TestFind(t *testing.T) {
	env, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(env.Root, "internal", "lab", "env.go")); err != nil {
		t.Errorf("root: got %s, want the checkout that this test lies in", env.Root)
	}
	if _, err := Find(t.TempDir()); err == nil || !strings.Contains(err.Error(), "not inside a checkout of chainrule") {
		t.Errorf("outside: got %v, want an error that says so", err)
	}
}

func TestEnvironKeepsTheUsersSettingsOut(t *testing.T) {
	t.Setenv("PYTHONPATH", "/their/packages")
	t.Setenv("JUPYTER_PATH", "/their/kernels")
	t.Setenv("PIP_USER", "1")
	t.Setenv("HTTPS_PROXY", "http://proxy:1")
	env := &Env{Root: "/r"}
	got := strings.Join(env.Environ(), "\n")
	for _, no := range []string{"PYTHONPATH=", "JUPYTER_PATH=", "PIP_USER="} {
		if strings.Contains(got, no) {
			t.Errorf("%s is let through", no)
		}
	}
	for _, yes := range []string{"HTTPS_PROXY=http://proxy:1", "JUPYTER_CONFIG_DIR=/r/.chainrule/", "PYTHONNOUSERSITE=1", "PATH=/r/.chainrule/bin:/r/.chainrule/python/bin:"} {
		if !strings.Contains(got, yes) {
			t.Errorf("%s is missing", yes)
		}
	}
}

func TestTmpLeavesRoomForSockets(t *testing.T) {
	for _, root := range []string{"/r", "/" + strings.Repeat("deep/", 40)} {
		tmp := (&Env{Root: root}).Tmp()
		if len(tmp) > 75 {
			t.Errorf("%s: got %s, %d bytes long, want at most 75", root, tmp, len(tmp))
		}
	}
}

func TestExplain(t *testing.T) {
	for _, c := range []struct{ output, want string }{
		{"ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "the disk is full"},
		{"npm error code ENOTFOUND", "a download did not come through"},
		{"go: github.com/x/y@v1.0.0: Get \"…\": dial tcp 127.0.0.1:9: connect: connection refused", "a download did not come through"},
		{"The virtual environment was not created successfully because ensurepip is not\navailable.", "no venv module"},
		{"mkdir: Read-only file system", "cannot be written to"},
		{"one\nsomething else\n", "something else (all that it printed is in the.log)"},
		{"", "exit status 3 (all that it printed is in the.log)"},
	} {
		got := explain(errors.New("exit status 3"), c.output, "the.log").Error()
		if !strings.Contains(got, c.want) || strings.Contains(got, "\n") {
			t.Errorf("%q: got %q, want one line with %q", c.output, got, c.want)
		}
	}
}

func TestFault(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, "the disk is full"},
		{&fs.PathError{Op: "mkdir", Path: "x", Err: syscall.EROFS}, "cannot be written to"},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, "cannot be written to"},
		{fmt.Errorf("other"), "other"},
	} {
		if got := fault(c.err).Error(); !strings.Contains(got, c.want) {
			t.Errorf("%v: got %q, want %q in it", c.err, got, c.want)
		}
	}
	if fault(nil) != nil {
		t.Error("fault(nil): want nil")
	}
}

func TestFreePort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := l.Addr().(*net.TCPAddr).Port
	if _, err := freePort(taken); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("port %d is taken", taken)) {
		t.Errorf("taken port: got %v", err)
	}
	for _, no := range []int{-1, 65536} {
		if _, err := freePort(no); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("there is no port %d: choose one", no)) {
			t.Errorf("port %d: got %v", no, err)
		}
	}
	if port, err := freePort(0); err != nil || port == 0 {
		t.Errorf("any port: got %d, %v", port, err)
	}
}

// Of two at once, the second says that it waits, and goes on when the first is done.
func TestLock(t *testing.T) {
	env := &Env{Root: t.TempDir()}
	if err := os.MkdirAll(env.Dir(), 0o755); err != nil {
		t.Fatal(err)
	}
	first := flock.New(filepath.Join(env.Dir(), "lock"))
	if err := first.Lock(); err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 1)
	done := make(chan error, 1)
	go func() {
		unlock, err := env.lock(t.Context(), writerFunc(func(s string) { said <- s }))
		if err == nil {
			unlock()
		}
		done <- err
	}()
	if s := <-said; !strings.Contains(s, "waiting") {
		t.Errorf("got %q, want a sentence that it waits", s)
	}
	select {
	case err := <-done:
		t.Fatalf("the second did not wait (%v)", err)
	case <-time.After(time.Millisecond):
	}
	if err := first.Unlock(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

type writerFunc func(string)

func (f writerFunc) Write(p []byte) (int, error) { f(string(p)); return len(p), nil }

// An activated environment, the lab's own too, is not what the environment is made with: set-up would remove the
// interpreter that it needs.
func TestFindPythonLooksBehindVirtualEnvironments(t *testing.T) {
	env := &Env{Root: t.TempDir()}
	system, version, err := env.findPython(t.Context())
	if err != nil {
		t.Skip(err)
	}
	if out, err := exec.Command(system, "-m", "venv", "--without-pip", env.pythonDir()).CombinedOutput(); err != nil {
		t.Skipf("no venv module: %s", out)
	}
	check := func(when string) {
		t.Helper()
		if path, v, err := env.findPython(t.Context()); path != system || v != version || err != nil {
			t.Errorf("%s: got %s %s, %v; want %s %s", when, path, v, err, system, version)
		}
	}
	check("with an environment")
	t.Setenv("PATH", filepath.Dir(env.Python())+string(os.PathListSeparator)+os.Getenv("PATH"))
	check("with the environment activated")
	if err := os.Remove(env.Python()); err != nil {
		t.Fatal(err)
	}
	check("with a broken environment")
	t.Setenv("PATH", t.TempDir())
	if path, _, err := env.findPython(t.Context()); err == nil || !strings.Contains(err.Error(), "Python is missing: install") {
		t.Errorf("without a Python: got %s, %v", path, err)
	}
}

// The requirements are pinned with hashes, and name no place to download from.
func TestRequirements(t *testing.T) {
	in, err := os.ReadFile("requirements.in")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(in)) {
		name, _, ok := strings.Cut(line, "~=")
		if ok && !strings.Contains("\n"+string(requirements), "\n"+name+"==") {
			t.Errorf("requirements.in asks for %s, which requirements.txt does not pin: compile it again", name)
		}
	}
	for _, no := range []string{"--index-url", "--extra-index-url", "--find-links", "://"} {
		if strings.Contains(string(requirements), no) {
			t.Errorf("requirements.txt has %q", no)
		}
	}
}

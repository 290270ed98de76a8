package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"chainrule/internal/lab"
	"chainrule/pkg/sim"
)

// page is an environment with a page in it.
func page(t *testing.T) *lab.Env {
	t.Helper()
	env := &lab.Env{Root: t.TempDir()}
	for name, text := range map[string]string{"index.html": "<p>page</p>", "sim/worker.js": "work()"} {
		file := filepath.Join(env.PageDir(), name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return env
}

func TestSimAddress(t *testing.T) {
	for _, test := range []struct {
		c    simCmd
		want string
	}{
		{simCmd{Simulator: "network"}, "?simulator=network"},
		{simCmd{Simulator: "regression", Link: "ab-_9"}, "?simulator=regression#ab-_9"},
		{simCmd{Simulator: "network", Hide: []string{"data", "settings"}, Link: "x"}, "?hide=data%2Csettings&simulator=network#x"},
	} {
		if got := test.c.address(""); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

func TestSimWrites(t *testing.T) {
	env := page(t)
	c := simCmd{Simulator: "network", Out: filepath.Join(t.TempDir(), "new")}
	if err := c.write(env); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(c.Out, "sim", "worker.js"))
	if err != nil || string(got) != "work()" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := emptyFolder(c.Out); err == nil {
		t.Error("got no error for a folder that holds a page")
	}
}

// The page is served to this machine, with types that a browser starts scripts by, until it is interrupted.
func TestSimServes(t *testing.T) {
	env := page(t)
	out := os.Stdout
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	os.Stdout = w
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan error, 1)
	listener, err := lab.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	go func() { done <- (&simCmd{Simulator: "network", NoBrowser: true}).serve(ctx, env, listener) }()
	buffer := make([]byte, 1000)
	n, err := r.Read(buffer)
	os.Stdout = out
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(string(buffer[:n]))
	answer, err := http.Get(address + "sim/worker.js")
	if err != nil {
		t.Fatalf("%q: %v", buffer[:n], err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	if kind := answer.Header.Get("Content-Type"); string(body) != "work()" || kind != "text/javascript; charset=utf-8" {
		t.Errorf("got %q of type %s", body, kind)
	}
	stop()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it is still served after an interrupt")
	}
}

// What a simulator cannot be shown with is refused, with what to do, before anything is set up.
func TestSimRefuses(t *testing.T) {
	taken, err := lab.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	s, err := sim.Open("regression", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		c    simCmd
		want string
	}{
		{simCmd{Simulator: "pendulum"}, `there is no simulator "pendulum": choose regression or network, such as: go run ./cmd/chainrule sim regression`},
		{simCmd{Simulator: "regression", Link: "damaged!"}, "--link: sim: regression: the link is damaged: copy all of it"},
		{simCmd{Simulator: "network", Link: "http://127.0.0.1:8000/?simulator=network#damaged"}, "--link: sim: network: the link is damaged"},
		{simCmd{Simulator: "network", Link: s.Link()}, "--link: sim: network: the link is damaged, or not all of it was copied: copy it once more"},
		{simCmd{Simulator: "network", Hide: []string{"undo", "foo"}}, `--hide: sim: network: there is no control "foo" to leave out: choose from settings, data settings, `},
		{simCmd{Simulator: "network", Link: "http://127.0.0.1:8000/?hide=bar&simulator=regression#" + s.Link()}, `--hide: sim: regression: there is no control "bar" to leave out: choose from settings, data, `},
		{simCmd{Simulator: "network", Link: "http://127.0.0.1:8000/?simulator=regression#" + s.Link(), Hide: []string{"solve"}, Port: port}, fmt.Sprintf("port %d is taken by another program: end that program, or choose another port with --port", port)},
		{simCmd{Simulator: "network", Port: 70000}, "there is no port 70000: choose one from 1024 to 65535 with --port"},
	} {
		if err := test.c.Run(t.Context()); err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%+v: got %v, want %s", test.c, err, test.want)
		}
	}
}

// The help names what can be left out, of each simulator, and shows how.
func TestSimHelp(t *testing.T) {
	help := (&simCmd{}).Help()
	for _, kind := range simulators {
		var names []string
		for _, c := range sim.Controls(kind) {
			names = append(names, c.Name)
		}
		if want := "--hide knows of the " + kind + ": " + strings.Join(names, ", ") + "."; !strings.Contains(help, want) {
			t.Errorf("got the help %s, want in it %s", help, want)
		}
		if err := sim.CheckHide(kind, []string{"undo"}); err != nil || !strings.Contains(help, "go run ./cmd/chainrule sim "+kind) {
			t.Errorf("the help has no example of %s", kind)
		}
	}
}

func TestVersion(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1.26.1", Main: debug.Module{Version: "v1.2.3"}}
	check := func(want string) {
		t.Helper()
		if got := version(info, true); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	check("chainrule v1.2.3, go1.26.1")
	info.Main.Version = ""
	info.Settings = []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef0123"}, {Key: "vcs.modified", Value: "false"}}
	check("chainrule (devel), commit 0123456789ab, go1.26.1")
	info.Settings[1].Value = "true"
	check("chainrule (devel), commit 0123456789ab with changes, go1.26.1")
}

package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"chainrule/internal/lab"
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
	go func() { done <- (&simCmd{Simulator: "network", NoBrowser: true}).serve(ctx, env) }()
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

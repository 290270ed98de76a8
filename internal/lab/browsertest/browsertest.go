// Package browsertest drives JupyterLab in a real Chromium, for tests.
package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chainrule/internal/lab"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Env is the environment of this checkout, or skips the test if it is not set up.
func Env(t testing.TB) *lab.Env {
	t.Helper()
	env, err := lab.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(env.Python()); err != nil {
		t.Skip("the lab is not set up: go run ./cmd/chainrule setup")
	}
	return env
}

// A Page is a tab of a browser that cannot reach anything but this machine.
type Page struct {
	t   testing.TB
	ctx context.Context
}

// Browse starts a headless browser with one empty tab, or skips the test if there is no browser.
func Browse(t testing.TB) *Page {
	t.Helper()
	path, err := lab.Browser()
	if err != nil {
		t.Skip(err)
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path),
		chromedp.Headless,
		chromedp.NoSandbox, // the tests of a container run as root
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		chromedp.DisableGPU,
		chromedp.WindowSize(1280, 900),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
	)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(func() { chromedp.Cancel(ctx); cancel() })
	p := &Page{t: t, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil { // starts the browser, which ends with ctx
		t.Fatalf("%s does not start: %v", path, err)
	}
	return p
}

// Tab opens another tab of the browser, for a subtest, with which it is closed.
func (p *Page) Tab(t testing.TB) *Page {
	ctx, cancel := chromedp.NewContext(p.ctx)
	t.Cleanup(cancel)
	tab := &Page{t: t, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("no further tab: %v", err)
	}
	return tab
}

// Lab starts a JupyterLab over a copy of the given files, which ends with the test.
func Lab(t testing.TB, env *lab.Env, files ...string) *lab.Server {
	t.Helper()
	return LabBelow(t, env, "", files...)
}

// LabBelow is Lab, served below a path such as "/course".
func LabBelow(t testing.TB, env *lab.Env, path string, files ...string) *lab.Server {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(f)), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	server, err := env.Start(t.Context(), lab.Options{Dir: dir, Path: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// Notebook writes a notebook of Go cells into a temporary folder and returns its path.
func Notebook(t testing.TB, name string, cells ...string) string {
	t.Helper()
	type cell struct {
		Type     string         `json:"cell_type"`
		ID       string         `json:"id"`
		Source   string         `json:"source"`
		Metadata map[string]any `json:"metadata"`
		Outputs  []any          `json:"outputs"`
		Count    *int           `json:"execution_count"`
	}
	var list []cell
	for i, source := range cells {
		list = append(list, cell{Type: "code", ID: fmt.Sprintf("cell-%d", i), Source: source, Metadata: map[string]any{}, Outputs: []any{}})
	}
	data, err := json.Marshal(map[string]any{
		"nbformat": 4, "nbformat_minor": 5, "cells": list,
		"metadata": map[string]any{
			"kernelspec":    map[string]any{"display_name": "Go (chainrule)", "language": "go", "name": lab.KernelName},
			"language_info": map[string]any{"name": "go"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// Serve serves a folder to this machine until the test, or stop, ends it. asked lists what was asked for.
func Serve(t testing.TB, dir string) (base string, asked func() []string, stop func()) {
	t.Helper()
	var mu sync.Mutex
	var paths []string
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		paths = append(paths, r.URL.Path)
		mu.Unlock()
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(paths)
	}, server.Close
}

// Go goes to an address and waits until the page has loaded.
func (p *Page) Go(address string) {
	p.t.Helper()
	p.do(time.Minute, "open "+address, chromedp.Navigate(address))
}

// Size makes the window as large as a screen, or as small as a phone's.
func (p *Page) Size(width, height int64) {
	p.t.Helper()
	p.do(10*time.Second, "change the size", chromedp.EmulateViewport(width, height))
}

// Axe is what axe finds in the element: each rule that is broken, with the first place.
func (p *Page) Axe(env *lab.Env, selector string) []string {
	p.t.Helper()
	script, err := os.ReadFile(filepath.Join(env.Dir(), "build", "web", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		p.t.Fatal(err)
	}
	Eval[bool](p, string(script)+"; true")
	return Eval[[]string](p, fmt.Sprintf(`axe.run(%q).then(r => r.violations.map(v => v.id + ': ' + v.help + ': ' + v.nodes.map(n => n.target.join(' ')).join(', ')))`, selector))
}

// Open goes to a notebook of the lab and waits until its kernel is idle.
func (p *Page) Open(s *lab.Server, notebook string) {
	p.t.Helper()
	p.do(time.Minute, "open "+notebook, chromedp.Navigate(s.Base+"/lab/tree/"+notebook+"?reset&token="+s.Token))
	p.Wait(time.Minute, "the kernel is ready", kernelReady)
}

// What JupyterLab shows of a kernel, and of running cells: the number in the prompt of a cell comes when it has run,
// and a cell whose source is hidden has an output then.
// Until its first cell, GoNB's status is unknown to JupyterLab.
const (
	kernelReady = `document.querySelector('.jp-KernelName')?.textContent !== 'No Kernel' && ['idle', 'unknown'].includes(document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status)`
	someRun     = `[...document.querySelectorAll('.jp-InputPrompt')].some(e => /\[[\d*]+\]/.test(e.textContent))`
	allRun      = `[...document.querySelectorAll('.jp-CodeCell')].every(c => /\[\d+\]/.test(c.querySelector('.jp-InputPrompt')?.textContent) || c.querySelector('.jp-InputPlaceholder') && c.querySelector('.jp-OutputArea-output')) && document.querySelector('.jp-Notebook-ExecutionIndicator').dataset.status === 'idle'`
)

// RunAll runs every cell of the open notebook by JupyterLab's own command and waits until the last has ended.
func (p *Page) RunAll(timeout time.Duration) {
	p.t.Helper()
	p.Command("notebook:run-all-cells", someRun)
	p.Wait(timeout, "every cell has run", allRun)
}

// Command has JupyterLab do one of its commands, through the palette as a user would, until done, a JavaScript
// expression, is true. While a page is being set up it may miss the keys that open the palette, or close the palette
// under the pointer by giving the focus to the notebook: then all is done again, as a user would.
func (p *Page) Command(id, done string) {
	p.t.Helper()
	item := fmt.Sprintf(`#modal-command-palette [data-command=%q]`, id)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		p.do(10*time.Second, "open the palette", chromedp.KeyEvent("c", chromedp.KeyModifiers(kb.ModifierCtrl, kb.ModifierShift)))
		if p.soon(3*time.Second, fmt.Sprintf(`document.querySelector(%q)?.checkVisibility()`, item)) &&
			p.try(3*time.Second, chromedp.Click(chromedp.CSS(item))) == nil && p.soon(5*time.Second, done) {
			return
		}
	}
	p.t.Fatalf("the palette does not do %s; the page is in %s", id, p.Screenshot("failed"))
}

// Key presses keys, such as "a" or kb.ArrowRight, on what has the focus.
func (p *Page) Key(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		p.do(10*time.Second, "press "+k, chromedp.KeyEvent(k))
	}
}

// Keys by the names that they bear.
const (
	Left   = kb.ArrowLeft
	Right  = kb.ArrowRight
	Down   = kb.ArrowDown
	F6     = kb.F6
	End    = kb.End
	Tab    = kb.Tab
	Enter  = kb.Enter
	Escape = kb.Escape
)

// SelectAll selects all of what has the focus.
func (p *Page) SelectAll() {
	p.t.Helper()
	p.do(10*time.Second, "select all", chromedp.KeyEvent("a", chromedp.KeyModifiers(kb.ModifierCtrl)))
}

// Type puts a text where the cursor is, as pasting does.
func (p *Page) Type(text string) {
	p.t.Helper()
	p.do(10*time.Second, "type", func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		return chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
	})
}

// Focus puts the cursor at the end of the cell with the given index.
func (p *Page) Focus(cell int) {
	p.t.Helper()
	content := fmt.Sprintf(`.jp-Cell[data-windowed-list-index="%d"] .cm-line:last-child`, cell)
	p.do(20*time.Second, "focus a cell", chromedp.Click(chromedp.CSS(content)))
	p.Key(End)
}

// Eval returns the value of a JavaScript expression in the page, or what a promise comes to.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 30*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("evaluating %s: %v", expression, err)
	}
	return v
}

// Wait waits until a JavaScript expression is true; if it does not become so, the test fails with a picture of the page.
func (p *Page) Wait(timeout time.Duration, what, expression string) {
	p.t.Helper()
	if !p.soon(timeout, expression) {
		p.t.Fatalf("waited %v, but not so: %s; the page is in %s", timeout, what, p.Screenshot("failed"))
	}
}

// WaitPressing is Wait, for what a key brings about: it is pressed again every few seconds, as a user would, because a
// page that is still being set up may have missed it.
func (p *Page) WaitPressing(key string, timeout time.Duration, what, expression string) {
	p.t.Helper()
	for deadline := time.Now().Add(timeout); time.Now().Before(deadline); {
		p.Key(key)
		if p.soon(12*time.Second, expression) {
			return
		}
	}
	p.t.Fatalf("pressed %s for %v, but not so: %s; the page is in %s", key, timeout, what, p.Screenshot("failed"))
}

// soon reports whether a JavaScript expression becomes true within the time.
func (p *Page) soon(timeout time.Duration, expression string) bool {
	ctx, cancel := context.WithTimeout(p.ctx, timeout)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.Poll[bool]("Boolean("+expression+")", chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(timeout)))
	return err == nil
}

// A CellError is an error output, or something on stderr, of the cell with the index.
type CellError struct {
	Cell int
	Text string
}

// Errors are the error outputs of the open notebook.
func (p *Page) Errors() []CellError {
	p.t.Helper()
	return Eval[[]CellError](p, `[...document.querySelectorAll('.jp-NotebookPanel .jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"], .jp-NotebookPanel .jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]')].map(e => ({Cell: Number(e.closest('.jp-Cell').dataset.windowedListIndex), Text: e.textContent}))`)
}

// Dialogs are the texts of the dialogs and notifications that are open.
func (p *Page) Dialogs() []string {
	p.t.Helper()
	return Eval[[]string](p, `[...document.querySelectorAll('.jp-Dialog, .Toastify__toast')].map(e => e.textContent)`)
}

// Dark has the system prefer a dark or a light look.
func (p *Page) Dark(dark bool) {
	p.t.Helper()
	value := "light"
	if dark {
		value = "dark"
	}
	p.do(10*time.Second, "prefer "+value, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		return chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}},
		})
	})
}

// ScrollTo brings an element to the middle of the window.
func (p *Page) ScrollTo(selector string) {
	p.t.Helper()
	Eval[bool](p, fmt.Sprintf(`(document.querySelector(%q)?.scrollIntoView({block: 'center'}), true)`, selector))
}

// HoverAt moves the pointer over the middle of the element that a JavaScript expression returns.
func (p *Page) HoverAt(expression string) {
	p.t.Helper()
	at := Eval[[]float64](p, `(r => [r.x + r.width / 2, r.y + r.height / 2])((`+expression+`).getBoundingClientRect())`)
	p.do(10*time.Second, "hover over "+expression,
		chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0]-5, at[1]-5),
		chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]))
}

// Screenshot keeps a picture of the page in the folder that CHAINRULE_SCREENSHOTS names, or a temporary one, and returns its path.
func (p *Page) Screenshot(name string) string {
	p.t.Helper()
	dir := os.Getenv("CHAINRULE_SCREENSHOTS")
	if dir == "" {
		dir = filepath.Join(os.TempDir(), "chainrule-screenshots")
	}
	ctx, cancel := context.WithTimeout(p.ctx, 20*time.Second)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return fmt.Sprintf("no picture: %v", err)
	}
	path := filepath.Join(dir, strings.NewReplacer("/", "-", " ", "-").Replace(p.t.Name()+"-"+name)+".png")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err.Error()
	}
	if err := os.WriteFile(path, png, 0o644); err != nil {
		return err.Error()
	}
	return path
}

func (p *Page) do(timeout time.Duration, what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := p.try(timeout, actions...); err != nil {
		p.t.Fatalf("%s: %v; the page is in %s", what, err, p.Screenshot("failed"))
	}
}

func (p *Page) try(timeout time.Duration, actions ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(p.ctx, timeout)
	defer cancel()
	return chromedp.Do(ctx, actions...)
}

package browsertest

import (
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chainrule/internal/notebook"

	"github.com/chromedp/chromedp"
)

// A lesson that nbconvert has executed and exported shows in a browser, without JupyterLab and without a network, a
// still for every view; a viewer without pictures has its words.
func TestExport(t *testing.T) {
	if testing.Short() {
		t.Skip("executing and exporting a lesson takes half a minute")
	}
	env := Env(t)
	dir := t.TempDir()
	convert := func(args ...string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, env.Python(), append([]string{"-m", "nbconvert", "--output-dir", dir}, args...)...)
		cmd.Env = env.Environ()
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("nbconvert %q: %v\n%s", args, err, out)
		}
	}
	convert("--to", "notebook", "--execute", "--output", "run", filepath.Join(env.Notebooks(), "04-gradient-descent.ipynb"))
	executed := filepath.Join(dir, "run.ipynb")
	convert("--to", "html", "--output", "stills", executed)

	p := Browse(t)
	p.do(time.Minute, "open the export", chromedp.Navigate("file://"+filepath.Join(dir, "stills.html")))
	const stills = `[...document.querySelectorAll('.jp-OutputArea-output img[src^="data:image/svg"]')]`
	for _, w := range Eval[[]int](p, stills+`.map(e => e.complete ? e.naturalWidth : 0)`) {
		if w < 300 {
			t.Errorf("a still is %d pixels wide, want what can be read", w)
		}
	}
	// The titles of the pictures, which their XML carries beside what is drawn.
	titles := Eval[[]string](p, stills+`.map(e => new DOMParser().parseFromString(new TextDecoder().decode(Uint8Array.from(atob(e.src.split(',')[1]), c => c.charCodeAt(0))), 'image/svg+xml').querySelector('title').textContent)`)
	if len(titles) < 6 {
		t.Errorf("stills: got %q, want one for each of the lesson's views", titles)
	}
	p.ScrollTo(`img[src^="data:image/svg"]`)
	p.Screenshot("stills")

	words := plainTexts(t, executed)
	for i, title := range titles {
		if i >= len(words) || !strings.HasPrefix(words[i], title+"\n") || len(words[i]) < len(title)+40 {
			t.Errorf("view %d, %q: got words %q, want its title and what it shows", i, title, words)
		}
	}
}

// plainTexts are the words of the views of an executed notebook: what a viewer without pictures shows of them.
func plainTexts(t *testing.T, file string) (words []string) {
	t.Helper()
	nb, err := notebook.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range nb.Cells {
		for _, raw := range c.Outputs {
			var out struct {
				Data map[string]json.RawMessage `json:"data"`
			}
			if err := json.Unmarshal(raw, &out); err != nil {
				t.Fatal(err)
			}
			if out.Data["application/vnd.chainrule.view.v1+json"] == nil {
				continue
			}
			var text notebook.Text
			if err := json.Unmarshal(out.Data["text/plain"], &text); err != nil {
				t.Fatalf("a view has no words: %v", err)
			}
			words = append(words, string(text))
		}
	}
	return words
}

package browsertest

import (
	"testing"
	"time"
)

// The lab opens a notebook with its kernel chosen and nothing in the way, runs it, and completes from the library.
func TestLab(t *testing.T) {
	env := Env(t)
	s := Lab(t, env, Notebook(t, "first.ipynb",
		"import \"fmt\"\n\n%%\nfmt.Println(6 * 7)",
		"import \"chainrule/pkg/nn\"\n\n%%\nnn."))
	p := Browse(t)
	p.Open(s, "first.ipynb")
	if got := Eval[string](p, `document.querySelector('.jp-KernelName').textContent.trim()`); got != "Go (chainrule)" {
		t.Errorf("kernel: got %q, want %q", got, "Go (chainrule)")
	}
	if d := p.Dialogs(); len(d) > 0 {
		t.Errorf("dialogs: got %q, want none", d)
	}

	p.Focus(1)
	p.Key(End)
	p.WaitPressing(Tab, time.Minute, "completion offers nn.Trace", `[...document.querySelectorAll('.jp-Completer:not(.lm-mod-hidden) .jp-Completer-item')].some(i => i.textContent.includes('Trace'))`)
	p.Key(Escape)

	p.Focus(0)
	p.Command("notebook:run-cell", someRun)
	p.Wait(30*time.Second, "the cell printed 42", `document.querySelector('.jp-OutputArea-output')?.textContent.trim() === '42'`)
	for _, dark := range []bool{true, false} {
		p.Dark(dark)
		want := map[bool]string{true: "false", false: "true"}[dark]
		p.Wait(10*time.Second, "the theme follows the system", `document.body.dataset.jpThemeLight === '`+want+`'`)
	}
	if d := p.Dialogs(); len(d) > 0 {
		t.Errorf("dialogs at the end: got %q, want none", d)
	}
	for _, e := range p.Errors() {
		t.Errorf("error in cell %d: %s", e.Cell, e.Text)
	}
}

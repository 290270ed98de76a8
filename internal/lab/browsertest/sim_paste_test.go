package browsertest

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

// What makes no sense as data gets a sentence in the page, and the simulator goes on; what spreadsheets write is taken.
// Ten million rows, as a file or pasted, are refused by their size, before anything reads them.
func TestSimulatorTakesAndRefusesData(t *testing.T) {
	env := Env(t)
	for _, kind := range []struct {
		name, use string
		refused   map[string]string // text → in the sentence
		taken     []string
	}{
		{"regression", "Use these points", map[string]string{
			"1,2\n2,three": "\"three\" is not a number", "1,NaN": "not a finite number", "": "no points", "x,y\n": "no points", "\x89PNG\r\n\x1a\n\x00": "column",
		}, []string{"1,2", "1,2\n1,5", "\ufeffx;y\r\n1,5;2\r\n2;3,5\r\n"}},
		{"network", "Use this data", map[string]string{
			"a,b,kind\n1,2,cat\n1,two,dog": "\"two\" is not a number", "a,b,kind\n1,2,cat\n1,NaN,dog": "not finite", "": "nothing in the CSV", "a,b,kind\n": "no examples",
			"1,2,cat\n2,1,dog": "names of the columns", "\x89PNG\r\n\x1a\n\x00": "column", "a,b,kind\n1,2,cat": "1 example",
		}, []string{"a,b,kind\n1,2,cat\n1,2,dog", "\ufeffa;b;kind\r\n1,5;2;cat\r\n2;3,5;dog\r\n"}},
	} {
		t.Run(kind.name, func(t *testing.T) {
			p, base, _, _ := simulatorPage(t, env)
			p.Go(base + "/?simulator=" + kind.name)
			p.Wait(20*time.Second, "the simulator answers", loaded)
			Eval[bool](p, fmt.Sprintf(`(window.field = document.querySelector('textarea:not([readonly])'), field.closest('details').open = true,
				window.file = document.querySelector('input[type=file]'),
				window.error = () => { const e = document.querySelector('.cr-sim .cr-error'); return e.hidden ? '' : e.textContent; },
				window.use = text => { field.value = text; [...document.querySelectorAll('button')].find(b => b.textContent === %q).click(); },
				window.rows = new Blob(Array(1000).fill('1,2,3\n'.repeat(10000))), true)`, kind.use))
			goesOn := func(after string) {
				t.Helper()
				before := Eval[string](p, `document.querySelector('[data-cr-position]').textContent`)
				Eval[bool](p, `(document.querySelector('.cr-sim').dispatchEvent(new KeyboardEvent('keydown', {key: 'f', bubbles: true})), true)`)
				p.Wait(10*time.Second, "a step after "+after, fmt.Sprintf(`error() === '' && document.querySelector('[data-cr-position]').textContent !== %q`, before))
			}
			for text, want := range kind.refused {
				Eval[bool](p, fmt.Sprintf(`(use(%s), true)`, quoted(t, text)))
				p.Wait(10*time.Second, fmt.Sprintf("a sentence about %q", text), fmt.Sprintf(`error().length > 20 && %s.split('|').some(w => error().includes(w))`, quoted(t, want)))
				goesOn(text)
			}
			for what, give := range map[string]string{
				"a file": `(() => { const d = new DataTransfer(); d.items.add(new File([rows], 'rows.csv', {type: 'text/csv'})); file.files = d.files; file.dispatchEvent(new Event('change', {bubbles: true})); return true; })()`,
				"a paste": `(async () => {
					const d = new DataTransfer();
					d.setData('text/plain', await rows.text());
					const e = new ClipboardEvent('paste', {clipboardData: d, bubbles: true, cancelable: true});
					field.dispatchEvent(e);
					return e.defaultPrevented;
				})()`,
			} {
				if !Eval[bool](p, give) {
					t.Errorf("%s of ten million rows is let into the field", what)
				}
				p.Wait(10*time.Second, "a sentence about "+what+" of ten million rows", `error().includes('60 MB') && error().includes('take a sample')`)
				goesOn(what)
			}
			for _, text := range kind.taken {
				Eval[bool](p, fmt.Sprintf(`(field.closest('details').open = true, use(%s), true)`, quoted(t, text)))
				p.Wait(10*time.Second, fmt.Sprintf("%q is taken", text), `error() === '' && !field.closest('details').open`)
				goesOn(text)
			}
		})
	}
}

// quoted is a text as JavaScript has it.
func quoted(t *testing.T, text string) string {
	t.Helper()
	b, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

package notebook_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainrule/internal/notebook"
)

func TestReadRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ content, want string }{
		"text":    {"hello", "this is not a notebook: at byte 1: invalid character 'h' looking for beginning of value"},
		"empty":   {" \n", "this is not a notebook: the file is empty"},
		"other":   {`{"a": 1}`, "this is not a notebook of format 4 (nbformat is 0): open it in JupyterLab and save it"},
		"old":     {`{"nbformat": 3, "worksheets": []}`, "this is not a notebook of format 4 (nbformat is 3): open it in JupyterLab and save it"},
		"unknown": {`{"nbformat": 4, "cells": [{"cell_type": "video"}]}`, `cell 1 is of unknown type "video"`},
		"half":    {`{"nbformat": 4, "cells": [`, "this is not a notebook: at byte 26: unexpected end of JSON input"},
	} {
		file := filepath.Join(dir, name+".ipynb")
		if err := os.WriteFile(file, []byte(c.content), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := notebook.Read(file); err == nil || err.Error() != file+": "+c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	missing := filepath.Join(dir, "missing.ipynb")
	if _, err := notebook.Read(missing); err == nil || err.Error() != missing+": there is no such file" {
		t.Errorf("missing: got %v", err)
	}
}

const messy = `{"nbformat_minor": 2, "nbformat": 4,
"metadata": {"widgets": {"state": 1}, "kernelspec": {"name": "gonb"}},
"cells": [
 {"cell_type": "markdown", "source": "# One & two < three  ", "metadata": {"collapsed": true}},
 {"cell_type": "code", "source": ["x:=1 // a comment\n", "\n", "%%\n", "fmt.Println( x )\n"], "execution_count": 7,
  "metadata": {"scrolled": true, "tags": ["b", "a", "b"], "jupyter": {"source_hidden": true, "outputs_hidden": true}},
  "outputs": [{"output_type": "stream", "name": "stdout", "text": "1"}]}
]}`

// The normal form drops what running and editing leave behind, formats Go, and is its own normal form.
func TestNormalize(t *testing.T) {
	nb, err := notebook.Parse([]byte(strings.Replace(messy, "x:=1", "var x=1", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if err := nb.Normalize(); err != nil {
		t.Fatal(err)
	}
	b, err := nb.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	got := string(b)
	for _, want := range []string{
		`"# One & two < three`, `"var x = 1 // a comment\n"`, `"fmt.Println(x)"`, `"execution_count": null`, `"outputs": []`,
		`"a",`, `"source_hidden": true`, `"name": "chainrule"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("normal form: %s is missing from\n%s", want, got)
		}
	}
	for _, gone := range []string{"widgets", "scrolled", "collapsed", "outputs_hidden", "stdout", "gonb"} {
		if strings.Contains(got, gone) {
			t.Errorf("normal form: %s should be gone from\n%s", gone, got)
		}
	}
	again, err := notebook.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Normalize(); err != nil {
		t.Fatal(err)
	}
	if c, err := again.Bytes(); err != nil || string(c) != got {
		t.Errorf("the normal form of the normal form differs (%v):\n%s", err, c)
	}
}

// Whatever is read can be normalized or is refused, and what is normalized stays as it is.
func FuzzParse(f *testing.F) {
	f.Add([]byte(messy))
	lessons, err := filepath.Glob("../../notebooks/*.ipynb")
	if err != nil || len(lessons) == 0 {
		f.Fatalf("got lessons %q, %v", lessons, err)
	}
	for _, file := range lessons {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		f.Add(b[:len(b)/2])
	}
	f.Add([]byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}`))
	f.Add([]byte(`{"nbformat": 4, "cells": [{"cell_type": "code", "source": "%%\nfor {", "metadata": null}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		nb, err := notebook.Parse(b)
		if err != nil {
			return
		}
		if diff, err := notebook.Differences("a.ipynb", nb, nb); err != nil || diff != nil {
			t.Fatalf("got differences %v (%v) of a notebook from itself", diff, err)
		}
		if nb.Normalize() != nil {
			return
		}
		first, err := nb.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		again, err := notebook.Parse(first)
		if err != nil {
			t.Fatalf("the normal form is refused: %v\n%s", err, first)
		}
		if err := again.Normalize(); err != nil {
			t.Fatalf("the normal form has none: %v\n%s", err, first)
		}
		if second, err := again.Bytes(); err != nil || string(second) != string(first) {
			t.Fatalf("normal form: got %s\nwant %s (%v)", second, first, err)
		}
	})
}

package notebook_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chainrule/internal/lab"
	"chainrule/internal/notebook"
)

// executor runs notebooks through the kernel of this checkout.
func executor(t *testing.T) *notebook.Executor {
	t.Helper()
	if testing.Short() {
		t.Skip("the kernel takes seconds")
	}
	env, err := lab.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(env.Python()); err != nil {
		t.Skip("the lab is not set up: go run ./cmd/chainrule setup")
	}
	return &notebook.Executor{Python: env.Python(), Environ: env.Environ()}
}

// A cell of a test's notebook: the source, and a tag if there is one.
type cell struct{ source, tag string }

func write(t *testing.T, cells ...cell) string {
	t.Helper()
	nb := &notebook.Notebook{Format: 4, Minor: 5, Metadata: map[string]any{
		"kernelspec": map[string]any{"display_name": "Go (chainrule)", "language": "go", "name": lab.KernelName},
	}}
	for i, c := range cells {
		metadata := map[string]any{}
		if c.tag != "" {
			metadata["tags"] = []string{c.tag}
		}
		nb.Cells = append(nb.Cells, notebook.Cell{Type: "code", ID: string(rune('a' + i)), Metadata: metadata, Source: notebook.Text(c.source)})
	}
	file := filepath.Join(t.TempDir(), "test.ipynb")
	if err := nb.Write(file); err != nil {
		t.Fatal(err)
	}
	return file
}

// What goes wrong in a cell is reported with its place and without stacks.
func TestExecuteReports(t *testing.T) {
	x := executor(t)
	misfit := "import \"chainrule/pkg/linalg\"\n\nfunc f() {\n\tlinalg.Mul(linalg.New(4, 2).Named(\"X\"), linalg.New(4, 1).Named(\"Y\"))\n}"
	for _, c := range []struct {
		name  string
		cells []cell
		want  []string // the end of each report
	}{
		{"all well", []cell{{"%%\nprintln(1)", ""}}, nil},
		{"a panic in another cell", []cell{{misfit, ""}, {"%%\nf()", ""}},
			[]string{": cell 2, line 2: in cell 1, line 4: panic: linalg: Mul: X (4×2) and Y (4×1) do not fit: inner sizes 2 and 4 differ"}},
		{"not compiling", []cell{{"%%\nx := 1", ""}}, []string{": cell 1, line 2: declared and not used: x"}},
		{"not Go", []cell{{"%%\nfor {", ""}}, []string{": cell 1"}},
		{"exit", []cell{{"import \"os\"\n\n%%\nos.Exit(3)", ""}}, []string{"exit status 3"}},
		{"fails as it should", []cell{{"%%\npanic(\"on purpose\")", "raises-exception"}}, nil},
		{"should fail, and does not", []cell{{"%%\nprintln(1)", "raises-exception"}},
			[]string{": cell 1: it should have failed, as its tag raises-exception says, and did not"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := write(t, c.cells...)
			_, failures, err := x.Execute(t.Context(), file, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(failures) != len(c.want) {
				t.Fatalf("reports: got %v, want %d", failures, len(c.want))
			}
			for i, f := range failures {
				if got := f.Error(); !strings.HasPrefix(got, file+": cell ") || !strings.Contains(got, c.want[i]) || strings.Contains(got, "goroutine") {
					t.Errorf("report: got %q, want the file and %q", got, c.want[i])
				}
			}
			if left := running(t, file); left != "" {
				t.Errorf("still running: %s", left)
			}
		})
	}
}

// A cell that never ends is stopped, with all that it started.
func TestExecuteEndless(t *testing.T) {
	x := executor(t)
	x.Timeout = 3 * time.Second
	file := write(t, cell{"%%\nfor {}", ""})
	_, failures, err := x.Execute(t.Context(), file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(failures) != 1 || !strings.HasSuffix(failures[0].Error(), ": cell 1: the cell did not end within 3 s") {
		t.Errorf("reports: got %v, want one that says that the cell did not end", failures)
	}
	if left := running(t, "gonb_"); strings.Contains(left, filepath.Dir(file)) {
		t.Errorf("still running: %s", left)
	}
}

// An interrupt ends the execution, and leaves nothing behind.
func TestExecuteInterrupted(t *testing.T) {
	x := executor(t)
	ctx, cancel := context.WithCancel(t.Context())
	file := write(t, cell{"%%\nprintln(1)", ""}, cell{"%%\nfor {}", ""})
	_, _, err := x.Execute(ctx, file, func(done, total int) { cancel() })
	if err == nil || !strings.HasSuffix(err.Error(), ": interrupted") {
		t.Errorf("got %v, want it to say that it was interrupted", err)
	}
	if left := running(t, file); left != "" {
		t.Errorf("still running: %s", left)
	}
}

// running are the processes whose command line holds the text.
func running(t *testing.T, text string) string {
	t.Helper()
	out, err := exec.Command("ps", "-axo", "pid=,args=").Output()
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, text) {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return strings.Join(found, "\n")
}

// Two executions are compared byte for byte, but for the cells that say that they print times.
func TestDifferences(t *testing.T) {
	nb := func(output, tag string) *notebook.Notebook {
		return &notebook.Notebook{Cells: []notebook.Cell{{Type: "code", Metadata: map[string]any{"tags": []any{tag}},
			Outputs: []json.RawMessage{json.RawMessage(`"` + output + `"`)}}}}
	}
	for _, c := range []struct {
		a, b, tag string
		want      int
	}{{"1", "1", "", 0}, {"1", "2", "", 1}, {"1", "2", "prints-times", 0}, {"1", "2", "raises-exception", 0}} {
		got, err := notebook.Differences("x.ipynb", nb(c.a, c.tag), nb(c.b, c.tag))
		if err != nil || len(got) != c.want {
			t.Errorf("%q and %q, tag %q: got %v, %v, want %d differences", c.a, c.b, c.tag, got, err, c.want)
		}
	}
	stream := func(text string) json.RawMessage {
		return json.RawMessage(`{"output_type":"stream","name":"stdout","text":"` + text + `"}`)
	}
	picture := json.RawMessage(`{"output_type":"display_data","data":{"text/plain":"p"},"metadata":{}}`)
	cell := func(outputs ...json.RawMessage) *notebook.Notebook {
		return &notebook.Notebook{Cells: []notebook.Cell{{Type: "code", Outputs: outputs}}}
	}
	for _, c := range []struct {
		name string
		b    *notebook.Notebook
		want int
	}{
		{"the same in another order", cell(picture, stream("ab")), 0},
		{"the same in pieces", cell(stream("a"), picture, stream("b")), 0},
		{"another text", cell(stream("ba"), picture), 1},
		{"no picture", cell(stream("ab")), 1},
	} {
		got, err := notebook.Differences("x.ipynb", cell(stream("ab"), picture), c.b)
		if err != nil || len(got) != c.want {
			t.Errorf("%s: got %v, %v, want %d differences", c.name, got, err, c.want)
		}
	}
	if _, err := notebook.Differences("x.ipynb", nb("1", ""), &notebook.Notebook{}); err == nil {
		t.Error("notebooks of different length: got no error")
	}
}

package lab

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"chainrule/internal/lab/celltrace"
)

const gonbModule = "github.com/janpfeifer/gonb"

// A gonbPatch is one change of the kernel's source: the text must be there.
type gonbPatch struct{ file, old, new string }

var gonbPatches = []gonbPatch{
	// GoNB 0.11.4 sleeps twelve seconds before it first speaks to gopls, and as long between tries, so that
	// nothing completes in the first twelve seconds of a kernel. gopls is there within a tenth of a second.
	{"internal/goexec/goplsclient/exec.go", "time.After(ConnectTimeout)", "time.After(50 * time.Millisecond)"},
	// A panic shows the lines of cells that it came through, and not the whole stack with its addresses. GoNB marks
	// those lines in what it happens to read at once, so it must be given whole ones.
	{"internal/goexec/execcode.go", "var stderr io.Writer = stderrWithAnnotator", "var stderr io.Writer = &celltrace.Writer{All: true, Out: stderrWithAnnotator}"},
	{"internal/goexec/execcode.go", "import (\n", "import (\n\t\"" + gonbModule + "/internal/celltrace\"\n"},
	{"internal/goexec/execcode.go", "kernel.NewJupyterStreamWriter(msg, stream)", "&celltrace.Writer{Out: kernel.NewJupyterStreamWriter(msg, stream)}"},
	// And that is all: GoNB would show the same lines once more, with addresses. Errors of the compiler are placed by cell
	// and line, without the place in the program that GoNB has made of the cells.
	{"internal/goexec/execcode.go", "len(annotator.errorLines) > 0", "false"},
	{"internal/goexec/errorpublish.go", `</span> {{end}}<span class="gonb-err-location">{{.Location}}</span></span>`,
		`</span>: {{else}}<span class="gonb-err-location">{{.Location}}</span>{{end}}</span>`},
	{"internal/goexec/execcode.go", "fileToCellIdAndLines, string(output), err)", `fileToCellIdAndLines, strings.TrimPrefix(string(output), "# "+s.Package+"\n"), err)`},
	{"internal/goexec/execcode.go", `return errors.Wrapf(err, "failed to run %q", cmd)`, `return errors.WithMessage(err, "the cell does not compile")`},
	// A cell has a result, which graders read, when the program says so: GoNB would send all that is shown as display_data.
	{"internal/kernel/messages.go", "return PublishDisplayData(msg, data)\n}", "if _, is := data.Metadata[\"chainrule-result\"]; is {\n\t\treturn PublishExecuteResult(msg, data)\n\t}\n\treturn PublishDisplayData(msg, data)\n}"},
	// That a cell ended with an exit status is the error which Jupyter shows: GoNB would print it besides.
	{"internal/jpyexec/jpyexec.go", "_ = kernel.PublishWriteStream(exec.Msg, kernel.StreamStderr, errMsg)", "_ = errMsg"},
}

// gonbPhase builds the kernel in the version that go.mod pins, with those changes.
func gonbPhase(e *Env) phase {
	target := filepath.Join(e.Bin(), "gonb")
	return phase{
		name:  "gonb",
		title: "GoNB, the Go kernel",
		made:  []string{target},
		inputs: func(ctx context.Context) ([]string, error) {
			version, err := e.goList(ctx, "-m", "-f", "{{.Path}} {{.Version}}", gonbModule)
			if err != nil {
				return nil, err
			}
			env, err := e.goEnv(ctx, "GOVERSION")
			return append(env, version, fmt.Sprint(gonbPatches), string(celltrace.Source)), err
		},
		run: func(ctx context.Context, t *task) error {
			if err := t.do(e.command(ctx, "go", "mod", "download", gonbModule)); err != nil {
				return err
			}
			module, err := e.goList(ctx, "-m", "-f", "{{.Dir}}", gonbModule)
			if err != nil {
				return err
			}
			build := filepath.Join(e.Dir(), "build", "gonb")
			if err := e.patchedGonb(module, build); err != nil {
				return err
			}
			return buildTo(target, func(tmp string) error {
				return t.do(e.command(ctx, "go", "build", "-v", "-trimpath", "-buildvcs=false",
					"-modfile="+filepath.Join(build, "chainrule.mod"), "-o", tmp, gonbModule))
			})
		},
	}
}

// patchedGonb copies the module into dir, changes it, and writes beside it a chainrule.mod: the go.mod of this
// checkout, in which the copy stands for the module.
func (e *Env) patchedGonb(module, dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return fault(err)
	}
	src := filepath.Join(dir, "src")
	if err := os.CopyFS(src, os.DirFS(module)); err != nil {
		return fault(err)
	}
	for _, p := range gonbPatches {
		if err := p.apply(src); err != nil {
			return err
		}
	}
	mod, err := os.ReadFile(filepath.Join(e.Root, "go.mod"))
	if err != nil {
		return fault(err)
	}
	sum, err := os.ReadFile(filepath.Join(e.Root, "go.sum"))
	if err != nil {
		return fault(err)
	}
	mod = append(bytes.TrimRight(mod, "\n"), fmt.Sprintf("\n\nreplace %s => %q\n", gonbModule, src)...)
	for path, data := range map[string][]byte{
		filepath.Join(src, "internal", "celltrace", "celltrace.go"): celltrace.Source,
		filepath.Join(dir, "chainrule.mod"):                         mod,
		filepath.Join(dir, "chainrule.sum"):                         sum,
	} {
		if err := writeFile(path, data); err != nil {
			return err
		}
	}
	return nil
}

// apply changes the file in the copy of the module at src.
func (p gonbPatch) apply(src string) error {
	file := filepath.Join(src, filepath.FromSlash(p.file))
	code, err := os.ReadFile(file)
	if err != nil {
		return fault(err)
	}
	if !bytes.Contains(code, []byte(p.old)) {
		return fmt.Errorf("%s of GoNB has no %q any more: see whether the change is still needed, and adapt internal/lab/gonb.go", p.file, p.old)
	}
	return writeFile(file, bytes.Replace(code, []byte(p.old), []byte(p.new), 1))
}

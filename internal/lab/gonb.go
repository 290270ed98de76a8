package lab

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
)

const gonbModule = "github.com/janpfeifer/gonb"

// GoNB 0.11.4 sleeps twelve seconds before it first speaks to gopls, and as long between tries, so that
// nothing completes in the first twelve seconds of a kernel. gopls is there within a tenth of a second.
const (
	gonbPatchFile = "internal/goexec/goplsclient/exec.go"
	gonbPatchOld  = "time.After(ConnectTimeout)"
	gonbPatchNew  = "time.After(50 * time.Millisecond)"
)

// gonbPhase builds the kernel in the version that go.mod pins, with that one change.
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
			return append(env, version, gonbPatchFile, gonbPatchOld, gonbPatchNew), err
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
	file := filepath.Join(src, filepath.FromSlash(gonbPatchFile))
	code, err := os.ReadFile(file)
	if err != nil {
		return fault(err)
	}
	changed := bytes.ReplaceAll(code, []byte(gonbPatchOld), []byte(gonbPatchNew))
	if bytes.Equal(changed, code) {
		return fmt.Errorf("%s has no %q any more: see whether GoNB still waits before it connects to gopls, and change internal/lab/gonb.go", gonbPatchFile, gonbPatchOld)
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
		file:                                changed,
		filepath.Join(dir, "chainrule.mod"): mod,
		filepath.Join(dir, "chainrule.sum"): sum,
	} {
		if err := writeFile(path, data); err != nil {
			return err
		}
	}
	return nil
}

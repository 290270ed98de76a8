package grade

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Builder builds answers for WebAssembly, each alone, by Go's compiler and linker. The go command is asked once, for the packages that an answer
// may import: an answer has no module, and cannot ask for more.
type Builder struct {
	Module  string        // the folder of the module chainrule that answers are built against
	Work    string        // a folder for what is built
	Timeout time.Duration // of one build; 0 is a minute
	Memory  int64         // bytes that each process of a build may claim; 0 is 4 GB

	once    sync.Once
	tools   tools
	toolErr error

	mu    sync.Mutex
	built []program // the latest ones, because many hand in what was handed out, or the same three numbers
}

// program is an answer that was built.
type program struct {
	source string // with the type and the name that were asked for
	wasm   []byte
}

// kept is how many programs are kept, of 3 MB each.
const kept = 16

// caller calls an answer. The name of the import is one that no answer has.
const caller = `package main

import chainruleServe "chainrule/exercises/serve"

%s
func main() { chainruleServe.Serve(chainruleAnswer) }
`

// largest is the size of a program that is still loaded. Most have 3 MB.
const largest = 16 << 20

// Build builds an answer and returns the WebAssembly. name is what the exercise asks for, t its type. A *BuildError is the learner's; another
// error is not.
func (b *Builder) Build(ctx context.Context, source []byte, name string, t reflect.Type) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p := program{source: fmt.Sprintf("%s %v\n%s", name, t, source)}
	b.mu.Lock()
	i := slices.IndexFunc(b.built, func(q program) bool { return q.source == p.source })
	if i >= 0 {
		p = b.built[i]
	}
	b.mu.Unlock()
	if i >= 0 {
		return p.wasm, nil
	}
	var err error
	if p.wasm, err = b.build(ctx, source, name, t); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.built = append(b.built[max(0, len(b.built)-kept+1):], p)
	return p.wasm, nil
}

func (b *Builder) build(ctx context.Context, source []byte, name string, t reflect.Type) ([]byte, error) {
	dir, err := os.MkdirTemp(b.Work, "answer-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	if b.once.Do(func() { b.tools, b.toolErr = findTools(context.WithoutCancel(ctx), b.Module) }); b.toolErr != nil {
		return nil, b.toolErr
	}
	typed := fmt.Sprintf("import chainruleLinalg \"chainrule/pkg/linalg\"\n\nvar _ *chainruleLinalg.Matrix\n\nvar chainruleAnswer %s = %s\n", strings.ReplaceAll(t.String(), "linalg.", "chainruleLinalg."), name)
	for name, content := range map[string][]byte{"answer.go": source, "main.go": fmt.Appendf(nil, caller, typed), "packages": b.tools.packages} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return nil, err
		}
	}
	timeout := b.Timeout
	if timeout == 0 {
		timeout = time.Minute
	}
	out, err := b.run(ctx, dir, timeout)
	if err != nil {
		return nil, err
	}
	if out != "" {
		return nil, &BuildError{"It does not compile: " + out}
	}
	wasm := filepath.Join(dir, "answer.wasm")
	info, err := os.Stat(wasm)
	if err != nil {
		return nil, err
	}
	if info.Size() > largest {
		return nil, refuse("The program is %d MB large; %d MB are enough for an answer.", info.Size()>>20, largest>>20)
	}
	return os.ReadFile(wasm)
}

// run runs the compiler and returns what it complains of.
func (b *Builder) run(ctx context.Context, dir string, timeout time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	memory := b.Memory
	if memory == 0 {
		memory = 4 << 30
	}
	// The shell sets the limits, which the compiler and the linker inherit: memory, files in half kilobytes, and seconds of computing, which end a
	// compiler whose grader was killed.
	seconds := (int(timeout/time.Second) + 1) * runtime.NumCPU()
	cmd := exec.CommandContext(ctx, "sh", "-c", fmt.Sprintf(`ulimit -v %d; ulimit -f %d; ulimit -t %d
"$1" -o answer.a -p main -lang "$3" -complete -dwarf=false -c=1 -nolocalimports -importcfg packages -trimpath "$PWD=>" -pack answer.go main.go &&
exec "$2" -o answer.wasm -importcfg packages -buildmode=exe -s -w answer.a`, memory>>10, 4*largest>>9, seconds), "sh", b.tools.compile, b.tools.link, b.tools.version)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "PWD=" + dir, "GOOS=wasip1", "GOARCH=wasm"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &limited{b: &out, most: 64 << 10}, &limited{b: &out, most: 64 << 10}
	err := cmd.Run()
	switch {
	case err == nil:
		return "", nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Sprintf("the compiler had not finished after %v.", timeout), nil
	case ctx.Err() != nil:
		return "", ctx.Err()
	}
	said := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(out.String(), w) })
	}
	switch {
	case said("packages: no such file", "could not import", "no space left on device", "input/output error"):
		return "", fmt.Errorf("the compiler could not work: %s", cutTo(strings.TrimSpace(out.String()), 300)) // of the machine, and nobody's answer
	case said("out of memory", "cannot allocate memory", "failed to reserve"):
		return fmt.Sprintf("the compiler needed more memory than the %d MB that there are.", memory>>20), nil
	case said("file size limit", "file too large"):
		return fmt.Sprintf("the program would be larger than %d MB.", 4*largest>>20), nil
	}
	return complaint(out.String()), nil
}

// tools are what an answer is built with.
type tools struct {
	compile, link string
	version       string // of the language, "go1.26"
	packages      []byte // the compiled packages that an answer is built with, as the compiler and the linker want to be told
}

// findTools asks the go command, with no settings of whoever runs the grader.
func findTools(ctx context.Context, module string) (t tools, err error) {
	version, err := goVersion(module)
	if err != nil {
		return t, err
	}
	parts := strings.SplitN(version, ".", 3)
	t.version = "go" + strings.Join(parts[:min(2, len(parts))], ".")
	ask := func(args ...string) []byte {
		if err != nil {
			return nil
		}
		var out []byte
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir = module
		cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=", "GOPROXY=off", "GOTOOLCHAIN=local")
		if out, err = cmd.Output(); err != nil {
			if exit := new(exec.ExitError); errors.As(err, &exit) {
				err = fmt.Errorf("go %s: %s", args[0], exit.Stderr)
			}
		}
		return out
	}
	t.compile = strings.TrimSpace(string(ask("tool", "-n", "compile")))
	t.link = strings.TrimSpace(string(ask("tool", "-n", "link")))
	list := []string{"list", "-deps", "-export", "-trimpath", "-f", "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}", "chainrule/exercises/serve"}
	t.packages = ask(append(list, slices.Sorted(maps.Values(allowed))...)...)
	return t, err
}

// position is where the compiler found something: in the answer, or in the few lines that call it.
var position = regexp.MustCompile(`^(?:\./)?(?:[^ :]*/)?(answer|main)\.go:(\d+)(?::\d+)?(?:\[[^]]*\])?: `)

// complaint keeps the first few of the compiler's words.
func complaint(out string) string {
	var all []string
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' { // the name of the package
			continue
		}
		at := ""
		if m := position.FindStringSubmatch(line); m != nil {
			line = line[len(m[0]):]
			if m[1] == "answer" {
				at = "line " + m[2] + ": "
			}
		}
		all = append(all, at+cutTo(strings.ReplaceAll(line, "chainruleLinalg.", "linalg."), 200))
		if len(all) == 3 {
			break
		}
	}
	if len(all) == 0 {
		return "the compiler ended without a word."
	}
	text := strings.Join(all, "; ")
	if strings.Contains(text, "undefined: ") {
		text += ". An answer stands alone: what it uses is declared in its own cell"
	}
	return text
}

var goLine = regexp.MustCompile(`(?m)^go (\S+)`)

func goVersion(module string) (string, error) {
	b, err := os.ReadFile(filepath.Join(module, "go.mod"))
	if err != nil {
		return "", err
	}
	m := goLine.FindSubmatch(b)
	if m == nil {
		return "", fmt.Errorf("%s has no go line", filepath.Join(module, "go.mod"))
	}
	return string(m[1]), nil
}

// limited keeps the first bytes of what is written, and takes the rest for written.
type limited struct {
	b    *bytes.Buffer
	most int
}

func (l *limited) Write(p []byte) (int, error) {
	l.b.Write(p[:min(len(p), max(0, l.most-l.b.Len()))])
	return len(p), nil
}

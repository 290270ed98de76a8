package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"chainrule/internal/lab"
)

// A Suite is every test of a checkout.
type Suite struct {
	Env     *lab.Env
	Short   bool   // leave out what takes long: the race detector, the notebooks, the browser
	Browser bool   // a missing browser is a failure
	Self    string // the chainrule program, for its own verbs
}

const browserTests = "chainrule/internal/lab/browsertest"

// sandboxTests run answers that have limits of time, and under the race detector the interpreter is ten times slower.
const sandboxTests = "chainrule/internal/grade"

// Run runs the suite, prints what failed and what was left out, and tells whether all went well.
func (s *Suite) Run(ctx context.Context, out io.Writer) bool {
	r := NewReport(out)
	r.Stage("Go code: format, vet, builds for macOS", func() { s.goCode(ctx, r) })
	r.Stage("Go tests", func() { s.goTests(ctx, r) })
	r.Stage("TypeScript tests", func() { s.webTests(ctx, r) })
	r.Stage("Notebooks: their normal form", func() { s.format(ctx, r) })
	r.Stage("Notebooks through the kernel", func() { s.notebooks(ctx, r) })
	r.Stage("Exercises through the kernel", func() { s.exercises(ctx, r) })
	r.Stage("JupyterLab in a browser", func() { s.browser(ctx, r) })
	return r.Finish() && ctx.Err() == nil
}

func (s *Suite) goCode(ctx context.Context, r *Report) {
	out, err := s.command(ctx, "gofmt", "-l", "bench", "cmd", "exercises", "internal", "pkg", "solutions").CombinedOutput()
	if err == nil && len(out) > 0 {
		err = errors.New("not formatted; gofmt -w these files")
	}
	r.Result("gofmt", with(out, err))
	out, err = s.command(ctx, "go", "vet", "./...").CombinedOutput()
	r.Result("go vet", with(out, err))
	for _, arch := range []string{"amd64", "arm64"} {
		cmd := s.command(ctx, "go", "build", "-o", os.DevNull, "./cmd/chainrule")
		cmd.Env = append(cmd.Env, "GOOS=darwin", "GOARCH="+arch)
		out, err := cmd.CombinedOutput()
		r.Result("build for darwin/"+arch, with(out, err))
	}
}

// goTests runs the packages that know of goroutines under the race detector, and the others without it.
func (s *Suite) goTests(ctx context.Context, r *Report) {
	list := s.command(ctx, "go", "list", "-f", `{{.ImportPath}} {{.Imports}} {{.TestImports}} {{.XTestImports}}`, "./...")
	out, err := list.Output()
	if err != nil {
		r.Fail("go list", err.Error())
		return
	}
	var plain, race []string
	for line := range strings.Lines(string(out)) {
		words := strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(" []\n", c) })
		switch pkg := words[0]; {
		case pkg == browserTests:
		case pkg == sandboxTests:
			plain = append(plain, pkg)
		case !s.Short && slices.ContainsFunc(words[1:], func(w string) bool { return w == "sync" || w == "sync/atomic" }):
			race = append(race, pkg)
		default:
			plain = append(plain, pkg)
		}
	}
	var flags []string
	if s.Short {
		flags = []string{"-short"}
	}
	s.goTest(ctx, r, slices.Concat(flags, plain)...)
	if len(race) == 0 {
		return
	}
	if why := s.noRace(ctx); why != "" {
		r.Skip("race detector", why)
		s.goTest(ctx, r, race...)
		return
	}
	s.goTest(ctx, r, append([]string{"-race"}, race...)...)
}

// noRace says why the race detector cannot run here, if so: it needs cgo and with it a C compiler.
func (s *Suite) noRace(ctx context.Context) string {
	out, err := s.command(ctx, "go", "env", "CC").Output()
	if err != nil {
		return err.Error()
	}
	if fields := strings.Fields(string(out)); len(fields) > 0 {
		if _, err := exec.LookPath(fields[0]); err == nil {
			return ""
		}
	}
	return "it needs a C compiler, and there is none"
}

func (s *Suite) goTest(ctx context.Context, r *Report, args ...string) {
	cmd := s.command(ctx, "go", append([]string{"test", "-json"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	pipe, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		r.Fail("go test", err.Error())
		return
	}
	before := r.counts()
	if err := r.GoTests(pipe); err != nil {
		r.Fail("go test", err.Error())
		io.Copy(io.Discard, pipe)
	}
	if err := cmd.Wait(); err != nil && r.counts()[1] == before[1] {
		r.Fail("go test", stderr.String()+err.Error())
	}
}

// lessons are the notebooks of the repository that teach.
func (s *Suite) lessons() ([]string, error) {
	return filepath.Glob(filepath.Join(s.Env.Notebooks(), "*.ipynb"))
}

// instructors are those that hold the solutions.
func (s *Suite) instructors() ([]string, error) {
	return filepath.Glob(filepath.Join(s.Env.Root, "solutions", "*.ipynb"))
}

func (s *Suite) format(ctx context.Context, r *Report) {
	lessons, err := s.lessons()
	if err != nil || len(lessons) == 0 {
		r.Fail("notebooks", "there is no notebook in "+s.Env.Notebooks())
		return
	}
	practice, err := s.instructors()
	if err != nil {
		r.Fail("notebooks", err.Error())
		return
	}
	for _, nb := range append(lessons, practice...) { // those in exercises/ are compared with what is made of these
		out, err := s.command(ctx, s.Self, "fmt", "--check", nb).CombinedOutput()
		r.Result("format of "+filepath.Base(nb), with(out, err))
	}
}

// notebooks executes each notebook twice, compares, and looks the result over, as many at once as there are processors.
func (s *Suite) notebooks(ctx context.Context, r *Report) {
	lessons, err := s.lessons()
	if err != nil {
		r.Fail("notebooks", err.Error())
		return
	}
	free := make(chan struct{}, runtime.NumCPU())
	var wg sync.WaitGroup
	for _, nb := range lessons {
		name := "notebook " + filepath.Base(nb)
		if s.Short {
			r.Skip(name, "--short")
			continue
		}
		wg.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			out, err := s.command(ctx, s.Self, "run", "--verify", "--review", nb).CombinedOutput()
			r.Result(name, with(out, err))
		})
	}
	wg.Wait()
}

// exercises executes the instructors' notebooks: every reference passes its checks in the kernel, too.
func (s *Suite) exercises(ctx context.Context, r *Report) {
	all, err := s.instructors()
	if err != nil {
		r.Fail("exercises", err.Error())
		return
	}
	if s.Short {
		r.Skip("exercises through the kernel", "--short")
		return
	}
	dir, err := os.MkdirTemp("", "chainrule-test-")
	if err != nil {
		r.Fail("exercises", err.Error())
		return
	}
	defer os.RemoveAll(dir)
	out, err := s.command(ctx, s.Self, append([]string{"run", "-o", dir}, all...)...).CombinedOutput()
	r.Result("exercises", with(out, err))
	for _, nb := range all {
		b, err := os.ReadFile(filepath.Join(dir, filepath.Base(nb)))
		if err == nil && (bytes.Contains(b, []byte("✗")) || !bytes.Contains(b, []byte("points."))) {
			err = errors.New("a reference fails its checks in the kernel, or none is graded: chainrule run -o DIR " + nb)
		}
		r.Result("exercises of "+filepath.Base(nb), err)
	}
}

// webTests runs the tests of web/ where set-up has built it, and reads the report that they leave.
func (s *Suite) webTests(ctx context.Context, r *Report) {
	const title = "TypeScript tests"
	dir, err := os.MkdirTemp("", "chainrule-test-")
	if err != nil {
		r.Fail(title, err.Error())
		return
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "junit.xml")
	cmd, err := s.Env.NPM(ctx, "run", "--silent", "test", "--", "--reporter=junit", "--outputFile="+file)
	if err != nil {
		r.Fail(title, err.Error())
		return
	}
	before := r.counts()
	out, ran := cmd.CombinedOutput()
	report, err := os.Open(file)
	if err != nil {
		r.Fail(title, fmt.Sprintf("they left no report: %s%v", out, ran))
		return
	}
	defer report.Close()
	if err := r.JUnit(report); err != nil {
		r.Fail(title, err.Error())
	}
	if after := r.counts(); after == before || ran != nil && after[1] == before[1] {
		r.Fail(title, fmt.Sprintf("%sno test reported a failure, but npm test ended with: %v", out, ran))
	}
}

// browser drives JupyterLab. Without a browser it says so where it cannot be overlooked.
func (s *Suite) browser(ctx context.Context, r *Report) {
	_, err := lab.Browser()
	switch {
	case err != nil && s.Browser:
		r.Fail("JupyterLab in a browser", err.Error())
	case err != nil:
		fmt.Fprintf(r.out, "\n   !!! LEFT OUT: JupyterLab in a browser: %v\n\n", err)
		r.Skip("JupyterLab in a browser", err.Error())
	case s.Short:
		r.Skip("JupyterLab in a browser", "--short")
	default:
		s.goTest(ctx, r, "-count=1", "-timeout=15m", browserTests)
	}
}

// command prepares a program in the root; it and all that it started end with ctx.
func (s *Suite) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = s.Env.Root
	cmd.Env = append(os.Environ(), "CHAINRULE_SCREENSHOTS="+filepath.Join(s.Env.Dir(), "screenshots"))
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// with adds what a command printed to its error.
func with(out []byte, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s%w", out, err)
}

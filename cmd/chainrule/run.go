package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"chainrule/internal/notebook"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

type runCmd struct {
	Notebooks []string      `arg:"" name:"notebook" help:"Notebook files."`
	Jobs      int           `short:"j" default:"0" help:"How many run side by side; 0 is one for each processor."`
	Out       string        `short:"o" placeholder:"DIR" help:"Folder for the executed notebooks, with their outputs; without it nothing is written."`
	Timeout   time.Duration `default:"2m" help:"How long one cell may take."`
	Verify    bool          `help:"Execute each notebook twice and compare the outputs byte for byte."`
	Review    bool          `help:"Find numbers in the text that no output, formula or cited source yields, and figures without title, axis names, caption or description."`
}

func (c *runCmd) Run(ctx context.Context) error {
	if c.Timeout < time.Second {
		return fmt.Errorf("--timeout is %v: give at least a second, such as --timeout 90s", c.Timeout)
	}
	if c.Jobs < 0 {
		return fmt.Errorf("--jobs is %d: give how many notebooks run side by side, or 0 for one for each processor", c.Jobs)
	}
	if err := someFile(c.Notebooks); err != nil {
		return err
	}
	env, err := setUp(ctx)
	if err != nil {
		return err
	}
	if c.Out != "" {
		if err := os.MkdirAll(c.Out, 0o755); err != nil {
			return fmt.Errorf("the folder %s cannot be made: %w", c.Out, errors.Unwrap(err))
		}
	}
	jobs := c.Jobs
	if jobs <= 0 {
		jobs = runtime.NumCPU()
	}
	practice, err := os.MkdirTemp("", "chainrule-run-") // what a notebook checks here is no progress of the learner
	if err != nil {
		return err
	}
	defer os.RemoveAll(practice)
	x := &notebook.Executor{Python: env.Python(), Environ: append(env.Environ(), "CHAINRULE_PROGRESS="+filepath.Join(practice, "progress.json")), Timeout: c.Timeout}
	bar := newProgress(len(c.Notebooks))
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		bad   int
		slots = make(chan struct{}, jobs)
	)
	start := time.Now()
	for _, file := range c.Notebooks {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			began := time.Now()
			reports := c.one(ctx, x, file, func(done, total int) { bar.cell(file, done, total) })
			mu.Lock()
			defer mu.Unlock()
			bar.finished(file, time.Since(began), len(reports))
			for _, r := range reports {
				fmt.Fprintln(os.Stderr, r)
			}
			if len(reports) > 0 {
				bad++
			}
		})
	}
	wg.Wait()
	bar.close()
	if ctx.Err() != nil {
		return errors.New("interrupted; the kernels have ended")
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d notebooks failed", bad, len(c.Notebooks))
	}
	ran := fmt.Sprintf("%d notebooks", len(c.Notebooks))
	if len(c.Notebooks) == 1 {
		ran = "The notebook"
	}
	fmt.Fprintf(os.Stderr, "%s ran without a failure in %.1f s\n", ran, time.Since(start).Seconds())
	return nil
}

// someFile returns an error when none of the notebooks is there, before set-up takes minutes for nothing.
func someFile(files []string) error {
	var all error
	for _, f := range files {
		info, err := os.Stat(f)
		switch {
		case err == nil && !info.IsDir():
			return nil
		case err == nil:
			all = errors.Join(all, fmt.Errorf("%s is a folder: give notebook files, such as %s", f, filepath.Join(f, "*.ipynb")))
		default:
			all = errors.Join(all, fmt.Errorf("%s: there is no such file", f))
		}
	}
	return all
}

// one executes one notebook, twice with --verify, looks it over with --review, and returns what went wrong.
func (c *runCmd) one(ctx context.Context, x *notebook.Executor, file string, progress func(done, total int)) []error {
	nb, failures, err := x.Execute(ctx, file, progress)
	if err == nil && c.Verify && len(failures) == 0 {
		var again *notebook.Notebook
		if again, failures, err = x.Execute(ctx, file, progress); err == nil && len(failures) == 0 {
			failures, err = notebook.Differences(file, nb, again)
		}
	}
	if err == nil && c.Review && len(failures) == 0 {
		failures = append(notebook.Numbers(file, nb), notebook.Figures(file, nb)...)
	}
	if err == nil && nb != nil && c.Out != "" {
		err = nb.Write(filepath.Join(c.Out, filepath.Base(file)))
	}
	var all []error
	for _, f := range failures {
		all = append(all, f)
	}
	if err != nil {
		all = append(all, err)
	}
	return all
}

// progress shows how far the notebooks are: a bar on a terminal, a line for each
// notebook elsewhere.
type progress struct {
	mu    sync.Mutex
	bar   *progressbar.ProgressBar
	cells map[string][2]int // done and total, by file
	files int
}

func newProgress(files int) *progress {
	p := &progress{cells: map[string][2]int{}, files: files}
	if term.IsTerminal(int(os.Stderr.Fd())) {
		p.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription("running"),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
	}
	return p
}

func (p *progress) cell(file string, done, total int) {
	if p.bar == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cells[file] = [2]int{done, total}
	sum, max := 0, 0
	for _, c := range p.cells {
		sum, max = sum+c[0], max+c[1]
	}
	p.bar.ChangeMax(max)
	p.bar.Describe(fmt.Sprintf("%d of %d notebooks", len(p.cells), p.files))
	p.bar.Set(sum)
}

func (p *progress) finished(file string, took time.Duration, failures int) {
	if p.bar != nil {
		p.bar.Clear()
	}
	verdict := "ok"
	if failures > 0 {
		verdict = "FAILED"
	}
	fmt.Fprintf(os.Stderr, "%-6s %s (%.1f s)\n", verdict, file, took.Seconds())
}

func (p *progress) close() {
	if p.bar != nil {
		p.bar.Finish()
	}
}

package lab

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress tells how far set-up is: a bar on a terminal, a line for each event elsewhere.
// It keeps silent as long as there is nothing to do.
type progress struct {
	mu    sync.Mutex
	out   io.Writer
	bar   *progressbar.ProgressBar // nil when out is no terminal
	total int
}

func newProgress(out io.Writer, total int) *progress {
	p := &progress{out: out, total: total}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(out),
			progressbar.OptionSetWidth(20),
			progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(false),
			progressbar.OptionSetElapsedTime(true),
			progressbar.OptionClearOnFinish(),
			progressbar.OptionSpinnerType(14))
	}
	return p
}

func (p *progress) skip(string) { p.add() }

func (p *progress) start(title string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar == nil {
		fmt.Fprintf(p.out, "  …  %s\n", title)
	}
}

// tell says what a phase is at, on a terminal only.
func (p *progress) tell(title, doing string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("%s: %.40s", title, doing))
	}
}

func (p *progress) done(title string, took time.Duration) {
	p.mu.Lock()
	if p.bar != nil {
		p.bar.Clear()
	}
	fmt.Fprintf(p.out, "  ✓  %-32s %6.1f s\n", title, took.Seconds())
	p.mu.Unlock()
	p.add()
}

// warn says that a phase has not come to its end, and that the others go on.
func (p *progress) warn(title string, w warning) {
	p.mu.Lock()
	if p.bar != nil {
		p.bar.Clear()
	}
	fmt.Fprintf(p.out, "  !  %s: %s\n", title, w)
	p.mu.Unlock()
	p.add()
}

func (p *progress) add() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Add(1)
	}
}

// finish takes the bar away.
func (p *progress) finish() {
	if p.bar != nil {
		p.bar.Clear()
	}
}

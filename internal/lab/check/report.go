// Package check runs every test of the repository and counts them.
package check

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// A Report counts what the tests came to. It prints failures when they come and skipped tests at the end.
type Report struct {
	out io.Writer

	mu             sync.Mutex
	passed, failed int
	skipped        []string
}

// NewReport returns an empty report that prints to out.
func NewReport(out io.Writer) *Report { return &Report{out: out} }

// Pass counts one passed test.
func (r *Report) Pass() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.passed++
}

// Fail counts one failed test and prints what it said.
func (r *Report) Fail(name, output string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed++
	fmt.Fprintf(r.out, "FAIL %s\n", name)
	for line := range strings.Lines(strings.TrimRight(output, "\n") + "\n") {
		fmt.Fprintf(r.out, "    %s", line)
	}
}

// Skip counts one test that was left out, and why.
func (r *Report) Skip(name, why string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.skipped = append(r.skipped, name+": "+why)
}

// Result counts a test that failed if err is not nil.
func (r *Report) Result(name string, err error) {
	if err != nil {
		r.Fail(name, err.Error())
	} else {
		r.Pass()
	}
}

// Stage runs one group of tests and prints how it went and how long it took.
func (r *Report) Stage(title string, run func()) {
	before, start := r.counts(), time.Now()
	fmt.Fprintf(r.out, "== %s\n", title)
	run()
	after := r.counts()
	fmt.Fprintf(r.out, "   %s, %.1f s\n", counted(after[0]-before[0], after[1]-before[1], after[2]-before[2]), time.Since(start).Seconds())
}

// Finish names the skipped tests, prints the count as the last line, and tells whether no test failed.
func (r *Report) Finish() bool {
	n := r.counts()
	if n[2] > 0 {
		fmt.Fprintln(r.out, "Skipped:")
	}
	for _, s := range r.skipped {
		fmt.Fprintf(r.out, "    %s\n", s)
	}
	fmt.Fprintln(r.out, counted(n[0], n[1], n[2]))
	return n[1] == 0
}

func (r *Report) counts() [3]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return [3]int{r.passed, r.failed, len(r.skipped)}
}

func counted(passed, failed, skipped int) string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", passed, failed, skipped)
}

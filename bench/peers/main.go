// Command peers measures steps of training beside numpy and PyTorch, in one interleaved
// run: ours, numpy, PyTorch, ours, numpy, PyTorch and so on, so that whatever slows the
// machine down for a while slows all three. It prints a Markdown table.
//
//	go run ./bench/peers -python PATH
//
// PATH is a Python that has what requirements.txt, beside this file, pins. Before a
// measurement counts, the first five losses of all three must agree: it is the same
// work, from the same weights on the same data. A single product has its last row
// compared instead.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// tolerance is how far numbers that must agree may differ, relative to theirs: sums are
// added up in other orders.
const tolerance = 1e-9

func run(ctx context.Context) error {
	python := flag.String("python", "python3", "a Python with numpy and torch; see bench/README.md")
	rounds := flag.Int("rounds", 9, "how often each of the three is measured")
	seconds := flag.Float64("seconds", 0.25, "how long each time")
	threads := flag.Int("threads", runtime.NumCPU(), "how many cores each may use")
	only := flag.String("only", "", "measure the workloads whose name matches this regular expression")
	flag.Parse()
	names, err := regexp.Compile(*only)
	switch {
	case err != nil:
		return fmt.Errorf("peers: -only: %w", err)
	case *rounds < 1 || *seconds <= 0 || *threads < 1:
		return fmt.Errorf("peers: got -rounds %d, -seconds %g, -threads %d: want each above 0", *rounds, *seconds, *threads)
	}
	chosen := slices.DeleteFunc(slices.Clone(workloads), func(w workload) bool { return !names.MatchString(w.Name) })
	if len(chosen) == 0 {
		return fmt.Errorf("peers: -only %q matches no workload, want a part of a name such as LeNet", *only)
	}
	runtime.GOMAXPROCS(*threads)

	scripts, err := unpack()
	if err != nil {
		return err
	}
	defer os.RemoveAll(scripts)
	sides := []side{ours{}}
	for _, script := range []string{"with_numpy.py", "with_torch.py"} {
		p, err := startPeer(ctx, *python, scripts, script, *threads)
		if err != nil {
			return err
		}
		defer p.stop()
		sides = append(sides, p)
	}

	var rows []row
	for _, w := range chosen {
		fmt.Fprintln(os.Stderr, w.Name)
		r, err := compare(w, sides, *rounds, *seconds)
		if err != nil {
			return err
		}
		rows = append(rows, r)
	}
	printTable(os.Stdout, sides, rows)
	return nil
}

// compare measures a workload on every side in turn, and checks each time that all
// sides compute the same.
func compare(w workload, sides []side, rounds int, seconds float64) (row, error) {
	r := row{workload: w, times: make([][]float64, len(sides))}
	for range rounds {
		var first []float64
		for i, s := range sides {
			got, err := s.measure(w, seconds)
			if err != nil {
				return r, err
			}
			if i == 0 {
				first, r.allocs = got.Numbers, got.allocs
			}
			off, err := difference(got.Numbers, first)
			if err != nil {
				return r, fmt.Errorf("peers: %s: %s and %s do not compute the same: %w", w.Name, s.name(), sides[0].name(), err)
			}
			r.off = max(r.off, off)
			r.times[i] = append(r.times[i], got.Seconds/float64(got.Steps))
		}
	}
	return r, nil
}

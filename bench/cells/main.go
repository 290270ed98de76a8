// Command cells measures how long a cell takes in the kernel once it is warm: from the request to the reply, with
// compiling, linking and running. Run it in a checkout that is set up:
//
//	go run ./bench/cells
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"chainrule/internal/lab"
	"chainrule/internal/notebook"
)

// The cells that are timed. Each run differs in one number, so that nothing is taken from a cache of programs.
var cells = []struct {
	name   string
	source string
}{
	{"fmt only", "import \"fmt\"\n\n%%\nfmt.Println(%d)"},
	{"nn: a step of training", `import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

%%
net := nn.Must(nn.New(%d, nn.Shape{2}, &nn.Dense{Out: 8, Act: nn.Tanh}, &nn.Dense{Out: 1}))
t := nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.Adam{}, Epochs: 1, X: linalg.New(2, 2, 1, 2, 3, 4), Y: linalg.Col(0, 1)}
fmt.Println(t.Run(), t.History.Loss)`},
	{"viz: a figure", `import "chainrule/pkg/viz"

%%
viz.Show(viz.Line{Title: "A line", Caption: "It rises.", X: viz.Axis{Name: "x"}, Y: viz.Axis{Name: "y"},
	Series: []viz.Series{{Name: "y", Y: []float64{1, 2, %d}}}})`},
	{"viz: a contour with a path", `import "chainrule/pkg/viz"

%%
viz.Show(viz.Contour{Title: "A bowl", Caption: "It is round.", X: viz.Axis{Name: "x", Min: -1, Max: 1}, Y: viz.Axis{Name: "y", Min: -1, Max: 1},
	F: func(x, y float64) float64 { return %d + x*x + y*y }, Path: []viz.Point{{X: 1, Y: 1}, {X: 0, Y: 0}}})`},
}

const runs = 21 // the first is the cold one

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	env, err := lab.Find(".")
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	x := &notebook.Executor{Python: env.Python(), Environ: env.Environ()}
	fmt.Printf("%-28s %8s %8s %8s %8s\n", "cell", "first", "median", "fastest", "slowest")
	for _, c := range cells {
		nb := &notebook.Notebook{Format: 4, Minor: 5, Metadata: map[string]any{"kernelspec": map[string]any{"name": lab.KernelName}}}
		// A first cell of its own takes the start of the kernel.
		nb.Cells = append(nb.Cells, notebook.Cell{Type: "code", ID: "start", Metadata: map[string]any{}, Source: "%%\n"})
		for i := range runs {
			source := notebook.Text(fmt.Sprintf(escape(c.source), i+1))
			nb.Cells = append(nb.Cells, notebook.Cell{Type: "code", ID: fmt.Sprint("c", i), Metadata: map[string]any{}, Source: source})
		}
		file := filepath.Join(dir, "cells.ipynb")
		if err := nb.Write(file); err != nil {
			return err
		}
		var ends []time.Time
		_, failures, err := x.Execute(context.Background(), file, func(int, int) { ends = append(ends, time.Now()) })
		if err != nil {
			return err
		}
		for _, f := range failures {
			return f
		}
		var took []time.Duration
		for i := range runs {
			took = append(took, ends[i+1].Sub(ends[i]))
		}
		first, warm := took[0], took[1:]
		slices.Sort(warm)
		fmt.Printf("%-28s %6.0fms %6.0fms %6.0fms %6.0fms\n", c.name, ms(first), ms(warm[len(warm)/2]), ms(warm[0]), ms(warm[len(warm)-1]))
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// escape keeps Go's %% apart from the verbs of Sprintf.
func escape(source string) string {
	out := make([]byte, 0, len(source)+8)
	for i := 0; i < len(source); i++ {
		if source[i] == '%' && source[i+1] == '%' {
			out = append(out, "%%%%"...)
			i++
			continue
		}
		out = append(out, source[i])
	}
	return string(out)
}

package browsertest

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// BenchmarkCompletion measures in JupyterLab how long it takes from the Tab key behind "nn." to the list: the first time in
// a kernel, and after that. See bench/README.md.
func BenchmarkCompletion(b *testing.B) {
	const cells = 12
	sources := make([]string, cells)
	for i := range sources {
		sources[i] = fmt.Sprintf("import \"chainrule/pkg/nn\"\n\n%%%%\nvar x%d = nn.", i)
	}
	env := Env(b)
	s := Lab(b, env, Notebook(b, "completion.ipynb", sources...))
	for b.Loop() {
		p := Browse(b)
		p.Open(s, "completion.ipynb")
		var took []time.Duration
		for i := range cells {
			p.Focus(i)
			start := time.Now()
			p.Key(Tab)
			p.Wait(30*time.Second, "completion offers nn.Trace", `[...document.querySelectorAll('.jp-Completer:not(.lm-mod-hidden) .jp-Completer-item')].some(i => i.textContent.includes('Trace'))`)
			took = append(took, time.Since(start))
			p.Key(Escape)
			p.Wait(10*time.Second, "the list is gone", `!document.querySelector('.jp-Completer:not(.lm-mod-hidden) .jp-Completer-item')`)
		}
		first, warm := took[0], took[1:]
		slices.Sort(warm)
		b.ReportMetric(first.Seconds(), "s/first")
		b.ReportMetric(warm[len(warm)/2].Seconds(), "s/median")
		b.ReportMetric(warm[len(warm)-1].Seconds(), "s/slowest")
	}
}

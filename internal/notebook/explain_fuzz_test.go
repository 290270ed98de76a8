package notebook

import (
	"strings"
	"testing"
)

// Whatever the kernel says of a failed cell, a message comes of it, with a line of that
// cell or none, and without what colors it.
func FuzzExplain(f *testing.F) {
	for _, seed := range []string{
		"panic: linalg: Mul: A (2×3) and A (2×3) do not fit\n\n    at Cell [1] Line 7 in main.double\n    at Cell [2] Line 2 in main.main\nexit status 2\n",
		`<style>p{}</style><span>Cell[2]: Line 3</span>: </span>undefined: x &lt; y<br/><span>Cell[1]: Line 1</span>: </span>declared and not used`,
		"\x1b[7m[[ Cell [3] Line 7 ]]\x1b[0m /tmp/gonb/main.go:12\n# cell\nfailed to run go build\n",
		"panic: ", "panic: \n\n at Cell [99999999999999999999] Line -1", "Cell[0]: Line 0</span>: </span>", "", "\n\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		nb := &Notebook{Cells: []Cell{{Type: "code"}, {Type: "markdown"}, {Type: "code"}}}
		line, message := explain(text, nb, 2)
		if line < 0 || strings.TrimSpace(message) != message {
			t.Errorf("got line %d and message %q", line, message)
		}
		if strings.TrimSpace(text) == "" && message != "" {
			t.Errorf("got message %q of nothing", message)
		}
		judge(nb, "a.ipynb", event{Cell: 2, State: "failed", Message: text})
	})
}

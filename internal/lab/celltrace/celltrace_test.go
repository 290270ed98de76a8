package celltrace

import (
	"strings"
	"testing"
)

var cases = []struct{ name, in, want string }{
	{"nothing to shorten", "hello\nworld", "hello\nworld"},
	{"a panic", "panic: linalg: Mul: A (2×3) and A (2×3) do not fit\n\ngoroutine 1 [running]:\n" +
		"chainrule/pkg/linalg.misfit({0x5040b2, 0x3}, 0x45b2be02080)\n\t/src/pkg/linalg/shape.go:26 +0x2b5\n" +
		"chainrule/pkg/linalg.(*Matrix).Mul(0x45b2be02300)\n\t/src/pkg/linalg/mul.go:39 +0x52\n" +
		"main.double(...)\n\t \x1b[7m[[ Cell [3] Line 7 ]]\x1b[0m /tmp/gonb/main.go:12\n" +
		"main.main()\n\t \x1b[7m[[ Cell [4] Line 2 ]]\x1b[0m /tmp/gonb/main.go:24 +0x52\nexit status 2\n",
		"panic: linalg: Mul: A (2×3) and A (2×3) do not fit\n\n" +
			"    at Cell [3] Line 7 in main.double\n    at Cell [4] Line 2 in main.main\nexit status 2\n"},
	{"a nil pointer", "panic: runtime error: invalid memory address or nil pointer dereference\n" +
		"[signal SIGSEGV: segmentation violation code=0x1 addr=0x8 pc=0x4a1b2c]\n\ngoroutine 1 gp=0x1 m=0 mp=0x2 [running]:\n" +
		"main.main()\n\t[[ Cell Line 5 ]] /tmp/main.go:9 +0x1c\n",
		"panic: runtime error: invalid memory address or nil pointer dereference\n\n    at Cell Line 5 in main.main\n"},
	{"a goroutine", "panic: no\n\ngoroutine 7 [running]:\nmain.main.func1()\n\t[[ Cell [2] Line 4 ]] /m.go:3 +0x1\n" +
		"created by main.main in goroutine 1\n\t[[ Cell [2] Line 3 ]] /m.go:2 +0x2\n",
		"panic: no\n\n    at Cell [2] Line 4 in main.main.func1\n    at Cell [2] Line 3 in main.main\n"},
	{"text after a stack that was printed on purpose", "goroutine 1 [running]:\nruntime/debug.Stack()\n\t/go/stack.go:26 +0x5e\nmain.main()\n\t[[ Cell [1] Line 2 ]] /m.go:2 +0x2\nand on it goes: 7\n",
		"    at Cell [1] Line 2 in main.main\nand on it goes: 7\n"},
	{"a text that begins like a stack", "goroutine safety is a property\n[signal lost]\n", "goroutine safety is a property\n[signal lost]\n"},
}

// The same comes out whether the text comes at once, line by line, or word by word as Go prints a stack.
func TestWriter(t *testing.T) {
	cuts := map[string]func(string) []string{
		"at once": func(s string) []string { return []string{s} },
		"by line": func(s string) []string { return strings.SplitAfter(s, "\n") },
		"by word": func(s string) []string { return strings.SplitAfter(s, " ") },
	}
	for _, c := range cases {
		for how, cut := range cuts {
			t.Run(c.name+" "+how, func(t *testing.T) {
				var out strings.Builder
				w := &Writer{Out: &out}
				for _, part := range cut(c.in) {
					if m, err := w.Write([]byte(part)); m != len(part) || err != nil {
						t.Fatalf("Write: got %d, %v, want %d", m, err, len(part))
					}
				}
				if out.String() != c.want {
					t.Errorf("got\n%s\nwant\n%s", out.String(), c.want)
				}
			})
		}
	}
}

// With All, a line of a stack comes in one piece, and nothing is lost.
func TestWriterAll(t *testing.T) {
	for _, c := range cases {
		var out pieces
		w := &Writer{Out: &out, All: true}
		for _, part := range strings.SplitAfter(c.in, " ") {
			if _, err := w.Write([]byte(part)); err != nil {
				t.Fatal(err)
			}
		}
		if got := strings.Join(out, ""); got != c.in {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.in)
		}
		for _, p := range out {
			if strings.HasPrefix(p, "\t") && !strings.HasSuffix(p, "\n") {
				t.Errorf("%s: the piece %q is no whole line", c.name, p)
			}
		}
	}
}

type pieces []string

func (p *pieces) Write(b []byte) (int, error) {
	*p = append(*p, string(b))
	return len(b), nil
}

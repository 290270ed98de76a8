// Package celltrace shortens the stack of a panic to what a learner wrote.
//
// Set-up copies this file into the kernel that it builds, where one Writer stands between a cell's standard error and
// the code that marks the lines of cells, so that no line comes in pieces, and another between that code and the
// notebook. It uses the standard library only.
package celltrace

import (
	"bytes"
	_ "embed"
	"io"
	"regexp"
)

// Source is this file.
//
//go:embed celltrace.go
var Source []byte

// Writer hands on what a program prints on standard error, line by line, and of the stacks in it only the places
// that the kernel has marked as lines of cells:
//
//	panic: linalg: Mul: A (2×3) and A (2×3) do not fit: inner sizes 3 and 2 differ
//
//	    at Cell [4] Line 2 in main.main
type Writer struct {
	Out io.Writer
	All bool // leaves stacks as they are, but hands on their lines whole, however the program wrote them

	partial []byte // a line that has not ended, of which nothing was handed on
	midLine bool   // the start of a line was handed on already
	stack   bool   // inside a stack
	call    []byte // the call whose place comes next
}

var (
	header = regexp.MustCompile(`^goroutine \d+ (gp=\S+ m=\S+ (mp=\S+ )?)?\[.*\]:$`)
	signal = regexp.MustCompile(`^\[signal SIG\w+: .*\]$`)
	call   = regexp.MustCompile(`^(created by )?([\w./*()\-\[\]…·]+?)(\(.*\)| in goroutine \d+)?$`)
	place  = regexp.MustCompile(`\[\[ (Cell [^\]]*\] Line \d+|Cell Line \d+) \]\]`)
	exit   = regexp.MustCompile(`^exit status \d+$`)
)

// Write implements io.Writer.
func (w *Writer) Write(p []byte) (int, error) {
	var out []byte
	for rest := p; len(rest) > 0; {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			out = append(out, w.start(rest)...)
			break
		}
		line := rest[:i]
		rest = rest[i+1:]
		if w.midLine {
			out, w.midLine = append(append(out, line...), '\n'), false
			continue
		}
		out = append(out, w.line(append(w.partial, line...))...)
		w.partial = nil
	}
	if len(out) > 0 {
		if _, err := w.Out.Write(out); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// start takes the start of a line, and hands it on at once unless a stack begins with it. Go prints the first
// words of a stack whole, so that nothing shorter has to wait: what a program prints last may lack its line break.
func (w *Writer) start(s []byte) []byte {
	if w.midLine {
		return s
	}
	w.partial = append(w.partial, s...)
	if w.stack || bytes.HasPrefix(w.partial, []byte("goroutine ")) || bytes.HasPrefix(w.partial, []byte("[signal ")) {
		return nil
	}
	s, w.partial, w.midLine = w.partial, nil, true
	return s
}

// line is what a whole line becomes.
func (w *Writer) line(s []byte) []byte {
	short := w.shorten(s)
	if w.All {
		return append(bytes.Clone(s), '\n')
	}
	return short
}

// shorten is the line as it stands outside of stacks, and what is left of it inside.
func (w *Writer) shorten(s []byte) []byte {
	switch {
	case header.Match(s):
		w.stack, w.call = true, nil
		return nil
	case signal.Match(s):
		return nil
	case !w.stack:
	case len(s) == 0:
		return nil
	case s[0] == '\t':
		found := place.FindSubmatch(s)
		if found == nil {
			return nil
		}
		out := append([]byte("    at "), found[1]...)
		if w.call != nil {
			out = append(append(out, " in "...), w.call...)
		}
		return append(out, '\n')
	case exit.Match(s):
		w.stack = false
	default:
		if m := call.FindSubmatch(s); m != nil {
			w.call = bytes.Clone(m[2])
			return nil
		}
		w.stack = false
	}
	return append(bytes.Clone(s), '\n')
}

package check

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// A goEvent is a line of go test -json; see go doc test2json.
type goEvent struct {
	Action, Package, ImportPath, Test, Output string
}

// GoTests reads the output of go test -json and counts every test, subtest, example and fuzz test. A package that fails
// without a failing test, because it does not compile or ends early, counts as one failed test.
func (r *Report) GoTests(in io.Reader) error {
	output := make(map[string]*strings.Builder) // by test, by package, by import path of a build
	write := func(key, s string) {
		if output[key] == nil {
			output[key] = new(strings.Builder)
		}
		output[key].WriteString(s)
	}
	text := func(key string) string {
		if b := output[key]; b != nil {
			return b.String()
		}
		return ""
	}
	failed := make(map[string]bool) // packages with a failed test
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var e goEvent
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return fmt.Errorf("go test -json said %q", lines.Text())
		}
		name := strings.TrimSuffix(e.Package+" "+e.Test, " ")
		switch {
		case e.Action == "output":
			write(name, e.Output)
		case e.Action == "build-output":
			write(e.ImportPath, e.Output)
		case e.Action == "pass" && e.Test != "":
			r.Pass()
			delete(output, name)
		case e.Action == "fail" && e.Test != "":
			failed[e.Package] = true
			r.Fail(name, text(name))
		case e.Action == "skip" && e.Test != "":
			r.Skip(name, reason(text(name)))
		case e.Action == "fail" && !failed[e.Package]:
			r.Fail(name, text(e.Package)+builds(output, e.Package))
		}
	}
	return lines.Err()
}

// builds is what the compiler said of a package or of its test: "p", or "p [p.test]".
func builds(output map[string]*strings.Builder, pkg string) string {
	var s string
	for _, key := range []string{pkg, pkg + " [" + pkg + ".test]", pkg + "_test [" + pkg + ".test]"} {
		if b := output[key]; b != nil && key != pkg {
			s += b.String()
		}
	}
	return s
}

var logLine = regexp.MustCompile(`(?m)^\s+\S+\.go:\d+: (.*)$`)

// reason is what a skipped test logged last.
func reason(output string) string {
	all := logLine.FindAllStringSubmatch(output, -1)
	if len(all) == 0 {
		return "it does not say why"
	}
	return all[len(all)-1][1]
}

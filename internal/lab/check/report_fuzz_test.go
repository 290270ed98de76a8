package check

import (
	"strings"
	"testing"
)

// Whatever a test runner writes, it is counted or refused.
func FuzzGoTests(f *testing.F) {
	f.Add(`{"Action":"pass","Package":"p","Test":"TestA"}` + "\n" + `{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:7: got 1\n"}` + "\n" + `{"Action":"skip","Package":"p","Test":"TestB"}`)
	f.Add(`{"Action":"build-output","ImportPath":"q [q.test]","Output":"q/q.go:3:1: syntax error\n"}` + "\n" + `{"Action":"fail","Package":"q"}`)
	f.Add("go: no such tool\n")
	f.Add("\n\nnull\n")
	f.Fuzz(func(t *testing.T, in string) {
		counts(t, in, func(r *Report, in *strings.Reader) error { return r.GoTests(in) })
	})
}

func FuzzJUnit(f *testing.F) {
	f.Add(`<?xml version="1.0" encoding="utf-8"?><testsuites><testcase name="a" classname="s"><failure message="1 == 2">at s:7</failure></testcase><testcase name="b"><skipped/></testcase></testsuites>`)
	f.Add("<testsuites>")
	f.Add("<a/><testcase><testcase/></testcase>")
	f.Fuzz(func(t *testing.T, in string) {
		counts(t, in, func(r *Report, in *strings.Reader) error { return r.JUnit(in) })
	})
}

// counts fails the test when a report passes in which a test failed, or says so without
// counting it.
func counts(t *testing.T, in string, read func(r *Report, in *strings.Reader) error) {
	t.Helper()
	var out strings.Builder
	r := NewReport(&out)
	err := read(r, strings.NewReader(in))
	n := r.counts()
	if r.Finish() != (n[1] == 0) || n[0] < 0 || n[2] != len(r.skipped) || strings.Count("\n"+out.String(), "\nFAIL ") < n[1] {
		t.Errorf("got %v counted, %v, and the report\n%s", n, err, out.String())
	}
}

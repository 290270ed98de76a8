package check

import (
	"strings"
	"testing"
)

func TestGoTests(t *testing.T) {
	const in = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0}
{"Action":"pass","Package":"p","Test":"TestA/sub","Elapsed":0}
{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:7: got 1, want 2\n"}
{"Action":"fail","Package":"p","Test":"TestB","Elapsed":0}
{"Action":"output","Package":"p","Test":"TestC","Output":"    c_test.go:9: no browser found\n"}
{"Action":"skip","Package":"p","Test":"TestC","Elapsed":0}
{"Action":"fail","Package":"p","Elapsed":0.1}
{"Action":"build-output","ImportPath":"q [q.test]","Output":"q/q.go:3:1: syntax error\n"}
{"Action":"build-fail","ImportPath":"q [q.test]"}
{"Action":"output","Package":"q","Output":"FAIL\tq [build failed]\n"}
{"Action":"fail","Package":"q","Elapsed":0}
{"Action":"skip","Package":"without tests","Elapsed":0}
`
	var out strings.Builder
	r := NewReport(&out)
	if err := r.GoTests(strings.NewReader(in)); err != nil {
		t.Fatal(err)
	}
	if r.Finish() {
		t.Error("Finish: got true with failed tests, want false")
	}
	const want = `FAIL p TestB
        b_test.go:7: got 1, want 2
FAIL q
    FAIL	q [build failed]
    q/q.go:3:1: syntax error
Skipped:
    p TestC: no browser found
2 passed, 2 failed, 1 skipped
`
	if out.String() != want {
		t.Errorf("report: got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestGoTestsRefusesOtherOutput(t *testing.T) {
	err := NewReport(new(strings.Builder)).GoTests(strings.NewReader("go: no such tool\n"))
	if err == nil || !strings.Contains(err.Error(), "no such tool") {
		t.Errorf("got %v, want an error that quotes the line", err)
	}
}

func TestJUnit(t *testing.T) {
	const in = `<?xml version="1.0" encoding="utf-8"?>
<testsuites>
	<testsuite name="steps">
		<testcase name="goes forward" classname="steps.test.ts"/>
		<testcase name="goes back" classname="steps.test.ts"><failure message="1 == 2">at steps.test.ts:7</failure></testcase>
		<testcase name="later" classname="steps.test.ts"><skipped message="needs a screen"/></testcase>
	</testsuite>
	<testcase name="alone" classname="theme.test.ts"/>
</testsuites>`
	var out strings.Builder
	r := NewReport(&out)
	if err := r.JUnit(strings.NewReader(in)); err != nil {
		t.Fatal(err)
	}
	r.Finish()
	const want = `FAIL steps.test.ts goes back
    1 == 2
    at steps.test.ts:7
Skipped:
    steps.test.ts later: needs a screen
2 passed, 1 failed, 1 skipped
`
	if out.String() != want {
		t.Errorf("report: got\n%s\nwant\n%s", out.String(), want)
	}
	if err := r.JUnit(strings.NewReader("<testsuites>")); err == nil {
		t.Error("half a report: got no error")
	}
}

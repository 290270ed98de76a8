package data_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"slices"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// same fails the test unless got has exactly the shape and the entries of want.
func same(t *testing.T, what string, got, want *linalg.Matrix) {
	t.Helper()
	if !linalg.Equal(got, want) {
		t.Errorf("%s: got %.17g\nwant %.17g", what, got, want)
	}
}

// says fails the test unless err has a message with each of the words in it.
func says(t *testing.T, what string, err error, words ...string) {
	t.Helper()
	for _, w := range words {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("%s: got error %v, want one with %q", what, err, w)
		}
	}
}

// panics fails the test unless f panics with each of the words in the message.
func panics(t *testing.T, what string, f func(), words ...string) {
	t.Helper()
	defer func() {
		t.Helper()
		v := recover()
		for _, w := range words {
			if v == nil || !strings.Contains(fmt.Sprint(v), w) {
				t.Errorf("%s: got panic %v, want one with %q", what, v, w)
			}
		}
	}()
	f()
}

// counting is a set of n examples whose feature is their number and whose target is
// twice that, in the given number of classes in turn, or without classes.
func counting(n, classes int) *data.Set {
	s := &data.Set{X: linalg.New(n, 1), Y: linalg.New(n, max(1, classes))}
	for k := range classes {
		s.Classes = append(s.Classes, fmt.Sprint(k))
	}
	for i := range n {
		s.X.Set(i, 0, float64(i))
		if classes == 0 {
			s.Y.Set(i, 0, 2*float64(i))
			continue
		}
		s.Y.Set(i, i%classes, 1)
		s.Labels = append(s.Labels, i%classes)
	}
	return s
}

// examples returns the numbers of the examples in parts of counting, as they come, and
// fails the test when one has lost its target or its label.
func examples(t *testing.T, parts ...*data.Set) (found []int) {
	t.Helper()
	for _, p := range parts {
		for i := range p.Len() {
			v := p.X.At(i, 0)
			switch k := len(p.Classes); {
			case k == 0 && p.Y.At(i, 0) != 2*v:
				t.Errorf("example %v has the target %v, want %v", v, p.Y.At(i, 0), 2*v)
			case k > 0 && (p.Labels[i] != int(v)%k || p.Y.At(i, p.Labels[i]) != 1):
				t.Errorf("example %v has the label %d and the target %v, want class %d", v, p.Labels[i], p.Y.Row(i), int(v)%k)
			}
			found = append(found, int(v))
		}
	}
	return found
}

// partition fails the test unless the parts hold each of n examples once.
func partition(t *testing.T, what string, n int, parts ...*data.Set) {
	t.Helper()
	found := examples(t, parts...)
	slices.Sort(found)
	for i := range max(n, len(found)) {
		if i >= n || i >= len(found) || found[i] != i {
			t.Errorf("%s: got examples %v, want each of 0 to %d once", what, found, n-1)
			return
		}
	}
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

// file is a reader with a name, as an *os.File is.
type file struct {
	*strings.Reader
	name string
}

func (f file) Name() string { return f.name }

func newFile(name, text string) file { return file{strings.NewReader(text), name} }

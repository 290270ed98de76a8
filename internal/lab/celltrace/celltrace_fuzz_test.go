package celltrace

import (
	"strings"
	"testing"
)

// However a text is cut between its lines and words, the same comes out; with All nothing
// is lost; and what is left of a text is shortened no further.
func FuzzWriter(f *testing.F) {
	for _, c := range cases {
		f.Add(c.in)
		f.Add(strings.ReplaceAll(c.in, "\n", "\r\n"))
		f.Add(c.in[:len(c.in)/2])
	}
	f.Fuzz(func(t *testing.T, in string) {
		through := func(all bool, parts ...string) string {
			var out strings.Builder
			w := &Writer{Out: &out, All: all}
			for _, p := range append(parts, "\n") {
				if n, err := w.Write([]byte(p)); n != len(p) || err != nil {
					t.Fatalf("Write: got %d, %v, want %d", n, err, len(p))
				}
			}
			return out.String()
		}
		if got := through(true, in); got != in+"\n" {
			t.Errorf("All: got %q, want %q", got, in+"\n")
		}
		short := through(false, in)
		for how, parts := range map[string][]string{"line": strings.SplitAfter(in, "\n"), "word": strings.SplitAfter(in, " ")} {
			if got := through(false, parts...); got != short {
				t.Errorf("%s by %s: got %q, want %q", how, how, got, short)
			}
		}
		if len(short) > len(in)+1+4*strings.Count(in, "\n")+len(in) {
			t.Errorf("got %d bytes of %d", len(short), len(in))
		}
	})
}

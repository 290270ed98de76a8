package sim

import "testing"

// A digest sees a number that is off in the ninth digit, one that has moved, one that is gone
// and another word, and does not see a last bit.
func TestDigestSeesWhatCounts(t *testing.T) {
	type view struct {
		A    []Num  `json:"a"`
		B    *Num   `json:"b"`
		Said string `json:"said"`
	}
	make := func(b float64, said string, a ...float64) Digest {
		d, err := DigestOf(view{Nums(a), optional(b), said})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	base := make(0.5, "it is 0.25 now", 1, -2, 3e-7)
	for _, test := range []struct {
		what string
		d    Digest
		want string
	}{
		{"the same", make(0.5, "it is 0.25 now", 1, -2, 3e-7), ""},
		{"a last bit", make(0.5000000000000001, "it is 0.25 now", 1, -2.0000000000000004, 3e-7), ""},
		{"a digit in a sentence", make(0.5, "it is −1.2 · 10⁻⁵ now", 1, -2, 3e-7), ""},
		{"the ninth digit", make(0.5, "it is 0.25 now", 1, -2.00000001, 3e-7), "a"},
		{"a small number", make(0.5, "it is 0.25 now", 1, -2, 3.0000001e-7), "a"},
		{"a sign", make(-0.5, "it is 0.25 now", 1, -2, 3e-7), "b"},
		{"a place", make(0.5, "it is 0.25 now", -2, 1, 3e-7), "a"},
		{"one less", make(0.5, "it is 0.25 now", 1, -2), "the texts"},
		{"a word", make(0.5, "it was 0.25 now", 1, -2, 3e-7), "the texts"},
	} {
		if got := base.Differs(test.d); got != test.want {
			t.Errorf("%s: got %q, want %q", test.what, got, test.want)
		}
	}
	huge, other := make(1e307, "", 1), make(1.00000001e307, "", 1)
	if huge.Differs(huge) != "" || huge.Differs(other) != "b" {
		t.Error("got a huge number taken for another, or another for it")
	}
	if _, err := DigestOf(3); err == nil {
		t.Error("got a digest of a number")
	}
}

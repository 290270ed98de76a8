package linalg_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
)

// identical reports whether shapes, names and entries are the same to the last bit,
// −0 and NaN included.
func identical(a, b *linalg.Matrix) bool {
	return a.Name == b.Name && a.Rows == b.Rows && a.Cols == b.Cols &&
		slices.EqualFunc(a.Data, b.Data, func(v, w float64) bool {
			return math.Float64bits(v) == math.Float64bits(w) || math.IsNaN(v) && math.IsNaN(w)
		})
}

func TestJSONRoundTrip(t *testing.T) {
	inf, nan, minus0 := math.Inf(1), math.NaN(), math.Copysign(0, -1)
	for _, m := range []*linalg.Matrix{
		new(linalg.Matrix),
		linalg.New(0, 3), linalg.New(3, 0),
		counted(2, 3).Named("W_1"),
		linalg.Row(0.1, 1.0/3, math.Pi, -1e-300, math.MaxFloat64, math.SmallestNonzeroFloat64, minus0),
		linalg.Col(nan, inf, -inf, 1).Named(`\hat Y "quoted" <&> ŷ`),
		normal(seeded(1), 20, 30),
	} {
		text, err := json.Marshal(m)
		if err != nil {
			t.Errorf("%v: %v", m, err)
			continue
		}
		got := linalg.Full(2, 2, 99).Named("before")
		if err := json.Unmarshal(text, got); err != nil || !identical(got, m) {
			t.Errorf("%s: got %.17g, %v\nwant %.17g", text, got, err, m)
		}
	}
}

// The text is a format: nets are kept in it, and the views read it.
func TestJSONText(t *testing.T) {
	m := linalg.New(2, 2, 1, -0.5, math.NaN(), math.Inf(-1)).Named("A")
	want := `{"name":"A","rows":2,"cols":2,"data":[1,-0.5,"NaN","-Inf"]}`
	for what, v := range map[string]any{"a pointer": m, "a value": *m} {
		if got, err := json.Marshal(v); err != nil || string(got) != want {
			t.Errorf("%s: got %s, %v, want %s", what, got, err, want)
		}
	}
	if got, err := json.Marshal(new(linalg.Matrix)); err != nil || string(got) != `{"name":"","rows":0,"cols":0,"data":[]}` {
		t.Errorf("the zero value: got %s, %v, want data to be [], not null", got, err)
	}
	if got, err := json.Marshal((*linalg.Matrix)(nil)); err != nil || string(got) != "null" {
		t.Errorf("nil: got %s, %v, want null", got, err)
	}
}

func TestJSONDamaged(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`{"rows": 2, "cols": 2, "data": [1, 2, 3]}`, "linalg: a matrix of shape 2×2 comes with 3 entries"},
		{`{"rows": 2, "cols": 2, "data": [1, 2, 3, 4, 5]}`, "linalg: a matrix of shape 2×2 comes with 5 entries"},
		{`{"rows": 2, "cols": 2}`, "linalg: a matrix of shape 2×2 comes with 0 entries"},
		{`{"data": [1]}`, "linalg: a matrix of shape 0×0 comes with 1 entries"},
		{`{"rows": -1, "cols": -1, "data": [1]}`, "linalg: a matrix of shape -1×-1 comes with 1 entries"},
		{`{"rows": -1, "cols": 0}`, "linalg: a matrix of shape -1×0 comes with 0 entries"},
		{`{"rows": 4294967296, "cols": 4294967296}`, "linalg: a matrix of shape 4294967296×4294967296 comes with 0 entries"}, // 2⁶⁴ wraps to 0
		{`{"rows": 1, "cols": 1, "data": ["nan"]}`, `linalg: "nan" is not a number: want a number, "NaN", "+Inf" or "-Inf"`},
		{`{"rows": 1, "cols": 1, "data": ["1"]}`, `linalg: "1" is not a number`},
		{`{"rows": 1, "cols": 1, "data": [null]}`, `linalg: null is not a number`},
		{`{"rows": 1, "cols": 1, "data": [true]}`, "cannot unmarshal bool"},
		{`{"rows": 1, "cols": 1, "data": [[1]]}`, "cannot unmarshal array"},
		{`{"rows": 1, "cols": 1, "data": [1e400]}`, "cannot unmarshal number 1e400"},
		{`{"rows": 1.5, "cols": 1, "data": []}`, "cannot unmarshal number 1.5"},
		{`{"rows": 1, "cols": 1, "data": [1`, "unexpected end of JSON input"},
		{`{"rows": 1, "cols": 1, "data": [NaN]}`, "invalid character"},
		{`[[1, 2], [3, 4]]`, "cannot unmarshal array"},
		{``, "unexpected end of JSON input"},
	} {
		m := counted(2, 2).Named("before")
		err := json.Unmarshal([]byte(test.text), m)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got error %v, want one with %q", test.text, err, test.want)
		}
		if !identical(m, counted(2, 2).Named("before")) {
			t.Errorf("%s: got %v, want the matrix as it was", test.text, m)
		}
	}
}

// FuzzMatrixJSON: whatever decodes, encodes to something that decodes to the same,
// is a matrix, and can be shown. Nothing panics.
func FuzzMatrixJSON(f *testing.F) {
	for _, seed := range []string{
		`{"name":"W","rows":2,"cols":2,"data":[1,-0.5,"NaN","-Inf"]}`,
		`{"name":"\ud800","rows":0,"cols":3,"data":[]}`,
		`{"rows":0,"cols":4611686018427387904}`,
		`{"rows":4294967296,"cols":4294967296}`,
		`{"rows":1,"cols":3,"data":[-0,1e-400,null]}`,
		`{"Rows":1,"COLS":1,"data":[1],"data":[2],"more":{}}`,
		`null`, `{}`, `[]`, `"NaN"`, `{"data":null}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var m linalg.Matrix
		if json.Unmarshal(text, &m) != nil {
			return
		}
		if m.Rows < 0 || m.Cols < 0 || m.Rows*m.Cols != len(m.Data) {
			t.Fatalf("%s: got shape %d×%d with %d entries", text, m.Rows, m.Cols, len(m.Data))
		}
		again, err := json.Marshal(m)
		if err != nil {
			t.Fatalf("%s decodes, but does not encode: %v", text, err)
		}
		var got linalg.Matrix
		if err := json.Unmarshal(again, &got); err != nil || !identical(&got, &m) {
			t.Fatalf("%s encodes as %s: got %.17g, %v\nwant %.17g", text, again, &got, err, &m)
		}
		_, _ = m.String(), m.TeX()
	})
}

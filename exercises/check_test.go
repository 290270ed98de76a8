package exercises

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
)

func TestWant(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		got, want any
		says      string // "" when there is no difference
	}{
		"equal numbers":            {1.0, 1 + 1e-12, ""},
		"another number":           {1.0, 1.1, "another one"},
		"relative to a large one":  {1e12, 1e12 + 1, ""},
		"NaN for a number":         {nan, 1.0, "another one"},
		"NaN where it is wanted":   {nan, nan, ""},
		"infinity":                 {math.Inf(1), 1e308, "another one"},
		"a matrix":                 {linalg.Row(1, 2), linalg.Row(1, 2), ""},
		"an entry":                 {linalg.Row(1, 3), linalg.Row(1, 2), "Row 1, column 2 is 3, want 2."},
		"NaN in a matrix":          {linalg.Row(1, nan), linalg.Row(1, 2), "NaN"},
		"a shape":                  {linalg.Col(1, 2), linalg.Row(1, 2), "The shape is 2×1, want 1×2."},
		"no matrix":                {(*linalg.Matrix)(nil), linalg.Row(1), "Nothing came back"},
		"data that does not fit":   {&linalg.Matrix{Rows: 1, Cols: 2, Data: []float64{1}}, linalg.Row(1, 2), "Rows and Cols say 1×2, but Data holds 1 numbers"},
		"numbers":                  {[]float64{1, 2}, []float64{1, 2}, ""},
		"too few numbers":          {[]float64{1}, []float64{1, 2}, "1 numbers came, want 2."},
		"too many":                 {[]float64{1, 2, 3}, []float64{1, 2}, "3 numbers came"},
		"a number among them":      {[]float64{1, 3}, []float64{1, 2}, "Number 2 is 3, want 2."},
		"texts":                    {[]string{"a"}, []string{"b"}, `Text 1 is "a", want "b".`},
		"whole numbers":            {3, 3, ""},
		"another type altogether":  {"3", 3, "not what was wanted"},
		"a number of another type": {3, 3.0, "another one"},
	} {
		t.Run(name, func(t *testing.T) {
			c := c
			results := Run([]Check[int]{{Name: "x", Run: func(t *T, _ int) { t.Want("x", c.got, c.want, 1e-9) }}}, 0, 0)
			switch f := results[0].Failure; {
			case f == nil && c.says != "":
				t.Errorf("got no failure, want %q", c.says)
			case f != nil && (c.says == "" || !strings.Contains(f.Message, c.says)):
				t.Errorf("got %q, want %q", f.Message, c.says)
			}
		})
	}
}

// A slip is named only when what came is what it gives.
func TestSlip(t *testing.T) {
	half := Slip{"the half is missing", 2.0}
	for got, want := range map[float64]string{2: "the half is missing", 3: "The number is another one."} {
		r := Run([]Check[int]{{Run: func(t *T, _ int) { t.Want("J", got, 1.0, 0, half) }}}, 0, 0)[0]
		if r.Failure == nil || r.Failure.Message != want {
			t.Errorf("%v: got %+v, want %q", got, r.Failure, want)
		}
	}
}

// Streams belong to a check and a seed, and to nothing else.
func TestStreams(t *testing.T) {
	var drawn []float64
	draw := func(name string) Check[int] {
		return Check[int]{Name: name, Run: func(t *T, _ int) { drawn = append(drawn, t.Rand.Float64()) }}
	}
	Run([]Check[int]{draw("a"), draw("b")}, 0, 1)
	Run([]Check[int]{draw("b")}, 0, 1)
	Run([]Check[int]{draw("b")}, 0, 2)
	if drawn[1] != drawn[2] || drawn[0] == drawn[1] || drawn[2] == drawn[3] {
		t.Errorf("got %v", drawn)
	}
}

func TestProgressIsKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "progress.json")
	t.Setenv("CHAINRULE_PROGRESS", file)
	wrong := func(A, B *linalg.Matrix) *linalg.Matrix { return nil }
	MatrixProduct.Check(wrong)
	MatrixProduct.Check(linalg.Mul)
	MatrixProduct.Check(wrong)
	for range 4 {
		MatrixProduct.Hint()
	}
	all, err := ReadProgress(file)
	if want := (Progress{Passed: 0, Total: 3, Hints: 4, Tries: 3, Solved: true}); err != nil || all["matrix-product"] != want {
		t.Errorf("got %+v, %v, want %+v", all, err, want)
	}
	if err := os.WriteFile(file, []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadProgress(file); err == nil || !strings.Contains(err.Error(), "delete it") {
		t.Errorf("got %v", err)
	}
}

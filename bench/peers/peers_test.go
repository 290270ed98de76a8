package main

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// fifth is the loss of each workload's fifth step in PyTorch 2.9.1; of a product it is
// the sum of its last row. A run of the program compares all five, but needs a Python.
var fifth = map[string]float64{
	"product, 64×64":                                  4.758629288632751,
	"product, 256×256":                                -5.21302275691145,
	"product, 512×512":                                321.1080330237783,
	"MLP 2-8-8-1, batch 4":                            0.2054357016964034,
	"MLP 2-8-8-1, batch 32":                           0.3246826051264952,
	"MLP 784-128-64-10, batch 32":                     1.4351321818958653,
	"MLP 784-128-64-10, batch 128":                    1.7778407614391631,
	"LeNet, batch 32":                                 2.180581656643966,
	"LSTM of 32 units, 24 times 8 features, batch 32": 0.4082333122822046,
}

func TestWorkloadsComputeWhatPyTorchDoes(t *testing.T) {
	if len(fifth) != len(workloads) {
		t.Errorf("got %d numbers of PyTorch for %d workloads, want one for each", len(fifth), len(workloads))
	}
	for _, w := range workloads {
		s, err := ours{}.measure(w, 1e-9)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := difference(s.Numbers[firstSteps-1:], []float64{fifth[w.Name]}); err != nil {
			t.Errorf("%s: %v", w.Name, err)
		}
	}
}

func TestStepsAllocateNothing(t *testing.T) {
	for _, w := range workloads {
		step, err := start(w)
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(10, func() { step() }); n != 0 {
			t.Errorf("%s: got %.0f allocations a step, want 0", w.Name, n)
		}
	}
}

func TestDifference(t *testing.T) {
	for _, c := range []struct {
		got, want []float64
		ok        bool
	}{
		{[]float64{1, 2}, []float64{1, 2}, true},
		{[]float64{1, 2e6 + 1e-4}, []float64{1, 2e6}, true}, // relative
		{[]float64{1, 2 + 1e-8}, []float64{1, 2}, false},
		{[]float64{-1}, []float64{1}, false},
		{[]float64{1}, []float64{1, 2}, false},
		{[]float64{math.NaN()}, []float64{math.NaN()}, false},
		{[]float64{math.Inf(1)}, []float64{1}, false},
	} {
		if _, err := difference(c.got, c.want); (err == nil) != c.ok {
			t.Errorf("%v and %v: got error %v, want none: %v", c.got, c.want, err, c.ok)
		}
	}
}

// fake is a side that always computes the same, two steps in each round's time.
type fake struct {
	label   string
	number  float64
	seconds []float64
}

func (f *fake) name() string  { return f.label }
func (f *fake) about() string { return "version 1" }
func (f *fake) measure(workload, float64) (sample, error) {
	s := sample{Numbers: []float64{f.number}, Steps: 2, Seconds: f.seconds[0], allocs: 3}
	f.seconds = f.seconds[1:]
	return s, nil
}

func TestSidesThatComputeSomethingElseAreRefused(t *testing.T) {
	once := []float64{1}
	_, err := compare(workload{Name: "it"}, []side{&fake{"a", 1, once}, &fake{"b", 1, once}, &fake{"c", 1.1, once}}, 1, 1)
	if err == nil || !strings.Contains(err.Error(), "it: c and a do not compute the same: step 1 gives 1.1 and 1,") {
		t.Errorf("got %v, want an error that names c and a", err)
	}
}

// A slow round is slow for both: the ratio is of the same round.
func TestTable(t *testing.T) {
	sides := []side{&fake{"a", 1, []float64{0.004, 0.002, 0.040}}, &fake{"b", 1 + 1e-12, []float64{0.001, 0.002, 0.010}}}
	r, err := compare(workload{Name: "it"}, sides, 3, 1)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	printTable(&b, sides, []row{r})
	want := `| a step of | a | b | a : b | our allocations | numbers agree to |
|---|---|---|---|---|---|
| it | 2.00 ms (1.50–11.0) | 1.00 ms (0.750–3.00) | 4 | 3 | 1e-12 |

- a: version 1
- b: version 1
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestQuantile(t *testing.T) {
	for q, want := range map[float64]float64{0: 1, 0.25: 1.75, 0.5: 2.5, 1: 4} {
		if got := quantile([]float64{4, 1, 3, 2}, q); got != want {
			t.Errorf("quantile %g: got %g, want %g", q, got, want)
		}
	}
	if got := quantile([]float64{7}, 0.75); got != 7 {
		t.Errorf("of one value: got %g, want 7", got)
	}
}

func TestDigits(t *testing.T) {
	for v, want := range map[float64]string{0: "0.00", 0.0123: "0.0123", 1.234: "1.23", 12.34: "12.3", 999.4: "999", 12345: "12345"} {
		if got := digits(v); got != want {
			t.Errorf("%g: got %s, want %s", v, got, want)
		}
	}
}

// What a shell sets for other programs must not slow the others down.
func TestPlain(t *testing.T) {
	got := plain([]string{"PATH=/bin", "OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1", "HOME=/"})
	if want := []string{"PATH=/bin", "HOME=/"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The first numbers of the streams, as serve.py has them.
func TestDraw(t *testing.T) {
	got := make([]float64, 2)
	draw(got, 1, 2)
	if want := []float64{0.9831180376422188, -0.9056861460917567}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

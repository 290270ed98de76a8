package data_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// The sums were computed apart from this package, with Python's fractions, from the
// files of scikit-learn: they catch a changed digit, and a column read as another.
func TestBuiltinSets(t *testing.T) {
	digits := []float64{
		0, 546, 9353, 21269, 21291, 10390, 2448, 233, 10, 3583, 18657, 21527, 18472, 14692, 3318, 194,
		5, 4675, 17796, 12566, 12755, 14028, 3214, 90, 2, 4438, 16337, 15852, 17839, 13570, 4165, 4,
		0, 4204, 13778, 16302, 18512, 15713, 5228, 0, 16, 2846, 12366, 12989, 13787, 14801, 6211, 49,
		13, 1266, 13490, 17142, 16921, 15739, 6694, 371, 1, 502, 9987, 21724, 21221, 12155, 3716, 655,
	}
	for j := range digits {
		digits[j] /= 16
	}
	for _, test := range []struct {
		set     *data.Set
		rows    int
		classes string
		sumsY   []float64 // the number of examples in each class, or the sum of the target
		sumsX   []float64
	}{
		{data.Digits(), 1797, "0 1 2 3 4 5 6 7 8 9", []float64{178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, digits},
		{data.Iris(), 150, "setosa versicolor virginica", []float64{50, 50, 50}, []float64{876.5, 458.6, 563.7, 179.9}},
		{data.Wine(), 178, "cultivar 1 cultivar 2 cultivar 3", []float64{59, 71, 48}, []float64{
			2314.11, 415.87, 421.24, 3470.1, 17754, 408.53, 361.21, 64.41, 283.18, 900.339999, 170.426, 464.88, 132947,
		}},
		{data.BreastCancer(), 569, "benign malignant", []float64{357, 212}, []float64{
			8038.429, 10975.81, 52330.38, 372631.9, 54.829, 59.37002, 50.5268107, 27.834994, 103.0811, 35.73184,
			230.5429, 692.3896, 1630.7877, 22951.798, 4.006317, 14.497061, 18.1475246, 6.712002, 11.688568, 2.1593003,
			9257.169, 14610.34, 61031.63, 501051.8, 75.31773, 144.67681, 154.875247, 65.210941, 165.053, 47.76517,
		}},
		{data.Diabetes(), 442, "", []float64{67243}, []float64{
			21445, 649, 11658.1, 41833.98, 83600, 51024.1, 22006.5, 1799.05, 2051.5036, 40337,
		}},
	} {
		s := test.set
		if s.Len() != test.rows || s.X.Cols != len(test.sumsX) || s.Y.Rows != test.rows || s.Y.Cols != len(test.sumsY) {
			t.Errorf("%s: X is %d×%d and Y is %d×%d, want %d×%d and %d×%d", s.Name, s.X.Rows, s.X.Cols, s.Y.Rows, s.Y.Cols, test.rows, len(test.sumsX), test.rows, len(test.sumsY))
			continue
		}
		if got := strings.Join(s.Classes, " "); got != test.classes {
			t.Errorf("%s: got classes %q, want %q", s.Name, got, test.classes)
		}
		sumsTo(t, s.Name+": X", linalg.SumRows(s.X).Data, test.sumsX)
		sumsTo(t, s.Name+": Y", linalg.SumRows(s.Y).Data, test.sumsY)
		if s.Classes != nil && !slices.Equal(s.Labels, linalg.ArgmaxRows(s.Y)) {
			t.Errorf("%s: the labels are not where Y is 1", s.Name)
		}
		if len(s.Features) != s.X.Cols || slices.Contains(s.Features, "") {
			t.Errorf("%s: got features %q, want a name for each of %d", s.Name, s.Features, s.X.Cols)
		}
		if s.Source == "" || s.License == "" {
			t.Errorf("%s has no source or no license", s.Name)
		}
	}
}

func sumsTo(t *testing.T, what string, got, want []float64) {
	t.Helper()
	for j := range want {
		if !(math.Abs(got[j]-want[j]) <= 1e-9*max(1, math.Abs(want[j]))) {
			t.Errorf("%s: column %d sums to %.12g, want %.12g", what, j, got[j], want[j])
		}
	}
}

func TestDigitsAreInkFrom0To1(t *testing.T) {
	if X := data.Digits().X; linalg.Min(X) != 0 || linalg.Max(X) != 1 {
		t.Errorf("got pixels from %v to %v, want 0 to 1", linalg.Min(X), linalg.Max(X))
	}
}

// A lesson that overwrites its data must not change those of the next cell.
func TestBuiltinSetsAreCopies(t *testing.T) {
	data.Iris().X.Fill(0)
	if got := data.Iris().X.At(0, 0); got != 5.1 {
		t.Errorf("got %v after another copy was overwritten, want 5.1", got)
	}
}

func TestSunspots(t *testing.T) {
	s := data.Sunspots()
	if len(s.Values) != 309 || len(s.Years) != 309 || s.Source == "" || s.License == "" {
		t.Fatalf("got %d values of %d years from %q under %q, want 309 with source and license", len(s.Values), len(s.Years), s.Source, s.License)
	}
	var sum float64
	for i, v := range s.Values {
		if sum += v; s.Years[i] != 1700+i {
			t.Fatalf("value %d is of %d, want %d", i, s.Years[i], 1700+i)
		}
	}
	most := slices.Max(s.Values)
	if math.Abs(sum-15373.4) > 1e-9 || most != 190.2 || s.Values[1957-1700] != most {
		t.Errorf("got sum %v and maximum %v, want 15373.4 and 190.2 in 1957", sum, most)
	}
}

func TestImageDoesNotFit(t *testing.T) {
	s := data.Digits()
	panics(t, "8×9", func() { s.Image(0, 8, 9) }, "Image: a picture of 8×9", "64 pixels")
	panics(t, "−8×−8", func() { s.Image(0, -8, -8) }, "Image: a picture of -8×-8")
	panics(t, "no such example", func() { s.Image(1797, 8, 8) }, "no row 1797")
	s.Image(0, 8, 8).Fill(7)
	if linalg.Max(s.X) != 1 {
		t.Error("a picture shares the storage of the set")
	}
}

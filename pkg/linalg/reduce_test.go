package linalg_test

import (
	"math"
	"slices"
	"testing"

	"chainrule/pkg/linalg"
)

func TestReduce(t *testing.T) {
	rng := seeded(1)
	for _, s := range shapes {
		r, c := s[0], s[1]
		A, B := normal(rng, r, c), normal(rng, r, c)
		var sum, dot, squares float64
		least, most := math.Inf(1), math.Inf(-1)
		rows, cols := linalg.New(1, c), linalg.New(r, 1)
		for i := range r {
			for j := range c {
				v := A.At(i, j)
				sum, dot, squares = sum+v, dot+v*B.At(i, j), squares+v*v
				least, most = min(least, v), max(most, v)
				rows.Data[j] += v
				cols.Data[i] += v
			}
		}
		for _, test := range []struct {
			name      string
			got, want float64
		}{
			{"Sum", linalg.Sum(A), sum},
			{"Mean", linalg.Mean(A), sum / float64(r*c)},
			{"Dot", linalg.Dot(A, B), dot},
			{"Norm", linalg.Norm(A), math.Sqrt(squares)},
			{"Min", linalg.Min(A), least},
			{"Max", linalg.Max(A), most},
		} {
			// A compiler may fuse v·w and +, here or there: the last bit is not tested.
			if !(math.Abs(test.got-test.want) <= 1e-12*math.Max(1, math.Abs(test.want))) &&
				test.got != test.want && !(math.IsNaN(test.got) && math.IsNaN(test.want)) {
				t.Errorf("%s of %d×%d: got %v, want %v", test.name, r, c, test.got, test.want)
			}
		}
		same(t, "SumRows", linalg.SumRows(A), rows)
		same(t, "SumCols", linalg.SumCols(A), cols)
		if r > 0 {
			same(t, "MeanRows", linalg.MeanRows(A), byEntry(1, c, func(_, j int) float64 { return rows.At(0, j) / float64(r) }))
		}
		if c > 0 {
			same(t, "MeanCols", linalg.MeanCols(A), byEntry(r, 1, func(i, _ int) float64 { return cols.At(i, 0) / float64(c) }))
		}
	}
}

// 49·(1/49) is not 1 in float64. A constant feature has to have exactly its mean, or
// it seems to vary.
func TestMeanIsDivided(t *testing.T) {
	for _, n := range []int{3, 49, 98, 103, 1000} {
		same(t, "MeanRows", linalg.MeanRows(linalg.Full(n, 2, 1)), linalg.Row(1, 1))
		same(t, "MeanCols", linalg.MeanCols(linalg.Full(2, n, 1)), linalg.Col(1, 1))
	}
}

func TestMeanOfNothing(t *testing.T) {
	for name, got := range map[string]*linalg.Matrix{
		"MeanRows": linalg.MeanRows(linalg.New(0, 2)),
		"MeanCols": linalg.MeanCols(linalg.New(2, 0)),
	} {
		if len(got.Data) != 2 || !math.IsNaN(got.Data[0]) || !math.IsNaN(got.Data[1]) {
			t.Errorf("%s of no numbers: got %v, want two NaN", name, got)
		}
	}
}

func TestMaxAndMin(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, test := range []struct {
		entries  []float64
		min, max float64
	}{
		{nil, inf, -inf},
		{[]float64{2}, 2, 2},
		{[]float64{3, -7, 5, 5, -7}, -7, 5},
		{[]float64{1, inf, -inf}, -inf, inf},
		{[]float64{-inf, -inf}, -inf, -inf},
		{[]float64{1, nan, 2}, nan, nan},
		{[]float64{nan}, nan, nan},
		{[]float64{inf, nan}, nan, nan}, // math.Max(+Inf, NaN) is +Inf: a NaN must not hide there
		{[]float64{nan, inf}, nan, nan},
		{[]float64{-inf, nan}, nan, nan},
		{[]float64{nan, -inf}, nan, nan},
	} {
		for _, r := range []struct {
			name      string
			got, want float64
		}{
			{"Min", linalg.Min(linalg.Row(test.entries...)), test.min},
			{"Max", linalg.Max(linalg.Row(test.entries...)), test.max},
		} {
			if r.got != r.want && !(math.IsNaN(r.got) && math.IsNaN(r.want)) {
				t.Errorf("%s of %v: got %v, want %v", r.name, test.entries, r.got, r.want)
			}
		}
	}
}

func TestArgmaxRows(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, test := range []struct {
		row  []float64
		want int
	}{
		{[]float64{7}, 0},
		{[]float64{1, 3, 2}, 1},
		{[]float64{1, 3, 3}, 1}, // a tie: the first one
		{[]float64{-1, -1}, 0},
		{[]float64{-3, -2, -1}, 2},
		{[]float64{nan, 1, 2}, 2},
		{[]float64{2, nan, 1}, 0},
		{[]float64{nan, nan, -5}, 2},
		{[]float64{nan, -inf, -inf}, 1},
		{[]float64{1, inf, nan, inf}, 1},
	} {
		if got := linalg.ArgmaxRows(linalg.Row(test.row...)); !slices.Equal(got, []int{test.want}) {
			t.Errorf("ArgmaxRows of %v: got %v, want [%d]", test.row, got, test.want)
		}
	}
	if got, want := linalg.ArgmaxRows(linalg.New(3, 2, 1, 2, 4, 3, 5, 5)), []int{1, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := linalg.ArgmaxRows(linalg.New(0, 0)); len(got) != 0 {
		t.Errorf("a matrix without rows: got %v, want none", got)
	}
}

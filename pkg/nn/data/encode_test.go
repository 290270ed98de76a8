package data_test

import (
	"math"
	"slices"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

func TestZScoreOfFourPoints(t *testing.T) {
	var z data.ZScore
	X := linalg.New(4, 2,
		0, 0,
		0, 0,
		1, 1,
		1, 1)
	z.Fit(X)
	same(t, "the four", z.Transform(X), linalg.New(4, 2, -1, -1, -1, -1, 1, 1, 1, 1))
	same(t, "(2, 2)", z.Transform(linalg.Row(2, 2)), linalg.Row(3, 3))
	same(t, "and back", z.Inverse(linalg.Row(3, 3)), linalg.Row(2, 2))
}

func TestMinMaxOfFourPoints(t *testing.T) {
	var m data.MinMax
	X := linalg.New(4, 2,
		-1, 2,
		-0.5, 6,
		0, 10,
		1, 18)
	m.Fit(X)
	same(t, "the four", m.Transform(X), linalg.New(4, 2, 0, 0, .25, .25, .5, .5, 1, 1))
	same(t, "(2, 2)", m.Transform(linalg.Row(2, 2)), linalg.Row(1.5, 0))
	same(t, "and back", m.Inverse(m.Transform(X)), X)
}

func TestScalersOfRealData(t *testing.T) {
	X := data.Wine().X
	before := X.Clone()
	var z data.ZScore
	z.Fit(X)
	Z := z.Transform(X)
	ones := linalg.Full(1, X.Cols, 1)
	if mean := linalg.MeanRows(Z); !linalg.EqualApprox(mean, linalg.New(1, X.Cols), 1e-12) {
		t.Errorf("z-score: got means %v, want 0", mean)
	}
	if variance := linalg.MeanRows(linalg.Hadamard(Z, Z)); !linalg.EqualApprox(variance, ones, 1e-12) {
		t.Errorf("z-score: got variances %v, want 1", variance)
	}
	if back := z.Inverse(Z); !linalg.EqualApprox(back, X, 1e-12) {
		t.Error("z-score: Inverse does not give back what Transform was given")
	}
	var m data.MinMax
	m.Fit(X)
	M := m.Transform(X)
	for j := range X.Cols {
		col := linalg.SliceCols(M, j, j+1)
		// Exactly: a largest entry of 0.9999999999999999 is what a product with 1/49 leaves.
		if linalg.Min(col) != 0 || linalg.Max(col) != 1 {
			t.Errorf("min-max: column %d goes from %v to %.17g, want 0 to 1", j, linalg.Min(col), linalg.Max(col))
		}
	}
	if back := m.Inverse(M); !linalg.EqualApprox(back, X, 1e-12) {
		t.Error("min-max: Inverse does not give back what Transform was given")
	}
	same(t, "X", X, before)
}

func TestMinMaxReachesOne(t *testing.T) {
	for n := 1.0; n < 200; n++ {
		var m data.MinMax
		X := linalg.Col(0, n)
		m.Fit(X)
		same(t, "min-max", m.Transform(X), linalg.Col(0, 1))
	}
}

// The mean of n times 0.1 is not always 0.1, and a tiny σ is not 0.
func TestConstantColumn(t *testing.T) {
	for _, v := range []float64{0, 7, 0.1, -1.0 / 3, 1e300, 5e-324} {
		for n := 1; n <= 50; n++ {
			constant, zeros := linalg.Full(n, 1, v), linalg.New(n, 1)
			var z data.ZScore
			z.Fit(constant)
			same(t, "z-score", z.Transform(constant), zeros)
			same(t, "z-score of another value", z.Transform(linalg.Row(v+1)), linalg.Row(0))
			same(t, "z-score, inverse", z.Inverse(zeros), constant)
			var m data.MinMax
			m.Fit(constant)
			same(t, "min-max", m.Transform(constant), zeros)
			same(t, "min-max, inverse", m.Inverse(zeros), constant)
		}
	}
}

// 1/5e-324 is infinite, and 0·∞ is NaN.
func TestTinySpread(t *testing.T) {
	X := linalg.Col(0, 5e-324)
	var z data.ZScore
	z.Fit(X)
	var m data.MinMax
	m.Fit(X)
	same(t, "min-max", m.Transform(X), linalg.Col(0, 1))
	for _, v := range z.Transform(X).Data {
		if math.IsNaN(v) {
			t.Errorf("z-score: got NaN")
		}
	}
}

func TestScalersRefuse(t *testing.T) {
	var z data.ZScore
	var m data.MinMax
	x := linalg.Row(1, 2, 3).Named("X")
	for what, f := range map[string]func(*linalg.Matrix) *linalg.Matrix{
		"ZScore.Transform": z.Transform, "ZScore.Inverse": z.Inverse, "MinMax.Transform": m.Transform, "MinMax.Inverse": m.Inverse,
	} {
		panics(t, what+" before Fit", func() { f(x) }, "data: "+what, "call Fit")
	}
	z.Fit(linalg.New(4, 2))
	m.Fit(linalg.New(4, 2))
	for what, f := range map[string]func(*linalg.Matrix) *linalg.Matrix{
		"ZScore.Transform": z.Transform, "ZScore.Inverse": z.Inverse, "MinMax.Transform": m.Transform, "MinMax.Inverse": m.Inverse,
	} {
		panics(t, what, func() { f(x) }, what, "X (1×3) has 3 columns, want 2")
	}
	for what, f := range map[string]func(*linalg.Matrix){"ZScore.Fit": z.Fit, "MinMax.Fit": m.Fit} {
		panics(t, what, func() { f(linalg.New(0, 2)) }, what, "no rows")
	}
}

func TestOneHotOrder(t *testing.T) {
	for _, test := range []struct{ values, want []string }{
		{[]string{"red", "green", "red", "blue"}, []string{"blue", "green", "red"}},
		{[]string{"10", "9", "-1", "9"}, []string{"-1", "9", "10"}},
		{[]string{"10", "9", "many"}, []string{"10", "9", "many"}},
		{[]string{"1.0", "1"}, []string{"1", "1.0"}}, // equal as numbers, two as words
		{[]string{"b", "a", "NaN"}, []string{"NaN", "a", "b"}},
		{nil, nil},
	} {
		given := slices.Clone(test.values)
		var o data.OneHot
		o.Fit(test.values)
		if !slices.Equal(o.Classes, test.want) {
			t.Errorf("%q: got %q, want %q", test.values, o.Classes, test.want)
		}
		if !slices.Equal(test.values, given) {
			t.Errorf("Fit changed its values from %q to %q", given, test.values)
		}
	}
}

func TestOneHotRefuses(t *testing.T) {
	o := data.OneHot{Classes: []string{"blue", "red"}}
	_, err := o.Transform([]string{"red", "violet"})
	says(t, "unseen", err, "data: OneHot: value 1", `"violet"`, "blue, red", "set Unseen")
	o.Unseen = true
	got, err := o.Transform([]string{"red", "violet"})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "unseen allowed", got, linalg.New(2, 2, 0, 1, 0, 0))

	_, err = new(data.OneHot).Transform([]string{"red"})
	says(t, "before Fit", err, "call Fit")
	o.Classes = []string{"red", "blue", "red"}
	_, err = o.Transform([]string{"red"})
	says(t, "twice", err, "Classes 0 and 2", `"red"`)

	var many data.OneHot
	for _, c := range "abcdefghijklmnopqrstuvwxyz" {
		many.Classes = append(many.Classes, string(c))
	}
	_, err = many.Transform([]string{"ä"})
	says(t, "many categories", err, `"ä"`, "i, j, … (26 in all)")
}

package linalg_test

import (
	"testing"

	"gonum.org/v1/gonum/mat"

	"chainrule/pkg/linalg"
)

func TestConstructors(t *testing.T) {
	entries := []float64{1, 2, 3, 4, 5, 6}
	for _, test := range []struct {
		name       string
		got        *linalg.Matrix
		rows, cols int
		want       []float64
	}{
		{"New", linalg.New(2, 3, entries...), 2, 3, entries},
		{"New of zeros", linalg.New(2, 1), 2, 1, []float64{0, 0}},
		{"New, empty", linalg.New(0, 3), 0, 3, nil},
		{"FromRows", linalg.FromRows([][]float64{{1, 2}, {3, 4}, {5, 6}}), 3, 2, entries},
		{"FromRows of none", linalg.FromRows(nil), 0, 0, nil},
		{"FromRows of empty ones", linalg.FromRows([][]float64{{}, {}}), 2, 0, nil},
		{"Row", linalg.Row(entries...), 1, 6, entries},
		{"Row of none", linalg.Row(), 1, 0, nil},
		{"Col", linalg.Col(entries...), 6, 1, entries},
		{"Col of none", linalg.Col(), 0, 1, nil},
		{"Identity", linalg.Identity(2), 2, 2, []float64{1, 0, 0, 1}},
		{"Identity, empty", linalg.Identity(0), 0, 0, nil},
		{"Full", linalg.Full(1, 2, -3), 1, 2, []float64{-3, -3}},
	} {
		same(t, test.name, test.got, &linalg.Matrix{Rows: test.rows, Cols: test.cols, Data: test.want})
		if r, c := test.got.Dims(); r != test.rows || c != test.cols || test.got.Name != "" {
			t.Errorf("%s: got %d×%d named %q, want %d×%d without a name", test.name, r, c, test.got.Name, test.rows, test.cols)
		}
	}
	linalg.New(2, 3, entries...).Fill(0)
	if entries[0] != 1 {
		t.Error("New: the matrix shares the entries it was given, want a copy")
	}
}

func TestAtAndSet(t *testing.T) {
	A := linalg.New(2, 3)
	for i := range 2 {
		for j := range 3 {
			A.Set(i, j, float64(10*i+j))
		}
	}
	same(t, "Set", A, linalg.New(2, 3, 0, 1, 2, 10, 11, 12))
	for i := range 2 {
		for j := range 3 {
			if got, want := A.At(i, j), float64(10*i+j); got != want {
				t.Errorf("At(%d, %d): got %v, want %v", i, j, got, want)
			}
		}
	}
}

// Appending to a row must not write over the next one.
func TestRowIsAViewThatCannotGrow(t *testing.T) {
	A := counted(2, 2)
	A.Row(0)[1] = 9
	_ = append(A.Row(0), 99)
	_ = append(linalg.SliceRows(A, 0, 1).Data, 99)
	same(t, "A", A, linalg.New(2, 2, 1, 9, 3, 4))
}

func TestCloneAndCopy(t *testing.T) {
	A := counted(2, 2).Named("A")
	B := A.Clone()
	C := linalg.Row(7).Named("C").Copy(A)
	A.Fill(0)
	same(t, "Clone", B, counted(2, 2))
	same(t, "Copy", C, counted(2, 2))
	if B.Name != "A" || C.Name != "C" {
		t.Errorf("got names %q and %q, want A (a clone's) and C (kept)", B.Name, C.Name)
	}
}

func TestReset(t *testing.T) {
	m := counted(2, 3).Named("m")
	first := &m.Data[0]
	for _, s := range [][2]int{{3, 2}, {1, 1}, {0, 5}, {2, 3}} {
		if got := m.Reset(s[0], s[1]); got != m || m.Rows != s[0] || m.Cols != s[1] || len(m.Data) != s[0]*s[1] || m.Name != "m" {
			t.Errorf("Reset%v: got %v with %d entries", s, got, len(m.Data))
		}
	}
	if &m.Data[0] != first {
		t.Error("got other storage, want that of six entries for at most six")
	}
	if m.Reset(3, 3); len(m.Data) != 9 {
		t.Errorf("got %d entries, want 9", len(m.Data))
	}
}

// gonum's functions take a Matrix as it is.
func TestGonumReadsAMatrix(t *testing.T) {
	A := counted(2, 3)
	T := A.T()
	if r, c := T.Dims(); r != 3 || c != 2 {
		t.Errorf("T: got %d×%d, want 3×2", r, c)
	}
	A.Set(0, 2, 33)
	if got := T.At(2, 0); got != 33 {
		t.Errorf("T is a view: got %v, want 33", got)
	}
	var d mat.Dense
	d.Mul(A, A.T())
	same(t, "AAᵀ", linalg.New(2, 2, d.RawMatrix().Data...), linalg.MulABT(A, A))
}

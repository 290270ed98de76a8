package linalg_test

import (
	"testing"

	"chainrule/pkg/linalg"
)

func TestSlices(t *testing.T) {
	A := counted(3, 2)
	for _, test := range []struct {
		name      string
		got, want *linalg.Matrix
	}{
		{"SliceRows, the middle", linalg.SliceRows(A, 1, 2), linalg.Row(3, 4)},
		{"SliceRows, all", linalg.SliceRows(A, 0, 3), A},
		{"SliceRows, none", linalg.SliceRows(A, 3, 3), linalg.New(0, 2)},
		{"SliceCols, the last", linalg.SliceCols(A, 1, 2), linalg.Col(2, 4, 6)},
		{"SliceCols, all", linalg.SliceCols(A, 0, 2), A},
		{"SliceCols, none", linalg.SliceCols(A, 0, 0), linalg.New(3, 0)},
		{"SelectRows", linalg.SelectRows(A, []int{2, 0, 0}), linalg.New(3, 2, 5, 6, 1, 2, 1, 2)},
		{"SelectRows, none", linalg.SelectRows(A, nil), linalg.New(0, 2)},
		{"VStack", linalg.VStack(A, linalg.New(0, 2), linalg.Row(7, 8)), counted(4, 2)},
		{"VStack of one", linalg.VStack(A), A},
		{"VStack of none", linalg.VStack(), linalg.New(0, 0)},
		{"HStack", linalg.HStack(linalg.Col(0, 0, 0), A, linalg.New(3, 0), A), linalg.New(3, 5, 0, 1, 2, 1, 2, 0, 3, 4, 3, 4, 0, 5, 6, 5, 6)},
		{"HStack of one", linalg.HStack(A), A},
		{"HStack of none", linalg.HStack(), linalg.New(0, 0)},
		{"HStack without rows", linalg.HStack(linalg.New(0, 1), linalg.New(0, 2)), linalg.New(0, 3)},
	} {
		same(t, test.name, test.got, test.want)
	}
	same(t, "A cut in two and put together", linalg.VStack(linalg.SliceRows(A, 0, 1), linalg.SliceRows(A, 1, 3)), A)
	same(t, "A cut in two and put together", linalg.HStack(linalg.SliceCols(A, 0, 1), linalg.SliceCols(A, 1, 2)), A)
}

func TestSliceRowsIsAViewAllElseIsACopy(t *testing.T) {
	A := counted(3, 2).Named("A")
	linalg.SliceRows(A, 1, 3).Set(0, 1, 40)
	want := linalg.New(3, 2, 1, 2, 3, 40, 5, 6)
	same(t, "A after its view was written", A, want)
	for name, m := range map[string]*linalg.Matrix{
		"SliceCols":  linalg.SliceCols(A, 0, 2),
		"SelectRows": linalg.SelectRows(A, []int{0, 1, 2}),
		"VStack":     linalg.VStack(A),
		"HStack":     linalg.HStack(A),
	} {
		m.Fill(99)
		same(t, "A after its "+name+" was written", A, want)
		if m.Name != "" {
			t.Errorf("%s: got name %q, want none: a part is not A", name, m.Name)
		}
	}
	// A larger shape does not fit into the view; A must not be written over.
	linalg.SliceRows(A, 0, 2).Reset(3, 2).Fill(99)
	same(t, "A after its view grew", A, want)
}

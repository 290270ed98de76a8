package linalg_test

import (
	"testing"

	"chainrule/pkg/linalg"
)

func TestShapeErrors(t *testing.T) {
	X := linalg.New(4, 2).Named("X")
	Y := linalg.New(4, 1).Named("Y")
	W := linalg.New(3, 4).Named(`W_1`)
	unnamed := linalg.New(3, 3)
	empty := linalg.New(0, 2).Named("E")
	into := new(linalg.Matrix)
	for _, test := range []struct {
		f    func()
		want string
	}{
		{func() { linalg.Mul(X, Y) }, "linalg: Mul: X (4×2) and Y (4×1) do not fit: inner sizes 2 and 4 differ"},
		{func() { into.Mul(W, W) }, "linalg: Mul: W_1 (3×4) and W_1 (3×4) do not fit: inner sizes 4 and 3 differ"},
		{func() { linalg.Mul(unnamed, X) }, "linalg: Mul: left operand (3×3) and X (4×2) do not fit: inner sizes 3 and 4 differ"},
		{func() { linalg.Mul(X, unnamed) }, "linalg: Mul: X (4×2) and right operand (3×3) do not fit: inner sizes 2 and 3 differ"},
		{func() { linalg.MulNaive(X, Y) }, "linalg: MulNaive: X (4×2) and Y (4×1) do not fit: inner sizes 2 and 4 differ"},
		{func() { linalg.MulATB(X, W) }, "linalg: MulATB: X (4×2) and W_1 (3×4) do not fit: numbers of rows 4 and 3 differ"},
		{func() { linalg.MulABT(X, Y) }, "linalg: MulABT: X (4×2) and Y (4×1) do not fit: numbers of columns 2 and 1 differ"},

		{func() { linalg.Add(X, Y) }, "linalg: Add: X (4×2) and Y (4×1) do not fit: 2 and 1 columns differ"},
		{func() { linalg.Sub(W, X) }, "linalg: Sub: W_1 (3×4) and X (4×2) do not fit: 3 and 4 rows differ"},
		{func() { linalg.Hadamard(X, empty) }, "linalg: Hadamard: X (4×2) and E (0×2) do not fit: 4 and 0 rows differ"},
		{func() { linalg.Dot(X, Y) }, "linalg: Dot: X (4×2) and Y (4×1) do not fit: 2 and 1 columns differ"},

		{func() { linalg.AddRow(X, Y) }, "linalg: AddRow: X (4×2) and Y (4×1) do not fit: want a row of shape 1×2"},
		{func() { linalg.AddRow(X, linalg.Row(1, 2, 3).Named("b")) }, "linalg: AddRow: X (4×2) and b (1×3) do not fit: want a row of shape 1×2"},
		{func() { linalg.HadamardRow(X, X) }, "linalg: HadamardRow: X (4×2) and X (4×2) do not fit: want a row of shape 1×2"},
		{func() { linalg.AddCol(W, Y) }, "linalg: AddCol: W_1 (3×4) and Y (4×1) do not fit: want a column of shape 3×1"},
		{func() { linalg.HadamardCol(X, linalg.Row(1, 2, 3, 4)) }, "linalg: HadamardCol: X (4×2) and right operand (1×4) do not fit: want a column of shape 4×1"},

		{func() { X.Mul(X, W) }, "linalg: Mul: X (4×2) and W_1 (3×4) do not fit: inner sizes 2 and 3 differ"}, // the shapes come first
		{func() { X.Transpose(X) }, "linalg: Transpose: X (4×2) cannot be overwritten while it is read: use a matrix of its own for the result"},
		{func() { unnamed.Mul(unnamed, unnamed) }, "linalg: Mul: the operand (3×3) cannot be overwritten while it is read: use a matrix of its own for the result"},
		{func() { X.MeanRows(X) }, "linalg: MeanRows: X (4×2) cannot be overwritten while it is read: use a matrix of its own for the result"},

		{func() { linalg.New(-1, 2) }, "linalg: New: -1×2 is not a shape: rows and columns are at least 0"},
		{func() { linalg.New(2, 3, 1, 2, 3, 4) }, "linalg: New: a 2×3 matrix has 6 entries, not 4"},
		{func() { linalg.New(0, 3, 1) }, "linalg: New: a 0×3 matrix has 0 entries, not 1"},
		{func() { linalg.FromRows([][]float64{{1, 2}, {3, 4}, {5}}) }, "linalg: FromRows: row 0 has 2 entries, row 2 has 1"},
		{func() { linalg.FromRows([][]float64{nil, {3}}) }, "linalg: FromRows: row 0 has 0 entries, row 1 has 1"},
		{func() { into.Reset(2, -1) }, "linalg: Reset: 2×-1 is not a shape: rows and columns are at least 0"},
		{func() { into.Reset(-2, -1) }, "linalg: Reset: -2×-1 is not a shape: rows and columns are at least 0"},

		{func() { X.At(4, 0) }, "linalg: At: X (4×2) has no entry in row 4, column 0: rows go from 0 to 3, columns from 0 to 1"},
		{func() { X.At(0, 2) }, "linalg: At: X (4×2) has no entry in row 0, column 2: rows go from 0 to 3, columns from 0 to 1"},
		{func() { unnamed.At(-1, 0) }, "linalg: At: the matrix (3×3) has no entry in row -1, column 0: rows go from 0 to 2, columns from 0 to 2"},
		{func() { X.Set(0, -1, 7) }, "linalg: Set: X (4×2) has no entry in row 0, column -1: rows go from 0 to 3, columns from 0 to 1"},
		{func() { X.Set(0, 2, 7) }, "linalg: Set: X (4×2) has no entry in row 0, column 2: rows go from 0 to 3, columns from 0 to 1"},
		{func() { X.Set(4, 1, 7) }, "linalg: Set: X (4×2) has no entry in row 4, column 1: rows go from 0 to 3, columns from 0 to 1"},
		{func() { X.Row(4) }, "linalg: Row: X (4×2) has no row 4: rows go from 0 to 3"},
		{func() { X.Row(-1) }, "linalg: Row: X (4×2) has no row -1: rows go from 0 to 3"},
		{func() { linalg.SelectRows(X, []int{0, 4}) }, "linalg: SelectRows: X (4×2) has no row 4: rows go from 0 to 3"},
		{func() { linalg.SelectRows(unnamed, []int{-1}) }, "linalg: SelectRows: the matrix (3×3) has no row -1: rows go from 0 to 2"},

		{func() { linalg.SliceRows(X, 2, 5) }, "linalg: SliceRows: X (4×2) has no rows 2 to 4: it has 4"},
		{func() { linalg.SliceRows(X, -1, 2) }, "linalg: SliceRows: X (4×2) has no rows -1 to 1: it has 4"},
		{func() { linalg.SliceRows(X, 3, 1) }, "linalg: SliceRows: X (4×2) has no rows 3 to 0: it has 4"},
		{func() { linalg.SliceCols(unnamed, 0, 4) }, "linalg: SliceCols: the matrix (3×3) has no columns 0 to 3: it has 3"},
		{func() { linalg.VStack(X, X, Y) }, "linalg: VStack: X (4×2) and Y (4×1) do not fit: numbers of columns 2 and 1 differ"},
		{func() { linalg.HStack(X, Y, W) }, "linalg: HStack: X (4×2) and W_1 (3×4) do not fit: numbers of rows 4 and 3 differ"},
		{func() { linalg.ArgmaxRows(linalg.New(3, 0).Named("P")) }, "linalg: ArgmaxRows: P (3×0) has no columns to choose from"},
		{func() { linalg.ArgmaxRows(linalg.New(1, 0)) }, "linalg: ArgmaxRows: the matrix (1×0) has no columns to choose from"},

		{func() { linalg.Identity(-1) }, "linalg: New: -1×-1 is not a shape: rows and columns are at least 0"},
		{func() { linalg.Full(1, -1, 0) }, "linalg: New: 1×-1 is not a shape: rows and columns are at least 0"},
		{func() { linalg.Normal(seeded(1), -1, 1, 0, 1) }, "linalg: New: -1×1 is not a shape: rows and columns are at least 0"},
	} {
		t.Run(test.want, func(t *testing.T) {
			if got := shapeError(t, test.f).Error(); got != test.want {
				t.Errorf("\n got %q\nwant %q", got, test.want)
			}
		})
	}
}

// Each method panics before it writes: what was in the receiver is still there.
func TestMisfitLeavesTheReceiver(t *testing.T) {
	for _, o := range ops() {
		a, b := o.operands()
		wrong := linalg.New(7, 7)
		m := counted(2, 2)
		switch {
		case o.bShape != [2]int{}:
			shapeError(t, func() { o.m(m, wrong, b) })
			shapeError(t, func() { o.m(m, a, wrong) })
		case o.name == "SelectRows":
			shapeError(t, func() { o.m(m, linalg.New(2, 2), b) })
		}
		same(t, o.name, m, counted(2, 2))
	}
}

package exercises

import (
	"math"
	"slices"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// MemoryCell asks for a step of a gated memory, forward and back.
var MemoryCell = &Exercise[func() (C1, dC0, dF, dI []float64)]{
	ID: "memory-cell", Lesson: 8, Kind: Predict, Title: "Two memory cells and their gates", Name: "MemoryCell",
	Hints: [3]string{
		"Each cell minds its own business: do the first one with plain numbers, then the second.",
		"For c = f·c₀ + i·c̃ the derivative with respect to one factor is the other factor. Multiply it by the ∂c that comes back.",
		"∂F is ∂C ⊙ C⁰, with the memory as it was before the step. ∂I is ∂C ⊙ C̃, and no gate stands in it.",
	},
	Checks: []Check[func() (C1, dC0, dF, dI []float64)]{
		{Name: "the new memory", Run: func(t *T, MemoryCell func() (C1, dC0, dF, dI []float64)) {
			C1, _, _, _ := MemoryCell()
			t.Guess("The new memory", C1, []float64{1, -0.5}, 1e-9,
				Slip{"That is what is kept. What the input gate lets in is added.", []float64{2, -0.5}},
				Slip{"The candidates went in whole: the input gate of the second cell is closed.", []float64{1, 2.5}},
				Slip{"The old memory stayed whole: the forget gate scales it.", []float64{3, -2}})
		}},
		{Name: "back to the old memory", Run: func(t *T, MemoryCell func() (C1, dC0, dF, dI []float64)) {
			_, dC0, _, _ := MemoryCell()
			t.Guess("∂ of the old memory", dC0, []float64{1, 1}, 1e-9,
				Slip{"That is ∂F. The derivative with respect to a factor is the other factor, here F.", []float64{8, -8}},
				Slip{"That hands on ∂C as it came. The forget gate scales it on the way back, too.", []float64{2, 4}},
				Slip{"That is F alone. It scales what comes back, ∂C.", []float64{0.5, 0.25}})
		}},
	},
}

// HadamardProduct asks for the product entry by entry.
var HadamardProduct = &Exercise[func(A, B *linalg.Matrix) (*linalg.Matrix, error)]{
	ID: "hadamard-product", Lesson: 8, Kind: Implement, Title: "The Hadamard product", Name: "EntryProduct",
	Forbid: []string{"Hadamard", "HadamardRow", "HadamardCol", "nn"},
	Hints: [3]string{
		"Compare the shapes first: Rows with Rows, Cols with Cols. The number of entries is not enough.",
		"Make a new matrix of the same shape. Each entry of it is one product; nothing is added up.",
		"One loop over Data does it, since equal shapes have equal entries at equal places. fmt.Errorf or errors.New make an error.",
	},
	Checks: []Check[func(A, B *linalg.Matrix) (*linalg.Matrix, error)]{
		{Name: "two by two", Run: func(t *T, EntryProduct func(A, B *linalg.Matrix) (*linalg.Matrix, error)) {
			CheckHadamardProduct(t, EntryProduct, linalg.New(2, 2, 1, 2, 3, 4), linalg.New(2, 2, 5, 6, 7, 8))
		}},
		{Name: "a mask", Run: func(t *T, EntryProduct func(A, B *linalg.Matrix) (*linalg.Matrix, error)) {
			CheckHadamardProduct(t, EntryProduct, linalg.New(2, 3, 1, 2, 3, 4, 5, 6), linalg.New(2, 3, 1, 0, 1, 0, 1, 1))
		}},
		{Name: "2×3 with 3×2 has none", Run: func(t *T, EntryProduct func(A, B *linalg.Matrix) (*linalg.Matrix, error)) {
			CheckNoHadamardProduct(t, EntryProduct, linalg.New(2, 3, 1, 2, 3, 4, 5, 6), linalg.New(3, 2, 1, 2, 3, 4, 5, 6))
		}},
		{Name: "a column with a row has none", Run: func(t *T, EntryProduct func(A, B *linalg.Matrix) (*linalg.Matrix, error)) {
			CheckNoHadamardProduct(t, EntryProduct, linalg.Col(1, 2, 3), linalg.Row(1, 2, 3))
		}},
	},
}

// CheckHadamardProduct asks a solution for A ⊙ B, of equal shapes.
func CheckHadamardProduct(t *T, EntryProduct func(A, B *linalg.Matrix) (*linalg.Matrix, error), A, B *linalg.Matrix) {
	want := linalg.Hadamard(A, B)
	slips := []Slip{
		{"This is the sum. Here the entries are multiplied.", linalg.Add(A, B)},
		{"This is the first factor. It is multiplied by the second, entry by entry.", A.Clone()},
	}
	if A.Cols == B.Rows {
		slips = append(slips, Slip{"This is the matrix product: rows met columns. Here an entry meets the one at the same place, and nothing is added up.", linalg.Mul(A, B)})
	}
	t.Given("A", A)
	t.Given("B", B)
	C, err := EntryProduct(A, B)
	if err != nil {
		t.Fail("The shapes are equal, %d×%d, so there is a product. The error says: %v", A.Rows, A.Cols, err)
	}
	t.Want("A ⊙ B", C, want, 1e-12, slips...)
}

// CheckNoHadamardProduct asks a solution for the product of two matrices of different shapes: it must return an error.
func CheckNoHadamardProduct(t *T, EntryProduct func(A, B *linalg.Matrix) (*linalg.Matrix, error), A, B *linalg.Matrix) {
	t.Given("A", A)
	t.Given("B", B)
	C, err := EntryProduct(A, B)
	switch {
	case err != nil:
	case C != nil && C.Rows == max(A.Rows, B.Rows) && C.Cols == max(A.Cols, B.Cols) && len(C.Data) > max(len(A.Data), len(B.Data)):
		t.Fail("A %d×%d and a %d×%d matrix were stretched to %d×%d. That is broadcasting; a Hadamard product asks for equal shapes, so return an error.",
			A.Rows, A.Cols, B.Rows, B.Cols, C.Rows, C.Cols)
	case len(A.Data) == len(B.Data):
		t.Fail("A is %d×%d and B %d×%d: as many entries, but not at the same places. Compare rows and columns, and return an error.", A.Rows, A.Cols, B.Rows, B.Cols)
	default:
		t.Fail("A is %d×%d and B %d×%d: there is no entry by entry, so return an error.", A.Rows, A.Cols, B.Rows, B.Cols)
	}
}

// MaskedCost asks for the repair of a cost that leaves out padding.
var MaskedCost = &Exercise[func(Yhat, Y, M *linalg.Matrix) (J float64, dYhat *linalg.Matrix)]{
	ID: "masked-cost", Lesson: 8, Kind: Debug, Title: "Padding that flatters", Name: "MaskedCost",
	Hints: [3]string{
		"Add a padded row to a batch: M is 0 there. Should J change? Does it?",
		"The sum leaves the padding out. What about the number that it is divided by?",
		"How many entries count is the sum of M. And what is the quotient when it is 0?",
	},
	Checks: []Check[func(Yhat, Y, M *linalg.Matrix) (J float64, dYhat *linalg.Matrix)]{
		{Name: "nothing is padded", Run: func(t *T, MaskedCost func(Yhat, Y, M *linalg.Matrix) (J float64, dYhat *linalg.Matrix)) {
			CheckMaskedCost(t, MaskedCost, linalg.Row(3, 1), linalg.Row(1, 1), linalg.Row(1, 1))
		}},
		{Name: "two of four are padded", Run: func(t *T, MaskedCost func(Yhat, Y, M *linalg.Matrix) (J float64, dYhat *linalg.Matrix)) {
			CheckMaskedCost(t, MaskedCost, linalg.New(2, 2, 3, 7, 2, 5), linalg.New(2, 2, 1, 0, 4, 0), linalg.New(2, 2, 1, 0, 1, 0))
		}},
	},
}

// CheckMaskedCost asks a solution for the mean squared error of the entries where M is 1, and for its gradient.
func CheckMaskedCost(t *T, MaskedCost func(Yhat, Y, M *linalg.Matrix) (J float64, dYhat *linalg.Matrix), Yhat, Y, M *linalg.Matrix) {
	var a, b []float64 // what counts
	for k, m := range M.Data {
		if m == 1 {
			a, b = append(a, Yhat.Data[k]), append(b, Y.Data[k])
		}
	}
	J, d := 0.0, linalg.New(Y.Rows, Y.Cols)
	if len(a) > 0 {
		J = nn.MSE{}.Loss(nil, linalg.Row(a...), linalg.Row(b...))
		some := nn.MSE{}.Grad(nil, linalg.New(1, len(a)), linalg.Row(a...), linalg.Row(b...)).Data
		for k, m := range M.Data {
			if m == 1 {
				d.Data[k], some = some[0], some[1:]
			}
		}
	}
	count, all := float64(len(a)), float64(len(Y.Data))
	t.Given("Yhat", Yhat)
	t.Given("Y", Y)
	t.Given("M", M)
	gotJ, dYhat := MaskedCost(Yhat, Y, M)
	if math.IsNaN(gotJ) {
		t.Fail("J is NaN: nothing counts, and 0 was divided by 0. Return 0, and a gradient of zeros.")
	}
	t.Want("J", gotJ, J, 1e-9,
		Slip{"The sum leaves the padding out, but it was divided by the number of all entries: the more padding, the smaller J looks. Divide by how many count.", J * count / all},
		Slip{"This is the sum. J is the mean over the entries that count.", J * count},
		Slip{"The padding counts, too.", nn.MSE{}.Loss(nil, Yhat, Y)})
	if dYhat != nil && slices.ContainsFunc(dYhat.Data, math.IsNaN) {
		t.Fail("The gradient holds NaN: nothing counts, and 0 was divided by 0. Return a gradient of zeros.")
	}
	t.Want("dYhat", dYhat, d, 1e-9,
		Slip{"J is right, but its gradient is divided by the number of all entries. Both divide by the same number.", linalg.Scale(count/all, d)},
		Slip{"The 2 is missing: the derivative of e² is 2e.", linalg.Scale(0.5, d)},
		Slip{"The sign is the opposite: the error is prediction minus target.", linalg.Scale(-1, d)},
		Slip{"The division by the number of entries that count is missing.", linalg.Scale(count, d)})
}

// BroadcastAdd asks for the sum of two matrices, one of which may be stretched.
var BroadcastAdd = &Exercise[func(A, B *linalg.Matrix) (*linalg.Matrix, error)]{
	ID: "broadcast-add", Lesson: 8, Kind: Implement, Title: "Adding with broadcasting", Name: "BroadcastAdd",
	Forbid: []string{"Add", "AddRow", "AddCol", "nn"},
	Hints: [3]string{
		"Decide on the rows and on the columns separately, by the same rule: a function of two sizes that returns the size of the result, or says that there is none.",
		"Which entry of A stands at place (i, j) of the result? A has either all rows or one, and either all columns or one.",
		"Where A has a single row, read row 0 whatever i is; where it has a single column, column 0 whatever j is. The same for B.",
	},
	Checks: []Check[func(A, B *linalg.Matrix) (*linalg.Matrix, error)]{
		{Name: "a matrix and a row", Run: func(t *T, BroadcastAdd func(A, B *linalg.Matrix) (*linalg.Matrix, error)) {
			CheckBroadcastAdd(t, BroadcastAdd, linalg.New(2, 2, 1, 2, 3, 4), linalg.Row(10, 20))
		}},
		{Name: "a column and a matrix", Run: func(t *T, BroadcastAdd func(A, B *linalg.Matrix) (*linalg.Matrix, error)) {
			CheckBroadcastAdd(t, BroadcastAdd, linalg.Col(10, 20), linalg.New(2, 3, 1, 2, 3, 4, 5, 6))
		}},
		{Name: "a column and a row", Run: func(t *T, BroadcastAdd func(A, B *linalg.Matrix) (*linalg.Matrix, error)) {
			CheckBroadcastAdd(t, BroadcastAdd, linalg.Col(10, 20), linalg.Row(1, 2, 3))
		}},
		{Name: "2×3 and 1×2 do not fit", Run: func(t *T, BroadcastAdd func(A, B *linalg.Matrix) (*linalg.Matrix, error)) {
			CheckBroadcastAdd(t, BroadcastAdd, linalg.New(2, 3, 1, 2, 3, 4, 5, 6), linalg.Row(1, 2))
		}},
	},
}

// CheckBroadcastAdd asks a solution for A + B by NumPy's rule, or for an error where the shapes do not allow it.
func CheckBroadcastAdd(t *T, BroadcastAdd func(A, B *linalg.Matrix) (*linalg.Matrix, error), A, B *linalg.Matrix) {
	fit := func(a, b int) bool { return a == b || a == 1 || b == 1 }
	rows, cols := max(A.Rows, B.Rows), max(A.Cols, B.Cols)
	// stretched repeats a row or column, as a product with ones.
	stretched := func(m *linalg.Matrix) *linalg.Matrix {
		if m.Rows < rows {
			m = linalg.Mul(linalg.Full(rows, 1, 1), m)
		}
		if m.Cols < cols {
			m = linalg.Mul(m, linalg.Full(1, cols, 1))
		}
		return m
	}
	t.Given("A", A)
	t.Given("B", B)
	if !fit(A.Rows, B.Rows) || !fit(A.Cols, B.Cols) {
		if C, err := BroadcastAdd(A, B); err == nil {
			shape := "nothing (nil)"
			if C != nil {
				shape = show("C", C)
			}
			t.Fail("A is %d×%d and B %d×%d: sizes that differ fit only when one of them is 1. There must be an error, and what came is %s", A.Rows, A.Cols, B.Rows, B.Cols, shape)
		}
		return
	}
	want := linalg.Add(stretched(A), stretched(B))
	slips := []Slip{{"This is transposed: a column runs down, a row across.", linalg.Transpose(want)}}
	if B.Rows == 1 && B.Cols == A.Rows && A.Rows == A.Cols {
		slips = append(slips, Slip{"Row i got number i of B. A row is repeated downward: column j gets its number j.", linalg.AddCol(A, linalg.Transpose(B))})
	}
	if A.Cols == 1 && B.Cols > 1 && A.Rows == B.Rows {
		first := B.Clone()
		for i := range first.Rows {
			first.Set(i, 0, first.At(i, 0)+A.At(i, 0))
		}
		slips = append(slips, Slip{"Only the first column got A. It is stretched over all columns.", first})
	}
	if B.Rows == 1 && A.Rows > 1 && A.Cols == B.Cols {
		first := A.Clone()
		for j := range first.Cols {
			first.Set(0, j, first.At(0, j)+B.At(0, j))
		}
		slips = append(slips, Slip{"Only the first row got B. It is stretched over all rows.", first})
	}
	C, err := BroadcastAdd(A, B)
	if err != nil {
		t.Fail("A is %d×%d and B %d×%d: each size is equal or 1, so there is a sum, %d×%d. The error says: %v", A.Rows, A.Cols, B.Rows, B.Cols, rows, cols, err)
	}
	t.Want("A + B", C, want, 1e-12, slips...)
}

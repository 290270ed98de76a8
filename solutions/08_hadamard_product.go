package solutions

import (
	"errors"
	"math"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// MemoryCell is the solution of exercises.MemoryCell.
var MemoryCell = &Solution[func() (C1, dC0, dF, dI []float64)]{
	Exercise: exercises.MemoryCell,
	Hidden: []exercises.Check[func() (C1, dC0, dF, dI []float64)]{
		{Name: "the forget gates", Run: func(t *exercises.T, MemoryCell func() (C1, dC0, dF, dI []float64)) {
			_, _, dF, _ := MemoryCell()
			t.Guess("∂F", dF, []float64{8, -8}, 1e-9,
				exercises.Slip{Say: "That multiplies by the new memory. The forget gate met the old one.", Value: []float64{2, -2}},
				exercises.Slip{Say: "That is the gradient of the old memory. For the gate, the other factor is the memory.", Value: []float64{1, 1}})
		}},
		{Name: "the input gates", Run: func(t *exercises.T, MemoryCell func() (C1, dC0, dF, dI []float64)) {
			_, _, _, dI := MemoryCell()
			t.Guess("∂I", dI, []float64{-2, 12}, 1e-9,
				exercises.Slip{Say: "The second gate is closed, but its own gradient is ∂c times c̃, which is not 0: a closed gate can learn to open.", Value: []float64{-2, 0}},
				exercises.Slip{Say: "That is ∂C̃, the gradient of the candidates. For the gate, the other factor is C̃.", Value: []float64{2, 0}})
		}},
	},
	Mutants: []Mutant[func() (C1, dC0, dF, dI []float64)]{
		{"factors exchanged", func() (C1, dC0, dF, dI []float64) {
			return []float64{1, -0.5}, []float64{8, -8}, []float64{1, 1}, []float64{2, 0}
		}, "The derivative with respect to a factor is the other factor"},
		{"the new memory", func() (C1, dC0, dF, dI []float64) {
			return []float64{1, -0.5}, []float64{1, 1}, []float64{2, -2}, []float64{-2, 12}
		}, "The forget gate met the old one."},
		{"a closed gate learns nothing", func() (C1, dC0, dF, dI []float64) {
			return []float64{1, -0.5}, []float64{1, 1}, []float64{8, -8}, []float64{-2, 0}
		}, "a closed gate can learn to open"},
		{"all is let in", func() (C1, dC0, dF, dI []float64) {
			return []float64{1, 2.5}, []float64{1, 1}, []float64{8, -8}, []float64{-2, 12}
		}, "the input gate of the second cell is closed"},
	},
}

type entryProduct = func(A, B *linalg.Matrix) (*linalg.Matrix, error)

// HadamardProduct is the solution of exercises.HadamardProduct.
var HadamardProduct = &Solution[entryProduct]{
	Exercise: exercises.HadamardProduct,
	Hidden: []exercises.Check[entryProduct]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, EntryProduct entryProduct) {
			r, c := 1+t.Rand.IntN(5), 1+t.Rand.IntN(5)
			exercises.CheckHadamardProduct(t, EntryProduct, linalg.Normal(t.Rand, r, c, 0, 1), linalg.Normal(t.Rand, r, c, 0, 1))
		}},
		{Name: "square matrices, which have both products", Run: func(t *exercises.T, EntryProduct entryProduct) {
			exercises.CheckHadamardProduct(t, EntryProduct, linalg.Normal(t.Rand, 3, 3, 0, 1), linalg.Normal(t.Rand, 3, 3, 0, 1))
		}},
		{Name: "shapes that differ", Run: func(t *exercises.T, EntryProduct entryProduct) {
			r, c := 2+t.Rand.IntN(3), 2+t.Rand.IntN(3)
			exercises.CheckNoHadamardProduct(t, EntryProduct, linalg.Full(r, c, 1), linalg.Full(1, c, 2))
		}},
		{Name: "the same rows, other columns", Run: func(t *exercises.T, EntryProduct entryProduct) {
			exercises.CheckNoHadamardProduct(t, EntryProduct, linalg.Full(2, 2, 1), linalg.Full(2, 3, 2))
		}},
	},
	Mutants: []Mutant[entryProduct]{
		{"the matrix product", func(A, B *linalg.Matrix) (*linalg.Matrix, error) {
			if A.Cols != B.Rows {
				return nil, errors.New("no product")
			}
			return linalg.Mul(A, B), nil
		}, "This is the matrix product"},
		{"the number of entries compared", func(A, B *linalg.Matrix) (*linalg.Matrix, error) {
			if len(A.Data) != len(B.Data) {
				return nil, errors.New("no product")
			}
			C := linalg.New(A.Rows, A.Cols)
			for k := range C.Data {
				C.Data[k] = A.Data[k] * B.Data[k]
			}
			return C, nil
		}, "as many entries, but not at the same places"},
		{"in place", func(A, B *linalg.Matrix) (*linalg.Matrix, error) {
			if A.Rows != B.Rows || A.Cols != B.Cols {
				return nil, errors.New("no product")
			}
			return A.Hadamard(A, B), nil
		}, "A was overwritten"},
		{"stretched", func(A, B *linalg.Matrix) (*linalg.Matrix, error) {
			switch {
			case A.Cols == 1 && B.Rows == 1:
				return linalg.Mul(A, B), nil
			case A.Rows != B.Rows || A.Cols != B.Cols:
				return nil, errors.New("no product")
			}
			return linalg.Hadamard(A, B), nil
		}, "That is broadcasting"},
	},
}

type maskedCost = func(Yhat, Y, M *linalg.Matrix) (J float64, dYhat *linalg.Matrix)

// maskedWith divides the cost and its gradient by what these say.
func maskedWith(forJ, forGrad func(all, count float64) float64) maskedCost {
	return func(Yhat, Y, M *linalg.Matrix) (J float64, dYhat *linalg.Matrix) {
		E := linalg.Hadamard(linalg.Sub(Yhat, Y), M)
		all, count := float64(len(Y.Data)), linalg.Sum(M)
		return linalg.Dot(E, E) / forJ(all, count), linalg.Scale(2/forGrad(all, count), E)
	}
}

func byAll(all, count float64) float64   { return all }
func byCount(all, count float64) float64 { return count }

// MaskedCost is the solution of exercises.MaskedCost.
var MaskedCost = &Solution[maskedCost]{
	Exercise: exercises.MaskedCost,
	Hidden: []exercises.Check[maskedCost]{
		{Name: "a mask that is drawn", Points: 2, Run: func(t *exercises.T, MaskedCost maskedCost) {
			r, c := 2+t.Rand.IntN(3), 2+t.Rand.IntN(3)
			M := linalg.Apply(math.Round, linalg.Uniform(t.Rand, r, c, 0, 1))
			M.Set(0, 0, 1)
			M.Set(1, 1, 0)
			exercises.CheckMaskedCost(t, MaskedCost, linalg.Normal(t.Rand, r, c, 0, 1), linalg.Normal(t.Rand, r, c, 0, 1), M)
		}},
		{Name: "all is padding", Run: func(t *exercises.T, MaskedCost maskedCost) {
			exercises.CheckMaskedCost(t, MaskedCost, linalg.Normal(t.Rand, 2, 2, 0, 1), linalg.New(2, 2), linalg.New(2, 2))
		}},
		{Name: "a padded row changes nothing", Run: func(t *exercises.T, MaskedCost maskedCost) {
			Yhat, Y := linalg.Normal(t.Rand, 2, 3, 0, 1), linalg.Normal(t.Rand, 2, 3, 0, 1)
			short, _ := MaskedCost(Yhat.Clone(), Y.Clone(), linalg.Full(2, 3, 1))
			long, _ := MaskedCost(linalg.VStack(Yhat, linalg.Full(1, 3, 7)), linalg.VStack(Y, linalg.New(1, 3)), linalg.VStack(linalg.Full(2, 3, 1), linalg.New(1, 3)))
			t.Given("Yhat without the padded row", Yhat)
			t.Given("Y without the padded row", Y)
			t.Want("J with a padded row", long, short, 1e-9)
		}},
	},
	Mutants: []Mutant[maskedCost]{
		{"as handed out", maskedWith(byAll, byAll), "the more padding, the smaller J looks"},
		{"half repaired", maskedWith(byCount, byAll), "Both divide by the same number."},
		{"0 by 0", maskedWith(byCount, byCount), "0 was divided by 0"},
		{"not divided", maskedWith(func(all, count float64) float64 { return 1 }, byCount), "This is the sum."},
		{"not masked", func(Yhat, Y, M *linalg.Matrix) (J float64, dYhat *linalg.Matrix) {
			return maskedWith(byAll, byAll)(Yhat, Y, linalg.Full(M.Rows, M.Cols, 1))
		}, "The padding counts, too."},
	},
}

// BroadcastAdd is the solution of exercises.BroadcastAdd.
var BroadcastAdd = &Solution[entryProduct]{
	Exercise: exercises.BroadcastAdd,
	Hidden: []exercises.Check[entryProduct]{
		{Name: "shapes that are drawn", Points: 2, Run: func(t *exercises.T, BroadcastAdd entryProduct) {
			r, c := 2+t.Rand.IntN(4), 2+t.Rand.IntN(4)
			size := func(n int) int {
				if t.Rand.IntN(2) == 0 {
					return 1
				}
				return n
			}
			exercises.CheckBroadcastAdd(t, BroadcastAdd, linalg.Normal(t.Rand, size(r), size(c), 0, 1), linalg.Normal(t.Rand, size(r), size(c), 0, 1))
		}},
		{Name: "a single number", Run: func(t *exercises.T, BroadcastAdd entryProduct) {
			exercises.CheckBroadcastAdd(t, BroadcastAdd, linalg.Row(t.Rand.NormFloat64()), linalg.Normal(t.Rand, 2, 3, 0, 1))
		}},
		{Name: "the first one is stretched", Run: func(t *exercises.T, BroadcastAdd entryProduct) {
			exercises.CheckBroadcastAdd(t, BroadcastAdd, linalg.Normal(t.Rand, 1, 3, 0, 1), linalg.Normal(t.Rand, 3, 3, 0, 1))
		}},
		{Name: "rows that do not fit", Run: func(t *exercises.T, BroadcastAdd entryProduct) {
			exercises.CheckBroadcastAdd(t, BroadcastAdd, linalg.Full(2, 3, 1), linalg.Full(4, 3, 1)) // 4 is a multiple of 2, and still does not fit
		}},
	},
	Mutants: []Mutant[entryProduct]{
		{"repeated round and round", func(A, B *linalg.Matrix) (*linalg.Matrix, error) {
			C := linalg.New(max(A.Rows, B.Rows), max(A.Cols, B.Cols))
			for i := range C.Rows {
				for j := range C.Cols {
					C.Set(i, j, A.At(i%A.Rows, j%A.Cols)+B.At(i%B.Rows, j%B.Cols))
				}
			}
			return C, nil
		}, "sizes that differ fit only when one of them is 1"},
		{"only B is stretched", func(A, B *linalg.Matrix) (*linalg.Matrix, error) {
			switch {
			case B.Rows == 1 && B.Cols == A.Cols:
				return linalg.AddRow(A, B), nil
			case B.Cols == 1 && B.Rows == A.Rows:
				return linalg.AddCol(A, B), nil
			case A.Rows == B.Rows && A.Cols == B.Cols:
				return linalg.Add(A, B), nil
			}
			return nil, errors.New("no sum")
		}, "each size is equal or 1, so there is a sum"},
		{"a row for a column", func(A, B *linalg.Matrix) (*linalg.Matrix, error) {
			if B.Rows == 1 && B.Cols == A.Rows {
				return linalg.AddCol(A, linalg.Transpose(B)), nil
			}
			return nil, errors.New("no sum")
		}, "A row is repeated downward"},
		{"the first row alone", func(A, B *linalg.Matrix) (*linalg.Matrix, error) {
			if A.Cols != B.Cols || B.Rows > A.Rows {
				return nil, errors.New("no sum")
			}
			C := A.Clone()
			for k, v := range B.Data {
				C.Data[k] += v
			}
			return C, nil
		}, "Only the first row got B."},
	},
}

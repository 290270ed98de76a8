package linalg_test

import (
	"math"
	"testing"

	"chainrule/pkg/linalg"
)

// op is an operation in its two forms: a function and a method that overwrites.
type op struct {
	name   string
	f      func(a, b *linalg.Matrix) *linalg.Matrix
	m      func(m, a, b *linalg.Matrix) *linalg.Matrix
	aShape [2]int
	bShape [2]int // 0×0: there is no b
}

var picked = []int{2, 0, 2}

func selectRows(a, _ *linalg.Matrix) *linalg.Matrix { return linalg.SelectRows(a, picked) }

func scale(a, _ *linalg.Matrix) *linalg.Matrix { return linalg.Scale(3, a) }

func apply(a, _ *linalg.Matrix) *linalg.Matrix { return linalg.Apply(math.Tanh, a) }

func one(f func(a *linalg.Matrix) *linalg.Matrix) func(a, b *linalg.Matrix) *linalg.Matrix {
	return func(a, _ *linalg.Matrix) *linalg.Matrix { return f(a) }
}

func oneM(f func(m, a *linalg.Matrix) *linalg.Matrix) func(m, a, b *linalg.Matrix) *linalg.Matrix {
	return func(m, a, _ *linalg.Matrix) *linalg.Matrix { return f(m, a) }
}

// entrywise operations may overwrite an operand of the result's shape.
var entrywise = []op{
	{"Add", linalg.Add, (*linalg.Matrix).Add, [2]int{3, 3}, [2]int{3, 3}},
	{"Sub", linalg.Sub, (*linalg.Matrix).Sub, [2]int{3, 3}, [2]int{3, 3}},
	{"Hadamard", linalg.Hadamard, (*linalg.Matrix).Hadamard, [2]int{3, 3}, [2]int{3, 3}},
	{"Scale", scale, func(m, a, _ *linalg.Matrix) *linalg.Matrix { return m.Scale(3, a) }, [2]int{3, 3}, [2]int{}},
	{"Apply", apply, func(m, a, _ *linalg.Matrix) *linalg.Matrix { return m.Apply(math.Tanh, a) }, [2]int{3, 3}, [2]int{}},
	{"Copy", one((*linalg.Matrix).Clone), oneM((*linalg.Matrix).Copy), [2]int{3, 3}, [2]int{}},
}

// broadcasts may overwrite a, but not the row or column that they repeat.
var broadcasts = []op{
	{"AddRow", linalg.AddRow, (*linalg.Matrix).AddRow, [2]int{3, 2}, [2]int{1, 2}},
	{"AddCol", linalg.AddCol, (*linalg.Matrix).AddCol, [2]int{3, 2}, [2]int{3, 1}},
	{"HadamardRow", linalg.HadamardRow, (*linalg.Matrix).HadamardRow, [2]int{3, 2}, [2]int{1, 2}},
	{"HadamardCol", linalg.HadamardCol, (*linalg.Matrix).HadamardCol, [2]int{3, 2}, [2]int{3, 1}},
}

// separate operations may overwrite no operand.
var separate = []op{
	{"Mul", linalg.Mul, (*linalg.Matrix).Mul, [2]int{3, 2}, [2]int{2, 4}},
	{"MulATB", linalg.MulATB, (*linalg.Matrix).MulATB, [2]int{3, 2}, [2]int{3, 4}},
	{"MulABT", linalg.MulABT, (*linalg.Matrix).MulABT, [2]int{3, 2}, [2]int{4, 2}},
	{"Transpose", one(linalg.Transpose), oneM((*linalg.Matrix).Transpose), [2]int{3, 2}, [2]int{}},
	{"SumRows", one(linalg.SumRows), oneM((*linalg.Matrix).SumRows), [2]int{3, 2}, [2]int{}},
	{"SumCols", one(linalg.SumCols), oneM((*linalg.Matrix).SumCols), [2]int{3, 2}, [2]int{}},
	{"MeanRows", one(linalg.MeanRows), oneM((*linalg.Matrix).MeanRows), [2]int{3, 2}, [2]int{}},
	{"MeanCols", one(linalg.MeanCols), oneM((*linalg.Matrix).MeanCols), [2]int{3, 2}, [2]int{}},
	{"SelectRows", selectRows, func(m, a, _ *linalg.Matrix) *linalg.Matrix { return m.SelectRows(a, picked) }, [2]int{3, 2}, [2]int{}},
}

func ops() (all []op) { return append(append(append(all, entrywise...), broadcasts...), separate...) }

func (o op) operands() (a, b *linalg.Matrix) {
	rng := seeded(1)
	return normal(rng, o.aShape[0], o.aShape[1]), normal(rng, o.bShape[0], o.bShape[1])
}

func TestMethodDoesWhatTheFunctionDoes(t *testing.T) {
	for _, o := range ops() {
		a, b := o.operands()
		keptA, keptB := a.Clone(), b.Clone()
		want := o.f(a, b)
		for what, m := range map[string]*linalg.Matrix{
			"the zero value":     new(linalg.Matrix),
			"a smaller receiver": linalg.Full(1, 1, 99),
			"a larger receiver":  linalg.Full(9, 9, 99),
		} {
			got := o.m(m.Named("M"), a, b)
			same(t, o.name+" into "+what, got, want)
			if got != m || m.Name != "M" {
				t.Errorf("%s into %s: got %p named %q, want the receiver %p with its name M", o.name, what, got, got.Name, m)
			}
		}
		same(t, o.name+": a afterwards", a, keptA)
		same(t, o.name+": b afterwards", b, keptB)
	}
}

func TestFunctionResultIsItsOwn(t *testing.T) {
	for _, o := range ops() {
		a, b := o.operands()
		keptA, keptB := a.Clone(), b.Clone()
		o.f(a, b).Fill(99)
		same(t, o.name+": a after its result was written", a, keptA)
		same(t, o.name+": b after its result was written", b, keptB)
	}
}

func TestMethodReusesStorage(t *testing.T) {
	for _, o := range ops() {
		a, b := o.operands()
		m := o.m(new(linalg.Matrix), a, b)
		first := &m.Data[0]
		if n := testing.AllocsPerRun(100, func() { o.m(m, a, b) }); n != 0 {
			t.Errorf("%s into a warm receiver: got %v allocations, want 0", o.name, n)
		}
		if &m.Data[0] != first {
			t.Errorf("%s into a warm receiver: got other storage", o.name)
		}
	}
	m := linalg.New(4, 3)
	for name, f := range map[string]func(){
		"Reset": func() { m.Reset(3, 4); m.Reset(1, 2); m.Reset(4, 3) },
		"Fill":  func() { m.Fill(1) },
		"Named": func() { m.Named("m") },
		"Set":   func() { m.Set(1, 1, m.At(0, 0)) },
		"Row":   func() { m.Row(1)[0] = 2 },
		"Dims":  func() { m.Dims() },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: got %v allocations, want 0", name, n)
		}
	}
}

func TestEntrywiseMayOverwriteAnOperand(t *testing.T) {
	for _, o := range append(entrywise, broadcasts...) {
		a, b := o.operands()
		want := o.f(a, b)
		same(t, o.name+" over a", o.m(a, a, b), want)
	}
	for _, o := range entrywise {
		if o.bShape == [2]int{} {
			continue
		}
		a, b := o.operands()
		want, squared := o.f(a, b), o.f(a, a)
		same(t, o.name+" over b", o.m(b, a, b), want)
		same(t, o.name+" over both", o.m(a, a, a), squared)
	}
}

// refuses fails the test unless f panics, names op and operand, and leaves the operand alone.
func refuses(t *testing.T, what, op string, operand *linalg.Matrix, f func()) {
	t.Helper()
	t.Run(what, func(t *testing.T) {
		kept := operand.Clone()
		want := op + ": " + operand.Name
		e := shapeError(t, f)
		if got := e.Op + ": " + e.Why; len(got) < len(want) || got[:len(want)] != want {
			t.Errorf("got %q, want it to begin with %q", got, want)
		}
		same(t, "the operand", operand, kept)
	})
}

func TestBroadcastRefusesToOverwriteWhatItRepeats(t *testing.T) {
	for _, o := range broadcasts {
		a, b := o.operands()
		refuses(t, o.name, o.name, b.Named("b"), func() { o.m(b, a, b) })
	}
}

func TestProductsAndReductionsRefuseToOverwriteAnOperand(t *testing.T) {
	for _, o := range separate {
		a, b := o.operands()
		a.Named("A")
		b.Named("B")
		refuses(t, o.name+" over a", o.name, a, func() { o.m(a, a, b) })
		refuses(t, o.name+" over a view of all of a", o.name, a, func() { o.m(linalg.SliceRows(a, 0, 3), a, b) })
		refuses(t, o.name+" over the first row of a", o.name, a, func() { o.m(linalg.SliceRows(a, 0, 1), a, b) })
		warm := linalg.New(9, 9)
		copy(warm.Reset(3, 2).Data, a.Data)
		refuses(t, o.name+" over a warm a", o.name, warm.Named("A"), func() { o.m(warm, warm, b) })
		empty := warm.Clone().Reset(0, 0)
		empty.Data = append(empty.Data, a.Data...)[:0] // storage, but no entries yet
		view := &linalg.Matrix{Rows: 3, Cols: 2, Data: empty.Data[:6], Name: "A"}
		refuses(t, o.name+" over storage that a lies in", o.name, view, func() { o.m(empty, view, b) })
		if o.bShape != [2]int{} {
			refuses(t, o.name+" over b", o.name, b, func() { o.m(b, a, b) })
		}
	}
}

// A view that begins further on shares storage too.
func TestProductsAndReductionsRefuseToOverwriteAPart(t *testing.T) {
	for _, o := range separate {
		a, b := o.operands()
		a.Named("A")
		for k := range a.Data {
			part := &linalg.Matrix{Rows: 1, Cols: 1, Data: a.Data[k : k+1 : k+1]}
			refuses(t, o.name+" over one entry of a", o.name, a, func() { o.m(part, a, b) })
		}
		refuses(t, o.name+" over the last rows of a", o.name, a, func() { o.m(linalg.SliceRows(a, 1, 3), a, b) })
	}
}

// Two parts of one storage are two matrices: a net may keep all parameters in one slice.
// What counts is what the result will cover, not how far the receiver could grow.
func TestNeighborsInOneStorageAreNoAliases(t *testing.T) {
	for _, o := range append(broadcasts, separate...) {
		a, b := o.operands()
		want := o.f(a, b)
		n := len(want.Data)
		place := func(k int) (m, operand *linalg.Matrix) {
			store := make([]float64, 100)
			operand = a
			if n == len(a.Data) && o.bShape != [2]int{} { // a broadcast: b is what it repeats
				operand = b
			}
			copy(store[k:], operand.Data)
			*operand = linalg.Matrix{Rows: operand.Rows, Cols: operand.Cols, Data: store[k : k+len(operand.Data)], Name: "P"}
			return &linalg.Matrix{Data: store[:0]}, operand
		}
		m, operand := place(n)
		kept := operand.Clone()
		same(t, o.name+" beside its operand", o.m(m, a, b), want)
		same(t, o.name+": the neighbor afterwards", operand, kept)
		m, operand = place(n - 1)
		refuses(t, o.name+" over its operand's first entry", o.name, operand, func() { o.m(m, a, b) })
	}
}

package linalg

import (
	"runtime"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// product is a matrix product on its way, C = AB with A or B transposed or not. C is cut
// into tiles, which whoever is free computes one after another. gonum would do the same,
// but with a goroutine for each tile, which is allocated.
//
// How C is cut does not change a bit of it: each entry is summed in one order.
type product struct {
	transA, transB blas.Transpose
	a, b, c        blas64.General
	inner          int // the numbers in each sum
	chunk          int // how many of them are added up at a time

	next    atomic.Int64 // tile
	helpers sync.WaitGroup
}

const (
	tileRows, tileCols = 16, 64
	block              = 64      // gonum's: the side of what stays in the first cache
	worthHelp          = 1 << 19 // multiplications: below, waking a helper takes a good part of the time
)

var (
	products = sync.Pool{New: func() any { return new(product) }}
	offers   = make(chan *product) // taken by idle helpers only
	hireOnce sync.Once
)

// ceilDivide is a/b, rounded up.
func ceilDivide(a, b int) int { return (a + b - 1) / b }

// hire starts a helper for each further core.
func hire() {
	for range runtime.GOMAXPROCS(0) - 1 {
		go func() {
			for p := range offers {
				p.compute()
				p.helpers.Done()
			}
		}()
	}
}

// gemm overwrites m, which has its shape already, with the product of a and b.
func (m *Matrix) gemm(transA, transB blas.Transpose, a, b *Matrix) *Matrix {
	if len(m.Data) == 0 || len(a.Data) == 0 {
		return m.Fill(0) // an empty sum
	}
	inner := len(a.Data) / m.Rows
	size := len(m.Data) * inner
	blocks := ceilDivide(m.Rows, block) * ceilDivide(m.Cols, block)
	if blocks < 4 && size < worthHelp { // gonum computes it in one go
		blas64.Gemm(transA, transB, 1, a.general(), b.general(), 0, m.general())
		return m
	}
	p := products.Get().(*product)
	p.transA, p.transB, p.a, p.b, p.c = transA, transB, a.general(), b.general(), m.general()
	p.inner, p.chunk = inner, block
	if transB == blas.Trans && blocks < 4 {
		p.chunk = inner // as gonum sums the dot products of a small result
	}
	p.next.Store(0)
	if size >= worthHelp {
		hireOnce.Do(hire)
		p.offer()
	}
	p.compute()
	p.helpers.Wait()
	p.a, p.b, p.c = blas64.General{}, blas64.General{}, blas64.General{} // nobody's memory is kept
	products.Put(p)
	return m
}

// offer shows the product to every helper that is idle.
func (p *product) offer() {
	for range runtime.GOMAXPROCS(0) - 1 {
		p.helpers.Add(1)
		select {
		case offers <- p:
		default:
			p.helpers.Done()
			return
		}
	}
}

// compute takes tiles until none is left.
func (p *product) compute() {
	down, across := ceilDivide(p.c.Rows, tileRows), ceilDivide(p.c.Cols, tileCols)
	for t := int(p.next.Add(1)) - 1; t < down*across; t = int(p.next.Add(1)) - 1 {
		i, j := t/across*tileRows, t%across*tileCols
		p.tile(i, j, min(tileRows, p.c.Rows-i), min(tileCols, p.c.Cols-j))
	}
}

// tile computes rows×cols entries of C from (i, j) on.
func (p *product) tile(i, j, rows, cols int) {
	c := part(p.c, blas.NoTrans, i, j, rows, cols)
	beta := 0.0
	for k := 0; k < p.inner; k += p.chunk {
		n := min(p.chunk, p.inner-k)
		blas64.Gemm(p.transA, p.transB, 1, part(p.a, p.transA, i, k, rows, n), part(p.b, p.transB, k, j, n, cols), beta, c)
		beta = 1
	}
}

// part is a view of rows×cols entries of op(m) from (i, j) on.
func part(m blas64.General, op blas.Transpose, i, j, rows, cols int) blas64.General {
	if op == blas.Trans {
		i, j, rows, cols = j, i, cols, rows
	}
	return blas64.General{Rows: rows, Cols: cols, Stride: m.Stride, Data: m.Data[i*m.Stride+j : (i+rows-1)*m.Stride+j+cols]}
}

package linalg

import "fmt"

// SliceRows returns the rows i to j−1 of a as a view, (j−i)×c: it shares a's
// storage. It panics with a *ShapeError when 0 ≤ i ≤ j ≤ rows does not hold.
func SliceRows(a *Matrix, i, j int) *Matrix {
	inRange("SliceRows", a, "rows", i, j, a.Rows)
	return &Matrix{Rows: j - i, Cols: a.Cols, Data: a.Data[i*a.Cols : j*a.Cols : j*a.Cols]}
}

// SliceCols returns a copy of the columns i to j−1 of a, r×(j−i). It panics with a
// *ShapeError when 0 ≤ i ≤ j ≤ columns does not hold.
func SliceCols(a *Matrix, i, j int) *Matrix {
	inRange("SliceCols", a, "columns", i, j, a.Cols)
	m := New(a.Rows, j-i)
	for r := range a.Rows {
		copy(m.Row(r), a.Row(r)[i:j])
	}
	return m
}

// SelectRows returns a copy of the rows of a with the given numbers, in that
// order, len(rows)×c. It panics with a *ShapeError when there is no such row.
func SelectRows(a *Matrix, rows []int) *Matrix { return new(Matrix).SelectRows(a, rows) }

// SelectRows overwrites m with the given rows of a; m may not be a.
func (m *Matrix) SelectRows(a *Matrix, rows []int) *Matrix {
	notAliased("SelectRows", m, len(rows), a.Cols, a)
	for _, i := range rows {
		if uint(i) >= uint(a.Rows) {
			panic(a.noRow("SelectRows", i))
		}
	}
	m.Reset(len(rows), a.Cols)
	for to, from := range rows {
		copy(m.Row(to), a.Row(from))
	}
	return m
}

// VStack returns the matrices one below the other. It panics with a *ShapeError
// when their numbers of columns differ.
func VStack(parts ...*Matrix) *Matrix {
	if len(parts) == 0 {
		return New(0, 0)
	}
	m := New(0, parts[0].Cols)
	for _, p := range parts {
		fits("VStack", parts[0], p, "numbers of columns", m.Cols, p.Cols)
		m.Data = append(m.Data, p.Data...)
		m.Rows += p.Rows
	}
	return m
}

// HStack returns the matrices side by side. It panics with a *ShapeError when
// their numbers of rows differ.
func HStack(parts ...*Matrix) *Matrix {
	if len(parts) == 0 {
		return New(0, 0)
	}
	cols := 0
	for _, p := range parts {
		fits("HStack", parts[0], p, "numbers of rows", parts[0].Rows, p.Rows)
		cols += p.Cols
	}
	m := New(parts[0].Rows, cols)
	for i := range m.Rows {
		row := m.Row(i)
		for _, p := range parts {
			row = row[copy(row, p.Row(i)):]
		}
	}
	return m
}

func inRange(op string, a *Matrix, what string, i, j, n int) {
	if i < 0 || j < i || n < j {
		panic(&ShapeError{Op: op, Why: fmt.Sprintf("%s has no %s %d to %d: it has %d", label(a, "the matrix"), what, i, j-1, n)})
	}
}

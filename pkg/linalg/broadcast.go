package linalg

import "fmt"

// AddRow returns a with the 1×c matrix row added to each of its rows.
func AddRow(a, row *Matrix) *Matrix { return new(Matrix).AddRow(a, row) }

// AddCol returns a with the r×1 matrix col added to each of its columns.
func AddCol(a, col *Matrix) *Matrix { return new(Matrix).AddCol(a, col) }

// HadamardRow returns a with each row multiplied, entry by entry, by the 1×c matrix row.
func HadamardRow(a, row *Matrix) *Matrix { return new(Matrix).HadamardRow(a, row) }

// HadamardCol returns a with each column multiplied, entry by entry, by the r×1 matrix col.
func HadamardCol(a, col *Matrix) *Matrix { return new(Matrix).HadamardCol(a, col) }

// AddRow overwrites m with a + 𝟏·row; m may be a, not row.
func (m *Matrix) AddRow(a, row *Matrix) *Matrix {
	isRow("AddRow", a, row)
	notAliased("AddRow", m, a.Rows, a.Cols, row)
	m.Reset(a.Rows, a.Cols)
	for k, v := range a.Data {
		m.Data[k] = v + row.Data[k%a.Cols]
	}
	return m
}

// AddCol overwrites m with a + col·𝟏ᵀ; m may be a, not col.
func (m *Matrix) AddCol(a, col *Matrix) *Matrix {
	isCol("AddCol", a, col)
	notAliased("AddCol", m, a.Rows, a.Cols, col)
	m.Reset(a.Rows, a.Cols)
	for k, v := range a.Data {
		m.Data[k] = v + col.Data[k/a.Cols]
	}
	return m
}

// HadamardRow overwrites m with a ⊙ 𝟏·row; m may be a, not row.
func (m *Matrix) HadamardRow(a, row *Matrix) *Matrix {
	isRow("HadamardRow", a, row)
	notAliased("HadamardRow", m, a.Rows, a.Cols, row)
	m.Reset(a.Rows, a.Cols)
	for k, v := range a.Data {
		m.Data[k] = v * row.Data[k%a.Cols]
	}
	return m
}

// HadamardCol overwrites m with a ⊙ col·𝟏ᵀ; m may be a, not col.
func (m *Matrix) HadamardCol(a, col *Matrix) *Matrix {
	isCol("HadamardCol", a, col)
	notAliased("HadamardCol", m, a.Rows, a.Cols, col)
	m.Reset(a.Rows, a.Cols)
	for k, v := range a.Data {
		m.Data[k] = v * col.Data[k/a.Cols]
	}
	return m
}

func isRow(op string, a, row *Matrix) {
	if row.Rows != 1 || row.Cols != a.Cols {
		misfit(op, a, row, fmt.Sprintf("want a row of shape 1×%d", a.Cols))
	}
}

func isCol(op string, a, col *Matrix) {
	if col.Cols != 1 || col.Rows != a.Rows {
		misfit(op, a, col, fmt.Sprintf("want a column of shape %d×1", a.Rows))
	}
}

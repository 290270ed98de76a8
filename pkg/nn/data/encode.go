package data

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"chainrule/pkg/linalg"
)

// OneHot turns categories into columns: a 1 in the category's own, 0 in the others,
// so that all categories are equally far apart.
type OneHot struct {
	Classes []string // the columns; set by Fit, or by hand
	Unseen  bool     // true turns a category that is not among them into zeros; false makes it an error
}

// Fit learns the categories, in sorted order: numbers by value, so that 9 comes before
// 10, and everything else as text. Give it the training set alone.
func (o *OneHot) Fit(values []string) {
	byText := slices.Sorted(slices.Values(values))
	o.Classes = slices.Compact(byText)
	value := map[string]float64{}
	for _, c := range o.Classes {
		v, err := number(c)
		if err != nil {
			return
		}
		value[c] = v
	}
	slices.SortStableFunc(o.Classes, func(a, b string) int { return cmp.Compare(value[a], value[b]) })
}

// Transform returns len(values) × len(Classes). It returns an error that names a
// category which is not among the classes, unless Unseen allows it.
func (o *OneHot) Transform(values []string) (*linalg.Matrix, error) {
	if len(o.Classes) == 0 && len(values) > 0 {
		return nil, errors.New("data: OneHot: there are no categories yet: call Fit with the values of the training set first")
	}
	column := map[string]int{}
	for j, c := range o.Classes {
		if first, twice := column[c]; twice {
			return nil, fmt.Errorf("data: OneHot: Classes %d and %d are both %q, want each category once", first, j, c)
		}
		column[c] = j
	}
	m := linalg.New(len(values), len(o.Classes))
	for i, v := range values {
		j, known := column[v]
		switch {
		case known:
			m.Set(i, j, 1)
		case !o.Unseen:
			return nil, fmt.Errorf("data: OneHot: value %d is %q, want one of the categories %s: correct it, or set Unseen to make zeros of it", i, v, list(o.Classes))
		}
	}
	return m, nil
}

// ZScore rescales each column to mean 0 and standard deviation 1 of the set that it
// was fitted on: z = (x − μ)/σ, with the population's σ (1/n). A column that is
// constant there becomes 0.
type ZScore struct {
	Mean, Std *linalg.Matrix // 1 × features; set by Fit
}

// Fit learns the mean and the standard deviation of each column of X, n × features.
// Give it the training set alone. It panics with a *linalg.ShapeError when X has no rows.
func (s *ZScore) Fit(X *linalg.Matrix) {
	hasRows("ZScore.Fit", X)
	s.Mean = linalg.MeanRows(X)
	centered := linalg.AddRow(X, linalg.Scale(-1, s.Mean))
	s.Std = linalg.Apply(math.Sqrt, linalg.MeanRows(linalg.Hadamard(centered, centered)))
	// The mean of six times 0.1 is not 0.1 but the number below it. Divided by the
	// σ that this makes, 1.4e-17, a constant column would become ones.
	for j, v := range X.Row(0) {
		if constant(X, j) {
			s.Mean.Data[j], s.Std.Data[j] = v, 0
		}
	}
}

// Transform returns (X − μ)/σ, n × features. It panics with a *linalg.ShapeError
// when X has other columns than the fitted set, and with a message before Fit.
func (s *ZScore) Transform(X *linalg.Matrix) *linalg.Matrix {
	fits("ZScore.Transform", X, s.Mean, s.Std)
	return divide(linalg.AddRow(X, linalg.Scale(-1, s.Mean)), s.Std)
}

// Inverse returns Zσ + μ: what Transform was given, where no column is constant. It
// panics as Transform does.
func (s *ZScore) Inverse(Z *linalg.Matrix) *linalg.Matrix {
	fits("ZScore.Inverse", Z, s.Mean, s.Std)
	return linalg.AddRow(linalg.HadamardRow(Z, s.Std), s.Mean)
}

// MinMax rescales each column to the interval from 0 to 1 of the set that it was
// fitted on: (x − min)/(max − min). A column that is constant there becomes 0.
type MinMax struct {
	Min, Max *linalg.Matrix // 1 × features; set by Fit
}

// Fit learns the smallest and the largest entry of each column of X, n × features.
// Give it the training set alone. It panics with a *linalg.ShapeError when X has no rows.
func (s *MinMax) Fit(X *linalg.Matrix) {
	hasRows("MinMax.Fit", X)
	s.Min, s.Max = linalg.Row(X.Row(0)...), linalg.Row(X.Row(0)...)
	for i := range X.Rows {
		for j, v := range X.Row(i) {
			s.Min.Data[j], s.Max.Data[j] = min(s.Min.Data[j], v), max(s.Max.Data[j], v)
		}
	}
}

// Transform returns (X − min)/(max − min), n × features. It panics with a
// *linalg.ShapeError when X has other columns than the fitted set, and with a message
// before Fit.
func (s *MinMax) Transform(X *linalg.Matrix) *linalg.Matrix {
	fits("MinMax.Transform", X, s.Min, s.Max)
	return divide(linalg.AddRow(X, linalg.Scale(-1, s.Min)), linalg.Sub(s.Max, s.Min))
}

// Inverse returns Z(max − min) + min: what Transform was given, where no column is
// constant. It panics as Transform does.
func (s *MinMax) Inverse(Z *linalg.Matrix) *linalg.Matrix {
	fits("MinMax.Inverse", Z, s.Min, s.Max)
	return linalg.AddRow(linalg.HadamardRow(Z, linalg.Sub(s.Max, s.Min)), s.Min)
}

// divide divides each column of m by its entry of by, and makes zeros of it where that
// is 0: what is constant has nothing to be scaled. Multiplying by 1/49 would round
// twice, and leave the largest of a column at a bit less than 1.
func divide(m, by *linalg.Matrix) *linalg.Matrix {
	for i := range m.Rows {
		row := m.Row(i)
		for j, d := range by.Data {
			if row[j] /= d; d == 0 {
				row[j] = 0
			}
		}
	}
	return m
}

func constant(X *linalg.Matrix, j int) bool {
	for i := range X.Rows {
		if X.At(i, j) != X.At(0, j) {
			return false
		}
	}
	return true
}

// hasRows panics when there is nothing to learn from.
func hasRows(op string, X *linalg.Matrix) {
	if X.Rows == 0 {
		panic(&linalg.ShapeError{Op: op, Why: label(X) + " has no rows, want at least one example to learn from"})
	}
}

// fits panics unless X has the columns that a scaler was fitted on.
func fits(op string, X *linalg.Matrix, learned ...*linalg.Matrix) {
	for _, l := range learned {
		switch {
		case l == nil:
			panic("data: " + op + ": nothing is learned yet: call Fit with the training set first")
		case X.Cols != l.Cols:
			panic(&linalg.ShapeError{Op: op, Why: fmt.Sprintf("%s has %s, want %d, as the set that was given to Fit", label(X), counted(X.Cols, "column"), l.Cols)})
		}
	}
}

// label names a matrix and its shape.
func label(m *linalg.Matrix) string {
	name := m.Name
	if name == "" {
		name = "the matrix"
	}
	return fmt.Sprintf("%s (%d×%d)", name, m.Rows, m.Cols)
}

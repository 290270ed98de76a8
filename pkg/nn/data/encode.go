package data

import (
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

// Fit learns the categories, in sorted order.
func (o *OneHot) Fit(values []string) {
	o.Classes = slices.Compact(slices.Sorted(slices.Values(values)))
}

// Transform returns len(values) × len(Classes). It returns an error that names a
// category which is not among the classes, unless Unseen allows it.
func (o *OneHot) Transform(values []string) (*linalg.Matrix, error) {
	column := map[string]int{}
	for j, c := range o.Classes {
		column[c] = j
	}
	m := linalg.New(len(values), len(o.Classes))
	for i, v := range values {
		j, known := column[v]
		switch {
		case known:
			m.Set(i, j, 1)
		case !o.Unseen:
			return nil, fmt.Errorf("data: OneHot: value %d is %q, which is not one of the categories %q", i, v, o.Classes)
		}
	}
	return m, nil
}

// ZScore rescales each column to mean 0 and standard deviation 1 of the set that it
// was fitted on: z = (x − μ)/σ, with the population's σ (1/n). A column that is
// constant becomes 0.
type ZScore struct {
	Mean, Std *linalg.Matrix // 1 × features; set by Fit
}

// Fit learns the mean and the standard deviation of each column of X, n × features.
// Give it the training set alone.
func (s *ZScore) Fit(X *linalg.Matrix) {
	s.Mean = linalg.MeanRows(X)
	centered := linalg.AddRow(X, linalg.Scale(-1, s.Mean))
	s.Std = linalg.Apply(math.Sqrt, linalg.MeanRows(linalg.Hadamard(centered, centered)))
}

// Transform returns (X − μ)/σ, n × features. It panics with a *linalg.ShapeError
// when X has other columns than the fitted set.
func (s *ZScore) Transform(X *linalg.Matrix) *linalg.Matrix {
	Z := linalg.AddRow(X, linalg.Scale(-1, s.Mean))
	return Z.HadamardRow(Z, linalg.Apply(inverse, s.Std))
}

// Inverse returns Zσ + μ: what Transform was given, where no column is constant.
func (s *ZScore) Inverse(Z *linalg.Matrix) *linalg.Matrix {
	return linalg.AddRow(linalg.HadamardRow(Z, s.Std), s.Mean)
}

// MinMax rescales each column to the interval from 0 to 1 of the set that it was
// fitted on: (x − min)/(max − min). A column that is constant becomes 0.
type MinMax struct {
	Min, Max *linalg.Matrix // 1 × features; set by Fit
}

// Fit learns the smallest and the largest entry of each column of X, n × features.
// Give it the training set alone. It panics with a *linalg.ShapeError when X has no rows.
func (s *MinMax) Fit(X *linalg.Matrix) {
	s.Min, s.Max = linalg.Row(X.Row(0)...), linalg.Row(X.Row(0)...)
	for i := range X.Rows {
		for j, v := range X.Row(i) {
			s.Min.Data[j], s.Max.Data[j] = min(s.Min.Data[j], v), max(s.Max.Data[j], v)
		}
	}
}

// Transform returns (X − min)/(max − min), n × features. It panics with a
// *linalg.ShapeError when X has other columns than the fitted set.
func (s *MinMax) Transform(X *linalg.Matrix) *linalg.Matrix {
	Z := linalg.AddRow(X, linalg.Scale(-1, s.Min))
	return Z.HadamardRow(Z, linalg.Apply(inverse, linalg.Sub(s.Max, s.Min)))
}

// Inverse returns Z(max − min) + min: what Transform was given.
func (s *MinMax) Inverse(Z *linalg.Matrix) *linalg.Matrix {
	return linalg.AddRow(linalg.HadamardRow(Z, linalg.Sub(s.Max, s.Min)), s.Min)
}

// inverse returns 1/v, and 0 for 0: what is constant has nothing to be scaled.
func inverse(v float64) float64 {
	if v == 0 {
		return 0
	}
	return 1 / v
}

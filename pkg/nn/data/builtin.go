package data

import (
	"bytes"
	"embed"
	"fmt"

	"chainrule/pkg/linalg"
)

//go:embed files
var files embed.FS

// Digits returns 1,797 handwritten digits (Alpaydin and Kaynak, 1998): X 1797×64,
// the 8×8 pixels of each row after row, divided by 16 so that 0 is paper and 1 is
// ink; Y 1797×10.
func Digits() *Set {
	s := builtin("Digits", "digits.csv.gz", "digit", "E. Alpaydin, C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository", "CC BY 4.0")
	s.X.Scale(1.0/16, s.X)
	return s
}

// Iris returns 150 flowers of three species (Fisher, 1936): X 150×4, lengths and
// widths of sepal and petal in cm; Y 150×3.
func Iris() *Set {
	return builtin("Iris", "iris.csv", "class", "R. A. Fisher (1936), The use of multiple measurements in taxonomic problems, Annals of Eugenics 7", "CC BY 4.0")
}

// Wine returns 178 wines of three cultivars (Aeberhard and Forina, 1991): X 178×13,
// chemical measurements of very different sizes; Y 178×3.
func Wine() *Set {
	return builtin("Wine", "wine.csv", "class", "S. Aeberhard, M. Forina (1991), Wine, UCI Machine Learning Repository", "CC BY 4.0")
}

// BreastCancer returns 569 tissue samples (Wolberg and others, 1993): X 569×30,
// measurements of cell nuclei; Y 569×2, benign and malignant.
func BreastCancer() *Set {
	return builtin("Breast cancer", "breast_cancer.csv", "class", "W. Wolberg, O. Mangasarian, N. Street, W. Street (1993), Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning Repository", "CC BY 4.0")
}

// Diabetes returns 442 patients (Efron and others, 2004): X 442×10, measurements in
// their own units; Y 442×1, how far the disease had progressed a year later (25 to 346).
func Diabetes() *Set {
	return builtin("Diabetes", "diabetes.csv", "progression", "B. Efron, T. Hastie, I. Johnstone, R. Tibshirani (2004), Least Angle Regression, Annals of Statistics 32", "BSD-3-Clause, as distributed with scikit-learn")
}

// Series is a quantity observed once a year.
type Series struct {
	Name    string
	Years   []int
	Values  []float64
	Source  string
	License string
}

// Sunspots returns the yearly sunspot number from 1700 to 2008, 309 values, as counted
// before the revision of 2015.
func Sunspots() *Series {
	s := builtin("Sunspots", "sunspots.csv", "sunspots", "National Geophysical Data Center", "public domain")
	series := &Series{Name: s.Name, Values: s.Y.Data, Source: s.Source, License: s.License}
	for _, year := range s.X.Data {
		series.Years = append(series.Years, int(year))
	}
	return series
}

// builtin reads one of the embedded files. They are part of the program, so a file
// that cannot be read is the program's error, and panics.
func builtin(name, file, target, source, license string) *Set {
	b, err := files.ReadFile("files/" + file)
	if err != nil {
		panic(err)
	}
	s, err := ReadCSV(bytes.NewReader(b), CSV{Target: target, Classes: target == "digit"})
	if err != nil {
		panic(err)
	}
	s.Name, s.Source, s.License = name, source, license
	return s
}

// Image returns example i as a picture of height × width pixels, as a copy.
// It panics with a *linalg.ShapeError when the features are not that many.
func (s *Set) Image(i, height, width int) *linalg.Matrix {
	if height < 1 || width < 1 || height*width != s.X.Cols {
		panic(&linalg.ShapeError{Op: "Image", Why: fmt.Sprintf("a picture of %d×%d does not fit: an example of %s has %s", height, width, label(s.X), counted(s.X.Cols, "pixel"))})
	}
	return linalg.New(height, width, s.X.Row(i)...)
}

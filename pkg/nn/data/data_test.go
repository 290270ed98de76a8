package data

import (
	"bytes"
	"compress/gzip"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
)

// The sums of the columns catch any change of the shipped files.
func TestBuiltinSets(t *testing.T) {
	for _, c := range []struct {
		set                           *Set
		rows, features, classes       int
		sumX, sumY, firstCol, lastCol float64
	}{
		{Digits(), 1797, 64, 10, 561718.0 / 16, 1797, 0, 655.0 / 16},
		{Iris(), 150, 4, 3, 2078.7, 150, 876.5, 179.9},
		{Wine(), 178, 13, 3, 159975.296, 178, 2314.11, 132947},
		{BreastCancer(), 569, 30, 2, 1056474.4596356, 569, 8038.429, 47.76517},
		{Diabetes(), 442, 10, 0, 276404.2336, 67243, 21445, 40337},
	} {
		s := c.set
		if s.X.Rows != c.rows || s.X.Cols != c.features || len(s.Classes) != c.classes || len(s.Features) != c.features {
			t.Errorf("%s: X is %d×%d with %d classes, want %d×%d with %d", s.Name, s.X.Rows, s.X.Cols, len(s.Classes), c.rows, c.features, c.classes)
		}
		cols := linalg.SumRows(s.X).Data
		for what, pair := range map[string][2]float64{
			"the sum of X": {linalg.Sum(s.X), c.sumX}, "the sum of Y": {linalg.Sum(s.Y), c.sumY},
			"the sum of the first column": {cols[0], c.firstCol}, "the sum of the last column": {cols[len(cols)-1], c.lastCol},
		} {
			if math.Abs(pair[0]-pair[1]) > 1e-6*math.Max(1, math.Abs(pair[1])) {
				t.Errorf("%s: %s is %.10g, want %.10g", s.Name, what, pair[0], pair[1])
			}
		}
		if s.Source == "" || s.License == "" {
			t.Errorf("%s has no source or no license", s.Name)
		}
	}
	s := Sunspots()
	if len(s.Values) != 309 || s.Years[0] != 1700 || s.Years[308] != 2008 || s.Values[1] != 11 {
		t.Errorf("Sunspots: %d values from %d to %d", len(s.Values), s.Years[0], s.Years[len(s.Years)-1])
	}
}

func TestSplitKeepsTheMixture(t *testing.T) {
	train, test := Iris().Split(1, 0.2)
	if train.Len() != 120 || test.Len() != 30 {
		t.Fatalf("got %d and %d examples, want 120 and 30", train.Len(), test.Len())
	}
	for k, n := range linalg.SumRows(test.Y).Data {
		if n != 10 {
			t.Errorf("the test set has %v of class %d, want 10", n, k)
		}
	}
	again, _ := Iris().Split(1, 0.2)
	if !linalg.Equal(train.X, again.X) {
		t.Error("the same seed split differently")
	}
}

func TestKFoldAndBatchesCoverEveryExampleOnce(t *testing.T) {
	s := Linear(1, 23, 1, 0, 0)
	total := linalg.Sum(s.X)
	var folds, batches float64
	for _, f := range s.KFold(2, 5) {
		folds += linalg.Sum(f.Val.X)
		if f.Train.Len()+f.Val.Len() != 23 {
			t.Errorf("a fold has %d and %d examples", f.Train.Len(), f.Val.Len())
		}
	}
	sizes := []int{}
	for b := range s.Batches(3, 10) {
		batches += linalg.Sum(b.X)
		sizes = append(sizes, b.Len())
	}
	if math.Abs(folds-total) > 1e-12 || math.Abs(batches-total) > 1e-12 {
		t.Errorf("sums %v and %v, want %v", folds, batches, total)
	}
	if len(sizes) != 3 || sizes[2] != 3 {
		t.Errorf("batches of %v, want 10, 10, 3", sizes)
	}
}

// Rows of published-numbers.md: z-score and min-max.
func TestPublishedScalers(t *testing.T) {
	var z ZScore
	z.Fit(linalg.New(4, 2, 0, 0, 0, 0, 1, 1, 1, 1))
	if got, want := z.Transform(linalg.Row(2, 2)), linalg.Row(3, 3); !linalg.Equal(got, want) {
		t.Errorf("z-score of (2,2): got %v, want %v", got, want)
	}
	var m MinMax
	x := linalg.New(4, 2, -1, 2, -.5, 6, 0, 10, 1, 18)
	m.Fit(x)
	if got, want := m.Transform(x), linalg.New(4, 2, 0, 0, .25, .25, .5, .5, 1, 1); !linalg.Equal(got, want) {
		t.Errorf("min-max: got %v, want %v", got, want)
	}
	if got := m.Inverse(m.Transform(x)); !linalg.EqualApprox(got, x, 1e-15) {
		t.Errorf("min-max there and back: got %v, want %v", got, x)
	}
	constant := linalg.Col(7, 7, 7)
	z.Fit(constant)
	m.Fit(constant)
	for _, got := range []*linalg.Matrix{z.Transform(constant), m.Transform(constant)} {
		if !linalg.Equal(got, linalg.Col(0, 0, 0)) {
			t.Errorf("a constant column: got %v, want zeros", got)
		}
	}
}

func TestReadCSVErrors(t *testing.T) {
	for in, want := range map[string]string{
		"":                  "the file is empty",
		"a\n1\n":            "at least one feature",
		"a,b\n":             "no examples",
		"a,b\n1,2\nx,3\n":   `line 3, column "a": "x" is not a number`,
		"a,b\n1,2\nNaN,3\n": `line 3, column "a": "NaN" is not finite`,
		"a,b\n1,2,3\n":      "wrong number of fields",
		"a,b\n\"1,2\n":      "line 2",
	} {
		if _, err := ReadCSV(strings.NewReader(in), CSV{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", in, err, want)
		}
	}
	if _, err := ReadCSV(strings.NewReader("a,b\n1,2\n"), CSV{Target: "c"}); err == nil || !strings.Contains(err.Error(), "the columns are a, b") {
		t.Errorf("got %v, want an error that lists the columns", err)
	}
}

func idxFiles() (images, labels []byte) {
	images = append([]byte{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2}, 0, 255, 51, 0, 1, 2, 3, 4)
	labels = []byte{0, 0, 8, 1, 0, 0, 0, 2, 7, 0}
	return images, labels
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func TestReadDigits(t *testing.T) {
	images, labels := idxFiles()
	for _, in := range [][]byte{images, zipped(images)} {
		s, err := ReadDigits(bytes.NewReader(in), bytes.NewReader(labels))
		if err != nil {
			t.Fatal(err)
		}
		if s.X.At(0, 1) != 1 || s.X.At(0, 2) != 0.2 || s.Labels[0] != 7 || s.Y.At(0, 7) != 1 {
			t.Errorf("got X %v, labels %v", s.X, s.Labels)
		}
	}
}

func TestDamagedIDX(t *testing.T) {
	images, labels := idxFiles()
	big := append([]byte(nil), images...)
	big[4] = 0xff // 4 billion pictures
	for name, c := range map[string]struct {
		images, labels []byte
		want           string
	}{
		"empty":        {nil, labels, "offset 0"},
		"not IDX":      {[]byte("PNG and more"), labels, "offset 0"},
		"in the sizes": {images[:7], labels, "offset 4"},
		"truncated":    {images[:20], labels, "offset 20: the file ends, want 4 bytes more"},
		"too long":     {append(images[:len(images):len(images)], 1), labels, "offset 24: the file goes on"},
		"lies":         {big, labels, "offset 4"},
		"cut gzip":     {zipped(images)[:20], labels, "data: IDX"},
		"labels":       {images, []byte{0, 0, 8, 1, 0, 0, 0, 1, 7}, "one label for each"},
		"label 10":     {images, []byte{0, 0, 8, 1, 0, 0, 0, 2, 7, 10}, "label 1 is 10"},
	} {
		if _, err := ReadDigits(bytes.NewReader(c.images), bytes.NewReader(c.labels)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, c.want)
		}
	}
}

func TestMNISTFolder(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := MNIST(dir); err == nil || !strings.Contains(err.Error(), "train-images-idx3-ubyte") {
		t.Errorf("empty folder: got %v, want an error that names the file", err)
	}
	images, labels := idxFiles()
	for _, part := range []string{"train", "t10k"} {
		os.WriteFile(filepath.Join(dir, part+"-images-idx3-ubyte.gz"), zipped(images), 0o644)
		os.WriteFile(filepath.Join(dir, part+"-labels-idx1-ubyte"), labels, 0o644)
	}
	train, test, err := MNIST(dir)
	if err != nil || train.Len() != 2 || test.Len() != 2 {
		t.Errorf("got %v, %v, %v", train, test, err)
	}
}

func FuzzReadIDX(f *testing.F) {
	images, labels := idxFiles()
	f.Add(images)
	f.Add(labels)
	f.Add(zipped(images))
	f.Fuzz(func(t *testing.T, b []byte) {
		sizes, values, err := ReadIDX(bytes.NewReader(b))
		if err != nil {
			return
		}
		total := 1
		for _, n := range sizes {
			total *= n
		}
		if total != len(values) {
			t.Errorf("sizes %v with %d values", sizes, len(values))
		}
	})
}

func FuzzReadCSV(f *testing.F) {
	f.Add("a,b\n1,2\n")
	f.Add("a,b,c\n1,2,red\n3,4,blue\n")
	f.Fuzz(func(t *testing.T, in string) {
		s, err := ReadCSV(strings.NewReader(in), CSV{})
		if err == nil && (len(s.X.Data) != s.X.Rows*s.X.Cols || s.Y.Rows != s.X.Rows) {
			t.Errorf("X is %d×%d with %d entries, Y has %d rows", s.X.Rows, s.X.Cols, len(s.X.Data), s.Y.Rows)
		}
	})
}

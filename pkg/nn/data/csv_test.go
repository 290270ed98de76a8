package data_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// However a spreadsheet writes it, it is the same table.
func TestReadCSVDialects(t *testing.T) {
	for name, in := range map[string]string{
		"plain":               "a,b,y\n1,2,3\n4,5,6\n",
		"no last line end":    "a,b,y\n1,2,3\n4,5,6",
		"CRLF":                "a,b,y\r\n1,2,3\r\n4,5,6\r\n",
		"byte order mark":     "\ufeffa,b,y\n1,2,3\n4,5,6\n",
		"mark and quotes":     "\ufeff\"a\",\"b\",\"y\"\r\n\"1\",\"2\",\"3\"\r\n4,5,6\r\n",
		"spaces":              " a , b , y \n 1 , 2 , 3 \n4,5,6\n",
		"empty lines":         "\na,b,y\n\n1,2,3\n\n4,5,6\n\n",
		"space before quotes": "a, \"b\",y\n1, \"2\",3\n4,5,6\n",
		"other ways of 1 … 6": "a,b,y\n1.0,+2,3e0\n4.,0.5e1,6.000\n",
		"gzip":                string(zipped([]byte("a,b,y\n1,2,3\n4,5,6\n"))),
	} {
		for _, target := range []string{"", "y"} {
			s, err := data.ReadCSV(strings.NewReader(in), data.CSV{Target: target})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			same(t, name+": X", s.X, linalg.New(2, 2, 1, 2, 4, 5))
			same(t, name+": Y", s.Y, linalg.Col(3, 6))
			if !slices.Equal(s.Features, []string{"a", "b"}) || s.Classes != nil || s.Labels != nil {
				t.Errorf("%s: got features %q, classes %q, labels %v", name, s.Features, s.Classes, s.Labels)
			}
		}
	}
}

func TestReadCSVTargetAmongTheColumns(t *testing.T) {
	s, err := data.ReadCSV(strings.NewReader("a,kind,b\n1,\"x, or y\",2\n3,\"say \"\"z\"\"\",4\n5,\"two\nlines\",6\n"), data.CSV{Target: "kind"})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "X", s.X, linalg.New(3, 2, 1, 2, 3, 4, 5, 6))
	if want := []string{`say "z"`, "two\nlines", "x, or y"}; !slices.Equal(s.Classes, want) {
		t.Errorf("got classes %q, want %q", s.Classes, want)
	}
	if !slices.Equal(s.Labels, []int{2, 0, 1}) || !slices.Equal(s.Features, []string{"a", "b"}) {
		t.Errorf("got labels %v and features %q", s.Labels, s.Features)
	}
}

// Class 10 comes after class 9, so that a label is the number it stands for.
func TestReadCSVNumbersAsClasses(t *testing.T) {
	var in strings.Builder
	in.WriteString("x,digit\n")
	for k := 11; k >= 0; k-- {
		fmt.Fprintf(&in, "0,%d\n", k)
	}
	s, err := data.ReadCSV(strings.NewReader(in.String()), data.CSV{Classes: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, k := range s.Labels {
		if k != 11-i || s.Classes[k] != fmt.Sprint(k) {
			t.Errorf("line %d: got label %d of class %q, want %d", i+2, k, s.Classes[k], 11-i)
		}
	}
}

// Asked for classes, anything that is written is one.
func TestReadCSVMixedClasses(t *testing.T) {
	s, err := data.ReadCSV(strings.NewReader("x,size\n0,38\n0,XL\n0,NaN\n"), data.CSV{Classes: true})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"38", "NaN", "XL"}; !slices.Equal(s.Classes, want) {
		t.Errorf("got classes %q, want %q", s.Classes, want)
	}
}

// pandas calls columns without names 0, 1, 2, …
func TestReadCSVNumberedColumns(t *testing.T) {
	s, err := data.ReadCSV(strings.NewReader("0,1,2\n7,8,9\n"), data.CSV{Target: "1"})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "X", s.X, linalg.Row(7, 9))
	same(t, "Y", s.Y, linalg.Row(8))
}

func TestReadCSVDamaged(t *testing.T) {
	for in, want := range map[string][]string{
		"":                         {"the file is empty", "want a header"},
		"\n\r\n":                   {"the file is empty"},
		"\ufeff":                   {"the file is empty"},
		"\xff\xfea\x00,\x00b\x00":  {"UTF-16", "save it again"},
		"a\n1\n":                   {"line 1 has the one column \"a\"", "at least one feature"},
		"a;b\n1;2\n":               {`line 1 has the one column "a;b"`, "with commas"},
		"5.1,3.5,setosa\n":         {"line 1 has the number 5.1", "write a header above it"},
		"a,b\n":                    {"no examples below the header"},
		"a,b\n1,2\nx,3\n":          {`line 3, column 1 "a": "x" is not a number, want a finite number`},
		"a,b\n1,2\n,3\n":           {`line 3, column 1 "a": the cell is empty, want a finite number`},
		"a,b\n1,2\n  ,3\n":         {`line 3, column 1 "a": the cell is empty`},
		"a,b\n1,2\n3,\n":           {`line 3, column 2 "b": the cell is empty`, "fill it in"},
		"a,b\n1,red\n3,\n":         {`line 3, column 2 "b": the cell is empty`},
		"a,b\n1,2\nNaN,3\n":        {`line 3, column 1 "a": "NaN" is not finite`},
		"a,b\n1,2\n-inf,3\n":       {`line 3, column 1 "a": "-inf" is not finite`},
		"a,b\n1,2\n1e999,3\n":      {`line 3, column 1 "a": "1e999" is too large`},
		"a,b\n1,2\n\"1,5\",3\n":    {`line 3, column 1 "a": "1,5" is not a number`},
		"a,b\n1,2\n3,NaN\n":        {`line 3, column 2 "b": "NaN" is not finite`},
		"a,b\n1,NaN\n":             {`line 2, column 2 "b": "NaN" is not finite`},
		"a,b\n1,2\n3,?\n":          {`line 3, column 2 "b": "?" is not a number`, "CSV.Classes"},
		"a,b\n1,red\n3,4\n":        {`line 3, column 2 "b": "4" is a number`, "CSV.Classes"},
		"a,b\n1,2,3\n":             {"line 2 has 3 values, want 2: a, b"},
		"a,b,c\n1,2,3\n\n7\n":      {"line 4 has 1 value, want 3: a, b, c"},
		"a,b\n\"1,2\n":             {"line 2"},
		"a,b\n1\"2,3\n":            {"line 2", "column 2"},
		"a,b\n\"1\n\",2\n\n3,x\n":  {`line 5, column 2 "b": "x" is not a number`},
		"\x1f\x8bgzip, says who\n": {"gzip", "offset 0"},
		string(zipped([]byte("a,b\n1,2\n"))[:30]): {"CSV: ", "EOF"},
	} {
		s, err := data.ReadCSV(strings.NewReader(in), data.CSV{})
		says(t, fmt.Sprintf("%q", in), err, append(want, "data: CSV: ")...)
		if s != nil {
			t.Errorf("%q: got a set beside the error", in)
		}
	}
	_, err := data.ReadCSV(strings.NewReader("a,b\n1,2\n"), data.CSV{Target: "c"})
	says(t, "no such target", err, `no column "c"`, "the columns are a, b")
	_, err = data.ReadCSV(strings.NewReader("b,a,b\n1,2,3\n"), data.CSV{Target: "b"})
	says(t, "two targets", err, `columns 1 and 3 are both called "b"`)
	_, err = data.ReadCSV(strings.NewReader("a,"+strings.Repeat("long", 1000)+"\n"+strings.Repeat("x", 1e6)+",1\n"), data.CSV{})
	if says(t, "a long cell", err, "line 2"); len(err.Error()) > 5000 {
		t.Errorf("a cell of a million letters makes an error of %d", len(err.Error()))
	}
}

func TestReadCSVNamesTheFile(t *testing.T) {
	_, err := data.ReadCSV(newFile("houses.csv", "a,b\n1,2\nx,3\n"), data.CSV{})
	says(t, "a reader with a name", err, "data: houses.csv: line 3")
	path := filepath.Join(t.TempDir(), "flats.csv")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, err = data.ReadCSV(f, data.CSV{})
	says(t, "a file", err, "data: "+path+": the file is empty")
}

// A column of names as target would make a Y of n² numbers: 80 GB of 100,000 lines.
func TestReadCSVTooManyClasses(t *testing.T) {
	var in strings.Builder
	in.WriteString("x,name\n")
	for i := range 1001 {
		fmt.Fprintf(&in, "0,name %d\n", i)
	}
	_, err := data.ReadCSV(strings.NewReader(in.String()), data.CSV{})
	says(t, "1001 names", err, `column 2 "name" has 1001 different entries`, "CSV.Target")
}

func TestReadCSVPassesOnErrors(t *testing.T) {
	broken := errors.New("the network is down")
	for _, in := range []string{"", "a,b\n", "a,b\n1,2\n"} {
		r := newFile("x.csv", in)
		_, err := data.ReadCSV(struct{ *readThen }{&readThen{r, broken}}, data.CSV{})
		if !errors.Is(err, broken) {
			t.Errorf("after %q: got %v, want %v", in, err, broken)
		}
	}
	if _, err := data.ReadCSV(iotest.OneByteReader(strings.NewReader("\ufeffa,b\n1,2\n")), data.CSV{Target: "b"}); err != nil {
		t.Errorf("byte by byte: %v", err)
	}
}

// readThen reads a file and fails where it ends.
type readThen struct {
	file
	err error
}

func (r *readThen) Read(b []byte) (int, error) {
	if r.Len() == 0 {
		return 0, r.err
	}
	return r.file.Read(b)
}

// readsAgain fails the test unless a set, written as CSV, is read as the same.
func readsAgain(t *testing.T, s *data.Set) {
	t.Helper()
	if strings.Contains(strings.Join(s.Classes, ""), "\r") {
		return // encoding/csv makes \n of \r\n
	}
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	header := make([]string, s.X.Cols+1)
	for j := range header {
		header[j] = fmt.Sprint(j)
	}
	if err := w.Write(header); err != nil {
		t.Fatal(err)
	}
	for i := range s.Len() {
		var line []string
		for _, v := range s.X.Row(i) {
			line = append(line, strconv.FormatFloat(v, 'g', -1, 64))
		}
		if s.Classes != nil {
			line = append(line, s.Classes[s.Labels[i]])
		} else {
			line = append(line, strconv.FormatFloat(s.Y.At(i, 0), 'g', -1, 64))
		}
		if err := w.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	again, err := data.ReadCSV(&file, data.CSV{Classes: s.Classes != nil})
	if err != nil {
		t.Fatalf("got error %q by reading what was read and written", err)
	}
	if !linalg.Equal(again.X, s.X) || !linalg.Equal(again.Y, s.Y) || !slices.Equal(again.Classes, s.Classes) || !slices.Equal(again.Labels, s.Labels) {
		t.Errorf("got\n%v\n%v %q by reading what was read and written, want\n%v\n%v %q", again.X, again.Y, again.Classes, s.X, s.Y, s.Classes)
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add("a,b\n1,2\n", "", false)
	f.Add("\ufeffa,b,c\r\n1,2,red\r\n3,4,\"blue\"\r\n", "c", true)
	f.Add(string(zipped([]byte("a,b\n1,2\n"))), "a", true)
	f.Add("a,b\n,NaN\n", "b", false)
	for _, name := range []string{"iris.csv", "wine.csv", "diabetes.csv", "sunspots.csv", "digits.csv.gz"} {
		b, err := os.ReadFile(filepath.Join("files", name))
		if err != nil {
			f.Fatal(err)
		}
		if name != "digits.csv.gz" {
			b = b[:600] // cut off within a line
		}
		f.Add(string(b), "", false)
	}
	f.Fuzz(func(t *testing.T, in, target string, classes bool) {
		s, err := data.ReadCSV(strings.NewReader(in), data.CSV{Target: target, Classes: classes})
		if err != nil {
			if s != nil || !strings.HasPrefix(err.Error(), "data: CSV: ") {
				t.Errorf("got %v beside error %v", s, err)
			}
			return
		}
		n := s.Len()
		if n == 0 || len(s.X.Data) != n*s.X.Cols || len(s.Features) != s.X.Cols || s.Y.Rows != n || len(s.Y.Data) != n*s.Y.Cols {
			t.Fatalf("X is %d×%d with %d entries and %d names, Y is %d×%d with %d entries", n, s.X.Cols, len(s.X.Data), len(s.Features), s.Y.Rows, s.Y.Cols, len(s.Y.Data))
		}
		for _, v := range append(slices.Clone(s.X.Data), s.Y.Data...) {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("got %v", v)
			}
		}
		if classes && s.Classes == nil {
			t.Fatal("no classes, which were asked for")
		}
		readsAgain(t, s)
		if s.Classes != nil {
			for i, row := range linalg.SumCols(s.Y).Data {
				if row != 1 || s.Y.At(i, s.Labels[i]) != 1 {
					t.Fatalf("example %d: label %d, target %v", i, s.Labels[i], s.Y.Row(i))
				}
			}
		}
	})
}

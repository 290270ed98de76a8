package data

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"chainrule/pkg/linalg"
)

// CSV says how a file of comma-separated values is to be read.
type CSV struct {
	Target  string // name of the column to predict; "" is the last one
	Classes bool   // true reads numbers in the target as classes; words always are
}

// maxClasses is the number of different words in a target above which it is taken for
// a column of names or dates: n examples of n classes would be a Y of n² numbers.
const maxClasses = 1000

// ReadCSV reads a set from comma-separated values, plain or gzipped: a header line
// with the names of the columns, then one example a line. Every feature must be a
// finite number. A target of words, or one that CSV.Classes calls classes, becomes
// one-hot, with the classes in the order of OneHot.Fit. It returns an error that names
// the file (when r is one), the line and the column.
func ReadCSV(r io.Reader, c CSV) (*Set, error) {
	s, err := readCSV(r, c)
	if err != nil {
		return nil, fmt.Errorf("data: %s: %w", nameOf(r, "CSV"), err)
	}
	return s, nil
}

func readCSV(r io.Reader, c CSV) (*Set, error) {
	in, _, err := unzip(r)
	if err != nil {
		return nil, err
	}
	switch start, _ := in.Peek(3); {
	case strings.HasPrefix(string(start), "\xef\xbb\xbf"): // the byte order mark that spreadsheets write
		in.Discard(3)
	case strings.HasPrefix(string(start), "\xff\xfe"), strings.HasPrefix(string(start), "\xfe\xff"):
		return nil, errors.New("the file is UTF-16, want UTF-8: save it again as CSV in UTF-8")
	}
	t := &table{in: csv.NewReader(in), classes: c.Classes}
	t.in.FieldsPerRecord = -1 // its own error says neither what was given nor what was wanted
	t.in.TrimLeadingSpace = true
	if err := t.readHeader(c.Target); err != nil {
		return nil, err
	}
	for {
		record, err := t.in.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := t.readExample(record); err != nil {
			return nil, err
		}
	}
	return t.set()
}

// table is a CSV file while it is read.
type table struct {
	in      *csv.Reader
	header  []string
	target  int  // the column to predict
	classes bool // CSV.Classes
	words   bool // whether the first entry of the target is a word

	x       []float64
	answers []string
	numbers []float64 // the answers, if they are numbers
}

func (t *table) readHeader(target string) error {
	header, err := t.in.Read()
	if err == io.EOF {
		return errors.New("the file is empty: want a header line with the names of the columns")
	}
	if err != nil {
		return err
	}
	line, _ := t.in.FieldPos(0)
	for j, h := range header {
		header[j] = strings.TrimSpace(h)
	}
	t.header = header
	if len(header) < 2 {
		return fmt.Errorf("line %d has the one column %.40q, want at least one feature and the target, with commas between them", line, header[0])
	}
	for _, h := range header {
		// Columns may be called 0, 1, 2, …, but hardly 5.1: that is an example, which
		// would be lost.
		if _, err := number(h); err == nil && strings.Trim(h, "0123456789") != "" {
			return fmt.Errorf("line %d has the number %s, want the names of the columns: write a header above it", line, h)
		}
	}
	if target == "" {
		t.target = len(header) - 1
		return nil
	}
	t.target = -1
	for j, h := range header {
		switch {
		case h == target && t.target >= 0:
			return fmt.Errorf("line %d: columns %d and %d are both called %q, want one target: rename the other", line, t.target+1, j+1, target)
		case h == target:
			t.target = j
		}
	}
	if t.target < 0 {
		return fmt.Errorf("line %d: there is no column %q to predict; the columns are %s", line, target, list(header))
	}
	return nil
}

func (t *table) readExample(record []string) error {
	if len(record) != len(t.header) {
		line, _ := t.in.FieldPos(0)
		return fmt.Errorf("line %d has %s, want %d: %s", line, counted(len(record), "value"), len(t.header), list(t.header))
	}
	for j, field := range record {
		field = strings.TrimSpace(field)
		var err error
		if j == t.target {
			err = t.readAnswer(field)
		} else {
			var v float64
			v, err = number(field)
			t.x = append(t.x, v)
		}
		if err != nil {
			line, _ := t.in.FieldPos(j)
			return fmt.Errorf("line %d, column %d %q: %w", line, j+1, t.header[j], err)
		}
	}
	return nil
}

// readAnswer reads an entry of the target. The first one decides whether they are
// numbers or words: could any one, a bad cell would make classes of a thousand prices.
func (t *table) readAnswer(field string) error {
	if field == "" {
		return errors.New("the cell is empty, want what is to be predicted: fill it in or leave the line out")
	}
	word := !isNumber(field)
	if len(t.answers) == 0 {
		t.words = word
	}
	v, err := number(field)
	switch {
	case t.classes:
	case word && !t.words:
		return fmt.Errorf("%.40q is not a number, the entries above it are: correct it, or set CSV.Classes to read them all as classes", field)
	case t.words && !word:
		return fmt.Errorf("%.40q is a number, the entries above it are words: correct it, or set CSV.Classes to read them all as classes", field)
	case !t.words && err != nil:
		return err
	}
	t.answers, t.numbers = append(t.answers, field), append(t.numbers, v)
	return nil
}

func (t *table) set() (*Set, error) {
	n, d := len(t.answers), len(t.header)-1
	if n == 0 {
		return nil, errors.New("there are no examples below the header, want one a line")
	}
	s := &Set{X: linalg.New(n, d, t.x...).Named("X")}
	s.Features = append(append(s.Features, t.header[:t.target]...), t.header[t.target+1:]...)
	if !t.classes && !t.words {
		s.Y = linalg.Col(t.numbers...).Named("Y")
		return s, nil
	}
	var encoder OneHot
	encoder.Fit(t.answers)
	if k := len(encoder.Classes); k > maxClasses {
		return nil, fmt.Errorf("column %d %q has %d different entries, want at most %d classes: name the column to predict in CSV.Target", t.target+1, t.header[t.target], k, maxClasses)
	}
	Y, err := encoder.Transform(t.answers)
	if err != nil {
		return nil, err
	}
	s.Classes, s.Y, s.Labels = encoder.Classes, Y.Named("Y"), linalg.ArgmaxRows(Y)
	return s, nil
}

// isNumber reports whether a field is meant as a number: NaN, Inf and 1e999 are.
func isNumber(field string) bool {
	_, err := strconv.ParseFloat(field, 64)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

// number reads a finite number.
func number(field string) (float64, error) {
	const remedy = "want a finite number: correct it, or leave the line or the column out"
	v, err := strconv.ParseFloat(field, 64)
	switch {
	case field == "":
		return 0, errors.New("the cell is empty, " + remedy)
	case errors.Is(err, strconv.ErrRange):
		return 0, fmt.Errorf("%.40q is too large for a float64, %s", field, remedy)
	case err != nil:
		return 0, fmt.Errorf("%.40q is not a number, %s", field, remedy)
	case math.IsNaN(v) || math.IsInf(v, 0):
		return 0, fmt.Errorf("%.40q is not finite, %s", field, remedy)
	}
	return v, nil
}

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
	classes bool // whether its entries are classes, not numbers

	x       []float64
	answers []string
	numbers []float64 // the answers, unless they are classes
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
// words or numbers: if one bad cell could, it would make classes of a thousand prices.
func (t *table) readAnswer(field string) error {
	v, err := number(field)
	_, isWord := errors.AsType[notNumber](err)
	switch first := len(t.answers) == 0; {
	case field == "":
		return errors.New("the cell is empty, want what is to be predicted: fill it in or leave the line out")
	case t.classes && t.numbers == nil && (isWord || !first && !t.mixed()):
	}
	_ = v
	return nil
}

package data

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"sort"
	"strconv"
	"strings"

	"chainrule/pkg/linalg"
)

// CSV says how a file of comma-separated values is to be read.
type CSV struct {
	Target  string // name of the column to predict; "" is the last one
	Classes bool   // true reads numbers in the target as classes; words always are
}

// ReadCSV reads a set from comma-separated values: a header line with the names of
// the columns, then one example a line. Every feature must be a finite number. A
// target of words, or one that CSV.Classes calls classes, becomes one-hot, the
// classes in sorted order. It returns an error that names the line and the column.
func ReadCSV(r io.Reader, c CSV) (*Set, error) {
	in := csv.NewReader(r)
	in.TrimLeadingSpace = true
	header, err := in.Read()
	if err == io.EOF {
		return nil, fmt.Errorf("data: the file is empty: want a header line with the names of the columns")
	}
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	target, err := targetColumn(header, c.Target)
	if err != nil {
		return nil, err
	}
	s := &Set{X: linalg.New(0, len(header)-1).Named("X")}
	s.Features = append(append(s.Features, header[:target]...), header[target+1:]...)
	var answers []string
	for {
		record, err := in.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("data: %w", err)
		}
		for j, field := range record {
			if j == target {
				answers = append(answers, strings.TrimSpace(field))
				continue
			}
			v, err := number(field)
			if err != nil {
				line, _ := in.FieldPos(j)
				return nil, fmt.Errorf("data: line %d, column %q: %w", line, header[j], err)
			}
			s.X.Data = append(s.X.Data, v)
		}
		s.X.Rows++
	}
	if s.X.Rows == 0 {
		return nil, fmt.Errorf("data: the file has a header and no examples")
	}
	s.target(answers, c.Classes)
	return s, nil
}

func targetColumn(header []string, name string) (int, error) {
	if len(header) < 2 {
		return 0, fmt.Errorf("data: line 1 has %d column, want at least one feature and the target", len(header))
	}
	if name == "" {
		return len(header) - 1, nil
	}
	for j, h := range header {
		if h == name {
			return j, nil
		}
	}
	return 0, fmt.Errorf("data: there is no column %q; the columns are %s", name, strings.Join(header, ", "))
}

func number(field string) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSpace(field), 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number", field)
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is not finite", field)
	}
	return v, nil
}

// target sets Y, as numbers when all answers are, otherwise as classes.
func (s *Set) target(answers []string, classes bool) {
	s.Y = linalg.New(len(answers), 1).Named("Y")
	for i, a := range answers {
		v, err := number(a)
		if err != nil || classes {
			s.classes(answers)
			return
		}
		s.Y.Data[i] = v
	}
}

func (s *Set) classes(answers []string) {
	seen := map[string]bool{}
	for _, a := range answers {
		if !seen[a] {
			seen[a] = true
			s.Classes = append(s.Classes, a)
		}
	}
	sort.Strings(s.Classes)
	encoder := &OneHot{Classes: s.Classes}
	s.Y, _ = encoder.Transform(answers) // every answer is a class
	s.Y.Name = "Y"
	s.Labels = linalg.ArgmaxRows(s.Y)
}

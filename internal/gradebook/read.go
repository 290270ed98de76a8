package gradebook

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Assignments returns all, by due time and name; those without a due time come last.
func (b *Book) Assignments(ctx context.Context) (all []Assignment, err error) {
	err = b.read(ctx, func(q *query) error {
		all, err = q.assignments("")
		return err
	})
	return all, err
}

// assignments reads one, or all ("").
func (q *query) assignments(id string) (all []Assignment, err error) {
	q.each(func(scan func(...any)) {
		var a Assignment
		var due sql.Null[int64]
		scan(&a.ID, &a.Title, &due, &a.Late.PerDay, &a.Late.Grace, &a.Late.Most)
		if due.Valid {
			a.Due = moment(due.V)
		}
		all = append(all, a)
	}, `SELECT id, title, due, per_day, grace, most FROM assignments WHERE $1 = '' OR id = $1`, id)
	if q.err != nil {
		return nil, q.err
	}
	for i := range all {
		if all[i].Items, err = q.items(all[i].ID); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b Assignment) int {
		if a.Due.IsZero() != b.Due.IsZero() {
			if a.Due.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.Due.Compare(b.Due), strings.Compare(a.ID, b.ID))
	})
	return all, q.err
}

// items reads those of an assignment, which must be there.
func (q *query) items(assignment string) (all []Item, err error) {
	var one int
	if !q.one([]any{&one}, `SELECT 1 FROM assignments WHERE id = $1`, assignment) {
		return nil, fmt.Errorf("there is no assignment %q: put it in first", assignment)
	}
	q.each(func(scan func(...any)) {
		var item Item
		scan(&item.ID, &item.Title, &item.Max)
		all = append(all, item)
	}, `SELECT item, title, most FROM items WHERE assignment = $1 ORDER BY place`, assignment)
	return all, q.err
}

// moment is a time as the tables keep it.
func moment(micro int64) time.Time { return time.UnixMicro(micro).UTC() }

// Attempt is a submission and what was found for its content: every grade, the latest last.
type Attempt struct {
	Submission
	Grades []Grade
}

// grade is the one that counts, nil if there is none.
func (a *Attempt) grade() *Grade {
	if len(a.Grades) == 0 {
		return nil
	}
	return &a.Grades[len(a.Grades)-1]
}

// record is all that a book holds of a student in an assignment.
type record struct {
	attempts []Attempt // by time
	marks    map[string]Mark
	until    time.Time // an extension
}

// History returns what a student handed in, the earliest first.
func (b *Book) History(ctx context.Context, assignment, student string) (all []Attempt, err error) {
	if err := names(assignment, student); err != nil {
		return nil, err
	}
	err = b.read(ctx, func(q *query) error {
		if _, err := q.items(assignment); err != nil {
			return err
		}
		if r := q.records(assignment, student)[student]; r != nil {
			all = r.attempts
		}
		return nil
	})
	return all, err
}

// records reads what there is of a student, or of all ("").
func (q *query) records(assignment, student string) map[string]*record {
	all := map[string]*record{}
	of := func(student string) *record {
		if all[student] == nil {
			all[student] = &record{marks: map[string]Mark{}}
		}
		return all[student]
	}
	q.each(func(scan func(...any)) {
		a := Attempt{Submission: Submission{Assignment: assignment}}
		var received int64
		var sum string
		scan(&a.Student, &received, &sum, &a.File)
		decoded, err := hex.DecodeString(sum)
		copy(a.Sum[:], decoded)
		q.err = cmp.Or(q.err, err)
		a.Received = moment(received)
		r := of(a.Student)
		r.attempts = append(r.attempts, a)
	}, `SELECT student, received, sum, file FROM submissions WHERE assignment = $1 AND ($2 = '' OR student = $2)`, assignment, student)
	for _, r := range all {
		slices.SortFunc(r.attempts, func(a, b Attempt) int {
			return cmp.Or(a.Received.Compare(b.Received), bytes.Compare(a.Sum[:], b.Sum[:]))
		})
	}
	type key struct {
		student string
		number  int
	}
	points := map[key]map[string]float64{}
	q.each(func(scan func(...any)) {
		var k key
		var item string
		var p float64
		scan(&k.student, &k.number, &item, &p)
		if points[k] == nil {
			points[k] = map[string]float64{}
		}
		points[k][item] = p
	}, `SELECT student, number, item, points FROM points WHERE assignment = $1 AND ($2 = '' OR student = $2)`, assignment, student)
	q.each(func(scan func(...any)) {
		var k key
		var g Grade
		var sum, seed, report string
		var again int
		scan(&k.student, &k.number, &sum, &g.Version, &seed, &report, &again)
		var err error
		g.Seed, err = strconv.ParseUint(seed, 10, 64)
		q.err = cmp.Or(q.err, err)
		g.Points, g.Report, g.Again = points[k], json.RawMessage(report), again != 0
		for i := range of(k.student).attempts {
			if a := &of(k.student).attempts[i]; hex.EncodeToString(a.Sum[:]) == sum {
				a.Grades = append(a.Grades, g)
			}
		}
	}, `SELECT student, number, sum, version, seed, report, again FROM grades WHERE assignment = $1 AND ($2 = '' OR student = $2) ORDER BY number`, assignment, student)
	q.each(func(scan func(...any)) {
		m := Mark{Assignment: assignment}
		scan(&m.Student, &m.Item, &m.Points, &m.Comment, &m.By)
		of(m.Student).marks[m.Item] = m
	}, `SELECT student, item, points, comment, marker FROM marks WHERE assignment = $1 AND ($2 = '' OR student = $2)`, assignment, student)
	q.each(func(scan func(...any)) {
		var name string
		var until int64
		scan(&name, &until)
		of(name).until = moment(until)
	}, `SELECT student, until FROM extensions WHERE assignment = $1 AND ($2 = '' OR student = $2)`, assignment, student)
	return all
}

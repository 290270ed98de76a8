package gradebook

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// PutAssignment adds an assignment, or changes what is known of one. Items that it no longer has stop counting; what is known of them is kept.
func (b *Book) PutAssignment(ctx context.Context, a Assignment) error {
	if err := a.check(); err != nil {
		return fmt.Errorf("assignment %q: %w", a.ID, err)
	}
	return b.write(ctx, func(q *query) error {
		q.exec(`INSERT INTO assignments (id, title, due, per_day, grace, most) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (id) DO UPDATE SET title = excluded.title, due = excluded.due, per_day = excluded.per_day, grace = excluded.grace, most = excluded.most`,
			a.ID, a.Title, sql.Null[int64]{V: a.Due.UnixMicro(), Valid: !a.Due.IsZero()}, a.Late.PerDay, int64(a.Late.Grace), a.Late.Most)
		q.exec(`DELETE FROM items WHERE assignment = $1`, a.ID)
		for place, item := range a.Items {
			q.exec(`INSERT INTO items (assignment, item, place, title, most) VALUES ($1, $2, $3, $4, $5)`, a.ID, item.ID, place, item.Title, item.Max)
		}
		return nil
	})
}

func (a *Assignment) check() error {
	errs := []error{ValidName(a.ID), text("the title", a.Title), a.Late.check()}
	seen := map[string]bool{}
	for _, item := range a.Items {
		errs = append(errs, ValidName(item.ID), text("the title", item.Title))
		if !number(item.Max) {
			errs = append(errs, fmt.Errorf("the item %q is worth %v points: give a number from 0 up", item.ID, item.Max))
		}
		if seen[item.ID] {
			errs = append(errs, fmt.Errorf("the item %q is there twice: leave one out", item.ID))
		}
		seen[item.ID] = true
	}
	return errors.Join(errs...)
}

// number reports whether x can be points.
func number(x float64) bool { return x >= 0 && !math.IsInf(x, 1) }

// Begin notes that a submission came in. It reports whether its content is graded already by this version of the exercises: then there is nothing to do.
func (b *Book) Begin(ctx context.Context, s Submission, version string) (done bool, err error) {
	if err := errors.Join(s.check(), ValidName(version)); err != nil {
		return false, err
	}
	err = b.write(ctx, func(q *query) error {
		if _, err := q.items(s.Assignment); err != nil {
			return err
		}
		q.submit(s)
		done = q.graded(s, version)
		return nil
	})
	return done && err == nil, err
}

// Record keeps the grade of a submission. From then on the student's latest submission counts by it; older grades remain in the history. A content that is
// graded already by the same version keeps the grade that it has.
func (b *Book) Record(ctx context.Context, s Submission, g Grade) error {
	if err := errors.Join(s.check(), g.check()); err != nil {
		return fmt.Errorf("the grade of %q in %q: %w", s.Student, s.Assignment, err)
	}
	return b.write(ctx, func(q *query) error {
		items, err := q.items(s.Assignment)
		if err != nil {
			return err
		}
		if err := fits(items, g.Points); err != nil {
			return fmt.Errorf("the grade of %q in %q: %w", s.Student, s.Assignment, err)
		}
		q.submit(s)
		if q.graded(s, g.Version) {
			return nil
		}
		var number int
		q.one([]any{&number}, `SELECT coalesce(max(number), 0) + 1 FROM grades WHERE assignment = $1 AND student = $2`, s.Assignment, s.Student)
		q.exec(`INSERT INTO grades (assignment, student, number, sum, version, seed, report, again) VALUES ($1, $2, $3, $4, $5, $6, $7, 0)`,
			s.Assignment, s.Student, number, hex.EncodeToString(s.Sum[:]), g.Version, strconv.FormatUint(g.Seed, 10), string(g.Report))
		for _, item := range items {
			q.exec(`INSERT INTO points (assignment, student, number, item, points) VALUES ($1, $2, $3, $4, $5)`, s.Assignment, s.Student, number, item.ID, g.Points[item.ID])
		}
		return nil
	})
}

func (s *Submission) check() error {
	err := names(s.Assignment, s.Student)
	if s.Received.IsZero() {
		err = errors.Join(err, errors.New("the submission has no time: say when it was received"))
	}
	return err
}

func (g *Grade) check() error {
	err := ValidName(g.Version)
	if !json.Valid(g.Report) || !utf8.Valid(g.Report) {
		err = errors.Join(err, errors.New("the report is no JSON: give at least null"))
	}
	return err
}

// rounding is how far two sums of the same points may be apart that were added in another order.
const rounding = 1e-9

// fits says where points are not for these items.
func fits(items []Item, points map[string]float64) error {
	var ids []string
	for _, item := range items {
		ids = append(ids, item.ID)
		switch p, ok := points[item.ID]; {
		case !ok:
			return fmt.Errorf("there are no points for the item %q: give 0 if it was not answered", item.ID)
		case !number(p) || p > item.Max+rounding:
			return fmt.Errorf("the item %q got %v points: give 0 to %v", item.ID, p, item.Max)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(points)) {
		if !slices.Contains(ids, id) {
			return unknown(id, ids)
		}
	}
	return nil
}

func unknown(item string, items []string) error {
	return fmt.Errorf("the assignment has no item %q; it has %s", item, strings.Join(items, ", "))
}

// Regrade asks for new grades of what counts now: of a student, or of all ("") who handed in. It reports of how many; what has no
// grade yet needs none again. Until a new grade is there the old one counts.
func (b *Book) Regrade(ctx context.Context, assignment, student string) (n int, err error) {
	err = b.write(ctx, func(q *query) error {
		if _, err := q.items(assignment); err != nil {
			return err
		}
		for name, r := range q.records(assignment, student) {
			if at, found := r.counts(); found && at.grade() != nil {
				n += int(q.exec(`UPDATE grades SET again = 1 WHERE assignment = $1 AND student = $2 AND number =
					(SELECT max(number) FROM grades WHERE assignment = $1 AND student = $2 AND sum = $3)`, assignment, name, hex.EncodeToString(at.Sum[:])))
			}
		}
		return nil
	})
	return n, err
}

// Mark keeps what an instructor says of an item, or of the whole submission. It replaces what was said of it; without points and comment it takes that back.
func (b *Book) Mark(ctx context.Context, m Mark) error {
	err := errors.Join(names(m.Assignment, m.Student, m.By), text("the comment", m.Comment))
	switch {
	case m.Points != nil && m.Item == "":
		err = errors.Join(err, errors.New("points are given to an item: name one"))
	case m.Points != nil && !number(*m.Points):
		err = errors.Join(err, fmt.Errorf("%v points cannot be given: give a number from 0 up", *m.Points))
	}
	if err != nil {
		return fmt.Errorf("the mark of %q for %q in %q: %w", m.By, m.Student, m.Assignment, err)
	}
	return b.write(ctx, func(q *query) error {
		items, err := q.items(m.Assignment)
		if err != nil {
			return err
		}
		var ids []string
		for _, item := range items {
			ids = append(ids, item.ID)
		}
		if m.Item != "" && !slices.Contains(ids, m.Item) {
			return unknown(m.Item, ids)
		}
		q.exec(`DELETE FROM marks WHERE assignment = $1 AND student = $2 AND item = $3`, m.Assignment, m.Student, m.Item)
		if m.Points != nil || m.Comment != "" {
			q.exec(`INSERT INTO marks (assignment, student, item, points, comment, marker) VALUES ($1, $2, $3, $4, $5, $6)`,
				m.Assignment, m.Student, m.Item, m.Points, m.Comment, m.By)
		}
		return nil
	})
}

// Extend gives a student until a later time; the zero time takes that back. A time before the due time changes nothing.
func (b *Book) Extend(ctx context.Context, assignment, student string, until time.Time) error {
	if err := names(assignment, student); err != nil {
		return err
	}
	return b.write(ctx, func(q *query) error {
		if _, err := q.items(assignment); err != nil {
			return err
		}
		q.exec(`DELETE FROM extensions WHERE assignment = $1 AND student = $2`, assignment, student)
		if !until.IsZero() {
			q.exec(`INSERT INTO extensions (assignment, student, until) VALUES ($1, $2, $3)`, assignment, student, until.UnixMicro())
		}
		return nil
	})
}

// submit notes a submission, once.
func (q *query) submit(s Submission) {
	q.exec(`INSERT INTO submissions (assignment, student, received, sum, file) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
		s.Assignment, s.Student, s.Received.UnixMicro(), hex.EncodeToString(s.Sum[:]), readable(s.File))
}

// graded reports whether the grade that counts for a content is of this version, and no new one is asked for.
func (q *query) graded(s Submission, version string) bool {
	var of string
	var again int
	found := q.one([]any{&of, &again}, `SELECT version, again FROM grades WHERE assignment = $1 AND student = $2 AND sum = $3 ORDER BY number DESC LIMIT 1`,
		s.Assignment, s.Student, hex.EncodeToString(s.Sum[:]))
	return found && of == version && again == 0
}

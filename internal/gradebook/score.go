package gradebook

import (
	"context"
	"maps"
	"slices"
	"time"
)

// Score is what counts of a student's work in an assignment.
type Score struct {
	Student    string
	Submission *Submission // the one that counts; nil: nothing was handed in
	Grade      *Grade      // of the grader; nil: there is none yet
	Waiting    bool        // what was handed in last is to be graded, for the first time or again
	Items      []ItemScore // in the order of the assignment
	Comment    string      // of an instructor, on the whole
	By         string      // who wrote it
	Due        time.Time   // with the extension; zero: never
	LateBy     time.Duration
	Raw        float64 // the sum of what counts
	Penalty    float64 // what lateness takes of it
	Final      float64 // what remains
	Max        float64
}

// ItemScore is what counts of an item.
type ItemScore struct {
	Item
	Auto    float64  // of the grader
	Manual  *float64 // of an instructor; it counts, if it is there
	Comment string
	By      string // whose points and comment these are
}

// Counts returns the points that count.
func (s ItemScore) Counts() float64 {
	if s.Manual != nil {
		return *s.Manual
	}
	return s.Auto
}

// Scores returns one for each student of whom the book knows something in this assignment, by name.
func (b *Book) Scores(ctx context.Context, assignment string) (all []Score, err error) {
	err = b.read(ctx, func(q *query) error {
		_, all, err = q.scores(assignment)
		return err
	})
	return all, err
}

func (q *query) scores(id string) (a *Assignment, all []Score, err error) {
	if _, err := q.items(id); err != nil {
		return nil, nil, err
	}
	found, err := q.assignments(id)
	if err != nil {
		return nil, nil, err
	}
	a = &found[0]
	records := q.records(a.ID, "")
	for _, student := range slices.Sorted(maps.Keys(records)) {
		all = append(all, records[student].score(a, student))
	}
	return a, all, nil
}

func (r *record) score(a *Assignment, student string) Score {
	s := Score{Student: student, Due: a.Due, Max: a.Max(), Comment: r.marks[""].Comment, By: r.marks[""].By}
	if at, ok := r.counts(); ok {
		s.Submission, s.Grade = &at.Submission, at.grade()
		last := r.attempts[len(r.attempts)-1].grade()
		s.Waiting = last == nil || last.Again
	}
	for _, item := range a.Items {
		m := r.marks[item.ID]
		of := ItemScore{Item: item, Manual: m.Points, Comment: m.Comment, By: m.By}
		if s.Grade != nil {
			of.Auto = s.Grade.Points[item.ID]
		}
		s.Items = append(s.Items, of)
		s.Raw += of.Counts()
	}
	if !a.Due.IsZero() && r.until.After(a.Due) {
		s.Due = r.until
	}
	if s.Submission != nil && !s.Due.IsZero() {
		s.LateBy = max(0, s.Submission.Received.Sub(s.Due))
	}
	s.Penalty = min(s.Raw, a.Late.Of(s.LateBy)*s.Max)
	s.Final = s.Raw - s.Penalty
	return s
}

// counts picks the attempt that counts: the latest that is graded, or the latest if none is. What it repeats, handed in just before, counts from then.
func (r *record) counts() (*Attempt, bool) {
	if len(r.attempts) == 0 {
		return nil, false
	}
	i := len(r.attempts) - 1
	for i > 0 && r.attempts[i].grade() == nil {
		i--
	}
	if r.attempts[i].grade() == nil {
		i = len(r.attempts) - 1
	}
	for i > 0 && r.attempts[i-1].Sum == r.attempts[i].Sum {
		i--
	}
	return &r.attempts[i], true
}

// Package gradebook is the record of a class: what was handed in, what came of it, what instructors added, and what counts.
//
// It lives in a file (SQLite) or, by URL, in a Postgres database. A grading run goes
//
//	unlock, err := book.Lock(ctx)                  // one run at a time
//	done, err := book.Begin(ctx, submission, version)  // for each submission
//	err = book.Record(ctx, submission, grade)      // unless it was done
//
// Each step is one transaction. So a run that is killed at any moment and started again loses nothing, and grades nothing twice.
// Points for lateness are never stored: they are computed when scores are read, from the time of the submission, the due time and the extensions.
package gradebook

import (
	"crypto/sha256"
	"encoding/json"
	"time"
)

// Assignment is what students are asked to hand in.
type Assignment struct {
	ID    string
	Title string
	Due   time.Time // zero: never
	Late  Penalty
	Items []Item // in the order of the scores
}

// Item is an exercise of an assignment.
type Item struct {
	ID    string
	Title string
	Max   float64
}

// Max is what all items of the assignment are worth.
func (a *Assignment) Max() (sum float64) {
	for _, item := range a.Items {
		sum += item.Max
	}
	return sum
}

// Submission is what a student handed in at a time. The latest one counts. One that repeats what was handed in just before it changes nothing:
// what counts then is the first time.
type Submission struct {
	Assignment string
	Student    string
	File       string            // its name, for people; what is no text in it is replaced
	Sum        [sha256.Size]byte // of its content
	Received   time.Time         // kept to the microsecond
}

// Grade is what a grader found for a submission.
type Grade struct {
	Version string             // of the exercises and their checks: another one grades again
	Seed    uint64             // with it the run can be repeated
	Points  map[string]float64 // for each item of the assignment
	Report  json.RawMessage    // what else is to be told
	Again   bool               // Regrade asked for a new one; until that is there, this one counts
}

// Mark is what an instructor adds by hand. It stays when a submission is graded again, and when another one is handed in.
type Mark struct {
	Assignment string
	Student    string
	Item       string   // "": the comment is on the whole submission
	Points     *float64 // instead of the grader's; nil leaves those
	Comment    string
	By         string // who says so
}

package class

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"chainrule/internal/grade"
	"chainrule/internal/gradebook"
	"chainrule/internal/notebook"
)

// Run grades what was handed in for an assignment, and records it.
type Run struct {
	Course     *Course
	Assignment *Assignment
	Library    string // the folder of the module that answers are built against
	Book       *gradebook.Book
	Limits     grade.Limits
	Jobs       int                                        // side by side; 0 is one for each processor
	Done       func(student string, points, most float64) // called after each, from one goroutine at a time; may be nil
}

// Outcome is what a run did.
type Outcome struct {
	Graded, Kept int
	Refused      []string // students whose names cannot be kept, and why
}

// validStudent says what is wrong with a name, which becomes that of a folder too.
func validStudent(name string) error {
	if len(name) > 200 {
		return fmt.Errorf("the name has %d bytes, and a folder's may have 200: rename the folder", len(name))
	}
	return gradebook.ValidName(name)
}

// Put brings the assignment as it is now into the gradebook, and returns its exercises.
func (c *Course) Put(ctx context.Context, a *Assignment, book *gradebook.Book) ([]grade.Exercise, error) {
	source, err := notebook.Read(c.Source(a.Name))
	if err != nil {
		return nil, err
	}
	grace, err := a.GraceTime()
	if err != nil {
		return nil, err
	}
	entry := gradebook.Assignment{ID: a.Name, Title: a.Title, Due: a.Due, Late: gradebook.Penalty{PerDay: a.LateDay, Most: a.LateMax, Grace: grace}}
	var exercises []grade.Exercise
	for _, s := range Graded(source) {
		item := gradebook.Item{ID: s.Info().ID, Title: s.Info().Title}
		for _, check := range s.Worth() {
			item.Max += check.Points
		}
		entry.Items = append(entry.Items, item)
		exercises = append(exercises, s)
	}
	if len(exercises) == 0 {
		return nil, fmt.Errorf("%s holds no exercise: chainrule new assignment makes a notebook of exercises", c.Source(a.Name))
	}
	return exercises, book.PutAssignment(ctx, entry)
}

// Grade grades each of what was handed in, unless exactly that is graded already. When ctx ends, or the process, what was graded is kept, and the next run goes on
// with the rest.
func (r *Run) Grade(ctx context.Context, handins []Handin) (out Outcome, err error) {
	exercises, err := r.Course.Put(ctx, r.Assignment, r.Book)
	if err != nil {
		return out, err
	}
	var named []Handin
	for _, h := range handins {
		if err := validStudent(h.Student); err != nil { // one name holds up nobody else
			out.Refused = append(out.Refused, fmt.Sprintf("%q: %v", h.Student, err))
			continue
		}
		named = append(named, h)
	}
	handins = named
	version, err := Version(r.Library, r.Assignment, exercises, r.Limits)
	if err != nil {
		return out, err
	}
	unlock, err := r.Book.Lock(ctx)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	work := filepath.Join(r.Course.Dir, ".grading") // of this run alone, and of one that was killed in it
	// A compiler that has outlived a killed run for a moment may still write: then that goes with this run.
	os.RemoveAll(work)
	if err := os.MkdirAll(work, 0o755); err != nil {
		return out, err
	}
	defer os.RemoveAll(work)
	grader := &grade.Grader{Builder: grade.Builder{Module: r.Library, Work: work}, Limits: r.Limits, Seed: r.Assignment.Seed}

	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	jobs := r.Jobs
	if jobs <= 0 {
		jobs = runtime.NumCPU()
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	next := make(chan Handin)
	for range jobs {
		wg.Go(func() {
			for h := range next {
				report, err := r.one(ctx, grader, exercises, version, h)
				if err != nil {
					stop(fmt.Errorf("%s: %w", h.Student, err))
					continue
				}
				mu.Lock()
				if report == nil {
					out.Kept++
				} else {
					out.Graded++
				}
				if r.Done != nil {
					points, most := 0.0, 0.0
					if report != nil {
						points, most = report.Points, report.Max
					}
					r.Done(h.Student, points, most)
				}
				mu.Unlock()
			}
		})
	}
feed:
	for _, h := range handins {
		select {
		case next <- h:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	wg.Wait()
	return out, context.Cause(ctx)
}

// one grades what a student handed in; nil when it was graded before.
func (r *Run) one(ctx context.Context, grader *grade.Grader, exercises []grade.Exercise, version string, h Handin) (*grade.Report, error) {
	submission := gradebook.Submission{Assignment: r.Assignment.Name, Student: h.Student, File: h.File, Sum: h.Sum(), Received: h.Received}
	done, err := r.Book.Begin(ctx, submission, version)
	if err != nil || done {
		return nil, err
	}
	report, err := Judge(ctx, grader, exercises, h)
	if err != nil {
		return nil, err
	}
	content, err := json.Marshal(report)
	if err != nil {
		return nil, err
	}
	points := map[string]float64{}
	for _, item := range report.Items {
		points[item.ID] = item.Points
	}
	return report, r.Book.Record(ctx, submission, gradebook.Grade{Version: version, Seed: grader.Seed, Points: points, Report: content})
}

// Judge grades what a student handed in, without recording it. What cannot be read is worth nothing, and its report says why.
func Judge(ctx context.Context, grader *grade.Grader, exercises []grade.Exercise, h Handin) (*grade.Report, error) {
	problem := h.Problem
	if problem == "" {
		s, err := grade.ParseSubmission(h.Student, h.File, h.Content)
		if err == nil {
			return grader.Grade(ctx, exercises, s)
		}
		problem = sentence(err)
	}
	return grader.Unread(exercises, h.Student, h.File, problem), nil
}

// sentence makes one of an error, for a student to read.
func sentence(err error) string {
	text := err.Error()
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:] + "."
}

// Version names what grades depend on besides the submission: the exercises, their checks, the library, the seed and the limits. After a change of these, the same submission is
// graded again.
func Version(library string, a *Assignment, exercises []grade.Exercise, limits grade.Limits) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, a.Seed, limits)
	for _, e := range exercises {
		fmt.Fprintln(h, e.Info().ID)
	}
	var files []string
	for _, dir := range []string{"exercises", "exercises/*", "solutions", "pkg/linalg", "pkg/nn", "internal/grade"} {
		found, err := filepath.Glob(filepath.Join(library, filepath.FromSlash(dir), "*.go"))
		if err != nil {
			return "", err
		}
		files = append(files, found...)
	}
	slices.Sort(files)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %x\n", filepath.Base(file), sha256.Sum256(content))
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}

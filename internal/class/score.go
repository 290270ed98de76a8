package class

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"chainrule/internal/grade"
	"chainrule/internal/gradebook"
)

// Score is what counts of a student's work, with the report of the grader.
type Score struct {
	gradebook.Score
	Report grade.Report
}

// Scores reads those of an assignment.
func Scores(ctx context.Context, book *gradebook.Book, assignment string) ([]Score, error) {
	rows, err := book.Scores(ctx, assignment)
	if err != nil {
		return nil, err
	}
	var all []Score
	for _, row := range rows {
		s := Score{Score: row}
		if row.Grade != nil {
			if err := json.Unmarshal(row.Grade.Report, &s.Report); err != nil {
				return nil, fmt.Errorf("the report of %s in the gradebook cannot be read: %w", row.Student, err)
			}
		}
		all = append(all, s)
	}
	return all, nil
}

// Feedback is what the student gets back, when hidden checks are shown so much.
func (s *Score) Feedback(a *Assignment, show Show) *Feedback {
	f := &Feedback{Assignment: a.Name, Title: a.Title, Student: s.Student, Points: s.Raw, Max: s.Max, Final: s.Final, Comment: s.Comment, Note: s.Report.Note}
	if s.Penalty > 0 {
		f.Late = fmt.Sprintf("%s late: %s points less.", lateness(s.LateBy), strconv.FormatFloat(round(s.Penalty), 'f', -1, 64))
	}
	marks := map[string]gradebook.ItemScore{}
	for _, item := range s.Items {
		marks[item.ID] = item
	}
	for _, item := range s.Report.Items {
		seen := Seen(item, show)
		if m, ok := marks[item.ID]; ok {
			seen.Points, seen.ByHand, seen.Comment = m.Counts(), m.Manual != nil, m.Comment
		}
		f.Items = append(f.Items, seen)
	}
	return f
}

func lateness(d time.Duration) string {
	if d < 24*time.Hour {
		return d.Round(time.Minute).String()
	}
	days := int((d + 24*time.Hour - 1) / (24 * time.Hour))
	if days == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", days)
}

// WriteFeedback writes a page and a JSON file for each student whose work was graded, and returns how many.
func (c *Course) WriteFeedback(a *Assignment, scores []Score, now time.Time) (n int, err error) {
	for _, s := range scores {
		if s.Grade == nil {
			continue
		}
		f := s.Feedback(a, a.Shown(now))
		dir := filepath.Join(c.Dir, "feedback", s.Student, a.Name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return n, err
		}
		html, err := f.HTML()
		if err != nil {
			return n, err
		}
		data, err := f.JSON()
		if err != nil {
			return n, err
		}
		if err := write(filepath.Join(dir, a.Name+".html"), html); err != nil {
			return n, err
		}
		if err := write(filepath.Join(dir, a.Name+".json"), data); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

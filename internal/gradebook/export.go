package gradebook

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// WriteCSV writes the scores of an assignment, a line for each student, by name. No cell is a formula to a spreadsheet.
func (b *Book) WriteCSV(ctx context.Context, w io.Writer, assignment string) error {
	var a *Assignment
	var scores []Score
	err := b.read(ctx, func(q *query) (err error) {
		a, scores, err = q.scores(assignment)
		return err
	})
	if err != nil {
		return err
	}
	head := []string{"student"}
	for _, item := range a.Items {
		head = append(head, item.ID)
	}
	table := [][]string{append(head, "raw", "penalty", "final", "max", "late", "received", "file", "waiting", "comment")}
	for _, s := range scores {
		row := []string{s.Student}
		for _, item := range s.Items {
			row = append(row, points(item.Counts()))
		}
		var received, file string
		if s.Submission != nil {
			received, file = s.Submission.Received.Format(time.RFC3339), s.Submission.File
		}
		table = append(table, append(row, points(s.Raw), points(s.Penalty), points(s.Final), points(s.Max), s.LateBy.Round(time.Second).String(), received, file, strconv.FormatBool(s.Waiting), s.Comment))
	}
	return write(w, table)
}

// WriteClassCSV writes what each student has in each assignment, lateness taken off, and in all. An empty cell is nothing handed in, and no points by hand.
func (b *Book) WriteClassCSV(ctx context.Context, w io.Writer) error {
	head := []string{"student"}
	rows := map[string][]string{}
	total := map[string]float64{}
	err := b.read(ctx, func(q *query) error {
		all, err := q.assignments("")
		if err != nil {
			return err
		}
		for n, a := range all {
			head = append(head, a.ID)
			_, scores, err := q.scores(a.ID)
			if err != nil {
				return err
			}
			for _, s := range scores {
				if rows[s.Student] == nil {
					rows[s.Student] = make([]string, len(all))
				}
				if s.Submission != nil || s.Raw > 0 {
					rows[s.Student][n] = points(s.Final)
				}
				total[s.Student] += s.Final
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	table := [][]string{append(head, "total")}
	for _, student := range slices.Sorted(maps.Keys(rows)) {
		table = append(table, slices.Concat([]string{student}, rows[student], []string{points(total[student])}))
	}
	return write(w, table)
}

func write(w io.Writer, table [][]string) error {
	for _, row := range table {
		for i := range row {
			row[i] = inert(row[i])
		}
	}
	out := csv.NewWriter(w)
	return out.WriteAll(table)
}

// inert puts an apostrophe before what a spreadsheet would compute; some take the wide forms of the signs as well.
func inert(cell string) string {
	if first, _ := utf8.DecodeRuneInString(cell); strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}

// points writes a number as people do: sums of tenths leave no 0.30000000000000004.
func points(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e6)/1e6, 'f', -1, 64)
}

// Dump writes all that counts as text, in an order that does not depend on when it came in: two books say the same if their texts are equal.
func (b *Book) Dump(ctx context.Context) (string, error) {
	var out strings.Builder
	err := b.read(ctx, func(q *query) error {
		all, err := q.assignments("")
		if err != nil {
			return err
		}
		for _, a := range all {
			_, scores, err := q.scores(a.ID)
			if err != nil {
				return err
			}
			fmt.Fprintf(&out, "assignment %q %q due %s late %v\n", a.ID, a.Title, stamp(a.Due), a.Late)
			for _, s := range scores {
				s.dump(&out)
			}
		}
		return nil
	})
	return out.String(), err
}

func (s *Score) dump(out *strings.Builder) {
	fmt.Fprintf(out, "%q final %s = %s - %s of %s, due %s, late by %v, waiting %v, comment %q by %q\n",
		s.Student, points(s.Final), points(s.Raw), points(s.Penalty), points(s.Max), stamp(s.Due), s.LateBy, s.Waiting, s.Comment, s.By)
	if s.Submission != nil {
		fmt.Fprintf(out, "\tfile %q %x received %s\n", s.Submission.File, s.Submission.Sum, stamp(s.Submission.Received))
	}
	if s.Grade != nil {
		fmt.Fprintf(out, "\tgrade of version %q, seed %d, report %x\n", s.Grade.Version, s.Grade.Seed, sha256.Sum256(s.Grade.Report))
	}
	for _, item := range s.Items {
		manual := "none"
		if item.Manual != nil {
			manual = points(*item.Manual)
		}
		fmt.Fprintf(out, "\titem %q %q auto %s manual %s of %s, comment %q by %q\n", item.ID, item.Title, points(item.Auto), manual, points(item.Max), item.Comment, item.By)
	}
}

// stamp writes a time to the microsecond.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02T15:04:05.999999Z")
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"chainrule/internal/class"
	"chainrule/internal/grade"
	"chainrule/internal/gradebook"
	"chainrule/internal/notebook"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

type gradeCmd struct {
	What    string   `arg:"" help:"An assignment of the course, or a notebook file, which is graded and not recorded."`
	Student []string `arg:"" optional:"" help:"Only these; without them, everybody who has handed in."`
	Course  string   `default:"." type:"existingdir" help:"The course folder."`
	DB      string   `name:"db" placeholder:"URL" help:"The gradebook: a file, or postgres://user@host/name; without it, gradebook.db in the course folder."`
	Zip     []string `type:"existingfile" help:"What a learning platform packed: Moodle, Canvas, or folders named after students."`
	Regrade bool     `help:"Grade again what is graded already; points by hand stay."`
	Replay  *uint64  `placeholder:"SEED" help:"Draw the inputs from this seed, print what comes of it, and record nothing."`
	Jobs    int      `short:"j" help:"How many side by side; 0 is one for each processor."`

	Call   time.Duration `default:"2s" help:"How long one call of an answer may take."`
	Total  time.Duration `default:"5s" help:"And all calls of an answer together."`
	Memory int           `default:"256" help:"And how much memory it may use, in MB."`
}

func (c *gradeCmd) limits() grade.Limits {
	return grade.Limits{Call: c.Call, Total: c.Total, Memory: c.Memory << 20}
}

// Run grades an assignment or a file.
func (c *gradeCmd) Run(ctx context.Context, root root) error {
	if c.Call <= 0 || c.Total <= 0 || c.Memory < 32 || c.Memory > 4096 {
		return errors.New("--call and --total are to be above 0, and --memory from 32 to 4096")
	}
	if strings.HasSuffix(c.What, ".ipynb") {
		return c.file(ctx, string(root))
	}
	course, err := class.Open(c.Course)
	if err != nil {
		return err
	}
	a, err := course.Assignment(c.What)
	if err != nil {
		return err
	}
	handins, err := course.Submitted(a.Name, c.Zip)
	if err != nil {
		return err
	}
	if handins, err = only(handins, c.Student); err != nil {
		return err
	}
	if len(handins) == 0 {
		return fmt.Errorf("nothing was handed in for %s: it is looked for in %s, or name a --zip", a.Name, filepath.Join(c.Course, "submitted", "STUDENT", a.Name))
	}
	for _, h := range handins {
		if h.Warning != "" {
			fmt.Fprintf(os.Stderr, "%s: %s\n", h.Student, h.Warning)
		}
	}
	if c.Replay != nil {
		return c.replay(ctx, string(root), course, a, handins)
	}
	book, err := openBook(ctx, c.Course, c.DB)
	if err != nil {
		return err
	}
	defer book.Close()
	if c.Regrade {
		if _, err := course.Put(ctx, a, book); err != nil {
			return err
		}
		for _, h := range handins {
			if len(c.Student) > 0 {
				if _, err := book.Regrade(ctx, a.Name, h.Student); err != nil {
					return err
				}
			}
		}
		if len(c.Student) == 0 {
			if _, err := book.Regrade(ctx, a.Name, ""); err != nil {
				return err
			}
		}
	}
	bar := newBar(len(handins))
	run := &class.Run{Course: course, Assignment: a, Library: string(root), Book: book, Limits: c.limits(), Jobs: c.Jobs, Done: bar.done}
	out, err := run.Grade(ctx, handins)
	bar.close()
	if ctx.Err() != nil {
		fmt.Fprintf(os.Stderr, "Interrupted: %d graded, the gradebook is whole, and the same command goes on with the rest.\n", out.Graded)
		return context.Canceled
	}
	if err != nil {
		return err
	}
	for _, why := range out.Refused {
		fmt.Fprintln(os.Stderr, "Left out:", why)
	}
	scores, err := class.Scores(ctx, book, a.Name)
	if err != nil {
		return err
	}
	pages, err := course.WriteFeedback(a, scores, time.Now())
	if err != nil {
		return err
	}
	fmt.Printf("%d graded, %d were graded already. %d feedback pages are in %s\n", out.Graded, out.Kept, pages, filepath.Join(c.Course, "feedback"))
	return nil
}

// only keeps the named students.
func only(handins []class.Handin, students []string) ([]class.Handin, error) {
	if len(students) == 0 {
		return handins, nil
	}
	var kept []class.Handin
	for _, s := range students {
		found := false
		for _, h := range handins {
			if h.Student == s {
				kept, found = append(kept, h), true
			}
		}
		if !found {
			return nil, fmt.Errorf("nothing of %q was handed in", s)
		}
	}
	return kept, nil
}

// openBook opens the gradebook of a course.
func openBook(ctx context.Context, course, where string) (*gradebook.Book, error) {
	if where == "" {
		where = filepath.Join(course, "gradebook.db")
	}
	return gradebook.Open(ctx, where)
}

func (c *gradeCmd) grader(root string, seed uint64) (*grade.Grader, func(), error) {
	work, err := os.MkdirTemp("", "chainrule-grade-")
	if err != nil {
		return nil, nil, err
	}
	return &grade.Grader{Builder: grade.Builder{Module: root, Work: work}, Limits: c.limits(), Seed: seed}, func() { os.RemoveAll(work) }, nil
}

// file grades one notebook, whose name is nobody's.
func (c *gradeCmd) file(ctx context.Context, root string) error {
	content, err := os.ReadFile(c.What)
	if err != nil {
		return err
	}
	nb, err := notebook.Parse(content)
	if err != nil {
		return fmt.Errorf("%s: %w", c.What, err)
	}
	var exercises []grade.Exercise
	for _, s := range class.Graded(nb) {
		exercises = append(exercises, s)
	}
	if len(exercises) == 0 {
		return fmt.Errorf("%s holds no answer to an exercise", c.What)
	}
	seed := newSeed()
	if c.Replay != nil {
		seed = *c.Replay
	}
	g, end, err := c.grader(root, seed)
	if err != nil {
		return err
	}
	defer end()
	report, err := class.Judge(ctx, g, exercises, class.Handin{File: filepath.Base(c.What), Content: content})
	if err != nil {
		return err
	}
	tell(report)
	return nil
}

func (c *gradeCmd) replay(ctx context.Context, root string, course *class.Course, a *class.Assignment, handins []class.Handin) error {
	source, err := notebook.Read(course.Source(a.Name))
	if err != nil {
		return err
	}
	var exercises []grade.Exercise
	for _, s := range class.Graded(source) {
		exercises = append(exercises, s)
	}
	g, end, err := c.grader(root, *c.Replay)
	if err != nil {
		return err
	}
	defer end()
	for _, h := range handins {
		report, err := class.Judge(ctx, g, exercises, h)
		if err != nil {
			return err
		}
		fmt.Printf("\n%s\n", h.Student)
		tell(report)
	}
	return nil
}

// tell prints a report.
func tell(r *grade.Report) {
	for _, item := range r.Items {
		fmt.Printf("\n%s: %v of %v points\n", item.Title, item.Points, item.Max)
		if item.Problem != "" {
			fmt.Printf("✗ %s\n", item.Problem)
			continue
		}
		for _, check := range item.Checks {
			if check.Points == check.Max {
				fmt.Printf("✓ %s\n", check.Name)
			} else {
				fmt.Print(check.Said)
			}
		}
	}
	if r.Note != "" {
		fmt.Println(r.Note)
	}
	fmt.Printf("\n%v of %v points, with seed %d\n", r.Points, r.Max, r.Seed)
}

// bar shows how far a run is: a bar on a terminal, a line for each student elsewhere.
type bar struct {
	bar   *progressbar.ProgressBar
	n     int
	total int
}

func newBar(total int) *bar {
	b := &bar{total: total}
	if term.IsTerminal(int(os.Stderr.Fd())) {
		b.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetWidth(20), progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
	}
	return b
}

func (b *bar) done(student string, points, most float64) {
	b.n++
	if b.bar != nil {
		b.bar.Describe(student)
		b.bar.Add(1)
		return
	}
	if most == 0 {
		fmt.Fprintf(os.Stderr, "%d/%d  %s: graded already\n", b.n, b.total, student)
		return
	}
	fmt.Fprintf(os.Stderr, "%d/%d  %s: %v of %v\n", b.n, b.total, student, points, most)
}

func (b *bar) close() {
	if b.bar != nil {
		b.bar.Finish()
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"chainrule/internal/class"
	"chainrule/internal/gradebook"
	"chainrule/internal/lab"
	"chainrule/internal/notebook"
	"chainrule/internal/release"
)

type classCmd struct {
	Course string `default:"." type:"existingdir" help:"The course folder."`
	DB     string `name:"db" placeholder:"URL" help:"The gradebook; without it, gradebook.db in the course folder."`

	Scores     scoresCmd     `cmd:"" help:"Show the scores of an assignment, or write them as CSV."`
	Points     pointsCmd     `cmd:"" help:"Give points by hand, and a comment. They stay when the work is graded again."`
	Comment    commentCmd    `cmd:"" help:"Comment on a student's work as a whole."`
	Extend     extendCmd     `cmd:"" help:"Give a student more time."`
	Feedback   feedbackCmd   `cmd:"" help:"Write the feedback pages again, as after a date at which more is shown."`
	Similar    similarCmd    `cmd:"" help:"Name answers that have the same syntax tree up to names."`
	Nbgrader   nbgraderCmd   `cmd:"" help:"Put the grades into nbgrader's gradebook."`
	Gradescope gradescopeCmd `cmd:"" help:"Write a results.json for Gradescope for each student."`
}

// open opens the course, an assignment of it, and the gradebook.
func (c *classCmd) open(ctx context.Context, name string) (*class.Course, *class.Assignment, *gradebook.Book, error) {
	course, err := class.Open(c.Course)
	if err != nil {
		return nil, nil, nil, err
	}
	a, err := course.Assignment(name)
	if err != nil {
		return nil, nil, nil, err
	}
	if c.DB == "" {
		if _, err := os.Stat(filepath.Join(c.Course, "gradebook.db")); err != nil {
			return nil, nil, nil, fmt.Errorf("%s has no gradebook yet: chainrule grade %s makes it", c.Course, name)
		}
	}
	book, err := openBook(ctx, c.Course, c.DB)
	if err != nil {
		return nil, nil, nil, err
	}
	if _, err := course.Put(ctx, a, book); err != nil { // dates and penalties may have changed
		return nil, nil, nil, errors.Join(err, book.Close())
	}
	return course, a, book, nil
}

// read opens the course and reads the scores of an assignment.
func (c *classCmd) read(ctx context.Context, name string) (*class.Course, *class.Assignment, []class.Score, error) {
	course, a, book, err := c.open(ctx, name)
	if err != nil {
		return nil, nil, nil, err
	}
	defer book.Close()
	scores, err := class.Scores(ctx, book, a.Name)
	return course, a, scores, err
}

type scoresCmd struct {
	Assignment string `arg:""`
	CSV        string `name:"csv" placeholder:"FILE" help:"Write them into this file; - is the standard output."`
}

// Run shows the scores.
func (c *scoresCmd) Run(ctx context.Context, cli *cli) error {
	_, a, book, err := cli.Class.open(ctx, c.Assignment)
	if err != nil {
		return err
	}
	defer book.Close()
	if c.CSV != "" {
		var b bytes.Buffer
		if err := book.WriteCSV(ctx, &b, a.Name); err != nil {
			return err
		}
		if c.CSV == "-" {
			_, err := os.Stdout.Write(b.Bytes())
			return err
		}
		return os.WriteFile(c.CSV, b.Bytes(), 0o644)
	}
	scores, err := class.Scores(ctx, book, a.Name)
	if err != nil {
		return err
	}
	if len(scores) == 0 {
		fmt.Printf("Nothing of %s is graded yet: chainrule grade %s\n", a.Name, a.Name)
		return nil
	}
	for _, s := range scores {
		note := ""
		switch {
		case s.Grade == nil && s.Waiting:
			note = "  not graded yet"
		case s.Submission == nil:
			note = "  nothing handed in"
		case s.Waiting:
			note = "  to be graded again"
		case s.Penalty > 0:
			note = fmt.Sprintf("  %.2f less, because late", s.Penalty)
		}
		var items []string
		for _, item := range s.Items {
			text := fmt.Sprintf("%s %.4g/%.4g", item.ID, item.Counts(), item.Max)
			if item.Manual != nil {
				text += " (by hand)"
			}
			items = append(items, text)
		}
		fmt.Printf("%-24s %6.4g of %.4g%s   %s\n", s.Student, s.Final, s.Max, note, strings.Join(items, ", "))
	}
	return nil
}

type pointsCmd struct {
	Assignment string `arg:""`
	Student    string `arg:""`
	Exercise   string `arg:""`
	Points     string `arg:"" help:"The points, or auto for those of the grader."`
	Comment    string `help:"For the student to read."`
	By         string `default:"instructor" env:"USER" help:"Who says so."`
}

// Run gives points.
func (c *pointsCmd) Run(ctx context.Context, cli *cli) error {
	mark := gradebook.Mark{Assignment: c.Assignment, Student: c.Student, Item: c.Exercise, Comment: c.Comment, By: c.By}
	if c.Points != "auto" {
		points, err := strconv.ParseFloat(c.Points, 64)
		if err != nil {
			return fmt.Errorf("the points are %q: give a number, or auto for those of the grader", c.Points)
		}
		mark.Points = &points
	}
	return cli.Class.mark(ctx, mark)
}

func (c *classCmd) mark(ctx context.Context, mark gradebook.Mark) error {
	course, a, book, err := c.open(ctx, mark.Assignment)
	if err != nil {
		return err
	}
	defer book.Close()
	if err := known(ctx, book, mark); err != nil {
		return err
	}
	if err := book.Mark(ctx, mark); err != nil {
		return err
	}
	return pages(ctx, course, a, book)
}

// known says what is wrong with a mark for somebody who has not handed in, or with more points than there are.
func known(ctx context.Context, book *gradebook.Book, mark gradebook.Mark) error {
	scores, err := book.Scores(ctx, mark.Assignment)
	if err != nil {
		return err
	}
	var names []string
	for _, s := range scores {
		names = append(names, s.Student)
		if s.Student != mark.Student {
			continue
		}
		for _, item := range s.Items {
			if item.ID == mark.Item && mark.Points != nil && *mark.Points > item.Max {
				return fmt.Errorf("%s is worth %v points, and %v are too many", mark.Item, item.Max, *mark.Points)
			}
		}
		return nil
	}
	return fmt.Errorf("nothing of %q was graded in %s; there are %s", mark.Student, mark.Assignment, strings.Join(names, ", "))
}

// pages writes the feedback pages as the gradebook is now.
func pages(ctx context.Context, course *class.Course, a *class.Assignment, book *gradebook.Book) error {
	scores, err := class.Scores(ctx, book, a.Name)
	if err != nil {
		return err
	}
	n, err := course.WriteFeedback(a, scores, time.Now())
	if err == nil {
		fmt.Printf("%d feedback pages are in %s\n", n, filepath.Join(course.Dir, "feedback"))
	}
	return err
}

type commentCmd struct {
	Assignment string `arg:""`
	Student    string `arg:""`
	Comment    string `arg:"" help:"For the student to read; empty takes it back."`
	By         string `default:"instructor" env:"USER" help:"Who says so."`
}

// Run comments.
func (c *commentCmd) Run(ctx context.Context, cli *cli) error {
	return cli.Class.mark(ctx, gradebook.Mark{Assignment: c.Assignment, Student: c.Student, Comment: c.Comment, By: c.By})
}

type extendCmd struct {
	Assignment string `arg:""`
	Student    string `arg:""`
	Until      string `arg:"" help:"2026-12-08 23:59, in the zone of this machine, or none."`
}

// Run extends.
func (c *extendCmd) Run(ctx context.Context, cli *cli) error {
	var until time.Time
	if c.Until != "none" {
		var err error
		if until, err = parseTime(c.Until); err != nil {
			return err
		}
	}
	course, a, book, err := cli.Class.open(ctx, c.Assignment)
	if err != nil {
		return err
	}
	defer book.Close()
	if err := book.Extend(ctx, a.Name, c.Student, until); err != nil {
		return err
	}
	return pages(ctx, course, a, book)
}

type feedbackCmd struct {
	Assignment string `arg:""`
}

// Run writes the pages.
func (c *feedbackCmd) Run(ctx context.Context, cli *cli) error {
	course, a, book, err := cli.Class.open(ctx, c.Assignment)
	if err != nil {
		return err
	}
	defer book.Close()
	return pages(ctx, course, a, book)
}

type similarCmd struct {
	Assignment string `arg:""`
	Least      int    `default:"30" help:"Leave out trees with fewer nodes: short answers are the same by themselves."`
}

// Run names similar answers.
func (c *similarCmd) Run(ctx context.Context, cli *cli) error {
	course, a, scores, err := cli.Class.read(ctx, c.Assignment)
	if err != nil {
		return err
	}
	source, err := notebook.Read(course.Source(a.Name))
	if err != nil {
		return err
	}
	students, err := release.Students(source, class.Listed(source))
	if err != nil {
		return err
	}
	stubs := map[string]string{}
	for i := range students.Cells {
		if m, ok := release.MarkOf(&students.Cells[i]); ok && m.Solution {
			stubs[m.ID] = string(students.Cells[i].Source)
		}
	}
	answers := map[string]map[string]string{}
	for _, s := range scores {
		answers[s.Student] = map[string]string{}
		for _, item := range s.Report.Items {
			answers[s.Student][item.ID] = item.Answer
		}
	}
	n := 0
	for _, group := range class.Similar(answers, stubs) {
		if group.Nodes < c.Least {
			continue
		}
		n++
		fmt.Printf("%-24s %4d nodes  %s\n", group.Exercise, group.Nodes, strings.Join(group.Students, ", "))
	}
	if n == 0 {
		fmt.Printf("No two answers of %d nodes or more have the same syntax tree.\n", c.Least)
	} else {
		fmt.Println("The same tree up to names is a reason to look, not a proof: the shorter an answer, the more often it is written twice.")
	}
	return nil
}

type nbgraderCmd struct {
	Assignment string `arg:""`
	URL        string `placeholder:"URL" help:"Of nbgrader's gradebook, as its configuration names it; without it, nbgrader.db in the course folder."`
}

// Run exports to nbgrader.
func (c *nbgraderCmd) Run(ctx context.Context, root root, cli *cli) error {
	course, a, scores, err := cli.Class.read(ctx, c.Assignment)
	if err != nil {
		return err
	}
	env, err := lab.SetupNbgrader(ctx, string(root), os.Stderr)
	if err != nil {
		return err
	}
	n := &class.Nbgrader{Python: env.NbgraderPython(), Environ: env.NbgraderEnviron(), DB: c.URL}
	said, err := n.Export(ctx, course, a.Name, scores)
	if err != nil {
		return err
	}
	fmt.Print(said)
	return nil
}

type gradescopeCmd struct {
	Assignment string `arg:""`
	Dir        string `arg:"" help:"The folder for STUDENT/results.json."`
}

// Run exports to Gradescope.
func (c *gradescopeCmd) Run(ctx context.Context, cli *cli) error {
	_, a, scores, err := cli.Class.read(ctx, c.Assignment)
	if err != nil {
		return err
	}
	n := 0
	for _, s := range scores {
		if s.Grade == nil {
			continue
		}
		content, err := s.Feedback(a, a.Shown(time.Now())).Gradescope()
		if err != nil {
			return err
		}
		dir := filepath.Join(c.Dir, s.Student)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "results.json"), content, 0o644); err != nil {
			return err
		}
		n++
	}
	fmt.Printf("%d results.json are in %s\n", n, c.Dir)
	return nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"chainrule/exercises"
	"chainrule/internal/grade"
)

type checkCmd struct {
	Notebooks []string `arg:"" name:"notebook" help:"Notebook files with answers."`
	Watch     bool     `help:"Run again whenever one of them is saved, until Ctrl-C."`
}

// Run checks the notebooks, and fails when something is wrong, or watches them.
func (c *checkCmd) Run(ctx context.Context, root root) error {
	work, err := os.MkdirTemp("", "chainrule-check-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	g := &grade.Grader{Builder: grade.Builder{Module: string(root), Work: work}}
	saved := map[string]time.Time{}
	failed := 0
	for _, file := range c.Notebooks {
		saved[file] = modified(file)
		n, err := c.one(ctx, g, file)
		if err != nil && !c.Watch {
			return err
		}
		if err != nil {
			fmt.Println(err)
		}
		failed += n
	}
	for c.Watch {
		fmt.Printf("Watching. Save a notebook and it is checked again; Ctrl-C ends.\n")
		for changed := false; !changed; {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(300 * time.Millisecond):
			}
			for _, file := range c.Notebooks {
				if now := modified(file); !now.Equal(saved[file]) {
					saved[file], changed = now, true
					if _, err := c.one(ctx, g, file); err != nil {
						fmt.Println(err)
					}
				}
			}
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d answer(s) not right yet", failed)
	}
	return nil
}

// modified is when the file was saved; a file that is being written may be missing for a moment.
func modified(file string) time.Time {
	info, err := os.Stat(file)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// one checks the answers of a notebook and returns how many are not right.
func (c *checkCmd) one(ctx context.Context, g *grade.Grader, file string) (failed int, err error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return 0, fmt.Errorf("%s: there is no such file", file)
	}
	if err != nil {
		return 0, err
	}
	s, err := grade.ParseSubmission("", file, content)
	if err != nil {
		return 0, err
	}
	var all []grade.Exercise
	for _, e := range exercises.All {
		if s.Has(e.Info().ID) {
			all = append(all, e)
		}
	}
	if len(all) == 0 {
		return 0, errors.New(file + " holds no answers: take one of the notebooks in exercises/")
	}
	r, err := g.Grade(ctx, all, s)
	if err != nil {
		return 0, err
	}
	for _, item := range r.Items {
		fmt.Printf("\n%s\n", item.Title)
		if item.Problem != "" {
			fmt.Printf("✗ %s\n", item.Problem)
		}
		right := item.Problem == ""
		for _, check := range item.Checks {
			switch {
			case item.Problem != "":
			case check.Points == check.Max:
				fmt.Printf("✓ %s\n", check.Name)
			default:
				fmt.Print(check.Said)
				right = false
			}
		}
		if !right {
			failed++
		}
	}
	fmt.Printf("\n%d of %d answers pass their visible checks.\n", len(r.Items)-failed, len(r.Items))
	return failed, nil
}

package exercises

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Progress is what was reached in an exercise.
type Progress struct {
	Passed int  `json:"passed"` // checks, at the latest try
	Total  int  `json:"total"`
	Hints  int  `json:"hints"` // hints seen
	Tries  int  `json:"tries"`
	Solved bool `json:"solved"` // all checks have passed once
}

// progressName is the name of the file, in exercises/ of the checkout.
const progressName = "chainrule-progress.json"

// ProgressFile returns the name of the file that keeps the progress: chainrule-progress.json in exercises/ of the checkout that the working folder lies in,
// or else in the working folder; or the one that the environment variable CHAINRULE_PROGRESS names.
func ProgressFile() string {
	if name := os.Getenv("CHAINRULE_PROGRESS"); name != "" {
		return name
	}
	dir, err := os.Getwd()
	for err == nil {
		mod, readErr := os.ReadFile(filepath.Join(dir, "go.mod"))
		if readErr == nil && strings.HasPrefix(string(mod), "module chainrule\n") {
			return filepath.Join(dir, "exercises", progressName)
		}
		if dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	return progressName
}

// ReadProgress returns what a file of ProgressFile holds, by the IDs of the exercises; a file that is not there holds nothing.
func ReadProgress(file string) (map[string]Progress, error) {
	all := map[string]Progress{}
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the progress in %s cannot be read: %w", file, err)
	}
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, fmt.Errorf("%s does not hold progress any more (%w): delete it, and it begins anew", file, err)
	}
	return all, nil
}

// remember notes a try.
func remember(id string, passed, total int) error {
	return change(id, func(p *Progress) {
		p.Passed, p.Total = passed, total
		p.Tries++
		p.Solved = p.Solved || passed == total
	})
}

// nextHint notes that a hint is shown, and says which, counted from 0.
func nextHint(id string, hints int) (n int, err error) {
	err = change(id, func(p *Progress) {
		n = p.Hints % hints
		p.Hints++
	})
	return n, err
}

// change rewrites the file, whole or not at all.
func change(id string, f func(*Progress)) error {
	file := ProgressFile()
	all, err := ReadProgress(file)
	if err != nil {
		return err
	}
	p := all[id]
	f(&p)
	all[id] = p
	b, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), ".progress-*")
	if err != nil {
		return fmt.Errorf("the progress cannot be kept: %w", err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(append(b, '\n'))
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("the progress cannot be kept in %s: %w", file, err)
	}
	return nil
}

// Overview shows progress over all exercises: a line for each lesson and for each exercise, and how many are solved.
func Overview(all map[string]Progress) string {
	var b strings.Builder
	solved, lesson := 0, 0
	for _, listed := range All {
		e := listed.Info()
		if e.Lesson != lesson {
			lesson = e.Lesson
			fmt.Fprintf(&b, "Lesson %d\n", lesson)
		}
		p := all[e.ID]
		mark, more := "·", "not tried yet"
		switch {
		case p.Solved:
			mark, more = "✓", "solved"
			solved++
		case p.Tries > 0:
			mark, more = "…", fmt.Sprintf("%d of %d checks pass", p.Passed, p.Total)
		}
		if p.Hints > 0 {
			more += fmt.Sprintf(", %d of %d hints seen", min(p.Hints, len(Exercise[int]{}.Hints)), len(Exercise[int]{}.Hints))
		}
		fmt.Fprintf(&b, "  %s %-40s %-10s %s\n", mark, e.Title, e.Kind, more)
	}
	fmt.Fprintf(&b, "%d of %d exercises solved.\n", solved, len(All))
	return b.String()
}

// ShowProgress prints the overview, in a notebook.
func ShowProgress() {
	all, err := ReadProgress(ProgressFile())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(Overview(all))
}

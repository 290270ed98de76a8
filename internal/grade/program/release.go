package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"chainrule/internal/notebook"
	"chainrule/internal/release"
	"chainrule/solutions"
)

type releaseCmd struct {
	Check bool `help:"Change nothing; name what is out of date, and fail if there is anything."`
}

// Run releases all of solutions/ to exercises/, in the working folder.
func (c *releaseCmd) Run() error {
	files, err := filepath.Glob(filepath.Join("solutions", "*.ipynb"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errors.New("there are no notebooks in solutions/: release them from the root of the instructors' checkout")
	}
	old := 0
	for _, file := range files {
		changed, err := c.one(file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		old += len(changed)
		for _, name := range changed {
			fmt.Println(name)
		}
	}
	switch {
	case c.Check && old > 0:
		return fmt.Errorf("%d notebook(s) out of date: go run ./cmd/chainrule release", old)
	case old == 0:
		fmt.Printf("%d notebook(s) released, none has changed\n", len(files))
	}
	return nil
}

// one releases a notebook and names the files that were out of date.
func (c *releaseCmd) one(file string) (changed []string, err error) {
	source, err := notebook.Read(file)
	if err != nil {
		return nil, err
	}
	exercises := inside(source)
	if errs := release.Source(source, exercises); len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	students, err := release.Students(source, exercises)
	if err != nil {
		return nil, err
	}
	for _, w := range []struct {
		name string
		nb   *notebook.Notebook
	}{{file, source}, {filepath.Join("exercises", filepath.Base(file)), students}} {
		want, err := w.nb.Bytes()
		if err != nil {
			return nil, err
		}
		if got, err := os.ReadFile(w.name); err == nil && bytes.Equal(got, want) {
			continue
		}
		changed = append(changed, w.name)
		if c.Check {
			continue
		}
		if err := w.nb.Write(w.name); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

// inside are the exercises whose answers a notebook holds.
func inside(nb *notebook.Notebook) (all []release.Exercise) {
	has := map[string]bool{}
	for i := range nb.Cells {
		if m, ok := release.MarkOf(&nb.Cells[i]); ok {
			has[m.ID] = true
		}
	}
	for _, s := range solutions.All {
		e := release.Exercise{ID: s.Info().ID, Name: s.Info().Name}
		for _, c := range s.Worth() {
			e.Points += c.Points
		}
		if has[e.ID] {
			all = append(all, e)
		}
	}
	return all
}

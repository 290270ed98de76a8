package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"chainrule/internal/class"
	"chainrule/internal/notebook"
	"chainrule/internal/release"
)

type releaseCmd struct {
	Names  []string `arg:"" optional:"" name:"assignment" help:"Assignments of the course; none releases all of solutions/ to exercises/."`
	Course string   `default:"." type:"existingdir" help:"The course folder."`
	Check  bool     `help:"Change nothing; name which of exercises/ are out of date, and fail if there are any."`
	Zip    string   `placeholder:"FILE" help:"Pack all exercises and the module, without the solutions, for a class."`
}

// Run releases assignments of a course, or the exercises of the checkout.
func (c *releaseCmd) Run(root root) error {
	if len(c.Names) > 0 {
		course, err := class.Open(c.Course)
		if err != nil {
			return err
		}
		for _, name := range c.Names {
			files, err := course.Release(string(root), name)
			if err != nil {
				return err
			}
			for _, f := range files {
				fmt.Println(short(f))
			}
		}
		return nil
	}
	files, err := filepath.Glob(filepath.Join(string(root), "solutions", "*.ipynb"))
	if err != nil {
		return err
	}
	old := 0
	for _, file := range files {
		changed, err := c.one(string(root), file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		old += len(changed)
		for _, name := range changed {
			fmt.Println(name)
		}
	}
	if c.Check && old > 0 {
		return fmt.Errorf("%d notebook(s) out of date: go run ./cmd/chainrule release", old)
	}
	if old == 0 {
		fmt.Printf("%d notebook(s) released, none has changed\n", len(files))
	}
	if c.Zip != "" {
		packed, err := class.Handout(string(root), "chainrule", nil)
		if err != nil {
			return err
		}
		if err := os.WriteFile(c.Zip, packed, 0o644); err != nil {
			return err
		}
		fmt.Println(c.Zip)
	}
	return nil
}

// short is the name of a file as seen from here.
func short(file string) string {
	if here, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(here, file); err == nil && filepath.IsLocal(rel) {
			return rel
		}
	}
	return file
}

// one releases a notebook and names the files that were out of date.
func (c *releaseCmd) one(root, file string) (changed []string, err error) {
	source, err := notebook.Read(file)
	if err != nil {
		return nil, err
	}
	exercises := class.Listed(source)
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
	}{{file, source}, {filepath.Join(root, "exercises", filepath.Base(file)), students}} {
		want, err := w.nb.Bytes()
		if err != nil {
			return nil, err
		}
		if got, err := os.ReadFile(w.name); err == nil && bytes.Equal(got, want) {
			continue
		}
		changed = append(changed, short(w.name))
		if c.Check {
			continue
		}
		if err := w.nb.Write(w.name); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"chainrule/internal/lab"
	"chainrule/internal/notebook"
)

type fmtCmd struct {
	Notebooks []string `arg:"" optional:"" name:"notebook" help:"Notebook files; none is all of notebooks/, exercises/ and solutions/."`
	Check     bool     `help:"Change nothing; name the files that are not in normal form, and fail if there are any."`
}

func (c *fmtCmd) Run(ctx context.Context) error {
	files := c.Notebooks
	if len(files) == 0 {
		env, err := lab.Find(".")
		if err != nil {
			return err
		}
		for _, dir := range []string{"notebooks", "exercises", "solutions"} {
			found, err := filepath.Glob(filepath.Join(env.Root, dir, "*.ipynb"))
			if err != nil {
				return err
			}
			files = append(files, found...)
		}
	}
	bad := 0
	for _, file := range files {
		if err := c.one(file); err != nil {
			fmt.Fprintln(os.Stderr, err)
			bad++
		}
	}
	if bad > 0 {
		return fmt.Errorf("of %d notebook(s), %d could not be read or are not in normal form", len(files), bad)
	}
	if c.Check {
		fmt.Printf("%d notebook(s) in normal form\n", len(files))
	}
	return nil
}

func (c *fmtCmd) one(file string) error {
	nb, err := notebook.Read(file)
	if err != nil {
		return err
	}
	was, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for _, e := range nb.Normalize() {
		err = errors.Join(err, fmt.Errorf("%s: %w", file, e))
	}
	if err != nil {
		return err
	}
	is, err := nb.Bytes()
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", file, err)
	case bytes.Equal(was, is):
		return nil
	case c.Check:
		return fmt.Errorf("%s: not in normal form: run go run ./cmd/chainrule fmt %s", file, file)
	}
	fmt.Println(file)
	return nb.Write(file)
}

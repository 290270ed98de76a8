package main

import (
	"fmt"
	"strings"

	"chainrule/exercises"
)

type progressCmd struct {
	File string `arg:"" optional:"" help:"The file that keeps it; without it, exercises/chainrule-progress.json."`
}

// Run prints a line for each exercise.
func (c *progressCmd) Run() error {
	file := c.File
	if strings.HasSuffix(file, ".ipynb") {
		return fmt.Errorf("%s is a notebook, and progress is over all exercises: leave the name out", file)
	}
	if file == "" {
		file = exercises.ProgressFile()
	}
	all, err := exercises.ReadProgress(file)
	if err != nil {
		return err
	}
	fmt.Print(exercises.Overview(all))
	return nil
}

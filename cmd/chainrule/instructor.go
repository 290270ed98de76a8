package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"syscall"

	"chainrule/internal/lab"
)

// instructorVerbs are those of the program that knows the solutions, internal/grade/program, which reads their arguments and explains them.
var instructorVerbs = []string{"release", "grade", "class", "new"}

// instructorCmd stands in the list of verbs.
type instructorCmd struct {
	Args []string `arg:"" optional:"" passthrough:""`
}

// instructor runs an instructor's verb, and reports whether it was one; code is what it ended with.
func instructor(ctx context.Context, args []string) (code int, is bool, err error) {
	if len(args) == 0 || !slices.Contains(instructorVerbs, args[0]) {
		return 0, false, nil
	}
	env, err := lab.Find(".")
	if err != nil {
		return 1, true, err
	}
	cmd, err := env.Instructor(ctx, args)
	if err != nil {
		return 1, true, err
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) } // it ends what it does, and keeps the gradebook whole
	err = cmd.Run()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return exit.ExitCode(), true, nil
	}
	return 0, true, err
}

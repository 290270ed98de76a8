package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"

	"chainrule/internal/lab"
)

// programOf names the program of each verb that needs the library. The programs read their arguments, and explain them.
var programOf = map[string]string{
	"check": "check", "progress": "check",
	"release": "instructor", "grade": "instructor", "class": "instructor", "new": "instructor",
}

// programCmd stands for such a verb in the list of all.
type programCmd struct {
	Args []string `arg:"" optional:"" passthrough:""`
}

// program runs a verb that is a program's, and reports whether it was one; code is what it ended with.
func program(ctx context.Context, args []string) (code int, is bool, err error) {
	if len(args) == 0 || programOf[args[0]] == "" {
		return 0, false, nil
	}
	env, err := lab.Find(".")
	if err != nil {
		return 1, true, err
	}
	cmd, err := env.Program(ctx, programOf[args[0]], args)
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

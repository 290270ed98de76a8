package lab

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Instructor builds the program that knows the solutions, and returns it, to be run with args. A copy of chainrule for a class has none.
func (e *Env) Instructor(ctx context.Context, args []string) (*exec.Cmd, error) {
	if _, err := os.Stat(filepath.Join(e.Root, "internal", "grade", "program")); err != nil {
		return nil, errors.New("this is a copy for a class, without the solutions: releasing and grading are done in the instructors' checkout")
	}
	if err := os.MkdirAll(e.Bin(), 0o755); err != nil {
		return nil, fault(err)
	}
	program := filepath.Join(e.Bin(), "instructor")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, "./internal/grade/program")
	build.Dir = e.Root
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the library does not compile, and grading needs it:\n%s", out)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "CHAINRULE_ROOT="+e.Root)
	return cmd, nil
}

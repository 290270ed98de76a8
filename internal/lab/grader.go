package lab

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// programs are those that need the library: they are built when they are asked for, because a learner's library need not compile.
var programs = map[string]string{"instructor": "./internal/grade/program", "check": "./internal/grade/check"}

// Program builds the one that knows the solutions (instructor) or the exercises (check), and returns it, to be run with args. A copy of chainrule for a class
// has no instructor.
func (e *Env) Program(ctx context.Context, name string, args []string) (*exec.Cmd, error) {
	if _, err := os.Stat(filepath.Join(e.Root, programs[name])); err != nil {
		return nil, errors.New("this is a copy for a class, without the solutions: releasing and grading are done in the instructors' checkout")
	}
	if err := os.MkdirAll(e.Bin(), 0o755); err != nil {
		return nil, fault(err)
	}
	program := filepath.Join(e.Bin(), "chainrule-"+name)
	build := exec.CommandContext(ctx, "go", "build", "-o", program, programs[name])
	build.Dir = e.Root
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the library does not compile, and this needs it:\n%s", out)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "CHAINRULE_ROOT="+e.Root)
	return cmd, nil
}

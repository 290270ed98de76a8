// Command program is the part of chainrule that knows the solutions: `chainrule release`, `new`, `grade` and `class` build and run it, so
// that the command itself is whole in a copy for a class, which has none.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type cli struct {
	Release releaseCmd `cmd:"" help:"Make the students' notebooks from those of the instructors."`
	Grade   gradeCmd   `cmd:"" help:"Grade what was handed in."`
	Class   classCmd   `cmd:"" help:"Scores, points by hand, extensions, feedback, exports."`
	New     newCmd     `cmd:"" help:"Make an assignment, or an exercise."`
}

// root is the folder of the instructors' checkout.
type root string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	var c cli
	k := kong.Parse(&c, kong.Name("chainrule"), kong.Description("For instructors: assignments, grading, and what comes back."),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(root(os.Getenv("CHAINRULE_ROOT")), &c), kong.Exit(func(code int) {
			if code == 80 {
				code = 2
			}
			os.Exit(code)
		}))
	if err := k.Run(); err != nil {
		if !errors.Is(err, context.Canceled) {
			fmt.Fprintln(os.Stderr, "chainrule:", err)
		}
		os.Exit(1)
	}
}

// Command check is the part of chainrule that knows the exercises: `chainrule check` and `chainrule progress` build and run it, so that the command
// itself does not need a library that compiles.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type cli struct {
	Check    checkCmd    `cmd:"" help:"Run the visible checks of notebooks, each answer alone and behind a wall, as the grader does."`
	Progress progressCmd `cmd:"" help:"Show what was reached in each exercise."`
}

// root is the folder of the checkout.
type root string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	var c cli
	k := kong.Parse(&c, kong.Name("chainrule"), kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(root(os.Getenv("CHAINRULE_ROOT"))), kong.Exit(func(code int) {
			if code == 80 {
				code = 2
			}
			os.Exit(code)
		}))
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "chainrule:", err)
		os.Exit(1)
	}
}

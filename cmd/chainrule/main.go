// Command chainrule sets up, runs and tests the chainrule notebook environment.
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

// cli is the one command; each verb has a file of its own.
type cli struct {
	Lab    labCmd    `cmd:"" help:"Start JupyterLab at the first lesson; sets up what is missing."`
	Setup  setupCmd  `cmd:"" help:"Set up everything inside the checkout."`
	Test   testCmd   `cmd:"" help:"Run every test there is; the last line counts them."`
	Run    runCmd    `cmd:"" help:"Execute notebooks through the kernel and report each failing cell."`
	Sim    simCmd    `cmd:"" help:"Show a simulator in the browser, or write its page into a folder."`
	Fmt    fmtCmd    `cmd:"" help:"Put notebooks into their one normal form."`
	Doctor doctorCmd `cmd:"" help:"Say of each part whether it is there, and what mends it."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	var c cli
	k := kong.Parse(&c, kong.Name("chainrule"),
		kong.Description("Go notebooks that explain deep learning, number by number."),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	if err := k.Run(); err != nil {
		if !errors.Is(err, errTestsFailed) {
			fmt.Fprintln(os.Stderr, "chainrule:", err)
		}
		os.Exit(1)
	}
}

// Command chainrule sets up, runs and tests the chainrule notebook environment.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the one command; each verb has a file of its own.
type cli struct {
	Lab      labCmd           `cmd:"" help:"Start JupyterLab at the first lesson; sets up what is missing."`
	Setup    setupCmd         `cmd:"" help:"Set up everything inside the checkout."`
	Test     testCmd          `cmd:"" help:"Run every test there is; the last line counts them."`
	Run      runCmd           `cmd:"" help:"Execute notebooks through the kernel and report each failing cell."`
	Sim      simCmd           `cmd:"" help:"Show a simulator in the browser, or write its page into a folder."`
	Fmt      fmtCmd           `cmd:"" help:"Put notebooks into their one normal form."`
	Doctor   doctorCmd        `cmd:"" help:"Say of each part whether it is there, and what mends it."`
	Check    programCmd       `cmd:"" help:"Run the visible checks of a notebook's answers, as the grader does; --watch as it is saved."`
	Progress programCmd       `cmd:"" help:"Show what was reached in each exercise."`
	Release  programCmd       `cmd:"" help:"For instructors: make the students' notebooks from theirs."`
	Grade    programCmd       `cmd:"" help:"For instructors: grade what was handed in."`
	Class    programCmd       `cmd:"" help:"For instructors: scores, points by hand, extensions, exports."`
	New      programCmd       `cmd:"" help:"For instructors: a new assignment, a new exercise."`
	Version  kong.VersionFlag `help:"Print the version, and what it was built with."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if code, is, err := program(ctx, os.Args[1:]); is {
		if err != nil {
			fmt.Fprintln(os.Stderr, "chainrule:", err)
		}
		os.Exit(code)
	}
	var c cli
	k := kong.Parse(&c, kong.Name("chainrule"),
		kong.Description("Go notebooks that explain deep learning, number by number."),
		kong.Vars{"version": version(debug.ReadBuildInfo())}, kong.Exit(exit),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	if err := k.Run(); err != nil {
		if !errors.Is(err, errTestsFailed) {
			fmt.Fprintln(os.Stderr, "chainrule:", err)
		}
		os.Exit(1)
	}
}

// exit ends with 2, as is usual, where kong would end with 80: when the command was not understood.
func exit(code int) {
	if code == 80 {
		code = 2
	}
	os.Exit(code)
}

// version says what the program is: the module's version, or the commit that it was built from, and the Go that built it.
func version(info *debug.BuildInfo, ok bool) string {
	if !ok {
		return "chainrule, of unknown version"
	}
	text := "chainrule " + cmp.Or(info.Main.Version, "(devel)")
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) > 12:
			text += ", commit " + s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			text += " with changes"
		}
	}
	return text + ", " + info.GoVersion
}

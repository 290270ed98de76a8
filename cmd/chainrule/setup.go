package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"chainrule/internal/lab"
)

type setupCmd struct {
	Nbgrader bool `help:"Set up nbgrader as well, for instructors who keep their grades in it."`
}

func (c *setupCmd) Run(ctx context.Context) error {
	start := time.Now()
	env, err := lab.Find(".")
	if err != nil {
		return err
	}
	do := lab.Setup
	if c.Nbgrader {
		do = lab.SetupNbgrader
	}
	if _, err := do(ctx, env.Root, os.Stderr); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "The lab is ready (%.1f s). Start it with: go run ./cmd/chainrule lab\n", time.Since(start).Seconds())
	return nil
}

// setUp brings the environment of this checkout up to date.
func setUp(ctx context.Context) (*lab.Env, error) {
	env, err := lab.Find(".")
	if err != nil {
		return nil, err
	}
	return lab.Setup(ctx, env.Root, os.Stderr)
}

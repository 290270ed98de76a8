package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"chainrule/internal/lab"
)

type setupCmd struct{}

func (c *setupCmd) Run(ctx context.Context) error {
	start := time.Now()
	env, err := lab.Find(".")
	if err != nil {
		return err
	}
	if _, err := lab.Setup(ctx, env.Root, os.Stderr); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "The lab is ready (%.1f s). Start it with: go run ./cmd/chainrule lab\n", time.Since(start).Seconds())
	return nil
}

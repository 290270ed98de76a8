package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"chainrule/internal/lab"
)

type labCmd struct {
	Port      int    `default:"0" help:"Port to listen on; 0 takes any free one."`
	NoBrowser bool   `help:"Print the address only."`
	Dir       string `placeholder:"DIR" help:"Folder of notebooks to open instead of the lessons."`
}

func (c *labCmd) Run(ctx context.Context) error {
	env, err := setUp(ctx)
	if err != nil {
		return err
	}
	server, err := env.Start(ctx, lab.Options{Port: c.Port, Dir: c.Dir})
	if err != nil {
		return err
	}
	defer server.Stop()
	fmt.Printf("JupyterLab: %s\nPress Ctrl-C to end it.\n", server.URL)
	if !c.NoBrowser {
		go env.OpenBrowser(os.Stderr, server.URL)
	}
	select {
	case <-ctx.Done():
		fmt.Fprintln(os.Stderr, "Ending JupyterLab and its kernels.")
		return nil
	case <-server.Done():
		return errors.New("JupyterLab ended by itself; what it printed is in .chainrule/log/lab.log")
	}
}

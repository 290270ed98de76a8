package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"chainrule/internal/lab"
	"chainrule/pkg/sim"
)

type simCmd struct {
	Simulator string   `arg:"" optional:"" enum:"regression,network" default:"network" help:"regression or network; none is network."`
	Link      string   `placeholder:"LINK" help:"A state to begin at, as the simulator's own link writes it behind the #, or the whole address."`
	Hide      []string `placeholder:"NAME" help:"Controls to leave out, as for a class."`
	Out       string   `short:"o" placeholder:"DIR" help:"Write the page into this folder, for any server of files, and end."`
	Port      int      `default:"0" help:"Port to listen on; 0 takes any free one."`
	NoBrowser bool     `help:"Print the address only."`
}

func (c *simCmd) Run(ctx context.Context) error {
	if _, after, found := strings.Cut(c.Link, "#"); found {
		c.Link = after
	}
	if _, err := sim.Open(c.Simulator, c.Link); err != nil {
		return fmt.Errorf("--link: %w", err)
	}
	if c.Out != "" {
		if err := emptyFolder(c.Out); err != nil {
			return err
		}
	}
	env, err := setUp(ctx)
	if err != nil {
		return err
	}
	if c.Out != "" {
		return c.write(env)
	}
	return c.serve(ctx, env)
}

// write puts the page into a folder.
func (c *simCmd) write(env *lab.Env) error {
	if err := os.CopyFS(c.Out, os.DirFS(env.PageDir())); err != nil {
		return fmt.Errorf("the page cannot be written: %w", err)
	}
	fmt.Printf("%s holds the page: any server of files can serve it. The simulator is at its address with %s behind it.\n", c.Out, c.address(""))
	return nil
}

// emptyFolder refuses a folder in which the page would mix with something else.
func emptyFolder(dir string) error {
	found, err := os.ReadDir(dir)
	switch {
	case err == nil && len(found) > 0:
		return fmt.Errorf("--out: %s is not empty: name a new folder, such as %s", dir, filepath.Join(dir, "sim"))
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("--out: %w", err)
	}
	return nil
}

// address is that of the simulator below a base.
func (c *simCmd) address(base string) string {
	query := url.Values{"simulator": {c.Simulator}}
	if len(c.Hide) > 0 {
		query.Set("hide", strings.Join(c.Hide, ","))
	}
	text := base + "?" + query.Encode()
	if c.Link != "" {
		text += "#" + c.Link
	}
	return text
}

// serve shows the page on this machine only, until it is interrupted.
func (c *simCmd) serve(ctx context.Context, env *lab.Env) error {
	listener, err := lab.Listen(c.Port)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: http.FileServer(http.Dir(env.PageDir())), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	address := c.address("http://" + listener.Addr().String() + "/")
	fmt.Printf("Simulator: %s\nPress Ctrl-C to end it.\n", address)
	if !c.NoBrowser {
		go env.OpenBrowser(os.Stderr, address)
	}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

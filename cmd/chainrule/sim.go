package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"chainrule/internal/lab"
)

type simCmd struct {
	Simulator string   `arg:"" optional:"" default:"network" help:"regression or network; none is network."`
	Link      string   `placeholder:"LINK" help:"A state to begin at, as the simulator's own link writes it behind the #, or the whole address."`
	Hide      []string `placeholder:"NAME" help:"Controls to leave out, as for a class; the names are below."`
	Out       string   `short:"o" placeholder:"DIR" help:"Write the page into this folder, for any server of files, and end."`
	Port      int      `default:"0" help:"Port to listen on; 0 takes any free one."`
	NoBrowser bool     `help:"Print the address only."`
}

// simulators are the kinds that there are.
var simulators = []string{"regression", "network"}

// Help has examples, and the names that --hide knows.
func (c *simCmd) Help() string {
	text := `Examples:

  go run ./cmd/chainrule sim                                  the neural network
  go run ./cmd/chainrule sim regression                       linear regression by gradient descent
  go run ./cmd/chainrule sim network --hide "guess,undo"      for a class
  go run ./cmd/chainrule sim regression --link eyJ2Ijox…      at a state; copy the link in the simulator
  go run ./cmd/chainrule sim --out public/sim                 as files, for any server

Press Ctrl-C to end it.`
	if env, err := lab.Find("."); err == nil {
		if controls, err := env.SimulatorControls(); err == nil {
			for _, kind := range simulators {
				text += fmt.Sprintf("\n\n--hide knows of the %s: %s.", kind, strings.Join(controls[kind], ", "))
			}
		}
	}
	return text
}

func (c *simCmd) Run(ctx context.Context) error {
	c.takeAddress()
	if !slices.Contains(simulators, c.Simulator) {
		return fmt.Errorf("there is no simulator %q: choose regression or network, such as: go run ./cmd/chainrule sim regression", c.Simulator)
	}
	env, err := lab.Find(".")
	if err != nil {
		return err
	}
	// What is wrong is said before set-up takes minutes for nothing.
	if c.Link != "" || len(c.Hide) > 0 {
		if err := env.CheckSimulator(ctx, c.Simulator, c.Link, c.Hide); err != nil {
			return err
		}
	}
	if c.Out != "" {
		if err := emptyFolder(c.Out); err != nil {
			return err
		}
		if env, err = setUp(ctx); err != nil {
			return err
		}
		return c.write(env)
	}
	listener, err := lab.Listen(c.Port)
	if err != nil {
		return err
	}
	defer listener.Close()
	if env, err = setUp(ctx); err != nil {
		return err
	}
	return c.serve(ctx, env, listener)
}

// takeAddress takes apart a whole address that was given for a link: it says which simulator it is of, too.
func (c *simCmd) takeAddress() {
	before, after, found := strings.Cut(c.Link, "#")
	if !found {
		return
	}
	c.Link = after
	address, err := url.Parse(before)
	if err != nil {
		return
	}
	query := address.Query()
	c.Simulator = cmp.Or(query.Get("simulator"), c.Simulator)
	if hide := query.Get("hide"); hide != "" && len(c.Hide) == 0 {
		c.Hide = strings.Split(hide, ",")
	}
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
func (c *simCmd) serve(ctx context.Context, env *lab.Env, listener net.Listener) error {
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

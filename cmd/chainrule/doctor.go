package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"

	"chainrule/internal/lab"
)

type doctorCmd struct {
	JSON bool `name:"json" help:"Print the parts as a JSON array."`
}

func (c *doctorCmd) Run(ctx context.Context) error {
	env, err := lab.Find(".")
	if err != nil {
		return err
	}
	parts := env.Doctor(ctx)
	if c.JSON {
		enc := json.NewEncoder(os.Stdout)
		enc.SetIndent("", "  ")
		if err := enc.Encode(parts); err != nil {
			return err
		}
	} else if err := printParts(parts); err != nil {
		return err
	}
	for _, p := range parts {
		if !p.OK {
			return errors.New("something is missing; the command beside it mends it")
		}
	}
	return nil
}

func printParts(parts []lab.Part) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, p := range parts {
		if p.OK {
			fmt.Fprintf(w, "✓\t%s\t%s\t%s\n", p.Name, p.Version, p.Path)
		} else {
			fmt.Fprintf(w, "✗\t%s\tmissing\t%s\n", p.Name, p.Mend)
		}
	}
	return w.Flush()
}

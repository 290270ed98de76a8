package lab

import (
	"context"
	_ "embed"
)

//go:embed settings.json
var settings []byte

// settingsPhase writes JupyterLab's settings, over which the user's own choices in the lab win.
func settingsPhase(e *Env) phase {
	file := e.share("lab", "settings", "overrides.json")
	return phase{
		name:   "settings",
		title:  "Settings of JupyterLab",
		needs:  []string{"packages"},
		made:   []string{file},
		inputs: func(context.Context) ([]string, error) { return []string{string(settings)}, nil },
		run:    func(context.Context, *task) error { return writeFile(file, settings) },
	}
}

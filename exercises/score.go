package exercises

import (
	"os"
	"strconv"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// Score puts out points as the result of a cell, Jupyter's execute_result, which nbgrader takes for the score. Our GoNB makes a result of what has
// this key among its metadata. Outside a notebook it does nothing.
func Score(points float64) {
	if !gonbui.IsNotebook {
		return
	}
	gonbui.SendData(&protocol.DisplayData{
		Data:     map[protocol.MIMEType]any{protocol.MIMETextPlain: strconv.FormatFloat(points, 'g', -1, 64)},
		Metadata: map[string]any{"chainrule-result": true},
	})
	gonbui.Sync()
}

// validating reports whether nbgrader asks if a notebook is ready to be handed in. It takes a cell without an error for a test that has passed, so that a
// check which fails must say otherwise.
func validating() bool { return os.Getenv("NBGRADER_EXECUTION") == "validate" }

package notebook_test

import (
	"encoding/json"
	"strings"
	"testing"

	"chainrule/internal/notebook"
)

func TestFigures(t *testing.T) {
	const whole = `{"kind": "figure", "title": "T", "caption": "C", "description": "D", "data": {"option": {"xAxis": [{"name": "epoch"}], "yAxis": {"name": "J"}}}}`
	for name, c := range map[string]struct{ old, new, want string }{
		"whole":           {"", "", ""},
		"no title":        {`"T"`, `" "`, "a title"},
		"no caption":      {`"C"`, `""`, "a caption"},
		"no description":  {`"D"`, `""`, "a description"},
		"no name on x":    {`"epoch"`, `""`, "x axis"},
		"no name on y":    {`"J"`, `""`, "y axis"},
		"a hidden axis":   {`"name": "J"`, `"name": "", "show": false`, ""},
		"steps":           {`"figure"`, `"steps"`, ""},
		"a quiz":          {`"figure", "title": "T", "caption": "C"`, `"quiz", "title": "", "caption": ""`, ""},
		"net, no caption": {`"figure", "title": "T", "caption": "C"`, `"network", "title": "T", "caption": ""`, ""},
		"not readable":    {`"data": {`, `"data": [{`, "readable"},
	} {
		t.Run(name, func(t *testing.T) {
			view := strings.Replace(whole, c.old, c.new, 1)
			if name == "not readable" {
				view = strings.TrimSuffix(view, "}") + "]}"
			}
			nb := &notebook.Notebook{Cells: []notebook.Cell{{Type: "code", Outputs: []json.RawMessage{
				json.RawMessage(`{"output_type": "display_data", "data": {"application/vnd.chainrule.view.v1+json": ` + view + `}}`),
			}}}}
			var got string
			for _, f := range notebook.Figures("x.ipynb", nb) {
				got += f.Message
			}
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

package notebook

import (
	"encoding/json"
	"strings"
)

const viewType = "application/vnd.chainrule.view.v1+json"

// Figures finds the views of an executed notebook that lack a title, a caption, an axis name, or words for who cannot
// see them.
func Figures(file string, nb *Notebook) []Failure {
	var found []Failure
	for i := range nb.Cells {
		for _, raw := range nb.Cells[i].Outputs {
			var out struct {
				Bundle map[string]json.RawMessage `json:"data"`
			}
			if json.Unmarshal(raw, &out) != nil || out.Bundle[viewType] == nil {
				continue
			}
			if lacks := missing(out.Bundle[viewType]); len(lacks) > 0 {
				found = append(found, Failure{File: file, Cell: i + 1, Message: "a view without " + strings.Join(lacks, ", ")})
			}
		}
	}
	return found
}

// axes are one, or a list of them.
type axes []struct {
	Name string `json:"name"`
	Show *bool  `json:"show"`
}

// UnmarshalJSON reads both forms.
func (a *axes) UnmarshalJSON(b []byte) error {
	type list axes
	if json.Unmarshal(b, (*list)(a)) == nil {
		return nil
	}
	*a = make(axes, 1)
	return json.Unmarshal(b, &(*a)[0])
}

// missing says what a view lacks.
func missing(view []byte) (lacks []string) {
	var v struct {
		Kind        string `json:"kind"`
		Title       string `json:"title"`
		Caption     string `json:"caption"`
		Description string `json:"description"`
		Data        struct {
			Option struct {
				X axes `json:"xAxis"`
				Y axes `json:"yAxis"`
			} `json:"option"`
		} `json:"data"`
	}
	if err := json.Unmarshal(view, &v); err != nil {
		return []string{"a readable form: " + err.Error()}
	}
	want := func(text, what string) {
		if strings.TrimSpace(text) == "" {
			lacks = append(lacks, what)
		}
	}
	if v.Kind != "quiz" {
		want(v.Title, "a title")
	}
	want(v.Description, "a description")
	if v.Kind != "figure" {
		return lacks
	}
	want(v.Caption, "a caption")
	for i, list := range []axes{v.Data.Option.X, v.Data.Option.Y} {
		for _, a := range list {
			if a.Show == nil || *a.Show {
				want(a.Name, "a name on its "+[]string{"x", "y"}[i]+" axis")
			}
		}
	}
	return lacks
}

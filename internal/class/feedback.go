package class

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"strconv"

	"chainrule/internal/grade"
)

// Feedback is what a student gets back: the report, without what is not shown, and what it comes to.
type Feedback struct {
	Assignment string  `json:"assignment"`
	Title      string  `json:"title"`
	Student    string  `json:"student"`
	Points     float64 `json:"points"` // after points given by hand, before what lateness takes
	Max        float64 `json:"max"`
	Late       string  `json:"late,omitempty"` // "2 days late: −1.4"
	Final      float64 `json:"final"`
	Comment    string  `json:"comment,omitempty"`
	Note       string  `json:"note,omitempty"`
	Items      []Item  `json:"items"`
}

// Item is an exercise as its student sees it.
type Item struct {
	grade.Item
	ByHand  bool   `json:"by_hand,omitempty"` // an instructor has set the points
	Comment string `json:"comment,omitempty"`
	Hidden  int    `json:"hidden,omitempty"` // checks that are not listed
}

// Seen takes out of an item what students do not see of hidden checks.
func Seen(item grade.Item, show Show) Item {
	seen := Item{Item: item}
	if show != All { // an answer could print the inputs of hidden checks
		seen.Printed = ""
	}
	seen.Checks = nil
	for _, c := range item.Checks {
		switch {
		case !c.Hidden || show == All:
		case show == Nothing:
			seen.Hidden++
			continue
		case show == Message:
			c.Said = c.Message
		default:
			c.Said, c.Message = "", ""
		}
		seen.Checks = append(seen.Checks, c)
	}
	return seen
}

//go:embed feedback.html
var page string

var pageTemplate = template.Must(template.New("feedback").Funcs(template.FuncMap{
	"points": func(x float64) string { return strconv.FormatFloat(round(x), 'f', -1, 64) },
	"passed": func(c grade.CheckResult) bool { return c.Points == c.Max },
}).Parse(page))

// round keeps two digits, which is what a page shows.
func round(x float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 2, 64), 64)
	if err != nil {
		return x
	}
	return r
}

// HTML is the page, which needs no script and no other file.
func (f *Feedback) HTML() ([]byte, error) {
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, f)
	return b.Bytes(), err
}

// JSON is the same for programs.
func (f *Feedback) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(f, "", "  ")
	return append(b, '\n'), err
}

package notebook

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// explain turns what the kernel says of the failed cell at index at into a line of
// that cell, 0 when there is none, and a message without stacks and paths.
func explain(text string, nb *Notebook, at int) (line int, message string) {
	if place := compiled.FindAllStringSubmatch(text, -1); !strings.Contains(text, "panic:") && place != nil {
		var all []string
		for _, m := range place {
			l, where := nb.locate(m[1], m[2], at)
			if line == 0 {
				line = l
			}
			if said := strings.TrimSpace(where + strings.TrimSpace(html.UnescapeString(m[3]))); said != "" {
				all = append(all, said)
			}
		}
		return line, strings.Join(slices.Compact(all), "; ")
	}
	text = escapes.ReplaceAllString(text, "")
	if _, after, found := strings.Cut(text, "panic: "); found {
		said, _, _ := strings.Cut(after, "\n\n")
		where := ""
		for _, m := range frame.FindAllStringSubmatch(after, -1) {
			l, w := nb.locate(m[1], m[2], at)
			if l > 0 && line == 0 {
				line = l
			}
			if l == 0 && line == 0 && where == "" {
				where = w
			}
		}
		return line, strings.TrimSpace(where + "panic: " + said)
	}
	var lines []string
	text = html.UnescapeString(markup.ReplaceAllString(text, ""))
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(l)
		noise := l == "" || strings.HasPrefix(l, "# ") || strings.HasPrefix(l, "failed to run ") || strings.HasPrefix(l, "the cell does not compile") // the compiler said why
		if !noise && !slices.Contains(lines, l) {
			lines = append(lines, l)
		}
	}
	if len(lines) == 0 {
		return 0, strings.TrimSpace(text)
	}
	return 0, strings.Join(lines, "; ")
}

var (
	// A compiler's error, as the kernel marks it up, and a place that a panic came through.
	compiled = regexp.MustCompile(`Cell\[(\d+)\]: Line (\d+)</span>: </span>([^<]*)`)
	frame    = regexp.MustCompile(`(?m)^\s+at Cell \[(\d+)\] Line (\d+)`)
	markup   = regexp.MustCompile(`(?s)<style>.*?</style>|<[^>]*>`)
	escapes  = regexp.MustCompile(`\x1b\[[0-9;]*m`)
)

// locate translates the kernel's count of executed cells: into a line of the cell at
// index at, or into words when the place is in another cell.
func (nb *Notebook) locate(executed, lineText string, at int) (line int, where string) {
	n, _ := strconv.Atoi(executed)
	line, _ = strconv.Atoi(lineText)
	for i, c := range nb.Cells {
		if c.Type != "code" {
			continue
		}
		if n--; n == 0 {
			if i == at {
				return line, ""
			}
			return 0, fmt.Sprintf("in cell %d, line %d: ", i+1, line)
		}
	}
	return 0, ""
}

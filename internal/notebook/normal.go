package notebook

import (
	"fmt"
	"go/format"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"
)

// Normalize puts the notebook into its one normal form: no outputs, no execution
// counts, the metadata of our kernel and nothing more, stable and unique ids, Go as
// gofmt writes it. It returns an error for each cell whose Go it cannot read, and
// leaves that cell as it is.
func (nb *Notebook) Normalize() []error {
	var errs []error
	nb.Format, nb.Minor = 4, 5
	nb.Metadata = map[string]any{
		"kernelspec":    map[string]any{"display_name": "Go (chainrule)", "language": "go", "name": "chainrule"},
		"language_info": map[string]any{"name": "go"},
	}
	seen := map[string]bool{}
	for i := range nb.Cells {
		c := &nb.Cells[i]
		c.ExecutionCount, c.Outputs = nil, nil
		c.Metadata = keptMetadata(c)
		if !validID.MatchString(c.ID) || seen[c.ID] {
			c.ID = freshID(c, seen)
		}
		seen[c.ID] = true
		lines := strings.Split(strings.ReplaceAll(string(c.Source), "\r\n", "\n"), "\n")
		for k := range lines {
			if c.Type == "code" { // two spaces at the end mean something in Markdown
				lines[k] = strings.TrimRight(lines[k], " \t")
			}
		}
		source := strings.Trim(strings.Join(lines, "\n"), "\n")
		if c.Type == "code" {
			formatted, err := formatCell(source)
			if err != nil {
				errs = append(errs, fmt.Errorf("cell %d: %w", i+1, err))
			} else {
				source = formatted
			}
		}
		c.Source = Text(source)
	}
	return errs
}

var validID = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// freshID derives an id from what the cell says, so that the same cell gets the same one.
func freshID(c *Cell, seen map[string]bool) string {
	for n := 0; ; n++ {
		h := fnv.New32a()
		fmt.Fprintf(h, "%s %d %s", c.Type, n, c.Source)
		if id := fmt.Sprintf("c%08x", h.Sum32()); !seen[id] {
			return id
		}
	}
}

// keptMetadata drops what editors leave behind, such as scroll and collapse states,
// and keeps the tags, what graders need, and whether
// the source is hidden: that of a quiz holds its answers.
func keptMetadata(c *Cell) map[string]any {
	kept := map[string]any{}
	if tags := c.Tags(); len(tags) > 0 {
		slices.Sort(tags)
		kept["tags"] = slices.Compact(tags)
	}
	if j, _ := c.Metadata["jupyter"].(map[string]any); j["source_hidden"] == true {
		kept["jupyter"] = map[string]any{"source_hidden": true}
	}
	for _, key := range []string{"nbgrader", "deletable", "editable"} {
		if v, ok := c.Metadata[key]; ok {
			kept[key] = v
		}
	}
	return kept
}

// magic is a line that speaks to the kernel instead of being Go. What begins with
// %% opens the body of main.
func magic(line string) bool {
	return strings.HasPrefix(line, "%") || strings.HasPrefix(line, "!") || strings.HasPrefix(line, "//gonb:")
}

// formatCell formats the Go between the lines that speak to the kernel: declarations
// before %%, statements after.
func formatCell(source string) (string, error) {
	var out, part []string
	flush := func() error {
		text := strings.Trim(strings.Join(part, "\n"), "\n")
		part = nil
		if text == "" {
			return nil
		}
		formatted, err := format.Source([]byte(text))
		if err != nil {
			return fmt.Errorf("this is not Go: %w", err)
		}
		out = append(out, strings.TrimRight(string(formatted), "\n"))
		return nil
	}
	for _, line := range strings.Split(source, "\n") {
		if !magic(line) {
			part = append(part, line)
			continue
		}
		gap := len(part) > 0
		if err := flush(); err != nil {
			return source, err
		}
		if gap && len(out) > 0 && !magic(out[len(out)-1]) {
			out = append(out, "") // %% stands apart from what is above it
		}
		out = append(out, line)
	}
	if err := flush(); err != nil {
		return source, err
	}
	return strings.Join(out, "\n"), nil
}

// Package release makes the notebook that students get from the one that instructors write.
//
// The instructors' notebook is the one source. It carries nbgrader's metadata and markers: an exercise is a locked cell with its
// statement ("product-statement"), the answer's cell ("product") and a locked cell that checks and grades it ("product-check").
package release

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"chainrule/internal/notebook"
)

// Exercise is what a release must know of an exercise.
type Exercise struct {
	ID     string
	Name   string  // of the function that is asked for
	Points float64 // of all its checks
}

// Mark is nbgrader's metadata of a cell.
type Mark struct {
	ID                      string
	Grade, Solution, Locked bool
	Points                  float64 // of a cell that grades
}

// MarkOf returns the metadata of a cell; ok is false when it has none.
func MarkOf(c *notebook.Cell) (m Mark, ok bool) {
	data, ok := c.Metadata["nbgrader"].(map[string]any)
	if !ok {
		return m, false
	}
	m.ID, _ = data["grade_id"].(string)
	m.Grade, _ = data["grade"].(bool)
	m.Solution, _ = data["solution"].(bool)
	m.Locked, _ = data["locked"].(bool)
	m.Points, _ = data["points"].(float64)
	return m, m.ID != ""
}

func (m Mark) metadata(c *notebook.Cell, checksum bool) map[string]any {
	data := map[string]any{"grade_id": m.ID, "grade": m.Grade, "solution": m.Solution, "locked": m.Locked, "task": false, "schema_version": 3}
	if m.Grade {
		data["points"] = m.Points
	}
	if checksum {
		data["cell_type"] = c.Type
		data["checksum"] = m.checksum(c)
	}
	return data
}

// checksum is that of nbgrader (compute_checksum in its utils.py), which finds cells that a student has changed.
func (m Mark) checksum(c *notebook.Cell) string {
	text := string(c.Source) + c.Type + python(m.Grade) + python(m.Solution) + python(m.Locked) + m.ID
	if m.Grade {
		points := strconv.FormatFloat(m.Points, 'f', -1, 64)
		if !strings.Contains(points, ".") {
			points += ".0"
		}
		text += points
	}
	sum := md5.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}

func python(b bool) string {
	if b {
		return "True"
	}
	return "False"
}

// Source puts an instructors' notebook in order: the points of each check are those of the exercise. It returns an error for each
// exercise whose cells are not as they must be.
func Source(nb *notebook.Notebook, exercises []Exercise) (errs []error) {
	errs = nb.Normalize()
	cells := map[string][]*notebook.Cell{}
	for i := range nb.Cells {
		if m, ok := MarkOf(&nb.Cells[i]); ok {
			cells[m.ID] = append(cells[m.ID], &nb.Cells[i])
		}
	}
	for _, e := range exercises {
		for _, want := range []Mark{
			{ID: e.ID + "-statement", Locked: true},
			{ID: e.ID, Solution: true},
			{ID: e.ID + "-check", Grade: true, Locked: true, Points: e.Points},
		} {
			found := cells[want.ID]
			if len(found) != 1 {
				errs = append(errs, fmt.Errorf("%d cells have the grade_id %q, want one", len(found), want.ID))
				continue
			}
			found[0].Metadata["nbgrader"] = want.metadata(found[0], false)
			delete(cells, want.ID)
		}
	}
	for id := range cells {
		errs = append(errs, fmt.Errorf("no exercise is called %q: add it to solutions.All, or take the cell's nbgrader metadata away", id))
	}
	return errs
}

// Students makes the students' notebook: answers are stubs, what is hidden is gone, and so are outputs.
func Students(source *notebook.Notebook, exercises []Exercise) (*notebook.Notebook, error) {
	names := map[string]string{}
	for _, e := range exercises {
		names[e.ID] = e.Name
	}
	nb := &notebook.Notebook{Cells: slices.Clone(source.Cells)}
	for i := range nb.Cells {
		c := &nb.Cells[i]
		metadata := map[string]any{}
		for k, v := range c.Metadata {
			metadata[k] = v
		}
		c.Metadata = metadata
		m, ok := MarkOf(c)
		var err error
		switch {
		case ok && m.Solution:
			c.Source, err = stub(c.Source, names[m.ID])
		default:
			c.Source, err = cut(c.Source, hidden)
		}
		if err != nil {
			return nil, fmt.Errorf("cell %d (%s): %w", i+1, c.ID, err)
		}
	}
	if errs := nb.Normalize(); len(errs) > 0 {
		return nil, errs[0]
	}
	for i := range nb.Cells {
		c := &nb.Cells[i]
		for n, line := range strings.Split(string(c.Source), "\n") {
			if left := leftover.FindString(line); left != "" {
				return nil, fmt.Errorf("cell %d (%s), line %d: %q is left in the students' notebook: markers stand alone on their lines, as %q, and only in code", i+1, c.ID, n+1, left, solution.begin)
			}
		}
		if m, ok := MarkOf(c); ok {
			c.Metadata["nbgrader"] = m.metadata(c, true)
			c.Metadata["deletable"] = false
			if m.Locked {
				c.Metadata["editable"] = false
			}
		}
	}
	return nb, nil
}

// markers are nbgrader's, behind a comment sign.
type markers struct{ begin, end string }

var (
	solution = markers{"// BEGIN SOLUTION", "// END SOLUTION"}
	hidden   = markers{"// BEGIN HIDDEN TESTS", "// END HIDDEN TESTS"}
	handout  = markers{"// BEGIN HANDOUT", "// END HANDOUT"}
)

// leftover is what students must not find: a marker that was not understood, or the package of the solutions.
var leftover = regexp.MustCompile(`(BEGIN|END) (SOLUTION|HIDDEN TESTS|HANDOUT|MARK SCHEME)|chainrule/solutions|\bsolutions\.[A-Z]`)

// stub puts in the place of the solution what students begin with: the lines of the handout, which stand in comments in the instructors'
// cell, or else a panic that says what is missing.
func stub(source notebook.Text, name string) (notebook.Text, error) {
	given, rest, err := split(source, handout)
	if err != nil {
		return "", err
	}
	_, _, err = split(notebook.Text(rest), solution)
	if err != nil {
		return "", err
	}
	var out []string
	inside, solved := false, false
	for line := range strings.Lines(rest) {
		line = strings.TrimSuffix(line, "\n")
		switch trimmed := strings.TrimSpace(line); {
		case trimmed == solution.begin:
			inside, solved = true, true
			indent := line[:len(line)-len(strings.TrimLeft(line, "\t "))]
			if given != "" {
				for l := range strings.Lines(given) {
					text := strings.TrimPrefix(strings.TrimLeft(strings.TrimSuffix(l, "\n"), "\t "), "//")
					out = append(out, strings.TrimPrefix(text, " "))
				}
				given = ""
			} else {
				out = append(out, indent+"// Your code comes here.", fmt.Sprintf("%spanic(%q)", indent, name+" is not written yet"))
			}
		case trimmed == solution.end:
			inside = false
		case !inside:
			out = append(out, line)
		}
	}
	if !solved {
		return "", fmt.Errorf("the answer has no %q and %q around what students write themselves", solution.begin, solution.end)
	}
	return notebook.Text(strings.Join(out, "\n")), nil
}

// cut takes away what stands between the markers, and the markers.
func cut(source notebook.Text, m markers) (notebook.Text, error) {
	_, rest, err := split(source, m)
	return notebook.Text(strings.TrimSuffix(rest, "\n")), err
}

// split parts a text into what stands between markers, and the rest.
func split(source notebook.Text, m markers) (between, rest string, err error) {
	inside := false
	for line := range strings.Lines(string(source)) {
		switch trimmed := strings.TrimSpace(line); {
		case trimmed == m.begin && inside, trimmed == m.end && !inside:
			return "", "", fmt.Errorf("%q stands where it cannot be", trimmed)
		case trimmed == m.begin:
			inside = true
		case trimmed == m.end:
			inside = false
		case inside:
			between += line
		default:
			rest += line
		}
	}
	if inside {
		return "", "", fmt.Errorf("%q has no %q", m.begin, m.end)
	}
	return between, rest, nil
}

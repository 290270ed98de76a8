package grade

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"chainrule/internal/notebook"
)

// Submission is what a learner has handed in: the answers of a notebook, by the grade IDs of their cells.
type Submission struct {
	Student string
	File    string
	answers map[string][]string // more than one is refused when it is graded
}

// ReadSubmission reads a notebook. Its error is a sentence for the learner. A link is not followed, because it may lead to another one's answers,
// and nothing waits for a pipe.
func ReadSubmission(student, file string) (*Submission, error) {
	f, err := os.OpenFile(file, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ELOOP) {
		return nil, fmt.Errorf("%s: this is a link, and links are not followed: hand in the notebook itself", filepath.Base(file))
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: this is no file but a %s: hand in the notebook itself", filepath.Base(file), sort(info.Mode()))
	}
	content, err := io.ReadAll(io.LimitReader(f, notebook.MaxSize+1)) // more than that, and it is refused
	if err != nil {
		return nil, err
	}
	return ParseSubmission(student, filepath.Base(file), content)
}

// sort names what is not a file.
func sort(mode os.FileMode) string {
	switch {
	case mode.IsDir():
		return "folder"
	case mode&os.ModeNamedPipe != 0:
		return "pipe"
	}
	return "device"
}

// ParseSubmission reads the content of a notebook.
func ParseSubmission(student, file string, content []byte) (*Submission, error) {
	nb, err := notebook.Parse(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	s := &Submission{Student: student, File: file, answers: map[string][]string{}}
	for _, c := range nb.Cells {
		if id, solution := gradeID(&c); solution && c.Type == "code" {
			s.answers[id] = append(s.answers[id], string(c.Source))
		}
	}
	return s, nil
}

// gradeID returns the ID that nbgrader gave a cell, and whether it holds an answer.
func gradeID(c *notebook.Cell) (id string, solution bool) {
	m, _ := c.Metadata["nbgrader"].(map[string]any)
	id, _ = m["grade_id"].(string)
	solution, _ = m["solution"].(bool)
	return id, solution && id != ""
}

// Answer returns the cell of an exercise.
func (s *Submission) Answer(id string) (string, error) {
	switch all := s.answers[id]; len(all) {
	case 1:
		return all[0], nil
	case 0:
		return "", refuse("The notebook has no cell with the ID %q: it was deleted, or its metadata changed. Take the cell from the notebook that was handed out.", id)
	default:
		return "", refuse("%d cells have the ID %q, and it is not clear which one counts: keep one.", len(all), id)
	}
}

// Unknown lists IDs of answers that belong to no exercise of the assignment, the first few of them.
func (s *Submission) Unknown(known []string) (all []string) {
	for id := range s.answers {
		if !slices.Contains(known, id) {
			all = append(all, fmt.Sprintf("%q", cut(id)))
		}
	}
	slices.Sort(all)
	if more := len(all) - 5; more > 0 {
		all = append(all[:5], fmt.Sprintf("and %d more", more))
	}
	return all
}

// Holds reports whether a notebook has a cell for the answer to an exercise.
func Holds(nb *notebook.Notebook, id string) bool {
	return slices.ContainsFunc(nb.Cells, func(c notebook.Cell) bool {
		is, solution := gradeID(&c)
		return solution && is == id
	})
}

package grade

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"chainrule/internal/notebook"
)

// Submission is what a learner has handed in: the answers of a notebook, by the grade IDs of their cells.
type Submission struct {
	Student string
	File    string
	sum     [sha256.Size]byte   // of the content: who hands in again is asked anew
	answers map[string][]string // more than one is refused when it is graded
}

// ParseSubmission reads the content of a notebook. Its error is a sentence for the learner.
func ParseSubmission(student, file string, content []byte) (*Submission, error) {
	nb, err := notebook.Parse(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	s := &Submission{Student: student, File: file, sum: sha256.Sum256(content), answers: map[string][]string{}}
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

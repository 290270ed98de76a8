package grade

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"chainrule/internal/notebook"
	"chainrule/internal/release"
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
	for i := range nb.Cells {
		c := &nb.Cells[i]
		if m, ok := release.MarkOf(c); ok && m.Solution && c.Type == "code" {
			s.answers[m.ID] = append(s.answers[m.ID], string(c.Source))
		}
	}
	return s, nil
}

// Has reports whether the notebook has a cell for the answer to an exercise.
func (s *Submission) Has(id string) bool { return len(s.answers[id]) > 0 }

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

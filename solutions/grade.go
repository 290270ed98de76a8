package solutions

import (
	"fmt"
	"strings"

	"chainrule/exercises"
)

// Grade runs the hidden checks in a cell, prints what came of each, and puts out the points of all checks as the cell's result. That is what
// nbgrader takes for its score. Use `chainrule grade` instead where answers are not trusted: here the answer runs in the same program as the checks.
func (s *Solution[F]) Grade(answer F) {
	var b strings.Builder
	points, most := 0.0, 0.0
	for _, r := range s.judge(answer, 0) {
		most += r.Points
		if r.Passed() {
			points += r.Points
		}
		if r.Hidden {
			b.WriteString(r.String())
		}
	}
	fmt.Fprintf(&b, "%s: %v of %v points.\n", s.Exercise.Title, points, most)
	fmt.Print(b.String())
	exercises.Score(points)
}

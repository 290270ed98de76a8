package class

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"chainrule/internal/notebook"
	"chainrule/internal/release"
)

//go:embed nbgrader.py
var nbgraderScript string

// Nbgrader is where nbgrader lives.
type Nbgrader struct {
	Python  string
	Environ []string
	DB      string // the URL of its gradebook; "" is nbgrader.db beside our gradebook
}

type nbgraderJob struct {
	Course     string            `json:"course"`
	Assignment string            `json:"assignment"`
	DB         string            `json:"db_url"`
	Due        string            `json:"due"`
	Students   []nbgraderStudent `json:"students"`
}

type nbgraderStudent struct {
	Student  string             `json:"student"`
	Received string             `json:"received"`
	Penalty  float64            `json:"penalty"`
	Items    []nbgraderItem     `json:"items"`
	Notebook *notebook.Notebook `json:"notebook"`
}

type nbgraderItem struct {
	Cell    string   `json:"cell"`
	Auto    float64  `json:"auto"`
	Manual  *float64 `json:"manual"`
	Comment string   `json:"comment"`
}

// naive is a time as nbgrader keeps it: in UTC, without saying so.
func naive(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05")
}

// Export puts the grades of an assignment into nbgrader's gradebook, with a notebook for each student that its formgrader shows. It returns what nbgrader
// then has: a line for each student, with score and maximum.
func (n *Nbgrader) Export(ctx context.Context, c *Course, name string, scores []Score) (string, error) {
	a, err := c.Assignment(name)
	if err != nil {
		return "", err
	}
	source, err := notebook.Read(c.Source(name))
	if err != nil {
		return "", err
	}
	job := nbgraderJob{Course: c.Dir, Assignment: name, DB: n.DB, Due: naive(a.Due)}
	if job.DB == "" {
		job.DB = "sqlite:///" + filepath.Join(c.Dir, "nbgrader.db")
	}
	if err := c.nbgraderConfig(job.DB); err != nil {
		return "", err
	}
	for _, s := range scores {
		if s.Grade == nil {
			continue
		}
		received := s.Submission.Received
		student := nbgraderStudent{Student: s.Student, Received: naive(received), Penalty: s.Penalty}
		for _, item := range s.Items {
			student.Items = append(student.Items, nbgraderItem{Cell: item.ID + "-check", Auto: item.Auto, Manual: item.Manual, Comment: item.Comment})
		}
		if student.Notebook, err = graded(source, &s); err != nil {
			return "", err
		}
		job.Students = append(job.Students, student)
	}
	input, err := json.Marshal(job)
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, n.Python, "-c", nbgraderScript)
	cmd.Env = n.Environ
	cmd.Stdin = bytes.NewReader(input)
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		lines := strings.Split(strings.TrimSpace(complaints.String()), "\n")
		return "", errors.Join(fmt.Errorf("nbgrader has refused the grades: %s", lines[len(lines)-1]), ctx.Err())
	}
	return out.String(), nil
}

// nbgraderConfig writes the file by which nbgrader's own commands find the course, unless there is one.
func (c *Course) nbgraderConfig(db string) error {
	file := filepath.Join(c.Dir, "nbgrader_config.py")
	if _, err := os.Stat(file); err == nil {
		return nil
	}
	return write(file, fmt.Appendf(nil, `c = get_config()  # noqa: F821

c.CourseDirectory.root = %q
c.CourseDirectory.db_url = %q
c.ClearSolutions.code_stub = {"go": 'panic("not written yet")'}
`, c.Dir, db))
}

// graded is the students' notebook with the answers that were graded, and below each check what came of it.
func graded(source *notebook.Notebook, s *Score) (*notebook.Notebook, error) {
	nb, err := release.Students(source, Listed(source))
	if err != nil {
		return nil, err
	}
	for i := range nb.Cells {
		c := &nb.Cells[i]
		m, ok := release.MarkOf(c)
		if !ok {
			continue
		}
		for _, item := range s.Report.Items {
			switch m.ID {
			case item.ID:
				if item.Answer != "" {
					c.Source = notebook.Text(item.Answer)
				}
			case item.ID + "-check":
				said := item.Problem
				for _, check := range item.Checks {
					if check.Points == check.Max {
						said += "✓ " + check.Name + "\n"
					} else {
						said += check.Said
					}
				}
				stream, err := json.Marshal(map[string]any{"output_type": "stream", "name": "stdout", "text": said})
				if err != nil {
					return nil, err
				}
				c.Outputs = []json.RawMessage{stream}
			}
		}
	}
	return nb, nil
}

// Package class is an instructor's side of grading: a course folder in nbgrader's layout, its assignments, what was handed in, and what
// goes back.
//
//	assignments.toml              when each is due, how late work counts, what students see of hidden checks
//	source/NAME/NAME.ipynb        the instructors' notebook
//	release/NAME/NAME.ipynb       the students' one, and release/NAME.zip, which stands alone
//	submitted/STUDENT/NAME/       what was handed in
//	feedback/STUDENT/NAME/        a page and a JSON file for each student
//	gradebook.db                  the record, unless it is kept in Postgres
package class

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"chainrule/internal/notebook"
	"chainrule/internal/release"
	"chainrule/solutions"

	"github.com/BurntSushi/toml"
)

// Course is a folder with the assignments of a class.
type Course struct {
	Dir         string
	Assignments map[string]*Assignment
}

// Assignment is what assignments.toml says of one.
type Assignment struct {
	Name    string    `toml:"-"`
	Title   string    `toml:"title"`
	Due     time.Time `toml:"due"`      // zero: no limit
	LateDay float64   `toml:"late_day"` // part of the points that each day begun after Due takes, 0.1
	LateMax float64   `toml:"late_max"` // and the most that lateness takes; 0 is all
	Grace   string    `toml:"grace"`    // how long after Due nothing is taken, "15m"
	Hidden  Show      `toml:"hidden"`   // what students see of hidden checks; "" is name
	Later   Show      `toml:"later"`    // what they see from LaterAt on; "" is as before
	LaterAt time.Time `toml:"later_at"`
	Seed    uint64    `toml:"seed"` // from which the inputs of every student are drawn; not given away
}

// Show is how much of a hidden check students see.
type Show string

// What students see of a hidden check.
const (
	Nothing Show = "nothing"
	Name    Show = "name"
	Message Show = "message"
	All     Show = "all"
)

// Shown is what students see of hidden checks at a time.
func (a *Assignment) Shown(now time.Time) Show {
	if a.Later != "" && !a.LaterAt.IsZero() && !now.Before(a.LaterAt) {
		return a.Later
	}
	if a.Hidden == "" {
		return Name
	}
	return a.Hidden
}

const settings = "assignments.toml"

// validName is what an assignment may be called: it becomes the name of folders.
var validName = regexp.MustCompile(`^[\pL\pN][\pL\pN ._-]{0,79}$`)

// Open reads a course folder; one without assignments.toml has no assignments yet.
func Open(dir string) (*Course, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	c := &Course{Dir: dir, Assignments: map[string]*Assignment{}}
	file := filepath.Join(dir, settings)
	meta, err := toml.DecodeFile(file, &c.Assignments)
	if errors.Is(err, os.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("%s: there is no setting %q; there are title, due, late_day, late_max, grace, hidden, later, later_at and seed", file, unknown[0].String())
	}
	for name, a := range c.Assignments {
		a.Name = name
		if err := a.check(); err != nil {
			return nil, fmt.Errorf("%s: [%s]: %w", file, name, err)
		}
	}
	return c, nil
}

func (a *Assignment) check() error {
	switch shows := []Show{"", Nothing, Name, Message, All}; {
	case !validName.MatchString(a.Name):
		return fmt.Errorf("%q cannot be the name of an assignment: take letters, digits, blanks, dots, - and _", a.Name)
	case !slices.Contains(shows, a.Hidden) || !slices.Contains(shows, a.Later):
		return errors.New("hidden and later are nothing, name, message or all")
	case a.LateDay < 0 || a.LateDay > 1 || a.LateMax < 0 || a.LateMax > 1:
		return errors.New("late_day and late_max are parts of the points, from 0 to 1")
	}
	if _, err := a.GraceTime(); err != nil {
		return err
	}
	if a.Seed == 0 {
		return errors.New("there is no seed, from which the inputs of hidden checks are drawn: add seed = and a number that nobody guesses")
	}
	return nil
}

// GraceTime is Grace as a duration.
func (a *Assignment) GraceTime() (time.Duration, error) {
	if a.Grace == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(a.Grace)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("grace is %q: give a time such as \"15m\" or \"2h\"", a.Grace)
	}
	return d, nil
}

// Assignment returns one by its name.
func (c *Course) Assignment(name string) (*Assignment, error) {
	if a := c.Assignments[name]; a != nil {
		return a, nil
	}
	var names []string
	for n := range c.Assignments {
		names = append(names, n)
	}
	slices.Sort(names)
	there := "there are none yet: chainrule new assignment makes one"
	if len(names) > 0 {
		there = "there are " + strings.Join(names, ", ")
	}
	return nil, fmt.Errorf("%s has no assignment %q; %s", c.Dir, name, there)
}

// New makes an assignment of exercises: its notebook, of the cells of solutions/ (in the folder library), and its settings.
func (c *Course) New(library string, a Assignment, ids []string) (file string, err error) {
	if err := a.check(); err != nil {
		return "", err
	}
	file = c.Source(a.Name)
	if _, err := os.Stat(file); err == nil || c.Assignments[a.Name] != nil {
		return "", fmt.Errorf("there is an assignment %q already: take another name, or edit %s", a.Name, file)
	}
	nb, err := assemble(library, a.Title, ids)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return "", err
	}
	if err := nb.Write(file); err != nil {
		return "", err
	}
	return file, c.add(&a)
}

// assemble puts the cells of exercises together, with one cell of the imports that they need.
func assemble(library, title string, ids []string) (*notebook.Notebook, error) {
	nb := &notebook.Notebook{Cells: []notebook.Cell{
		{Type: "markdown", ID: "title", Metadata: map[string]any{}, Source: notebook.Text("# " + title)},
		{Type: "code", ID: "imports", Metadata: map[string]any{}, Source: "import (\n\t\"chainrule/exercises\"\n\t\"chainrule/pkg/linalg\"\n)"},
	}}
	seen := map[string]bool{}
	for _, id := range ids {
		s, err := Solution(id)
		if err != nil {
			return nil, err
		}
		if seen[id] {
			return nil, fmt.Errorf("%s is named twice: leave one out", id)
		}
		seen[id] = true
		from, err := lessonNotebook(library, s.Info().Lesson)
		if err != nil {
			return nil, err
		}
		for _, cell := range from.Cells {
			if m, ok := release.MarkOf(&cell); ok && (m.ID == id || m.ID == id+"-statement" || m.ID == id+"-check") {
				nb.Cells = append(nb.Cells, cell)
			}
		}
	}
	if errs := release.Source(nb, Listed(nb)); len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return nb, nil
}

func lessonNotebook(library string, lesson int) (*notebook.Notebook, error) {
	files, err := filepath.Glob(filepath.Join(library, "solutions", fmt.Sprintf("%02d-*.ipynb", lesson)))
	if err != nil || len(files) != 1 {
		return nil, fmt.Errorf("%s has no notebook for lesson %d", filepath.Join(library, "solutions"), lesson)
	}
	return notebook.Read(files[0])
}

// Solution returns that of an exercise.
func Solution(id string) (solutions.Graded, error) {
	var close []string
	for _, s := range solutions.All {
		if s.Info().ID == id {
			return s, nil
		}
		if strings.Contains(s.Info().ID, id) || strings.Contains(id, s.Info().ID) {
			close = append(close, s.Info().ID)
		}
	}
	if len(close) > 0 {
		return nil, fmt.Errorf("there is no exercise %q; did you mean %s?", id, strings.Join(close, " or "))
	}
	return nil, fmt.Errorf("there is no exercise %q: chainrule new assignment --list names them all", id)
}

// Listed are the exercises whose cells a notebook holds.
func Listed(nb *notebook.Notebook) (all []release.Exercise) {
	for _, s := range Graded(nb) {
		e := release.Exercise{ID: s.Info().ID, Name: s.Info().Name}
		for _, c := range s.Worth() {
			e.Points += c.Points
		}
		all = append(all, e)
	}
	return all
}

// Graded are the solutions of the exercises whose cells a notebook holds, in its order.
func Graded(nb *notebook.Notebook) (all []solutions.Graded) {
	for i := range nb.Cells {
		m, ok := release.MarkOf(&nb.Cells[i])
		if !ok || !m.Solution {
			continue
		}
		if s, err := Solution(m.ID); err == nil {
			all = append(all, s)
		}
	}
	return all
}

// add appends the settings of an assignment; what stands in the file, comments too, stays as it is.
func (c *Course) add(a *Assignment) error {
	file := filepath.Join(c.Dir, settings)
	was, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	var b strings.Builder
	b.Write(was)
	if len(was) > 0 {
		b.WriteString("\n")
	}
	due := "# due = 2030-01-31T23:59:00Z"
	if !a.Due.IsZero() {
		due = "due = " + a.Due.Format(time.RFC3339)
	}
	fmt.Fprintf(&b, `[%q]
title = %q
%s
late_day = 0.0     # what each day begun after that takes, as a part of the points
late_max = 0.0     # and the most that it takes; 0 is all of them
hidden = "name"    # what students see of a hidden check: nothing, name, message, all
# later = "all"    # and from this time on
# later_at = 2030-02-07T00:00:00Z
seed = %d    # the inputs of hidden checks come from it: keep it to yourself
`, a.Name, a.Title, due, a.Seed)
	if err := write(file, []byte(b.String())); err != nil {
		return err
	}
	c.Assignments[a.Name] = a
	return nil
}

// Source is the instructors' notebook of an assignment.
func (c *Course) Source(name string) string {
	return filepath.Join(c.Dir, "source", name, name+".ipynb")
}

// write writes a file whole, or not at all.
func write(file string, content []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), ".chainrule-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(content)
	err = errors.Join(err, tmp.Chmod(0o644), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	return err
}

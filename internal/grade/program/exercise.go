package main

import (
	_ "embed"
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"chainrule/exercises"
	"chainrule/internal/notebook"
)

type newExerciseCmd struct {
	ID     string `arg:"" help:"Of the exercise, of small letters, digits and -: stable-softmax."`
	Lesson int    `required:"" help:"The number of its lesson."`
	Name   string `help:"Of the function that is asked for; without it, from the ID: StableSoftmax."`
	Kind   string `enum:"implement,predict,debug" default:"implement" help:"implement, predict or debug."`
}

var validID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

//go:embed exercise.go.tmpl
var exerciseTemplate string

//go:embed solution.go.tmpl
var solutionTemplate string

// Run writes the skeleton: an exercise that can be run, and that the tests refuse until it is finished.
func (c *newExerciseCmd) Run(root root) error {
	last := c.ID[strings.LastIndexByte(c.ID, '-')+1:]
	if slices.Contains([]string{"test", "linux", "darwin", "windows", "js", "wasm", "wasip1", "amd64", "arm64", "unix"}, last) {
		return fmt.Errorf("%q ends in a word that Go reads from the name of a file: put another word behind it", c.ID)
	}
	if c.Name != "" && !token.IsIdentifier(c.Name) {
		return fmt.Errorf("--name is %q: give the name of a Go function", c.Name)
	}
	if !validID.MatchString(c.ID) {
		return fmt.Errorf("%q cannot be the ID of an exercise: take small letters and digits, with - between words", c.ID)
	}
	for _, e := range exercises.All {
		if e.Info().ID == c.ID {
			return fmt.Errorf("there is an exercise %q already, in lesson %d: take another ID", c.ID, e.Info().Lesson)
		}
	}
	files, err := filepath.Glob(filepath.Join(string(root), "solutions", fmt.Sprintf("%02d-*.ipynb", c.Lesson)))
	if err != nil || len(files) != 1 {
		return fmt.Errorf("--lesson is %d, and solutions/ has no notebook for it: give a number from 1 to 24", c.Lesson)
	}
	nb, err := notebook.Read(files[0])
	if err != nil {
		return err
	}
	goName := ""
	for _, word := range strings.Split(c.ID, "-") {
		goName += strings.ToUpper(word[:1]) + word[1:]
	}
	if c.Name == "" {
		c.Name = goName
	}
	data := map[string]any{"ID": c.ID, "Go": goName, "Name": c.Name, "Lesson": c.Lesson, "Kind": strings.ToUpper(c.Kind[:1]) + c.Kind[1:]}
	base := strings.ReplaceAll(c.ID, "-", "_") + ".go"
	for file, text := range map[string]string{filepath.Join("exercises", base): exerciseTemplate, filepath.Join("solutions", base): solutionTemplate} {
		if err := c.write(filepath.Join(string(root), file), text, data); err != nil {
			return err
		}
		fmt.Println(file)
	}
	nb.Cells = append(nb.Cells, c.cells(goName)...)
	if err := nb.Write(files[0]); err != nil {
		return err
	}
	fmt.Println(files[0])
	fmt.Printf("Add %s to All in exercises/all.go and solutions/all.go, write what the skeleton asks for, then:\n  go run ./cmd/chainrule release\n  go test ./solutions -run Proved/%s\n", goName, c.ID)
	return nil
}

func (c *newExerciseCmd) write(file, text string, data any) error {
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s is there already: remove it, or take another ID", file)
	}
	var b strings.Builder
	if err := template.Must(template.New("").Parse(text)).Execute(&b, data); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

// cells are those of the exercise in the instructors' notebook.
func (c *newExerciseCmd) cells(goName string) []notebook.Cell {
	mark := func(id string, grade, solution bool) map[string]any {
		return map[string]any{"nbgrader": map[string]any{"grade_id": id, "grade": grade, "solution": solution, "locked": !solution, "points": 0, "schema_version": 3, "task": false}}
	}
	handout := ""
	if c.Kind == "debug" {
		handout = "\t// BEGIN HANDOUT\n\t// return 0 // the broken program, in comments\n\t// END HANDOUT\n"
	}
	return []notebook.Cell{
		{Type: "markdown", ID: c.ID + "-statement", Metadata: mark(c.ID+"-statement", false, false), Source: notebook.Text("## " + goName + "\n\nSay what to write, with the formula and the shapes.")},
		{Type: "code", ID: c.ID, Metadata: mark(c.ID, false, true), Source: notebook.Text(fmt.Sprintf("// %s returns 2x.\nfunc %s(x float64) float64 {\n%s\t// BEGIN SOLUTION\n\t// Why: say why this is right.\n\t// Cost: say what it costs.\n\treturn 2 * x\n\t// END SOLUTION\n}", c.Name, c.Name, handout))},
		{Type: "code", ID: c.ID + "-check", Metadata: mark(c.ID+"-check", true, false), Source: notebook.Text(fmt.Sprintf("// BEGIN HIDDEN TESTS\nimport \"chainrule/solutions\"\n\n// END HIDDEN TESTS\n%%%%\nexercises.%s.Check(%s)\n// BEGIN HIDDEN TESTS\nsolutions.%s.Grade(%s)\n// END HIDDEN TESTS", goName, c.Name, goName, c.Name))},
	}
}

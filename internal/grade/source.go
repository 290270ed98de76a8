// Package grade takes submissions, builds each answer alone, runs it behind a wall, and judges what comes out.
//
// A submission only computes. Inputs go in and values come out; what was expected, the inputs that are still to come, tolerances and the
// score never enter the sandbox.
package grade

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"chainrule/exercises"
)

// allowed are the packages that an answer may import, by the name that code calls them.
var allowed = map[string]string{
	"bits": "math/bits", "cmp": "cmp", "cmplx": "math/cmplx", "errors": "errors", "fmt": "fmt", "iter": "iter", "maps": "maps", "math": "math",
	"slices": "slices", "sort": "sort", "strconv": "strconv", "strings": "strings",
	"linalg": "chainrule/pkg/linalg", "nn": "chainrule/pkg/nn",
}

// BuildError is why an answer is not run: it does not parse, does what no answer needs, or does not compile. Its text is for
// the learner.
type BuildError struct{ Message string }

// Error returns the message.
func (e *BuildError) Error() string { return e.Message }

// longest is the length of an answer above which it is not read: nobody writes so much, and a compiler can be kept busy with it.
const longest = 64 << 10

func refuse(format string, args ...any) error { return &BuildError{fmt.Sprintf(format, args...)} }

// Source makes a Go file of an answer's cell: what stands below %% is left out, imports that a notebook has in another cell are added. It
// refuses what no answer needs: other packages, directives to the compiler, commands of the kernel. And it refuses what would do the work that
// the exercise asks for.
func Source(cell string, exercise exercises.Info) ([]byte, error) {
	if len(cell) > longest {
		return nil, refuse("The answer is %d kB long. At most %d kB are read: an exercise asks for a few lines.", len(cell)>>10, longest>>10)
	}
	var lines []string
	for n, line := range strings.Split(strings.ReplaceAll(cell, "\r\n", "\n"), "\n") {
		trimmed := strings.TrimRight(line, " \t") // the kernel's commands begin in the first column
		if trimmed == "%%" || trimmed == "//gonb:%%" || strings.HasPrefix(trimmed, "%% ") {
			break
		}
		if strings.HasPrefix(trimmed, "!") || strings.HasPrefix(trimmed, "%") {
			return nil, refuse("Line %d, %q, is a command of the notebook's kernel. An answer is Go alone: take it out.", n+1, cut(trimmed))
		}
		lines = append(lines, line)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "answer.go", "package main\n"+strings.Join(lines, "\n"), parser.ParseComments)
	if err != nil {
		return nil, refuse("It does not parse: %s", where(err.Error()))
	}
	for _, group := range file.Comments {
		for _, c := range group.List {
			for _, directive := range []string{"//go:", "//line ", "/*line ", "// +build", "//export "} {
				if strings.HasPrefix(c.Text, directive) {
					return nil, refuse("%q is a directive to the compiler. No answer needs one: take it out.", cut(c.Text))
				}
			}
		}
	}
	imported := map[string]bool{}
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		name := path[strings.LastIndex(path, "/")+1:]
		if allowed[name] != path {
			return nil, refuse("It imports %q. An answer may import %s.", cut(path), may())
		}
		if spec.Name != nil && spec.Name.Name != name {
			return nil, refuse("It imports %q under the name %q: leave the name out.", path, cut(spec.Name.Name))
		}
		imported[name] = true
	}
	unresolved := map[*ast.Ident]bool{} // what no declaration of the answer means
	for _, id := range file.Unresolved {
		unresolved[id] = true
	}
	var missing []string
	var forbidden *ast.Ident
	ast.Inspect(file, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := s.X.(*ast.Ident)
		switch {
		case slices.Contains(exercise.Forbid, s.Sel.Name):
			forbidden = s.Sel
		case ok && slices.Contains(exercise.Forbid, x.Name):
			forbidden = x
		}
		if ok && allowed[x.Name] != "" && !imported[x.Name] && unresolved[x] {
			imported[x.Name] = true
			missing = append(missing, x.Name)
		}
		return true
	})
	if forbidden != nil {
		return nil, refuse("Line %d uses %s, which does the work for you. Here %s is to be written without it.", fset.Position(forbidden.Pos()).Line-1, forbidden.Name, exercise.Name)
	}
	slices.Sort(missing)
	var out strings.Builder
	out.WriteString("package main\n\n")
	for _, name := range missing {
		fmt.Fprintf(&out, "import %q\n", allowed[name])
	}
	out.WriteString("//line answer.go:1\n")
	out.WriteString(strings.Join(lines, "\n") + "\n")
	return []byte(out.String()), nil
}

func may() string {
	var all []string
	for _, path := range allowed {
		all = append(all, path)
	}
	slices.Sort(all)
	return strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}

// cut keeps a quotation short.
func cut(text string) string { return cutTo(text, 60) }

func cutTo(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// where puts the line of a parser's message as the learner counts: the file begins with a line of ours.
func where(message string) string {
	at, text, found := strings.Cut(message, ": ")
	parts := strings.Split(at, ":")
	if !found || len(parts) < 2 {
		return message
	}
	line, err := strconv.Atoi(parts[len(parts)-2])
	if err != nil {
		return message
	}
	return fmt.Sprintf("line %d: %s", line-1, text)
}

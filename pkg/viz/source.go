package viz

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
)

// Source quotes a function of the library from the file where it stands, so that a
// lesson never holds a copy: viz.Source((*nn.Dense).Backward), viz.Source(linalg.MulNaive).
func Source(f any) View { return source{f} }

type source struct{ f any }

// Bundle finds the function's declaration by its name and position.
func (s source) Bundle() (Bundle, error) {
	v := reflect.ValueOf(s.f)
	if v.Kind() != reflect.Func || v.IsNil() {
		return Bundle{}, fmt.Errorf("viz: Source: want a function such as (*nn.Dense).Backward, got %T", s.f)
	}
	fn := runtime.FuncForPC(v.Pointer())
	file, line := fn.FileLine(fn.Entry())
	name := fn.Name()[strings.LastIndex(fn.Name(), "/")+1:]
	code, err := declaration(file, line)
	if err != nil {
		return Bundle{}, fmt.Errorf("viz: Source: %s: %w", name, err)
	}
	where := filepath.Base(filepath.Dir(file)) + "/" + filepath.Base(file)
	return Bundle{
		Kind: "source", Title: name, Text: code + "\n",
		Markdown: fmt.Sprintf("`%s`, from `%s`\n\n```go\n%s\n```\n", name, where, code),
	}, nil
}

// declaration returns the text of the function declaration that holds the line, with
// its doc comment.
func declaration(file string, line int) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("its source is not at hand: %w", err)
	}
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, text, parser.ParseComments)
	if err != nil {
		return "", err
	}
	for _, d := range parsed.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || set.Position(f.Pos()).Line > line || set.Position(f.End()).Line < line {
			continue
		}
		from := f.Pos()
		if f.Doc != nil {
			from = f.Doc.Pos()
		}
		return string(text[set.Position(from).Offset:set.Position(f.End()).Offset]), nil
	}
	return "", fmt.Errorf("line %d of %s is in no function declaration", line, filepath.Base(file))
}

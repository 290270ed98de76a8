// Package apitest holds the rules of ARCHITECTURE.md about what a learner sees: each
// exported symbol is explained and shown in use, and imports go one way.
package apitest

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "chainrule"

// root is the checkout, seen from this package.
const root = "../.."

// allowed lists for each package of pkg/ what it may import of this module.
var allowed = map[string][]string{
	"pkg/linalg":    {},
	"pkg/nn":        {"pkg/linalg"},
	"pkg/nn/nntest": {"pkg/linalg", "pkg/nn"},
	"pkg/nn/data":   {"pkg/linalg"},
	"pkg/nn/scalar": {}, // an oracle for nn shares no arithmetic with it
	"pkg/sim":       {"pkg/linalg", "pkg/nn", "pkg/nn/data"},
	"pkg/viz":       {"pkg/linalg", "pkg/nn", "pkg/nn/data", "pkg/nn/scalar", "pkg/sim"},
}

// trivial methods do the same for every type: the type's Example may stand for them.
var trivial = []string{
	"String", "Error", "Name", "Format", "Bundle",
	"Build", "Forward", "Backward", "Params", "Poll",
	"MarshalJSON", "UnmarshalJSON", "GobEncode", "GobDecode", "MarshalBinary", "UnmarshalBinary",
}

func TestEverySymbolIsExplainedAndShown(t *testing.T) {
	for _, pkg := range []string{"pkg/linalg", "pkg/nn", "pkg/nn/nntest", "pkg/nn/data", "pkg/nn/scalar", "pkg/sim", "pkg/viz", "exercises"} {
		t.Run(pkg, func(t *testing.T) {
			fset := token.NewFileSet()
			files := parse(t, fset, pkg, parser.ParseComments)
			list, err := missing(fset, files, pkg)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range list {
				t.Error(m)
			}
		})
	}
}

func TestImportsGoOneWay(t *testing.T) {
	for _, pkg := range packages(t) {
		fset := token.NewFileSet()
		for _, file := range parse(t, fset, pkg, parser.ImportsOnly) {
			name := filepath.Base(fset.Position(file.Package).Filename)
			for _, spec := range file.Imports {
				target, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				if why := forbidden(pkg, strings.HasSuffix(name, "_test.go"), target); why != "" {
					t.Errorf("%s: %s imports %s: %s", pkg, name, target, why)
				}
			}
		}
	}
}

// The command that starts the lab is built without the library: a learner changes that, and it need not compile.
func TestTheCommandNeedsNoLibrary(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "./cmd/chainrule")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	needed := strings.Fields(string(out))
	if !slices.Contains(needed, module+"/internal/lab") {
		t.Fatalf("got %q: the test looks in the wrong place", needed)
	}
	for _, pkg := range needed {
		if strings.HasPrefix(pkg, module+"/pkg/") {
			t.Errorf("cmd/chainrule is built from %s: when that does not compile, no lab starts", pkg)
		}
	}
}

// forbidden says why a package of pkg/ may not import target; "" when it may.
func forbidden(pkg string, test bool, target string) string {
	if (pkg == "pkg/nn" || strings.HasPrefix(pkg, "pkg/nn/")) && strings.Contains("/"+target+"/", "/gonb/") {
		return "nn knows nothing of the kernel"
	}
	inside, found := strings.CutPrefix(target, module+"/")
	switch {
	case !found:
		return ""
	case !strings.HasPrefix(inside, "pkg/"):
		return "pkg/ imports nothing of this module but pkg/"
	case test: // a test may look from outside, at what imports its package
		return ""
	}
	may, known := allowed[pkg]
	switch {
	case !known:
		return "this package has no rule yet; write one in ARCHITECTURE.md and in allowed"
	case slices.Contains(may, inside):
		return ""
	case len(may) == 0:
		return "it may import nothing of this module"
	}
	return "of this module it may import only " + strings.Join(may, ", ")
}

// packages lists the folders below pkg/ that hold Go files.
func packages(t *testing.T) (dirs []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), "pkg", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case path.Ext(name) == ".go" && !slices.Contains(dirs, path.Dir(name)):
			dirs = append(dirs, path.Dir(name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(dirs) < 4 {
		t.Fatalf("got packages %q: the test looks in the wrong place", dirs)
	}
	return dirs
}

// parse reads the Go files of a package, tests too.
func parse(t *testing.T, fset *token.FileSet, pkg string, mode parser.Mode) (files []*ast.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pkg), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatalf("%s: no Go files", pkg)
	}
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, nil, mode)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// missing lists, sorted, the exported symbols that lack a doc comment or an Example.
func missing(fset *token.FileSet, files []*ast.File, pkg string) ([]string, error) {
	p, err := doc.NewFromFiles(fset, files, module+"/"+pkg)
	if err != nil {
		return nil, err
	}
	c := &checker{pkg: pkg}
	c.values(p.Consts, p.Vars)
	c.funcs("", nil, p.Funcs)
	for _, typ := range p.Types {
		c.symbol(typ.Name, typ.Doc, "Example"+typ.Name, typ.Examples)
		c.values(typ.Consts, typ.Vars)
		c.funcs("", nil, typ.Funcs)
		c.funcs(typ.Name, typ.Examples, typ.Methods)
	}
	slices.Sort(c.found)
	return c.found, nil
}

// checker collects what it misses in one package.
type checker struct {
	pkg   string
	found []string
}

func (c *checker) miss(format string, args ...any) {
	c.found = append(c.found, c.pkg+": "+fmt.Sprintf(format, args...))
}

// symbol checks one function, type or method.
func (c *checker) symbol(name, comment, example string, examples []*doc.Example) {
	if comment == "" {
		c.miss("no doc comment on %s", name)
	}
	switch {
	case len(examples) == 0:
		c.miss("no Example for %s (write %s)", name, example)
	case !runs(examples):
		c.miss("no Example for %s that runs (give %s an Output comment)", name, example)
	}
}

// funcs checks functions, or the methods of the type recv, which has Examples of its own.
func (c *checker) funcs(recv string, shown []*doc.Example, funcs []*doc.Func) {
	for _, f := range funcs {
		switch {
		case recv == "" && c.pkg == "exercises" && strings.HasPrefix(f.Name, "Check"): // asks what its exercise asks; see Exercise.Check
			if f.Doc == "" {
				c.miss("no doc comment on %s", f.Name)
			}
		case recv == "":
			c.symbol(f.Name, f.Doc, "Example"+f.Name, f.Examples)
		case slices.Contains(trivial, f.Name) && runs(shown):
			c.symbol(recv+"."+f.Name, f.Doc, "", shown)
		default:
			c.symbol(recv+"."+f.Name, f.Doc, "Example"+recv+"_"+f.Name, f.Examples)
		}
	}
}

// values checks constants and variables: the comment may be that of the group, or one
// above or behind the line.
func (c *checker) values(lists ...[]*doc.Value) {
	for _, v := range slices.Concat(lists...) {
		if v.Doc != "" {
			continue
		}
		for _, spec := range v.Decl.Specs {
			spec := spec.(*ast.ValueSpec)
			if spec.Doc.Text() != "" || spec.Comment.Text() != "" {
				continue
			}
			for _, name := range spec.Names {
				if name.IsExported() {
					c.miss("no doc comment on %s", name.Name)
				}
			}
		}
	}
}

// runs reports whether one of the Examples is run and compared. go test only compiles
// those without an Output comment.
func runs(examples []*doc.Example) bool {
	return slices.ContainsFunc(examples, func(e *doc.Example) bool { return e.Output != "" || e.EmptyOutput })
}

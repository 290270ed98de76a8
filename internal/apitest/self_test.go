package apitest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

const source = `package p

// A Net is explained and shown.
type Net struct{}

// Run is explained and shown.
func (Net) Run() {}

func (Net) Stop() {}

// String is trivial: the Example of Net stands for it.
func (Net) String() string { return "" }

func (Net) hidden() {}

// A Layer is an interface. Its methods need nothing.
type Layer interface{ Forward() }

// New makes a Net. Its Example does not run.
func New() *Net { return nil }

type Bare int

// Name is trivial, but Bare has no Example.
func (Bare) Name() string { return "" }

func helper() {}

// Known values of Bare.
const (
	One Bare = iota
	Two
)

const (
	// Above is explained.
	Above = 1
	Behind = 2 // explained
	Silent, quiet = 3, 4
)

var Loose int
`

const examples = `package p_test

func ExampleNet() {
	// Output:
}

func ExampleNet_Run() {
	// Output: runs
}

func ExampleNew() {
}
`

// A rule that finds nothing may be a rule that does not look.
func TestMissingFindsWhatIsMissing(t *testing.T) {
	fset := token.NewFileSet()
	var files []*ast.File
	for name, text := range map[string]string{"p.go": source, "p_test.go": examples} {
		file, err := parser.ParseFile(fset, name, text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	got, err := missing(fset, files, "pkg/p")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"pkg/p: no Example for Bare (write ExampleBare)",
		"pkg/p: no Example for Bare.Name (write ExampleBare_Name)",
		"pkg/p: no Example for Layer (write ExampleLayer)",
		"pkg/p: no Example for Net.Stop (write ExampleNet_Stop)",
		"pkg/p: no Example for New that runs (give ExampleNew an Output comment)",
		"pkg/p: no doc comment on Bare",
		"pkg/p: no doc comment on Loose",
		"pkg/p: no doc comment on Net.Stop",
		"pkg/p: no doc comment on Silent",
	}
	for _, m := range want {
		if !slices.Contains(got, m) {
			t.Errorf("not found: %s", m)
		}
	}
	for _, m := range got {
		if !slices.Contains(want, m) {
			t.Errorf("found, but in order: %s", m)
		}
	}
}

func TestForbiddenImports(t *testing.T) {
	for _, test := range []struct {
		pkg    string
		test   bool
		target string
		may    bool
	}{
		{"pkg/linalg", false, "fmt", true},
		{"pkg/linalg", false, "gonum.org/v1/gonum/blas", true},
		{"pkg/linalg", false, "chainrule/pkg/nn", false},
		{"pkg/nn", false, "chainrule/pkg/linalg", true},
		{"pkg/nn", false, "chainrule/pkg/nn/data", false},
		{"pkg/nn", false, "chainrule/pkg/viz", false},
		{"pkg/nn", true, "chainrule/pkg/nn/nntest", true},
		{"pkg/nn", false, "github.com/janpfeifer/gonb/cache", false},
		{"pkg/nn/data", true, "github.com/janpfeifer/gonb", false},
		{"pkg/nn/data", false, "chainrule/pkg/linalg", true},
		{"pkg/nn/data", false, "chainrule/pkg/nn", false},
		{"pkg/viz", false, "chainrule/pkg/nn/data", true},
		{"pkg/viz", false, "chainrule/pkg/nn/nntest", false},
		{"pkg/viz", false, "github.com/janpfeifer/gonb/gonbui", true},
		{"pkg/viz", false, "chainrule/internal/lab", false},
		{"pkg/viz", true, "chainrule/cmd/chainrule", false},
		{"pkg/new", false, "chainrule/pkg/linalg", false},
	} {
		if why := forbidden(test.pkg, test.test, test.target); (why == "") != test.may {
			t.Errorf("%s (test: %t) imports %s: got %q, want it allowed: %t", test.pkg, test.test, test.target, why, test.may)
		}
	}
}

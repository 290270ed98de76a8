package viz

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// The doc comment of a view says which fields have to be set, and names fields that there
// are. A zero view is refused with an error about the first one.
func TestViewsSayWhatIsNeeded(t *testing.T) {
	needed := map[string]string{}
	for _, typ := range exportedTypes(t) {
		needed[typ.Name] = ""
		for _, sentence := range strings.Split(strings.Join(strings.Fields(typ.Doc), " "), ". ") {
			if before, found := strings.CutSuffix(strings.TrimSuffix(sentence, "."), " needed"); found {
				needed[typ.Name] = before
			}
		}
	}
	for name, v := range map[string]View{
		"Line": Line{}, "Scatter": Scatter{}, "Bar": Bar{}, "Histogram": Histogram{}, "HeatMap": HeatMap{}, "Confusion": Confusion{}, "Contour": Contour{},
		"Boundary": Boundary{}, "Images": Images{}, "Steps": Steps{}, "Network": Network{}, "Graph": Graph{}, "Simulator": Simulator{}, "Quiz": Quiz{}, "Question": Quiz{Questions: []Question{{}}},
	} {
		says, found := needed[name]
		if !found || says == "" {
			t.Errorf("the doc comment of %s does not end with the fields that are needed", name)
		}
		_, err := v.Bundle()
		if err == nil {
			t.Errorf("an empty %s is drawn, and needs %s", name, says)
			continue
		}
		missing := false
		for _, field := range strings.FieldsFunc(says, func(r rune) bool { return r == ' ' || r == ',' }) {
			missing = missing || strings.Contains(err.Error(), field)
		}
		if !missing {
			t.Errorf("an empty %s gets %q, which names nothing of %q", name, err, says)
		}
		delete(needed, name)
	}
	for name := range needed {
		for _, typ := range exportedTypes(t) {
			if typ.Name == name && hasBundle(typ) {
				t.Errorf("the view %s is missing from this test", name)
			}
		}
	}
}

// exportedTypes are the exported types of the package, with their doc comments.
func exportedTypes(t *testing.T) []*doc.Type {
	t.Helper()
	set, entries := token.NewFileSet(), []*ast.File{}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(set, f.Name(), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, parsed)
	}
	p, err := doc.NewFromFiles(set, entries, "chainrule/pkg/viz")
	if err != nil {
		t.Fatal(err)
	}
	return p.Types
}

func hasBundle(typ *doc.Type) bool {
	for _, m := range typ.Methods {
		if m.Name == "Bundle" {
			return true
		}
	}
	return false
}

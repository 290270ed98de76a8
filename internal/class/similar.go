package class

import (
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strings"
)

// Alike is a group of students whose answers to an exercise have the same syntax tree up to names.
type Alike struct {
	Exercise string
	Nodes    int // of the tree: the larger it is, the less likely by chance
	Students []string
}

// Similar finds the groups, the largest trees first. answers are by student, then by exercise; stubs are what was handed out, which says nothing. The same short
// loop is written by many: what a group means is for people to judge.
func Similar(answers map[string]map[string]string, stubs map[string]string) []Alike {
	type key struct {
		exercise string
		tree     [sha256.Size]byte
	}
	groups := map[key]*Alike{}
	given := map[key]bool{}
	for exercise, stub := range stubs {
		if sum, _, ok := tree(stub); ok {
			given[key{exercise, sum}] = true
		}
	}
	for student, all := range answers {
		for exercise, answer := range all {
			sum, nodes, ok := tree(answer)
			k := key{exercise, sum}
			if !ok || given[k] {
				continue
			}
			if groups[k] == nil {
				groups[k] = &Alike{Exercise: exercise, Nodes: nodes}
			}
			groups[k].Students = append(groups[k].Students, student)
		}
	}
	var found []Alike
	for _, g := range groups {
		if len(g.Students) > 1 {
			slices.Sort(g.Students)
			found = append(found, *g)
		}
	}
	slices.SortFunc(found, func(a, b Alike) int {
		if a.Nodes != b.Nodes {
			return b.Nodes - a.Nodes
		}
		return strings.Compare(a.Exercise+"\x00"+a.Students[0], b.Exercise+"\x00"+b.Students[0])
	})
	return found
}

// tree hashes the syntax tree of an answer. Names that the answer declares are numbered as they come; those of packages, of their members and of the
// language stay. Comments and formatting do not matter, the order of everything does.
func tree(source string) (sum [sha256.Size]byte, nodes int, ok bool) {
	file, err := parser.ParseFile(token.NewFileSet(), "", "package main\n"+source, 0)
	if err != nil {
		return sum, 0, false
	}
	own := map[string]string{}
	declare := func(e ast.Expr) {
		if id, is := e.(*ast.Ident); is && own[id.Name] == "" && id.Name != "_" {
			own[id.Name] = fmt.Sprintf("$%d", len(own))
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			declare(n.Name)
		case *ast.Field:
			for _, name := range n.Names {
				declare(name)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, e := range n.Lhs {
					declare(e)
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				for _, e := range []ast.Expr{n.Key, n.Value} {
					declare(e)
				}
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				declare(name)
			}
		case *ast.TypeSpec:
			declare(n.Name)
		}
		return true
	})
	h := sha256.New()
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil:
			h.Write([]byte(")"))
			return true
		case *ast.ImportSpec, *ast.CommentGroup:
			return false
		case *ast.GenDecl:
			if n.Tok == token.IMPORT {
				return false
			}
			fmt.Fprint(h, "(", n.Tok)
		case *ast.Ident:
			name := n.Name
			if own[name] != "" {
				name = own[name]
			}
			fmt.Fprint(h, "(id ", name)
		case *ast.BasicLit:
			fmt.Fprint(h, "(lit ", n.Value)
		case *ast.BinaryExpr:
			fmt.Fprint(h, "(", n.Op)
		case *ast.UnaryExpr:
			fmt.Fprint(h, "(", n.Op)
		case *ast.AssignStmt:
			fmt.Fprint(h, "(", n.Tok)
		case *ast.IncDecStmt:
			fmt.Fprint(h, "(", n.Tok)
		case *ast.BranchStmt:
			fmt.Fprint(h, "(", n.Tok)
		default:
			fmt.Fprint(h, "(", reflect.TypeOf(n).Elem().Name())
		}
		nodes++
		return true
	})
	return [sha256.Size]byte(h.Sum(nil)), nodes, true
}

package class

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"chainrule/internal/notebook"
	"chainrule/internal/release"
)

// Release makes the students' notebook of an assignment, and a zip that stands alone: the notebook, and the module in the folder library without
// what knows the solutions. It returns the files that it wrote.
func (c *Course) Release(library, name string) (files []string, err error) {
	if _, err := c.Assignment(name); err != nil {
		return nil, err
	}
	source, err := notebook.Read(c.Source(name))
	if err != nil {
		return nil, err
	}
	exercises := Listed(source)
	if errs := release.Source(source, exercises); len(errs) > 0 {
		return nil, fmt.Errorf("%s: %w", c.Source(name), errors.Join(errs...))
	}
	students, err := release.Students(source, exercises)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Source(name), err)
	}
	content, err := students.Bytes()
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(c.Dir, "release", name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if err := source.Write(c.Source(name)); err != nil { // with the points as they are
		return nil, err
	}
	notebookFile, zipFile := filepath.Join(dir, name+".ipynb"), dir+".zip"
	if err := write(notebookFile, content); err != nil {
		return nil, err
	}
	packed, err := Handout(library, name, map[string][]byte{"assignment/" + name + ".ipynb": content})
	if err != nil {
		return nil, err
	}
	return []string{notebookFile, zipFile}, write(zipFile, packed)
}

// handedOut are the parts of the module that a class gets: no course, gradebook or notes that lie in the checkout as well.
var handedOut = []string{"cmd", "pkg", "internal", "exercises", "notebooks", "web", "docs",
	"go.mod", "go.sum", "README.md", "LICENSE", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"}

// keptBack are the parts of those that know solutions, or speak to those who do.
var keptBack = []string{"internal/grade/program", "internal/gradebook", "internal/class", "exercises/chainrule-progress.json"}

// Handout packs the module without what is kept back, and more files, into a zip whose one folder is called name.
func Handout(library, name string, more map[string][]byte) ([]byte, error) {
	files := map[string][]byte{}
	for file, content := range more {
		files[file] = content
	}
	err := filepath.WalkDir(library, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(library, file)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		top, _, _ := strings.Cut(rel, "/")
		if rel != "." && !slices.Contains(handedOut, top) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		hidden := rel != "." && strings.HasPrefix(d.Name(), ".")
		switch {
		case d.IsDir() && (hidden || slices.Contains(keptBack, rel) || d.Name() == "node_modules" || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || hidden || slices.Contains(keptBack, rel) || !d.Type().IsRegular() || strings.HasSuffix(rel, "_test.go"): // tests know solutions
			return nil
		}
		files[rel], err = os.ReadFile(file)
		return err
	})
	if err != nil {
		return nil, err
	}
	var names []string
	for file := range files {
		names = append(names, file)
	}
	slices.Sort(names)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, file := range names {
		w, err := z.Create(path.Join(name, file)) // with no date: the same files are the same zip
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(files[file]); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return b.Bytes(), err
}

// Package viz shows what was computed: figures, the steps of a trace, nets, quizzes,
// and the library's own source.
//
//	viz.Show(viz.Line{
//		Title: "Loss by epoch", Caption: "Most of the way is gone after ten epochs.",
//		X: viz.Axis{Name: "epoch"}, Y: viz.Axis{Name: "J", Log: true},
//		Series: []viz.Series{{Name: "training set", Y: losses, Color: viz.Train}},
//	})
//
// A view is one value with three faces: data that JupyterLab and a published page
// draw live, a still picture for everything else, and words.
package viz

import (
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// MIME is the media type of a view's data.
const MIME = "application/vnd.chainrule.view.v1+json"

// View is anything that can be shown.
type View interface {
	// Bundle returns the three faces of the view, or an error that says what is
	// missing or does not fit.
	Bundle() (Bundle, error)
}

// Bundle is a view, ready to be shown anywhere.
type Bundle struct {
	Kind        string `json:"kind"` // figure, steps, network, graph, quiz, simulator or source
	Title       string `json:"title"`
	Caption     string `json:"caption"`
	Description string `json:"description"` // what is seen, in words
	Data        any    `json:"data"`        // what is drawn, by kind

	SVG      []byte `json:"-"` // the still
	Text     string `json:"-"` // the words, with the numbers
	Markdown string `json:"-"` // instead of data and still, for text
}

// Show shows the views. In a notebook they appear under the cell; a plain program
// writes each as files into the working folder and prints their names. A view that
// cannot be made ends the program with a sentence that says why.
func Show(views ...View) {
	err := show(views)
	if gonbui.IsNotebook {
		gonbui.Sync() // before the program may end, so that the views up to a mistake are seen
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func show(views []View) error {
	for _, v := range views {
		b, err := v.Bundle()
		switch {
		case err != nil:
		case gonbui.IsNotebook:
			err = display(b)
		default:
			err = writeNumbered(b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Save writes a view into a file: its still for a name that ends in .svg, its data for
// .json, its words for .txt. The file is written whole or not at all.
func Save(name string, v View) error {
	b, err := v.Bundle()
	if err != nil {
		return err
	}
	ext := filepath.Ext(name)
	if b.Markdown != "" && ext != ".txt" {
		return fmt.Errorf("viz: Save: %q is text and nothing else: save it as .txt", b.Title)
	}
	var content []byte
	switch ext {
	case ".svg":
		content = b.SVG
	case ".json":
		if content, err = json.MarshalIndent(b, "", " "); err != nil {
			return fmt.Errorf("viz: %q: %w", b.Title, err)
		}
	case ".txt":
		content = []byte(b.Text)
	default:
		return fmt.Errorf("viz: Save: %q ends in none of .svg, .json and .txt", name)
	}
	return writeWhole(name, content)
}

// display sends the bundle through the kernel, which carries JSON as maps and slices.
func display(b Bundle) error {
	if b.Markdown != "" {
		gonbui.SendData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{
			protocol.MIMETextMarkdown: b.Markdown, protocol.MIMETextPlain: b.Text,
		}})
		return nil
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("viz: %q: %w", b.Title, err)
	}
	var data map[string]any
	if err := json.Unmarshal(raw, &data); err != nil {
		return fmt.Errorf("viz: %q: %w", b.Title, err)
	}
	gonbui.SendData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{
		MIME:                   data,
		protocol.MIMEImageSVG:  string(b.SVG),
		protocol.MIMETextPlain: b.Text,
	}})
	return nil
}

func init() {
	gob.Register(map[string]any{})
	gob.Register([]any{})
}

// written counts the views of each name that this program has written.
var written = map[string]int{}

// writeNumbered writes a view's files, named after its title, and prints their names. A
// second view of that title gets a 2 behind it.
func writeNumbered(b Bundle) error {
	name := fileName(b.Title)
	if name == "" {
		name = "view"
	}
	written[name]++
	if n := written[name]; n > 1 {
		name = fmt.Sprintf("%s-%d", name, n)
	}
	faces := []struct {
		ext     string
		content []byte
	}{{".svg", b.SVG}, {".txt", []byte(b.Text)}}
	for _, f := range faces {
		if len(f.content) == 0 {
			continue
		}
		if err := writeWhole(name+f.ext, f.content); err != nil {
			return err
		}
		fmt.Println(name + f.ext)
	}
	return nil
}

// fileName is a title as the name of a file: lower case, words joined by hyphens.
func fileName(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}

// writeWhole writes a file beside its place and moves it there.
func writeWhole(name string, content []byte) error {
	fail := func(err error) error {
		if path := (*fs.PathError)(nil); errors.As(err, &path) {
			err = path.Err // whose path is that of the file beside
		}
		return fmt.Errorf("viz: %s cannot be written: %w", name, err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".viz-*")
	if err != nil {
		return fail(err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(content)
	if e := tmp.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(tmp.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		return fail(err)
	}
	return nil
}

// Package notebook reads, checks, normalizes and executes notebook files.
package notebook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Notebook is a file of nbformat 4.
type Notebook struct {
	Cells    []Cell         `json:"cells"`
	Metadata map[string]any `json:"metadata"`
	Format   int            `json:"nbformat"`
	Minor    int            `json:"nbformat_minor"`
}

// Cell is one cell. The fields stand in the order in which Jupyter writes them.
type Cell struct {
	Attachments    json.RawMessage   `json:"attachments,omitempty"`
	Type           string            `json:"cell_type"` // code, markdown or raw
	ExecutionCount *int              `json:"execution_count"`
	ID             string            `json:"id"`
	Metadata       map[string]any    `json:"metadata"`
	Outputs        []json.RawMessage `json:"outputs"`
	Source         Text              `json:"source"`
}

// Text is a text that the file holds as a list of lines, or as one string.
type Text string

// UnmarshalJSON reads both forms.
func (t *Text) UnmarshalJSON(b []byte) error {
	var lines []string
	if err := json.Unmarshal(b, &lines); err == nil {
		*t = Text(strings.Join(lines, ""))
		return nil
	}
	return json.Unmarshal(b, (*string)(t))
}

// MarshalJSON writes the list of lines, each with its line break.
func (t Text) MarshalJSON() ([]byte, error) {
	lines := []string{}
	for l := range strings.Lines(string(t)) {
		lines = append(lines, l)
	}
	return encode(lines, "")
}

// MarshalJSON leaves out of a Markdown cell what only code has.
func (c Cell) MarshalJSON() ([]byte, error) {
	type plain Cell
	if c.Type == "code" {
		if c.Outputs == nil {
			c.Outputs = []json.RawMessage{}
		}
		return encode(plain(c), "")
	}
	return encode(struct {
		Attachments json.RawMessage `json:"attachments,omitempty"`
		Type        string          `json:"cell_type"`
		ID          string          `json:"id"`
		Metadata    map[string]any  `json:"metadata"`
		Source      Text            `json:"source"`
	}{c.Attachments, c.Type, c.ID, c.Metadata, c.Source}, "")
}

// encode is JSON that keeps <, > and & readable.
func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// Tags returns the cell's tags.
func (c *Cell) Tags() []string {
	list, _ := c.Metadata["tags"].([]any)
	var tags []string
	for _, t := range list {
		if s, ok := t.(string); ok {
			tags = append(tags, s)
		}
	}
	return tags
}

// HasTag reports whether the cell has the tag.
func (c *Cell) HasTag(tag string) bool { return slices.Contains(c.Tags(), tag) }

// maxSize is the size above which a file is taken for something else than a notebook.
const maxSize = 64 << 20

// Read reads a notebook file. Its errors name the file and what is wrong with it.
func Read(file string) (*Notebook, error) {
	f, err := os.Open(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such file", file)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, errors.Unwrap(err))
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: it cannot be read as a notebook file: %w", file, errors.Unwrap(err))
	}
	nb, err := Parse(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return nb, nil
}

// Parse reads a notebook.
func Parse(b []byte) (*Notebook, error) {
	if len(b) > maxSize {
		return nil, fmt.Errorf("this is larger than %d MB, too large for a notebook: clear its outputs", maxSize>>20)
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return nil, errors.New("this is not a notebook: the file is empty")
	}
	var nb Notebook
	if err := json.Unmarshal(b, &nb); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("this is not a notebook: at byte %d: %w", syntax.Offset, err)
		}
		return nil, fmt.Errorf("this is not a notebook: %w", err)
	}
	if nb.Format != 4 || nb.Cells == nil {
		return nil, fmt.Errorf("this is not a notebook of format 4 (nbformat is %d): open it in JupyterLab and save it", nb.Format)
	}
	for i, c := range nb.Cells {
		if !slices.Contains([]string{"code", "markdown", "raw"}, c.Type) {
			return nil, fmt.Errorf("cell %d is of unknown type %q", i+1, c.Type)
		}
	}
	return &nb, nil
}

// Bytes is the notebook as Jupyter writes it.
func (nb *Notebook) Bytes() ([]byte, error) {
	b, err := encode(nb, " ")
	return append(b, '\n'), err
}

// Write writes the notebook into a file, whole or not at all.
func (nb *Notebook) Write(file string) error {
	b, err := nb.Bytes()
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return writeWhole(file, b)
}

func writeWhole(file string, content []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), ".notebook-*")
	if err != nil {
		return fmt.Errorf("%s: it cannot be written: %w", file, err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(content)
	err = errors.Join(err, tmp.Close(), os.Chmod(tmp.Name(), 0o644))
	if err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("%s: it cannot be written: %w", file, err)
	}
	return nil
}

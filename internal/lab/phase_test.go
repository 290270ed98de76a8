package lab

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A house of three phases: the roof needs the walls, the garden needs nothing.
type house struct {
	env           *Env
	walls, garden string // inputs
	fail          string // name of the phase that fails

	mu  sync.Mutex
	ran []string
}

func (h *house) build(t *testing.T) []string {
	t.Helper()
	h.ran = nil
	one := func(name, input string, needs ...string) phase {
		file := filepath.Join(h.env.Dir(), name)
		return phase{
			name: name, title: name, needs: needs, made: []string{file},
			inputs: func(context.Context) ([]string, error) { return []string{input}, nil },
			run: func(context.Context, *task) error {
				h.mu.Lock()
				h.ran = append(h.ran, name)
				h.mu.Unlock()
				if h.fail == name {
					return errors.New("it rains")
				}
				return writeFile(file, []byte(input))
			},
		}
	}
	phases := []phase{one("walls", h.walls), one("roof", "", "walls"), one("garden", h.garden)}
	err := runPhases(t.Context(), h.env, phases, newProgress(io.Discard, len(phases)))
	if h.fail == "" && err != nil {
		t.Fatal(err)
	}
	if h.fail != "" && (err == nil || !strings.Contains(err.Error(), h.fail+": it rains")) {
		t.Fatalf("got error %v, want one that names %s and the cause", err, h.fail)
	}
	slices.Sort(h.ran)
	return h.ran
}

func TestPhases(t *testing.T) {
	h := &house{env: &Env{Root: t.TempDir()}, walls: "brick", garden: "roses"}
	check := func(what string, want ...string) {
		t.Helper()
		if got := h.build(t); !slices.Equal(got, want) {
			t.Errorf("%s: ran %q, want %q", what, got, want)
		}
	}
	check("from nothing", "garden", "roof", "walls")
	check("again")
	h.walls = "wood"
	check("other walls", "roof", "walls")
	h.garden = "trees"
	check("another garden", "garden")
	if err := os.Remove(filepath.Join(h.env.Dir(), "roof")); err != nil {
		t.Fatal(err)
	}
	check("roof gone", "roof")

	h.walls, h.fail = "stone", "roof"
	check("the roof fails", "roof", "walls")
	h.fail = ""
	check("it goes on where it stopped", "roof")
}

func TestWriteFileWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "deep", "file")
	for _, want := range []string{"first", "second"} {
		if err := writeFile(path, []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

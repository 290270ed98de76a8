package class

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// pack writes a zip of files with their contents.
func pack(t *testing.T, files map[string]string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "submissions.zip")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for file, content := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: file, Method: zip.Deflate, Modified: time.Date(2026, 11, 2, 3, 4, 6, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestZip(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  map[string]string // student → content, or a part of the problem behind "!"
	}{
		"Moodle":                             {map[string]string{"Ada Lovelace_123_assignsubmission_file_/ps1.ipynb": "a", "Ben_7_assignsubmission_file_/other.ipynb": "b"}, map[string]string{"Ada Lovelace_123": "a", "Ben_7": "b"}},
		"Canvas":                             {map[string]string{"lovelaceada_12_345_ps1.ipynb": "a", "benb_LATE_13_346_ps1-2.ipynb": "b"}, map[string]string{"lovelaceada_12": "a", "benb_13": "b"}},
		"folders":                            {map[string]string{"ada/ps1.ipynb": "a", "ben/x.ipynb": "b"}, map[string]string{"ada": "a", "ben": "b"}},
		"nbgrader's folders":                 {map[string]string{"submitted/ada/ps1/ps1.ipynb": "a"}, map[string]string{"ada": "a"}},
		"two, one is the one":                {map[string]string{"ada/ps1.ipynb": "a", "ada/old.ipynb": "b"}, map[string]string{"ada": "a"}},
		"a file named like another's folder": {map[string]string{"Ben_7_assignsubmission_file_/ps1.ipynb": "b", "Eve_9_assignsubmission_file_/Ben_7_1_ps1.ipynb": "e"}, map[string]string{"Ben_7": "b", "Eve_9": "e"}},
		"checkpoints":                        {map[string]string{"ada/ps1.ipynb": "a", "ada/.ipynb_checkpoints/ps1-checkpoint.ipynb": "x"}, map[string]string{"ada": "a"}},
		"two, neither":                       {map[string]string{"ada/x.ipynb": "a", "ada/y.ipynb": "b"}, map[string]string{"ada": "!2 notebooks were handed in"}},
		"paths that lead out":                {map[string]string{"../../etc/ps1.ipynb": "a"}, map[string]string{"etc": "a"}},
		"backslashes":                        {map[string]string{`ada\ps1.ipynb`: "a"}, map[string]string{"ada": "a"}},
		"a Mac's shadow":                     {map[string]string{"ada/ps1.ipynb": "a", "__MACOSX/ada/._ps1.ipynb": "x"}, map[string]string{"ada": "a"}},
		"a notebook of 21 MB":                {map[string]string{"ada/ps1.ipynb": strings.Repeat(" ", maxNotebook+1)}, map[string]string{"ada": "!larger than 20 MB"}},
		"other files beside it":              {map[string]string{"ada/ps1.ipynb": "a", "ada/go.mod": "module x"}, map[string]string{"ada": "a"}},
		"a name in another script":           {map[string]string{"Ада/ps1.ipynb": "a"}, map[string]string{"Ада": "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := Zip(pack(t, c.files), "ps1")
			if err != nil || len(all) != len(c.want) {
				t.Fatalf("got %d, %v, want %d", len(all), err, len(c.want))
			}
			for _, h := range all {
				want, there := c.want[h.Student]
				problem, bad := strings.CutPrefix(want, "!")
				if !there || bad && !strings.Contains(h.Problem, problem) || !bad && (string(h.Content) != want || h.Problem != "") {
					t.Errorf("%q: got %q, problem %q, want %q", h.Student, h.Content, h.Problem, want)
				}
			}
		})
	}
	for what, file := range map[string]string{"holds no notebook": pack(t, map[string]string{"readme.txt": "x", "loose.ipynb": "x"}), "is no zip": "handin_test.go"} {
		if _, err := Zip(file, "ps1"); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("got %v, want %q", err, what)
		}
	}
}

func TestSubmitted(t *testing.T) {
	c := &Course{Dir: t.TempDir()}
	at := func(elem ...string) string { return filepath.Join(append([]string{c.Dir, "submitted"}, elem...)...) }
	for _, student := range []string{"ada", "ben", "cyd", "dov", "eve"} {
		if err := os.MkdirAll(at(student, "ps1"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for file, content := range map[string]string{
		at("ada", "ps1", "ps1.ipynb"): "a", at("ada", "ps1", "timestamp.txt"): "2026-02-02 15:58:23.948203 UTC\n",
		at("ben", "ps1", "mine.ipynb"): "b",
		at("dov", "ps1", "secret"):     "s",
	} {
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(at("dov", "ps1", "secret"), at("dov", "ps1", "ps1.ipynb")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(at("eve", "ps1", "ps1.ipynb"), 0o644); err != nil {
		t.Fatal(err)
	}
	all, err := c.Submitted("ps1", []string{pack(t, map[string]string{"ada/ps1.ipynb": "later", "fay/ps1.ipynb": "f"})})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, h := range all {
		got[h.Student] = string(h.Content) + h.Problem
	}
	for student, want := range map[string]string{
		"ada": "later", "ben": "b", "cyd": "No notebook was handed in", "dov": "No notebook was handed in", "eve": "No notebook was handed in", "fay": "f",
	} {
		if !strings.HasPrefix(got[student], want) {
			t.Errorf("%s: got %q, want %q", student, got[student], want)
		}
	}
	if len(all) != 6 {
		t.Errorf("got %d, want 6", len(all))
	}
	if err := os.WriteFile(at("ada", "ps1", "timestamp.txt"), []byte("yesterday"), 0o644); err != nil {
		t.Fatal(err)
	}
	if all, err := c.Submitted("ps1", nil); err != nil || len(all) != 5 || !strings.Contains(all[0].Warning, "timestamp.txt holds no time") || string(all[0].Content) != "a" {
		t.Errorf("got %+v, %v", all, err)
	}
}

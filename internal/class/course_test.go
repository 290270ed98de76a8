package class

import (
	"archive/zip"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestSettings(t *testing.T) {
	for text, want := range map[string]string{
		"[ps1]\ntitle = \"First\"\nlate_day = 0.1\ngrace = \"15m\"\nseed = 3\n": "",
		"[ps1]\nhiden = \"name\"\n":  `there is no setting "ps1.hiden"`,
		"[ps1]\ntitle = \"First\"\n": "there is no seed",
		"[ps1]\nhidden = \"some\"\n": "hidden and later are nothing, name, message or all",
		"[ps1]\nlate_day = 10\n":     "from 0 to 1",
		"[ps1]\ngrace = \"soon\"\n":  "give a time such as",
		"[\"../ps1\"]\n":             "cannot be the name of an assignment",
		"[ps1\n":                     "assignments.toml",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "assignments.toml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir); want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

// A new assignment keeps what an instructor wrote into the settings, and is refused when it is there already.
func TestNew(t *testing.T) {
	dir := t.TempDir()
	const mine = "# mine\n[old]\ntitle = \"Old\"\nseed = 7\n"
	if err := os.WriteFile(filepath.Join(dir, "assignments.toml"), []byte(mine), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.New("../..", Assignment{Name: "ps1", Title: "First", Seed: 5}, []string{"matrix-product", "affine"}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "assignments.toml"))
	if err != nil || !strings.HasPrefix(string(text), mine) {
		t.Errorf("got %v\n%s", err, text)
	}
	again, err := Open(dir)
	if err != nil || again.Assignments["ps1"] == nil || again.Assignments["ps1"].Seed != 5 || again.Assignments["old"].Title != "Old" {
		t.Fatalf("got %v, %+v", err, again)
	}
	for want, ids := range map[string][]string{
		"there is an assignment": {"affine"}, "did you mean matrix-product or": {"matrix"}, "there is no exercise \"nothing\"": {"nothing"}, "named twice": {"affine", "affine"},
	} {
		name := "ps2"
		if want == "there is an assignment" {
			name = "ps1"
		}
		if _, err := again.New("../..", Assignment{Name: name, Seed: 1}, ids); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want %q", ids, err, want)
		}
	}
}

// What a class gets stands alone and knows no solution.
func TestHandout(t *testing.T) {
	packed, err := Handout("../..", "ps1", map[string][]byte{"assignment/ps1.ipynb": []byte("{}")})
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, f := range z.File {
		there[f.Name] = true
		for _, no := range []string{"ps1/solutions/", "ps1/internal/class/", "ps1/internal/gradebook/", "ps1/internal/grade/program/", "/.git", "/.chainrule"} {
			if strings.Contains(f.Name, no) {
				t.Errorf("%s is handed out", f.Name)
			}
		}
	}
	for _, want := range []string{"ps1/go.mod", "ps1/assignment/ps1.ipynb", "ps1/exercises/09-matrix-product.ipynb", "ps1/cmd/chainrule/main.go", "ps1/README.md"} {
		if !there[want] {
			t.Errorf("%s is missing", want)
		}
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, z); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "./...")
	build.Dir = filepath.Join(dir, "ps1")
	build.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod")
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("it does not build: %v\n%s", err, out)
	}
	again, err := Handout("../..", "ps1", map[string][]byte{"assignment/ps1.ipynb": []byte("{}")})
	if err != nil || !bytes.Equal(packed, again) {
		t.Errorf("the same files are another zip: %v", err)
	}
}

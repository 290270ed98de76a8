package class

import (
	"archive/zip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Handin is what a student has handed in.
type Handin struct {
	Student  string
	File     string // the name of the notebook
	Content  []byte
	Received time.Time
	Warning  string // for the instructor
	Problem  string // why there is nothing to grade, a sentence for the student; "" when there is
}

// Sum identifies the content.
func (h *Handin) Sum() [sha256.Size]byte {
	return sha256.Sum256(append([]byte(h.Problem+"\x00"), h.Content...))
}

// maxNotebook is the size above which a file is taken for something else than an answered notebook.
const maxNotebook = 20 << 20

// maxEntries is how many files a zip may hold.
const maxEntries = 20000

// Submitted finds what was handed in for an assignment: in the course folder as nbgrader keeps it, submitted/STUDENT/NAME/, and in zips from learning
// platforms. Of several notebooks of a student in a folder, the one with the name of the assignment counts. The order is that of the students' names.
func (c *Course) Submitted(name string, zips []string) ([]Handin, error) {
	var all []Handin
	folders, err := os.ReadDir(filepath.Join(c.Dir, "submitted"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	for _, d := range folders {
		dir := filepath.Join(c.Dir, "submitted", d.Name(), name)
		if info, err := os.Lstat(dir); err != nil || !info.IsDir() {
			continue
		}
		h, err := folder(d.Name(), name, dir)
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	for _, file := range zips {
		found, err := Zip(file, name)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, func(a, b Handin) int { return strings.Compare(a.Student, b.Student) })
	// The latest counts when a student is in more than one of them.
	var latest []Handin
	for _, h := range all {
		if n := len(latest); n > 0 && latest[n-1].Student == h.Student {
			if h.Received.After(latest[n-1].Received) {
				latest[n-1] = h
			}
			continue
		}
		latest = append(latest, h)
	}
	return latest, nil
}

// folder reads a student's folder. Nothing but regular files is looked at: a link or a pipe could lead anywhere.
func folder(student, name, dir string) (Handin, error) {
	h := Handin{Student: student, File: name + ".ipynb"}
	entries, err := os.ReadDir(dir)
	if err != nil { // one folder does not hold up the class
		h.Problem = "The folder of the submission cannot be read."
	}
	var notebooks []string
	strange := ""
	for _, e := range entries {
		switch {
		case !strings.HasSuffix(e.Name(), ".ipynb"):
		case e.Type().IsRegular():
			notebooks = append(notebooks, e.Name())
		default:
			strange = fmt.Sprintf(" %q is a link, a folder or a pipe, and is not read.", e.Name())
		}
	}
	if info, err := os.Stat(dir); err == nil {
		h.Received = info.ModTime().UTC()
	}
	if h.File, h.Problem = choose(notebooks, name); h.Problem != "" {
		h.Problem += strange
		return h, nil
	}
	f, err := regular(filepath.Join(dir, h.File))
	if err != nil {
		h.Problem = "The notebook cannot be read: hand it in again."
		return h, nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return h, err
	}
	h.Received = info.ModTime().UTC()
	h.read(f)
	if h.stamped(filepath.Join(dir, "timestamp.txt")) != nil { // the file of one student, or of the platform, does not hold up the class
		h.Warning = "timestamp.txt holds no time such as \"2026-02-02 15:58:23 UTC\", and the time of the notebook's file counts"
	}
	return h, nil
}

// stamped takes the time from nbgrader's file, if there is one.
func (h *Handin) stamped(file string) error {
	f, err := regular(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	stamp, err := io.ReadAll(io.LimitReader(f, 100))
	if err != nil {
		return err
	}
	received, err := timestamp(string(stamp))
	if err == nil {
		h.Received = received
	}
	return err
}

// regular opens a file. It follows no link, and waits for no pipe.
func regular(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is no file but %v: hand in the notebook itself", name, info.Mode().Type())
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// choose picks the notebook that counts.
func choose(notebooks []string, name string) (file, problem string) {
	switch {
	case slices.Contains(notebooks, name+".ipynb"):
		return name + ".ipynb", ""
	case len(notebooks) == 1:
		return notebooks[0], ""
	case len(notebooks) == 0:
		return name + ".ipynb", fmt.Sprintf("No notebook was handed in: a file %s.ipynb was to be there.", name)
	}
	return name + ".ipynb", fmt.Sprintf("%d notebooks were handed in, and none is called %s.ipynb: hand in that one.", len(notebooks), name)
}

func (h *Handin) read(r io.Reader) {
	b, err := io.ReadAll(io.LimitReader(r, maxNotebook+1))
	switch {
	case err != nil:
		h.Problem = "The notebook cannot be read: hand it in again."
	case len(b) > maxNotebook:
		h.Problem = fmt.Sprintf("The notebook is larger than %d MB: clear its outputs, and hand it in again.", maxNotebook>>20)
	default:
		h.Content = b
	}
}

// timestamp reads nbgrader's: "2026-02-02 15:58:23.948203 UTC", the zone also by name.
func timestamp(text string) (time.Time, error) {
	text = strings.TrimSpace(text)
	stamp, zone := text, "UTC"
	if i := strings.LastIndexByte(text, ' '); i > len("2006-01-02") {
		stamp, zone = text[:i], text[i+1:]
	}
	loc, err := time.LoadLocation(zone)
	if err == nil {
		var t time.Time
		if t, err = time.ParseInLocation("2006-01-02 15:04:05", stamp, loc); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time such as \"2026-02-02 15:58:23 UTC\"", text)
}

// Learning platforms name what they pack in their own ways; the first part of each is the student.
var (
	moodle = regexp.MustCompile(`^([^/]+)_(\d+)_assignsubmission_[a-z]+_?$`)       // a folder: Ada Lovelace_123456_assignsubmission_file_
	canvas = regexp.MustCompile(`^([^/_]+)(?:_LATE)?_(\d+)_(\d+)_([^/]+\.ipynb)$`) // a file: lovelaceada_1234_567890_ps1.ipynb
)

// Zip reads what a learning platform packed: Moodle (a folder for each student), Canvas (a file for each), or folders that are named after the
// students. It unpacks nothing: each notebook is read where it is, up to a size.
func Zip(file, name string) ([]Handin, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s is no zip that can be read: %w", file, err)
	}
	defer z.Close()
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	packed := info.ModTime().UTC()
	if len(z.File) > maxEntries {
		return nil, fmt.Errorf("%s holds %d files, and more than %d is no class: split it", file, len(z.File), maxEntries)
	}
	byStudent := map[string]map[string]*zip.File{}
	twice := map[string]bool{}
	for _, f := range z.File {
		p := strings.ReplaceAll(f.Name, `\`, "/")
		if !strings.HasSuffix(p, ".ipynb") || !f.Mode().IsRegular() || strings.Contains(p, "__MACOSX/") {
			continue
		}
		student, notebook := who(p, name)
		if student == "" {
			continue
		}
		if byStudent[student][notebook] != nil {
			twice[student] = true
		}
		if byStudent[student] == nil {
			byStudent[student] = map[string]*zip.File{}
		}
		byStudent[student][notebook] = f
	}
	if len(byStudent) == 0 {
		return nil, fmt.Errorf("%s holds no notebook of a student: there are to be folders with the names of students, or files as Canvas and Moodle name them", file)
	}
	var all []Handin
	for student, files := range byStudent {
		var names []string
		for n := range files {
			names = append(names, n)
		}
		slices.Sort(names)
		h := Handin{Student: student, Received: packed}
		h.File, h.Problem = choose(names, name)
		if twice[student] {
			h.Problem = "Two notebooks of this name are in what was handed in, and it is not clear which one counts: hand in one."
		}
		if h.Problem == "" {
			f := files[h.File]
			h.Received = f.Modified.UTC()
			if f.Modified.IsZero() || f.Modified.Year() <= 1980 { // a zip without times
				h.Received = packed
			}
			r, err := f.Open()
			if err != nil {
				h.Problem = "The notebook cannot be read from the zip: hand it in again."
			} else {
				h.read(r)
				r.Close()
			}
		}
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b Handin) int { return strings.Compare(a.Student, b.Student) })
	return all, nil
}

// who takes the student and the name of the notebook from a path inside a zip. A student chooses the names of files, a platform those of folders: so a folder counts
// first, and a file's name only where there is none.
func who(p, name string) (student, notebook string) {
	p = path.Clean("/" + p)[1:]
	parts := strings.Split(p, "/")
	folders, file := parts[:len(parts)-1], parts[len(parts)-1]
	for _, folder := range folders {
		if m := moodle.FindStringSubmatch(folder); m != nil {
			return m[1] + "_" + m[2], file
		}
	}
	if slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(f, ".") }) { // .ipynb_checkpoints
		return "", ""
	}
	if len(folders) == 0 {
		if m := canvas.FindStringSubmatch(file); m != nil {
			return m[1] + "_" + m[2], version.ReplaceAllString(m[4], ".ipynb")
		}
		return "", ""
	}
	// STUDENT/x.ipynb, STUDENT/NAME/x.ipynb, and either inside a folder that holds all of them
	if n := len(folders); folders[n-1] == name {
		folders = folders[:n-1]
	}
	if len(folders) == 0 {
		return "", ""
	}
	return folders[len(folders)-1], file
}

// version is what Canvas puts behind the name of a file that was handed in again, ps1-2.ipynb.
var version = regexp.MustCompile(`-\d+\.ipynb$`)

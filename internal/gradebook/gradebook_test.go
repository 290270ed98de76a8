package gradebook

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if os.Getenv(childMode) != "" {
		if err := child(os.Getenv(childMode), os.Getenv(childBook)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code := m.Run()
	if s, err := startServer(); postgresUsed && err == nil && s != nil {
		s.close()
	}
	os.Exit(code)
}

var postgresUsed bool

// onBoth runs a test on a fresh gradebook of each kind.
func onBoth(t *testing.T, test func(t *testing.T, where string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "a?book%20 #ü.db")) })
	t.Run("postgres", func(t *testing.T) {
		if postgresPrograms() == "" {
			t.Skip("no Postgres is installed here")
		}
		postgresUsed = true
		s, err := startServer()
		if err != nil {
			t.Fatal(err)
		}
		test(t, s.fresh(t))
	})
}

// withBook is onBoth with an open book that holds the assignment "week 1".
func withBook(t *testing.T, test func(t *testing.T, b *Book)) {
	onBoth(t, func(t *testing.T, where string) {
		b := open(t, where)
		put(t, b, week1)
		test(t, b)
	})
}

func open(t *testing.T, where string) *Book {
	t.Helper()
	b, err := Open(t.Context(), where)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func put(t *testing.T, b *Book, a Assignment) {
	t.Helper()
	ok(t, b.PutAssignment(t.Context(), a))
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused wants an error that says all of these.
func refused(t *testing.T, err error, says ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("got no error, want one that says %q", says)
	}
	for _, s := range says {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("got %q, want it to say %q", err, s)
		}
	}
}

var due = time.Date(2030, 1, 31, 23, 59, 0, 0, time.UTC)

var week1 = Assignment{
	ID: "week 1", Title: "Products, \"and\" sums", Due: due,
	Late:  Penalty{PerDay: 0.1, Most: 0.5},
	Items: []Item{{"matrix-product", "Multiply", 6}, {"bias", "Add", 4}},
}

// handIn is a submission of a content, minutes after the due time.
func handIn(student, content string, minutes int) Submission {
	return Submission{
		Assignment: week1.ID, Student: student, File: "week 1.ipynb",
		Sum: sha256.Sum256([]byte(content)), Received: due.Add(time.Duration(minutes) * time.Minute),
	}
}

func found(version string, product, bias float64) Grade {
	return Grade{Version: version, Seed: math.MaxUint64 - 6, Points: map[string]float64{"matrix-product": product, "bias": bias},
		Report: json.RawMessage(`{"said": "A\u0000B", "points": ` + fmt.Sprint(product+bias) + `}`)}
}

// grade does what a run does, and reports whether there was something to grade.
func grade(t *testing.T, b *Book, s Submission, g Grade) bool {
	t.Helper()
	done, err := b.Begin(t.Context(), s, g.Version)
	ok(t, err)
	if !done {
		ok(t, b.Record(t.Context(), s, g))
	}
	return !done
}

func score(t *testing.T, b *Book, student string) Score {
	t.Helper()
	all, err := b.Scores(t.Context(), week1.ID)
	ok(t, err)
	for _, s := range all {
		if s.Student == student {
			return s
		}
	}
	t.Fatalf("there is no score of %q in %v", student, all)
	return Score{}
}

func dump(t *testing.T, b *Book) string {
	t.Helper()
	text, err := b.Dump(t.Context())
	ok(t, err)
	return text
}

func TestNothingIsGradedTwice(t *testing.T) {
	withBook(t, func(t *testing.T, b *Book) {
		s := handIn("Ada", "one", -5)
		if !grade(t, b, s, found("v1", 6, 2)) {
			t.Fatal("a new submission is said to be graded")
		}
		before := dump(t, b)
		if grade(t, b, s, found("v1", 0, 0)) {
			t.Error("what is graded is to be graded again")
		}
		ok(t, b.Record(t.Context(), s, found("v1", 0, 0))) // as another process would that began before
		if got := dump(t, b); got != before {
			t.Errorf("got %s, want %s", got, before)
		}
		if !grade(t, b, s, found("v2", 5, 2)) {
			t.Error("other exercises grade nothing")
		}
		if !grade(t, b, s, found("v1", 4, 2)) {
			t.Error("the exercises went back, the grade did not")
		}
		if got := score(t, b, "Ada"); got.Raw != 6 || got.Max != 10 || got.Waiting {
			t.Errorf("got %+v, want 6 of 10", got)
		}
		history, err := b.History(t.Context(), week1.ID, "Ada")
		ok(t, err)
		if len(history) != 1 || len(history[0].Grades) != 3 {
			t.Fatalf("got %+v, want one attempt with three grades", history)
		}
		want := found("v1", 6, 2)
		if got := history[0].Grades[0]; got.Seed != want.Seed || string(got.Report) != string(want.Report) || got.Points["matrix-product"] != 6 {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if got := history[0].Submission; got != s {
			t.Errorf("got %+v, want %+v", got, s)
		}
	})
}

func TestTheLatestSubmissionCounts(t *testing.T) {
	withBook(t, func(t *testing.T, b *Book) {
		grade(t, b, handIn("Ada", "second", -5), found("v1", 3, 0)) // it comes to the grader first
		grade(t, b, handIn("Ada", "first", -9), found("v1", 6, 0))
		if got := score(t, b, "Ada").Raw; got != 3 {
			t.Errorf("got %v points, want the 3 of what was handed in later", got)
		}
		done, err := b.Begin(t.Context(), handIn("Ada", "third", -1), "v1")
		ok(t, err)
		if got := score(t, b, "Ada"); done || got.Raw != 3 || !got.Waiting {
			t.Errorf("got %+v, want 3 points until the third is graded, and Waiting", got)
		}
		if grade(t, b, handIn("Ada", "first", 30), found("v1", 6, 0)) {
			t.Error("what was handed in before is to be graded again")
		}
		got := score(t, b, "Ada")
		if got.Raw != 6 || got.LateBy != 30*time.Minute || got.Penalty != 1 || got.Final != 5 {
			t.Errorf("got %+v, want the first again, with its 6 points, half an hour late", got)
		}
		grade(t, b, handIn("Ada", "first", 3000), found("v1", 6, 0))
		if got := score(t, b, "Ada"); got.LateBy != 30*time.Minute {
			t.Errorf("got late by %v, want 30m: handing in the same once more changes nothing", got.LateBy)
		}
	})
}

func TestTwoSubmissionsAtOneTime(t *testing.T) {
	withBook(t, func(t *testing.T, b *Book) {
		grade(t, b, handIn("Ada", "a", 0), found("v1", 1, 0))
		grade(t, b, handIn("Ada", "b", 0), found("v1", 2, 0))
		grade(t, b, handIn("Bob", "b", 0), found("v1", 2, 0))
		grade(t, b, handIn("Bob", "a", 0), found("v1", 1, 0))
		if a, b := score(t, b, "Ada").Raw, score(t, b, "Bob").Raw; a != b {
			t.Errorf("got %v and %v points: which one counts depends on the order of grading", a, b)
		}
	})
}

func TestLatenessIsComputedWhenRead(t *testing.T) {
	withBook(t, func(t *testing.T, b *Book) {
		for name, s := range map[string]Submission{"in time": handIn("Ada", "x", 0), "late": handIn("Bob", "x", 24*60+1)} {
			if !grade(t, b, s, found("v1", 6, 3)) {
				t.Fatal(name)
			}
		}
		if got := score(t, b, "Ada"); got.Penalty != 0 || got.Final != 9 || got.LateBy != 0 {
			t.Errorf("got %+v, want nothing taken", got)
		}
		if got := score(t, b, "Bob"); got.Penalty != 2 || got.Final != 7 {
			t.Errorf("got %+v, want 2 of 10 points taken for the second day", got)
		}
		for _, c := range []struct {
			until   time.Time
			penalty float64
		}{
			{due.Add(-time.Hour), 2}, {due.Add(time.Hour), 1}, {due.Add(24*time.Hour + time.Minute), 0}, {time.Time{}, 2},
		} {
			ok(t, b.Extend(t.Context(), week1.ID, "Bob", c.until))
			if got := score(t, b, "Bob").Penalty; got != c.penalty {
				t.Errorf("extended until %v: got a penalty of %v, want %v", c.until, got, c.penalty)
			}
		}
		later := week1
		later.Due = time.Time{}
		put(t, b, later)
		if got := score(t, b, "Bob"); got.Penalty != 0 || !got.Due.IsZero() {
			t.Errorf("got %+v, want nothing taken where nothing is due", got)
		}
		grade(t, b, handIn("Cleo", "x", 99*24*60), found("v1", 1, 1))
		put(t, b, week1)
		if got := score(t, b, "Cleo"); got.Final != 0 || got.Penalty != 2 {
			t.Errorf("got %+v, want no more taken than there is", got)
		}
	})
}

func TestPenalty(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		p    Penalty
		late time.Duration
		want float64
	}{
		{Penalty{PerDay: 0.25}, -day, 0},
		{Penalty{PerDay: 0.25}, 0, 0},
		{Penalty{PerDay: 0.25}, 1, 0.25},
		{Penalty{PerDay: 0.25}, time.Second, 0.25},
		{Penalty{PerDay: 0.25}, day, 0.25},
		{Penalty{PerDay: 0.25}, day + 1, 0.5},
		{Penalty{PerDay: 0.25}, 30 * day, 1},
		{Penalty{PerDay: 0.25, Most: 0.5}, 30 * day, 0.5},
		{Penalty{PerDay: 0.25, Most: 0.5}, math.MaxInt64, 0.5},
		{Penalty{PerDay: 0.25, Grace: time.Hour}, time.Hour, 0},
		{Penalty{PerDay: 0.25, Grace: time.Hour}, time.Hour + 1, 0.25},
		{Penalty{}, 30 * day, 0},
	} {
		if got := c.p.Of(c.late); got != c.want {
			t.Errorf("%+v of %v: got %v, want %v", c.p, c.late, got, c.want)
		}
	}
}

func TestWhatWasGivenByHandStays(t *testing.T) {
	withBook(t, func(t *testing.T, b *Book) {
		ctx := t.Context()
		s := handIn("Ada", "one", 0)
		grade(t, b, s, found("v1", 1, 1))
		half := 3.5
		ok(t, b.Mark(ctx, Mark{week1.ID, "Ada", "bias", &half, "a good idea\nat the end", "Noether"}))
		ok(t, b.Mark(ctx, Mark{week1.ID, "Ada", "", nil, "see me", "Hopper"}))
		n, err := b.Regrade(ctx, week1.ID, "")
		ok(t, err)
		if got := score(t, b, "Ada"); n != 1 || got.Raw != 4.5 || !got.Waiting {
			t.Errorf("got %d to grade again and %+v, want 1, and the old points meanwhile", n, got)
		}
		if n, err := b.Regrade(ctx, week1.ID, "Zoe"); n != 0 || err != nil {
			t.Errorf("got %d and %v, want nothing to grade again of one who has no grade", n, err)
		}
		if !grade(t, b, s, found("v1", 2, 0)) {
			t.Fatal("nothing is graded again")
		}
		if grade(t, b, s, found("v1", 2, 0)) {
			t.Error("one question for a new grade is answered twice")
		}
		grade(t, b, handIn("Ada", "two", 0), found("v1", 2, 0))
		got := score(t, b, "Ada")
		if got.Raw != 5.5 || got.Waiting || got.Comment != "see me" || got.By != "Hopper" {
			t.Errorf("got %+v, want 2 + 3.5 points and the comment", got)
		}
		if item := got.Items[1]; item.Auto != 0 || *item.Manual != 3.5 || item.By != "Noether" || item.Comment == "" {
			t.Errorf("got %+v, want 3.5 points by Noether", item)
		}
		ok(t, b.Mark(ctx, Mark{week1.ID, "Ada", "bias", nil, "", "Noether"}))
		if got := score(t, b, "Ada"); got.Raw != 2 || got.Items[1].Manual != nil {
			t.Errorf("got %+v, want the grader's 2 points back", got)
		}
		ok(t, b.Mark(ctx, Mark{week1.ID, "Bob", "bias", &half, "on paper", "Noether"}))
		if got := score(t, b, "Bob"); got.Raw != 3.5 || got.Submission != nil || got.Waiting {
			t.Errorf("got %+v, want 3.5 points without a submission", got)
		}
	})
}

func TestRefusals(t *testing.T) {
	withBook(t, func(t *testing.T, b *Book) {
		ctx := t.Context()
		minus, one := -1.0, 1.0
		elsewhere := handIn("Ada", "x", 0)
		elsewhere.Assignment = "week 9"
		timeless := handIn("Ada", "x", 0)
		timeless.Received = time.Time{}
		begin := func(s Submission) error { _, err := b.Begin(ctx, s, "v1"); return err }
		record := func(change func(*Grade)) error {
			g := found("v1", 1, 1)
			change(&g)
			return b.Record(ctx, handIn("Ada", "x", 0), g)
		}
		assignment := func(change func(*Assignment)) error {
			a := week1
			change(&a)
			return b.PutAssignment(ctx, a)
		}
		for _, c := range []struct {
			err  error
			says []string
		}{
			{begin(elsewhere), []string{`"week 9"`, "put it in first"}},
			{begin(timeless), []string{"say when"}},
			{begin(handIn("a/b", "x", 0)), []string{`"a/b"`, "rename"}},
			{record(func(g *Grade) { g.Points["bias"] = 4.5 }), []string{`"Ada"`, `"bias"`, "4.5", "0 to 4"}},
			{record(func(g *Grade) { g.Points["bias"] = math.NaN() }), []string{"NaN"}},
			{record(func(g *Grade) { g.Points["spare"] = 1 }), []string{`"spare"`, "matrix-product, bias"}},
			{record(func(g *Grade) { delete(g.Points, "bias") }), []string{`no points for the item "bias"`}},
			{record(func(g *Grade) { g.Report = nil }), []string{"no JSON"}},
			{record(func(g *Grade) { g.Report = json.RawMessage("\"\xff\"") }), []string{"no JSON"}},
			{record(func(g *Grade) { g.Version = "" }), []string{"no name"}},
			{b.Mark(ctx, Mark{week1.ID, "Ada", "bais", &one, "", "Noether"}), []string{`"bais"`, "matrix-product, bias"}},
			{b.Mark(ctx, Mark{week1.ID, "Ada", "", &one, "", "Noether"}), []string{"name one"}},
			{b.Mark(ctx, Mark{week1.ID, "Ada", "bias", &minus, "", "Noether"}), []string{"-1"}},
			{b.Mark(ctx, Mark{week1.ID, "Ada", "bias", nil, "\x00", "Noether"}), []string{"comment"}},
			{b.Mark(ctx, Mark{week1.ID, "Ada", "bias", &one, "", ""}), []string{"no name"}},
			{b.Extend(ctx, "week 9", "Ada", due), []string{`"week 9"`}},
			{assignment(func(a *Assignment) { a.Late.PerDay = 10 }), []string{`"week 1"`, "0 to 1"}},
			{assignment(func(a *Assignment) { a.Late.Most = math.NaN() }), []string{"0 to 1"}},
			{assignment(func(a *Assignment) { a.Late.Grace = -1 }), []string{"negative"}},
			{assignment(func(a *Assignment) { a.Items = append(a.Items[:2:2], Item{"bias", "", 1}) }), []string{`"bias"`, "twice"}},
			{assignment(func(a *Assignment) { a.Items = []Item{{"x", "", math.Inf(1)}} }), []string{"+Inf"}},
			{func() error { _, err := b.Regrade(ctx, "week 9", "Ada"); return err }(), []string{`"week 9"`}},
			{func() error { _, err := b.Scores(ctx, "week 9"); return err }(), []string{`"week 9"`}},
		} {
			refused(t, c.err, c.says...)
		}
		if got := dump(t, b); strings.Contains(got, "Ada") {
			t.Errorf("something of what was refused is kept:\n%s", got)
		}
	})
}

func TestAnyNameIsKept(t *testing.T) {
	all := []string{"=1+1", "'; DROP TABLE grades; --", "李小龍", "<script>", "e\u0301", "é", " ", "$1", "?", "%00", `"x", "y"`, "@a", "-b", "＝1", strings.Repeat("ü", 200)}
	withBook(t, func(t *testing.T, b *Book) {
		for _, name := range all {
			if strings.TrimSpace(name) == "" {
				continue
			}
			grade(t, b, handIn(name, name, 0), found("v1", 1, 0))
			if got := score(t, b, name); got.Raw != 1 {
				t.Errorf("%q: got %v", name, got)
			}
		}
		var out strings.Builder
		ok(t, b.WriteCSV(t.Context(), &out, week1.ID))
		rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
		ok(t, err)
		if len(rows) != len(all) { // one blank less, the head more
			t.Errorf("got %d rows, want %d", len(rows), len(all))
		}
		for _, row := range rows {
			if strings.ContainsAny(row[0][:1], "=+-@") || strings.HasPrefix(row[0], "＝") {
				t.Errorf("a spreadsheet would compute %q", row[0])
			}
		}
	})
}

func TestAnyFileNameIsKept(t *testing.T) {
	withBook(t, func(t *testing.T, b *Book) {
		s := handIn("Ada", "x", 0)
		s.File = "../=1+1\n\xff\x00\"<script>.ipynb"
		grade(t, b, s, found("v1", 6, 4))
		if got, want := score(t, b, "Ada").Submission.File, "../=1+1\n\uFFFD\uFFFD\"<script>.ipynb"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestValidName(t *testing.T) {
	for _, name := range []string{"", " ", ".", "..", "../x", `a\b`, "a\nb", "a\x00", "a\tb", "a\u2028b", "\x7f", "\u0085", "\xff", strings.Repeat("x", 201)} {
		if ValidName(name) == nil {
			t.Errorf("%q is taken for a name", name)
		}
	}
	for _, name := range []string{"x", "...", "Zoë O'Neil-Smith", "a:b", "👩‍🔬", strings.Repeat("字", 200)} {
		if err := ValidName(name); err != nil {
			t.Error(err)
		}
	}
}

func TestCSV(t *testing.T) {
	withBook(t, func(t *testing.T, b *Book) {
		grade(t, b, handIn("Zoe", "z", 60), found("v1", 0.1, 0.2))
		grade(t, b, handIn("=Ada", "a", 0), found("v1", 6, math.Nextafter(4, 5))) // a sum of ten times 0.4 may be that
		put(t, b, Assignment{ID: "week 2"})
		ok(t, b.Extend(t.Context(), "week 2", "Zoe", due))
		ok(t, b.Mark(t.Context(), Mark{week1.ID, "=Ada", "", nil, "+ good,\nand \"short\"", "Noether"}))
		var out strings.Builder
		ok(t, b.WriteCSV(t.Context(), &out, week1.ID))
		want := `student,matrix-product,bias,raw,penalty,final,max,late,received,file,waiting,comment
'=Ada,6,4,10,0,10,10,0s,2030-01-31T23:59:00Z,week 1.ipynb,false,"'+ good,
and ""short"""
Zoe,0.1,0.2,0.3,0.3,0,10,1h0m0s,2030-02-01T00:59:00Z,week 1.ipynb,false,
`
		if out.String() != want {
			t.Errorf("got\n%s\nwant\n%s", out.String(), want)
		}
		out.Reset()
		ok(t, b.WriteClassCSV(t.Context(), &out))
		want = "student,week 1,week 2,total\n'=Ada,10,,10\nZoe,0,,0\n"
		if out.String() != want {
			t.Errorf("got\n%s\nwant\n%s", out.String(), want)
		}
	})
}

func TestAssignments(t *testing.T) {
	withBook(t, func(t *testing.T, b *Book) {
		early := Assignment{ID: "B", Title: "b", Due: due.Add(-time.Hour), Late: Penalty{0.1, time.Minute, 0.3}, Items: []Item{{"z", "Z", 1}, {"a", "A", 2}}}
		put(t, b, Assignment{ID: "ä"})
		put(t, b, Assignment{ID: "Z"})
		put(t, b, Assignment{ID: "a"})
		put(t, b, Assignment{ID: "B"})
		put(t, b, early)
		all, err := b.Assignments(t.Context())
		ok(t, err)
		var ids []string
		for _, a := range all {
			ids = append(ids, a.ID)
		}
		if got := strings.Join(ids, " "); got != "B week 1 Z a ä" {
			t.Errorf("got %s", got)
		}
		if got, want := fmt.Sprint(all[0]), fmt.Sprint(early); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// Both databases say the same of the same class.
func TestABookIsKept(t *testing.T) {
	var said []string
	onBoth(t, func(t *testing.T, where string) {
		b := open(t, where)
		put(t, b, week1)
		for i, name := range []string{"b", "B", "ä", "a", "Z"} {
			grade(t, b, handIn(name, name, i-2), found("v1", float64(i), 0.1))
		}
		before := dump(t, b)
		ok(t, b.Close())
		if _, err := os.Stat(where); err != nil && !strings.HasPrefix(where, "postgres:") {
			t.Errorf("the book is not in its file: %v", err)
		}
		if got := dump(t, open(t, where)); got != before || !strings.Contains(got, `"Z"`) {
			t.Errorf("got\n%s\nafter opening it again, want\n%s", got, before)
		}
		said = append(said, before)
	})
	if len(said) == 2 && said[0] != said[1] {
		t.Errorf("SQLite says\n%s\nPostgres says\n%s", said[0], said[1])
	}
}

// raw runs statements on the database behind a gradebook.
func raw(t *testing.T, where string, statements ...string) {
	t.Helper()
	driver := "pgx"
	if !strings.HasPrefix(where, "postgres:") {
		driver, where = "sqlite", source(where)
	}
	db, err := sql.Open(driver, where)
	ok(t, err)
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
}

func TestANewerBookIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		ok(t, open(t, where).Close())
		raw(t, where, fmt.Sprintf(`INSERT INTO chainrule_gradebook VALUES (%d)`, len(migrations)+1))
		_, err := Open(t.Context(), where)
		refused(t, err, "newer chainrule", "update")
	})
}

func TestAnotherDatabaseIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		raw(t, where, `CREATE TABLE student_record (id TEXT)`)
		before, _ := os.ReadFile(where) // nothing of a server
		_, err := Open(t.Context(), where)
		refused(t, err, "something else", `"student_record"`)
		after, _ := os.ReadFile(where)
		if string(before) != string(after) {
			t.Error("the other program's file was changed")
		}
	})
}

func TestFilesThatAreNoBooks(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"short": "x", "a line": "student,points\n", "long": strings.Repeat("no database ", 5000), "cut": "SQLite format 3\x00"} {
		file := filepath.Join(dir, name)
		ok(t, os.WriteFile(file, []byte(content), 0o644))
		_, err := Open(t.Context(), file)
		refused(t, err, file, "not a gradebook")
		if now, _ := os.ReadFile(file); string(now) != content {
			t.Errorf("%s was changed", name)
		}
	}
	_, err := Open(t.Context(), dir)
	refused(t, err, dir, "folder")
	_, err = Open(t.Context(), filepath.Join(dir, "none", "book.db"))
	refused(t, err, "book.db", "cannot be made")
	_, err = Open(t.Context(), "postgres://user:secret@[host/name")
	refused(t, err, "postgres://user@host/name")
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("%v tells the password", err)
	}
	_, err = Open(t.Context(), "postgres://user:secret@/name?host="+dir)
	refused(t, err, "postgres://user:xxxxx@/name")
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("%v tells the password", err)
	}
}

func TestADamagedBookIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "book.db")
	ok(t, open(t, file).Close())
	content, err := os.ReadFile(file)
	ok(t, err)
	for i := 100; i < len(content); i++ {
		content[i] = 0xff
	}
	ok(t, os.WriteFile(file, content, 0o644))
	_, err = Open(t.Context(), file)
	refused(t, err, file, "damaged")
}

// What is interrupted leaves the book as it was.
func TestACanceledContext(t *testing.T) {
	withBook(t, func(t *testing.T, b *Book) {
		before := dump(t, b)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := b.Record(ctx, handIn("Ada", "x", 0), found("v1", 1, 1)); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it was canceled", err)
		}
		if got := dump(t, b); got != before {
			t.Errorf("got %s, want %s", got, before)
		}
	})
}

// A link to a book is the same book.
func TestALinkIsLockedAsItsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "book.db")
	ok(t, open(t, file).Close())
	link := filepath.Join(t.TempDir(), "link.db")
	ok(t, os.Symlink(file, link))
	unlock, err := open(t, file).Lock(t.Context())
	ok(t, err)
	if _, err := open(t, link).Lock(t.Context()); !errors.Is(err, ErrLocked) {
		t.Errorf("got %v, want ErrLocked", err)
	}
	ok(t, unlock())
}

// Values that somebody else wrote into the tables are an error, and nothing worse.
func TestForeignValues(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b := open(t, where)
		put(t, b, week1)
		grade(t, b, handIn("Ada", "x", 0), found("v1", 1, 1))
		raw(t, where, `UPDATE grades SET seed = 'seven'`)
		_, err := b.Scores(t.Context(), week1.ID)
		refused(t, err, `"seven"`)
		raw(t, where, `UPDATE submissions SET sum = sum || sum || 'x'`)
		_, err = b.Scores(t.Context(), week1.ID)
		refused(t, err, "hex")
	})
}

// Both kinds of commands can be given while a run is at work, from the same program.
func TestManyGoroutines(t *testing.T) {
	withBook(t, func(t *testing.T, b *Book) {
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				s := handIn(fmt.Sprint("student ", i%10), fmt.Sprint(i%10), 0)
				err := b.Record(t.Context(), s, found("v1", 1, 1))
				_, read := b.Scores(t.Context(), week1.ID)
				if err := errors.Join(err, read); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		scores, err := b.Scores(t.Context(), week1.ID)
		ok(t, err)
		if len(scores) != 10 {
			t.Errorf("got %d scores, want 10", len(scores))
		}
		for i := range 10 {
			history, err := b.History(t.Context(), week1.ID, fmt.Sprint("student ", i))
			ok(t, err)
			if len(history) != 1 || len(history[0].Grades) != 1 {
				t.Errorf("got %+v, want one grade", history)
			}
		}
	})
}

// Two programs that make a book at once wait for each other, also where SQLite does not.
func TestTheJournalWaitsForWriters(t *testing.T) {
	file := filepath.Join(t.TempDir(), "book.db")
	b := open(t, file)
	mode := func(statement string) (mode string) {
		ok(t, b.db.QueryRow(statement).Scan(&mode))
		return mode
	}
	if got := mode(`PRAGMA journal_mode`); got != "wal" {
		t.Fatalf("got a journal of the kind %s, want wal", got)
	}
	mode(`PRAGMA journal_mode = DELETE`)
	other, err := sql.Open("sqlite", source(file))
	ok(t, err)
	defer other.Close()
	writer, err := other.Begin()
	ok(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := b.journal(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want that it waits as long as it may", err)
	}
	ok(t, writer.Rollback())
	ok(t, b.journal(t.Context()))
	if got := mode(`PRAGMA journal_mode`); got != "wal" {
		t.Errorf("got a journal of the kind %s, want wal", got)
	}
}

package gradebook

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// These make the program of the tests a grading run in a process of its own.
const (
	childMode = "GRADEBOOK_TEST_MODE"
	childBook = "GRADEBOOK_TEST_BOOK"
)

// toGrade is how many submissions a run goes through; every fourth is a second one of a student.
const toGrade = 200

// child grades everything ("all"), waits for a byte of the standard input before each submission ("paced"), or holds the lock until that input ends
// ("lock"). It says what it has done.
func child(mode, where string) error {
	ctx := context.Background()
	fmt.Println("opening")
	b, err := Open(ctx, where)
	if err != nil {
		return err
	}
	defer b.Close()
	if err := b.PutAssignment(ctx, week1); err != nil {
		return err
	}
	if mode == "lock" {
		if _, err := b.Lock(ctx); err != nil {
			return err
		}
		fmt.Println("locked")
		io.Copy(io.Discard, os.Stdin)
		return nil
	}
	for i := range toGrade {
		s := handIn(fmt.Sprintf("student %03d", i%150), fmt.Sprint("content ", i), i-100)
		g := found("v1", float64(i%7), float64(i%5))
		g.Seed, g.Report = uint64(i), json.RawMessage(fmt.Sprintf(`{"number": %d}`, i))
		done, err := b.Begin(ctx, s, g.Version)
		if err != nil {
			return err
		}
		if done {
			continue
		}
		if mode == "paced" {
			if _, err := os.Stdin.Read(make([]byte, 1)); err != nil {
				return err
			}
		}
		if err := b.Record(ctx, s, g); err != nil {
			return err
		}
		fmt.Println("graded", i)
	}
	return nil
}

// process is a child.
type process struct {
	*exec.Cmd
	in   io.WriteCloser
	said *bufio.Scanner
	errs strings.Builder
}

func run(t *testing.T, mode, where string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(os.Args[0])}
	p.Env = append(os.Environ(), childMode+"="+mode, childBook+"="+where)
	p.Stderr = &p.errs
	in, err := p.StdinPipe()
	ok(t, err)
	out, err := p.StdoutPipe()
	ok(t, err)
	p.in, p.said = in, bufio.NewScanner(out)
	ok(t, p.Start())
	t.Cleanup(func() { p.Process.Kill() })
	if !p.said.Scan() {
		t.Fatalf("the child says nothing: %v %s", p.Wait(), p.errs.String())
	}
	return p
}

// undisturbed is what a book says after a run that nobody disturbs.
func undisturbed(t *testing.T) string {
	t.Helper()
	where := t.TempDir() + "/book.db"
	finish(t, run(t, "all", where))
	return dump(t, open(t, where))
}

// finish waits for the end of a child, and returns what it said.
func finish(t *testing.T, p *process) (lines []string) {
	t.Helper()
	for p.said.Scan() {
		lines = append(lines, p.said.Text())
	}
	if err := p.Wait(); err != nil {
		t.Fatalf("%v: %s", err, p.errs.String())
	}
	return lines
}

func TestARunIsKilledFiftyTimes(t *testing.T) {
	want := undisturbed(t)
	onBoth(t, func(t *testing.T, where string) {
		draw := rand.New(rand.NewPCG(50, 9))
		seen := map[string]bool{}
		note := func(line string) {
			if seen[line] {
				t.Errorf("%s twice", line)
			}
			seen[line] = true
		}
		for kill := range 50 {
			p := run(t, "paced", where)
			if kill%5 == 0 { // while the book is opened
				time.Sleep(time.Duration(draw.IntN(5000)) * time.Microsecond)
			} else { // at the latest while the fourth grade is recorded: so the run is never at its end
				grades := draw.IntN(4)
				_, err := p.in.Write(make([]byte, grades+1))
				ok(t, err)
				for range grades {
					if !p.said.Scan() {
						t.Fatalf("the run ended by itself: %v %s", p.Wait(), p.errs.String())
					}
					note(p.said.Text())
				}
				time.Sleep(time.Duration(draw.IntN(2000)) * time.Microsecond)
			}
			ok(t, p.Process.Kill())
			for p.said.Scan() {
				note(p.said.Text())
			}
			p.Wait()
			if p.ProcessState.Exited() {
				t.Fatalf("kill %d came after the end: %s", kill, p.errs.String())
			}
		}
		for _, line := range finish(t, run(t, "all", where)) {
			note(line)
		}
		b := open(t, where)
		if got := dump(t, b); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		onlyOnce(t, b)
	})
}

func TestMakingABookIsKilled(t *testing.T) {
	draw := rand.New(rand.NewPCG(50, 10))
	for kill := range 10 {
		onBoth(t, func(t *testing.T, where string) {
			p := run(t, "paced", where)
			time.Sleep(time.Duration(draw.IntN(20000)) * time.Microsecond)
			ok(t, p.Process.Kill())
			p.Wait()
			b := open(t, where)
			put(t, b, week1)
			if got := len(dump(t, b)); got == 0 {
				t.Errorf("kill %d: the book is empty", kill)
			}
		})
	}
}

// onlyOnce wants one grade for each submission of a run.
func onlyOnce(t *testing.T, b *Book) {
	t.Helper()
	count := 0
	for i := range 150 {
		history, err := b.History(t.Context(), week1.ID, fmt.Sprintf("student %03d", i))
		ok(t, err)
		for _, a := range history {
			count++
			if len(a.Grades) != 1 {
				t.Errorf("%s has %d grades, want 1", a.Student, len(a.Grades))
			}
		}
	}
	if count != toGrade {
		t.Errorf("got %d submissions, want %d", count, toGrade)
	}
}

func TestTwoProcessesWriteAtOnce(t *testing.T) {
	want := undisturbed(t)
	onBoth(t, func(t *testing.T, where string) {
		one, two := run(t, "all", where), run(t, "all", where) // they make the book at once, too
		finish(t, one)
		finish(t, two)
		b := open(t, where)
		if got := dump(t, b); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		onlyOnce(t, b)
	})
}

func TestOneRunAtATime(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		p := run(t, "lock", where)
		if !p.said.Scan() {
			t.Fatalf("no lock: %v %s", p.Wait(), p.errs.String())
		}
		b := open(t, where)
		if _, err := b.Lock(t.Context()); !errors.Is(err, ErrLocked) {
			t.Fatalf("got %v, want ErrLocked", err)
		}
		points := 1.0 // by hand goes on
		ok(t, b.Mark(t.Context(), Mark{week1.ID, "Ada", "bias", &points, "", "Noether"}))
		ok(t, p.Process.Kill())
		p.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		unlock, err := b.Lock(ctx)
		for errors.Is(err, ErrLocked) && ctx.Err() == nil { // a server hears of it a moment later
			unlock, err = b.Lock(ctx)
		}
		ok(t, err)
		if _, err := open(t, where).Lock(t.Context()); !errors.Is(err, ErrLocked) {
			t.Errorf("got %v, want ErrLocked in the same process, too", err)
		}
		ok(t, unlock())
		unlock, err = open(t, where).Lock(t.Context())
		ok(t, err)
		ok(t, unlock())
	})
}

package main

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"chainrule/internal/class"
	"chainrule/solutions"
)

type newCmd struct {
	Assignment newAssignmentCmd `cmd:"" help:"Make an assignment of exercises."`
	Exercise   newExerciseCmd   `cmd:"" help:"Make the skeleton of an exercise: its checks, its solution, its cells."`
}

type newAssignmentCmd struct {
	Name      string   `arg:"" optional:"" help:"Its name, which becomes that of its folders: ps1."`
	Exercises []string `arg:"" optional:"" name:"exercise" help:"IDs of exercises."`
	Course    string   `default:"." type:"existingdir" help:"The course folder."`
	Title     string   `help:"What students read above it; without it, the name."`
	Due       string   `placeholder:"TIME" help:"When it is due: 2026-12-01 23:59, in the zone of this machine."`
	List      bool     `help:"List the exercises that there are."`
}

// Run makes the assignment.
func (c *newAssignmentCmd) Run(root root) error {
	if c.List {
		for _, s := range solutions.All {
			e := s.Info()
			fmt.Printf("%2d  %-10s %-28s %s\n", e.Lesson, e.Kind, e.ID, e.Title)
		}
		return nil
	}
	if c.Name == "" || len(c.Exercises) == 0 {
		return errors.New("name the assignment and its exercises: chainrule new assignment ps1 matrix-product affine (--list shows all exercises)")
	}
	a := class.Assignment{Name: c.Name, Title: cmp.Or(c.Title, c.Name), Seed: newSeed()}
	if c.Due != "" {
		due, err := parseTime(c.Due)
		if err != nil {
			return fmt.Errorf("--due: %w", err)
		}
		a.Due = due
	}
	course, err := class.Open(c.Course)
	if err != nil {
		return err
	}
	file, err := course.New(string(root), a, c.Exercises)
	if err != nil {
		return err
	}
	fmt.Printf("%s\nEdit it if you like, then: chainrule release --course %s %s\n", file, c.Course, c.Name)
	return nil
}

// newSeed is drawn by the machine: students must not guess it.
func newSeed() uint64 {
	var b [8]byte
	rand.Read(b[:])
	return binary.LittleEndian.Uint64(b[:]) >> 16
}

// parseTime reads a time as people write it.
func parseTime(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, strings.TrimSpace(text), time.Local); err == nil {
			return t, nil
		}
	}
	if t, err := time.ParseInLocation("2006-01-02", text, time.Local); err == nil {
		return t.AddDate(0, 0, 1).Add(-time.Minute), nil
	}
	return time.Time{}, fmt.Errorf("%q is no time: write 2026-12-01 23:59", text)
}

package class

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"chainrule/internal/grade"
	"chainrule/internal/gradebook"
)

// Each level shows what it names of a hidden check, and no more.
func TestSeen(t *testing.T) {
	item := grade.Item{ID: "x", Checks: []grade.CheckResult{
		{Name: "open", Said: "given A", Message: "transposed"},
		{Name: "shut", Hidden: true, Said: "given B", Message: "no sum"},
	}}
	for show, want := range map[Show][3]bool{ // whether its name, its message, and all is there
		Nothing: {false, false, false}, Name: {true, false, false}, Message: {true, true, false}, All: {true, true, true},
	} {
		f := &Feedback{Items: []Item{Seen(item, show)}}
		b, err := f.JSON()
		if err != nil {
			t.Fatal(err)
		}
		html, err := f.HTML()
		if err != nil {
			t.Fatal(err)
		}
		for i, text := range []string{"shut", "no sum", "given B"} {
			if strings.Contains(string(b), text) != want[i] {
				t.Errorf("%s: %q is in the JSON: %t", show, text, !want[i])
			}
			if i != 1 && strings.Contains(string(html), text) != want[i] {
				t.Errorf("%s: %q is on the page: %t", show, text, !want[i])
			}
		}
		if !strings.Contains(string(html), "given A") || strings.Contains(string(html), "1 hidden check, which is not shown yet") != (show == Nothing) {
			t.Errorf("%s: the page is %s", show, html)
		}
	}
}

func TestShown(t *testing.T) {
	at := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	a := &Assignment{Hidden: Nothing, Later: All, LaterAt: at}
	if got := a.Shown(at.Add(-time.Second)); got != Nothing {
		t.Errorf("before: %s", got)
	}
	if got := a.Shown(at); got != All {
		t.Errorf("then: %s", got)
	}
	if got := (&Assignment{}).Shown(at); got != Name {
		t.Errorf("without a word of it: %s", got)
	}
}

// What a student writes is text on the page.
func TestFeedbackIsText(t *testing.T) {
	const evil = `<script>alert(1)</script>`
	f := &Feedback{Title: evil, Student: evil, Comment: evil, Items: []Item{{Item: grade.Item{ID: evil, Title: evil, Answer: evil, Printed: evil, Problem: evil}}}}
	html, err := f.HTML()
	if err != nil || strings.Contains(string(html), "<script") {
		t.Errorf("got %v\n%s", err, html)
	}
}

func TestGradescope(t *testing.T) {
	manual := 1.5
	s := Score{
		Score: gradebook.Score{Student: "ada", Raw: 2.5, Penalty: 0.5, Final: 2, Max: 4, LateBy: 30 * time.Hour,
			Items: []gradebook.ItemScore{{Item: gradebook.Item{ID: "x", Max: 2}, Auto: 1, Manual: &manual}}},
		Report: grade.Report{Items: []grade.Item{
			{ID: "x", Title: "X", Points: 1, Max: 2, Checks: []grade.CheckResult{{Name: "one", Points: 1, Max: 1}, {Name: "two", Max: 1, Said: "came 3", Message: "no"}}},
			{ID: "y", Title: "Y", Max: 2, Problem: "It does not compile."},
		}},
	}
	f := s.Feedback(&Assignment{Name: "ps1", Title: "First"}, All)
	if f.Late != "2 days late: 0.5 points less." || f.Items[0].Points != 1.5 || !f.Items[0].ByHand {
		t.Errorf("got %+v", f)
	}
	b, err := f.Gradescope()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Score float64
		Tests []struct {
			Name, Status, Output string
			Score                float64
			Max                  float64 `json:"max_score"`
		}
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if got.Score != 2 || len(got.Tests) != 3 || got.Tests[0].Status != "passed" || got.Tests[1].Output != "came 3" || got.Tests[2].Output != "It does not compile." || got.Tests[2].Max != 2 {
		t.Errorf("got %s", b)
	}
}

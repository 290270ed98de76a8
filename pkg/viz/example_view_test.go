package viz_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"chainrule/pkg/viz"
)

var halving = viz.Line{
	Title: "Halving", Caption: "Each update halves the cost.", X: viz.Axis{Name: "update"}, Y: viz.Axis{Name: "J"},
	Series: []viz.Series{{Name: "J", Y: []float64{4, 2, 1}}},
}

// In a plain program Show writes files: the still, and the words. Views of the same title
// are numbered, so that none is lost.
func ExampleShow() {
	dir, err := os.MkdirTemp("", "viz")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	home, _ := os.Getwd()
	os.Chdir(dir)
	defer os.Chdir(home)
	viz.Show(halving, halving)
	// Output:
	// halving.svg
	// halving.txt
	// halving-2.svg
	// halving-2.txt
}

// The ending of the name says which face of the view is saved.
func ExampleSave() {
	dir, err := os.MkdirTemp("", "viz")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "halving.txt")
	if err := viz.Save(file, halving); err != nil {
		fmt.Println(err)
	}
	text, _ := os.ReadFile(file)
	fmt.Print(string(text))
	fmt.Println(viz.Save("halving.docx", halving))
	// Output:
	// Halving
	// Line chart of J against update. J: 3 points, first 4, last 1, lowest 1 at 2, highest 4 at 0.
	// Each update halves the cost.
	// series	update	J
	// J	0	4
	// J	1	2
	// J	2	1
	// viz: Save: "halving.docx" ends in none of .svg, .json and .txt
}

// A Bundle is one view with three faces: data, a still, and words.
func ExampleBundle() {
	b, err := halving.Bundle()
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(b.Kind, "of", b.Title)
	fmt.Println("data:", strings.Contains(fmt.Sprint(b.Data), "@blue"))
	fmt.Println("still:", strings.HasPrefix(string(b.SVG), "<svg"))
	fmt.Println("words:", b.Description)
	// Output:
	// figure of Halving
	// data: true
	// still: true
	// words: Line chart of J against update. J: 3 points, first 4, last 1, lowest 1 at 2, highest 4 at 0.
}

// verdict is a view of one's own: whatever can make a Bundle can be shown.
type verdict struct{ accuracy float64 }

func (v verdict) Bundle() (viz.Bundle, error) {
	return viz.Bar{
		Title: "Verdict", X: viz.Axis{Name: "answer"}, Y: viz.Axis{Name: "share"},
		Names: []string{"right", "wrong"}, Values: []float64{v.accuracy, 1 - v.accuracy},
	}.Bundle()
}

func ExampleView() {
	words(verdict{accuracy: 0.75})
	// Output:
	// Bar chart of share against answer. share: 2 bars, the lowest 0.25 at wrong, the highest 0.75 at right.
}

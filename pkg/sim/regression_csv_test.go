package sim

import (
	"slices"
	"strings"
	"testing"
)

func TestReadPoints(t *testing.T) {
	for _, c := range []struct {
		name, text   string
		x, y         []float64
		xName, yName string
		note         string
	}{
		{"commas", "1,2\n3,4", []float64{1, 3}, []float64{2, 4}, "", "", "2 points"},
		{"a header", "x,y\n1,2\n3,4", []float64{1, 3}, []float64{2, 4}, "x", "y", "2 points"},
		{"a header of words", "petal length (cm),petal width\n1,2\n2,2.5", []float64{1, 2}, []float64{2, 2.5}, "petal length (cm)", "petal width", ""},
		{"a header in quotes", "\"x\",\"y\"\n1,2\n2,3", []float64{1, 2}, []float64{2, 3}, "x", "y", ""},
		{"numbers in quotes", "\"1\",\"2\"\n\"2\",\"3\"", []float64{1, 2}, []float64{2, 3}, "", "", ""},
		{"an empty header", ",\n1,2\n2,3", []float64{1, 2}, []float64{2, 3}, "", "", ""},
		{"semicolons", "1;2\n3;4", []float64{1, 3}, []float64{2, 4}, "", "", ""},
		{"semicolons and decimal commas", "x;y\n1,5;2,25\n3;-4,5", []float64{1.5, 3}, []float64{2.25, -4.5}, "x", "y", ""},
		{"tabs", "1\t2\n3\t4", []float64{1, 3}, []float64{2, 4}, "", "", ""},
		{"tabs and decimal commas", "1,5\t2\n3\t4", []float64{1.5, 3}, []float64{2, 4}, "", "", ""},
		{"tabs and a header", "year\tdeaths per 100,000\n1,5\t2\n3\t4", []float64{1.5, 3}, []float64{2, 4}, "year", "deaths per 100,000", ""},
		{"blanks", "1 2\n3   4", []float64{1, 3}, []float64{2, 4}, "", "", ""},
		{"blanks around", "  1 , 2 \n 3 ,4", []float64{1, 3}, []float64{2, 4}, "", "", ""},
		{"empty lines", "\n\n1,2\n\n3,4\n\n", []float64{1, 3}, []float64{2, 4}, "", "", ""},
		{"lines of Windows", "x,y\r\n1,2\r\n3,4\r\n", []float64{1, 3}, []float64{2, 4}, "x", "y", ""},
		{"lines of an old Mac", "1,2\r3,4", []float64{1, 3}, []float64{2, 4}, "", "", ""},
		{"a byte order mark", "\ufeffx,y\n1,2\n3,4", []float64{1, 3}, []float64{2, 4}, "x", "y", ""},
		{"powers of ten", "1e3,2E-2\n3,4", []float64{1000, 3}, []float64{0.02, 4}, "", "", ""},
		{"signs", "-1,+2\n3,-4", []float64{-1, 3}, []float64{2, -4}, "", "", ""},
		{"a minus as it is printed", "1,−2\n3,4", []float64{1, 3}, []float64{-2, 4}, "", "", ""},
		{"no digit before the point", ".5,1.\n3,4", []float64{0.5, 3}, []float64{1, 4}, "", "", ""},
		{"one point", "1,2", []float64{1}, []float64{2}, "", "", "One point"},
		{"one point below a header", "x,y\n1,2", []float64{1}, []float64{2}, "x", "y", "One point"},
		{"equal x", "1,2\n1,3\n1,4", []float64{1, 1, 1}, []float64{2, 3, 4}, "", "", "all with the same x"},
		{"two equal x", "1,2\n1,3\n2,4", []float64{1, 1, 2}, []float64{2, 3, 4}, "", "", "3 points"},
		{"equal y", "1,2\n2,2", []float64{1, 2}, []float64{2, 2}, "", "", "all with the same y"},
		{"the same point twice", "1,2\n1,2", []float64{1, 1}, []float64{2, 2}, "", "", "all with the same x"},
		{"the largest number", "1e9,-1000000000\n0,0", []float64{1e9, 0}, []float64{-1e9, 0}, "", "", ""},
		{"numbers too small for a float", "1e-400,1\n1,2", []float64{0, 1}, []float64{1, 2}, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, note, err := readPoints(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(set.x, c.x) || !slices.Equal(set.y, c.y) || set.xName != c.xName || set.yName != c.yName || !strings.Contains(note, c.note) {
				t.Errorf("got x %v, y %v, names %q and %q, note %q", set.x, set.y, set.xName, set.yName, note)
			}
			// Whatever is read can be fitted, in both ways, and seen.
			for _, a := range []Action{{Do: "set", Name: "normalize", Value: 1}, {Do: "step", N: 5}, {Do: "solve"}} {
				r := NewRegression(RegressionSetup{})
				play(t, r, Action{Do: "paste", Text: c.text}, a)
				written(t, r)
			}
		})
	}
}

func TestReadPointsRefuses(t *testing.T) {
	many := func(n int) string { return strings.Repeat("1,2\n", n) }
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "no points"},
		{"blanks", "  \n \t\n", "no points"},
		{"a header alone", "x,y\n", "no points"},
		{"words", "1,2\n3,four\n", `line 2, column 2: "four" is not a number`},
		{"a word in x", "1,2\nthree,4\n", `line 2, column 1: "three" is not a number`},
		{"half a header", "x,2\n3,4", `line 1, column 1: "x" is not a number`},
		{"two headers", "x,y\nx,y\n1,2", "line 2, column 1"},
		{"a header in the middle", "1,2\nx,y\n3,4", "line 2, column 1"},
		{"a sentence", "these are my points", "4 columns"},
		{"one column", "1\n2\n3", "line 1 has 1 column, want two"},
		{"three columns", "1,2,3\n4,5,6", "line 1 has 3 columns, want two: x and y; paste only"},
		{"a line too long", "1,2\n3,4,5", "line 2 has 3 columns"},
		{"a line too short", "1,2\n3", "line 2 has 1 column"},
		{"decimal commas between commas", "1,5,2,5\n3,1,4,1", "4 columns"},
		{"NaN", "1,2\n3,NaN", `"NaN" is not a finite number`},
		{"nan", "1,nan", `"nan" is not a finite number`},
		{"infinity", "1,2\nInf,4", `"Inf" is not a finite number`},
		{"minus infinity", "1,2\n3,-inf", `"-inf" is not a finite number`},
		{"an overflow", "1,2\n3,1e999", `"1e999" is too large`},
		{"a large number", "1,2\n3,2e9", `"2e9" is too large`},
		{"an empty cell", "1,2\n3,", "line 2, column 2: the cell is empty"},
		{"an empty x", "1,2\n,4", "line 2, column 1: the cell is empty"},
		{"a date", "2020-01-01,2\n2020-01-02,3", `line 1, column 1: "2020-01-01"`},
		{"a unit", "1,2 cm\n2,3 cm", `"2 cm" is not a number`},
		{"a percent sign", "1,2%\n2,3%", `"2%" is not a number`},
		{"digits in groups", "1;2\n3;4.000,5", `"4.000,5" is not a number`},
		{"hexadecimal words", "1,2\n3,0xZZ", "is not a number"},
		{"a table of HTML", "<table><tr><td>1</td></tr></table>", "line 1 has 1 column"},
		{"JSON", `[{"x": 1, "y": 2}]`, "line"},
		{"other separators on the way", "1,2\n3;4", "line 2 has 1 column"},
		{"5,001 rows", many(5001), "5,001 points, want at most 5,000"},
		{"10 million rows", many(10_000_000), "10,000,000 rows, want at most 5,000"},
		{"a long name", strings.Repeat("x", 61) + ",y\n1,2", "more than 60 letters"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", "line 1 has 1 column"},
		{"zeros", "\x00,\x00\n1,\x00", "line 2, column 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := readPoints(c.text)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %q in it", err, c.want)
			}
			if len(err.Error()) > 300 {
				t.Errorf("got a sentence of %d letters", len(err.Error()))
			}
		})
	}
	if _, _, err := readPoints("x,y\n" + many(5000)); err != nil {
		t.Errorf("got %v for as many points as fit", err)
	}
}

// What is pasted never panics, and what is read is within the limits.
func FuzzReadPoints(f *testing.F) {
	for _, s := range []string{"x,y\n1,2\n3,4", "1;2,5\n3;4", "1\t2", "1 2\n1 3", "\"a\",b\n1,2", "1,NaN", "1e999,1", "\ufeff1,2", "1,−2", ";;;\n,,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		set, note, err := readPoints(text)
		if err != nil {
			return
		}
		if note == "" || len(set.x) == 0 {
			t.Fatalf("got %d points and the note %q", len(set.x), note)
		}
		s := RegressionSetup{X: set.x, Y: set.y, XName: set.xName, YName: set.yName}.withDefaults()
		if err := s.check(); err != nil {
			t.Fatalf("got points that cannot be fitted: %v", err)
		}
	})
}

package sim

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// csvPoints is what a CSV holds.
type csvPoints struct {
	x, y         []float64
	xName, yName string
}

// readPoints reads points from text: x and y in each line, with a comma, a semicolon, a tab
// or blanks between them, below a header or not. Where no comma stands between the columns,
// one may stand for the decimal point. It returns a note of what is unusual about them, and
// an error that names the line and the column.
func readPoints(text string) (set *csvPoints, note string, err error) {
	text = strings.TrimPrefix(text, "\ufeff") // the byte order mark that spreadsheets write
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if rows := strings.Count(strings.TrimRight(text, " \t\n"), "\n") + 1; rows > maxPoints+1 {
		return nil, "", fmt.Errorf("the CSV has %s rows, want at most %s: paste a sample of them", grouped(rows), grouped(maxPoints))
	}
	set = new(csvPoints)
	var between string
	begun := false
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if !begun {
			between = separator(line)
		}
		cells := split(line, between)
		if len(cells) != 2 {
			return nil, "", fmt.Errorf("line %d has %s, want two: x and y%s", i+1, counted(len(cells), "column"), hint(cells))
		}
		if !begun && !isNumber(cells[0]) && !isNumber(cells[1]) { // a header
			begun = true
			if len(cells[0]) > maxName || len(cells[1]) > maxName {
				return nil, "", fmt.Errorf("line %d: the name of a column has more than %d letters: shorten it", i+1, maxName)
			}
			set.xName, set.yName = cells[0], cells[1]
			continue
		}
		begun = true
		var at [2]float64
		for j, cell := range cells {
			if at[j], err = readNumber(cell, between != ","); err != nil {
				return nil, "", fmt.Errorf("line %d, column %d: %w", i+1, j+1, err)
			}
		}
		set.x, set.y = append(set.x, at[0]), append(set.y, at[1])
	}
	switch n := len(set.x); {
	case n == 0:
		return nil, "", errors.New("there are no points in it: want two numbers a line, x and y")
	case n > maxPoints:
		return nil, "", fmt.Errorf("the CSV has %s points, want at most %s: paste a sample of them", grouped(n), grouped(maxPoints))
	case n == 1:
		note = "One point: every line through it is a best one."
	case same(set.x):
		note = fmt.Sprintf("%s, all with the same x: many lines are best, because nothing says how y changes with x.", capital(counted(n, "point")))
	case same(set.y):
		note = fmt.Sprintf("%s, all with the same y: the best line is level, and R² has nothing to explain.", capital(counted(n, "point")))
	default:
		note = fmt.Sprintf("%s pasted.", capital(counted(n, "point")))
	}
	return set, note, nil
}

// separator is what stands between the columns, to judge by the first line.
func separator(line string) string {
	for _, s := range []string{"\t", ";", ","} {
		if strings.Contains(line, s) {
			return s
		}
	}
	return " "
}

func split(line, between string) []string {
	if between == " " {
		return strings.Fields(line)
	}
	cells := strings.Split(line, between)
	for i, c := range cells {
		cells[i] = strings.Trim(strings.TrimSpace(c), `"`)
	}
	return cells
}

// hint says what is likely wrong with a line of another number of columns than two.
func hint(cells []string) string {
	if len(cells) > 2 {
		return "; paste only the two columns that you want"
	}
	return ", with a comma, a semicolon or a tab between them"
}

// isNumber says whether a cell is meant as a number: NaN and 1e999 are, a word is not.
func isNumber(cell string) bool {
	_, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

func readNumber(cell string, comma bool) (float64, error) {
	text := strings.Replace(cell, "−", "-", 1)
	if comma {
		text = strings.Replace(text, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(text, 64)
	switch {
	case cell == "":
		return 0, errors.New("the cell is empty, want a number: fill it in or leave the line out")
	case errors.Is(err, strconv.ErrRange):
		return 0, fmt.Errorf("%.40q is too large, want a number between −10⁹ and 10⁹: choose a larger unit", cell)
	case err != nil:
		return 0, fmt.Errorf("%.40q is not a number: correct it or leave the line out", cell)
	case math.IsNaN(v) || math.IsInf(v, 0):
		return 0, fmt.Errorf("%.40q is not a finite number: correct it or leave the line out", cell)
	case math.Abs(v) > maxNumber:
		return 0, fmt.Errorf("%.40q is too large, want a number between −10⁹ and 10⁹: choose a larger unit", cell)
	}
	return v, nil
}

func same(v []float64) bool {
	for _, u := range v {
		if u != v[0] {
			return false
		}
	}
	return true
}

// grouped is a large number with its digits in groups of three.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

package sim

import (
	"fmt"
	"strconv"
	"strings"
)

// withCommas makes a CSV as spreadsheets write it into one with commas between the columns
// and points in the numbers: the lines of any system, and semicolons or tabs, between which a
// comma stands for the decimal point.
func withCommas(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, "\ufffd")) // as a link has it
	header, _, _ := strings.Cut(text, "\n")
	if between := separator(header); between == "\t" || between == ";" {
		text = strings.NewReplacer(between, ",", ",", ".").Replace(text)
	}
	return text
}

// checkHeader refuses a CSV whose first line is an example already: it would be lost.
func checkHeader(text string) error {
	header, _, _ := strings.Cut(text, "\n")
	cells := split(header, ",")
	cells = cells[:len(cells)-1] // the target may be a word in an example too
	counts := len(cells) > 3     // 0, 1, 2, 3 … are the names that programs give
	for i, cell := range cells {
		if !isNumber(cell) {
			return nil
		}
		counts = counts && cell == strconv.Itoa(i)
	}
	if len(cells) == 0 || counts {
		return nil
	}
	return fmt.Errorf("line 1 has the numbers of an example, want the names of the columns: put a line such as x1,x2,class above it")
}

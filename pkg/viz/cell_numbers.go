package viz

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// mostNumbers is how many cells have their number written into them.
const mostNumbers = 120

// write chooses what is written into the cells, and how large: the numbers themselves when
// all are short, else two or three digits of the largest and as many decimals in the others.
// Where these have no room, nothing is written.
func (c *chart) write(format string) error {
	k := c.cells
	if format != "" && strings.Contains(fmt.Sprintf(format, 1.0), "%!") {
		return c.fail("Format is %q: want a verb of package fmt for one number, such as %q, or leave it out", format, "%.2f")
	}
	if len(k.values.Data) > mostNumbers {
		return nil
	}
	wide, high := c.room()
	fits := func(labels []string, size int) bool {
		longest := 0
		for _, l := range labels {
			longest = max(longest, len([]rune(l)))
		}
		// In a wide font a digit is 0.64 of the size of its letters.
		return 0.64*float64(size)*float64(longest)+4 <= wide && 1.2*float64(size) <= high
	}
	var ways [][]string // of writing all numbers, the longest first
	if format != "" {
		ways = append(ways, k.each(func(v float64) string { return fmt.Sprintf(format, v) }))
	} else {
		exact := k.each(short)
		if k.plain = fits(exact, 12) && !slices.ContainsFunc(exact, func(l string) bool { return len(l) > 6 }); k.plain {
			k.labels, k.size = exact, 12
			return nil
		}
		for _, digits := range []int{3, 2} {
			ways = append(ways, k.each(k.rounding(digits)))
		}
	}
	for size := 12; size >= 9; size-- {
		for _, labels := range ways {
			if fits(labels, size) {
				k.labels, k.size = labels, size
				return nil
			}
		}
	}
	if format != "" { // the caller has decided
		k.labels, k.size = ways[0], 9
	}
	return nil
}

// room is the width and the height of a cell in pixels, beside the names of the rows.
func (c *chart) room() (wide, high float64) {
	longest := 0
	for _, name := range c.rows {
		longest = max(longest, len([]rune(name)))
	}
	rows, cols := c.cells.values.Dims()
	return (width - 88 - 7*float64(max(0, longest-2))) / float64(cols), (height - 92) / float64(rows)
}

// each writes every number; what has no place stays empty.
func (k *cells) each(write func(float64) string) []string {
	all := make([]string, len(k.values.Data))
	for i, v := range k.values.Data {
		if isFinite(v) {
			all[i] = write(v)
		}
	}
	return all
}

// exponent is that of 3.7e-05, which is shorter without its zero.
var exponent = regexp.MustCompile(`e\+?(-?)0*`)

// rounding writes numbers with as many decimals as give the largest one that many digits:
// 0.91 and 0.04, and 0.00 for 0.0002, where 0 itself is 0. When the largest is far from 1 they
// have powers of ten.
func (k *cells) rounding(digits int) func(float64) string {
	lo, hi := extremes(k.values.Data)
	size := int(math.Floor(math.Log10(max(-lo, hi))))
	if size < -3 || size > 4 {
		return func(v float64) string {
			return exponent.ReplaceAllString(strconv.FormatFloat(v, 'g', digits, 64), "e$1")
		}
	}
	return func(v float64) string {
		s := strconv.FormatFloat(v, 'f', max(0, digits-1-size), 64)
		switch unsigned := strings.TrimPrefix(s, "-"); {
		case v == 0:
			return "0"
		case strings.Trim(unsigned, "0.") == "": // no −0.00
			return unsigned
		}
		return s
	}
}

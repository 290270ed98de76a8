package nn

import "fmt"

// maxNesting is how many brackets of a saved net stand inside of each other, above which
// Load takes the file for damaged. Each layer inside of another adds three.
const maxNesting = 100

// notTooDeep refuses JSON that is nested deeper than any net of this package. Each level
// is read from a copy of its own, so that the memory would grow with the square of them.
func notTooDeep(b []byte) error {
	depth, text := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '[' || c == '{':
			if depth++; depth > maxNesting {
				return fmt.Errorf("its layers stand more than %d deep inside of each other, which no net of this package had", maxNesting/3)
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return nil
}

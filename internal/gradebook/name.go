package gradebook

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestName is how many characters a name may have.
const longestName = 200

// ValidName says what is wrong with the name of a student, an assignment or an item; nil if it may stand in a gradebook. Names come from folders and zips:
// any text will do that cannot lead to another folder or break a line.
func ValidName(name string) error {
	switch {
	case !utf8.ValidString(name):
		return fmt.Errorf("the name %.80q is not UTF-8: rename it", name)
	case utf8.RuneCountInString(name) > longestName:
		return fmt.Errorf("the name %.80q… has %d characters: shorten it to %d", name, utf8.RuneCountInString(name), longestName)
	case strings.TrimSpace(name) == "" || name == "." || name == "..":
		return fmt.Errorf("%q is no name: it takes a letter or a digit", name)
	}
	for _, r := range name {
		switch {
		case r == '/' || r == '\\':
			return fmt.Errorf("the name %q holds %q, which separates folders: rename it", name, r)
		case unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp):
			return fmt.Errorf("the name %q holds the control character %q: rename it", name, r)
		}
	}
	return nil
}

// text says what is wrong with what is for people to read. Postgres keeps no zero bytes.
func text(what, s string) error {
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return fmt.Errorf("%s %.80q is not text: give UTF-8 without zero bytes", what, s)
	}
	return nil
}

// readable makes text of what may be anything: the name of a file is a student's choice, and is no reason to refuse what is in it.
func readable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// names checks several.
func names(all ...string) error {
	var errs []error
	for _, n := range all {
		errs = append(errs, ValidName(n))
	}
	return errors.Join(errs...)
}

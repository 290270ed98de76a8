package lab

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"syscall"
)

// A known fault is recognized by what commands and the system say of it.
var known = []struct {
	sign  *regexp.Regexp
	cause string // with the mend, one sentence
}{
	{regexp.MustCompile(`(?i)no space left on device|ENOSPC|disk quota exceeded`),
		"the disk is full: free about 2 GB and run the same command again, it goes on where it stopped"},
	{regexp.MustCompile(`(?i)read-only file system|EROFS|permission denied|EACCES|operation not permitted`),
		"the folder of this checkout cannot be written to: give yourself the right to write there, or clone chainrule into a folder of your own"},
	{regexp.MustCompile(`No module named '?(ensurepip|venv)|ensurepip is not\s+available`),
		"this Python has no venv module: install it (Debian and Ubuntu: sudo apt install python3-venv) and run the same command again"},
	{regexp.MustCompile(`(?i)no matching distribution found|name resolution|nodename nor servname|no such host|failed to establish a new connection|connection (refused|reset|timed out)|network is unreachable|dial tcp|i/o timeout|proxyerror|could not fetch url|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|TLS handshake`),
		"a download did not come through: check the connection to the network (and the proxy settings, if you need some), then run the same command again, it goes on where it stopped"},
}

// A fault with a known cause: the sentence that says it and how to mend it.
type knownFault string

func (f knownFault) Error() string { return string(f) }

// A warning is what a phase ends with when the lab can do without what it makes: set-up says it and goes on, and the
// next set-up tries again.
type warning string

func (w warning) Error() string { return string(w) }

// explain makes one sentence of a failed command: the cause and the mend where they are known,
// otherwise the last line that the command printed and where the rest is.
func explain(err error, output, logFile string) error {
	for _, k := range known {
		if k.sign.MatchString(output) {
			return knownFault(k.cause)
		}
	}
	lines := strings.Split(strings.TrimSpace(output), "\n")
	last := strings.TrimSpace(lines[len(lines)-1])
	if last == "" {
		last = err.Error()
	}
	return fmt.Errorf("%s (all that it printed is in %s)", last, logFile)
}

// fault explains an error of the file system; nil stays nil.
func fault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return knownFault(known[0].cause)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return knownFault(known[1].cause)
	}
	return err
}

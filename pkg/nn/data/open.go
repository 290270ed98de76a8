package data

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
)

var gzipMagic = []byte{0x1f, 0x8b}

// unzip returns what r holds, uncompressed if it is gzipped.
func unzip(r io.Reader) (in *bufio.Reader, zipped bool, err error) {
	in = bufio.NewReader(r)
	if start, _ := in.Peek(len(gzipMagic)); !bytes.Equal(start, gzipMagic) {
		return in, false, nil
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, true, fmt.Errorf("offset 0: the header of the gzip file is cut off or damaged: %w: get the file again", err)
	}
	return bufio.NewReader(z), true, nil
}

// nameOf returns the name of a file, and format for any other reader: what an error
// is about.
func nameOf(r io.Reader, format string) string {
	if f, ok := r.(interface{ Name() string }); ok {
		return f.Name()
	}
	return format
}

// list writes out names for an error, the first ten when there are more.
func list(names []string) string {
	if len(names) <= 10 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s, … (%d in all)", strings.Join(names[:10], ", "), len(names))
}

// counted is "1 example", "2 examples".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

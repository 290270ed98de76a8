package data

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"chainrule/pkg/linalg"
)

// maxIDX is the number of bytes above which a file is taken for damaged: MNIST's
// largest has 47 million, EMNIST's 547 million.
const maxIDX = 1 << 30

// ReadIDX reads unsigned bytes in the IDX format of MNIST (LeCun, Cortes and Burges,
// 1998), plain or gzipped, and returns the sizes and the values, the last index
// running fastest. It returns an error with the offset when the file is damaged, and
// the file's name when r is a file.
func ReadIDX(r io.Reader) (sizes []int, values []byte, err error) {
	sizes, values, err = readIDX(r)
	if err != nil {
		return nil, nil, fmt.Errorf("data: %s: %w", nameOf(r, "IDX"), err)
	}
	return sizes, values, nil
}

func readIDX(r io.Reader) (sizes []int, values []byte, err error) {
	in, zipped, err := unzip(r)
	if err != nil {
		return nil, nil, err
	}
	offset := 0 // of what was read so far
	damaged := func(format string, args ...any) error {
		at := fmt.Sprintf("offset %d", offset)
		if zipped {
			at += " of the unzipped data"
		}
		return fmt.Errorf("%s: %w", at, fmt.Errorf(format, args...))
	}
	// read fills b, four bytes of the header.
	read := func(b []byte, what string) error {
		n, err := io.ReadFull(in, b)
		offset += n
		switch {
		case err == nil:
			return nil
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return damaged("the file ends within %s, want %s more: get the file again", what, counted(len(b)-n, "byte"))
		}
		return damaged("%w", err)
	}

	var word [4]byte
	if err := read(word[:], "its first 4 bytes"); err != nil {
		return nil, nil, err
	}
	if word[0] != 0 || word[1] != 0 || word[2] != 8 || word[3] < 1 || word[3] > 4 {
		offset = 0
		return nil, nil, damaged("% x is not the start of an IDX file of unsigned bytes, want 00 00 08 and the number of dimensions, 01 to 04", word)
	}
	dims, total := int(word[3]), int64(1)
	for i := range dims {
		if err := read(word[:], fmt.Sprintf("size %d of %d", i+1, dims)); err != nil {
			return nil, nil, err
		}
		n := int64(binary.BigEndian.Uint32(word[:]))
		// A size of 0 counts as 1 here: it must not hide that the others are absurd.
		if total > maxIDX/max(n, 1) {
			offset -= 4
			return nil, nil, damaged("size %d of %d is %d, which makes more than %d values: the header is damaged", i+1, dims, n, maxIDX)
		}
		sizes, total = append(sizes, int(n)), total*max(n, 1)
	}
	for _, n := range sizes {
		if n == 0 {
			total = 0
		}
	}

	// The sizes may lie: read what is there, at most one byte more than they say.
	values, err = io.ReadAll(io.LimitReader(in, total+1))
	offset += len(values)
	missing := int(total) - len(values)
	switch {
	case missing < 0:
		offset--
		return nil, nil, damaged("the file goes on after the %d values of its sizes %v: the header is damaged, or something was appended", total, sizes)
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return nil, nil, damaged("%w: get the file again", err)
	case missing > 0:
		return nil, nil, damaged("the file ends, want %s more for its sizes %v: get the file again", counted(missing, "byte"), sizes)
	case err != nil: // all values are there, but not the checksum that vouches for them
		return nil, nil, damaged("the gzip file ends within its checksum: get the file again")
	}
	return sizes, values, nil
}

// ReadDigits makes a set of pictures and labels in IDX format: X n × pixels, divided by
// 255 so that values go from 0 to 1; Y n×10. It returns an error when the two files
// do not fit together.
func ReadDigits(images, labels io.Reader) (*Set, error) {
	sizes, pixels, err := ReadIDX(images)
	if err != nil {
		return nil, err
	}
	pictures, names := nameOf(images, "pictures"), nameOf(labels, "labels")
	if len(sizes) != 3 {
		return nil, fmt.Errorf("data: %s: sizes %v, want 3 of them, pictures × rows × columns: are these the labels?", pictures, sizes)
	}
	n, size := sizes[0], sizes[1]*sizes[2]
	if len(pixels) == 0 {
		return nil, fmt.Errorf("data: %s: sizes %v, want at least 1 picture of 1 pixel", pictures, sizes)
	}
	count, classes, err := ReadIDX(labels)
	if err != nil {
		return nil, err
	}
	if len(count) != 1 || count[0] != n {
		return nil, fmt.Errorf("data: %s: sizes %v, want [%d], one label for each picture of %s: do the two files belong together?", names, count, n, pictures)
	}
	s := &Set{Name: "Digits in IDX format", X: linalg.New(n, size).Named("X"), Y: linalg.New(n, 10).Named("Y"), Labels: make([]int, n)}
	for i, p := range pixels {
		s.X.Data[i] = float64(p) / 255
	}
	for i, c := range classes {
		if c > 9 {
			return nil, fmt.Errorf("data: %s: offset %d: label %d is %d, want 0 to 9", names, 8+i, i, c)
		}
		s.Y.Set(i, int(c), 1)
		s.Labels[i] = int(c)
	}
	for c := range 10 {
		s.Classes = append(s.Classes, strconv.Itoa(c))
	}
	for i := range size {
		s.Features = append(s.Features, fmt.Sprintf("pixel %d,%d", i/sizes[2], i%sizes[2]))
	}
	return s, nil
}

// MNIST reads the four files of MNIST from a folder, under their usual names, plain or
// gzipped: 60,000 pictures of 28×28 to train on and 10,000 to test. It returns an
// error that names the file.
func MNIST(dir string) (train, test *Set, err error) {
	if train, err = mnistPart(dir, "train"); err != nil {
		return nil, nil, err
	}
	if test, err = mnistPart(dir, "t10k"); err != nil {
		return nil, nil, err
	}
	return train, test, nil
}

func mnistPart(dir, part string) (*Set, error) {
	images, err := openMNIST(dir, part+"-images-idx3-ubyte")
	if err != nil {
		return nil, err
	}
	defer images.Close()
	labels, err := openMNIST(dir, part+"-labels-idx1-ubyte")
	if err != nil {
		return nil, err
	}
	defer labels.Close()
	s, err := ReadDigits(images, labels)
	if err != nil {
		return nil, err
	}
	s.Name, s.Source = "MNIST", "Y. LeCun, C. Cortes, C. J. C. Burges (1998), The MNIST database of handwritten digits"
	s.License = "CC BY-SA 3.0"
	return s, nil
}

// openMNIST opens a file of MNIST. Kaggle's copy has a dot where the first one had a dash.
func openMNIST(dir, name string) (*os.File, error) {
	for _, name := range []string{name, strings.Replace(name, "-idx", ".idx", 1)} {
		for _, ending := range []string{"", ".gz"} {
			f, err := os.Open(filepath.Join(dir, name+ending))
			if err == nil {
				return f, nil
			}
			if !errors.Is(err, os.ErrNotExist) {
				return nil, fmt.Errorf("data: MNIST: %w", err)
			}
		}
	}
	return nil, fmt.Errorf("data: MNIST: there is no file %s, plain or with .gz: put the four files of MNIST there", filepath.Join(dir, name))
}

package data

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"chainrule/pkg/linalg"
)

var gzipMagic = []byte{0x1f, 0x8b}

// maxIDX is the number of bytes above which a file is taken for damaged: MNIST's
// largest has 47 million.
const maxIDX = 1 << 30

// ReadIDX reads unsigned bytes in the IDX format of MNIST (LeCun, Cortes and Burges,
// 1998), plain or gzipped, and returns the sizes and the values, the last index
// running fastest. It returns an error with the offset when the file is damaged.
func ReadIDX(r io.Reader) (sizes []int, values []byte, err error) {
	in := bufio.NewReader(r)
	if start, _ := in.Peek(2); bytes.Equal(start, gzipMagic) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, nil, fmt.Errorf("data: IDX: %w", err)
		}
		in = bufio.NewReader(z)
	}
	var magic [4]byte
	if _, err := io.ReadFull(in, magic[:]); err != nil {
		return nil, nil, fmt.Errorf("data: IDX: offset 0: the file ends within its first 4 bytes")
	}
	if magic[0] != 0 || magic[1] != 0 || magic[2] != 8 || magic[3] == 0 || magic[3] > 4 {
		return nil, nil, fmt.Errorf("data: IDX: offset 0: % x is not the start of a file of unsigned bytes, want 00 00 08 and the number of dimensions", magic)
	}
	offset, total := 4, 1
	for range magic[3] {
		var size [4]byte
		if _, err := io.ReadFull(in, size[:]); err != nil {
			return nil, nil, fmt.Errorf("data: IDX: offset %d: the file ends within its sizes", offset)
		}
		n := int(binary.BigEndian.Uint32(size[:]))
		if n > 0 && total > maxIDX/n {
			return nil, nil, fmt.Errorf("data: IDX: offset %d: a size of %d makes more than %d bytes", offset, n, maxIDX)
		}
		sizes, total, offset = append(sizes, n), total*n, offset+4
	}
	// The sizes may lie: read what is there, at most one byte more than they say.
	values, err = io.ReadAll(io.LimitReader(in, int64(total)+1))
	switch {
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return nil, nil, fmt.Errorf("data: IDX: offset %d: %w", offset+len(values), err)
	case len(values) < total:
		return nil, nil, fmt.Errorf("data: IDX: offset %d: the file ends, want %d bytes more", offset+len(values), total-len(values))
	case len(values) > total:
		return nil, nil, fmt.Errorf("data: IDX: offset %d: the file goes on after its %d values", offset+total, total)
	}
	return sizes, values, nil
}

// ReadDigits makes a set of pictures and labels in IDX format: X n × pixels, divided by
// 255 so that values go from 0 to 1; Y n×10. It returns an error when the two files
// do not fit together.
func ReadDigits(images, labels io.Reader) (*Set, error) {
	sizes, pixels, err := ReadIDX(images)
	if err != nil {
		return nil, fmt.Errorf("pictures: %w", err)
	}
	if len(sizes) != 3 {
		return nil, fmt.Errorf("pictures: data: IDX: %d dimensions, want 3: pictures, rows, columns", len(sizes))
	}
	count, classes, err := ReadIDX(labels)
	if err != nil {
		return nil, fmt.Errorf("labels: %w", err)
	}
	if len(count) != 1 || count[0] != sizes[0] {
		return nil, fmt.Errorf("labels: data: IDX: sizes %v, want one label for each of the %d pictures", count, sizes[0])
	}
	n, size := sizes[0], sizes[1]*sizes[2]
	s := &Set{Name: "Digits in IDX format", X: linalg.New(n, size).Named("X"), Y: linalg.New(n, 10).Named("Y"), Labels: make([]int, n)}
	for i, p := range pixels {
		s.X.Data[i] = float64(p) / 255
	}
	for i, c := range classes {
		if c > 9 {
			return nil, fmt.Errorf("labels: data: IDX: offset %d: label %d is %d, want 0 to 9", 8+i, i, c)
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
	test, err = mnistPart(dir, "t10k")
	return train, test, err
}

func mnistPart(dir, part string) (*Set, error) {
	var in [2]io.Reader
	for i, kind := range []string{"images-idx3-ubyte", "labels-idx1-ubyte"} {
		name := filepath.Join(dir, part+"-"+kind)
		f, err := os.Open(name)
		if errors.Is(err, os.ErrNotExist) {
			f, err = os.Open(name + ".gz")
		}
		if err != nil {
			return nil, fmt.Errorf("data: MNIST: there is no readable file %s, plain or with .gz: put the four files of MNIST there", name)
		}
		defer f.Close()
		in[i] = f
	}
	s, err := ReadDigits(in[0], in[1])
	if err != nil {
		return nil, fmt.Errorf("data: MNIST in %s, %s: %w", dir, part, err)
	}
	s.Name, s.Source = "MNIST", "Y. LeCun, C. Cortes, C. J. C. Burges (1998), The MNIST database of handwritten digits"
	return s, nil
}

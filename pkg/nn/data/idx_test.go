package data_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// idxFiles are two pictures of 2×3 and their labels, 7 and 0.
func idxFiles() (images, labels []byte) {
	images = append([]byte{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3}, 0, 255, 51, 0, 0, 0, 1, 2, 3, 4, 5, 6)
	labels = []byte{0, 0, 8, 1, 0, 0, 0, 2, 7, 0}
	return images, labels
}

func TestReadIDX(t *testing.T) {
	images, _ := idxFiles()
	for name, r := range map[string]io.Reader{
		"plain": bytes.NewReader(images), "gzip": bytes.NewReader(zipped(images)),
		"byte by byte": iotest.OneByteReader(bytes.NewReader(images)), "gzip byte by byte": iotest.OneByteReader(bytes.NewReader(zipped(images))),
	} {
		sizes, values, err := data.ReadIDX(r)
		if err != nil || !slices.Equal(sizes, []int{2, 2, 3}) || !bytes.Equal(values, images[16:]) {
			t.Errorf("%s: got %v, % x, %v", name, sizes, values, err)
		}
	}
	sizes, values, err := data.ReadIDX(bytes.NewReader([]byte{0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 5}))
	if err != nil || !slices.Equal(sizes, []int{0, 5}) || len(values) != 0 {
		t.Errorf("no values: got %v, %v, %v", sizes, values, err)
	}
}

// A file cut anywhere is refused, and the error says where it ends.
func TestReadIDXCutAnywhere(t *testing.T) {
	images, labels := idxFiles()
	for _, whole := range [][]byte{images, labels} {
		for cut := range whole {
			sizes, values, err := data.ReadIDX(bytes.NewReader(whole[:cut]))
			says(t, fmt.Sprintf("cut at %d", cut), err, fmt.Sprintf("data: IDX: offset %d: the file ends", cut), "more")
			if sizes != nil || values != nil {
				t.Errorf("cut at %d: got %v and %v beside the error", cut, sizes, values)
			}
		}
	}
}

// The last eight bytes of a gzip file hold no values, but what vouches for them.
func TestReadIDXGzipCutOrChangedAnywhere(t *testing.T) {
	images, _ := idxFiles()
	whole := zipped(images)
	for cut := range whole {
		_, _, err := data.ReadIDX(bytes.NewReader(whole[:cut]))
		says(t, fmt.Sprintf("cut at %d of %d", cut, len(whole)), err, "data: IDX: offset ")
	}
	for i := 10; i < len(whole); i++ { // the ten bytes of the gzip header name time and system
		for bit := range 8 {
			changed := slices.Clone(whole)
			changed[i] ^= 1 << bit
			if _, values, err := data.ReadIDX(bytes.NewReader(changed)); err == nil && !bytes.Equal(values, images[16:]) {
				t.Errorf("bit %d of byte %d changed: got % x, want an error", bit, i, values)
			}
		}
	}
	_, _, err := data.ReadIDX(bytes.NewReader(whole[:len(whole)-3]))
	says(t, "cut in the checksum", err, "offset 28 of the unzipped data", "checksum")
	whole[len(whole)-5] ^= 1
	_, _, err = data.ReadIDX(bytes.NewReader(whole))
	says(t, "wrong checksum", err, "offset 28 of the unzipped data", "checksum")
}

func TestReadIDXDamaged(t *testing.T) {
	images, _ := idxFiles()
	for name, test := range map[string]struct {
		in   []byte
		want []string
	}{
		"PNG":        {[]byte("\x89PNG and more"), []string{"offset 0: 89 50 4e 47", "want 00 00 08"}},
		"floats":     {[]byte{0, 0, 0x0d, 1, 0, 0, 0, 1, 0, 0, 0, 0}, []string{"offset 0: 00 00 0d 01", "want 00 00 08"}},
		"no sizes":   {[]byte{0, 0, 8, 0, 1}, []string{"offset 0: 00 00 08 00"}},
		"five sizes": {[]byte{0, 0, 8, 5, 1}, []string{"offset 0: 00 00 08 05"}},
		"too long":   {append(slices.Clone(images), 1), []string{"offset 28: the file goes on after the 12 values", "[2 2 3]"}},
		"too long, zipped": {zipped(append(slices.Clone(images), 1)), []string{
			"offset 28 of the unzipped data: the file goes on"}},
		"gzip header": {[]byte{0x1f, 0x8b, 7, 7, 7, 7, 7, 7, 7, 7, 7}, []string{"offset 0", "gzip"}},
	} {
		_, _, err := data.ReadIDX(bytes.NewReader(test.in))
		says(t, name, err, append(test.want, "data: IDX: ")...)
	}
	broken := errors.New("the disk is broken")
	for _, n := range []int{0, 2, 4, 6, 16, 20, 28} {
		_, _, err := data.ReadIDX(io.MultiReader(bytes.NewReader(images[:n]), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || !strings.Contains(err.Error(), fmt.Sprintf("offset %d:", n)) {
			t.Errorf("a disk that breaks after %d bytes: got %v", n, err)
		}
	}
}

// A header may claim anything; what is not there takes no memory.
func TestReadIDXHugeSizes(t *testing.T) {
	_, labels := idxFiles()
	for name, sizes := range map[string][]uint32{
		"4 billion pictures":        {1<<32 - 1, 28, 28},
		"4 billion columns":         {2, 2, 1<<32 - 1},
		"2³² × 2³² × 2³²":           {1<<32 - 1, 1<<32 - 1, 1<<32 - 1},
		"a product that wraps to 0": {1 << 31, 1 << 31, 4},
		"hidden by a 0":             {0, 1<<32 - 1, 1<<32 - 1},
		"hidden by a 0, each small": {0, 1 << 20, 1 << 20},
		"no pictures, many pixels":  {0, 1 << 15, 1 << 15},
		"a GiB that is not there":   {1, 1 << 15, 1 << 15},
		"no pixels, many pictures":  {1 << 30, 0, 1},
		"no pixels, fewer pictures": {2, 0, 3},
	} {
		in := []byte{0, 0, 8, byte(len(sizes))}
		for _, n := range sizes {
			in = append(in, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
		}
		for _, file := range [][]byte{in, zipped(in)} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := data.ReadDigits(bytes.NewReader(file), bytes.NewReader(labels))
			runtime.ReadMemStats(&after)
			says(t, name, err, "data: ")
			if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
				t.Errorf("%s: %d bytes of file took %d bytes of memory", name, len(file), took)
			}
		}
	}
	for name, pictures := range map[string]byte{"4 billion rows": 2, "of no pictures": 0} {
		_, _, err := data.ReadIDX(bytes.NewReader([]byte{0, 0, 8, 3, 0, 0, 0, pictures, 255, 255, 255, 255, 0, 0, 0, 1}))
		says(t, name, err, "offset 8: size 2 of 3 is 4294967295", "more than 1073741824 values")
	}
}

func TestReadDigits(t *testing.T) {
	images, labels := idxFiles()
	for _, in := range [][]byte{images, zipped(images)} {
		s, err := data.ReadDigits(bytes.NewReader(in), bytes.NewReader(zipped(labels)))
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the first picture", s.Image(0, 2, 3), linalg.New(2, 3, 0, 1, 0.2, 0, 0, 0))
		if !slices.Equal(s.Labels, []int{7, 0}) || !slices.Equal(linalg.ArgmaxRows(s.Y), s.Labels) || s.Y.Cols != 10 || len(s.Classes) != 10 {
			t.Errorf("got labels %v, Y %v", s.Labels, s.Y)
		}
		if want := []string{"pixel 0,0", "pixel 0,1", "pixel 0,2", "pixel 1,0", "pixel 1,1", "pixel 1,2"}; !slices.Equal(s.Features, want) {
			t.Errorf("got features %q, want %q", s.Features, want)
		}
	}
}

func TestReadDigitsThatDoNotFit(t *testing.T) {
	images, labels := idxFiles()
	for name, test := range map[string]struct {
		images, labels []byte
		want           []string
	}{
		"too few labels": {images, []byte{0, 0, 8, 1, 0, 0, 0, 1, 7}, []string{"data: l.idx: sizes [1], want [2]", "p.idx", "belong together"}},
		"changed places": {labels, images, []string{"data: p.idx: sizes [2]", "are these the labels?"}},
		"pictures twice": {images, images, []string{"data: l.idx: sizes [2 2 3], want [2]"}},
		"label 10":       {images, []byte{0, 0, 8, 1, 0, 0, 0, 2, 7, 10}, []string{"data: l.idx: offset 9: label 1 is 10, want 0 to 9"}},
		"cut pictures":   {images[:20], labels, []string{"data: p.idx: offset 20"}},
		"cut labels":     {images, labels[:9], []string{"data: l.idx: offset 9"}},
		"nothing to see": {[]byte{0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2}, labels, []string{"data: p.idx: sizes [0 2 2], want at least 1 picture"}},
	} {
		_, err := data.ReadDigits(newFile("p.idx", string(test.images)), newFile("l.idx", string(test.labels)))
		says(t, name, err, test.want...)
	}
}

func TestMNISTFolder(t *testing.T) {
	dir := t.TempDir()
	_, _, err := data.MNIST(dir)
	says(t, "empty folder", err, "data: MNIST: ", filepath.Join(dir, "train-images-idx3-ubyte"), "put the four files")
	images, labels := idxFiles()
	write := func(name string, b []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("train-images-idx3-ubyte.gz", zipped(images))
	write("train-labels-idx1-ubyte", labels)
	write("t10k-images.idx3-ubyte", images) // as Kaggle spells it
	_, _, err = data.MNIST(dir)
	says(t, "three files", err, filepath.Join(dir, "t10k-labels-idx1-ubyte"))
	write("t10k-labels.idx1-ubyte.gz", zipped(labels))
	train, test, err := data.MNIST(dir)
	if err != nil {
		t.Fatal(err)
	}
	if train.Len() != 2 || test.Len() != 2 || train.Source == "" || train.License == "" {
		t.Errorf("got %d and %d examples from %q, want 2 and 2 with a source", train.Len(), test.Len(), train.Source)
	}
	write("t10k-labels.idx1-ubyte.gz", zipped(labels)[:20])
	train, test, err = data.MNIST(dir)
	says(t, "a cut file", err, filepath.Join(dir, "t10k-labels.idx1-ubyte.gz")+": offset")
	if train != nil || test != nil {
		t.Error("got a set beside the error")
	}
}

func FuzzReadIDX(f *testing.F) {
	images, labels := idxFiles()
	f.Add(images)
	f.Add(labels)
	f.Add(zipped(images))
	f.Add(zipped(images)[:30])
	f.Add(images[:20])
	f.Add(append(slices.Clone(labels), 0))
	f.Add([]byte{0, 0, 8, 3, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255})
	f.Fuzz(func(t *testing.T, b []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		sizes, values, err := data.ReadIDX(bytes.NewReader(b))
		runtime.ReadMemStats(&after)
		if got, most := after.TotalAlloc-before.TotalAlloc, uint64(1<<20+8*1032*len(b)); got > most { // gzip makes at most 1032 bytes of one
			t.Errorf("got %d bytes claimed for a file of %d, want at most %d", got, len(b), most)
		}
		if err != nil {
			if sizes != nil || values != nil || !strings.HasPrefix(err.Error(), "data: IDX: offset ") {
				t.Errorf("got %v and %v beside error %v", sizes, values, err)
			}
			return
		}
		total, again := 1, []byte{0, 0, 8, byte(len(sizes))}
		for _, n := range sizes {
			total *= n
			again = binary.BigEndian.AppendUint32(again, uint32(n))
		}
		if total != len(values) {
			t.Errorf("sizes %v with %d values", sizes, len(values))
		}
		if again = append(again, values...); b[0] == 0 && !bytes.Equal(again, b) {
			t.Errorf("sizes %v and values % x come of % x", sizes, values, b)
		}
		if s, err := data.ReadDigits(bytes.NewReader(b), bytes.NewReader(labels)); err == nil && s.X.Rows*s.X.Cols != total {
			t.Errorf("sizes %v made X %d×%d", sizes, s.X.Rows, s.X.Cols)
		}
	})
}

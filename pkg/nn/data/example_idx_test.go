package data_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"chainrule/pkg/nn/data"
)

// Four bytes say what follows: unsigned bytes (08) in two dimensions (02). Then come the
// two sizes, four bytes each, then the values.
func ExampleReadIDX() {
	file := []byte{
		0, 0, 8, 2,
		0, 0, 0, 2,
		0, 0, 0, 3,
		10, 11, 12,
		20, 21, 22,
	}
	sizes, values, err := data.ReadIDX(bytes.NewReader(file))
	fmt.Println(sizes, values, err)

	_, _, err = data.ReadIDX(bytes.NewReader(file[:16]))
	fmt.Println(err)
	// Output:
	// [2 3] [10 11 12 20 21 22] <nil>
	// data: IDX: offset 16: the file ends, want 2 bytes more for its sizes [2 3]: get the file again
}

// One picture of 3×3, and its label. Ink is 255 in the file and 1 in X.
func ExampleReadDigits() {
	images := []byte{0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 3,
		0, 255, 0,
		0, 255, 0,
		0, 255, 0}
	labels := []byte{0, 0, 8, 1, 0, 0, 0, 1, 1}
	s, err := data.ReadDigits(bytes.NewReader(images), bytes.NewReader(labels))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("label", s.Labels, "target", s.Y.Row(0))
	draw(s.Image(0, 3, 3))
	// Output:
	// label [1] target [0 1 0 0 0 0 0 0 0 0]
	// ·█·
	// ·█·
	// ·█·
}

// The folder holds the four files as they are downloaded. Here they are made up, with
// one picture of one pixel to train on and two to test.
func ExampleMNIST() {
	dir, _ := os.MkdirTemp("", "mnist")
	defer os.RemoveAll(dir)
	for name, content := range map[string][]byte{
		"train-images-idx3-ubyte": {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 255},
		"train-labels-idx1-ubyte": {0, 0, 8, 1, 0, 0, 0, 1, 7},
		"t10k-images-idx3-ubyte":  {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 51},
		"t10k-labels-idx1-ubyte":  {0, 0, 8, 1, 0, 0, 0, 2, 4, 2},
	} {
		os.WriteFile(filepath.Join(dir, name), content, 0o644)
	}
	train, test, err := data.MNIST(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(train.Len(), "to train on, labels", train.Labels, "pixels", train.X.Data)
	fmt.Println(test.Len(), "to test, labels", test.Labels, "pixels", test.X.Data)
	// Output:
	// 1 to train on, labels [7] pixels [1]
	// 2 to test, labels [4 2] pixels [0 0.2]
}

package linalg_test

import (
	"errors"
	"fmt"

	"chainrule/pkg/linalg"
)

// A shape that does not fit panics; a program that must go on recovers the error.
func ExampleShapeError() {
	defer func() {
		if e, ok := recover().(*linalg.ShapeError); ok {
			fmt.Println(e.Op)
			fmt.Println(e.Why)
		}
	}()
	X := linalg.New(4, 2).Named("X")
	Y := linalg.New(4, 1).Named("Y")
	linalg.Mul(X, Y)
	// Output:
	// Mul
	// X (4×2) and Y (4×1) do not fit: inner sizes 2 and 4 differ
}

func ExampleShapeError_Error() {
	defer func() {
		err, _ := recover().(error)
		if e := new(linalg.ShapeError); errors.As(err, &e) {
			fmt.Println(e.Error())
		}
	}()
	X := linalg.New(4, 2).Named("X")
	b := linalg.Row(1, 2, 3).Named("b")
	linalg.AddRow(X, b)
	// Output:
	// linalg: AddRow: X (4×2) and b (1×3) do not fit: want a row of shape 1×2
}

package linalg_test

import (
	"testing"

	"chainrule/pkg/linalg"
)

func TestReshape(t *testing.T) {
	a := linalg.New(2, 3, 1, 2, 3, 4, 5, 6).Named("A")
	b := linalg.Reshape(a, 3, 2)
	if want := linalg.New(3, 2, 1, 2, 3, 4, 5, 6); !linalg.Equal(b, want) {
		t.Errorf("got %v, want %v", b, want)
	}
	b.Fill(9)
	if a.At(0, 0) != 1 {
		t.Error("got a view, want a copy")
	}
	if e := linalg.Reshape(linalg.New(0, 3), 0, 7); e.Rows != 0 || e.Cols != 7 {
		t.Errorf("got %d×%d of nothing, want 0×7", e.Rows, e.Cols)
	}
	defer func() {
		e, ok := recover().(*linalg.ShapeError)
		if want := "linalg: Reshape: A (2×3) has 6 entries, and a 2×2 matrix has 4"; !ok || e.Error() != want {
			t.Errorf("got %v, want %s", e, want)
		}
	}()
	linalg.Reshape(a, 2, 2)
}

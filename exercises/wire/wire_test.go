package wire

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"testing"

	"chainrule/pkg/linalg"
)

var carried = []any{
	1.5, math.Inf(-1), 0, -7, true, false, "ŷ", "", []float64{1, 2}, []float64(nil), []float64{}, []int{-1, 3}, []string{"a", "b"},
	[][]float64{{1}, nil, {2, 3}}, linalg.New(2, 3, 1, 2, 3, 4, 5, 6), (*linalg.Matrix)(nil),
}

func TestRoundTrip(t *testing.T) {
	for _, v := range carried {
		b, err := Append(nil, reflect.ValueOf(v), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadAll(b, []reflect.Type{reflect.TypeOf(v)}, nil)
		if err != nil || !reflect.DeepEqual(got[0].Interface(), v) {
			t.Errorf("%#v: got %#v, %v", v, got, err)
		}
		for n := range b { // a part of it is no value
			if _, err := ReadAll(b[:n], []reflect.Type{reflect.TypeOf(v)}, nil); err == nil {
				t.Errorf("%#v: the first %d of %d bytes are read", v, n, len(b))
			}
		}
		if _, err := ReadAll(append(b, 0), []reflect.Type{reflect.TypeOf(v)}, nil); err == nil {
			t.Errorf("%#v: a byte too many is read over", v)
		}
	}
	fail := errors.New("no")
	b, err := Append(nil, reflect.ValueOf(&fail).Elem(), nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadAll(b, []reflect.Type{errorType}, nil)
	if err != nil || got[0].Interface().(error).Error() != "no" {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := Append(nil, reflect.ValueOf(map[string]int{}), nil); err == nil {
		t.Error("a map is carried")
	}
}

// Whatever the bytes, reading ends with a value or an error, and claims no more memory than the bytes can be worth.
func FuzzRead(f *testing.F) {
	for i, v := range carried {
		b, err := Append(nil, reflect.ValueOf(v), nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, i)
	}
	f.Add([]byte{1, 255, 255, 255, 255, 15, 1, 2}, 8)
	f.Fuzz(func(t *testing.T, b []byte, i int) {
		typ := reflect.TypeOf(carried[uint(i)%uint(len(carried))])
		v, rest, err := Read(b, typ, nil)
		if err != nil {
			return
		}
		again, err := Append(nil, v, nil)
		if err != nil {
			t.Fatal(err)
		}
		if w, _, err := Read(again, typ, nil); err != nil || !bytes.Equal(again, must(Append(nil, w, nil))) {
			t.Errorf("%x (rest %x): %v", b, rest, err)
		}
	})
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// Package wire carries the arguments and the results of a function across the wall of a sandbox, as bytes.
//
// Values have a type that both sides know, so that the bytes hold none. What comes from inside the sandbox is not
// trusted: Read returns an error for anything that is not exactly a value of the type, and never claims more memory than a
// small multiple of the bytes that came.
package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"

	"chainrule/pkg/linalg"
)

var (
	matrixType = reflect.TypeFor[*linalg.Matrix]()
	errorType  = reflect.TypeFor[error]()
)

// Functions gives functions their numbers, so that a result may be a function: it stays where it was made, and is called from the
// other side by its number.
type Functions interface {
	Number(f reflect.Value) (int, error)
	Function(number int, t reflect.Type) (reflect.Value, error)
}

// Append appends a value to b. It returns an error for a type that it does not carry.
func Append(b []byte, v reflect.Value, fs Functions) ([]byte, error) {
	switch t := v.Type(); {
	case t == matrixType:
		m, _ := v.Interface().(*linalg.Matrix)
		if m == nil {
			return append(b, 0), nil
		}
		b = binary.AppendUvarint(append(b, 1), uint64(max(m.Rows, 0)))
		b = binary.AppendUvarint(b, uint64(max(m.Cols, 0)))
		b = binary.AppendUvarint(b, uint64(len(m.Data)))
		for _, x := range m.Data {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
		}
		return b, nil
	case t == errorType:
		err, _ := v.Interface().(error)
		if err == nil {
			return append(b, 0), nil
		}
		return appendText(append(b, 1), err.Error()), nil
	case t.Kind() == reflect.Float64:
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Float())), nil
	case t.Kind() == reflect.Int:
		return binary.AppendVarint(b, v.Int()), nil
	case t.Kind() == reflect.Bool:
		if v.Bool() {
			return append(b, 1), nil
		}
		return append(b, 0), nil
	case t.Kind() == reflect.String:
		return appendText(b, v.String()), nil
	case t.Kind() == reflect.Slice:
		if v.IsNil() {
			return append(b, 0), nil
		}
		b = binary.AppendUvarint(append(b, 1), uint64(v.Len()))
		var err error
		for i := range v.Len() {
			if b, err = Append(b, v.Index(i), fs); err != nil {
				return nil, err
			}
		}
		return b, nil
	case t.Kind() == reflect.Func && fs != nil:
		n, err := fs.Number(v)
		return binary.AppendVarint(b, int64(n)), err
	}
	return nil, fmt.Errorf("wire: values of type %v are not carried", v.Type())
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Read reads a value of type t, and returns what is left of b.
func Read(b []byte, t reflect.Type, fs Functions) (reflect.Value, []byte, error) {
	r := &reader{b, nil}
	v := r.value(t, fs)
	return v, r.rest, r.err
}

// ReadAll reads one value of each type, and nothing may be left.
func ReadAll(b []byte, types []reflect.Type, fs Functions) ([]reflect.Value, error) {
	var all []reflect.Value
	for _, t := range types {
		v, rest, err := Read(b, t, fs)
		if err != nil {
			return nil, err
		}
		all, b = append(all, v), rest
	}
	if len(b) > 0 {
		return nil, fmt.Errorf("%d bytes are left over", len(b))
	}
	return all, nil
}

var errShort = errors.New("the bytes end in the middle of a value")

type reader struct {
	rest []byte
	err  error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = nil
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.fail(errShort)
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) count() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.fail(errShort)
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *reader) signed() int64 {
	n, size := binary.Varint(r.rest)
	if size <= 0 {
		r.fail(errShort)
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// flag reads the byte that says whether something follows.
func (r *reader) flag() bool {
	b := r.bytes(1)
	if b == nil {
		return false
	}
	if b[0] > 1 {
		r.fail(fmt.Errorf("the byte %d is neither 0 nor 1", b[0]))
	}
	return b[0] == 1
}

func (r *reader) float() float64 {
	b := r.bytes(8)
	if b == nil {
		return 0
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

func (r *reader) value(t reflect.Type, fs Functions) reflect.Value {
	v := reflect.New(t).Elem()
	switch {
	case r.err != nil:
	case t == matrixType:
		if m := r.matrix(); m != nil {
			v.Set(reflect.ValueOf(m))
		}
	case t == errorType:
		if r.flag() {
			v.Set(reflect.ValueOf(errors.New(string(r.bytes(r.count())))))
		}
	case t.Kind() == reflect.Float64:
		v.SetFloat(r.float())
	case t.Kind() == reflect.Int:
		v.SetInt(r.signed())
	case t.Kind() == reflect.Bool:
		v.SetBool(r.flag())
	case t.Kind() == reflect.String:
		v.SetString(string(r.bytes(r.count())))
	case t.Kind() == reflect.Slice:
		r.slice(v, fs)
	case t.Kind() == reflect.Func && fs != nil:
		f, err := fs.Function(int(r.signed()), t)
		if err != nil {
			r.fail(err)
		} else {
			v.Set(f)
		}
	default:
		r.fail(fmt.Errorf("wire: values of type %v are not carried", t))
	}
	return v
}

// matrix reads a matrix whose rows, columns and data fit: whoever computes with it need not look again.
func (r *reader) matrix() *linalg.Matrix {
	if !r.flag() {
		return nil
	}
	rows, cols, n := r.count(), r.count(), r.count()
	if r.err != nil || n > uint64(len(r.rest)/8) {
		r.fail(errShort)
		return nil
	}
	if rows > n+1024 || cols > n+1024 || rows*cols != n {
		r.fail(fmt.Errorf("a matrix says %d×%d, and its Data holds %d numbers", rows, cols, n))
		return nil
	}
	m := &linalg.Matrix{Rows: int(rows), Cols: int(cols), Data: make([]float64, n)}
	for i := range m.Data {
		m.Data[i] = r.float()
	}
	return m
}

func (r *reader) slice(v reflect.Value, fs Functions) {
	if !r.flag() {
		return
	}
	n := r.count()
	if r.err != nil || n > uint64(len(r.rest)) { // each element takes a byte at least
		r.fail(errShort)
		return
	}
	list := reflect.MakeSlice(v.Type(), 0, int(n))
	for range n {
		e := r.value(v.Type().Elem(), fs)
		if r.err != nil {
			return
		}
		list = reflect.Append(list, e)
	}
	v.Set(list)
}

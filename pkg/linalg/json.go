package linalg

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// wire is a matrix as JSON. JSON has no NaN and no infinities, so these are strings.
type wire struct {
	Name string  `json:"name"`
	Rows int     `json:"rows"`
	Cols int     `json:"cols"`
	Data []entry `json:"data"`
}

type entry float64

func (e entry) MarshalJSON() ([]byte, error) {
	v := float64(e)
	switch {
	case math.IsNaN(v):
		return []byte(`"NaN"`), nil
	case math.IsInf(v, 1):
		return []byte(`"+Inf"`), nil
	case math.IsInf(v, -1):
		return []byte(`"-Inf"`), nil
	}
	return json.Marshal(v)
}

func (e *entry) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) != nil {
		return json.Unmarshal(b, (*float64)(e))
	}
	if s != "NaN" && s != "+Inf" && s != "-Inf" {
		return fmt.Errorf(`linalg: %s is not a number: want a number, "NaN", "+Inf" or "-Inf"`, b)
	}
	v, err := strconv.ParseFloat(s, 64)
	*e = entry(v)
	return err
}

// MarshalJSON writes {"name", "rows", "cols", "data"}, data row after row, with
// "NaN", "+Inf" and "-Inf" as strings.
func (m Matrix) MarshalJSON() ([]byte, error) {
	w := wire{m.Name, m.Rows, m.Cols, make([]entry, len(m.Data))}
	for i, v := range m.Data {
		w.Data[i] = entry(v)
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads what MarshalJSON writes. It returns an error when the number
// of entries is not rows·cols.
func (m *Matrix) UnmarshalJSON(b []byte) error {
	var w wire
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	if n := len(w.Data); w.Rows < 0 || w.Cols < 0 || w.Rows > 0 && w.Cols != n/w.Rows || w.Rows*w.Cols != n {
		return fmt.Errorf("linalg: a matrix of shape %d×%d comes with %d entries", w.Rows, w.Cols, n)
	}
	*m = Matrix{Name: w.Name, Rows: w.Rows, Cols: w.Cols, Data: make([]float64, len(w.Data))}
	for i, v := range w.Data {
		m.Data[i] = float64(v)
	}
	return nil
}

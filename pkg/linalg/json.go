package linalg

import (
	"encoding/json"
	"fmt"
)

// wire is a matrix as JSON.
type wire struct {
	Name string   `json:"name"`
	Rows int      `json:"rows"`
	Cols int      `json:"cols"`
	Data []Number `json:"data"`
}

// MarshalJSON writes {"name", "rows", "cols", "data"}, data row after row, with
// "NaN", "+Inf" and "-Inf" as strings.
func (m Matrix) MarshalJSON() ([]byte, error) {
	w := wire{m.Name, m.Rows, m.Cols, make([]Number, len(m.Data))}
	for i, v := range m.Data {
		w.Data[i] = Number(v)
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

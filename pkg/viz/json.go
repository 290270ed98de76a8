package viz

import (
	"encoding/json"
	"math"
)

// inJSON is a value as the map or the list that it is in JSON.
func inJSON[T map[string]any | []any](v any) T {
	var out T
	b, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil {
		panic(err) // only NaN and functions fail, and what comes here has none
	}
	return out
}

// number is written as a matrix writes its entries: "NaN", "+Inf" and "-Inf" as strings.
type number float64

// MarshalJSON writes the number.
func (n number) MarshalJSON() ([]byte, error) {
	switch v := float64(n); {
	case math.IsNaN(v):
		return []byte(`"NaN"`), nil
	case math.IsInf(v, 0):
		return []byte(map[bool]string{true: `"+Inf"`, false: `"-Inf"`}[v > 0]), nil
	default:
		return json.Marshal(v)
	}
}

func numbers(values []float64) []number {
	out := make([]number, len(values))
	for i, v := range values {
		out[i] = number(v)
	}
	return out
}

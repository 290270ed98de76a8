package viz

import (
	"encoding/json"

	"chainrule/pkg/linalg"
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

// number is written as a matrix writes its entries.
type number = linalg.Number

func numbers(values []float64) []number {
	out := make([]number, len(values))
	for i, v := range values {
		out[i] = number(v)
	}
	return out
}

package linalg

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Number is a float64 as JSON, which has no NaN and no infinities: these are the strings
// "NaN", "+Inf" and "-Inf".
type Number float64

// MarshalJSON writes the number so that it comes back to the last bit.
func (n Number) MarshalJSON() ([]byte, error) {
	v := float64(n)
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

// UnmarshalJSON reads what MarshalJSON writes.
func (n *Number) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) != nil {
		return json.Unmarshal(b, (*float64)(n))
	}
	if s != "NaN" && s != "+Inf" && s != "-Inf" {
		return fmt.Errorf(`linalg: %s is not a number: want a number, "NaN", "+Inf" or "-Inf"`, b)
	}
	v, err := strconv.ParseFloat(s, 64)
	*n = Number(v)
	return err
}

package linalg

import (
	"encoding/json"
	"math"
	"testing"
)

// A number comes back to the last bit, NaN and the infinities too; other words are refused.
func TestNumber(t *testing.T) {
	for _, v := range []float64{0, math.Copysign(0, -1), 0.1, -1.0 / 3, math.MaxFloat64, math.SmallestNonzeroFloat64, math.Inf(1), math.Inf(-1), math.NaN()} {
		b, err := json.Marshal(Number(v))
		if err != nil {
			t.Fatal(err)
		}
		var back Number
		if err := json.Unmarshal(b, &back); err != nil || math.Float64bits(float64(back)) != math.Float64bits(v) {
			t.Errorf("%v: got %v from %s, %v", v, back, b, err)
		}
	}
	for _, bad := range []string{`"nan"`, `"1.5"`, `""`, `true`, `[1]`, `1e999`} {
		if err := json.Unmarshal([]byte(bad), new(Number)); err == nil {
			t.Errorf("got no error for %s", bad)
		}
	}
}

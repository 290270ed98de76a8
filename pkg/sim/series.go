package sim

import (
	"math"
	"strconv"
)

// series is a list of numbers of a view, written as Num is, all at once.
type series []float64

// MarshalJSON writes the numbers so that they come back to the last bit.
func (s series) MarshalJSON() ([]byte, error) {
	b := append(make([]byte, 0, 20*len(s)+2), '[')
	for i, v := range s {
		if i > 0 {
			b = append(b, ',')
		}
		switch {
		case math.IsNaN(v):
			b = append(b, `"NaN"`...)
		case math.IsInf(v, 1):
			b = append(b, `"+Inf"`...)
		case math.IsInf(v, -1):
			b = append(b, `"-Inf"`...)
		default:
			b = strconv.AppendFloat(b, v, 'g', -1, 64)
		}
	}
	return append(b, ']'), nil
}

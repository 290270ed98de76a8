package viz

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
)

// powers are the ticks of a logarithmic axis of a still: powers of ten, as many as have
// room for their names, with the digits between them where there are few.
type powers struct{}

// mostNames is how many names of ticks have room along an axis.
const mostNames = 8

// Ticks implements plot.Ticker.
func (powers) Ticks(lo, hi float64) (ticks []plot.Tick) {
	from, to := int(math.Floor(math.Log10(lo))), int(math.Ceil(math.Log10(hi)))
	every := (to-from)/mostNames + 1
	for n := from; n <= to; n++ {
		p, _ := strconv.ParseFloat(fmt.Sprintf("1e%d", n), 64) // math.Pow(10, −4) is not quite 0.0001
		tick := plot.Tick{Value: p}
		if n%every == 0 {
			tick.Label = powerOfTen(n)
		}
		ticks = append(ticks, tick)
		for digit := 2.0; digit < 10 && every == 1; digit++ {
			minor := plot.Tick{Value: digit * p}
			if to-from <= 2 && (digit == 2 || digit == 5) { // hardly a power of ten lies on the axis
				minor.Label = short(minor.Value)
			}
			ticks = append(ticks, minor)
		}
	}
	return slices.DeleteFunc(ticks, func(t plot.Tick) bool { return t.Value < lo || t.Value > hi })
}

// powerOfTen is 0.001, 10 or 10⁻⁷.
func powerOfTen(n int) string {
	if n >= -3 && n <= 3 {
		return strconv.FormatFloat(math.Pow10(n), 'f', max(0, -n), 64)
	}
	return "10" + raised(strings.Replace(strconv.Itoa(n), "-", "−", 1), "")
}

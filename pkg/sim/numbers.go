package sim

import (
	"math"
	"strconv"
	"strings"
)

// number is a number in a sentence: six significant digits, 1.5·10⁻⁷ when it is very small
// or large.
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "not a number"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "−∞"
	}
	mantissa, exponent, found := strings.Cut(strconv.FormatFloat(v+0, 'g', 6, 64), "e") // −0 + 0 is 0
	mantissa = strings.Replace(mantissa, "-", "−", 1)
	if !found {
		return mantissa
	}
	n, _ := strconv.Atoi(exponent)
	return mantissa + "·10" + raiser.Replace(strconv.Itoa(n))
}

var raiser = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// tex is a number in TeX, with six significant digits.
func tex(v float64) string {
	switch {
	case math.IsNaN(v):
		return `\mathrm{NaN}`
	case math.IsInf(v, 0):
		return strings.Replace(strconv.FormatFloat(v, 'g', -1, 64)[:1], "+", "", 1) + `\infty`
	}
	mantissa, exponent, found := strings.Cut(strconv.FormatFloat(v+0, 'g', 6, 64), "e")
	if !found {
		return mantissa
	}
	n, _ := strconv.Atoi(exponent)
	return mantissa + ` \cdot 10^{` + strconv.Itoa(n) + "}"
}

// factor is a number in TeX as a factor of a product: in brackets when it needs them.
func factor(v float64) string {
	if t := tex(v); v < 0 || strings.Contains(t, `\cdot`) {
		return "(" + t + ")"
	} else {
		return t
	}
}
